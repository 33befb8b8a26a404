"""部门报告: each department gets its own part of a report: its slips with their answers, its measures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from huifang.core.periods import Period
from huifang.decisions.complaints.records import reply_dues
from huifang.decisions.reports.parts.measures import VERIFIED, state_of
from huifang.flow.complaints.record_clocks import records_of
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.flow.post.letters import Matter, Occasion, heads_of
from huifang.flow.reports.new_reports import new_reports
from huifang.ledger.letters import matter_key
from huifang.ledger.state import MadeReport
from huifang.policy.feedback import asked_of, with_reply_due
from huifang.policy.notices import Notice
from huifang.tables.declared import notice_rules
from huifang.tables.declared.feedback import FEEDBACK, MEASURES
from huifang.tables.model import Row

#: The part of a report that tells of slips.
_ABOUT_SLIPS = "反馈"


@dataclass(frozen=True, kw_only=True)
class DepartmentPart:
    """What a department is told: of which report and period, its slips with how they stand, its measures likewise."""

    kind: str
    period: str
    department: str
    slips: tuple[tuple[Row, str], ...]
    measures: tuple[tuple[Row, str], ...]


def _parts(desk: Desk, notice: Notice) -> Iterator[Matter]:
    """One for each department that slips or measures are with, of the newest report that tells of slips, once."""
    now = desk.present
    for made in new_reports(desk, _ABOUT_SLIPS):
        for part in _of_report(now, made):
            heads = heads_of(now, part.department)
            if heads:  # where nobody is, whoever gets the report has it all
                yield Matter(
                    key=matter_key(made.kind, made.period, part.department), about=part, concerns=heads,
                    label=f"{part.department} {made.period}", department=part.department,
                )  # fmt: skip


def _of_report(now: Moment, made: MadeReport) -> Iterator[DepartmentPart]:
    period, receivers = now.policy.parse_period(made.period), dict(now.policy.slip_receivers)
    slips: dict[str, list[tuple[Row, str]]] = {}
    dues = reply_dues(records_of(now))
    for row in (with_reply_due(row, now.policy.reply_days, dues) for row in now.rows(FEEDBACK)):
        _, department = asked_of(row, receivers, now.people, now.customers, now.today)
        if department and _is_told(row, period):
            slips.setdefault(department, []).append((row, _answered(row, now)))
    measures: dict[str, list[tuple[Row, str]]] = {}
    for row in now.rows(MEASURES):
        state = state_of(row, now.today)
        if row["reviewed_in"] and (state != VERIFIED or (row["done_on"] and row["done_on"] in period)):
            measures.setdefault(row["reviewed_in"], []).append((row, state))
    for department in dict.fromkeys((*slips, *measures)):
        yield DepartmentPart(
            kind=made.kind, period=made.period, department=department,
            slips=tuple(slips.get(department, ())), measures=tuple(measures.get(department, ())),
        )  # fmt: skip


def _is_told(slip: Row, period: Period) -> bool:
    """Whether it was issued in the period, or earlier and is not answered."""
    issued = slip["issued_on"]
    return bool(issued) and (issued in period or (issued < period.from_on and not slip["handled_on"]))


def _answered(slip: Row, now: Moment) -> str:
    if slip["handled_on"]:
        return f"{slip['handled_on']} 已答复"
    due = slip["reply_due_on"]
    return f"逾期：应在 {due} 前答复" if due and due < now.today else "还没有答复"


def _subject(now: Moment, matters: Sequence[Matter]) -> str:
    return f"{matters[0].about.kind}：{'、'.join(matter.label for matter in matters)} 的反馈和措施"


TO_DEPARTMENTS = Occasion(
    name=notice_rules.DEPARTMENT_PART, template="department_mail.txt.j2", subject=_subject, find=_parts,
)  # fmt: skip
