"""Passing on: what was heard in calls goes into a register and, the same day, to the people who decide.

What is missing there follows from the ledger and the journal: while somebody has the register open it waits, and the
next run does it. Each call is judged by the rules of its batch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from huifang.core.catalogue import because, found
from huifang.core.findings import Finding, Place
from huifang.decisions.complaints.heard import (
    ORIGIN,
    REGISTERS,
    channel_of,
    complaint_row,
    feedback_row,
    in_the_words,
    mentions,
    said,
    unsatisfactory,
)
from huifang.edges.store.files import FileBusy, OfficeError
from huifang.flow.aftermath.marking_settled import mark_settled
from huifang.flow.aftermath.numbering import numbers_for
from huifang.flow.aftermath.returned_news import RETURNED
from huifang.flow.aftermath.visit_reports import prepare_reports
from huifang.flow.calls.calls_about import subjects_of_calls
from huifang.flow.forms.going_along import with_form
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.flow.post.letters import LettersDone, Matter, Occasion
from huifang.flow.post.writing import write_by, write_letters
from huifang.ledger.kinds import GrievancesHeard, RegisteredCall
from huifang.ledger.records import CallRecord
from huifang.policy.customers import Customer
from huifang.policy.feedback import REGION_OWNER, receiver_of
from huifang.policy.model import Policy
from huifang.policy.notices import Notice
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.forms import COMPLAINT_ENTRY
from huifang.tables.declared.notice_rules import SAME_DAY
from huifang.tables.model import Table
from huifang.tables.reading import TableRead


@dataclass
class PassedOn:
    """What became of what was heard: new rows, drafts in 发件箱, customers with a new mark and those with a new remark
    (by number), rows for the reports on visits, and what stood in the way."""

    registered: list[RegisteredCall] = field(default_factory=list)
    drafts: list[str] = field(default_factory=list)
    marked: list[str] = field(default_factory=list)
    remarked: list[str] = field(default_factory=list)
    reports: list[RegisteredCall] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)

    @property
    def did_something(self) -> bool:
        """Whether there is anything to tell."""
        made = self.registered or self.drafts or self.marked or self.remarked or self.reports
        return bool(made or self.notes)


@dataclass(frozen=True)
class _Case:
    """A call with a grievance, and what the rules of its batch say about such calls."""

    record: CallRecord
    policy: Policy

    @property
    def table(self) -> Table | None:
        """Where it is to be registered."""
        return REGISTERS.get(self.policy.heard_into)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """By which rows people are told of it."""
        return self.policy.notices_of(SAME_DAY)


@dataclass(frozen=True)
class Heard:
    """A call with a grievance, the register that it belongs into (empty: none), its number there (empty: not yet);
    ``said`` is what the customer is not content with.
    """

    record: CallRecord
    sheet: str
    number: str
    said: str


def pass_on(desk: Desk) -> PassedOn:
    """Register what was heard, write to those who are told (also of what was returned), mark whose complaint was dealt
    with, make the rows for the reports on visits; everything once.
    """
    done = PassedOn()
    _pass_on_heard(desk, done)
    returned = write_letters(desk, RETURNED)
    done.drafts.extend(returned.files)
    done.notes.extend(returned.notes)
    marked = mark_settled(desk)
    done.marked.extend(marked.customers)
    done.remarked.extend(marked.remarked)
    done.notes.extend(marked.notes)
    prepared = prepare_reports(desk)
    done.reports.extend(prepared.rows)
    done.notes.extend(prepared.notes)
    return done


def _pass_on_heard(desk: Desk, done: PassedOn) -> None:
    heard, looked_at = desk.state.heard, len(desk.state.segments)
    policy = desk.present.policy
    wanted = policy.heard_into in REGISTERS or policy.notices_of(SAME_DAY)
    if not wanted or heard.looked_at == looked_at:
        return
    cases = _cases(desk)
    passed = [case.record.record_no for case in cases if not (case.table or case.notices)]
    cases = [case for case in cases if case.record.record_no not in passed]
    for table in REGISTERS.values():
        _register(desk, table, [case for case in cases if case.table is table], done)
    numbers = {**heard.registered, **{one.record_no: one.number for one in done.registered}}
    told = _tell(desk, cases, numbers, done)
    if done.registered or told or passed:
        waits = any(case.table and case.record.record_no not in numbers for case in cases)
        waits = waits or any(case.notices and not _is_told(desk, case) for case in cases)
        until = heard.looked_at if waits else looked_at
        desk.commit(GrievancesHeard(registered=tuple(done.registered), passed=tuple(passed), looked_at=until))


def _cases(desk: Desk) -> list[_Case]:
    """The calls with a grievance that may have something to be done for, by the time of the call."""
    from huifang.edges.store.segments import to_records  # noqa: PLC0415  (frames take long to import)
    from huifang.ledger.questions import grievances, standing  # noqa: PLC0415

    heard = desk.state.heard
    records = to_records(grievances(standing(desk.ledger.frame(heard.looked_at))))
    new = [record for record in records if record.record_no not in heard.passed]
    return [_Case(r, _policy_of(desk, r.batch)) for r in sorted(new, key=lambda r: (r.moment, r.record_no))]


def _policy_of(desk: Desk, batch: str) -> Policy:
    """The rules that the batch was issued under."""
    books = desk.state.books_of(batch)
    return (desk.of_versions(books[-1].versions) if books else desk.present).policy


def _register(desk: Desk, table: Table, cases: Sequence[_Case], done: PassedOn) -> None:
    """Append a row for each of the cases that has none."""
    cases = [case for case in cases if case.record.record_no not in desk.state.heard.registered]
    if not cases:
        return
    place = Place(table.workbook, table.name)
    try:
        done.registered.extend(_append(desk, table, cases))
    except FileBusy:
        done.notes.append(found("J802", Place(table.workbook), file=table.workbook))
    except OfficeError as error:  # never stops a posting
        done.notes.append(found("J806", place, count=len(cases), sheet=table.name, reason=error.reason))


def _append(desk: Desk, table: Table, cases: Sequence[_Case]) -> list[RegisteredCall]:
    """The rows of the cases, those included that a person (or a run that died) has entered before."""
    if table.workbook not in desk.workbooks:
        raise OfficeError(because("Y826", file=table.workbook))
    now = desk.present
    register = now.read(table)
    there = {**_there(table, register, cases), **_of_complaints(now, table, register, cases)}
    new = [
        (case.record.record_no, row)
        for case in cases
        if case.record.record_no not in there
        for row in _rows(now, table, case, register)
    ]
    number = table.unique[0]
    numbers = numbers_for(desk, table, (row[number] for row in register.rows), len(new))
    rows = [
        {table.by_key[key].header: value for key, value in cells.items() if key in register.letters}
        for (_, row), no in zip(new, numbers, strict=True)
        for cells in [{number: no, **row}]
    ]
    if rows:
        desk.edit_register(table, rows, {})
    given = [*there.items(), *((record_no, no) for (record_no, _), no in zip(new, numbers, strict=True))]
    place = {case.record.record_no: at for at, case in enumerate(cases)}
    return [
        RegisteredCall(record_no=record_no, sheet=table.name, number=no)
        for record_no, no in sorted(given, key=lambda one: place[one[0]])
    ]


def _there(table: Table, register: TableRead, cases: Sequence[_Case]) -> dict[str, str]:
    """The numbers of rows that name the record number of a case, by that."""
    key = ORIGIN[table.name] if ORIGIN[table.name] in register.letters else "content"
    texts = [(row[key], row[table.unique[0]] or "") for row in register.rows if row[key]]
    there: dict[str, str] = {}
    for case in cases:
        number = case.record.record_no
        there.update((number, row_no) for text, row_no in texts if number not in there and mentions(text, number))
    return there


def _of_complaints(now: Moment, table: Table, register: TableRead, cases: Sequence[_Case]) -> dict[str, str]:
    """The complaints that a case was the revisit of, by record number: the grievance is written in their row."""
    subjects = subjects_of_calls(now, table) if table is COMPLAINTS else {}
    noted = {(row["complaint_no"], row["revisited_at"]) for row in register.rows if row["revisited_at"]}
    return {
        case.record.record_no: number
        for case in cases
        for number in subjects.get(case.record.plan_no, ())
        if (number, datetime.fromisoformat(case.record.moment)) in noted
    }


def _rows(now: Moment, table: Table, case: _Case, register: TableRead) -> Iterator[dict[str, Any]]:
    """What the case becomes: a complaint, or a slip of each kind that the customer was not content with."""
    has_origin = ORIGIN[table.name] in register.letters
    customer = now.customers.get(case.record.customer_no)
    if table is COMPLAINTS:
        channel = channel_of(case.record, now.policy.options.get("投诉渠道", ()))
        cells = complaint_row(case.record, customer.address if customer else "", channel, case.policy.questions)
        cells = _without_number(cells, customer)
        yield in_the_words(table, cells, has_origin)
        return
    receivers, region = dict(now.policy.slip_receivers), customer.region if customer else ""
    for kind in unsatisfactory(case.record, case.policy.questions) or ("",):
        receiver, to = receiver_of(receivers, kind), {"feedback_type": kind}
        if receiver == REGION_OWNER:
            owner = now.people.in_charge_of(region, now.today)
            to["region_owner"] = owner.person_no if owner else ""
        else:
            to["department"] = receiver
        cells = feedback_row(case.record, now.today, case.policy.reply_days, case.policy.questions)
        cells = _without_number(cells, customer)
        yield in_the_words(table, {**cells, **{key: value for key, value in to.items() if value}}, has_origin)


def _without_number(cells: dict[str, Any], customer: Customer | None) -> dict[str, Any]:
    """The cells without the number of who complained and is no customer: it is that of the complaint."""
    if customer is None or not customer.is_complainant:
        return cells
    return {key: value for key, value in cells.items() if key != "customer_no"}


def _is_told(desk: Desk, case: _Case) -> bool:
    return desk.state.letters.of(SAME_DAY, case.record.record_no) is not None


def _same_day_subject(now: Moment, matters: Sequence[Matter]) -> str:
    return f"【当天通知】{now.today} 回访中有 {len(matters)} 件不满或未解决的问题"


def _complaint_of(matter: Matter) -> str:
    """The number under which it was registered as a complaint."""
    heard: Heard = matter.about
    return heard.number if heard.sheet == COMPLAINTS.name else ""


HEARD = Occasion(
    name=SAME_DAY, template="notice_mail.txt.j2", subject=_same_day_subject,
    attached=with_form(COMPLAINT_ENTRY, _complaint_of),
)  # fmt: skip


def _tell(desk: Desk, cases: Sequence[_Case], numbers: Mapping[str, str], done: PassedOn) -> bool:
    """Write of the cases that nobody was told of to those whom the rules of their batch name; whether it was done."""
    by_notice: dict[Notice, list[Matter]] = {}
    for case in cases:
        if not _is_told(desk, case):
            for notice in case.notices:
                by_notice.setdefault(notice, []).append(_matter(desk.present, case, numbers))
    written = LettersDone(SAME_DAY)
    for notice, matters in by_notice.items():
        write_by(desk, HEARD, notice, matters, written)
    done.drafts.extend(written.files)
    done.notes.extend(written.notes)
    return bool(written.files)


def _matter(now: Moment, case: _Case, numbers: Mapping[str, str]) -> Matter:
    record = case.record
    superiors = now.people.supervisors_of(record.agent, now.today)
    sheet, number = case.table.name if case.table else "", numbers.get(record.record_no, "")
    heard = Heard(record, sheet, number, said(record, case.policy.questions))
    return Matter(key=record.record_no, label=record.record_no, about=heard, concerns=superiors)
