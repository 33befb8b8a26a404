"""Rows and cells that go into a register while it is open in Excel: in blocks, saved, and looked at once more."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from huifang.core.catalogue import because
from huifang.edges.drawing.sheet_names import RESULTS
from huifang.edges.excel.blocks import addresses, columns_apart, differences, is_taken_otherwise, runs
from huifang.edges.excel.open_workbook import ExcelRefused, OpenBook
from huifang.edges.patching.areas import Area, parse_area
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.reading.xlsx_read import read_book
from huifang.edges.store.files import FileBusy, read_bytes
from huifang.tables.odd_cells import BadCell
from huifang.tables.reading import Grid

if TYPE_CHECKING:
    import xlwings as xw

_TEXT, _TIME, _PLAIN = "@", "hh:mm", "General"
_DAY = timedelta(days=1)
_EPOCH = datetime(1899, 12, 30)
#: Less than a tenth of a second.
_ALIKE = 1e-6


@dataclass(frozen=True)
class OpenRegister:
    """A register that is open in Excel.

    ``keep_copy`` keeps what it was before it is first written to: Excel's undo does not survive that. ``look`` gives
    what is in it, unsaved changes included.
    """

    opened: OpenBook
    keep_copy: Callable[[str, bytes], object]
    look: Callable[[OpenBook], bytes]

    def enter(self, sheet: str, before: bytes, after: bytes) -> None:
        """Make the sheet of the open workbook, whose file is as ``before``, what it is in ``after``, and save it.

        Raises:
            FileBusy: it has changes that are not saved, or cannot be saved; nothing was changed.
            ExcelRefused: Excel did not do it, or not like that.
        """
        path = self.opened.path
        if path is None or self.opened.is_read_only or self.has_changes(before):
            raise FileBusy(because("Y805", file=self.opened.name))
        self.keep_copy(self.opened.name, before)
        _enter(self.opened, path, sheet, before, after)

    def has_changes(self, saved: bytes) -> bool:
        """Whether some cell is not as it is ``saved``. Our marks are no change, nor is what Excel calculates when it
        opens a workbook: it takes both for changes.
        """
        name, opened = self.opened.name, self.opened
        return not opened.is_saved and _cells(name, self.look(opened)) != _cells(name, saved)


def _cells(name: str, content: bytes) -> Mapping[str, Grid]:
    """What is in the sheets of the workbook, formulas that nobody calculated yet left out."""
    return {
        sheet: [[None if isinstance(cell, BadCell) else cell for cell in cells] for cells in grid]
        for sheet, grid in _sheets(name, content).items()
        if sheet != RESULTS
    }


def _sheets(name: str, content: bytes) -> Mapping[str, Grid]:
    try:
        return read_book(content).sheets
    except Unreadable as error:
        raise ExcelRefused(error.reason.after(f"“{name}”")) from error


def _enter(opened: OpenBook, path: Path, sheet: str, before: bytes, after: bytes) -> None:
    new = _sheets(opened.name, after)[sheet]
    changes = differences(_sheets(opened.name, before)[sheet], new)
    try:
        with opened.working(f"回访：正在写入“{sheet}”……"):
            _write(opened.book.sheets[sheet], changes.added, [*runs(changes.cells)], new)
        opened.save()
    except ExcelRefused as error:
        raise ExcelRefused(because("Y894", workbook=opened.name, error=error.reason.text)) from error
    there = _sheets(opened.name, read_bytes(path))[sheet]
    for row, column in sorted({*changes.cells, *(_places(changes.added) if changes.added else ())}):
        value = _at(new, row, column)
        if value is not None and not isinstance(value, BadCell) and not _same(_at(there, row, column), value):
            raise ExcelRefused(because("Y893", workbook=opened.name, cell=str(Area(row, column, row, column))))


def _write(sheet: xw.Sheet, added: Area | None, cells: Sequence[Area], new: Grid) -> None:
    if added:
        _make_room(sheet, added)
        formulas = _rows(sheet.range(str(added)).formula)
        with_formula = {
            added.left + index
            for cells_of_row in formulas
            for index, text in enumerate(cells_of_row)
            if isinstance(text, str) and text.startswith("=")
        }
        wanted = {column for row, column in _places(added) if isinstance(_at(new, row, column), BadCell)}
        for column in wanted - with_formula:
            sheet.range(str(Area(added.top - 1, column, added.top - 1, column))).copy()
            sheet.range(str(Area(added.top, column, added.bottom, column))).paste(paste="formulas")
        for block in columns_apart(added, frozenset(with_formula | wanted)):
            _put(sheet, block, new)
    for block in cells:
        _put(sheet, block, new)


def _make_room(sheet: xw.Sheet, added: Area) -> None:
    """Let the table grow over the new rows, which look like the last one above them."""
    above, left, right = added.top - 1, added.left, added.right
    for table in sheet.tables:
        area = parse_area(table.range.address.replace("$", ""))
        if area.top < added.top <= area.bottom + 1 and area.left <= added.left and added.right <= area.right:
            if added.bottom <= area.bottom:
                return
            table.resize(sheet.range(str(Area(area.top, area.left, added.bottom, area.right))))
            above, left, right = area.bottom, area.left, area.right
    sheet.range(str(Area(above, left, above, right))).copy()
    sheet.range(str(Area(above + 1, left, added.bottom, right))).paste(paste="formats")
    sheet.book.app.cut_copy_mode = False


def _put(sheet: xw.Sheet, area: Area, new: Grid) -> None:
    """Write the cells of the area at once, each with a format in which Excel leaves its value alone."""
    for column in range(area.left, area.right + 1):
        values = [_at(new, row, column) for row in _numbers(area)]
        if any(value is not None and not isinstance(value, str) for value in values):
            _make_typed(sheet.range(str(Area(area.top, column, area.bottom, column))), values)
    text = [place for place in _places(area) if is_taken_otherwise(_at(new, *place))]
    for address in addresses(runs(text)):
        sheet.range(address).number_format = _TEXT
    rows = [
        [_for_excel(_at(new, row, column)) for column in range(area.left, area.right + 1)] for row in _numbers(area)
    ]
    sheet.range(str(area)).value = rows


def _make_typed(cells: xw.Range, values: Sequence[Any]) -> None:
    """Formatted as text, they would make text of numbers and days; without a format, a time would be a number."""
    there = cells.number_format
    if any(isinstance(value, (time, timedelta)) for value in values):
        if there in (_PLAIN, _TEXT):
            cells.number_format = _TIME
    elif there == _TEXT:
        cells.number_format = _PLAIN


def _numbers(area: Area) -> range:
    return range(area.top, area.bottom + 1)


def _at(grid: Grid, row: int, column: int) -> Any:
    """The cell, counted from 1; None where nothing stands."""
    cells = grid[row - 1] if row <= len(grid) else ()
    value = cells[column - 1] if column <= len(cells) else ""
    return None if value == "" else value


def _places(area: Area) -> list[tuple[int, int]]:
    return [(row, column) for row in _numbers(area) for column in range(area.left, area.right + 1)]


def _rows(raw: Any) -> Sequence[Sequence[Any]]:
    """What Excel gives for a range: one value for a cell, a list for a row, else rows."""
    if not isinstance(raw, (list, tuple)):
        return [[raw]]
    return raw if raw and isinstance(raw[0], (list, tuple)) else [raw]


def _for_excel(value: Any) -> Any:
    """Times are parts of a day."""
    if isinstance(value, time):
        return (datetime.combine(_EPOCH, value) - _EPOCH) / _DAY
    return value / _DAY if isinstance(value, timedelta) else value


def _same(one: Any, other: Any) -> bool:
    """Whether two cells say the same; a day is a number to Excel, with or without a format."""
    first, second = (_number(value) for value in (one, other))
    if first is None or second is None:
        return bool(one == other)
    return abs(first - second) < _ALIKE


def _number(value: Any) -> float | None:
    if isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
        return (moment - _EPOCH) / _DAY
    number = _for_excel(value)
    return float(number) if isinstance(number, (int, float)) else None
