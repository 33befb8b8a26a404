"""Putting calls on working days: as level as the windows allow, never above the daily limit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Job:
    """One call to put on a day. ``days`` are the days it may stand on, in order; ``deadline`` the last good one.

    ``rank`` orders the calls that could stand on the same day.
    """

    key: str
    days: tuple[date, ...]
    deadline: date
    rank: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """The day of every job by key; ``over`` lists those that did not fit under the limit (put on their last day)."""

    days: Mapping[str, date]
    over: tuple[str, ...]


def spread(jobs: Sequence[Job], limit: int, taken: Mapping[date, int]) -> Spread:
    """Give every job a day.

    A sweep over the days always takes the calls of the lowest rank first: overdue ones before all others, even where
    that costs another call its deadline. It is tried with smaller and smaller daily numbers; the smallest that makes
    nothing later than the full limit would is taken. ``taken`` counts what stands on a day already. Every job has at
    least one day.
    """
    days = sorted({day for job in jobs for day in job.days})
    best = _sweep(jobs, days, limit, taken)
    bearable = _lateness(jobs, best)
    low, high = 1, limit
    while low < high:
        level = (low + high) // 2
        trial = _sweep(jobs, days, level, taken)
        if _lateness(jobs, trial) <= bearable:
            best, high = trial, level
        else:
            low = level + 1
    return best


def _lateness(jobs: Sequence[Job], result: Spread) -> tuple[int, int]:
    """How many jobs did not fit, and by how many days altogether the deadlines are missed."""
    late = sum(max(0, (result.days[job.key] - job.deadline).days) for job in jobs)
    return len(result.over), late


def _sweep(jobs: Sequence[Job], days: Sequence[date], level: int, taken: Mapping[date, int]) -> Spread:
    waiting = sorted(jobs, key=lambda job: job.rank)
    allowed = {job.key: frozenset(job.days) for job in jobs}
    placed: dict[str, date] = {}
    for day in days:
        room = level - taken.get(day, 0)
        rest = []
        for job in waiting:
            if room > 0 and day in allowed[job.key]:
                placed[job.key] = day
                room -= 1
            else:
                rest.append(job)
        waiting = rest
    for job in waiting:
        placed[job.key] = job.days[-1]
    return Spread(placed, tuple(job.key for job in waiting))
