"""Settings that name what is not there: said by ``check``, and by whatever plans or tells by them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl.utils import get_column_letter

from office import (
    MONDAY,
    PERIOD,
    PLANNED,
    SAMPLED,
    TestOffice,
    add_rows,
    blank_office,
    columns,
    edited,
    find,
    load,
    plan_numbers,
    planned_office,
    put,
    sample_office,
)

pytestmark = pytest.mark.slow

RULES, STAFF = "制度.xlsx", "人员.xlsx"
ROLLING = {"规则编号": "R9", "规则名称": "再来一次", "触发": "滚动", "间隔": 30, "间隔单位": "天"}
ON_DATE = {"规则编号": "R9", "规则名称": "按日期", "触发": "日期", "窗口起": 0, "窗口长": 7}
EXCEPTION = {"起": MONDAY, "处理": "放弃", "批准人": "B01", "原因": "停业"}
LATER = "2026-11-24 09:00"


@pytest.fixture
def office(tmp_path: Path) -> TestOffice:
    return planned_office(tmp_path)


def said(office: TestOffice, command: str, now: str = LATER) -> list[dict[str, Any]]:
    data = office.run(command, now=now).data
    steps = [finding for step in data.get("steps", ()) for finding in step.get("findings", ())]
    return [*data.get("findings", ()), *steps]


def change_row(office: TestOffice, file: str, sheet: str, row: int, values: Mapping[str, Any]) -> None:
    with edited(office.path(file)) as book:
        put(book[sheet], row, values)


#: What is wrong, and where it stands: file, sheet, row, values; code and cell.
WRONG: dict[str, tuple[str, str, int, Mapping[str, Any], str, str]] = {
    "a condition of a rolling rule": (
        RULES, "回访规则", 2, {"条件列": "客户.客户类别", "条件值": "大客户"}, "P608", "T2",
    ),
    "a share of a rule by date": (
        RULES, "回访规则", 3, {**ON_DATE, "起算": "客户.首次登记日期", "比例(%)": 30}, "P608", "S3",
    ),
    "a second rolling rule for all": (RULES, "回访规则", 3, ROLLING, "P610", "F3"),
    "a second rolling rule for one class": (RULES, "回访规则", 3, {**ROLLING, "适用类别": "大客户"}, "P610", "F3"),
    "a register that is not there": (RULES, "回访规则", 3, {**ON_DATE, "起算": "服务单.完工时间"}, "P611", "J3"),
    "a column that is not there": (RULES, "回访规则", 3, {**ON_DATE, "起算": "客户.体验日期"}, "P611", "J3"),
    "a column of calls that is not there": (
        RULES, "回访规则", 3, {**ON_DATE, "起算": "回访记录.结果反馈日期"}, "P611", "J3",
    ),
    "a class by a register that is not there": (
        RULES, "客户类别", 4, {"类别": "老客户", "依据列": "服务单.服务类型", "判断": "有记录"}, "P611", "C4",
    ),
    "a list that nobody offers": (RULES, "选项", 90, {"类型": "通话結局", "值": "没人"}, "P607", "A90"),
    "a list that cannot be added to": (RULES, "选项", 90, {"类型": "间隔单位", "值": "季"}, "P607", "A90"),
    "a deadline that tells nobody": (
        RULES, "投诉时限", 2,
        {"阶段": "响应", "起算": "接收时间", "时限": 1, "单位": "天", "完成": "首次响应时间", "升级对象": "总监"},
        "P612", "G2",
    ),
    "a report to nobody": (RULES, "报告", 2, {"收件角色": "老板，总监"}, "P612", "D2"),
    "a day twice": (RULES, "日历", 3, {"日期": MONDAY, "类型": "休"}, "T510", "A3"),
    "an exception for a plan number": (
        STAFF, "例外", 3, {**EXCEPTION, "对象": "计划", "编号": "H2611-0999"}, "T526", "B3",
    ),
    "an exception for a person": (STAFF, "例外", 3, {**EXCEPTION, "对象": "人员", "编号": "A77"}, "T526", "B3"),
    "an exception for a complaint": (STAFF, "例外", 3, {**EXCEPTION, "对象": "投诉", "编号": "T1"}, "T526", "B3"),
    "an exception for a customer": (STAFF, "例外", 3, {**EXCEPTION, "对象": "客户", "编号": "K0999"}, "T501", "B3"),
    "a stand-in for nobody": (
        STAFF, "代班", 2, {"工号": "A77", "起": MONDAY, "止": MONDAY, "代理人": "A02"}, "T507", "A2",
    ),
    "a deadline of complaints that nobody registers": (
        RULES, "投诉时限", 2,
        {"阶段": "响应", "起算": "接收时间", "时限": 1, "单位": "天", "完成": "首次响应时间", "升级对象": "老板"},
        "P611", "A2",
    ),
    "a part about a register that is not there": (RULES, "报告", 2, {"内容": "回访，投诉"}, "P611", "G2"),
    "a pause of a person": (
        STAFF, "例外", 3, {**EXCEPTION, "对象": "人员", "编号": "A01", "处理": "暂停"}, "T528", "E3",
    ),
    "an appeal of a customer": (
        STAFF, "例外", 3, {**EXCEPTION, "对象": "客户", "编号": "K0001", "处理": "申诉"}, "T528", "E3",
    ),
    "a condition that nothing meets": (
        RULES, "回访规则", 3,
        {**ON_DATE, "起算": "回访记录.下次联系日期", "条件列": "回访记录.通话结果", "条件值": "接通，打通"},
        "P607", "U3",
    ),
    "a class that nothing is of": (
        RULES, "客户类别", 4, {"类别": "老客户", "依据列": "服务单.服务类型", "判断": "等于", "判断值": "维俢"},
        "P607", "E4",
    ),
    "a test without a column": (RULES, "客户类别", 3, {"判断": "当月"}, "P615", "D3"),
    "a value that the test does not look at": (
        RULES, "客户类别", 4, {"类别": "新客户", "依据列": "客户.首次登记日期", "判断": "当月", "判断值": "11"},
        "P615", "E4",
    ),
    "choices of a question that has none": (
        RULES, "问卷", 2, {"题号": "Q1", "题目": "收到了吗", "题型": "是否", "选项": "收到，没有"}, "P615", "E2",
    ),
    "people above each other": (STAFF, "人员", 2, {"上级": "B01"}, "T527", "E2"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_it_is_said_by_whoever_goes_by_it(office: TestOffice, name: str) -> None:
    file, sheet, row, values, code, cell = WRONG[name]
    if sheet == "日历":
        change_row(office, file, sheet, 2, {"日期": MONDAY, "类型": "班"})
    change_row(office, file, sheet, row, values)
    for command in ("check", "plan", "run"):
        assert ("error", sheet, cell) in find(said(office, command), code), command
    assert office.run("run", now=LATER).code == 1


def test_an_office_in_order_says_nothing_of_its_settings(office: TestOffice) -> None:
    assert "settings" not in [step["step"] for step in office.run("run", now=LATER).data["steps"]]


def test_planning_goes_on_as_written(tmp_path: Path) -> None:
    office = blank_office(tmp_path)
    change_row(office, RULES, "回访规则", 2, {"窗口长": 7})
    planned = office.run("plan", "--period", PERIOD, now=PLANNED)
    assert (planned.code, len(planned.data["calls"])) == (1, 11)


def test_the_first_of_two_rules_of_one_number_counts(tmp_path: Path) -> None:
    office = blank_office(tmp_path)
    change_row(office, RULES, "回访规则", 3, {**ROLLING, "规则编号": "R1", "适用类别": "大客户"})
    assert find(said(office, "check"), "T510") == [("error", "回访规则", "A3")]
    assert {call["rule"] for call in office.run("plan", "--period", PERIOD, now=PLANNED).data["calls"]} == {"R1"}


def test_an_exception_for_what_was_issued_is_in_order(office: TestOffice) -> None:
    number = plan_numbers(office.issued())[0]
    change_row(office, STAFF, "例外", 3, {**EXCEPTION, "对象": "计划", "编号": number})
    change_row(office, STAFF, "例外", 4, {**EXCEPTION, "对象": "人员", "编号": "A01", "处理": "申诉"})
    assert [f for f in said(office, "check") if f["code"] in ("T526", "T501")] == []


def test_an_exception_may_end_what_a_deleted_customer_is_owed(office: TestOffice) -> None:
    with edited(office.path("客户资料库.xlsx")) as book:
        book["客户"].delete_rows(2)
    change_row(office, STAFF, "例外", 3, {**EXCEPTION, "对象": "客户", "编号": "K0001"})
    assert find(said(office, "check"), "T501") == []


@pytest.mark.parametrize("word", ["老板", "周丽华", "B01", "上级"])
def test_a_deadline_may_tell_a_role_a_person_or_whoever_is_above(office: TestOffice, word: str) -> None:
    row = {"阶段": "响应", "起算": "接收时间", "时限": 1, "单位": "天", "完成": "首次响应时间", "升级对象": word}
    change_row(office, RULES, "投诉时限", 2, row)
    assert [f for f in said(office, "check") if f["code"] in ("P612", "P613")] == []


def test_grievances_that_are_registered_nowhere(office: TestOffice) -> None:
    with edited(office.path(RULES)) as book:
        (row,) = (row for row in range(2, 60) if book["基本"].cell(row, 1).value == "回访中的不满登记到")
        put(book["基本"], row, {"值": "投诉"})
    for command in ("check", "plan", "run"):
        assert find(said(office, command), "P611") == [("error", "基本", f"B{row}")]


def test_a_role_in_the_settings(office: TestOffice) -> None:
    with edited(office.path(RULES)) as book:
        (row,) = (row for row in range(2, 60) if book["基本"].cell(row, 1).value == "审核角色")
        put(book["基本"], row, {"值": "总监"})
    assert ("error", "基本", f"B{row}") in [*find(said(office, "check"), "P612"), *find(said(office, "check"), "P602")]


@pytest.mark.parametrize(
    ("values", "code", "cell"), [({"收件角色": "总监"}, "P612", "B2"), ({"部门": "火星部"}, "P607", "C2")]
)
def test_whoever_is_to_be_written_to_is_somebody(
    office: TestOffice, values: Mapping[str, Any], code: str, cell: str
) -> None:
    change_row(office, RULES, "通知", 2, {"场合": "当天通知", **values})
    assert find(said(office, "check"), code) == [("error", "通知", cell)]


def test_an_occasion_of_a_register_that_is_not_there(office: TestOffice) -> None:
    change_row(office, RULES, "通知", 2, {"场合": "重大投诉"})
    assert find(said(office, "check"), "P611") == [("error", "通知", "A2")]


def test_a_role_that_nobody_has_is_a_warning_of_check_alone(office: TestOffice) -> None:
    add_rows(office.path(RULES), "选项", {"类型": "角色", "值": "客服"})
    change_row(office, RULES, "报告", 2, {"收件角色": "老板，客服"})
    assert find(said(office, "check"), "P613") == [("warning", "报告", "D2")]
    assert find(said(office, "plan"), "P613") == []


# A number that was another rule's


@pytest.mark.parametrize(
    ("values", "is_another"),
    [
        ({"规则名称": "十天一次"}, False),
        ({"间隔": 15, "规则名称": "十五日例行回访"}, False),
        ({"适用类别": "普通客户"}, False),
        ({"规则名称": "大客户月访", "适用类别": "大客户", "间隔": 30}, True),
        ({"触发": "每月", "次数": 1, "间隔": None, "间隔单位": None}, True),
        ({**ON_DATE, "规则编号": "R1", "间隔": None, "起算": "客户.首次登记日期"}, True),
    ],
)
def test_a_number_stays_with_its_rule(office: TestOffice, values: Mapping[str, Any], is_another: bool) -> None:
    change_row(office, RULES, "回访规则", 2, values)
    expected = [("error", "回访规则", "A2")] if is_another else []
    assert find(said(office, "check"), "P614") == find(said(office, "plan"), "P614") == expected


def test_it_is_still_said_after_calls_were_issued_under_it(office: TestOffice) -> None:
    values = {"规则名称": "每月一次", "触发": "每月", "次数": 1, "间隔": None, "间隔单位": None}
    change_row(office, RULES, "回访规则", 2, values)
    office.run("plan", "--period", "2026-12上旬", now="2026-12-01 09:00")
    assert find(said(office, "check", "2026-12-02 09:00"), "P614") == [("error", "回访规则", "A2")]
    change_row(office, RULES, "回访规则", 2, {"规则编号": "R2"})
    assert find(said(office, "check", "2026-12-02 09:00"), "P614") == []


def test_two_rules_that_changed_their_numbers(tmp_path: Path) -> None:
    office = sample_office(tmp_path, "service-desk")
    assert office.run("plan", now=SAMPLED).data["calls"]
    with edited(office.path(RULES)) as book:
        put(book["回访规则"], 2, {"规则编号": "R2"})
        put(book["回访规则"], 3, {"规则编号": "R1"})
    cells = {cell for _, _, cell in find(said(office, "check"), "P614")}
    assert cells and cells <= {"A2", "A3"}


def test_a_number_that_nothing_was_issued_under_is_free(tmp_path: Path) -> None:
    office = blank_office(tmp_path)
    office.run("check", now=PLANNED)
    values = {"规则名称": "每月一次", "触发": "每月", "次数": 1, "间隔": None, "间隔单位": None}
    change_row(office, RULES, "回访规则", 2, values)
    assert find(said(office, "plan", PLANNED), "P614") == []


def test_a_column_that_the_office_put_into_its_sheet_may_be_named(office: TestOffice) -> None:
    with edited(office.path("客户资料库.xlsx")) as book:
        page = book["客户"]
        page.cell(1, page.max_column + 1).value = "体验日期"
    change_row(office, RULES, "回访规则", 3, {**ON_DATE, "起算": "客户.体验日期"})
    assert find(said(office, "check"), "P611") == []


def test_a_question_of_a_rule_that_has_an_error_of_its_own(tmp_path: Path) -> None:
    office = blank_office(tmp_path)
    change_row(office, RULES, "回访规则", 2, {"间隔": None})
    change_row(office, RULES, "问卷", 2, {"题号": "Q1", "题目": "收到了吗", "题型": "是否", "适用规则": "R1"})
    assert [(f["code"], f["sheet"]) for f in said(office, "check") if f["severity"] == "error"] == [
        ("P605", "回访规则")
    ]


# What an office adds


def test_a_method_that_is_added_may_be_a_rules(tmp_path: Path) -> None:
    office = blank_office(tmp_path)
    add_rows(office.path(RULES), "选项", {"类型": "回访方式", "值": "视频"})
    change_row(office, RULES, "回访规则", 2, {"回访方式": "视频，电话"})
    planned = office.run("plan", "--period", PERIOD, now=PLANNED)
    assert (planned.code, {call["method"] for call in planned.data["calls"]}) == (0, {"视频"})
    ran = office.collect(office.filled(回访方式="视频"))
    assert (ran.data["returned"], ran.data["accepted"][0]["rows"]) == ([], 6)
    number = f"{plan_numbers(office.issued())[0]}-1"
    corrected = office.correct(("回访记录", number, "回访方式", "视频", "电话", "B01", "写错"))
    assert corrected.data["refused"] == []


@pytest.mark.parametrize(
    ("sheet", "header", "style"),
    [("人员", "角色", "warning"), ("人员", "状态", "warning"), ("例外", "处理", "warning"), ("代班", "工号", None)],
)
def test_a_register_takes_what_is_added_after_it_was_made(
    tmp_path: Path, sheet: str, header: str, style: str | None
) -> None:
    office = blank_office(tmp_path)
    book = load(office.path(STAFF))
    column = get_column_letter(columns(book[sheet])[header])
    rules = [rule for rule in book[sheet].data_validations.dataValidation if f"{column}2" in rule]
    assert [rule.errorStyle for rule in rules] == [style]
    book.close()


def test_a_list_that_stays_as_it_is_takes_nothing_else(tmp_path: Path) -> None:
    book = load(blank_office(tmp_path).path(RULES))
    page = book["回访规则"]
    column = get_column_letter(columns(page)["间隔单位"])
    (rule,) = (rule for rule in page.data_validations.dataValidation if f"{column}2" in rule)
    assert rule.errorStyle is None
    book.close()


def test_a_role_that_is_added_may_be_whoever_is_told(office: TestOffice) -> None:
    add_rows(office.path(RULES), "选项", {"类型": "角色", "值": "客服"})
    person = {"工号": "A50", "姓名": "方客服", "角色": "客服", "状态": "在职"}
    add_rows(office.path(STAFF), "人员", person)
    change_row(office, RULES, "报告", 2, {"收件角色": "老板，客服"})
    change_row(office, RULES, "通知", 2, {"场合": "当天通知", "收件角色": "客服"})
    with edited(office.path(RULES)) as book:
        (row,) = (row for row in range(2, 60) if book["基本"].cell(row, 1).value == "审核角色")
        put(book["基本"], row, {"值": "客服"})
    assert {f["code"] for f in said(office, "check")} <= {"T512", "T513"}


def test_a_day_is_no_reason_to_say_it_again(office: TestOffice) -> None:
    """One cell, one finding: a stand-in for nobody is not told twice by check."""
    away = {"工号": "A77", "起": MONDAY, "止": date(2026, 11, 24), "代理人": "A02"}
    add_rows(office.path(STAFF), "代班", away)
    assert len(find(said(office, "check"), "T507")) == len(find(said(office, "plan"), "T507")) == 1
