"""The process is killed before a write; the next run completes without loss or double posting.

An audit hook of the interpreter sees every file that is opened for writing, moved, removed or made, so no write can
be forgotten here. From the moment of the kill on nothing reaches the disk any more, as with a real one. A sample of
the writes is tried; ``--every-fault`` tries them all.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from faulty import spread
from huifang.edges.store.office import UNFINISHED
from interrupted import CASES, state_of
from office import NOW, TestOffice, run

pytestmark = pytest.mark.slow

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
MOVES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.link", "os.symlink")
DEAD = 2**22 + 1
#: Writes of a command before which it is killed, without --every-fault.
SAMPLE = 7


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


@pytest.mark.parametrize("name", CASES)
def test_killed_before_a_write(tmp_path: Path, name: str, request: pytest.FixtureRequest) -> None:
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
    numbers = range(1, len(writes) + 1)
    for number in numbers if request.config.getoption("--every-fault") else spread(numbers, SAMPLE):
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
