"""Columns of the office's own, in the sheet 列: read, checked, kept, told to the caller, and named by rules."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from pathlib import Path

import pytest

from office import SHEET, TestOffice, add_rows, change, columns, edited, find, good_answer, load, run, table

pytestmark = pytest.mark.slow

MORNING, EVENING = "2026-11-30 09:00", "2026-11-30 17:00"
OWN = (
    {"表": "服务单", "列名": "派工日期", "类型": "日期"},
    {"表": "服务单", "列名": "紧急程度", "类型": "选项", "选项": "急，缓", "必填": "是", "按客户联系": "是"},
    {"表": "客户", "列名": "会员号", "类型": "文字", "按客户联系": "是"},
    {"表": "客户", "列名": "年检日期", "类型": "日期"},
    {"表": "回访记录", "列名": "录音编号", "类型": "文字", "必填": "是"},
)
RULES = (
    {
        "规则编号": "R8", "规则名称": "派工后回访", "触发": "日期", "回访方式": "电话",
        "起算": "服务单.派工日期", "窗口起": 1, "窗口长": 2, "条件列": "服务单.紧急程度", "条件值": "急",
    },
    {
        "规则编号": "R9", "规则名称": "年检提醒", "触发": "日期", "回访方式": "电话",
        "起算": "客户.年检日期", "窗口起": -5, "窗口长": 4, "条件列": "客户.会员号", "条件值": "非空",
    },
)  # fmt: skip


def own_office(folder: Path) -> TestOffice:
    """A workshop that wrote five columns of its own, and two rules by them."""
    root = folder / "办公室"
    assert run("--now", "2026-11-02 08:30", "init", str(root), "--policy", "workshop-reminders").code == 0
    add_rows(root / "制度.xlsx", "列", *OWN)
    add_rows(root / "制度.xlsx", "回访规则", *RULES)
    people = ({"工号": "A01", "姓名": "李明", "角色": "业务员"}, {"工号": "C01", "姓名": "钱老板", "角色": "主管"})
    add_rows(root / "人员.xlsx", "人员", *({**one, "状态": "在职"} for one in people))
    for book, sheet, headers in (("服务单", "服务单", OWN[:2]), ("客户资料库", "客户", OWN[2:4])):
        with edited(root / f"{book}.xlsx") as workbook:
            behind = max(columns(workbook[sheet]).values())
            for place, one in enumerate(headers, start=1):
                workbook[sheet].cell(1, behind + place).value = one["列名"]
    approved = {
        "审核状态": "已审核",
        "审核人": "C01",
        "审核日期": date(2026, 1, 1),
        "业务员": "A01",
        "联系人": "王女士",
    }
    for number, own in (("K1", {"会员号": "VIP7"}), ("K2", {"年检日期": date(2026, 12, 3), "会员号": "VIP8"})):
        who = {"客户编号": number, "客户名称": f"{number}客户", "客户类别": "车主", "电话": f"1380000000{number[1]}"}
        add_rows(root / "客户资料库.xlsx", "客户", {**who, **approved, **own})
    add_rows(
        root / "服务单.xlsx", "服务单",
        {"服务单号": "F1", "客户编号": "K1", "服务类型": "维修", "派工日期": date(2026, 11, 29), "紧急程度": "急"},
        {"服务单号": "F2", "客户编号": "K2", "服务类型": "维修", "派工日期": date(2026, 11, 29), "紧急程度": "缓"},
    )  # fmt: skip
    return TestOffice(root, folder / "寄出")


def test_own_columns_from_the_rule_to_the_ledger(tmp_path: Path) -> None:
    office = own_office(tmp_path)
    wrong = [f for f in office.run("check", now=MORNING).data["findings"] if f["severity"] == "error"]
    assert not wrong, wrong

    plan = office.run("plan", "--period", "2026-11", now=MORNING).data
    # K1: assigned 11-29, urgent: 11-30 to 12-02. K2: not urgent; inspected 12-03: 11-28 to 12-02, the day before.
    assert {(c["customer_no"], c["rule"], c["from"], c["due_on"]) for c in plan["calls"]} == {
        ("K1", "R8", "2026-11-30", "2026-12-02"), ("K2", "R9", "2026-11-28", "2026-12-02"),
    }  # fmt: skip
    (file,) = plan["files"]
    told = {row["客户编号"]: row["回访内容"] for row in table(office.path(file), SHEET) if row["客户编号"]}
    assert "紧急程度 急" in told["K1"] and "会员号 VIP7" in told["K1"] and "会员号 VIP8" in told["K2"]

    answer = {**good_answer(2), "回访日期": date(2026, 11, 30)}
    sheet = Path(shutil.copy(office.path(file), tmp_path))
    change(sheet, (2, answer))
    (returned,) = office.collect(sheet, now=EVENING).data["returned"]
    at = columns(load(sheet)[SHEET])["录音编号"]
    assert find(returned["findings"], "R311")[0][2] == load(sheet)[SHEET].cell(2, at).coordinate
    change(sheet, (2, {**answer, "录音编号": "REC-0017"}))
    assert office.collect(sheet, now=EVENING).data["accepted"][0]["rows"] == 1
    (kept,) = office.ledger("2026-12-01 09:00", "2026-11").values()
    assert kept["录音编号"] == "REC-0017"

    # taken out again: what came in stays, the old sheet is still read as it was handed out
    with edited(office.path("制度.xlsx")) as book:
        for name, first in (("列", OWN[0]["表"]), ("回访规则", "R8")):
            rows = [row for row in book[name].iter_rows(min_row=2) if row[0].value]
            begun = next(n for n, row in enumerate(rows) if row[0].value == first)
            for row in rows[begun:]:
                for cell in row:
                    cell.value = None
    change(sheet, (3, {**good_answer(3), "回访日期": date(2026, 11, 30), "录音编号": "REC-0018"}))
    assert office.collect(sheet, now="2026-11-30 17:30").data["accepted"][0]["rows"] == 1
    findings = office.run("check", now="2026-11-30 18:00").data["findings"]
    assert {(f["file"], f["code"]) for f in findings if f["code"] == "F107"} == {
        ("服务单.xlsx", "F107"), ("客户资料库.xlsx", "F107"),
    }  # fmt: skip
    assert office.run("verify", now="2026-11-30 18:00").data["ok"]


def test_what_is_wrong_in_own_columns_is_said_with_its_cell(tmp_path: Path) -> None:
    office = own_office(tmp_path)
    with edited(office.path("服务单.xlsx")) as book:
        sheet = book["服务单"]
        at = columns(sheet)
        sheet.cell(2, at["紧急程度"]).value = "火急"
        sheet.cell(3, at["紧急程度"]).value = None
        sheet.cell(3, at["派工日期"]).value = "那天"
        wrong = [
            sheet.cell(row, at[name]).coordinate for row, name in ((2, "紧急程度"), (3, "紧急程度"), (3, "派工日期"))
        ]
    with edited(office.path("客户资料库.xlsx")) as book:
        book["客户"].cell(1, columns(book["客户"])["年检日期"]).value = None
    add_rows(
        office.path("制度.xlsx"), "列",
        {"表": "合同", "列名": "金额", "类型": "数字"},
        {"表": "回访记录", "列名": "回执号", "类型": "文字", "按客户联系": "是"},
        {"表": "服务单", "列名": "颜色", "类型": "文字", "选项": "红，白"},
        {"表": "服务单", "列名": "派工日期", "类型": "日期时间"},
    )  # fmt: skip
    findings = office.run("check", now=MORNING).data["findings"]
    said = {(f["code"], f["sheet"], f["cell"]) for f in findings}
    assert {("C205", "服务单", wrong[0]), ("C201", "服务单", wrong[1]), ("C202", "服务单", wrong[2])} <= said
    assert ("F103", "客户", "A1") in said and ("P611", "回访规则") in {one[:2] for one in said}
    assert {("P607", "列", "A7"), ("P615", "列", "F8"), ("P615", "列", "D9"), ("P605", "列", "B10")} <= said


def test_cells_of_own_columns_count_as_they_were_first_seen(tmp_path: Path) -> None:
    office = own_office(tmp_path)
    office.run("plan", "--period", "2026-11", now=MORNING)
    with edited(office.path("服务单.xlsx")) as book:
        sheet = book["服务单"]
        sheet.cell(2, columns(sheet)["派工日期"]).value = datetime(2026, 12, 20)
    findings = office.run("check", now=EVENING).data["findings"]
    assert [f["sheet"] for f in findings if f["code"] == "T540"] == ["服务单"]
    due = office.run("explain", "K1", now=EVENING).data["due"]
    assert [(one["from"], one["due_on"]) for one in due if one["rule"] == "R8"] == [("2026-11-30", "2026-12-02")]
    corrected = office.correct(
        ("服务单", "F1", "派工日期", "2026-11-29", "2026-11-28", "C01", "抄错了"), now=EVENING
    ).data
    assert corrected["applied"] == 1, corrected


def test_blank_forms_of_such_an_office_have_its_columns(tmp_path: Path) -> None:
    office = own_office(tmp_path)
    assert office.run("form", "--blank", tmp_path / "空表", now=MORNING).code == 0
    blank = {path.stem: path for path in (tmp_path / "空表").glob("*.xlsx")}
    assert "紧急程度" in columns(load(blank["服务单"])["服务单"]) and "会员号" in columns(
        load(blank["客户资料库"])["客户"]
    )
    assert "录音编号" in columns(load(blank["回访记录"])[SHEET])
