"""表 = 提交: when a sheet counts as handed in, or a sheet taken back with all its records."""

from __future__ import annotations

from datetime import datetime

from huifang.core.catalogue import because
from huifang.flow.correcting.form import Asked, Form, Refused
from huifang.flow.office.desk import Desk
from huifang.ledger.records import withdrawn
from huifang.ledger.sheets_said import ArrivalCorrected, SheetWithdrawn
from huifang.ledger.state import FORMAT, Submission
from huifang.tables.cells import read_cell
from huifang.tables.days import Days
from huifang.tables.declared.corrections import ARRIVAL, OF_SUBMISSION, WHOLE
from huifang.tables.model import Column, Kind


def correct_submission(desk: Desk, form: Form, asked: Asked) -> bool:
    """Change the arrival of a sheet, or take the sheet back."""
    submission = next((s for s in desk.state.submissions if s.number == asked.number), None)
    if submission is None:
        raise Refused(because("Y416", subject=asked.number))
    if asked.whole:
        return _take_back(desk, form, asked, submission)
    if asked.row["column"] != ARRIVAL:
        raise Refused(because("Y417", column=ARRIVAL, whole=WHOLE[OF_SUBMISSION]), "column")
    arrival = Column(ARRIVAL, "arrived_at", Kind.DATETIME)
    moment = read_cell(arrival, asked.row["new"], days=Days(read_on=desk.now.date())).value
    if not isinstance(moment, datetime):
        raise Refused(because("Y418"), "new")
    if moment == submission.arrived_at:
        return False
    old = f"{submission.arrived_at:{FORMAT}}"
    if asked.old != old:
        raise Refused(because("Y419", old=old), "old")
    if moment > desk.now:
        raise Refused(because("Y420"), "new")
    form.commit(desk, ArrivalCorrected(**{**asked.said, "old": old, "new": f"{moment:{FORMAT}}"}))
    return True


def _take_back(desk: Desk, form: Form, asked: Asked, submission: Submission) -> bool:
    if submission.withdrawn:
        return False
    seq = desk.journal.next_seq
    mine = [r for r in form.records.values() if r.submission == submission.number and not r.withdrawn]
    said = SheetWithdrawn(**asked.said, records=tuple(record.record_no for record in mine))
    form.commit_records(desk, said, [withdrawn(record, seq) for record in mine])
    return True
