"""投诉: what is open, what comes next, who answers for it, and how much time is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huifang.decisions.complaints.clocks import ComplaintStatus
from huifang.decisions.complaints.reading import DUE, OVERDUE, in_words
from huifang.decisions.complaints.records import subject_of
from huifang.flow.complaints.complaining import complaints
from huifang.flow.office.desk import Desk
from huifang.flow.screen.names import name_of
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.options import MAJOR

#: A deadline that ends in so many minutes or less is today's, whatever the day.
SOON = 24 * 60
LATE, TODAY, GOOD, WAITING = "alarm", "today", "good", "wait"


@dataclass(frozen=True, kw_only=True)
class OpenComplaint:
    """One complaint. ``tag`` is how urgent it is (alarm, today, good; wait: no deadline runs), ``left`` says it in
    words, ``due`` when the deadline ends; ``told`` who was told of it and who was not yet.
    """

    number: str
    what: str
    who: str
    next_step: str
    fill_in: str
    owner: str
    tag: str
    left: str
    due: str
    told: str
    is_major: bool

    @property
    def is_late(self) -> bool:
        """Whether a deadline has passed, or it has to be done again."""
        return self.tag == LATE


@dataclass(frozen=True)
class OpenComplaints:
    """All that are open, the most urgent first; whether the office has a register of them at all; and the rows of other
    registers that have a limit.
    """

    listed: tuple[OpenComplaint, ...]
    has_register: bool
    records: tuple[OpenComplaint, ...] = ()

    @property
    def late(self) -> tuple[OpenComplaint, ...]:
        """The complaints that are late."""
        return tuple(one for one in self.listed if one.is_late)

    @property
    def late_records(self) -> tuple[OpenComplaint, ...]:
        """The rows of other registers that are late."""
        return tuple(one for one in self.records if one.is_late)


def open_complaints(desk: Desk) -> OpenComplaints:
    """The complaints that are not closed."""
    found = complaints(desk)
    records = tuple(_shown(desk, status) for status in found.open_records if status.clock)
    return OpenComplaints(tuple(_shown(desk, status) for status in found.open), found.has_register, records)


def _shown(desk: Desk, status: ComplaintStatus) -> OpenComplaint:
    people, row = desk.present.people, status.row
    tag, left = _left(status, desk.now)
    owner = status.owner.person_no
    return OpenComplaint(
        number=status.label if status.table == COMPLAINTS.name else f"{status.table} {status.label}",
        what=subject_of(status) or str(row["category"] or "(没有写内容)"),
        who=_who(desk, status),
        next_step=status.stage,
        fill_in="、".join(status.life.missing),
        owner=name_of(people, owner) if owner else "(没有人)",
        tag=tag,
        left=left,
        due=_when(status.due, desk.now) if status.due else "",
        told=_told(desk, status),
        is_major=row["severity"] == MAJOR,
    )


def _who(desk: Desk, status: ComplaintStatus) -> str:
    """Who complains, or whose row it is, with the telephone."""
    row = status.row
    customer = desk.present.customers.get(str(row["customer_no"] or ""))
    said = row["complainant"], row["contact_details"]
    if not any(said) and customer:
        said = customer.name, customer.phone
    return " ".join(str(one) for one in said if one)


def _told(desk: Desk, status: ComplaintStatus) -> str:
    """Who was told of it and when, then who must know and was not told."""
    people, today = desk.present.people, desk.now.date()
    known = [(name_of(people, one.person_no), one.at) for one in status.trace]
    told = [f"{name}（{f'{at:%H:%M}' if at.date() == today else f'{at:%m-%d %H:%M}'}）" for name, at in known if at]
    untold = [name for name, at in known if at is None]
    said = [f"已告诉 {'、'.join(told)}"] if told else []
    return "，".join([*said, f"还没告诉 {'、'.join(untold)}"] if untold else said)


def _left(status: ComplaintStatus, now: datetime) -> tuple[str, str]:
    if status.state == OVERDUE:
        return LATE, f"超 {in_words(status.overdue_minutes)}"
    if status.needs_attention:
        return LATE, "要重新办理"
    if status.due is None or not (status.clock and status.clock.is_running):
        return WAITING, "没有时限在走"
    minutes = int((status.due - now).total_seconds()) // 60
    tag = TODAY if status.state == DUE or minutes <= SOON else GOOD
    return tag, f"还剩 {_roughly(minutes)}"


def _roughly(minutes: int) -> str:
    """To the minute within a day, in days beyond: ``3 天``."""
    return in_words(minutes) if minutes < SOON else f"{minutes // (24 * 60)} 天"


def _when(due: datetime, now: datetime) -> str:
    day = "今天" if due.date() == now.date() else f"{due:%m-%d}"
    return f"{day} {due:%H:%M}" + (" 到期" if due <= now else "")
