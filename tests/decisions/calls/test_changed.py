"""What becomes due in the past by a change is due from the day on which that was seen (decision 15); by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from huifang.core.periods import month_period
from huifang.decisions.calls.changed import as_seen, dated, last_change
from huifang.decisions.calls.demands import demands
from huifang.decisions.calls.facts import Facts
from huifang.decisions.calls.obligations import Base, Cadence, open_obligation
from huifang.decisions.calls.trigger import Demand
from huifang.edges.known.presets import load_preset
from huifang.policy.customers import Customer
from huifang.policy.rules import Rule, Source
from obligations_made import CALENDAR

SEEN = date(2026, 11, 20)
TRIED = Rule(rule="R1", title="体验后", trigger="日期", methods=("电话",), anchor=Source("客户", "体验日期"))
OF_BIG = Rule(rule="R2", title="大客户", trigger="滚动", methods=("电话",), interval=10, classes=("大客户",))
CUSTOMER = Customer(customer_no="K1", customer_class="大客户")


def moved(header: str, old: str) -> Customer:
    return replace(CUSTOMER, moved=((header, old, SEEN),))


def seen(one: Demand, started_on: date | None = None, **was_due: int) -> Demand:
    """``was_due``: the day of November on which it was due by the rule before, by key."""
    before = {(one.customer.customer_no, key): date(2026, 11, due) for key, due in was_due.items()}
    return as_seen(one, before, started_on)


def demand(customer: Customer, due: int, lapses: int | None = None, rule: Rule = TRIED) -> Demand:
    """A window of four days after its first, in November."""
    return Demand(
        customer=customer, rule=rule, key="R1|K1", counted_from=date(2026, 11, 1), from_on=date(2026, 11, due - 4),
        due_on=date(2026, 11, due), basis="", steps=(), lapses_on=lapses and date(2026, 11, lapses),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("customer", "rule", "is_changed"),
    [
        (moved("体验日期", "2026-11-01"), TRIED, True),
        (moved("到期日", "2026-11-01"), TRIED, False),  # another column
        (moved("客户类别", "普通客户"), OF_BIG, True),  # the rule holds since then
        (moved("客户类别", "大客户"), OF_BIG, False),  # it held before
        (moved("客户类别", "普通客户"), TRIED, False),  # it is for every class
        (CUSTOMER, TRIED, False),
    ],
)
def test_by_which_change_a_rule_comes_to_count(customer: Customer, rule: Rule, is_changed: bool) -> None:
    change = last_change(customer, rule, (rule,))
    assert (change.seen_on if change else None) == (SEEN if is_changed else None)


def test_a_window_that_was_over_begins_when_the_change_wseen() -> None:
    customer = moved("体验日期", "2026-11-01")
    late = seen(demand(customer, 12))
    assert (late.from_on, late.due_on) == (SEEN, date(2026, 11, 24)) and "才见到" in late.steps[-1]
    for due in (20, 25):  # not over yet
        assert seen(demand(customer, due)) == demand(customer, due)
    short = seen(demand(customer, 12, lapses=22))
    assert (short.from_on, short.due_on) == (SEEN, date(2026, 11, 22))
    assert seen(demand(customer, 12, lapses=15)) == demand(customer, 12, lapses=15)  # lapsed before
    assert seen(demand(CUSTOMER, 12)) == demand(CUSTOMER, 12)


def test_a_rolling_call_that_a_new_class_makes_overdue() -> None:
    """Reached on the 1st; every ten days since the class of the 20th: due from the 20th, three days ahead as usual."""
    assert opened(moved("客户类别", "普通客户"), OF_BIG) == (SEEN, date(2026, 11, 23))
    assert opened(moved("客户类别", "大客户"), OF_BIG) == (date(2026, 11, 8), date(2026, 11, 11))


@pytest.mark.parametrize(("interval", "due"), [(30, 23), (19, 23), (18, 19), (15, 16)])
def test_what_was_late_by_the_old_class_stays_as_late(interval: int, due: int) -> None:
    """Every 18 days: due on the 19th, the day before the class was changed."""
    of_others = replace(OF_BIG, rule="R3", classes=("普通客户",), interval=interval)
    assert opened(moved("客户类别", "普通客户"), OF_BIG, of_others)[1] == date(2026, 11, due)


# A changed rule


def changed_to(new: Rule, *old: Rule, seen_on: date = SEEN) -> Rule:
    """The rule as it knows what stood before; the last but one versions were seen the days before, each alone."""
    days = [date.fromordinal(seen_on.toordinal() - back) for back in range(len(old), -1, -1)]
    return dated(zip(days, [(one,) for one in (*old, new)], strict=True))[0]


def opened(customer: Customer, *rules: Rule, started_on: date | None = None) -> tuple[date, date]:
    """The window of the open call by the first rule, counted from the 1st of November."""
    policy = replace(load_preset("sales-ten-day").policy, rules=rules, started_on=started_on)
    cadence = Cadence(customer=customer, rule=rules[0], policy=policy, issues=(), calendar=CALENDAR)
    obligation = open_obligation(cadence, Base(date(2026, 11, 1), True, "上次接通 2026-11-01"), {})
    return obligation.from_on, obligation.due_on


def november(first: int, last: int) -> tuple[date, date]:
    return date(2026, 11, first), date(2026, 11, last)


@pytest.mark.parametrize(
    ("before", "window"),
    [
        ({"interval": 30}, november(20, 23)),  # due on 1 December: not late, so due from the day of the change
        ({"interval": 1, "unit": "月"}, november(20, 23)),
        ({"interval": 15}, november(13, 16)),  # late since the 16th, and no later
        ({"interval": 5}, november(8, 11)),  # the new rule gives more time
        ({"classes": ("普通客户",)}, november(20, 23)),  # it was not for this customer
        ({"classes": ("大客户", "普通客户")}, november(8, 11)),  # it was
        ({"title": "别的", "message": "别的", "urgency": 1}, november(8, 11)),  # nothing by which it becomes due
        ({"rule": "R7"}, november(8, 11)),  # only another number
        ({"rule": "R7", "interval": 30}, november(20, 23)),
        ({"rule": "R7", "interval": 15}, november(13, 16)),
        ({"trigger": "每月"}, november(20, 23)),  # no such call was owed
    ],
)
def test_a_rolling_rule_that_was_changed(before: dict[str, Any], window: tuple[date, date]) -> None:
    assert opened(CUSTOMER, changed_to(OF_BIG, replace(OF_BIG, **before))) == window


def test_changed_again_and_again() -> None:
    """30, then 15 on the 19th, which made it due from the 19th to the 22nd, then 10 on the 20th."""
    rule = changed_to(OF_BIG, replace(OF_BIG, interval=30), replace(OF_BIG, interval=15))
    assert rule.replaced and rule.replaced.seen_on == SEEN
    assert opened(CUSTOMER, rule) == november(20, 23)
    later = changed_to(OF_BIG, replace(OF_BIG, interval=30), replace(OF_BIG, interval=15), seen_on=date(2026, 11, 25))
    assert opened(CUSTOMER, later) == november(25, 28)  # by 15 it was due from the 24th to the 27th
    back = changed_to(OF_BIG, OF_BIG, replace(OF_BIG, interval=30), seen_on=date(2026, 11, 5))
    assert opened(CUSTOMER, back) == november(8, 11)


def test_it_wins_over_the_days_over_which_a_beginning_is_spread() -> None:
    """The office began on the 13th; by the old rule the call was due in December."""
    rule = changed_to(OF_BIG, replace(OF_BIG, interval=30))
    assert opened(CUSTOMER, rule, started_on=date(2026, 11, 13)) == november(20, 23)
    late = changed_to(OF_BIG, replace(OF_BIG, interval=5))
    assert opened(CUSTOMER, late, started_on=date(2026, 11, 13)) == november(10, 13)  # spread by both


def test_a_window_of_a_changed_rule_that_was_over() -> None:
    shifted = changed_to(TRIED, replace(TRIED, window=(20, 4)))
    one = demand(CUSTOMER, 12, rule=shifted)
    late = seen(one)
    assert (late.from_on, late.due_on) == november(20, 24) and "制度的改动" in late.steps[-1]
    assert seen(one, **{one.key: 25}).due_on == date(2026, 11, 24)  # it was not late
    assert seen(one, **{one.key: 15}).due_on == date(2026, 11, 15)  # it was
    assert seen(one, date(2026, 11, 13)) == one  # over before the office began: a rule asks for nothing of that time
    assert seen(demand(CUSTOMER, 20, rule=shifted)).due_on == date(2026, 11, 20)


def test_what_a_rule_asks_for_is_compared_with_what_it_asked_for_before() -> None:
    """Tried on the 1st and on the 10th; until the 20th: twelve days later, four days long; since then eight."""
    numbers = {"K1": 1, "K2": 10}
    customers = [
        replace(CUSTOMER, customer_no=number, days=(("体验日期", date(2026, 11, day)),))
        for number, day in numbers.items()
    ]
    rule = changed_to(replace(TRIED, window=(8, 1)), replace(TRIED, window=(12, 4)))
    policy = replace(load_preset("sales-ten-day").policy, rules=(rule,), started_on=None)
    facts = Facts({"客户": [customer.cells() for customer in customers]})
    asked = demands(policy, facts, customers, [month_period(2026, 11)], frozenset())
    windows = {one.customer.customer_no: (one.from_on, one.due_on) for one in asked}
    assert windows == {"K1": november(9, 17), "K2": november(20, 21)}  # K1 was late since the 18th, K2 was not
