"""Checks of what the regulation wants to be filled in a row that has come to a step, in calls and in registers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from huifang.core.catalogue import found
from huifang.core.findings import Finding
from huifang.policy.row_needs import RowNeed
from huifang.rules.context import Calls, RegisterContext, SheetContext
from huifang.tables.declared.calls import CALLS
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.model import Column, Row

_DAY_OF_CALL, _NO_CLAUSE = "called_on", "(未写)"


def calls_as_needed(context: SheetContext, calls: Calls) -> Iterator[Finding]:
    """R330 (sent back) or R331 (told) for each cell that 投诉要求 asks for, and that is not as it has to be."""
    needs = [need for need in context.policy.row_needs if need.sheet == CALLS.name]
    for need in needs:
        there = [column for column in need.asked if column.key in context.table.by_key]
        for row in calls.rows if there else ():
            if row[_DAY_OF_CALL] is None or not _is_meant(context, need, row):
                continue
            clause = need.clause or _NO_CLAUSE
            for column, until, example in _lacking(need, row, context.today):
                place, header = row.place(column.key), column.header
                if column not in there:
                    continue
                if need.returns:
                    yield found(
                        "R330", place, step=need.step, column=header, until=until, clause=clause, example=example
                    )
                else:
                    yield found(
                        "R331", place, step=need.step, column=header, until=until, clause=clause, example=example
                    )


def _is_meant(context: SheetContext, need: RowNeed, row: Row) -> bool:
    """Whether the call is one of its rules, to a customer of its classes."""
    call = context.issued.get(row["plan_no"] or "")
    rules = {key.partition("|")[0] for key in call.keys} | {call.rule} if call else set()
    if need.rules and not rules & {*need.rules}:
        return False
    customer = context.customers.get(context.customer_no_of(row["plan_no"], row["customer_no"]))
    return not need.classes or (customer is not None and customer.customer_class in need.classes)


def rows_as_needed(context: RegisterContext) -> Iterator[Finding]:
    """D132 for each cell of a register that a row of 投诉要求 asks for, and that is not as it has to be."""
    registers = context.registers
    for need in registers.policy.row_needs:
        read = registers.reads.get(need.sheet)
        if need.sheet in (CALLS.name, COMPLAINTS.name) or read is None:
            continue
        for row in read.rows:
            customer = registers.customers.get(row["customer_no"] or "") if need.classes else None
            if need.classes and (customer is None or customer.customer_class not in need.classes):
                continue
            for column, until, example in _lacking(need, row, context.today):
                yield found(
                    "D132", row.place(column.key), step=need.step, column=column.header, until=until,
                    clause=need.clause or _NO_CLAUSE, example=example,
                )  # fmt: skip


def _lacking(need: RowNeed, row: Row, today: date) -> Iterator[tuple[Column, str, str]]:
    """What the row lacks, until when it had to be there, and an example, as pieces of a sentence."""
    for column, until in need.lacking(row.values, today):
        if column.key not in row.broken:
            example = f"例如：{column.example}。" if column.example else ""
            yield column, f"，最迟 {until}" if until else "", example
