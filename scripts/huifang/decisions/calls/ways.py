"""Several cadences of one customer: which contacts pay for which of them.

Rolling rules that allow other ways of calling, or are for another contact role, run side by side (decision 33). Each
counts from the last contact of a way and a role that it asks for; where one rule rolls alone, any way will do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from huifang.decisions.calls.agreements import Attempt
from huifang.ledger.issues import IssuedCall
from huifang.policy.rules import Rule


class CallWay(NamedTuple):
    """How somebody was called, and as whom."""

    method: str
    role: str


@dataclass(frozen=True, slots=True)
class Contacted:
    """When a customer was last reached in one way."""

    on: date
    moment: str


@dataclass(frozen=True, slots=True)
class Pays:
    """Which contacts count for a rolling rule: those of its ``methods`` (none: of any) and ``role`` (empty: of any)."""

    methods: frozenset[str] = frozenset()
    role: str = ""

    @property
    def is_any(self) -> bool:
        """Whether every contact with the customer does."""
        return not (self.methods or self.role)

    def takes(self, method: str, role: str) -> bool:
        """Whether a contact of that way does; one of which the way was never written down may have been any."""
        return (not self.methods or not method or method in self.methods) and (not self.role or role == self.role)

    @property
    def said(self) -> str:
        """Which contacts those are, for whoever asks why."""
        whom = f"和“{self.role}”" if self.role else ""
        how = f"用{'或'.join(f'“{method}”' for method in sorted(self.methods))}" if self.methods else ""
        others = "或".join(filter(None, ("和别人" if whom else "", "用别的方式" if how else "")))
        return f"只有{whom}{how}接通才重新起算，{others}接通不算"

    def __str__(self) -> str:
        """The ways, as they are told."""
        return "，".join(filter(None, (self.role, "、".join(sorted(self.methods)))))


ANY = Pays()


@dataclass(frozen=True, kw_only=True)
class WaysSeen:
    """What the ledger says of each way: per customer when it last connected, and the attempts after that."""

    reached: Mapping[str, Mapping[CallWay, Contacted]] = field(default_factory=dict)
    failures: Mapping[str, Sequence[tuple[CallWay, Attempt]]] = field(default_factory=dict)

    def last(self, customer_no: str, pays: Pays) -> Contacted | None:
        """The last contact that counts."""
        ways = self.reached.get(customer_no, {}).items()
        return max((at for way, at in ways if pays.takes(*way)), key=lambda at: (at.on, at.moment), default=None)

    def failures_of(self, customer_no: str, pays: Pays) -> list[Attempt]:
        """The attempts after it that would have counted."""
        last, failures = self.last(customer_no, pays), self.failures.get(customer_no, ())
        return [one for way, one in failures if pays.takes(*way) and (last is None or one.moment > last.moment)]

    def after(self, calls: Iterable[IssuedCall], today: date) -> WaysSeen:
        """The same, had these calls been made on their days, from today on."""
        reached = {number: dict(ways) for number, ways in self.reached.items()}
        for call in calls:
            on, way = max(call.planned_on, today), CallWay(call.method, call.contact_role)
            ways = reached.setdefault(call.customer_no, {})
            if way not in ways or ways[way].on <= on:
                ways[way] = Contacted(on, f"{on} 23:59")
        return WaysSeen(reached=reached, failures=self.failures)


def ways_of(rule: Rule) -> tuple[frozenset[str], str]:
    """What tells cadences apart: the ways of calling that a rule allows, and whom it is for."""
    return frozenset(rule.methods), rule.contact_role


def first_of_each(rules: Iterable[Rule]) -> list[Rule]:
    """Of rolling rules that allow the same ways and are for the same role, the first."""
    firsts: dict[tuple[frozenset[str], str], Rule] = {}
    for rule in rules:
        firsts.setdefault(ways_of(rule), rule)
    return [*firsts.values()]


def pays_for(rule: Rule, beside: Sequence[Rule]) -> Pays:
    """Which contacts count for the rule; ``beside`` are all that roll for the customer."""
    return Pays(frozenset(rule.methods) if len(beside) > 1 else frozenset(), rule.contact_role)


def tell_ways_apart(rules: Iterable[Rule]) -> bool:
    """Whether it may matter for one of these rolling rules in which way a customer was called."""
    ways = {ways_of(rule) for rule in rules}
    return len(ways) > 1 or any(role for _, role in ways)


def heir(key: str, beside: Sequence[Rule], rules: Iterable[Rule]) -> Rule | None:
    """Whose cadence a key of what rolls belongs to, of those ``beside`` each other; None where nothing rolls.

    What was issued for a rule that does not roll for the customer any more goes on with the one of the same ways, else
    with the first. ``rules`` are all of the office.
    """
    owner = key.partition("|")[2].rpartition("|")[0]
    known = next((one for one in beside if one.rule == owner), None)
    if known or not beside:
        return known
    gone = next((one for one in rules if one.rule == owner), None)
    return next((one for one in beside if gone and ways_of(one) == ways_of(gone)), beside[0])
