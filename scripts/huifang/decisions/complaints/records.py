"""The clocks of the rows of other registers: repairs, slips, events, measures.

They are read as those of complaints are, by one start and one end; nothing of a complaint's own life concerns them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from huifang.decisions.complaints.clocks import ComplaintStatus
from huifang.decisions.complaints.deadlines import FORMAT
from huifang.decisions.complaints.escalation import Owner, acting
from huifang.decisions.complaints.life import CLOSED as OVER
from huifang.decisions.complaints.life import Life
from huifang.decisions.complaints.reading import (
    CLOSED,
    DONE,
    WAITING,
    ClockReading,
    ClockView,
    Subject,
    begun,
    in_words,
    running,
)
from huifang.decisions.complaints.stops import Pauses, pauses_of
from huifang.policy.build_record_clocks import is_of_replies
from huifang.policy.complaints import ComplaintClock
from huifang.policy.customers import Customer
from huifang.policy.feedback import asked_of
from huifang.policy.people import Person
from huifang.tables.declared.events import EVENTS
from huifang.tables.declared.feedback import FEEDBACK, MEASURES
from huifang.tables.declared.services import SERVICES
from huifang.tables.model import Row, Table
from huifang.tables.options import BOSS, SUPERVISOR

#: By table, the columns that name who does it.
_DOERS: Mapping[str, tuple[str, ...]] = {
    SERVICES.name: ("served_by",), EVENTS.name: ("handled_by",), MEASURES.name: ("owner",), FEEDBACK.name: (),
}  # fmt: skip
#: What a row is about, by table.
_SUBJECTS = {SERVICES.name: "content", FEEDBACK.name: "content", EVENTS.name: "event_type", MEASURES.name: "measure"}


@dataclass(frozen=True, kw_only=True)
class RecordsView:
    """What they are read by: as complaints are, and the customers, who have somebody in charge."""

    clocks: ClockView
    customers: Mapping[str, Customer]


def record_status(view: RecordsView, table: Table, row: Row) -> ComplaintStatus | None:
    """How the limits of the row stand; None where it has none."""
    cells = row.values
    about = [one for one in view.clocks.policy.record_clocks if one.table == table.name and one.covers(cells)]
    if table.name == FEEDBACK.name and cells.get("reply_due_on"):  # the slip's own day goes before
        about = [one for one in about if not is_of_replies(one)]
    if not about:
        return None
    number: str = row[table.unique[0]] or ""
    day = view.clocks.now.date()
    owner = _owner_of(view, table, row, day)
    owners = (owner.person,) if owner.person else ()
    words = (clock.extended_by for clock in about)
    pauses = pauses_of(view.clocks.people, (table.name, number), owners, day, words)
    clocks = tuple(_read(view.clocks, clock, row, owner, pauses) for clock in about)
    open_ones = [one for one in clocks if one.is_running] or [one for one in clocks if one.is_stopped]
    clock = min(open_ones, key=lambda one: str(one.due or "9"), default=None)
    waits = any(one.state == WAITING for one in clocks)
    state = clock.state if clock else WAITING if waits else CLOSED
    missing = tuple(dict.fromkeys(one.clock.headers[1] for one in clocks if one.done_at is None))
    life = Life(f"待填写{missing[0]}" if missing else OVER, missing, (), 0)
    status = ComplaintStatus(
        complaint_no=number, row=row, stage=clock.clock.stage if clock else life.stage, state=state, life=life,
        owner=owner, clock=clock, clocks=clocks, pauses=pauses, table=table.name,
    )  # fmt: skip
    return replace(status, derivation=tuple(_derivation(status)))


def subject_of(status: ComplaintStatus) -> str:
    """What the row is about, in a word or two."""
    return str(status.row[_SUBJECTS.get(status.table, "content")] or "")


def _read(view: ClockView, clock: ComplaintClock, row: Row, owner: Owner, pauses: Pauses) -> ClockReading:
    start, done = (_moment(row[key], view.now) for key in (clock.starts_with, clock.done_with))
    begins, ends = clock.headers
    said = f"“{clock.stage}”：从“{begins}”起 {clock.amount} {clock.unit}内填写“{ends}”，依据 {clock.clause or '(未写)'}"
    if start is None:
        waits = f"“{begins}”还没有填写，时限没有起算"
        return ClockReading(clock=clock, state=DONE if done else WAITING, done_at=done, steps=(said, waits))
    subject = Subject(complaint=row.values, owner=owner, closed=False, pauses=pauses)
    reading = begun(view, clock, subject, start, done, (said, f"起算：“{begins}”{start:{FORMAT}}"))
    if done is None:
        return running(view, reading, subject)
    late = f"，超过 {in_words(reading.overdue_minutes)}" if reading.overdue_minutes else "，在时限之内"
    if reading.ends_before_it_starts:
        late = f"，早于“{begins}”，不能判断是否按时，请核对"
    return replace(reading.after(DONE, f"“{ends}”{done:{FORMAT}}{late}"), done_by=clock.done_with)


def _moment(value: date | datetime | None, now: datetime) -> datetime | None:
    """The moment of a cell; one that lies after today counts as not filled yet."""
    if value is None:
        return None
    moment = value if isinstance(value, datetime) else datetime.combine(value, time.min)
    return moment if moment.date() <= now.date() else None


def _owner_of(view: RecordsView, table: Table, row: Row, day: date) -> Owner:
    """Whoever does it, else the head of the department, who is in charge of the customer, the supervisor, the boss."""
    found = (acting(view.clocks.people, person, why, day) for person, why in _candidates(view, table, row, day))
    return Owner(*next((one for one in found if one), (None, "《人员》里没有可以负责的人")))


def _candidates(view: RecordsView, table: Table, row: Row, day: date) -> Iterator[tuple[Person, str]]:
    people, policy = view.clocks.people, view.clocks.policy
    for key in _DOERS[table.name]:
        for name in re.split("[、，,;；/ ]+", row[key] or ""):
            if person := people.find(name):
                yield person, table.by_key[key].header
    if table.name == FEEDBACK.name:
        person, department = asked_of(row, dict(policy.slip_receivers), people, view.customers, day)
        if person or (person := people.head_of(department, day)):
            yield person, f"{department}负责人" if department else "区域负责人"
    customer = view.customers.get(row["customer_no"] or "")
    in_charge = people.find(customer.owner) if customer else None
    for person, why in (
        (in_charge, "客户的业务员"),
        (people.first_of_role(SUPERVISOR, day), SUPERVISOR),
        (people.first_of_role(BOSS, day), BOSS),
    ):
        if person:
            yield person, why


def _derivation(status: ComplaintStatus) -> Iterator[str]:
    if status.clock:
        yield from status.clock.steps
    for reading in status.clocks:
        if reading is not status.clock:
            yield f"“{reading.clock.stage}”：{reading.steps[-1]}"
    owner = status.owner
    yield f"负责人：{owner.person.label}({owner.why})" if owner.person else f"负责人：{owner.why}"


def reply_dues(statuses: Sequence[ComplaintStatus]) -> dict[str, date]:
    """By number, until when slips are to be answered by their limit."""
    return {
        one.complaint_no: reading.due.date()
        for one in statuses
        for reading in one.clocks
        if is_of_replies(reading.clock) and reading.due
    }


def extensions_in(statuses: Sequence[ComplaintStatus]) -> Iterator[tuple[ComplaintStatus, ClockReading]]:
    """The deadlines for which more time was granted."""
    for status in statuses:
        for reading in status.clocks:
            if reading.extensions:
                yield status, reading
