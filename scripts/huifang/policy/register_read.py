"""From the raw sheets of an office's register workbooks to policy, staff and customers, with findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.core.worktime import Span
from huifang.policy.build import duplicate_keys, read_policy
from huifang.policy.build_complaints import CATEGORIES, known_categories
from huifang.policy.customers import Customers, build_customers
from huifang.policy.model import Policy
from huifang.policy.people import People, build_people
from huifang.policy.rules import Triggers
from huifang.tables.anywhere import read_anywhere
from huifang.tables.days import Days
from huifang.tables.declared import customers, house_rules, people
from huifang.tables.locating import TOP_ROWS
from huifang.tables.model import Table
from huifang.tables.options import SUGGESTED, Options
from huifang.tables.reading import NOTHING_READ, Grid, TableRead

Sheets = Mapping[str, Grid]


@dataclass(frozen=True)
class Registers:
    """What the register workbooks of an office say at one time.

    ``reads`` are the sheets that were read for it, by name; ``findings`` those of cells and keys (rules over whole
    registers are run by ``check``). ``lacking`` names the sheets and required columns that are not there.
    """

    policy: Policy
    people: People
    customers: Customers
    reads: Mapping[str, TableRead]
    findings: tuple[Finding, ...]
    lacking: tuple[str, ...]

    @cached_property
    def quiet_hours(self) -> Mapping[str, tuple[Span, ...]]:
        """When not to call, by 客户编号, for the customers that have said so."""
        return self.customers.quiet_hours()


def cell_options(policy: Policy) -> Options:
    """All option lists that a register's columns may name."""
    return {**house_rules.FIXED_OPTIONS, **policy.options}


def offered_options(policy: Policy) -> Options:
    """The lists that a column may name and that only offer words; those of :func:`cell_options` come first."""
    departments = tuple(dict.fromkeys(dispatch.department for dispatch in policy.dispatches))
    categories = known_categories(policy.options, policy.dispatches)
    return {**SUGGESTED, CATEGORIES: categories, "责任部门": departments}


def read_registers(
    books: Mapping[str, Sheets],
    triggers: Triggers,
    known: Customers | None = None,
    further: Iterable[Table] = (),
    read_on: Mapping[str, date] = MappingProxyType({}),
) -> Registers:
    """Build everything from the sheets, by workbook name; a missing sheet is a finding, never a stop.

    Where the customers of 客户资料库 are ``known`` already, that workbook is not looked at. ``further`` tables are read
    besides rules, people and customers. A day without a year is understood by the day on which its workbook was
    ``read_on`` for the first time; where none is given, it is not.
    """
    policy_read = read_policy(books.get(house_rules.WORKBOOK, {}), house_rules.WORKBOOK, triggers)
    options = cell_options(policy_read.policy)
    findings = list(policy_read.findings)
    reads: dict[str, TableRead] = dict(policy_read.reads)
    policy = policy_read.policy
    listed_tables = (*people.TABLES, *(customers.TABLES if known is None else ()), *further)
    tables = tuple(policy.whole(table) for table in listed_tables)
    for table in tables:
        sheets = books.get(table.workbook, {})
        if table.name not in sheets:
            findings += [] if table.optional else [found("F102", Place(table.workbook), sheet=table.name)]
            reads[table.name] = NOTHING_READ
            continue
        days = Days(read_on.get(table.workbook))
        read = read_anywhere(table, sheets[table.name], table.workbook, options, days=days)
        reads[table.name] = read
        findings.extend(read.findings)
        findings.extend(duplicate_keys(table, read.rows))
    staff = build_people(*(reads[table.name].rows for table in people.TABLES))
    listed = known
    if listed is None:
        rows, contacts = (reads[table.name].rows for table in customers.TABLES)
        listed = build_customers(rows, contacts, staff, policy.own.columns_of(customers.CUSTOMERS))
    lacking = tuple(
        what for table in (*house_rules.TABLES, *tables) for what in _lacking(table, books, reads[table.name])
    )
    return Registers(policy, staff, listed, reads, tuple(findings), lacking)


def read_further(table: Table, sheets: Sheets, policy: Policy, read_on: date) -> TableRead:
    """One table of a workbook that is read only when it is asked for; nothing where its sheet is missing."""
    if table.name not in sheets:
        return NOTHING_READ
    whole = policy.whole(table)
    return read_anywhere(whole, sheets[table.name], table.workbook, cell_options(policy), days=Days(read_on))


def lacking_in(tables: Iterable[Table], sheets: Sheets) -> Iterator[str]:
    """Which of the tables' sheets and required columns the workbook lacks, by its header rows alone."""
    for table in tables:
        heads = {table.workbook: {name: grid[: TOP_ROWS + 1] for name, grid in sheets.items()}}
        grid = heads[table.workbook].get(table.name, ())
        yield from _lacking(table, heads, read_anywhere(table, grid, table.workbook, {}))


def _lacking(table: Table, books: Mapping[str, Sheets], read: TableRead) -> Iterator[str]:
    if table.name not in books.get(table.workbook, {}):
        if table.optional:
            return
        yield f"{table.workbook} 的工作表“{table.name}”"
        return
    for header in read.lacking:
        yield f"{table.workbook} 的“{table.name}”表的列“{header}”"
