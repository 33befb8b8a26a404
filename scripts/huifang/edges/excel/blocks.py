"""What is to be written into an open workbook, in as few pieces as possible: each piece is one call to Excel.

Where rows belong is worked out on the file (:mod:`huifang.edges.patching`), which is then compared with itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from huifang.edges.patching.areas import Area
from huifang.tables.odd_cells import BadCell
from huifang.tables.reading import Grid

#: How long the address of a range may be that Excel is asked for.
MAX_ADDRESS = 255
#: Text in which Excel sees no number, date, time, formula or the like, whatever the language: it has no digit, and no
#: sign in front.
_PLAIN = re.compile(r"[^\W\d](?:[^\d=%]*)", re.DOTALL)
_WORDS = frozenset({"TRUE", "FALSE"})


@dataclass(frozen=True)
class Differences:
    """What a sheet is to become: the ``added`` rows below what was there (None: none), and single cells above them."""

    added: Area | None
    cells: Mapping[tuple[int, int], Any]


def differences(old: Grid, new: Grid) -> Differences:
    """In what the new cells differ from the old ones; rows and columns count from 1.

    Of formulas that nobody calculated yet, only the place is known: they are no difference.
    """
    changed: dict[tuple[int, int], Any] = {}
    for row, cells in enumerate(new, start=1):
        before = old[row - 1] if row <= len(old) else ()
        for column, value in enumerate(cells, start=1):
            was = before[column - 1] if column <= len(before) else ""
            if not isinstance(value, BadCell) and (type(value) is not type(was) or value != was):
                changed[row, column] = value
    filled = max((row for row, cells in enumerate(old, start=1) if any(cell != "" for cell in cells)), default=0)
    above = {place: value for place, value in changed.items() if place[0] <= filled}
    rows = {row for row, _ in changed if row > filled}
    if not rows:
        return Differences(None, above)
    columns = {column for row in rows for column, cell in enumerate(new[row - 1], start=1) if cell != ""}
    return Differences(Area(min(rows), min(columns), max(rows), max(columns)), above)


def runs(cells: Iterable[tuple[int, int]]) -> Iterator[Area]:
    """The cells as areas of one column, from the left."""
    area: Area | None = None
    for column, row in sorted((column, row) for row, column in cells):
        if area and (area.left, area.bottom + 1) == (column, row):
            area = Area(area.top, column, row, column)
            continue
        if area:
            yield area
        area = Area(row, column, row, column)
    if area:
        yield area


def addresses(areas: Iterable[Area]) -> Iterator[str]:
    """The areas as addresses of ranges that Excel accepts, several areas in each."""
    together = ""
    for area in areas:
        longer = f"{together},{area}" if together else str(area)
        if len(longer) > MAX_ADDRESS:
            yield together
            longer = str(area)
        together = longer
    if together:
        yield together


def is_taken_otherwise(value: object) -> bool:
    """Whether Excel might make something else of the value when it is put into a cell that is not formatted as text."""
    return isinstance(value, str) and bool(value) and (not _PLAIN.fullmatch(value) or value.upper() in _WORDS)


def columns_apart(area: Area, closed: frozenset[int]) -> Iterator[Area]:
    """The area without the ``closed`` columns, in as few areas as possible."""
    left = area.left
    for column in (*sorted(closed), area.right + 1):
        if left < column <= area.right + 1:
            yield Area(area.top, left, area.bottom, column - 1)
        left = max(left, column + 1)
