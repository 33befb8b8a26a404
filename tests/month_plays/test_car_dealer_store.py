"""December 2026 of a car dealer's store (S9), by ``run`` alone: as the station's, but no accident makes a target.
The report falls due on a Sunday of the next year. All figures were worked out by hand; see the test.
"""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest

from month_office import REACHED, RULES, STAFF, MonthOffice, SeenPart, columns, done, figures
from office import put, table

pytestmark = pytest.mark.slow

MONTH = "2026-12"
CUSTOMERS = "客户资料库.xlsx"
PEOPLE = (
    ("C01", "钱店长", "老板", None), ("B01", "赵经理", "主管", "C01"), ("A01", "李明", "业务员", "B01"),
    ("A02", "王强", "业务员", "B01"), ("A03", "张燕", "业务员", "B01"),
)  # fmt: skip
CLASSES = {"V1": ("VIP客户", "A03"), "G1": ("政府企业客户", "A02"), "P1": ("私家车客户", "A01"),
           "N1": ("一般客户", "A01"), "N2": ("一般客户", "A02"), "N3": ("一般客户", "A02"),
           "N4": ("一般客户", "A02")}  # fmt: skip


@pytest.fixture
def play(tmp_path: Path) -> MonthOffice:
    customers = [
        {"customer_no": no, "customer_name": f"{no}车主", "customer_class": kind, "agent": owner, "contact": "王女士",
         "phone": f"138000000{at:02d}", "review_status": "已审核", "reviewed_by": "B01",
         "reviewed_on": date(2026, 11, 30)}
        for at, (no, (kind, owner)) in enumerate(CLASSES.items())
    ]  # fmt: skip
    return MonthOffice(tmp_path, "car-dealer-store", datetime(2026, 12, 1, 8, 0), PEOPLE, customers)


def finished(play: MonthOffice, day: int, *orders: tuple[str, str, str]) -> None:
    """Cars that leave the workshop on that day: number, customer, kind of work."""
    at = datetime.combine(play.day(day), time(16, 0))
    keys = ("服务单号", "客户编号", "服务类型")
    play.add("服务单.xlsx", "服务单", *({**dict(zip(keys, order, strict=True)), "完工时间": at} for order in orders))


def owed(play: MonthOffice, now: str) -> set[tuple[str, str, str, str]]:
    """The batch as it stands at that moment: customer, rule, agent, last day."""
    calls = play.office.run("plan", now=now).data["calls"]
    return {(call["customer_no"], call["rule"], call["agent"], call["due_on"][5:]) for call in calls}


def test_a_month(play: MonthOffice) -> None:
    """MONTH. F1 N1 12-02 事故, F2 N2 12-03 大修, F3 N3 12-04, F4 N4 12-07: others; 30 % of 1, 2, 3 is 1 (N1), of 4: 2.

    F5 V1 12-08 and F6 P1 12-09: targets, to 12-31. F7 G1 12-28: to 01-04, January's. P1 complains in the call of 12-10,
    settled on Friday 12-11: called again by 12-14, by A02, as A01 is away; not content, dealt with once more.
    """
    assert done(play.run(1, "08:30")) == []
    finished(play, 2, ("F1", "N1", "事故"))
    assert done(play.run(2)) == ["plan"] and done(play.run(2)) == []
    assert owed(play, "2026-12-02 18:30") == {("N1", "R2", "A01", "12-31")}
    finished(play, 3, ("F2", "N2", "大修"))
    finished(play, 4, ("F3", "N3", "保养"))
    assert done(play.run(4)) == []
    finished(play, 7, ("F4", "N4", "维修"))
    assert done(play.run(7)) == ["plan"]
    ((drawn, *_),) = owed(play, "2026-12-07 18:30") - {("N1", "R2", "A01", "12-31")}
    assert drawn in ("N2", "N3", "N4")
    finished(play, 8, ("F5", "V1", "保养"))
    finished(play, 9, ("F6", "P1", "保养"))
    assert done(play.run(9)) == ["plan"]
    assert {("V1", "R1", "A03", "12-31"), ("P1", "R1", "A01", "12-31")} < owed(play, "2026-12-09 18:30")

    # A01 changed a telephone that was issued: the sheet comes back. P1's grievance reaches C01 and B01 the same day.
    play.call("A01", "N1", 10, "09:00")
    said = {"满意度": "不满意", "不满意原因": "价格不清", "客户意见或需求": "请说明", "处理情况": "已解决"}
    play.call("A01", "P1", 10, "10:00", {**REACHED, **said})
    with play.on_the_desk("A01", MONTH) as sheet:
        at = columns(sheet)
        phone = sheet.cell(2, at["电话"]).value
        put(sheet, 2, {"电话": "13900000000"})
    play.hand_in("A01", MONTH)
    steps = play.run(10)
    assert done(steps) == ["collect", "heard"] and len(steps[0]["returned"]) == 1 and len(steps[1]["notices"]) == 2
    with play.on_the_desk("A01", MONTH) as sheet:
        put(sheet, 2, {"电话": phone})
    play.hand_in("A01", MONTH)
    play.complaint("T2612-001", 开始处理时间="10 20:00")
    play.enter(STAFF, "代班", 2, {"工号": "A01", "起": play.day(11), "止": play.day(15), "代理人": "A02"})
    settled = {"分派时间": "11 09:00", "批准人": "C01", "是否成立": "成立", "处理方案": "说明", "处理结果": "已说明"}
    play.complaint("T2612-001", **settled, 执行完成时间="11 11:00", 告知客户时间="11 11:00")
    assert done(play.run(11, "12:00")) == ["collect", "plan"]
    assert ("P1", "R3", "A02", "12-14") in owed(play, "2026-12-11 12:30")

    # A03 leaves and appeals against the fine; B01 calls V1. P1 is not content with the result.
    play.enter(STAFF, "人员", 6, {"状态": "离职", "离职日期": play.day(14)})
    appeal = {"对象": "人员", "编号": "A03", "起": play.day(14), "处理": "申诉", "批准人": "A03", "原因": "已交接"}
    play.enter(STAFF, "例外", 2, appeal)
    again = {**REACHED, **said, "满意度": "非常不满意", "不满意原因": "态度不好", "对处理结果是否接受": "否"}
    play.call("A02", "P1", 14, "10:00", again)
    play.hand_in("A02", MONTH)
    steps = play.run(14)
    assert done(steps) == ["collect", "writeback", "heard", "complaints", "plan"]
    assert steps[2]["marked"] == ["P1"]  # dealt with on Friday, once; that it begins anew marks nobody again
    assert len([row for row in table(play.office.path("投诉登记表.xlsx"), "投诉") if row["投诉编号"]]) == 1
    play.call("B01", "V1", 15, "10:00")
    play.complaint("T2612-001", 执行完成时间="16 11:00", 告知客户时间="17 10:00", 客户反馈="满意")
    assert done(play.run(17)) == []
    play.complaint("T2612-001", 关闭时间="18 10:00", 归档号="1")
    assert done(play.run(18)) == [] and done(play.run(19, "08:30")) == []

    # From 12-21 being late costs 80 yuan. The report of December is due on Sunday 01-03.
    play.enter(RULES, "报告", 2, {"迟交罚款(元)": 80})
    play.call("A02", drawn, 22, "10:00", {**REACHED, "满意度": "一般"})
    finished(play, 28, ("F7", "G1", "保养"))
    assert done(play.run(28)) == ["plan"] and ("G1", "R1", "A02", "01-04") in owed(play, "2026-12-28 18:30")
    assert play.tasks == ["W2612-001"]  # the quality meeting
    play.does("W2612-001", "30 16:00", 文件="质量会议纪要.docx")
    assert done(play.run(31)) == ["seal"]
    play.hand_in("A02", MONTH)
    assert done(play.run(date(2027, 1, 3), "12:00")) == ["collect", "plan"]
    assert play.tasks[1:] == ["W2701-001", "W2701-002"]  # 五: the analysis of last month is approved by the 3rd
    play.does("W2701-002", datetime(2027, 1, 3, 17, 0), 结果="同意")
    assert done(play.run(date(2027, 1, 3))) == ["report"] and done(play.run(date(2027, 1, 3))) == []
    play.hand_in("B01", MONTH)
    assert done(play.run(date(2027, 1, 4), "10:00")) == ["collect"]
    the_report(play)
    assert play.office.run("verify", now="2027-01-05 19:00").data["ok"]


def the_report(play: MonthOffice) -> None:
    """A01: N1, P1. A02: the one that was drawn, P1's callback. B01: V1, a day late. Five of five, P1 not content twice.
    A03's only call is B01's: nobody waits for a sheet of A03.
    """
    report = play.report(MONTH, "2027-01-05 09:00")
    assert report["version"] == 2 and report["due_on"] == "2027-01-03" and figures(report) == {
        "A01": (2, 2, 0, 0), "A02": (2, 2, 0, 0), "B01": (1, 1, 1, 80),
    }  # fmt: skip
    counted = {"reported": 5, "connected": 5, "satisfied": 2, "neutral": 1, "dissatisfied": 2, "unresolved": 0,
               "lapsed": 0, "missing": 0}  # fmt: skip
    assert counted.items() <= report["figures"].items()
    parts = play.parts(MONTH, "2027-01-05 09:00")
    check_rates(parts["回访率"])
    assert parts["抱怨"].lists["按原因和客户类别"] == [("价格不清", 1, 0, 1), ("态度不好", 1, 0, 1)]
    assert parts["抱怨"].lists["按客户类别"] == [
        ("一般客户", 2, "0/2"),
        ("私家车客户", 2, "2/2"),
        ("VIP客户", 1, "0/1"),
    ]
    assert parts["问卷"].lists["各题的回答"][-2] == ("对处理结果是否接受", 1, "1/1", "否", "1/1")
    assert parts["投诉"].tiles == {"接到投诉": 1, "已办结(占接到)": "1/1", "超时": 0}
    (marked,) = parts["投诉"].lists["今后重点关注的客户"]  # S9: the mark and the remark stand in the report
    assert marked[2:] == ("重点", play.moment("16 11:00"), "2026-12-16 投诉 T2612-001：价格不清；请说明；处理：已说明")
    dealt_with_again = ("重新办理", 1, "1/1", *2 * ("2 天 15 小时 55 分钟",))  # heard 12-14 18:05, told 12-17
    assert parts["投诉"].lists["办理的快慢"] == [("当日上报", 1, "1/1", "10 小时", "10 小时"), dealt_with_again]
    assert parts["交表"].tiles == {"按时交表(占应交)": "2/3", "罚款合计(元)": 80}
    assert parts["交表"].lists["催交名单"] == []
    assert parts["任务"].tiles == {"按时(占应完成的任务)": "1/1", "过期未办的任务": 0}
    assert parts["待办"].tiles == {"等待处理": 0}


def check_rates(rates: SeenPart) -> None:
    """F5 and F6 of targets, P1's callback. Of the others F1, F2, F3, F4 came: 30 % are two, N1's and the one drawn.
    F7 of a target is January's (to 01-04), and was selected in December.
    """
    assert [(row[0], *row[2:6], row[-2], row[-1]) for row in rates.lists["各项规则"]] == [
        ("R1", "100%", 2, 2, "2/2", "达到", "2/2(100%)，占应访"),
        ("R2", "不少于 30%", 2, 2, "2/2", "达到", "2/4(50%)，占本期的服务"),
        ("R3", "", 1, 1, "1/1", "", ""), ("合计", "", 5, 5, "5/5", "", ""),
    ]  # fmt: skip
    assert {row[:5] for row in rates.lists["按比例抽取的"]} == {
        ("R1", "VIP客户", 1, 1, 1), ("R1", "私家车客户", 1, 1, 1), ("R1", "政府企业客户", 1, 1, 0),
        ("R2", "一般客户", 4, 2, 2), ("合计", "", 7, 5, 4),
    }  # fmt: skip
