"""Days and times in cells: real ones, bare numbers whose format says nothing, and what people type."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import Any
from unicodedata import normalize

from huifang.core.text import clean
from huifang.tables.days import Days, written_day
from huifang.tables.days import readings_of as days_meant
from huifang.tables.model import Kind
from huifang.tables.odd_cells import EMPTY, Reading
from huifang.tables.times import (
    is_part_of_day,
    numbered_minutes,
    numbered_time,
    readings_of,
    written_minutes,
    written_time,
)

#: Kinds of columns that hold days and times.
MOMENTS = frozenset({Kind.DATE, Kind.TIME, Kind.DATETIME})
EXCEL_EPOCH = datetime(1899, 12, 30)
SERIALS = (36_526, 73_050)  # 2000-01-01 to 2099-12-31
#: Days before this one are numbers that the format of their cell makes a day of.
FIRST_DAY = date(1950, 1, 1)
#: The code of what is written in short: a day's number alone, ``905``, so many minutes.
SHORT = "C219"
#: A bare number that is written as a text where a day or a time is asked for.
_BARE = re.compile(r"\d{1,5}(?:\.\d+)?|0?\.\d+")


def number_behind(raw: Any) -> Any:
    """The number that the format of its cell makes a day of long ago; anything else as it is."""
    if not isinstance(raw, date):
        return raw
    day = raw.date() if isinstance(raw, datetime) else raw
    if day >= FIRST_DAY or day < EXCEL_EPOCH.date():
        return raw
    # until the end of February 1900 a spreadsheet is one day behind: it thinks that there was a 29th
    whole = (day - EXCEL_EPOCH.date()).days - (day < date(1900, 3, 1))
    part = (raw - datetime.combine(day, time())).total_seconds() / 86_400 if isinstance(raw, datetime) else 0
    return float(whole) + round(part, 9) if whole > 0 else raw


def _as_number(raw: Any) -> float | None:
    """The number in the cell, though it may be written as a text; None where there is none."""
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return raw if isfinite(raw) else None
    text = normalize("NFKC", clean(raw)).lstrip("'’‘`´") if isinstance(raw, str) else ""
    return float(text) if _BARE.fullmatch(text) and len(text) < 20 else None


def read_date(raw: Any, days: Days, ahead: bool) -> Reading:
    """A day; what stands behind it may be no more than a time, or a part of the day."""
    raw = number_behind(raw)
    if isinstance(raw, datetime):
        return Reading(raw.date())
    if isinstance(raw, date):
        return Reading(raw)
    number = _as_number(raw)
    if number is not None:
        return _numbered_date(raw, number, days, ahead)
    if not isinstance(raw, str):
        return Reading(None, "C202")
    if not clean(raw):
        return EMPTY
    found = written_day(raw, days, ahead)
    if found and (not found.rest or is_part_of_day(found.rest) or all(map(written_time, _ends(found.rest)))):
        return Reading(found.day, "C207" if found.has_year else "C215")
    return Reading(None, "C202", tuple(map(str, days_meant(raw, days, ahead))))


def _one_of(meant: Iterable[date], code: str) -> Reading:
    """The only day that may be meant; which there are, where there are several."""
    known = sorted({*meant})
    if len(known) == 1:
        return Reading(known[0], code)
    return Reading(None, "C202", tuple(map(str, known)))


def _ends(text: str) -> list[str]:
    """When something began and ended, or the one time that the text says."""
    return re.split(r"\s*[-–—~～至到]\s*", text) if re.search(r"\d.*[-–—~～至到].*\d", text) else [text]


def _numbered_date(raw: Any, number: float, days: Days, ahead: bool) -> Reading:
    """A day that a bare number says: that of a calendar, ``20261121``, on a sheet of a batch ``24`` and ``11.21``."""
    if SERIALS[0] <= number <= SERIALS[1]:
        return Reading((EXCEL_EPOCH + timedelta(days=int(number))).date(), "C207")
    is_whole = number == int(number)
    if is_whole and 0 < number < 32:
        return _one_of(days.numbered(int(number), ahead), SHORT)
    written = raw if isinstance(raw, str) else f"{number:.10g}"
    if is_whole or isinstance(raw, str):
        found = written_day(written, days, ahead)
        return Reading(found.day, "C207" if found.has_year else "C215") if found else Reading(None, "C202")
    # 4.2 may have been 4.20: a spreadsheet drops the nought
    texts = (written, f"{written}0" * (len(written.partition(".")[2]) == 1)) if days.batch else ()
    return _one_of((one.day for one in (written_day(text, days, ahead) for text in texts) if one), "C215")


def read_time(raw: Any, *, may_be_minutes: bool = False) -> Reading:
    """A time of day; where it may be given as so many minutes after another one, those."""
    reading = _time(raw)
    if may_be_minutes or not isinstance(reading.value, timedelta):
        return reading
    return Reading(None, "C203", reading.meant)


def _time(raw: Any) -> Reading:
    raw = number_behind(raw)
    if isinstance(raw, datetime):
        return Reading(raw.time().replace(second=0, microsecond=0))
    if isinstance(raw, time):
        return Reading(raw.replace(second=0, microsecond=0))
    if isinstance(raw, timedelta):
        number = raw.total_seconds() / 86_400
        return Reading(None, "C203", ("24:00", "1 分钟")) if number == 1 else _numbered_time(number)
    if isinstance(raw, (int, float)) and not isinstance(raw, bool) and isfinite(raw):
        return _numbered_time(raw)
    if not isinstance(raw, str):
        return Reading(None, "C203")
    if not clean(raw):
        return EMPTY
    known = written_time(raw) or written_minutes(raw)
    if known is not None:
        return Reading(known, SHORT if isinstance(known, timedelta) else "C207")
    bare = _as_number(raw)
    return Reading(None, "C203") if bare is None else _numbered_time(bare, "C207")


def _numbered_time(number: float, code: str | None = None) -> Reading:
    """``code`` is that of a part of a day."""
    at = numbered_time(number)
    if at is not None:
        return Reading(at, code if number < 1 else "C207" if number >= SERIALS[0] else SHORT)
    minutes, meant = numbered_minutes(number), readings_of(number)
    if minutes:
        return Reading(minutes, SHORT, meant)
    return Reading(None, "C203", meant)


def read_datetime(raw: Any, days: Days, ahead: bool) -> Reading:
    """A moment; midnight where nothing stands behind the day."""
    if isinstance(raw, datetime) and raw.date() >= FIRST_DAY:
        return Reading(raw.replace(second=0, microsecond=0))
    number = _as_number(raw)
    if number is not None and SERIALS[0] <= number <= SERIALS[1]:
        return Reading(EXCEL_EPOCH + timedelta(minutes=round(number * 1440)), "C207")
    on = read_date(raw, days, ahead)
    if on.value is None:
        return on
    found = written_day(raw, days, ahead) if isinstance(raw, str) else None
    moment = written_time(found.rest) if found and found.rest else time()
    return Reading(None, "C202") if moment is None else Reading(datetime.combine(on.value, moment), on.code)
