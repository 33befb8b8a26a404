"""Working days, spans of the day, and working time counted through both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from unicodedata import normalize

WEEKDAY_NAMES = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


DAY = 24 * 60
#: A call that ends before it starts went on over midnight where it took no longer than that; else a time is mistyped.
LONGEST_OVER_MIDNIGHT = 6 * 60


def minute_of(moment: time) -> int:
    """The minutes since midnight."""
    return moment.hour * 60 + moment.minute


def call_minutes(start: time, end: time) -> int | None:
    """How long a call took; over midnight where it ends in the small hours. None where the end is before the start."""
    minutes = minute_of(end) - minute_of(start)
    if minutes < 0:
        minutes += DAY
        return minutes if minutes <= LONGEST_OVER_MIDNIGHT else None
    return minutes


def goes_over_midnight(start: time, end: time) -> bool:
    """Whether a call with these times ended on the day after."""
    return end < start and call_minutes(start, end) is not None


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a day, from ``start`` to ``end``, both inclusive; where ``end`` is not after ``start`` it goes on over
    midnight. An ``end`` of 00:00 is the day's end, 24:00.
    """

    start: time
    end: time

    @property
    def from_minute(self) -> int:
        """The minutes from the midnight before it."""
        return minute_of(self.start)

    @property
    def until_minute(self) -> int:
        """The minutes from the midnight before it: more than 1440 where it goes on over midnight."""
        end = minute_of(self.end)
        return end if self.end > self.start else end + DAY

    def on(self, day: date) -> tuple[datetime, datetime]:
        """From when to when the span that begins on that day is."""
        midnight = datetime.combine(day, time.min)
        return midnight + timedelta(minutes=self.from_minute), midnight + timedelta(minutes=self.until_minute)

    def __contains__(self, moment: time) -> bool:
        minute = minute_of(moment)
        return self.from_minute <= minute <= self.until_minute or minute + DAY <= self.until_minute

    def overlaps(self, start: time, end: time) -> bool:
        """Whether a call from ``start`` to ``end`` lies in it for longer than a touch of the ends."""
        first, last = _stretch(start, end)
        return any(max(low, first) < min(high, last) for low, high in _around((self,)))

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{'24:00' if self.end == time.min else f'{self.end:%H:%M}'}"


def are_within(spans: Sequence[Span], start: time, end: time) -> bool:
    """Whether a call from ``start`` to ``end`` lies in the spans; two that touch are one."""
    first, last = _stretch(start, end)
    return any(low <= first and last <= high for low, high in joined(tuple(spans)))


@cache
def joined(spans: tuple[Span, ...]) -> tuple[tuple[int, int], ...]:
    """The spans of three days in minutes, in their order; those that touch are one."""
    stretches: list[tuple[int, int]] = []
    for low, high in sorted(_around(spans)):
        if stretches and low <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], max(stretches[-1][1], high))
        else:
            stretches.append((low, high))
    return tuple(stretches)


def _stretch(start: time, end: time) -> tuple[int, int]:
    """From which minute to which; an end before the start is on the day after."""
    first, last = minute_of(start), minute_of(end)
    return first, last if last >= first else last + DAY


def _around(spans: Iterable[Span]) -> list[tuple[int, int]]:
    """The spans of three days in minutes: those of the day before may reach into it, a call into the day after."""
    return [(s.from_minute + shift, s.until_minute + shift) for s in spans for shift in (-DAY, 0, DAY)]


def parse_spans(text: str) -> tuple[Span, ...]:
    """``09:00-12:00,13:30-18:00`` as spans, in the order given.

    A span may end at 24:00, or end before it starts: then it goes on over midnight, as ``22:00-06:00``.

    Raises:
        ValueError: a part is not ``HH:MM-HH:MM``, or ends when it starts.
    """
    spans = []
    for part in re.split(r"[,;、]\s*", normalize("NFKC", text).strip()):
        found = re.fullmatch(r"(\d{1,2}):(\d{2})\s*[-–—~至到]\s*(?:次日)?(\d{1,2}):(\d{2})", part.strip())
        if not found:
            raise ValueError(part)
        whole_day = (found[3], found[4]) == ("24", "00")
        start, end = time(int(found[1]), int(found[2])), time() if whole_day else time(int(found[3]), int(found[4]))
        if end == start and not whole_day:
            raise ValueError(part)
        spans.append(Span(start, end))
    return tuple(spans)


def in_order(spans: Iterable[Span]) -> tuple[Span, ...] | None:
    """The spans from early to late; None where one lies over another, that of the night over the next day's too."""
    ordered = sorted(spans, key=lambda span: span.from_minute)
    following = [span.from_minute for span in ordered[1:]] + [span.from_minute + DAY for span in ordered[:1]]
    if any(span.until_minute > start for span, start in zip(ordered, following, strict=True)):
        return None
    return tuple(ordered)


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

    def workdays_later(self, day: date, count: int) -> date:
        """The working day so many working days after the day (negative: before it); with 0 the day itself."""
        for _ in range(abs(count)):
            day = self._seek(day, 1 if count > 0 else -1)
        return day

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

    A span over midnight belongs to the day on which it begins. Working time is counted to the minute. A moment outside
    the spans counts from the start of the next one; time that runs out exactly at a span's end is up there, not at the
    start of the next (decision 6).
    """

    calendar: WorkCalendar
    spans: tuple[Span, ...]

    def after(self, start: datetime, minutes: int) -> Counted:
        """The moment that many working minutes after ``start``; with 0 the first working moment from ``start`` on."""
        stretches: list[Stretch] = []
        left = timedelta(minutes=minutes)
        for begin, end in self._from(start):
            counted = min(left, end - begin)
            if counted:
                stretches.append(Stretch(begin, begin + counted))
            left -= counted
            if not left:
                return self._counted(start, begin + counted, stretches)
        raise AssertionError("the days do not end")

    def between(self, start: datetime, end: datetime) -> Counted:
        """The working time from ``start`` to ``end``."""
        stretches = []
        for begin, until in self._from(start):
            if begin >= end:
                break
            if begin < until:
                stretches.append(Stretch(begin, min(until, end)))
        return self._counted(start, end, stretches)

    def closings(self, start: datetime) -> Iterator[datetime]:
        """When the working day of ``start`` ends, where it is not over, and when those after it end; without end."""
        day = self._day_of(start)
        for closing in map(self._end_of, self._days_from(day)):
            if closing >= start:
                yield closing

    def closing(self, start: datetime, days: int) -> Counted:
        """The end of the last span of the n-th working day after that of ``start``.

        With 0 that of its own day, or of the next working day where that one's work is over or there is none.
        """
        if not days:
            return self._counted(start, next(self.closings(start)), ())
        day = self._day_of(start)
        for _ in range(days):
            day = self.calendar.workday_after(day)
        return self._counted(start, self._end_of(day), ())

    def _from(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """What is left of the spans from that moment on, without end; the night's of the day before, too."""
        before = _day_before(start)
        for day in self._days_from(before if self.calendar.is_workday(before) else start.date()):
            for begin, end in (span.on(day) for span in self.spans):
                if end >= start:
                    yield max(start, begin), end

    def _day_of(self, moment: datetime) -> date:
        """The day that the moment belongs to: the one before, in a span that goes on over midnight."""
        before = _day_before(moment)
        begin, end = self.spans[-1].on(before)
        return before if self.calendar.is_workday(before) and begin <= moment < end else moment.date()

    def _days_from(self, day: date) -> Iterator[date]:
        """The working days from this one on, without end."""
        if not self.calendar.is_workday(day):
            day = self.calendar.workday_after(day)
        while True:
            yield day
            day = self.calendar.workday_after(day)

    def _end_of(self, day: date) -> datetime:
        return self.spans[-1].on(day)[1]

    def _counted(self, start: datetime, until: datetime, stretches: Sequence[Stretch]) -> Counted:
        """What was met from the day of ``start`` to that of ``until``, both inclusive; 24:00 is still that day."""
        last = max(start, until - timedelta(minutes=1)).date()
        days = [start.date() + timedelta(days=offset) for offset in range((last - start.date()).days + 1)]
        counted = {one.start.date() for one in stretches}
        off = tuple(day for day in days if not self.calendar.is_workday(day) and day not in counted)
        made_up = tuple(day for day in days if day in self.calendar.days_on)
        return Counted(until, tuple(stretches), off, made_up)


def _day_before(moment: datetime) -> date:
    """The day before; of the first day that there is, the day itself."""
    return moment.date() - timedelta(days=moment.date() > date.min)
