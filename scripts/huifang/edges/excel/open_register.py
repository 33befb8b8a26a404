"""Rows and cells that go into a register while it is open in Excel: in blocks, saved, and looked at once more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from huifang.core.catalogue import because
from huifang.edges.excel.blocks import addresses, columns_apart, differences, is_taken_otherwise, runs
from huifang.edges.excel.open_workbook import ExcelRefused, OpenBook
from huifang.edges.patching.areas import Area, parse_area
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

    ``keep_copy`` keeps what it was before it is first written to: Excel's undo does not survive that.
    """

    opened: OpenBook
    keep_copy: Callable[[str, bytes], object]

    def enter(self, sheet: str, before: bytes, after: bytes) -> None:
        """Make the sheet of the open workbook, whose file is as ``before``, what it is in ``after``, and save it.

        Raises:
            FileBusy: it has changes that are not saved, or cannot be saved; nothing was changed.
            ExcelRefused: Excel did not do it, or not like that.
        """
        path = self.opened.path
        if path is None or not self.opened.is_saved or self.opened.is_read_only:
            raise FileBusy(because("Y805", file=self.opened.name))
        self.keep_copy(self.opened.name, before)
        _enter(self.opened, path, sheet, before, after)


def _enter(opened: OpenBook, path: Path, sheet: str, before: bytes, after: bytes) -> None:
    new = read_book(after).sheets[sheet]
    changes = differences(read_book(before).sheets[sheet], new)
    try:
        with opened.working(f"回访：正在写入“{sheet}”……"):
            _write(opened.book.sheets[sheet], changes.added, [*runs(changes.cells)], new)
        opened.save()
    except ExcelRefused as error:
        raise ExcelRefused(because("Y894", workbook=opened.name, error=error.reason.text)) from error
    there = read_book(read_bytes(path)).sheets[sheet]
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
    tables = list(sheet.tables)
    own = [table for table in tables if table.name == sheet.name] or tables
    area = parse_area(own[0].range.address.replace("$", "")) if own else None
    if area and added.bottom <= area.bottom:
        return
    left, right = (area.left, area.right) if area else (added.left, added.right)
    if own and area:
        own[0].resize(sheet.range(str(Area(area.top, area.left, added.bottom, area.right))))
    above = area.bottom if area else added.top - 1
    sheet.range(str(Area(above, left, above, right))).copy()
    sheet.range(str(Area(above + 1, left, added.bottom, right))).paste(paste="formats")
    sheet.book.app.cut_copy_mode = False


def _put(sheet: xw.Sheet, area: Area, new: Grid) -> None:
    """Write the cells of the area at once; text that would be taken for something else is formatted as text first."""
    rows = [[_at(new, row, column) for column in range(area.left, area.right + 1)] for row in _numbers(area)]
    columns = [Area(area.top, column, area.bottom, column) for column in range(area.left, area.right + 1)]
    for column, values in zip(columns, zip(*rows, strict=True), strict=True):
        if any(isinstance(value, (time, timedelta)) for value in values):
            cells = sheet.range(str(column))
            if cells.number_format == _PLAIN:
                cells.number_format = _TIME
    text = [
        column
        for column, values in zip(columns, zip(*rows, strict=True), strict=True)
        if any(map(is_taken_otherwise, values))
    ]
    for address in addresses(text):
        sheet.range(address).number_format = _TEXT
    sheet.range(str(area)).value = [[_for_excel(value) for value in values] for values in rows]


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
