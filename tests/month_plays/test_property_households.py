"""November 2026 of a property office, by ``run`` alone: who calls depends on what it is about.

R09 and R10: complaints within 48 hours by the manager or the head of the department, repairs by who repaired, three in
ten, half of all households in the course of the year.
"""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest

from month_office import REACHED, STAFF, MonthOffice, columns, done
from office import put

pytestmark = pytest.mark.slow

MONTH, WEEK = "2026-11", "2026W45"
PEOPLE = (
    ("C01", "钱老板", "老板", None), ("M01", "郑主任", "管理处主任", "C01"), ("B01", "赵主管", "主管", "M01"),
    ("B02", "吴主管", "主管", "M01"), ("A01", "李明", "业务员", "B01"), ("J01", "张师傅", "业务员", "B02"),
)  # fmt: skip
DEPARTMENTS = {4: "客服部", 5: "工程部", 6: "客服部", 7: "工程部"}


@pytest.fixture
def play(tmp_path: Path) -> MonthOffice:
    customers = [
        {"customer_no": no, "customer_name": f"{no}室", "customer_class": "业主", "agent": "A01", "contact": "王女士",
         "phone": f"1380000000{no[1]}", "review_status": "已审核", "reviewed_by": "B01",
         "reviewed_on": date(2026, 10, 20)}
        for no in ("K1", "K2", "K3", "K4", "K5", "K6")
    ]  # fmt: skip
    office = MonthOffice(tmp_path, "property-households", datetime(2026, 11, 2, 8, 0), PEOPLE, customers)
    office.in_short = True
    office.set("启用日期", "2026-11-02")
    for row, department in DEPARTMENTS.items():
        office.enter(STAFF, "人员", row, {"部门": department})
    return office


def asked(play: MonthOffice, agent: str) -> dict[str, str]:
    return {c["customer_no"]: c["due_on"][5:] for c in play.office.calls(agent)}


def offered(play: MonthOffice) -> list[tuple[str, str]]:
    return [(call["customer_no"], call["reason_to_call"]) for call in play.office.calls("A01")]


def test_a_month(play: MonthOffice) -> None:
    """MONTH. Half of six households by the year's end: 3, from 11-02, 11-22 and 12-12 on (60 days, a third each).

    Three repairs on one day: one is drawn, by 11-10, by who repaired. T1, a major one, handled 11-03 16:00: the manager
    calls by 11-05 16:00; T2, handled 11-04 10:00: the head of the department calls by 11-06 10:00.

    Ten households of each month, of A01's six: 6, one every five days; that of 11-01 lies before 11-02: 5. The year's
    call counts; in week 46 K3 is offered, who was never reached, and A01 visits K6 instead.
    """
    assert done(play.run(2, "08:30")) == ["plan"]
    ((household, until),) = asked(play, "A01").items()
    assert until == "12-31"
    repaired = [
        {"服务单号": f"F{n}", "客户编号": f"K{n}", "服务类型": "维修", "服务人员": "张师傅",
         "报修时间": play.moment("03 09:00"), "完工时间": play.moment("03 15:00")}
        for n in (1, 2, 3)
    ]  # fmt: skip
    play.add("服务单.xlsx", "服务单", *repaired)
    told = {
        "投诉人": "业主", "联系方式": "电话", "首问责任人": "A01", "责任部门": "工程部", "处理方案": "返修",
        "处理结果": "已返修", "原因": "接头", "是否成立": "成立",
    }  # fmt: skip
    play.complaint(
        "T1", 投诉内容="爆管", 严重程度="重大", 接收时间="02 09:00", 客户编号="K4", **told, 执行完成时间="03 16:00",
        告知客户时间="03 16:30",
    )  # fmt: skip
    play.complaint(
        "T2", 投诉内容="漏水", 严重程度="一般", 接收时间="02 10:00", 客户编号="K5", **told, 执行完成时间="04 10:00",
        告知客户时间="04 10:30",
    )  # fmt: skip
    assert done(play.run(4, "17:00")) == ["major", "plan"]
    assert (asked(play, "M01"), asked(play, "B02")) == ({"K4": "11-05"}, {"K5": "11-06"})
    ((drawn, until),) = asked(play, "J01").items()
    assert drawn in ("K1", "K2", "K3") and until == "11-10"
    accepts = {**REACHED, "对投诉处理结果是否接受": "是"}
    play.call("M01", "K4", 5, "15:59", accepts)
    play.call("B02", "K5", 6, "09:30", accepts)
    play.call("J01", drawn, 6, "11:00", {**REACHED, "维修的效果": "满意"})
    play.call("A01", household, 6, "12:00", {**REACHED, "对管理处的建议": "无"})
    for agent in ("M01", "B02", "J01", "A01"):
        play.hand_in(agent, WEEK)
    assert done(play.run(8)) == ["collect", "writeback", "seal"]
    assert done(play.run(9, "08:30")) == ["plan"]
    assert offered(play) == [("K3", "每月走访")]
    with play.on_the_desk("A01", "2026W46") as sheet:
        at = columns(sheet)
        row = next(row for row in range(2, 100) if not sheet.cell(row, at["客户编号"]).value)
        entered = {"客户编号": "K6", "回访日期": date(2026, 11, 12), "开始时间": time(10, 0), "结束时间": time(10, 3)}
        put(sheet, row, {**entered, "回访方式": "上门", **REACHED})
    play.hand_in("A01", "2026W46")
    assert done(play.run(15)) == ["collect", "seal"]
    assert done(play.run(16, "08:30")) == ["plan"]
    told = play.office.run("explain", "K3", now="2026-11-16 09:10").data["due"][0]["derivation"]
    assert "2026-11 每人 5 位客户，A01 已有 2 位客户，还差 3 位客户" in told
    assert offered(play) == [("K3", "每月走访"), ("K1", "年度回访")]
    for day in (22, 29):
        play.run(day)
    play.run(date(2026, 12, 1), "08:30")
    assert done(play.run(date(2026, 12, 5), "18:00")) == ["report"]
    (page,) = (play.office.path("报告")).glob("回访月报-2026-11*.html")
    assert "下期（12月7日 至 12月13日）" in page.read_text(encoding="utf-8")  # 11-30 to 12-06 had begun
    parts = play.parts(MONTH, "2026-12-05 18:10")
    rates = parts["回访率"].lists
    assert [(row[0], *row[3:6], row[8]) for row in rates["各项规则"]][:4] == [
        ("R1", 1, 1, "1/1", "达到"), ("R2", 1, 1, "1/1", "达到"), ("R3", 1, 1, "1/1", "达到"),
        ("R4", 1, 1, "1/1", "还没有到期"),
    ]  # fmt: skip
    assert [row[2:] for row in rates["按比例的进度"]] == [
        ("2026-11", 3, "30%", 1, 1, 0, "达到"), ("2026", 6, "50%", 3, 1, 2, "期末才判断"),
    ]  # fmt: skip
    assert parts["指标"].lists["各项指标"] == [
        ("每月走访", "定额", "A01 李明", "2/5", "≥ 5 位客户(定额 10)", "没有达到"),
    ]  # fmt: skip
    assert [row[3:5] for row in rates["各项规则"] if row[1] == "每月走访"] == [(1, 0)]
    assert [row[1] for row in parts["任务"].lists["没有到期的任务"]] == ["回访资料归档"]
    assert play.office.run("verify", now="2026-12-05 18:20").data["ok"]
