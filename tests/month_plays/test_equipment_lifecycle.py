"""November 2026 of a maker of switchgear (S12), day by day by ``run`` alone: stages of projects, slips, measures, the
report of the 25th. All figures were worked out by hand; see the test.
"""

from __future__ import annotations

from datetime import date, datetime, time
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from month_office import REACHED, RULES, STAFF, MonthOffice, columns, done, figures
from office import put, table

pytestmark = pytest.mark.slow

MONTH, NEXT = "2026-11", "2026-12"
PROJECTS, SLIPS = "项目台账.xlsx", "信息反馈单.xlsx"
PEOPLE = (
    ("C01", "钱总", "老板", None), ("B01", "赵主任", "主管", "C01"), ("A01", "李明", "业务员", "B01"),
    ("A02", "王强", "业务员", "B01"), ("A03", "张燕", "业务员", "B01"), ("P01", "何工", "业务员", "C01"),
    ("Q01", "沈工", "业务员", "C01"),
)  # fmt: skip
OWNERS = {"K1": "A01", "K2": "A01", "K3": "A02", "K4": "A03", "K5": "A02", "K6": "A01"}
VISITED = {**REACHED, "回访方式": "上门"}
UNHAPPY = {"通话结果": "接通", "满意度": "不满意", "不满意原因": "断路器异响", "客户意见或需求": "派人检查",
           "处理情况": "未解决", "处理措施": "报告主任", "产品质量": "不满意", "服务质量": "满意"}  # fmt: skip


def project(number: str, customer: str, wan_yuan: int, **days: str) -> dict[str, object]:
    """A row of 台账 with a contact of every role, each with a telephone of its own."""
    roles = ("site_manager", "switch_room_manager", "power_manager", "substation_contact")
    phones = ("site_manager_phone", "switch_room_phone", "power_manager_phone", "substation_phone")
    return {
        "project_no": number, "model": "KYN28" if number in ("P1", "P2") else "XGN", "project_name": f"{number}变电站",
        "customer_no": customer, "contract_wan_yuan": wan_yuan,
        **{role: f"{number}的{role[:2]}" for role in roles},
        **{phone: f"139{at}000000{number[1:]}" for at, phone in enumerate(phones)},
        **{key: date.fromisoformat(day) for key, day in days.items()},
    }  # fmt: skip


@pytest.fixture
def play(tmp_path: Path) -> MonthOffice:
    customers = [
        {"customer_no": no, "customer_name": f"{no}电力", "customer_class": "普通客户", "agent": owner,
         "contact": "王女士", "phone": f"1380000000{no[1]}", "review_status": "已审核", "reviewed_by": "B01",
         "reviewed_on": date(2026, 10, 31)}
        for no, owner in OWNERS.items()
    ]  # fmt: skip
    projects = [
        project("P1", "K1", 80, installed_on="2026-11-03", powered_on="2026-11-20"),
        project("P2", "K2", 200, powered_on="2026-10-05"), project("P3", "K2", 100, powered_on="2026-05-02"),
        project("P4", "K3", 50, powered_on="2025-10-20"), project("P5", "K4", 60, powered_on="2024-10-10"),
        project("P6", "K5", 10, powered_on="2023-10-25"),
    ]  # fmt: skip
    office = MonthOffice(tmp_path, "equipment-lifecycle", datetime(2026, 11, 2, 8, 0), PEOPLE, customers, 台账=projects)
    office.set("启用日期", "2026-11-02")
    office.enter(STAFF, "人员", 7, {"部门": "生产部"})
    office.enter(STAFF, "人员", 8, {"部门": "品质部"})
    return office


def issued(play: MonthOffice, now: str) -> dict[tuple[str, str], tuple[str, str, str, str]]:
    """The batch as it stands at that moment: agent, window and method by customer and rule."""
    calls = play.office.run("plan", now=now).data["calls"]
    return {(c["customer_no"], c["rule"]): (c["agent"], c["from"][5:], c["due_on"][5:], c["method"]) for c in calls}


def test_a_month(play: MonthOffice) -> None:
    """MONTH. Stages (6.1, decision 9) whose window meets November; the office began on 11-02.

    P1 K1 installed 11-03, power 11-20: ① to 11-19. P2 K2 10-05 + 1 month: ② 11-05. P3 K2 05-02: ③ 11-02 to 12-02.
    P4 K3: ④ to 11-20. P5 K4: ⑤ to 11-10. P6 K5: ⑥ to 11-25. K2's contracts are 3 million: on site.
    """
    _, survey = play.run(2, "08:30")
    assert survey["files"] == ["发件箱/顾客满意度调查表-2026-11.xlsx"]  # ① alone: filled in by the customer on site
    assert done(play.run(2, "08:30")) == []
    assert issued(play, "2026-11-02 09:00") == {
        ("K1", "R1"): ("A01", "11-03", "11-19", "上门"), ("K2", "R2"): ("A01", "11-05", "12-05", "上门"),
        ("K2", "R3"): ("A01", "11-02", "12-02", "上门"), ("K3", "R4"): ("A02", "10-20", "11-20", "电话"),
        ("K4", "R5"): ("A03", "10-10", "11-10", "电话"), ("K5", "R6"): ("A02", "10-25", "11-25", "电话"),
    }  # fmt: skip

    # Friday 11-06: A03 leaves, B01 takes K4 over; the departments deliver P7, installed the day before, no power yet.
    play.enter(STAFF, "人员", 6, {"状态": "离职", "离职日期": play.day(6)})
    row = {
        "项目编号": "P7",
        "工程名称": "P7变电站",
        "客户编号": "K6",
        "安装完成日期": play.day(5),
        "现场负责人": "孙工",
    }
    play.add(PROJECTS, "台账", row)
    assert done(play.run(6, "08:30")) == ["plan", "forms"]
    calls = issued(play, "2026-11-06 09:00")
    assert (calls["K4", "R5"][0], calls["K6", "R1"]) == ("B01", ("A01", "11-05", "12-05", "上门"))
    play.call("A01", "K2", 6, "10:00", {**VISITED, "产品质量": "非常满意", "服务质量": "满意"})

    # 11-09: K3 is not content; a slip goes out the same day, answered by 11-12, and somebody has to go there (6.2.6).
    play.call("A02", "K3", 9, "10:00", {**UNHAPPY, "结束时间": time(9, 50)})
    play.hand_in("A02", MONTH)
    delivered(play, "06 15:00", 1, 2)
    collected, heard = play.run(9, "11:00")
    assert len(collected["returned"]) == 1 == len(heard["notices"])  # bad news is told all the same
    with play.on_the_desk("A02", MONTH, -1) as sheet:
        wrong = next(r for r in range(2, 40) if sheet.cell(r, columns(sheet)["结束时间"]).value == time(9, 50))
        put(sheet, wrong, {"结束时间": time(10, 5)})
    play.hand_in("A02", MONTH)
    steps = play.run(9)
    assert done(steps) == ["collect", "writeback", "heard", "plan"] and steps[2]["registered"] == ["X2611-001"]
    assert issued(play, "2026-11-09 18:30")["K3", "R8"] == ("A02", "11-09", "12-09", "上门")
    (slip,) = [row for row in table(play.office.path(SLIPS), "反馈") if row["反馈单号"]]
    assert (slip["客户编号"], slip["发出日期"].date(), slip["回复期限"].date()) == ("K3", play.day(9), play.day(12))
    assert (slip["反馈类型"], slip["责任部门"]) == ("产品质量", "生产部")  # what was not good, to who answers for it
    assert [one["letters"] for one in play.written if one["occasion"] == "反馈单"] == [["P01"]]

    # A suggestion comes by letter and is never answered. K3's trouble is dealt with on 11-16, while A02 is away.
    play.call("A02", "K5", 10, "10:00", {"通话结果": "无人接听"})
    play.call("B01", "K4", 10, "15:00", {"通话结果": "关机"})
    play.call("B01", "K4", 12, "15:00", {**REACHED, "满意度": "非常满意"})
    play.call("A01", "K1", 12, "10:00", {**VISITED, "产品质量": "满意", "逐项情况": "①齐 ②包装破一角 ③要培训 ④满意"})
    play.call("A02", "K3", 13, "10:00", {**VISITED, "处理情况": "已解决"})
    letter = {"反馈单号": "X2", "来源": "来信", "客户编号": "K5", "反馈类型": "建议", "内容": "加装温度监测",
              "责任部门": "品质部", "发出日期": play.day(11), "回复期限": play.day(14)}  # fmt: skip
    play.add(SLIPS, "反馈", letter)
    play.enter(STAFF, "代班", 2, {"工号": "A02", "起": play.day(16), "止": play.day(24), "代理人": "A01"})
    kind = {"反馈类型": "产品质量", "责任部门": "开关公司", "处理结果": "更换机构", "处理完成日期": play.day(16)}
    play.enter(SLIPS, "反馈", 2, kind)
    delivered(play, "13 15:00", 4)
    assert done(play.run(16)) == ["plan"]
    assert issued(play, "2026-11-16 18:30")["K3", "R7"] == ("A01", "11-16", "11-23", "电话")
    play.call("A01", "K3", 18, "10:00", {**REACHED, "处理情况": "已解决", "对处理结果是否满意": "满意"})
    play.call("A01", "K2", 18, "14:00", VISITED)

    # From 11-19 on 300 thousand are enough to be visited: K5 has 100 and, from Friday on, 250 thousand more.
    play.enter(RULES, "客户类别", 3, {"判断值": 30})
    row = {
        "项目编号": "P8",
        "工程名称": "P8变电站",
        "客户编号": "K5",
        "合同额(万元)": 25,
        "送电日期": date(2026, 10, 15),
    }
    play.add(PROJECTS, "台账", row)
    assert done(play.run(20)) == ["plan"]
    assert issued(play, "2026-11-20 18:30")["K5", "R2"] == ("A02", "11-15", "12-15", "上门")
    measures = (
        {"措施编号": "C1", "来源": "X2611-001", "类别": "产品质量", "评审部门": "开关公司", "措施": "改机构",
         "期限": play.day(30), "完成日期": play.day(20), "验证人": "B01"},
        {"措施编号": "C2", "来源": "X2", "类别": "建议", "评审部门": "品质部", "措施": "试装", "期限": play.day(20)},
    )  # fmt: skip
    play.add(SLIPS, "措施", *measures)
    play.hand_in("A01", MONTH)
    play.hand_in("A02", MONTH)
    delivered(play, "20 15:00", 5, 7, 8)  # W2611-005 is a week late
    assert done(play.run(25, "17:00")) == ["collect", "writeback"]
    assert done(play.run(25)) == ["report"] and done(play.run(25)) == []
    (part,) = [one for one in play.written if one["occasion"] == "部门报告"]  # 开关公司 has nobody in 人员
    assert part["letters"] == ["Q01"]
    letter = message_from_bytes(play.office.path(part["files"][0]).read_bytes(), policy=policy.default)
    body = letter.get_body(("plain",))
    assert body is not None and all(word in body.get_content() for word in ("X2", "加装温度监测", "试装", "逾期"))
    assert "X2611-001" not in body.get_content()  # with another department
    the_report(play)

    # After the 25th: A01 visits K6, which the report has when it is made again after the month; B01's sheet comes two
    # days late, for the version after that.
    play.call("A01", "K6", 27, "10:00", VISITED)
    play.hand_in("A01", MONTH)
    assert done(play.run(30)) == ["collect", "writeback", "seal", "report"]
    assert done(play.run(date(2026, 12, 1), "08:30")) == ["plan"]
    carried = {key: call[:3] for key, call in issued(play, "2026-12-01 09:00").items()}
    assert carried == {
        ("K1", "R2"): ("A01", "12-20", "01-20"), ("K4", "R5"): ("B01", "10-10", "11-10"),
        ("K5", "R6"): ("A02", "10-25", "11-25"), ("K5", "R2"): ("A02", "11-15", "12-15"),
    }  # fmt: skip
    assert done(play.run(date(2026, 12, 1), "17:55")) == []
    assert done(play.run(date(2026, 12, 1))) == ["report"] and done(play.run(date(2026, 12, 1))) == []
    play.hand_in("B01", MONTH)
    assert done(play.run(date(2026, 12, 2), "09:00")) == ["collect", "writeback"]
    again = play.report(MONTH, "2026-12-02 09:30")
    assert again["version"] == 5 and figures(again) == {
        "A01": (5, 5, 0, 0), "A02": (3, 2, 0, 0), "B01": (1, 1, 2, 0),
    }  # fmt: skip
    numbers = {row["项目编号"]: row["回访记录编号"] for row in table(play.office.path(PROJECTS), "台账")}
    assert [no for no in numbers if no and numbers[no]] == ["P1", "P2", "P3", "P4", "P5", "P7"]  # P6 was not reached

    # December: K5 is reached about P6, visited about P8. Of November 7 of 8 were content, of December 1 of 2.
    play.call("A02", "K5", date(2026, 12, 3), "10:00")
    play.call("A02", "K5", date(2026, 12, 4), "10:00", {**VISITED, "满意度": "一般"})
    play.hand_in("A02", NEXT)
    assert done(play.run(date(2026, 12, 24))) == ["collect", "writeback"]
    assert done(play.run(date(2026, 12, 25), "17:55")) == []
    assert done(play.run(date(2026, 12, 25))) == ["report"]
    measured = play.parts(NEXT, "2026-12-25 18:05")["满意度测量"]
    assert measured.tiles == {"满意(占有评价的接通)": "1/2", "访到(占应访)": "2/2"}
    assert measured.lists["测量结果"][0][3:] == ("7/8", "-37.5")
    assert play.office.run("verify", now="2026-12-25 19:00").data["ok"]


def delivered(play: MonthOffice, at: str, *numbers: int) -> None:
    """生产部 handed in what these tasks ask for."""
    for number in numbers:
        play.does(f"W2611-{number:03d}", at)


def the_report(play: MonthOffice) -> None:
    """Made on 11-25. Owed: P1 to P6, K3's visit and call (8); P5's sheet is not in, P6 was not reached: 6 done.

    Content: P1, P2, P3 and K3's visit and call, not K3's first: 5 of 6, by Wilson 44 to 97 %. Slips: K3's answered on
    the 7th day, not by the 3rd; the letter not at all.
    """
    report = play.report(MONTH, "2026-11-25 18:10", "--kind", "满意度测量报告")
    assert (report["due_on"], report["figures"]["planned"], report["figures"]["done"]) == ("2026-11-25", 8, 6)
    assert (report["figures"]["reported"], report["figures"]["connected"], report["figures"]["missing"]) == (7, 6, 0)
    parts = play.parts(MONTH, "2026-11-25 18:10")
    assert parts["满意度测量"].tiles == {"满意(占有评价的接通)": "5/6", "访到(占应访)": "6/8"}
    assert [row[:3] for row in parts["满意度测量"].lists["测量结果"]] == [
        ("总体满意", "5/6", "95% 区间 44% 至 97%"), ("产品质量问题", "1/6", "95% 区间 3% 至 56%"),
        ("服务质量问题", "0/6", "95% 区间 0% 至 39%"), ("建议问题", "1/6", "95% 区间 3% 至 56%"),
    ]  # fmt: skip
    measured = [row[:6] for row in parts["满意度测量"].lists["各项满意度"]]
    assert measured[0] == ("总体", "", "合计", 6, "5/6", 3.7)
    assert [row for row in measured if row[0] == "产品质量"] == [
        ("产品质量", "", "合计", 3, "2/3", 3.7), ("产品质量", "阶段", "安装后送电前回访", 1, "1/1", 4.0),
        ("产品质量", "阶段", "送电半年回访", 1, "1/1", 5.0), ("产品质量", "阶段", "送电一年回访", 1, "0/1", 2.0),
        ("产品质量", "产品型号", "KYN28", 1, "1/1", 4.0), ("产品质量", "产品型号", "XGN", 2, "1/2", 3.5),
    ]  # fmt: skip
    stages = {row[0]: row[5:] for row in parts["项目进度"].lists["各项目的阶段"]}
    assert stages["P1"] == (
        date(2026, 12, 20), "√ 2026-11-12", "2026-12-20 起", "2027-05-20 起", "2027-11-20 起", "2028-11-20 起",
        "2029-11-20 起",
    )  # fmt: skip
    assert stages["P5"] == (play.day(25), "—", "不用访", "不用访", "不用访", "逾期：2026-11-10", "2027-10-10 起")
    assert stages["P6"][-1] == "应访：至 2026-11-25" and stages["P3"][3] == "√ 2026-11-06"
    assert parts["反馈"].tiles == {"没有答复": 1, "逾期": 1}
    assert parts["反馈"].lists["各类反馈"] == [("产品质量", 1, "0/1", 0, 7), ("建议", 1, "0/1", 1, "—")]
    assert [row[:2] for row in parts["措施"].lists["措施"]] == [("逾期", "C2"), ("待验证", "C1")]
    solve = [rows for title, rows in parts["待办"].lists.items() if rows[0][0] == "解决没有解决的问题"]
    assert len(solve) == 1 and solve[0][0][1].endswith(
        "K3电力"
    )  # a later call found nothing wrong: not how it was solved
    assert parts["任务"].tiles == {"按时(占应完成的任务)": "5/9", "过期未办的任务": 3}
    assert [(row[0], row[-2]) for row in parts["任务"].lists["应完成的任务"] if row[-2] != "按时"] == [
        ("W2611-003", "过期未办"), ("W2611-006", "过期未办"), ("W2611-009", "过期未办"), ("W2611-005", "迟办"),
    ]  # fmt: skip  # 售后服务部 never delivered
    lists = {
        title: [row for row in rows if not row[1].startswith("W2611")] for title, rows in parts["待办"].lists.items()
    }
    assert {title: rows for title, rows in lists.items() if rows and rows not in solve} == {
        "等待 B01 赵主任": [("完成改进措施", "C2", play.day(20), 5), ("验证措施", "C1", play.day(20), 5)],
        "等待 品质部": [("答复信息反馈单", "X2", play.day(11), 14)],
    }
