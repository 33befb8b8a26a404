"""回访报告: each visit has a row for its report as soon as it is known, and who made it is asked to write it.

The row has the numbers and the name; what is to be judged is left to people. One that a person takes away again is not
put back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.edges.store.files import FileBusy, OfficeError
from huifang.flow.aftermath.numbering import numbers_for
from huifang.flow.calls.visits import visits_of
from huifang.flow.forms.going_along import with_form
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.flow.post.letters import Matter, Occasion
from huifang.ledger.kinds import RegisteredCall, ReportsPrepared
from huifang.policy.notices import Notice
from huifang.policy.visit_reports import Visit, report_due_on, unwritten
from huifang.tables.declared import notice_rules
from huifang.tables.declared.forms import VISIT_REPORT
from huifang.tables.declared.visit_reports import VISIT_REPORTS

#: Reports are asked for on visits of so many days.
DAYS_ASKED = 20


@dataclass(frozen=True)
class Prepared:
    """The rows that were made, and what kept others from it."""

    rows: tuple[RegisteredCall, ...] = ()
    notes: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class ToWrite:
    """A report that is to be written: on which visit, in the row of which number, by when."""

    record_no: str
    visit: Visit
    number: str

    @property
    def due_on(self) -> date:
        """The day by which it is to be written, inclusive."""
        return report_due_on(self.visit.called_on)


def prepare_reports(desk: Desk) -> Prepared:
    """Make a row for each visit whose report nobody has begun, where the office asks for reports."""
    if not desk.present.policy.notices_of(notice_rules.VISIT_REPORT) or VISIT_REPORTS.workbook not in desk.workbooks:
        return Prepared()
    register, known = desk.present.read(VISIT_REPORTS), desk.state.heard.reports
    there = {row["record_no"] for row in register.rows}
    new = [(no, visit) for no, visit in _unwritten(desk) if no not in there and no not in known]
    if not new:
        return Prepared()
    name = VISIT_REPORTS.workbook
    numbers = numbers_for(desk, VISIT_REPORTS, (row["report_no"] for row in register.rows), len(new), "report_no")
    rows = [
        {VISIT_REPORTS.by_key[key].header: value for key, value in cells.items() if key in register.letters}
        for number, (record_no, visit) in zip(numbers, new, strict=True)
        for cells in [dict[str, Any](report_no=number, record_no=record_no, reported_by=visit.agent)]
    ]
    try:
        desk.edit_register(VISIT_REPORTS, rows, {})
    except FileBusy:
        return Prepared(notes=(found("J802", Place(name), file=name),))
    except OfficeError as error:  # never stops a posting
        place, sheet = Place(name, VISIT_REPORTS.name), VISIT_REPORTS.name
        return Prepared(notes=(found("J806", place, count=len(new), sheet=sheet, reason=error.reason),))
    made = tuple(
        RegisteredCall(record_no=record_no, sheet=VISIT_REPORTS.name, number=number)
        for number, (record_no, _) in zip(numbers, new, strict=True)
    )
    desk.commit(ReportsPrepared(rows=made))
    return Prepared(made)


def _unwritten(desk: Desk) -> list[tuple[str, Visit]]:
    """The visits of late on which there is no report yet, the oldest first."""
    now = desk.present
    since = now.today - timedelta(days=DAYS_ASKED)
    return [(no, one) for no, one in unwritten(visits_of(now), now.rows(VISIT_REPORTS)) if one.called_on >= since]


def _reports(desk: Desk, notice: Notice) -> Iterator[Matter]:
    """The reports that are to be written, for who made the visit; for the superior of somebody who has left."""
    now = desk.present
    rows = {row["record_no"]: row["report_no"] for row in now.rows(VISIT_REPORTS) if row["record_no"]}
    for record_no, visit in _unwritten(desk) if VISIT_REPORTS.workbook in desk.workbooks else ():
        number = rows.get(record_no)
        if number is not None or record_no in rows:
            person = now.people.by_no.get(visit.agent)
            there = person is not None and person.active_on(now.today)
            asked = [person] if person and there else [*now.people.chain_above(visit.agent, now.today)][:1]
            yield Matter(
                key=record_no, label=number or record_no, number=number or record_no,
                about=ToWrite(record_no, visit, number or ""), concerns=tuple(asked),
            )  # fmt: skip


def _subject(now: Moment, matters: Sequence[Matter]) -> str:
    return f"【请写回访报告】{'、'.join(matter.label for matter in matters[:3])}"


REPORTS_ASKED = Occasion(
    name=notice_rules.VISIT_REPORT, template="visit_report_mail.txt.j2", subject=_subject, find=_reports, lapses=True,
    attached=with_form(VISIT_REPORT, lambda matter: matter.number),
)  # fmt: skip
