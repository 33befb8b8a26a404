"""From the raw sheets of an office's register workbooks to policy, staff and customers, with findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.policy.build import duplicate_keys, read_policy
from huifang.policy.customers import Customer, build_customers
from huifang.policy.model import Policy
from huifang.policy.people import People, build_people
from huifang.tables import customers, house_rules, people
from huifang.tables.options import Options
from huifang.tables.reading import NOTHING_READ, Grid, TableRead, read_table

Sheets = Mapping[str, Grid]


@dataclass(frozen=True)
class Registers:
    """What the register workbooks of an office say at one time.

    ``findings`` are those of cells and keys; rules over whole registers are run by ``check``. ``lacking`` names the
    sheets and required columns that are not there.
    """

    policy: Policy
    people: People
    customers: Mapping[str, Customer]
    reads: Mapping[str, TableRead]
    findings: tuple[Finding, ...]
    lacking: tuple[str, ...]

    @cached_property
    def owners(self) -> Mapping[str, str]:
        """Who is responsible for each customer, by 客户编号."""
        return {number: customer.owner for number, customer in self.customers.items()}


def cell_options(policy: Policy) -> Options:
    """All option lists that a register's columns may name."""
    return {**house_rules.FIXED_OPTIONS, **policy.options}


def read_registers(books: Mapping[str, Sheets]) -> Registers:
    """Build everything from the sheets, by workbook name; a missing sheet is a finding, never a stop."""
    policy_read = read_policy(books.get(house_rules.WORKBOOK, {}), house_rules.WORKBOOK)
    options = cell_options(policy_read.policy)
    findings = list(policy_read.findings)
    reads: dict[str, TableRead] = {}
    for table in (*people.TABLES, *customers.TABLES):
        sheets = books.get(table.workbook, {})
        if table.name not in sheets:
            findings.append(found("F102", Place(table.workbook), sheet=table.name))
            reads[table.name] = NOTHING_READ
            continue
        read = read_table(table, sheets[table.name], table.workbook, options)
        reads[table.name] = read
        findings.extend(read.findings)
        findings.extend(duplicate_keys(table, read.rows))
    staff = build_people(*(reads[table.name].rows for table in people.TABLES))
    return Registers(
        policy_read.policy,
        staff,
        build_customers(reads[customers.CUSTOMERS.name].rows, staff),
        reads,
        tuple(findings),
        tuple(_lacking(books, {**policy_read.reads, **reads})),
    )


def _lacking(books: Mapping[str, Sheets], reads: Mapping[str, TableRead]) -> Iterator[str]:
    for table in (*house_rules.TABLES, *people.TABLES, *customers.TABLES):
        if table.name not in books.get(table.workbook, {}):
            yield f"{table.workbook} 的工作表“{table.name}”"
        for header in reads[table.name].lacking:
            yield f"{table.workbook} 的“{table.name}”表的列“{header}”"
