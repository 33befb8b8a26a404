"""Days as people write them: with or without a year or month, two digits of a year, a weekday or a time behind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import permutations

from huifang.tables.times import plainly

#: So many days lie between the two calendars of spreadsheets.
DAYS_TO_1904 = 1_462
#: What else stands between year, month and day.
_SIGNS = str.maketrans({"。": ".", "—": "-", "–": "-", "−": "-", "‐": "-", "\\": "/", ",": ".", "、": "."})
_DAY = re.compile(
    r"(?:(\d{4}|\d\d)\s*([-/.年])+\s*)?(\d{1,2})\s*[-/.月]+\s*(\d{1,2})(?!\d)\s*[日号]?"
    r"(?:\s*\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)?[\sT]*(.*)",
    re.DOTALL,
)
_TOGETHER = re.compile(r"(\d{4}|\d\d)(\d\d)(\d\d)")
#: A whole day with blanks for signs, a day that ends with its year, and a day that says its number alone.
_WITH_BLANKS = re.compile(r"(\d{4})\s+(\d{1,2})\s+(\d{1,2})(?!\d)")
_YEAR_BEHIND = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d\d)")
_ALONE = re.compile(r"(\d{1,2})\s*[日号]")
#: So far around, every day of the year comes at least once: 29 February comes every four years, or eight.
_YEARS = 8


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A day as it was read: ``rest`` is what stands behind it, ``has_year`` whether the year was written."""

    day: date
    rest: str = ""
    has_year: bool = True


@dataclass(frozen=True, slots=True)
class Days:
    """How days are understood that do not say their year.

    In a register, what happened was on the last such day up to ``read_on``; what may lie ahead is on the nearest one.
    On a sheet of a ``batch`` (first and last day, inclusive) it is the day in the batch, else the one nearest to it;
    what lies ahead is not before the batch. Without either, such a day is not understood. A sheet that came on a day,
    ``came_on``, tells of none after it. Bare numbers of days count ``from_1904`` where the workbook does.
    """

    read_on: date | None = None
    batch: tuple[date, date] | None = None
    from_1904: bool = False
    came_on: date | None = None

    def numbered(self, number: int, ahead: bool) -> tuple[date, ...]:
        """The days that may be meant by a day's number alone: those of the batch, not after the sheet came; later ones
        where the batch has none. What lies ahead may be in the next month as well.
        """
        if self.batch is None:
            return ()
        first, last = self.batch
        until = last + timedelta(days=31) if ahead else self.came_on or last
        span = (first + timedelta(days=step) for step in range((until - first).days + 1))
        known = tuple(one for one in span if one.day == number)
        return known if ahead else tuple(one for one in known if one <= last) or known

    def whole(self, month: int, day: int, ahead: bool) -> date | None:
        """The day of that month and number that is meant; None where none is."""
        near = self.batch[1] if self.batch else self.read_on
        if near is None:
            return None
        known = [*_days(month, day, range(near.year - _YEARS, near.year + _YEARS + 1))]
        if self.batch and ahead:
            known = [one for one in known if one >= self.batch[0]]
        elif not self.batch and not ahead:
            known = [one for one in known if one <= near]
        return min(known, key=self._distance, default=None)

    def of_two_digits(self, year: int, month: int, day: int, ahead: bool) -> date | None:
        """The day in a year of this century; None where it is not one that may be meant."""
        near = self.batch[1] if self.batch else self.read_on
        one = next(_days(month, day, [2000 + year]), None)
        if near is None or one is None:
            return None
        if self.batch:
            return one if abs(one.year - near.year) <= 1 else None
        return one if one.year <= near.year + (10 if ahead else 0) else None

    def _distance(self, one: date) -> int:
        first, last = self.batch or (self.read_on, self.read_on)
        assert first is not None and last is not None
        return max((first - one).days, (one - last).days, 0)


#: Only days that say all of it are understood.
AS_WRITTEN = Days()


def _days(month: int, day: int, years: range | list[int]) -> Iterator[date]:
    for year in years:
        try:
            yield date(year, month, day)
        except ValueError:
            continue


def written_day(raw: str, days: Days, ahead: bool) -> WrittenDay | None:
    """The day that the text begins with, as people write it; None where it is none, or not certain.

    Of two digits the first number is a year where it cannot be a month, or where 年 says so.
    """
    text = _plain(raw)
    together = _TOGETHER.fullmatch(text)
    if together:
        one = _in_year(together[1], int(together[2]), int(together[3]), days, ahead, sure=False)
        return WrittenDay(one) if one else None
    alone = _ALONE.fullmatch(text)
    if alone:
        numbered = days.numbered(int(alone[1]), ahead)
        return WrittenDay(numbered[0], has_year=False) if len(numbered) == 1 else None
    meant = readings_of(raw, days, ahead)
    if len(meant) == 1 and text[-4:].isdecimal():
        return WrittenDay(meant[0])
    found = _DAY.fullmatch(text)
    if not found:
        return None
    month, day, rest = int(found[3]), int(found[4]), found[5].strip()
    if not found[1]:
        one = days.whole(month, day, ahead)
        return WrittenDay(one, rest, has_year=False) if one else None
    one = _in_year(found[1], month, day, days, ahead, sure=found[2] == "年")
    return WrittenDay(one, rest) if one else None


def readings_of(raw: str, days: Days, ahead: bool) -> tuple[date, ...]:
    """Of a day with its year behind, as 11/12/2026: the days that it may be."""
    found = _YEAR_BEHIND.fullmatch(_plain(raw))
    if not found:
        return ()
    year = found[3]
    orders = {(month, day) for month, day in permutations((int(found[1]), int(found[2])))}
    known = {_in_year(year, *order, days, ahead, sure=True) for order in orders}
    return tuple(sorted(one for one in known if one))


def _plain(raw: str) -> str:
    return _WITH_BLANKS.sub(r"\1-\2-\3", plainly(raw).translate(_SIGNS).strip().rstrip("-/."))


def _in_year(year: str, month: int, day: int, days: Days, ahead: bool, *, sure: bool) -> date | None:
    """The day of that year; two digits are one where they cannot be a month, or where it is ``sure``."""
    if len(year) == 4:
        return next(_days(month, day, [int(year)]), None)
    return days.of_two_digits(int(year), month, day, ahead) if sure or int(year) > 12 else None
