"""Which issued calls somebody is to make all the same, whatever persons, pauses and registers said since."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from huifang.core.periods import Period
from huifang.decisions.calls.obligations import Obligation
from huifang.decisions.calls.owed import PlanningView, asked_for
from huifang.decisions.calls.triggers import is_rolling
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
    pause left too little of the month, and the day that a rule counts from did not move on.

    The ``view`` is only asked for where something of the kind happened.
    """
    changed = {
        call.customer_no
        for call in calls
        if people.pauses_of(call.customer_no, call.plan_no)
        or (call.customer_no in customers and customers[call.customer_no].moved)
    }
    if not changed:
        return [*calls]
    owed = asked_for(view(), changed, period)
    return [call for call in calls if call.customer_no not in changed or _is_owed(call, owed)]


def _is_owed(call: IssuedCall, owed: Mapping[tuple[str, str], Obligation]) -> bool:
    """Whether one of its obligations is: what rolls, or what is asked for and no pause excuses."""
    asked = (owed.get((call.customer_no, key)) for key in call.keys if not is_rolling(key))
    return not call.keys or any(map(is_rolling, call.keys)) or any(one and not one.is_excused for one in asked)
