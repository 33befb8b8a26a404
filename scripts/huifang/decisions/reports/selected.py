"""Of the rows among which rules select: which were selected, and about which the customers were called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from huifang.decisions.calls.covering import counted_as
from huifang.decisions.calls.demands import asking_of, demands_of, months_around
from huifang.decisions.calls.facts import first_number_of
from huifang.decisions.calls.owed import obligation_of
from huifang.decisions.calls.trigger import Asking
from huifang.decisions.calls.triggers import trigger_of
from huifang.decisions.reports.figures import reached_by
from huifang.decisions.reports.figures_view import FiguresView
from huifang.policy.customers import Customer
from huifang.policy.rules import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class InPool:
    """A row of the period among which a rule selects: its number and its day, the class by which its customer counts,
    the day on which the customer was called about it (None: not by the period's end).

    ``due_on`` is the last day of the call's window; None where the row was not selected.
    """

    rule: str
    number: str
    on: date
    customer: Customer
    counted_as: str
    due_on: date | None = None
    called_on: date | None = None


def pooled_in(view: FiguresView) -> Iterator[InPool]:
    """The rows of the period among which the rules select, rule by rule."""
    months = months_around(view.period.from_on, view.period.until_on)
    customers = [customer for customer in view.customers.values() if customer.approved]
    planning = view.planning
    asking = asking_of(view.policy, planning.facts, customers, months, planning.numbers.keys(), view.issued)
    for rule in view.policy.rules:
        yield from _of_rule(view, asking, rule)


def _of_rule(view: FiguresView, asking: Asking, rule: Rule) -> Iterator[InPool]:
    pool = trigger_of(rule).pool
    if pool is None or rule.anchor is None:
        return
    selected = {(demand.customer.customer_no, demand.key): demand for demand in demands_of(asking, rule)}
    for period in asking.periods(rule):
        for row in pool(asking, rule, period):
            if row.on not in view.period:
                continue
            demand = selected.get((row.customer.customer_no, row.key))
            reached = reached_by(view, demand) if demand else None
            yield InPool(
                rule=rule.rule,
                number=first_number_of(rule.anchor.sheet, row.cells),
                on=row.on,
                customer=row.customer,
                counted_as=counted_as(view.policy, asking.facts, row.customer, rule, period),
                due_on=obligation_of(view.planning, demand).due_on if demand else None,
                called_on=reached.called_on if reached else None,
            )
