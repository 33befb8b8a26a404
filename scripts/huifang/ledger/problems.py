"""Problems that customers had: unsolved is unsolved, until a row or a decision says otherwise (decision 19)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from huifang.ledger.records import CallRecord
from huifang.tables.options import SOLVED, says_nothing

#: A decision with these words ends a problem.
DROPPED = "不再处理"


@dataclass(frozen=True, slots=True)
class KnownProblem:
    """A record that ever said 未解决, as it stands: its number is the problem's. ``solved_by`` is the record that says
    how it was solved (perhaps itself, after a correction), empty while none does; ``solved_on`` the day of that call.
    ``told_first``: the customer is told what was decided before anything else.
    """

    record: CallRecord
    solved_by: str = ""
    solved_on: date | None = None
    told_first: bool = True

    @property
    def is_dropped(self) -> bool:
        """Whether somebody decided that nothing is to be done about it any more."""
        return DROPPED in self.record.decision

    @property
    def is_open(self) -> bool:
        """Whether it is neither solved nor dropped."""
        return not self.solved_by and not self.is_dropped


def known_problems(records: Iterable[CallRecord], solutions: Iterable[Mapping[str, Any]]) -> list[KnownProblem]:
    """The problems by the time of their call; ``solutions`` are rows that say 已解决 with 处理措施.

    The first one that the customer gave after the problem names it; that a later call found nothing wrong does not.
    """
    given: dict[str, list[tuple[str, str, date]]] = {}
    for row in solutions:
        given.setdefault(row["customer_no"], []).append((row["moment"], row["record_no"], row["called_on"]))
    return [_known(record, given) for record in sorted(records, key=lambda r: (r.moment, r.record_no))]


def _known(record: CallRecord, given: Mapping[str, list[tuple[str, str, date]]]) -> KnownProblem:
    if record.handling == SOLVED and not says_nothing(record.measures):
        return KnownProblem(record, record.record_no, record.called_on)
    later = (one for one in given.get(record.customer_no, ()) if one[0] > record.moment)
    _, number, day = min(later, default=("", "", None))
    return KnownProblem(record, number, day)
