"""What the journal says of deadlines that people were told of as missed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huifang.tables.declared.complaints import COMPLAINTS


@dataclass(frozen=True, slots=True)
class ToldMiss:
    """When people were told that a deadline was missed, until when it had been, and which columns (by key) started it
    and would have met it; an early office did not note the last three.
    """

    at: datetime
    due: datetime | None
    starts_with: str
    done_with: str


def matter_of(table: str, number: str) -> str:
    """What a row of a register is known by whose deadline was missed; a complaint by its number."""
    return f"{table}/{number}" if table not in ("", COMPLAINTS.name) else number
