"""The drafts of letters that lie in 发件箱, by their names: occasion, day, person, and what they are about."""

from __future__ import annotations

from huifang.edges.store.office import OUTBOX, Office


def lying(office: Office) -> set[str]:
    """The names of the drafts that were not sent yet."""
    return {path.name for path in office.path(OUTBOX).glob("*.eml")}


def same_letter(path: str, other: str) -> bool:
    """Whether both are of one day, on one occasion, to one person."""
    return path.rpartition("-")[0] == other.rpartition("-")[0]
