"""What the journal says of grievances that were heard in calls: where each is registered, who was told, who is marked.

Each is dealt with once: what was appended to a register and then changed or deleted by a person is not appended again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass
class HeardSoFar:
    """By record number: ``registered`` the number of the row that was appended, ``passed`` those that the rules of
    their batch let pass, ``told`` those that somebody was told of.

    All of them lie in the first ``looked_at`` segments of the ledger, unless something still waits to be done.
    ``marked`` are the settled complaints (by 投诉编号) whose customer has been marked.
    """

    registered: dict[str, str] = field(default_factory=dict)
    passed: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)
    looked_at: int = 0
    marked: set[str] = field(default_factory=set)

    def note(self, data: Mapping[str, Any]) -> None:
        """Carry it over one entry."""
        self.registered.update((one["record_no"], one["number"]) for one in data.get("registered", ()))
        self.passed.update(data.get("passed", ()))
        self.told.update(data.get("told", ()))
        self.looked_at = data.get("looked_at", self.looked_at)
        self.marked.update(data.get("marked", ()))

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers that rows were given, oldest first."""
        return tuple(self.registered.values())
