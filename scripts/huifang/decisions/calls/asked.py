"""Which issued calls somebody is to make all the same, whatever persons, pauses and registers said since."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from datetime import date

from huifang.core.periods import Period
from huifang.decisions.calls.demands import demands, months_around
from huifang.decisions.calls.obligations import Base, Connection, Obligation
from huifang.decisions.calls.owed import PlanningView, obligation_of
from huifang.decisions.calls.trigger import rule_and_subject
from huifang.decisions.calls.triggers import is_offered, is_rolling
from huifang.ledger.issues import IssuedCall
from huifang.policy.customers import Customer
from huifang.policy.people import People
from huifang.tables.options import ABOUT_CUSTOMER, ABOUT_PLAN, GIVE_UP


def given_up(people: People, call: IssuedCall, day: date) -> bool:
    """Whether a person has ended the call by that day, alone or with all that is owed to the customer."""
    about = ((ABOUT_PLAN, call.plan_no), (ABOUT_CUSTOMER, call.customer_no))
    return any(people.exemption(subject, number, day, GIVE_UP) is not None for subject, number in about)


def still_owed(
    view: Callable[[], PlanningView],
    people: People,
    customers: Mapping[str, Customer],
    calls: Sequence[IssuedCall],
    period: Period,
) -> list[IssuedCall]:
    """Those calls of the period that are owed although a pause came between, or the register says otherwise now: no
    pause left too little of the month, and the day that a rule counts from did not move on; of what was offered for a
    quota, as much as others called in their place leave.

    The ``view`` is only asked for where something of the kind happened.
    """
    offered = {call.customer_no for call in calls if any(map(is_offered, call.keys))}
    changed = {
        call.customer_no
        for call in calls
        if people.pauses_of(call.customer_no, call.plan_no)
        or (call.customer_no in customers and customers[call.customer_no].moved)
    }
    if not (changed or offered):
        return [*calls]
    owed = asked_for(view(), {*customers} if offered else changed, period)
    return [call for call in calls if call.customer_no not in changed | offered or _is_owed(call, owed)]


def _is_owed(call: IssuedCall, owed: Mapping[tuple[str, str], Obligation]) -> bool:
    """Whether one of its obligations is: what rolls, or what is asked for and no pause excuses."""
    asked = (owed.get((call.customer_no, key)) for key in call.keys if not is_rolling(key))
    return not call.keys or any(map(is_rolling, call.keys)) or any(one and not one.is_excused for one in asked)


def asked_for(view: PlanningView, numbers: Set[str], period: Period) -> dict[tuple[str, str], Obligation]:
    """What the rules ask for around the period, of these customers, by customer and key; what rolls is not among it."""
    customers = [view.customers[number] for number in numbers if number in view.customers]
    months = months_around(period.from_on, period.until_on)
    owed = demands(view.policy, view.facts, customers, months, view.numbers.keys(), view.issued)
    return {(demand.customer.customer_no, demand.key): obligation_of(view, demand) for demand in owed}


def reached_all_the_same(
    view: PlanningView, period: Period, asked: Set[tuple[str, str]]
) -> Iterator[tuple[Customer, Obligation]]:
    """What was issued and reached in the period, but is not ``asked`` for (by customer and key) any more: the customer
    came without being called, is of another class now, a rule was changed. What was done stays done.
    """
    for number, issues in view.issued.items():
        customer = view.customers.get(number)
        newest = {key: issue for issue in issues for key in issue.keys if not is_rolling(key)}
        for key, issue in newest.items():
            reached = view.connected.get(issue.plan_no)
            if customer and reached and reached in period and (number, key) not in asked:
                base = Base(issue.base_on, issue.base_is_call, issue.basis)
                done = Connection(reached, reached.isoformat(), issue.plan_no, "")
                yield customer, Obligation(
                    customer_no=number, rule=rule_and_subject(key)[0], key=key, base=base, from_on=issue.from_on,
                    due_on=issue.due_on, until=issue.until, plan_no=issue.plan_no, issue=issue, fulfilled_by=done,
                )  # fmt: skip
