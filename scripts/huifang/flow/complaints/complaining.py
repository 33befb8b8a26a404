"""Complaints: every one with its clock, from the register as it is now and what the journal noted of it before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from huifang.core.catalogue import found
from huifang.core.findings import Finding
from huifang.core.periods import Period
from huifang.decisions.complaints.clocks import ComplaintStatus, by_urgency, status_of
from huifang.decisions.complaints.deadlines import FORMAT
from huifang.decisions.complaints.filled_late import with_late_entries
from huifang.decisions.complaints.legs import ASSIGNED
from huifang.decisions.complaints.reading import CLOSED, OVERDUE, ClockReading, ClockView, header_of, in_words
from huifang.decisions.complaints.reminding import coming_near
from huifang.decisions.complaints.told_missed import with_told_misses
from huifang.decisions.complaints.trace import in_words as trace_in_words
from huifang.decisions.complaints.trace import trace_of
from huifang.decisions.complaints.watch import rounds_of
from huifang.flow.complaints.record_clocks import near_findings, powerless, records_of
from huifang.flow.complaints.working import work_hours
from huifang.flow.evidence import changes_told
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.flow.office.settings_in_use import setting_errors
from huifang.ledger.letters import Letter, unnumbered
from huifang.ledger.state import State
from huifang.policy.complaints import AGAIN, TimeLimit, next_file_no
from huifang.tables.declared.afterwards import as_it_stood
from huifang.tables.declared.complaints import COMPLAINTS, WORKBOOK
from huifang.tables.declared.notice_rules import BEFORE_DEADLINE, MAJOR_COMPLAINT
from huifang.tables.declared.notice_rules import OVERDUE as OCCASION_OVERDUE
from huifang.tables.model import Row


@dataclass(frozen=True)
class Complaints:
    """Every complaint of the register, the most urgent first, what is wrong with the settings, the next 归档号; and, as
    ``records``, the rows of other registers that have a limit.
    """

    statuses: tuple[ComplaintStatus, ...]
    findings: tuple[Finding, ...]
    next_file_no: str
    has_register: bool
    records: tuple[ComplaintStatus, ...] = ()

    @property
    def open(self) -> tuple[ComplaintStatus, ...]:
        """Those that are not closed."""
        return tuple(status for status in self.statuses if status.state != CLOSED)

    @property
    def open_records(self) -> tuple[ComplaintStatus, ...]:
        """The records that are not closed."""
        return tuple(status for status in self.records if status.state != CLOSED)


def complaints(desk: Desk) -> Complaints:
    """All complaints as of now; none where the office has no register of them."""
    now = desk.present
    rows = now.rows(COMPLAINTS)
    statuses = sorted(statuses_of(now, rows), key=by_urgency)
    refused = (finding for status in statuses for finding in _refused_pauses(now, status))
    records = records_of(now)
    near = (*_near(now, statuses), *near_findings(now, records), *(f for one in records for f in powerless(now, one)))
    findings = (*desk.clock_findings, *setting_errors(desk), *_calendar_findings(now, [*statuses, *records]))
    findings = (*findings, *refused, *near)
    findings += tuple(changes_told(now, COMPLAINTS))
    file_no = next_file_no((row["file_no"] for row in rows), now.today)
    return Complaints(tuple(statuses), findings, file_no, WORKBOOK in desk.workbooks, tuple(records))


def late_complaints(now: Moment) -> Iterator[Finding]:
    """D110 for every clock that is overdue, D111 for every complaint that has to be done again, D115 for a step that
    was judged by a later cell, D116 for a pause that stops nothing, D118 for a department without its 分派时间.
    """
    statuses = statuses_of(now, now.rows(COMPLAINTS))
    yield from _near(now, statuses)
    for status in statuses:
        yield from _judged_by_others(status)
        yield from _refused_pauses(now, status)
        if status.passed_on and status.state != CLOSED:
            yield found(
                "D118", status.row.place(ASSIGNED), number=status.label, department=status.row["department"] or "(空)",
                since=f"{status.passed_on:{FORMAT}}",
            )  # fmt: skip
        owner = status.owner.person.label if status.owner.person else "主管"
        if status.state != CLOSED and status.life.stage == AGAIN:
            count = max(1, status.life.reopened)
            yield found("D111", status.row.place("reaction"), number=status.label, count=count, owner=owner)
        for reading in status.clocks:
            if reading.state == OVERDUE and reading.due:
                people = "、".join(map(now.people.label, reading.told)) or "主管"
                yield found(
                    "D110", status.row.place(reading.clock.done_with), number=status.label,
                    stage=reading.clock.stage, due=f"{reading.due:{FORMAT}}", late=in_words(reading.overdue_minutes),
                    owner=owner, column=COMPLAINTS.by_key[reading.clock.done_with].header, people=people,
                )  # fmt: skip


def _judged_by_others(status: ComplaintStatus) -> Iterator[Finding]:
    """D115 for each cell that is empty although a later one says that the step was done."""
    asked: dict[str, Finding] = {}
    for reading in status.clocks:
        key = reading.clock.done_with
        if reading.judged_by and reading.done_at and key not in asked:
            asked[key] = found(
                "D115", status.row.place(key), number=status.label, column=header_of(key),
                later=header_of(reading.judged_by), moment=f"{reading.done_at:{FORMAT}}",
            )  # fmt: skip
    yield from asked.values()


def near_deadlines(
    now: Moment, statuses: Sequence[ComplaintStatus], ahead: TimeLimit | None
) -> Iterator[tuple[ComplaintStatus, ClockReading]]:
    """The deadlines of these complaints that will be in so much time or less."""
    hours = work_hours(now, now.policy.clocks, (status.row for status in statuses))
    return coming_near(statuses, ahead, now.at, hours)


def _near(now: Moment, statuses: Sequence[ComplaintStatus]) -> Iterator[Finding]:
    """D117 for each deadline that comes near, by any of the rows of 通知 about that."""
    aheads = [notice.ahead for notice in now.policy.notices_of(BEFORE_DEADLINE)]
    near = {
        (one.complaint_no, one.row.number, reading.clock.stage, reading.due): (one, reading)
        for ahead in aheads
        for one, reading in near_deadlines(now, statuses, ahead)
    }
    for status, reading in near.values():
        assert reading.due is not None  # it runs
        left = int((reading.due - now.at).total_seconds()) // 60
        owner = status.owner.person.label if status.owner.person else "主管"
        yield found(
            "D117", status.row.place(reading.clock.done_with), number=status.label, stage=reading.clock.stage,
            due=f"{reading.due:{FORMAT}}", left=in_words(left), owner=owner, column=header_of(reading.clock.done_with),
        )  # fmt: skip


def _refused_pauses(now: Moment, status: ComplaintStatus) -> Iterator[Finding]:
    owner = status.owner.person.label if status.owner.person else "(无)"
    for pause in status.pauses.refused:
        by, number = now.people.label(pause.approved_by), status.label
        yield found("D116", pause.origin.place("approved_by"), number=number, approved_by=by, owner=owner)
    yield from powerless(now, status)


def statuses_of(moment: Moment, rows: Sequence[Row]) -> list[ComplaintStatus]:
    """The complaints of these rows as they stood then, in the order of the rows."""
    stood = [as_it_stood(row, COMPLAINTS, moment.today) for row in rows]
    letters = [_written_by(letter_of(moment.state, row), moment.at) for row in stood]
    stood = [_as_reported(row, letter) for row, letter in zip(stood, letters, strict=True)]
    view = ClockView(
        policy=moment.policy,
        hours=work_hours(moment, moment.policy.clocks, rows),
        people=moment.people,
        now=moment.at,
        rounds=rounds_of(moment.dissatisfied),
        legs=moment.evidence.legs() if moment.evidence else {},
        major_since=moment.evidence.major_since() if moment.evidence else {},
        first_written=moment.evidence.of(COMPLAINTS).first_written() if moment.evidence else {},
    )
    entered = moment.evidence.entered() if moment.evidence else {}
    receivers = (letter.receivers if letter else () for letter in letters)
    statuses = (replace(status_of(view, row), letters=to) for row, to in zip(stood, receivers, strict=True))
    told, settlements = moment.state.told_overdue, moment.state.settlements
    late = (with_late_entries(one, entered.get(one.complaint_no), told) for one in statuses)
    judged = [with_told_misses(one, told, settlements, moment.at) for one in late]
    return [*_traced(moment, judged)]


def _traced(moment: Moment, statuses: Iterable[ComplaintStatus]) -> Iterator[ComplaintStatus]:
    """The complaints with who was told of them when, level by level."""
    told = moment.state.letters.told_of((MAJOR_COMPLAINT, OCCASION_OVERDUE))
    for one in statuses:
        keys = (one.complaint_no, unnumbered_key(moment.state, one.row)) if told else ()
        mine = [said for key in dict.fromkeys(keys) for said in told.get(key, ()) if said.at <= moment.at]
        trace = trace_of(one, mine, moment.people)
        line = (f"逐级上报：{trace_in_words(trace, moment.people)}",) if trace else ()
        yield replace(one, trace=trace, derivation=(*one.derivation, *line))


def letter_of(state: State, row: Row) -> Letter | None:
    """The letter that was written about the complaint, be it before it had a number."""
    if not state.letters.written:
        return None
    keys = (row["complaint_no"] or "", unnumbered_key(state, row))
    return next((letter for key in keys if (letter := state.letters.of(MAJOR_COMPLAINT, key))), None)


def unnumbered_key(state: State, row: Row) -> str:
    """What the journal knows the complaint by as long as it has no number."""
    cells = row["received_at"], row["complainant"]
    return unnumbered(state.office_id, *(cells if any(cells) else (row["content"],)))


def _written_by(letter: Letter | None, at: datetime) -> Letter | None:
    return letter if letter and letter.at <= at else None


def _as_reported(row: Row, letter: Letter | None) -> Row:
    """The row with 上报时间 from the journal, where the register lacks it."""
    if letter is None or row.values.get("reported_at") is not None:
        return row
    return Row({**row.values, "reported_at": letter.at}, row.sheet, row.number, row.broken)


def _calendar_findings(now: Moment, statuses: Iterable[ComplaintStatus]) -> Iterator[Finding]:
    """P606 where a clock in working time runs into a year whose make-up days are not known."""
    dues = [
        reading.due.date()
        for status in statuses
        for reading in status.clocks
        if reading.is_running and reading.due and reading.clock.in_working_time
    ]
    if dues:
        yield from now.calendar_findings(Period(now.today, max(*dues, now.today), ""))
