"""Three months of an office: whatever the agents do with their sheets, no obligation is ever lost."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huifang.core.periods import Period, parse_period
from huifang.decisions.calls.demands import demands, months_around
from huifang.decisions.calls.obligations import Attempt
from huifang.decisions.calls.owed import PlanningView
from huifang.decisions.calls.planning import in_book, make_plan
from huifang.decisions.reports.became import LAPSED
from huifang.decisions.reports.figures import owed_in
from huifang.decisions.reports.figures_view import FiguresView
from huifang.ledger.issues import IssuedCall
from huifang.policy.people import Exemption, People
from huifang.tables.options import ABOUT_PLAN, GIVE_UP
from obligations_made import PEOPLE, POLICY, registers, view

pytestmark = pytest.mark.slow

#: No rolling rule here: what that owes depends on the last call alone, see test_obligations.py.
APART = replace(POLICY, rules=POLICY.rules[1:], max_attempts=2)
PERIODS = tuple(parse_period(name) for name in ("2026-10", "2026-11", "2026-12"))
END = datetime(2027, 1, 20, 9, 0)
REACHED, IN_VAIN, NOTHING, ENDED = "接通", "无人接听", "没有打", "放弃"


@dataclass
class History:
    """What was issued and what came of it."""

    made: tuple
    issued: list[IssuedCall] = field(default_factory=list)
    connected: dict[str, date] = field(default_factory=dict)
    failures: dict[str, list[Attempt]] = field(default_factory=lambda: defaultdict(list))
    ended: list[Exemption] = field(default_factory=list)
    exhausted: set[str] = field(default_factory=set)

    def seen(self, period) -> PlanningView:
        by_customer = defaultdict(list)
        for call in self.issued:
            by_customer[call.customer_no].append(call)
        numbers = {(c.customer_no, key): no for c in self.issued for key, no in zip(c.keys, c.covers, strict=True)}
        planned = view(
            *self.made, issued=by_customer, batch=[c for c in self.issued if c.period == period.name], numbers=numbers,
            connected=self.connected, failures_of=self.failures,
        )  # fmt: skip
        return replace(planned, policy=APART, people=People(PEOPLE.persons, exemptions=tuple(self.ended)))

    def play(self, data) -> None:
        for period in PERIODS:
            today = period.from_on.replace(day=3)
            plan = make_plan(self.seen(period), period, today)
            self.exhausted = {f.message.split("(")[1][:2] for f in plan.findings if f.code == "L703"}
            self.issued += [in_book(call, f"{period.name}.xlsx") for call in plan.new]
            for call in plan.new:
                self.answer(call, data.draw(st.sampled_from([REACHED, IN_VAIN, NOTHING, ENDED])))

    def answer(self, call, what) -> None:
        if what == REACHED:
            self.connected[call.plan_no] = call.planned_on
        elif what == IN_VAIN:
            self.failures[call.plan_no].append(Attempt(call.planned_on, call.planned_on.isoformat(), call.phone))
        elif what == ENDED:
            for number in call.covers:
                self.ended.append(
                    Exemption(
                        subject=ABOUT_PLAN,
                        subject_no=number,
                        from_on=call.planned_on,
                        until_on=None,
                        treatment=GIVE_UP,
                        approved_by="主管",
                        reason="不再需要",
                    )
                )

    def figures(self, period) -> FiguresView:
        seen = self.seen(period)
        return FiguresView(
            period=period, policy=APART, people=seen.people, customers=seen.customers, records=(), last_before={},
            failures={}, issued=seen.issued, batches=(), excuses=seen.people, now=END, planning=seen,
        )  # fmt: skip


def asked_for(history):
    """Everything that the rules asked for in these months, as it looks at the end."""
    seen = history.seen(PERIODS[-1])
    approved = [customer for customer in seen.customers.values() if customer.approved]
    months = months_around(PERIODS[0].from_on, PERIODS[-1].until_on)
    wanted = demands(APART, seen.facts, approved, months, seen.numbers.keys())
    return [demand for demand in wanted if demand.from_on <= PERIODS[-1].until_on]


@settings(max_examples=120, deadline=None)
@given(registers(), st.data())
def test_every_obligation_is_planned_fulfilled_lapsed_ended_or_said(made, data):
    history = History(made)
    history.play(data)
    numbers = history.seen(PERIODS[-1]).numbers
    in_last_batch = {(c.customer_no, key) for c in history.issued if c.period == "2026-12" for key in c.keys}
    ended = {entry.subject_no for entry in history.ended}
    for demand in asked_for(history):
        name = (demand.customer.customer_no, demand.key)
        calls = [call for call in history.issued if call.customer_no == name[0] and demand.key in call.keys]
        reached = any(call.plan_no in history.connected for call in calls)
        lapsed = demand.lapses_on is not None and demand.lapses_on < date(2026, 12, 3)
        if not calls:  # it was over before the first plan
            assert lapsed and demand.lapses_on < date(2026, 10, 3), demand
        elif not (reached or lapsed or numbers[name] in ended):
            assert name in in_last_batch or name[0] in history.exhausted, demand


@settings(max_examples=120, deadline=None)
@given(registers(), st.data())
def test_what_has_a_number_keeps_it_and_is_still_asked_for(made, data):
    history = History(made)
    history.play(data)
    numbers = defaultdict(set)
    for call in history.issued:
        for key, number in zip(call.keys, call.covers, strict=True):
            numbers[call.customer_no, key].add(number)
    assert all(len(different) == 1 for different in numbers.values())
    assert len({number for (number,) in numbers.values()}) == len(numbers)
    dormant = {rule.rule for rule in APART.rules if rule.trigger == "久未服务"}
    still = {(demand.customer.customer_no, demand.key) for demand in asked_for(history)}
    assert {name for name in numbers if name[1].partition("|")[0] not in dormant} <= still


@settings(max_examples=120, deadline=None)
@given(registers(), st.data())
def test_no_call_is_made_twice_for_one_thing(made, data):
    history = History(made)
    history.play(data)
    done = {
        (call.customer_no, key): history.connected[call.plan_no]
        for call in history.issued
        for key in call.keys
        if call.plan_no in history.connected
    }
    for call in history.issued:
        for key in call.keys:
            reached_on = done.get((call.customer_no, key))
            assert reached_on is None or reached_on >= parse_period(call.period).from_on, call


@settings(max_examples=120, deadline=None)
@given(registers(), st.data())
def test_what_lapsed_is_listed_by_name(made, data):
    """In the figures of the month in which its window ended, with its customer, as missed."""
    history = History(made)
    history.play(data)
    ended = {entry.subject_no for entry in history.ended}
    numbers = history.seen(PERIODS[-1]).numbers
    for period in PERIODS:
        listed = {(line.customer.customer_no, line.obligation.key): line for line in owed_in(history.figures(period))}
        for demand in asked_for(history):
            name = (demand.customer.customer_no, demand.key)
            calls = [call for call in history.issued if call.customer_no == name[0] and demand.key in call.keys]
            reached = any(call.plan_no in history.connected for call in calls)
            if demand.lapses_on and demand.due_on in period and not reached and numbers.get(name) not in ended:
                assert listed[name].status == LAPSED
            if reached and name in listed:
                assert listed[name].status == "已回访"


@settings(max_examples=40, deadline=None)
@given(registers(), st.data())
def test_figures_of_a_period_that_is_over_do_not_change_with_the_days(made, data):
    """Of the first half of a month, too: what was missed in it may still be made up for in the second."""
    history = History(made)
    history.play(data)
    for month in PERIODS:
        for period in (month, Period(month.from_on, month.from_on + timedelta(days=14), month.name)):
            view = replace(history.figures(period), now=datetime.combine(period.until_on + timedelta(days=1), time(9)))
            assert [*owed_in(replace(view, now=view.now + timedelta(days=200)))] == [*owed_in(view)]
