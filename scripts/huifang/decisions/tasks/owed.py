"""Which tasks come up: for each row of 定期任务 one for each period and for everybody whose it is."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from huifang.core.periods import Period
from huifang.decisions.tasks.coming import first_day
from huifang.decisions.tasks.doers import doers
from huifang.policy.people import People
from huifang.policy.tasks import PeriodicTask


@dataclass(frozen=True, slots=True)
class TaskOwed:
    """A task that comes up: by which row, for which period, until when, whose it is."""

    rule: PeriodicTask
    period: Period
    due_on: date
    who: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What comes up once."""
        return self.rule.task, self.period.name, self.who


def whose(rule: PeriodicTask, people: People, roles: Container[str], day: date) -> Iterable[str]:
    """Whose tasks the row makes, each once."""
    return dict.fromkeys(who for word in rule.who for who in doers(word, people, roles, day))


def tasks_owed(
    rule: PeriodicTask, periods: Iterable[tuple[Period, date]], people: People, roles: Container[str], today: date
) -> Iterator[TaskOwed]:
    """The tasks of one row that have come up by today; ``periods`` with the day on which each is due."""
    for period, due_on in periods:
        if first_day(period.from_on, period.until_on, due_on, bool(rule.draw)) <= today:
            day = min(today, period.until_on)
            yield from (TaskOwed(rule, period, due_on, who) for who in whose(rule, people, roles, day))
