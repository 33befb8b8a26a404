"""Checking the workbook that is open, unsaved changes included, and marking it in place as on a marked copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from huifang.core.findings import Finding
from huifang.edges.drawing.sheet_names import RESULTS
from huifang.edges.excel.open_workbook import Cleared, MarkedInPlace, SheetMarks
from huifang.edges.marking.marked_copy import AUTHOR, COLOURS, colours_and_notes, sheets_of
from huifang.edges.marking.results_sheet import results_book
from huifang.edges.marking.rounds import lines_of
from huifang.edges.store.files import write_bytes
from huifang.flow.checking import Checked, check
from huifang.flow.live.choosing import LiveOffice
from huifang.flow.office.desk import Desk


@dataclass(frozen=True)
class CheckedOpen:
    """What was found in the open workbook, how many findings others have, and what could not be marked in place (None:
    there was nothing to mark).
    """

    checked: Checked
    elsewhere: int
    marked: MarkedInPlace | None


def check_open(desk: Desk, live: LiveOffice) -> CheckedOpen:
    """Check it: a register of the office with all others, as they are open; another workbook as one that is given."""
    content, copy = live.content()
    for name, opened in live.registers.items():
        if not opened.is_saved:
            desk.shelf.show_open(name, content if opened is live.book else live.seen(opened))
    if live.register:
        checked = check(desk, (), with_marks=False)
        own = [finding for finding in checked.findings if finding.place.file == live.register]
    else:
        checked = check(desk, [copy], with_marks=False)
        own = [replace(one, place=replace(one.place, file=live.book.name)) for one in checked.findings]
    elsewhere = len(checked.findings) - len(own)
    with live.book.working(f"回访：正在标记“{live.book.name}”……"):
        marked = _mark(live, own, content)
    return CheckedOpen(replace(checked, findings=tuple(own)), elsewhere, marked)


def _mark(live: LiveOffice, findings: Sequence[Finding], content: bytes) -> MarkedInPlace | None:
    if not findings:
        live.book.clear(AUTHOR)
        return None
    sheets = sheets_of(content)
    marks = {name: SheetMarks(*colours_and_notes(name, findings)) for name in sheets if name != RESULTS}
    listed = live.scratch(f"{RESULTS}.xlsx")
    try:
        write_bytes(listed, results_book(lines_of(findings, sheets), []))
        return live.book.mark({name: one for name, one in marks.items() if one.colours}, COLOURS, AUTHOR, listed)
    finally:
        listed.unlink(missing_ok=True)


def clear_open(live: LiveOffice) -> Cleared:
    """Take our marks away, after a copy was made."""
    live.copied(live.book)
    with live.book.working(f"回访：正在取下“{live.book.name}”的标记……"):
        return live.book.clear(AUTHOR)
