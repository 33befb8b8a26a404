"""Workbooks as raw grids: calamine behind our own guard."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import python_calamine

from huifang.core.catalogue import because
from huifang.core.text import clean
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.reading.xlsx_guard import Guarded, guard
from huifang.tables.odd_cells import Merged
from huifang.tables.reading import Grid

_EMPTY = frozenset({""})


@dataclass(frozen=True)
class RawBook:
    """Every sheet's cells, from A1 on, as the parser gives them; unusable cells are ``BadCell``.

    ``hidden`` are the numbers (from 1) of rows out of sight, by sheet, ``unseen`` the sheets that are; ``from_1904``
    says that bare numbers of days are counted from 1904; ``active`` names what could do something by itself: macros,
    links, embedded things.
    """

    sheets: Mapping[str, Grid]
    hidden: Mapping[str, frozenset[int]] = field(default_factory=dict)
    from_1904: bool = False
    active: tuple[str, ...] = ()
    unseen: frozenset[str] = frozenset()

    def has(self, sheet: str) -> bool:
        """Whether there is a sheet of that name."""
        return sheet in self.sheets


def read_book(content: bytes) -> RawBook:
    """Read a workbook from its bytes.

    Raises:
        Unreadable: with the reason and what the sender should do.
    """
    guarded = guard(content)
    try:
        return _parsed(guarded)
    except _Stumbled:  # over a cell that the quick search takes for an ordinary one
        pass
    try:
        return _parsed(guard(content, thorough=True))
    except _Stumbled as error:
        raise Unreadable(because("Y109")) from error


class _Stumbled(Exception):
    """The parser gave up."""


def _parsed(guarded: Guarded) -> RawBook:
    scans = guarded.scans
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(guarded.content))
        sheets: dict[str, Grid] = {}
        for name in book.sheet_names:
            if name not in scans:
                continue  # chart sheets and the like hold no cells
            grid: list[list[Any]] = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for (row, column), odd in (*scans[name].bad_cells.items(), *scans[name].as_shown.items()):
                _put(grid, row, column, odd)
            grid = _without_blank_end(grid)
            if scans[name].merged:
                _fill_down(grid, scans[name].merged)
            sheets[name] = grid
    except MemoryError:
        raise
    except Exception as error:  # somebody else's file and somebody else's parser: any error may come
        raise _Stumbled from error
    except BaseException as error:
        if type(error).__module__ != "pyo3_runtime":  # a panic inside the parser, which is not an Exception
            raise
        raise _Stumbled from error
    hidden = {name: scan.hidden for name, scan in scans.items() if scan.hidden}
    return RawBook(sheets, hidden, any(scan.from_1904 for scan in scans.values()), guarded.active, guarded.unseen)


def _without_blank_end(grid: list[list[Any]]) -> list[list[Any]]:
    """The sheet up to its last row that holds something: a blank that was typed far below makes it no longer."""
    while grid and (_EMPTY.issuperset(grid[-1]) or all(isinstance(raw, str) and not clean(raw) for raw in grid[-1])):
        grid.pop()
    return grid


def _fill_down(grid: list[list[Any]], merged: Iterable[tuple[int, int, int]]) -> None:
    """Put into merged cells what people read there, in rows that hold something of their own."""
    own = [any(raw != "" for raw in cells) for cells in grid]
    for row, column, last in merged:
        first = grid[row][column] if row < len(grid) and column < len(grid[row]) else ""
        if first == "" or isinstance(first, Merged):
            continue
        for below in range(row + 1, min(last + 1, len(grid))):
            if own[below] and (column >= len(grid[below]) or grid[below][column] == ""):
                _put(grid, below, column, Merged(first))


def _put(grid: list[list[Any]], row: int, column: int, value: Any) -> None:
    while len(grid) <= row:
        grid.append([])
    cells = grid[row]
    while len(cells) <= column:
        cells.append("")
    cells[column] = value
