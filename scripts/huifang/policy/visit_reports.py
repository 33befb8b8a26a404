"""What is owed after a visit (000/一): its report by the next day, and the papers that were borrowed for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from huifang.policy.people import People
from huifang.tables.model import Row
from huifang.tables.options import BOSS, SUPERVISOR


class Visit(NamedTuple):
    """A call or visit that stands in the ledger; ``customer`` is named to people, ``met`` says whether he was there."""

    called_on: date
    agent: str
    customer: str
    met: bool


def report_due_on(called_on: date) -> date:
    """The day by which the report of a visit of that day is to be written, inclusive."""
    return called_on + timedelta(days=1)


def unreported(visits: Mapping[str, Visit], reports: Iterable[Row], day: date) -> list[tuple[str, Visit]]:
    """The visits (by record number) whose report is late on that day and not written, the oldest first.

    A date that cannot be read has its finding already.
    """
    return [pair for pair in unwritten(visits, reports) if report_due_on(pair[1].called_on) < day]


def unwritten(visits: Mapping[str, Visit], reports: Iterable[Row]) -> list[tuple[str, Visit]]:
    """The visits on which there is no report, late or not, the oldest first."""
    written = {row["record_no"] for row in reports if row["reported_on"] or "reported_on" in row.broken}
    owed = ((number, visit) for number, visit in visits.items() if visit.met and number not in written)
    return sorted(owed, key=lambda pair: (pair[1].called_on, pair[0]))


def return_due_on(loan: Row, visits: Mapping[str, Visit]) -> date | None:
    """By when a borrowed paper is to be back, inclusive: the day after its visit, of no known one after it was lent.

    None where nobody wrote down when it was lent.
    """
    visit = visits.get(loan["record_no"] or "")
    day: date | None = visit.called_on if visit else loan["lent_on"]
    return day + timedelta(days=1) if day else None


def why_kept(loan: Row, people: People) -> str:
    """Why a borrowed paper counts as not returned, in Chinese; empty once it is back, or a superior lets it be kept."""
    if loan["returned_on"] or "returned_on" in loan.broken:
        return ""
    approver = people.find(loan["approved_by"])
    if approver is None:
        return "没有归还，也没有批准留存"
    if approver == people.find(loan["borrower"]):
        return "批准人就是借用人"
    return "" if approver.role in (SUPERVISOR, BOSS) else f"批准人 {approver.label} 不是主管"
