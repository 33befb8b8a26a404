"""What rules count from besides services: an event of 事件登记, and the day on which somebody leaves."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from office import SHEET, TestOffice, add_rows, columns, edited, run, table

pytestmark = pytest.mark.slow

APPROVED = {"审核状态": "已审核", "审核人": "B01", "审核日期": date(2026, 1, 1), "客户类别": "车主", "联系人": "王女士"}
RULES = (
    {
        "规则编号": "R8", "规则名称": "开工后回访", "触发": "日期", "回访方式": "电话", "起算": "事件登记.时间",
        "窗口起": 1, "窗口长": 2, "条件列": "事件登记.事件类型", "条件值": "开工",
    },
    {
        "规则编号": "R9", "规则名称": "离职交接回访", "触发": "日期", "回访方式": "电话", "起算": "人员.离职日期",
        "窗口起": 0, "窗口长": 7,
    },
)  # fmt: skip


def office_of(folder: Path) -> TestOffice:
    root = folder / "办公室"
    assert run("--now", "2026-11-02 08:30", "init", str(root), "--policy", "workshop-reminders").code == 0
    add_rows(root / "制度.xlsx", "回访规则", *RULES)
    with edited(root / "制度.xlsx") as book:
        row = next(row for row in book["基本"].iter_rows(min_row=2) if row[0].value == "另用登记表")
        row[1].value = "事件登记"
    staff = [{"工号": "A01", "姓名": "李明"}, {"工号": "A02", "姓名": "王强"}]
    staff.append({"工号": "B01", "姓名": "赵主管", "角色": "主管"})
    add_rows(root / "人员.xlsx", "人员", *({"角色": "业务员", "上级": "B01", "状态": "在职", **one} for one in staff))
    for n, agent in enumerate(("A01", "A01", "A02"), start=1):
        who = {"客户编号": f"K{n}", "客户名称": f"{n}号客户", "业务员": agent, "电话": f"1380000000{n}", **APPROVED}
        add_rows(root / "客户资料库.xlsx", "客户", who)
    return TestOffice(root, folder / "寄出")


def calls_of(plan: dict) -> set[tuple[str, str, str, str, str]]:
    return {(c["customer_no"], c["rule"], c["agent"], c["from"], c["due_on"]) for c in plan["calls"]}


def test_events_are_registered_and_followed_up(tmp_path: Path) -> None:
    office = office_of(tmp_path)
    office.run("run", now="2026-11-09 09:00")
    book = office.path("事件登记.xlsx")
    assert [*columns_of(book)] == ["事件编号", "客户编号", "事件类型", "时间", "经办人", "备注"]
    at = datetime(2026, 11, 9, 8, 30)
    add_rows(
        book, "事件登记",
        {"事件编号": "E1", "客户编号": "K1", "事件类型": "开工", "时间": at, "备注": "二楼改造", "经办人": "A02"},
        {"事件编号": "E2", "客户编号": "K2", "事件类型": "交付", "时间": at},
        {"事件编号": "E3", "客户编号": "K9", "事件类型": "交付", "时间": at, "经办人": "张三"},
        {"事件编号": "E4", "客户编号": "K2", "事件类型": "动土", "时间": at},
    )  # fmt: skip
    findings = office.run("check", now="2026-11-10 09:00").data["findings"]
    said = {(f["code"], f["cell"]) for f in findings if f["sheet"] == "事件登记" and f["severity"] == "error"}
    assert said == {("T501", "B4"), ("C205", "C5"), ("T507", "E4")}
    plan = office.run("plan", "--period", "2026-11", now="2026-11-10 09:00").data
    assert calls_of(plan) == {("K1", "R8", "A01", "2026-11-10", "2026-11-12")}
    (row,) = [row for row in table(office.path(plan["files"][0]), SHEET) if row["客户编号"] == "K1"]
    assert "开工 E1：11-09，二楼改造，经办 王强" in row["回访内容"]


def columns_of(book: Path) -> list[str]:
    with edited(book) as opened:
        return [*columns(opened["事件登记"])]


def test_customers_of_who_leaves_are_called_also_after_they_were_given_away(tmp_path: Path) -> None:
    office = office_of(tmp_path)
    office.run("run", now="2026-11-09 09:00")
    with edited(office.path("客户资料库.xlsx")) as book:
        sheet = book["客户"]
        sheet.cell(2, columns(sheet)["业务员"]).value = "A02"  # K1 is given away two days before
    office.run("run", now="2026-11-10 09:00")
    with edited(office.path("人员.xlsx")) as book:
        sheet = book["人员"]
        sheet.cell(2, columns(sheet)["离职日期"]).value = date(2026, 11, 12)
    plan = office.run("plan", "--period", "2026-11", now="2026-11-12 09:00").data
    # A01 had K1 and K2: both within seven days of 11-12; K1 by A02, K2 by the superior as long as nobody has it.
    assert {(number, rule, start, end) for number, rule, _, start, end in calls_of(plan)} == {
        ("K1", "R9", "2026-11-12", "2026-11-19"), ("K2", "R9", "2026-11-12", "2026-11-19"),
    }  # fmt: skip
    assert "A02" in {agent for number, _, agent, *_ in calls_of(plan) if number == "K1"}
    due = office.run("explain", "K1", now="2026-11-12 10:00").data["due"]
    assert [one["rule"] for one in due if one["rule"] == "R9"] == ["R9"]
    assert [one for one in office.run("explain", "K3", now="2026-11-12 10:00").data["due"] if one["rule"] == "R9"] == []
