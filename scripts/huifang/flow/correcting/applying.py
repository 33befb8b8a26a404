"""A filled 更正单, row by row: who may ask, what each kind of subject makes of it, what the supervisor struck out."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from huifang.core.catalogue import because, found
from huifang.core.findings import Finding
from huifang.edges.books.hidden_record import FormRecord, record_in
from huifang.edges.reading.active_content import active_findings
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.reading.whole_file import read_given
from huifang.edges.reading.xlsx_read import read_book
from huifang.edges.store.files import OfficeError, digest
from huifang.edges.store.office import ARCHIVE
from huifang.edges.store.segments import to_records
from huifang.flow.correcting.decisions import asked_by_cards, contradicted
from huifang.flow.correcting.filled_forms import confirm_form
from huifang.flow.correcting.form import Asked, Correcting, Form, Refused, require_sender
from huifang.flow.correcting.orders import order_about, send_orders
from huifang.flow.correcting.past_calls import withdraw_past_calls
from huifang.flow.correcting.plans import withdraw_plan
from huifang.flow.correcting.records import correct_record
from huifang.flow.correcting.registers import correct_register
from huifang.flow.correcting.submissions import correct_submission
from huifang.flow.intake.judging_forms import JudgedForm
from huifang.flow.intake.register_forms import register_form
from huifang.flow.office.desk import Desk
from huifang.ledger.posting import Change
from huifang.ledger.questions import newest
from huifang.ledger.sheets_said import ChangesDeclined, KeptChange
from huifang.policy.people import Person
from huifang.policy.register_read import cell_options
from huifang.tables.declared.calls import DECISION
from huifang.tables.declared.corrections import (
    CORRECTIONS,
    FIXED_OPTIONS,
    OF_PAST,
    OF_PLAN,
    OF_RECORD,
    OF_REGISTERS,
    OF_SUBMISSION,
    TAKE_BACK,
    WHOLE,
)
from huifang.tables.declared.decisions import SHEET as DECISIONS
from huifang.tables.model import Row
from huifang.tables.options import BOSS, SUPERVISOR
from huifang.tables.reading import TableRead, read_table

#: What each word of 表 is about.
SUBJECTS: Mapping[str, Correcting] = {
    OF_RECORD: correct_record,
    OF_SUBMISSION: correct_submission,
    OF_PLAN: withdraw_plan,
    OF_PAST: withdraw_past_calls,
    **dict.fromkeys(OF_REGISTERS, correct_register),
}


#: What whoever corrects writes into a row.
_FILLED = ("new", "corrected_by", "reason")


@dataclass(kw_only=True)
class Corrected:
    """How many rows ``asked`` for something, how many were applied and declined, which were refused, and which records
    were ``decided`` about; ``orders`` say what was decided to whoever carries it out, ``letters`` who was written to;
    ``notes`` are what is to be said of the file.
    """

    asked: int = 0
    applied: int = 0
    declined: int = 0
    refused: list[Finding] = field(default_factory=list)
    notes: tuple[Finding, ...] = ()
    decided: list[str] = field(default_factory=list)
    orders: tuple[str, ...] = ()
    letters: str = ""

    @contextmanager
    def noting_refusal_of(self, row: Row) -> Iterator[None]:
        """What is done with the row; where it is refused, the next one is done."""
        try:
            yield
        except Refused as refused:
            self.refused.append(found("J803", row.place(refused.key), reason=refused.reason))


def correct(desk: Desk, path: Path) -> Corrected:
    """Apply the rows of a form; rows that its maker put there and the supervisor deleted are declined.

    Raises:
        OfficeError: the file cannot be read.
    """
    if not path.is_file():
        raise OfficeError(because("Y817", path=path))
    return apply_form(desk, desk.office.relative(path), path.name, read_given(path))


def apply_form(desk: Desk, file: str, name: str, content: bytes, sent_by: Person | None = None) -> Corrected:
    """The same of a form at hand, which is called by its ``name`` and shown as ``file``. One that came by mail must be
    signed by who sent it.

    Raises:
        OfficeError: it cannot be read.
    """
    try:
        raw = read_book(content)
        filled = register_form(raw, file)
        if filled:
            return _confirmed(confirm_form(desk, filled, content, file))
        if not (raw.has(CORRECTIONS.name) or raw.has(DECISIONS)):
            raise OfficeError(because("Y818", file=name, sheet=CORRECTIONS.name))
        record = record_in(raw.sheets, FormRecord)
    except Unreadable as error:
        raise OfficeError(error.reason.after(f"“{name}”")) from error
    options = {**cell_options(desk.present.policy), **FIXED_OPTIONS}
    read = read_table(CORRECTIONS, raw.sheets.get(CORRECTIONS.name, ()), file, options)
    wrong = [finding for finding in read.findings if finding.is_error] if raw.has(CORRECTIONS.name) else []
    result = Corrected(refused=wrong, notes=tuple(active_findings(raw.active, file)))
    records = {record.record_no: record for record in to_records(newest(desk.ledger.frame()))}
    form = Form(f"{ARCHIVE}/更正/{digest(content)[:12]}-{name}", content, records)
    waiting = _waiting(desk, record)
    cards = asked_by_cards(desk, file, raw.sheets.get(DECISIONS, ()), record, sent_by)
    against = _ask_by_cards(form, cards, read, result)
    for row in read.sound:
        if not any(row[key] for key in _FILLED) and (row["subject_no"], row["column"]) not in waiting:
            continue  # a row of a form that came filled in, and nobody wrote anything into it
        if row["subject_no"] in against and row["column"] == DECISION.header:
            continue  # refused where its card stands
        with result.noting_refusal_of(row):
            form.asked.append(_asked(desk, row, sent_by))
    result.asked = len(form.asked)
    for asked in form.asked:
        with result.noting_refusal_of(asked.row):
            applied = SUBJECTS[asked.row["table"]](desk, form, asked)
            result.applied += applied
            if applied and asked.row["column"] == DECISION.header:
                result.decided.append(asked.number)
    decided = [form.records[number] for number in result.decided]
    sent = send_orders(desk, decided)
    result.notes += tuple(sent.notes)
    result.orders = tuple(order_about(desk.present, record).message for record in decided)
    result.letters = sent.said(desk.present.people.label)
    result.declined = _decline(desk, record, read.rows, form) if raw.has(CORRECTIONS.name) else 0
    return result


def _confirmed(form: JudgedForm) -> Corrected:
    """What became of a printed form that came back."""
    refused = [finding for finding in form.findings if finding.is_error]
    notes = tuple(finding for finding in form.findings if not finding.is_error)
    return Corrected(applied=sum(len(row.new) for row in form.rows), refused=refused, notes=notes)


def _ask_by_cards(
    form: Form, cards: Iterable[Asked | tuple[Row, Refused]], read: TableRead, result: Corrected
) -> Container[str]:
    """Take over what the cards of a 批示单 ask for; the records about which the sheet 更正单 says otherwise."""
    asked = [*cards]
    against = contradicted([one for one in asked if isinstance(one, Asked)], read.sound)
    for one in asked:
        row, refused = (one.row, against.get(one.number)) if isinstance(one, Asked) else one
        if refused:
            with result.noting_refusal_of(row):
                raise refused
        elif isinstance(one, Asked):
            form.asked.append(one)
    return against


def _asked(desk: Desk, row: Row, sent_by: Person | None) -> Asked:
    by, why = _who_and_why(desk, row, sent_by)
    whole = row["column"] == WHOLE.get(row["table"])
    if whole and row["new"] != TAKE_BACK:
        raise Refused(because("Y405", column=row["column"], new=TAKE_BACK), "new")
    return Asked(row=row, by=by, why=why, whole=whole)


def _who_and_why(desk: Desk, row: Row, sent_by: Person | None) -> tuple[str, str]:
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
    require_sender(person, sent_by)
    return person.label, row["reason"]


def _waiting(desk: Desk, record: FormRecord | None) -> dict[tuple[str, str], Change]:
    """The changes that this office made the form with and that wait, by the number and the column of their rows."""
    if record is None or record.office_id != desk.state.office_id:
        return {}
    return {
        (change.record_no, change.column): change
        for change in (Change(*made_with) for made_with in record.changes)
        if desk.state.pending.get((change.record_no, change.key)) == (change.old, change.new)
    }


def _decline(desk: Desk, record: FormRecord | None, rows: tuple[Row, ...], form: Form) -> int:
    """Changes that the form was made with and whose row is gone: the supervisor does not agree."""
    kept = {(row["subject_no"], row["column"]) for row in rows}
    gone = [change for subject, change in _waiting(desk, record).items() if subject not in kept]
    if gone:
        changes = (KeptChange(record_no=c.record_no, key=c.key, old=c.old, new=c.new) for c in gone)
        form.commit(desk, ChangesDeclined(changes=tuple(changes)))
    return len(gone)
