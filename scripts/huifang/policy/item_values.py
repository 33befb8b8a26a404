"""How the values of settings are read: each item says with one of these what its text may be."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from typing import Any, TypeVar

from huifang.core.catalogue import because
from huifang.core.reasons import Refusal
from huifang.core.text import clean, half_width, split_list
from huifang.core.worktime import in_order, parse_spans, parse_weekdays
from huifang.policy.complaints import TimeLimit
from huifang.tables.cells import read_cell, shown
from huifang.tables.model import Column, Kind

T = TypeVar("T")


class WrongValue(Refusal):
    """The value of an item cannot be used."""


@dataclass(frozen=True)
class Item:
    """One item: its name in the sheet, its field in the policy, how its text is read, and what it means.

    Where ``words_of`` names an option list, every word of the value is one of it.
    """

    name: str
    field: str
    default: str
    read: Callable[[Any], Any]
    about: str
    words_of: str = ""

    @property
    def choices(self) -> tuple[str, ...]:
        """The words of which it takes one; none where it takes anything else."""
        return tuple(filter(None, self.read.choices)) if isinstance(self.read, OneOf) else ()


def whole(low: int, high: int, unit: str = "") -> Callable[[Any], int]:
    """A whole number, both ends inclusive."""
    column = Column(f"({unit})" if unit else "", "", Kind.INTEGER)

    def read(raw: Any) -> int:
        value = read_cell(column, raw).value
        if value is None:
            raise WrongValue(because("Y501"))
        if not low <= value <= high:
            raise WrongValue(because("Y502", low=low, high=high))
        return int(value)

    return read


def percent(low: int, high: int) -> Callable[[Any], float]:
    """A share: 20%, 20, or 0.2, which is what a cell holds in which somebody typed 20%. Both ends inclusive."""

    def read(raw: Any) -> float:
        found = re.fullmatch(r"(\d{1,3}(?:\.\d+)?)(%?)", half_width(shown(raw)))
        if not found:
            raise WrongValue(because("Y518"))
        share = float(found[1]) / 100 if found[2] or float(found[1]) > 1 else float(found[1])
        if not low / 100 <= share <= high / 100:
            raise WrongValue(because("Y502", low=f"{low}%", high=f"{high}%"))
        return share

    return read


def optional(read: Callable[[Any], T]) -> Callable[[Any], T | None]:
    """What ``read`` says, None for an empty cell."""
    return lambda raw: None if clean(shown(raw)) == "" else read(raw)


@dataclass(frozen=True)
class OneOf:
    """Reads one of these words."""

    choices: tuple[str, ...]

    def __call__(self, raw: Any) -> Any:
        """The word."""
        value = half_width(shown(raw))
        if value not in self.choices:
            raise WrongValue(because("Y503", options="、".join(filter(None, self.choices))))
        return value


class YesOrNo(OneOf):
    """Reads 是 as true, and 否 as false."""

    def __call__(self, raw: Any) -> bool:
        """Whether it is 是."""
        return bool(super().__call__(raw) == "是")


def one_of(*allowed: str) -> OneOf:
    """One of these words."""
    return OneOf(allowed)


yes = YesOrNo(("是", "否"))


def words(raw: Any) -> tuple[str, ...]:
    """Words in a list."""
    return split_list(shown(raw))


def text(raw: Any) -> str:
    """Text that is not empty."""
    value = clean(shown(raw))
    if not value:
        raise WrongValue(because("Y504"))
    return value


def day(raw: Any) -> date:
    """A day."""
    value = read_cell(Column("", "", Kind.DATE), raw).value
    if not isinstance(value, date):
        raise WrongValue(because("Y505"))
    return value


def moment(raw: Any) -> time:
    """A time of day."""
    value = read_cell(Column("", "", Kind.TIME), raw).value
    if not isinstance(value, time):
        raise WrongValue(because("Y506"))
    return value


def report_days(raw: Any) -> tuple[int, ...]:
    """Three days of the month, in order."""
    parts = re.split(r"[,、;]", half_width(shown(raw)))
    if not all(re.fullmatch(r"\d{1,2}", part) for part in parts):
        raise WrongValue(because("Y507"))
    days = tuple(int(part) for part in parts)
    if len(days) != 3 or list(days) != sorted(set(days)) or not (days[0] >= 1 and days[1] <= 27 and days[2] <= 31):
        raise WrongValue(because("Y508"))
    return days


def spans(raw: Any) -> Any:
    """Spans of time in order, none over another."""
    try:
        parsed = parse_spans(shown(raw))
    except ValueError:
        raise WrongValue(because("Y509")) from None
    ordered = in_order(parsed)
    if ordered is None:
        raise WrongValue(because("Y510"))
    return ordered


def weekdays(raw: Any) -> frozenset[int]:
    """Days of the week, Monday is 0."""
    try:
        return parse_weekdays(shown(raw))
    except ValueError:
        raise WrongValue(because("Y511")) from None


def pairs(raw: Any) -> tuple[tuple[str, str], ...]:
    """Pairs of words, as “产品质量 生产部，服务质量 售后服务部”."""
    pairs = [clean(part).split() for part in split_list(shown(raw))]
    if not all(len(pair) == 2 for pair in pairs):
        raise WrongValue(because("Y512"))
    return tuple((kind, department) for kind, department in pairs)


def limits(raw: Any) -> tuple[tuple[str, float], ...]:
    """Amounts of yuan by word, as “交通费 200，住宿费 300”."""
    limits = {}
    for part in split_list(shown(raw)):
        found = re.fullmatch(r"(\D+?)[ :：]*(\d+(?:\.\d{1,2})?)元?", part)
        if not found:
            raise WrongValue(because("Y513"))
        limits[found[1].strip()] = float(found[2])
    return tuple(limits.items())


def time_limit(*units: str) -> Callable[[Any], TimeLimit]:
    """A number and one of these units, as “3 天”."""

    def read(raw: Any) -> TimeLimit:
        found = re.fullmatch(rf"(\d{{1,4}})\s*({'|'.join(units)})", half_width(shown(raw)))
        if not found:
            raise WrongValue(because("Y515", units="、".join(units)))
        return TimeLimit(int(found[1]), found[2])

    return read
