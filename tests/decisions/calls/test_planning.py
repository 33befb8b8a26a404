"""The next batch, from hand-made registers. November 2026: the 21st is a Saturday, 下旬 is the 21st to the 30th."""

from collections import Counter
from dataclasses import replace
from datetime import date, time, timedelta
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huifang.core.periods import parse_period
from huifang.core.worktime import Span, WorkCalendar
from huifang.decisions.calls.facts import Facts
from huifang.decisions.calls.obligations import Attempt
from huifang.decisions.calls.owed import Contact, PlanningView
from huifang.decisions.calls.planning import exhausted, make_plan
from huifang.decisions.calls.triggers import NEEDED
from huifang.decisions.calls.warranty import warranty_end
from huifang.policy.build import read_policy
from huifang.policy.customers import Customer
from huifang.policy.model import Campaign
from huifang.policy.people import Exemption, People, Person, StandIn
from huifang.policy.rules import Rule, parse_source
from huifang.tables.options import ABOUT_CUSTOMER, ABOUT_PLAN, GIVE_UP, PAUSE, RESTART

RULE = Rule(rule="R1", title="十日例行回访", trigger="滚动", interval=10, methods=("电话", "上门"), clause="000/五")
POLICY = replace(read_policy({}, "", NEEDED).policy, rules=(RULE,), classes=("普通客户", "大客户"))
CALENDAR = WorkCalendar(frozenset(range(5)))
PHONE = "13800000001"
PEOPLE = People(
    (
        Person(person_no="A01", name="李明", role="业务员", superior="B01"),
        Person(person_no="A02", name="王强", role="业务员", superior="B01"),
        Person(person_no="B01", name="赵主管", role="主管"),
        Person(person_no="C01", name="钱老板", role="老板"),
    )
)
LATE_NOVEMBER = parse_period("2026-11下旬")


def D(text):
    return date.fromisoformat(f"2026-{text}")


TODAY = D("11-21")


def customer(number, reviewed="11-14", owner="A01", **more):
    fields = {
        "customer_no": number, "name": f"客户{number}", "customer_class": "普通客户", "owner": owner,
        "contact": "王女士", "phone": PHONE, "review_status": "已审核",
        "reviewed_on": D(reviewed) if reviewed else None, "registered_on": None, **more,
    }  # fmt: skip
    return Customer(**fields)


def view(*customers, policy=POLICY, people=PEOPLE, calendar=CALENDAR, last_on=None, failures=None, issued=(), batch=()):
    by_customer = {}
    for call in issued:
        by_customer.setdefault(call.customer_no, []).append(call)
    numbers = {(call.customer_no, call.keys[0]): call.plan_no for call in issued}
    registers = {c.customer_no: c for c in customers}
    return PlanningView(
        policy=policy,
        calendar=calendar,
        people=people,
        customers=registers,
        last_on=last_on or {},
        failures=failures or {},
        issued=by_customer,
        batch=tuple(batch),
        numbers=numbers,
    )


def plan(*customers, period=LATE_NOVEMBER, today=TODAY, **more):
    return make_plan(view(*customers, **more), period, today)


def codes(result):
    return sorted(finding.code for finding in result.findings)


def days(result):
    return {call.customer_no: f"{call.planned_on:%m-%d}" for call in result.new}


def exempt(treatment, from_on, until_on=None, number="K1", subject=ABOUT_CUSTOMER):
    return Exemption(
        subject=subject,
        subject_no=number,
        from_on=D(from_on),
        until_on=D(until_on) if until_on else None,
        treatment=treatment,
        approved_by="B01",
        reason="原因",
    )


def staff(*exemptions, stand_ins=(), persons=PEOPLE.persons):
    return People(tuple(persons), tuple(stand_ins), tuple(exemptions))


def failed(*on, phone=PHONE):
    return [Attempt(D(day), f"2026-{day} 09:00", phone) for day in on]


def test_one_call():
    (call,) = plan(customer("K1")).new
    assert (call.plan_no, call.customer_no, call.agent, call.owner, call.rule) == (
        "H2611-0001",
        "K1",
        "A01",
        "A01",
        "R1",
    )
    assert (call.from_on, call.due_on, call.base_on) == (D("11-21"), D("11-24"), D("11-14"))
    assert call.planned_on == D("11-23")  # the first working day
    assert (call.method, call.reason_to_call, call.message) == ("电话", "十日例行回访", "")
    assert (call.phone, call.contact, call.covers, call.period) == (PHONE, "王女士", ("H2611-0001",), "2026-11下旬")
    assert not call.base_is_call and call.basis.startswith("审核日期") and len(call.plan_no) <= 12


@pytest.mark.parametrize("status", ["待审核", "停用", "", "已审核 "])
def test_only_approved_customers(status):
    result = plan(customer("K1", review_status=status), customer("K2"))
    assert days(result) == {"K2": "11-23"} and codes(result) == []


@pytest.mark.parametrize(
    ("reviewed", "planned"),
    [
        ("10-01", "11-23"),  # long overdue
        ("11-10", "11-23"),  # due on the 20th
        ("11-11", "11-23"),  # due on Saturday, the first day: not overdue, but no earlier working day either
        ("11-14", "11-23"),
        ("11-20", "11-27"),  # due on the 30th, window from the 27th
        ("11-23", "11-30"),  # due on 3 December: early window starts on the last day
        ("11-24", None),  # from 1 December
        ("12-01", None),
    ],
)
def test_windows(reviewed, planned):
    assert days(plan(customer("K1", reviewed))) == ({"K1": planned} if planned else {})


@pytest.mark.parametrize(("early_days", "planned"), [(0, None), (2, None), (3, "11-30"), (10, "11-23")])
def test_early_window_is_the_policys(early_days, planned):
    result = plan(customer("K1", "11-23"), policy=replace(POLICY, early_days=early_days))
    assert days(result).get("K1") == planned


def test_counted_from_the_last_connection():
    (call,) = plan(customer("K1", "01-01"), last_on={"K1": D("11-16")}).new
    assert (call.base_on, call.base_is_call, call.due_on) == (D("11-16"), True, D("11-26"))
    assert plan(customer("K1", "01-01"), last_on={"K1": D("11-24")}, today=D("11-25")).new == ()


def test_planning_in_the_middle_of_the_period_leaves_the_past_days():
    assert days(plan(customer("K1"), today=D("11-26"))) == {"K1": "11-26"}
    assert days(plan(customer("K1"), today=D("11-28"))) == {"K1": "11-30"}
    assert days(plan(customer("K1"), today=D("12-05"))) == {"K1": "11-23"}  # a past period, made later


def test_overdue_first():
    late = [customer(f"L{n}", f"10-{n + 10}") for n in range(3)]
    due = [customer(f"K{n}", "11-14") for n in range(3)]
    result = plan(*due, *late, policy=replace(POLICY, daily_limit=1))
    order = [call.customer_no for call in sorted(result.new, key=lambda call: call.planned_on)]
    assert order[:3] == ["L0", "L1", "L2"] and set(order[3:]) == {"K0", "K1", "K2"}
    same_day = plan(customer("K1", "11-13"), customer("L1", "10-20"), policy=replace(POLICY, daily_limit=2))
    assert [call.customer_no for call in same_day.new] == ["L1", "K1"]


def test_carry_over_keeps_number_and_window():
    (first,) = plan(customer("K1", "11-03"), period=parse_period("2026-11中旬"), today=D("11-11")).new
    (second,) = plan(customer("K1", "11-03"), customer("K2"), issued=[first]).new[:1]
    assert (second.plan_no, second.customer_no) == (first.plan_no, "K1")
    assert (second.from_on, second.due_on, second.period) == (first.from_on, first.due_on, "2026-11下旬")
    assert second.planned_on == D("11-23")


def test_window_stays_although_the_policy_changed():
    (first,) = plan(customer("K1", "11-03"), period=parse_period("2026-11中旬"), today=D("11-11")).new
    changed = replace(POLICY, early_days=9, rules=(replace(RULE, interval=30),))
    (second,) = plan(customer("K1", "11-03"), issued=[first], policy=changed).new
    assert (second.from_on, second.due_on) == (first.from_on, first.due_on)


def test_numbers_go_on_where_they_stopped():
    first = plan(customer("K1", "11-03"), customer("K2", "11-03"), period=parse_period("2026-11中旬"), today=D("11-11"))
    assert sorted(call.plan_no for call in first.new) == ["H2611-0001", "H2611-0002"]
    result = plan(customer("K1", "11-03"), customer("K2", "11-03"), customer("K3"), issued=first.new)
    assert {call.customer_no: call.plan_no for call in result.new}["K3"] == "H2611-0003"
    (new_month,) = plan(
        customer("K9", "11-24"), period=parse_period("2026-12上旬"), today=D("12-01"), issued=first.new
    ).new
    assert new_month.plan_no == "H2612-0001"


def test_a_withdrawn_plan_keeps_its_number():
    (first,) = plan(customer("K1")).new
    seen = replace(view(customer("K1"), customer("K2"), issued=[first]), issued={})
    numbers = {call.customer_no: call.plan_no for call in make_plan(seen, LATE_NOVEMBER, TODAY).new}
    assert numbers == {"K1": first.plan_no, "K2": "H2611-0002"}


@pytest.mark.parametrize(
    ("attempts", "planned", "found"),
    [
        (failed("11-23"), "11-24", []),  # the next working day
        (failed("11-20"), "11-23", []),
        (failed("11-23", "11-24"), "11-25", []),
        (failed("11-27"), "11-30", []),
        (failed("11-23", "11-24", "11-25"), None, ["L703"]),
        (failed("11-23", "11-24", "11-25", "11-26"), None, ["L703"]),
        (failed("11-23", "11-24", "11-25", phone="13900000009"), "11-23", []),  # the number was changed since
        (failed("11-23", "11-24") + failed("11-25", phone="13900000009"), "11-25", []),
    ],
)
def test_attempts(attempts, planned, found):
    seen = {"failures": {"K1": attempts}}
    result = plan(customer("K1"), **seen)
    assert days(result).get("K1") == planned and [c for c in codes(result) if c != "L702"] == found
    assert [f.code for f in exhausted(view(customer("K1"), **seen), TODAY)] == found


def test_exhausted_names_customer_and_count():
    result = plan(customer("K1"), failures={"K1": failed("11-18", "11-19", "11-20")})
    message = result.findings[0].message
    assert "K1" in message and "3 次" in message


def test_max_attempts_is_the_policys():
    seen = {"failures": {"K1": failed("11-18", "11-19", "11-20")}}
    assert days(plan(customer("K1"), policy=replace(POLICY, max_attempts=4), **seen)) == {"K1": "11-23"}


@pytest.mark.parametrize(
    ("entry", "planned"),
    [
        (exempt(RESTART, "11-21"), "11-23"),
        (exempt(RESTART, "11-20"), None),  # one attempt since, but max_attempts is 1 here
        (exempt(RESTART, "11-22"), None),  # tomorrow
        (exempt(PAUSE, "11-10", "11-20"), "11-23"),
        (exempt(RESTART, "11-21", number="K2"), None),
    ],
)
def test_a_person_restarts_the_attempts(entry, planned):
    policy = replace(POLICY, max_attempts=1)
    result = plan(customer("K1"), policy=policy, people=staff(entry), failures={"K1": failed("11-19", "11-20")})
    assert days(result).get("K1") == planned
    assert codes(result) == ([] if planned else ["L703"])


def test_an_ended_plan_takes_its_attempts_with_it():
    (first,) = plan(customer("K1", "11-03"), period=parse_period("2026-11中旬"), today=D("11-11")).new
    ended = staff(exempt(GIVE_UP, "11-17", number=first.plan_no, subject=ABOUT_PLAN))
    tries = {"K1": failed("11-12", "11-13", "11-16")}
    result = plan(customer("K1", "11-03"), people=ended, issued=[first], failures=tries)
    assert [(call.base_on, call.due_on) for call in result.new] == [(D("11-17"), D("11-27"))]
    assert codes(result) == []


def test_an_ended_plan_starts_anew_with_a_new_number():
    (first,) = plan(customer("K1", "11-03"), period=parse_period("2026-11中旬"), today=D("11-11")).new
    ended = staff(exempt(GIVE_UP, "11-17", number=first.plan_no, subject=ABOUT_PLAN))
    (call,) = plan(customer("K1", "11-03"), people=ended, issued=[first]).new
    assert (call.plan_no, call.due_on, call.planned_on) == ("H2611-0002", D("11-27"), D("11-24"))


@pytest.mark.parametrize(
    ("entry", "planned"),
    [
        (exempt(PAUSE, "11-01", "11-30"), None),
        (exempt(PAUSE, "11-01"), None),
        (exempt(PAUSE, "11-01", "11-24"), "11-25"),
        (exempt(PAUSE, "11-25", "11-30"), "11-23"),
        (exempt(PAUSE, "11-01", "11-30", number="K2"), "11-23"),
        (exempt(GIVE_UP, "11-01"), None),
        (exempt(GIVE_UP, "11-21"), None),
        (exempt(GIVE_UP, "11-01", "11-20"), "11-23"),
        (exempt(GIVE_UP, "11-22"), "11-23"),
        (exempt(GIVE_UP, "11-01", number="K2"), "11-23"),
        (exempt(GIVE_UP, "11-01", subject=ABOUT_PLAN), "11-23"),
    ],
)
def test_pause_and_give_up(entry, planned):
    assert days(plan(customer("K1"), people=staff(entry))) == ({"K1": planned} if planned else {})


def away(from_on, until_on, person="A01", substitute="A02"):
    return StandIn(person, D(from_on), D(until_on), substitute)


@pytest.mark.parametrize(
    ("stand_ins", "agent", "planned", "found"),
    [
        ([away("11-20", "12-05")], "A02", "11-23", []),  # the whole period
        ([away("11-23", "11-24")], "A02", "11-23", []),  # the whole window, 21 to 24
        ([away("11-23", "11-23")], "A01", "11-24", []),  # back within the window
        ([away("11-24", "11-30")], "A01", "11-23", []),
        (
            [away("11-20", "12-05"), away("11-20", "12-05", "A02", "B01")],
            "B01",
            "11-23",
            [],
        ),  # the substitute is away too
        ([away("11-20", "12-05"), away("11-20", "12-05", "A02", "A01")], "B01", "11-23", ["L704"]),  # a circle
        ([away("11-20", "12-05", substitute="X9")], "B01", "11-23", ["L704"]),
        ([away("11-01", "11-20")], "A01", "11-23", []),
    ],
)
def test_stand_ins(stand_ins, agent, planned, found):
    result = plan(customer("K1"), people=staff(stand_ins=stand_ins))
    assert [(c.agent, f"{c.planned_on:%m-%d}", c.owner) for c in result.new] == [(agent, planned, "A01")]
    assert codes(result) == found


def test_a_substitute_calls_only_while_standing_in():
    customers = [customer(f"K{n}") for n in range(6)]
    result = plan(*customers, people=staff(stand_ins=[away("11-23", "11-24")]), policy=replace(POLICY, daily_limit=3))
    assert {call.agent for call in result.new} == {"A02"}
    assert Counter(days(result).values()) == {"11-23": 3, "11-24": 3}


def person(**more):
    return [replace(PEOPLE.persons[0], **more), *PEOPLE.persons[1:]]


@pytest.mark.parametrize(
    ("persons", "owner", "agent"),
    [
        (person(status="离职"), "A01", "B01"),
        (person(status="离职", left_on=D("11-10")), "A01", "B01"),
        (person(left_on=D("11-23")), "A01", "B01"),  # gone from that day on
        (person(status="离职", superior="C01"), "A01", "C01"),
        (person(status="离职", superior=""), "A01", "B01"),
        (PEOPLE.persons, "没有此人", "B01"),
        (PEOPLE.persons, "", "B01"),
        ([p for p in PEOPLE.persons if p.role == "业务员"], "X9", "A02"),
        ([], "X9", "X9"),
        ([], "", "未分配"),
    ],
)
def test_nobody_to_call_gives_the_fallback(persons, owner, agent):
    result = plan(customer("K1", owner=owner), people=staff(persons=persons))
    if agent == "A02":  # any agent will do
        assert result.new[0].agent in ("A01", "A02")
    else:
        assert result.new[0].agent == agent
    assert codes(result) == ["L704"] and result.new[0].owner == owner
    assert "K1" in result.findings[0].message


def test_who_leaves_later_still_calls_before():
    result = plan(customer("K1"), people=staff(persons=person(left_on=D("11-24"))))
    assert (result.new[0].agent, days(result), codes(result)) == ("A01", {"K1": "11-23"}, [])


def test_the_fallback_does_not_depend_on_the_order_of_people():
    persons = [*person(status="离职", superior=""), Person(person_no="B02", name="孙主管", role="主管")]
    agents = {
        plan(customer("K1"), people=staff(persons=order)).new[0].agent for order in (persons, list(reversed(persons)))
    }
    assert len(agents) == 1


def test_daily_limit():
    customers = [customer(f"K{n:02d}") for n in range(14)]
    result = plan(*customers, policy=replace(POLICY, daily_limit=2))
    count = Counter(days(result).values())
    assert count == {"11-23": 2, "11-24": 2, "11-25": 2, "11-26": 2, "11-27": 2, "11-30": 4}
    assert codes(result).count("L701") == 1
    message = next(f.message for f in result.findings if f.code == "L701")
    assert "A01 李明" in message and "2 个回访" in message and "上限 2" in message and "2026-11-30" in message
    late = [f.message for f in result.findings if f.code == "L702"]
    assert len(late) == 1 and "8 个回访" in late[0]  # after their window, under the limit


def test_daily_limit_of_one_person():
    persons = person(daily_limit=1)
    customers = [customer("K1"), customer("K2"), customer("K3", owner="A02"), customer("K4", owner="A02")]
    result = plan(*customers, people=staff(persons=persons), policy=replace(POLICY, daily_limit=2))
    of = {agent: Counter(f"{c.planned_on:%m-%d}" for c in result.new if c.agent == agent) for agent in ("A01", "A02")}
    assert of["A01"] == {"11-23": 1, "11-24": 1} and sum(of["A02"].values()) == 2 and codes(result) == []


def test_what_stands_in_the_batch_takes_room():
    policy = replace(POLICY, daily_limit=1)
    first = plan(customer("K1"), policy=policy).new
    result = plan(customer("K1"), customer("K2"), policy=policy, issued=first, batch=first)
    assert days(result) == {"K2": "11-24"}


@pytest.mark.parametrize(
    ("calendar", "planned", "found"),
    [
        (WorkCalendar(frozenset(range(5)), {D("11-23"): "休"}), "11-24", []),
        (WorkCalendar(frozenset(range(5)), {}, frozenset({D("11-21")})), "11-21", []),
        (WorkCalendar(frozenset(range(5)), {D("11-23"): "休", D("11-24"): "休"}), "11-25", ["L702"]),
        (WorkCalendar(frozenset()), "11-21", ["L710"]),
    ],
)
def test_working_days(calendar, planned, found):
    result = plan(customer("K1"), calendar=calendar)
    assert (days(result), codes(result)) == ({"K1": planned}, found)


def test_where_a_window_holds_no_working_day_the_next_one_after_it():
    closed = WorkCalendar(frozenset(range(5)), {D(f"11-{n}"): "休" for n in (24, 25, 26, 27)})
    assert days(plan(customer("K1", "11-17"), calendar=closed)) == {"K1": "11-30"}  # window 24 to 27, then a week-end
    closed = WorkCalendar(frozenset(range(5)), {D(f"11-{n}"): "休" for n in (27, 28, 29, 30)})
    assert days(plan(customer("K1", "11-20"), calendar=closed)) == {"K1": "12-01"}  # window 27 to 30, beyond the batch


@pytest.mark.parametrize(
    ("campaigns", "customer_class", "quiet", "message"),
    [
        ([], "普通客户", (), "例行。"),
        ([("11-21", "11-30", (), "新品")], "普通客户", (), "例行。专项:新品。"),
        ([("11-23", "11-23", ("普通客户",), "新品")], "普通客户", (), "例行。专项:新品。"),
        ([("11-23", "11-23", ("普通客户",), "新品")], "大客户", (), "例行。"),
        ([("11-24", "11-30", (), "新品")], "普通客户", (), "例行。"),
        ([("11-01", "11-22", (), "新品")], "普通客户", (), "例行。"),
        ([("11-21", "11-30", (), "新品"), ("11-21", "11-30", (), "特价")], "大客户", (),
         "例行。专项:新品。专项:特价。"),
        ([], "普通客户", (Span(time(12), time(14)), Span(time(18), time(19))),
         "例行。勿扰 12:00–14:00、18:00–19:00。"),
    ],
)  # fmt: skip
def test_message(campaigns, customer_class, quiet, message):
    ordered = tuple(
        Campaign(from_on=D(a), until_on=D(b), classes=classes, message=text) for a, b, classes, text in campaigns
    )
    policy = replace(POLICY, campaigns=ordered, rules=(replace(RULE, message="例行"),))
    (call,) = plan(customer("K1", customer_class=customer_class, quiet_hours=quiet), policy=policy).new
    assert normalize("NFKC", call.message) == message


def test_an_unknown_class_is_treated_as_the_first():
    rules = (replace(RULE, classes=("大客户",)), replace(RULE, rule="R2", classes=("普通客户",)))
    policy = replace(POLICY, rules=rules)
    known = {"K1": "大客户", "K2": "普通客户", "K3": "没有的类别", "K4": ""}
    result = plan(*(customer(no, customer_class=name) for no, name in known.items()), policy=policy)
    assert {call.customer_no: call.rule for call in result.new} == {"K1": "R1", "K2": "R2", "K3": "R2", "K4": "R2"}
    only_large = replace(POLICY, rules=rules[:1])
    assert [
        c.customer_no for c in plan(customer("K1"), customer("K2", customer_class="大客户"), policy=only_large).new
    ] == ["K2"]


def test_customer_without_dates():
    seen = plan(customer("K1", None, registered_on=D("10-01"), seen_on=D("11-14")))
    assert codes(seen) == ["L705"] and seen.new[0].due_on == D("11-24")
    assert codes(plan(customer("K1", None), last_on={"K1": D("11-14")})) == []


MANY = [
    *(customer(f"K{n:02d}", f"11-{n + 2:02d}", "A01" if n % 3 else "A02") for n in range(20)),
    customer("K50", "11-14", "X9"),
    customer("K51", None),
    customer("K52", "11-14", review_status="待审核"),
]
TRIES = {"K03": failed("11-18", "11-19", "11-20"), "K05": failed("11-20")}


def test_planning_again_adds_nothing():
    policy = replace(POLICY, daily_limit=2)
    first = plan(*MANY, policy=policy, failures=TRIES)
    assert len(first.new) > 15
    for today in (TODAY, D("11-25"), D("11-30")):
        assert plan(*MANY, policy=policy, failures=TRIES, issued=first.new, batch=first.new, today=today).new == ()


def test_the_rest_is_added_and_nothing_else():
    first = plan(*MANY[:9], failures=TRIES)
    second = plan(*MANY, failures=TRIES, issued=first.new, batch=first.new)
    numbers = [call.plan_no for call in (*first.new, *second.new)]
    assert len(set(numbers)) == len(numbers)
    both = {call.customer_no for call in first.new} | {call.customer_no for call in second.new}
    assert both == {call.customer_no for call in plan(*MANY, failures=TRIES).new}


@settings(max_examples=30, deadline=None)
@given(st.permutations(MANY))
def test_the_order_of_the_register_does_not_matter(customers):
    policy = replace(POLICY, daily_limit=2, started_on=D("11-15"))
    first, second = (plan(*rows, policy=policy, failures=TRIES) for rows in (MANY, customers))
    assert first.new == second.new
    assert sorted(map(str, first.findings)) == sorted(map(str, second.findings))


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(customer("K1", "11-13"), id="approval date corrected"),
        pytest.param(customer("K1", "11-14", customer_class="大客户"), id="class changed"),
    ],
)
def test_one_open_call_per_customer(changed):
    policy = replace(
        POLICY, rules=(replace(RULE, classes=("普通客户",)), replace(RULE, rule="R2", classes=("大客户",)))
    )
    first = plan(customer("K1"), policy=policy)
    assert len(first.new) == 1
    second = plan(changed, policy=policy, issued=first.new, batch=first.new, today=D("11-22"))
    assert second.new == ()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 60), st.sampled_from(["A01", "A02", "X9"])), max_size=12),
    st.integers(0, 9),
    st.integers(1, 3),
)
def test_every_plan_is_sound(rows, offset, limit):
    customers = [
        replace(customer(f"K{n}", owner=owner), reviewed_on=D("11-28") - timedelta(back))
        for n, (back, owner) in enumerate(rows)
    ]
    today = TODAY + timedelta(offset)
    result = plan(*customers, policy=replace(POLICY, daily_limit=limit), today=today)
    per_customer = Counter(call.customer_no for call in result.new)
    assert set(per_customer.values()) <= {1}
    assert len({call.plan_no for call in result.new}) == len(result.new)
    per_day = Counter((call.agent, call.planned_on) for call in result.new)
    assert max(per_day.values(), default=0) <= limit or "L701" in codes(result)
    for call in result.new:
        assert call.planned_on in LATE_NOVEMBER and call.planned_on >= today
        assert CALENDAR.is_workday(call.planned_on)
        assert call.from_on <= LATE_NOVEMBER.until_on and call.due_on - call.from_on == timedelta(3)
    expected = {c.customer_no for c in customers if c.reviewed_on + timedelta(7) <= LATE_NOVEMBER.until_on}
    assert set(per_customer) == expected


# --- who counts as one contact, and how the merged call is made

EXPERIENCED = parse_source("客户.体验日期")
ON_DAY = {"trigger": "日期", "anchor": EXPERIENCED, "window": (0, 9)}
ASK = Rule(rule="R2", title="体验回访", methods=("电话", "短信"), **ON_DAY)
LOOK = Rule(rule="R3", title="现场查看", methods=("上门",), **ON_DAY)
FRONT = Rule(rule="R4", title="前台", trigger="每月", methods=("电话",), contact_role="前台")
ROOMS = replace(FRONT, rule="R5", title="客房部", contact_role="客房部")


def with_contacts(*rules, contacts=(), gap=0, numbers=("K1",)):
    """The plan of these rules for customers who experienced something on the 23rd, with people in roles."""
    own = (("体验日期", D("11-23")),)
    people = [customer(number, days=own, address="建设路 1 号") for number in numbers]
    seen = view(*people, policy=replace(POLICY, rules=rules, min_gap_days=gap))
    known = {("K1", role): Contact(name, phone) for role, name, phone in contacts}
    seen = replace(seen, contacts=known, facts=Facts({"客户": [one.cells() for one in people]}))
    return make_plan(seen, LATE_NOVEMBER, TODAY)


@pytest.mark.parametrize(
    ("rules", "contacts", "covers"),
    [
        ((ASK, replace(LOOK, contact_role="店长")), [("店长", "王女士", PHONE)], [2]),
        ((ASK, replace(LOOK, contact_role="店长")), [("店长", "李店长", "13900000002")], [1, 1]),
        ((ASK, replace(LOOK, merge=False)), [], [1, 1]),
        ((FRONT, ROOMS), [("前台", "王女士", PHONE), ("客房部", "王女士", PHONE)], [1, 1]),
        ((FRONT, replace(LOOK, contact_role="客房部")), [("前台", "王", PHONE), ("客房部", "王", PHONE)], [2]),
    ],
)
def test_the_same_telephone_is_the_same_contact(rules, contacts, covers):
    assert [len(call.covers) for call in with_contacts(*rules, contacts=contacts).new] == covers


@pytest.mark.parametrize(
    ("rules", "method"),
    [
        ((ASK,), "电话"),
        ((LOOK,), "上门"),
        ((ASK, replace(ASK, rule="R6", methods=("短信",))), "短信"),
        ((ASK, LOOK), "上门"),
        ((ASK, replace(ASK, rule="R6", methods=("信函",))), "电话"),
        ((replace(ASK, on_site_classes=("普通客户",)),), "上门"),
    ],
)
def test_the_method_is_one_that_all_rules_allow(rules, method):
    (call,) = with_contacts(*rules).new
    assert call.method == method
    assert ("地址：建设路 1 号" in call.message) == (method == "上门")


def test_the_gap_is_between_calls_to_one_telephone():
    """Two customers with one telephone: the person is not called on two days in a row, either."""
    planned = [[call.planned_on for call in with_contacts(ASK, gap=gap, numbers=("K1", "K2")).new] for gap in (0, 4)]
    close, far = (abs(second - first) for first, second in planned)
    assert close < timedelta(days=4) <= far


@pytest.mark.parametrize(
    ("shipped", "powered_on", "months", "end"),
    [
        ("2026-01-31", "2026-03-01", (12, 18), "2027-03-01"),
        ("2025-06-30", "2026-03-01", (12, 18), "2026-12-30"),
        ("2025-08-31", "2026-03-01", (12, 18), "2027-02-28"),
        (None, "2026-03-01", (12, 18), "2027-03-01"),
        ("2026-01-31", None, (None, 18), "2027-07-31"),
        (None, None, (12, 18), None),
        ("2026-01-31", "2026-03-01", (None, None), None),
    ],
)
def test_the_warranty_ends_with_the_earlier_of_two_dates(shipped, powered_on, months, end):
    policy = replace(POLICY, warranty_from_power_on=months[0], warranty_from_shipping=months[1])
    project = {
        "发货日期": shipped and date.fromisoformat(shipped),
        "送电日期": powered_on and date.fromisoformat(powered_on),
    }
    assert warranty_end(policy, project) == (end and date.fromisoformat(end))
