"""Checks on slips for departments and on the measures that follow: answered in time, complete, decided, verified."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from huifang.core.catalogue import found
from huifang.core.findings import Finding
from huifang.policy.customers import Customer
from huifang.policy.feedback import ASKED, WHO, asked_of, with_reply_due
from huifang.policy.model import Policy
from huifang.policy.people import People
from huifang.rules.context import RegisterContext
from huifang.tables.declared.feedback import FEEDBACK, MEASURES
from huifang.tables.model import Row

#: The word of 措施由谁决定 for the company concerned: any that the rules name for nothing else.
CONCERNED = "责任公司"


def late_replies(
    slips: Iterable[Row], policy: Policy, staff: People, customers: Mapping[str, Customer], today: date
) -> Iterator[Finding]:
    """003/五: what a department was asked in writing is answered by its day, also where there is no complaint.

    The slips are as they count, whatever was written over or deleted (decision 16).
    """
    receivers = dict(policy.slip_receivers)
    for row in (with_reply_due(slip, policy.reply_days) for slip in slips):
        due, issued = row["reply_due_on"], row["issued_on"]
        mistyped = due and issued and due < issued  # has its finding already
        is_open = row["handled_on"] is None and "handled_on" not in row.broken
        if due and is_open and due < today and not mistyped:
            owner, department = asked_of(row, receivers, staff, customers, today)
            asked = owner.label if owner else department or "责任部门"
            yield found("D112", row.place("reply_due_on"), number=row["feedback_no"], due=due, department=asked)


def slips_complete(context: RegisterContext) -> Iterator[Finding]:
    """001 1.1: whom a slip goes to; of a sales opportunity also what its owner has to report back."""
    for row in context.rows(FEEDBACK):
        lacking = [k for k in ASKED.get(row["feedback_type"] or "", ()) if row[k] is None and k not in row.broken]
        for key in lacking:
            if key not in WHO or not _goes_to_somebody(context, row):
                column = FEEDBACK.by_key[key]
                example = f"例如：{column.example}。" if column.example else ""
                yield found(
                    "D113", row.place(key), value=row["feedback_type"], column=column.header, example=example
                )  # fmt: skip


def _goes_to_somebody(context: RegisterContext, slip: Row) -> bool:
    """Whether it is known who is to answer the slip although it does not say."""
    registers = context.registers
    receivers = dict(registers.policy.slip_receivers)
    owner, department = asked_of(slip, receivers, registers.people, registers.customers, context.today)
    return bool(owner or department)


def measures_decided_and_verified(context: RegisterContext) -> Iterator[Finding]:
    """003/五 6.3.1: who decides on a measure depends on its kind; one department verifies all of them."""
    registers = context.registers
    deciders, verifier = dict(registers.policy.measure_deciders), registers.policy.measure_verifier
    others = {*deciders.values(), verifier} - {CONCERNED}
    for row in context.rows(MEASURES):
        decider, current = deciders.get(row["category"] or "", ""), row["reviewed_in"] or ""
        wanted = current if decider == CONCERNED and current not in others else decider
        yield from _by_whom(row, "reviewed_in", decider, current, wanted)
        person = registers.people.find(row["verified_by"])
        yield from _by_whom(row, "verified_by", verifier, person.department if person else "", verifier)


def _by_whom(measure: Row, key: str, named: str, current: str, wanted: str) -> Iterator[Finding]:
    """D114 where the cell is empty and the rules have ``named`` somebody; D119 where the ``current`` department is
    another one than is ``wanted``.
    """
    value, column = measure["measure_no"] or measure["measure"] or "", MEASURES.by_key[key].header
    if named and measure[key] is None and key not in measure.broken:
        yield found("D114", measure.place(key), value=value, column=column, department=named)
    elif named and wanted and current and current != wanted:
        yield found("D119", measure.place(key), value=value, column=column, current=current, department=wanted)


FEEDBACK_RULES = (slips_complete, measures_decided_and_verified)
