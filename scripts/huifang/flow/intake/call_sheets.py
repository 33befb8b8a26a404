"""The sheet of calls in a workbook that came back: by its name, else by its headers; what else is in the workbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.core.periods import Period
from huifang.core.text import clean, half_width
from huifang.edges.books.hidden_record import RECORD
from huifang.edges.drawing.sheet_names import GUIDE, LISTS, RESULTS
from huifang.edges.reading.active_content import active_findings
from huifang.edges.reading.xlsx_read import RawBook
from huifang.tables.anywhere import find_header, hidden_rows, read_anywhere
from huifang.tables.cells import shown
from huifang.tables.days import Days
from huifang.tables.declared.calls import CALLS
from huifang.tables.locating import locate
from huifang.tables.model import Table
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
        located = find_header(CALLS, self.grid)
        if located:
            at = next((match.index for match in located.matches if match.column.key == "plan_no"), None)
            top = located.row
        else:
            header = [half_width(clean(shown(cell))) for cell in self.grid[0]] if self.grid else []
            name, top = CALLS.by_key["plan_no"].header, 0
            at = header.index(name) if name in header else None
        if at is None:
            return set()
        return {half_width(clean(shown(cells[at]))) for cells in self.grid[top + 1 :] if at < len(cells)}

    def read(self, table: Table, file: str, options: Options, batch: Period, came_on: date) -> TableRead:
        """Its rows; a day without a year is the one within the batch, or nearest to it, and none after it came."""
        span = (batch.from_on, batch.until_on)
        days = Days(batch=span, from_1904=self.book.from_1904, came_on=came_on)
        return read_anywhere(table, self.grid, file, options, self.name, days)

    def remarks(self, read: TableRead, file: str) -> Iterator[Finding]:
        """What is odd about the sheet as a whole, and about the workbook."""
        place = Place(file, self.name)
        if self.name != CALLS.name:
            yield found("F117", place, sheet=self.name, table=CALLS.name)
        yield from active_findings(self.book.active, file)
        yield from hidden_rows(read, self.book.hidden.get(self.name, frozenset()), place)
        for name, grid in self.book.sheets.items():
            if name not in {*_OURS, self.name} and any(shown(raw) for cells in grid for raw in cells):
                yield found("F116", Place(file, name), sheet=name, table=self.name)


def find_call_sheet(book: RawBook) -> CallSheet | None:
    """The sheet of calls; where none has its name, the one that has most of its columns."""
    if book.has(CALLS.name):
        return CallSheet(CALLS.name, book.sheets[CALLS.name], book)
    fits: dict[str, int] = {}
    for name, grid in book.sheets.items():
        located = None if name in _OURS else locate(CALLS, grid)
        if located and _RECORDED in (header for _, header in located.others):
            continue
        if located and {match.column.key for match in located.matches} >= _TELLING:
            fits[name] = len(located.matches)
    best = max(fits, key=lambda name: fits[name], default=None)
    return CallSheet(best, book.sheets[best], book) if best else None
