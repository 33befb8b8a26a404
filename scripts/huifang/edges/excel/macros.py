"""Our own macros, put into a workbook that is drawn."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING

from huifang.edges.known.own_macros import AGENT, CONSOLE, binary, is_ours

if TYPE_CHECKING:
    import xlsxwriter

__all__ = ["AGENT", "CONSOLE", "add_macros", "is_ours"]

#: The code name of the workbook itself.
BOOK = "ThisWorkbook"


def add_macros(book: xlsxwriter.Workbook, project: str, sheets: Mapping[str, str]) -> None:
    """Give the workbook a project of ours; ``sheets`` names the sheets to which the project has code, by code name.

    The other sheets get names that the project does not use, as Excel would give them.
    """
    book.add_vba_project(io.BytesIO(binary(project)), is_stream=True)
    book.set_vba_name(BOOK)
    for number, sheet in enumerate(book.worksheets(), 1):
        sheet.set_vba_name(sheets.get(sheet.get_name(), f"Page{number}"))
