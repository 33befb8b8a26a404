"""The legs of a complaint: which department had it, which time it was dealt with, and what became of the deadlines.

A deadline belongs to the moment that it starts from. Where that moment was written over, because another department
has the complaint or the customer was dissatisfied, the one before is finished, and keeps its result (decision 16).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from huifang.policy.complaints import Complaint, ComplaintClock, covers


@dataclass(frozen=True, slots=True)
class ComplaintLeg:
    """A leg that is finished: the cells of the complaint as they were, until when, and why no longer."""

    cells: Complaint
    until: datetime
    why: str


def as_first_met(clock: ComplaintClock, complaint: Complaint, legs: Sequence[ComplaintLeg]) -> Complaint:
    """The complaint for the reading of that clock: what met it first still meets it, if it starts from the same."""
    start = complaint.get(clock.starts_with)
    met = (leg.cells.get(clock.done_with) for leg in legs if leg.cells.get(clock.starts_with) == start)
    first = next((moment for moment in met if moment), None)
    return {**complaint, clock.done_with: first} if first else complaint


def ended(
    clock: ComplaintClock, complaint: Complaint, legs: Sequence[ComplaintLeg]
) -> Iterator[tuple[ComplaintLeg, datetime]]:
    """The legs in which the clock ran from another moment than in the next one, and until when, the newest first."""
    after = complaint.get(clock.starts_with) if covers(clock.applies_to, complaint) else None
    for number, leg in reversed([*enumerate(legs)]):
        start = leg.cells.get(clock.starts_with)
        if start is None or start == after or not covers(clock.applies_to, leg.cells):
            continue
        until = after if after and start < after < leg.until else leg.until
        yield ComplaintLeg(as_first_met(clock, leg.cells, legs[:number]), leg.until, leg.why), until
        after = start
