"""Our own macros: into a workbook that is drawn, and known again in one that came back."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xlsxwriter

#: The projects in macros/.
CONSOLE, AGENT = "console", "agent"
_BINARIES = {CONSOLE: "console.bin", AGENT: "agent.bin"}
#: The code name of the workbook itself.
BOOK = "ThisWorkbook"


def add_macros(book: xlsxwriter.Workbook, project: str, sheets: Mapping[str, str]) -> None:
    """Give the workbook a project of ours; ``sheets`` names the sheets to which the project has code, by code name.

    The other sheets get names that the project does not use, as Excel would give them.
    """
    book.add_vba_project(io.BytesIO(_project(project)), is_stream=True)
    book.set_vba_name(BOOK)
    for number, sheet in enumerate(book.worksheets(), 1):
        sheet.set_vba_name(sheets.get(sheet.get_name(), f"Page{number}"))


def is_ours(vba_project: bytes) -> bool:
    """Whether the project is one that we build."""
    return sha256(vba_project).hexdigest() in {sha256(_project(name)).hexdigest() for name in _BINARIES}


@cache
def _project(name: str) -> bytes:
    return files("huifang.macros").joinpath(_BINARIES[name]).read_bytes()
