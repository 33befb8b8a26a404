"""下一件: what comes due next by the rules of the house, where nothing is due now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from huifang.flow.complaints.complaining import complaints
from huifang.flow.office.desk import Desk
from huifang.flow.reports.owing import due_at
from huifang.flow.reports.reporting import duties_of


@dataclass(frozen=True, order=True)
class Coming:
    """Something that comes due: when (on which day alone, where ``all_day``), and what."""

    at: datetime
    what: str
    all_day: bool = False

    def said(self, today: date) -> str:
        """``11-30 18:00 收表、出旬报``."""
        day = "今天" if self.at.date() == today else f"{self.at:%m-%d}"
        return f"{day} {self.what}" if self.all_day else f"{day} {self.at:%H:%M} {self.what}"


def comes_next(desk: Desk) -> Coming | None:
    """The first thing that comes due after now; None where the rules order nothing."""
    return min(_coming(desk), default=None, key=lambda one: one.at)


def _coming(desk: Desk) -> Iterator[Coming]:
    now = desk.present
    policy, period = now.policy, now.policy.period_of(now.today)
    following = policy.period_of(period.until_on + timedelta(days=1))
    if policy.all_rules:
        yield Coming(datetime.combine(following.from_on, time.min), f"发 {following.name} 的回访表", all_day=True)
    for duty in duties_of(policy):
        this = policy.period_of(now.today, duty.span)
        for one in (policy.period_of(this.from_on - timedelta(days=1), duty.span), this):
            at = due_at(desk, duty, one)
            if at > desk.now:
                what = f"出 {duty.report} {one.name}"
                of_sheets = duty == policy.sheet_duty and desk.state.books_of(one.name)
                yield Coming(at, f"收表，{what}" if of_sheets else what)
    limited = complaints(desk)
    for status in (*limited.open, *limited.open_records):
        if status.due and status.due > desk.now:
            yield Coming(status.due, f"{status.table} {status.label} 的“{status.stage}”到期")
