"""Noting: what people will write over in the register of complaints, kept in the journal as every run finds it."""

from __future__ import annotations

from huifang.decisions.complaints.watch import new_in
from huifang.flow.office.desk import Desk
from huifang.tables.declared.complaints import COMPLAINTS, WORKBOOK


def note_complaints(desk: Desk) -> None:
    """One entry for each version of the register that a run finds, whatever is new in it; none without a register."""
    if WORKBOOK not in desk.workbooks or desk.state.complaints_noted == desk.hash(WORKBOOK):
        return
    noted = new_in(desk.register_rows(COMPLAINTS), desk.state.first_asked, desk.state.dissatisfied)
    desk.commit(
        "complaints",
        {
            "sha256": desk.hash(WORKBOOK),
            "first_asked": dict(noted.first_asked),
            "dissatisfied": [{"complaint_no": number, "at": at} for number, at in noted.dissatisfied],
        },
    )
