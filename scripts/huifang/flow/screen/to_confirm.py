"""What waits for a confirmation: forms that came back, changes of accepted values, and forms that lie ready."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from huifang.core.findings import Finding
from huifang.edges.reading.decision_cards import filled_cards
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.reading.whole_file import read_given
from huifang.edges.reading.xlsx_read import RawBook, read_book
from huifang.edges.store.files import OfficeError
from huifang.edges.store.office import INBOX, OUTBOX, TO_CONFIRM
from huifang.edges.store.segments import to_records
from huifang.flow.correcting.decisions import when_carried_out
from huifang.flow.intake.forms_to_confirm import may_be_carried_out, why_it_needs_a_person
from huifang.flow.intake.judging import Stranger
from huifang.flow.intake.judging_forms import judge_form
from huifang.flow.intake.register_forms import FilledForm, register_form
from huifang.flow.office.desk import Desk
from huifang.ledger.questions import newest, numbered
from huifang.ledger.records import CallRecord, header_of
from huifang.tables.cells import shown
from huifang.tables.declared.corrections import CORRECTIONS, FIXED_OPTIONS
from huifang.tables.declared.decisions import SHEET as DECISIONS
from huifang.tables.declared.spot_checks import RESERVE, SPOT_CHECKS
from huifang.tables.reading import read_table

#: What lies beside a file of 待确认 and says why it is there.
_REASON = ".原因.txt"
#: So many forms of 发件箱 are looked into, the newest: they stay there when they are done with.
_NEWEST = 20
_CORRECTION, _OTHER = "更正单", "表单"


@dataclass(frozen=True, kw_only=True)
class WouldChange:
    """One thing that would be changed: of what, of which customer, from what to what; who says so and why."""

    number: str
    column: str
    old: str
    new: str
    customer: str = ""
    by: str = ""
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class FormToConfirm:
    """A file that waits: where it lies, what it is, why it was laid there, and what it would change.

    ``can_be_done``: ``correct`` carries it out; else it cannot be read, or is the auditor's and ``is_secret``.
    """

    path: str
    kind: str
    why: str
    changes: Sequence[WouldChange] = ()
    findings: Sequence[Finding] = ()
    can_be_done: bool = False
    is_secret: bool = False

    @property
    def name(self) -> str:
        """What it is called."""
        return Path(self.path).name

    @property
    def by(self) -> str:
        """Who signed it."""
        return "、".join(dict.fromkeys(change.by for change in self.changes if change.by))


@dataclass(frozen=True, kw_only=True)
class PendingRecord:
    """A record of which a resent sheet changes accepted values: whose call, of which customer, from which sheet."""

    record_no: str
    customer_no: str
    customer: str
    agent: str
    sheet: str
    changes: Sequence[WouldChange]


@dataclass(frozen=True, kw_only=True)
class ToConfirm:
    """All that waits: files in 待确认, changes of accepted values, forms in 发件箱 that are not carried out yet."""

    files: Sequence[FormToConfirm]
    pending: Sequence[PendingRecord]
    forms: Sequence[FormToConfirm]

    @property
    def count(self) -> int:
        """How many things wait; a form in 发件箱 is about changes that are counted already."""
        return len(self.files) + len(self.pending)


def to_confirm(desk: Desk) -> ToConfirm:
    """Look at all of it.

    Raises:
        OfficeError: a register or the ledger cannot be read.
    """
    looking = _Looking(desk)
    folder, outbox = desk.office.path(f"{INBOX}/{TO_CONFIRM}"), desk.office.path(OUTBOX)
    files = [looking.at(path) for path in _in(folder) if not path.name.endswith(_REASON)]
    lying = [path for path in _in(outbox) if path.name.startswith(_CORRECTION) and path.suffix == ".xlsx"]
    lying.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    forms = [looking.at(path) for path in lying[:_NEWEST]]
    return ToConfirm(files=files, pending=[*_pending(looking)], forms=[form for form in forms if form.changes])


def _in(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith((".", "~$")))
    except OSError:
        return []


@dataclass(frozen=True)
class _Looking:
    """The looking of one office at its forms."""

    desk: Desk

    def at(self, path: Path) -> FormToConfirm:
        """What the file is and would change."""
        reason = path.with_name(path.name + _REASON)
        shown_as, why = self.desk.office.relative(path), ""
        try:
            why = reason.read_text(encoding="utf-8").strip() if reason.is_file() else ""
            raw = read_book(read_given(path))
        except Unreadable as error:
            return FormToConfirm(path=shown_as, kind=_OTHER, why=why or error.reason.sentence)
        except (OfficeError, OSError) as error:
            return FormToConfirm(path=shown_as, kind=_OTHER, why=why or str(error))
        filled = register_form(raw, shown_as)
        if filled:
            return self._printed(filled, shown_as, why)
        kind = DECISIONS if raw.has(DECISIONS) else _CORRECTION if raw.has(CORRECTIONS.name) else _OTHER
        if not may_be_carried_out(raw):
            needs = why_it_needs_a_person(raw)
            told = why or (needs.sentence if needs else "")
            secret = raw.has(SPOT_CHECKS.name) or raw.has(RESERVE.name)
            return FormToConfirm(path=shown_as, kind=SPOT_CHECKS.title if secret else kind, why=told, is_secret=secret)
        changes = [*self._cards(raw), *self._rows(raw, shown_as)]
        return FormToConfirm(path=shown_as, kind=kind, why=why, changes=changes, can_be_done=True)

    def _printed(self, filled: FilledForm, path: str, why: str) -> FormToConfirm:
        """A printed form that came back: what confirming it enters into its register."""
        kind = filled.form.title
        try:
            judged = judge_form(self.desk, filled, path, confirmed=True)
        except (Stranger, OfficeError) as error:
            return FormToConfirm(path=path, kind=kind, why=error.reason.sentence)
        table, by = judged.table, judged.by
        changes = [
            WouldChange(
                number=f"{table.name} {row.number}".strip(), column=table.by_key[key].header, old="",
                new=self._as_read(shown(value)), by=by,
            )
            for row in judged.rows
            for key, value in row.new.items()
            if key not in table.unique[:1]
        ]  # fmt: skip
        return FormToConfirm(
            path=path, kind=kind, why=why, changes=changes, findings=judged.findings,
            can_be_done=bool(changes),
        )  # fmt: skip

    def _cards(self, raw: RawBook) -> Iterator[WouldChange]:
        for card in filled_cards(raw.sheets.get(DECISIONS, ())):
            if card.is_filled:
                yield WouldChange(
                    number=card.record_no, column=DECISIONS.removesuffix("单"), old="", new=when_carried_out(card),
                    customer=self.customer_of(card.record_no), by=card.decided_by,
                )  # fmt: skip

    def _rows(self, raw: RawBook, file: str) -> Iterator[WouldChange]:
        """The rows of a sheet of corrections that ask for something which is not done yet."""
        read = read_table(CORRECTIONS, raw.sheets.get(CORRECTIONS.name, ()), file, FIXED_OPTIONS)
        for row in read.rows:
            number, column, new = row["subject_no"] or "", row["column"] or "", row["new"] or ""
            waits = (number, column) in self.waiting
            if (waits or row["corrected_by"] or row["reason"]) and not self._is_done(number, column, new):
                yield WouldChange(
                    number=number, column=column, old=row["old"] or "", new=new, customer=self.customer_of(number),
                    by=row["corrected_by"] or "", why=row["reason"] or "",
                )  # fmt: skip

    def _is_done(self, number: str, column: str, new: str) -> bool:
        made = [one for one in self.desk.state.corrections if (one.subject_no, one.column) == (number, column)]
        return bool(made) and made[-1].new == new

    @cached_property
    def waiting(self) -> Mapping[tuple[str, str], tuple[str, str]]:
        """Old and new value of each change that waits, by record number and header."""
        return {(number, self.header(key)): said for (number, key), said in self.desk.state.pending.items()}

    def header(self, key: str) -> str:
        """What people call the column."""
        return header_of(key, self.desk.present.policy.questions)

    @cached_property
    def _known(self) -> dict[str, CallRecord | None]:
        return {}

    def record(self, number: str) -> CallRecord | None:
        """The record of that number, as it stands."""
        if number not in self._known:
            found = to_records(newest(numbered(self.desk.ledger.frame(), number))) if number else ()
            self._known[number] = next((one for one in found if one.record_no == number), None)
        return self._known[number]

    def customer_of(self, number: str) -> str:
        """The customer of the record; empty where it is no record's number."""
        record = self.record(number)
        customer = self.desk.present.customers.get(record.customer_no) if record else None
        return f"{customer.customer_no} {customer.name}".strip() if customer else record.customer if record else ""

    def _as_read(self, text: str) -> str:
        person = self.desk.present.people.by_no.get(text)
        return person.label if person else text


def _pending(looking: _Looking) -> Iterator[PendingRecord]:
    """The records of which accepted values would change, in order of their numbers."""
    state, people = looking.desk.state, looking.desk.present.people
    sheets = {sheet.number: sheet for sheet in state.submissions}
    by_record: dict[str, list[WouldChange]] = {}
    asked: dict[str, str] = {}
    for (number, key), (old, new) in sorted(state.pending.items()):
        header = looking.header(key)
        by_record.setdefault(number, []).append(WouldChange(number=number, column=header, old=old, new=new))
        asked.setdefault(number, state.asked_by.get((number, key), ""))
    for number, changes in by_record.items():
        record, sheet = looking.record(number), sheets.get(asked[number])
        yield PendingRecord(
            record_no=number,
            customer_no=record.customer_no if record else "",
            customer=looking.customer_of(number),
            agent=people.label(record.agent) if record else "",
            sheet=sheet.file if sheet else "",
            changes=changes,
        )
