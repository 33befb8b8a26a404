"""What the rules that are not rolling ask for: one demand per customer, rule and occasion, each with its window."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from huifang.core.periods import Period, add_months, month_period
from huifang.decisions.calls.changed import as_seen, same_before
from huifang.decisions.calls.covering import rules_of
from huifang.decisions.calls.facts import Facts
from huifang.decisions.calls.trigger import Asking, Demand
from huifang.decisions.calls.triggers import trigger_of
from huifang.ledger.issues import IssuedCall
from huifang.policy.customers import Customer
from huifang.policy.model import Policy
from huifang.policy.rules import Rule


def months_around(from_on: date, until_on: date) -> list[Period]:
    """The months that may owe something in these days: the one before, for services at its end, to the last one."""
    first = add_months(from_on.replace(day=1), -1)
    count = (until_on.year - first.year) * 12 + until_on.month - first.month + 1
    starts = (add_months(first, step) for step in range(count))
    return [month_period(start.year, start.month) for start in starts]


def demands(
    policy: Policy,
    facts: Facts,
    customers: Sequence[Customer],
    months: Sequence[Period],
    chosen: Set[tuple[str, str]],
    issued: Mapping[str, Sequence[IssuedCall]] = MappingProxyType({}),
) -> Iterator[Demand]:
    """Everything that the rules ask for in these months, or on a day that stands in a register, rule by rule.

    ``chosen`` are the (customer, key) that ever got a number: what a share selected stays selected. ``issued`` are the
    calls of each customer: a quota of which a call was issued holds for its period.
    """
    asking = asking_of(policy, facts, customers, months, chosen, issued)
    for rule in policy.all_rules:
        yield from demands_of(asking, rule)


def asking_of(
    policy: Policy,
    facts: Facts,
    customers: Sequence[Customer],
    months: Sequence[Period],
    chosen: Set[tuple[str, str]],
    issued: Mapping[str, Sequence[IssuedCall]] = MappingProxyType({}),
) -> Asking:
    """What the demands are worked out from."""
    known: dict[Period, dict[int, list[Customer]]] = {}

    def covered(rule: Rule, period: Period) -> Sequence[Customer]:
        if period not in known:
            of_period = known[period] = {}
            for customer in customers:
                for held in rules_of(policy, facts, customer, period, issued.get(customer.customer_no, ())):
                    of_period.setdefault(id(held), []).append(customer)
        return known[period].get(id(rule), ())

    return Asking(policy=policy, facts=facts, customers=customers, months=months, chosen=chosen, covered=covered)


def demands_of(asking: Asking, rule: Rule) -> Iterator[Demand]:
    """What the rule asks for, not earlier than it was seen that it does."""
    was_due: dict[tuple[str, str], date] = {}
    before = same_before(rule)
    if before:
        then = replace(asking, covered=lambda _, period: asking.covered(rule, period))
        was_due = {(one.customer.customer_no, one.key): one.due_on for one in demands_of(then, before)}
    started_on = asking.policy.started_on
    for demand in trigger_of(rule).demands(asking, rule):
        yield as_seen(until_then(demand), was_due, started_on)


def until_then(demand: Demand) -> Demand:
    """The demand with 截止时刻 of its rule, unless its window is over earlier on that day."""
    until = min((at for at in (demand.until, demand.rule.until) if at), default=None)
    return demand if until == demand.until else replace(demand, until=until)
