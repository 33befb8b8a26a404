"""What the journal says of grievances that were heard in calls: where each is registered, who is marked.

Each is dealt with once: what was appended to a register and then changed or deleted by a person is not appended again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from huifang.ledger.kinds import GrievancesHeard, ReportsPrepared


@dataclass
class HeardSoFar:
    """What was done, by record number: ``registered`` has the number of its row, ``passed`` are those that the rules
    of their batch let pass.

    ``numbers`` lists the numbers of rows by register, oldest first. In the first ``looked_at`` segments of the ledger
    nothing is left to be done. ``marked`` are the settled complaints (by 投诉编号) whose customer has been marked,
    ``reports`` has the number of the row in which the report on a visit is to be written.
    """

    registered: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, list[str]] = field(default_factory=dict)
    passed: set[str] = field(default_factory=set)
    looked_at: int = 0
    marked: set[str] = field(default_factory=set)
    reports: dict[str, str] = field(default_factory=dict)

    def note(self, said: GrievancesHeard) -> None:
        """Carry it over one entry."""
        for one in said.registered:
            self.registered[one.record_no] = one.number
            self.numbers.setdefault(one.sheet, []).append(one.number)
        self.passed.update(said.passed)
        self.looked_at = said.looked_at

    def note_rows(self, sheet: str, numbers: Iterable[str]) -> None:
        """The numbers of rows that were made out of forms that came back."""
        self.numbers.setdefault(sheet, []).extend(numbers)

    def note_reports(self, said: ReportsPrepared) -> None:
        """Carry it over the rows that were made for reports on visits."""
        for one in said.rows:
            self.reports[one.record_no] = one.number
            self.numbers.setdefault(one.sheet, []).append(one.number)
