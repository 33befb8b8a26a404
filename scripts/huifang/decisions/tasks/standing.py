"""How a task stands: open, late, done in time or late, given up; and who is told of one that is late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from huifang.decisions.tasks.coming import first_day
from huifang.decisions.tasks.doers import in_charge, label_of, told_above
from huifang.ledger.tasks_said import IssuedTask
from huifang.policy.people import Exemption, People, Person
from huifang.tables.declared.task_rules import A_FILE, WORDS
from huifang.tables.declared.tasks import TASKS
from huifang.tables.model import Row

OPEN, LATE, ON_TIME, DONE_LATE, GIVEN_UP = "未到期", "过期未办", "按时", "迟办", "免办"
#: Nobody called in its period: there is nothing to look at.
NOTHING_DRAWN = "没有记录可抽"
#: A task that is late by so many days more is told one level further up.
DAYS_PER_LEVEL = 7
#: By what has to be handed in, the column that shows it.
_SHOWN_IN: Mapping[str, str] = {WORDS: "result", A_FILE: "document"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskStanding:
    """A task on one day. ``row`` is its row in the register (None: it is not entered yet), ``since`` from when on it
    waits, ``done_on`` when it was done (None: it was not), ``lacks`` the header of what has to be handed in and was
    not. ``told`` is who is told of a late one, ``was_told`` whether people were told before it was filled in.
    """

    task: IssuedTask
    row: Row | None
    state: str
    done_on: date | None
    who: str
    persons: tuple[Person, ...]
    since: date
    lacks: str = ""
    told: tuple[Person, ...] = ()
    was_told: bool = False
    given_up_by: str = ""
    why: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it waits to be done."""
        return self.state in (OPEN, LATE)

    @property
    def subject(self) -> str:
        """What it is called where its matter is named already: its number, as far as it has one, and its period."""
        return f"{self.task.number} {self.task.period}".strip()


@dataclass(frozen=True, kw_only=True)
class TaskEvidence:
    """What is known of a task: since when the office is there, its ``row`` by the cells that count, the day on which
    another register says that it was done, when people were told that it was late, whether a 更正单 settled its
    完成时间, who gave it up.
    """

    since: date = date.min
    row: Row | None = None
    registered_on: date | None = None
    told_late_at: datetime | None = None
    is_settled: bool = False
    given_up: Exemption | None = None


def standing_of(task: IssuedTask, known: TaskEvidence, people: People, day: date) -> TaskStanding:
    """How the task stands at the end of that day."""
    row, who = known.row, label_of(task.who, people, day)
    key = _SHOWN_IN.get(task.hands_in)
    lacks = TASKS.by_key[key].header if key and not (row and row[key]) else ""
    done_on = known.registered_on or _filled(row, day)
    if lacks:
        done_on = None
    was_told = known.told_late_at is not None and not known.is_settled
    state, told = OPEN, tuple[Person, ...]()
    if done_on:
        state = DONE_LATE if done_on > task.due_on or (was_told and not known.registered_on) else ON_TIME
    elif task.draws_nothing:
        state = NOTHING_DRAWN
    elif known.given_up:
        state = GIVEN_UP
    elif day > task.due_on:
        state = LATE
        levels = 1 + ((day - task.due_on).days - 1) // DAYS_PER_LEVEL
        told = told_above(task.who, task.escalate_to, people, levels, day)
    return TaskStanding(
        task=task, row=row, state=state,
        since=max(known.since, first_day(task.from_on, task.until_on, task.due_on, bool(task.draw))),
        done_on=done_on, who=who, persons=in_charge(task.who, people, day),
        lacks=lacks if row and row["done_at"] else "", told=told, was_told=was_told,
        given_up_by=known.given_up.approved_by or "" if known.given_up else "",
        why=known.given_up.reason or "" if known.given_up else "",
    )  # fmt: skip


def _filled(row: Row | None, day: date) -> date | None:
    done_at = row["done_at"] if row else None
    return done_at.date() if done_at and done_at.date() <= day else None
