"""部门通报: of a report on complaints each department gets its own part: its complaints of the period, with causes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from huifang.core.periods import Period
from huifang.decisions.complaints.clocks import ComplaintStatus
from huifang.decisions.complaints.reading import CLOSED
from huifang.decisions.reports.parts.complaint_month import cause_of
from huifang.decisions.reports.parts_view import counted
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.flow.post.letters import Matter, Occasion, heads_of
from huifang.flow.reports.new_reports import new_reports
from huifang.flow.reports.parts import complaints_by
from huifang.ledger.letters import matter_key
from huifang.ledger.state import MadeReport
from huifang.policy.complaints import is_valid
from huifang.policy.notices import Notice
from huifang.tables.declared import notice_rules

#: The part of a report that tells of complaints.
_ABOUT_COMPLAINTS = "投诉"


@dataclass(frozen=True, slots=True)
class DepartmentComplaints:
    """What of a report is about a department: its complaints of the period."""

    kind: str
    period: str
    department: str
    complaints: tuple[ComplaintStatus, ...]

    @property
    def closed(self) -> int:
        """How many of the complaints are closed."""
        return sum(one.state == CLOSED for one in self.complaints)

    @property
    def causes(self) -> list[tuple[str, int]]:
        """The causes of those that are upheld, or not judged yet, most often first."""
        return counted([cause_of(one) for one in self.complaints if is_valid(one.row.values)])


def _bulletins(desk: Desk, notice: Notice) -> Iterator[Matter]:
    """A matter for each department that had complaints in a report that is new."""
    for made in new_reports(desk, _ABOUT_COMPLAINTS):
        yield from _of_report(desk, made)


def _of_report(desk: Desk, made: MadeReport) -> Iterator[Matter]:
    now, period = desk.present, desk.present.policy.parse_period(made.period)
    key = ("bulletins", made.kind, made.period, made.version)
    for department, part in desk.once(key, lambda: _parts(desk.at_end_of(period), period, made)).items():
        dispatches = (one for one in now.policy.dispatches if one.department == department)
        head = next((person for one in dispatches if (person := now.people.find(one.head))), None)
        yield Matter(
            key=matter_key(made.kind, made.period, department), number=department, label=department, about=part,
            concerns=(head,) if head else heads_of(now, department), department=department,
        )  # fmt: skip


def _parts(then: Moment, period: Period, made: MadeReport) -> Mapping[str, DepartmentComplaints]:
    """By department, in the order in which the register names them."""
    complaints: dict[str, list[ComplaintStatus]] = {}
    for one in complaints_by(then):
        moment = one.row["received_at"]
        if one.row["department"] and moment and moment.date() in period:
            complaints.setdefault(one.row["department"], []).append(one)
    return {name: DepartmentComplaints(made.kind, made.period, name, tuple(mine)) for name, mine in complaints.items()}


def _subject(now: Moment, matters: Sequence[Matter]) -> str:
    return f"【部门通报】{matters[0].about.period} {'、'.join(matter.label for matter in matters)}"


TO_DEPARTMENTS = Occasion(
    name=notice_rules.BULLETIN, template="bulletin_mail.txt.j2", subject=_subject, find=_bulletins,
)  # fmt: skip
