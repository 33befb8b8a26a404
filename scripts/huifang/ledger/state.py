"""What the journal says, folded into one view: issued calls, submissions, versions, pending changes, reports, draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from huifang.core.findings import Finding
from huifang.core.periods import Period
from huifang.ledger.audits_said import MadeAudit
from huifang.ledger.checks import ChecksSoFar
from huifang.ledger.fetched import FetchedSoFar
from huifang.ledger.forms_said import FormEntered
from huifang.ledger.heard import HeardSoFar
from huifang.ledger.imported_said import ListImported, PastCallsKept, PastCallsWithdrawn
from huifang.ledger.issues import Book
from huifang.ledger.journal import GENESIS
from huifang.ledger.kinds import Draw
from huifang.ledger.letters import LettersSoFar
from huifang.ledger.mails import MailsSoFar
from huifang.ledger.phone_said import PhoneListKept
from huifang.ledger.seen import Look, Settlement
from huifang.ledger.sheets_said import KeptDecision, KeptFinding, RefusedRow
from huifang.ledger.spot_checks import SealedFrame
from huifang.ledger.tasks import TasksSoFar
from huifang.ledger.told_of import ToldMiss, matter_of
from huifang.tables.declared.calls import DECISION
from huifang.tables.declared.complaints import COMPLAINTS

FORMAT = "%Y-%m-%d %H:%M"


@dataclass(frozen=True, slots=True)
class Version:
    """One state of a register workbook, archived by hash by the journal entry ``seq``."""

    workbook: str
    sha256: str
    archived: str
    at: datetime
    seq: int


@dataclass(slots=True, kw_only=True)
class Submission:
    """One sheet that came back. ``rows`` is how many it posted; ``accepted`` whether it was accepted.

    ``book`` is the workbook that was handed out for it; empty where nobody knows. ``refused`` are the answered rows
    that were not entered, None where nobody kept them; ``posted_on`` the day on which it was judged. ``arrival_by``
    says by whose clock it came; empty where an older release did not note it.
    """

    number: str
    seq: int
    file: str
    agent: str
    period: str
    sha256: str
    archived: str
    arrived_at: datetime
    rows: int
    accepted: bool
    errors: int
    warnings: int
    kept_findings: tuple[KeptFinding, ...]
    book: str = ""
    refused: tuple[RefusedRow, ...] | None = None
    posted_on: date = date.min
    withdrawn: bool = False
    arrival_by: str = ""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was said about it when it came."""
        return tuple(kept.finding for kept in self.kept_findings)

    @property
    def is_handed_in(self) -> bool:
        """Whether it was handed in, be it that some of its rows were returned, or all (decision 22)."""
        return not self.withdrawn and bool(self.accepted or self.refused)


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeReport:
    """One report that was made; ``version`` counts from 1 within its kind and period.

    ``seq`` is its journal entry, ``tiles`` what the figures of its parts said (None: an older release kept none),
    ``agents`` what its cover counted of each agent (None: nothing was kept).
    """

    kind: str
    period: str
    version: int
    at: datetime
    figures: Mapping[str, Any]
    files: tuple[str, ...]
    seq: int
    tiles: Mapping[str, Mapping[str, str]] | None
    agents: Mapping[str, Mapping[str, int]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeCorrection:
    """What a row of a 更正单 did, as people read it; ``seq`` is its journal entry; ``decision`` what a 批示单 says."""

    seq: int
    at: str
    subject_no: str
    column: str
    old: str
    new: str
    by: str
    why: str
    decision: KeptDecision | None = None


@dataclass(kw_only=True)
class State:
    """The journal's content as it stands after its last entry.

    ``books`` are the workbooks that were issued, ``withdrawn_books`` those taken back with their plan. ``pending`` maps
    (record_no, key) to (old, new), ``asked_by`` to the submission that asked; ``segments``, ``archived`` and
    ``produced`` map paths to SHA-256, ``cells`` to the fingerprint of the cells. ``first_asked`` is who was asked
    first, by 投诉编号, as far as an older release noted it; ``dissatisfied`` which customer was dissatisfied when, and
    when that was first seen. ``looks`` are the looks at registers, ``versions_seen`` the hashes of the last ones,
    ``settlements`` what 更正单 said of them; ``told_overdue`` the deadlines (complaint, stage,
    start) that people were told of as missed; ``renumbered`` the numbers of customers who got another one, and which
    that is now. ``acknowledged`` are the archived lists of what a journal lost. ``forms`` are
    the hashes of forms that went into registers, and whether all of each did. ``phone_lists`` are the lists of calls
    (话单) that were brought in, ``past_lists`` those of calls made before the office began, ``withdrawn_past`` who took
    one of these back, by its number.
    """

    office_id: str = ""
    founded_on: date = date.max
    preset: str = ""
    head: str = GENESIS
    last_at: datetime | None = None
    versions: list[Version] = field(default_factory=list)
    books: list[Book] = field(default_factory=list)
    withdrawn_books: list[Book] = field(default_factory=list)
    submissions: list[Submission] = field(default_factory=list)
    pending: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    asked_by: dict[tuple[str, str], str] = field(default_factory=dict)
    declined: set[tuple[str, str, str]] = field(default_factory=set)
    corrections: list[MadeCorrection] = field(default_factory=list)
    reports: list[MadeReport] = field(default_factory=list)
    frames: dict[str, SealedFrame] = field(default_factory=dict)
    draws: list[Draw] = field(default_factory=list)
    audits: list[MadeAudit] = field(default_factory=list)
    imports: list[ListImported] = field(default_factory=list)
    past_lists: list[PastCallsKept] = field(default_factory=list)
    withdrawn_past: dict[str, PastCallsWithdrawn] = field(default_factory=dict)
    phone_lists: list[PhoneListKept] = field(default_factory=list)
    segments: dict[str, str] = field(default_factory=dict)
    archived: dict[str, str] = field(default_factory=dict)
    produced: dict[str, str] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    refreshed: set[str] = field(default_factory=set)
    unplanned: int = 0
    first_asked: dict[str, str] = field(default_factory=dict)
    dissatisfied: dict[tuple[str, str], datetime] = field(default_factory=dict)
    looks: list[Look] = field(default_factory=list)
    versions_seen: dict[str, str] = field(default_factory=dict)
    settlements: list[Settlement] = field(default_factory=list)
    told_overdue: dict[tuple[str, str, datetime], ToldMiss] = field(default_factory=dict)
    told_same: set[tuple[str, tuple[str, ...]]] = field(default_factory=set)
    renumbered: dict[str, str] = field(default_factory=dict)
    acknowledged: list[str] = field(default_factory=list)
    forms: dict[str, bool] = field(default_factory=dict)
    checks: ChecksSoFar = field(default_factory=ChecksSoFar)
    heard: HeardSoFar = field(default_factory=HeardSoFar)
    tasks: TasksSoFar = field(default_factory=TasksSoFar)
    letters: LettersSoFar = field(default_factory=LettersSoFar)
    mails: MailsSoFar = field(default_factory=MailsSoFar)
    fetched: FetchedSoFar = field(default_factory=FetchedSoFar)

    def note_form(self, said: FormEntered) -> None:
        """A form that came back filled in; the numbers of rows that were made of it are given to no others."""
        self.forms[said.sha256] = not (said.errors or said.waiting)
        self.heard.note_rows(said.table, (row.number for row in said.rows if row.added))

    def renumber(self, table: str, old: str, new: str) -> None:
        """What was said about the row of a register under its old number, was said about it."""
        if table == COMPLAINTS.name:
            for key, seen in [one for one in self.dissatisfied.items() if one[0][0] == old]:
                self.dissatisfied[new, key[1]] = min(seen, self.dissatisfied.get((new, key[1]), seen))
                del self.dissatisfied[key]
        old, new = matter_of(table, old), matter_of(table, new)
        told = self.told_overdue.items()
        self.told_overdue = {(new if key[0] == old else key[0], *key[1:]): one for key, one in told}
        self.letters.renumber(old, new)

    def decided(self, until: datetime) -> dict[str, MadeCorrection]:
        """By record number, the last decision about it that was made by then."""
        return {
            made.subject_no: made
            for made in self.corrections
            if made.column == DECISION.header and datetime.fromisoformat(made.at) <= until
        }

    def books_of(self, period: str, agent: str | None = None) -> list[Book]:
        """The workbooks of a batch, of all agents or of one, in order of issue."""
        return [book for book in self.books if book.period == period and agent in (None, book.agent)]

    def last_handed_in(self) -> dict[tuple[str, str], date]:
        """By agent and batch: the day on which the last sheet came that was handed in."""
        last: dict[tuple[str, str], date] = {}
        for sheet in self.submissions:
            if sheet.is_handed_in:
                whose = (sheet.agent, sheet.period)
                last[whose] = max(sheet.arrived_at.date(), last.get(whose, date.min))
        return last

    def batches(self) -> list[Period]:
        """The periods that have a batch, in the order of their first issue."""
        return list({book.period: book.span for book in self.books}.values())

    def versions_at(self, moment: datetime | None) -> dict[str, Version]:
        """The newest version of each workbook at that moment (None: now); before the first one, the first."""
        chosen: dict[str, Version] = {}
        for version in self.versions:
            if version.workbook not in chosen or moment is None or version.at <= moment:
                chosen[version.workbook] = version
        return chosen

    def first_kept(self, workbook: str, sha256: str) -> date | None:
        """The day on which the workbook was archived as it is in that version, for the first time; None: it was not."""
        days = (one.at.date() for one in self.versions if (one.workbook, one.sha256) == (workbook, sha256))
        return next(days, None)

    def reports_of(self, kind: str, period: str) -> list[MadeReport]:
        """The versions of one report, oldest first."""
        return [report for report in self.reports if report.kind == kind and report.period == period]

    def audits_of(self, period: str) -> list[MadeAudit]:
        """The versions of the period's 抽查报告, oldest first."""
        return [made for made in self.audits if made.said.period == period]

    def draws_of(self, period: str) -> list[Draw]:
        """The draws from the period's frame, in their order."""
        return [draw for draw in self.draws if draw.period == period]
