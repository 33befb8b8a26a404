"""Where a press of a button leaves what it did: a room in the office's caches, of which macro and program know.

``begun`` lies there from the beginning, ``progress`` changes as long as somebody is at work, and when ``done`` appears,
``huifang-shown.xlsx`` has what is to be shown. But for that, all of it is ASCII: macros read nothing else rightly.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

from huifang.edges.store.caches import FOLDER as CACHES
from huifang.edges.store.office import INNER, Office

ROOMS = f"{CACHES}/console"
BEGUN, PROGRESS, SHOWN, DONE, TROUBLE = "begun", "progress", "huifang-shown.xlsx", "done", "trouble.txt"
#: So many presses are kept; a sign of life comes every so many seconds.
_KEPT, _BEAT = 5, 0.5


def claim(office: Office, number: str) -> Path | None:
    """The room of that press, for who comes first; None for anybody else, and where there is no office."""
    room = office.path(ROOMS) / number
    if not number.isdecimal() or not office.path(INNER).is_dir():
        return None
    room.mkdir(parents=True, exist_ok=True)
    try:
        (room / BEGUN).open("x").close()
    except FileExistsError:
        return None
    return room


@contextmanager
def signs_of_life(room: Path, how_far: Callable[[], tuple[int, int]]) -> Iterator[None]:
    """Tell in the room again and again that somebody is at work, and how many of how many are done."""
    ended = Event()
    thread = Thread(target=_beat, args=(room, how_far, ended), name="signs of life", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _beat(room: Path, how_far: Callable[[], tuple[int, int]], ended: Event) -> None:
    number = 0
    while not ended.wait(_BEAT):
        number += 1
        done, total = how_far()
        with suppress(OSError):  # the macro may be reading it
            put(room / PROGRESS, f"{number} {done} {total}".encode("ascii"))


def leave(room: Path, code: int, shown: bytes) -> None:
    """Lay out what is to be shown, and then that it is done; of earlier presses the oldest go.

    Raises:
        OSError: it cannot be written.
    """
    if shown:
        put(room / SHOWN, shown)
    put(room / DONE, f"{code}".encode("ascii"))
    rooms = sorted(room.parent.iterdir(), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for old in rooms[_KEPT:]:
        shutil.rmtree(old, ignore_errors=True)


def put(path: Path, content: bytes) -> None:
    """Put the content in place, whole.

    Raises:
        OSError: it cannot be written.
    """
    beside = path.with_name(f".{path.name}.tmp")
    beside.write_bytes(content)
    beside.replace(path)
