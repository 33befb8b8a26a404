"""Sheets of 制度草案.xlsx as sheets of 制度: the rows that somebody ticked, at their places, with clause and text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from huifang.core.text import clean
from huifang.tables.cells import shown
from huifang.tables.declared.drafts import ADOPT, ADOPTED, CLAUSE, IN_FRONT, TEXT
from huifang.tables.model import Table
from huifang.tables.reading import Grid

_CLAUSE = "依据"


def is_draft(grid: Grid) -> bool:
    """Whether the rows of the sheet are still to be decided about."""
    return ADOPT.header in _headers(grid)


def ticked(grid: Grid, table: Table) -> Grid:
    """The sheet with its rows where they stand; those that nobody ticked are empty. What decided stands nowhere, and
    依据 says the clause and its words. In a sheet that somebody added by hand all rows hold.
    """
    found = _headers(grid)
    at = {header: found.index(header) for header in found if header}
    dropped = {at[column.header] for column in IN_FRONT if column.header in at and column.header not in table.by_header}
    lacking = [column.header for column in table.columns if column.header not in at and not column.where_used]
    first = [*("" if index in dropped else header for index, header in enumerate(found)), *lacking]
    rows: list[Sequence[Any]] = [first]
    for cells in grid[1:]:
        row = [*cells, *[None] * (len(found) - len(cells))]
        if ADOPT.header in at and clean(shown(row[at[ADOPT.header]])) != ADOPTED:
            rows.append([])
            continue
        said = [clean(shown(row[at[one.header]])) for one in (CLAUSE, TEXT) if one.header in at]
        kept = [None if index in dropped else raw for index, raw in enumerate(row)]
        rows.append([*kept, *("：".join(filter(None, said)) if header == _CLAUSE else None for header in lacking)])
    return rows


def _headers(grid: Grid) -> list[str]:
    return [clean(shown(raw)).rstrip("*") for raw in grid[0]] if grid else []
