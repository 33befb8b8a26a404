"""Calls that stand in a batch already: in whose hands they belong, and as what they are handed out once more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from msgspec.structs import replace

from huifang.core.periods import Period
from huifang.core.phones import same_phone
from huifang.decisions.calls.assigning import Due
from huifang.decisions.calls.briefing import RETURNED, message_of, special_content, taking_part
from huifang.decisions.calls.callers import caller_of_issue
from huifang.decisions.calls.obligations import key_of
from huifang.decisions.calls.owed import Open, PlanningView
from huifang.decisions.calls.papers import papers_of
from huifang.decisions.calls.triggers import is_rolling
from huifang.ledger.issues import IssuedCall
from huifang.tables.options import REFUSED


def stands(view: PlanningView, call: IssuedCall, today: date) -> bool:
    """Whether an open call of the batch is in the hands of somebody who is still here to make it, and knows all that
    the customer is to be told.
    """
    agent = view.people.by_no.get(call.agent)
    gone = agent is not None and not agent.active_on(today)
    is_due_again = call.plan_no in view.returned and not view.waits_for_correction(call.plan_no, today)
    is_out = gone or is_due_again or is_handed_over(view, call, today)
    return not (is_out or view.is_done(call) or _lacks_content(view, call, today))


def is_handed_over(view: PlanningView, call: IssuedCall, today: date) -> bool:
    """Whether the call is somebody else's since it was issued, who is here to make it or has a stand-in."""
    first = caller_of_issue(view, call, today)
    if first is None or first.person_no == call.owner:
        return False
    caller = view.people.caller_on(first.person_no, day_to_call(view, call, today))
    return caller is not None and caller != call.agent


def goes_on(view: PlanningView, call: IssuedCall, one: Open) -> bool:
    """Whether nobody was to make the call any more, and now it is to be made for the obligation all the same: under
    another telephone, or because a person decided so.
    """
    if one.ended:
        return False
    for said in view.agreements.ended.get(call.customer_no, ()):
        new_number = said.result != REFUSED and same_phone(said.phone, call.phone)
        if new_number and not same_phone(call.phone, one.contact.phone):
            return True
        if said.plan_no in call.covers and said.called_on >= call.planned_on:
            return True
    return False


def day_to_call(view: PlanningView, call: IssuedCall, today: date) -> date:
    """The day on which the call is to be made: as planned, or the next working day once that is over."""
    if call.planned_on >= today:
        return call.planned_on
    return today if view.calendar.is_workday(today) else view.calendar.workday_after(today)


def handed_out_again(view: PlanningView, call: IssuedCall, served: Sequence[Open], today: date) -> IssuedCall:
    """The call as a further sheet holds it: number and window stay, and the day unless another one was agreed; contact
    and content are those of now.

    Where its agent is away on the day that it is planned on, it is the stand-in's (decision 24). What was planned for
    days that are over stays with its agent, who may have made it and not handed it in yet.
    """
    agreed = view.agreed_for(call)
    call = replace(call, planned_on=agreed.on) if agreed else call
    day, customer, contact = day_to_call(view, call, today), served[0].customer, served[0].contact
    due = Due(tuple(served), (call.from_on, call.due_on), call.agent, (day,), day, call.due_on < today)
    message = message_of(view, due, day, call.method)
    if call.message.startswith(RETURNED) and not message.startswith(RETURNED):
        message = f"{RETURNED}\n{message}".rstrip()  # it is not corrected yet, only issued once more
    fresh = replace(
        call, customer_name=customer.name, contact=contact.name, phone=contact.phone, message=message,
        purpose=customer.purpose,
        participants=taking_part(view, customer, day),
        papers=papers_of(view.facts, customer, (cause for one in served for cause in one.about)),
    )  # fmt: skip
    caller = view.people.caller_on(call.agent, day) if call.planned_on == day else None
    return replace(fresh, agent=caller, owner=served[0].caller.person_no) if caller else fresh


def may_be_called(view: PlanningView, call: IssuedCall, period: Period, start: date) -> bool:
    """Whether a day of the period is left, from ``start`` on, on which no pause covers the customer."""
    return any(day >= start and not view.is_paused(call, day) for day in period.days())


def _lacks_content(view: PlanningView, call: IssuedCall, today: date) -> bool:
    """Whether special content was ordered for its day after it was issued: it goes out once more."""
    customer, day = view.customers.get(call.customer_no), max(call.planned_on, today)
    return customer is not None and any(text not in call.message for text in special_content(view, customer, day))


class StandingCalls:
    """The calls that stand in the batch, and which of the obligations that are open each of them serves."""

    def __init__(self, view: PlanningView, today: date, calls: Sequence[IssuedCall]) -> None:
        self._view, self._today = view, today
        self._calls = {call.plan_no: call for call in calls}
        self._of_key = {(call.customer_no, key): call.plan_no for call in calls for key in call.keys}
        self._of_rolling: dict[str, list[IssuedCall]] = {}
        for call in reversed(calls):
            if any(map(is_rolling, call.keys)):
                self._of_rolling.setdefault(call.customer_no, []).append(call)
        self._open: dict[str, list[Open]] = {}

    def serves(self, one: Open) -> bool:
        """Whether a call that stands serves the obligation; it is to be made while there are attempts left."""
        number = self._number_for(one)
        if number is None or goes_on(self._view, self._calls[number], one):
            return False
        if not (one.ended or one.is_exhausted(self._view.policy.max_attempts, self._today)):
            self._open.setdefault(number, []).append(one)
        return True

    def _number_for(self, one: Open) -> str | None:
        """The plan number of the call that stands for it."""
        key, customer_no = one.obligation.key, one.customer.customer_no
        if not is_rolling(key):
            return self._of_key.get((customer_no, key))
        rules, standing = self._view.policy.rules, self._of_rolling.get(customer_no, ())
        return next((call.plan_no for call in standing if key_of(call, one.rule, one.beside, rules)), None)

    @property
    def open_calls(self) -> Iterator[tuple[IssuedCall, Sequence[Open]]]:
        """Those that are to be made, in order of issue, each with what it serves, as it was issued."""
        for number, call in self._calls.items():
            served = self._open.get(number)
            if served:
                at = {key: place for place, key in enumerate(call.keys)}
                yield call, sorted(served, key=lambda one: at.get(one.obligation.key, 0))
