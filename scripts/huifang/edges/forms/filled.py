"""A template filled for many: one sheet, the forms below each other, each on a page of its own or two on one."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.styles import Border, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.pagebreak import Break

from huifang.core.text import for_cell
from huifang.edges.drawing.looks import EDGE
from huifang.edges.forms.known_again import Put, keep_in, offer, offered, record_of
from huifang.edges.forms.marks import Names, WrongMark
from huifang.edges.forms.page import ComesBack, FormPage, Wrong, WrongTemplate, list_names, marked_cells
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.reading.xlsx_guard import guard

#: Heights in pixels: of a page, of half of one, of the line to cut at.
WHOLE, HALF, CUT = 1090, 538, 14
MOST_STRETCHED, MOST_PRESSED = 1.45, 0.75
POINTS = 0.75
_DEFAULT_POINTS, _DEFAULT_CHARACTERS, _CHARACTER = 15.0, 8.43, 7
_MARGIN = 20
_LETTERS = 10.0


@dataclass
class _Row:
    """A row of a form as it is to stand there: which row of the template it is, its texts by column, its height.

    With less than ``least`` pixels, what was filled in would not be seen whole.
    """

    source: int
    texts: dict[int, str] = field(default_factory=dict)
    pixels: float = 0
    least: float = 0


def filled(
    template: bytes, pages: Sequence[FormPage], known: Names, *, ours: bool, back: ComesBack | None = None
) -> bytes:
    """The template with the pages filled in, in its first sheet; what is ``ours`` is stretched to fill the paper.

    With ``back``, the workbook keeps in a hidden sheet where the answers will stand.

    Raises:
        WrongTemplate: its marks cannot be filled.
    """
    book = opened(template)
    stack = _Stack(book.worksheets[0], known, pages)
    stack.put(pages, ours)
    if back:
        record = record_of(back, stack.sheet.title, pages, stack.forms)
        offer(stack.sheet, offered(record, back.choices))
        keep_in(book, record)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def opened(template: bytes) -> Any:
    """The template as openpyxl reads it.

    Raises:
        WrongTemplate: it is no workbook, or one that is not to be given to a parser.
    """
    try:
        guard(template)
        return load_workbook(BytesIO(template))
    except Unreadable as error:
        raise WrongTemplate([Wrong("", None, error.reason.text)]) from error
    except Exception as error:  # somebody else's file and somebody else's parser: any error may come
        raise WrongTemplate([Wrong("", None, "文件损坏，不能读取")]) from error


class _Stack:
    """The template's rows, and the sheet that forms are put on, below each other."""

    def __init__(self, sheet: Any, known: Names, pages: Sequence[FormPage]) -> None:
        self.sheet = sheet
        self.marked = marked_cells(sheet, known)
        self.lists = list_names(self.marked, pages[0].lists)
        self.height = sheet.max_row
        self.cells = {
            number: {cell.column: (cell.value, cell.data_type, copy(cell._style)) for cell in row}
            for number, row in enumerate(sheet.iter_rows(), start=1)
        }
        #: Of the letters, where those of 10 points are 1.
        self.sizes = {
            (cell.row, cell.column): (cell.font.sz or _LETTERS) / _LETTERS for row in sheet.iter_rows() for cell in row
        }
        self.merged = [CellRange(area.coord) for area in sheet.merged_cells.ranges]
        self.heights = {number: sheet.row_dimensions[number].height for number in self.cells}
        default = sheet.sheet_format.defaultRowHeight or _DEFAULT_POINTS
        self.pixels = {number: (height or default) / POINTS for number, height in self.heights.items()}
        self.widths = {
            index: _pixels_of(sheet.column_dimensions, index) for index in range(1, sheet.max_column + 1)
        }  # fmt: skip
        self.marks = {(cell.row, cell.column): cell.text.only for cell in self.marked}
        self.forms: list[list[Put]] = []
        self.at = 0

    def put(self, pages: Sequence[FormPage], ours: bool) -> None:
        """Put the pages in place of the template."""
        self._clear()
        forms = [self._rows(page) for page in pages]
        halves = all(_pressed(rows, HALF) if ours else _height(rows) <= HALF for rows in forms)
        for place, rows in enumerate(forms):
            self._put_form(rows, _factor(rows, HALF if halves else WHOLE) if ours else 1)
            is_last = place == len(forms) - 1
            if halves and place % 2 == 0 and not is_last:
                self._cut()
            elif not is_last:
                self.sheet.row_breaks.append(Break(id=self.at))
        last = get_column_letter(max(self.widths))
        self.sheet.print_area = f"A1:{last}{self.at}"

    def _clear(self) -> None:
        for area in self.merged:
            self.sheet.unmerge_cells(area.coord)
        self.sheet._cells.clear()
        self.sheet.row_dimensions.clear()

    def _rows(self, page: FormPage) -> list[_Row]:
        """The rows of one form, those of lists as often as there are items."""
        rows, wrong = [], []
        for number in range(1, self.height + 1):
            name = self.lists.get(number)
            for item in page.lists[name] if name else ({},):
                values = {**page.values, **({name: item} if name else {})}
                row = _Row(number)
                for cell in self.marked:
                    if cell.row == number:
                        try:
                            row.texts[cell.column] = for_cell(cell.text.filled(values))
                        except WrongMark as error:
                            where = f"{get_column_letter(cell.column)}{number}"
                            wrong.append(Wrong(self.sheet.title, where, str(error)))
                if self._says_nothing(row) and not name:
                    continue
                row.least = self._needed(row)
                row.pixels = max(self.pixels[number], row.least)
                rows.append(row)
        if wrong:
            raise WrongTemplate(list(dict.fromkeys(wrong)))
        return rows

    def _says_nothing(self, row: _Row) -> bool:
        """Whether a row that has nothing but marks has come out empty: then it is left out."""
        texts = [row.texts.get(column, value) for column, (value, _, _) in self.cells[row.source].items()]
        return bool(row.texts) and not any(texts)

    def _needed(self, row: _Row) -> float:
        """How high it must be, in pixels, so that what was filled in is seen whole."""
        needed = 0.0
        for column, text in row.texts.items():
            area = next((a for a in self.merged if a.min_row == row.source and a.min_col == column), None)
            if area is None or area.min_row == area.max_row:
                width = sum(self.widths[c] for c in range(column, (area.max_col if area else column) + 1))
                size = self.sizes[row.source, column]
                lines = _lines(text, width / size)
                needed = max(needed, (26 + 20 * (lines - 1)) * size if lines > 1 else 0)
        return needed

    def _put_form(self, rows: Sequence[_Row], factor: float) -> None:
        first: dict[int, int] = {}
        last: dict[int, int] = {}
        self.forms.append([])
        for row in rows:
            self.at += 1
            first.setdefault(row.source, self.at)
            last[row.source] = self.at
            for column, (value, kind, style) in self.cells[row.source].items():
                cell = self.sheet.cell(self.at, column)
                cell._style = copy(style)
                text = row.texts.get(column)
                if text is not None:
                    cell.value = text or None
                    cell.data_type = "s" if text else "n"
                elif value is not None:
                    cell.value, cell.data_type = value, kind
                if isinstance(said := value if text is None else text, str):
                    mark = self.marks.get((row.source, column), "")
                    self.forms[-1].append(Put(self.at, cell.coordinate, mark, said))
            self._merge_row(row)
            if self.heights[row.source] or row.pixels > self.pixels[row.source] or factor != 1:
                self.sheet.row_dimensions[self.at].height = round(max(row.pixels * factor, row.least) * POINTS, 2)
        for area in self.merged:
            if area.min_row != area.max_row and area.min_row in first and area.max_row in last:
                self._merge(first[area.min_row], area, last[area.max_row])

    def _merge_row(self, row: _Row) -> None:
        for area in self.merged:
            if area.min_row == area.max_row == row.source:
                self._merge(self.at, area, self.at)

    def _merge(self, top: int, area: CellRange, bottom: int) -> None:
        """Merge without losing the borders of the cells within."""
        letters = get_column_letter(area.min_col), get_column_letter(area.max_col)
        self.sheet.merged_cells.add(f"{letters[0]}{top}:{letters[1]}{bottom}")

    def _cut(self) -> None:
        """A dashed line between two forms on one page."""
        self.at += 1
        for column in self.widths:
            cell = self.sheet.cell(self.at, column)
            cell.border = Border(bottom=Side("dashed", color=f"FF{EDGE[1:]}"))
        self.sheet.row_dimensions[self.at].height = CUT / 2 * POINTS
        self.at += 1
        self.sheet.row_dimensions[self.at].height = CUT / 2 * POINTS


def _height(rows: Sequence[_Row], factor: float = 1) -> float:
    return sum(max(row.pixels * factor, row.least) for row in rows)


def _factor(rows: Sequence[_Row], room: float) -> float:
    """How a form is pressed, or stretched to a whole page; on half a page it is not stretched."""
    return max(MOST_PRESSED, min(MOST_STRETCHED if room == WHOLE else 1, room / _height(rows)))


def _pressed(rows: Sequence[_Row], room: float) -> bool:
    """Whether it has room there when it is pressed."""
    return _height(rows, _factor(rows, room)) <= room + 1


def _pixels_of(dimensions: Mapping[str, Any], index: int) -> float:
    letter = get_column_letter(index)
    for own in _covering(dimensions, letter, index):
        return (own.width or _DEFAULT_CHARACTERS) * _CHARACTER + 5
    return _DEFAULT_CHARACTERS * _CHARACTER + 5


def _covering(dimensions: Mapping[str, Any], letter: str, index: int) -> Iterator[Any]:
    if letter in dimensions:
        yield dimensions[letter]
    for own in list(dimensions.values()):
        if own.min and own.max and own.min <= index <= own.max:
            yield own


def _lines(text: str, width: float) -> int:
    """How many lines the text takes in so many pixels, in letters of 10 points."""
    room = max(20.0, width - _MARGIN)
    return sum(max(1, math.ceil(sum(7.5 if c.isascii() else 13.8 for c in line) / room)) for line in text.split("\n"))
