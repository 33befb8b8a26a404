"""Noting: what people will write over in the register of complaints, kept in the journal as every run finds it."""

from __future__ import annotations

from huifang.decisions.complaints.watch import new_in
from huifang.flow.office.desk import Desk
from huifang.ledger.kinds import ComplaintsNoted, Dissatisfied
from huifang.tables.declared.complaints import COMPLAINTS, WORKBOOK


def note_complaints(desk: Desk) -> None:
    """One entry for each version of the register that a run finds, whatever is new in it; none without a register."""
    if WORKBOOK not in desk.workbooks or desk.state.complaints_noted == desk.shelf.hash(WORKBOOK):
        return
    noted = new_in(desk.present.rows(COMPLAINTS), desk.state.first_asked, desk.state.dissatisfied)
    dissatisfied = tuple(Dissatisfied(complaint_no=number, at=at) for number, at in noted.dissatisfied)
    sha, first_asked = desk.shelf.hash(WORKBOOK), dict(noted.first_asked)
    desk.commit(ComplaintsNoted(sha256=sha, first_asked=first_asked, dissatisfied=dissatisfied))
