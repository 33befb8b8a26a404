"""Call records of a telephone company or switchboard (话单): what is kept of each call, and what the journal says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huifang.ledger.formats import Format
from huifang.ledger.said import Said


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneCall:
    """One call of a list, in Beijing time.

    ``line`` is the number or extension that it belongs to, ``other`` whom it was with, both as
    :func:`huifang.core.dialled.dialled` gives them; ``agent`` the 工号 that the list or whoever brought it says.
    ``seconds`` is how long people spoke, in whole ``step`` seconds, rounded up; with ``has_ring`` the ringing is in it.
    """

    started_at: datetime
    seconds: int
    step: int
    has_ring: bool
    line: str
    other: str
    agent: str
    is_outgoing: bool
    is_answered: bool
    row: int

    @property
    def key(self) -> tuple[datetime, str, str, bool]:
        """What is the same call in whatever list it stands."""
        return self.started_at, self.line or self.agent, self.other, self.is_outgoing


class PhoneListKept(Said, frozen=True, kw_only=True):
    """A list that was brought in: its original, and the segment of its calls that no earlier list had.

    ``layout`` is how its rows are laid out, ``mapping`` which of its columns were taken for what, ``zone`` the clock of
    its times. ``agent`` is whose list it is where somebody said so, ``lines`` whose calls it holds. It holds all of
    them from ``from_at`` until ``until_at``; ``known`` is how many earlier lists had.
    """

    KIND, FORMAT = "phone-list", Format("话单")

    file: str
    sha256: str
    path: str
    segment: str
    layout: str
    headers: tuple[str, ...]
    mapping: dict[str, str]
    zone: str
    agent: str
    lines: tuple[str, ...]
    from_at: datetime
    until_at: datetime
    calls: int
    known: int
