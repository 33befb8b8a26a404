"""The cells that a sheet is to get, and how they become rows of XML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from huifang.edges.patching.areas import Area
from huifang.edges.patching.cells import Formula, NewCell, cell_xml
from huifang.edges.patching.changes import Value
from huifang.edges.patching.page import Page
from huifang.edges.patching.styles import Styles
from huifang.edges.patching.survey import RowBytes


@dataclass
class Filling:
    """The cells that a sheet is to get, by row and column; ``lost_formulas``: some of them held a formula before."""

    page: Page
    styles: Styles
    cells: dict[int, dict[int, NewCell]] = field(default_factory=dict)
    lost_formulas: bool = False

    def put(self, row: int, column: int, content: Value | Formula, style: int) -> None:
        """Give a cell a value, in a format in which it can be read."""
        if not isinstance(content, Formula):
            style = self.styles.fitting(style, content)
        self.cells.setdefault(row, {})[column] = NewCell(content, style)

    @property
    def has_new_formulas(self) -> bool:
        """Whether there are formulas whose results are not known yet."""
        return any(isinstance(cell.content, Formula) for cells in self.cells.values() for cell in cells.values())

    def write(self, shown: range, looks: Mapping[str, str]) -> None:
        """Turn the cells into rows; those in ``shown`` are new data: they look so, and none of them stays hidden."""
        page = self.page
        survey, is_1904 = page.survey, page.book.is_1904
        existing: dict[int, RowBytes] = {**survey.rows, **{row.number: row for row in survey.after}}
        if not self.cells:
            return
        columns = {column for cells in self.cells.values() for column in cells}
        page.widen_dimension(Area(min(self.cells), min(columns), max(self.cells), max(columns)))
        for number in sorted(self.cells):
            cells = self.cells[number]
            xml = {column: cell_xml(number, column, cell, is_1904) for column, cell in cells.items()}
            if number in existing:
                page.change_row(existing[number], xml, show=number in shown)
            else:
                page.add_row(number, xml, looks if number in shown else {}, self._start_of(number))

    def _start_of(self, number: int) -> int:
        """Where a row that is missing begins: before the first row with a higher number."""
        survey = self.page.survey
        if number in survey.starts:
            return survey.starts[number]
        later = [row.start for row in survey.after if row.number > number]
        return min(later, default=survey.tail_at)
