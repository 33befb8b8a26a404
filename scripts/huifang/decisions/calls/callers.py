"""Who is to make a call by its rule, for what is owed and for what was issued."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from huifang.decisions.calls.facts import Facts, first_number_of
from huifang.decisions.calls.trigger import rule_and_subject
from huifang.ledger.issues import IssuedCall
from huifang.policy.callers import Caller, caller_of
from huifang.policy.customers import Customer
from huifang.policy.model import Policy
from huifang.policy.people import People
from huifang.policy.rules import AGREED, Rule
from huifang.tables.declared.calls import CALLS

_PLAN_NO = CALLS.by_key["plan_no"].header


class CallsKnown(Protocol):
    """What is looked at: planning's view has it."""

    @property
    def policy(self) -> Policy:
        """The rules."""

    @property
    def people(self) -> People:
        """The staff."""

    @property
    def customers(self) -> Mapping[str, Customer]:
        """The customers by number."""

    @property
    def issued(self) -> Mapping[str, Sequence[IssuedCall]]:
        """Their calls, oldest first."""

    @property
    def facts(self) -> Facts:
        """The rows of registers."""


def caller_by_rule(
    view: CallsKnown, rule: Rule, customer: Customer, row: Mapping[str, Any] | None, day: date
) -> Caller:
    """Who is to make such a call, by the registers of that day; what was agreed, whoever was to make the call in which
    it was agreed.
    """
    if rule.rule == AGREED:
        return _of_agreement(view, customer, str((row or {}).get(_PLAN_NO) or ""), day)
    return caller_of(view.policy, view.people, rule, customer, row, day)


def caller_of_issue(view: CallsKnown, call: IssuedCall, day: date) -> Caller | None:
    """Who is to make the call that was issued, by the registers of that day; None for a customer who is gone."""
    customer = view.customers.get(call.customer_no)
    if customer is None:
        return None
    subjects = {rule_and_subject(key) for key in call.keys}
    if call.rule == AGREED:
        records = (subject for rule, subject in subjects if rule == AGREED)
        return _of_agreement(view, customer, next(records, "").rpartition("-")[0], day)
    rule = next((one for one in view.policy.rules if one.rule == call.rule), None)
    if rule is None or rule.caller is None:
        return Caller(customer.owner)
    sheet = rule.anchor.sheet if rule.anchor else ""
    rows = view.facts.of(sheet, customer) if sheet else ()
    row = next((cells for cells in rows if (rule.rule, first_number_of(sheet, cells)) in subjects), None)
    return caller_of(view.policy, view.people, rule, customer, row, day)


def _of_agreement(view: CallsKnown, customer: Customer, plan_no: str, day: date) -> Caller:
    """Who was to make the call of that number; nobody but the 业务员 where no rule of the office says who calls."""
    if not plan_no or not any(rule.caller for rule in view.policy.rules):
        return Caller(customer.owner)
    issues = view.issued.get(customer.customer_no, ())
    issue = next((one for one in issues if plan_no in one.covers and one.rule != AGREED), None)
    first = caller_of_issue(view, issue, day) if issue else None
    return first or Caller(customer.owner)
