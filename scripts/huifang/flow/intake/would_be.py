"""A register as it would be with other values in it: what its rules would have against the rows that are changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from huifang.core.findings import Finding
from huifang.decisions.calls.triggers import NEEDED
from huifang.edges.known.phones import valid_phone
from huifang.flow.calls.visits import visits_of
from huifang.flow.office.moment import Moment
from huifang.policy.register_read import read_registers
from huifang.rules.context import RegisterContext
from huifang.rules.registers import check_registers
from huifang.tables.declared.expenses import EXPENSES
from huifang.tables.declared.house_rules import WORKBOOK as RULE_BOOK
from huifang.tables.declared.people import WORKBOOK as STAFF_BOOK
from huifang.tables.declared.registers import further_tables
from huifang.tables.declared.visit_reports import VISIT_REPORTS
from huifang.tables.model import Row, Table, column_index
from huifang.tables.reading import Grid

#: A row of the register (None: a new one), and what its cells would hold, by key.
WouldBe = tuple[Row | None, Mapping[str, Any]]
#: What a new row is known by until it has its number.
_NEW = "新的一行"


def wrong_with(now: Moment, table: Table, changes: Sequence[WouldBe]) -> Iterator[tuple[int, str, Finding]]:
    """What is wrong with those rows that was not before: which change, which cell (by key; empty: another one)."""
    if not changes:
        return
    before, letters = now.sheets(table.workbook)[table.name], now.read(table).letters
    grid = [[*row] for row in before]
    about: dict[int, int] = {}
    for place, (row, values) in enumerate(changes):
        grid += [] if row else [[]]
        about[number := row.number if row else len(grid)] = place
        named = values if row else {table.unique[0]: f"{_NEW}{place}", **values}
        for key, value in named.items():
            if key in letters:
                _put(grid[number - 1], column_index(letters[key]), value)
    known, keys = {*_found(now, table, before)}, {letter: key for key, letter in letters.items()}
    for finding in _found(now, table, grid):
        column, number = apart(finding.place.cell)
        if finding not in known and finding.place.sheet == table.name and number in about:
            yield about[number], keys.get(column, ""), finding


def _found(now: Moment, table: Table, grid: Grid) -> list[Finding]:
    name = table.workbook
    books = {one: now.sheets(one) for one in (RULE_BOOK, STAFF_BOOK)} | {name: {**now.sheets(name), table.name: grid}}
    further, days = further_tables((name,)), dict.fromkeys(books, now.today)
    registers = read_registers(books, NEEDED, now.registers.customers, further, days)
    visits = visits_of(now) if name in (EXPENSES.workbook, VISIT_REPORTS.workbook) else None
    return check_registers(RegisterContext(registers, valid_phone, now.today, visits=visits), (name,))


def _put(cells: list[Any], index: int, value: Any) -> None:
    cells += [None] * (index + 1 - len(cells))
    cells[index] = value


def apart(address: str | None) -> tuple[str, int]:
    """``AB3`` → ``AB``, 3; of what is no cell, nothing and 0."""
    letters = (address or "").rstrip("0123456789")
    digits = (address or "")[len(letters) :]
    return letters, int(digits) if digits else 0
