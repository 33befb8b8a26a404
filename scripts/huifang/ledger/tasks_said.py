"""What the journal's entries say of tasks: which came up for whom, which records were drawn for them, who was told."""

from __future__ import annotations

from datetime import date

from msgspec import field

from huifang.ledger.formats import Format, StoredPart
from huifang.ledger.said import Said


class DrawnRecord(StoredPart, frozen=True, kw_only=True):
    """A record that was drawn to be looked at, and its ticket."""

    agent: str
    record_no: str
    ticket: str


class IssuedTask(StoredPart, frozen=True, kw_only=True):
    """A task that came up. ``who`` is a role, a department or a 工号; ``done_with`` the column (表.列) in which a day
    of the period says that it was done; ``frame`` is where the records lie that were drawn from, ``draw`` how many of
    them were to be drawn (empty: none).
    """

    number: str
    task: str
    period: str
    from_on: date = field(name="from")
    until_on: date = field(name="until")
    due_on: date
    who: str
    hands_in: str
    escalate_to: str
    done_with: str = ""
    draw: str = ""
    frame: str = ""
    drawn: tuple[DrawnRecord, ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        """What comes up once: the task, its period, who does it."""
        return self.task, self.period, self.who

    @property
    def draws_nothing(self) -> bool:
        """Whether records were to be drawn, and there were none."""
        return bool(self.draw and self.frame and not self.drawn)


class RecordsSealed(Said, frozen=True, kw_only=True):
    """The records of a period that a task draws from, stored at ``path`` before anybody can know what is drawn."""

    KIND, FORMAT = "task-records", Format("待抽的记录")

    period: str
    frame_sha256: str
    path: str


class TasksIssued(Said, frozen=True, kw_only=True):
    """Tasks that came up; ``seed`` is the hash of the journal's entry before this one, by which records were drawn."""

    KIND, FORMAT = "tasks", Format("定期任务")

    seed: str
    tasks: tuple[IssuedTask, ...]


class TasksToldLate(Said, frozen=True, kw_only=True):
    """Tasks (by number) that people were told of as not done in time; whatever is filled in later, that they were."""

    KIND, FORMAT = "tasks-late", Format("告知的过期任务")

    numbers: tuple[str, ...]


#: All that is said of tasks.
ABOUT_TASKS: tuple[type[Said], ...] = (RecordsSealed, TasksIssued, TasksToldLate)
