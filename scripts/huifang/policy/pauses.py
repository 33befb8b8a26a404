"""What an approved 暂停 does to the days of a call (decision 15): they count for nobody.

What falls due within a pause is due three working days after it. Where nobody knows yet when the pause ends, nothing is
missed meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from huifang.core.worktime import WorkCalendar
from huifang.policy.people import Exemption

#: So many working days are given once a pause is over.
GIVEN = 3


def moved(pauses: Sequence[Exemption], calendar: WorkCalendar, from_on: date, due_on: date) -> tuple[date, date]:
    """The window when its last day does not lie in a pause any more; as it was while nobody knows the pause's end."""
    due = due_on
    while pause := covering(pauses, due):
        if pause.until_on is None:
            return from_on, due_on
        due = pause.until_on
        for _ in range(GIVEN):
            due = calendar.workday_after(due)
    start = from_on
    while (pause := covering(pauses, start)) and pause.until_on and due != due_on:
        start = pause.until_on + timedelta(days=1)
    return min(start, due), due


def asked_until(pauses: Sequence[Exemption], calendar: WorkCalendar, due_on: date, day: date) -> date | None:
    """The last day (inclusive) of a call's window as pauses leave it; None where nobody is to be asked for the call on
    ``day``, because it lies in a pause, or nobody knows the end of the one in which the call fell due.
    """
    if not pauses:
        return due_on
    _, due = moved(pauses, calendar, due_on, due_on)
    return None if covering(pauses, due) or covering(pauses, day) else due


def days_over(pauses: Sequence[Exemption], due_on: date, until_on: date) -> int:
    """How many days ``until_on`` is behind the due day, those of pauses left out; 0 in time."""
    days = (due_on + timedelta(days=step) for step in range(1, (until_on - due_on).days + 1))
    return sum(covering(pauses, day) is None for day in days)


def covering(pauses: Sequence[Exemption], day: date) -> Exemption | None:
    """The pause of that day, of several the one that lasts longest."""
    found = [pause for pause in pauses if pause.covers(day)]
    return max(found, key=lambda pause: pause.until_on or date.max, default=None)
