"""Since when a rule holds for a customer, in which months after that, and until when."""

from __future__ import annotations

from datetime import date

from huifang.core.periods import Period, add_months
from huifang.decisions.calls.facts import Facts, day_of, events
from huifang.policy.customers import Customer
from huifang.policy.rules import Rule


def began_on(facts: Facts, customer: Customer, rule: Rule, by: date) -> date | None:
    """The day from which the age of the customer counts: of several in 起算 the latest ``by`` that day, without 起算
    the customer's first one here. None: nobody knows.
    """
    if rule.anchor is None:
        return customer.reviewed_on or customer.seen_on
    return max((day for _, day in events(facts, rule, customer) if day <= by), default=None)


def is_of_age(rule: Rule, began: date | None, day: date) -> bool:
    """Whether the day lies in the months of 适用期, counted from ``began``."""
    if rule.age is None:
        return True
    first, last = rule.age
    if began is None or day < add_months(began, first - 1):
        return False
    return last is None or day < add_months(began, last)


def ended_on(facts: Facts, customer: Customer, rule: Rule) -> date | None:
    """The day in 止于 of the customer's rows, the latest; None while one of them has none."""
    if rule.ends_before is None:
        return None
    days = [day_of(cells, rule.ends_before) for cells in facts.of(rule.ends_before.sheet, customer)]
    return max((day for day in days if day), default=None) if all(days) else None


def holds_in(facts: Facts, customer: Customer, rule: Rule, period: Period) -> bool:
    """Whether the customer is of the age on the period's last day, and 止于 is not over before it."""
    if not is_of_age(rule, began_on(facts, customer, rule, period.until_on), period.until_on):
        return False
    ended = ended_on(facts, customer, rule)
    return ended is None or ended > period.from_on
