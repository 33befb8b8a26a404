"""Reminding: which deadlines come near, by 基本/提前提醒. All that remind of a deadline ask here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from huifang.decisions.complaints.clocks import ComplaintStatus
from huifang.decisions.complaints.reading import CLOSED, ClockReading
from huifang.policy.complaints import DAYS, HOURS, TimeLimit

_MINUTES = {HOURS: 60, DAYS: 24 * 60}


def coming_near(
    statuses: Iterable[ComplaintStatus], ahead: TimeLimit | None, now: datetime
) -> Iterator[tuple[ComplaintStatus, ClockReading]]:
    """The clocks that run, are not over yet, and will be in so much time or less; none without a time."""
    if ahead is None:
        return
    span = timedelta(minutes=ahead.amount * _MINUTES.get(ahead.unit, 1))
    for status in statuses:
        for reading in status.clocks if status.state != CLOSED else ():
            if reading.is_running and reading.due and reading.due - span <= now <= reading.due:
                yield status, reading
