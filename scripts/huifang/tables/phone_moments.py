"""When calls began, as bills and switchboards write it: to the second, with a zone, without a year, as one number."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from huifang.tables.days import Days, written_day
from huifang.tables.moments import EXCEL_EPOCH, SERIALS
from huifang.tables.times import plainly

#: The clock of all of China is so far before that of the world.
BEFORE_UTC = timedelta(hours=8)
_CLOCK = re.compile(
    r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(上午|下午|[ap]m)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?", re.IGNORECASE
)
_TOGETHER = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})T?(\d{2})(\d{2})(\d{2})")
#: Seconds since 1970, alone or with thousandths behind.
_EPOCH = re.compile(r"(1\d{9})(?:\.?\d{3,6})?")


class CallMoment(NamedTuple):
    """When a call began; ``is_sure`` says that the text names its zone, and that this is Beijing time."""

    at: datetime
    is_sure: bool = False


def call_moment(raw: Any, day: Any, days: Days) -> CallMoment | None:
    """The moment in the cell, with the day of a cell of its own where there is one; None where it says none."""
    if isinstance(raw, time):
        raw = f"{raw:%H:%M:%S}"
    if isinstance(raw, datetime) and not isinstance(day, (date, str)):
        return CallMoment(raw.replace(microsecond=0))
    if isinstance(raw, datetime):
        raw = f"{raw:%H:%M:%S}"
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return _numbered(raw, day, days)
    text = plainly(str(raw)) if raw is not None else ""
    if together := _TOGETHER.fullmatch(text):
        return _made(*map(int, together.groups()))
    if epoch := _EPOCH.fullmatch(text):
        return CallMoment(datetime(1970, 1, 1) + timedelta(seconds=int(epoch[1])) + BEFORE_UTC, is_sure=True)
    on = _day(day, days)
    if on is not None:
        return _on(on, text.rpartition(" ")[2] if written_day(text, days, ahead=False) else text)
    found = written_day(text, days, ahead=False)
    return _on(found.day, found.rest) if found and found.rest else None


def _day(raw: Any, days: Days) -> date | None:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    found = written_day(plainly(str(raw)), days, ahead=False) if raw not in (None, "") else None
    return found.day if found else None


def _numbered(number: float, day: Any, days: Days) -> CallMoment | None:
    """A number that a spreadsheet shows as a time: days since its epoch, or a part of the day."""
    if SERIALS[0] <= number <= SERIALS[1]:
        return CallMoment(EXCEL_EPOCH + timedelta(seconds=round(number * 86_400)))
    on = _day(day, days)
    if on is not None and 0 <= number < 1:
        return CallMoment(datetime.combine(on, time()) + timedelta(seconds=round(number * 86_400)))
    return call_moment(f"{number:.0f}", None, days) if number > SERIALS[1] else None


def _on(day: date, text: str) -> CallMoment | None:
    clock = _CLOCK.fullmatch(text.strip())
    if not clock:
        return None
    hour, half = int(clock[1]), (clock[4] or "").lower()
    hour = hour % 12 + 12 * (half in ("下午", "pm")) if half else hour
    made = _made(day.year, day.month, day.day, hour, int(clock[2]), int(clock[3] or 0))
    if made is None or not clock[5]:
        return made
    zone = clock[5].upper()
    ahead = timedelta() if zone in ("Z", "UTC", "GMT") else _offset(zone)
    return CallMoment(made.at - ahead + BEFORE_UTC, is_sure=True)


def _offset(zone: str) -> timedelta:
    ahead = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return -ahead if zone[0] == "-" else ahead


def _made(*parts: int) -> CallMoment | None:
    try:
        return CallMoment(datetime(*parts))  # type: ignore[arg-type]
    except ValueError:
        return None
