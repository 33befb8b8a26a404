"""The lock: written beside and moved into place, taken over when it is empty or dead, by one of two at once."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from huifang.edges.store import lock
from huifang.edges.store.files import OfficeError, place_new
from huifang.edges.store.leftovers import is_leftover
from huifang.edges.store.lock import Holder, writing
from huifang.edges.store.office import Office

NOW = datetime(2026, 11, 24, 9)
DEAD = Holder(host=socket.gethostname(), user="李四", pid=2**22 + 1, since="2026-11-24 08:00").to_json()
#: Waits for the starting shot, takes the lock, holds it for a moment, and writes down when it had it.
TAKER = """
import sys, time
from datetime import datetime
from pathlib import Path
from huifang.edges.store.files import OfficeError
from huifang.edges.store.lock import writing
from huifang.edges.store.office import Office
root, name = Path(sys.argv[1]), sys.argv[2]
(root / f"{name}.ready").touch()
while not (root / "shot").exists():
    time.sleep(0.0005)
try:
    with writing(Office(root), datetime(2026, 11, 24, 9)):
        begun = time.monotonic()
        time.sleep(0.15)
        (root / f"{name}.held").write_text(f"{begun} {time.monotonic()}")
except OfficeError as error:
    (root / f"{name}.refused").write_text(error.reason.code)
"""
NO_TURNS = """
import contextlib
from huifang.edges.store import lock
lock._taking_turns = lambda _: contextlib.nullcontext()
"""


@pytest.fixture
def office(tmp_path: Path) -> Office:
    (tmp_path / ".huifang").mkdir()
    return Office(tmp_path)


def path_of(office: Office) -> Path:
    return office.root / ".huifang" / "lock"


def inner(office: Office) -> list[str]:
    return sorted(path.name for path in (office.root / ".huifang").iterdir())


def test_it_says_who_and_goes(office: Office) -> None:
    with writing(office, NOW) as taken_over:
        assert not taken_over
        said = json.loads(path_of(office).read_bytes())
        assert (said["host"], said["pid"], said["since"]) == (socket.gethostname(), os.getpid(), "2026-11-24 09:00")
        assert inner(office) == ["lock"]
    assert inner(office) == []


@pytest.mark.parametrize("left", [b"", b"\0" * 200, b"\n", DEAD], ids=["empty", "zeros", "a line break", "dead"])
def test_one_that_nobody_holds_is_taken_over(office: Office, left: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "A_MOMENT", 0)
    path_of(office).write_bytes(left)
    with writing(office, NOW) as taken_over:
        assert taken_over and Holder.from_json(path_of(office).read_bytes()).pid == os.getpid()
    assert inner(office) == []


def test_one_that_is_being_written_is_waited_for(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A release before this one opened the lock first and wrote into it then."""
    path_of(office).write_bytes(b"")
    alive = Holder(host=socket.gethostname(), user="王五", pid=os.getpid(), since="2026-11-24 08:59").to_json()
    monkeypatch.setattr(lock.time, "sleep", lambda _: path_of(office).write_bytes(alive))
    with pytest.raises(OfficeError, match="王五"), writing(office, NOW):
        pass
    assert path_of(office).read_bytes() == alive


def test_one_that_somebody_else_holds_by_now_is_not_removed(office: Office) -> None:
    with writing(office, NOW):
        path_of(office).unlink()  # a person followed the advice too early
        path_of(office).write_bytes(DEAD)
    assert path_of(office).read_bytes() == DEAD


def test_what_is_moved_away_by_mistake_is_put_back(office: Office) -> None:
    """Where folders cannot be locked, another may have taken the dead lock over between the look and the move."""
    path_of(office).write_bytes(b"alive")
    lock._move_away(path_of(office), DEAD)
    assert path_of(office).read_bytes() == b"alive" and inner(office) == ["lock"]
    lock._move_away(path_of(office), b"alive")
    lock._move_away(path_of(office), b"alive")
    assert inner(office) == []


def test_what_a_dead_run_moved_away_goes_with_the_next(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has the name of a left-over."""
    monkeypatch.setattr(lock.os, "getpid", lambda: 2**22 + 1)
    path_of(office).write_bytes(DEAD)
    monkeypatch.setattr(Path, "unlink", lambda *_, **__: None)
    lock._move_away(path_of(office), DEAD)
    monkeypatch.undo()
    assert [is_leftover(name) for name in inner(office)] == [True]


@pytest.mark.parametrize("links", [True, False], ids=["links", "no links"])
def test_of_two_in_one_place_the_second_is_refused(
    tmp_path: Path, links: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    if not links:
        monkeypatch.setattr(Path, "hardlink_to", cannot)
    one, other, target = tmp_path / "1", tmp_path / "2", tmp_path / "t"
    one.write_bytes(b"1")
    other.write_bytes(b"2")
    place_new(one, target)
    with pytest.raises(FileExistsError):
        place_new(other, target)
    assert target.read_bytes() == b"1" and other.exists()


@pytest.mark.slow
@pytest.mark.parametrize("left", [b"", DEAD], ids=["empty", "dead"])
@pytest.mark.parametrize("turns", [True, False], ids=["in turns", "folders cannot be locked"])
def test_two_at_once(office: Office, left: bytes, turns: bool) -> None:
    """Two real processes find the same lock that nobody holds; they never hold the office at the same time."""
    program = TAKER if turns else NO_TURNS + TAKER
    for number in range(4):
        root = office.root
        for old in root.glob("*.*"):
            if old.is_file():
                old.unlink()
        (root / "shot").unlink(missing_ok=True)
        path_of(office).write_bytes(left)
        names = [f"{number}{letter}" for letter in "ab"]
        taking = [subprocess.Popen([sys.executable, "-c", program, str(root), name]) for name in names]
        while len(list(root.glob("*.ready"))) < len(names):
            assert all(process.poll() is None for process in taking)
        (root / "shot").touch()
        assert [process.wait(timeout=60) for process in taking] == [0, 0]
        held = sorted(tuple(map(float, path.read_text().split())) for path in root.glob("*.held"))
        refused = [path.read_text() for path in root.glob("*.refused")]
        assert held and len(held) + len(refused) == 2 and set(refused) <= {"Y807", "Y808", "Y809"}
        assert all(one[1] <= other[0] for one, other in zip(held, held[1:], strict=False)), held
        assert inner(office) == []
