"""回访报告: a row for each visit as soon as it is known, once; and a letter to who made it, until it is written."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from office import SHEET, Ran, TestOffice, add_rows, codes, edited, issued_rows, load, put, run, table

NOW = "2026-11-24 17:00"
MADE = {
    "回访日期": date(2026, 11, 23), "开始时间": "09:30", "结束时间": "10:10", "回访方式": "上门", "通话结果": "接通",
    "满意度": "满意", "客户意见或需求": "无", "处理情况": "无问题",
}  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> TestOffice:
    root = tmp_path / "office"
    assert run("--now", "2026-11-01 09:00", "init", str(root), "--policy", "service-desk").code == 0
    add_rows(
        root / "人员.xlsx", "人员",
        {"工号": "B01", "姓名": "周丽华", "角色": "主管", "状态": "在职"},
        {"工号": "A01", "姓名": "李晓明", "角色": "业务员", "上级": "B01", "状态": "在职"},
    )  # fmt: skip
    who = {"客户类别": "大客户", "业务员": "A01", "审核状态": "已审核", "审核人": "B01", "审核日期": date(2026, 10, 20)}
    for number in (1, 2):
        known = {"客户编号": f"K{number}", "客户名称": f"{number} 号", "电话": f"1380000000{number}"}
        add_rows(root / "客户资料库.xlsx", "客户", {**who, **known})
    return TestOffice(root, tmp_path / "寄出")


def rows(office: TestOffice) -> list[tuple[object, ...]]:
    """Number, record, who and day of the rows that there are."""
    return [tuple(row.values())[:4] for row in table(office.path("回访报告.xlsx"), "回访报告") if any(row.values())]


def collected(office: TestOffice, *made: dict[str, object]) -> Ran:
    office.run("plan", now="2026-11-20 09:00")
    path = office.outside / "A01.xlsx"
    office.outside.mkdir()
    shutil.copy(office.issued("A01", "2026-11"), path)
    with edited(path) as book:
        for row, cells in zip(issued_rows(book), made, strict=False):
            put(book[SHEET], row, cells)
    result = office.collect(path, now=NOW)
    assert result.data["returned"] == [], result.data["returned"]
    return result


def asked(office: TestOffice, now: str = NOW) -> list[dict[str, object]]:
    steps = office.run("run", now=now).data["steps"]
    written = [one for step in steps if step["step"] == "letters" for one in step["written"]]
    return [one for one in written if one["occasion"] == "回访报告"]


def test_a_visit_has_its_row_and_who_made_it_a_letter_once(office):
    collected(office, MADE, {**MADE, "开始时间": "14:00", "结束时间": "14:20"})
    first, second = rows(office)
    assert (first[0], first[2], first[3]) == ("B2611-001", "A01", None) and second[0] == "B2611-002"
    (letter,) = asked(office)
    assert letter["letters"] == ["A01"] and letter["about"] == ["B2611-001", "B2611-002"]
    assert asked(office, "2026-11-25 09:00") == [] and len(rows(office)) == 2
    told = office.run("check", now="2026-11-24 18:00").data["waiting"]
    assert [one["matter"] for one in told if one["matter"] == "写回访报告"] == ["写回访报告"] * 2


def test_a_row_that_was_written_by_hand_is_left_and_one_taken_away_stays_away(office):
    collected(office, MADE)
    (row,) = rows(office)
    with edited(office.path("回访报告.xlsx")) as book:
        for cell in book["回访报告"][2]:
            cell.value = None
    assert asked(office) == [] and rows(office) == []
    add_rows(
        office.path("回访报告.xlsx"), "回访报告", {"记录编号": row[1], "报告人": "A01", "报告日期": date(2026, 11, 24)}
    )
    assert asked(office, "2026-11-25 09:00") == []


def test_an_office_that_asks_for_no_reports_in_writing_gets_no_rows(office):
    with edited(office.path("制度.xlsx")) as book:
        (cell,) = (row[0] for row in book["通知"].iter_rows() if row[0].value == "回访报告")
        cell.value = "批示"
    collected(office, MADE)
    assert rows(office) == [] and asked(office) == []


def test_while_the_register_is_open_rows_and_letters_wait(office):
    mark = office.path("~$回访报告.xlsx")
    mark.write_bytes(b"")
    assert codes(collected(office, MADE).data["notes"]) == ["J802"] and rows(office) == []
    mark.unlink()
    assert len(asked(office)) == 1 and len(rows(office)) == 1


def test_what_the_visit_is_for_stands_on_the_sheet_and_on_its_form(office):
    """S1 二.3, 三.1, 三.3: the purpose, who the contact is, how the customer buys, what was said before."""
    with edited(office.path("客户资料库.xlsx")) as book:
        sheet = book["客户"]
        at = {cell.value: cell.column for cell in sheet[1]}
        for header, value in {"回访目的": "了解新设备用得怎样", "消费特点": "每季度集中采购", "联系人": "王芳"}.items():
            sheet.cell(2, at[header]).value = value
    who = {
        "客户编号": "K1",
        "联系角色": "负责人",
        "姓名": "王芳",
        "职务": "采购经理",
        "年龄": 40,
        "电话": "13800000001",
    }
    add_rows(office.path("客户资料库.xlsx"), "联系人", who)
    office.run("plan", now="2026-11-20 09:00")
    row = next(row for row in table(office.issued("A01", "2026-11"), SHEET) if row["客户编号"] == "K1")
    assert row["回访目的"] == "了解新设备用得怎样"
    for said in ("采购经理", "40 岁", "每季度集中采购"):
        assert said in row["回访内容"], row["回访内容"]
    ran = office.run("form", "回访客户记录", "K1", "--out", office.outside, now="2026-11-20 09:30")
    texts = " ".join(
        str(cell) for line in load(Path(ran.data["files"][0])).active.iter_rows(values_only=True) for cell in line
    )
    assert "了解新设备用得怎样" in texts and "采购经理" in texts and "每季度集中采购" in texts
    plan = office.run("form", "客户回访计划", "A01", "--out", office.outside, now="2026-11-20 09:30")
    listed = " ".join(
        str(cell) for line in load(Path(plan.data["files"][0])).active.iter_rows(values_only=True) for cell in line
    )
    assert "了解新设备用得怎样" in listed
