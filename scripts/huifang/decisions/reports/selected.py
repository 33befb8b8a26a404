"""Of the rows among which rules select: which were selected, and about which the customers were called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from huifang.core.periods import Period
from huifang.decisions.calls.covering import counted_as
from huifang.decisions.calls.demands import asking_of, demands_of, months_around
from huifang.decisions.calls.facts import first_number_of
from huifang.decisions.calls.owed import obligation_of
from huifang.decisions.calls.trigger import Asking
from huifang.decisions.calls.triggers import trigger_of
from huifang.decisions.reports.figures import not_owed, reached_by
from huifang.decisions.reports.figures_view import FiguresView
from huifang.policy.customers import Customer
from huifang.policy.rules import MONTHLY, Rule


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareStand:
    """How a rule that selects, or asks for so many calls, stands in one of its periods, at the end of the report's: of
    how many rows or customers so many calls were ``wanted`` and ``done``, and whether the period ``is_over``.
    """

    rule: Rule
    period: Period
    of: int
    wanted: int
    done: int
    is_over: bool

    @property
    def lacking(self) -> int:
        """How many are missing."""
        return max(0, self.wanted - self.done)


def shares_in(view: FiguresView) -> Iterator[ShareStand]:
    """Every period which meets that of the report, of rules that select or ask for so many calls in each, where they
    are not judged by each month.
    """
    asking = _asking(view)
    for rule in view.policy.rules:
        pool, by_period = trigger_of(rule).pool, trigger_of(rule).by_period
        if rule.cycle == MONTHLY and (by_period or (rule.anchor and not rule.has_window)):
            continue
        if pool is None and not by_period:
            continue
        demands = [*demands_of(asking, rule)]
        for period in view.policy.periods_of(rule, view.period.from_on, view.period.until_on):
            rows = {(row.customer.customer_no, row.key) for row in pool(asking, rule, period)} if pool else set()
            keyed = [((one.customer.customer_no, one.key), one) for one in demands]
            mine = [one for key, one in keyed if (key in rows if pool else one.from_on in period)]
            done = [one for one in mine if reached_by(view, one)]
            left = [one for one in mine if not reached_by(view, one)]
            owed = [one for one in left if not not_owed(view, one, obligation_of(view.planning, one))]
            count = len(rows) if pool else len({one.customer.customer_no for one in (*done, *owed)})
            yield ShareStand(
                rule=rule, period=period, of=count, wanted=len(done) + len(owed), done=len(done),
                is_over=period.until_on <= view.period.until_on,
            )  # fmt: skip


def _asking(view: FiguresView) -> Asking:
    months = months_around(view.period.from_on, view.period.until_on)
    customers = [customer for customer in view.customers.values() if customer.approved]
    numbers = view.planning.numbers.keys()
    return asking_of(view.policy, view.planning.facts, customers, months, numbers, view.issued)


def pooled_in(view: FiguresView) -> Iterator[InPool]:
    """The rows of the period among which the rules select, rule by rule."""
    asking = _asking(view)
    for rule in view.policy.rules:
        yield from _of_rule(view, asking, rule)


def _of_rule(view: FiguresView, asking: Asking, rule: Rule) -> Iterator[InPool]:
    pool = trigger_of(rule).pool
    if pool is None:
        return
    selected = {(demand.customer.customer_no, demand.key): demand for demand in demands_of(asking, rule)}
    for period in asking.periods(rule):
        for row in pool(asking, rule, period):
            if row.on not in view.period and (rule.anchor or not _meets(period, view.period)):
                continue
            demand = selected.get((row.customer.customer_no, row.key))
            reached = reached_by(view, demand) if demand else None
            yield InPool(
                rule=rule.rule,
                number=first_number_of(rule.anchor.sheet, row.cells) if rule.anchor else row.customer.customer_no,
                on=row.on,
                customer=row.customer,
                counted_as=counted_as(view.policy, asking.facts, row.customer, rule, period),
                due_on=obligation_of(view.planning, demand).due_on if demand else None,
                called_on=reached.called_on if reached else None,
            )


def _meets(period: Period, other: Period) -> bool:
    return period.from_on <= other.until_on and other.from_on <= period.until_on
