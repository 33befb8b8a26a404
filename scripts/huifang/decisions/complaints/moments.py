"""Which moment ends a step: the cell of its own, else one that says that it was done by then (decision 18).

A cell that somebody forgot is no deadline that was missed, and closing erases none: the step is judged by the earliest
of the later cells. That a complaint was reported, revisited or closed follows from no other cell.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from huifang.policy.complaints import Complaint

_TOLD = ("outcome_told_at", "revisited_at", "closed_at")
_SETTLED = ("carried_out_at", *_TOLD)
#: By column key, those that say that the step was done at the latest then.
_IMPLIED: Mapping[str, tuple[str, ...]] = {
    "accepted_told_at": ("responded_at", "progress_told_at", *_TOLD),
    "started_at": (
        "responded_at", "assigned_at", "investigated_at", "approved_at", "progress_told_at", *_SETTLED,
    ),
    "responded_at": ("progress_told_at", "revisited_at", "closed_at"),
    "assigned_at": ("investigated_at", "approved_at", *_SETTLED),
    "investigated_at": ("approved_at", *_SETTLED),
    "approved_at": _SETTLED,
    "carried_out_at": _TOLD,
    "progress_told_at": _TOLD,
    "outcome_told_at": ("revisited_at", "closed_at"),
}  # fmt: skip
#: By column key, the cells of which the earliest is the step: whoever was told something, was answered.
_EQUAL: Mapping[str, tuple[str, ...]] = {"responded_at": ("responded_at", "started_at", "outcome_told_at")}


@dataclass(frozen=True, slots=True)
class Ending:
    """When a step was done (None: it was not), and the column that says so, by key."""

    at: datetime | None = None
    by: str = ""


NO_ENDING = Ending()


def step_done(complaint: Complaint, key: str) -> Ending:
    """When the step of that column was done; a moment before 接收时间 counts as empty."""
    own = _earliest(complaint, _EQUAL.get(key, (key,)))
    return own if own.at else _earliest(complaint, _IMPLIED.get(key, ()))


def equal_to(key: str) -> tuple[str, ...]:
    """The other columns of which the earliest is the step of that column."""
    return tuple(other for other in _EQUAL.get(key, ()) if other != key)


def cells_for(key: str) -> tuple[str, ...]:
    """The columns that may say that the step of that column was done."""
    return tuple(dict.fromkeys((key, *_EQUAL.get(key, ()), *_IMPLIED.get(key, ()))))


def is_filled(complaint: Complaint, key: str) -> bool:
    """Whether the cell holds a moment that counts."""
    return _earliest(complaint, (key,)).at is not None


def _earliest(complaint: Complaint, keys: tuple[str, ...]) -> Ending:
    received = complaint.get("received_at")
    filled = [(complaint[key], number, key) for number, key in enumerate(keys) if complaint.get(key) is not None]
    counted = [one for one in filled if received is None or not is_before(one[0], received)]
    if not counted:
        return NO_ENDING
    at, _, key = min(counted)
    return Ending(at, key)


def is_before(moment: datetime, start: datetime) -> bool:
    """Whether the moment lies before the start; of one of which only the day was typed nobody knows on that day."""
    return moment < (datetime.combine(start, time.min) if moment.time() == time.min else start)
