"""日历 of 制度: days on and off, and the named spans of days in which, or around which, rules ask for calls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from huifang.core.catalogue import because, found
from huifang.core.findings import Finding
from huifang.core.periods import Period, month_day
from huifang.tables.declared import house_rules
from huifang.tables.model import Row

OFF, _, SEASON, FEAST = house_rules.FIXED_OPTIONS["日历类型"]
#: So long a row may last.
LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class NamedDays:
    """A row of 日历 that names its days: a 期间, or a 节日; it comes again ``yearly`` or not."""

    name: str
    from_on: date
    until_on: date
    yearly: bool = False
    is_feast: bool = False

    def between(self, from_on: date, until_on: date) -> Iterator[Period]:
        """Each time that it comes and has a day from ``from_on`` to ``until_on``, in order."""
        for year in range(from_on.year - 2, until_on.year + 1) if self.yearly else (self.from_on.year,):
            start = month_day(year, self.from_on.month, self.from_on.day)
            later = self.until_on.year - self.from_on.year
            end = month_day(year + later, self.until_on.month, self.until_on.day)
            if start <= until_on and end >= from_on:
                yield Period(start, end, f"{year}{self.name}" if self.yearly else f"{start:%Y-%m}{self.name}")


def seasons_between(days: Iterable[NamedDays], name: str, from_on: date, until_on: date) -> list[Period]:
    """Each time that the 期间 of that name comes in these days, in order."""
    return sorted(
        period for one in days if one.name == name and not one.is_feast for period in one.between(from_on, until_on)
    )


def feasts_between(
    days: Iterable[NamedDays], known: Mapping[date, str], name: str, from_on: date, until_on: date
) -> list[Period]:
    """The same of a 节日: as 日历 says, else as the public holidays are ``known``, by day."""
    own = [one for one in days if one.name == name and one.is_feast]
    if own:
        return sorted(period for one in own for period in one.between(from_on, until_on))
    found_days = sorted(day for day, said in known.items() if said == name)
    starts = [day for day in found_days if day - timedelta(days=1) not in found_days]
    return [
        Period(day, _last_of(day, found_days), f"{day.year}{name}")
        for day in starts
        if day <= until_on and _last_of(day, found_days) >= from_on
    ]


def _last_of(day: date, days: Sequence[date]) -> date:
    while day + timedelta(days=1) in days:
        day += timedelta(days=1)
    return day


def read_days(rows: tuple[Row, ...]) -> Iterator[tuple[date, str, str] | NamedDays | Finding]:
    """Each day on or off, with what it is called, and the named ones; a row that cannot be meant is a finding."""
    header = {key: column.header for key, column in house_rules.DAYS.by_key.items()}
    seen: dict[date, int] = {}
    for row in rows:
        mark, first, last, name = row["mark"], row["day"], row["until_on"] or row["day"], row["name"] or ""
        is_named = mark in (SEASON, FEAST)
        if last < first or last - first > LONGEST:
            yield found("T515", row.place("until_on"), from_on=first, until_on=last)
        elif is_named and not name:
            reason = because("Y632", value=mark, column=header["name"])
            yield found("P605", row.place("name"), value=f"{first}", reason=reason)
        elif mark == SEASON and row["until_on"] is None:
            reason = because("Y632", value=mark, column=header["until_on"])
            yield found("P605", row.place("until_on"), value=name, reason=reason)
        elif is_named:
            yield NamedDays(name, first, last, row["yearly"] == "是", mark == FEAST)
        elif first in seen:
            yield found("T510", row.place("day"), column=header["day"], value=f"{first}", other=seen[first])
        else:
            seen[first] = row.number
            if row["yearly"] == "是":
                why = f"“{header['mark']}”为“{mark}”的不看这一格"
                yield found("P615", row.place("yearly"), column=header["yearly"], value="是", why=why)
            for offset in range((last - first).days + 1):
                yield first + timedelta(days=offset), mark, name
