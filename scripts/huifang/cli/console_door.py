"""Behind the buttons of 控制台.xlsm: ``python -m huifang.cli.console_door WORD NUMBER WHERE [MOMENT]``.

All that the macro says is ASCII: WHERE is the office's folder in hexadecimal UTF-16, NUMBER that of the press, MOMENT
the time as ``2026-11-24T09:00`` where it is not to be the real one.
"""

from __future__ import annotations

import os
import sys
import traceback
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from huifang.cli.session import WRONG_USE, clock

if TYPE_CHECKING:
    from huifang.page.jobs import PageJob

#: The exit code of what failed in a way nobody thought of.
CRASHED = 70


def begin(line: str) -> None:
    """Start the same as a process of its own, and do not wait: xlwings would hold Excel up as long."""
    from huifang.edges.system.processes import start_apart, this_python

    nowhere = Path(os.devnull)
    with suppress(OSError):
        start_apart(this_python("-m", "huifang.cli.console_door", *line.split()), said=nowhere, body=nowhere)


def open_door(word: str, number: str, where: str, moment: str = "") -> int:
    """Do what the button says; the exit code that was left."""
    from huifang.edges.store.office import Office
    from huifang.page.console.rooms import claim, leave, signs_of_life

    office = Office(Path(bytes.fromhex(where).decode("utf-16-be")))
    room = claim(office, number)
    if room is None:
        return WRONG_USE
    how_far = _HowFar()
    with signs_of_life(room, lambda: how_far.told):
        code, shown = _pressed(office.root, word, room, moment, how_far)
    leave(room, code, shown)
    return code


class _HowFar:
    """How far a job is: how many of how many are done."""

    def __init__(self) -> None:
        self.told = (0, 0)

    def hear(self, job: PageJob) -> None:
        """How far it is now, where it tells that."""
        if said := job.progress:
            self.told = said[1:]


def _pressed(root: Path, word: str, room: Path, moment: str, how_far: _HowFar) -> tuple[int, bytes]:
    """The exit code, and what is shown; nothing, where the program broke."""
    from huifang.edges.books.console_book import console_list
    from huifang.edges.store.office import Office
    from huifang.page.console.keeping import screen_of
    from huifang.page.console.pressing import press
    from huifang.page.console.rooms import TROUBLE

    try:
        now = datetime.fromisoformat(moment) if moment else clock(None, None)
        pressed = press(screen_of(Office(root), now, bool(moment)), word, room, how_far.hear)
        return pressed.code, console_list(pressed.sheets)
    except Exception:  # noqa: BLE001  (nobody else is there to tell)
        with suppress(OSError):
            (room / TROUBLE).write_text(traceback.format_exc(), encoding="utf-8")
        return CRASHED, b""


if __name__ == "__main__":
    sys.exit(open_door(*sys.argv[1:]))
