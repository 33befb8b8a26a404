"""What is filed: closed complaints and visit reports that were put away, and until when they are kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from huifang.core.periods import add_months
from huifang.policy.complaints import is_closed, next_file_no
from huifang.policy.model import Policy
from huifang.policy.people import People
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.visit_reports import VISIT_REPORTS
from huifang.tables.model import Row, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case of the file. ``kept_until`` is the last day on which it is kept; ``table``, ``row`` say where."""

    file_no: str
    kind: str
    number: str
    customer_no: str
    about: str
    closed_on: date
    keeper: str
    kept_until: date
    table: Table
    row: int


def unnumbered(policy: Policy, complaints: Sequence[Row]) -> Iterator[tuple[Row, str]]:
    """Closed complaints without 归档号, in the order in which they were closed, each with the number it gets: year,
    month of closing, serial. No number is given twice.
    """
    taken = [row["file_no"] for row in complaints if row["file_no"]]
    closed = (row for row in complaints if is_closed(row.values, policy.satisfied_to_close) and not row["file_no"])
    for row in sorted(closed, key=lambda row: (row["closed_at"], row["complaint_no"] or "")):
        number = next_file_no(taken, row["closed_at"].date())
        taken.append(number)
        yield row, number


def cases(policy: Policy, people: People, complaints: Iterable[Row], reports: Iterable[Row]) -> list[Case]:
    """The file, by number; what has no number yet stands behind."""
    found = [*_complaints(policy, people, complaints), *_reports(policy, people, reports)]
    return sorted(found, key=lambda case: (not case.file_no, case.file_no, case.closed_on, case.number))


def _complaints(policy: Policy, people: People, rows: Iterable[Row]) -> Iterator[Case]:
    for row in rows:
        if is_closed(row.values, policy.satisfied_to_close):
            day = row["closed_at"].date()
            yield Case(
                file_no=row["file_no"] or "",
                kind="投诉",
                number=row["complaint_no"] or "",
                customer_no=row["customer_no"] or "",
                about=row["content"] or "",
                closed_on=day,
                keeper=people.label(row["responsible"] or row["first_asked"] or ""),
                kept_until=_kept_until(policy, day),
                table=COMPLAINTS,
                row=row.number,
            )


def _reports(policy: Policy, people: People, rows: Iterable[Row]) -> Iterator[Case]:
    for row in rows:
        day = row["reviewed_on"] or row["reported_on"]
        if row["file_category"] and day:
            yield Case(
                file_no=row["report_no"] or "",
                kind=f"回访报告({row['file_category']})",
                number=row["record_no"] or "",
                customer_no="",
                about=row["result_rating"] or "",
                closed_on=day,
                keeper=people.label(row["keeper"] or ""),
                kept_until=_kept_until(policy, day),
                table=VISIT_REPORTS,
                row=row.number,
            )


def _kept_until(policy: Policy, day: date) -> date:
    return add_months(day, 12 * policy.retention_years)
