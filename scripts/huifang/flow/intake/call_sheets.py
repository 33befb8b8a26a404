"""The sheet of calls in a workbook that came back: by its name, else by its headers; what else is in the workbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.core.periods import Period
from huifang.core.text import clean, half_width
from huifang.edges.books.hidden_record import RECORD
from huifang.edges.drawing.sheet_names import GUIDE, LISTS, RESULTS
from huifang.edges.reading.active_content import active_findings
from huifang.edges.reading.xlsx_read import RawBook
from huifang.tables.anywhere import hidden_rows, read_anywhere
from huifang.tables.cells import shown
from huifang.tables.days import Days
from huifang.tables.declared.calls import CALLS, TELLING_KEYS
from huifang.tables.locating import Located, locate
from huifang.tables.model import Table, column_letter
from huifang.tables.moments import MOMENTS, number_behind
from huifang.tables.options import Options
from huifang.tables.reading import Grid, TableRead

#: Sheets that we put into workbooks ourselves.
_OURS = frozenset({CALLS.name, RECORD, LISTS, GUIDE, RESULTS})
#: By these columns a sheet of another name is known to be one of calls.
_TELLING = frozenset({"plan_no", "called_on", "result"})

#: A list with this column is one of our ledgers or reports: its rows are in already.
_RECORDED = "记录编号"


@dataclass(frozen=True)
class CallSheet:
    """A sheet of calls as it came back."""

    name: str
    grid: Grid
    book: RawBook

    @property
    def plan_numbers(self) -> set[str]:
        """Its plan numbers, which tell the batch of a sheet that was copied into a new workbook."""
        return {number for _, (number, *_) in self._cells("plan_no")}

    @cached_property
    def entered(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """The rows in which something stands about a call: their numbers, and their cells as they are written."""
        if self._located is None or not _is_of_calls(self._located):
            return ()
        rows = self._cells("plan_no", "customer_no", *TELLING_KEYS)
        return tuple((number, cells) for number, cells in rows if any(cells[2:]))

    @cached_property
    def _located(self) -> Located | None:
        return locate(CALLS, self.grid)

    def _cells(self, *keys: str) -> Iterator[tuple[int, tuple[str, ...]]]:
        """The row numbers and the cells under these keys, without blanks; none where it is no sheet of calls."""
        located = self._located
        at = {match.column.key: match.index for match in located.matches} if located else {}
        if located is None or keys[0] not in at:
            return
        indexes = [at.get(key, -1) for key in keys]
        for number, cells in enumerate(self.grid[located.row + 1 :], start=located.row + 2):
            yield number, tuple(half_width(clean(shown(cells[i]))) if 0 <= i < len(cells) else "" for i in indexes)

    def read(self, table: Table, file: str, options: Options, batch: Period, came_on: date) -> TableRead:
        """Its rows; a day without a year is the one within the batch, or nearest to it, and none after it came."""
        span = (batch.from_on, batch.until_on)
        days = Days(batch=span, from_1904=self.book.from_1904, came_on=came_on)
        return read_anywhere(table, self.grid, file, options, self.name, days)

    def quoting(self, finding: Finding, read: TableRead, table: Table) -> Finding:
        """The finding of a rule; one about a day or a time also says what is written there otherwise."""
        if finding.place.sheet != self.name or not finding.place.cell:
            return finding
        letters = finding.place.cell.rstrip("0123456789")
        row = int(finding.place.cell[len(letters) :])
        key = next((key for key, letter in read.letters.items() if letter == letters), "")
        cells = self.grid[row - 1] if row <= len(self.grid) else ()
        raw = next((number_behind(raw) for at, raw in enumerate(cells) if column_letter(at) == letters), "")
        is_moment = key in table.by_key and table.by_key[key].kind in MOMENTS
        written = clean(shown(raw)) if is_moment and isinstance(raw, (str, float)) else ""
        if not written or written in finding.message:
            return finding
        return replace(finding, message=f"{finding.message.removesuffix('。')}；单元格里写的是“{written[:40]}”。")

    def remarks(self, read: TableRead, file: str) -> Iterator[Finding]:
        """What is odd about the sheet as a whole, and about the workbook."""
        place = Place(file, self.name)
        if self.name != CALLS.name:
            yield found("F117", place, sheet=self.name, table=CALLS.name)
        yield from active_findings(self.book.active, file)
        yield from hidden_rows(read, self.book.hidden.get(self.name, frozenset()), place)
        passed_over = _OURS - {CALLS.name} | {self.name}
        others = {name: grid for name, grid in self.book.sheets.items() if name not in passed_over}
        known = {cells for _, cells in self.entered} if others else set()
        for name, grid in others.items():
            more = [number for number, cells in CallSheet(name, grid, self.book).entered if cells not in known]
            if more:
                rows = "、".join(map(str, more[:10])) + "等" * (len(more) > 10)
                yield found("F122", Place(file, name), sheet=name, table=self.name, count=len(more), line=rows)
            elif name != CALLS.name and any(shown(raw) for cells in grid for raw in cells):
                yield found("F116", Place(file, name), sheet=name, table=self.name)


def _is_of_calls(located: Located) -> bool:
    """Whether it is a sheet to be filled in, and no list of calls that are in the ledger."""
    is_recorded = _RECORDED in (header for _, header in located.others)
    return not is_recorded and {match.column.key for match in located.matches} >= _TELLING


def find_call_sheet(book: RawBook) -> CallSheet | None:
    """The sheet of calls: the one of that name; where none has it, or nothing was entered there but in a copy of it,
    the one that has most of its columns.
    """
    named = CallSheet(CALLS.name, book.sheets[CALLS.name], book) if book.has(CALLS.name) else None
    fits: dict[str, int] = {}
    for name, grid in book.sheets.items():
        located = None if name in _OURS else locate(CALLS, grid)
        if located and _is_of_calls(located):
            fits[name] = len(located.matches)
    if named and not (fits and not named.entered):
        return named
    alike = [CallSheet(name, book.sheets[name], book) for name in sorted(fits, key=lambda name: -fits[name])]
    return next((sheet for sheet in alike if sheet.entered), named or next(iter(alike), None))
