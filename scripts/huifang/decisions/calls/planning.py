"""The next batch: which calls are due, who makes them, and on which day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from msgspec.structs import replace

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place, parted
from huifang.core.periods import Period
from huifang.core.tickets import ticket
from huifang.decisions.calls.agreements import InVain
from huifang.decisions.calls.assigning import Due, assigned
from huifang.decisions.calls.briefing import message_of, method_of, reason_of, taking_part
from huifang.decisions.calls.catching_up import caught_up
from huifang.decisions.calls.contacts import contact_key
from huifang.decisions.calls.facts import ORIGIN
from huifang.decisions.calls.merging import common_end, grouped
from huifang.decisions.calls.not_callable import referred_to_in_vain, rows_without_a_customer
from huifang.decisions.calls.obligations import Obligation
from huifang.decisions.calls.offering import offered
from huifang.decisions.calls.owed import Open, PlanningView, open_obligations
from huifang.decisions.calls.papers import papers_of
from huifang.decisions.calls.spreading import Job, Spread, spread
from huifang.decisions.calls.standing import StandingCalls, handed_out_again, may_be_called, stands
from huifang.decisions.calls.triggers import is_rolling, trigger_of
from huifang.ledger.issues import IssuedCall
from huifang.policy.callers import looked_into
from huifang.policy.customers import Customer
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.model import Origin
from huifang.tables.options import REFUSED


@dataclass(frozen=True)
class Plan:
    """The calls to add to the batch, and what gave way. ``still_open`` are those that stand in it and are to be made,
    as a further sheet holds them (decision 24); one that moves to somebody else's sheet is among the new ones.
    """

    new: tuple[IssuedCall, ...]
    still_open: tuple[IssuedCall, ...]
    findings: tuple[Finding, ...]


def make_plan(view: PlanningView, period: Period, today: date) -> Plan:
    """The calls that this period's batch lacks.

    A batch holds the calls whose window meets the period, and the overdue ones that carry over. What stands in it
    already is not planned again. The result does not depend on the order of the registers.
    """
    findings: list[Finding] = []
    start = max(period.from_on, today) if today <= period.until_on else period.from_on
    standing = StandingCalls(view, today, [call for call in view.batch if stands(view, call, today)])
    wanted: list[Open] = []
    for one in open_obligations(view, today, period.until_on):
        obligation = one.obligation
        if _begins(one, today) > period.until_on or _lapsed(obligation, start):
            continue
        if view.waits_for_correction(obligation.plan_no, today) or standing.serves(one):
            continue
        findings.extend(_gaps(view, one))
        if one.ended:
            findings.append(ended_finding(one.customer, one.ended))
        elif one.is_exhausted(view.policy.max_attempts, today):
            findings.append(_exhausted(one.customer, len(one.attempts)))
        else:
            wanted.append(one)
    wanted = offered(view, wanted, period)
    findings.extend(_without_contact(view, wanted))
    findings.extend(_without_caller(view, wanted))
    findings.extend(rows_without_a_customer(view, today, period.until_on))
    findings.extend(referred_to_in_vain(view, period))
    calls, reassigned = parted(
        one for group in grouped(caught_up(wanted, start)) for one in assigned(view, group, period, start)
    )
    spread_out, gave_way = parted(_spread(view, calls, period))
    findings += [*reassigned, *gave_way]
    placed = sorted(spread_out, key=lambda pair: (pair[0].agent, pair[1], *_rank(pair[0], period)))
    again = [
        (call, handed_out_again(view, call, served, today))
        for call, served in standing.open_calls
        if may_be_called(view, call, period, start)
    ]
    moved = (fresh for call, fresh in again if fresh.agent != call.agent)
    new = sorted((*_number(view, placed, period), *moved), key=lambda call: (call.agent, call.planned_on))
    still_open = sorted((fresh for call, fresh in again if fresh.agent == call.agent), key=lambda c: c.planned_on)
    return Plan(tuple(new), tuple(still_open), tuple(dict.fromkeys(findings)))


def _begins(one: Open, today: date) -> date:
    """The first day on which the customer may be called for it: the one that was agreed, as long as it is ahead."""
    return one.agreed.on if one.agreed and one.waits_for_its_day(today) else one.obligation.from_on


def _lapsed(obligation: Obligation, start: date) -> bool:
    return obligation.lapses_on is not None and obligation.lapses_on < start


def _gaps(view: PlanningView, one: Open) -> Iterator[Finding]:
    """What the register lacks, which stops no call."""
    customer, base = one.customer, one.obligation.base
    if is_rolling(one.obligation.key) and not customer.reviewed_on and not base.is_call:
        place = customer.origin.place("reviewed_on")
        yield found("L705", place, name=customer.name, customer_no=customer.customer_no, day=base.on)


def _without_contact(view: PlanningView, wanted: Iterable[Open]) -> Iterator[Finding]:
    """One finding for each contact role that customers lack; they are called all the same."""
    lacking: dict[str, dict[str, Customer]] = {}
    for one in wanted:
        role, number = one.rule.contact_role, one.customer.customer_no
        if role and (number, role) not in view.contacts and not (one.row and one.row.get(role)):
            lacking.setdefault(role, {})[number] = one.customer
    for role, customers in lacking.items():
        first = min(customers)
        place, name = customers[first].origin.place("customer_no"), customers[first].name
        yield found("L711", place, name=name, customer_no=first, role=role, count=len(customers))


def _without_caller(view: PlanningView, wanted: Iterable[Open]) -> Iterator[Finding]:
    """One finding for each rule and what it lacks to say who calls: the superior does."""
    lacking: dict[tuple[str, str, str], list[Open]] = {}
    for one in wanted:
        if one.caller.missing:
            lacking.setdefault((one.rule.rule, one.caller.missing, one.caller.person_no), []).append(one)
    for (rule, reason, agent), calls in lacking.items():
        first = min(calls, key=lambda one: (one.customer.customer_no, one.obligation.key))
        yield found(
            "L721", _where_nobody_stands(first), rule=rule, title=first.rule.title, count=len(calls),
            reason=reason, name=first.customer.name, customer_no=first.customer.customer_no,
            agent=view.people.label(agent) or "(无人)",
        )  # fmt: skip


def _where_nobody_stands(one: Open) -> Place:
    """The cell of the row, or of the customer, that was to name who calls; else the customer."""
    sheet, key = looked_into(one.rule.caller) if one.rule.caller else ("", "")
    row = one.row.get(ORIGIN) if one.row else None
    if key and sheet != CUSTOMERS.name and isinstance(row, Origin):
        return row.place(key)
    return one.customer.origin.place(key if key and sheet == CUSTOMERS.name else "customer_no")


def out_of_attempts(view: PlanningView, today: date) -> Iterator[Open]:
    """Every open obligation for which nobody calls any more: its attempts are used up, or were ended at once."""
    most = view.policy.max_attempts
    return (one for one in open_obligations(view, today) if one.ended or one.is_exhausted(most, today))


def exhausted(view: PlanningView, today: date) -> Iterator[Finding]:
    """L703, L716 or L717 for each of :func:`out_of_attempts`; the same of one customer once."""
    told = (
        ended_finding(one.customer, one.ended) if one.ended else _exhausted(one.customer, len(one.attempts))
        for one in out_of_attempts(view, today)
    )
    return iter(dict.fromkeys(told))


def ended_finding(customer: Customer, said: InVain) -> Finding:
    """L716 or L717: the customer refused to be called, or cannot be called under the number."""
    name, number, phone = customer.name, customer.customer_no, said.phone
    if said.result == REFUSED:
        place = customer.origin.place("customer_no")
        return found("L716", place, name=name, customer_no=number, day=said.called_on)
    place = customer.origin.place("phone")
    return found("L717", place, name=name, customer_no=number, day=said.called_on, phone=phone, result=said.result)


def _exhausted(customer: Customer, count: int) -> Finding:
    return found(
        "L703", customer.origin.place("phone"), name=customer.name, customer_no=customer.customer_no, count=count
    )


def _rank(call: Due, period: Period) -> tuple[bool, int, date, str, str]:
    """Overdue ones first, then by urgency, then by the window's end, place by place on a round, then by ticket."""
    place = call.customer.region if trigger_of(call.served[0].rule).by_place else ""
    return (not call.overdue, call.urgency, call.window[1], place, ticket(period.name, call.agent, call.key))


def _spread(view: PlanningView, due: Sequence[Due], period: Period) -> Iterator[tuple[Due, date] | Finding]:
    for agent in sorted({call.agent for call in due}):
        calls = {call.key: call for call in due if call.agent == agent}
        person = view.people.by_no.get(agent)
        limit = (person.daily_limit if person else None) or view.policy.daily_limit
        taken = Counter(call.planned_on for call in view.batch if call.agent == agent)
        apart = {call.contact for call in calls.values() if call.has_a_row_of_its_own}
        jobs = [
            Job(
                key=key, days=call.days, deadline=call.deadline, rank=_rank(call, period), contact=call.contact,
                together=call.contact if call.shares and call.contact in apart else "",
            )
            for key, call in calls.items()
        ]  # fmt: skip
        result = spread(jobs, limit, taken, view.policy.min_gap_days, _days_of_contacts(view, calls.values()))
        yield from _what_gave_way(view, agent, limit, calls, result)
        for key, call in calls.items():
            yield call, result.days[key]


def _days_of_contacts(view: PlanningView, calls: Iterable[Due]) -> dict[str, list[date]]:
    """On which days the contacts are called already: in the batch, or were reached last."""
    days: dict[str, list[date]] = {}
    for call in view.batch:
        days.setdefault(_issued_contact(call), []).append(call.planned_on)
    for due in calls:
        for issue in view.issued.get(due.customer.customer_no, ()):
            reached = view.connected.get(issue.plan_no)
            if reached:
                days.setdefault(_issued_contact(issue), []).append(reached)
    return days


def _issued_contact(call: IssuedCall) -> str:
    return contact_key(call.phone, call.customer_no, call.contact_role)


def _what_gave_way(
    view: PlanningView, agent: str, limit: int, calls: Mapping[str, Due], result: Spread
) -> Iterator[Finding]:
    """What could not be kept: the daily number, a window, a day of rest, the gap between two calls."""
    label = view.people.label(agent)
    if result.over:
        last = max(result.days[key] for key in result.over)
        yield found(
            "L701", view.people.place(agent, "daily_limit"), agent=label, count=len(result.over), limit=limit, day=last
        )
    late = [
        (call, result.days[key])
        for key, call in calls.items()
        if result.days[key] > call.window[1] and not call.overdue and key not in result.over and not call.is_agreed
    ]
    if late:
        first, day = min(late, key=lambda pair: (pair[0].window[1], pair[0].key))
        yield found(
            "L702", first.customer.origin.place("customer_no"), agent=label, count=len(late), name=first.customer.name,
            customer_no=first.customer.customer_no, day=day, due_on=first.window[1],
        )  # fmt: skip
    if result.close:
        key = min(result.close, key=lambda key: (result.days[key], key))
        customer = calls[key].customer
        yield found(
            "L712", customer.origin.place("customer_no"), agent=label, count=len(result.close), name=customer.name,
            customer_no=customer.customer_no, day=result.days[key], gap=view.policy.min_gap_days,
        )  # fmt: skip
    resting = [day for day in result.days.values() if not view.calendar.is_workday(day)]
    if resting:
        yield found("L710", view.people.place(agent, "person_no"), agent=label, count=len(resting), day=min(resting))


def _number(view: PlanningView, placed: Sequence[tuple[Due, date]], period: Period) -> Iterator[IssuedCall]:
    """Each call as it will be issued; an obligation that has a number keeps it, the others get the next ones."""
    prefix = f"H{period.until_on:%y%m}-"
    serial = max((int(no.rpartition("-")[2]) for no in view.numbers.values() if no.startswith(prefix)), default=0)
    for call, day in placed:
        numbers = []
        for one in call.served:
            number = one.obligation.plan_no
            if not number:
                serial += 1
                number = f"{prefix}{serial:04d}"
            numbers.append(number)
        first, customer, method = call.served[0], call.customer, method_of(view, call)
        contact = first.contact
        from_on, due_on = call.window
        yield IssuedCall(
            plan_no=numbers[0],
            customer_no=customer.customer_no,
            customer_name=customer.name,
            contact_role=contact.role,
            contact=contact.name,
            phone=contact.phone,
            agent=call.agent,
            owner=first.caller.person_no,
            rule=first.rule.rule,
            method=method,
            reason_to_call=reason_of(call),
            message=message_of(view, call, day, method),
            from_on=from_on,
            due_on=due_on,
            planned_on=day,
            base_on=first.obligation.base.on,
            base_is_call=first.obligation.base.is_call,
            basis=first.obligation.base.basis,
            covers=tuple(numbers),
            period=period.name,
            book="",
            keys=tuple(one.obligation.key for one in call.served),
            purpose=customer.purpose,
            participants=taking_part(view, customer, day),
            papers=papers_of(view.facts, customer, (cause for one in call.served for cause in one.about)),
            until=common_end(call.served),
        )


def in_book(call: IssuedCall, book: str) -> IssuedCall:
    """The call with the workbook it is issued in."""
    return replace(call, book=book)
