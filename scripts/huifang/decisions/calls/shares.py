"""Which of many a share selects: of rows at once or one day after the other, of customers by the first day of a period.

Tickets decide, which follow from the period, the rule and the row or customer alone. What was issued stays selected.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from huifang.core.periods import Period
from huifang.core.tickets import ticket
from huifang.decisions.calls.trigger import Asking, Pooled
from huifang.decisions.calls.windows import window_of
from huifang.policy.customers import Customer
from huifang.policy.rules import Rule
from huifang.tables.declared.customers import CUSTOMERS

_CLASS = CUSTOMERS.by_key["customer_class"].header


def wanted_of(rule: Rule, count: int) -> int:
    """How many of so many: the share, a part counted as a whole one, and not fewer than 次数, as far as there are."""
    return min(count, max(-int(-count * rule.share // 100), rule.times))


def selected_at_once(asking: Asking, rule: Rule, period: Period, pool: Sequence[Pooled]) -> list[Pooled]:
    """Those selected before, then those with the lowest tickets."""
    counted = _in_order(rule, period, pool)
    selected = [one for one in counted if is_chosen(asking, one)]
    missing = max(0, wanted_of(rule, len(counted)) - len(selected))
    return selected + [one for one in counted if not is_chosen(asking, one)][:missing]


def selected_in_turn(asking: Asking, rule: Rule, period: Period, pool: Sequence[Pooled]) -> list[Pooled]:
    """So many that after each day there are enough of all rows until then, those of the day with the lowest tickets: so
    nothing is left for the period's end. A row whose window was over when one of a later day was selected was passed
    over, and stays so.
    """

    def last_day(one: Pooled) -> date:
        return window_of(asking, rule, one.cells, one.on).due_on

    chosen = [one for one in pool if is_chosen(asking, one)]
    newest = max((one.on for one in chosen), default=date.min)
    missing = max(0, wanted_of(rule, len(pool)) - len(chosen))
    selected: list[Pooled] = []
    seen = 0
    for day in sorted({one.on for one in pool}):
        of_day = [one for one in _in_order(rule, period, pool) if one.on == day]
        seen += len(of_day)
        selected += [one for one in of_day if is_chosen(asking, one)]
        free = [one for one in of_day if not is_chosen(asking, one) and last_day(one) >= newest]
        new = free[: max(0, min(missing, wanted_of(rule, seen) - len(selected)))]
        missing -= len(new)
        selected += new
    return selected


def is_chosen(asking: Asking, one: Pooled) -> bool:
    """Whether it was issued before."""
    return (one.customer.customer_no, one.key) in asking.chosen


def _in_order(rule: Rule, period: Period, pool: Sequence[Pooled]) -> list[Pooled]:
    """By ticket: of a row by its key, of a customer by the number."""

    def drawn(one: Pooled) -> tuple[str, str]:
        subject = one.key if rule.anchor else one.customer.customer_no
        return ticket(period.name, rule.rule, subject), subject

    return sorted(pool, key=drawn)


def customers_of(asking: Asking, rule: Rule, period: Period) -> list[Pooled]:
    """The customers of the rule's classes who were approved on the period's first day. In the period in which the
    office began it is those who have been approved since, too, as they come in.
    """
    first, key = _first_day(asking, period), f"{rule.rule}|{period.name}"
    started = asking.policy.started_on
    last = period.until_on if started and started in period else first
    derived = {state.name for state in asking.policy.states} & {*rule.classes}
    covered = {one.customer_no for one in asking.covered(rule, period)} if derived else set[str]()

    def is_meant(customer: Customer) -> bool:
        if derived:
            return customer.customer_no in covered
        known = asking.policy.known_class(_class_on(customer, first))
        return rule.covers(known, customer.tags) and not customer.is_complainant

    def was_there(customer: Customer) -> bool:
        if customer.customer_no in asking.facts.given_up:
            return False
        began = customer.reviewed_on or customer.seen_on
        return (began is None or began <= last) and customer.owes(max(first, began or first))

    here = (one for one in asking.customers if was_there(one) and is_meant(one))
    return [Pooled(one, key, {}, first) for one in here]


def with_first_days(asking: Asking, rule: Rule, period: Period) -> Iterator[tuple[Pooled, date]]:
    """The selected customers of the period, by ticket, each with the first day on which it is their turn: they are
    spread over the period.
    """
    pool = customers_of(asking, rule, period)
    selected = _in_order(rule, period, selected_at_once(asking, rule, period, pool))
    first = _first_day(asking, period)
    days = (period.until_on - first).days + 1
    for place, one in enumerate(selected):
        yield one, first + timedelta(days=place * days // len(selected))


def _first_day(asking: Asking, period: Period) -> date:
    return min(max(period.from_on, asking.policy.started_on or period.from_on), period.until_on)


def _class_on(customer: Customer, day: date) -> str:
    """The class that the customer had then, as far as runs saw it change."""
    moved = sorted((seen_on, old) for header, old, seen_on in customer.moved if header == _CLASS and seen_on > day)
    return moved[0][1] if moved else customer.customer_class
