"""When a clock of a complaint runs out, and how that was counted, step by step (decision 6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import count

from huifang.core.worktime import WEEKDAY_NAMES, Counted, Stretch, WorkCalendar, WorkHours
from huifang.decisions.complaints.stops import Stop
from huifang.policy.complaints import DAYS, HOURS, MINUTES, WORK_HOURS, WORK_MINUTES, WORKDAYS, ComplaintClock
from huifang.policy.people import Exemption

DAY_END = time(23, 59)
FORMAT = "%Y-%m-%d %H:%M"
#: Of more stretches of working time only the first and the last are told one by one; of more runs of days off none.
MOST_STRETCHES = MOST_RUNS = 6


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last moment in time (inclusive), and the sentences that derive it. None: a stop has no end yet.

    ``extensions`` are the rows of 例外 that made it later.
    """

    due: datetime | None
    steps: tuple[str, ...]
    extensions: tuple[Exemption, ...] = ()


def deadline(clock: ComplaintClock, start: datetime, hours: WorkHours, stops: Sequence[Stop] = ()) -> Deadline:
    """The clock's deadline when it starts then; stops do not count."""
    plain = _without_stops(clock, start, hours)
    due = _after_stops(clock, start, hours, stops) if stops else plain.due
    if due == plain.due:
        return plain
    met = "、".join(f"{stop.start:{FORMAT}} 至 {_until(stop)}" for stop in stops if due is None or stop.start < due)
    then = f"顺到 {due:{FORMAT}}" if due else "还不能算出"
    return Deadline(due, (*plain.steps, f"暂停 {met}，不计时，时限{then}"))


def extended(counted: Deadline, clock: ComplaintClock, granted: Sequence[Exemption], stops: Sequence[Stop]) -> Deadline:
    """The deadline with the time that was granted before it was over; a pause that began after that moves it on."""
    for one in granted:
        if counted.due is None or one.until_on is None or one.starts > counted.due:
            continue
        due = _granted_until(clock, one, [stop for stop in stops if stop.start >= one.starts])
        if due is not None and due <= counted.due:
            continue
        said = f"{one.approved_by} {one.from_on} 同意延期({one.reason})，"
        said += f"延到 {due:{FORMAT}}" if due else "又暂停，还不能算出"
        counted = Deadline(due, (*counted.steps, said), (*counted.extensions, one))
    return counted


def _granted_until(clock: ComplaintClock, one: Exemption, stops: Sequence[Stop]) -> datetime | None:
    assert one.until_on is not None  # who grants time says until when
    last = datetime.combine(one.until_on, DAY_END if one.ends_at is None else one.ends_at)
    if not stops:
        return last
    days, minutes = (one.until_on - one.from_on).days, int((last - one.starts).total_seconds()) // 60
    unit, amount = (DAYS, days) if one.ends_at is None else (MINUTES, minutes)
    return _after_stops(
        replace(clock, unit=unit, amount=amount), one.starts, WorkHours(WorkCalendar(frozenset()), ()), stops
    )


def _until(stop: Stop) -> str:
    return f"{stop.end:{FORMAT}}" if stop.end else "(未定)"


def _without_stops(clock: ComplaintClock, start: datetime, hours: WorkHours) -> Deadline:
    amount, said = clock.amount, f"{clock.amount} {clock.unit}"
    if clock.unit in (MINUTES, HOURS):
        due = start + timedelta(minutes=amount * (60 if clock.unit == HOURS else 1))
        return Deadline(due, (f"{said}按钟点连续计算，到 {due:{FORMAT}}",))
    if clock.unit == DAYS:
        due = datetime.combine(start.date() + timedelta(days=amount), DAY_END)
        which = f"之后第 {amount} 天" if amount else "当天"
        return Deadline(due, (f"{said}算到{which}的 23:59，即 {due:{FORMAT}}",))
    if clock.unit in (WORK_MINUTES, WORK_HOURS):
        counted = hours.after(start, amount * (60 if clock.unit == WORK_HOURS else 1))
        return Deadline(counted.until, (*_working(counted, hours), f"满 {said}，到 {counted.until:{FORMAT}}"))
    counted = hours.closing(start, amount)
    which = f"之后第 {amount} 个工作日" if amount else "当天下班"
    if not amount and counted.until.date() != start.date():
        which = "当天已经下班，顺到下一个工作日"
    return Deadline(counted.until, (*_met(counted, hours), f"{said}算到{which}，即 {counted.until:{FORMAT}}"))


def _after_stops(clock: ComplaintClock, start: datetime, hours: WorkHours, stops: Sequence[Stop]) -> datetime | None:
    """Minutes and hours go on counting when a stop is over; a day's end, or that of a working day, within a stop is
    none that counts.
    """
    if clock.unit == DAYS:
        midnights = (datetime.combine(start, time.min) + timedelta(days=1 + step) for step in count())
        end = _count_ends(midnights, clock.amount, stops)
        return end and end - timedelta(minutes=1)
    if clock.unit == WORKDAYS:
        own_day_is_over = next(hours.closings(start)) == hours.closing(start, 1).until
        later = max(0, clock.amount - 1) if own_day_is_over else clock.amount
        return _count_ends(hours.closings(start), later, stops)
    left, at = clock.amount * (60 if clock.unit in (HOURS, WORK_HOURS) else 1), start
    in_working_time = clock.unit in (WORK_MINUTES, WORK_HOURS)
    for stop in stops:
        due = hours.after(at, left).until if in_working_time else at + timedelta(minutes=left)
        if due <= stop.start:
            break
        if stop.end is None:
            return None
        if stop.start > at:
            counted = hours.between(at, stop.start).stretches if in_working_time else (Stretch(at, stop.start),)
            left -= _minutes(counted)
        at = max(at, stop.end)
    return hours.after(at, left).until if in_working_time else at + timedelta(minutes=left)


def _count_ends(ends: Iterable[datetime], later: int, stops: Sequence[Stop]) -> datetime | None:
    """The first of these moments that lies in no stop, or so many of them later; None where a stop has no end."""
    for end in ends:
        stop = next((stop for stop in stops if stop.start < end and (stop.end is None or end <= stop.end)), None)
        if stop is None:
            if not later:
                return end
            later -= 1
        elif stop.end is None:
            return None
    return None


def levels_passed(
    clock: ComplaintClock, start: datetime, hours: WorkHours, now: datetime, most: int, stops: Sequence[Stop] = ()
) -> int:
    """How many levels are told by now: one when the time is over, and one more each time as much again is over.

    Where the limit is 0 (the same day), one more for each further unit.
    """
    passed = 0
    while passed < most:
        amount = clock.amount * (passed + 1) if clock.amount else passed
        due = deadline(replace(clock, amount=amount), start, hours, stops).due
        if due is None or now <= due:
            break
        passed += 1
    return passed


def levels_after(
    clock: ComplaintClock, due: datetime, hours: WorkHours, now: datetime, most: int, stops: Sequence[Stop] = ()
) -> int:
    """The same for a clock with more time: each further level when as much again as it had at first is over."""
    if not most or now <= due:
        return 0
    return 1 + levels_passed(clock if clock.amount else replace(clock, amount=1), due, hours, now, most - 1, stops)


def _working(counted: Counted, hours: WorkHours) -> Iterator[str]:
    """The working time that was counted, and what was met on the way."""
    listed = counted.stretches
    if len(listed) > MOST_STRETCHES:
        yield from map(_stretch, listed[: MOST_STRETCHES // 2])
        between = listed[MOST_STRETCHES // 2 : -1]
        yield f"{_day(between[0].start.date())} 至 {_day(between[-1].end.date())}，共计 {_minutes(between)} 分钟"
        yield _stretch(listed[-1])
    else:
        yield from map(_stretch, listed)
    yield from _met(counted, hours)


def _stretch(stretch: Stretch) -> str:
    start, end = stretch.start, stretch.end
    until = f"{end:%H:%M}" if end.date() == start.date() else f"次日 {end:%H:%M}" if end.time() > time.min else "24:00"
    return f"{_day(start.date())} {start:%H:%M}-{until} 计 {stretch.minutes} 分钟"


def _minutes(stretches: Sequence[Stretch]) -> int:
    return sum(stretch.minutes for stretch in stretches)


def _met(counted: Counted, hours: WorkHours) -> Iterator[str]:
    """Days off, neighbours together, and make-up days."""
    runs: list[list[date]] = []
    for day in counted.days_off:
        if runs and day - runs[-1][-1] == timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    if len(runs) > MOST_RUNS:
        yield f"其间有 {len(counted.days_off)} 天不上班，不计"
        runs = []
    for run in runs:
        why = "、".join(dict.fromkeys(hours.calendar.reason_off(day) for day in run))
        span = f"{run[0]}" if len(run) == 1 else f"{run[0]} 至 {run[-1]}"
        yield f"{span} 不上班({why})，不计"
    for day in counted.made_up[:MOST_RUNS]:
        yield f"{_day(day)} 调休上班，计入"


def _day(day: date) -> str:
    return f"{day}({WEEKDAY_NAMES[day.weekday()]})"
