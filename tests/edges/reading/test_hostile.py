"""Files that would crash, hang or fill a careless reader: each is a finding that says what the sender should do."""

from __future__ import annotations

import io
import json
import re
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.reading.xlsx_read import read_book
from office import TestOffice, planned_office

pytestmark = pytest.mark.slow

MEGABYTES, SECONDS = 500, 10
SHEET_PART = "xl/worksheets/sheet1.xml"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> TestOffice:
    return planned_office(tmp_path_factory.mktemp("hostile"))


class Sound(bytes):
    """A sheet's bytes that do not flood a failure message."""

    def __repr__(self) -> str:
        return f"<{len(self)} bytes>"


@pytest.fixture(scope="module")
def sound(office: TestOffice) -> bytes:
    return Sound(office.filled().read_bytes())


def rebuilt(content: bytes, change: Callable[[str, bytes], bytes | None], compresslevel: int = 1) -> bytes:
    """The package with every part passed through ``change`` (None: left out)."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=compresslevel) as target,
    ):
        for info in source.infolist():
            part = change(info.filename, source.read(info))
            if part is not None:
                target.writestr(info.filename, part)
    return out.getvalue()


def in_sheet(content: bytes, old: bytes, new: bytes) -> bytes:
    def change(name: str, part: bytes) -> bytes:
        return part.replace(old, new, 1) if name == SHEET_PART else part

    changed = rebuilt(content, change)
    assert changed != rebuilt(content, lambda _, part: part), "nothing was replaced"
    return changed


def truncated(content: bytes) -> bytes:
    return content[: len(content) // 2]


def zip_bomb(content: bytes) -> bytes:
    return in_sheet(content, b"<sheetData>", b"<sheetData>" + b" " * 300_000_000)


def entity_bomb(content: bytes) -> bytes:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;">' % (n, *[n - 1] * 8) for n in range(98, 122)
    )

    def change(name: str, part: bytes) -> bytes:
        head, _, rest = part.partition(b"?>")
        return head + b"?>" + bomb + b"]>" + rest if name == SHEET_PART else part

    return rebuilt(content, change)


def far_cell(content: bytes) -> bytes:
    return in_sheet(content, b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')


def absurd_row(content: bytes) -> bytes:
    return in_sheet(
        content, b"</sheetData>", b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row></sheetData>'
    )


def hidden_far_cell(reference: bytes, before: bytes = b"") -> Callable[[bytes], bytes]:
    """A far cell written so that a search for the usual spelling does not see it."""
    row = before + b'<row r="900"><c %s><v>1</v></c></row>' % reference
    return lambda content: in_sheet(content, b"</sheetData>", row + b"</sheetData>")


def prefixed(content: bytes) -> bytes:
    """The whole sheet in a namespace with a prefix, and a far cell in it."""

    def change(name: str, part: bytes) -> bytes:
        if name != SHEET_PART:
            return part
        part = re.sub(rb"<(/?)(\w)", rb"<\1x:\2", part).replace(b"xmlns=", b"xmlns:x=", 1)
        return part.replace(b"</x:sheetData>", b'<x:row><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row></x:sheetData>')

    return rebuilt(content, change)


def wide_rows(content: bytes) -> bytes:
    rows = b"".join(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (n, n) for n in range(300, 5300))
    return in_sheet(content, b"</sheetData>", rows + b"</sheetData>")


def one_long_string(content: bytes) -> bytes:
    """600 MB in one string, streamed into the package so that the test itself stays small."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
    ):
        for info in source.infolist():
            if info.filename != SHEET_PART:
                target.writestr(info.filename, source.read(info))
                continue
            head, _, tail = source.read(info).partition(b"</sheetData>")
            with target.open(info.filename, "w", force_zip64=True) as part:
                part.write(head + b'<row r="900"><c r="A900" t="inlineStr"><is><t>')
                for _ in range(600):
                    part.write(b"x" * 1_000_000)
                part.write(b"</t></is></c></row></sheetData>" + tail)
    return out.getvalue()


def lying_size(content: bytes) -> bytes:
    """A bomb whose directory says that it is small."""
    bomb = bytearray(zip_bomb(content))
    with zipfile.ZipFile(io.BytesIO(bytes(bomb))) as package:
        real = package.getinfo(SHEET_PART).file_size
    return bytes(bomb).replace(struct.pack("<L", real), struct.pack("<L", 5000))


def without(*names: str) -> Callable[[bytes], bytes]:
    return lambda content: rebuilt(content, lambda name, part: None if name in names else part)


def no_sheets(content: bytes) -> bytes:
    def change(name: str, part: bytes) -> bytes:
        head, _, rest = part.partition(b"<sheets>")
        return head + b"<sheets/>" + rest.partition(b"</sheets>")[2] if name == "xl/workbook.xml" else part

    return rebuilt(content, change)


def with_part(name: str) -> Callable[[bytes], bytes]:
    def add(content: bytes) -> bytes:
        out = io.BytesIO(content)
        with zipfile.ZipFile(out, "a") as package, pytest.warns(UserWarning) if name == SHEET_PART else _silence():
            package.writestr(name, b"<worksheet/>")
        return out.getvalue()

    return add


class _silence:
    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...


def old_xls(_: bytes) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000


def csv(_: bytes) -> bytes:
    return "计划编号,客户编号\nH2611-0001,K0001\n".encode("gbk")


def utf_16(content: bytes) -> bytes:
    def change(name: str, part: bytes) -> bytes:
        return part.decode().replace("UTF-8", "UTF-16").encode("utf-16") if name == SHEET_PART else part

    return rebuilt(content, change)


HOSTILE = {
    "truncated": truncated, "zip bomb": zip_bomb, "lying size": lying_size, "entity bomb": entity_bomb,
    "far cell": far_cell, "absurd row": absurd_row, "wide rows": wide_rows, "one long string": one_long_string,
    "xls": old_xls, "csv": csv, "utf-16": utf_16, "no sheets": no_sheets, "no workbook": without("xl/workbook.xml"),
    "no relations": without("xl/_rels/workbook.xml.rels"), "duplicate part": with_part(SHEET_PART),
    "duplicate but for case": with_part("xl/worksheets/SHEET1.xml"), "absolute path": with_part("/etc/passwd"),
    "path upwards": with_part("xl/../../evil.xml"), "backslash path": with_part("xl\\..\\evil.xml"),
    "empty": lambda _: b"",
    "far cell in single quotes": hidden_far_cell(b"r='XFD1048576'"),
    "far cell with spaces": hidden_far_cell(b'r = "XFD1048576"'),
    "far cell after a space too many": hidden_far_cell(b'  r="XFD1048576"'),
    "far cell on a new line": hidden_far_cell(b'\nr="XFD1048576"'),
    "far cell after a tab": hidden_far_cell(b'\tr="XFD1048576"'),
    "far cell as a character reference": hidden_far_cell(b'r="XFD&#49;048576"'),
    "far cell after a comment": hidden_far_cell(b"r='XFD1048576'", b"<!-- </sheetData> sheetData> -->"),
    "far cell in small letters": hidden_far_cell(b'r="xfd1048576"'),
    "row nought": hidden_far_cell(b'r="A0"'),
    "no row": hidden_far_cell(b'r="A"'),
    "column without end": hidden_far_cell(b'r="ABCDEFG1"'),
    "prefixed": prefixed,
}  # fmt: skip

CHILD = """
import re, sys, time
from pathlib import Path
from huifang.cli.main import group
began = time.monotonic()
code = group.main(sys.argv[1:], standalone_mode=False)
used = int(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024
print(f"{code} {used} {time.monotonic() - began:.1f}", file=sys.stderr)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the child's peak memory is read from /proc")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_returned_with_advice(office: TestOffice, sound: bytes, tmp_path: Path, name: str) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(HOSTILE[name](sound))
    command = ["-C", str(office.root), "--now", "2026-11-30 17:00", "--json", "collect", str(path)]
    ran = subprocess.run([sys.executable, "-c", CHILD, *command], capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
    code, megabytes, seconds = ran.stderr.strip().splitlines()[-1].split()
    (returned,) = json.loads(ran.stdout)["returned"]
    assert [finding["code"] for finding in returned["findings"]] == ["F101"]
    assert returned["findings"][0]["hint"]
    assert (int(code), int(megabytes) < MEGABYTES, float(seconds) < SECONDS) == (1, True, True), ran.stderr[-300:]


def test_a_large_but_honest_sheet_is_read(sound: bytes) -> None:
    rows = b"".join(b'<row r="%d"><c r="Y%d"><v>1</v></c></row>' % (n, n) for n in range(300, 60_000))
    assert len(read_book(in_sheet(sound, b"</sheetData>", rows + b"</sheetData>")).sheets["回访记录"]) == 59_999


def read_or_refuse(content: bytes) -> None:
    """What the reader may do with any bytes: give a book, or say why not."""
    try:
        read_book(content)
    except Unreadable as refused:
        assert refused.reason.text and refused.reason.advice


@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=12))
def test_random_bytes_never_give_a_traceback(sound: bytes, changes: list[tuple[float, int]]) -> None:
    content = bytearray(sound)
    for where, value in changes:
        content[int(where * len(content))] = value
    read_or_refuse(bytes(content))


@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_random_changes_inside_the_parts_never_give_a_traceback(sound: bytes, data: st.DataObject) -> None:
    """Whole parts swapped, or bytes of a part changed before it is packed again: the checksums hold."""
    with zipfile.ZipFile(io.BytesIO(sound)) as package:
        parts = {info.filename: package.read(info) for info in package.infolist()}
    names = sorted(parts)
    if data.draw(st.booleans()):
        one, other = data.draw(st.sampled_from(names)), data.draw(st.sampled_from(names))
        parts[one], parts[other] = parts[other], parts[one]
    else:
        name = data.draw(st.sampled_from([n for n in names if n.endswith((".xml", ".rels"))]))
        part = bytearray(parts[name])
        for _ in range(data.draw(st.integers(1, 8))):
            part[data.draw(st.integers(0, len(part) - 1))] = data.draw(st.integers(0, 255))
        parts[name] = bytes(part)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for name in names:
            package.writestr(name, parts[name])
    read_or_refuse(out.getvalue())
