"""Verifying everything at once: each kind of link in its file, the first broken one and what depends on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from huifang.edges.store.conflicts import require_one_journal
from huifang.edges.store.files import OfficeError
from huifang.edges.store.journal_file import Journal
from huifang.edges.store.losses import known_outside
from huifang.edges.store.office import JOURNAL, Office
from huifang.flow.audit.chain_links import chain_faults, lost_faults, printed_heads
from huifang.flow.audit.depending import Broken, first_broken
from huifang.flow.audit.draw_links import draw_faults
from huifang.flow.audit.faults import Fault
from huifang.flow.audit.file_links import (
    file_faults,
    kept_customers,
    kept_holidays,
    ledger_against_archive,
    watched_files,
)
from huifang.flow.audit.result_links import result_faults
from huifang.ledger.folding import apply
from huifang.ledger.formats import NewerFormat
from huifang.ledger.journal import DIGITS_SHOWN, GENESIS, Entry
from huifang.ledger.kinds import said_by
from huifang.ledger.said import Said
from huifang.ledger.sheets_said import PlanIssued
from huifang.ledger.state import State


@dataclass
class Written:
    """What one release wrote: entries of the journal, and what came with them: segments of the ledger, lists of issued
    calls, and workbooks for people.
    """

    entries: int = 0
    segments: int = 0
    issued: int = 0
    workbooks: int = 0


@dataclass(frozen=True)
class Verified:
    """The result; ``head_at`` is the entry with the asked-for chain head (None: not asked or not in the chain).

    ``releases`` says by which release what was written, the first one first; ``broken`` is the first broken link.
    """

    entries: int
    head: str
    problems: tuple[Fault, ...]
    releases: Mapping[str, Written]
    head_at: int | None = None
    broken: Broken | None = None

    @property
    def ok(self) -> bool:
        """Whether nothing at all is wrong."""
        return not self.problems


def verify(office: Office, printed_head: str | None = None) -> Verified:
    """Check everything; never stops at the first problem."""
    outside = known_outside(office)
    try:
        journal = Journal(office)
    except OfficeError as error:
        fault = Fault("chain", JOURNAL, str(error).removesuffix("。"))
        return Verified(0, GENESIS, (fault,), {}, broken=first_broken([fault], [], []))
    problems = [*chain_faults(office, journal)]
    try:
        require_one_journal(office)
    except OfficeError as error:
        problems.append(Fault("chain", JOURNAL, str(error)))
    state, known, unknown = _as_far_as_known(journal.chain.trusted)
    problems += unknown
    if journal.entries and not problems:
        problems += lost_faults(office, outside, journal, state)
        problems += printed_heads(office, journal, known)
    problems += kept_customers(office, state)
    problems += kept_holidays(office)
    problems += file_faults(office, watched_files(state), state)
    if not any(problem.file in state.segments for problem in problems):
        problems += ledger_against_archive(office, state, known)
    problems += draw_faults(office, state, known)
    problems += result_faults(office, state, known)
    broken = first_broken(problems, known, journal.entries[len(known) :])
    head_at = None
    if printed_head:
        wanted = printed_head.strip().lower()
        known_as = (entry for entry in journal.entries if len(wanted) >= DIGITS_SHOWN and entry.hash.startswith(wanted))
        head_at = next((entry.seq for entry in known_as), None)
        if head_at is None:
            problems.append(Fault("chain", JOURNAL, "报告上印的校验码不在日志里：日志在那之后被改写过"))
    return Verified(
        len(journal.entries), journal.chain.head, tuple(problems), _releases(journal, known), head_at, broken
    )


def _as_far_as_known(entries: Iterable[Entry]) -> tuple[State, list[tuple[Entry, Said]], list[Fault]]:
    """The state up to the first entry that this release cannot read, what was said up to there, and why not on."""
    state, known = State(), list[tuple[Entry, Said]]()
    for entry in entries:
        try:
            said = said_by(entry)
        except ValueError as error:
            kind = "newer" if isinstance(error, NewerFormat) else "chain"
            return state, known, [Fault(kind, JOURNAL, str(error).removesuffix("。"), entry.seq)]
        apply(state, entry, said)
        known.append((entry, said))
    return state, known, []


def _releases(journal: Journal, known: Iterable[tuple[Entry, Said]]) -> Mapping[str, Written]:
    releases: dict[str, Written] = {}
    for entry in journal.entries:
        releases.setdefault(entry.release, Written()).entries += 1
    for entry, said in known:
        written = releases[entry.release]
        written.segments += len(said.segments)
        written.issued += len(said.books) if isinstance(said, PlanIssued) else 0
        written.workbooks += len(said.workbooks)
    return releases
