"""What all frozen offices share: people, customers, days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

Row = Mapping[str, Any]

SHEET, FORM = "回访记录", "更正单"
INBOX, OUTBOX, PLANS = "收件箱", "发件箱", "回访计划"
RULES, STAFF, CUSTOMERS, COMPLAINTS = "制度.xlsx", "人员.xlsx", "客户资料库.xlsx", "投诉登记表.xlsx"
STAMP = (2026, 11, 2, 8, 0, 0)
PEOPLE = (
    ("C01", "马建国", "老板", "总经办", None),
    ("B01", "周丽华", "主管", "客服部", "C01"),
    ("D01", "孙正平", "监督岗", "总经办", "C01"),
    ("A01", "李晓明", "业务员", "客服部", "B01"),
    ("A02", "王海燕", "业务员", "客服部", "B01"),
)
OWNERS = {f"K{n:04d}": "A01" if n <= 5 else "A02" for n in range(1, 9)}
ASKED_ABOUT = ("K0001", "K0003", "K0006")  # whom ``explain`` is asked about
#: Who was reached and content, who was missed at first, who has an unsolved problem, whose trouble is over.
MISSED, UNSOLVED, SOLVED, WRONG = "K0002", "K0003", "K0007", "K0006"


@dataclass(frozen=True)
class Times:
    """The clock of each step, by kind of batch; ``call`` is the day of the first calls, ``again`` of the later ones."""

    founded: str
    planned: str
    call: date
    first: str
    second: str
    again: date
    third: str
    added: str
    sealed: str
    drawn: str
    following: str
    reported: str
    undone: str
    now: str
    period: str
    next_period: str
    next_plan: str


MONTH = Times(
    "2026-11-02 08:00", "2026-11-05 08:30", date(2026, 11, 5), "2026-11-05 17:30", "2026-11-09 10:00",
    date(2026, 11, 9), "2026-11-10 10:00", "2026-11-16 09:00", "2026-11-30 18:30", "2026-12-01 08:40",
    "2026-12-01 09:00", "2026-12-03 18:00", "2026-12-04 09:00", "2026-12-07 09:00", "2026-11", "2026-12", "2026-12",
)  # fmt: skip
TEN_DAYS = Times(
    "2026-11-09 08:00", "2026-11-11 09:00", date(2026, 11, 12), "2026-11-12 17:30", "2026-11-13 10:00",
    date(2026, 11, 13), "2026-11-16 10:00", "2026-11-17 09:00", "2026-11-20 18:10", "2026-11-21 08:40",
    "2026-11-23 09:00", "2026-11-23 09:10", "2026-11-23 10:00", "2026-11-24 09:00", "2026-11中旬", "2026-11下旬",
    "2026-11下旬",
)  # fmt: skip
WEEK = Times(
    "2026-11-13 08:00", "2026-11-16 07:30", date(2026, 11, 17), "2026-11-17 18:00", "2026-11-18 10:00",
    date(2026, 11, 18), "2026-11-19 10:00", "2026-11-19 15:00", "2026-11-22 18:30", "2026-11-23 08:40",
    "2026-11-23 09:00", "2026-11-25 18:00", "2026-11-26 09:00", "2026-11-26 17:00", "2026W47", "2026W48", "2026W48",
)  # fmt: skip


def day(text: str) -> date:
    """``11-02`` of 2026, or with its year."""
    return date.fromisoformat(text if len(text) > 5 else f"2026-{text}")


def moment(text: str) -> datetime:
    """``11-02 09:00`` of 2026."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M")
