"""Working days, spans of the day, and working time counted through both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from unicodedata import normalize

WEEKDAY_NAMES = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a day, from ``start`` to ``end``, both inclusive."""

    start: time
    end: time

    def __contains__(self, moment: time) -> bool:
        return self.start <= moment <= self.end

    def overlaps(self, start: time, end: time) -> bool:
        """Whether a call from ``start`` to ``end`` lies in it for longer than a touch of the ends."""
        return max(self.start, start) < min(self.end, end)

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"


def parse_spans(text: str) -> tuple[Span, ...]:
    """``09:00-12:00,13:30-18:00`` as spans, in the order given.

    Raises:
        ValueError: a part is not ``HH:MM-HH:MM``, or ends before it starts.
    """
    spans = []
    for part in re.split(r"[,;、]\s*", normalize("NFKC", text).strip()):
        found = re.fullmatch(r"(\d{1,2}):(\d{2})\s*[-–—~至到]\s*(\d{1,2}):(\d{2})", part.strip())
        if not found:
            raise ValueError(part)
        span = Span(time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4])))
        if span.end <= span.start:
            raise ValueError(part)
        spans.append(span)
    return tuple(spans)


def parse_weekdays(text: str) -> frozenset[int]:
    """``周一至周五`` or ``周一,周三`` as weekday numbers, Monday = 0.

    Raises:
        ValueError: a part names no weekday.
    """
    days: set[int] = set()
    for part in re.split(r"[,、]\s*", normalize("NFKC", text).strip().replace("星期", "周").replace("周天", "周日")):
        ends = [WEEKDAY_NAMES.index(end.strip()) for end in re.split(r"[至到\-~]", part)]
        if len(ends) > 2:
            raise ValueError(part)
        first, last = ends[0], ends[-1]
        days.update((first + step) % 7 for step in range((last - first) % 7 + 1))
    return frozenset(days)


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked: week-days, then public holidays and make-up days, then the office's own 日历, which wins.

    ``days_off`` and ``days_on`` already are the merged result: a date stands in one of them at most.
    """

    weekdays: frozenset[int]
    days_off: Mapping[date, str] = field(default_factory=dict)
    days_on: frozenset[date] = frozenset()

    def is_workday(self, day: date) -> bool:
        """Whether the office works on that day."""
        if day in self.days_on:
            return True
        return day.weekday() in self.weekdays and day not in self.days_off

    def reason_off(self, day: date) -> str:
        """Why the day is not worked, for a message: the holiday's name, else the weekday."""
        return self.days_off.get(day) or WEEKDAY_NAMES[day.weekday()]

    def workdays(self, from_on: date, until_on: date) -> Iterator[date]:
        """Working days from ``from_on`` to ``until_on``, both inclusive."""
        for offset in range((until_on - from_on).days + 1):
            day = from_on + timedelta(days=offset)
            if self.is_workday(day):
                yield day

    def workday_after(self, day: date) -> date:
        """The first working day after the day."""
        return self._seek(day, 1)

    def workday_before(self, day: date) -> date:
        """The last working day before the day."""
        return self._seek(day, -1)

    def _seek(self, day: date, step: int) -> date:
        for distance in range(1, 367):
            candidate = day + timedelta(days=step * distance)
            if self.is_workday(candidate):
                return candidate
        return day + timedelta(days=step)  # an office that never works still gets an answer


@dataclass(frozen=True, slots=True)
class Stretch:
    """Working time that was counted, without a break, from ``start`` to ``end``."""

    start: datetime
    end: datetime

    @property
    def minutes(self) -> int:
        """How long it is, in minutes."""
        return int((self.end - self.start).total_seconds()) // 60


@dataclass(frozen=True, slots=True)
class Counted:
    """Where counting ended, and what it met: the working time, the days passed over, the make-up days that counted."""

    until: datetime
    stretches: tuple[Stretch, ...] = ()
    days_off: tuple[date, ...] = ()
    made_up: tuple[date, ...] = ()


@dataclass(frozen=True)
class WorkHours:
    """The working time of an office: the spans of its working days, from early to late, none over another.

    Working time is counted to the minute. A moment outside the spans counts from the start of the next one; time that
    runs out exactly at a span's end is up there, not at the start of the next (decision 6).
    """

    calendar: WorkCalendar
    spans: tuple[Span, ...]

    def after(self, start: datetime, minutes: int) -> Counted:
        """The moment that many working minutes after ``start``; with 0 the first working moment from ``start`` on."""
        stretches: list[Stretch] = []
        left = timedelta(minutes=minutes)
        for day in self._days_from(start.date()):
            for span in self.spans:
                begin, end = max(start, datetime.combine(day, span.start)), datetime.combine(day, span.end)
                if begin > end:
                    continue
                counted = min(left, end - begin)
                if counted:
                    stretches.append(Stretch(begin, begin + counted))
                left -= counted
                if not left:
                    return self._counted(start, begin + counted, stretches)
        raise AssertionError("the days do not end")

    def closing(self, start: datetime, days: int) -> Counted:
        """The end of the last span of the n-th working day after that of ``start``.

        With 0 that of its own day, or of the next working day where that one's work is over or there is none.
        """
        day = start.date()
        if days == 0 and not (self.calendar.is_workday(day) and start <= self._end_of(day)):
            days = 1
        for _ in range(days):
            day = self.calendar.workday_after(day)
        return self._counted(start, self._end_of(day), ())

    def _days_from(self, day: date) -> Iterator[date]:
        """The working days from this one on, without end."""
        if not self.calendar.is_workday(day):
            day = self.calendar.workday_after(day)
        while True:
            yield day
            day = self.calendar.workday_after(day)

    def _end_of(self, day: date) -> datetime:
        return datetime.combine(day, self.spans[-1].end)

    def _counted(self, start: datetime, until: datetime, stretches: Iterable[Stretch]) -> Counted:
        """What was met from the day of ``start`` to that of ``until``, both inclusive."""
        days = [start.date() + timedelta(days=offset) for offset in range((until.date() - start.date()).days + 1)]
        off = tuple(day for day in days if not self.calendar.is_workday(day))
        made_up = tuple(day for day in days if day in self.calendar.days_on)
        return Counted(until, tuple(stretches), off, made_up)
