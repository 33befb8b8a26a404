"""Checks over the claims for expenses: tied to a visit, each receipt once, approved before paid (000/一)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from huifang.core.catalogue import found
from huifang.core.findings import Finding
from huifang.policy.expenses import is_paid_though_refused, own_share
from huifang.rules.context import RegisterContext
from huifang.tables.declared.expenses import EXPENSES
from huifang.tables.model import Row
from huifang.tables.options import BOSS, SUPERVISOR

#: A claim may be of the visit's day, the day before or the day after: journeys take time.
AROUND = timedelta(days=1)


def tied_to_a_visit(context: RegisterContext) -> Iterator[Finding]:
    """A claim names the visit that it was spent for, and is of its day."""
    for row in context.rows(EXPENSES) if context.visits is not None else ():
        visit = (context.visits or {}).get(row["record_no"] or "")
        if visit is None:
            yield found("T519", row.place("record_no"), value=row["record_no"] or "(空)")
        elif abs(row["spent_on"] - visit.called_on) > AROUND:
            day, earlier = row["spent_on"], visit.called_on
            yield found("T520", row.place("spent_on"), day=day, value=row["record_no"], earlier=earlier)


def receipts_used_once(context: RegisterContext) -> Iterator[Finding]:
    """The same receipt is not paid twice."""
    seen: dict[str, Row] = {}
    for row in context.rows(EXPENSES):
        if row["voucher_no"]:
            first = seen.setdefault(row["voucher_no"], row)
            if first is not row:
                yield found("T521", row.place("voucher_no"), value=row["voucher_no"], other=first.number)


def approved_before_paid(context: RegisterContext) -> Iterator[Finding]:
    """The supervisor signs before finance pays, and nobody signs for himself."""
    staff = context.registers.people
    for row in context.rows(EXPENSES):
        auditor = staff.find(row["audited_by"])
        if row["paid_on"] and (row["audited_on"] is None or row["audited_on"] > row["paid_on"]):
            yield found("T522", row.place("paid_on"), day=row["paid_on"], reason="主管还没有审核")
        elif is_paid_though_refused(row):
            reason = f"审核结果是“{row['audit_result']}”，却已付款"
            yield found("T522", row.place("paid_on"), day=row["paid_on"], reason=reason)
        elif auditor and (auditor.role not in (SUPERVISOR, BOSS) or auditor == staff.find(row["claimant"])):
            reason = f"{auditor.label} 不是主管" if auditor.role not in (SUPERVISOR, BOSS) else "审核人就是报销人"
            yield found("T522", row.place("audited_by"), day=row["audited_on"] or "(空)", reason=reason)


def above_the_limit_is_own(context: RegisterContext) -> Iterator[Finding]:
    """What is above the limit is the claimant's share, and stands in its column."""
    for row in context.rows(EXPENSES):
        own = own_share(context.registers.policy, row)
        if own != (row["own_share_yuan"] or 0):
            yield found("T523", row.place("own_share_yuan"), amount=f"{own:g}", value=f"{row['own_share_yuan'] or 0:g}")


EXPENSE_RULES = (tied_to_a_visit, receipts_used_once, approved_before_paid, above_the_limit_is_own)
