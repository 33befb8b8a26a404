"""What an interrupted founding leaves, and what a later one may do with it; what dead runs leave beside their files."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest

from huifang.edges.store.leftovers import remove_leftovers
from huifang.edges.store.lock import Holder
from huifang.edges.store.office import Office
from huifang.flow.moving_in.founding import BegunOffice
from huifang.flow.office.opening import writing_desk
from office import add_rows, run, snapshot

NOBODY = 99_999_999


@pytest.fixture
def founded(tmp_path: Path) -> Path:
    """An office in which an interrupted founding left the word that it was not done."""
    office = tmp_path / "办公室"
    assert run(*init(office)).code == 0
    files = {path.name: sha256(path.read_bytes()).hexdigest() for path in office.glob("*.xlsx")}
    (office / ".huifang/unfinished").write_bytes(BegunOffice(files=files).to_json())
    return office


def init(office: Path, preset: str = "sales-ten-day") -> list[str]:
    return ["--today", "2026-11-01", "init", str(office), "--policy", preset]


def staff(office: Path) -> None:
    add_rows(office / "人员.xlsx", "人员", {"工号": "A01", "姓名": "李晓明", "角色": "业务员", "状态": "在职"})


def handed_in(office: Path) -> None:
    (office / "收件箱/张三.xlsx").write_bytes(b"x")


def without_journal(office: Path) -> None:
    (office / ".huifang/journal.jsonl").unlink()
    staff(office)


def posted(office: Path) -> None:
    (office / ".huifang/segments").mkdir()
    (office / ".huifang/segments/000009.parquet").write_bytes(b"x")


def of_an_older_release(office: Path) -> None:
    (office / ".huifang/unfinished").write_bytes(b"")


@pytest.mark.parametrize("use", [staff, handed_in, without_journal, posted, of_an_older_release])
def test_an_office_in_use_is_not_founded_again(founded: Path, use: Callable[[Path], None]) -> None:
    use(founded)
    before = snapshot(founded)
    assert (run(*init(founded)).code, snapshot(founded)) == (2, before)


def test_another_regulation_is_not_founded_over_it(founded: Path) -> None:
    before = snapshot(founded)
    assert (run(*init(founded, "property")).code, snapshot(founded)) == (2, before)


def test_one_that_died_last_of_all_is_made_to_its_end(founded: Path) -> None:
    journal = (founded / ".huifang/journal.jsonl").read_bytes()
    (founded / f".制度.xlsx.{NOBODY}.tmp").write_bytes(b"half")
    assert run(*init(founded)).code == 0
    assert (founded / ".huifang/journal.jsonl").read_bytes() == journal
    assert not list(founded.rglob("*.tmp")) and not (founded / ".huifang/unfinished").exists()


def test_what_dead_runs_left_beside_their_files_is_removed(founded: Path) -> None:
    dead = [founded / f".人员.xlsx.{NOBODY}.tmp", founded / f"台账/.2026-11.xlsx.{NOBODY}.tmp"]
    others = [
        founded / f".人员.xlsx.{os.getpid()}.tmp", founded / "台账/草稿.tmp", founded / ".我的.tmp",
        founded / f"收件箱/.张三.xlsx.{NOBODY}.tmp",
    ]  # fmt: skip
    for path in (*dead, *others):
        path.write_bytes(b"x")
    remove_leftovers(Office(founded))
    assert [path.exists() for path in dead] == [False, False]
    assert all(path.exists() for path in others)


def test_the_run_after_one_that_died_tidies_up(founded: Path) -> None:
    left = founded / f"报告/.旬报.xlsx.{NOBODY}.tmp"
    left.write_bytes(b"half")
    with writing_desk(Office(founded), datetime(2026, 11, 2)):
        assert left.exists(), "no run died"
    (founded / ".huifang/lock").write_bytes(Holder(host=socket.gethostname(), pid=NOBODY).to_json())
    with writing_desk(Office(founded), datetime(2026, 11, 2)):
        assert not left.exists()
