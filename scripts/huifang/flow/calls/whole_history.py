"""A customer's whole history as a page in the office: calls, problems, and the rows of every register."""

from __future__ import annotations

from collections.abc import Iterator, Set

from huifang.core.text import file_name
from huifang.decisions.calls.explained import Explanation
from huifang.edges.report.customer_page import CustomerSeen, Filled, RegisterRows, customer_page
from huifang.edges.store.files import write_bytes
from huifang.edges.store.office import REPORTS
from huifang.flow.calls.problems import problems_until
from huifang.flow.office.moment import Moment
from huifang.tables.cells import shown
from huifang.tables.declared.customers import CONTACTS, CUSTOMERS
from huifang.tables.declared.registers import BOOKS
from huifang.tables.model import Kind, Row, Table

#: Where the pages lie, below the reports.
FOLDER = f"{REPORTS}/客户"
#: What stands at the top of the page anyway.
_ON_TOP = {"customer_no", "customer_name", "contact", "phone"}


def write_history(now: Moment, explained: Explanation) -> str:
    """Write the page anew; returns its path in the office.

    Raises:
        FileBusy: somebody has it open.
        OfficeError: it cannot be written.
    """
    customer, seen = explained.customer, customer_seen(now, explained)
    path = f"{FOLDER}/{file_name(f'{customer.customer_no} {customer.name}'.strip())}.html"
    write_bytes(now.office.path(path), customer_page(seen).encode())
    return path


def customer_seen(now: Moment, explained: Explanation) -> CustomerSeen:
    """All that the office knows of the customer."""
    number = explained.customer.customer_no
    problems = [one.record for one in problems_until(now, now.today) if one.is_open]
    return CustomerSeen(
        unit_name=now.policy.unit_name,
        at=now.at,
        people=now.people,
        explained=explained,
        facts=[*_facts(now, explained)],
        problems=[record for record in problems if record.customer_no == number],
        registers=[*_registers(now, explained)],
    )


def _facts(now: Moment, explained: Explanation) -> Iterator[Filled]:
    """What the register of customers says, and as what the customer counts."""
    number = explained.customer.customer_no
    for row in now.rows(CUSTOMERS):
        if row["customer_no"] == number:
            yield from said_in(now, CUSTOMERS, row, _ON_TOP)
            break
    if explained.classes != (explained.customer.customer_class,):
        yield "本月算作", "、".join(explained.classes)


def _registers(now: Moment, explained: Explanation) -> Iterator[RegisterRows]:
    """The rows about the customer, or about one of the calls, register by register, the newest first."""
    for table, rows in rows_about(now, explained):
        yield RegisterRows(table.name, [[*said_in(now, table, row, {"customer_no"})] for row in reversed(rows)])


def rows_about(now: Moment, explained: Explanation) -> Iterator[tuple[Table, list[Row]]]:
    """The rows about the customer, or about one of the calls, of each register that has any, in its order."""
    number, records = explained.customer.customer_no, {record.record_no for record in explained.history}
    for workbook, tables in BOOKS.items():
        for table in tables if workbook in now.versions else ():
            if table in (CUSTOMERS, CONTACTS) or not {"customer_no", "record_no"} & table.by_key.keys():
                continue
            mine = [row for row in now.rows(table) if _is_about(row, table, number, records)]
            if mine:
                yield table, mine


def _is_about(row: Row, table: Table, number: str, records: Set[str]) -> bool:
    if "customer_no" in table.by_key:
        return bool(row["customer_no"] == number)
    return row["record_no"] in records


def said_in(now: Moment, table: Table, row: Row, without: Set[str]) -> Iterator[Filled]:
    """What the row says, column by column."""
    for column in table.columns:
        value = None if column.key in without else row[column.key]
        if value not in (None, "", ()):
            yield column.header, now.people.label(str(value)) if column.kind is Kind.PERSON else shown(value)
