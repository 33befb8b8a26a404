"""What is owed to the customers just now, by all rules together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date

from huifang.core.periods import Period, month_period
from huifang.core.worktime import WorkCalendar
from huifang.decisions.calls.ages import ended_on
from huifang.decisions.calls.agreements import (
    Agreed,
    Agreements,
    Attempt,
    Contact,
    InVain,
    agreed_day,
    agreed_for,
    end_of_attempts,
)
from huifang.decisions.calls.callers import caller_by_rule
from huifang.decisions.calls.contacts import contact_of
from huifang.decisions.calls.covering import rolling_rule
from huifang.decisions.calls.demands import demands, months_around
from huifang.decisions.calls.facts import Cause, Facts, rows_behind
from huifang.decisions.calls.obligations import (
    Base,
    Cadence,
    Connection,
    Obligation,
    attempts_that_count,
    base_of,
    is_fulfilled,
    last_restart,
    open_obligation,
    places_in_lists,
)
from huifang.decisions.calls.pauses import after_pauses, may_still_be_called
from huifang.decisions.calls.trigger import Demand, rule_and_subject
from huifang.decisions.calls.triggers import is_rolling
from huifang.ledger.issues import IssuedCall
from huifang.ledger.problems import KnownProblem
from huifang.policy.callers import Caller
from huifang.policy.customers import Customer
from huifang.policy.model import Policy
from huifang.policy.pauses import days_over
from huifang.policy.people import People
from huifang.policy.rules import Rule
from huifang.tables.options import ABOUT_CUSTOMER, ABOUT_PLAN, GIVE_UP, REFUSED

#: So many working days a returned row is left to be corrected before its call is issued again.
DAYS_TO_CORRECT = 5


@dataclass(frozen=True, kw_only=True)
class PlanningView:
    """Everything planning looks at.

    ``last_on``: per customer the day of the last connected call; ``failures``: attempts after it; ``issued``: all
    issued calls per customer, oldest first; ``batch``: the calls that stand in this period's batch already;
    ``numbers``: plan numbers of obligations ever issued, by (customer, key). ``connected``: the day on which a plan
    number was first reached; ``failures_of``: failed attempts under a plan number. ``contacts``: by customer and role.
    ``returned``: when the row of a plan number was returned with errors and not issued again since.
    ``problems``: by customer, those that are open, and those about which it was decided to do nothing more.
    ``agreements``: what customers said of being called again.
    """

    policy: Policy
    calendar: WorkCalendar
    people: People
    customers: Mapping[str, Customer]
    last_on: Mapping[str, date]
    failures: Mapping[str, Sequence[Attempt]]
    issued: Mapping[str, Sequence[IssuedCall]]
    batch: Sequence[IssuedCall]
    numbers: Mapping[tuple[str, str], str]
    connected: Mapping[str, date] = field(default_factory=dict)
    failures_of: Mapping[str, Sequence[Attempt]] = field(default_factory=dict)
    facts: Facts = field(default_factory=lambda: Facts({}))
    contacts: Mapping[tuple[str, str], Contact] = field(default_factory=dict)
    returned: Mapping[str, date] = field(default_factory=dict)
    problems: Mapping[str, Sequence[KnownProblem]] = field(default_factory=dict)
    agreements: Agreements = field(default_factory=Agreements)

    def waits_for_correction(self, plan_no: str, today: date) -> bool:
        """Whether the call is in the hands of somebody who has to correct it: for some working days (decision 22)."""
        if plan_no not in self.returned:
            return False
        last = self.returned[plan_no]
        for _ in range(DAYS_TO_CORRECT):
            last = self.calendar.workday_after(last)
        return today <= last

    def is_paused(self, call: IssuedCall | Obligation, day: date) -> bool:
        """Whether an approved 暂停 of the customer or of the call covers the day."""
        return any(pause.covers(day) for pause in self.people.pauses_of(call.customer_no, call.plan_no))

    def days_late(self, call: IssuedCall | Obligation, until_on: date) -> int:
        """How many days ``until_on`` is behind the end of its window, those of pauses left out; 0 in time."""
        return days_over(self.people.pauses_of(call.customer_no, call.plan_no), call.due_on, until_on)

    def attempts(self, obligation: Obligation) -> Sequence[Attempt]:
        """The calls for it that did not connect: any to the customer, where it is the one that rolls."""
        if is_rolling(obligation.key):
            return self.failures.get(obligation.customer_no, ())
        return self.failures_of.get(obligation.issue.plan_no, ()) if obligation.issue else ()

    def agreed_for(self, call: IssuedCall) -> Agreed | None:
        """The day on which the customer wants the call that was issued."""
        return self.agreed_on(call.customer_no, Contact(call.contact, call.phone, call.contact_role), {*call.covers})

    def agreed_on(self, customer_no: str, contact: Contact, numbers: Set[str]) -> Agreed | None:
        """The same for the open call of these plan numbers."""
        said = agreed_day(self.agreements.moved.get(customer_no, ()), contact, numbers)
        return agreed_for(said.agreed_on, said.record_no, self.calendar) if said and said.agreed_on else None

    def after_pauses(self, obligation: Obligation) -> Obligation:
        """The obligation as pauses leave it."""
        return after_pauses(self.people, self.calendar, obligation)

    def is_done(self, call: IssuedCall) -> bool:
        """Whether the call was made: reached under its number, or it serves a rolling obligation that is met."""
        if call.plan_no in self.connected:
            return True
        return all(map(is_rolling, call.keys)) and is_fulfilled(call, self.last_on.get(call.customer_no))


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """One open obligation, with the rule it comes from, the failed attempts that count, whom to reach, and the rows
    that it is about.
    ``agreed`` is the day on which the customer wants the call, ``ended`` the call after which nobody calls any more;
    ``goes_along`` that it is over and made up for by a later one, ``caller`` who is to make it by the rule.
    """

    customer: Customer
    rule: Rule
    obligation: Obligation
    attempts: Sequence[Attempt]
    contact: Contact
    row: Mapping[str, object] | None = None
    about: tuple[Cause, ...] = ()
    agreed: Agreed | None = None
    ended: InVain | None = None
    goes_along: bool = False
    caller: Caller = Caller("")

    def waits_for_its_day(self, today: date) -> bool:
        """Whether the customer wants the call on a day that is not over."""
        return self.agreed is not None and self.agreed.is_ahead(today)

    def is_exhausted(self, most: int, today: date) -> bool:
        """Whether so many attempts were in vain that nobody calls any more; what was agreed since is kept first."""
        return len(self.attempts) >= most and not self.waits_for_its_day(today)


def open_obligations(view: PlanningView, today: date, until: date | None = None) -> Iterator[Open]:
    """The open obligations of every approved customer: the rolling one, and all others whose window has begun by
    ``until`` (None: today) and that have neither lapsed, nor been fulfilled or ended.
    """
    customers = [
        customer
        for customer in view.customers.values()
        if customer.approved and not view.people.exemption(ABOUT_CUSTOMER, customer.customer_no, today, GIVE_UP)
    ]
    moved = set[tuple[str, str]]()
    alone: list[Open] = []
    for one, if_alone in _each_open(view, customers, today, until or today):
        if if_alone and one.obligation.issue is None:
            alone.append(one)
            continue
        moved.update([(one.customer.customer_no, one.agreed.record_no)] if one.agreed else ())
        yield one
    for one in alone:
        if one.agreed and (one.customer.customer_no, one.agreed.record_no) not in moved:
            yield one


def _each_open(
    view: PlanningView, customers: Sequence[Customer], today: date, until: date
) -> Iterator[tuple[Open, bool]]:
    """The open obligations, and of each whether it is one only where no other one keeps what was agreed."""
    for one in _rolling(view, customers, today):
        yield one, False
    months = months_around(min(today, until), until)
    for demand in demands(view.policy, view.facts, customers, months, view.numbers.keys(), view.issued):
        obligation = obligation_of(view, demand)
        if demand.from_on > until or not is_owed(view, demand, obligation, today):
            continue
        restarted = last_restart(demand.customer, view.people, today)
        one = open_call(view, demand.customer, demand.rule, obligation, today, demand.row)
        attempts = [a for a in view.attempts(obligation) if a.uses_one_up(restarted, one.contact.phone)]
        yield replace(one, attempts=attempts, agreed=one.agreed or demand.agreed, about=demand.about), demand.if_alone


def open_call(
    view: PlanningView, customer: Customer, rule: Rule, obligation: Obligation, today: date,
    row: Mapping[str, object] | None = None,
) -> Open:  # fmt: skip
    """The obligation with whom to reach for it, and what was said of that; ``attempts`` are left to be counted."""
    number, contact = customer.customer_no, contact_of(view.contacts, customer, rule, row)
    numbers = {obligation.plan_no, *(obligation.issue.covers if obligation.issue else ())} - {""}
    agreed = view.agreed_on(number, contact, numbers)
    ended = [
        one
        for one in view.agreements.ended.get(number, ())
        # the customer has complained, and is told what became of it, unless that very call was refused
        if one.result != REFUSED or not rule.revisits_complaints or one.plan_no in numbers
    ]
    return Open(
        customer=customer, rule=rule, obligation=obligation, attempts=(), contact=contact, row=row, agreed=agreed,
        ended=end_of_attempts(ended, contact, view.people, number, today) if ended else None,
        caller=caller_by_rule(view, rule, customer, row, today),
    )  # fmt: skip


def _rolling(view: PlanningView, customers: Sequence[Customer], today: date) -> Iterator[Open]:
    month = month_period(today.year, today.month)
    places = places_in_lists(view.customers.values())
    for customer in customers:
        rule = rolling_rule(view.policy, view.facts, customer, month)
        if rule is None:
            continue
        number = customer.customer_no
        issues, place = view.issued.get(number, ()), places.get(number, 0)
        base = base_of(customer, view.people, issues, view.last_on.get(number), today)
        if base.is_call and not customer.owes(base.on):
            continue
        known, calendar = view.policy, view.facts.calendar
        cadence = Cadence(
            customer=customer, rule=rule, policy=known, issues=issues, calendar=calendar, place_in_list=place
        )
        obligation = view.after_pauses(open_obligation(cadence, base, view.numbers))
        ended = ended_on(view.facts, customer, rule)
        if ended and obligation.issue is None and obligation.due_on >= ended:
            continue
        attempts = attempts_that_count(customer, view.people, view.failures.get(number, ()), base, today)
        about = tuple(rows_behind(view.policy, view.facts, customer, rule.classes, month))
        yield replace(open_call(view, customer, rule, obligation, today), attempts=attempts, about=about)


def obligation_of(view: PlanningView, demand: Demand) -> Obligation:
    """The demand as an obligation, with its number and newest issue; one that was issued alone keeps its window."""
    number = demand.customer.customer_no
    issue = next((i for i in reversed(view.issued.get(number, ())) if demand.key in i.keys), None)
    kept = issue if issue is not None and issue.keys == (demand.key,) else demand
    obligation = Obligation(
        customer_no=number, rule=demand.rule.rule, key=demand.key,
        base=Base(demand.counted_from, False, demand.basis), from_on=kept.from_on, due_on=kept.due_on, until=kept.until,
        plan_no=view.numbers.get((number, demand.key), ""), issue=issue, lapses_on=demand.lapses_on,
        steps=demand.steps,
    )  # fmt: skip
    return view.after_pauses(obligation)


def asked_for(view: PlanningView, numbers: Set[str], period: Period) -> dict[tuple[str, str], Obligation]:
    """What the rules ask for around the period, of these customers, by customer and key; what rolls is not among it."""
    customers = [view.customers[number] for number in numbers if number in view.customers]
    months = months_around(period.from_on, period.until_on)
    owed = demands(view.policy, view.facts, customers, months, view.numbers.keys(), view.issued)
    return {(demand.customer.customer_no, demand.key): obligation_of(view, demand) for demand in owed}


def is_owed(view: PlanningView, demand: Demand, obligation: Obligation, today: date) -> bool:
    """Whether it is open: it has neither lapsed, nor been fulfilled or ended, nor was over before 启用日期."""
    if demand.kept_on is not None:
        return False
    if obligation.issue is None:
        started = view.policy.started_on
        if started and demand.due_on < started:  # its window had ended before the office began (decision 3)
            return False
        if not demand.customer.owes(demand.open_since):
            return False
    elif any(i.plan_no in view.connected for i in view.issued[obligation.customer_no] if demand.key in i.keys):
        return False
    if obligation.lapses_on is not None and obligation.lapses_on < today:
        return False
    if obligation.is_excused and not may_still_be_called(view.people, obligation, today):
        return False
    number = obligation.plan_no
    return not (number and view.people.exemption(ABOUT_PLAN, number, today, GIVE_UP))


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
