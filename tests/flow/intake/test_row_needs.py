"""投诉要求 with 表: what must be filled in a call or in a row of a register that has come to a step."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from office import SHEET, TestOffice, add_rows, change, columns, edited, find, good_answer, load, run

pytestmark = pytest.mark.slow

HEADERS = ("表", "办到", "应填", "适用", "适用规则", "适用类别", "不符时", "依据")
CLAUSE = "《回访管理制度》第八条"
NEEDS: tuple[dict[str, Any], ...] = (
    {"表": "回访记录", "办到": "通话结果=接通，回访方式=上门", "应填": "客户签字", "依据": CLAUSE},
    {"表": "回访记录", "办到": "通话结果=接通", "应填": "录音编号", "适用规则": "R1", "不符时": "提醒", "依据": CLAUSE},
    {"表": "回访记录", "办到": "回访日期+次日，通话结果=接通", "应填": "回执日期", "不符时": "提醒", "依据": CLAUSE},
    {"表": "服务单", "办到": "完工时间", "应填": "服务人员", "依据": CLAUSE},
    {
        "表": "服务单",
        "办到": "服务类型=维修/大修，完工时间+3天",
        "应填": "验收日期",
        "适用类别": "车主",
        "依据": CLAUSE,
    },
)
OWN = (
    {"表": "回访记录", "列名": "客户签字", "类型": "选项", "选项": "已签，拒签"},
    {"表": "回访记录", "列名": "录音编号", "类型": "文字"},
    {"表": "回访记录", "列名": "回执日期", "类型": "日期"},
    {"表": "服务单", "列名": "验收日期", "类型": "日期"},
)


def office_with(folder: Path, *needs: dict[str, Any]) -> TestOffice:
    root = folder / "办公室"
    assert run("--now", "2026-11-02 08:30", "init", str(root), "--policy", "workshop-reminders").code == 0
    with edited(root / "制度.xlsx") as book:
        sheet = book["投诉要求"] if "投诉要求" in book.sheetnames else book.create_sheet("投诉要求")
        for place, header in enumerate(HEADERS, start=1):
            sheet.cell(1, place).value = header
        rule = next(row for row in book["回访规则"].iter_rows(min_row=2) if row[0].value == "R1")
        rule[columns(book["回访规则"])["回访方式"] - 1].value = "电话，上门"
    add_rows(root / "制度.xlsx", "投诉要求", *needs)
    add_rows(root / "制度.xlsx", "列", *OWN)
    people = ({"工号": "A01", "姓名": "李明", "角色": "业务员"}, {"工号": "B01", "姓名": "赵主管", "角色": "主管"})
    add_rows(root / "人员.xlsx", "人员", *({**one, "状态": "在职"} for one in people))
    approved = {"审核状态": "已审核", "审核人": "B01", "审核日期": date(2026, 1, 1), "客户类别": "车主"}
    who = {
        "客户编号": "K1",
        "客户名称": "一号客户",
        "业务员": "A01",
        "电话": "13800000001",
        "联系人": "王女士",
        **approved,
    }
    add_rows(root / "客户资料库.xlsx", "客户", who)
    with edited(root / "服务单.xlsx") as book:
        sheet = book["服务单"]
        sheet.cell(1, max(columns(sheet).values()) + 1).value = "验收日期"
    done = {"服务单号": "F1", "客户编号": "K1", "服务类型": "维修", "完工时间": datetime(2026, 11, 20, 10)}
    add_rows(root / "服务单.xlsx", "服务单", done)
    return TestOffice(root, folder / "寄出")


def test_a_row_that_breaks_a_need_is_sent_back_or_marked(tmp_path: Path) -> None:
    office = office_with(tmp_path, *NEEDS)
    plan = office.run("plan", "--period", "2026-11", now="2026-11-23 09:00").data
    sheet = Path(shutil.copy(office.path(plan["files"][0]), tmp_path))
    book = load(sheet)
    guide = [str(cell.value) for page in book.worksheets for row in page.iter_rows() for cell in row if cell.value]
    assert any("回访方式=上门 的，要填好“客户签字”，没有填的退回" in text for text in guide)
    at = columns(book[SHEET])
    visit = {**good_answer(2), "回访日期": date(2026, 11, 23), "回访方式": "上门"}

    # on site without a signature: sent back; no recording: told only; the receipt has until the next day
    change(sheet, (2, visit))
    (returned,) = office.collect(sheet, now="2026-11-23 17:00").data["returned"]
    cell = {name: book[SHEET].cell(2, at[name]).coordinate for name in ("客户签字", "录音编号", "回执日期")}
    assert find(returned["findings"], "R330") == [("error", SHEET, cell["客户签字"])]
    assert find(returned["findings"], "R331") == [("warning", SHEET, cell["录音编号"])]
    # two days later it is late, and the signature is there: accepted with two warnings
    change(sheet, (2, {**visit, "客户签字": "已签"}))
    data = office.collect(sheet, now="2026-11-25 17:00").data
    assert data["returned"] == [] and data["accepted"][0]["warnings"] == 2
    # a receipt dated the next day is in time; by telephone no signature is asked for
    other = {**good_answer(3), "回访日期": date(2026, 11, 24), "回执日期": date(2026, 11, 25), "录音编号": "L1"}
    row = next(n for n in range(3, book[SHEET].max_row + 1) if not book[SHEET].cell(n, at["计划编号"]).value)
    change(sheet, (row, {**other, "客户编号": "K1", "计划编号": None}))
    assert office.collect(sheet, now="2026-11-25 18:00").data["returned"] == []


def test_a_register_is_warned_of(tmp_path: Path) -> None:
    office = office_with(tmp_path, *NEEDS)
    findings = office.run("check", now="2026-11-23 17:00").data["findings"]
    assert [(f["severity"], f["sheet"]) for f in findings if f["code"] == "D132"] == [("warning", "服务单")]
    findings = office.run("check", now="2026-11-24 09:00").data["findings"]  # 11-20 and three days are over
    assert len([f for f in findings if f["code"] == "D132"]) == 2


def test_needs_that_contradict_themselves(tmp_path: Path) -> None:
    office = office_with(
        tmp_path,
        {"表": "合同", "办到": "签订日期", "应填": "金额"},
        {"表": "服务单", "办到": "完工时间", "应填": "服务人员", "适用": "重大", "适用规则": "R1", "不符时": "退回"},
        {"表": "服务单", "办到": "完工时间+次日", "应填": "服务人员"},
        {"表": "回访记录", "办到": "通话结果=接通", "应填": "颜色", "适用类别": "大户"},
        {"表": "回访记录", "办到": "通话结果=接通", "应填": "参加人员"},
        {"表": "投诉", "办到": "关闭时间", "应填": "归档号", "适用规则": "R1"},
    )
    findings = office.run("check", now="2026-11-23 09:00").data["findings"]
    said = {(f["code"], f["cell"]) for f in findings if f["sheet"] == "投诉要求"}
    assert said == {
        ("P607", "A2"), ("P615", "D3"), ("P615", "E3"), ("P615", "G3"), ("P605", "C4"), ("P607", "F5"),
        ("P611", "C6"), ("P615", "E7"), ("P611", "B7"),
    }  # fmt: skip
