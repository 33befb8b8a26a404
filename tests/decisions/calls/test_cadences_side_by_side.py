"""Rolling rules with other ways of calling, or for other roles, side by side: calls worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from test_cadences_by_hand import customer, findings_of, policy_of, view_of, windows

from huifang.core.periods import parse_period
from huifang.decisions.calls.agreements import Attempt, Contact
from huifang.decisions.calls.changed import dated
from huifang.decisions.calls.foreseen import foreseen
from huifang.decisions.calls.owed import PlanningView, open_obligations
from huifang.decisions.calls.planning import make_plan
from huifang.decisions.calls.ways import CallWay, Contacted, WaysSeen
from huifang.ledger.issues import IssuedCall

D = date.fromisoformat
CALL, VISIT = "电话", "上门"
#: Every month by telephone or on site; every quarter on site.
MONTHLY = {"触发": "滚动", "间隔": 1, "间隔单位": "月", "回访方式": "电话,上门"}
QUARTERLY = {"触发": "滚动", "间隔": 1, "间隔单位": "季", "回访方式": "上门"}


def seen(*contacts: tuple[str, str] | tuple[str, str, str], who: str = "K1") -> dict[str, Any]:
    """The last contact of each way, as the ledger tells it: day, method and role."""
    days = {CallWay(method, "".join(role)): Contacted(D(day), f"{day} 10:00") for day, method, *role in contacts}
    return {"ways": WaysSeen(reached={who: days}), "last_on": {who: max(one.on for one in days.values())}}


def issued_by(view: PlanningView, period: str, today: str) -> tuple[PlanningView, list[IssuedCall]]:
    calls = [*make_plan(view, parse_period(period), D(today)).new]
    numbers = {(c.customer_no, key): no for c in calls for key, no in zip(c.keys, c.covers, strict=True)}
    issued = {"K1": [*view.issued.get("K1", ()), *calls]}
    return replace(view, issued=issued, batch=tuple(calls), numbers={**view.numbers, **numbers}), calls


def told(calls: list[IssuedCall]) -> list[tuple[str, str, str, str]]:
    return sorted((f"{c.from_on}", f"{c.due_on}", c.method, "+".join(key[3:5] for key in c.keys)) for c in calls)


@pytest.mark.parametrize(
    ("contacts", "period", "expected"),
    [
        # The month from the call of 09-20: due 10-20. The quarter from the visit of 08-05: due 11-05.
        ([("2026-09-20", CALL), ("2026-08-05", VISIT)], "2026-10", [("2026-10-17", "2026-10-20", CALL, "R1")]),
        # A visit pays for both: 09-20 + a month, + a quarter.
        ([("2026-06-30", CALL), ("2026-09-20", VISIT)], "2026-10", [("2026-10-17", "2026-10-20", CALL, "R1")]),
        ([("2026-06-30", CALL), ("2026-09-20", VISIT)], "2026-12", [("2026-10-17", "2026-10-20", CALL, "R1"),
                                                                     ("2026-12-17", "2026-12-20", VISIT, "R2")]),
        # Both due on days in common, 10-17 to 10-20 and 10-18 to 10-21: one visit.
        ([("2026-09-20", CALL), ("2026-07-21", VISIT)], "2026-10", [("2026-10-18", "2026-10-20", VISIT, "R1+R2")]),
        # Both due, but no day in common: the visit of 10-06 to 10-09 is made for itself.
        ([("2026-09-20", CALL), ("2026-07-09", VISIT)], "2026-10", [("2026-10-06", "2026-10-09", VISIT, "R2"),
                                                                     ("2026-10-17", "2026-10-20", CALL, "R1")]),
    ],
)  # fmt: skip
def test_each_counts_from_the_last_contact_that_pays(
    contacts: list[tuple[str, str]], period: str, expected: list[tuple[str, str, str, str]]
) -> None:
    view = view_of(policy_of(MONTHLY, QUARTERLY), [customer()], **seen(*contacts))
    view = replace(view, policy=replace(view.policy, early_days=3))
    assert told([*make_plan(view, parse_period(period), D(f"{period}-01")).new]) == expected


def test_one_rule_alone_takes_any_way_as_ever() -> None:
    # K1 is 普通客户, for whom only the quarterly visit is: the telephone call of 09-20 pays, too.
    policy, contacts = policy_of(MONTHLY, QUARTERLY), seen(("2026-09-20", CALL), ("2026-03-01", VISIT))
    classes = ("大客户",), ("普通客户",)
    rules = tuple(replace(rule, classes=of) for rule, of in zip(policy.rules, classes, strict=True))
    view = view_of(replace(policy, rules=rules), [customer()], **contacts)
    assert told([*make_plan(view, parse_period("2026-10"), D("2026-10-08")).new]) == []
    (due,) = windows([*make_plan(view, parse_period("2026-12"), D("2026-12-01")).new])
    assert due[2] == "2026-12-20"


def test_one_visit_for_both_says_so_and_is_done_by_a_visit_alone() -> None:
    view = view_of(policy_of(MONTHLY, QUARTERLY), [customer()], **seen(("2026-09-20", CALL), ("2026-07-21", VISIT)))
    view, (call,) = issued_by(view, "2026-10", "2026-10-08")
    assert (call.method, len(call.covers)) == (VISIT, 2)
    assert "请用上门：一次算“回访1”、“回访2”，用别的方式不算。" in call.message
    assert view.policy.methods_for(call.rule, call.keys) == (VISIT,)
    # Telephoned instead on 10-19: the month is paid, the quarter is not. The row stands, nothing is planned twice.
    reached = {**seen(("2026-10-19", CALL), ("2026-07-21", VISIT)), "connected": {call.plan_no: D("2026-10-19")}}
    phoned = replace(view, **reached)
    assert not phoned.is_done(call)
    assert [one.rule.rule for one in open_obligations(phoned, D("2026-10-19")) if one.obligation.plan_no] == ["R2"]
    again = make_plan(phoned, parse_period("2026-10"), D("2026-10-20"))
    assert (again.new, [one.plan_no for one in again.still_open]) == ((), [call.plan_no])
    # Visited on 10-20: both are.
    visited = replace(view, **seen(("2026-09-20", CALL), ("2026-10-20", VISIT)))
    assert visited.is_done(call)
    assert [one.obligation.base.on for one in open_obligations(visited, D("2026-10-21"))] == [D("2026-10-20")] * 2
    basis = [one.obligation.base.basis for one in open_obligations(visited, D("2026-10-21"))]
    assert basis == ["上次接通(上门、电话) 2026-10-20", "上次接通(上门) 2026-10-20"]


def test_what_is_carried_over_stays_with_its_cadence() -> None:
    # The call of 10-17 to 10-20 and the visit of 10-06 to 10-09 were never made: in November both keep their numbers.
    view = view_of(policy_of(MONTHLY, QUARTERLY), [customer()], **seen(("2026-09-20", CALL), ("2026-07-09", VISIT)))
    view, calls = issued_by(view, "2026-10", "2026-10-01")
    later = make_plan(replace(view, batch=()), parse_period("2026-11"), D("2026-11-02")).new
    assert sorted((c.plan_no, c.keys, c.due_on) for c in later) == sorted((c.plan_no, c.keys, c.due_on) for c in calls)
    # The visit was made on 11-03 without a number: the call is paid as well, a month from then.
    made = replace(view, batch=(), **seen(("2026-09-20", CALL), ("2026-11-03", VISIT)))
    assert all(made.is_done(call) for call in calls)
    assert windows([*make_plan(made, parse_period("2026-12"), D("2026-12-01")).new])[0][2] == "2026-12-03"


def test_attempts_in_vain_count_for_the_way_they_were_made() -> None:
    # Three calls in vain use up the call, not the visit; the visit in vain of 10-05 stands though a call came after.
    known = seen(("2026-09-20", CALL), ("2026-07-09", VISIT))
    vain = [(CallWay(CALL, ""), day) for day in ("2026-10-17", "2026-10-18", "2026-10-19")]
    vain.append((CallWay(VISIT, ""), "2026-09-05"))
    failures = [(way, Attempt(D(day), f"{day} 09:00", "13800001")) for way, day in vain]
    ways = WaysSeen(reached=known["ways"].reached, failures={"K1": failures})
    policy = policy_of(MONTHLY, QUARTERLY, max_attempts=3)
    view = view_of(policy, [customer(phone="13800001")], **{**known, "ways": ways})
    opened = {one.rule.rule: len(one.attempts) for one in open_obligations(view, D("2026-10-20"))}
    assert opened == {"R1": 3, "R2": 1}
    plan = make_plan(view, parse_period("2026-10"), D("2026-10-20"))
    assert [call.method for call in plan.new] == [VISIT]
    assert [one.code for one in plan.findings if one.code == "L703"] == ["L703"]


def test_a_role_has_an_interval_of_its_own() -> None:
    # The head every ten days, the kitchen every thirty, both by telephone and under one number: two calls.
    policy, roles, days = policy_of({"触发": "滚动", "间隔": 10}), ("校长", "后勤"), (10, 30)
    of_each = zip(("R1", "R2"), roles, days, strict=True)
    rules = tuple(replace(policy.rules[0], rule=no, contact_role=role, interval=n) for no, role, n in of_each)
    contacts = {("K1", role): Contact(role, "13800001", role) for role in ("校长", "后勤")}
    known = seen(("2026-10-09", CALL, "校长"), ("2026-09-20", CALL, "后勤"), ("2026-10-12", CALL))
    view = view_of(replace(policy, rules=rules), [customer(phone="13800001")], contacts=contacts, **known)
    calls = make_plan(view, parse_period("2026-10"), D("2026-10-12")).new
    assert sorted((c.contact_role, f"{c.due_on}") for c in calls) == [("后勤", "2026-10-20"), ("校长", "2026-10-19")]


def test_both_cadences_are_foreseen() -> None:
    # From a visit on 09-20: a call each month, each a month after the last contact; a visit by 12-20.
    view = view_of(policy_of(MONTHLY, QUARTERLY), [customer()], **seen(("2026-09-20", VISIT)))
    months = [(parse_period(f"2026-{month}"), view.calendar) for month in (10, 11, 12)]
    calls = foreseen(view, months, D("2026-10-01"))
    made = [(f"{call.planned_on:%m}", call.method) for call in calls]
    assert made == [("10", CALL), ("11", CALL), ("12", CALL), ("12", VISIT)]
    assert calls[-1].planned_on <= calls[-1].due_on == D("2026-12-20")


def test_a_cadence_that_is_added_begins_when_it_was_seen() -> None:
    # The quarterly visit came into 回访规则 on 10-12; nobody was visited since 2026-01-01. It is due from then on, and
    # what the call was late with stays so.
    both, early = policy_of(MONTHLY, QUARTERLY), policy_of(MONTHLY)
    rules = dated([(D("2026-01-01"), early.rules), (D("2026-10-12"), both.rules)])
    policy = replace(both, rules=rules, early_days=3)
    view = view_of(policy, [customer()], **seen(("2026-08-20", CALL)))
    opened = {one.rule.rule: one.obligation.due_on for one in open_obligations(view, D("2026-10-13"))}
    assert opened == {"R1": D("2026-09-20"), "R2": D("2026-10-15")}


@pytest.mark.parametrize(
    ("second", "found"),
    [
        ({"回访方式": "电话"}, ["P610"]),
        ({"回访方式": "上门"}, []),
        ({"回访方式": "电话,上门"}, []),
        ({"回访方式": ""}, ["P610"]),
    ],
)
def test_a_second_rule_of_the_same_ways_is_refused(second: dict[str, str], found: list[str]) -> None:
    first = {"触发": "滚动", "间隔": 30, "回访方式": "电话"}
    assert findings_of(first, more=[{"触发": "滚动", "间隔": 90, **second}]) == [(code, "F3") for code in found]


def test_a_time_of_day_holds_for_the_call_in_common() -> None:
    rules = ({**MONTHLY, "截止时刻": time(17)}, QUARTERLY)
    view = view_of(policy_of(*rules), [customer()], **seen(("2026-09-20", CALL), ("2026-07-20", VISIT)))
    (call,) = make_plan(view, parse_period("2026-10"), D("2026-10-12")).new
    assert (len(call.covers), call.until, f"{call.due_on}") == (2, time(17), "2026-10-20")
