"""What rows of 回访规则 plan, compared with calls worked out by hand: units, hours, periods, ages, feasts, methods."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest

from huifang.core.periods import parse_period
from huifang.core.worktime import WorkCalendar
from huifang.decisions.calls.facts import Facts
from huifang.decisions.calls.obligations import Base, Connection, Obligation
from huifang.decisions.calls.owed import PlanningView
from huifang.decisions.calls.planning import make_plan
from huifang.decisions.calls.triggers import NEEDED
from huifang.ledger.issues import IssuedCall
from huifang.policy.build import merged_calendar_marks, read_policy
from huifang.policy.customers import Customer
from huifang.tables.declared import house_rules
from obligations_made import PEOPLE

D = date.fromisoformat
#: 2026-10-01 to 10-07 are off, 10-10 (a Saturday) is worked: as it was published.
OFF = {date(2026, 10, day): "国庆节" for day in range(1, 8)} | {date(2026, 9, 25): "中秋节"}
ON = frozenset({date(2026, 10, 10)})


def customer(number: str = "K1", **more: Any) -> Customer:
    known: dict[str, Any] = {
        "name": f"{number}号", "customer_class": "普通客户", "owner": "A01", "phone": f"1380000{number[1:]:0>4}",
        "review_status": "已审核", "reviewed_on": D("2026-01-01"), **more,
    }  # fmt: skip
    return Customer(customer_no=number, **known)


def policy_of(*rules: dict[str, Any], days: tuple[tuple[Any, ...], ...] = (), **settings: Any):
    rows = [{"规则编号": f"R{n}", "规则名称": f"回访{n}", **rule} for n, rule in enumerate(rules, start=1)]
    headers = [column.header for column in house_rules.RULES.columns]
    grids = {
        "回访规则": [headers, *([row.get(header, "") for header in headers] for row in rows)],
        "日历": [[column.header for column in house_rules.DAYS.columns], *map(list, days)],
    }
    read = read_policy(grids, "制度.xlsx", NEEDED)
    wrong = [one for one in read.findings if one.place.sheet in grids]
    assert not wrong, wrong
    return replace(read.policy, min_gap_days=0, daily_limit=50, **settings)


def view_of(policy: Any, customers: list[Customer], **known: Any) -> PlanningView:
    off, on = merged_calendar_marks(policy, OFF, ON)
    calendar = WorkCalendar(policy.workdays, off, on)
    sheets = {"客户": [one.cells() for one in customers], **known.pop("sheets", {})}
    more: dict[str, Any] = {"last_on": {}, "failures": {}, "issued": {}, "batch": (), "numbers": {}, **known}
    return PlanningView(
        policy=policy, calendar=calendar, people=PEOPLE, customers={one.customer_no: one for one in customers},
        facts=Facts(sheets, calendar=calendar), **more,
    )  # fmt: skip


def planned(view: PlanningView, today: str, period: str) -> list[IssuedCall]:
    return list(make_plan(view, parse_period(period), D(today)).new)


def windows(calls: list[IssuedCall]) -> list[tuple[str, str, str]]:
    return sorted((call.customer_no, f"{call.from_on}", f"{call.due_on}") for call in calls)


def order(number: str, done_at: str, who: str = "K1", **more: Any) -> dict[str, Any]:
    return {"服务单号": number, "客户编号": who, "完工时间": datetime.fromisoformat(done_at), **more}


AFTER_SERVICE = {"触发": "日期", "起算": "服务单.完工时间"}


@pytest.mark.parametrize(
    ("cells", "from_on", "due_on"),
    [
        # Wednesday 2026-09-30 16:00. Two working days later: 10-08 (Thu), 10-09 (Fri): the window begins on 10-09; one
        # more is Saturday 10-10, which is worked.
        ({"间隔单位": "工作日", "窗口起": 2, "窗口长": 1}, "2026-10-09", "2026-10-10"),
        # One week later, for one week: 10-07 to 10-14.
        ({"间隔单位": "周", "窗口起": 1, "窗口长": 1}, "2026-10-07", "2026-10-14"),
        ({"间隔单位": "天", "窗口起": 1, "窗口长": 1}, "2026-10-01", "2026-10-02"),
        # A quarter later, for none: 2026-12-30. Half a year: 2027-03-30. A year: 2027-09-30.
        ({"间隔单位": "季", "窗口起": 1, "窗口长": 0}, "2026-12-30", "2026-12-30"),
        ({"间隔单位": "半年", "窗口起": 1, "窗口长": 0}, "2027-03-30", "2027-03-30"),
        ({"间隔单位": "年", "窗口起": 1, "窗口长": 0}, "2027-09-30", "2027-09-30"),
        # 16:00 + 24 hours = 10-01 16:00, + 24 = 10-02 16:00.
        ({"间隔单位": "小时", "窗口起": 24, "窗口长": 24}, "2026-10-01", "2026-10-02"),
        # + 12 hours = 10-01 04:00: nobody is called by then on that day, so the day before is the last.
        ({"间隔单位": "小时", "窗口起": 0, "窗口长": 12}, "2026-09-30", "2026-09-30"),
    ],
)
def test_a_window_in_each_unit(cells: dict[str, Any], from_on: str, due_on: str) -> None:
    view = view_of(
        policy_of({**AFTER_SERVICE, **cells}), [customer()], sheets={"服务单": [order("F1", "2026-09-30T16:00")]}
    )
    (call,) = planned(view, from_on, from_on[:7])
    assert (f"{call.from_on}", f"{call.due_on}") == (from_on, due_on)


def test_hours_end_at_a_time_that_the_caller_is_told() -> None:
    # 10-08 09:30 + 2 = 11:30, + 4 = 15:30 of the same day.
    rule = {**AFTER_SERVICE, "间隔单位": "小时", "窗口起": 2, "窗口长": 4}
    view = view_of(policy_of(rule), [customer()], sheets={"服务单": [order("F1", "2026-10-08T09:30")]})
    (call,) = planned(view, "2026-10-08", "2026-10")
    assert (call.due_on, call.until) == (
        D("2026-10-08"),
        time(15, 30),
    ) and "请在 10-08 15:30 以前回访。" in call.message


def test_the_last_day_may_end_at_a_time_and_hours_before_it() -> None:
    # R1: the day after, until 21:00. R2: 10-08 09:30 + 30 hours = 10-09 15:30, before its 16:00. Both end on 10-09: one
    # call, until 15:30.
    day_after = {**AFTER_SERVICE, "窗口起": 0, "窗口长": 1, "截止时刻": time(21)}
    hours = {**AFTER_SERVICE, "间隔单位": "小时", "窗口起": 0, "窗口长": 30, "截止时刻": time(16)}
    services = {"服务单": [order("F1", "2026-10-08T09:30")]}
    (alone,) = planned(view_of(policy_of(day_after), [customer()], sheets=services), "2026-10-08", "2026-10")
    assert (alone.due_on, alone.until) == (D("2026-10-09"), time(21))
    (both,) = planned(view_of(policy_of(day_after, hours), [customer()], sheets=services), "2026-10-08", "2026-10")
    assert (len(both.covers), both.due_on, both.until) == (2, D("2026-10-09"), time(15, 30))


def test_hours_merge_only_with_what_ends_on_the_same_day() -> None:
    # R1: 10-08 + 30 hours: to 10-09. R2: 10-08 to 10-12. Two calls; counted in days, one.
    days = {**AFTER_SERVICE, "窗口起": 0, "窗口长": 4}
    hours = {**AFTER_SERVICE, "间隔单位": "小时", "窗口起": 0, "窗口长": 30}
    services = {"服务单": [order("F1", "2026-10-08T09:30")]}
    view = view_of(policy_of(hours, days), [customer()], sheets=services)
    assert windows(planned(view, "2026-10-08", "2026-10")) == [
        ("K1", "2026-10-08", "2026-10-09"), ("K1", "2026-10-08", "2026-10-12"),
    ]  # fmt: skip
    one_day = {**days, "窗口长": 1}
    view = view_of(policy_of(one_day, days), [customer()], sheets=services)
    assert windows(planned(view, "2026-10-08", "2026-10")) == [("K1", "2026-10-08", "2026-10-09")]


@pytest.mark.parametrize(
    ("cells", "from_on", "due_on"),
    [
        # Approved on 2026-09-29 (Tue), three days early. 3 working days: 09-30, 10-08, 10-09: due 10-09, from 10-06.
        ({"间隔": 3, "间隔单位": "工作日"}, "2026-10-06", "2026-10-09"),
        ({"间隔": 2, "间隔单位": "周"}, "2026-10-10", "2026-10-13"),
        ({"间隔": 1, "间隔单位": "季"}, "2026-12-26", "2026-12-29"),
        ({"间隔": 1, "间隔单位": "半年"}, "2027-03-26", "2027-03-29"),
        ({"间隔": 1, "间隔单位": "年"}, "2027-09-26", "2027-09-29"),
    ],
)
def test_what_rolls_in_each_unit(cells: dict[str, Any], from_on: str, due_on: str) -> None:
    view = view_of(policy_of({"触发": "滚动", **cells}), [customer(reviewed_on=D("2026-09-29"))])
    (call,) = planned(view, from_on, from_on[:7])
    assert (f"{call.from_on}", f"{call.due_on}") == (from_on, due_on)


def test_the_window_opens_never_before_the_day_after_the_last_contact() -> None:
    # Reached on 11-03, every two days, three days early: 11-04 to 11-05, and not from 11-02 on.
    view = view_of(policy_of({"触发": "滚动", "间隔": 2}), [customer()], last_on={"K1": D("2026-11-03")})
    assert windows(planned(view, "2026-11-04", "2026-11-04")) == [("K1", "2026-11-04", "2026-11-05")]


@pytest.mark.parametrize(
    ("until", "called_at", "in_time"),
    [
        (time(15, 30), "2026-10-08 15:30", True),
        (time(15, 30), "2026-10-08 15:31", False),
        (time(15, 30), "2026-10-07 18:00", True),
        (time(15, 30), "2026-10-08", True),  # nobody knows the time
        (None, "2026-10-08 20:00", True),
        (None, "2026-10-09 08:00", False),
    ],
)
def test_a_call_is_in_time_by_its_beginning(until: time | None, called_at: str, in_time: bool) -> None:
    called = Connection(D(called_at[:10]), called_at, "H1", "H1-1")
    obligation = Obligation(
        customer_no="K1", rule="R1", key="R1|F1", base=Base(D("2026-10-08"), False, ""), from_on=D("2026-10-07"),
        due_on=D("2026-10-08"), until=until, fulfilled_by=called,
    )  # fmt: skip
    assert obligation.is_in_time is in_time
    assert not replace(obligation, fulfilled_by=None).is_in_time
