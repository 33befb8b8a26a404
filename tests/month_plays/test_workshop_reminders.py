"""November 2026 of a repair shop (S14), day by day by ``run`` alone: cars that were served, customers who stay away,
reminders, dates that change after them. All figures were worked out by hand; see the test.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from month_office import REACHED, RULES, STAFF, MonthOffice, columns, done, figures
from office import put

pytestmark = pytest.mark.slow

MONTH, NEXT = "2026-11", "2026-12"
SERVICES, CUSTOMERS = "服务单.xlsx", "客户资料库.xlsx"
PEOPLE = (
    ("C01", "钱总", "老板", None), ("B01", "赵主管", "主管", "C01"), ("A01", "李明", "业务员", "B01"),
    ("A02", "王强", "业务员", "B01"), ("A03", "张燕", "业务员", "B01"),
)  # fmt: skip
#: The agent, and the days that the customer's row has.
OWNERS = {
    "K1": ("A01", {"最近服务日期": date(2026, 4, 20)}),
    "K2": ("A01", {"最近服务日期": date(2026, 6, 18), "保养到期日": date(2026, 11, 20)}),
    "K3": (
        "A01",
        {"最近服务日期": date(2026, 6, 1), "保养到期日": date(2026, 11, 27), "保险到期日": date(2026, 11, 25)},
    ),
    "K4": ("A02", {"保养到期日": date(2026, 11, 16)}),
    "K5": ("A02", {"保险到期日": date(2026, 12, 5)}),
    "K6": ("A03", {"最近服务日期": date(2026, 3, 10)}),
    "K7": ("A01", {}),
    "K8": ("A02", {"保险到期日": date(2026, 12, 20)}),
}  # fmt: skip
UNREACHED = {"通话结果": "无人接听"}


@pytest.fixture
def play(tmp_path: Path) -> MonthOffice:
    office = MonthOffice(tmp_path, "workshop-reminders", datetime(2026, 11, 2, 8, 0), PEOPLE)
    office.in_short = True
    rows = [
        {"客户编号": no, "客户名称": f"{no}车主", "客户类别": "车主", "业务员": owner, "联系人": "王女士",
         "电话": f"1380000000{no[1]}", "审核状态": "已审核", "审核人": "B01", "审核日期": date(2026, 10, 31), **days}
        for no, (owner, days) in OWNERS.items()
    ]  # fmt: skip
    office.add(CUSTOMERS, "客户", *rows)
    return office


def finished(play: MonthOffice, number: str, customer: str, day: int) -> None:
    at = datetime.combine(play.day(day), datetime.min.time()).replace(hour=16)
    row = {"服务单号": number, "客户编号": customer, "服务类型": "保养", "完工时间": at}
    play.add(SERVICES, "服务单", row)


def issued(play: MonthOffice, now: str) -> dict[tuple[str, str], tuple[str, str, str, int]]:
    """The batch as it stands at that moment: agent, window and how much it covers, by customer and rule."""
    calls = play.office.run("plan", now=now).data["calls"]
    return {
        (c["customer_no"], c["rule"]): (c["agent"], c["from"][5:], c["due_on"][5:], len(c["covers"])) for c in calls
    }


def test_a_month(play: MonthOffice) -> None:
    """MONTH. Six months without coming: K1 (04-20) and K6 (03-10), all November; K2 (06-18) and K3 (06-01) not yet.

    From day 15 to 1 before the date: 保养 K2 11-05 to 19, K4 11-01 to 15, K3 11-12 to 26; 保险 K3 11-10 to 24 (one call
    for both: 11-12 to 24), K5 11-20 to 12-04; K8 from 12-05: not in November. Every car served: within 7 days.
    """
    assert done(play.run(2, "08:30")) == ["plan"] and done(play.run(2, "08:30")) == []
    assert issued(play, "2026-11-02 09:00") == {
        ("K1", "R2"): ("A01", "11-01", "11-30", 1), ("K2", "R3"): ("A01", "11-05", "11-19", 1),
        ("K3", "R4"): ("A01", "11-12", "11-24", 2), ("K4", "R3"): ("A02", "11-01", "11-15", 1),
        ("K5", "R4"): ("A02", "11-20", "12-04", 1), ("K6", "R2"): ("A03", "11-01", "11-30", 1),
    }  # fmt: skip
    finished(play, "F3", "K4", 3)
    assert done(play.run(3)) == ["plan"]
    play.call("A01", "K1", 5, "10:00", {**REACHED, "没有来厂的原因": "搬到城外"})
    play.call("A01", "K2", 6, "10:00", {**REACHED, "打算什么时候办理": "下下周"})

    # K4 is not content; A02 wrote a word that is on no list, and sends the sheet again the next day. A03 leaves.
    unhappy = {"满意度": "不满意", "不满意原因": "异响", "客户意见或需求": "要求返修", "维修质量": "不满意"}
    play.call("A02", "K4", 9, "10:00", {**REACHED, **unhappy, "处理情况": "已经安排"})
    play.hand_in("A02", MONTH)
    finished(play, "F5", "K7", 9)
    steps = play.run(9)
    assert done(steps) == ["collect", "heard", "plan"] and len(steps[0]["returned"]) == 1
    with play.on_the_desk("A02", MONTH, -1) as sheet:
        wrong = next(r for r in range(2, 40) if sheet.cell(r, columns(sheet)["处理情况"]).value == "已经安排")
        put(sheet, wrong, {"处理情况": "已解决"})
    play.hand_in("A02", MONTH)
    play.enter(STAFF, "人员", 6, {"状态": "离职", "离职日期": play.day(10)})
    assert done(play.run(10)) == ["collect", "plan"]
    assert issued(play, "2026-11-10 18:30")["K6", "R2"] == ("B01", "11-01", "11-30", 1)
    play.call("A01", "K7", 11, "10:00", {**REACHED, "维修质量": "满意"})
    play.call("A02", "K4", 12, "10:00", UNREACHED)
    play.call("A01", "K3", 13, "10:00")

    # K1 comes after all, and K2, whose next 保养 is entered: what was done for them stays done. A02 is away.
    finished(play, "F1", "K1", 12)
    assert done(play.run(12)) == ["plan"]
    play.call("A01", "K1", 16, "10:00")
    play.enter(STAFF, "代班", 2, {"工号": "A02", "起": play.day(16), "止": play.day(20), "代理人": "A01"})
    finished(play, "F4", "K5", 14)
    assert done(play.run(16, "08:30")) == ["plan"]
    assert issued(play, "2026-11-16 09:00")["K5", "R1"] == ("A01", "11-14", "11-21", 1)
    play.call("A01", "K5", 18, "10:00")
    finished(play, "F2", "K2", 18)
    play.enter(CUSTOMERS, "客户", 3, {"最近服务日期": play.day(18), "保养到期日": date(2027, 5, 18)})
    play.enter(RULES, "回访规则", 5, {"窗口起": -30, "窗口长": 29})  # 保险: a month ahead from now on
    assert done(play.run(19, "08:30")) == ["plan"]
    assert issued(play, "2026-11-19 09:00")["K8", "R4"] == ("A02", "11-20", "12-19", 1)
    play.call("A01", "K2", 20, "10:00")
    play.call("B01", "K6", 20, "10:00", UNREACHED)
    play.call("A02", "K5", 24, "10:00")  # before its window's end in December
    for agent in ("A01", "A02"):
        play.hand_in(agent, MONTH)
    assert done(play.run(30)) == ["collect", "seal"]
    assert done(play.run(date(2026, 12, 1), "08:30")) == ["plan"]
    assert issued(play, "2026-12-01 09:00") == {
        ("K3", "R2"): ("A01", "12-01", "12-31", 1),  # K4's 保养 is over on 11-16, and so is its reminder
        ("K6", "R2"): ("B01", "12-01", "12-31", 1), ("K8", "R4"): ("A02", "11-20", "12-19", 1),
    }  # fmt: skip
    assert done(play.run(date(2026, 12, 3), "17:55")) == []
    assert done(play.run(date(2026, 12, 3))) == ["report"] and done(play.run(date(2026, 12, 3))) == []
    play.hand_in("B01", MONTH)
    assert done(play.run(date(2026, 12, 4))) == ["collect", "report"]
    the_report(play)
    assert play.office.run("verify", now="2026-12-05 19:00").data["ok"]


def the_report(play: MonthOffice) -> None:
    """A01: K1 twice, K2 twice, K3 for two, K7, and for A02 K5's service call and 保险, which stood on a day of her
    absence and which she made afterwards: 9. A02: K4's service call and 保养, which was not reached and lapsed with its
    day: 2. B01: K6, not reached, who lapsed with the month; a day late. A03 has no call left.
    """
    report = play.report(MONTH, "2026-12-05 09:00")
    assert report["version"] == 3 and figures(report) == {
        "A01": (9, 9, 0, 0), "A02": (2, 1, 0, 0), "B01": (1, 0, 1, 0),
    }  # fmt: skip
    counted = {"lapsed": 2, "reported": 11, "connected": 9, "satisfied": 8, "dissatisfied": 1, "missing": 0}
    assert counted.items() <= report["figures"].items()
    parts = play.parts(MONTH, "2026-12-05 09:00")
    assert parts["抱怨"].tiles == {"抱怨(占接通)": "1/9", "重复出现的原因": 0}
    assert parts["问卷"].lists["各题的回答"] == [
        ("维修质量", 5, "2/5", "不满意", "1/2"), ("维修质量", 5, "2/5", "满意", "1/2"),
        ("没有来厂的原因", 1, "1/1", "(文字，见下表)", "1/1"),
        ("打算什么时候办理", 3, "1/3", "(文字，见下表)", "1/1"),
    ]  # fmt: skip
    assert [(*row[:2], row[3]) for row in parts["问卷"].lists["文字回答"]] == [
        ("没有来厂的原因", "搬到城外", "K1 K1车主"), ("打算什么时候办理", "下下周", "K2 K2车主"),
    ]  # fmt: skip
    assert parts["交表"].sentence == "应交 3 份，按时 2/3(67%)，还没有交 0 份，罚款合计 0 元。"
    assert parts["交表"].lists["催交名单"] == []
    assert parts["待办"].tiles == {"等待处理": 0}


def test_each_car_has_its_days_and_whoever_was_reached_is_asked_again_after_a_quarter(play: MonthOffice) -> None:
    """K7 has two cars: 京A1's next 保养 is 11-20 by F1, 京A2's insurance ends on 11-25; F3 moves 京A1's to May. K6, who
    has not come since 03-10, is reached on 11-10: asked again in February, not before.
    """
    days = {"京A1": {"下次保养日期": date(2026, 11, 20)}, "京A2": {"车辆保险到期日": date(2026, 11, 25)}}
    for number, (plate, ahead) in enumerate(days.items(), start=1):
        play.add(SERVICES, "服务单", {
            "服务单号": f"F{number}", "客户编号": "K7", "服务类型": "保养", "车牌号": plate, **ahead,
        })  # fmt: skip
    play.run(2, "08:30")
    of_cars = {key: call for key, call in issued(play, "2026-11-02 09:00").items() if key[0] == "K7"}
    assert of_cars == {("K7", "R5"): ("A01", "11-10", "11-19", 2)}  # one call for both: 11-05 to 19, 11-10 to 24
    (told,) = (c["message"] for c in play.office.calls("A01") if c["customer_no"] == "K7")
    assert "京A1" in told and "京A2" in told
    play.add(SERVICES, "服务单", {
        "服务单号": "F3", "客户编号": "K7", "服务类型": "保养", "车牌号": "京A1", "下次保养日期": date(2027, 5, 10),
    })  # fmt: skip
    play.call("A03", "K6", 10, "10:00")
    play.hand_in("A03", MONTH)
    play.run(11, "09:00")
    for month, is_asked in (("2026-12", False), ("2027-01", False), ("2027-02", True)):
        play.run(date.fromisoformat(f"{month}-01"), "09:00")
        asked = {(c["customer_no"], c["rule"]) for c in play.office.run("plan", now=f"{month}-01 09:30").data["calls"]}
        assert (("K6", "R2") in asked) is is_asked, month
        assert not {rule for _, rule in asked} & {"R3", "R5"}, month  # no reminder of a day that is over
