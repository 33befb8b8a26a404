"""How people stand in their quotas: what they have made of what they are to make in a period, and who is next.

A contact counts for whoever made it. The customers who were not contacted for longest come first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta

from huifang.core.periods import Period, month_period, periods_between
from huifang.decisions.calls.facts import Facts, MadeContact, classes_of
from huifang.policy.customers import Customer
from huifang.policy.indicators import Indicator
from huifang.policy.model import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaStand:
    """How somebody (``agent``, by 工号) stands in a quota in one of its periods: ``turns`` are the days from which on
    each contact of it is wanted, evenly over the period; ``made`` are those that count. What lies before 启用日期
    neither counts nor is wanted; of different customers no more are wanted than there are.
    """

    quota: Indicator
    period: Period
    agent: str
    turns: Sequence[date]
    made: Sequence[MadeContact]

    @property
    def wanted(self) -> int:
        """How many contacts are wanted."""
        return len(self.turns)

    @property
    def count(self) -> int:
        """How many were made."""
        return len(self.made)

    @property
    def left(self) -> Sequence[date]:
        """The turns that are still to be taken."""
        return self.turns[self.count :]


def periods_of_quota(policy: Policy, one: Indicator, from_on: date, until_on: date) -> list[Period]:
    """Its periods that meet these days."""
    return periods_between(from_on, until_on, one.cycle, policy.report_days)


def stands_of(
    policy: Policy, facts: Facts, one: Indicator, period: Period, customers: Iterable[Customer]
) -> Iterator[tuple[QuotaStand, list[Customer]]]:
    """How everybody stands who looks after customers among whom the quota is made, with these customers."""
    mine: dict[str, list[Customer]] = {}
    for customer in meant(policy, facts, one, customers, period.until_on):
        mine.setdefault(customer.owner, []).append(customer)
    of_class = {customer.customer_no for ones in mine.values() for customer in ones} if one.classes else None
    first = max(period.from_on, policy.started_on or period.from_on)
    for agent, ones in sorted(mine.items()):
        wanted = min(int(one.target), len(ones)) if one.apart else int(one.target)
        turns = [day for day in _turns(period, wanted) if day >= first]
        made = [*_made(facts, one, Period(first, period.until_on, period.name), agent, of_class)]
        yield QuotaStand(quota=one, period=period, agent=agent, turns=turns, made=made), ones


def _turns(period: Period, wanted: int) -> list[date]:
    days = (period.until_on - period.from_on).days + 1
    return [period.from_on + timedelta(days=place * days // wanted) for place in range(wanted)]


def _made(facts: Facts, one: Indicator, period: Period, agent: str, of: Set[str] | None) -> Iterator[MadeContact]:
    """The person's contacts that count, to these customers (None: to all); of different customers the first to each."""
    known = set[str]()
    for contact in facts.contacted:
        is_mine = contact.agent == agent and (of is None or contact.customer_no in of)
        is_new = not one.apart or contact.customer_no not in known
        if is_mine and is_new and contact.on in period and counts(one, contact):
            known.add(contact.customer_no)
            yield contact


def counts(one: Indicator, contact: MadeContact) -> bool:
    """Whether the contact was made in a way that the quota wants; whose it was, ``meant`` says."""
    return bool(contact.customer_no) and (not one.methods or contact.method in one.methods)


def meant(policy: Policy, facts: Facts, one: Indicator, customers: Iterable[Customer], day: date) -> list[Customer]:
    """The customers among whom the quota is made."""
    month = month_period(day.year, day.month)

    def is_meant(customer: Customer) -> bool:
        if customer.is_complainant or not customer.owner or customer.customer_no in facts.given_up:
            return False
        return not one.classes or bool(classes_of(policy, facts, customer, month) & {*one.classes})

    return [customer for customer in customers if is_meant(customer)]


def in_turn(facts: Facts, stand: QuotaStand, customers: Iterable[Customer]) -> Iterator[tuple[Customer, date | None]]:
    """The customers whom the person has not reached in the period, with the day of the last contact (None: there was
    none): the longest ago first.
    """
    last: dict[str, date] = {}
    mine = set[str]()
    for contact in facts.contacted:
        if contact.on <= stand.period.until_on and counts(stand.quota, contact):
            last[contact.customer_no] = contact.on
            mine.update([contact.customer_no] if contact.agent == stand.agent and contact.on in stand.period else ())
    waiting = [customer for customer in customers if customer.customer_no not in mine]
    for customer in sorted(waiting, key=lambda one: (last.get(one.customer_no, date.min), one.customer_no)):
        yield customer, last.get(customer.customer_no)
