"""Macros and embedded things that an agent hands in: kept in the archive and her own marked copy, and nowhere else."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest

import heard_made
from huifang.edges.reading.active_content import active_parts
from office import TestOffice, find

pytestmark = pytest.mark.slow

#: What is in the workbook that comes back, as Excel packs it.
ACTIVE = {
    "xl/vbaProject.bin": b"macro", "xl/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0",
    "xl/externalLinks/externalLink1.xml": b"<externalLink/>",
}  # fmt: skip
OUTGOING = ("报告", "台账", "抽查", "发件箱", "回访计划")
WRONG = {**heard_made.UNSOLVED, "处理情况": "有时"}


def with_active_parts(path: Path) -> Path:
    with zipfile.ZipFile(path, "a") as package:
        for name, content in ACTIVE.items():
            package.writestr(name, content)
    return path


def active_in(content: bytes) -> tuple[str, ...]:
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return ()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return active_parts(package, has_dde=False)


def outgoing(office: TestOffice) -> Iterator[tuple[str, bytes]]:
    """Every file that people get, and every attachment of the mails; by its name below the office."""
    for path in (path for folder in OUTGOING for path in sorted(office.path(folder).rglob("*")) if path.is_file()):
        name = path.relative_to(office.root).as_posix()
        yield name, path.read_bytes()
        if path.suffix == ".eml":
            mail = message_from_bytes(path.read_bytes(), policy=policy.default)
            for part in mail.iter_attachments():
                yield name, part.get_payload(decode=True)


@pytest.mark.parametrize("preset", ["car-dealer", "equipment-lifecycle"])
def test_nothing_that_goes_to_others_holds_any_of_it(tmp_path: Path, preset: str) -> None:
    office = heard_made.office_of(tmp_path, preset)
    sheet = with_active_parts(heard_made.sheet(office, heard_made.UNHAPPY, heard_made.UNSOLVED, WRONG))
    office.send(sheet)
    ran = office.run("collect", now=heard_made.NOW)
    findings = [f for entry in (*ran.data["accepted"], *ran.data["returned"]) for f in entry["findings"]]
    assert find(findings, "F118") and "宏" in str(findings) and "嵌入的对象" in str(findings)
    assert office.run("run", now="2026-12-10 18:30").code in (0, 1)
    assert office.run("spotcheck", "draw", "--period", heard_made.BATCH, "--seed", "7", now="2026-12-10 19:00").code < 3
    assert office.run("correct", now="2026-12-10 19:00").code == 0
    sent = [*outgoing(office)]
    assert any(name.startswith("报告/") for name, _ in sent)
    assert any(name.startswith("发件箱/") and not name.startswith("发件箱/退回-") for name, _ in sent)
    held = {name for name, content in sent if active_in(content)}
    assert held and all(name.startswith("发件箱/退回-A01") for name in held)
    archived = [path for path in office.path("归档").rglob("*.xls?") if active_in(path.read_bytes())]
    assert [path.read_bytes() for path in archived] == [sheet.read_bytes()]
