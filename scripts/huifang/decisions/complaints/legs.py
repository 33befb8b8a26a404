"""The legs of a complaint: which department had it, which time it was dealt with, and what became of the deadlines.

A deadline belongs to the moment that it starts from. Where that moment was written over, because another department
has the complaint or the customer was dissatisfied, the one before is finished, and keeps its result (decision 16).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from huifang.decisions.complaints.moments import cells_for
from huifang.policy.complaints import Complaint, ComplaintClock

#: From it the clock of a department runs.
ASSIGNED = "assigned_at"
_DEPARTMENT = "department"


@dataclass(frozen=True, slots=True)
class ComplaintLeg:
    """A leg that is finished: the cells of the complaint as they were, until when, and why no longer."""

    cells: Complaint
    until: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Work:
    """A complaint and its legs, each with the 分派时间 of its department.

    ``passed_on`` is when another department was first seen, where it has no 分派时间 of its own: that stands for it.
    """

    complaint: Complaint
    legs: tuple[ComplaintLeg, ...]
    passed_on: datetime | None = None


def by_department(complaint: Complaint, legs: Sequence[ComplaintLeg]) -> Work:
    """The work with a start for each department: the time that was written for it, else when it was first seen."""
    assigned: list[datetime | None] = []
    written = counts = passed_on = None
    before: ComplaintLeg | None = None
    for cells in (*(leg.cells for leg in legs), complaint):
        own = cells.get(ASSIGNED)
        if own and own != written:
            written, counts, passed_on = own, own, None
        elif before and before.cells.get(_DEPARTMENT) not in (None, cells.get(_DEPARTMENT)):
            counts = passed_on = before.until
        assigned.append(counts)
        before = legs[len(assigned) - 1] if len(assigned) <= len(legs) else None
    *earlier, now = assigned
    dated = [replace(leg, cells={**leg.cells, ASSIGNED: at}) for leg, at in zip(legs, earlier, strict=True)]
    return Work({**complaint, ASSIGNED: now}, tuple(dated), passed_on)


def as_first_met(clock: ComplaintClock, complaint: Complaint, legs: Sequence[ComplaintLeg]) -> Complaint:
    """The complaint for the reading of that clock: what met it first still meets it, if it starts from the same; what
    another leg left behind, from before this one began, does not.
    """
    start = complaint.get(clock.starts_with)
    same = [leg for leg in legs if leg.cells.get(clock.starts_with) == start]
    left = {
        key: None
        for key in cells_for(clock.done_with)
        for leg in legs
        if leg not in same
        and start
        and complaint.get(key) == leg.cells.get(key)
        and (complaint.get(key) or start) < start
    }
    first = next((leg.cells[clock.done_with] for leg in same if leg.cells.get(clock.done_with)), None)
    return {**complaint, **left, **({clock.done_with: first} if first else {})}


def ended(
    clock: ComplaintClock, complaint: Complaint, legs: Sequence[ComplaintLeg]
) -> Iterator[tuple[ComplaintLeg, datetime]]:
    """The legs in which the clock ran from another moment than in the next one, and until when, the newest first."""
    after = complaint.get(clock.starts_with) if clock.covers(complaint) else None
    for number, leg in reversed([*enumerate(legs)]):
        start = leg.cells.get(clock.starts_with)
        if start is None or start == after or not clock.covers(leg.cells):
            continue
        until = after if after and start < after < leg.until else leg.until
        yield ComplaintLeg(as_first_met(clock, leg.cells, legs[:number]), leg.until, leg.why), until
        after = start
