"""Pauses (decision 15): worked out by hand. November 2026 begins on a Sunday; the 5th is a Thursday."""

from __future__ import annotations

from datetime import date

import pytest

from huifang.core.worktime import WorkCalendar
from huifang.decisions.calls.obligations import Base, Obligation
from huifang.decisions.calls.pauses import after_pauses, may_still_be_called
from huifang.policy.pauses import asked_until, days_over, moved
from huifang.policy.people import Exemption, People
from huifang.tables.options import ABOUT_CUSTOMER, ABOUT_PLAN, PAUSE

CALENDAR = WorkCalendar(frozenset(range(5)))


def D(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def pause(from_on: str, until_on: str | None, subject: str = ABOUT_CUSTOMER, number: str = "K1") -> Exemption:
    return Exemption(
        subject=subject, subject_no=number, from_on=D(from_on), until_on=D(until_on) if until_on else None,
        treatment=PAUSE, approved_by="B01", reason="出国",
    )  # fmt: skip


def owed(from_on: str, due_on: str, lapses_on: str | None = None, plan_no: str = "") -> Obligation:
    return Obligation(
        customer_no="K1", rule="R1", key="R1|x", base=Base(D(from_on), False, ""), from_on=D(from_on), due_on=D(due_on),
        lapses_on=D(lapses_on) if lapses_on else None, plan_no=plan_no,
    )  # fmt: skip


def after(obligation: Obligation, *pauses: Exemption) -> Obligation:
    return after_pauses(People(exemptions=pauses), CALENDAR, obligation)


@pytest.mark.parametrize(
    ("pauses", "window", "expected"),
    [
        ([("11-05", "12-05")], ("11-08", "11-11"), ("12-06", "12-09")),  # the 5th is a Saturday: Monday to Wednesday
        ([("11-05", "11-11")], ("11-03", "11-06"), ("11-03", "11-16")),  # it could be called before the pause
        ([("11-05", "11-10")], ("11-08", "11-11"), ("11-08", "11-11")),  # due when it is over
        ([("11-12", "11-20")], ("11-08", "11-11"), ("11-08", "11-11")),  # due before it
        ([("11-11", "11-11")], ("11-08", "11-11"), ("11-08", "11-16")),
        ([("11-05", "11-12"), ("11-16", "11-20")], ("11-08", "11-11"), ("11-13", "11-25")),  # due in the next one again
        ([("11-05", "11-12"), ("11-10", "11-20")], ("11-08", "11-11"), ("11-21", "11-25")),  # one over another
        ([("11-05", None)], ("11-08", "11-11"), ("11-08", "11-11")),
        ([], ("11-08", "11-11"), ("11-08", "11-11")),
    ],
)
def test_what_falls_due_in_a_pause_is_due_three_working_days_after_it(pauses, window, expected):
    found = moved([pause(*one) for one in pauses], CALENDAR, *map(D, window))
    assert found == tuple(map(D, expected))


def test_the_derivation_says_who_approved_it():
    obligation = after(owed("11-08", "11-11"), pause("11-05", "12-05"))
    assert obligation.steps == (
        "2026-11-05 至 2026-12-05 暂停(B01 批准)，应访止顺到暂停结束以后第 3 个工作日 = 2026-12-09",
    )
    assert not obligation.is_excused


def test_moving_twice_changes_nothing():
    once = after(owed("11-08", "11-11"), pause("11-05", "12-05"))
    assert after(once, pause("11-05", "12-05")).due_on == once.due_on


def test_somebody_else_s_pause_is_none():
    assert after(owed("11-08", "11-11"), pause("11-05", "12-05", number="K2")).due_on == D("11-11")
    of_call = pause("11-05", "12-05", ABOUT_PLAN, "H2611-0001")
    assert after(owed("11-08", "11-11"), of_call).due_on == D("11-11")
    assert after(owed("11-08", "11-11", plan_no="H2611-0001"), of_call).due_on == D("12-09")


@pytest.mark.parametrize(
    ("span", "window", "due_on", "is_excused"),
    [
        (("11-10", "11-17"), ("11-01", "11-15"), "11-20", False),  # three working days are left in the month
        (("11-10", "11-25"), ("11-01", "11-15"), "11-30", False),
        (("11-10", "11-26"), ("11-01", "11-15"), "11-15", True),  # the 27th and the 30th: too little
        (("11-25", "11-30"), ("11-01", "11-30"), "11-30", True),
        (("11-01", "11-25"), ("11-01", "11-30"), "11-30", False),  # 26th, 27th, 30th
        (("11-01", "11-26"), ("11-01", "11-30"), "11-30", True),
        (("11-20", "11-27"), ("11-01", "11-30"), "11-30", False),  # there was time enough before
        (("11-10", None), ("11-01", "11-30"), "11-30", True),
    ],
)
def test_a_month_s_call_is_excused_where_too_little_is_left(span, window, due_on, is_excused):
    found = after(owed(*window, lapses_on="11-30"), pause(*span))
    assert (found.due_on, found.is_excused) == (D(due_on), is_excused)


def test_what_is_excused_may_be_called_before_the_pause():
    excused = after(owed("11-01", "11-30", "11-30"), pause("11-25", "11-30"))
    people = People(exemptions=(pause("11-25", "11-30"),))
    assert excused.is_excused and may_still_be_called(people, excused, D("11-24"))
    assert not may_still_be_called(people, excused, D("11-25"))


@pytest.mark.parametrize(
    ("span", "until", "days"),
    [
        (("11-13", "11-20"), "11-12", 1),
        (("11-13", "11-20"), "11-20", 1),
        (("11-13", "11-20"), "11-22", 3),
        (("11-13", None), "11-30", 1),
        (("11-01", "11-11"), "11-15", 4),
        (("11-13", "11-20"), "11-11", 0),
        (("11-13", "11-20"), "11-01", 0),
    ],
)
def test_days_of_a_pause_are_not_overdue(span, until, days):
    assert days_over([pause(*span)], D("11-11"), D(until)) == days


@pytest.mark.parametrize(
    ("span", "day", "until"),
    [
        (("11-05", "11-12"), "11-20", "11-17"),  # Friday, Monday, Tuesday
        (("11-05", "11-12"), "11-12", None),  # it lies in the pause
        (("11-05", None), "11-20", None),  # nobody knows its end
        (("11-13", "11-20"), "11-20", None),  # due before the pause, in which nobody asks for it
        (("11-13", "11-20"), "11-21", "11-11"),  # afterwards it is what was missed before
    ],
)
def test_a_call_is_asked_for_when_the_pause_is_over(span, day, until):
    assert asked_until([pause(*span)], CALENDAR, D("11-11"), D(day)) == (D(until) if until else None)
    assert asked_until([], CALENDAR, D("11-11"), D(day)) == D("11-11")
