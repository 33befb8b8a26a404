"""Planning: what is due → who and when → one workbook per agent → journal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from msgspec.structs import replace

from huifang.core.findings import Finding
from huifang.core.periods import Period
from huifang.decisions.calls.agreements import Attempt
from huifang.decisions.calls.asked import given_up, still_owed
from huifang.decisions.calls.owed import PlanningView
from huifang.decisions.calls.planning import make_plan
from huifang.decisions.calls.same_customers import may_be_one
from huifang.decisions.calls.triggers import is_rolling, trigger_of
from huifang.decisions.calls.ways import CallWay, Contacted, WaysSeen, tell_ways_apart
from huifang.edges.store.segments import collect_rows
from huifang.flow.calls.changed_rules import policy_as_seen
from huifang.flow.calls.issuing import held_back, issue
from huifang.flow.calls.last_calls import with_last_calls
from huifang.flow.calls.problems import problems_of_customers
from huifang.flow.calls.refused import refused_of, returned_calls
from huifang.flow.calls.registers_in_use import agreements_of, contacts_of, facts_of
from huifang.flow.calls.sheets_out import SHEETS_SENT
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.flow.office.settings_in_use import setting_errors
from huifang.flow.post.writing import write_letters
from huifang.ledger.customers_said import SameCustomers, SameCustomersTold
from huifang.ledger.issues import IssuedCall
from huifang.ledger.questions import (
    Frame,
    connected_numbers,
    failures_by_number,
    failures_by_way,
    failures_since_connection,
    last_by_way,
    last_connections,
)
from huifang.policy.model import Policy
from huifang.policy.pauses import moved


@dataclass(frozen=True)
class Batch:
    """The whole batch as it stands, and what this run added to it. ``overdue`` days are those of today.

    ``agreed`` says for which day a call was agreed that did not connect or was put off, by plan number.
    """

    period: Period
    calls: tuple[IssuedCall, ...]
    overdue: dict[str, int]
    files: tuple[str, ...]
    findings: tuple[Finding, ...]
    agreed: Mapping[str, date] = field(default_factory=dict)


def planning_view(moment: Moment, period: Period) -> PlanningView:
    """Everything planning looks at, for that period."""
    records, issued = moment.records, moment.issued
    tomorrow = moment.today + timedelta(days=1)
    last, policy = last_connections(moment.contacts, tomorrow), policy_as_seen(moment)
    facts = facts_of(moment, period.from_on)
    return PlanningView(
        policy=policy,
        calendar=moment.calendar(period.from_on, period.until_on),
        people=moment.people,
        customers=moment.customers,
        last_on={row["customer_no"]: row["last_on"] for row in collect_rows(last)},
        failures=attempts_by(failures_since_connection(records, last), "customer_no"),
        issued=issued.by_customer(),
        batch=issued.of_period(period.name),
        numbers=issued.numbers,
        ways=ways_seen(policy, moment.contacts, records, tomorrow),
        connected={row["plan_no"]: row["called_on"] for row in collect_rows(connected_numbers(records))},
        failures_of=attempts_by(failures_by_number(records), "plan_no"),
        facts=facts,
        contacts=contacts_of(moment.customers),
        returned=returned_calls(refused_of(moment), issued, moment.state),
        problems=problems_of_customers(moment),
        agreements=agreements_of(moment, facts),
    )


def attempts_by(frame: Frame, key: str) -> dict[str, list[Attempt]]:
    """Failed attempts by customer or by plan number."""
    attempts: dict[str, list[Attempt]] = {}
    for row in collect_rows(frame):
        attempt = Attempt(row["called_on"], row["moment"], row["phone"], row["next_contact_on"])
        attempts.setdefault(row[key], []).append(attempt)
    return attempts


def ways_seen(policy: Policy, reached: Frame, tried: Frame, before: date) -> WaysSeen:
    """When each way of calling last connected, of the calls ``reached`` before that day, and the attempts after it, of
    those ``tried``; nothing where no rule tells ways apart.
    """
    if not tell_ways_apart(rule for rule in policy.rules if trigger_of(rule).rolls):
        return WaysSeen()
    last = last_by_way(reached, before)
    connected: dict[str, dict[CallWay, Contacted]] = {}
    for row in collect_rows(last):
        way = CallWay(row["method"] or "", row["contact_role"] or "")
        connected.setdefault(row["customer_no"], {})[way] = Contacted(row["last_on"], row["last_moment"])
    failures: dict[str, list[tuple[CallWay, Attempt]]] = {}
    for row in collect_rows(failures_by_way(tried, last)):
        attempt = Attempt(row["called_on"], row["moment"], row["phone"], row["next_contact_on"])
        way = CallWay(row["method"] or "", row["contact_role"] or "")
        failures.setdefault(row["customer_no"], []).append((way, attempt))
    return WaysSeen(reached=connected, failures=failures)


def plan_batch(desk: Desk, period: Period, at_leisure: bool = False) -> Batch:
    """Add to the period's batch what it lacks; planning again changes nothing.

    ``at_leisure``: nobody asked for it just now, what can wait for the next working day does.
    """
    now = desk.present
    view = planning_view(now, period)
    plan = make_plan(view, period, now.today)
    ready, waiting = held_back(desk, period, plan.new, at_leisure)
    agents = {call.agent for call in ready}
    rest = [call for call in plan.still_open if call.agent in agents]
    agreed = {call.plan_no for call in (*ready, *rest) if view.agreed_for(call)}
    files: tuple[str, ...] = ()
    if ready:
        new, still_open = (with_last_calls(now, view.problems, calls) for calls in (ready, rest))
        files = issue(desk, period, new, still_open, agreed)
    unsent = write_letters(desk, SHEETS_SENT).notes
    calls = tuple(sorted((_moved(view, call) for call in desk.ledger.issued().of_period(period.name)), key=_order))
    settings = (*setting_errors(desk), *now.calendar_findings(period))
    findings = (*desk.clock_findings, *settings, *plan.findings, *waiting, *unsent, *same_customers_told(desk))
    ahead = {call.plan_no: day.said for call in calls if (day := view.agreed_for(call)) and not view.is_done(call)}
    return Batch(period, calls, _overdue(view, calls, period, now.today), files, findings, ahead)


def same_customers_told(desk: Desk) -> list[Finding]:
    """L718 for customers who may be one and of whom nobody was told before; that they were told of is journaled."""
    groups = [
        one
        for one in may_be_one(desk.present.customers.values())
        if (one.what, one.numbers) not in desk.state.told_same
    ]
    if groups:
        told = tuple(SameCustomers(what=one.what, numbers=one.numbers) for one in groups)
        desk.commit(SameCustomersTold(told=told))
    return [one.finding for one in groups]


def _order(call: IssuedCall) -> tuple[str, date, date, str]:
    return (call.agent, call.planned_on, call.due_on, call.plan_no)


def _moved(view: PlanningView, call: IssuedCall) -> IssuedCall:
    """The call with its window as pauses leave it, and on the day that was agreed since; one that was made keeps its
    own.
    """
    pauses = view.people.pauses_of(call.customer_no, call.plan_no)
    agreed = view.agreed_for(call)
    if not (pauses or agreed) or view.is_done(call):
        return call
    call = replace(call, planned_on=agreed.on) if agreed else call
    from_on, due_on = moved(pauses, view.calendar, call.from_on, call.due_on)
    return replace(call, from_on=from_on, due_on=due_on)


def _overdue(view: PlanningView, calls: Sequence[IssuedCall], period: Period, today: date) -> dict[str, int]:
    """Days past the window's end, today or when the customer was reached; those of pauses do not count, and none does
    of a call that nobody is to make any more.
    """
    left = [call for call in calls if not given_up(view.people, call, today)]
    owed = {call.plan_no for call in still_owed(lambda: view, view.people, view.customers, left, period)}
    days = {}
    for call in calls:
        last = max((day for key in call.keys if is_rolling(key) and (day := view.paid_on(call, key))), default=None)
        reached = view.connected.get(call.plan_no) or (last if view.is_done(call) else None)
        until = reached or (today if call.plan_no in owed else call.due_on)
        days[call.plan_no] = view.days_late(call, until)
    return days
