"""Folding: what each kind of journal entry means for the state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from huifang.ledger.audits_said import AuditReported, MadeAudit
from huifang.ledger.checks_said import ABOUT_CHECKS
from huifang.ledger.customers_said import SameCustomersTold
from huifang.ledger.fetched_said import ABOUT_FETCHED
from huifang.ledger.forms_said import FormEntered
from huifang.ledger.imported_said import ListImported, PastCallsKept, PastCallsWithdrawn
from huifang.ledger.issues import Book
from huifang.ledger.journal import Entry
from huifang.ledger.kinds import (
    ComplaintsNoted,
    CustomersMarked,
    Dissatisfied,
    Draw,
    FrameSealed,
    GrievancesHeard,
    LedgerRefreshed,
    LossAcknowledged,
    OfficeFounded,
    OverdueTold,
    RegisterCorrected,
    RegistersSeen,
    ReportMade,
    ReportsPrepared,
    VersionKept,
    said_by,
)
from huifang.ledger.letters_said import ComplaintsTold, LettersWritten
from huifang.ledger.mail_said import ABOUT_MAILS
from huifang.ledger.phone_said import PhoneListKept
from huifang.ledger.said import Said
from huifang.ledger.seen import Look, Settlement
from huifang.ledger.sheets_said import (
    BY_CORRECTION,
    ArrivalCorrected,
    ChangesDeclined,
    ChangesSettled,
    Correction,
    PlanIssued,
    PlanWithdrawn,
    RecordCorrected,
    Settled,
    SheetsPosted,
    SheetWithdrawn,
)
from huifang.ledger.spot_checks import SealedFrame
from huifang.ledger.state import MadeCorrection, MadeReport, State, Submission, Version
from huifang.ledger.tasks_said import ABOUT_TASKS
from huifang.ledger.told_of import ToldMiss, matter_of
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.declared.registers import SEEN

#: By register, the column that tells its rows apart.
_NUMBERS = {table.name: table.unique[0] for table in SEEN}


def fold(entries: Iterable[Entry]) -> State:
    """The state after all entries.

    Raises:
        NewerFormat: one of them was written by a newer release.
        Incomplete: one is not what its kind says.
    """
    state = State()
    for entry in entries:
        apply(state, entry, said_by(entry))
    return state


def apply(state: State, entry: Entry, said: Said) -> None:
    """Carry the state over one more entry, which says this."""
    state.head = entry.hash
    state.last_at = _moment(entry.at)
    state.archived.update(said.archived)
    state.segments.update(said.segments)
    state.produced.update(said.produced)
    state.cells.update(said.cells)
    step = _STEPS.get(type(said))
    if step:
        step(state, entry, said)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _office(state: State, entry: Entry, said: OfficeFounded) -> None:
    state.office_id, state.preset = said.office_id, said.preset
    state.founded_on = _moment(entry.at).date()


def _version(state: State, entry: Entry, said: VersionKept) -> None:
    state.versions.append(Version(said.workbook, said.sha256, said.path, _moment(entry.at), entry.seq))


def _plan(state: State, entry: Entry, said: PlanIssued) -> None:
    rules = frozenset(said.rules)
    state.books.extend(
        Book(
            file=book.file, agent=book.agent, span=said.span, digest=book.digest, sha256=book.sha256,
            seq=entry.seq, issued_on=date.fromisoformat(entry.at[:10]), calls_in=said.calls_in,
            start=book.start, length=book.length, rules=rules, versions=said.versions,
        )
        for book in said.books
    )  # fmt: skip


def _submission(state: State, entry: Entry, said: SheetsPosted) -> None:
    state.unplanned = max(state.unplanned, said.unplanned)
    for sheet in said.sheets:
        state.submissions.append(
            Submission(
                number=sheet.number, seq=entry.seq, file=sheet.file, agent=sheet.agent, period=sheet.period,
                sha256=sheet.sha256, archived=sheet.path, arrived_at=_moment(sheet.arrived_at), rows=sheet.rows,
                accepted=sheet.accepted, errors=sheet.errors, warnings=sheet.warnings,
                kept_findings=sheet.findings, book=sheet.book, refused=sheet.refused,
                posted_on=_moment(entry.at).date(), arrival_by=sheet.arrival_by,
            )
        )  # fmt: skip
        _take_back(state, sheet.settled)
        for change in sheet.pending:
            state.pending[change.record_no, change.key] = (change.old, change.new)
            state.asked_by[change.record_no, change.key] = sheet.number


def _settled(state: State, entry: Entry, said: ChangesSettled) -> None:
    _take_back(state, said.settled)


def _take_back(state: State, changes: Iterable[Settled]) -> None:
    for change in changes:
        state.pending.pop((change.record_no, change.key), None)


def _note_correction(state: State, entry: Entry, said: Correction) -> None:
    correction = MadeCorrection(
        seq=entry.seq, at=entry.at, subject_no=said.subject_no, column=said.column, old=said.old, new=said.new,
        by=said.by, why=said.why, decision=said.decision if isinstance(said, RecordCorrected) else None,
    )  # fmt: skip
    state.corrections.append(correction)


def _correction(state: State, entry: Entry, said: RecordCorrected) -> None:
    _note_correction(state, entry, said)
    if said.whole:
        for key in [key for key in state.pending if key[0] == said.subject_no]:
            del state.pending[key]
    else:
        state.pending.pop((said.subject_no, said.key), None)


def _declined(state: State, entry: Entry, said: ChangesDeclined) -> None:
    for change in said.changes:
        state.pending.pop((change.record_no, change.key), None)
        state.declined.add((change.record_no, change.key, change.new))


def _arrival(state: State, entry: Entry, said: ArrivalCorrected) -> None:
    _note_correction(state, entry, said)
    for submission in state.submissions:
        if submission.number == said.subject_no:
            submission.arrived_at, submission.arrival_by = _moment(said.new), BY_CORRECTION


def _sheet_withdrawn(state: State, entry: Entry, said: SheetWithdrawn) -> None:
    _note_correction(state, entry, said)
    number, gone = said.subject_no, frozenset(said.records)
    for submission in state.submissions:
        if submission.number == number:
            submission.withdrawn = True
    for key in [key for key in state.pending if key[0] in gone or state.asked_by.get(key) == number]:
        del state.pending[key]


def _plan_withdrawn(state: State, entry: Entry, said: PlanWithdrawn) -> None:
    _note_correction(state, entry, said)
    state.withdrawn_books.extend(book for book in state.books if book.seq == said.plan_seq)
    state.books = [book for book in state.books if book.seq != said.plan_seq]


def _past_withdrawn(state: State, entry: Entry, said: PastCallsWithdrawn) -> None:
    _note_correction(state, entry, said)
    state.past_lists = [kept for kept in state.past_lists if kept.number != said.subject_no]
    state.withdrawn_past[said.subject_no] = said


def _report(state: State, entry: Entry, said: ReportMade) -> None:
    state.refreshed = {path for path in state.refreshed if said.period not in path}
    state.reports.append(
        MadeReport(
            kind=said.report,
            period=said.period,
            version=said.version,
            at=_moment(entry.at),
            figures=said.figures,
            files=said.files,
            seq=entry.seq,
            tiles=said.tiles,
            agents=said.agents,
        )  # fmt: skip
    )


def _frame(state: State, entry: Entry, said: FrameSealed) -> None:
    frame = SealedFrame(said.period, said.frame_sha256, said.path, said.versions, _moment(entry.at), entry.seq)
    before = state.frames.setdefault(frame.period, frame)  # once sealed, it never changes
    if before.at > frame.at and not state.draws_of(frame.period):  # unless a wrong clock sealed it
        state.frames[frame.period] = frame


def _complaints(state: State, entry: Entry, said: ComplaintsNoted) -> None:
    state.first_asked = {**said.first_asked, **state.first_asked}  # who was noted first stays
    _dissatisfied(state, entry, said.dissatisfied)


def _dissatisfied(state: State, entry: Entry, seen: Iterable[Dissatisfied]) -> None:
    for one in seen:
        state.dissatisfied.setdefault((one.complaint_no, one.at), _moment(entry.at))


def _seen(state: State, entry: Entry, said: RegistersSeen) -> None:
    state.versions_seen.update(said.versions)
    unhappy = tuple(dict.fromkeys(one.complaint_no for one in said.dissatisfied))
    state.looks.append(Look(entry.seq, _moment(entry.at), said.versions, said.changes, unhappy))
    _dissatisfied(state, entry, said.dissatisfied)


def _told_same(state: State, entry: Entry, said: SameCustomersTold) -> None:
    state.told_same.update((one.what, one.numbers) for one in said.told)


def _told_overdue(state: State, entry: Entry, said: OverdueTold) -> None:
    for one in said.missed:
        told = ToldMiss(_moment(entry.at), one.due, one.starts_with, one.done_with)
        state.told_overdue.setdefault((matter_of(one.table, one.complaint_no), one.stage, one.started_at), told)


def _register_corrected(state: State, entry: Entry, said: RegisterCorrected) -> None:
    _note_correction(state, entry, said)
    if said.table == CUSTOMERS.name and said.key == CUSTOMERS.unique[0]:
        before = {old: said.new for old, new in state.renumbered.items() if new == said.old}
        state.renumbered.update({**before, said.old: said.new})
    elif said.key == _NUMBERS.get(said.table):
        state.renumber(said.table, said.old, said.new)
    state.settlements.append(
        Settlement(
            seq=entry.seq, at=_moment(entry.at), table=said.table, number=said.subject_no, key=said.key,
            old=said.old or None, new=said.new or None, by=said.by, why=said.why, whole=said.whole,
        )
    )  # fmt: skip


def _complaints_told(state: State, entry: Entry, said: ComplaintsTold) -> None:
    state.letters.note_told(said, _moment(entry.at))


def _letters(state: State, entry: Entry, said: LettersWritten) -> None:
    state.letters.note(said, _moment(entry.at))


def _heard(state: State, entry: Entry, said: GrievancesHeard) -> None:
    state.heard.note(said)
    state.letters.note_heard(said.told, _moment(entry.at))


def _prepared(state: State, entry: Entry, said: ReportsPrepared) -> None:
    state.heard.note_reports(said)


def _marked(state: State, entry: Entry, said: CustomersMarked) -> None:
    state.heard.marked.update(said.marked)


#: What each kind means, beside the files that it brought.
_STEPS: Mapping[type[Said], Callable[[State, Entry, Any], None]] = {
    OfficeFounded: _office,
    VersionKept: _version,
    PlanIssued: _plan,
    SheetsPosted: _submission,
    ChangesSettled: _settled,
    RecordCorrected: _correction,
    ChangesDeclined: _declined,
    ArrivalCorrected: _arrival,
    SheetWithdrawn: _sheet_withdrawn,
    PlanWithdrawn: _plan_withdrawn,
    ReportMade: _report,
    LedgerRefreshed: lambda state, entry, said: state.refreshed.add(said.file),
    FrameSealed: _frame,
    Draw: lambda state, entry, said: state.draws.append(said),
    AuditReported: lambda state, entry, said: state.audits.append(MadeAudit(said, _moment(entry.at), entry.seq)),
    ListImported: lambda state, entry, said: state.imports.append(said),
    PastCallsKept: lambda state, entry, said: state.past_lists.append(said),
    PastCallsWithdrawn: _past_withdrawn,
    PhoneListKept: lambda state, entry, said: state.phone_lists.append(said),
    ComplaintsNoted: _complaints,
    ComplaintsTold: _complaints_told,
    LettersWritten: _letters,
    GrievancesHeard: _heard,
    ReportsPrepared: _prepared,
    CustomersMarked: _marked,
    RegistersSeen: _seen,
    OverdueTold: _told_overdue,
    SameCustomersTold: _told_same,
    RegisterCorrected: _register_corrected,
    LossAcknowledged: lambda state, entry, said: state.acknowledged.append(said.listed),
    FormEntered: lambda state, entry, said: state.note_form(said),
    **dict.fromkeys(ABOUT_CHECKS, lambda state, entry, said: state.checks.note(said, _moment(entry.at))),
    **dict.fromkeys(ABOUT_MAILS, lambda state, entry, said: state.mails.note(said, _moment(entry.at))),
    **dict.fromkeys(ABOUT_FETCHED, lambda state, entry, said: state.fetched.note(said, _moment(entry.at))),
    **dict.fromkeys(ABOUT_TASKS, lambda state, entry, said: state.tasks.note(said, _moment(entry.at))),
}
