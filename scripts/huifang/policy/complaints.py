"""How complaints are to be handled: their clocks, what each step asks for, who answers for which class, when closed.

A complaint is looked at as the cells of its row by column key; an empty cell is None.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from huifang.policy.rules import Condition
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.house_rules import FIXED_OPTIONS
from huifang.tables.options import DISSATISFIED, MAJOR, NOT_UPHELD, ORDINARY, SATISFIED

Complaint = Mapping[str, Any]
ALL = "全部"
#: As 升级对象: whoever stands above the owner in 人员.
SUPERIOR = "上级"
MINUTES, HOURS, DAYS, WORK_MINUTES, WORK_HOURS, WORKDAYS = FIXED_OPTIONS["时限单位"]
_UNHAPPY = re.compile("[不没未][^\\s,.;，。；、]{0,3}(?:满意|接受|认可|同意)")
_HAPPY = re.compile("满意|接受|认可|同意")


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintClock:
    """A deadline: ``amount`` ``unit`` from the moment in ``starts_with``, met when ``done_with`` is filled (keys).

    ``applies_to`` is 全部, a 严重程度 or a 投诉类别; ``escalate_to`` is who is told first when it is missed: 上级, a
    role or a person. Only complaints that meet all ``conditions`` have it. One of another register's rows names its
    ``table``, with the ``headers`` of both columns. ``extended_by`` is who may grant more time; empty where nobody
    may.
    """

    stage: str
    starts_with: str
    amount: int
    unit: str
    done_with: str
    applies_to: str = ALL
    escalate_to: str = SUPERIOR
    clause: str = ""
    conditions: tuple[Condition, ...] = ()
    table: str = COMPLAINTS.name
    headers: tuple[str, str] = ("", "")
    extended_by: str = ""

    def covers(self, complaint: Complaint) -> bool:
        """Whether it is a deadline of the complaint."""
        said = all(one.holds(complaint.get(one.source.key)) for one in self.conditions)
        return said and covers(self.applies_to, complaint)

    @property
    def tells_at_once(self) -> bool:
        """Whether who is to be told is told on receipt, not when the time is over: a major complaint (000/三 二)."""
        return self.applies_to == MAJOR

    @property
    def in_working_time(self) -> bool:
        """Whether it runs inside the working spans only."""
        return self.unit in (WORK_MINUTES, WORK_HOURS, WORKDAYS)


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """So much of a unit of 时限单位, as an item of 基本 says."""

    amount: int
    unit: str

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}"


#: The stage of a complaint whose customer was dissatisfied with the result.
AGAIN = "重新办理"


def clock_again(limit: TimeLimit) -> ComplaintClock:
    """The one clock of a complaint that is dealt with again; it starts when the dissatisfaction is first seen."""
    return ComplaintClock(
        stage=AGAIN,
        starts_with="reaction",
        amount=limit.amount,
        unit=limit.unit,
        done_with="outcome_told_at",
        clause="“基本”表的“重新办理时限”",
    )


@dataclass(frozen=True, slots=True)
class ComplaintNeed:
    """Once ``done_with`` is filled, the cells ``asked`` are to be filled, too (all by key)."""

    done_with: str
    asked: tuple[str, ...]
    applies_to: str
    clause: str


@dataclass(frozen=True, slots=True)
class Dispatch:
    """Complaints of this class go to that department; ``head`` is its head, where 制度 names one."""

    category: str
    department: str
    head: str


def covers(applies_to: str, complaint: Complaint) -> bool:
    """Whether a line with that 适用 is about the complaint; one without 严重程度 is an ordinary one."""
    severity = complaint.get("severity") or ORDINARY
    return applies_to in (ALL, severity, complaint.get("category"), complaint.get("upheld"))


def is_valid(complaint: Complaint) -> bool:
    """Whether it is handled as a complaint: until it is judged 不成立 it is."""
    return complaint.get("upheld") != NOT_UPHELD


@dataclass(frozen=True, slots=True)
class LastWord:
    """What the customer said last, and when: ``satisfied`` is None where nothing was said, or neither of both."""

    satisfied: bool | None
    at: datetime | None


def last_word(complaint: Complaint) -> LastWord:
    """When told the result (客户反馈) or in the revisit (回访满意度), the later one unless told again since."""
    told, rated = complaint.get("reaction"), complaint.get("revisit_satisfaction")
    told_at, revisited_at = complaint.get("outcome_told_at"), complaint.get("revisited_at")
    told_again = bool(told and told_at and revisited_at and told_at > revisited_at)
    if rated is not None and not told_again:
        return LastWord(_meaning(rated in SATISFIED, rated in DISSATISFIED), revisited_at)
    said = told or ""
    return LastWord(_meaning(bool(_HAPPY.search(said)), bool(_UNHAPPY.search(said))), told_at)


def _meaning(happy: bool, unhappy: bool) -> bool | None:
    """“不满意” holds “满意”: where both are found it is the no that counts."""
    return False if unhappy else happy or None


def is_closed(complaint: Complaint, satisfied_to_close: bool) -> bool:
    """Whether it is over: closed with a written reason, or without the customer's no (where asked for: with a yes)."""
    if complaint.get("closed_at") is None:
        return False
    satisfied = last_word(complaint).satisfied
    if satisfied_to_close and is_valid(complaint):
        return satisfied is True or bool(complaint.get("closing_note"))
    return satisfied is not False or bool(complaint.get("closing_note"))


def obstacles(complaint: Complaint, satisfied_to_close: bool, with_revisit: bool) -> Iterator[tuple[str, str]]:
    """What has to come before it is closed: the column (by key), and why, in Chinese. In the order of the work.

    Nothing where a person closes it with a written reason.
    """
    if complaint.get("closing_note"):
        return
    if is_valid(complaint) and complaint.get("carried_out_at") is None:
        yield "carried_out_at", "还没有处理完成"
    if complaint.get("outcome_told_at") is None and complaint.get("revisited_at") is None:
        yield "outcome_told_at", "还没有把结果告诉投诉人"
    if with_revisit and complaint.get("revisited_at") is None:
        yield "revisited_at", "还没有回访"
    satisfied = last_word(complaint).satisfied
    if satisfied is False:
        yield "closing_note", "投诉人不满意"
    elif satisfied is None and satisfied_to_close and is_valid(complaint):
        yield "reaction", "投诉人还没有表示满意"


#: What says when a complaint was dealt with, by key: of one that was judged invalid, the last of these that is filled.
_ANSWERED = ("outcome_told_at", "investigated_at", "responded_at", "received_at")


def handled_at(complaint: Complaint) -> datetime | None:
    """When it was dealt with (decision 12): carried out; where it was judged 不成立, when the last step was done."""
    if is_valid(complaint):
        return complaint.get("carried_out_at")
    return max((moment for key in _ANSWERED if (moment := complaint.get(key))), default=None)


def next_file_no(taken: Iterable[str | None], day: date) -> str:
    """The 归档号 after those taken in the month of the day: year, month and a serial of three digits or more."""
    month = f"{day:%Y-%m}-"
    serials = (number.removeprefix(month) for number in taken if number and number.startswith(month))
    return f"{month}{max((int(serial) for serial in serials if serial.isdecimal()), default=0) + 1:03d}"
