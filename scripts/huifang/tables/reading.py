"""From a sheet's raw cells to rows, against a table's declaration."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import time, timedelta
from functools import cached_property, lru_cache
from itertools import zip_longest
from typing import Any

from huifang.core.catalogue import CATALOGUE, found, found_among
from huifang.core.findings import Finding, Place, Severity
from huifang.core.text import clean, half_width
from huifang.tables.cells import MERGED, shown
from huifang.tables.columns import read_column
from huifang.tables.days import AS_WRITTEN, Days
from huifang.tables.meaning import meant_among
from huifang.tables.model import NONE_BROKEN, Column, Row, Rows, Sheet, Table, column_letter
from huifang.tables.moments import MOMENTS, SHORT, number_behind
from huifang.tables.odd_cells import EMPTY, Reading
from huifang.tables.options import ALLOWED, Options
from huifang.tables.times import later

Grid = Sequence[Sequence[Any]]
_NOTHING = frozenset({"", None})
_ERRORS = frozenset(code for code, entry in CATALOGUE.items() if entry.severity is Severity.ERROR)


@dataclass(frozen=True)
class TableRead:
    """The lines of one sheet (empty ones left out), the findings about its cells, and where its columns stand.

    ``lacking`` are the headers of required columns that are not there.
    """

    lines: Rows
    findings: tuple[Finding, ...]
    lacking: tuple[str, ...] = ()

    @property
    def letters(self) -> Mapping[str, str]:
        """The letter of each column by its key."""
        return self.lines.sheet.letters

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The lines one by one."""
        return tuple(self.lines)

    @property
    def sound(self) -> tuple[Row, ...]:
        """The rows whose cells all could be read."""
        return tuple(row for row in self.rows if not row.broken)


NOTHING_READ = TableRead(Rows(Sheet("", "", {}), {}, ()), ())


@dataclass(frozen=True, slots=True)
class _How:
    """How cells are understood: by these lists of options, and days like that."""

    options: Options
    days: Days


@dataclass
class _Noted:
    """Warnings that are mentioned once per sheet, at their first cell, with a count."""

    first: dict[str, tuple[Place, str, str]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, code: str, place: Place, raw: Any, value: Any) -> None:
        self.first.setdefault(code, (place, shown(raw), shown(value)))
        self.counts[code] = self.counts.get(code, 0) + 1

    def findings(self) -> Iterator[Finding]:
        for code, (place, value, understood) in self.first.items():
            yield found_among(code, place, {"count": self.counts[code], "value": value, "understood": understood})


@lru_cache(maxsize=4096)
def _header(text: str) -> str:
    return half_width(clean(text)).rstrip("*")


def read_table(
    table: Table, grid: Grid, file: str, options: Options, sheet: str | None = None, days: Days = AS_WRITTEN
) -> TableRead:
    """Read a sheet whose header is its first row; ``days`` says what is meant by a day without a year.

    Every problem is a finding with its cell; a row with a broken or missing required cell keeps its other values and
    names the broken ones. Rows without any value are left out. Row numbers are those of the sheet.
    """
    columns, findings = _columns(table, grid, file, sheet or table.name)
    present = {column.key for column in columns.values()}
    lacking = frozenset(c.key for c in table.columns if c.required and c.key not in present)
    letters = {column.key: column_letter(index) for index, column in columns.items()}
    how = _How(options, days)
    lines, cell_findings = _read_rows(table, columns, grid, Sheet(file, sheet or table.name, letters), how)
    if lacking:
        broken = {place: lines.broken.get(place, NONE_BROKEN) | lacking for place in range(len(lines))}
        lines = replace(lines, broken=broken)
    headers = tuple(column.header for column in table.columns if column.key in lacking)
    return TableRead(lines, (*findings, *cell_findings), headers)


def _columns(table: Table, grid: Grid, file: str, sheet: str) -> tuple[dict[int, Column], list[Finding]]:
    """Which column stands where, by the header; what is there too much, twice, or not at all."""
    wanted = {_header(column.header): column for column in table.columns}
    columns: dict[int, Column] = {}
    present: set[str] = set()
    findings: list[Finding] = []
    for index, raw in enumerate(grid[0] if grid else ()):
        header = _header(shown(raw))
        column = wanted.get(header)
        if column is None:
            if header:
                findings.append(found("F107", Place(file, sheet, f"{column_letter(index)}1"), column=header))
        elif column.unread:
            continue
        elif column.key in present:
            findings.append(found("F108", Place(file, sheet, f"{column_letter(index)}1"), column=header))
        else:
            columns[index] = column
            present.add(column.key)
    for column in table.columns:
        if column.key not in present and not column.optional:
            findings.append(found("F103", Place(file, sheet, "A1"), sheet=sheet, column=column.header))
    return columns, findings


def _read_rows(
    table: Table, columns: Mapping[int, Column], grid: Grid, sheet: Sheet, how: _How
) -> tuple[Rows, list[Finding]]:
    """The rows below the header, column by column; the findings in the order of the rows."""
    height = len(grid)
    while height > 1 and _NOTHING.issuperset(grid[height - 1]):
        height -= 1
    raws = list(zip_longest(*grid[1:height], fillvalue=""))
    height = max(height - 1, 0)
    blank = ("",) * height
    values: list[list[Any]] = []
    odd: list[tuple[int, int, Reading]] = []
    for at, (index, column) in enumerate(columns.items()):
        choices = how.options.get(column.options or "", ())
        read, strange = read_column(column, raws[index] if index < len(raws) else blank, choices, how.days)
        values.append(read)
        odd.extend((place, at, reading) for place, reading in strange)
    odd = [*_after(list(columns.values()), values, odd)]
    if any(reading.code == MERGED for _, _, reading in odd):
        odd = _without_bare_merged(list(columns.values()), values, odd)
    telling = [cells for cells, column in zip(values, columns.values(), strict=True) if not column.prefilled]
    filled = _filled(telling, {place for place, _, _ in odd})
    odd.extend(_missing(columns.values(), values, filled, odd))
    findings, broken = _odd_cells(sorted(odd, key=lambda cell: cell[:2]), columns, raws, sheet, how.options)
    kept = {column.key: cells for column, cells in zip(columns.values(), values, strict=True)}
    absent = {column.key: [column.default] * height for column in table.columns if column.key not in kept}
    return Rows(sheet, absent | kept, range(2, height + 2), broken).at(filled), findings


def _without_bare_merged(
    columns: Sequence[Column], values: Sequence[list[Any]], odd: Sequence[tuple[int, int, Reading]]
) -> list[tuple[int, int, Reading]]:
    """The odd cells but for the merged ones of rows in which nobody typed anything: ``values`` lose these, too."""
    merged = {(place, at) for place, at, reading in odd if reading.code == MERGED}
    typed = [at for at, column in enumerate(columns) if not (column.issued or column.prefilled)]
    bare = {
        place
        for place in {place for place, _ in merged}
        if all(values[at][place] is None or (place, at) in merged for at in typed)
    }
    for place, at in merged:
        if place in bare:
            values[at][place] = None
    return [one for one in odd if one[0] not in bare or one[2].code != MERGED]


def _after(
    columns: Sequence[Column], values: Sequence[list[Any]], odd: Iterable[tuple[int, int, Reading]]
) -> Iterator[tuple[int, int, Reading]]:
    """The odd cells with times of day for minutes after another one: ``values`` have them then, too."""
    keys = [column.key for column in columns]
    for place, at, reading in odd:
        if not isinstance(reading.value, timedelta):
            yield place, at, reading
            continue
        first = columns[at].minutes_after
        start = values[keys.index(first)][place] if first in keys else None
        values[at][place] = later(start, reading.value) if isinstance(start, time) else None
        value = values[at][place]
        yield place, at, Reading(value, reading.code if value else "C203")


def _filled(values: Sequence[Sequence[Any]], odd: Set[int]) -> list[int]:
    """The places of the rows that hold something, if only what could not be read."""
    empty = (None,) * len(values)
    return [place for place, cells in enumerate(zip(*values, strict=True)) if cells != empty or place in odd]


def _missing(
    columns: Iterable[Column],
    values: Sequence[Sequence[Any]],
    filled: Iterable[int],
    odd: Iterable[tuple[int, int, Reading]],
) -> list[tuple[int, int, Reading]]:
    """The empty cells of required columns, in rows that hold something; without those that are odd already."""
    known = {(place, at) for place, at, _ in odd}
    required = [at for at, column in enumerate(columns) if column.required]
    cells = ((place, at) for at in required for place in filled if values[at][place] is None)
    return [(place, at, EMPTY) for place, at in cells if (place, at) not in known]


def _odd_cells(
    odd: Iterable[tuple[int, int, Reading]],
    columns: Mapping[int, Column],
    raws: Sequence[Sequence[Any]],
    sheet: Sheet,
    options: Options,
) -> tuple[list[Finding], dict[int, frozenset[str]]]:
    """The findings about odd cells (given in the order of the sheet), and the broken keys by row."""
    findings: list[Finding] = []
    broken: dict[int, frozenset[str]] = {}
    noted = _Noted()
    listed = list(columns.items())
    for row, at, reading in odd:
        index, column = listed[at]
        raw = raws[index][row] if index < len(raws) else ""
        if column.kind in MOMENTS:
            raw = number_behind(raw)  # what was typed, whatever the format of the cell makes of it
        place = Place(sheet.file, sheet.name, f"{column_letter(index)}{row + 2}")
        code = reading.code or "C201"
        if code not in _ERRORS:
            if code != SHORT or not column.short:  # a column that asks for it shows what is understood
                noted.add(code, place, raw, reading.value)
            if not column.required or reading.value is not None:
                continue
            code = "C201"
        broken[row] = broken.get(row, NONE_BROKEN) | {column.key}
        name = column.options or ""
        choices = options.get(f"{ALLOWED}{name}") or options.get(name, ()) if code == reading.code else ()
        findings.append(cell_finding(code, place, column, raw, choices, reading.meant))
    return [*findings, *noted.findings()], broken


def cell_finding(
    code: str, place: Place, column: Column, raw: Any, choices: tuple[str, ...], meant: tuple[str, ...] = ()
) -> Finding:
    """The finding about one cell, in the words of its column; ``meant`` are the readings of what has several."""
    close = meant_among(shown(raw), choices) if code == "C205" else None
    told = {
        "column": column.header,
        "value": shown(raw)[:40],
        "options": "、".join(choices),
        "meant": f"它可以是 {'，也可以是 '.join(meant)}；" if len(meant) > 1 else "",
        "nearest": f"是不是“{close}”？" if close else "",
        "example": f"例如：{column.example}。" if column.example else "",
        "low": column.low,
        "high": "" if column.high is None else column.high,
    }
    return found_among(code, place, told)
