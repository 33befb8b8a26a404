"""The reports that are owed: when, over which kind of period, to whom, with what in them, the fine for being late."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from huifang.core.catalogue import because
from huifang.core.periods import Period, add_months, month_day
from huifang.core.reasons import Refusal
from huifang.core.text import half_width
from huifang.tables.declared.house_rules import FIXED_OPTIONS


class WrongDueDay(Refusal):
    """The text names no day."""


@dataclass(frozen=True, slots=True)
class DueDay:
    """When a report is due, counted from its period.

    ``day`` is the day of the month (31: its last one) ``months`` after the month in which the period ends; None: the
    period's last day. ``days`` are added to it. ``after_round``: they are counted from the last day of what 专项 orders
    in the period, where it orders something.
    """

    day: int | None = None
    months: int = 0
    days: int = 0
    after_round: bool = False

    def of(self, period: Period) -> date:
        """The due day of that period's report, before any shift for days off; the report is in time all that day."""
        due = period.until_on
        if self.day is not None:
            month = add_months(due.replace(day=1), self.months)
            due = month_day(month.year, month.month, self.day)
        return due + timedelta(days=self.days)


_AT_THE_END = {"报告日", "期末", "月末"}


def parse_due_day(text: str) -> DueDay:
    """What 截止 says: 报告日, 次日, 25日, 次月3日, 期末后3天 or 活动结束后3天.

    Raises:
        WrongDueDay: none of these.
    """
    said = half_width(text)
    if said in _AT_THE_END:
        return DueDay()
    if said == "次日":
        return DueDay(days=1)
    if found := re.fullmatch(r"(次月|每月|当月)?(\d{1,2})[日号]", said):
        if 1 <= int(found[2]) <= 31:
            return DueDay(int(found[2]), months=int(found[1] == "次月"))
    elif found := re.fullmatch(r"(期末|活动结束)后(\d{1,3})[天日]", said):
        return DueDay(days=int(found[2]), after_round=found[1] == "活动结束")
    raise WrongDueDay(because("Y616"))


#: The part about the agents' calls, which a report has that names none.
CALLS_PART = FIXED_OPTIONS["报告内容"][0]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDuty:
    """A report that is owed; ``parts`` are the parts it has, ``fine_yuan`` is None where nobody is fined."""

    report: str
    due_day: DueDay
    span: str
    recipients: tuple[str, ...]
    parts: tuple[str, ...]
    fine_yuan: float | None
    clause: str
