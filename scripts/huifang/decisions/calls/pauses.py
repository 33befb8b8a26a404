"""Obligations as pauses leave them: the days of an approved 暂停 count for nobody (decision 15).

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
from huifang.policy.pauses import GIVEN, covering, moved
from huifang.policy.people import Exemption, People


def after_pauses(people: People, calendar: WorkCalendar, obligation: Obligation) -> Obligation:
    """The obligation with its window as pauses leave it, and that of the call it was issued with."""
    pauses = people.pauses_of(obligation.customer_no, obligation.plan_no)
    if not pauses:
        return obligation
    issue = obligation.issue
    if issue is not None:
        from_on, due_on = moved(pauses, calendar, issue.from_on, issue.due_on)
        until = issue.until if due_on == issue.due_on else None
        issue = msgspec.structs.replace(issue, from_on=from_on, due_on=due_on, until=until)
    from_on, due_on = moved(pauses, calendar, obligation.from_on, obligation.due_on)
    lapses_on = obligation.lapses_on
    if _is_excused(pauses, calendar, obligation, due_on):
        why = f"{_told(pauses)}，剩下的日子太少，不计为没有完成"
        return replace(obligation, issue=issue, is_excused=True, steps=(*obligation.steps, why))
    if due_on == obligation.due_on:
        return replace(obligation, issue=issue, from_on=from_on)
    assert lapses_on is None or due_on <= lapses_on
    why = f"{_told(pauses)}，应访止顺到暂停结束以后第 {GIVEN} 个工作日 = {due_on}"
    return replace(obligation, issue=issue, from_on=from_on, due_on=due_on, until=None, steps=(*obligation.steps, why))


def may_still_be_called(people: People, obligation: Obligation, today: date) -> bool:
    """Whether a day of the window is left on which there is no pause."""
    pauses = people.pauses_of(obligation.customer_no, obligation.plan_no)
    start = max(today, obligation.from_on)
    days = (start + timedelta(days=step) for step in range((obligation.due_on - start).days + 1))
    return any(covering(pauses, day) is None for day in days)


def _is_excused(pauses: Sequence[Exemption], calendar: WorkCalendar, obligation: Obligation, due_on: date) -> bool:
    within = covering(pauses, obligation.due_on)
    if within and within.until_on is None:
        return True
    if obligation.lapses_on is None:
        return False
    if due_on > obligation.lapses_on:
        return True
    if not covering(pauses, obligation.from_on):
        return False
    days = calendar.workdays(obligation.from_on, obligation.lapses_on)
    return sum(covering(pauses, day) is None for day in days) < GIVEN


def _told(pauses: Sequence[Exemption]) -> str:
    spans = (f"{p.from_on} 至 {p.until_on or '(未定)'} 暂停({p.approved_by} 批准)" for p in pauses)
    return "、".join(spans)
