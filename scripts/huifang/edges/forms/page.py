"""What is filled into a template, and what is wrong with its marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from huifang.edges.forms.marks import MarkedText, Names, Values, WrongMark, has_marks, marked
from huifang.tables.printed import PLAN_NO

#: More rows and columns than a page of a form has are no template.
MOST_ROWS, MOST_COLUMNS = 300, 60


@dataclass(frozen=True)
class FormPage:
    """What one form is filled with: its values, and the items of its lists by the name that marks give them; whom it
    is about, as far as that is a customer.
    """

    number: str
    values: Values
    lists: Mapping[str, Sequence[Mapping[str, str]]]
    customer_no: str = ""


@dataclass(frozen=True, kw_only=True)
class ComesBack:
    """How the answers on a form are found again: ``marks`` are the keys of the cells that hold nothing but this mark,
    ``questions`` the mark of a question's text and of its answer, ``signature`` the words before the day; ``choices``
    are what may be chosen in a cell, by its key. They are of the call that its page is about; where it is ``of_rows``,
    of the row of a register, which may be a new one if it ``adds``.
    """

    office_id: str
    title: str
    marks: Mapping[str, str]
    questions: tuple[str, str]
    signature: str
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    of_rows: bool = False
    adds: bool = False

    def number_of(self, page: FormPage) -> str | None:
        """Under which number the answers of the page are read, empty: as a new row; None where none are."""
        number = page.number if self.of_rows else str(page.values[PLAN_NO])
        return number or ("" if self.adds else None)


@dataclass(frozen=True)
class Wrong:
    """Something in a template that cannot be filled: where, and why."""

    sheet: str
    cell: str | None
    why: str


class WrongTemplate(ValueError):
    """A template that cannot be filled; ``wrong`` says where and why, ``path`` which of the office it is."""

    def __init__(self, wrong: Sequence[Wrong], path: str = "") -> None:
        super().__init__(wrong, path)
        self.wrong, self.path = tuple(wrong), path

    def of(self, path: str) -> WrongTemplate:
        """The same, of that file."""
        return WrongTemplate(self.wrong, path)


@dataclass(frozen=True)
class Cell:
    """A cell with marks."""

    row: int
    column: int
    text: MarkedText


def marked_cells(sheet: Any, known: Names) -> list[Cell]:
    """The cells with marks of a sheet that openpyxl has read, row by row.

    Raises:
        WrongTemplate: some of them are wrong, or it is too large for a page.
    """
    title = sheet.title
    if sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS:
        raise WrongTemplate([Wrong(title, None, f"模板超过 {MOST_ROWS} 行或 {MOST_COLUMNS} 列")])
    cells, wrong = [], []
    for row in sheet.iter_rows():
        for cell in row:
            if has_marks(cell.value):
                try:
                    cells.append(Cell(cell.row, cell.column, _text_of(cell, known)))
                except WrongMark as error:
                    wrong.append(Wrong(title, cell.coordinate, str(error)))
    if wrong:
        raise WrongTemplate(wrong)
    return cells


def _text_of(cell: Any, known: Names) -> MarkedText:
    if cell.data_type == "f":
        raise WrongMark("公式里不能有标记")
    return marked(cell.value, known)


def list_names(cells: Sequence[Cell], lists: Mapping[str, object]) -> dict[int, str]:
    """By row, the list whose items it is repeated for."""
    return {cell.row: name for cell in cells for name in cell.text.names if name in lists}
