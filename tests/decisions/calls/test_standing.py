"""Calls that stand in a batch: what a further sheet of their agent holds of them, and who gets them (decision 24)."""

from dataclasses import replace
from datetime import date

import pytest
from msgspec import structs

from huifang.core.periods import parse_period
from huifang.core.worktime import WorkCalendar
from huifang.decisions.calls.briefing import RETURNED
from huifang.decisions.calls.obligations import Attempt
from huifang.decisions.calls.owed import PlanningView
from huifang.decisions.calls.planning import Plan, make_plan
from huifang.decisions.calls.triggers import NEEDED
from huifang.ledger.issues import IssuedCall
from huifang.policy.build import read_policy
from huifang.policy.customers import Customer
from huifang.policy.model import Campaign
from huifang.policy.people import Exemption, People, Person, StandIn
from huifang.policy.rules import Rule
from huifang.tables.options import ABOUT_CUSTOMER, GIVE_UP, PAUSE


def D(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


PERIOD = parse_period("2026-11下旬")
RULE = Rule(rule="R1", title="十日例行回访", trigger="滚动", interval=10, methods=("电话",), clause="000/五")
POLICY = replace(read_policy({}, "", NEEDED).policy, rules=(RULE,), classes=("普通客户",))
STAFF = tuple(Person(person_no=no, name=no, role="业务员") for no in ("A01", "A02", "A03"))
#: All of A01, issued on the 21st, a Saturday: to be called from the 21st to the 24th.
CUSTOMERS = tuple(
    Customer(
        customer_no=f"K{n}", name=f"客户{n}", customer_class="普通客户", owner="A01", contact="王女士",
        phone=f"1380000000{n}", review_status="已审核", reviewed_on=D("11-14"),
    )
    for n in (1, 2, 3)
)  # fmt: skip


def view(*customers: Customer, batch: tuple[IssuedCall, ...] = (), **more: object) -> PlanningView:
    issued: dict[str, list[IssuedCall]] = {}
    for call in batch:
        issued.setdefault(call.customer_no, []).append(call)
    seen: dict[str, object] = {
        "policy": POLICY, "calendar": WorkCalendar(frozenset(range(5))), "people": People(STAFF),
        "customers": {one.customer_no: one for one in customers or CUSTOMERS}, "last_on": {}, "failures": {},
        "issued": issued, "batch": batch, "numbers": {(c.customer_no, c.keys[0]): c.plan_no for c in batch},
    }  # fmt: skip
    return PlanningView(**{**seen, **more})  # type: ignore[arg-type]


FIRST = make_plan(view(), PERIOD, D("11-21")).new
K1 = next(call for call in FIRST if call.customer_no == "K1")


def planned(day: str = "11-23", *customers: Customer, batch: tuple[IssuedCall, ...] = FIRST, **more: object) -> Plan:
    return make_plan(view(*customers, batch=batch, **more), PERIOD, D(day))


def numbers(calls: tuple[IssuedCall, ...]) -> set[str]:
    return {call.customer_no for call in calls}


def at(customer: str) -> date:
    return next(call.planned_on for call in FIRST if call.customer_no == customer)


def exempt(treatment: str, until: str | None) -> People:
    entry = Exemption(
        subject=ABOUT_CUSTOMER, subject_no="K1", from_on=D("11-22"), until_on=until and D(until), treatment=treatment,
        approved_by="B01", reason="停业",
    )  # fmt: skip
    return People(STAFF, (), (entry,))


def test_what_is_open_is_held_as_it_was_issued() -> None:
    plan = planned()
    assert plan.new == () and sorted(plan.still_open, key=lambda c: c.plan_no) == sorted(FIRST, key=lambda c: c.plan_no)


TRIES = {"K1": [Attempt(D("11-21"), f"2026-11-21 0{n}:00", "13800000001") for n in range(3)]}


@pytest.mark.parametrize(
    "what",
    [
        {"connected": {K1.plan_no: D("11-22")}, "last_on": {"K1": D("11-22")}},
        {"people": exempt(GIVE_UP, None)},
        {"people": exempt(PAUSE, "11-30")},
        {"failures": TRIES},
        {"returned": {K1.plan_no: D("11-22")}},
    ],
    ids=["reached", "given up", "paused to the end", "no attempts left", "waits for a correction"],
)  # fmt: skip
def test_what_is_not_to_be_called_is_not_held(what: dict[str, object]) -> None:
    plan = planned(**what)
    assert numbers(plan.still_open) == {"K2", "K3"} and K1.plan_no not in {call.plan_no for call in plan.new}


def test_contact_and_content_are_those_of_now_number_and_window_stay() -> None:
    changed = replace(CUSTOMERS[0], phone="13900000009", contact="李先生")
    (call,) = (c for c in planned("11-23", changed, *CUSTOMERS[1:]).still_open if c.customer_no == "K1")
    assert call == structs.replace(K1, phone="13900000009", contact="李先生")


def test_the_note_of_what_was_returned_stays_until_it_is_made() -> None:
    """Issued again after the days to correct it; a later sheet still says so."""
    number = K1.plan_no
    (again,) = planned("11-29", returned={number: D("11-20")}).new
    assert again.plan_no == number and again.message.startswith(RETURNED)
    batch = (again, *(c for c in FIRST if c.customer_no != "K1"))
    assert next(c for c in planned("11-29", batch=batch).still_open if c.plan_no == number) == again


def test_content_that_was_ordered_afterwards_goes_out_with_a_new_sheet() -> None:
    ordered = Campaign(from_on=at("K1"), until_on=D("11-30"), classes=(), message="新品 P20")
    plan = planned("11-21", policy=replace(POLICY, campaigns=(ordered,)))
    assert "K1" in numbers(plan.new) and all("新品 P20" in call.message for call in plan.new)
    assert {call.plan_no for call in plan.new} <= {call.plan_no for call in FIRST}


@pytest.mark.parametrize(("first", "last"), [("11-23", "11-23"), ("11-24", "11-24"), ("11-23", "11-27")])
def test_the_calls_of_days_of_absence_move_to_the_stand_in(first: str, last: str) -> None:
    away = StandIn("A01", D(first), D(last), "A02")
    plan = planned("11-21", people=People(STAFF, (away,)))
    assert numbers(plan.new) == {c.customer_no for c in FIRST if away.covers(c.planned_on)}
    assert all((c.agent, c.planned_on) == ("A02", at(c.customer_no)) for c in plan.new)
    assert numbers(plan.still_open) == numbers(FIRST) - numbers(plan.new)
    moved = {call.plan_no: call for call in (*FIRST, *plan.new)}
    again = planned("11-21", batch=tuple(moved.values()), people=People(STAFF, (away,)))
    assert again.new == () and numbers(again.still_open) == numbers(FIRST)  # it moves once


def test_what_was_planned_before_the_absence_stays() -> None:
    """It may have been made and not handed in yet."""
    away = StandIn("A01", D("11-25"), D("11-27"), "A02")
    plan = planned("11-25", people=People(STAFF, (away,)))
    assert plan.new == () and {call.agent for call in plan.still_open} == {"A01"}


def test_an_absence_without_a_stand_in_who_is_here_moves_nothing() -> None:
    away = (StandIn("A01", D("11-23"), D("11-27"), "A02"), StandIn("A02", D("11-23"), D("11-27"), "A01"))
    assert planned("11-21", people=People(STAFF, away)).new == ()


def test_a_customer_who_was_handed_over_is_called_by_the_new_agent() -> None:
    given = replace(CUSTOMERS[0], owner="A02")
    (call,) = planned("11-23", given, *CUSTOMERS[1:]).new
    assert (call.agent, call.owner, call.plan_no, call.due_on) == ("A02", "A02", K1.plan_no, K1.due_on)
    batch = (call, *(c for c in FIRST if c.customer_no != "K1"))
    assert planned("11-23", given, *CUSTOMERS[1:], batch=batch).new == ()


@pytest.mark.parametrize("owner", ["A99", "A02"])
def test_nobody_gets_the_calls_of_a_customer_whose_agent_is_not_here(owner: str) -> None:
    """A slip of the pen in the register moves nothing; nor does one who has left."""
    people = People((STAFF[0], replace(STAFF[1], status="离职"), STAFF[2]))
    assert planned("11-23", replace(CUSTOMERS[0], owner=owner), *CUSTOMERS[1:], people=people).new == ()


def test_who_takes_over_and_is_away_has_a_stand_in() -> None:
    people = People(STAFF, (StandIn("A02", D("11-23"), D("11-30"), "A03"),))
    (call,) = planned("11-23", replace(CUSTOMERS[0], owner="A02"), *CUSTOMERS[1:], people=people).new
    assert (call.agent, call.owner) == ("A03", "A02")
