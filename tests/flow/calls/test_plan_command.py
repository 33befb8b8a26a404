"""``plan`` from end to end. In November 2026 the 11th is a Wednesday, 中旬 the 11th to the 20th, nothing a holiday."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

import offices_made as made
from offices_made import add, approve, call, change, customer, day, huifang, person, setting

MID, LATE, DECEMBER = "2026-11中旬", "2026-11下旬", "2026-12上旬"
MID_DAYS = [f"2026-11-{n}" for n in (11, 12, 13, 16, 17, 18, 19, 20)]
CALL_KEYS = {
    *("plan_no", "customer_no", "contact_role", "agent", "rule", "from", "due_on", "planned_on", "overdue_days"),
    *("method", "covers"),
}

#: customer → (agent, approved on); every 10 days, from 3 days before
SEVEN = {
    "K1": ("A01", "11-05"),  # 12 to 15
    "K2": ("A01", "10-25"),  # overdue since the 4th
    "K3": ("A01", "11-08"),  # 15 to 18
    "K4": ("A02", "11-10"),  # 17 to 20
    "K5": ("A02", "11-11"),  # 18 to 21
    "K6": ("A02", "11-13"),  # 20 to 23
    "K7": ("A02", "11-14"),  # from the 21st: not in this batch
}

Build = Callable[..., Path]


@pytest.fixture(scope="module")
def seven(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seven customers, nothing planned yet."""
    rows = [customer(number, agent, on) for number, (agent, on) in SEVEN.items()]
    rows += [
        customer("K8", "A02", "11-05", review_status="待审核", reviewed_by=None, reviewed_on=None),
        customer("K9", "A02", "11-05", review_status="停用"),
    ]
    return made.make_office(tmp_path_factory.mktemp("seven") / "o", rows)


@pytest.fixture
def office(seven: Path, tmp_path: Path) -> Path:
    return made.copied(seven, tmp_path / "o")


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Builds an office from customers as (number, agent, approved on)."""

    def office_of(*customers: tuple[str, str, str], **more: object) -> Path:
        return made.make_office(tmp_path / "o", [customer(*fields) for fields in customers], **more)

    return office_of


def plan(office: Path, now: str = "2026-11-11 09:00", *words: str) -> made.Answer:
    return huifang(office, "plan", *words, now=now)


def windows(said: made.Answer) -> dict[str, tuple[str, str]]:
    return {c["customer_no"]: (c["from"][5:], c["due_on"][5:]) for c in said["calls"]}


# --- what it prints and writes


def test_the_batch_holds_the_calls_whose_window_meets_the_period(office: Path) -> None:
    said = plan(office)
    assert (said["period"], said["from"], said["until"]) == (MID, "2026-11-11", "2026-11-20")
    assert windows(said) == {
        "K1": ("11-12", "11-15"),
        "K2": ("11-01", "11-04"),
        "K3": ("11-15", "11-18"),
        "K4": ("11-17", "11-20"),
        "K5": ("11-18", "11-21"),
        "K6": ("11-20", "11-23"),
    }
    assert {c["customer_no"]: c["overdue_days"] for c in said["calls"]} == {
        "K1": 0, "K2": 7, "K3": 0, "K4": 0, "K5": 0, "K6": 0,
    }  # fmt: skip


def test_the_calls_have_the_keys_and_types_of_the_contract(office: Path) -> None:
    said = plan(office)
    assert {"period", "from", "until", "calls", "files"} <= set(said.json)
    for entry in said["calls"]:
        assert set(entry) >= CALL_KEYS
        assert all(date.fromisoformat(entry[key]) for key in ("from", "due_on", "planned_on"))
        assert isinstance(entry["overdue_days"], int)
        assert isinstance(entry["contact_role"], str)
        assert entry["covers"] == [entry["plan_no"]]  # nothing is merged in this policy
        assert 0 < len(entry["plan_no"]) <= 12
        assert re.fullmatch(r"[A-Z0-9-]+", entry["plan_no"])  # can be read aloud
        assert entry["method"] == "电话"
        assert entry["rule"] == "R1"
    numbers = [entry["plan_no"] for entry in said["calls"]]
    assert len(set(numbers)) == len(numbers)


def handed_out(book: Path) -> list[dict[str, Any]]:
    """The rows of a sheet that hold an issued call."""
    return [row for row in made.records(made.opened(book)["回访记录"]) if row["计划编号"]]


def test_one_workbook_per_agent_with_calls_under_the_period(office: Path) -> None:
    said = plan(office)
    assert sorted(said["files"]) == [f"回访计划/{MID}/A01-李明-{MID}.xlsx", f"回访计划/{MID}/A02-王芳-{MID}.xlsx"]
    for file, agent in zip(sorted(said["files"]), ("A01", "A02"), strict=True):
        rows = handed_out(office / file)
        issued = {c["plan_no"]: c for c in said["calls"] if c["agent"] == agent}
        assert {row["计划编号"] for row in rows} == set(issued)
        for row in rows:
            entry = issued[row["计划编号"]]
            assert row["客户编号"] == entry["customer_no"]
            for header, key in (("应访起", "from"), ("应访止", "due_on"), ("计划日期", "planned_on")):
                assert row[header].date().isoformat() == entry[key]
            assert row["电话"] == f"138{int(entry['customer_no'][1:]):08d}"
            assert row["回访日期"] is None


def test_json_alone_stands_on_stdout_and_people_get_lines(office: Path) -> None:
    said = plan(office)
    assert json.loads(said.stdout) == said.json
    assert said.stdout.count("\n") == 1
    spoken = huifang(office, "plan", now="2026-11-11 09:00", text=True)
    assert MID in spoken.stdout
    assert "{" not in spoken.stdout


def test_planned_twice_is_the_same_and_writes_nothing(office: Path) -> None:
    first = plan(office)
    before = made.all_bytes(office)
    again = plan(office)
    assert again["files"] == []
    assert again["calls"] == first["calls"]
    assert made.all_bytes(office) == before


def test_nobody_to_call_makes_no_workbook(build: Build) -> None:
    office = build(("K1", "A01", "11-30"))
    said = plan(office)
    assert (said["calls"], said["files"]) == ([], [])
    assert list((office / "回访计划").iterdir()) == []
    assert said.code == 0


# --- additions


@pytest.mark.slow
def test_later_additions_go_into_workbooks_of_their_own(office: Path) -> None:
    plan(office)
    before = made.all_bytes(office / "回访计划")
    approve(office, "K8", "11-05")
    said = plan(office, "2026-11-12 09:00")
    assert said["files"] == [f"回访计划/{MID}/A02-王芳-{MID}-补1112.xlsx"]
    assert said.customers() == ["K1", "K2", "K3", "K4", "K5", "K6", "K8"]
    rows = handed_out(office / said["files"][0])
    assert [row["客户编号"] for row in rows] == ["K8", "K4", "K5", "K6"]  # what is new, then all that is open
    approve(office, "K9", "11-05")
    add(office, made.CUSTOMERS, "客户", **_row("K10", "A01", "11-09"))
    further = plan(office, "2026-11-13 09:00")
    assert sorted(further["files"]) == [
        f"回访计划/{MID}/A01-李明-{MID}-补1113.xlsx", f"回访计划/{MID}/A02-王芳-{MID}-补1113.xlsx",
    ]  # fmt: skip
    now = made.all_bytes(office / "回访计划")
    assert {name: now[name] for name in before} == before  # an issued workbook is never written again
    assert plan(office, "2026-11-13 10:00")["files"] == []


def _row(number: str, agent: str, approved: str) -> dict[str, object]:
    return {
        "客户编号": number, "客户名称": f"客户{number}", "客户类别": "普通客户", "业务员": agent, "电话": "13900000010",
        "审核状态": "已审核", "审核人": "C01", "审核日期": day(approved),
    }  # fmt: skip


def test_a_connected_call_in_mid_period_opens_the_next_window_in_the_same_batch(office: Path) -> None:
    first = plan(office)
    sheet = made.filled(made.issued_book(office, MID, "A01"), {"K2": call("11-11", "10:00")})
    made.hand_in(office, "2026-11-11 17:00", {"a.xlsx": sheet})
    said = plan(office, "2026-11-12 09:00")
    assert said["files"] == [f"回访计划/{MID}/A01-李明-{MID}-补1112.xlsx"]
    old, new = [c for c in said["calls"] if c["customer_no"] == "K2"]
    if old["plan_no"] != first.call("K2")["plan_no"]:
        old, new = new, old
    assert (new["from"], new["due_on"]) == ("2026-11-18", "2026-11-21")
    assert new["plan_no"] != old["plan_no"]
    assert old["overdue_days"] == 7  # reached on the 11th, a week after its window


def test_a_call_not_yet_done_is_not_issued_twice_in_its_period(office: Path) -> None:
    plan(office)
    sheet = made.filled(made.issued_book(office, MID, "A01"), {"K1": call("11-12", "10:00", "占线")})
    made.hand_in(office, "2026-11-12 17:00", {"a.xlsx": sheet})
    assert plan(office, "2026-11-16 09:00")["files"] == []


# --- carried over


def test_a_call_that_carries_over_keeps_number_and_window(office: Path) -> None:
    first = plan(office)
    said = plan(office, "2026-11-23 09:00")
    assert said["period"] == LATE
    for number in ("K1", "K2", "K3", "K4", "K5", "K6"):
        old, new = first.call(number), said.call(number)
        assert [new[key] for key in ("plan_no", "from", "due_on")] == [
            old[key] for key in ("plan_no", "from", "due_on")
        ]
        assert new["planned_on"] >= "2026-11-23"
    assert said.call("K1")["overdue_days"] == 8
    assert said.call("K7")["plan_no"] not in {c["plan_no"] for c in first["calls"]}
    assert len({c["plan_no"] for c in said["calls"]}) == len(said["calls"]) == 7
    third = plan(office, "2026-12-01 09:00")
    assert third.call("K1")["plan_no"] == first.call("K1")["plan_no"]


def test_numbers_are_never_used_again(office: Path) -> None:
    seen: dict[str, str] = {}
    for now in ("2026-11-11", "2026-11-23", "2026-12-01", "2026-12-11"):
        for entry in plan(office, now)["calls"]:
            assert seen.setdefault(entry["plan_no"], entry["customer_no"]) == entry["customer_no"]
    assert len(seen) == 7


def test_a_call_that_connected_is_followed_by_one_ten_days_later(office: Path) -> None:
    first = plan(office)
    answers = {"K1": call("11-13", "10:00"), "K2": call("11-13", "10:10"), "K3": call("11-16", "10:00", "无人接听")}
    made.hand_in(office, "2026-11-20 12:00", {"a.xlsx": made.filled(made.issued_book(office, MID, "A01"), answers)})
    said = plan(office, "2026-11-23 09:00")
    assert windows(said)["K1"] == ("11-20", "11-23")
    assert said.call("K1")["plan_no"] != first.call("K1")["plan_no"]
    assert said.call("K3")["plan_no"] == first.call("K3")["plan_no"]  # no answer does not reset it
    assert windows(said)["K3"] == ("11-15", "11-18")


def test_an_unplanned_connected_call_fulfils_the_open_one(office: Path) -> None:
    plan(office)
    row = {"客户编号": "K7", **call("11-12", "11:00")}
    sheet = made.filled(made.issued_book(office, MID, "A02"), {}, [row])
    made.hand_in(office, "2026-11-12 17:00", {"a.xlsx": sheet})
    said = plan(office, "2026-11-13 09:00")
    assert windows(said)["K7"] == ("11-19", "11-22")  # counted from the 12th, no more from the approval


# --- days


def test_planned_days_are_working_days_within_window_and_period(office: Path) -> None:
    for entry in plan(office)["calls"]:
        assert entry["planned_on"] in MID_DAYS
        if not entry["overdue_days"]:
            assert entry["from"] <= entry["planned_on"] <= entry["due_on"]


def test_nothing_is_planned_before_today(office: Path) -> None:
    assert all(entry["planned_on"] >= "2026-11-17" for entry in plan(office, "2026-11-17 09:00")["calls"])


def test_the_daily_limits_are_kept(build: Build) -> None:
    customers = [(f"K{n:03d}", "A01" if n % 2 else "A02", "11-09") for n in range(1, 41)]  # 16th to 19th: four days
    people = [p if p["person_no"] != "A01" else {**p, "daily_limit": 6} for p in made.staff()]
    office = build(*customers, people=people)
    setting(office, "每日上限", 5)
    said = plan(office)
    a_day = Counter((entry["agent"], entry["planned_on"]) for entry in said["calls"])
    assert max(count for (agent, _), count in a_day.items() if agent == "A01") <= 6
    assert max(count for (agent, _), count in a_day.items() if agent == "A02") == 5
    assert all("2026-11-16" <= entry["planned_on"] <= "2026-11-19" for entry in said["calls"])
    assert not said.at("L701")


def test_more_calls_than_the_limit_allows_are_planned_and_said(build: Build) -> None:
    office = build(*((f"K{n:03d}", "A01", "11-06") for n in range(1, 21)))
    setting(office, "每日上限", 1)
    said = plan(office)
    assert len(said["calls"]) == 20  # 8 working days in the period
    assert said.at("L701")
    assert said.code == 1


@pytest.mark.slow
def test_later_additions_respect_what_stands_on_a_day_already(build: Build) -> None:
    office = build(*((f"K{n}", "A01", "11-09") for n in range(1, 5)))  # due 16 to 19: four days
    setting(office, "每日上限", 1)
    plan(office)
    add(office, made.CUSTOMERS, "客户", **_row("K5", "A01", "11-09"))
    said = plan(office, "2026-11-12 09:00")
    assert len(said["calls"]) == 5
    assert max(Counter(entry["planned_on"] for entry in said["calls"]).values()) == 1
    assert said.at("L702")  # outside its window, and said so


@pytest.mark.slow
def test_overdue_calls_come_first(build: Build) -> None:
    overdue = [(f"K{n}", "A01", "10-25") for n in range(1, 5)]
    office = build(*((f"L{n}", "A01", "11-02") for n in range(1, 5)), *overdue)  # the L are due by the 12th
    setting(office, "每日上限", 4)
    planned = {entry["customer_no"]: entry["planned_on"] for entry in plan(office)["calls"]}
    assert {planned[number] for number, _, _ in overdue} == {"2026-11-11"}
    assert {planned[f"L{n}"] for n in range(1, 5)} == {"2026-11-12"}
    rows = made.records(made.opened(made.issued_book(office, MID, "A01"))["回访记录"])
    assert {row["客户编号"] for row in rows[:4]} == {number for number, _, _ in overdue}


@pytest.mark.slow
def test_days_off_in_the_calendar_are_not_planned(office: Path) -> None:
    for off in ("11-12", "11-13"):
        add(office, made.RULES, "日历", 日期=day(off), 类型="休", 名称="盘点")
    add(office, made.RULES, "日历", 日期=day("11-14"), 类型="班", 名称="补班")
    said = plan(office)
    assert said.call("K1")["planned_on"] == "2026-11-14"  # the only working day of its window, a Saturday


def test_public_holidays_are_not_planned(build: Build) -> None:
    """The National Day holiday of 2026 begins on 1 October, a Thursday."""
    office = build(("K1", "A01", "09-22"), now="2026-09-22 08:00")
    assert plan(office, "2026-10-01 09:00", "--period", "2026-10上旬").call("K1")["planned_on"] >= "2026-10-08"


# --- who calls


def test_a_stand_in_for_the_whole_period_gets_the_calls(office: Path) -> None:
    add(office, made.STAFF, "代班", 工号="A02", 起=day("11-11"), 止=day("11-20"), 代理人="A03")
    said = plan(office)
    assert {c["customer_no"]: c["agent"] for c in said["calls"]} == {
        "K1": "A01", "K2": "A01", "K3": "A01", "K4": "A03", "K5": "A03", "K6": "A03",
    }  # fmt: skip
    assert sorted(said["files"]) == [f"回访计划/{MID}/A01-李明-{MID}.xlsx", f"回访计划/{MID}/A03-陈静-{MID}.xlsx"]


def test_a_stand_in_for_some_days_gets_the_calls_of_these_days(office: Path) -> None:
    add(office, made.STAFF, "代班", 工号="A02", 起=day("11-16"), 止=day("11-20"), 代理人="陈静")  # by name
    add(office, made.CUSTOMERS, "客户", **_row("K10", "A02", "11-06"))  # 13 to 16
    said = plan(office)
    assert said.call("K4")["agent"] == "A03"  # 17 to 20: away all the time
    assert said.call("K10")["agent"] == "A02"  # there on the 13th
    assert said.call("K10")["planned_on"] == "2026-11-13"


def test_the_calls_of_who_left_go_to_the_superior_with_a_warning(office: Path) -> None:
    change(office, made.STAFF, "人员", "A01", 状态="离职", 离职日期=day("11-10"))
    said = plan(office)
    assert {c["agent"] for c in said["calls"] if c["customer_no"] in ("K1", "K2", "K3")} == {"B01"}
    assert {f["severity"] for f in said["findings"] if f["code"] == "L704"} == {"warning"}
    assert len(said.at("L704")) == 3


def test_who_leaves_in_mid_period_is_not_planned_after(office: Path) -> None:
    change(office, made.STAFF, "人员", "A02", 离职日期=day("11-19"))
    for entry in plan(office)["calls"]:
        if entry["agent"] == "A02":
            assert entry["planned_on"] < "2026-11-19"


def test_an_agent_may_be_named_by_a_name_that_is_unique(office: Path) -> None:
    change(office, made.CUSTOMERS, "客户", "K1", 业务员="陈静")
    change(office, made.CUSTOMERS, "客户", "K3", 业务员="谁也不是")
    said = plan(office)
    assert said.call("K1")["agent"] == "A03"
    assert said.call("K3")["agent"] in {p[0] for p in made.PEOPLE}  # a gap in the register removes no call
    assert said.at("L704")


# --- who is called


def test_only_approved_customers_are_called(office: Path) -> None:
    assert not {"K8", "K9"} & set(plan(office).customers())
    change(office, made.CUSTOMERS, "客户", "K1", 审核状态="停用")
    assert "K1" in plan(office, "2026-11-23 09:00").customers()  # what was open stays owed
    common = {"对象": "客户", "批准人": "B01", "原因": "停业"}
    add(office, made.STAFF, "例外", 编号="K1", 起=day("11-24"), 处理="放弃", **common)
    assert "K1" not in plan(office, "2026-12-01 09:00").customers()


def test_a_gap_in_the_register_removes_no_call(office: Path) -> None:
    change(office, made.CUSTOMERS, "客户", "K1", 客户类别="没有的类别", 联系人=None)
    change(office, made.CUSTOMERS, "客户", "K3", 电话=None, 客户名称=None)
    assert {"K1", "K3"} <= set(plan(office).customers())


def test_paused_and_given_up_customers_are_not_called(office: Path) -> None:
    common = {"对象": "客户", "批准人": "B01", "原因": "出国"}
    add(office, made.STAFF, "例外", 编号="K1", 起=day("11-10"), 止=day("11-25"), 处理="暂停", **common)
    add(office, made.STAFF, "例外", 编号="K3", 起=day("11-10"), 处理="放弃", **common)
    assert not {"K1", "K3"} & set(plan(office).customers())
    late = plan(office, "2026-11-26 09:00").customers()
    assert "K1" in late
    assert "K3" not in late


def _three_times_in_vain(office: Path) -> None:
    plan(office)
    attempts = [{"再拨": "K1", **call(on, "10:00", "无人接听")} for on in ("11-13", "11-16")]
    book = made.issued_book(office, MID, "A01")
    made.hand_in(
        office, "2026-11-16 17:00", {"a.xlsx": made.filled(book, {"K1": call("11-12", "10:00", "关机")}, attempts)}
    )


@pytest.mark.slow
def test_after_three_attempts_a_call_is_issued_no_more_and_is_a_finding(office: Path) -> None:
    _three_times_in_vain(office)
    said = plan(office, "2026-11-23 09:00")
    assert "K1" not in said.customers()
    assert len(said.at("L703")) == 1
    assert "K1" in next(f["message"] for f in said["findings"] if f["code"] == "L703")
    assert len(huifang(office, "check", now="2026-11-23")["findings"]) >= 1
    assert huifang(office, "check", now="2026-11-23").at("L703")


def test_two_attempts_do_not_end_it(office: Path) -> None:
    plan(office)
    sheet = made.filled(
        made.issued_book(office, MID, "A01"),
        {"K1": call("11-12", "10:00", "关机")},
        [{"再拨": "K1", **call("11-13", "10:00", "占线")}],
    )
    made.hand_in(office, "2026-11-13 17:00", {"a.xlsx": sheet})
    assert "K1" in plan(office, "2026-11-23 09:00").customers()


@pytest.mark.slow
@pytest.mark.parametrize("how", ["例外", "电话"])
def test_an_exception_or_another_phone_starts_the_attempts_again(office: Path, how: str) -> None:
    _three_times_in_vain(office)
    (number,) = [c["plan_no"] for c in plan(office, "2026-11-16 18:00")["calls"] if c["customer_no"] == "K1"]
    if how == "例外":
        common = {"对象": "客户", "编号": "K1", "处理": "恢复", "批准人": "B01", "原因": "换了人接"}
        add(office, made.STAFF, "例外", 起=day("11-20"), **common)
    else:
        change(office, made.CUSTOMERS, "客户", "K1", 电话="13711111111")
    said = plan(office, "2026-11-23 09:00")
    assert said.call("K1")["plan_no"] == number
    assert not said.at("L703")
    row = next(
        r for r in made.records(made.opened(made.issued_book(office, LATE, "A01"))["回访记录"]) if r["客户编号"] == "K1"
    )
    assert row["电话"] == ("13711111111" if how == "电话" else "13800000001")


# --- 启用日期, 专项, periods, a changed 制度


def test_what_was_due_before_the_start_is_spread_from_it(build: Build) -> None:
    office = build(*((f"K{n:02d}", "A01", "10-01") for n in range(1, 13)))  # all due on 11 October
    setting(office, "启用日期", day("11-11"))
    said = plan(office)
    due = {c["customer_no"]: c["due_on"] for c in said["calls"]}
    for place in range(12):
        expected = date(2026, 11, 11) + timedelta(days=place % 10)
        assert due[f"K{place + 1:02d}"] == expected.isoformat()
    assert all(c["overdue_days"] == 0 for c in said["calls"])


def test_the_start_moves_nothing_that_is_due_later(office: Path) -> None:
    setting(office, "启用日期", day("11-11"))
    assert windows(plan(office))["K1"] == ("11-12", "11-15")


@pytest.mark.slow
def test_special_content_stands_in_the_calls_of_its_days_and_classes(office: Path) -> None:
    add(office, made.RULES, "专项", 起=day("11-11"), 止=day("11-13"), 内容="冬季新品")
    add(office, made.RULES, "专项", 起=day("11-11"), 止=day("11-20"), 适用类别="大客户", 内容="年终答谢")
    change(office, made.CUSTOMERS, "客户", "K3", 客户类别="大客户")
    change(office, made.RULES, "回访规则", "R1", 回访内容="问候")
    said = plan(office)
    content = {}
    for agent in ("A01", "A02"):
        for row in made.records(made.opened(made.issued_book(office, MID, agent))["回访记录"]):
            content[row["客户编号"]] = row["回访内容"]
    for entry in said["calls"]:
        text = content[entry["customer_no"]]
        assert "问候" in text
        assert ("冬季新品" in text) == (entry["planned_on"] <= "2026-11-13")
        assert ("年终答谢" in text) == (entry["customer_no"] == "K3")
    assert any("冬季新品" in text for text in content.values())


def test_a_future_period_can_be_planned(office: Path) -> None:
    said = plan(office, "2026-11-11 09:00", "--period", DECEMBER)
    assert (said["from"], said["until"]) == ("2026-12-01", "2026-12-10")
    assert said.customers() == list(SEVEN)  # everything open carries over
    assert all("2026-12-01" <= c["planned_on"] <= "2026-12-10" for c in said["calls"])
    now = plan(office)  # and this period is planned as if that had not been
    assert now["period"] == MID
    for entry in now["calls"]:
        assert entry["plan_no"] == said.call(entry["customer_no"])["plan_no"]


@pytest.mark.parametrize(
    ("name", "from_on", "until_on"),
    [
        ("2026-11", "2026-11-01", "2026-11-30"),
        ("2026Q4", "2026-10-01", "2026-12-31"),
        ("2027-01上旬", "2026-12-31", "2027-01-10"),
    ],
)
def test_any_kind_of_period_can_be_planned(office: Path, name: str, from_on: str, until_on: str) -> None:
    said = plan(office, "2026-11-11 09:00", "--period", name)
    assert (said["period"], said["from"], said["until"]) == (name, from_on, until_on)
    assert said.customers() == list(SEVEN)
    assert all(file.startswith(f"回访计划/{name}/") for file in said["files"])
    assert all(from_on <= c["planned_on"] <= until_on for c in said["calls"])
    assert all(len(c["plan_no"]) <= 12 for c in said["calls"])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("today", "name", "from_on", "until_on"),
    [
        ("2026-12-31", "2027-01上旬", "2026-12-31", "2027-01-10"),
        ("2027-02-28", "2027-02下旬", "2027-02-21", "2027-02-28"),
        ("2027-03-01", "2027-03上旬", "2027-03-01", "2027-03-10"),
        ("2026-11-30", LATE, "2026-11-21", "2026-11-30"),
    ],
)
def test_without_a_period_it_is_the_one_that_contains_today(
    office: Path, today: str, name: str, from_on: str, until_on: str
) -> None:
    said = plan(office, today)
    assert (said["period"], said["from"], said["until"]) == (name, from_on, until_on)


@pytest.mark.slow
def test_a_changed_policy_is_obeyed_but_issued_windows_stay(office: Path) -> None:
    first = plan(office)
    change(office, made.RULES, "回访规则", "R1", 间隔=15)
    setting(office, "提前天数", 1)
    again = plan(office, "2026-11-12 09:00")
    assert again["files"] == []
    assert again["calls"] == first["calls"] or windows(again) == windows(first)
    said = plan(office, "2026-11-23 09:00")
    for number in ("K1", "K2", "K3", "K4", "K5", "K6"):
        assert windows(said)[number] == windows(first)[number]
    assert windows(said)["K7"] == ("11-28", "11-29")  # 14th + 15 days, from one day before


def test_months_as_interval_are_clamped(build: Build) -> None:
    office = build(("K1", "A01", "10-31"))
    change(office, made.RULES, "回访规则", "R1", 间隔=1, 间隔单位="月")
    assert windows(plan(office, "2026-11-23 09:00"))["K1"] == ("11-27", "11-30")


def test_what_planning_ends_with_depends_on_nothing_but_the_office(office: Path, tmp_path: Path) -> None:
    other = made.copied(office, tmp_path / "other")
    book = made.opened(other / made.CUSTOMERS)  # the same customers in another order
    sheet = book["客户"]
    columns = made.headers(sheet)
    rows = [[sheet.cell(row, column).value for column in columns.values()] for row in range(2, 11)]
    for offset, values in enumerate(reversed(rows), start=2):
        for column, value in zip(columns.values(), values, strict=True):
            sheet.cell(offset, column).value = value
    book.save(other / made.CUSTOMERS)
    assert plan(other)["calls"] == plan(office)["calls"]


# --- wrong use


@pytest.mark.parametrize("name", ["2026-13上旬", "十一月", "2026-11中", "2026Q5", "", "../x"])
def test_an_unknown_period_is_wrong_use(office: Path, name: str) -> None:
    before = made.all_bytes(office)
    said = huifang(office, "plan", "--period", name, now="2026-11-11", codes=[2])
    assert said.stdout == ""
    assert made.all_bytes(office).keys() == before.keys()


def test_outside_an_office_is_exit_3(tmp_path: Path) -> None:
    said = huifang(tmp_path, "plan", now="2026-11-11", codes=[3])
    assert list(said.json) == ["error", "reason_code"]
    assert said.stderr.strip()
    huifang(tmp_path / "没有", "plan", now="2026-11-11", codes=[2, 3])


def test_the_office_is_searched_upwards(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = office / "报告" / "旧"
    inner.mkdir()
    first = huifang(inner, "plan", now="2026-11-11 09:00")
    assert (office / first["files"][0]).is_file()
    monkeypatch.chdir(inner)
    said = huifang(None, "plan", now="2026-11-11 09:00")
    assert said["calls"] == first["calls"]
    assert said["files"] == []
    assert os.listdir(inner) == []  # noqa: PTH208


def test_now_and_today_must_agree(office: Path) -> None:
    huifang(office, "--now", "2026-11-12 09:00", "plan", now="2026-11-11", codes=[2])
    said = huifang(office, "--now", "2026-11-11 09:00", "plan", now="2026-11-11")
    assert said["period"] == MID


@pytest.mark.parametrize("words", [("--today", "11.11"), ("--now", "2026-11-11"), ("--today", "2026-02-30")], ids=str)
def test_a_clock_that_is_no_date_is_wrong_use(office: Path, words: tuple[str, str]) -> None:
    huifang(office, *words, "plan", codes=[2])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "wrote"),
    [
        (("plan", "--period", LATE), False),
        (("plan",), True),
        (("collect",), False),
        (("check",), False),
        (("report", "--period", MID), True),
        (("run",), True),
    ],
    ids=str,
)
def test_every_command_warns_of_a_clock_before_the_journal(office: Path, words: tuple[str, ...], wrote: bool) -> None:
    plan(office, "2026-11-23 09:00")
    journal = office / ".huifang" / "journal.jsonl"
    before = journal.read_bytes()
    said = huifang(office, *words, now="2026-11-11 09:00")
    assert (journal.read_bytes() != before) == wrote
    assert "J801" in said.stdout + said.stderr


def test_a_clock_before_the_journal_is_a_warning_and_no_refusal(office: Path) -> None:
    plan(office, "2026-11-23 09:00")
    said = plan(office, "2026-11-11 09:00")
    (finding,) = [f for f in said["findings"] if f["code"] == "J801"]
    assert finding["severity"] == "warning"
    assert said["period"] == MID
    assert said.customers() == ["K1", "K2", "K3", "K4", "K5", "K6"]
    assert said.code == 1
    assert huifang(office, "verify", now="2026-11-23")["ok"] is True


def test_two_agents_whose_names_give_the_same_file_name_get_a_workbook_each(build: Build) -> None:
    people = [*made.staff()[:2], person("A/1", "李明"), person("A:1", "李明")]
    office = build(("K1", "A/1", "11-05"), ("K2", "A:1", "11-05"), people=people)
    said = plan(office)
    assert len(set(said["files"])) == 2
    held = [made.records(made.opened(office / file)["回访记录"]) for file in said["files"]]
    assert sorted(rows[0]["客户编号"] for rows in held) == ["K1", "K2"]
