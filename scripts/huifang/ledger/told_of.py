"""What the journal says of people being told of complaints: each complaint and each deadline once on an occasion."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from huifang.ledger.kinds import ComplaintsTold

#: A major complaint was seen; a deadline comes near.
MAJOR_SEEN, AHEAD = "重大", "提前提醒"


@dataclass(frozen=True, slots=True)
class Letter:
    """When a letter was written, and to whom (工号)."""

    at: datetime
    receivers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToldMiss:
    """When people were told that a deadline was missed, until when it had been, and which columns (by key) started it
    and would have met it; an early office did not note the last three.
    """

    at: datetime
    due: datetime | None
    starts_with: str
    done_with: str


def unnumbered(office_id: str, *cells: object) -> str:
    """What a complaint without a number is known by in the journal: a digest of these cells, which tells nothing."""
    said = "|".join((office_id, *(str(cell or "") for cell in cells)))
    return f"(没有编号){sha256(said.encode()).hexdigest()[:16]}"


@dataclass
class ToldSoFar:
    """The ``letters`` about major complaints by 投诉编号, or by what :func:`unnumbered` gives; the deadlines that were
    ``reminded`` of: complaint, stage and due time.
    """

    letters: dict[str, Letter] = field(default_factory=dict)
    reminded: set[tuple[str, str, str]] = field(default_factory=set)

    def note(self, said: ComplaintsTold, at: datetime) -> None:
        """Carry it over one entry, written ``at`` that time."""
        for one in said.told:
            if said.occasion == MAJOR_SEEN:
                self.letters.setdefault(one.complaint_no, Letter(at, one.receivers))
            else:
                self.reminded.add((one.complaint_no, one.stage, one.due))

    def renumber(self, old: str, new: str) -> None:
        """The complaint has another number now."""
        if old in self.letters:
            self.letters[new] = self.letters.pop(old)
        self.reminded = {(new if no == old else no, stage, due) for no, stage, due in self.reminded}
