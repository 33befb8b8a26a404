"""The README's pictures can be made, and show something; so do those that are committed."""

from __future__ import annotations

import re
import struct
import subprocess
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from film import FILM, HIGHEST, LOWEST, WIDTH, file_name
from places import ROOT

pytestmark = pytest.mark.slow

PICTURES = ROOT / "docs" / "pictures"
NAMES = ("console.png", "page.png", "report.png", "sheet.png")
MAX_BYTES = 250_000


@dataclass(frozen=True)
class Picture:
    width: int
    height: int
    rows: tuple[bytes, ...]

    def colours(self) -> set[bytes]:
        """Every tenth row's colours."""
        return {row[at : at + 3] for row in self.rows[::10] for at in range(0, len(row), 3)}

    def share_of_busy_rows(self) -> float:
        """How many rows hold more than one colour."""
        return sum(len({row[at : at + 3] for at in range(0, len(row), 3)}) > 1 for row in self.rows) / self.height


def unfiltered(kind: int, line: bytes, above: bytes, step: int) -> bytes:
    """A line of a PNG, its filter undone."""
    out = bytearray(line)
    for at in range(len(line)):
        left, up = (out[at - step] if at >= step else 0), above[at]
        corner = above[at - step] if at >= step else 0
        guess = left + up - corner
        nearest = min((left, up, corner), key=lambda value: abs(guess - value))
        out[at] = (line[at] + (0, left, up, (left + up) // 2, nearest)[kind]) & 255
    return bytes(out)


def decoded(content: bytes) -> Picture:
    """An RGB picture of 8 bits, as both programs write it."""
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    at, data, header = 8, b"", ()
    while at < len(content):
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        body = content[at + 8 : at + 8 + length]
        header = struct.unpack(">IIBBBBB", body) if kind == b"IHDR" else header
        data += body if kind == b"IDAT" else b""
        at += length + 12
    width, height, depth, colour, _, _, interlaced = header
    assert (depth, colour, interlaced) == (8, 2, 0)
    raw, size = zlib.decompress(data), 3 * width + 1
    rows = [bytes(3 * width)]
    for start in range(0, height * size, size):
        rows.append(unfiltered(raw[start], raw[start + 1 : start + size], rows[-1], 3))
    return Picture(width, height, tuple(rows[1:]))


def check(path: Path) -> None:
    picture = decoded(path.read_bytes())
    assert picture.width == pytest.approx(1200, abs=2) and 500 <= picture.height <= 1400
    assert picture.share_of_busy_rows() > 0.5
    assert len(picture.colours()) > 50
    assert path.stat().st_size < MAX_BYTES


@pytest.mark.parametrize("name", NAMES)
def test_a_committed_picture_shows_something(name):
    check(PICTURES / name)


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_a_readme_shows_the_pictures_and_says_what_they_show(readme):
    shown = re.findall(r"!\[([^\]]+)\]\(docs/pictures/([^)]+)\)", (ROOT / readme).read_text(encoding="utf-8"))
    strip = [file_name(name) for name in FILM] if readme == "README.zh-CN.md" else []
    names = [name for _, name in shown]
    assert sorted(names) == sorted([*NAMES, *strip])
    assert [name for name in names if name in strip] == strip, "the film strip is told in its order"
    assert all(len(text) > 10 for text, _ in shown)


def test_the_film_strip_is_what_the_test_that_plays_it_takes():
    assert sorted(path.name for path in PICTURES.glob("film-*")) == sorted(file_name(name) for name in FILM)
    for name in FILM:
        content = (PICTURES / file_name(name)).read_bytes()
        width, height = struct.unpack(">II", content[16:24])
        assert content.startswith(b"\x89PNG\r\n\x1a\n") and width == WIDTH and LOWEST <= height <= HIGHEST
        assert 20_000 < len(content) < MAX_BYTES


def test_a_blank_picture_is_noticed(tmp_path):
    raw = b"".join(b"\0" + b"\xff" * 3600 for _ in range(700))
    header = struct.pack(">IIBBBBB", 1200, 700, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(raw)), (b"IEND", b""))
    blank = tmp_path / "blank.png"
    blank.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + b"".join(struct.pack(">I", len(b)) + k + b + struct.pack(">I", zlib.crc32(k + b)) for k, b in chunks)
    )
    with pytest.raises(AssertionError):
        check(blank)


def test_the_script_makes_the_pictures(tmp_path, libreoffice, chromium, pdftoppm):
    script = ROOT / "scripts" / "make_pictures.py"
    ended = subprocess.run(
        [sys.executable, script, tmp_path / "pictures"], cwd=tmp_path, capture_output=True, timeout=300, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert sorted(path.name for path in (tmp_path / "pictures").iterdir()) == sorted(NAMES)
    for name in NAMES:
        check(tmp_path / "pictures" / name)
