"""The rolling obligation (decisions 2 and 3)."""

from dataclasses import replace
from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huifang.decisions.calls.obligations import (
    Attempt,
    Base,
    Cadence,
    Connection,
    after_interval,
    attempts_that_count,
    base_of,
    chain,
    first_base,
    open_obligation,
    places_in_lists,
    rolling_key,
)
from huifang.decisions.calls.triggers import NEEDED
from huifang.ledger.issues import IssuedCall
from huifang.policy.build import read_policy
from huifang.policy.customers import Customer
from huifang.policy.people import Exemption, People
from huifang.policy.rules import Rule
from huifang.tables.options import (
    ABOUT_CUSTOMER,
    ABOUT_PERSON,
    ABOUT_PLAN,
    EXCUSE,
    GIVE_UP,
    PAUSE,
    RESTART,
)
from obligations_made import CALENDAR

D = date.fromisoformat
POLICY = replace(read_policy({}, "制度.xlsx", NEEDED).policy, early_days=3)
TEN_DAYS = Rule(rule="R1", title="例行", trigger="滚动", interval=10, methods=("电话",))
MONTHLY = replace(TEN_DAYS, interval=1, unit="月")
K1 = Customer(
    customer_no="K1",
    name="甲",
    customer_class="普通客户",
    owner="A01",
    contact="",
    phone="13800000001",
    review_status="已审核",
    reviewed_on=D("2026-11-01"),
    registered_on=None,
)


def issued(plan_no, base_on, from_on, due_on, rule="R1", is_call=False):
    return IssuedCall(
        plan_no=plan_no, customer_no="K1", customer_name="甲", contact_role="", contact="", phone="", agent="A01",
        owner="A01", rule=rule, method="电话", reason_to_call="例行", message="", from_on=D(from_on), due_on=D(due_on),
        planned_on=D(due_on), base_on=D(base_on), base_is_call=is_call, basis=f"审核日期 {base_on}", covers=(plan_no,),
        period="2026-11中旬", book="", keys=(rolling_key(replace(TEN_DAYS, rule=rule), D(base_on)),),
    )  # fmt: skip


def exempt(treatment, from_on, until_on=None, subject=ABOUT_CUSTOMER, number="K1"):
    return Exemption(
        subject=subject,
        subject_no=number,
        from_on=D(from_on),
        until_on=D(until_on) if until_on else None,
        treatment=treatment,
        approved_by="B01",
        reason="原因",
    )


def cadence(rule=TEN_DAYS, policy=POLICY, issues=(), place=0):
    return Cadence(customer=K1, rule=rule, policy=policy, issues=issues, place_in_list=place, calendar=CALENDAR)


def opened(base_on, rule=TEN_DAYS, policy=POLICY, issues=(), numbers=None, place=0, is_call=True):
    base = Base(D(base_on), is_call, "依据")
    return open_obligation(cadence(rule, policy, issues, place), base, numbers or {})


@pytest.mark.parametrize(
    ("rule", "day", "due_on"),
    [
        (TEN_DAYS, "2026-11-01", "2026-11-11"),
        (TEN_DAYS, "2026-12-25", "2027-01-04"),
        (TEN_DAYS, "2028-02-20", "2028-03-01"),
        (MONTHLY, "2026-01-31", "2026-02-28"),
        (MONTHLY, "2028-01-31", "2028-02-29"),
        (MONTHLY, "2026-12-15", "2027-01-15"),
        (replace(MONTHLY, interval=3), "2026-11-30", "2027-02-28"),
        (replace(MONTHLY, interval=12), "2028-02-29", "2029-02-28"),
    ],
)
def test_interval(rule, day, due_on):
    assert after_interval(D(day), rule, CALENDAR) == D(due_on)
    obligation = opened(day, rule)
    assert (obligation.from_on, obligation.due_on) == (D(due_on) - timedelta(3), D(due_on))


@pytest.mark.parametrize(
    ("reviewed", "seen", "on", "word"),
    [
        ("2026-11-01", "2026-11-05", "2026-11-01", "审核日期"),
        (None, "2026-11-05", "2026-11-05", "没有审核日期"),
        (None, None, "2026-11-21", "没有审核日期"),
    ],
)
def test_first_base(reviewed, seen, on, word):
    """Without 审核日期 it is the day on which the approval was first seen, never 首次登记日期."""
    days = {"reviewed_on": reviewed and D(reviewed), "seen_on": seen and D(seen)}
    customer = replace(K1, registered_on=D("2026-10-01"), **days)
    base = first_base(customer, D("2026-11-21"))
    assert (base.on, base.is_call) == (D(on), False) and base.basis.startswith(word)


def test_a_new_obligation_has_no_number_yet():
    obligation = opened("2026-11-01")
    assert (obligation.plan_no, obligation.issue, obligation.customer_no, obligation.rule) == ("", None, "K1", "R1")


def test_a_known_number_is_kept():
    key = rolling_key(TEN_DAYS, D("2026-11-01"))
    numbers = {("K1", key): "H2611-0007", ("K2", key): "H2611-0008"}
    assert opened("2026-11-01", numbers=numbers).plan_no == "H2611-0007"
    assert opened("2026-11-02", numbers=numbers).plan_no == ""
    assert opened("2026-11-01", replace(TEN_DAYS, rule="R2"), numbers=numbers).plan_no == ""


def test_what_was_issued_keeps_number_and_window():
    old = issued("H2611-0001", "2026-11-01", "2026-11-05", "2026-11-12")
    newer = msgspec.structs.replace(old, planned_on=D("2026-11-13"))
    policy = replace(POLICY, early_days=9, started_on=D("2026-12-01"))
    obligation = opened("2026-11-01", policy=policy, issues=(old, newer))
    assert (obligation.plan_no, obligation.issue) == ("H2611-0001", newer)
    assert (obligation.from_on, obligation.due_on) == (D("2026-11-05"), D("2026-11-12"))
    other = issued("H2611-0002", "2026-11-01", "2026-11-05", "2026-11-12", rule="R2")
    assert opened("2026-11-01", issues=(other,)).plan_no == "H2611-0002"  # one open rolling call per customer
    assert opened("2026-11-02", issues=(old,)).plan_no == ""


@pytest.mark.parametrize(
    ("base_on", "place", "due_on", "moved"),
    [
        ("2026-10-01", 0, "2026-11-21", True),
        ("2026-10-01", 4, "2026-11-25", True),
        ("2026-10-01", 9, "2026-11-30", True),
        ("2026-10-01", 10, "2026-11-21", True),
        ("2026-10-01", 23, "2026-11-24", True),
        ("2026-11-10", 4, "2026-11-25", True),  # due on the 20th, the day before
        ("2026-11-11", 4, "2026-11-21", False),  # due on the day itself
        ("2026-11-15", 4, "2026-11-25", False),
    ],
)
def test_what_was_due_before_the_start_is_spread(base_on, place, due_on, moved):
    obligation = opened(base_on, policy=replace(POLICY, started_on=D("2026-11-21")), place=place)
    assert (obligation.due_on, obligation.from_on) == (D(due_on), D(due_on) - timedelta(3))
    assert ("启用日期" in obligation.base.basis) is moved and obligation.base.on == D(base_on)


@pytest.mark.parametrize(("due_on", "spread"), [("2026-11-25", True), ("2026-11-12", False)])
def test_what_was_spread_says_so_when_it_is_issued_too(due_on, spread):
    issue = issued("H2611-0001", "2026-10-12", "2026-11-08", due_on)
    obligation = opened("2026-10-12", policy=replace(POLICY, started_on=D("2026-11-21")), issues=(issue,), place=4)
    assert obligation.due_on == D(due_on)
    assert ("启用日期 2026-11-21" in obligation.base.basis) is spread
    assert obligation.steps[0].startswith("应访止 = 启用日期 2026-11-21" if spread else "应访止 = 2026-10-12 + 31 天")


def test_spreading_takes_ten_days_whatever_the_rhythm():
    policy = replace(POLICY, started_on=D("2026-11-21"))
    days = {opened("2026-01-01", MONTHLY, policy, place=place).due_on for place in range(60)}
    assert (min(days), max(days), len(days)) == (D("2026-11-21"), D("2026-11-30"), 10)


def test_places_are_by_number_within_the_agents_approved_list():
    rows = [("K3", "A01", "已审核"), ("K1", "A01", "已审核"), ("K2", "A01", "待审核"), ("K9", "A02", "已审核"),
            ("K5", "A01", "已审核")]  # fmt: skip
    customers = [replace(K1, customer_no=no, owner=owner, review_status=status) for no, owner, status in rows]
    assert places_in_lists(customers) == {"K1": 0, "K3": 1, "K5": 2, "K9": 0}
    assert places_in_lists(reversed(customers)) == places_in_lists(customers)


def base(exemptions=(), issues=(), last_on=None, today="2026-12-31", customer=K1):
    cadence = Cadence(customer=customer, rule=MONTHLY, policy=POLICY, issues=issues, calendar=CALENDAR)
    return base_of(cadence, People((), (), tuple(exemptions)), last_on and D(last_on), D(today))


FIRST = issued("H2611-0001", "2026-11-01", "2026-11-08", "2026-11-11")


def test_base_is_the_last_connection_else_the_approval():
    assert base() == Base(D("2026-11-01"), False, "审核日期 2026-11-01")
    assert base(last_on="2026-11-09") == Base(D("2026-11-09"), True, "上次接通 2026-11-09")
    assert base(last_on="2026-10-09").on == D("2026-10-09")


def test_without_dates_what_was_issued_does_not_move():
    customer = replace(K1, reviewed_on=None)
    assert base(issues=(FIRST,), customer=customer).on == D("2026-11-01")
    assert base(customer=customer, today="2026-11-21").on == D("2026-11-21")


@pytest.mark.parametrize(
    ("entry", "last_on", "today", "on"),
    [
        (("2026-11-15",), None, "2026-11-20", "2026-11-15"),
        (("2026-11-15",), None, "2026-11-15", "2026-11-15"),
        (("2026-11-15",), None, "2026-11-14", "2026-11-01"),  # not yet
        (("2026-11-15",), "2026-11-17", "2026-11-20", "2026-11-17"),  # connected since
        (("2026-11-15",), "2026-11-10", "2026-11-20", "2026-11-10"),  # fulfilled before it was ended
    ],
)
def test_a_person_may_end_an_issued_obligation(entry, last_on, today, on):
    ended = exempt(GIVE_UP, *entry, subject=ABOUT_PLAN, number="H2611-0001")
    result = base([ended], (FIRST,), last_on, today)
    assert result.on == D(on)
    assert result.is_call is (last_on is not None)
    assert ("结束了计划 H2611-0001" in result.basis) is (on == "2026-11-15")


@pytest.mark.parametrize(
    "entry",
    [
        exempt(GIVE_UP, "2026-11-15", subject=ABOUT_PLAN, number="H2611-0002"),
        exempt(PAUSE, "2026-11-15", subject=ABOUT_PLAN, number="H2611-0001"),
        exempt(GIVE_UP, "2026-11-15", subject=ABOUT_PERSON, number="H2611-0001"),
    ],
)
def test_other_entries_do_not_end_it(entry):
    assert base([entry], (FIRST,)).on == D("2026-11-01")


def test_two_obligations_ended_one_after_the_other():
    second = issued("H2611-0002", "2026-11-15", "2026-11-22", "2026-11-25")
    ended = [exempt(GIVE_UP, "2026-11-15", subject=ABOUT_PLAN, number="H2611-0001"),
             exempt(GIVE_UP, "2026-11-28", subject=ABOUT_PLAN, number="H2611-0002")]  # fmt: skip
    assert base(ended, (FIRST, second), today="2026-11-27").on == D("2026-11-15")
    assert base(ended, (FIRST, second), today="2026-11-28").on == D("2026-11-28")


def connected(day, plan_no="", at="09:00"):
    return Connection(D(day), f"{day} {at}", plan_no, "")


def chained(connections, issues=()):
    start = Base(D("2026-11-01"), False, "审核日期 2026-11-01")
    return chain(cadence(issues=issues), start, connections)


def test_chain_without_calls_is_one_open_obligation():
    (only,) = chained([])
    assert only.fulfilled_by is None and only.due_on == D("2026-11-11")


def test_chain_counts_from_each_connection_early_or_late():
    calls = [connected("2026-11-03"), connected("2026-11-20"), connected("2026-11-30")]
    result = chained(calls)
    assert [str(o.due_on) for o in result] == ["2026-11-11", "2026-11-13", "2026-11-30", "2026-12-10"]
    assert [o.fulfilled_by for o in result] == [*calls, None]
    assert [o.base.is_call for o in result] == [False, True, True, True]


def test_chain_takes_number_and_window_of_what_was_issued():
    second = issued("H2611-0002", "2026-11-10", "2026-11-17", "2026-11-21", is_call=True)
    result = chained([connected("2026-11-10", "H2611-0001")], (FIRST, second))
    assert [(o.plan_no, o.due_on) for o in result] == [
        ("H2611-0001", D("2026-11-11")), ("H2611-0002", D("2026-11-21")),
    ]  # fmt: skip


def test_a_further_connection_under_one_number_fulfils_nothing_new_but_counts():
    calls = [connected("2026-11-10", "H2611-0001"), connected("2026-11-12", "H2611-0001")]
    done, still_open = chained(calls, (FIRST,))
    assert done.fulfilled_by == calls[0]
    assert (still_open.base.on, still_open.due_on, still_open.fulfilled_by) == (D("2026-11-12"), D("2026-11-22"), None)


@given(
    st.lists(st.integers(1, 300), max_size=12),
    st.integers(1, 60),
    st.sampled_from(["工作日", "天", "周", "月", "季", "半年", "年"]),
)
def test_every_chain_ends_open_and_is_linked(offsets, interval, unit):
    rule = replace(TEN_DAYS, interval=interval, unit=unit)
    calls = [connected(str(D("2026-11-01") + timedelta(n)), at=f"{i:02d}:00") for i, n in enumerate(sorted(offsets))]
    result = chain(cadence(rule), Base(D("2026-11-01"), False, ""), calls)
    assert [o.fulfilled_by for o in result] == [*calls, None]
    assert all(later.base.on == o.fulfilled_by.called_on for o, later in zip(result, result[1:], strict=False))
    assert all(o.from_on <= o.due_on and o.due_on == after_interval(o.base.on, rule, CALENDAR) for o in result)


PHONE = "13800000001"
CALLS = (("2026-11-09", PHONE), ("2026-11-10", PHONE), ("2026-11-12", "13900000009"), ("2026-11-13", PHONE))
FAILED = [Attempt(D(day), f"{day} 09:00", phone) for day, phone in CALLS]


@pytest.mark.parametrize(
    ("phone", "exemptions", "today", "days"),
    [
        (PHONE, [], "2026-11-20", "09 10 13"),
        ("13900000009", [], "2026-11-20", "12"),
        ("13700000007", [], "2026-11-20", ""),  # a changed number starts anew
        ("", [], "2026-11-20", "09 10 12 13"),
        (PHONE, [exempt(RESTART, "2026-11-10")], "2026-11-20", "10 13"),
        (PHONE, [exempt(RESTART, "2026-11-14")], "2026-11-20", ""),
        (PHONE, [exempt(RESTART, "2026-11-21")], "2026-11-20", "09 10 13"),  # not yet
        (PHONE, [exempt(RESTART, "2026-11-20")], "2026-11-20", ""),
        (PHONE, [exempt(PAUSE, "2026-11-05", "2026-11-10")], "2026-11-20", "13"),
        (PHONE, [exempt(PAUSE, "2026-11-05", "2026-11-12")], "2026-11-12", "09 10 13"),  # still on
        (PHONE, [exempt(PAUSE, "2026-11-05")], "2026-11-20", "09 10 13"),  # for good
        (PHONE, [exempt(RESTART, "2026-11-14", number="K2")], "2026-11-20", "09 10 13"),
        (PHONE, [exempt(RESTART, "2026-11-14", subject=ABOUT_PERSON)], "2026-11-20", "09 10 13"),
        (PHONE, [exempt(EXCUSE, "2026-11-14"), exempt(GIVE_UP, "2026-11-14")], "2026-11-20", "09 10 13"),
        (PHONE, [exempt(RESTART, "2026-11-10"), exempt(RESTART, "2026-11-09")], "2026-11-20", "10 13"),
    ],
)
def test_attempts_that_count(phone, exemptions, today, days):
    people = People((), (), tuple(exemptions))
    counted = attempts_that_count(replace(K1, phone=phone), people, FAILED, Base(D("2026-11-01"), True, ""), D(today))
    assert " ".join(f"{attempt.called_on:%d}" for attempt in counted) == days
