"""When a task comes up."""

from __future__ import annotations

from datetime import date, timedelta

#: A task comes up no longer before it is due: a year's task of January is forgotten by December.
DAYS_AHEAD = 92


def first_day(from_on: date, until_on: date, due_on: date, looks_back: bool) -> date:
    """The first day of its period, or so long before it is due; where the period has to be over, the day after."""
    if looks_back or due_on > until_on:
        return until_on + timedelta(days=1)
    return max(from_on, due_on - timedelta(days=DAYS_AHEAD))
