"""控制台.xlsm in the office folder: made where it is wanted, and written anew while nobody has it open."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path

from huifang.edges.books.console_book import ConsoleProgram, console_book
from huifang.edges.books.console_lines import CONSOLE_BOOK, ConsoleSheets
from huifang.edges.store.files import OfficeError, open_elsewhere, write_bytes
from huifang.edges.store.office import Office
from huifang.edges.system.processes import this_python
from huifang.flow.office.desk import Desk
from huifang.flow.screen.rehearsing import Rehearsed
from huifang.page.console.pressing import last_job
from huifang.page.console.result import result_lines
from huifang.page.console.today import today_lines
from huifang.page.frame import Screen
from huifang.page.guard import Guard, Secrets
from huifang.page.place import Whereabouts
from huifang.page.roles import Role

DOOR = "huifang.cli.console_door"


def screen_of(office: Office, now: datetime, is_fixed: bool = False) -> Screen:
    """The page of the supervisor for this office, which nobody is let into: the workbook stands in for it."""
    nobody = Guard(Secrets(once="", cookie="", csrf=""))
    return Screen(
        place=Whereabouts(office.root.parent, office), role=Role.SUPERVISOR, guard=nobody,
        clock=lambda: now, fixed_now=now if is_fixed else None,
    )  # fmt: skip


def keep_console(desk: Desk, has_run: bool) -> bool:
    """Write the workbook; just after a run (``has_run``) nothing is left to be done. Whether it could be written.

    Where it is open, or the folder takes nothing, it stays as it is until the next time.
    """
    path = desk.office.root / CONSOLE_BOOK
    if open_elsewhere(path):
        return False
    page = screen_of(desk.office, desk.now)
    today = today_lines(desk, Rehearsed(at=desk.now, of="") if has_run else None)
    sheets = ConsoleSheets(today, result_lines(last_job(page), desk.office, desk.now))
    content = console_book(sheets, desk.present.policy.unit_name, _program(desk.office))
    try:
        write_bytes(path, content)
    except OfficeError:
        return False
    return True


def _program(office: Office) -> ConsoleProgram:
    """What its macro starts: this interpreter; seen from the office, where it lies in the folder around it."""
    program, *words = this_python("-m", DOOR)
    around = Path(sys.executable).parent.parent
    within = office.root.resolve().is_relative_to(around) and around != Path(around.anchor)
    beside = os.path.relpath(program, office.root.resolve()) if within else ""
    return ConsoleProgram(program=program, words=" ".join(words), beside=beside)
