"""A whole column of cells at once: one that is as it should be takes a few passes in C, the others are read by cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence, Set
from datetime import date, time, timedelta
from functools import lru_cache
from typing import Any
from unicodedata import is_normalized

from huifang.tables.cells import read_cell
from huifang.tables.days import AS_WRITTEN, Days
from huifang.tables.model import Column, Kind
from huifang.tables.moments import EXCEL_EPOCH, FIRST_DAY, SERIALS
from huifang.tables.odd_cells import Reading

#: Asked of cells that all have the type that their column wants.
Tidy = Callable[[Sequence[Any]], bool]
#: Chinese characters but for 无 and 没, with which people say that there is nothing.
_CODE = re.compile(r"[0-9A-Za-z\-\u4e00-\u65df\u65e1-\u6ca0\u6ca2-\u9fff]*")
_PHONE = re.compile(r"[0-9\-]*")


def _is_text(texts: Sequence[str]) -> bool:
    """Without control or invisible characters, without space at their ends, and composed."""
    joined = "".join(texts)
    return joined.isprintable() and is_normalized("NFC", joined) and [*map(str.strip, texts)] == [*texts]


def _is_code(texts: Sequence[str]) -> bool:
    """Of letters, digits, hyphens and Chinese characters, none beginning with a hyphen."""
    return _CODE.fullmatch("".join(texts)) is not None and min(texts) >= "0"


def _is_phone(texts: Sequence[str]) -> bool:
    """Of digits and hyphens, none beginning with a hyphen."""
    return _PHONE.fullmatch("".join(texts)) is not None and min(texts) >= "0"


def _is_minute(times: Sequence[time]) -> bool:
    return not any(time.second or time.microsecond for time in times)


#: By kind of column: the type and the test of cells with which no reader has anything to do.
_TIDY: Mapping[Kind, tuple[type, Tidy]] = {
    Kind.TEXT: (str, _is_text),
    Kind.CODE: (str, _is_code),
    Kind.PHONE: (str, _is_phone),
    Kind.PERSON: (str, _is_code),
    Kind.CHOICE: (str, _is_code),
    Kind.DATE: (date, lambda days: min(days) >= FIRST_DAY),
    Kind.TIME: (time, _is_minute),
}


def _is_tidy(column: Column, kinds: Set[type], filled: Sequence[Any], choices: tuple[str, ...]) -> bool:
    if column.kind is Kind.CHOICE and choices:
        return {*filled} <= {*choices}
    kind, test = _TIDY.get(column.kind, (None, bool))
    return kinds == {kind} and test(filled)


def _known_numbers(column: Column, filled: Sequence[Any], days: Days) -> dict[Any, date | time]:
    """What the numbers say that are whole days, or times, in a column that shows numbers by what they are."""
    if days.from_1904:
        return {}
    numbers = {raw for raw in filled if type(raw) is float}
    if column.kind is Kind.DATE:
        return {number: day_of(number) for number in numbers if SERIALS[0] <= number <= SERIALS[1]}
    return {number: clock_of(number) for number in numbers if 0 <= number < 1}


@lru_cache(maxsize=4096)
def day_of(number: float) -> date:
    """The day that a spreadsheet counts so."""
    return (EXCEL_EPOCH + timedelta(days=int(number))).date()


@lru_cache(maxsize=4096)
def clock_of(number: float) -> time:
    """The time of day that a spreadsheet has as this part of a day, to the minute."""
    minutes = int(number * 86_400 + 0.5) // 60 % 1440
    return time(minutes // 60, minutes % 60)


def read_column(
    column: Column, raws: Sequence[Any], choices: tuple[str, ...], days: Days = AS_WRITTEN
) -> tuple[list[Any], list[tuple[int, Reading]]]:
    """The values of a column's cells (None for empty ones), and the readings with a code, by place in the column."""
    filled = raws if "" not in raws else [raw for raw in raws if raw != ""]
    if not filled:
        return [None] * len(raws), []
    if _is_tidy(column, {*map(type, filled)}, filled, choices):
        return [*raws] if filled is raws else [None if raw == "" else raw for raw in raws], []
    known = _known_numbers(column, filled, days) if column.short else {}
    if known and known.keys() >= {*filled}:
        return [known.get(raw) for raw in raws], []
    readings = [
        Reading(known[raw]) if type(raw) is float and raw in known else read_cell(column, raw, choices, days)
        for raw in raws
    ]
    odd = [(at, reading) for at, reading in enumerate(readings) if reading.code]
    return [reading.value for reading in readings], odd
