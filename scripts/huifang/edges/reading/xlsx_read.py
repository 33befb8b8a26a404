"""Workbooks as raw grids: calamine behind our own guard."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import python_calamine

from huifang.core.catalogue import because
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.reading.xlsx_guard import scan_workbook
from huifang.tables.reading import Grid


@dataclass(frozen=True)
class RawBook:
    """Every sheet's cells, from A1 on, as the parser gives them; unusable cells are ``BadCell``.

    ``hidden`` are the numbers (from 1) of rows out of sight, by sheet; ``from_1904`` says that bare numbers of days are
    counted from 1904.
    """

    sheets: Mapping[str, Grid]
    hidden: Mapping[str, frozenset[int]] = field(default_factory=dict)
    from_1904: bool = False

    def has(self, sheet: str) -> bool:
        """Whether there is a sheet of that name."""
        return sheet in self.sheets


def read_book(content: bytes) -> RawBook:
    """Read a workbook from its bytes.

    Raises:
        Unreadable: with the reason and what the sender should do.
    """
    scans = scan_workbook(content)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets: dict[str, Grid] = {}
        for name in book.sheet_names:
            if name not in scans:
                continue  # chart sheets and the like hold no cells
            grid: list[list[Any]] = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for (row, column), bad in scans[name].bad_cells.items():
                _put(grid, row, column, bad)
            sheets[name] = grid
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise Unreadable(because("Y109")) from error
    except BaseException as error:
        if type(error).__module__ != "pyo3_runtime":  # a panic inside the parser, which is not an Exception
            raise
        raise Unreadable(because("Y109")) from error
    hidden = {name: scan.hidden for name, scan in scans.items() if scan.hidden}
    return RawBook(sheets, hidden, any(scan.from_1904 for scan in scans.values()))


def _put(grid: list[list[Any]], row: int, column: int, value: Any) -> None:
    while len(grid) <= row:
        grid.append([])
    cells = grid[row]
    while len(cells) <= column:
        cells.append("")
    cells[column] = value
