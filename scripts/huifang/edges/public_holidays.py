"""Public holidays and make-up working days of mainland China."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache


@dataclass(frozen=True)
class PublicDays:
    """Days off by name, make-up working days, and the years whose official arrangement is not known yet."""

    days_off: dict[date, str]
    days_on: frozenset[date]
    unknown_years: tuple[int, ...]


def public_days(years: Iterable[int]) -> PublicDays:
    """The public working-day calendar of these years."""
    return _public_days(tuple(sorted(set(years))))


@lru_cache(maxsize=64)
def _public_days(wanted: tuple[int, ...]) -> PublicDays:
    from holidays.countries.china import China  # noqa: PLC0415  (start-up time)

    china = China(years=list(wanted), language="zh_CN")
    return PublicDays(
        {day: re.split("[(\uff08]", name)[0].strip() for day, name in china.items() if day.year in wanted},
        frozenset(day for day in china.weekend_workdays if day.year in wanted),
        tuple(year for year in wanted if year not in china.special_public_holidays),
    )
