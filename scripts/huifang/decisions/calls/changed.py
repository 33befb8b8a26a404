"""What becomes due in the past because a value was changed that had been seen before: it is due from the day on which
the change was first seen, with the rule's usual window (decision 15).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from huifang.decisions.calls.trigger import Demand
from huifang.policy.customers import Customer
from huifang.policy.rules import Rule, Source
from huifang.tables.declared.customers import CUSTOMERS

_CLASS = CUSTOMERS.by_key["customer_class"].header


def changed_on(customer: Customer, rule: Rule) -> date | None:
    """The day on which it was first seen that the rule holds for the customer, or counts from another day; None where
    nothing changed by which it would.
    """
    days = [
        seen_on
        for header, old, seen_on in customer.moved
        if rule.anchor == Source(CUSTOMERS.name, header)
        or (header == _CLASS and rule.classes and old not in rule.classes)
    ]
    return max(days, default=None)


def as_seen(demand: Demand) -> Demand:
    """The demand, not earlier than the change was seen that it follows from; what had lapsed by then stays so."""
    seen_on = changed_on(demand.customer, demand.rule)
    if seen_on is None or demand.due_on >= seen_on or (demand.lapses_on and demand.lapses_on < seen_on):
        return demand
    until = seen_on + (demand.due_on - demand.from_on)
    if demand.lapses_on:
        until = min(until, demand.lapses_on)
    said = f"{seen_on} 才见到登记表的改动，应访期从那天起算：{seen_on} 至 {until}"
    return replace(demand, from_on=seen_on, due_on=until, steps=(*demand.steps, said))
