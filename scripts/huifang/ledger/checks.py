"""What came of spot checks so far, as the journal tells it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from huifang.ledger.checks_said import CheckedRow, ChecksEntered, DrawExtended
from huifang.ledger.said import Said


@dataclass(frozen=True, slots=True)
class CheckChanged:
    """A row of the auditor's that a later sheet says otherwise; ``at`` is when that came."""

    before: CheckedRow
    after: CheckedRow
    at: datetime


@dataclass(kw_only=True)
class ChecksSoFar:
    """``entered`` are the sheets in their order, ``rows`` what counts of each row, by period and 抽查编号."""

    entered: list[ChecksEntered] = field(default_factory=list)
    extended: list[DrawExtended] = field(default_factory=list)
    rows: dict[tuple[str, str], CheckedRow] = field(default_factory=dict)
    whose: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)
    changes: dict[str, list[CheckChanged]] = field(default_factory=dict)
    files: dict[str, bool] = field(default_factory=dict)

    def note(self, said: Said, at: datetime) -> None:
        """One more entry of the journal."""
        if isinstance(said, DrawExtended):
            self.extended.append(said)
        elif isinstance(said, ChecksEntered):
            self.entered.append(said)
            self.files[said.sha256] = not said.errors
            for row in said.rows:
                key = (said.period, row.check_no)
                before = self.rows.get(key)
                if before and before.says != row.says:
                    self.changes.setdefault(said.period, []).append(CheckChanged(before, row, at))
                self.rows[key] = row
                self.whose[key] = (said.agent, said.draw)

    def of(self, period: str, agent: str) -> Iterator[tuple[int, CheckedRow]]:
        """What counts of the agent's rows of a period, each with the number of its draw; in the order of tickets."""
        mine = [(draw, self.rows[key]) for key, (who, draw) in self.whose.items() if (key[0], who) == (period, agent)]
        yield from sorted(mine, key=lambda one: (one[0], one[1].order))

    def more_of(self, period: str, draw: int) -> list[DrawExtended]:
        """The further sheets of a draw, in their order."""
        return [more for more in self.extended if (more.period, more.draw) == (period, draw)]
