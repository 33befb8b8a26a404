"""What became of every file that was collected."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from huifang.core.findings import Finding
from huifang.core.reasons import Reason
from huifang.flow.aftermath.passing_on import PassedOn
from huifang.flow.aftermath.writing_back import WrittenBack
from huifang.ledger.posting import Change


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """A sheet of which something was posted, or which had no error; when it came, and by whose clock."""

    file: str
    agent: str
    period: str
    rows: int
    sha256: str
    warnings: tuple[Finding, ...]
    arrived_at: datetime
    arrival_by: str


@dataclass(frozen=True)
class Returned:
    """A sheet with an error; ``marked`` is the marked copy (None for a file that cannot be read, of which nobody knows
    whose it is either). Of a printed form, ``agent`` is who sent it, as far as that is known, ``period`` its title.
    """

    file: str
    reason: Reason
    findings: tuple[Finding, ...]
    marked: str | None
    agent: str = ""
    period: str = ""


@dataclass(frozen=True)
class TakenRow:
    """A row of a register that a form was about: which columns were entered, which stood there as it says, and which
    wait to be confirmed; ``added``: the row is new.
    """

    number: str
    added: bool
    entered: tuple[str, ...]
    there: tuple[str, ...]
    waiting: tuple[str, ...]


@dataclass(frozen=True)
class TakenForm:
    """A printed form that came back filled in, about rows of the register ``sheet``."""

    file: str
    form: str
    sheet: str
    sha256: str
    rows: tuple[TakenRow, ...]
    warnings: tuple[Finding, ...]


@dataclass(kw_only=True)
class Collected:
    """What became of every file."""

    accepted: list[Accepted] = field(default_factory=list)
    returned: list[Returned] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)
    ignored: list[tuple[str, Reason]] = field(default_factory=list)
    pending: list[tuple[str, Change]] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    filled: list[TakenForm] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    back: WrittenBack = field(default_factory=WrittenBack)
    passed: PassedOn = field(default_factory=PassedOn)

    @property
    def all_notes(self) -> list[Finding]:
        """What stood in the way, each said once."""
        return list(dict.fromkeys([*self.notes, *self.back.notes, *self.passed.notes]))
