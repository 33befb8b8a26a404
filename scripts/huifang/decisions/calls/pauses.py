"""Pauses: the days of an approved 暂停 count for nobody (decision 15).

What falls due within a pause is due three working days after it. An obligation that lapses before that has too little
of its month left and is excused; so is one of whose days the pause left fewer than three. Where nobody knows yet when
the pause ends, nothing is missed meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import msgspec

from huifang.core.worktime import WorkCalendar
from huifang.decisions.calls.obligations import Obligation
from huifang.policy.people import Exemption, People

#: So many working days are given once a pause is over.
GIVEN = 3


def after_pauses(people: People, calendar: WorkCalendar, obligation: Obligation) -> Obligation:
    """The obligation with its window as pauses leave it, and that of the call it was issued with."""
    pauses = people.pauses_of(obligation.customer_no, obligation.plan_no)
    if not pauses:
        return obligation
    issue = obligation.issue
    if issue is not None:
        from_on, due_on = moved(pauses, calendar, issue.from_on, issue.due_on)
        issue = msgspec.structs.replace(issue, from_on=from_on, due_on=due_on)
    from_on, due_on = moved(pauses, calendar, obligation.from_on, obligation.due_on)
    lapses_on = obligation.lapses_on
    if _is_excused(pauses, calendar, obligation, due_on):
        why = f"{_told(pauses)}，剩下的日子太少，不计为没有完成"
        return replace(obligation, issue=issue, is_excused=True, steps=(*obligation.steps, why))
    if due_on == obligation.due_on:
        return replace(obligation, issue=issue, from_on=from_on)
    assert lapses_on is None or due_on <= lapses_on
    why = f"{_told(pauses)}，应访止顺到暂停结束以后第 {GIVEN} 个工作日 = {due_on}"
    return replace(obligation, issue=issue, from_on=from_on, due_on=due_on, steps=(*obligation.steps, why))


def moved(pauses: Sequence[Exemption], calendar: WorkCalendar, from_on: date, due_on: date) -> tuple[date, date]:
    """The window when its last day does not lie in a pause any more; as it was while nobody knows the pause's end."""
    due = due_on
    while pause := _covering(pauses, due):
        if pause.until_on is None:
            return from_on, due_on
        due = pause.until_on
        for _ in range(GIVEN):
            due = calendar.workday_after(due)
    start = from_on
    while (pause := _covering(pauses, start)) and pause.until_on and due != due_on:
        start = pause.until_on + timedelta(days=1)
    return min(start, due), due


def days_over(pauses: Sequence[Exemption], due_on: date, until_on: date) -> int:
    """How many days ``until_on`` is behind the due day, those of pauses left out; 0 in time."""
    days = (due_on + timedelta(days=step) for step in range(1, (until_on - due_on).days + 1))
    return sum(_covering(pauses, day) is None for day in days)


def may_still_be_called(people: People, obligation: Obligation, today: date) -> bool:
    """Whether a day of the window is left on which there is no pause."""
    pauses = people.pauses_of(obligation.customer_no, obligation.plan_no)
    start = max(today, obligation.from_on)
    days = (start + timedelta(days=step) for step in range((obligation.due_on - start).days + 1))
    return any(_covering(pauses, day) is None for day in days)


def _is_excused(pauses: Sequence[Exemption], calendar: WorkCalendar, obligation: Obligation, due_on: date) -> bool:
    within = _covering(pauses, obligation.due_on)
    if within and within.until_on is None:
        return True
    if obligation.lapses_on is None:
        return False
    if due_on > obligation.lapses_on:
        return True
    if not _covering(pauses, obligation.from_on):
        return False
    days = calendar.workdays(obligation.from_on, obligation.lapses_on)
    return sum(_covering(pauses, day) is None for day in days) < GIVEN


def _covering(pauses: Sequence[Exemption], day: date) -> Exemption | None:
    """The pause of that day, of several the one that lasts longest."""
    found = [pause for pause in pauses if pause.covers(day)]
    return max(found, key=lambda pause: pause.until_on or date.max, default=None)


def _told(pauses: Sequence[Exemption]) -> str:
    spans = (f"{p.from_on} 至 {p.until_on or '(未定)'} 暂停({p.approved_by} 批准)" for p in pauses)
    return "、".join(spans)
