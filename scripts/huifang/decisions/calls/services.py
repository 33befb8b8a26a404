"""Until when somebody who was served in a month is owed a call for it."""

from __future__ import annotations

from datetime import date, timedelta

from huifang.core.periods import Period

#: It does not lapse sooner than so many days after the service (decision 3).
AFTER_SERVICE = timedelta(days=7)


def service_end(month: Period, day: date) -> date:
    """The last day of the window of a service on that day of the month, inclusive."""
    return max(month.until_on, day + AFTER_SERVICE)


def service_step(month: Period, day: date) -> str:
    """How that day was worked out, in words."""
    return f"应访止 = 月末 {month.until_on} 与服务后 {AFTER_SERVICE.days} 天 {day + AFTER_SERVICE} 中较晚的一天"
