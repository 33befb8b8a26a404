"""One small office whose 执行 gives all calls to a role of which only D01 is: from the plan to the spot check."""

from __future__ import annotations

from datetime import date

import pytest

from office import (
    DUE_DAY,
    GIVEN_UP,
    PERIOD,
    PLANNED,
    TestOffice,
    add_rows,
    blank_office,
    change,
    codes,
    good_answer,
    load,
    table,
)

FIRST = "2026-11-23 08:00"


class Played:
    """Planned with 执行 = 角色:监督岗; D01 answers two calls on Monday and is away from Wednesday on, A03 stands in."""

    def __init__(self, office: TestOffice) -> None:
        self.office = office
        change(office.path("制度.xlsx"), (2, {"执行": "角色:监督岗"}), sheet="回访规则")
        self.checked = office.run("check", now=PLANNED)
        self.planned = office.run("plan", "--period", PERIOD, now=PLANNED)
        self.explained = office.run("explain", "K0001", now=FIRST)
        self.today = office.run("today", now=FIRST)
        self.handover = office.run("handover", "A01", "--to", "A02", now=FIRST)
        sheet = office.sheet("D01")
        change(sheet, *((row, good_answer(row)) for row in (2, 3)))
        names = [row["客户编号"] for row in table(sheet, "回访记录") if row["客户编号"]]
        change(sheet, (2 + len(names), {"客户编号": "K0001", **good_answer(20)}))  # a call that nobody planned
        self.collected = office.collect(sheet)
        away = {"工号": "D01", "起": date(2026, 11, 25), "止": date(2026, 11, 30), "代理人": "A03"}
        add_rows(office.path("人员.xlsx"), "代班", away)
        self.wednesday = office.run("today", now="2026-11-25 08:00")
        self.reported = office.report(DUE_DAY)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return Played(blank_office(tmp_path_factory.mktemp("callers")))


def test_the_callers_workbook_holds_all_calls(played: Played) -> None:
    assert not [code for code in codes(played.checked.data["findings"]) if code.startswith("P6")]
    books = sorted(path.name.partition("-")[0] for path in played.office.path(f"回访计划/{PERIOD}").iterdir())
    assert books == ["D01"]
    calls = played.office.calls("D01")
    assert len(calls) == 11 and {call["owner"] for call in calls} == {"D01"}


def test_explain_says_who_calls_and_why(played: Played) -> None:
    (due,) = played.explained.data["due"]
    assert due["agent"] == "D01"
    said = "由谁打：D01 孙正平，因为规则 R1 的“执行”是“角色：监督岗”"
    assert any(step.startswith(said) for step in due["derivation"]), due


def test_today_names_the_caller_then_the_stand_in(played: Played) -> None:
    assert [one["agent"] for one in played.today.data["agents"] if one["calls"]] == ["D01"]
    assert [one["agent"] for one in played.wednesday.data["agents"] if one["calls"]] == ["A03"]


def test_the_callers_calls_stay_where_they_are_when_customers_change_hands(played: Played) -> None:
    said = played.handover.data
    assert len(said["customers"]) >= 6 and said["calls"] == []


def test_the_callers_sheet_is_taken(played: Played) -> None:
    (accepted,) = played.collected.data["accepted"]
    assert accepted["rows"] == 3 and not played.collected.data["returned"], accepted


def test_the_report_counts_for_the_caller(played: Played) -> None:
    assert played.reported.code == 0, played.reported.err
    figures = next(played.office.path("报告").glob("*.xlsx"))
    rows = [[cell.value for cell in row] for row in load(figures)["回访"].iter_rows()]
    at = next(number for number, row in enumerate(rows) if row[0] == "工号")
    assert [row[:2] for row in rows[at + 1 : at + 3]] == [["D01", "孙正平"], ["合计", None]]


def test_the_spot_check_draws_from_the_callers_calls(played: Played) -> None:
    drawn = played.office.run("spotcheck", "draw", "--period", PERIOD, "--seed", "20261201", now="2026-12-01 09:00")
    assert drawn.code == 0, drawn.err
    (draw,) = played.office.entries("draw")
    drawn_of = {one["agent"] for one in draw["draws"] if one["customer_no"] != GIVEN_UP}  # nobody was to call that one
    assert drawn_of == {"D01"}, draw
