"""A whole column of cells at once: one that is as it should be takes a few passes in C, the others are read by cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from typing import Any

from huifang.tables.cells import Reading, read_cell
from huifang.tables.model import Column, Kind

Tidy = Callable[[Sequence[Any]], bool]
_CODE = re.compile(r"[0-9A-Za-z\-\u4e00-\u9fff]*")


def _is_text(raws: Sequence[Any]) -> bool:
    """Texts without control or invisible characters and without space at their ends."""
    return {*map(type, raws)} == {str} and "".join(raws).isprintable() and [*map(str.strip, raws)] == [*raws]


def _is_code(raws: Sequence[Any]) -> bool:
    """Texts of letters, digits, hyphens and Chinese characters."""
    return {*map(type, raws)} == {str} and _CODE.fullmatch("".join(raws)) is not None


def _is_day(raws: Sequence[Any]) -> bool:
    return {*map(type, raws)} <= {date, str} and {raw for raw in raws if type(raw) is str} <= {""}


def _is_minute(raws: Sequence[Any]) -> bool:
    filled = [raw for raw in raws if raw != ""]
    return {*map(type, filled)} <= {time} and not any(raw.second or raw.microsecond for raw in filled)


#: When no reader has anything to do with a column: its cells are their own values, but for the empty ones.
_TIDY: Mapping[Kind, Tidy] = {
    Kind.TEXT: _is_text,
    Kind.CODE: _is_code,
    Kind.PHONE: _is_code,
    Kind.PERSON: _is_code,
    Kind.DATE: _is_day,
    Kind.TIME: _is_minute,
}


def _is_tidy(column: Column, raws: Sequence[Any], choices: tuple[str, ...]) -> bool:
    if column.kind is Kind.CHOICE:
        return {*raws} <= {"", *choices} if choices else _is_code(raws)
    tidy = _TIDY.get(column.kind)
    return tidy is not None and tidy(raws)


def read_column(
    column: Column, raws: Sequence[Any], choices: tuple[str, ...]
) -> tuple[list[Any], list[tuple[int, Reading]]]:
    """The values of a column's cells (None for empty ones), and the readings with a code, by place in the column."""
    if _is_tidy(column, raws, choices):
        return [None if raw == "" else raw for raw in raws], []
    readings = [read_cell(column, raw, choices) for raw in raws]
    odd = [(at, reading) for at, reading in enumerate(readings) if reading.code]
    return [reading.value for reading in readings], odd
