"""Reading a table wherever it stands in a sheet, whatever its headers are called; what had to be understood is said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.core.text import clean, half_width
from huifang.tables.cells import SERIALS, shown
from huifang.tables.header_words import plain_header, source_name
from huifang.tables.locating import Located, Way, locate, straightened
from huifang.tables.model import Kind, Table, column_letter
from huifang.tables.options import Options
from huifang.tables.reading import Grid, TableRead, read_table

#: So many days lie between the two calendars of spreadsheets.
DAYS_TO_1904 = 1_462
_WITHOUT_YEAR = re.compile(r"(\d{1,2})(?:[-/.](\d{1,2})|月(\d{1,2})[日号]?)(\D.*)?")


@dataclass(frozen=True, slots=True)
class Days:
    """How days are understood: one without a year is the one nearest to ``near`` (None: it is not understood); bare
    numbers of days count ``from_1904`` where the workbook does.
    """

    near: date | None = None
    from_1904: bool = False


def read_anywhere(
    table: Table, grid: Grid, file: str, options: Options, sheet: str | None = None, days: Days = Days()
) -> TableRead:
    """Read a sheet as ``read_table`` does, where the header stands elsewhere or in other words, too."""
    located = find_header(table, grid)
    whole = completed(table, straightened(grid, located) if located else grid, days)
    read = read_table(table, whole, file, options, sheet)
    if located is None:
        return read
    return replace(read, findings=(*_understood(located, Place(file, sheet or table.name)), *read.findings))


def find_header(table: Table, grid: Grid) -> Located | None:
    """Where the header stands if it is not as it was made; None where it is, or where none can be made out."""
    first = {half_width(clean(shown(raw))).rstrip("*") for raw in grid[0]} if grid else set()
    if all(column.optional or half_width(column.header) in first for column in table.columns):
        return None
    located = locate(table, grid)
    return None if located is None or located.is_standard else located


def _understood(located: Located, place: Place) -> Iterator[Finding]:
    """What is not as it was made: the header's place, its words, columns that are not known or not clear."""

    def at(index: int) -> Place:
        return replace(place, cell=f"{column_letter(index)}{located.row + 1}")

    if located.row:
        yield found("F112", at(0), number=located.row + 1)
    renamed = [match for match in located.matches if match.way is not Way.HEADER]
    if renamed:
        said = "、".join(f"“{match.source}”读作“{match.column.header}”" for match in renamed)
        yield found("F113", at(renamed[0].index), column=said)
    for doubt in located.doubts:
        sources, targets = (source_name(*one) for one in doubt.sources), (column.header for column in doubt.columns)
        yield found("F114", at(doubt.sources[0][0]), column="、".join(sources), target="、".join(targets))
    taken = {plain_header(match.header) for match in located.matches}
    for index, header in located.others:
        if header:
            yield found("F108" if plain_header(header) in taken else "F107", at(index), column=header)


def completed(table: Table, grid: Grid, days: Days) -> Grid:
    """The same cells, days among them with the year that they lack; what needs nothing is not copied."""
    dated = {half_width(c.header) for c in table.columns if c.kind in (Kind.DATE, Kind.DATETIME)}
    columns = [index for index, raw in enumerate(grid[0]) if half_width(clean(shown(raw))) in dated] if grid else []
    changed: dict[int, list[Any]] = {}
    for number, cells in enumerate(grid[1:], start=1):
        for index in columns:
            raw = cells[index] if index < len(cells) else ""
            whole = _whole(raw, days) if raw != "" and not isinstance(raw, date) else raw
            if whole is not raw:
                changed.setdefault(number, list(cells))[index] = whole
    return [changed.get(number, cells) for number, cells in enumerate(grid)] if changed else grid


def _whole(raw: Any, days: Days) -> Any:
    """A day in words without its year, or a bare number of days, as it is meant; anything else as it is."""
    near = days.near
    if isinstance(raw, str) and near is not None:
        missing = _WITHOUT_YEAR.fullmatch(half_width(clean(raw)))
        day = _nearest(int(missing[1]), int(missing[2] or missing[3]), near) if missing else None
        return f"{day}{(missing and missing[4]) or ''}" if day else raw
    is_number = isinstance(raw, (int, float)) and not isinstance(raw, bool)
    if days.from_1904 and is_number and SERIALS[0] <= raw + DAYS_TO_1904 <= SERIALS[1]:
        return raw + DAYS_TO_1904
    return raw


def _nearest(month: int, day: int, near: date) -> date | None:
    """The day of that month and number that is nearest; None where there is none such."""
    candidates = [*_days(month, day, range(near.year - 1, near.year + 2))]
    return min(candidates, key=lambda one: abs(one - near), default=None)


def _days(month: int, day: int, years: Iterable[int]) -> Iterator[date]:
    for year in years:
        try:
            yield date(year, month, day)
        except ValueError:
            continue


def hidden_rows(read: TableRead, hidden: frozenset[int], place: Place) -> Iterator[Finding]:
    """F115 where rows that hold something are out of sight: they were read all the same."""
    unseen = [number for number in read.lines.numbers if number in hidden] if hidden else []
    if unseen:
        yield found("F115", replace(place, cell=f"A{unseen[0]}"), count=len(unseen))
