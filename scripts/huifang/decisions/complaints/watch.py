"""What the office's own history of the register tells about a complaint, although people write over its cells.

A run that finds the register changed notes in the journal every time a customer was dissatisfied: one time for each
moment in 告知客户时间 (or 回访时间) that came with a dissatisfied answer. So a customer who is told again and is
dissatisfied again counts twice, however often the register is read in between.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from huifang.policy.complaints import last_word
from huifang.tables.model import Row

#: One time that a customer was dissatisfied: the complaint, and the moment (as text; empty where none was filled in).
Dissatisfaction = tuple[str, str]


def newly_dissatisfied(rows: Iterable[Row], known: Container[Dissatisfaction]) -> tuple[Dissatisfaction, ...]:
    """The dissatisfactions of the rows that nobody knew of, in the order of the register."""
    unhappy: dict[Dissatisfaction, None] = {}
    for row in rows:
        number, word = row["complaint_no"], last_word(row.values)
        if number and word.satisfied is False:
            moment = (number, word.at.isoformat(" ", "minutes") if word.at else "")
            if moment not in known:
                unhappy[moment] = None
    return tuple(unhappy)


def said_by(day: date, known: Mapping[Dissatisfaction, datetime]) -> dict[Dissatisfaction, datetime]:
    """Those that had come by the end of that day; without a moment, one came when it was seen."""
    return {said: seen for said, seen in known.items() if (said[1][:10] or f"{seen:%Y-%m-%d}") <= day.isoformat()}


@dataclass(frozen=True, slots=True)
class Unhappy:
    """One time that a customer was dissatisfied: the moment that was filled in (None: none), and when it was seen."""

    at: datetime | None
    seen: datetime

    @property
    def moment(self) -> datetime:
        """When the customer said so, as far as that is known."""
        return self.at or self.seen


def rounds_of(known: Mapping[Dissatisfaction, datetime]) -> Mapping[str, tuple[Unhappy, ...]]:
    """By complaint, every time that the customer was dissatisfied, in order; ``known`` says when each was seen."""
    rounds: dict[str, list[Unhappy]] = {}
    for (number, at), seen in known.items():
        rounds.setdefault(number, []).append(Unhappy(datetime.fromisoformat(at) if at else None, seen))
    return {number: tuple(sorted(ones, key=lambda one: (one.moment, one.seen))) for number, ones in rounds.items()}
