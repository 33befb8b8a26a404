"""Until when somebody who was served in a month, or another period, is owed a call for it."""

from __future__ import annotations

from datetime import date, timedelta

from huifang.core.periods import Period, month_period

#: It does not lapse sooner than so many days after the service (decision 3).
AFTER_SERVICE = timedelta(days=7)


def service_end(period: Period, day: date) -> date:
    """The last day of the window of a service on that day of the period, inclusive."""
    return max(period.until_on, day + AFTER_SERVICE)


def service_step(period: Period, day: date) -> str:
    """How that day was worked out, in words."""
    end = "月末" if period == month_period(day.year, day.month) else f"{period.name} 的最后一天"
    return f"应访止 = {end} {period.until_on} 与服务后 {AFTER_SERVICE.days} 天 {day + AFTER_SERVICE} 中较晚的一天"
