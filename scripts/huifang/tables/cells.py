"""From what a spreadsheet cell holds to a value of its column's type, or to the code of what is wrong with it.

One reader per type; each takes the raw cell (as the spreadsheet parser gave it) and returns a :class:`Reading`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import Any

from huifang.core.text import clean, half_width
from huifang.core.traditional import simplified
from huifang.core.worktime import parse_spans
from huifang.tables.days import AS_WRITTEN, DAYS_TO_1904, Days
from huifang.tables.model import Column, Kind
from huifang.tables.moments import SERIALS, number_behind, read_date, read_datetime, read_time
from huifang.tables.odd_cells import EMPTY, AsShown, BadCell, Merged, Reading
from huifang.tables.options import chosen, says_nothing
from huifang.tables.phones import written_phones

LOST, MERGED = Reading(None, "C216"), "C222"
#: Kinds that are read as people see them, noughts of a format included.
_COPIED = frozenset({Kind.TEXT, Kind.CODE, Kind.PHONE, Kind.PERSON})
#: From here on a spreadsheet keeps only the first fifteen digits of a whole number.
EXACT = 10**15
#: How a spreadsheet writes a long number into a text file: ``3.30102E+17``.
_ROUNDED = re.compile(r"\d(?:\.\d+)?E\+\d+", re.I)
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")
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
        value = half_width(clean(raw)).lstrip("'’‘`´")
        return Reading(value or None, "C206" if value != raw and value else None)
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return Reading(shown(raw), "C208")
    return Reading(shown(raw))


def _typed(raw: Any) -> Reading:
    """What is copied digit by digit: it must still be what was typed."""
    raw = number_behind(raw)
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
    if not isinstance(reading.value, str) or not isinstance(raw, str):
        return reading
    numbers, beside = written_phones(raw)
    return Reading(numbers or None, "C221" if beside else "C206" if numbers != raw else None)


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


DATED: Mapping[Kind, Callable[[Any, Days, bool], Reading]] = {Kind.DATE: read_date, Kind.DATETIME: read_datetime}
READERS: Mapping[Kind, Callable[[Any], Reading]] = {
    Kind.TEXT: _text,
    Kind.CODE: _code,
    Kind.PHONE: _phone,
    Kind.INTEGER: _integer,
    Kind.NUMBER: _number,
    Kind.CHOICE: _word,
    Kind.PERSON: _typed,
    Kind.SPANS: _spans,
}


def read_cell(column: Column, raw: Any, choices: tuple[str, ...] = (), days: Days = AS_WRITTEN) -> Reading:
    """The value of one cell; ``choices`` are the column's options, none meaning that any text will do; ``days`` says
    what is meant by a day without a year.

    A sign for nothing, as / or 无, leaves a cell empty that may be: not where any text will do.
    """
    if isinstance(raw, Merged):
        above = read_cell(column, raw.raw, choices, days)
        return above if above.value is None else replace(above, code=MERGED)
    if isinstance(raw, AsShown) and column.kind not in _COPIED:
        raw = float(raw)
    if raw is None or raw == "":
        return EMPTY
    if isinstance(raw, BadCell):
        return Reading(None, raw.code)
    is_nothing = not (column.required or column.kind is Kind.TEXT) and isinstance(raw, str) and says_nothing(raw)
    if is_nothing and not choices:
        return EMPTY
    reading = _of_kind(column, raw, choices, days)
    if is_nothing and reading.code == "C205":
        return EMPTY
    if reading.value is None or column.kind not in (Kind.INTEGER, Kind.NUMBER):
        return reading
    if column.low is not None and reading.value < column.low or column.high is not None and reading.value > column.high:
        return Reading(None, "C212")
    return reading


def _of_kind(column: Column, raw: Any, choices: tuple[str, ...], days: Days) -> Reading:
    if column.kind in DATED:
        return DATED[column.kind](_since_1900(raw) if days.from_1904 else raw, days, column.ahead)
    if column.kind is Kind.TIME:
        return read_time(raw, may_be_minutes=column.minutes_after is not None)
    reading = READERS[column.kind](raw)
    if reading.code == "C204":
        return _without_unit(column, raw)
    if column.kind is Kind.CHOICE and choices and reading.value is not None and reading.value not in choices:
        return _chosen(raw, choices)
    return reading


def _since_1900(raw: Any) -> Any:
    """A bare number of days since 1904 as one of the usual calendar; anything else as it is."""
    is_number = isinstance(raw, (int, float)) and not isinstance(raw, bool)
    return raw + DAYS_TO_1904 if is_number and SERIALS[0] <= raw + DAYS_TO_1904 <= SERIALS[1] else raw


def _chosen(raw: Any, choices: tuple[str, ...]) -> Reading:
    """The option that is meant: it may have full-width signs or a space itself, be in traditional characters, or be
    one of two that an option names; a mark is set with any word or sign for yes.
    """
    as_text = _text(raw)
    if as_text.value in choices:
        return as_text
    meant = simplified(half_width(shown(as_text.value)))
    if meant in choices:
        return Reading(meant, "C206")
    option = chosen(meant, choices)
    if option is None:
        return Reading(None, "C205")
    return Reading(option, "C218") if option else EMPTY


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
    AsShown: lambda value: value.shown,
    Merged: lambda value: shown(value.raw),
    tuple: lambda value: ",".join(map(str, value)),
}


def shown(value: Any) -> str:
    """A value as a person would read it in the cell."""
    return _SHOWN.get(type(value), str)(value)
