"""A sheet is handed in when every row that was due by then has a result (decision 20); the due day's end decides."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import offices_made as made
from huifang.edges.known.presets import load_preset
from huifang.flow.moving_in.founding import found_office
from offices_made import add, call, change, customer, huifang, setting

pytestmark = pytest.mark.slow

MID = "2026-11中旬"
ON_THE_DAY, THE_DAY_AFTER, LATER = "2026-11-20 17:00", "2026-11-21 10:00", "2026-11-24 10:00"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A01 has two calls due by the 20th, and one, K3, that is due on the 22nd; late sheets cost 50 yuan."""
    customers = [customer(f"K{n}", "A01", on) for n, on in ((1, "11-05"), (2, "11-06"), (3, "11-12"))]
    folder = made.make_office(tmp_path / "o", [*customers, customer("K9", "A02", "11-12")])
    change(folder, made.RULES, "报告", "旬报", **{"迟交罚款(元)": 50})
    planned = huifang(folder, "plan", now="2026-11-12 09:00")
    assert {c["customer_no"]: c["due_on"] for c in planned["calls"]} == {
        "K1": "2026-11-15", "K2": "2026-11-16", "K3": "2026-11-22", "K9": "2026-11-22",
    }  # fmt: skip
    return folder


def send(office: Path, now: str, *customers: str, further: tuple[dict[str, object], ...] = ()) -> None:
    answers = {number: call("11-17", f"1{number[1]}:00") for number in customers}
    made.hand_in(
        office, now, {f"{now[8:10]}.xlsx": made.filled(made.issued_book(office, MID, "A01"), answers, further)}
    )


def line(office: Path, now: str = "2026-11-25 09:00", agent: str = "A01") -> tuple[Any, ...]:
    """State, rows open then, arrival, days late and fine, as the report says them."""
    said = huifang(office, "report", "--period", MID, now=now).agent(agent)
    return tuple(said[key] for key in ("sheet_state", "open_rows", "submitted_at", "late_days", "fine_yuan"))


def test_everything_in_is_in_time_when_it_was_completed(office: Path) -> None:
    send(office, "2026-11-18 10:00", "K1")
    send(office, "2026-11-19 10:00", "K1", "K2")  # K3 is not due yet
    send(office, ON_THE_DAY, "K1", "K2", "K3")
    send(office, LATER, further=({"客户编号": "K1", **call("11-19", "15:00")},))
    assert line(office) == ("按时", 0, "2026-11-19 10:00", 0, 0)


def test_a_part_in_stays_incomplete_also_when_the_rest_comes_later(office: Path) -> None:
    send(office, ON_THE_DAY, "K1")
    assert line(office, "2026-11-20 18:00") == ("不完整", 1, ON_THE_DAY, 0, 0)
    assert line(office, "2026-11-23 18:00") == ("不完整", 1, ON_THE_DAY, 0, 0)
    send(office, LATER, "K1", "K2")
    assert line(office) == ("不完整", 1, ON_THE_DAY, 0, 0)
    said = huifang(office, "report", "--period", MID, now="2026-11-25 09:00")
    (book,) = [office / file for file in said["files"] if file.startswith("报告") and file.endswith("xlsx")]
    assert any("没有交齐：李明(缺 1 行)" in text for text in made.texts(book))
    assert "不完整(缺 1 行)" in made.texts(book)


def test_a_visit_answers_the_row_of_the_other_cadence_too(tmp_path: Path) -> None:
    """K1 is called every 10 days or visited, and visited every 14; the visit on the 17th pays for both of its rows."""
    office = made.make_office(tmp_path / "o", [customer(f"K{n}", "A01", "11-05") for n in (1, 2)])
    change(office, made.RULES, "回访规则", "R1", 回访方式="电话,上门")
    every_fortnight = {"触发": "滚动", "间隔": 14, "间隔单位": "天", "回访方式": "上门", "依据": "第三条"}
    add(office, made.RULES, "回访规则", 规则编号="R8", 规则名称="上门走访", **every_fortnight)
    planned = huifang(office, "plan", now="2026-11-12 09:00")["calls"]
    assert sorted((c["customer_no"], c["rule"]) for c in planned) == [
        (k, r) for k in ("K1", "K2") for r in ("R1", "R8")
    ]
    book = made.issued_book(office, MID, "A01")
    answers = {"K1": call("11-17", "10:00", 回访方式="上门"), "K2": call("11-17", "11:00", 回访方式="上门")}
    made.hand_in(office, ON_THE_DAY, {"a.xlsx": made.filled(book, answers)})
    assert line(office) == ("按时", 0, ON_THE_DAY, 0, 0)


def test_an_incomplete_sheet_is_fined_where_the_office_says_so(office: Path) -> None:
    setting(office, "不完整算迟交", "是")
    send(office, ON_THE_DAY, "K1")
    assert line(office, "2026-11-20 18:00") == ("不完整", 1, ON_THE_DAY, 0, 0)
    assert line(office, "2026-11-23 18:00") == ("不完整", 1, ON_THE_DAY, 3, 50)
    send(office, LATER, "K1", "K2")
    assert line(office) == ("不完整", 1, ON_THE_DAY, 4, 50)


def test_nothing_in_and_something_afterwards_is_late(office: Path) -> None:
    assert line(office, "2026-11-20 18:00") == ("未交", 2, None, 0, 0)
    assert line(office, "2026-11-23 18:00") == ("未交", 2, None, 3, 50)
    send(office, LATER, "K1")
    assert line(office) == ("迟", 2, LATER, 4, 50)


def test_who_had_no_call_to_report_is_not_asked(office: Path) -> None:
    """A02's only call is due on the 22nd; A01's two are given up and paused before the report day."""
    common = {"批准人": "C01", "原因": "停业", "起": made.day("11-18")}
    add(office, made.STAFF, "例外", 对象="客户", 编号="K1", 处理="放弃", **common)
    add(office, made.STAFF, "例外", 对象="客户", 编号="K2", 处理="暂停", 止=made.day("12-31"), **common)
    said = huifang(office, "report", "--period", MID, now="2026-11-24 09:00")
    assert "L706" not in said.codes()
    assert (said["figures"]["missing"], said["figures"]["fine_yuan"]) == (0, 0)
    assert {agent["sheet_state"] for agent in said["agents"]} <= {None}


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        ("11-17", ("未交", 1, None, 3, 50)),  # K2 is due on Friday the 20th, the third working day after the pause
        ("11-18", (None, 0, None, 0, 0)),  # on Monday the 23rd
        (None, (None, 0, None, 0, 0)),
    ],
)
def test_a_call_that_fell_due_in_a_pause_is_asked_for_three_working_days_after_it(
    office: Path, until: str | None, expected: tuple[Any, ...]
) -> None:
    """K1 is given up; K2 was due on the 16th."""
    common = {"批准人": "C01", "原因": "停业", "起": made.day("11-12")}
    add(office, made.STAFF, "例外", 对象="客户", 编号="K1", 处理="放弃", **common)
    end = {"止": made.day(until)} if until else {}
    add(office, made.STAFF, "例外", 对象="客户", 编号="K2", 处理="暂停", **common, **end)
    assert line(office, "2026-11-23 09:00") == expected


def test_a_row_of_a_paused_customer_is_no_open_call(office: Path) -> None:
    """Of the rows due on the 15th and the 16th, that of K2 is due on Monday the 23rd."""
    common = {"批准人": "C01", "原因": "停业", "起": made.day("11-12"), "止": made.day("11-18")}
    add(office, made.STAFF, "例外", 对象="客户", 编号="K2", 处理="暂停", **common)
    book = made.filled(made.issued_book(office, MID, "A01"), {"K3": call("11-19", "15:00")})
    said = made.hand_in(office, LATER, {"a.xlsx": book})
    told = [finding["message"] for finding in said["accepted"][0]["findings"] if finding["code"] == "T506"]
    assert [re.findall(r"2026-11-\d\d", message) for message in told] == [["2026-11-15"], ["2026-11-23"]]


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        ("11-25", ("未交", 1, None, 2, 50)),  # Thursday, Friday and Monday were left
        ("11-26", (None, 0, None, 0, 0)),
    ],
)
def test_a_month_s_call_is_not_asked_for_where_a_pause_leaves_too_little(
    tmp_path: Path, until: str, expected: tuple[Any, ...]
) -> None:
    folder = made.make_office(tmp_path / "o", [customer("K1", "A01", "11-02")])
    change(folder, made.RULES, "报告", "旬报", **{"迟交罚款(元)": 50})
    change(folder, made.RULES, "回访规则", "R1", 触发="每月", 次数=1, 间隔=None, 间隔单位=None)
    planned = huifang(folder, "plan", "--period", "2026-11下旬", now="2026-11-21 09:00")
    assert [c["due_on"] for c in planned["calls"]] == ["2026-11-30"]
    pause = {"起": made.day("11-01"), "止": made.day(until), "批准人": "C01", "原因": "停业"}
    add(folder, made.STAFF, "例外", 对象="客户", 编号="K1", 处理="暂停", **pause)
    said = huifang(folder, "report", "--period", "2026-11下旬", now="2026-12-02 09:00").agent("A01")
    assert (
        tuple(said[key] for key in ("sheet_state", "open_rows", "submitted_at", "late_days", "fine_yuan")) == expected
    )
    sheet = made.filled(made.issued_book(folder, "2026-11下旬", "A01"), {})
    assert ("T506" in codes_of(folder, sheet, "2026-12-02 10:00")) == (expected[0] == "未交")


@pytest.mark.parametrize(("moved_to", "expected"), [("12-20", []), ("11-10", [("未交", 1)])])
def test_a_call_whose_day_moved_on_is_not_asked_for(tmp_path: Path, moved_to: str, expected: list[Any]) -> None:
    """Maintenance is due on the 25th, so the call is by the 24th; then the day moves on, or (a finding) back."""
    folder = tmp_path / "o"
    garage = [customer("K1", "A01", "11-02", customer_class="车主", maintenance_due_on=made.day("11-25"))]
    now, rows = datetime(2026, 11, 2, 8), {"人员": made.staff(), "客户": garage}
    found_office(folder, load_preset("workshop-reminders"), now, rows, "测试单位")
    planned = huifang(folder, "plan", now="2026-11-03 09:00")
    assert [c["due_on"] for c in planned["calls"]] == ["2026-11-24"]
    change(folder, made.CUSTOMERS, "客户", "K1", 保养到期日=made.day(moved_to))
    huifang(folder, "run", now="2026-11-12 09:00")
    said = huifang(folder, "report", "--period", "2026-11", now="2026-12-03 18:30")
    assert [(one["sheet_state"], one["open_rows"]) for one in said["agents"]] == expected
    assert said["figures"]["missing"] == len(expected)
    batch = planned["period"]
    again = huifang(folder, "plan", "--period", batch, now="2026-11-28 09:00")
    assert [call["overdue_days"] > 0 for call in again["calls"]] == [bool(expected)]
    book = made.filled(made.issued_book(folder, batch, "A01"), {})
    assert ("T506" in codes_of(folder, book, "2026-11-28 09:00")) == bool(expected)


def codes_of(folder: Path, sheet: bytes, now: str) -> list[str]:
    """What is found in the sheet before it is handed in."""
    path = folder.parent / "a.xlsx"
    path.write_bytes(sheet)
    return huifang(folder, "check", str(path), now=now).codes()


def test_what_was_given_up_is_no_open_call(office: Path) -> None:
    """K1's customer and K2's call were given up; of both nobody asks any more, in the same batch."""
    number = huifang(office, "plan", now="2026-11-12 09:00").call("K2")["plan_no"]
    common = {"批准人": "C01", "原因": "停业", "起": made.day("11-13"), "处理": "放弃"}
    add(office, made.STAFF, "例外", 对象="客户", 编号="K1", **common)
    add(office, made.STAFF, "例外", 对象="计划", 编号=number, **common)
    calls = huifang(office, "plan", now="2026-11-19 09:00")["calls"]
    assert {call["customer_no"]: call["overdue_days"] for call in calls} == dict.fromkeys(("K1", "K2", "K3", "K9"), 0)
    book = made.filled(made.issued_book(office, MID, "A01"), {"K3": call("11-18", "15:00")})
    assert "T506" not in codes_of(office, book, "2026-11-19 10:00")


def test_a_sheet_that_is_returned_whole_was_reported_like_a_row_that_is(office: Path) -> None:
    """Both rows that are due say something and have an error: nothing is entered, and nobody was silent."""
    wrong = {number: {**call("11-17", f"1{number[1]}:00"), "通话结果": "接通了"} for number in ("K1", "K2")}
    said = made.hand_in(office, ON_THE_DAY, {"a.xlsx": made.filled(made.issued_book(office, MID, "A01"), wrong)}, 0)
    assert len(said["returned"]) == 1
    assert line(office) == ("按时", 0, ON_THE_DAY, 0, 0)


def test_before_the_day_nothing_is_said_of_what_is_open(office: Path) -> None:
    send(office, "2026-11-18 10:00", "K1")
    assert line(office, "2026-11-19 09:00") == (None, 0, "2026-11-18 10:00", 0, 0)


def test_a_call_that_somebody_else_made_is_not_missing(office: Path) -> None:
    """K2 was reached in a call that nobody had planned."""
    send(office, ON_THE_DAY, "K1", further=({"客户编号": "K2", **call("11-19", "15:00")},))
    assert line(office)[:2] == ("按时", 0)


def test_a_call_in_two_batches_is_in_both_once_it_was_reached(office: Path) -> None:
    """The sheet of MID comes when its calls stand in the next one, too; what was not reached stays open there."""
    huifang(office, "plan", "--period", "2026-11下旬", now="2026-11-21 09:00")
    missed = {
        **call("11-18", "11:00"),
        "通话结果": "无人接听",
        "满意度": None,
        "客户意见或需求": None,
        "处理情况": None,
    }
    answers = {"K1": call("11-18", "10:00"), "K2": missed, "K3": call("11-19", "10:00")}
    made.hand_in(office, LATER, {"a.xlsx": made.filled(made.issued_book(office, MID, "A01"), answers)})
    said = huifang(office, "report", "--period", "2026-11下旬", now="2026-12-01 09:00").agent("A01")
    assert (said["sheet_state"], said["open_rows"]) == ("不完整", 1)
