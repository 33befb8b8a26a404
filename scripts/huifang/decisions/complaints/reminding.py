"""Reminding: which deadlines come near, by 通知. All that remind of a deadline ask here.

Of a deadline that was counted in working time, so is the time before it: who is to be warned half an hour before
Monday at 9:10 is warned on Friday.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from huifang.core.worktime import WorkHours
from huifang.decisions.complaints.clocks import ComplaintStatus
from huifang.decisions.complaints.reading import CLOSED, ClockReading
from huifang.policy.complaints import DAYS, HOURS, TimeLimit

_MINUTES = {HOURS: 60, DAYS: 24 * 60}


def coming_near(
    statuses: Iterable[ComplaintStatus], ahead: TimeLimit | None, now: datetime, hours: WorkHours
) -> Iterator[tuple[ComplaintStatus, ClockReading]]:
    """The clocks that run, are not over yet, and will be in so much time or less; none without a time.

    ``hours`` is the working time that those are counted in which run in it.
    """
    if ahead is None:
        return
    for status in statuses:
        for reading in status.clocks if status.state != CLOSED else ():
            if reading.is_running and reading.due and now <= reading.due:
                working = hours if reading.clock.in_working_time else None
                if _is_near(ahead, now, reading.due, working):
                    yield status, reading


def is_shorter(ahead: TimeLimit | None, other: TimeLimit | None) -> bool:
    """Whether so much time before is nearer to the deadline than the other; a day counts as 24 hours."""
    return ahead is not None and other is not None and _minutes(ahead) < _minutes(other)


def _minutes(ahead: TimeLimit) -> int:
    return ahead.amount * _MINUTES.get(ahead.unit, 1)


def _is_near(ahead: TimeLimit, now: datetime, due: datetime, hours: WorkHours | None) -> bool:
    """Whether so much time or less is left, of working time where there are ``hours``."""
    if hours is None:
        return due - now <= timedelta(minutes=_minutes(ahead))
    if ahead.unit == DAYS:
        days = hours.calendar.workdays(now.date() + timedelta(days=1), due.date())
        return sum(1 for _ in days) <= ahead.amount
    left = sum(stretch.minutes for stretch in hours.between(now, due).stretches)
    return left <= _minutes(ahead)
