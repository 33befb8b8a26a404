"""Passing on: what was heard in calls goes into a register and, the same day, to the people who decide.

What is missing there follows from the ledger and the journal: while somebody has the register open it waits, and the
next run does it. Each call is judged by the rules of its batch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
)
from huifang.edges.store.files import FileBusy, OfficeError
from huifang.flow.aftermath.marking_settled import mark_settled
from huifang.flow.aftermath.numbering import numbers_for
from huifang.flow.calls.calls_about import subjects_of_calls
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.flow.post.sending import Heard, send_notices
from huifang.ledger.kinds import GrievancesHeard, RegisteredCall
from huifang.ledger.records import CallRecord
from huifang.policy.model import Policy
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.model import Table
from huifang.tables.reading import TableRead


@dataclass
class PassedOn:
    """What became of what was heard: new rows, drafts in 发件箱, customers with a new mark (by number), and
    what stood in the way."""

    registered: list[RegisteredCall] = field(default_factory=list)
    drafts: list[str] = field(default_factory=list)
    marked: list[str] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)

    @property
    def did_something(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.registered or self.drafts or self.marked or self.notes)


@dataclass(frozen=True)
class _Case:
    """A call with a grievance, and what the rules of its batch say about such calls."""

    record: CallRecord
    policy: Policy

    @property
    def table(self) -> Table | None:
        """Where it is to be registered."""
        return REGISTERS.get(self.policy.heard_into)


def pass_on(desk: Desk) -> PassedOn:
    """Register what was heard, write to those who are told, mark whose complaint is settled; everything once."""
    done = PassedOn()
    _pass_on_heard(desk, done)
    marked = mark_settled(desk)
    done.marked.extend(marked.customers)
    done.notes.extend(marked.notes)
    return done


def _pass_on_heard(desk: Desk, done: PassedOn) -> None:
    heard, looked_at = desk.state.heard, len(desk.state.segments)
    policy = desk.present.policy
    wanted = policy.heard_into in REGISTERS or policy.told_same_day
    if not wanted or heard.looked_at == looked_at:
        return
    cases = _cases(desk)
    passed = [case.record.record_no for case in cases if not (case.table or case.policy.told_same_day)]
    cases = [case for case in cases if case.record.record_no not in passed]
    for table in REGISTERS.values():
        _register(desk, table, [case for case in cases if case.table is table], done)
    numbers = {**heard.registered, **{one.record_no: one.number for one in done.registered}}
    told = _tell(desk, cases, numbers, done)
    if done.registered or told or passed:
        waits = any(case.table and case.record.record_no not in numbers for case in cases)
        waits = waits or any(case.policy.told_same_day and not _is_told(desk, case, told) for case in cases)
        until = heard.looked_at if waits else looked_at
        rows = tuple(done.registered)
        desk.commit(GrievancesHeard(registered=rows, passed=tuple(passed), told=tuple(told), looked_at=until))


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
    new = [case for case in cases if case.record.record_no not in there]
    number = table.unique[0]
    numbers = numbers_for(desk, table, (row[number] for row in register.rows), len(new))
    rows = [
        {table.by_key[key].header: value for key, value in cells.items() if key in register.letters}
        for case, no in zip(new, numbers, strict=True)
        for cells in [{number: no, **_row(now, table, case, register)}]
    ]
    if rows:
        desk.edit_register(table, rows, {})
    there.update((case.record.record_no, no) for case, no in zip(new, numbers, strict=True))
    return [
        RegisteredCall(record_no=number, sheet=table.name, number=there[number])
        for number in (case.record.record_no for case in cases)
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


def _row(now: Moment, table: Table, case: _Case, register: TableRead) -> dict[str, Any]:
    if table is COMPLAINTS:
        customer = now.customers.get(case.record.customer_no)
        channel = channel_of(case.record, now.policy.options.get("投诉渠道", ()))
        cells = complaint_row(case.record, customer.address if customer else "", channel)
    else:
        cells = feedback_row(case.record, now.today, case.policy.reply_days)
    return in_the_words(table, cells, ORIGIN[table.name] in register.letters)


def _is_told(desk: Desk, case: _Case, told: Sequence[str]) -> bool:
    return case.record.record_no in desk.state.heard.told or case.record.record_no in told


def _tell(desk: Desk, cases: Sequence[_Case], numbers: Mapping[str, str], done: PassedOn) -> list[str]:
    """Write a draft to everybody who is told; the record numbers of the cases of which everybody is."""
    by_roles: dict[tuple[str, ...], list[Heard]] = {}
    for case in cases:
        if case.policy.told_same_day and not _is_told(desk, case, ()):
            sheet = case.table.name if case.table else ""
            heard = Heard(case.record, sheet, numbers.get(case.record.record_no, ""))
            by_roles.setdefault(case.policy.told_same_day, []).append(heard)
    told: list[str] = []
    now = desk.present
    for roles, some in by_roles.items():
        people = [p for p in now.people.by_no.values() if p.role in roles and p.active_on(now.today)]
        if not people:
            done.notes.append(found("J807", Place("人员.xlsx", "人员"), count=len(some), roles="、".join(roles)))
            continue
        sent = send_notices(desk, people, some)
        done.drafts.extend(path for one in sent if (path := one.path))
        done.notes.extend(note for one in sent for note in one.notes)
        if all(one.path for one in sent):
            told.extend(one.record.record_no for one in some)
    return told
