"""``huifang form NAME``: forms filled from the registers and the ledger, ready to be printed."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from complaints_made import GOOD, complain, complaint_office
from forms_filled import CUSTOMER, ORDER, form_office
from huifang.tables.declared.forms import FORMS
from letterheads import letterhead
from office import TestOffice, edited, load, put
from patched import complaints, opened, parts

NOW = "2026-11-23 09:00"
COMPLAINT = {
    "投诉编号": "T2611-004", "接收时间": datetime(2026, 11, 16, 9), "投诉内容": "排队四十分钟", "投诉人": "赵先生",
    "客户编号": "K1", "首问责任人": "A01", "严重程度": "重大",
}  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> TestOffice:
    """A property office with an order whose call is planned, and a complaint."""
    other = {**CUSTOMER, "客户编号": "K2", "客户名称": "孙先生", "电话": "13800000211", "地址": "7 栋"}
    order = {**ORDER, "服务单号": "W1123", "服务内容": "=1+1 更换门锁"}
    orders = [order, {**order, "服务单号": "W1124", "客户编号": "K2", "完工时间": None}]
    rows = {"客户": [CUSTOMER, other], "服务单": orders, "投诉": [COMPLAINT]}
    office = form_office(tmp_path_factory.mktemp("forms"), "property", rows)
    assert office.run("plan", now="2026-11-20 09:00").code in (0, 1)
    return office


def printed(office: TestOffice, *arguments: str) -> list[str]:
    """The texts of all cells of what was written, which must be one file; it is removed."""
    ran = office.run("form", *arguments, now=NOW)
    assert ran.code == 0, ran.err
    (file,) = ran.data["files"]
    path = Path(file) if Path(file).is_absolute() else office.path(file)
    texts = [str(cell.value) for row in load(path).active.iter_rows() for cell in row if cell.value is not None]
    path.unlink()
    return texts


def test_an_order_is_filled_in_with_its_customer_its_call_and_the_questions(office):
    texts = printed(office, "工程维修回访意见表", "W1123")
    for text in ("工程维修回访意见表", "编号 W1123", "王女士", "13800000175", "3 栋 2 单元 1502", "2026-11-18 10:35"):
        assert text in texts
    assert "=1+1 更换门锁" in texts
    assert any(text.startswith("□ 非常满意") for text in texts)
    assert [text for text in texts if text in ("维修人员的态度", "维修的效率", "维修的效果")] != []
    (plan_no,) = (call["plan_no"] for call in office.run("plan", now="2026-11-20 09:01").data["calls"])
    assert any(f"计划编号 {plan_no}" in text for text in texts)


@pytest.mark.parametrize("number", ["w1123", "K1", "Ｗ1123"])
def test_a_number_is_of_the_row_or_of_its_customer(office, number):
    assert "编号 W1123" in printed(office, "《工程维修回访意见表》", number)


def test_the_call_about_a_row_names_it_too(office):
    plan_no = office.run("plan", now="2026-11-20 09:01").data["calls"][0]["plan_no"]
    assert "编号 W1123" in printed(office, "工程维修回访意见表", plan_no)
    assert f"编号 {plan_no}" in printed(office, "回访客户记录", "W1123")


def test_several_are_one_file(office):
    texts = printed(office, "工程维修回访意见表", "W1123", "W1124")
    assert [text for text in texts if text.startswith("编号")] == ["编号 W1123", "编号 W1124"]


def test_without_a_number_what_is_open_is_filled_in(office):
    """The order whose call is to be made, not the one that is not finished; the complaint that is not closed."""
    assert [t for t in printed(office, "工程维修回访意见表") if t.startswith("编号")] == ["编号 W1123"]
    texts = printed(office, "客户投诉处理单")
    assert "编号 T2611-004" in texts and "李晓明" in texts
    assert any("重大投诉须立即上报" in text for text in texts)


def test_a_form_is_called_as_it_was_asked_for(office):
    assert "客户回访记录表" in printed(office, "客户回访记录表", "K1")


def test_nothing_open_gives_a_blank_one(office):
    ran = office.run("form", "客户意见调查表", now=NOW)
    assert [Path(file).name for file in ran.data["files"]] == ["客户意见调查表-空白.xlsx"] and "空白" in ran.err


def test_a_survey_asks_the_office_s_own_items_and_ticks_what_was_answered(office):
    said = {"客户编号": "K1", "调查日期": date(2026, 11, 20)}
    rows = (
        {**said, "调查编号": "D1", "调查项目": "电梯", "评价": "不满意", "意见": "常停"},
        {**said, "调查编号": "D2", "调查项目": "绿化", "评价": "满意"},
    )
    with edited(office.path("意见调查.xlsx")) as book:
        for number, row in enumerate(rows, start=2):
            put(book["调查"], number, row)
    try:
        for arguments in (["D2"], ["K1"], []):
            texts = printed(office, "客户意见调查表", *arguments)
            assert [text for text in texts if text.startswith("编号")] == ["编号 D1"]
            assert {"电梯", "绿化", "王女士"} <= {*texts} and "保洁" not in texts
            assert any("√ 不满意" in text for text in texts) and any("电梯：常停" in text for text in texts)
    finally:
        with edited(office.path("意见调查.xlsx")) as book:
            for number in (2, 3):
                put(
                    book["调查"],
                    number,
                    dict.fromkeys(("客户编号", "调查日期", "调查编号", "调查项目", "评价", "意见")),
                )


def test_a_plan_lists_the_calls_of_an_agent(office):
    texts = printed(office, "客户回访计划", "李晓明")
    assert "王女士" in texts and "李晓明" in texts and "2026-11" in texts


def test_where_it_goes_is_the_person_s_choice(office, tmp_path):
    ran = office.run("form", "客户投诉登记表", "T2611-004", "--out", tmp_path, now=NOW)
    assert [path.name for path in tmp_path.iterdir()] == ["客户投诉登记表-T2611-004.xlsx"]
    again = office.run("form", "客户投诉登记表", "T2611-004", "--out", tmp_path, now=NOW)
    assert ran.data["files"] != again.data["files"] and len([*tmp_path.iterdir()]) == 2


@pytest.mark.parametrize("form", ["工程维修回访意见表", "客户投诉处理单", "客户回访计划", "客户意见调查表"])
def test_what_is_printed_is_a_sound_workbook(office, form, tmp_path):
    """openpyxl writes the parts of a font in an order of its own, which every program reads."""
    ran = office.run("form", form, "--out", tmp_path, now=NOW)
    said = complaints(Path(ran.data["files"][0]).read_bytes(), tmp_path / "audit")
    assert [one for one in said if "/fonts[n]/font[n]: Unexpected element" not in one] == []


def test_a_complaint_says_what_is_due_when(tmp_path):
    late = complaint_office(tmp_path)
    complain(late, {**GOOD, "投诉编号": "T1", "接收时间": "11-20 09:00", "首次响应时间": "11-20 09:30"})
    ran = late.run("form", "客户投诉处理单", "T1", now="2026-11-23 09:00")
    texts = [str(cell.value) for row in load(late.path(ran.data["files"][0])).active.iter_rows() for cell in row]
    (said,) = [text for text in texts if "时限：" in text]
    assert "11-21 09:00 前，已做 11-20 09:30" in said and "还没有做，迟" in said


def test_an_unknown_name_lists_the_office_s_forms(office):
    ran = office.run("form", "客户投诉处理表", now=NOW)
    assert ran.code == 2 and "是不是“客户投诉处理单”" in ran.err and "工程维修回访意见表" in ran.err
    assert "顾客满意度调查表" not in ran.err
    other = office.run("form", "顾客满意度调查表", now=NOW)
    assert other.code == 2 and "项目台账.xlsx" in other.err


def test_an_unknown_number_names_a_near_one_and_writes_nothing(office):
    before = sorted(office.path("发件箱").iterdir())
    ran = office.run("form", "客户投诉处理单", "T2611-004", "T2611-040", now=NOW)
    assert ran.code == 2 and "“T2611-040”" in ran.err and "是不是“T2611-004”" in ran.err
    assert sorted(office.path("发件箱").iterdir()) == before


def test_printing_says_nothing_to_the_journal(office):
    before = office.path(".huifang/journal.jsonl").read_bytes()
    printed(office, "客户投诉处理单")
    assert office.path(".huifang/journal.jsonl").read_bytes() == before


def own_template(office: TestOffice, *rows: list[str]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    path = office.path("模板/客户投诉处理单.xlsx")
    path.parent.mkdir(exist_ok=True)
    book.save(path)
    return path


def test_the_office_s_own_template_wins(office):
    path = own_template(office, ["某某公司信笺"], ["{{ 投诉编号 }}", "{{ 客户.地址 }}", "{{ 单位名称 }}"])
    try:
        assert printed(office, "客户投诉处理单") == ["某某公司信笺", "T2611-004", "3 栋 2 单元 1502", "示范单位"]
    finally:
        path.unlink()


def test_a_letterhead_keeps_its_logo(office, tmp_path):
    path = office.path("模板/客户投诉处理单.xlsx")
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(letterhead(["{{ 投诉编号 }}", "{{ 投诉内容 }}"]))
    try:
        ran = office.run("form", "客户投诉处理单", "T2611-004", "--out", tmp_path, now=NOW)
    finally:
        path.unlink()
    content = Path(ran.data["files"][0]).read_bytes()
    assert any(name.startswith("xl/media/") for name in parts(content))
    assert [cell.value for cell in opened(content).active[1]][:2] == ["T2611-004", "排队四十分钟"]


def test_wrong_marks_are_findings_with_their_cells(office):
    path = own_template(office, ["{{ 投诉编码 }}"], ["x", "{{ 投诉人"])
    try:
        ran = office.run("form", "客户投诉处理单", now=NOW)
        checked = office.run("check", now=NOW)
    finally:
        path.unlink()
    assert [f for f in checked.data["findings"] if f["code"] == "F130"] == ran.data["findings"]
    assert ran.code == 1 and ran.data["files"] == []
    assert [(f["code"], f["file"], f["cell"]) for f in ran.data["findings"]] == [
        ("F130", "模板/客户投诉处理单.xlsx", "A1"), ("F130", "模板/客户投诉处理单.xlsx", "B2"),
    ]  # fmt: skip
    assert "是不是“投诉编号”" in ran.data["findings"][0]["message"]


def test_a_form_that_only_the_office_has_is_about_a_call(office):
    path = own_template(office, ["派车去", "{{ 客户.地址 }}", "{{ 计划日期 }}"]).rename(office.path("模板/派车单.xlsx"))
    try:
        assert printed(office, "派车单", "K1")[:2] == ["派车去", "3 栋 2 单元 1502"]
        assert "派车单" in office.run("form", "派车", now=NOW).err
    finally:
        path.unlink()


def test_no_two_forms_share_a_name():
    names = [name for form in FORMS for name in form.names]
    assert len(names) == len(set(names))
