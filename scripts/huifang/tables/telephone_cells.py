"""Telephones that a list keeps in several columns, brought together in one cell: mobiles first, none twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from huifang.tables.cells import shown
from huifang.tables.locating import Located
from huifang.tables.options import says_nothing
from huifang.tables.phones import APART, written_phones
from huifang.tables.reading import Grid

_MOBILE = re.compile(r"(?:(?:\+|00)?86-?)?1[3-9]\d-?\d{4}-?\d{4}")
#: Row and column of a cell, from 0.
At = tuple[int, int]


def together(grid: Grid, located: Located, valid: Callable[[str], bool]) -> tuple[Grid, list[At]]:
    """The grid with the numbers of several columns in the one that was taken, and the cells that are left out: those
    that cannot be dialled beside one that can.
    """
    rows: list[Sequence[Any]] = list(grid)
    wrong: list[At] = []
    for match in located.matches:
        further = [one.index for one in located.joined if one.column.key == match.column.key]
        if not further:
            continue
        for at in range(located.row + 1, len(rows)):
            filled = [index for index in (match.index, *further) if _says_something(rows[at], index)]
            if not filled or filled == [match.index]:
                continue
            good = [index for index in filled if valid(shown(rows[at][index]))]
            wrong += [(at, index) for index in filled if good and index not in good]
            cells = [*rows[at], *[None] * (match.index + 1 - len(rows[at]))]
            cells[match.index] = _one_cell([rows[at][index] for index in good or filled])
            rows[at] = cells
    return rows, wrong


def _says_something(cells: Sequence[Any], index: int) -> bool:
    raw = cells[index] if index < len(cells) else None
    return raw not in (None, "") and not (isinstance(raw, str) and says_nothing(raw))


def _one_cell(raws: Sequence[Any]) -> Any:
    """What stands in the only one that says something, else the numbers of all of them."""
    return raws[0] if len(raws) == 1 else APART.join(_in_order(raws))


def _in_order(raws: Sequence[Any]) -> Iterator[str]:
    numbers = [one for raw in raws for one in written_phones(shown(raw))[0].split(APART)]
    return iter(sorted(dict.fromkeys(numbers), key=lambda one: _MOBILE.fullmatch(one) is None))
