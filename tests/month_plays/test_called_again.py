"""A complaint that is dealt with twice is called about twice (003/一 四 2: 处理后三日内再次回访), by ``run`` alone."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from month_office import REACHED, MonthOffice, done, figures
from office import table

pytestmark = pytest.mark.slow

PEOPLE = (("C01", "钱总", "老板", None), ("B01", "赵主管", "主管", "C01"), ("A01", "李明", "业务员", "B01"))
MONTH = "2026-11"
UNHAPPY = {**REACHED, "满意度": "不满意", "不满意原因": "异响还在", "对处理结果是否接受": "否"}
SETTLED = {"是否成立": "成立", "原因": "零件", "处理方案": "返修", "处理结果": "已返修", "批准人": "C01"}


@pytest.fixture
def play(tmp_path: Path) -> MonthOffice:
    customer = {
        "customer_no": "N1", "customer_name": "N1车主", "customer_class": "一般客户", "agent": "A01",
        "contact": "王女士",
        "phone": "13800000001", "review_status": "已审核", "reviewed_by": "B01", "reviewed_on": datetime(2026, 10, 31),
    }  # fmt: skip
    office = MonthOffice(tmp_path, "car-dealer", datetime(2026, 11, 2, 8, 0), PEOPLE, [customer])
    office.complaint(
        "T1", 接收时间="03 09:00", 渠道="电话", 投诉人="王女士", 联系方式="13800000001", 客户编号="N1", 投诉内容="异响",
        首问责任人="A01", 开始处理时间="03 09:10", 分派时间="03 10:00", **SETTLED, 执行完成时间="04 15:00",
        告知客户时间="04 16:00",
    )  # fmt: skip
    return office


def revisit(play: MonthOffice) -> tuple[datetime | None, str | None]:
    (row,) = (row for row in table(play.office.path("投诉登记表.xlsx"), "投诉") if row["投诉编号"] == "T1")
    return row["回访时间"], row["回访满意度"]


def windows(play: MonthOffice, now: str) -> list[tuple[str, str, str]]:
    calls = play.office.run("plan", now=now).data["calls"]
    return [(call["plan_no"], call["from"][5:], call["due_on"][5:]) for call in calls]


def test_handled_again_called_again(play: MonthOffice) -> None:
    """Handled on 11-04: to be called by 11-07. The customer is not content on 11-06; handled again on 11-09: to be
    called by 11-12, with a number of its own. Both calls stand in the month, and the row has the newer answer.
    """
    assert done(play.run(4)) == ["plan"]
    assert windows(play, "2026-11-04 18:30") == [("H2611-0001", "11-04", "11-07")]
    play.call("A01", "N1", 6, "10:00", UNHAPPY)
    play.hand_in("A01", MONTH)
    assert done(play.run(6)) == ["collect", "writeback", "heard", "complaints"]
    assert revisit(play) == (datetime(2026, 11, 6, 10), "不满意")
    assert len(windows(play, "2026-11-06 18:30")) == 1  # nothing was done since
    play.complaint("T1", 执行完成时间="09 11:00", 告知客户时间="09 11:30")
    assert done(play.run(9)) == ["complaints", "plan"]
    assert windows(play, "2026-11-09 18:30") == [("H2611-0001", "11-04", "11-07"), ("H2611-0002", "11-09", "11-12")]
    said = play.office.run("explain", "N1", now="2026-11-09 18:30", json_wanted=False).out
    assert "上一次回访时客户不满意，这是第 2 次办理以后的回访" in said
    play.call("A01", "N1", 10, "10:00", {**REACHED, "对处理结果是否接受": "是"})
    play.hand_in("A01", MONTH)
    assert done(play.run(10)) == ["collect", "writeback"]
    assert revisit(play) == (datetime(2026, 11, 10, 10), "满意")
    assert done(play.run(11)) == [] and len(windows(play, "2026-11-11 18:30")) == 2
    assert figures(play.report(MONTH, "2026-11-30 18:30"))["A01"][:2] == (2, 2)


def test_who_says_at_once_that_it_is_good_is_not_called_again(play: MonthOffice) -> None:
    assert done(play.run(4)) == ["plan"]
    play.call("A01", "N1", 6, "10:00", UNHAPPY)
    play.hand_in("A01", MONTH)
    play.run(6)
    play.complaint("T1", 执行完成时间="09 11:00", 告知客户时间="09 11:30", 客户反馈="满意")
    assert done(play.run(9)) == [] and len(windows(play, "2026-11-09 18:30")) == 1
    play.complaint("T1", 客户反馈="还是不满意")
    assert done(play.run(9, "19:00")) == ["complaints", "plan"]


def test_what_a_person_entered_as_the_revisit_stays(play: MonthOffice) -> None:
    play.run(4)
    play.call("A01", "N1", 6, "10:00", UNHAPPY)
    play.hand_in("A01", MONTH)
    play.run(6)
    play.complaint("T1", 执行完成时间="09 11:00", 回访时间="10 09:00", 回访满意度="一般")
    play.run(9)
    play.call("A01", "N1", 10, "10:00")
    play.hand_in("A01", MONTH)
    assert done(play.run(10)) == ["collect"]
    assert revisit(play) == (datetime(2026, 11, 10, 9), "一般")
