"""November 2026 of an office that calls its guests twice (S10), day by day by ``run`` alone: complaints heard, a
question answered later, a sheet returned. All figures were worked out by hand; see the test.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from month_office import REACHED, RULES, STAFF, MonthOffice, columns, done, figures
from office import put

pytestmark = pytest.mark.slow

MONTH, NEXT = "2026-11", "2026-12"
COMPLAINTS, CUSTOMERS = "投诉登记表.xlsx", "客户资料库.xlsx"
PEOPLE = (
    ("C01", "钱总", "老板", None), ("B01", "赵主任", "主管", "C01"), ("A01", "李明", "业务员", "B01"),
    ("A02", "王强", "业务员", "B01"), ("A03", "张燕", "业务员", "B01"),
)  # fmt: skip
UNHAPPY = {**REACHED, "满意度": "不满意", "客户意见或需求": "请改进", "处理情况": "未解决", "处理措施": "报告主任"}
AGAIN, ACCEPTED = "是否愿意再来", "对处理结果是否满意"


@pytest.fixture
def play(tmp_path: Path) -> MonthOffice:
    return MonthOffice(tmp_path, "experience-followup", datetime(2026, 11, 2, 8, 0), PEOPLE)


def guests(play: MonthOffice, *came: tuple[str, str, int, str]) -> None:
    """Guests as they are entered: number, agent, day of the experience, class."""
    rows = [
        {"客户编号": no, "客户名称": f"{no}客人", "客户类别": kind, "业务员": agent, "联系人": "王女士",
         "电话": f"1380000000{no[1]}", "体验日期": play.day(day), "审核状态": "已审核", "审核人": "B01",
         "审核日期": play.day(day)}
        for no, agent, day, kind in came
    ]  # fmt: skip
    play.add(CUSTOMERS, "客户", *rows)


def issued(play: MonthOffice, now: str) -> dict[tuple[str, str], tuple[str, str, str]]:
    """The batch as it stands at that moment: agent and window by customer and rule."""
    calls = play.office.run("plan", now=now).data["calls"]
    return {(c["customer_no"], c["rule"]): (c["agent"], c["from"][5:], c["due_on"][5:]) for c in calls}


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, 0)


def complaint(play: MonthOffice, row: int, **cells: Any) -> None:
    play.enter(COMPLAINTS, "投诉", row, cells)


def test_a_month(play: MonthOffice) -> None:
    """MONTH. First call on day 3 to 7, second on day 8 to 15 (4.2, decision 9), all guests, key ones or not:

    K1 11-02: 11-05 to 09, 11-10 to 17. K2 11-03: 11-06 to 10, 11-11 to 18. K3 11-04: 11-07 to 11, 11-12 to 19.
    K5 11-05: 11-08 to 12, 11-13 to 20. K4 11-12: 11-15 to 19, 11-20 to 27. K6 11-23: 11-26 to 30, from 12-01.
    """
    assert done(play.run(2, "08:30")) == []
    guests(play, ("K1", "A01", 2, "一般客户"))
    assert done(play.run(2)) == ["plan"]
    guests(play, ("K2", "A01", 3, "重点客户"), ("K3", "A02", 4, "一般客户"), ("K5", "A03", 5, "一般客户"))
    assert done(play.run(5, "08:30")) == ["plan"] and done(play.run(5, "08:30")) == []
    assert issued(play, "2026-11-05 09:00") == {
        ("K1", "R1"): ("A01", "11-05", "11-09"), ("K1", "R2"): ("A01", "11-10", "11-17"),
        ("K2", "R1"): ("A01", "11-06", "11-10"), ("K2", "R2"): ("A01", "11-11", "11-18"),
        ("K3", "R1"): ("A02", "11-07", "11-11"), ("K3", "R2"): ("A02", "11-12", "11-19"),
        ("K5", "R1"): ("A03", "11-08", "11-12"), ("K5", "R2"): ("A03", "11-13", "11-20"),
    }  # fmt: skip

    # K1 asks what A01 cannot answer: promised for 11-09 (4.3 (4)); A01 got an addition in the morning, the call comes
    # with that of the next day. K2 is not content: passed on the same day.
    play.call("A01", "K1", 5, "10:00", {**REACHED, "下次联系日期": play.day(9)})
    play.hand_in("A01", MONTH)
    assert done(play.run(5)) == ["collect"]
    play.call("A01", "K2", 6, "10:00", {**UNHAPPY, "不满意原因": "房间太吵"})
    play.hand_in("A01", MONTH)
    steps = play.run(6)
    assert done(steps) == ["collect", "heard", "plan"]
    assert (steps[1]["registered"], len(steps[1]["notices"])) == (["T2611-001"], 1)
    assert issued(play, "2026-11-06 18:30")["K1", "R4"] == ("A01", "11-09", "11-10")
    complaint(play, 2, 分派时间=at(6, 19), 责任部门="客房部")
    assert done(play.run(7, "08:30")) == []

    # K3 is not content either, but A02 left the reason out: the sheet comes back, B01 hears of it the same day all the
    # same, and the complaint is a day late.
    play.call("A02", "K3", 9, "14:00", {**UNHAPPY, "处理情况": "已解决"})
    play.call("A03", "K5", 9, "10:00")
    play.call("A01", "K1", 9, "10:00")
    for agent in ("A01", "A02", "A03"):
        play.hand_in(agent, MONTH)
    collected, heard = play.run(9)
    assert len(collected["returned"]) == 1 and heard["registered"] == []
    assert [path.split("/")[1][:20] for path in heard["notices"]] == ["退回的不满-2026-11-09-B01"]
    with play.on_the_desk("A02", MONTH, -1) as sheet:
        wrong = next(r for r in range(2, 40) if sheet.cell(r, columns(sheet)["满意度"]).value == "不满意")
        put(sheet, wrong, {"不满意原因": "等候太久"})
    play.hand_in("A02", MONTH)
    complaint(
        play, 2, 是否成立="成立", 处理方案="换房", 处理结果="已换房", 执行完成时间=at(9, 16), 告知客户时间=at(9, 17)
    )
    steps = play.run(10)
    assert done(steps) == ["collect", "heard", "complaints", "plan"]
    assert (steps[2]["complaints"], steps[2]["told"]) == (["T2611-002"], ["B01"])
    assert issued(play, "2026-11-10 18:30")["K2", "R3"] == ("A01", "11-09", "11-12")
    complaint(play, 3, 分派时间=at(10, 19), 责任部门="前厅部")

    # A03 leaves: K5's second call is B01's. A02 is away on 11-12 and 11-13: A01 calls K3, whose complaint is 不成立.
    play.enter(STAFF, "人员", 6, {"状态": "离职", "离职日期": play.day(11)})
    play.enter(STAFF, "代班", 2, {"工号": "A02", "起": play.day(12), "止": play.day(13), "代理人": "A01"})
    play.call("A01", "K2", 11, "10:00", {**REACHED, ACCEPTED: "满意", "处理情况": "已解决"})
    play.hand_in("A01", MONTH)
    assert done(play.run(11)) == ["collect", "writeback", "plan"]
    assert issued(play, "2026-11-11 18:30")["K5", "R2"] == ("B01", "11-13", "11-20")
    complaint(play, 2, 关闭时间=at(12, 9), 归档号="1")
    complaint(play, 3, 是否成立="不成立", 告知客户时间=at(12, 9))
    guests(play, ("K4", "A02", 12, "重点客户"))
    assert done(play.run(12, "12:00")) == ["plan"]
    assert issued(play, "2026-11-12 12:30")["K3", "R3"] == ("A01", "11-12", "11-15")
    play.call("A01", "K3", 13, "10:00", {**REACHED, "满意度": "一般", ACCEPTED: "一般"})
    play.call("A01", "K1", 12, "10:00", {**REACHED, "满意度": "非常满意", AGAIN: "是"})
    play.call("A01", "K2", 16, "10:00", {**REACHED, AGAIN: "否"})
    play.hand_in("A01", MONTH)
    assert done(play.run(16)) == ["collect", "writeback"]
    complaint(play, 3, 关闭时间=at(16, 19), 归档号="2")

    # From 11-24 on the second call may come until day 22. K4's stays due on 11-27; K6's is due on 12-15.
    play.call("A02", "K4", 17, "10:00")
    play.call("A02", "K3", 18, "10:00")
    play.call("B01", "K5", 19, "10:00", {"通话结果": "无人接听"})
    play.enter(RULES, "回访规则", 3, {"窗口长": 14})
    guests(play, ("K6", "A02", 23, "一般客户"))
    assert done(play.run(24)) == ["plan"]
    play.call("A02", "K4", 25, "10:00", {"通话结果": "无人接听"})
    play.call("A02", "K6", 27, "10:00")
    play.hand_in("A02", MONTH)
    guests(play, ("K7", "A01", 28, "一般客户"))
    assert done(play.run(30)) == ["collect", "seal"]
    assert done(play.run(date(2026, 12, 1), "08:30")) == ["plan"]
    assert issued(play, "2026-12-01 09:00") == {
        ("K4", "R2"): ("A02", "11-20", "11-27"), ("K5", "R2"): ("B01", "11-13", "11-20"),
        ("K6", "R2"): ("A02", "12-01", "12-15"), ("K7", "R1"): ("A01", "12-01", "12-05"),
        ("K7", "R2"): ("A01", "12-06", "12-20"),
    }  # fmt: skip
    assert done(play.run(date(2026, 12, 3), "17:55")) == []
    assert done(play.run(date(2026, 12, 3))) == ["report"] and done(play.run(date(2026, 12, 3))) == []
    play.hand_in("B01", MONTH)
    assert done(play.run(date(2026, 12, 4))) == ["collect", "report"]
    the_report(play)
    assert play.office.run("verify", now="2026-12-05 19:00").data["ok"]


def the_report(play: MonthOffice) -> None:
    """A01: K1 twice and the answer, K2 twice and the callback, K3's callback and second call, which stood on a day of
    A02's absence and which A02 made all the same: 8. A02: K3, K4 twice, K6: 4, K4's second not reached. A03: K5. B01:
    K5's second, not reached, the sheet a day late.

    Of 14 calls 12 reached: K2's first and K3's first 不满意, K3's callback 一般. Passed on the same day: 1 of 2.
    """
    report = play.report(MONTH, "2026-12-05 09:00")
    assert report["version"] == 3 and figures(report) == {
        "A01": (8, 8, 0, 0), "A02": (4, 3, 0, 0), "A03": (1, 1, 0, 0), "B01": (1, 0, 1, 0),
    }  # fmt: skip
    counted = {"reported": 14, "connected": 12, "satisfied": 9, "neutral": 1, "dissatisfied": 2, "unresolved": 1,
               "missing": 0}  # fmt: skip
    assert counted.items() <= report["figures"].items()
    parts = play.parts(MONTH, "2026-12-05 09:00")
    assert [row[-2:] for row in parts["回访率"].lists["各项规则"]][:2] == [  # 4.3 (2): all key customers, K2 and K4
        ("达到", "2/2(100%)，占应访的重点客户"), ("没有达到", "1/2(50%)，占应访的重点客户"),
    ]  # fmt: skip
    assert parts["抱怨"].tiles == {"抱怨(占接通)": "2/12", "重复出现的原因": 0}
    assert parts["抱怨"].lists["按客户类别"] == [("一般客户", 8, "1/8"), ("重点客户", 4, "1/4")]
    assert parts["投诉"].tiles == {"接到投诉": 2, "已办结(占接到)": "2/2", "超时": 0}
    assert parts["投诉"].lists["办理的快慢"] == [("当日上报", 2, "1/2", "19 小时", "1 天 5 小时")]
    answers = {(row[0], row[3]): row[1:3] + row[4:] for row in parts["问卷"].lists["各题的回答"]}
    assert answers["对体验是否满意", "—"] == (9, "0/9", "0/0")  # every first and second call that was reached
    assert answers[AGAIN, "是"] == answers[AGAIN, "否"] == (3, "2/3", "1/2")
    assert answers[ACCEPTED, "满意"] == answers[ACCEPTED, "一般"] == (2, "2/2", "1/2")
    ((_, ((matter, *_),)),) = parts["待办"].lists.items()  # nobody says how a problem was solved
    assert parts["待办"].tiles == {"等待处理": 1} and matter == "解决没有解决的问题"
