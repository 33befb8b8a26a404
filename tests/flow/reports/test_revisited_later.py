"""A revisit that was missed in its month stays missed in that month's report, when the customer is reached later."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from month_office import MonthOffice

PEOPLE = (("C01", "钱总", "老板", None), ("B01", "赵主管", "主管", "C01"), ("A01", "李明", "业务员", "B01"))
CUSTOMER = {"customer_no": "K1", "customer_name": "K1公司", "customer_class": "客户", "agent": "A01",
            "contact": "王女士", "phone": "13800000001", "review_status": "已审核", "reviewed_by": "B01",
            "reviewed_on": date(2026, 10, 31)}  # fmt: skip


@pytest.fixture
def play(tmp_path: Path) -> MonthOffice:
    """T1 was dealt with on 11-06: to be revisited by 11-13, which nobody does in November."""
    play = MonthOffice(tmp_path, "complaint-basic", datetime(2026, 11, 2, 8, 0), PEOPLE, [CUSTOMER])
    told = {"受理告知时间": "05 09:05", "告知客户时间": "06 15:00"}
    happened = {"接收时间": "05 09:00", "执行完成时间": "06 11:00", **told}
    said = {"渠道": "电话", "投诉人": "王女士", "投诉内容": "送货慢", "首问责任人": "A01", "处理结果": "已补送"}
    play.complaint("T1", 客户编号="K1", 是否成立="成立", **happened, **said)
    play.run(6)
    return play


def counted(play: MonthOffice, period: str, now: str) -> tuple[int, int]:
    """Planned and done."""
    figures = play.report(period, now)["figures"]
    return figures["planned"], figures["done"]


def test_a_call_of_the_next_month_does_not_make_up_for_it(play: MonthOffice) -> None:
    assert counted(play, "2026-11", "2026-12-01 09:00") == (1, 0)
    play.run(date(2026, 12, 1), "09:30")
    play.call("A01", "K1", date(2026, 12, 8), "10:00")
    play.hand_in("A01", "2026-11")
    play.hand_in("A01", "2026-12")
    assert "writeback" in [step["step"] for step in play.run(date(2026, 12, 8), "12:00")]
    assert counted(play, "2026-11", "2026-12-08 12:30") == (1, 0)
    assert counted(play, "2026-12", "2026-12-08 12:30") == (1, 1)


@pytest.mark.parametrize(
    ("revisited", "november"),
    [("12-08 10:00", (1, 0)), ("30 23:00", (0, 0))],
    ids=["in the next month", "on the month's last day"],
)
def test_nor_does_a_revisit_by_hand(play: MonthOffice, revisited: str, november: tuple[int, int]) -> None:
    play.complaint("T1", 回访时间=revisited, 回访满意度="满意")
    assert counted(play, "2026-11", "2026-12-09 09:00") == november
    assert play.office.run("plan", now="2026-12-09 09:30").data["calls"] == []
