"""Whatever stands in the registers: planning is the same however they are sorted, and no obligation gets lost."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huifang.core.periods import month_period
from huifang.decisions.calls.demands import demands, months_around
from huifang.decisions.calls.owed import open_obligations
from huifang.decisions.calls.planning import make_plan
from obligations_made import PERIOD, POLICY, TODAY, D, registers, view

pytestmark = pytest.mark.slow


def after(customers, services, calls):
    """What is seen once these calls were issued."""
    issued: dict[str, list[object]] = {}
    for call in calls:
        issued.setdefault(call.customer_no, []).append(call)
    numbers = {(c.customer_no, key): no for c in calls for key, no in zip(c.keys, c.covers, strict=True)}
    return view(customers, services, issued=issued, batch=tuple(calls), numbers=numbers)


@settings(max_examples=150, deadline=None)
@given(registers(), st.randoms(use_true_random=False))
def test_the_order_of_the_registers_does_not_matter(made, random):
    customers, services = made
    plan = make_plan(view(customers, services), PERIOD, TODAY)
    random.shuffle(customers)
    random.shuffle(services)
    other = make_plan(view(customers, services), PERIOD, TODAY)
    assert other.new == plan.new
    assert Counter(other.findings) == Counter(plan.findings)


@settings(max_examples=150, deadline=None)
@given(registers())
def test_planning_again_adds_nothing(made):
    plan = make_plan(view(*made), PERIOD, TODAY)
    assert make_plan(after(*made, plan.new), PERIOD, TODAY).new == ()


@settings(max_examples=200, deadline=None)
@given(registers())
def test_every_open_obligation_stands_in_the_plan(made):
    seen = view(*made)
    plan = make_plan(seen, PERIOD, TODAY)
    planned = Counter((call.customer_no, key) for call in plan.new for key in call.keys)
    open_ones = Counter(
        (one.customer.customer_no, one.obligation.key)
        for one in open_obligations(seen, TODAY, PERIOD.until_on)
        if one.obligation.from_on <= PERIOD.until_on
    )
    assert planned == open_ones and set(planned.values()) <= {1}
    assert len({call.plan_no for call in plan.new}) == len(plan.new)
    for call in plan.new:
        assert len(call.keys) == len(call.covers) and call.covers[0] == call.plan_no
        assert call.from_on <= call.due_on and call.planned_on in PERIOD and call.planned_on >= TODAY


@settings(max_examples=200, deadline=None)
@given(registers())
def test_the_gap_is_kept_or_it_is_said(made):
    plan = make_plan(view(*made), PERIOD, TODAY)
    planned: dict[str, list[date]] = {}
    for call in plan.new:
        planned.setdefault(call.customer_no, []).append(call.planned_on)
    close = [
        number
        for number, on in planned.items()
        if any(second - first < timedelta(days=4) for first, second in zip(sorted(on), sorted(on)[1:], strict=False))
    ]
    assert bool(close) <= any(finding.code in ("L712", "L701") for finding in plan.findings)


@settings(max_examples=200, deadline=None)
@given(registers())
def test_a_share_is_enough_and_stays(made):
    customers, services = made
    seen = view(customers, services)
    approved = [c for c in customers if c.approved]
    months = [month_period(2026, 11)]

    def selected(chosen):
        return {(d.customer.customer_no, d.key) for d in demands(POLICY, seen.facts, approved, months, chosen)
                if d.rule.rule == "R4"}  # fmt: skip

    mine = {c.customer_no for c in approved if c.customer_class == "乙"}
    counted = [s for s in services if s["客户编号"] in mine and s["完工时间"].month == 11]
    first = selected(frozenset())
    assert len(first) == -(-len(counted) * 30 // 100)
    other = {("K0", "R4|F0")} & {(s["客户编号"], f"R4|{s['服务单号']}") for s in counted}
    assert first | other >= selected(frozenset(other)) >= other and selected(frozenset(first)) == first


@settings(max_examples=100, deadline=None)
@given(registers(), st.dates(D("2026-08-01"), D("2026-12-20")))
def test_windows_hold_their_own_ends(made, today):
    customers, services = made
    facts = view(customers, services).facts
    for demand in demands(POLICY, facts, customers, months_around(today, today), frozenset()):
        assert demand.from_on <= demand.due_on and demand.basis and demand.steps
        assert demand.lapses_on is None or demand.lapses_on >= demand.due_on
