"""The clocks of complaints: which deadline runs, how much is left, who answers for it and who is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from huifang.decisions.complaints.escalation import Owner, Rung, owner_of, told_at_once
from huifang.decisions.complaints.legs import ASSIGNED, ComplaintLeg, as_first_met, by_department, ended
from huifang.decisions.complaints.life import Life, life_of
from huifang.decisions.complaints.reading import (
    CLOSED,
    DUE,
    OK,
    OVERDUE,
    WAITING,
    ClockReading,
    ClockView,
    Subject,
    read_again,
    read_clock,
)
from huifang.decisions.complaints.stops import Pauses, pauses_of
from huifang.ledger.told_of import matter_of
from huifang.policy.complaints import AGAIN, Complaint, ComplaintClock
from huifang.policy.people import Person
from huifang.tables.declared.afterwards import as_it_stood
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.model import Row
from huifang.tables.options import MAJOR


@dataclass(frozen=True, slots=True)
class Finished:
    """The result of a deadline of a leg that is finished."""

    leg: ComplaintLeg
    reading: ClockReading


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintStatus:
    """A complaint as it stands: its most urgent clock, or what it waits for where none runs.

    ``earlier`` are the results of the deadlines that started from moments which were written over. ``passed_on`` is
    when the department that has it now was first seen, where its clock runs from then. ``at_once`` are those who are
    told of it without waiting for a deadline, ``letters`` who was written to, by 工号; ``trace`` is who was told when.
    One of another register's rows names its ``table``; then ``complaint_no`` is the row's number.
    """

    complaint_no: str
    row: Row
    stage: str
    state: str
    life: Life
    owner: Owner
    clock: ClockReading | None
    clocks: tuple[ClockReading, ...]
    pauses: Pauses = Pauses()
    earlier: tuple[Finished, ...] = ()
    passed_on: datetime | None = None
    at_once: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    trace: tuple[Rung, ...] = ()
    derivation: tuple[str, ...] = ()
    table: str = COMPLAINTS.name

    @property
    def matter(self) -> str:
        """What the journal knows it by: a complaint by its number."""
        return matter_of(self.table, self.complaint_no)

    @property
    def label(self) -> str:
        """What people call it: its number, else where it stands."""
        return self.complaint_no or f"(没有编号，第 {self.row.number} 行)"

    @property
    def first_clocks(self) -> tuple[ClockReading, ...]:
        """The clocks of 投诉时限, those of legs that are finished first: all but those of dealing with it again."""
        earlier = (one.reading for one in self.earlier)
        return (*earlier, *(reading for reading in self.clocks if reading.clock.stage != AGAIN))

    @property
    def clocks_again(self) -> tuple[ClockReading, ...]:
        """A clock for each time that the customer was dissatisfied."""
        return tuple(reading for reading in self.clocks if reading.clock.stage == AGAIN)

    @property
    def due(self) -> datetime | None:
        """The deadline of the clock that runs."""
        return self.clock.due if self.clock else None

    @property
    def overdue_minutes(self) -> int:
        """Of the clock that runs."""
        return self.clock.overdue_minutes if self.clock else 0

    @property
    def told(self) -> tuple[str, ...]:
        """Who must know by now, from below: who is told of a major one at once, and those of the clock that runs."""
        return tuple(dict.fromkeys((*self.at_once, *self.escalated)))

    @property
    def escalated(self) -> tuple[str, ...]:
        """Those of them whom the clock that runs names."""
        return self.clock.told if self.clock else ()

    @property
    def needs_attention(self) -> bool:
        """Whether it is late or has to be done again."""
        return self.state == OVERDUE or (self.state != CLOSED and self.life.stage == AGAIN)


def status_of(view: ClockView, row: Row) -> ComplaintStatus:
    """The complaint in that row; a gap in it takes away neither the complaint nor its clocks."""
    row = as_it_stood(row, COMPLAINTS, view.now.date())
    complaint: Complaint = row.values
    number = complaint.get("complaint_no") or ""
    rounds = view.rounds.get(number, ())
    reopened = len(rounds)
    life = life_of(view.policy, complaint, reopened)
    owner = owner_of(view.policy, view.people, complaint, view.now.date(), reopened)
    about = [clock for clock in view.policy.clocks if clock.covers(complaint)]
    words = (clock.extended_by for clock in about)
    pauses = pauses_of(view.people, (COMPLAINTS.name, number), _answering(view, complaint), view.now.date(), words)
    subject = Subject(
        complaint=complaint, owner=owner, closed=life.is_closed, pauses=pauses, rounds=rounds,
        major_since=view.major_since.get(number), first_written=view.first_written.get(number, {}),
    )  # fmt: skip
    work = by_department(complaint, view.legs.get(number, ()))
    subject = replace(subject, complaint=work.complaint, passed_on=work.passed_on)
    clocks = (
        *(
            read_clock(view, one, replace(subject, complaint=as_first_met(one, work.complaint, work.legs)))
            for one in about
        ),
        *(read_again(view, subject, place) for place in range(reopened)),
    )
    clock = min((reading for reading in clocks if reading.is_running), key=_urgency, default=None)
    clock = clock or min((reading for reading in clocks if reading.is_stopped), key=_urgency, default=None)
    state = CLOSED if life.is_closed else clock.state if clock else WAITING
    stage = clock.clock.stage if clock and life.stage != AGAIN else life.stage
    status = ComplaintStatus(
        complaint_no=number,
        row=row,
        stage=stage,
        state=state,
        life=life,
        owner=owner,
        clock=clock,
        clocks=clocks,
        pauses=pauses,
        passed_on=work.passed_on if any(one.starts_with == ASSIGNED for one in about) else None,
        earlier=tuple(_finished(view, subject, work.legs)),
        at_once=_at_once(view, complaint, owner, about),
    )
    return replace(status, derivation=tuple(_derivation(view, status)))


def by_urgency(status: ComplaintStatus) -> tuple[int, str, str]:
    """Overdue first, then by deadline; what waits comes behind, what is closed last."""
    order = (OVERDUE, DUE, OK, WAITING, CLOSED)
    rank = 0 if status.needs_attention else order.index(status.state)
    return rank, str(status.due or "9"), status.complaint_no


def _finished(view: ClockView, subject: Subject, legs: Sequence[ComplaintLeg]) -> Iterator[Finished]:
    """The deadlines of the legs before, each as it stood when its leg was finished."""
    for clock in view.policy.clocks:
        for leg, until in reversed([*ended(clock, subject.complaint, legs)]):
            owner = owner_of(view.policy, view.people, leg.cells, until.date())
            then = replace(subject, complaint=leg.cells, owner=owner, closed=False, first_written={}, passed_on=None)
            yield Finished(leg, read_clock(replace(view, now=until), clock, then))


def _at_once(view: ClockView, complaint: Complaint, owner: Owner, clocks: Sequence[ComplaintClock]) -> tuple[str, ...]:
    if complaint.get("severity") != MAJOR:
        return ()
    return tuple(person.person_no for person in told_at_once(view.people, clocks, owner, view.now.date()))


def _answering(view: ClockView, complaint: Complaint) -> tuple[Person, ...]:
    """Those whose superiors may stop the clocks: who answers for it now, 责任人 and 首问责任人."""
    owner = owner_of(view.policy, view.people, complaint, view.now.date())
    named = (view.people.find(complaint.get(key)) for key in ("responsible", "first_asked"))
    return tuple(person for person in (owner.person, *named) if person)


def _urgency(reading: ClockReading) -> tuple[str, bool]:
    """The earliest deadline, none behind all others; of two the one whose levels are told at once."""
    return str(reading.due or "9"), not reading.clock.tells_at_once


def _derivation(view: ClockView, status: ComplaintStatus) -> Iterator[str]:
    """The clock that runs first, step by step; then the others in short, who answers for it, and what comes next."""
    life, owner, complaint = status.life, status.owner, status.row.values
    if status.clock:
        yield from status.clock.steps
    for reading in status.clocks:
        if reading is not status.clock:
            yield f"“{reading.clock.stage}”：{reading.steps[-1]}"
    if not status.clocks:
        yield "《制度》没有给这件投诉规定时限"
    dispatch = view.policy.dispatch_of(complaint.get("category"))
    if dispatch and not complaint.get("department"):
        yield f"“{dispatch.category}”类投诉由 {dispatch.department} 负责"
    yield f"负责人：{owner.person.label}({owner.why})" if owner.person else f"负责人：{owner.why}"
    if life.reopened:
        yield f"投诉人对结果不满意已有 {life.reopened} 次"
    if life.is_closed:
        yield "已经关闭" + (f"，还应补填：{'、'.join(life.missing)}" if life.missing else "")
        return
    if status.at_once and not status.letters and complaint.get("reported_at") is None:
        yield "重大投诉：还没有写信上报，运行 huifang run 时写好"
    yield f"办到：{life.stage}；接着填写：{'、'.join(life.missing)}"
    if life.obstacles:
        yield f"现在不能关闭：{'、'.join(life.obstacles)}"
