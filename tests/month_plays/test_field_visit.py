"""November 2026 of a school that visits its trainees town by town (S11), by ``run`` alone: two rounds, a report on
each, none on the weeks in which nobody travels. All figures were worked out by hand; see the test.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from month_office import REACHED, RULES, STAFF, MonthOffice, columns, done, figures
from office import put

pytestmark = pytest.mark.slow

FIRST, SECOND = "2026W47", "2026W48"
PEOPLE = (
    ("C01", "姜主任", "老板", None), ("B01", "赵科长", "主管", "C01"), ("A01", "李明", "业务员", "B01"),
    ("A02", "王强", "业务员", "B01"), ("A03", "张燕", "业务员", "B01"),
)  # fmt: skip
TRAINEES = {"K1": ("A01", "新湖镇"), "K2": ("A02", "新湖镇"), "K3": ("A01", "英俊镇"), "K4": ("A02", "英俊镇"),
            "K5": ("A03", "英俊镇"), "K6": ("A01", "四家子乡")}  # fmt: skip
MET = {**REACHED, "回访方式": "上门"}
WISH = "希望继续跟进的问题"


@pytest.fixture
def play(tmp_path: Path) -> MonthOffice:
    customers = [
        {"customer_no": no, "customer_name": f"{no}学员", "customer_class": "学员", "agent": owner, "contact": "王女士",
         "phone": f"1380000000{no[1]}", "region": town, "review_status": "已审核", "reviewed_by": "B01",
         "reviewed_on": date(2026, 10, 31)}
        for no, (owner, town) in TRAINEES.items()
    ]  # fmt: skip
    office = MonthOffice(tmp_path, "field-visit", datetime(2026, 11, 2, 8, 0), PEOPLE, customers)
    office.enter(STAFF, "人员", 4, {"电话": "13900000001"})
    return office


def ordered(play: MonthOffice, from_on: int, until_on: int, towns: str) -> None:
    play.add(RULES, "专项", {"起": play.day(from_on), "止": play.day(until_on), "区域": towns, "内容": "冬季管理"})


def issued(play: MonthOffice, now: str) -> set[tuple[str, str, str, str]]:
    """The week's batch as it stands at that moment: customer, agent, day, method."""
    calls = play.office.run("plan", now=now).data["calls"]
    return {(call["customer_no"], call["agent"], call["planned_on"][5:], call["method"]) for call in calls}


def test_a_month(play: MonthOffice) -> None:
    """MONTH. First round: 新湖镇 on Monday 11-16, 英俊镇 on 11-17; on Monday 四家子乡 is added, 11-18 to 19. A03 is
    away, A02 goes to K5. The report on the week to 11-22 is due on 11-25. A02's sheet comes on 11-26.

    Second round: 新湖镇 on 11-25, due on 12-02. A02 leaves the day before; nobody goes to K2, which is not made up for.
    """
    assert done(play.run(2, "08:30")) == []
    assert done(play.run(11)) == []  # nobody travelled in the week to 11-08
    ordered(play, 16, 16, "新湖镇")
    ordered(play, 17, 17, "英俊镇")
    play.enter(STAFF, "代班", 2, {"工号": "A03", "起": play.day(16), "止": play.day(18), "代理人": "A02"})
    assert done(play.run(16, "07:00")) == ["plan"] and done(play.run(16, "07:00")) == []
    visits = {("K1", "A01", "11-16", "上门"), ("K2", "A02", "11-16", "上门"), ("K3", "A01", "11-17", "上门"),
              ("K4", "A02", "11-17", "上门"), ("K5", "A02", "11-17", "上门")}  # fmt: skip
    assert issued(play, "2026-11-16 07:10") == visits
    ordered(play, 18, 19, "四家子乡")
    assert done(play.run(16)) == ["plan"]
    assert issued(play, "2026-11-16 18:30") == {*visits, ("K6", "A01", "11-18", "上门")}

    play.call("A01", "K1", 16, "10:00", {**MET, "客户意见或需求": "想学电商", WISH: "电商培训"})
    play.call("A02", "K2", 16, "14:00", {"回访方式": "上门", "通话结果": "无人接听"})
    play.call("A01", "K3", 17, "10:00", MET)
    asks = {
        "满意度": "一般",
        "客户意见或需求": "秸秆还田",
        "处理情况": "未解决",
        "处理措施": "请主任指导",
        "上报对象": "B01",
    }
    play.call("A02", "K4", 17, "14:00", {**MET, **asks})
    play.call("A02", "K5", 17, "15:00", MET)
    play.call(
        "A01", "K6", 18, "10:00", {**MET, "回访方式": "电话"}
    )  # by telephone, which is no visit: the sheet comes back
    play.hand_in("A01", FIRST)
    (collected,) = play.run(18)
    assert len(collected["returned"]) == 1
    with play.on_the_desk("A01", FIRST, -1) as sheet:
        wrong = next(r for r in range(2, 40) if sheet.cell(r, columns(sheet)["回访方式"]).value == "电话")
        put(sheet, wrong, {"回访方式": "上门"})
    play.hand_in("A01", FIRST)
    assert done(play.run(19)) == ["collect"]
    assert done(play.run(22)) == ["seal"]

    # Second round, and the report on the first.
    ordered(play, 25, 25, "新湖镇")
    assert done(play.run(23, "08:30")) == ["plan"]
    assert issued(play, "2026-11-23 09:00") == {("K1", "A01", "11-25", "上门"), ("K2", "A02", "11-25", "上门")}
    play.enter(STAFF, "人员", 5, {"状态": "离职", "离职日期": play.day(24)})
    assert done(play.run(24, "08:30")) == ["plan"]
    assert ("K2", "B01", "11-25", "上门") in issued(play, "2026-11-24 09:00")
    play.call("A01", "K1", 25, "10:00", MET)
    play.hand_in("A01", SECOND)
    assert done(play.run(25, "17:55")) == ["collect"]
    assert done(play.run(25)) == ["report"] and done(play.run(25)) == []
    assert play.parts(FIRST, "2026-11-25 18:05")["走访"].tiles == {"见到(占走访)": "3/3", "需要跟进": 1}
    play.hand_in("A02", FIRST)
    assert done(play.run(26)) == ["collect", "report"]
    the_reports(play)


def the_reports(play: MonthOffice) -> None:
    """Made again on 11-27. A01: K1, K3, K6. A02: K4 and K5 met, K2 not, which lapsed on its day; a day late."""
    report = play.report(FIRST, "2026-11-27 09:00")
    assert (report["kind"], report["version"], report["due_on"]) == ("走访报告", 3, "2026-11-25")
    assert figures(report) == {"A01": (3, 3, 0, 0), "A02": (3, 2, 1, 0)} and report["figures"]["lapsed"] == 1
    parts = play.parts(FIRST, "2026-11-27 09:00")
    part = parts["走访"]
    assert part.sentence == "2026-11-16 至 2026-11-18 走访了 3 个区域，见到 5/6(83%) 位客户，记下 2 条需要和问题。"
    assert part.lists["各区域"] == [
        ("四家子乡", "11-18", 1, 1, "1/1", 0), ("新湖镇", "11-16", 2, 1, "1/1", 0), ("英俊镇", "11-17", 3, 3, "2/3", 1),
    ]  # fmt: skip
    assert [(*row[1:4], row[6]) for row in part.lists["需要和问题"]] == [
        ("新湖镇", "K1 K1学员", "想学电商", f"{WISH}：电商培训"), ("英俊镇", "K4 K4学员", "秸秆还田", ""),
    ]  # fmt: skip
    assert part.lists["撰写人和联系方式"] == [("A01 李明", "13900000001", ""), ("A02 王强", "", "")]
    ((title, rows),) = parts["待办"].lists.items()
    assert title == "等待 B01 赵科长" and [(row[0], row[2:]) for row in rows] == [
        ("批示未解决的问题", (play.day(17), 5)),
    ]  # fmt: skip

    assert done(play.run(29)) == ["seal"]
    assert done(play.run(date(2026, 12, 2), "17:55")) == []
    assert done(play.run(date(2026, 12, 2))) == ["report"] and done(play.run(date(2026, 12, 2))) == []
    assert figures(play.report(SECOND, "2026-12-02 18:10")) == {
        "A01": (1, 1, 0, 0), "A02": (0, 0, 0, 0), "B01": (1, 0, 0, 0),
    }  # fmt: skip
    assert play.parts(SECOND, "2026-12-02 18:10")["走访"].tiles == {"见到(占走访)": "1/1", "需要跟进": 0}
    assert done(play.run(date(2026, 12, 7))) == ["report"]  # on the second round, as B01's sheet is still missing
    for day in (10, 11, 16):  # the weeks to 12-06 and 12-13: nobody travels, there is nothing to report
        assert done(play.run(date(2026, 12, day))) == []
    assert play.office.run("verify", now="2026-12-10 19:00").data["ok"]
