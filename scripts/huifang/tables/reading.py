"""From a sheet's raw cells to rows, against a table's declaration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from huifang.core.catalogue import CATALOGUE, found
from huifang.core.findings import Finding, Place, Severity
from huifang.core.text import clean, half_width, nearest
from huifang.tables.cells import Reading, read_cell, shown
from huifang.tables.model import Column, Row, Table, column_letter
from huifang.tables.options import Options

Grid = Sequence[Sequence[Any]]
_ERRORS = frozenset(code for code, entry in CATALOGUE.items() if entry.severity is Severity.ERROR)


@dataclass(frozen=True)
class TableRead:
    """The rows of one sheet (empty ones left out), the findings about its cells, and where its columns stand.

    ``lacking`` are the headers of required columns that are not there.
    """

    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]
    letters: Mapping[str, str]
    lacking: tuple[str, ...] = ()

    @property
    def sound(self) -> tuple[Row, ...]:
        """The rows whose cells all could be read."""
        return tuple(row for row in self.rows if not row.broken)


NOTHING_READ = TableRead((), (), {})


@dataclass
class _Noted:
    """Warnings that are mentioned once per sheet, at their first cell, with a count."""

    first: dict[str, tuple[Place, str]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, code: str, place: Place, raw: Any) -> None:
        self.first.setdefault(code, (place, shown(raw)))
        self.counts[code] = self.counts.get(code, 0) + 1

    def findings(self) -> Iterator[Finding]:
        for code, (place, value) in self.first.items():
            yield found(code, place, count=self.counts[code], value=value)


def _header(raw: Any) -> str:
    return half_width(clean(shown(raw))).rstrip("*")


def read_table(table: Table, grid: Grid, file: str, options: Options, sheet: str | None = None) -> TableRead:
    """Read a sheet whose header is its first row.

    Every problem is a finding with its cell; a row with a broken or missing required cell keeps its other values and
    names the broken ones. Rows without any value are left out. Row numbers are those of the sheet.
    """
    sheet = sheet or table.name
    wanted = {half_width(column.header): column for column in table.columns}
    columns: dict[int, Column] = {}
    findings: list[Finding] = []
    for index, raw in enumerate(grid[0] if grid else ()):
        header = _header(raw)
        column = wanted.get(header)
        if column is None:
            if header:
                findings.append(found("F107", Place(file, sheet, f"{column_letter(index)}1"), column=header))
        elif column in columns.values():
            findings.append(found("F108", Place(file, sheet, f"{column_letter(index)}1"), column=header))
        else:
            columns[index] = column
    present = {column.key for column in columns.values()}
    for column in table.columns:
        if column.key not in present and not column.optional:
            findings.append(found("F103", Place(file, sheet, "A1"), sheet=sheet, column=column.header))
    lacking = frozenset(c.key for c in table.columns if c.required and c.key not in present)
    letters = {column.key: column_letter(index) for index, column in columns.items()}
    choices = {column.key: options.get(column.options or "", ()) for column in table.columns}
    defaults = {c.key: c.default for c in table.columns if c.key not in present}
    rows = []
    noted = _Noted()
    for number, cells in enumerate(grid[1:], start=2):
        row = _read_row(number, cells, columns, choices, defaults, (file, sheet, letters), findings, noted)
        if row is not None:
            rows.append(replace(row, broken=row.broken | lacking) if lacking else row)
    headers = tuple(table.by_key[key].header for key in table.by_key if key in lacking)
    return TableRead(tuple(rows), (*findings, *noted.findings()), letters, headers)


def _read_row(
    number: int,
    cells: Sequence[Any],
    columns: Mapping[int, Column],
    choices: Options,
    defaults: Mapping[str, Any],
    where: tuple[str, str, Mapping[str, str]],
    findings: list[Finding],
    noted: _Noted,
) -> Row | None:
    values = dict(defaults)
    readings: list[tuple[int, Column, Any, Reading]] = []
    filled = False
    for index, column in columns.items():
        raw = cells[index] if index < len(cells) else None
        reading = read_cell(column, raw, choices[column.key])
        values[column.key] = reading.value
        filled = filled or reading.value is not None or reading.code is not None
        if reading.code or (column.required and reading.value is None):
            readings.append((index, column, raw, reading))
    if not filled:
        return None
    file, sheet, letters = where
    broken = set()
    for index, column, raw, reading in readings:
        place = Place(file, sheet, f"{column_letter(index)}{number}")
        code = reading.code or "C201"
        if code in _ERRORS:
            broken.add(column.key)
            findings.append(cell_finding(code, place, column, raw, choices[column.key]))
        else:
            noted.add(code, place, raw)
            if column.required and reading.value is None:
                broken.add(column.key)
                findings.append(cell_finding("C201", place, column, raw, ()))
    return Row(values, file, sheet, number, letters, frozenset(broken))


def cell_finding(code: str, place: Place, column: Column, raw: Any, choices: tuple[str, ...]) -> Finding:
    """The finding about one cell, in the words of its column."""
    close = nearest(clean(shown(raw)), choices) if code == "C205" else None
    return found(
        code,
        place,
        column=column.header,
        value=shown(raw)[:40],
        options="、".join(choices),
        nearest=f"是不是“{close}”？" if close else "",
        example=f"例如：{column.example}。" if column.example else "",
        low=column.low,
        high="" if column.high is None else column.high,
    )
