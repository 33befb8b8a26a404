"""Printed forms that come back filled in: their answers are calls in the ledger."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import forms_filled
from forms_filled import CUSTOMER, ORDER, cells_at, fill, form_office, signed, tick
from letterheads import letterhead
from office import TestOffice, edited, load

NOW = "2026-11-24 17:00"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> TestOffice:
    """A property office with four orders whose calls are planned."""
    customers = [
        {**CUSTOMER, "客户编号": f"K{n}", "客户名称": f"{n} 号业主", "电话": f"1380000000{n}", "地址": f"{n} 栋"}
        for n in range(1, 5)
    ]
    orders = [{**ORDER, "服务单号": f"W{n}", "客户编号": f"K{n}"} for n in range(1, 5)]
    office = form_office(tmp_path_factory.mktemp("returned"), "property", {"客户": customers, "服务单": orders})
    assert len(office.run("plan", now="2026-11-20 09:00").data["calls"]) == 4
    return office


def printed(office: TestOffice, folder: Path, form: str, *numbers: str) -> Path:
    return forms_filled.printed(office, folder, form, *numbers, now=NOW)


GOOD: dict[str, Any] = {
    "回访方式": "上门", "开始时间": "1030", "结束时间": "10:36",
    "维修人员的态度": tick("非常满意"), "维修的效率": "满意", "维修的效果": tick("满意"),
    "修完打扫干净了吗": tick("否"), "现在还有问题吗": tick("没有"), "总的来说，您满意吗": tick("满意"),
    "客户签字": signed("2026 年 11 月 21 日"),
}  # fmt: skip


def test_what_a_customer_ticked_and_signed_is_a_call_in_the_ledger(office, tmp_path):
    form = fill(printed(office, tmp_path, "工程维修回访意见表", "W1"), GOOD)
    office.send(form)
    collected = office.collect(now=NOW)
    assert collected.data["returned"] == [], [
        (f["code"], f["cell"], f["message"]) for f in collected.data["returned"][0]["findings"]
    ]
    assert [entry["rows"] for entry in collected.data["accepted"]] == [1]
    (row,) = (row for row in office.ledger().values() if row["客户编号"] == "K1")
    assert row["回访日期"].date() == date(2026, 11, 21)
    assert (row["回访方式"], row["通话结果"]) == ("上门", "接通")
    assert (row["满意度"], row["处理情况"], row["客户意见或需求"]) == ("满意", "无问题", "无")
    assert row["备注"] == "修完打扫干净了吗：否"
    assert office.collect(form, now=NOW).data["duplicates"]
    due = office.run("explain", "K1", now=NOW).data["due"]
    assert due == []


def test_what_is_one_of_a_list_can_be_chosen_on_every_page(office, tmp_path):
    def lists(form: str, *numbers: str) -> dict[str, list[str]]:
        sheet = load(printed(office, tmp_path, form, *numbers)).worksheets[0]
        rules = sheet.data_validations.dataValidation
        assert all(rule.type == "list" and not rule.showErrorMessage for rule in rules)  # or filled in by hand
        return {rule.formula1.strip('"'): str(rule.sqref).split() for rule in rules}

    (methods,) = lists("工程维修回访意见表", "W2", "W3").items()
    assert methods[0].startswith("电话,上门") and len(methods[1]) == 2
    offered = lists("回访客户记录", "K2")
    assert {words.split(",")[0] for words in offered} == {"电话", "接通", "非常满意", "无问题"}


def test_only_the_pages_with_answers_count_and_what_is_wrong_stands_at_its_cell(office, tmp_path):
    form = printed(office, tmp_path, "工程维修回访意见表", "W2", "W3")
    worse = {**GOOD, "总的来说，您满意吗": tick("不满意"), "客户签字": signed("2029 年 1 月 2 日")}
    fill(form, {**worse, "不满意的\n原因、建议": "锁又坏了"}, 1)
    (signature,) = [cell.coordinate for cell in [list(cells_at(load(form).worksheets[0], "客户签字"))[1]]]
    collected = office.collect(form, now=NOW)
    (returned,) = collected.data["returned"]
    errors = [f for f in returned["findings"] if f["severity"] == "error"]
    assert {(f["sheet"], f["cell"]) for f in errors} == {("工程维修回访意见表", signature)}
    assert returned["marked"] and office.path(returned["marked"]).is_file()
    assert not [row for row in office.ledger().values() if row["客户编号"] in ("K2", "K3")]
    fill(form, {"客户签字": signed("2026 年 11 月 22 日")}, 1)
    assert [entry["rows"] for entry in office.collect(form, now=NOW).data["accepted"]] == [1]
    (row,) = (row for row in office.ledger().values() if row["客户编号"] == "K3")
    assert (row["满意度"], row["不满意原因"]) == ("不满意", "锁又坏了")


def test_a_visit_that_is_written_down_on_its_form(office, tmp_path):
    form = fill(
        printed(office, tmp_path, "回访客户记录", "K4"),
        {
            "回访日期": "2026-11-23", "开始时间": "930", "结束时间": "12", "回访方式": "上门", "通话结果": "接通",
            "满意度": "满意", "客户意见或需求": "无", "处理情况": "无问题", "维修的效果": "满意",
        },
    )  # fmt: skip
    collected = office.collect(form, now=NOW)
    assert collected.data["returned"] == [], collected.data["returned"]
    (row,) = (row for row in office.ledger().values() if row["客户编号"] == "K4")
    assert (row["回访方式"], row["开始时间"], row["结束时间"]) == ("上门", "09:30", "09:42")


def test_an_empty_form_says_nothing(office, tmp_path):
    form = printed(office, tmp_path, "工程维修回访意见表", "W2")
    collected = office.collect(form, now=NOW)
    codes = [f["code"] for entry in collected.data["accepted"] for f in entry["findings"]]
    assert codes == ["F106"]


def test_check_looks_at_it_too(office, tmp_path):
    form = fill(
        printed(office, tmp_path, "工程维修回访意见表", "W2"), {**GOOD, "客户签字": signed("2029 年 1 月 2 日")}
    )
    findings = office.run("check", form, now=NOW).data["findings"]
    assert {f["sheet"] for f in findings} == {"工程维修回访意见表"}


def test_a_form_of_another_office_is_not_ours(office, tmp_path):
    form = fill(printed(office, tmp_path, "工程维修回访意见表", "W2"), GOOD)
    with edited(form) as book:
        cell = book["_huifang"]["A1"]
        cell.value = cell.value.replace('"office_id":"', '"office_id":"0')
    assert [Path(entry["file"]).name for entry in office.collect(form, now=NOW).data["ignored"]] == [form.name]


def test_a_form_on_the_office_s_letterhead_comes_back_too(office, tmp_path):
    template = office.path("模板/工程维修回访意见表.xlsx")
    template.parent.mkdir(exist_ok=True)
    template.write_bytes(
        letterhead(
            ["服务单", "{{ 服务单号 }}"], ["开始时间", "{{ 回访记录.开始时间 }}"],
            ["结束时间", "{{ 回访记录.结束时间 }}"],
            ["回访方式", "{{ 回访记录.回访方式 }}"], ["客户签字："], ["{{ 题.题目 }}", "{{ 题.选项 }}"], *[[]] * 5,
        )
    )  # fmt: skip
    try:
        form = printed(office, tmp_path, "工程维修回访意见表", "W2")
    finally:
        template.unlink()
    fill(form, {**GOOD, "开始时间": "1410", "结束时间": "1414"})
    collected = office.collect(form, now=NOW)
    assert [entry["rows"] for entry in collected.data["accepted"]] == [1], collected.data["returned"]
    (row,) = (row for row in office.ledger().values() if row["客户编号"] == "K2")
    assert (row["开始时间"], row["满意度"]) == ("14:10", "满意")


def test_what_a_customer_filled_in_before_power_on_is_the_first_call_of_the_project(tmp_path):
    """003/五 6.1.1.1: printed for the visit after installation alone, item by item, product and service apart."""
    customer = {**CUSTOMER, "客户类别": "普通客户", "客户名称": "城东电力"}
    rows = [("P1", {"安装完成日期": date(2026, 11, 2)}), ("P2", {"送电日期": date(2026, 10, 5)})]
    projects = [{"项目编号": no, "工程名称": f"{no}变电站", "客户编号": "K1", **days} for no, days in rows]
    office = form_office(tmp_path, "equipment-lifecycle", {"客户": [customer], "台账": projects}, "2026-11-02 09:00")
    steps = office.run("run", now="2026-11-05 09:00").data["steps"]
    ((file,),) = (step["files"] for step in steps if step["step"] == "forms")
    texts = [str(cell.value) for row in load(office.path(file)).active.iter_rows() for cell in row if cell.value]
    assert "P1" in texts and "P2" not in texts and "逐项情况" not in texts
    fill(office.path(file), {
        "回访方式": "上门", "开始时间": "930", "结束时间": "950", "产品质量": tick("满意"), "服务质量": tick("不满意"),
        "文件资料、附件材料是否齐全": tick("否"), "是否需要培训和讲解": tick("是"), "现在还有问题吗": tick("没有"),
        "总的来说，您满意吗": tick("一般"), "顾客签字": signed("2026 年 11 月 6 日"),
    })  # fmt: skip
    collected = office.collect(office.path(file), now="2026-11-09 09:00").data
    assert collected["returned"] == [] and [entry["rows"] for entry in collected["accepted"]] == [1]
    (made,) = office.ledger(now="2026-11-25 18:00", period="2026-11").values()
    assert (made["产品质量"], made["服务质量"], made["满意度"], made["回访方式"]) == ("满意", "不满意", "一般", "上门")
    assert made["逐项情况"] == "文件资料、附件材料是否齐全：否；是否需要培训和讲解：是"
    assert [one["sheet"] for one in collected["heard"]] == ["反馈"]  # the service was not good
