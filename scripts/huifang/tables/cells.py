"""From what a spreadsheet cell holds to a value of its column's type, or to the code of what is wrong with it.

One reader per type; each takes the raw cell (as the spreadsheet parser gave it) and returns a :class:`Reading`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import Any

from huifang.core.text import clean, half_width
from huifang.core.traditional import simplified
from huifang.core.worktime import parse_spans
from huifang.tables.days import AS_WRITTEN, DAYS_TO_1904, Days, written_day
from huifang.tables.model import Column, Kind

EXCEL_EPOCH = datetime(1899, 12, 30)
SERIALS = (36_526, 73_050)  # 2000-01-01 to 2099-12-31


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that holds no usable value: an error such as #N/A, or a formula whose result was not saved."""

    shown: str

    @property
    def code(self) -> str:
        """The finding this cell gives."""
        return "C210" if self.shown == "=" else "C209"


@dataclass(frozen=True, slots=True)
class Reading:
    """``value`` is None for an empty cell; ``code`` is a C finding (an error breaks the cell, a warning notes it).

    A code that is no longer what was typed has a value all the same: in a register the row is known by it.
    """

    value: Any = None
    code: str | None = None


EMPTY, LOST = Reading(), Reading(None, "C216")
#: From here on a spreadsheet keeps only the first fifteen digits of a whole number.
EXACT = 10**15
#: How a spreadsheet writes a long number into a text file: ``3.30102E+17``.
_ROUNDED = re.compile(r"\d(?:\.\d+)?E\+\d+", re.I)
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")
_TIME = re.compile(
    r"(上午|早上|凌晨|中午|下午|晚上|[ap]m)?(\d{1,2})[:点时](\d{1,2}|半)?(?:[:分]\d{0,2}秒?)?([ap]m)?", re.I
)
#: Parts of the day whose hours count from noon; 12 is none of the hours of the parts around midnight.
_FROM_NOON = {"中午": range(1, 4), "下午": range(1, 12), "晚上": range(5, 12), "pm": range(1, 12)}
_AT_NIGHT = ("早上", "凌晨", "am", "晚上")
#: Units in which a column may state its numbers, in brackets in its header, as people write them behind a number.
_UNITS: Mapping[str, tuple[str, ...]] = {
    "万元": ("万元", "万"), "元": ("元", "块", "圆"), "分钟": ("分钟", "分"), "小时": ("小时",), "天": ("天", "日"),
    "%": ("%",),
}  # fmt: skip
#: What people write behind a number that only counts.
_COUNTERS = tuple("岁台套个件次辆人位户家名只组")
_WITH_UNIT = re.compile(r"(¥?)(.*[\d.])(\D{0,3})")


def _text(raw: Any) -> Reading:
    if isinstance(raw, str):
        value = clean(raw)
        return Reading(value or None, "C206" if value != raw and value else None)
    return LOST if _has_lost_digits(raw) else Reading(shown(raw))


def _word(raw: Any) -> Reading:
    if isinstance(raw, str):
        value = half_width(clean(raw))
        return Reading(value or None, "C206" if value != raw and value else None)
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return Reading(shown(raw), "C208")
    return Reading(shown(raw))


def _typed(raw: Any) -> Reading:
    """What is copied digit by digit: it must still be what was typed."""
    if isinstance(raw, (date, time, timedelta)):
        return Reading(None, "C217")
    reading = _word(raw)
    is_lost = _has_lost_digits(raw) or isinstance(reading.value, str) and _ROUNDED.fullmatch(reading.value)
    return LOST if is_lost else reading


def _code(raw: Any) -> Reading:
    """In a register, a row is still known by a code that is no longer what was typed."""
    reading = _typed(raw)
    return reading if reading.value is not None or reading == EMPTY else Reading(shown(raw), reading.code)


def _has_lost_digits(raw: Any) -> bool:
    return isinstance(raw, (int, float)) and abs(raw) >= EXACT


def _phone(raw: Any) -> Reading:
    reading = _typed(raw)
    if isinstance(reading.value, str):
        dashes = reading.value.replace("—", "-").replace("–", "-").replace("−", "-")
        return Reading(dashes, reading.code or ("C206" if dashes != reading.value else None))
    return reading


def _date(raw: Any, days: Days, ahead: bool) -> Reading:
    if isinstance(raw, datetime):
        return Reading(raw.date())
    if isinstance(raw, date):
        return Reading(raw)
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        if SERIALS[0] <= raw <= SERIALS[1]:
            return Reading((EXCEL_EPOCH + timedelta(days=int(raw))).date(), "C207")
        raw, days = shown(raw), AS_WRITTEN  # 20261121 was typed without signs; 4.2 may have been 4.20
    if isinstance(raw, str):
        if not clean(raw):
            return EMPTY
        found = written_day(raw, days, ahead)
        if found and (not found.rest or _time(found.rest).value is not None):
            return Reading(found.day, "C207" if found.has_year else "C215")
    return Reading(None, "C202")


def _time(raw: Any) -> Reading:
    if isinstance(raw, datetime):
        return Reading(raw.time().replace(second=0, microsecond=0))
    if isinstance(raw, time):
        return Reading(raw.replace(second=0, microsecond=0))
    if isinstance(raw, timedelta):
        raw = raw.total_seconds() / 86_400
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        if 0 <= raw < 1:
            minutes = int(raw * 86_400 + 0.5) // 60 % 1440
            return Reading(time(minutes // 60, minutes % 60), None)
        return Reading(None, "C203")
    if isinstance(raw, str):
        text = half_width(clean(raw))
        if not text:
            return EMPTY
        found = _TIME.fullmatch(text)
        if found:
            hour, minute = int(found[2]), 30 if found[3] == "半" else int(found[3] or 0)
            part = (found[1] or found[4] or "").lower()
            if hour < 24 and minute < 60 and not (part in _AT_NIGHT and hour == 12):
                hour += 12 * (hour in _FROM_NOON.get(part, ()))
                return Reading(time(hour, minute), "C207")
    return Reading(None, "C203")


def _datetime(raw: Any, days: Days, ahead: bool) -> Reading:
    if isinstance(raw, datetime):
        return Reading(raw.replace(second=0, microsecond=0))
    if isinstance(raw, (int, float)) and not isinstance(raw, bool) and SERIALS[0] <= raw <= SERIALS[1]:
        moment = EXCEL_EPOCH + timedelta(minutes=round(raw * 1440))
        return Reading(moment, "C207")
    on = _date(raw, days, ahead)
    if on.value is None:
        return on
    found = written_day(raw, days, ahead) if isinstance(raw, str) else None
    at = _time(found.rest).value if found and found.rest else time(0, 0)
    return Reading(datetime.combine(on.value, at), on.code)


def _number(raw: Any) -> Reading:
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return Reading(raw) if isfinite(raw) else Reading(None, "C204")
    if isinstance(raw, str):
        text = half_width(clean(raw)).replace(",", "")
        if not text:
            return EMPTY
        if _NUMBER.fullmatch(text) and len(text) < 40:
            return Reading(float(text), "C206")
    return Reading(None, "C204")


def _integer(raw: Any) -> Reading:
    reading = _number(raw)
    if reading.value is None:
        return reading
    if reading.value != reading.value or abs(reading.value) > 1e15 or reading.value != int(reading.value):
        return Reading(None, "C204")
    return Reading(int(reading.value), reading.code)


def _without_unit(column: Column, raw: Any) -> Reading:
    """A number with the unit of its column behind it, as in ``3分钟``; another unit is no number of this column."""
    found = _WITH_UNIT.fullmatch(half_width(clean(raw))) if isinstance(raw, str) else None
    unit = re.search(r"\((.+?)\)$", half_width(column.header))
    allowed = _UNITS.get(unit[1], ()) if unit else _COUNTERS
    if not found or found[3] not in ("", *allowed) or (found[1] and "元" not in allowed):
        return Reading(None, "C204")
    reading = READERS[column.kind](found[2])
    return Reading(reading.value, "C214") if reading.value is not None else reading


def _spans(raw: Any) -> Reading:
    reading = _text(raw)
    if reading.value is None:
        return reading
    try:
        return Reading(parse_spans(reading.value), reading.code)
    except ValueError:
        return Reading(None, "C213")


DATED: Mapping[Kind, Callable[[Any, Days, bool], Reading]] = {Kind.DATE: _date, Kind.DATETIME: _datetime}
READERS: Mapping[Kind, Callable[[Any], Reading]] = {
    Kind.TEXT: _text,
    Kind.CODE: _code,
    Kind.PHONE: _phone,
    Kind.TIME: _time,
    Kind.INTEGER: _integer,
    Kind.NUMBER: _number,
    Kind.CHOICE: _word,
    Kind.PERSON: _typed,
    Kind.SPANS: _spans,
}


def read_cell(column: Column, raw: Any, choices: tuple[str, ...] = (), days: Days = AS_WRITTEN) -> Reading:
    """The value of one cell; ``choices`` are the column's options, none meaning that any text will do; ``days`` says
    what is meant by a day without a year.
    """
    if raw is None or raw == "":
        return EMPTY
    if isinstance(raw, BadCell):
        return Reading(None, raw.code)
    if column.kind in DATED:
        return DATED[column.kind](_since_1900(raw) if days.from_1904 else raw, days, column.ahead)
    reading = READERS[column.kind](raw)
    if reading.code == "C204":
        reading = _without_unit(column, raw)
    if reading.value is None:
        return reading
    if column.kind is Kind.CHOICE and choices and reading.value not in choices:
        return _chosen(raw, choices)
    if column.low is not None and reading.value < column.low or column.high is not None and reading.value > column.high:
        return Reading(None, "C212")
    return reading


def _since_1900(raw: Any) -> Any:
    """A bare number of days since 1904 as one of the usual calendar; anything else as it is."""
    is_number = isinstance(raw, (int, float)) and not isinstance(raw, bool)
    return raw + DAYS_TO_1904 if is_number and SERIALS[0] <= raw + DAYS_TO_1904 <= SERIALS[1] else raw


def _chosen(raw: Any, choices: tuple[str, ...]) -> Reading:
    """The option that is meant: it may have full-width signs or a space itself, or be in traditional characters."""
    as_text = _text(raw)
    if as_text.value in choices:
        return as_text
    meant = simplified(half_width(shown(as_text.value)))
    return Reading(meant, "C206") if meant in choices else Reading(None, "C205")


def _hours(span: timedelta) -> str:
    minutes = round(span.total_seconds() / 60)
    return f"{'-' * (minutes < 0)}{abs(minutes) // 60}:{abs(minutes) % 60:02}"


_SHOWN: Mapping[type, Callable[[Any], str]] = {
    str: str,
    date: date.isoformat,
    datetime: lambda value: value.isoformat(" ", "minutes"),
    time: lambda value: value.isoformat("minutes"),
    timedelta: _hours,
    float: lambda value: str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(value),
    bool: lambda value: "TRUE" if value else "FALSE",
    type(None): lambda value: "",
    BadCell: lambda value: value.shown,
    tuple: lambda value: ",".join(map(str, value)),
}


def shown(value: Any) -> str:
    """A value as a person would read it in the cell."""
    return _SHOWN.get(type(value), str)(value)
