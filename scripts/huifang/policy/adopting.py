"""What a person ticked in 制度草案.xlsx as the sheets of 制度.

Rows and columns stay where they are, so that whatever is found in them later has its place in the draft.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.core.text import clean, half_width, split_list
from huifang.tables.cells import shown
from huifang.tables.declared import house_rules
from huifang.tables.declared.complaint_rules import LIMITS
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.declared.drafts import ADOPT, ADOPTED, CLAUSE, ENDING, FIRST, IN_FRONT, LEFT_OUT, TEXT
from huifang.tables.declared.events import EVENTS
from huifang.tables.declared.own_columns import OWN_COLUMNS
from huifang.tables.model import Kind, Table, column_letter
from huifang.tables.options import BUILT_IN
from huifang.tables.reading import Grid

_SHEETS = {table.name: table for table in house_rules.TABLES}
_BECAUSE = "依据"
_RULES, _CLASSES, _SETTINGS = house_rules.RULES, house_rules.CLASSES, house_rules.SETTINGS
_CHOICES, _KINDS, _EVENTS = house_rules.CHOICES, "投诉类别", "事件类型"
#: What a limit may be for without a kind of complaints that the office has to have.
_KNOWN = frozenset({"全部", *BUILT_IN["严重程度"], *BUILT_IN.get(_KINDS, ())})
#: The class of an office whose text names none.
_EVERYBODY = "普通客户"


@dataclass(frozen=True)
class Adopted:
    """The sheets of 制度 with the rows that were ticked, and what is wrong with the ticks."""

    grids: Mapping[str, Grid]
    findings: tuple[Finding, ...]


def is_draft(grids: Mapping[str, Grid]) -> bool:
    """Whether a workbook is a draft: a sheet of 制度 in it asks what is to be adopted."""
    return any(ADOPT.header in _headers(grid) for name, grid in grids.items() if name in _SHEETS)


def adopted(grids: Mapping[str, Grid], file: str) -> Adopted:
    """The rows of a draft that were ticked, with what a person changed in them. Classes that its rules name are listed,
    so that nobody has to list them again.
    """
    first = grids.get(FIRST, ())
    title = clean(shown(first[0][0])).removesuffix(ENDING) if first and first[0] else ""
    sheets: dict[str, Grid] = {name: [_columns(table)] for name, table in _SHEETS.items()}
    findings: list[Finding] = []
    count = 0
    for name, table in _SHEETS.items():
        if name not in grids:
            continue
        if ADOPT.header not in _headers(grids[name]):  # somebody added it by hand: all of it holds
            sheets[name] = grids[name]
            continue
        ticked = _Ticked(table, grids[name], file, title)
        sheets[name] = ticked.grid()
        findings += ticked.findings()
        count += len(ticked.chosen)
    if not count:
        findings.append(found("P645", Place(file)))
    if title:
        sheets[_SETTINGS.name] = _titled(sheets[_SETTINGS.name], title)
    there = _words(sheets[_CLASSES.name], "类别")
    named = [*dict.fromkeys(_words(sheets[_RULES.name], "适用类别"))] or ([] if there else [_EVERYBODY])
    sheets[_CLASSES.name] = _further(sheets[_CLASSES.name], ({"类别": one} for one in named if one not in there))
    sheets[_CHOICES.name] = _further(sheets[_CHOICES.name], _choices(sheets))
    own = sheets[OWN_COLUMNS.name]
    sheets[OWN_COLUMNS.name] = _further(
        own, (row for row in _own_days(sheets) if row["列名"] not in _words(own, "列名"))
    )
    return Adopted(sheets, tuple(findings))


class _Ticked:
    """One sheet of a draft."""

    def __init__(self, table: Table, grid: Grid, file: str, title: str) -> None:
        self._table, self._grid, self._file, self._title = table, grid, file, title
        self._headers = _headers(grid)
        self._at = {header: index for index, header in enumerate(self._headers)}
        self.chosen = [number for number in range(1, len(grid)) if self._tick(number) == ADOPTED]

    def grid(self) -> Grid:
        """The sheet as 制度 would have it: only ticked rows, and nothing in front of them."""
        headers = [header if header in self._table.by_header else "" for header in self._headers]
        lacking = [header for header in _columns(self._table) if header not in headers]
        rows: list[list[Any]] = [[*headers, *lacking]]
        for number in range(1, len(self._grid)):
            cells = self._grid[number]
            if number not in self.chosen:
                rows.append([])
                continue
            kept = ["" if at >= len(cells) or not headers[at] else cells[at] for at in range(len(headers))]
            rows.append([*kept, *(self._because(number) if header == _BECAUSE else "" for header in lacking)])
        return rows

    def findings(self) -> Iterator[Finding]:
        """Ticks that are none, and filled cells of columns that 制度 has not."""
        for number in range(1, len(self._grid)):
            tick = self._tick(number)
            if tick not in (ADOPTED, LEFT_OUT, ""):
                yield found("P646", self._place(number, ADOPT.header), value=tick)
        known = {*self._table.by_header, *(column.header for column in IN_FRONT)}
        for header in self._headers:
            if not header or header in known:
                continue
            for number in self.chosen:
                value = self._cell(number, header)
                if value:
                    yield found("P647", self._place(number, header), column=header, value=value, sheet=self._table.name)

    def _tick(self, number: int) -> str:
        return half_width(self._cell(number, ADOPT.header))

    def _cell(self, number: int, header: str) -> str:
        cells, at = self._grid[number], self._at.get(header, -1)
        return clean(shown(cells[at])) if 0 <= at < len(cells) else ""

    def _because(self, number: int) -> str:
        title = f"《{self._title}》" if self._title else ""
        return f"{title}{self._cell(number, CLAUSE.header)} {self._cell(number, TEXT.header)}".strip()

    def _place(self, number: int, header: str) -> Place:
        return Place(self._file, self._table.name, f"{column_letter(self._at[header])}{number + 1}")


def _columns(table: Table) -> list[str]:
    return [column.header for column in table.columns if not column.where_used]


def _headers(grid: Grid) -> list[str]:
    return [clean(shown(raw)).rstrip("*") for raw in grid[0]] if grid else []


def _choices(sheets: Mapping[str, Grid]) -> Iterator[Mapping[str, str]]:
    """The kinds of complaints and of events that ticked rows name and nobody has listed."""
    kinds = dict.fromkeys(_words(sheets[LIMITS.name], "适用"))
    yield from ({"类型": _KINDS, "值": one} for one in kinds if one not in _KNOWN)
    events = f"{EVENTS.name}.{EVENTS.by_key['event_type'].header}"
    named = dict.fromkeys(_words(sheets[_RULES.name], "条件值", ("条件列", events)))
    yield from ({"类型": _EVENTS, "值": one} for one in named if one not in BUILT_IN[_EVENTS])


def _own_days(sheets: Mapping[str, Grid]) -> Iterator[Mapping[str, str]]:
    """The days of customers that ticked rules count from and no register has: 客户.生日."""
    for word in dict.fromkeys(_words(sheets[_RULES.name], "起算")):
        table, _, header = word.partition(".")
        if table == CUSTOMERS.name and header and header not in CUSTOMERS.by_header:
            yield {"表": table, "列名": header, "类型": str(Kind.DATE)}


def _titled(grid: Grid, title: str) -> Grid:
    """基本 with the regulation's name, where nobody wrote one."""
    return grid if "制度" in _words(grid, "项目") else _further(grid, [{"项目": "制度", "值": title}])


def _further(grid: Grid, rows: Iterable[Mapping[str, str]]) -> Grid:
    """The sheet with rows below the others."""
    headers = _headers(grid)
    return [*grid, *([row.get(header, "") for header in headers] for row in rows)]


def _words(grid: Grid, header: str, where: tuple[str, str] | None = None) -> list[str]:
    """The words in the cells of a column, of rows that have that value in another one."""
    rows = [dict(zip(_headers(grid), map(shown, row), strict=False)) for row in grid[1:]]
    fitting = (row for row in rows if where is None or clean(row.get(where[0], "")) == where[1])
    return [word for row in fitting for word in split_list(row.get(header, ""))]
