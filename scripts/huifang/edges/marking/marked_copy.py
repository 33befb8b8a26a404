"""The sheet comes back marked: cells coloured, notes saying what to do, a list of findings linked to the cells.

Everything else in the workbook keeps its bytes; the marks of an earlier round are taken away first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from huifang.core.findings import Finding
from huifang.edges.drawing.looks import ERROR_MARK, WARNING_MARK
from huifang.edges.drawing.sheet_names import RESULTS
from huifang.edges.marking.results_sheet import SEVERITY_NAMES, results_book
from huifang.edges.marking.rounds import LastRound, lines_of, unasked_lines
from huifang.edges.patching import AddSheet, Alteration, Annotate, CannotPatch, Highlight, RemoveSheet, patch
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.reading.xlsx_guard import with_usual_names
from huifang.edges.reading.xlsx_read import read_book
from huifang.tables.reading import Grid

AUTHOR = "回访系统"
#: The worse of two colours comes first.
COLOURS = {"error": ERROR_MARK, "warning": WARNING_MARK}


def mark(content: bytes, findings: Sequence[Finding], last: LastRound | None = None) -> bytes:
    """A copy of the workbook with the findings marked; nothing else in it changes.

    ``last`` is the copy that came before, if one did: what was changed since without being asked for is listed, too.
    A sheet that may not be changed is left as it is; a workbook that cannot be changed gives a workbook with the list
    alone.
    """
    content = with_usual_names(content)
    sheets = sheets_of(content)
    lines = lines_of(findings, sheets, last)
    unasked = unasked_lines(last, sheets.get(last.sheet, ()), findings) if last else []
    listed = results_book(lines, unasked)
    marks = {name: _marks(name, findings) for name in sheets if name != RESULTS}
    around: list[Alteration] = [RemoveSheet(RESULTS), AddSheet(listed)]
    try:
        return patch(content, [*around, *(change for changes in marks.values() for change in changes)])
    except CannotPatch:
        pass
    try:
        possible = [change for changes in marks.values() if _can(content, changes) for change in changes]
        return patch(content, [*around, *possible])
    except CannotPatch:
        return listed


def sheets_of(content: bytes) -> Mapping[str, Grid]:
    """The sheets of the workbook; none where it cannot be read."""
    try:
        return read_book(content).sheets
    except Unreadable:
        return {}


def _can(content: bytes, changes: Sequence[Alteration]) -> bool:
    try:
        patch(content, changes)
    except CannotPatch:
        return False
    return True


def _marks(sheet: str, findings: Sequence[Finding]) -> list[Alteration]:
    """The colours and notes of one sheet, none where it has no finding: then those of an earlier round go."""
    worst, notes = colours_and_notes(sheet, findings)
    return [Highlight(sheet, worst, COLOURS), Annotate(sheet, notes, AUTHOR)]


def colours_and_notes(sheet: str, findings: Sequence[Finding]) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """What is marked on a sheet, by address: the word for the colour, and the note."""
    by_cell: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.place.sheet == sheet and finding.place.cell:
            by_cell.setdefault(finding.place.cell, []).append(finding)
    worst = {
        address: "error" if any(finding.is_error for finding in here) else "warning"
        for address, here in by_cell.items()
    }
    notes = {
        address: "\n".join(f"【{SEVERITY_NAMES[finding.severity]}】{finding.message}{finding.hint}" for finding in here)
        for address, here in by_cell.items()
    }
    return worst, notes
