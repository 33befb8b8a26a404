"""What people were told of as missed stays so, whatever is filled in afterwards: therefore it is journaled."""

from __future__ import annotations

from collections.abc import Iterable

from huifang.decisions.complaints.clocks import ComplaintStatus
from huifang.decisions.complaints.reading import OVERDUE
from huifang.flow.office.desk import Desk
from huifang.ledger.kinds import MissedDeadline, OverdueTold
from huifang.ledger.told_of import matter_of
from huifang.tables.declared.complaints import COMPLAINTS


def note_overdue(desk: Desk, told: Iterable[ComplaintStatus]) -> None:
    """Journal the deadlines of these complaints that are told as missed for the first time."""
    missed = tuple(
        MissedDeadline(
            complaint_no=status.complaint_no,
            stage=reading.clock.stage,
            started_at=reading.started_at,
            due=reading.due,
            starts_with=reading.clock.starts_with,
            done_with=reading.clock.done_with,
            table="" if status.table == COMPLAINTS.name else status.table,
        )
        for status in told
        for reading in status.clocks
        if reading.state == OVERDUE and reading.started_at
    )
    known = desk.state.told_overdue
    new = tuple(
        one for one in missed if (matter_of(one.table, one.complaint_no), one.stage, one.started_at) not in known
    )
    if new:
        desk.commit(OverdueTold(missed=new))
