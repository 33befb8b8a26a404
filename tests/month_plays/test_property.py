"""November 2026 of a property manager, by ``run`` alone: 100 % of complaints, repairs and bad items of the survey.

000/二 3.3 to 3.10. Windows: seven days from the event (decision 12); they stay due until fulfilled (decision 3).
"""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from month_office import REACHED, RULES, STAFF, MonthOffice, SeenPart, columns, done, figures
from office import listed, load, put, table

pytestmark = pytest.mark.slow

MONTH = "2026-11"
PEOPLE = (
    ("C01", "钱老板", "老板", None), ("B01", "赵主管", "主管", "C01"), ("A01", "李明", "业务员", "B01"),
    ("A02", "王强", "业务员", "B01"), ("A03", "张燕", "业务员", "B01"),
)  # fmt: skip
OWNERS = {"K1": "A01", "K2": "A01", "K3": "A02", "K4": "A02", "K5": "A03", "K6": "A03"}
MANNER, SPEED, EFFECT, ACCEPTS = "维修人员的态度", "维修的效率", "维修的效果", "对投诉处理结果是否接受"
NEVER = {"通话结果": "无人接听"}
BAD = {"满意度": "不满意", "处理情况": "已解决"}


@pytest.fixture
def play(tmp_path: Path) -> MonthOffice:
    customers = [
        {"customer_no": no, "customer_name": f"{no}室", "customer_class": "商户" if no in ("K5", "K6") else "业主",
         "agent": owner, "contact": "王女士", "phone": f"1380000000{no[1]}", "review_status": "已审核",
         "reviewed_by": "B01", "reviewed_on": date(2026, 10, 5)}
        for no, owner in OWNERS.items()
    ]  # fmt: skip
    office = MonthOffice(tmp_path, "property", datetime(2026, 11, 2, 8, 0), PEOPLE, customers)
    office.in_short = True
    return office


def repaired(play: MonthOffice, number: str, customer: str, day: int) -> None:
    finished = datetime.combine(play.day(day), time(16, 0))
    row = {"服务单号": number, "客户编号": customer, "服务类型": "维修", "完工时间": finished}
    play.add("服务单.xlsx", "服务单", row)


def surveyed(play: MonthOffice, number: str, customer: str, item: str, rating: str | None, **more: Any) -> None:
    row = {"调查编号": number, "客户编号": customer, "调查日期": play.day(2), "调查项目": item, "评价": rating}
    play.add("意见调查.xlsx", "调查", {**row, **more})


def test_a_month(play: MonthOffice) -> None:
    """MONTH. F1 (K1) finished 11-04, to 11-11. T1 (K3) handled 11-05: to 11-12. T2 (K5) not valid, told 11-09: 11-16.

    F2 (K4) finished 11-10, to 11-17: A02 is away 11-09 to 11-20, A01 stands in. On 11-12 repairs get 3 days: F3 (K2,
    11-17) is due on 11-20, F4 (K1, 11-24) on 11-27; F2 was issued and keeps its days. D1 (K6) put right 11-12, to
    11-19: A03 leaves on 11-16, B01 calls. K4's grievance of 11-12 becomes complaint T3, handled 11-24: to 12-01.
    A01 owes F1, F2, F3 (not reached before December), F4; A02 T1, and T3, which was reached in November; A03
    T2; B01 D1. A02 hands in on 12-05, due 12-03.
    """
    assert play.run(2, "08:30") == []
    surveyed(play, "D1", "K6", "保洁", "不满意")
    surveyed(play, "D2", "K2", "安保", "非常不满意")
    surveyed(play, "D3", "K1", "保洁", "满意")
    surveyed(play, "D4", "K2", "电梯", None)
    repaired(play, "F1", "K1", 4)
    told = {"投诉人": "业主", "联系方式": "电话", "责任部门": "客服部", "处理方案": "劝导", "处理结果": "已劝导"}
    play.complaint(
        "T1", 投诉内容="噪音", 接收时间="03 09:00", 客户编号="K3", 首问责任人="A02", **told, 是否成立="成立",
        原因="装修", 执行完成时间="05 10:00", 告知客户时间="05 11:00",
    )  # fmt: skip
    play.complaint("T2", 投诉内容="门禁", 接收时间="05 09:00", 客户编号="K5", 首问责任人="A03", **told)
    assert done(play.run(5, "12:00")) == ["plan", "forms"]
    assert play.run(5, "12:00") == []
    play.call("A01", "K1", 6, "10:00", {**REACHED, MANNER: "满意", SPEED: "满意", EFFECT: "一般"})
    play.call("A02", "K3", 6, "10:00", {**REACHED, ACCEPTS: "是"})
    play.enter(STAFF, "代班", 2, {"工号": "A02", "起": play.day(9), "止": play.day(20), "代理人": "A01"})
    play.complaint("T2", 是否成立="不成立", 告知客户时间="09 15:00")
    repaired(play, "F2", "K4", 10)
    assert done(play.run(11, "08:30")) == ["plan", "forms"]
    unhappy = {**REACHED, **BAD, "不满意原因": "没修好", "客户意见或需求": "要求返修", "结束时间": time(9, 0)}
    play.call("A01", "K4", 12, "10:00", {**unhappy, MANNER: "满意", SPEED: "一般", EFFECT: "不满意"})
    play.call("A03", "K5", 12, "10:00", {**REACHED, **BAD, "不满意原因": "处理慢", ACCEPTS: "否"})
    play.enter("意见调查.xlsx", "调查", 2, {"整改完成日期": play.day(12)})
    play.enter(RULES, "回访规则", 3, {"窗口长": 3})
    play.hand_in("A01", MONTH)
    play.hand_in("A03", MONTH)
    steps = play.run(13, "12:00")
    assert done(steps) == ["collect", "writeback", "heard", "complaints", "plan"]
    assert len(steps[0]["returned"]) == 1 and steps[2]["registered"] == ["T2"]  # the complaint that it is about

    play.enter(STAFF, "人员", 6, {"状态": "离职", "离职日期": play.day(16)})
    with play.on_the_desk("A01", MONTH, 1) as sheet:
        at = columns(sheet)
        wrong = next(row for row in range(2, 40) if sheet.cell(row, at["结束时间"]).value == time(9, 0))
        put(sheet, wrong, {"结束时间": time(10, 5)})
    play.hand_in("A01", MONTH)
    steps = play.run(16, "08:30")
    assert done(steps) == ["collect", "heard", "complaints", "plan"] and steps[0]["returned"] == []
    assert [call["customer_no"] for call in play.office.calls("B01")] == ["K6"]
    play.call("B01", "K6", 17, "10:00")
    repaired(play, "F3", "K2", 17)
    play.complaint("T2", 告知客户时间="18 10:00", 客户反馈="满意", 关闭时间="18 11:00", 归档号="2026-11-001")
    assert done(play.run(18, "18:05")) == ["plan", "forms"]
    play.call("A01", "K2", 19, "10:00", NEVER)
    play.call("A01", "K2", 20, "10:00", {"通话结果": "占线"})
    repaired(play, "F4", "K1", 24)
    play.complaint("T3", 是否成立="成立", 原因="没修好", **told, 执行完成时间="24 16:00")
    assert done(play.run(25, "08:30")) == ["plan", "forms"]
    play.call("A01", "K1", 25, "10:00")
    play.call("A02", "K4", 26, "10:00", {**REACHED, ACCEPTS: "是"})
    assert done(play.run(30)) == ["seal"]
    assert done(play.run(date(2026, 12, 1), "08:30")) == ["plan"]
    for agent in ("A01", "B01"):
        play.hand_in(agent, MONTH)
    assert done(play.run(date(2026, 12, 2), "17:00")) == ["collect"]
    assert play.run(date(2026, 12, 3), "17:59") == []
    assert done(play.run(date(2026, 12, 3), "18:00")) == ["report"]
    assert play.run(date(2026, 12, 3), "18:00") == []
    report = play.report(MONTH, "2026-12-03 18:10")
    assert figures(report) == {"A01": (4, 3, 0, 0), "A02": (1, 0, 0, 0), "A03": (1, 1, 0, 0), "B01": (1, 1, 0, 0)}
    assert (report["figures"]["missing"], report["figures"]["lapsed"]) == (1, 0)
    check_parts(play)

    play.hand_in("A02", MONTH)
    assert done(play.run(date(2026, 12, 5), "09:00")) == ["collect", "writeback", "report"]
    assert figures(play.report(MONTH, "2026-12-05 09:10"))["A02"] == (2, 2, 2, 0)
    revisited = {row["投诉编号"]: row["回访时间"] for row in table(play.office.path("投诉登记表.xlsx"), "投诉")}
    assert revisited["T1"] == play.moment("06 10:00") and revisited["T3"] == play.moment("26 10:00")
    assert play.office.run("verify", now="2026-12-05 09:10").data["ok"]


def check_parts(play: MonthOffice) -> None:
    """On 12-03 five calls are known that connected: F1, F2, F4 of 业主, T2, D1 of 商户; F2 and T2 with a grievance.

    Of three complaints T2 is not valid, reopened by its revisit and closed; T1 waits for its revisit, T3 for
    being told. Of the survey's four items one has no rating, two are bad, one of these was put right.
    """
    parts = play.parts(MONTH, "2026-12-03 18:10")
    check_rates(parts["回访率"])
    assert list(parts) == ["回访率", "抱怨", "问卷", "投诉", "调查", "任务", "待办"]
    assert owed_about(play) == {
        ("投诉回访", "投诉 T1"), ("投诉回访", "投诉 T2"), ("意见整改回访", "调查 D1"),
        *(("维修回访", f"服务单 F{number}") for number in range(1, 5)),
    }  # fmt: skip
    assert parts["抱怨"].tiles == {"抱怨(占接通)": "2/5", "重复出现的原因": 0}
    assert parts["抱怨"].lists["按客户类别"] == [("业主", 3, "1/3"), ("商户", 2, "1/2")]
    asked = {row[0]: row[1:3] for row in parts["问卷"].lists["各题的回答"]}
    assert asked == {MANNER: (3, "2/3"), SPEED: (3, "2/3"), EFFECT: (3, "2/3"), ACCEPTS: (1, "1/1")}
    assert parts["投诉"].tiles == {"接到投诉": 3, "已办结(占接到)": "1/3", "超时": 0}
    assert parts["投诉"].lists["按原因"] == [("没修好", 1, ""), ("装修", 1, "")]
    assert {row[:2] for row in parts["投诉"].lists["未办结的投诉"]} == {("T1", "待回访"), ("T3", "待告知结果")}
    assert parts["调查"].tiles == {"不满意(占评价)": "2/3", "已整改(占不满意)": "1/2"}
    assert parts["调查"].lists["各项目"] == [("保洁", 2, "1/2"), ("安保", 1, "1/1")]
    assert {who: [row[:2] for row in rows] for who, rows in parts["待办"].lists.items()} == {
        "等待 A01 李明": [("办理投诉：待告知结果", "T3")],
        "等待 A02 王强": [("办理投诉：待回访", "T1")],
        "等待 B01 赵主管": [("整改不满意的调查项目", "D2 安保")],
    }


def owed_about(play: MonthOffice) -> set[tuple[object, ...]]:
    """Reason and row of everything that was owed, and of every call that is listed."""
    book = load(max(play.office.path("报告").glob("*.xlsx")))
    about = {name: listed(book[name], "回访事由", "关于") for name in ("应访明细", "通话明细")}
    assert about["通话明细"] < about["应访明细"]  # T1's call is in A02's sheet, which is not there
    return about["应访明细"]


def check_rates(rates: SeenPart) -> None:
    """3.4, 3.7, 3.10: 100 % each. On 12-03 A02's sheet is not there: T1 (to 11-12) is missed, F3 was tried in vain.

    T3 (to 12-01) is December's. Together seven owed and five done, as the agents' lines say.
    """
    assert [row[:7] for row in rates.lists["各项规则"]] == [
        ("R1", "投诉回访", "100%", 2, 1, "1/2", 1), ("R2", "维修回访", "100%", 4, 3, "3/4", 1),
        ("R3", "意见整改回访", "100%", 1, 1, "1/1", 0), ("合计", "", "", 7, 5, "5/7", 2),
    ]  # fmt: skip
    assert [row[8] for row in rates.lists["各项规则"]] == ["没有达到", "没有达到", "达到", ""]
    missed = [(row[0], row[2], row[4], row[5], row[-1]) for row in rates.lists["没有完成的"]]
    assert missed == [
        ("R1", "K3 K3室", "投诉 T1", "A02 王强", "逾期未回访"),
        ("R2", "K2 K2室", "服务单 F3", "A01 李明", "未接通 2 次"),
    ]


def test_who_complains_without_being_a_customer_is_called_too(play: MonthOffice) -> None:
    """3.4: 100 %. Nobody of November's complaints has a 客户编号. T1 left a telephone, T2 an address alone, T3 neither.

    All three were handled on 11-05, so T1 and T2 are called to 11-12, by who was asked first: T1 by A01 on 11-06, who
    is told that it is not good yet; handled once more on 11-09, to 11-16, and reached on 11-10. To T2 A02 writes a
    letter, which has a day and no time. T1's customer is entered in the register on 11-09: nobody is called twice.
    T3 cannot be called: that is said. Three owed, three done; the letter of D1's dissatisfied item comes once a month.
    """
    dealt = {
        "责任部门": "客服部", "处理方案": "劝导", "处理结果": "已劝导", "是否成立": "成立", "原因": "装修",
        "接收时间": "03 09:00", "执行完成时间": "05 10:00", "告知客户时间": "05 11:00",
    }  # fmt: skip
    play.complaint("T1", 投诉内容="噪音", 首问责任人="A01", 投诉人="孙先生", 联系方式="13700000001", **dealt)
    play.complaint("T2", 投诉内容="门禁", 首问责任人="A02", 投诉人="李女士", 地址="3 栋 502", **dealt)
    play.complaint("T3", 投诉内容="停车", 首问责任人="A02", **dealt)
    surveyed(play, "D1", "K6", "保洁", "不满意")
    assert "plan" in done(play.run(5, "12:00"))
    findings = play.office.run("check", now="2026-11-05 12:05").data["findings"]
    assert [f["message"] for f in findings if f["code"] == "L713"] and findings[0]["severity"] == "warning"
    (call,), (letter,) = play.office.calls("A01"), play.office.calls("A02")
    assert (call["customer_no"], call["contact"], call["phone"]) == ("T1", "孙先生", "13700000001")
    assert (call["due_on"], call["method"]) == ("2026-11-12", "电话")
    assert (letter["customer_no"], letter["method"]) == ("T2", "上门")

    upset = {**REACHED, **BAD, "不满意原因": "还是吵", ACCEPTS: "否"}
    play.call("A01", "T1", 6, "10:00", upset)
    by_letter = {**REACHED, "回访方式": "书信", "开始时间": None, "结束时间": None, ACCEPTS: "是"}
    play.call("A02", "T2", 6, "10:00", by_letter)
    for agent in ("A01", "A02"):
        play.hand_in(agent, MONTH)
    steps = {step["step"]: step for step in play.run(7, "09:00")}
    assert (steps["collect"]["accepted"], steps["collect"]["returned"], steps["writeback"]["revisits"]) == (2, [], 2)
    play.complaint("T1", 客户编号="K1", 执行完成时间="09 10:00", 告知客户时间="09 11:00")
    play.run(9, "12:00")
    assert {one["customer_no"] for one in play.office.calls("A01")} == {"T1"}
    with play.on_the_desk("A02", MONTH) as sheet:
        put(sheet, 2, {"客户意见或需求": "谢谢来信"})
    play.hand_in("A02", MONTH)  # once more: the letter is known by its day, one word of it is changed
    (collected, *_) = play.run(10, "08:30")
    assert (collected["accepted"], collected["pending"]) == (1, 1)
    explained = play.office.run("explain", "T2", now="2026-11-10 09:00").data
    assert [(row["record_no"][-2:], row["result"]) for row in explained["history"]] == [("-1", "接通")]
    play.call("A01", "T1", 10, "10:00", {**REACHED, ACCEPTS: "是"})
    play.hand_in("A01", MONTH)
    play.run(30)
    play.run(date(2026, 12, 1), "08:30")
    rates = play.parts(MONTH, "2026-12-03 18:10")["回访率"]
    assert rates.lists["各项规则"][0][:7] == ("R1", "投诉回访", "100%", 3, 3, "3/3", 0)
    assert {row["投诉编号"]: row["回访时间"] for row in table(play.office.path("投诉登记表.xlsx"), "投诉")} == {
        "T1": play.moment("10 10:00"), "T2": play.moment("06 00:00"), "T3": None,
    }  # fmt: skip
    chased = [one["about"] for one in play.written if one["occasion"] == "调查整改"]
    assert chased == [["D1"], ["D1"]]  # in November, and on the first of December
    frame = play.office.run("spotcheck", "draw", "--period", MONTH, "--seed", "7", now="2026-12-03 09:00").data
    assert {("A01", "T1"), ("A02", "T2")} <= {(one["agent"], one["customer_no"]) for one in frame["draws"]}
    assert play.office.run("verify", now="2026-12-03 18:20").data["ok"]


def test_a_month_without_a_call(play: MonthOffice) -> None:
    """Nothing was finished, so nobody is called; the report falls due all the same, and says what there is to say.

    One complaint of November, not handled yet; no survey in the quarter, which 3.9 asks for.
    """
    play.complaint("T1", 投诉内容="噪音", 接收时间="10 09:00", 客户编号="K3", 首问责任人="A02")
    assert play.run(10) == [] and play.run(30) == []
    assert play.run(date(2026, 12, 3), "17:59") == []
    assert done(play.run(date(2026, 12, 3), "18:00")) == ["report"]
    assert play.run(date(2026, 12, 3), "18:00") == []
    parts = play.parts(MONTH, "2026-12-03 18:10")
    assert [row[-2] for row in parts["回访率"].lists["各项规则"]] == ["没有应访的", "没有应访的", "没有应访的", ""]
    assert parts["投诉"].tiles == {"接到投诉": 1, "已办结(占接到)": "0/1", "超时": 0}
    assert parts["调查"].tiles == {"本期调查": "未做"}
    assert [row[:2] for row in parts["待办"].lists["等待 A02 王强"]] == [("办理投诉：待受理", "T1")]
    assert play.tasks == ["W2611-001"] and ("季度意见调查", "W2611-001 2026Q4") in [
        row[:2] for rows in parts["待办"].lists.values() for row in rows
    ]
