"""The day's calls of each agent, as a message to paste into a chat and as a calendar with alarms, below 发件箱."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from huifang.core.text import file_name
from huifang.decisions.calls.owed import PlanningView
from huifang.decisions.calls.today import HeardOfDay, Todo, calls_of_day, day_to_look_at, times_of
from huifang.decisions.calls.today_words import message, what, whom
from huifang.edges.post.calendar_file import CalendarEntry, calendar_file
from huifang.edges.store.files import read_bytes, write_bytes
from huifang.edges.store.office import OUTBOX
from huifang.edges.store.segments import collect_rows
from huifang.flow.calls.planning import planning_view
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.ledger.questions import appointed_on, within
from huifang.policy.people import Person


class UnknownAgent(ValueError):
    """Nobody is known by what was said, or several are; the message says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOfDay:
    """A call, when its entry in the calendar begins, the days that it is overdue, and the day that was agreed."""

    todo: Todo
    at: datetime
    overdue: int
    agreed_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentDay:
    """One agent's calls of the day and the message; ``text_file`` and ``calendar`` are the files (None: there is
    nothing to put in).
    """

    agent: Person
    calls: tuple[CallOfDay, ...]
    text: str
    text_file: str | None
    calendar: str | None


@dataclass(frozen=True, slots=True)
class CallsOfDay:
    """What is to be called on ``day``; ``unplanned`` names the period that holds it, where that has no plan yet: then
    only what is left of the period before is known.
    """

    day: date
    agents: tuple[AgentDay, ...]
    unplanned: str


def calls_today(desk: Desk, who: str | None) -> CallsOfDay:
    """Today's open calls, on a day off those of the next working day: of one person (工号 or name), else of everybody
    who has any, or whose calendar still holds some. The files of these people are written anew; nothing is journaled.

    Raises:
        UnknownAgent: nobody is known by ``who``, or several are.
        OfficeError: a file cannot be written, or is open elsewhere.
    """
    now = desk.present
    named = _person(now, who) if who is not None else None
    looked_at = day_looked_at(now)
    view, todos, day = looked_at.view, looked_at.todos, looked_at.day
    agents = {todo.agent for todo in todos}
    staff = [
        person
        for number in sorted({*now.people.by_no, *agents})
        for person in (now.people.by_no.get(number) or Person(person_no=number),)
        if person == named or (named is None and (number in agents or _had_some(desk, person)))
    ]
    made = (_of_agent(desk, view, person, todos, day) for person in staff)
    return CallsOfDay(day, tuple(one for one in made if named or one.calendar), looked_at.unplanned)


@dataclass(frozen=True, slots=True)
class DayLookedAt:
    """The open calls of a day, and by which view of planning; ``unplanned`` as in :class:`CallsOfDay`."""

    day: date
    todos: tuple[Todo, ...]
    view: PlanningView
    unplanned: str


def day_looked_at(now: Moment) -> DayLookedAt:
    """Today's open calls, on a day off those of the next working day; nothing is written."""
    period = now.policy.period_of(now.today)
    view = planning_view(now, period)
    day = day_to_look_at(view, now.today)
    if day not in period:
        period = now.policy.period_of(day)
        view = planning_view(now, period)
    unplanned = "" if view.batch else period.name
    if unplanned:
        view = replace(view, batch=now.issued.of_period(now.policy.period_before(period).name))
    return DayLookedAt(day, calls_of_day(view, period, now.today, day, _heard(now, day)), view, unplanned)


def _person(now: Moment, text: str) -> Person:
    person = now.people.find(text)
    if person is None:
        raise UnknownAgent(now.people.why_nobody(text))
    return person


def _heard(now: Moment, day: date) -> HeardOfDay:
    """What the accepted calls say of the day; who agreed to be called again on the day of the call is not done with."""
    tried: dict[str, bool] = {}
    for row in sorted(collect_rows(within(now.records, now.today, now.today)), key=lambda row: str(row["moment"])):
        again = row["next_contact_on"] == day or (row["appointed_at"] is not None and row["appointed_at"].date() == day)
        tried[row["plan_no"] or row["customer_no"]] = not again
    times = sorted(collect_rows(appointed_on(now.records, day)), key=lambda row: str(row["moment"]))
    return HeardOfDay(
        tried=frozenset(subject for subject, is_over in tried.items() if is_over and day == now.today),
        appointed={(row["customer_no"], row["contact_role"] or ""): row["appointed_at"] for row in times},
    )


def _path(person: Person, ending: str) -> str:
    return f"{OUTBOX}/{file_name(f'今日-{person.label}')}{ending}"


def _had_some(desk: Desk, person: Person) -> bool:
    return desk.office.path(_path(person, ".ics")).is_file()


def _of_agent(desk: Desk, view: PlanningView, person: Person, todos: Sequence[Todo], day: date) -> AgentDay:
    now = desk.now
    mine = [todo for todo in todos if todo.agent == person.person_no]
    listed = [
        _listed(view, todo, at, now.date()) for todo, at in zip(mine, times_of(view, mine, day, now), strict=True)
    ]
    text = message(person, mine, now.date(), day, view.calendar.reason_off(now.date()))
    calendar, text_file = (_path(person, ending) for ending in (".ics", ".txt"))
    before = read_bytes(desk.office.path(calendar)) if _had_some(desk, person) else b""
    entries = [
        CalendarEntry(
            uid=f"{one.todo.call.plan_no}@{desk.state.office_id}", at=one.at, title=f"回访 {whom(one.todo)}",
            text=what(one.todo, day),
        )
        for one in listed
    ]  # fmt: skip
    content = calendar_file(f"回访 {person.label}", entries, before, now)
    if content:
        write_bytes(desk.office.path(calendar), content)
        write_bytes(desk.office.path(text_file), f"{text}\n".encode())
    return AgentDay(
        agent=person, calls=tuple(listed), text=text, text_file=text_file if content else None,
        calendar=calendar if content else None,
    )  # fmt: skip


def _listed(view: PlanningView, todo: Todo, at: datetime, today: date) -> CallOfDay:
    call, agreed = todo.call, view.agreed_for(todo.call)
    return CallOfDay(todo=todo, at=at, overdue=view.days_late(call, today), agreed_on=agreed.said if agreed else None)
