"""What becomes due in the past by a change is due from the day on which that was seen (decision 15); by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from huifang.decisions.calls.changed import as_seen, changed_on
from huifang.decisions.calls.obligations import Base, Cadence, open_obligation
from huifang.decisions.calls.trigger import Demand
from huifang.edges.known.presets import load_preset
from huifang.policy.customers import Customer
from huifang.policy.rules import Rule, Source

SEEN = date(2026, 11, 20)
TRIED = Rule(rule="R1", title="体验后", trigger="日期", methods=("电话",), anchor=Source("客户", "体验日期"))
OF_BIG = Rule(rule="R2", title="大客户", trigger="滚动", methods=("电话",), interval=10, classes=("大客户",))
CUSTOMER = Customer(customer_no="K1", customer_class="大客户")


def moved(header: str, old: str) -> Customer:
    return replace(CUSTOMER, moved=((header, old, SEEN),))


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
    assert changed_on(customer, rule) == (SEEN if is_changed else None)


def test_a_window_that_was_over_begins_when_the_change_was_seen() -> None:
    customer = moved("体验日期", "2026-11-01")
    late = as_seen(demand(customer, 12))
    assert (late.from_on, late.due_on) == (SEEN, date(2026, 11, 24)) and "才见到" in late.steps[-1]
    for due in (20, 25):  # not over yet
        assert as_seen(demand(customer, due)) == demand(customer, due)
    short = as_seen(demand(customer, 12, lapses=22))
    assert (short.from_on, short.due_on) == (SEEN, date(2026, 11, 22))
    assert as_seen(demand(customer, 12, lapses=15)) == demand(customer, 12, lapses=15)  # lapsed before
    assert as_seen(demand(CUSTOMER, 12)) == demand(CUSTOMER, 12)


def test_a_rolling_call_that_a_new_class_makes_overdue() -> None:
    """Reached on the 1st; every ten days since the class of the 20th: due from the 20th, three days ahead as usual."""
    policy = load_preset("sales-ten-day").policy
    base = Base(date(2026, 11, 1), True, "上次接通 2026-11-01")

    def opened(customer: Customer) -> tuple[date, date]:
        cadence = Cadence(customer=customer, rule=OF_BIG, policy=policy, issues=())
        obligation = open_obligation(cadence, base, {})
        return obligation.from_on, obligation.due_on

    assert opened(moved("客户类别", "普通客户")) == (SEEN, date(2026, 11, 23))
    assert opened(moved("客户类别", "大客户")) == (date(2026, 11, 8), date(2026, 11, 11))
