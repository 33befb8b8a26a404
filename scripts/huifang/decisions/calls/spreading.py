"""Putting calls on working days: as level as the windows allow, never above the daily limit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class Job:
    """One call to put on a day. ``days`` are the days it may stand on, in order; ``deadline`` the last good one.

    ``rank`` orders the calls that could stand on the same day; ``contact`` names who is called. Those with the same
    ``together`` are made in one conversation where one day is good for them: it takes the room of one call.
    """

    key: str
    days: tuple[date, ...]
    deadline: date
    rank: tuple[Any, ...]
    contact: str = ""
    together: str = ""


@dataclass(frozen=True, slots=True)
class Spread:
    """The day of every job by key; ``over`` lists those that did not fit under the limit (put on their last day).

    ``close`` lists those nearer to another call to the same contact than the gap that should be kept.
    """

    days: Mapping[str, date]
    over: tuple[str, ...]
    close: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Contacts:
    """Which days the contacts are called on already, and how many days are to lie between two calls (0: any)."""

    gap_days: int
    days: Mapping[str, Sequence[date]]

    def is_far(self, job: Job, day: date, placed: Sequence[date]) -> bool:
        """Whether the day keeps the gap to every other call to the contact."""
        known = (*self.days.get(job.contact, ()), *placed)
        return all(abs((day - other).days) >= self.gap_days for other in known)


def spread(
    jobs: Sequence[Job],
    limit: int,
    taken: Mapping[date, int],
    gap_days: int = 0,
    called_on: Mapping[str, Sequence[date]] = MappingProxyType({}),
) -> Spread:
    """Give every job a day.

    A sweep over the days always takes the calls of the lowest rank first: overdue ones before all others, even where
    that costs another call its deadline. It is tried with smaller and smaller daily numbers; the smallest that makes
    nothing later than the full limit would is taken. ``taken`` counts what stands on a day already. Every job has at
    least one day. Two calls to one contact (``called_on``: those that stand already) lie ``gap_days`` apart, unless a
    call would miss its deadline for it: then the gap gives way.
    """
    days = sorted({day for job in jobs for day in job.days})
    contacts = _Contacts(gap_days, called_on)
    best = _sweep(jobs, days, limit, taken, contacts)
    bearable = _lateness(jobs, best)
    low, high = 1, limit
    while low < high:
        level = (low + high) // 2
        trial = _sweep(jobs, days, level, taken, contacts)
        if _lateness(jobs, trial) <= bearable:
            best, high = trial, level
        else:
            low = level + 1
    return best


def _lateness(jobs: Sequence[Job], result: Spread) -> tuple[int, int, int]:
    """How many jobs did not fit, by how many days altogether the deadlines are missed, how many gaps are too short."""
    late = sum(max(0, (result.days[job.key] - job.deadline).days) for job in jobs)
    return len(result.over), late, len(result.close)


def _sweep(
    jobs: Sequence[Job], days: Sequence[date], level: int, taken: Mapping[date, int], contacts: _Contacts
) -> Spread:
    waiting = sorted(jobs, key=lambda job: job.rank)
    allowed = {job.key: frozenset(job.days) for job in jobs}
    last_chance = {job.key: max((day for day in job.days if day <= job.deadline), default=job.days[0]) for job in jobs}
    placed: dict[str, date] = {}
    of_contact: dict[str, list[date]] = {}
    close: list[str] = []
    for day in days:
        room = level - taken.get(day, 0)
        rest, talking = [], set[str]()
        for job in waiting:
            is_far = not contacts.gap_days or contacts.is_far(job, day, of_contact.get(job.contact, ()))
            fits = room > 0 or job.together in talking
            if fits and day in allowed[job.key] and (is_far or day >= last_chance[job.key]):
                placed[job.key] = day
                of_contact.setdefault(job.contact, []).append(day)
                close.extend([] if is_far else [job.key])
                room -= job.together not in talking
                talking.update([job.together] if job.together else [])
            else:
                rest.append(job)
        waiting = rest
    for job in waiting:
        placed[job.key] = job.days[-1]
    return Spread(placed, tuple(job.key for job in waiting), tuple(close))
