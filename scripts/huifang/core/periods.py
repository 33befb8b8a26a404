"""Periods: ten-day periods that end on report days, days, weeks, months, quarters, half years and years.

A period is everything after the previous report day up to and including its own, so the 31st belongs to the
period of the next 10th. A report day that a month does not have falls on its last day (decision 1).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

TEN_DAY_NAMES = ("上旬", "中旬", "下旬")
HALF_YEAR_NAMES = ("上半年", "下半年")
#: The kinds of period that a report or a task may have, the shortest first.
SPANS = ("日", "周", "旬", "月", "季", "半年", "年")
DEFAULT_REPORT_DAYS = (10, 20, 30)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A named span of days; both ends are inclusive."""

    from_on: date
    until_on: date
    name: str

    def __contains__(self, day: date) -> bool:
        return self.from_on <= day <= self.until_on

    def days(self) -> Iterator[date]:
        """Every day of the period, in order."""
        for offset in range((self.until_on - self.from_on).days + 1):
            yield self.from_on + timedelta(days=offset)


class UnknownPeriod(ValueError):
    """The name is none of the forms that ``parse_period`` knows."""


def month_day(year: int, month: int, day: int) -> date:
    """That day of the month, or the month's last day where the month is shorter."""
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


def add_months(day: date, months: int) -> date:
    """The same day of the month ``months`` later, clamped to the month's end (31 Jan + 1 = last of February)."""
    index = day.year * 12 + day.month - 1 + months
    return month_day(index // 12, index % 12 + 1, day.day)


def month_period(year: int, month: int) -> Period:
    """A calendar month, named ``2026-11``."""
    return Period(date(year, month, 1), month_day(year, month, 31), f"{year}-{month:02d}")


def quarter_period(year: int, quarter: int) -> Period:
    """A calendar quarter, named ``2026Q4``."""
    return Period(date(year, quarter * 3 - 2, 1), month_day(year, quarter * 3, 31), f"{year}Q{quarter}")


def half_year_period(year: int, half: int) -> Period:
    """A half of a calendar year (1, 2), named ``2026上半年``."""
    return Period(date(year, half * 6 - 5, 1), month_day(year, half * 6, 31), f"{year}{HALF_YEAR_NAMES[half - 1]}")


def year_period(year: int) -> Period:
    """A calendar year, named ``2026``."""
    return Period(date(year, 1, 1), date(year, 12, 31), f"{year}")


def week_period(day: date) -> Period:
    """The ISO week (Monday to Sunday) that contains the day, named ``2026W47``."""
    year, week, weekday = day.isocalendar()
    monday = day - timedelta(days=weekday - 1)
    return Period(monday, monday + timedelta(days=6), f"{year}W{week:02d}")


def ten_day_period(year: int, month: int, index: int, report_days: tuple[int, ...] = DEFAULT_REPORT_DAYS) -> Period:
    """The ``index``-th (0, 1, 2) report period of a month, named ``2026-11上旬``."""
    until = month_day(year, month, report_days[index])
    if index:
        previous = month_day(year, month, report_days[index - 1])
    else:
        before = add_months(date(year, month, 1), -1)
        previous = month_day(before.year, before.month, report_days[-1])
    return Period(previous + timedelta(days=1), until, f"{year}-{month:02d}{TEN_DAY_NAMES[index]}")


def period_of(day: date, span: str, report_days: tuple[int, ...] = DEFAULT_REPORT_DAYS) -> Period:
    """The period of that kind (one of :data:`SPANS`) that contains the day."""
    calendar_ones: dict[str, Callable[[], Period]] = {
        "日": lambda: Period(day, day, f"{day}"),
        "周": lambda: week_period(day),
        "月": lambda: month_period(day.year, day.month),
        "季": lambda: quarter_period(day.year, (day.month + 2) // 3),
        "半年": lambda: half_year_period(day.year, (day.month + 5) // 6),
        "年": lambda: year_period(day.year),
    }
    return calendar_ones[span]() if span in calendar_ones else _ten_day_period_of(day, report_days)


def _ten_day_period_of(day: date, report_days: tuple[int, ...]) -> Period:
    following = add_months(day.replace(day=1), 1)
    for year, month in ((day.year, day.month), (following.year, following.month)):
        for index in range(len(TEN_DAY_NAMES)):
            period = ten_day_period(year, month, index, report_days)
            if day in period:
                return period
    raise AssertionError("report days cover every day")


_NAMED = re.compile(r"(\d{4})(?:-(\d{2})(上旬|中旬|下旬|-\d{2})?|Q([1-4])|W(\d{2})|(上半年|下半年))?")


def parse_period(name: str, report_days: tuple[int, ...] = DEFAULT_REPORT_DAYS) -> Period:
    """The period of that name.

    Raises:
        UnknownPeriod: the name is not like 2026-11上旬, 2026-11, 2026Q4, 2026W47, 2026上半年, 2026 or 2026-11-21.
    """
    found = _NAMED.fullmatch(name.strip())
    try:
        if found:
            year, month, part, quarter, week, half = found.groups()
            if quarter:
                return quarter_period(int(year), int(quarter))
            if week:
                return week_period(date.fromisocalendar(int(year), int(week), 1))
            if half:
                return half_year_period(int(year), HALF_YEAR_NAMES.index(half) + 1)
            if part in TEN_DAY_NAMES:
                return ten_day_period(int(year), int(month), TEN_DAY_NAMES.index(part), report_days)
            if part:
                return period_of(date.fromisoformat(found[0]), "日")
            return month_period(int(year), int(month)) if month else year_period(int(year))
    except ValueError:
        pass
    raise UnknownPeriod(name)


def periods_between(from_on: date, until_on: date, span: str, report_days: tuple[int, ...]) -> list[Period]:
    """The periods of that kind that have a day from ``from_on`` to ``until_on``, in order."""
    periods = [period_of(from_on, span, report_days)]
    while periods[-1].until_on < until_on:
        periods.append(period_of(periods[-1].until_on + timedelta(days=1), span, report_days))
    return periods


def previous_period(period: Period, span: str, report_days: tuple[int, ...] = DEFAULT_REPORT_DAYS) -> Period:
    """The period of the given kind that ends the day before this one starts."""
    return period_of(period.from_on - timedelta(days=1), span, report_days)
