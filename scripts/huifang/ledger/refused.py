"""Rows that had an answer and were not entered, until they are (decision 22)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huifang.ledger.records import CallRecord
from huifang.ledger.sheets_said import RefusedRow
from huifang.ledger.state import Submission


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """A row that was returned, and the sheet in which it came last."""

    said: RefusedRow
    sheet: Submission

    @property
    def day(self) -> date:
        """The day of its call; where that cannot be read, the day on which the sheet came."""
        try:
            return date.fromisoformat(self.said.called_on)
        except ValueError:
            return self.sheet.arrived_at.date()


def still_refused(submissions: Iterable[Submission], records: Iterable[CallRecord]) -> list[ReturnedRow]:
    """The rows that wait to be corrected, in the order in which they came; ``records`` are those they may be about.

    A row waits until its call is entered: by a record that came after it, or, where the call had one before, by a sheet
    that does not have the error any more. One that answers no plan number is dropped by a sheet without it, too. That a
    planned row is emptied takes nothing back.
    """
    newest: dict[tuple[str, str], int] = {}
    rows: dict[tuple[str, str, str, str], ReturnedRow] = {}
    for sheet in submissions:
        if not sheet.withdrawn:
            newest[sheet.agent, sheet.period] = sheet.seq
            rows.update(
                {(sheet.agent, sheet.period, *row.subject): ReturnedRow(row, sheet) for row in sheet.refused or ()}
            )
    entered: dict[tuple[str, str], int] = {}
    for record in (record for record in records if not record.withdrawn):
        subject = (record.plan_no, "") if record.plan_no else (record.customer_no, record.called_on.isoformat())
        entered[subject] = max(entered.get(subject, 0), record.seq)
    return [row for row in rows.values() if not _is_settled(row, entered, newest[row.sheet.agent, row.sheet.period])]


def _is_settled(row: ReturnedRow, entered: dict[tuple[str, str], int], newest: int) -> bool:
    seq = entered.get(row.said.subject)
    came_without = newest > row.sheet.seq
    return came_without if not row.said.plan_no else seq is not None and (seq > row.sheet.seq or came_without)
