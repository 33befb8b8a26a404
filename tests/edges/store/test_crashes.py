"""The process is killed before every single write; the next run completes without loss or double posting.

An audit hook of the interpreter sees every file that is opened for writing, moved, removed or made, so no write can
be forgotten here. From the moment of the kill on nothing reaches the disk any more, as with a real one.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import heard_made
from complaints_made import complain
from huifang.edges.store.office import UNFINISHED
from office import DUE_DAY, NOW, TestOffice, blank_office, change, collected_office, run, table

pytestmark = pytest.mark.slow

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
MOVES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.link", "os.symlink")
DEAD = 2**22 + 1


class Killed(BaseException):
    """The process ends here."""


@dataclass
class _Watch:
    """Counts the writes below ``folder``; from number ``kill_at`` (from 1; 0: never) on they are not carried out."""

    folder: str = ""
    kill_at: int = 0
    writes: list[str] = field(default_factory=list)

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.folder or not self._is_write(event, arguments):
            return
        path = os.fspath(arguments[0]) if not isinstance(arguments[0], int) else ""
        path = path.decode() if isinstance(path, bytes) else path
        if str(path).startswith(self.folder):
            self.writes.append(f"{event} {path[len(self.folder) :]}")
            if self.kill_at and len(self.writes) >= self.kill_at:
                raise Killed

    @staticmethod
    def _is_write(event: str, arguments: tuple[Any, ...]) -> bool:
        if event == "open":
            return isinstance(arguments[2], int) and bool(arguments[2] & WRITES)
        return event in MOVES


WATCH = _Watch()
sys.addaudithook(lambda event, arguments: WATCH(event, arguments))


@contextmanager
def watched(office: TestOffice, kill_at: int = 0) -> Iterator[_Watch]:
    WATCH.folder, WATCH.kill_at, WATCH.writes = str(office.root), kill_at, []
    try:
        yield WATCH
    finally:
        WATCH.folder = ""


def killed_at(office: TestOffice, arguments: list[str], kill_at: int) -> bool:
    """Run the command and kill it before its n-th write; False if it has fewer."""
    with watched(office, kill_at):
        try:
            run(*arguments)
        except (Killed, AssertionError) as ended:
            assert isinstance(ended, Killed) or "Killed" in str(ended)
            died = True
        else:
            died = False
    lock = office.path(".huifang/lock")
    if died and lock.exists() and lock.stat().st_size:  # this very process lives on; the killed one would not
        lock.write_text(json.dumps({**json.loads(lock.read_text(encoding="utf-8")), "pid": DEAD}), encoding="utf-8")
    return died


def state_of(office: TestOffice) -> dict[str, Any]:
    """Everything that must be the same, however often it was interrupted."""
    figures = office.run("report", "--period", "2026-11下旬", now="2026-12-05 09:00").data
    checked = office.run("verify").data
    names = {
        folder: sorted(p.name for p in office.path(folder).rglob("*") if p.is_file() and not p.name.startswith("."))
        for folder in ("收件箱", "发件箱", "回访计划")
    }
    kinds = sorted(entry["kind"] for entry in office.journal() if entry["kind"] not in ("report", "ledger"))
    books = (("投诉登记表.xlsx", "投诉"), ("客户资料库.xlsx", "客户"))
    registers = [table(office.path(book), sheet) for book, sheet in books if office.path(book).exists()]
    return {
        "figures": figures["figures"], "agents": figures["agents"], "files": names, "kinds": kinds,
        "registers": registers,
        "ok": checked["ok"], "problems": checked["problems"],
    }  # fmt: skip


def three_sheets(folder: Path) -> TestOffice:
    """In the inbox: a good sheet, one with a mistake, one that changes what was accepted, and a stranger."""
    office = collected_office(folder)
    office.send(office.filled("A03"))
    office.send(change(office.filled("A02", "改.xlsx"), (2, {"满意度": "一般"}), (3, {"回访日期": "上周三"})))
    office.path("收件箱/说明.txt").write_text("你好", encoding="utf-8")
    return office


def signed_form(folder: Path) -> TestOffice:
    office = collected_office(folder)
    number = office.calls("A01")[0]["plan_no"]
    rows = [
        ("回访记录", f"{number}-1", "备注", None, "补充", "B01", "核对"),
        ("提交", "T0002", "整表", None, "撤销", "B01", "重交"),
    ]
    assert office.correct(*rows, now="2026-11-20 00:00", name="试.xlsx").code in (0, 1)
    shutil.rmtree(office.root)
    fresh = collected_office(folder)
    shutil.copy(office.outside / "试.xlsx", fresh.root.parent / "试.xlsx")
    return fresh


def something_heard(folder: Path) -> TestOffice:
    """In the inbox two dissatisfied customers, in the register a complaint that was settled."""
    office = heard_made.office_of(folder)
    complain(office, heard_made.closed("T1", "K0003"))
    office.send(heard_made.sheet(office, heard_made.UNHAPPY, heard_made.UNSOLVED))
    return office


Case = tuple[Callable[[Path], TestOffice], Callable[[TestOffice], list[str]]]
CASES: dict[str, Case] = {
    "collect": (three_sheets, lambda o: ["-C", str(o.root), "--now", NOW, "collect"]),
    "plan": (blank_office, lambda o: ["-C", str(o.root), "--now", "2026-11-21 09:00", "plan"]),
    "report": (collected_office, lambda o: ["-C", str(o.root), "--now", DUE_DAY, "report"]),
    "correct": (signed_form, lambda o: ["-C", str(o.root), "--now", NOW, "correct", str(o.root.parent / "试.xlsx")]),
    "heard": (something_heard, lambda o: ["-C", str(o.root), "--now", heard_made.NOW, "collect"]),
    "run": (three_sheets, lambda o: ["-C", str(o.root), "--now", "2026-11-30 18:30", "run"]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_killed_at_every_write(tmp_path: Path, name: str) -> None:
    make, arguments = CASES[name]
    template = tmp_path / "template"
    template.mkdir()
    root = make(template).root

    def fresh(number: int) -> TestOffice:
        shutil.copytree(template, tmp_path / str(number))
        return TestOffice(tmp_path / str(number) / root.name, tmp_path)

    undisturbed = fresh(0)
    with watched(undisturbed) as watch:
        run(*arguments(undisturbed))
        writes = list(watch.writes)
    assert len(writes) >= 8, writes
    expected = state_of(undisturbed)
    assert expected["ok"], expected["problems"]
    for number in range(1, len(writes) + 1):
        office = fresh(number)
        assert killed_at(office, arguments(office), number), f"no write {number} this time"
        run(*arguments(office))
        got = state_of(office)
        assert got == expected, f"killed before write {number}: {writes[number - 1]}"
        shutil.rmtree(tmp_path / str(number))


def test_a_killed_init_is_started_over(tmp_path: Path) -> None:
    def arguments(office: TestOffice) -> list[str]:
        return ["--now", NOW, "init", str(office.root), "--policy", "sales-ten-day"]

    whole = TestOffice(tmp_path / "0" / "办公室", tmp_path)
    (tmp_path / "0").mkdir()
    with watched(whole) as watch:
        assert run(*arguments(whole)).code == 0
        count = len(watch.writes)
    for number in range(1, count + 1):
        office = TestOffice(tmp_path / str(number) / "办公室", tmp_path)
        office.root.parent.mkdir()
        assert killed_at(office, arguments(office), number)
        is_done = office.path(".huifang/head.json").exists() and not office.path(UNFINISHED).exists()
        again = run(*arguments(office))
        assert again.code == (2 if is_done else 0), (number, watch.writes, again.err)
        assert office.run("check").code == 0
        assert office.run("verify").data["ok"]
        assert [entry["kind"] for entry in office.journal()] == [entry["kind"] for entry in whole.journal()]
