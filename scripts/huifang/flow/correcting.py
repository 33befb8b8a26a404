"""Correcting: a filled 更正单 → checks → a new version of each record → journal. Nothing is ever deleted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from huifang.core.catalogue import because, found
from huifang.core.findings import Finding
from huifang.core.reasons import Reason, Refusal
from huifang.edges.books.hidden_record import FormRecord, record_in
from huifang.edges.reading.cell_digest import digest_of
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.reading.xlsx_read import read_book
from huifang.edges.store.files import OfficeError, digest, read_bytes, write_bytes
from huifang.edges.store.office import ARCHIVE
from huifang.edges.store.segments import segment_path, to_parquet, to_records
from huifang.flow.calls.call_tables import call_table
from huifang.flow.intake.judging import context_of
from huifang.flow.office.desk import Desk
from huifang.ledger.posting import Change
from huifang.ledger.questions import newest
from huifang.ledger.records import CallRecord, as_row, columns_of, with_value, withdrawn
from huifang.ledger.said import Said
from huifang.ledger.sheets_said import (
    ArrivalCorrected,
    ChangesDeclined,
    KeptChange,
    PlanWithdrawn,
    RecordCorrected,
    SheetWithdrawn,
)
from huifang.ledger.state import FORMAT
from huifang.policy.model import Policy
from huifang.policy.register_read import cell_options
from huifang.rules import check_row
from huifang.rules.context import SheetContext
from huifang.tables.cells import read_cell, shown
from huifang.tables.declared.calls import CALLS, DECISION
from huifang.tables.declared.corrections import (
    ARRIVAL,
    CORRECTIONS,
    FIXED_OPTIONS,
    OF_PLAN,
    OF_RECORD,
    OF_SUBMISSION,
    TAKE_BACK,
    WHOLE,
)
from huifang.tables.model import Column, Kind, Row
from huifang.tables.options import BOSS, SUPERVISOR, UNRESOLVED
from huifang.tables.reading import read_table

#: A call in the future, one that ends before it starts, one by a method that the policy forbids.
IMPOSSIBLE = frozenset({"R302", "R303", "R310"})


class Refused(Refusal):
    """A row of the form cannot be applied; ``key`` says which cell is meant."""

    def __init__(self, reason: Reason, key: str = "subject_no") -> None:
        super().__init__(reason, key)
        self.key = key


@dataclass
class Corrected:
    """How many rows were applied and declined, and which were refused."""

    applied: int = 0
    declined: int = 0
    refused: list[Finding] = field(default_factory=list)


@dataclass
class _Form:
    """The form being applied, and the records as they stand by now; it is archived with its first commit."""

    path: str
    content: bytes
    records: dict[str, CallRecord]

    def commit(self, desk: Desk, said: Said) -> None:
        """Journal one correction, with the form that asked for it."""
        sha = write_bytes(desk.office.path(self.path), self.content)
        archived = {self.path: sha, **said.archived}
        desk.commit(replace(said, archived=archived, cells={self.path: digest_of(self.content)}))


def correct(desk: Desk, path: Path) -> Corrected:
    """Apply the rows of a form; rows that its maker put there and the supervisor deleted are declined.

    Raises:
        OfficeError: the file cannot be read.
    """
    if not path.is_file():
        raise OfficeError(because("Y817", path=path))
    content = read_bytes(path)
    try:
        raw = read_book(content)
        if not raw.has(CORRECTIONS.name):
            raise OfficeError(because("Y818", file=path.name, sheet=CORRECTIONS.name))
        record = record_in(raw.sheets, FormRecord)
    except Unreadable as error:
        raise OfficeError(error.reason.after(f"“{path.name}”")) from error
    options = {**cell_options(desk.present.policy), **FIXED_OPTIONS}
    read = read_table(CORRECTIONS, raw.sheets[CORRECTIONS.name], desk.office.relative(path), options)
    result = Corrected(refused=[finding for finding in read.findings if finding.is_error])
    records = {record.record_no: record for record in to_records(newest(desk.ledger.frame()))}
    form = _Form(f"{ARCHIVE}/更正/{digest(content)[:12]}-{path.name}", content, records)
    for row in read.sound:
        try:
            result.applied += _apply(desk, form, row)
        except Refused as refused:
            result.refused.append(found("J803", row.place(refused.key), reason=refused.reason))
    result.declined = _decline(desk, record, read.rows, form)
    return result


def _apply(desk: Desk, form: _Form, row: Row) -> int:
    """Apply one row; 0 if it was applied before."""
    by, why = _who_and_why(desk, row)
    whole = row["column"] == WHOLE[row["table"]]
    if whole and row["new"] != TAKE_BACK:
        raise Refused(because("Y405", column=row["column"], new=TAKE_BACK), "new")
    data: dict[str, Any] = {
        "subject_no": row["subject_no"], "column": row["column"], "old": row["old"] or "", "new": row["new"] or "",
        "by": by, "why": why, "whole": whole,
    }  # fmt: skip
    if row["table"] == OF_RECORD:
        return _correct_record(desk, form, row, data)
    if row["table"] == OF_SUBMISSION:
        return _correct_submission(desk, form, row, data)
    return _withdraw_plan(desk, form, row, data)


def _who_and_why(desk: Desk, row: Row) -> tuple[str, str]:
    if not row["corrected_by"]:
        raise Refused(because("Y401"), "corrected_by")
    if not row["reason"]:
        raise Refused(because("Y402"), "reason")
    now = desk.present
    person = now.people.find(row["corrected_by"])
    if person is None:
        raise Refused(because("Y403", value=row["corrected_by"]), "corrected_by")
    if person.role not in (SUPERVISOR, BOSS) or not person.active_on(now.today):
        raise Refused(because("Y404", person=person.label), "corrected_by")
    return person.label, row["reason"]


def _correct_record(desk: Desk, form: _Form, row: Row, data: dict[str, Any]) -> int:
    record = form.records.get(row["subject_no"])
    if record is None:
        raise Refused(because("Y406", record_no=row["subject_no"]))
    if data["whole"]:
        if record.withdrawn:
            return 0
        _commit_records(desk, form, RecordCorrected(**data, key=""), [withdrawn(record, desk.journal.next_seq)])
        return 1
    if record.withdrawn:
        raise Refused(because("Y407", record_no=row["subject_no"]))
    if row["column"] == DECISION.header:
        _require_decider(desk, record, row)
    context = context_of(desk, record.agent, record.batch)
    key, value = _new_value(desk, context.policy, row)
    old, new = record.text(key), shown(value)
    if old == new:
        return 0
    if (row["old"] or "") != old:
        raise Refused(because("Y408", old=old), "old")
    changed = with_value(record, key, value, desk.journal.next_seq)
    same = next((r for r in form.records.values() if r.key == changed.key and not r.withdrawn), record)
    if same.record_no != record.record_no:
        raise Refused(because("Y409", record_no=same.record_no), "new")
    _refuse_new_errors(context, record, changed)
    _commit_records(desk, form, RecordCorrected(**{**data, "old": old, "new": new}, key=key), [changed])
    return 1


def _require_decider(desk: Desk, record: CallRecord, row: Row) -> None:
    """000/五: who the problem was reported to decides about it, or somebody above; only a problem is decided about."""
    now = desk.present
    people = now.people
    if record.handling != UNRESOLVED:
        raise Refused(because("Y410", record_no=record.record_no, column=DECISION.header), "column")
    asked, by = people.find(record.reported_to), people.find(row["corrected_by"])
    if asked and by and by not in (asked, *people.chain_above(asked.person_no, now.today)) and by.role != BOSS:
        raise Refused(because("Y411", person=asked.label, column=DECISION.header), "corrected_by")


def _refuse_new_errors(context: SheetContext, before: CallRecord, after: CallRecord) -> None:
    """A correction may leave something to be filled in by the next one, but not make what cannot be."""
    known = {finding.code for finding in check_row(context, as_row(before))}
    errors = [f for f in check_row(context, as_row(after)) if f.code in IMPOSSIBLE and f.code not in known]
    if errors:
        raise Refused(because("Y412", finding=errors[0].message), "new")


def _new_value(desk: Desk, policy: Policy, row: Row) -> tuple[str, Any]:
    """The column's key and the value, read as its cell would be by the ``policy`` of the batch."""
    if row["column"] == DECISION.header:
        return DECISION.key, row["new"]
    table, options = call_table(policy, desk.state.preset, ())
    column = table.by_header.get(row["column"]) or CALLS.by_header.get(row["column"])
    if column is None or column.issued:
        raise Refused(because("Y413", column=row["column"]), "column")
    reading = read_cell(column, row["new"], options.get(column.options or "", ()))
    if reading.value is None and row["new"]:
        raise Refused(because("Y414", new=row["new"], column=row["column"]), "new")
    if reading.value is None and column.key in ("called_on", "started_at", "result"):
        raise Refused(because("Y415", column=row["column"]), "new")
    return column.key, reading.value


def _commit_records(desk: Desk, form: _Form, said: Said, changed: list[CallRecord]) -> None:
    """New versions of records: segment first, then the journal line."""
    segments = {}
    if changed:
        path = segment_path(desk.journal.next_seq)
        segments[path] = write_bytes(desk.office.path(path), to_parquet(columns_of(changed)))
    form.commit(desk, replace(said, segments=segments))
    for record in changed:
        form.records[record.record_no] = record


def _correct_submission(desk: Desk, form: _Form, row: Row, data: dict[str, Any]) -> int:
    submission = next((s for s in desk.state.submissions if s.number == row["subject_no"]), None)
    if submission is None:
        raise Refused(because("Y416", subject=row["subject_no"]))
    if data["whole"]:
        if submission.withdrawn:
            return 0
        seq = desk.journal.next_seq
        mine = [r for r in form.records.values() if r.submission == submission.number and not r.withdrawn]
        said = SheetWithdrawn(**data, records=tuple(record.record_no for record in mine))
        _commit_records(desk, form, said, [withdrawn(record, seq) for record in mine])
        return 1
    if row["column"] != ARRIVAL:
        raise Refused(because("Y417", column=ARRIVAL, whole=WHOLE[OF_SUBMISSION]), "column")
    moment = read_cell(Column(ARRIVAL, "arrived_at", Kind.DATETIME), row["new"]).value
    if not isinstance(moment, datetime):
        raise Refused(because("Y418"), "new")
    if moment == submission.arrived_at:
        return 0
    old = f"{submission.arrived_at:{FORMAT}}"
    if (row["old"] or "") != old:
        raise Refused(because("Y419", old=old), "old")
    if moment > desk.now:
        raise Refused(because("Y420"), "new")
    form.commit(desk, ArrivalCorrected(**{**data, "old": old, "new": f"{moment:{FORMAT}}"}))
    return 1


def _withdraw_plan(desk: Desk, form: _Form, row: Row, data: dict[str, Any]) -> int:
    """Take back the newest issue of a period, as long as nothing of it came back; its workbooks go to the archive."""
    if not data["whole"]:
        raise Refused(because("Y421", whole=WHOLE[OF_PLAN]), "column")
    books = desk.state.books_of(row["subject_no"])
    if not books:
        raise Refused(because("Y422", period=row["subject_no"]))
    seq = max(book.seq for book in desk.state.books)
    newest_books = [book for book in books if book.seq == seq]
    if not newest_books:
        raise Refused(because("Y423"))
    agents = {book.agent for book in newest_books}
    returned = [s for s in desk.state.submissions if s.period == row["subject_no"] and s.seq > seq and not s.withdrawn]
    if any(s.agent in agents for s in returned):
        raise Refused(because("Y424"))
    moved: dict[str, str] = {}
    for book in newest_books:
        target = f"{ARCHIVE}/撤回/{seq:06d}/{Path(book.file).name}"
        if desk.office.path(book.file).exists():
            moved[target] = write_bytes(desk.office.path(target), read_bytes(desk.office.path(book.file)))
    form.commit(desk, PlanWithdrawn(**data, plan_seq=seq, archived=moved))
    for book in newest_books:
        desk.office.path(book.file).unlink(missing_ok=True)
    return 1


def _decline(desk: Desk, record: FormRecord | None, rows: tuple[Row, ...], form: _Form) -> int:
    """Changes that the form was made with and whose row is gone: the supervisor does not agree."""
    if record is None or record.office_id != desk.state.office_id:
        return 0
    kept = {(row["subject_no"], row["column"]) for row in rows}
    gone = [
        change
        for change in (Change(*made_with) for made_with in record.changes)
        if (change.record_no, change.column) not in kept
        and desk.state.pending.get((change.record_no, change.key)) == (change.old, change.new)
    ]
    if gone:
        changes = (KeptChange(record_no=c.record_no, key=c.key, old=c.old, new=c.new) for c in gone)
        form.commit(desk, ChangesDeclined(changes=tuple(changes)))
    return len(gone)
