"""What is owed to the customers just now, by all rules together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from huifang.core.periods import month_period
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
from huifang.decisions.calls.covering import rolling_rules
from huifang.decisions.calls.demands import demands, months_around
from huifang.decisions.calls.facts import Cause, Facts, rows_behind
from huifang.decisions.calls.obligations import (
    Base,
    Cadence,
    Obligation,
    attempts_that_count,
    base_of,
    is_fulfilled,
    last_restart,
    open_obligation,
    places_in_lists,
)
from huifang.decisions.calls.pauses import after_pauses, may_still_be_called
from huifang.decisions.calls.trigger import Demand
from huifang.decisions.calls.triggers import is_rolling, trigger_of
from huifang.decisions.calls.ways import ANY, Pays, WaysSeen, heir, pays_for, tell_ways_apart
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

    ``last_on``: per customer the day of the last connected call; ``failures``: attempts after it; ``ways``: the same
    of each way of calling, where rules tell them apart; ``issued``: all
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
    ways: WaysSeen = field(default_factory=WaysSeen)
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
        """The calls for it that did not connect, where it does not roll."""
        return self.failures_of.get(obligation.issue.plan_no, ()) if obligation.issue else ()

    def failures_for(self, customer_no: str, pays: Pays) -> Sequence[Attempt]:
        """The attempts after the last contact of the customer that counts."""
        return self.failures.get(customer_no, ()) if pays.is_any else self.ways.failures_of(customer_no, pays)

    def last_for(self, customer_no: str, pays: Pays) -> date | None:
        """The day of the last contact with the customer that counts."""
        if pays.is_any:
            return self.last_on.get(customer_no)
        last = self.ways.last(customer_no, pays)
        return last.on if last else None

    @cached_property
    def tells_ways_apart(self) -> bool:
        """Whether it may matter in which way a customer was called."""
        return tell_ways_apart(rule for rule in self.policy.rules if trigger_of(rule).rolls)

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
        """Whether the call was made: reached under its number, or it serves rolling obligations that are met. One that
        was reached in a way that does not count for one of them goes on.
        """
        if call.plan_no in self.connected and not self.tells_ways_apart:
            return True
        rolling = [key for key in call.keys if is_rolling(key)]
        paid = (self.paid_on(call, key) for key in rolling)
        is_paid = all(is_fulfilled(call, key, day) for key, day in zip(rolling, paid, strict=True))
        return is_paid and (call.plan_no in self.connected or len(rolling) == len(call.keys) > 0)

    def paid_on(self, call: IssuedCall, key: str) -> date | None:
        """The day of the last contact that counts for what the call serves by that key."""
        return self.last_for(call.customer_no, self.pays_of(call, key))

    def pays_of(self, call: IssuedCall, key: str) -> Pays:
        """Which contacts count for that."""
        customer = self.customers.get(call.customer_no)
        beside: Sequence[Rule] = ()
        if customer and self.tells_ways_apart:
            month = month_period(call.planned_on.year, call.planned_on.month)
            beside = rolling_rules(self.policy, self.facts, customer, month)
        rule = heir(key, beside, self.policy.rules)
        return pays_for(rule, beside) if rule else ANY


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """One open obligation, with the rule it comes from, the failed attempts that count, whom to reach, and the rows
    that it is about.
    ``agreed`` is the day on which the customer wants the call, ``ended`` the call after which nobody calls any more;
    ``goes_along`` that it is over and made up for by a later one, ``caller`` who is to make it by the rule; ``beside``
    are all rules that roll for the customer, where it rolls.
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
    beside: Sequence[Rule] = ()

    @property
    def pays(self) -> Pays:
        """Which contacts count for it, where it rolls."""
        return pays_for(self.rule, self.beside) if self.beside else ANY

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
        beside = rolling_rules(view.policy, view.facts, customer, month)
        for rule in beside:
            number = customer.customer_no
            cadence = Cadence(
                customer=customer, rule=rule, policy=view.policy, issues=view.issued.get(number, ()),
                calendar=view.facts.calendar, place_in_list=places.get(number, 0), beside=beside,
            )  # fmt: skip
            base = base_of(cadence, view.people, view.last_for(number, cadence.pays), today)
            obligation = view.after_pauses(open_obligation(cadence, base, view.numbers))
            ended = ended_on(view.facts, customer, rule)
            if (base.is_call and not customer.owes(base.on)) or (
                ended and obligation.issue is None and obligation.due_on >= ended
            ):
                continue
            attempts = attempts_that_count(customer, view.people, view.failures_for(number, cadence.pays), base, today)
            about = tuple(rows_behind(view.policy, view.facts, customer, rule.classes, month))
            one = open_call(view, customer, rule, obligation, today)
            yield replace(one, attempts=attempts, about=about, beside=beside)


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
