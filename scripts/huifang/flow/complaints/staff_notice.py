"""员工通报: what followed from complaints about somebody's manner, for all staff; no guest is named in it (000/三)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from huifang.core.periods import period_of, previous_period
from huifang.decisions.complaints.clocks import ComplaintStatus
from huifang.decisions.reports.parts.discipline import is_about_manner
from huifang.flow.complaints.complaining import complaints
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.flow.post.letters import Matter, Occasion
from huifang.policy.notices import Notice
from huifang.tables.declared import notice_rules

_GUEST = "客人"


@dataclass(frozen=True, slots=True)
class NoticedCase:
    """A case as the staff may read it."""

    day: str
    department: str
    person: str
    cause: str
    punishment: str


@dataclass(frozen=True, slots=True)
class StaffNotice:
    """The cases of a period of which somebody decided what follows."""

    period: str
    cases: tuple[NoticedCase, ...]


def _last_month(desk: Desk, notice: Notice) -> Iterator[Matter]:
    """The notice about the month that is over, once all of its cases are decided."""
    now = desk.present
    days = now.policy.report_days
    month = previous_period(period_of(now.today, "月", days), "月", days)
    if month.until_on < desk.state.founded_on:
        return
    of_month = [
        one
        for one in complaints(desk).statuses
        if is_about_manner(one) and one.row["received_at"] and one.row["received_at"].date() in month
    ]
    if of_month and all(one.row["punishment"] for one in of_month):
        staff = tuple(person for person in now.people.by_no.values() if person.active_on(now.today))
        cases = tuple(_case(now, one) for one in of_month)
        words = f"{month.from_on.year} 年 {month.from_on.month} 月"
        yield Matter(key=month.name, label=month.name, about=StaffNotice(words, cases), concerns=staff)


def _case(now: Moment, one: ComplaintStatus) -> NoticedCase:
    row = one.row
    guest = row["complainant"] or ""
    phone = row["contact_details"] or ""

    def said(key: str) -> str:
        text = row[key] or ""
        for name in (guest, phone):
            text = text.replace(name, _GUEST) if name else text
        return text

    responsible = now.people.find(row["responsible"]) or now.people.find(row["complained_of"])
    department, person = (responsible.department, responsible.name) if responsible else ("", "")
    return NoticedCase(
        day=f"{row['received_at']:%m-%d}",
        department=row["department"] or department,
        person=person,
        cause=said("cause") or "服务态度",
        punishment=said("punishment"),
    )


def _subject(now: Moment, matters: Sequence[Matter]) -> str:
    return f"【通报】{matters[0].label} 因服务态度引起的投诉的处理"


TO_ALL_STAFF = Occasion(
    name=notice_rules.STAFF_NOTICE, template="staff_notice_mail.txt.j2", page="staff_notice.html.j2",
    subject=_subject, find=_last_month,
)  # fmt: skip
