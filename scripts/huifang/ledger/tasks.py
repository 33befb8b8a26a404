"""What the journal says of tasks so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from huifang.ledger.tasks_said import IssuedTask, RecordsSealed, TasksIssued, TasksToldLate


@dataclass
class TasksSoFar:
    """The tasks that came up, by number, and when each was told late for the first time; by period, the newest sealed
    records.
    """

    issued: dict[str, IssuedTask] = field(default_factory=dict)
    issued_at: dict[str, datetime] = field(default_factory=dict)
    told_late: dict[str, datetime] = field(default_factory=dict)
    sealed: dict[str, RecordsSealed] = field(default_factory=dict)
    seeds: dict[str, str] = field(default_factory=dict)

    def note(self, said: RecordsSealed | TasksIssued | TasksToldLate, at: datetime) -> None:
        """Carry it over one entry, written ``at`` that time."""
        if isinstance(said, RecordsSealed):
            self.sealed.setdefault(said.period, said)
        elif isinstance(said, TasksToldLate):
            for number in said.numbers:
                self.told_late.setdefault(number, at)
        else:
            for task in said.tasks:
                self.issued[task.number], self.issued_at[task.number] = task, at
                self.seeds[task.number] = said.seed
