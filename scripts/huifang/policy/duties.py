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
    """When a report or a task is due, counted from its period.

    ``day`` is the day of the month (31: its last one) ``months`` after the month in which the period ends; None: the
    period's last day. ``days`` are added to it. Of a ``weekday`` (0: Monday) it is the ``nth`` of that month (-1: the
    last one), without ``nth`` the one in the period's last seven days. ``after_round``: ``days`` are counted from the
    last day of what 专项 orders in the period, where it orders something.
    """

    day: int | None = None
    months: int = 0
    days: int = 0
    after_round: bool = False
    weekday: int | None = None
    nth: int = 0

    def of(self, period: Period) -> date:
        """The due day of that period, before any shift for days off; what is due is in time all that day."""
        due = period.until_on
        month = add_months(due.replace(day=1), self.months)
        if self.weekday is not None and self.nth:
            start = month if self.nth > 0 else month_day(month.year, month.month, 31) - timedelta(days=6)
            weeks = max(self.nth - 1, 0)
            due = start + timedelta(days=(self.weekday - start.weekday()) % 7 + 7 * weeks)
        elif self.weekday is not None:
            due -= timedelta(days=(due.weekday() - self.weekday) % 7)
        elif self.day is not None:
            due = month_day(month.year, month.month, self.day)
        return due + timedelta(days=self.days)

    @property
    def is_afterwards(self) -> bool:
        """Whether it is behind the period, whatever that is."""
        return bool(self.months or self.days)

    def fits(self, span: str) -> bool:
        """Whether it says one day of a period of that kind: a day of the week is for weeks, one of a month for those
        that are no shorter.
        """
        if self.weekday is not None and not self.nth:
            return span == "周"
        return span not in ("日", "周") if self.day is not None or self.nth else True


_AT_THE_END = {"报告日", "期末", "月末", "季末", "年末", "当天"}
_WEEKDAYS = "一二三四五六日"
_ORDINALS = {"第一个": 1, "第二个": 2, "第三个": 3, "第四个": 4, "最后一个": -1}
_OF_MONTH = re.compile(rf"(次月|每月|当月)?({'|'.join(_ORDINALS)})(?:周|星期|礼拜)([{_WEEKDAYS}天])")
_OF_WEEK = re.compile(rf"每?(?:周|星期|礼拜)([{_WEEKDAYS}天])")


def parse_due_day(text: str) -> DueDay:
    """What 截止 says: 报告日, 次日, 周五, 第一个周一, 25日, 次月3日, 期末后3天 or 活动结束后3天.

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
    elif found := _OF_MONTH.fullmatch(said):
        return DueDay(months=int(found[1] == "次月"), weekday=_weekday(found[3]), nth=_ORDINALS[found[2]])
    elif found := _OF_WEEK.fullmatch(said):
        return DueDay(weekday=_weekday(found[1]))
    raise WrongDueDay(because("Y616"))


def _weekday(sign: str) -> int:
    return _WEEKDAYS.index("日" if sign == "天" else sign)


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
