"""The next batch: which calls are due, who makes them, and on which day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.core.periods import Period
from huifang.core.tickets import ticket
from huifang.core.worktime import WorkCalendar
from huifang.decisions.obligations import (
    Attempt,
    Obligation,
    attempts_that_count,
    base_of,
    is_fulfilled,
    open_obligation,
    places_in_lists,
)
from huifang.decisions.spreading import Job, spread
from huifang.ledger.issues import IssuedCall
from huifang.policy.customers import Customer
from huifang.policy.model import Policy, RollingRule
from huifang.policy.people import People
from huifang.tables import customers as customer_tables
from huifang.tables.options import ABOUT_CUSTOMER, GIVE_UP, PAUSE


@dataclass(frozen=True)
class PlanningView:
    """Everything planning looks at.

    ``last_on``: per customer the day of the last connected call; ``failures``: attempts after it; ``issued``: all
    issued calls per customer, oldest first; ``batch``: the calls that stand in this period's batch already;
    ``numbers``: plan numbers of obligations ever issued, by (customer, rule, base day).
    """

    policy: Policy
    calendar: WorkCalendar
    people: People
    customers: Mapping[str, Customer]
    last_on: Mapping[str, date]
    failures: Mapping[str, Sequence[Attempt]]
    issued: Mapping[str, Sequence[IssuedCall]]
    batch: Sequence[IssuedCall]
    numbers: Mapping[tuple[str, str, date], str]


@dataclass(frozen=True)
class Due:
    """A call that belongs into the batch, before it has a day: who calls, and which days it may stand on."""

    obligation: Obligation
    customer: Customer
    rule: RollingRule
    agent: str
    days: tuple[date, ...]
    deadline: date
    overdue: bool


@dataclass(frozen=True)
class Plan:
    """The calls to add to the batch, and what gave way."""

    new: tuple[IssuedCall, ...]
    findings: tuple[Finding, ...]


def open_obligations(view: PlanningView, today: date) -> Iterator[tuple[Customer, RollingRule, Obligation]]:
    """The open rolling obligation of every approved customer that a rule covers, in the order of the register."""
    places = places_in_lists(view.customers.values())
    for customer in view.customers.values():
        if not customer.approved or view.people.exemption(ABOUT_CUSTOMER, customer.customer_no, today, GIVE_UP):
            continue
        rule = view.policy.rule_for(customer.customer_class)
        if rule is None:
            continue
        issues = view.issued.get(customer.customer_no, ())
        base = base_of(customer, view.people, issues, view.last_on.get(customer.customer_no), today)
        place = places.get(customer.customer_no, 0)
        yield customer, rule, open_obligation(customer, rule, view.policy, base, issues, view.numbers, place)


def make_plan(view: PlanningView, period: Period, today: date) -> Plan:
    """The calls that this period's batch lacks.

    A batch holds the calls whose window meets the period, and the overdue ones that carry over. What stands in it
    already is not planned again. The result does not depend on the order of the registers.
    """
    findings: list[Finding] = []
    start = max(period.from_on, today) if today <= period.until_on else period.from_on
    standing = {call.customer_no for call in view.batch if _stands(view, call, today)}
    due: list[Due] = []
    for customer, rule, obligation in open_obligations(view, today):
        if obligation.from_on > period.until_on or customer.customer_no in standing:
            continue
        place = _place(customer)
        if not (customer.reviewed_on or customer.registered_on or obligation.base.is_call):
            findings.append(found("L705", place, name=customer.name, customer_no=customer.customer_no))
        attempts = attempts_that_count(
            customer, view.people, view.failures.get(customer.customer_no, ()), obligation.base, today
        )
        if len(attempts) >= view.policy.max_attempts:
            findings.append(_exhausted(customer, len(attempts)))
            continue
        last_attempt = max((attempt.called_on for attempt in attempts), default=None)
        call = _assign(view, customer, rule, obligation, period, start, last_attempt, findings)
        if call is not None:
            due.append(call)
    placed = list(_spread(view, due, period, findings))
    placed.sort(key=lambda pair: (pair[0].agent, pair[1], not pair[0].overdue, *_rank(pair[0], period)))
    return Plan(tuple(_number(view, placed, period)), tuple(findings))


def _stands(view: PlanningView, call: IssuedCall, today: date) -> bool:
    """Whether an open call of the batch is in the hands of somebody who is still here to make it."""
    agent = view.people.by_no.get(call.agent)
    gone = agent is not None and not agent.active_on(today)
    return not gone and not is_fulfilled(call, view.last_on.get(call.customer_no))


def overdue(view: PlanningView, today: date) -> list[Obligation]:
    """The open obligations past their window that somebody should call now: not paused, attempts not used up."""
    late = []
    for customer, _, obligation in open_obligations(view, today):
        paused = view.people.exemption(ABOUT_CUSTOMER, customer.customer_no, today, PAUSE)
        if obligation.due_on < today and not paused and not _used_up(view, customer, obligation, today):
            late.append(obligation)
    return late


def _used_up(view: PlanningView, customer: Customer, obligation: Obligation, today: date) -> int:
    """The number of attempts that count, if they are used up; else 0."""
    failures = view.failures.get(customer.customer_no, ())
    attempts = attempts_that_count(customer, view.people, failures, obligation.base, today)
    return len(attempts) if len(attempts) >= view.policy.max_attempts else 0


def exhausted(view: PlanningView, today: date) -> Iterator[Finding]:
    """L703 for every open obligation whose attempts are used up."""
    for customer, _, obligation in open_obligations(view, today):
        count = _used_up(view, customer, obligation, today)
        if count:
            yield _exhausted(customer, count)


def _place(customer: Customer) -> Place:
    return Place(customer_tables.WORKBOOK, customer_tables.CUSTOMERS.name)


def _exhausted(customer: Customer, count: int) -> Finding:
    return found("L703", _place(customer), name=customer.name, customer_no=customer.customer_no, count=count)


def _assign(
    view: PlanningView,
    customer: Customer,
    rule: RollingRule,
    obligation: Obligation,
    period: Period,
    start: date,
    last_attempt: date | None,
    findings: list[Finding],
) -> Due | None:
    """Who calls, and on which days of the period; None when a pause covers all that is left of it."""
    workdays = [
        day
        for day in view.calendar.workdays(start, period.until_on)
        if not view.people.exemption(ABOUT_CUSTOMER, customer.customer_no, day, PAUSE)
    ]
    if not workdays:  # nothing but days off is left, or a pause: then any day that is not paused is one to call
        left = [day for day in period.days() if day >= start]
        workdays = [d for d in left if not view.people.exemption(ABOUT_CUSTOMER, customer.customer_no, d, PAUSE)]
    if not workdays:
        return None
    overdue = obligation.due_on < start
    deadline = period.until_on if overdue else min(obligation.due_on, period.until_on)
    release = start if overdue else max(obligation.from_on, start)
    if not any(release <= day <= deadline for day in workdays):  # no working day in the window: rather early than late
        release = max((day for day in workdays if day < release), default=release)
    if last_attempt is not None:
        release = max(release, view.calendar.workday_after(last_attempt))
    days = [day for day in workdays if day >= release] or workdays[-1:]
    agent, days = _caller(view, customer, days, deadline, overdue, findings)
    return Due(obligation, customer, rule, agent, tuple(days), max(deadline, days[0]), overdue)


def _caller(
    view: PlanningView,
    customer: Customer,
    days: list[date],
    deadline: date,
    overdue: bool,
    findings: list[Finding],
) -> tuple[str, list[date]]:
    """The owner on days of presence within the window; else whoever stands in; else the fallback (a finding)."""
    people, owner = view.people, customer.owner
    window = days[:1] if overdue else [day for day in days if day <= deadline] or days[:1]
    present = [day for day in days if people.caller_on(owner, day) == owner]
    if any(day in present for day in window):
        return owner, present
    substitute = people.caller_on(owner, window[0])
    if substitute is not None:
        return substitute, [day for day in days if people.caller_on(owner, day) == substitute]
    if present:  # nobody stands in, but the owner comes back within the period
        return owner, present
    fallback = people.fallback_for(owner, window[0])
    findings.append(
        found(
            "L704", _place(customer), name=customer.name, customer_no=customer.customer_no, owner=owner or "(空)",
            agent=people.label(fallback) if fallback else "(无人)",
        )
    )  # fmt: skip
    return fallback or owner or "未分配", days


def _rank(call: Due, period: Period) -> tuple[date, str]:
    return (call.obligation.due_on, ticket(period.name, call.agent, call.customer.customer_no))


def _spread(
    view: PlanningView, due: Sequence[Due], period: Period, findings: list[Finding]
) -> Iterator[tuple[Due, date]]:
    for agent in sorted({call.agent for call in due}):
        calls = {call.customer.customer_no: call for call in due if call.agent == agent}
        person = view.people.by_no.get(agent)
        limit = (person.daily_limit if person else None) or view.policy.daily_limit
        taken = Counter(call.planned_on for call in view.batch if call.agent == agent)
        jobs = [
            Job(key, call.days, call.deadline, (not call.overdue, *_rank(call, period))) for key, call in calls.items()
        ]
        result = spread(jobs, limit, taken)
        label = view.people.label(agent)
        if result.over:
            last = max(result.days[key] for key in result.over)
            findings.append(
                found("L701", Place("人员.xlsx", "人员"), agent=label, count=len(result.over), limit=limit, day=last)
            )
        late = [
            (call, result.days[key])
            for key, call in calls.items()
            if result.days[key] > call.obligation.due_on and not call.overdue and key not in result.over
        ]
        if late:
            first, day = min(late, key=lambda pair: (pair[0].obligation.due_on, pair[0].customer.customer_no))
            findings.append(
                found(
                    "L702", _place(first.customer), agent=label, count=len(late), name=first.customer.name,
                    customer_no=first.customer.customer_no, day=day, due_on=first.obligation.due_on,
                )
            )  # fmt: skip
        resting = [day for day in result.days.values() if not view.calendar.is_workday(day)]
        if resting:
            findings.append(
                found("L710", Place("人员.xlsx", "人员"), agent=label, count=len(resting), day=min(resting))
            )
        for key, call in calls.items():
            yield call, result.days[key]


def _number(view: PlanningView, placed: Sequence[tuple[Due, date]], period: Period) -> Iterator[IssuedCall]:
    """Each call as it will be issued; an obligation that has a number keeps it, the others get the next ones."""
    prefix = f"H{period.until_on:%y%m}-"
    serial = max((int(no.rpartition("-")[2]) for no in view.numbers.values() if no.startswith(prefix)), default=0)
    for call, day in placed:
        obligation, customer = call.obligation, call.customer
        number = obligation.plan_no
        if not number:
            serial += 1
            number = f"{prefix}{serial:04d}"
        yield IssuedCall(
            number, customer.customer_no, customer.name, "", customer.contact, customer.phone, call.agent,
            customer.owner, call.rule.rule, call.rule.methods[0], call.rule.title,
            _message(view.policy, call, day), obligation.from_on, obligation.due_on, day, obligation.base.on,
            obligation.base.is_call, obligation.base.basis, (number,), period.name, "",
        )  # fmt: skip


def _message(policy: Policy, call: Due, day: date) -> str:
    """What to say: the rule's own content, the boss's special content for that day, and when not to call."""
    parts = [call.rule.message]
    parts += [c.message for c in policy.campaigns if c.applies(day, call.customer.customer_class)]
    if call.customer.quiet_hours:
        parts.append("勿扰时段：" + ",".join(str(span) for span in call.customer.quiet_hours))
    return "\n".join(part for part in parts if part)


def in_book(call: IssuedCall, book: str) -> IssuedCall:
    """The call with the workbook it is issued in."""
    return call._replace(book=book)
