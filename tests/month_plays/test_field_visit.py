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
    office.enter(STAFF, "人员", 3, {"电话": "13900000002"})
    office.enter(STAFF, "人员", 4, {"电话": "13900000001"})
    return office


def ordered(play: MonthOffice, from_on: int, until_on: int, towns: str) -> None:
    days = {"起": play.day(from_on), "止": play.day(until_on)}
    play.add(RULES, "专项", {**days, "区域": towns, "内容": "冬季管理", "带队": "A02"})


def issued(play: MonthOffice, now: str) -> set[tuple[str, str, str, str]]:
    """The week's batch as it stands at that moment: customer, agent, day, method."""
    calls = play.office.run("plan", now=now).data["calls"]
    return {(call["customer_no"], call["agent"], call["planned_on"][5:], call["method"]) for call in calls}


def test_a_month(play: MonthOffice) -> None:
    """MONTH. First round: 新湖镇 on Monday 11-16, 英俊镇 on 11-17; on Monday 四家子乡 is added, 11-18 to 19. A03 is
    away, A02 goes to K5. The last day is 11-19: the report is due three days later, on 11-22, and the sheets with it.
    A02's sheet comes on 11-26. K1 was promised to hear again on 11-27: a call of its own, which is no visit.

    Second round: 新湖镇 on 11-25, due on 11-28, before its week is over; made again when it is. A02 leaves the day
    before; nobody goes to K2, which is not made up for.
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

    play.call("A01", "K1", 16, "10:00", {
        **MET, "客户意见或需求": "想学电商，K2学员也想，电话 13800000001", WISH: "电商培训",
        "处理措施": "答应联系培训班", "下次联系日期": play.day(27), "参加人员": "姜主任、孙老师",
    })  # fmt: skip
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
    assert done(play.run(22)) == ["seal", "report"]
    the_page(play)

    # Second round, and the first report again, as A02's sheet is later every day.
    ordered(play, 25, 25, "新湖镇")
    assert done(play.run(23, "08:30")) == ["plan"]
    promised = ("K1", "A01", "11-27", "电话")
    assert issued(play, "2026-11-23 09:00") == {
        ("K1", "A01", "11-25", "上门"),
        ("K2", "A02", "11-25", "上门"),
        promised,
    }
    play.enter(STAFF, "人员", 5, {"状态": "离职", "离职日期": play.day(24)})
    assert done(play.run(24, "08:30")) == ["report", "plan"]
    assert ("K2", "B01", "11-25", "上门") in issued(play, "2026-11-24 09:00")
    play.call("A01", "K1", 25, "10:00", MET, 计划日期=datetime(2026, 11, 25))
    play.hand_in("A01", SECOND)
    assert done(play.run(25, "17:55")) == ["collect", "report"]
    assert done(play.run(25)) == []
    assert play.parts(FIRST, "2026-11-25 18:05")["走访"].tiles == {"见到(占走访)": "3/3", "需要跟进": 1}
    play.hand_in("A02", FIRST)
    assert done(play.run(26)) == ["collect", "report"]
    play.call(
        "A01", "K1", 27, "10:00", {**REACHED, "客户意见或需求": "培训班报上名了"}, 计划日期=datetime(2026, 11, 27)
    )
    play.hand_in("A01", SECOND)
    assert done(play.run(27)) == ["collect"]
    the_reports(play)


def the_page(play: MonthOffice) -> None:
    """What may be published: places, people who went, what was asked; nobody who was visited by name, no telephone, no
    figures of the office, no customer who is not content.
    """
    page = play.office.path(f"报告/走访报告-{FIRST}-对外报道.html").read_text(encoding="utf-8")
    for said in (
        "走进新湖镇、英俊镇、四家子乡，回访学员", "2026年11月16日至18日", "冬季管理", "作者：王强",
        "约好 1 件事继续跟进",
        "联系人：赵科长　电话：13900000002", "王强、李明、姜主任、孙老师一行 4 人",
        "想学电商，一位学员也想，电话 …；电商培训（答应联系培训班）",
    ):  # fmt: skip
        assert said in page, said
    for hidden in ("K1", "13800000001", "H26", "满意", "完成", "未解决", "罚款"):
        assert hidden not in page, hidden


def the_reports(play: MonthOffice) -> None:
    """Made again on 11-27. A01: K1, K3, K6. A02: K4 and K5 met, K2 not, which lapsed on its day; four days late."""
    report = play.report(FIRST, "2026-11-27 09:00")
    assert (report["kind"], report["version"], report["due_on"]) == ("走访报告", 5, "2026-11-22")
    assert figures(report) == {"A01": (3, 3, 0, 0), "A02": (3, 2, 4, 0)} and report["figures"]["lapsed"] == 1
    parts = play.parts(FIRST, "2026-11-27 09:00")
    part = parts["走访"]
    assert part.sentence == "2026-11-16 至 2026-11-18 走访了 3 个区域，见到 5/6(83%) 位客户，记下 2 条需要和问题。"
    assert part.lists["各区域"] == [
        ("四家子乡", "11-18", 1, 1, "1/1", 0), ("新湖镇", "11-16", 2, 1, "1/1", 0), ("英俊镇", "11-17", 3, 3, "2/3", 1),
    ]  # fmt: skip
    assert [(*row[1:3], *row[5:]) for row in part.lists["需要和问题"]] == [
        ("新湖镇", "K1 K1学员", "答应联系培训班", play.day(27), f"{WISH}：电商培训"),
        ("英俊镇", "K4 K4学员", "请主任指导", None, ""),
    ]  # fmt: skip
    assert part.lists["撰写人和联系方式"] == [("A01 李明", "13900000001", ""), ("A02 王强", "", "")]
    ((title, rows),) = parts["待办"].lists.items()
    assert title == "等待 B01 赵科长" and [(row[0], row[2:]) for row in rows] == [
        ("批示未解决的问题", (play.day(17), 5)),
    ]  # fmt: skip

    assert done(play.run(28)) == ["report"]  # three days after 11-25, and its week goes on
    assert done(play.run(29, "17:55")) == []
    assert done(play.run(30)) == ["seal", "report"]
    second = play.report(SECOND, "2026-11-30 18:10")
    assert second["due_on"] == "2026-11-28"
    assert figures(second) == {"A01": (2, 2, 0, 0), "A02": (0, 0, 0, 0), "B01": (1, 0, 1, 0)}
    part = play.parts(SECOND, "2026-11-30 18:10")["走访"]  # the call of 11-27 is no visit
    assert part.tiles == {"见到(占走访)": "1/1", "需要跟进": 0}
    for day in (10, 11, 16):  # the weeks to 12-06 and 12-13: nobody travels, there is nothing to report
        assert "report" not in done(play.run(date(2026, 12, day)))
    assert play.office.run("verify", now="2026-12-10 19:00").data["ok"]
