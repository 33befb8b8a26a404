"""What a trigger is made of: each word that 触发 may have is one module in ``triggers``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date, time

from huifang.core.findings import Finding
from huifang.core.periods import Period
from huifang.decisions.calls.agreements import Agreed
from huifang.decisions.calls.facts import Cause, Cells, Facts
from huifang.policy.customers import Customer
from huifang.policy.model import Policy
from huifang.policy.rules import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """One call that a rule asks for. ``key`` names the occasion for ever; the window's ends are inclusive.

    ``lapses_on`` is the last day on which it is owed (None: until it is fulfilled or a person ends it); ``row`` the row
    of a register that it is owed for, if it is owed for one; ``until`` the time on the window's last day (None: all
    day); ``about`` are the rows that it is about.
    ``basis`` and ``steps`` say in words what it counts from and how the window was worked out.

    ``agreed`` is the day that the customer was promised; ``if_alone``: it is asked for only where no open call is moved
    to that day.
    """

    customer: Customer
    rule: Rule
    key: str
    counted_from: date
    from_on: date
    due_on: date
    basis: str
    steps: tuple[str, ...]
    lapses_on: date | None = None
    until: time | None = None
    row: Cells | None = None
    about: tuple[Cause, ...] = ()
    agreed: Agreed | None = None
    if_alone: bool = False

    @property
    def kept_on(self) -> date | None:
        """When a call kept what was agreed, whatever it was made for."""
        return self.agreed.kept_on if self.agreed else None

    @property
    def open_since(self) -> date:
        """From which day on it is left open where the customer is approved no longer: what was agreed, at once."""
        return self.counted_from if self.agreed else self.from_on


#: Between a rule and the number of the handling after which it asks, in a key.
_AGAIN = "#"


def row_key(rule: Rule, subject: str, handling: int = 1) -> str:
    """The key of a demand for one row of a register; ``handling`` says which time it was dealt with."""
    return f"{rule.rule}{_AGAIN}{handling}|{subject}" if handling > 1 else f"{rule.rule}|{subject}"


def rule_and_subject(key: str) -> tuple[str, str]:
    """The number of the rule that such a key is owed by, and the row that it is about."""
    rule, _, subject = key.partition("|")
    return rule.partition(_AGAIN)[0], subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What the demands of a rule are worked out from.

    ``covered`` gives those of the ``customers`` for whom the rule holds in a month, or in a period of its own.
    ``months`` are those that may owe something, in order. ``chosen`` are the (customer, key) that ever got a number.
    """

    policy: Policy
    facts: Facts
    customers: Sequence[Customer]
    months: Sequence[Period]
    chosen: Set[tuple[str, str]]
    covered: Callable[[Rule, Period], Sequence[Customer]]

    def periods(self, rule: Rule) -> Sequence[Period]:
        """The periods of the rule that have a day in the months."""
        return self.policy.periods_of(rule, self.months[0].from_on, self.months[-1].until_on)


@dataclass(frozen=True, slots=True)
class Pooled:
    """A row among which a rule selects: its customer, the key under which it is selected, its cells and its day."""

    customer: Customer
    key: str
    cells: Cells
    on: date


def _no_demands(asking: Asking, rule: Rule) -> Iterator[Demand]:
    return iter(())


def _holds_always(facts: Facts, customer: Customer, rule: Rule, period: Period) -> bool:
    return True


def _all_hold(rules: Sequence[Rule]) -> Sequence[Rule]:
    return rules


def _not_kept(rule: Rule, month: Period, keys: Iterable[str]) -> bool:
    return False


def _nothing_lacks(policy: Policy, customers: Iterable[Customer], period: Period) -> Iterator[Finding]:
    return iter(())


@dataclass(frozen=True, kw_only=True)
class Trigger:
    """How one word of 触发 works: everything that planning, figures, explanations, sheets and docs know of it.

    What people read: ``about`` in the prompt of the drop-down, without a full stop; ``details`` in the reference;
    ``rhythm`` when a rule asks for a call, in a few words. ``needed`` are the columns, by key, that such a rule cannot
    do without; ``reads`` those besides that it looks at, ``only`` those that may say one thing, and what. Of the
    columns that some trigger names here, a rule of this one may fill no others.

    What is owed: either ``demands`` are asked for, each with a window of its own, or the rule ``rolls``: one call is
    open at a time, due so long after the last one that connected. Where some rows of a period of the rule are selected,
    ``pool`` gives all among which they are.

    Which rules: ``holds_in`` says whether a rule for the customer's class holds in a period; ``holding`` picks those
    that hold of several rules of the triggers that have it, which are for one customer; where that is never more than
    one (``one_per_class``), a second one for a class is an error. ``about_rows``: where such a rule counts from a
    register, it is about its rows.
    ``keeps`` says whether a rule holds for a period although it is not for the customer any more, because calls with
    these keys were issued.

    ``by_period``: it asks for so many calls in each period of the rule.

    How it is planned: ``counted_by_role`` where one call never serves two such rules for different contact roles;
    ``on_days_off`` where the days of the window are meant whatever days of the week they are; ``at_feasts`` where 周期
    names a 节日; ``by_place`` where calls of one day go from place to place; ``by_row`` where each call is about one
    row of the register that it counts from; ``offers``: its calls are offered, others may be made in their place, and
    they are owed once they were issued. ``lacking`` finds what such rules refer to and is not there.
    """

    name: str
    about: str
    details: tuple[str, ...]
    needed: tuple[str, ...]
    rhythm: Callable[[Rule], str]
    reads: tuple[str, ...] = ()
    only: tuple[tuple[str, str], ...] = ()
    demands: Callable[[Asking, Rule], Iterator[Demand]] = _no_demands
    rolls: bool = False
    pool: Callable[[Asking, Rule, Period], Sequence[Pooled]] | None = None
    holds_in: Callable[[Facts, Customer, Rule, Period], bool] = _holds_always
    holding: Callable[[Sequence[Rule]], Sequence[Rule]] = _all_hold
    one_per_class: bool = False
    about_rows: bool = True
    keeps: Callable[[Rule, Period, Iterable[str]], bool] = _not_kept
    counted_by_role: bool = False
    by_period: bool = False
    on_days_off: bool = False
    at_feasts: bool = False
    by_place: bool = False
    by_row: bool = False
    offers: bool = False
    lacking: Callable[[Policy, Iterable[Customer], Period], Iterator[Finding]] = _nothing_lacks
