"""The working time that limits are counted in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from huifang.core.worktime import WorkCalendar, WorkHours
from huifang.flow.office.moment import Moment
from huifang.policy.complaints import ComplaintClock
from huifang.tables.model import Row

#: Before that day nothing was registered: what is earlier was mistyped, and needs no calendar.
EARLIEST = date(2000, 1, 1)


def work_hours(moment: Moment, clocks: Sequence[ComplaintClock], rows: Iterable[Row]) -> WorkHours:
    """The working time from the first of the rows on; without a clock that runs in it, no holiday is looked up."""
    policy, today = moment.policy, moment.today
    if not any(clock.in_working_time for clock in clocks):
        return WorkHours(WorkCalendar(policy.workdays), policy.work_spans)
    keys = {clock.starts_with for clock in clocks}
    cells = (row[key] for row in rows for key in keys)
    started = (cell.date() if isinstance(cell, datetime) else cell for cell in cells)
    first = min((day for day in started if isinstance(day, date)), default=today)
    until = date(today.year + 2, 12, 31)
    return WorkHours(moment.calendar(max(EARLIEST, min(first, today)), until), policy.work_spans)
