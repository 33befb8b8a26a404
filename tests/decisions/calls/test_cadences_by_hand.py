"""What rows of 回访规则 plan, compared with calls worked out by hand: units, hours, periods, ages, feasts, methods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest

from huifang.core.periods import parse_period
from huifang.core.worktime import WorkCalendar
from huifang.decisions.calls.facts import Facts
from huifang.decisions.calls.obligations import Base, Connection, Obligation
from huifang.decisions.calls.owed import PlanningView, open_obligations
from huifang.decisions.calls.planning import make_plan
from huifang.decisions.calls.told_of_rules import told_of_rules
from huifang.decisions.calls.triggers import NEEDED
from huifang.ledger.issues import IssuedCall
from huifang.policy.build import merged_calendar_marks, read_policy
from huifang.policy.customers import Customer
from huifang.policy.rule_units import parse_age
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
    wrong = [one for one in read.findings if one.place.sheet in grids and one.code != "P660"]
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


@pytest.mark.parametrize(
    ("moment", "hours", "due_on", "is_told"),
    [
        # 20:30 + 10 hours = 06:30: nobody is called after 20:00 or before 08:30.
        ("2026-10-08T20:30", 10, "2026-10-08", True),
        # 18:00 + 12 hours = 06:00: there are two hours left on the evening before.
        ("2026-10-08T18:00", 12, "2026-10-08", False),
        # 23:00 + 30 hours: the whole day between is left.
        ("2026-10-08T23:00", 30, "2026-10-09", False),
    ],
)
def test_hours_of_the_night_say_that_nobody_could_be_called(
    moment: str, hours: int, due_on: str, is_told: bool
) -> None:
    rule = {**AFTER_SERVICE, "间隔单位": "小时", "窗口起": 0, "窗口长": hours}
    view = view_of(policy_of(rule), [customer()], sheets={"服务单": [order("F1", moment)]})
    (one,) = open_obligations(view, D("2026-10-09"))
    assert f"{one.obligation.due_on}" == due_on
    assert ("请在下一个通话时段尽早回访" in one.obligation.steps[1]) is is_told


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


YEARS = [
    {"触发": "每期", "次数": 1, "周期": "季", "适用期(月)": "1至12"},
    {"触发": "每期", "次数": 1, "周期": "半年", "适用期(月)": "13至24"},
    {"触发": "每期", "次数": 1, "周期": "年", "适用期(月)": "25起"},
]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        # Approved 2026-02-15. The first quarter ends in the first month: asked, from that day on.
        ("2026-03-02", [("K1", "2026-02-15", "2026-03-31")]),
        ("2026-12-01", [("K1", "2026-10-01", "2026-12-31")]),
        # Month 13 begins on 2027-02-15: the quarter that ends on 03-31 is not asked, the half year is, from then on.
        ("2027-01-04", []),
        ("2027-02-16", [("K1", "2027-02-15", "2027-06-30")]),
        ("2027-12-01", [("K1", "2027-07-01", "2027-12-31")]),
        # Month 25 begins on 2028-02-15: the half year ends after it, the year too.
        ("2028-03-01", [("K1", "2028-02-15", "2028-12-31")]),
    ],
)
def test_year_one_quarterly_year_two_half_yearly_then_yearly(today: str, expected: list[tuple[str, str, str]]) -> None:
    view = view_of(policy_of(*YEARS), [customer(reviewed_on=D("2026-02-15"))])
    assert windows(planned(view, today, today[:7])) == expected


def test_the_same_in_what_rolls() -> None:
    # Installed on 2026-01-20: month 12 ends on 2027-01-19. By the last day of the month: January 2027 is not in it.
    rolls = {"触发": "滚动", "起算": "服务单.完工时间"}
    rules = [{**rolls, "间隔": 30, "适用期(月)": "1至12"}, {**rolls, "间隔": 90, "适用期(月)": "13起"}]
    services = {"服务单": [order("F1", "2026-01-20T10:00")]}
    known = view_of(policy_of(*rules), [customer()], sheets=services, last_on={"K1": D("2026-12-01")})
    assert windows(planned(known, "2026-12-28", "2026-12")) == [("K1", "2026-12-28", "2026-12-31")]
    assert windows(planned(known, "2027-01-04", "2027-01")) == []
    assert windows(planned(known, "2027-02-26", "2027-02")) == [("K1", "2027-02-26", "2027-03-01")]


def test_until_the_day_in_the_column_it_rolls_and_comes_again() -> None:
    # Every 10 days from 11-01: due 11-11. The order was finished on 11-12: the one due 11-11 is owed, the one of the
    # 21st is not. Each quarter: to 11-11 as well.
    ends = {"止于": "服务单.完工时间"}
    services = {"服务单": [order("F1", "2026-11-12T10:00")]}
    rolls = policy_of({"触发": "滚动", "间隔": 10, **ends})
    on = {"last_on": {"K1": D("2026-11-01")}, "sheets": services}
    assert windows(planned(view_of(rolls, [customer()], **on), "2026-11-09", "2026-11")) == [
        ("K1", "2026-11-08", "2026-11-11")
    ]
    on = {"last_on": {"K1": D("2026-11-11")}, "sheets": services}
    assert planned(view_of(rolls, [customer()], **on), "2026-11-19", "2026-11") == []
    each = policy_of({"触发": "每期", "次数": 1, "周期": "季", **ends})
    view = view_of(each, [customer()], sheets=services)
    assert windows(planned(view, "2026-11-09", "2026-11")) == [("K1", "2026-10-01", "2026-11-11")]


def test_behind_the_day_in_the_column_it_is_told_that_nothing_comes() -> None:
    services = {"服务单": [order("F1", "2026-11-12T10:00")]}
    rolls = policy_of({"触发": "滚动", "间隔": 10, "止于": "服务单.完工时间"})
    said = []
    for last in ("2026-11-01", "2026-11-11"):
        view = view_of(rolls, [customer()], last_on={"K1": D(last)}, sheets=services)
        (told,) = told_of_rules(view, view.customers["K1"], D("2026-11-11"), D("2026-11-30"))
        said.append((told.is_due, told.said))
    behind = "下一次要在服务单.完工时间 2026-11-12 或以后才到期，不再回访"
    assert said == [(True, "有一次要做的回访"), (False, behind)]


@pytest.mark.parametrize(
    ("started_on", "counted"),
    [(None, "2026-10 期初共 2 位客户"), ("2026-10-05", "2026-10 启用那一期，从 2026-10-05 起审核的也算，共 2 位客户")],
)
def test_of_which_customers_a_share_is_taken_is_said(started_on: str | None, counted: str) -> None:
    policy = policy_of({"触发": "比例", "比例(%)": 50}, started_on=started_on and D(started_on))
    view = view_of(policy, [customer("K1"), customer("K2")])
    steps = {one.obligation.steps[0] for one in open_obligations(view, D("2026-10-20"), D("2026-10-31"))}
    assert steps == {f"{counted}，按 50% 至少回访 1 位"}


HEATING = (date(2025, 11, 15), "期间", "采暖季", date(2026, 3, 15), "是")


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        # 2026-11-15 to 2027-03-15 has 121 days: 61 to 2027-01-14, 60 from 01-15 on.
        ("2026-11-16", [("K1", "2026-11-15", "2027-01-14")]),
        # What was missed in the first part is owed to the season's end.
        ("2027-02-01", [("K1", "2026-11-15", "2027-01-14"), ("K1", "2027-01-15", "2027-03-15")]),
        ("2027-03-16", []),
        ("2026-10-08", []),
    ],
)
def test_twice_in_each_season_that_the_calendar_names(today: str, expected: list[tuple[str, str, str]]) -> None:
    policy = policy_of({"触发": "每期", "次数": 2, "周期": "采暖季"}, days=(HEATING,))
    assert windows(planned(view_of(policy, [customer()]), today, today[:7])) == expected


def test_a_term_that_has_other_days_each_time() -> None:
    terms = (
        (date(2026, 9, 1), "期间", "学期", date(2027, 1, 20), ""),
        (date(2027, 3, 1), "期间", "学期", date(2027, 7, 10), ""),
    )
    view = view_of(policy_of({"触发": "每期", "次数": 1, "周期": "学期"}, days=terms), [customer()])
    (autumn,) = planned(view, "2026-11-02", "2026-11")
    assert (autumn.due_on, autumn.keys) == (D("2027-01-20"), ("R1|2026-09学期/1",))
    assert windows(planned(view, "2027-03-02", "2027-03")) == [("K1", "2027-03-01", "2027-07-10")]
    assert planned(view, "2027-02-02", "2027-02") == []


@pytest.mark.parametrize(
    ("day", "today", "expected"),
    [
        # Three days before until the day itself.
        ("2020-11-10", "2026-11-09", [("K1", "2026-11-07", "2026-11-10")]),
        ("2020-11-10", "2026-11-11", []),  # over
        ("2024-02-29", "2026-02-26", [("K1", "2026-02-25", "2026-02-28")]),
        ("2024-02-29", "2028-02-28", [("K1", "2028-02-26", "2028-02-29")]),
        ("2026-11-10", "2026-11-09", []),  # the day itself is no return
        ("2020-01-02", "2026-12-31", [("K1", "2026-12-30", "2027-01-02")]),  # over new year
    ],
)
def test_around_the_yearly_return_of_a_day(day: str, today: str, expected: list[tuple[str, str, str]]) -> None:
    rule = {"触发": "周年", "起算": "客户.体验日期", "窗口起": -3, "窗口长": 3}
    view = view_of(policy_of(rule), [customer(days=(("体验日期", D(day)),))])
    assert windows(planned(view, today, today[:7])) == expected


def test_only_the_first_years_of_it() -> None:
    # The first return begins month 13, the second month 25.
    rule = {"触发": "周年", "起算": "客户.体验日期", "窗口起": 0, "窗口长": 5, "适用期(月)": "1至24"}
    view = view_of(policy_of(rule), [customer(days=(("体验日期", D("2024-11-10")),))])
    assert windows(planned(view, "2025-11-10", "2025-11")) == [("K1", "2025-11-10", "2025-11-15")]
    assert planned(view, "2026-11-10", "2026-11") == []


def test_around_feasts_of_the_public_holidays_and_of_the_calendar() -> None:
    # 中秋节 is 2026-09-25: two days before it for two days. The office's own day is on 11-20, every year.
    rules = (
        {"触发": "节日", "周期": "中秋节", "窗口起": -2, "窗口长": 2},
        {"触发": "节日", "周期": "司庆", "窗口起": 0, "窗口长": 0},
    )
    policy = policy_of(*rules, days=((date(2020, 11, 20), "节日", "司庆", "", "是"),))
    view = view_of(policy, [customer()])
    assert windows(planned(view, "2026-09-22", "2026-09")) == [("K1", "2026-09-23", "2026-09-25")]
    (own,) = planned(view, "2026-11-19", "2026-11")
    assert (own.from_on, own.due_on, own.keys) == (D("2026-11-20"), D("2026-11-20"), ("R2|2026司庆",))
    assert planned(view, "2026-10-12", "2026-10") == []


def test_a_span_of_days_off_is_one_row() -> None:
    policy = policy_of({"触发": "滚动", "间隔": 10}, days=((date(2026, 11, 2), "休", "盘点", date(2026, 11, 4), ""),))
    assert [f"{day}" for day in policy.day_marks] == ["2026-11-02", "2026-11-03", "2026-11-04"]


def findings_of(
    rule: dict[str, Any], *days: tuple[Any, ...], more: Sequence[dict[str, Any]] = ()
) -> list[tuple[str, str | None]]:
    headers, columns = [c.header for c in house_rules.RULES.columns], [c.header for c in house_rules.DAYS.columns]
    rules = [{"规则编号": f"R{n}", "规则名称": "回访", **one} for n, one in enumerate((rule, *more), start=1)]
    grids = {
        "回访规则": [headers, *([cells.get(h, "") for h in headers] for cells in rules)],
        "日历": [columns, *map(list, days)],
    }
    read = read_policy(grids, "制度.xlsx", NEEDED)
    return [(one.code, one.place.cell) for one in read.findings if one.place.sheet in grids]


def at(header: str) -> str:
    return house_rules.RULES.letter(house_rules.RULES.by_header[header].key) + "2"


@pytest.mark.parametrize(
    ("rule", "days", "found"),
    [
        ({"触发": "每期", "次数": 1, "周期": "学期"}, [], [("C205", at("周期"))]),
        ({"触发": "每月", "次数": 1, "周期": "季"}, [], [("P609", at("周期"))]),
        ({"触发": "每月", "次数": 1, "适用期(月)": "1至12"}, [], [("P608", at("适用期(月)"))]),
        ({"触发": "每期", "次数": 1, "周期": "中秋节"}, [], [("P605", at("周期"))]),
        ({"触发": "节日", "周期": "季", "窗口起": 0, "窗口长": 0}, [], [("P605", at("周期"))]),
        ({"触发": "滚动", "间隔": 2, "间隔单位": "小时"}, [], [("P605", at("间隔单位"))]),
        ({"触发": "滚动", "间隔": 10, "适用期(月)": "12至1"}, [], [("P605", at("适用期(月)"))]),
        ({"触发": "滚动", "间隔": 10}, [(date(2026, 9, 1), "期间", "学期", "", "")], [("P605", "D2")]),
        ({"触发": "滚动", "间隔": 10}, [(date(2026, 9, 1), "期间", "", date(2026, 9, 9), "")], [("P605", "C2")]),
        ({"触发": "滚动", "间隔": 10}, [(date(2026, 9, 9), "休", "", date(2026, 9, 1), "")], [("T515", "D2")]),
        ({"触发": "滚动", "间隔": 10}, [(date(2026, 9, 9), "休", "", "", "是")], [("P615", "E2")]),
        ({"触发": "滚动", "间隔": 10}, [(date(2026, 9, 9), "休", "", "", "")] * 2, [("T510", "A3")]),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_said_with_its_place(
    rule: dict[str, Any], days: list[tuple[Any, ...]], found: list[tuple[str, str]]
) -> None:
    assert findings_of(rule, *days) == found


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("1至12", (1, 12)), ("13-24", (13, 24)), ("25-", (25, None)), ("25起", (25, None)), ("25 以后", (25, None)),
        ("6", (6, 6)), ("第1至3个月", (1, 3)), ("0-3", None), ("3-1", None), ("一年", None),
    ],
)  # fmt: skip
def test_an_age_is_read_as_people_write_it(text: str, age: tuple[int, int | None] | None) -> None:
    assert parse_age(text) == age
