"""What an outside review found: people who leave or are away, what is missing, and calls seen from another sheet."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from office import (
    MONDAY,
    NOW,
    PERIOD,
    SHEET,
    TestOffice,
    add_rows,
    at,
    blank_office,
    change,
    codes,
    edited,
    find,
    good_answer,
    issued_rows,
    plan_numbers,
    planned_office,
    put,
    table,
)  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> TestOffice:
    return planned_office(tmp_path)


def leave(office: TestOffice, agent: str, day: date) -> None:
    rows = [row["工号"] for row in table(office.path("人员.xlsx"), "人员")]
    change(office.path("人员.xlsx"), (rows.index(agent) + 2, {"状态": "离职", "离职日期": day}), sheet="人员")


def exempt(office: TestOffice, number: str, treatment: str, until: date | None = None) -> None:
    row = {"对象": "客户", "编号": number, "起": date(2026, 11, 21), "止": until, "处理": treatment}
    add_rows(office.path("人员.xlsx"), "例外", {**row, "批准人": "B01", "原因": "出国"})


@pytest.mark.slow
def test_a_paused_customer_is_not_overdue_and_explain_says_why(office: TestOffice) -> None:
    late = "2026-12-09 09:00"
    before = find(office.run("check", now=late).data["findings"], "L709")
    for number in plan_customers(office):
        exempt(office, number, "暂停", date(2026, 12, 31))
    assert before and not find(office.run("check", now=late).data["findings"], "L709")
    (due,) = office.run("explain", plan_customers(office)[0], now=late).data["due"]
    assert due["status"] == "暂停回访"
    assert any("出国" in step and "B01" in step for step in due["derivation"])


def plan_customers(office: TestOffice) -> list[str]:
    return [call["customer_no"] for agent in ("A01", "A02", "A03") for call in office.calls(agent)]


def test_the_open_calls_of_somebody_who_left_go_to_somebody_else(office: TestOffice) -> None:
    numbers = plan_numbers(office.issued("A01"))
    leave(office, "A01", date(2026, 11, 24))
    ran = office.run("plan", "--period", PERIOD, now="2026-11-24 09:00")
    again = {call["plan_no"]: call["agent"] for call in ran.data["calls"]}
    assert set(numbers) <= set(again) and not {again[number] for number in numbers} & {"A01"}
    assert len(again) == len(ran.data["calls"])
    assert ran.data["files"] and codes(ran.data["findings"]).count("L704") == len(numbers)
    assert office.run("plan", "--period", PERIOD, now="2026-11-24 09:00").data["files"] == []


@pytest.mark.slow
def test_nobody_calls_after_leaving(office: TestOffice) -> None:
    leave(office, "A01", MONDAY)
    ran = office.collect(office.filled("A01"))
    (returned,) = ran.data["returned"]
    assert ran.data["accepted"] == []
    assert ("error", SHEET, at("回访日期", 2)) in find(returned["findings"], "T508")


@pytest.mark.parametrize("command", ["collect", "check"])
def test_a_path_that_does_not_exist_stops_before_the_others_are_touched(office: TestOffice, command: str) -> None:
    good, before = office.filled(), office.journal()
    ran = office.run(command, good, office.outside / "没有.xlsx")
    assert ran.code == 2 and "没有.xlsx" in ran.err
    assert office.journal() == before


@pytest.mark.slow
@pytest.mark.parametrize("command", ["plan", "collect", "report", "run"])
@pytest.mark.parametrize(
    ("book", "sheet"), [("客户资料库.xlsx", "客户"), ("制度.xlsx", "回访规则"), ("人员.xlsx", "代班")]
)
def test_a_register_without_a_sheet_stops_the_run(office: TestOffice, command: str, book: str, sheet: str) -> None:
    with edited(office.path(book)) as opened:
        del opened[sheet]
    before = office.journal()
    ran = office.run(command)
    assert (ran.code, list(ran.data), office.journal()) == (3, ["error", "reason_code"], before)
    assert sheet in ran.err
    assert find(office.run("check").data["findings"], "F102")


def test_a_register_without_a_column_stops_the_run(office: TestOffice) -> None:
    with edited(office.path("客户资料库.xlsx")) as opened:
        opened["客户"].cell(1, 4).value = "甲乙丙"
    assert office.run("plan", now="2026-12-01 09:00").code == 3


def test_a_column_that_was_renamed_in_other_words_is_still_that_column(office: TestOffice) -> None:
    with edited(office.path("客户资料库.xlsx")) as opened:
        opened["客户"].cell(1, 4).value = "销售"
    assert office.run("plan", now="2026-12-01 09:00").code == 0


def test_a_register_without_a_column_that_may_be_empty_goes_on(office: TestOffice) -> None:
    with edited(office.path("客户资料库.xlsx")) as opened:
        opened["客户"].cell(1, 17).value = "其他"  # 备注
    assert office.collect(office.filled()).data["accepted"]


def test_plan_says_that_a_setting_is_wrong(tmp_path: Path) -> None:
    office = blank_office(tmp_path)
    items = [row["项目"] for row in table(office.path("制度.xlsx"), "基本")]
    change(office.path("制度.xlsx"), (items.index("提前天数") + 2, {"值": "很多"}), sheet="基本")
    ran = office.run("plan", "--period", PERIOD, now="2026-11-21 09:00")
    assert ran.code == 1 and find(ran.data["findings"], "P602")


def test_a_customer_who_was_reached_otherwise_is_no_open_call(office: TestOffice) -> None:
    sheet = office.sheet()
    with edited(sheet) as book:
        rows = issued_rows(book)
        first = table(office.issued(), SHEET)[0]["客户编号"]
        put(book[SHEET], rows[-1] + 1, {**good_answer(30), "客户编号": first})
    ran = office.collect(sheet, now="2026-11-30 17:00")
    findings = ran.data["accepted"][0]["findings"]
    assert ("warning", SHEET, at("回访日期", 2)) not in find(findings, "T506")
    assert ("warning", SHEET, at("回访日期", 3)) in find(findings, "T506")


@pytest.mark.slow
def test_a_further_attempt_may_stand_in_the_agents_other_workbook(office: TestOffice) -> None:
    new = {"客户编号": "K0091", "客户名称": "新店", "客户类别": "普通客户", "业务员": "A01", "电话": "13800000091"}
    reviewed = {"审核状态": "已审核", "审核人": "C01", "审核日期": date(2026, 11, 15)}
    add_rows(office.path("客户资料库.xlsx"), "客户", {**new, **reviewed})
    (extra,) = office.run("plan", "--period", PERIOD).data["files"]
    number = plan_numbers(office.path(extra))[0]  # the new one; what is still open follows
    main = office.sheet()
    with edited(main) as book:
        put(book[SHEET], issued_rows(book)[-1] + 1, {**good_answer(3), "计划编号": number})
    ran = office.collect(main)
    assert (ran.data["returned"], ran.data["accepted"][0]["rows"]) == ([], 1)


def test_run_adds_nothing_on_the_last_day(office: TestOffice) -> None:
    office.collect(office.filled("A01"), now=NOW)  # their next windows open on the last day
    ran = office.run("run", now="2026-11-30 09:00")
    assert [step for step in ran.data["steps"] if step["step"] == "plan"] == []
