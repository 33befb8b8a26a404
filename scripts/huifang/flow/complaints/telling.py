"""Telling: what is written of complaints on the occasions of 通知.

Of a major complaint people are written to when it is first seen as one, and 上报时间 in the register follows from that
letter: while somebody has the register open it waits, and the next run fills it in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.decisions.complaints.clocks import ComplaintStatus
from huifang.decisions.complaints.reading import CLOSED, OVERDUE, ClockReading
from huifang.decisions.complaints.records import subject_of
from huifang.decisions.complaints.reminding import is_shorter
from huifang.edges.store.files import FileBusy, OfficeError
from huifang.flow.complaints.complaining import complaints, letter_of, near_deadlines, unnumbered_key
from huifang.flow.complaints.record_clocks import near_records
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.flow.post.letters import Matter, Occasion, heads_of
from huifang.ledger.letters import matter_key
from huifang.policy.build_record_clocks import LIMITED
from huifang.policy.complaints import TimeLimit
from huifang.policy.notices import Notice
from huifang.policy.people import Person
from huifang.tables.declared import notice_rules
from huifang.tables.declared.complaints import COMPLAINTS, WORKBOOK
from huifang.tables.declared.notice_rules import BEFORE_DEADLINE, MAJOR_COMPLAINT
from huifang.tables.declared.registers import title_of
from huifang.tables.options import MAJOR, SUPERVISOR

_KEY = "reported_at"


@dataclass(frozen=True, slots=True)
class NearDeadline:
    """A deadline of a complaint, or of another register's row."""

    status: ComplaintStatus
    reading: ClockReading

    @property
    def is_complaint(self) -> bool:
        """Whether it is a complaint's."""
        return self.status.table == COMPLAINTS.name

    @property
    def named(self) -> str:
        """``投诉 T2611-001``."""
        return f"{self.status.table} {self.status.label}"

    @property
    def content(self) -> str:
        """What it is about."""
        return subject_of(self.status)

    @property
    def book(self) -> str:
        """The register that it is dealt with in."""
        return title_of({COMPLAINTS.name: COMPLAINTS, **LIMITED}[self.status.table].workbook)


def _major(desk: Desk, notice: Notice) -> Iterator[Matter]:
    """The major complaints that nobody was told of; what was closed before the office began is history."""
    by_no = desk.present.people.by_no
    for status in complaints(desk).statuses:
        row, number = status.row, status.label
        received = row["received_at"]
        is_history = status.state == CLOSED and received is not None and received.date() < desk.state.founded_on
        if row["severity"] == MAJOR and row[_KEY] is None and not letter_of(desk.state, row) and not is_history:
            yield Matter(
                key=number_of(desk, status),
                label=number,
                about=status,
                concerns=tuple(by_no[one] for one in status.at_once),
                department=row["department"] or "",
                nobody=found("J809", row.place("severity"), number=number),
            )


def _major_subject(now: Moment, matters: Sequence[Matter]) -> str:
    numbers = "、".join(matter.label for matter in matters[:3])
    return f"【重大投诉】{numbers}" + (f" 等 {len(matters)} 件" if len(matters) > 3 else "")


def _before_deadline(desk: Desk, notice: Notice) -> Iterator[Matter]:
    """The deadlines that come near, for who answers for the complaint: once for each time before that 通知 names, but
    not for two times at once.
    """
    now, letters = desk.present, desk.state.letters
    nearer = [
        other.ahead
        for other in now.policy.notices_of(BEFORE_DEADLINE)
        if other.receivers == notice.receivers and is_shorter(other.ahead, notice.ahead)
    ]
    near = {(one.table, one.row.number, r.clock.stage) for ahead in nearer for one, r in _near(desk, ahead)}
    for status, reading in _near(desk, notice.ahead):
        if (status.table, status.row.number, reading.clock.stage) in near:
            continue
        deadline = number_of(desk, status), reading.clock.stage, f"{reading.due:%Y-%m-%d %H:%M}"
        bare, timed = matter_key(*deadline), matter_key(*deadline, f"-{notice.ahead}")
        yield Matter(
            key=bare if letters.of(BEFORE_DEADLINE, bare) else timed,
            number=status.complaint_no,
            label=f"{_named(status)} 的“{reading.clock.stage}”({reading.due:%m-%d %H:%M})",
            about=NearDeadline(status, reading),
            concerns=answering(now, status),
            department=status.row["department"] or "",
        )


def _near(desk: Desk, ahead: TimeLimit | None) -> Iterator[tuple[ComplaintStatus, ClockReading]]:
    """The deadlines of complaints and of other registers' rows that come near."""
    found = complaints(desk)
    yield from near_deadlines(desk.present, found.statuses, ahead)
    yield from near_records(desk.present, found.records, ahead)


def _named(status: ComplaintStatus) -> str:
    """A complaint by its number, another register's row with what it is."""
    return status.label if status.table == COMPLAINTS.name else f"{status.table} {status.label}"


def _overdue(desk: Desk, notice: Notice) -> Iterator[Matter]:
    """The deadlines that are missed, for all who are told of them by now: level by level one more."""
    now, found_ones = desk.present, complaints(desk)
    for status in (*found_ones.open, *found_ones.open_records):
        for reading in status.clocks:
            if reading.state == OVERDUE and reading.due:
                told = tuple(now.people.by_no[one] for one in reading.told)
                yield Matter(
                    key=matter_key(number_of(desk, status), reading.clock.stage, f"{reading.due:%Y-%m-%d %H:%M}"),
                    number=status.complaint_no,
                    label=f"{_named(status)} 的“{reading.clock.stage}”",
                    about=NearDeadline(status, reading),
                    concerns=told or answering(now, status),
                    department=status.row["department"] or "",
                )


def _overdue_subject(now: Moment, matters: Sequence[Matter]) -> str:
    if all(matter.about.is_complaint for matter in matters):
        return f"【投诉超时】{len(matters)} 个投诉时限已经超过，请过问"
    return f"【超时】{len(matters)} 个时限已经超过，请过问"


def _assigned(desk: Desk, notice: Notice) -> Iterator[Matter]:
    """The complaints that are with a department, for its head."""
    now = desk.present
    for status in complaints(desk).open:
        department = status.row["department"]
        if department and status.row["assigned_at"] and status.row["carried_out_at"] is None:
            dispatch = now.policy.dispatch_of(status.row["category"])
            head = now.people.find(dispatch.head) if dispatch and dispatch.department == department else None
            yield Matter(
                key=matter_key(number_of(desk, status), department),
                number=status.complaint_no,
                label=status.label,
                about=status,
                concerns=(head,) if head else heads_of(now, department) or answering(now, status),
                department=department,
            )


def _assigned_subject(now: Moment, matters: Sequence[Matter]) -> str:
    return f"【投诉分派】{'、'.join(matter.label for matter in matters[:3])} 请你们部门处理"


def number_of(desk: Desk, status: ComplaintStatus) -> str:
    """What the journal knows the complaint by."""
    if status.table != COMPLAINTS.name:
        return status.matter
    return status.complaint_no or unnumbered_key(desk.state, status.row)


def answering(now: Moment, status: ComplaintStatus) -> tuple[Person, ...]:
    """Who answers for it; the supervisor, where nobody does."""
    person = status.owner.person or now.people.first_of_role(SUPERVISOR, now.today)
    return (person,) if person else ()


def _near_subject(now: Moment, matters: Sequence[Matter]) -> str:
    what = "投诉" if all(matter.about.is_complaint for matter in matters) else ""
    return f"【时限快到】{len(matters)} 个{what}时限快到了，请抓紧办理"


def _fill_in_reported(desk: Desk) -> list[Finding]:
    """上报时间 of the complaints that letters were written of, where it is empty; what stood in the way."""
    cells = {}
    for row in desk.present.rows(COMPLAINTS) if WORKBOOK in desk.workbooks else ():
        letter = letter_of(desk.state, row)
        if letter and _KEY in row.sheet.letters and row[_KEY] is None and _KEY not in row.broken:
            cells[row.place(_KEY).cell or ""] = letter.at
    if not cells:
        return []
    try:
        desk.edit_register(COMPLAINTS, (), cells)
    except FileBusy:
        return [found("J802", Place(WORKBOOK), file=WORKBOOK)]
    except OfficeError as error:  # never stops a letter
        place = Place(WORKBOOK, COMPLAINTS.name)
        return [found("J810", place, count=len(cells), reason=error.reason)]
    return []


MAJOR_ONES = Occasion(
    name=MAJOR_COMPLAINT, template="major_mail.txt.j2", step="major", subject=_major_subject, find=_major,
    afterwards=_fill_in_reported, listed_as="complaints",
)  # fmt: skip
NEAR = Occasion(
    name=BEFORE_DEADLINE, template="near_mail.txt.j2", step="reminder", subject=_near_subject, find=_before_deadline,
    alarm="投诉的时限快到了", listed_as="complaints", lapses=True,
)  # fmt: skip
MISSED = Occasion(
    name=notice_rules.OVERDUE, template="overdue_mail.txt.j2", subject=_overdue_subject, find=_overdue,
    lapses=True, listed_as="complaints",
)  # fmt: skip
TO_DEPARTMENTS = Occasion(
    name=notice_rules.ASSIGNED, template="assigned_mail.txt.j2", subject=_assigned_subject,
    find=_assigned, lapses=True, listed_as="complaints",
)  # fmt: skip
