"""The rolling obligation: one open call per customer, counted from the last connected call (decision 2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from huifang.core.worktime import WorkCalendar
from huifang.decisions.calls.agreements import Attempt
from huifang.decisions.calls.changed import due_as_seen, last_change
from huifang.decisions.calls.triggers import is_rolling, trigger_of
from huifang.decisions.calls.ways import Pays, heir, pays_for
from huifang.ledger.issues import IssuedCall
from huifang.policy.customers import Customer
from huifang.policy.model import Policy
from huifang.policy.people import People
from huifang.policy.rules import Rule
from huifang.tables.options import ABOUT_CUSTOMER, ABOUT_PLAN, GIVE_UP, PAUSE, RESTART

#: So long a moment is of which the time is not known.
_NO_TIME = len("2026-11-05")
#: Over so many days an office that begins spreads what was due before.
SPREAD_DAYS = 10


@dataclass(frozen=True, slots=True)
class Base:
    """The day an obligation counts from, whether that was a connected call, and the reason in words."""

    on: date
    is_call: bool
    basis: str


@dataclass(frozen=True, slots=True)
class Connection:
    """A connected call, as far as obligations care."""

    called_on: date
    moment: str
    plan_no: str
    record_no: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """What is owed to a customer. ``from_on`` to ``due_on`` is the window, both inclusive.

    ``key`` says what it is owed for. ``plan_no`` is empty until it was issued; ``issue`` is its newest issue.
    ``until`` is the time of day on the last of them (None: all day), ``lapses_on`` the last day on which it is owed
    (None: until fulfilled). ``steps`` say how the window came about.
    ``is_excused``: a pause took so much of the window that nothing is missed.
    """

    customer_no: str
    rule: str
    key: str
    base: Base
    from_on: date
    due_on: date
    plan_no: str = ""
    issue: IssuedCall | None = None
    fulfilled_by: Connection | None = None
    until: time | None = None
    lapses_on: date | None = None
    steps: tuple[str, ...] = ()
    is_excused: bool = False

    @property
    def is_in_time(self) -> bool:
        """Whether it was fulfilled before its window was over: by the beginning of the call."""
        done = self.fulfilled_by
        if done is None or done.called_on != self.due_on or self.until is None:
            return done is not None and done.called_on <= self.due_on
        return done.moment <= f"{self.due_on} {self.until:%H:%M}" or len(done.moment) == _NO_TIME


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """What rolls for one customer: by which rule of which policy, what was issued so far, oldest first, and the
    customer's place (from 0) in the agent's list. ``beside`` are all rules that roll for the customer, in order, this
    one too; empty where it is the only one.
    """

    customer: Customer
    rule: Rule
    policy: Policy
    issues: Sequence[IssuedCall]
    calendar: WorkCalendar
    place_in_list: int = 0
    beside: Sequence[Rule] = ()

    @property
    def pays(self) -> Pays:
        """Which contacts count."""
        return pays_for(self.rule, self.beside)

    def key_in(self, issue: IssuedCall) -> str | None:
        """What the issued call serves of it; None where it serves nothing."""
        return key_of(issue, self.rule, self.beside, self.policy.rules)


def key_of(issue: IssuedCall, rule: Rule, beside: Sequence[Rule], rules: Sequence[Rule]) -> str | None:
    """The key of the rule's cadence among those of an issued call, of ``beside`` each other; None if there is none."""
    keys = sorted(filter(is_rolling, issue.keys), key=lambda key: key != rolling_key(rule, day_of(key)))
    if len(beside) < 2:
        return next(iter(keys), None)
    return next((key for key in keys if (found := heir(key, beside, rules)) and found.rule == rule.rule), None)


def day_of(key: str) -> date:
    """The day that such a key counts from."""
    return date.fromisoformat(key.rpartition("|")[2])


def rolling_key(rule: Rule, base_on: date) -> str:
    """What a rolling obligation is owed for: the rule, and the day it counts from."""
    return f"{trigger_of(rule).name}|{rule.rule}|{base_on}"


def rolling_bases(cadence: Cadence) -> list[tuple[IssuedCall, date]]:
    """The calls that were issued for the cadence, and the day that each counts from."""
    keys = ((issue, cadence.key_in(issue)) for issue in cadence.issues)
    return [(issue, day_of(key)) for issue, key in keys if key]


def after_interval(day: date, rule: Rule, calendar: WorkCalendar) -> date:
    """The day on which a call counted from ``day`` is due."""
    return rule.after(day, rule.interval, calendar)


def first_base(customer: Customer, today: date) -> Base:
    """Where counting starts before any connected call: the approval, else the day on which it was first seen."""
    if customer.reviewed_on:
        return Base(customer.reviewed_on, False, f"审核日期 {customer.reviewed_on}")
    seen_on = customer.seen_on or today
    return Base(seen_on, False, f"没有审核日期，从第一次见到已审核的 {seen_on} 起算")


def open_obligation(cadence: Cadence, base: Base, numbers: Mapping[tuple[str, str], str]) -> Obligation:
    """The customer's open obligation, counted from ``base``; ``numbers`` are those given before, by customer and key.

    One that was issued keeps its number and window. With 启用日期 set, what was due before it becomes due on
    启用日期 + (place in the list mod 10) days (decision 3).
    """
    rule, policy = cadence.rule, cadence.policy
    number, key = cadence.customer.customer_no, rolling_key(rule, base.on)
    issue = next((issue for issue, day in reversed(rolling_bases(cadence)) if day == base.on), None)
    issued_key = cadence.key_in(issue) if issue else None
    due_on, started = _due_by(cadence, base, rule), policy.started_on
    is_spread = due_on != after_interval(base.on, rule, cadence.calendar)
    if is_spread and started and (issue is None or issue.due_on >= started):
        base = replace(base, basis=f"{base.basis}；启用日期 {started} 之前到期，改从启用日期起分散安排")
    if issue is not None and issued_key == issue.keys[0]:
        return Obligation(
            customer_no=number, rule=rule.rule, key=issued_key, base=base, from_on=issue.from_on,
            due_on=issue.due_on, until=issue.until, plan_no=issue.plan_no, issue=issue,
            steps=_steps(cadence, base, issue.from_on, issue.due_on),
        )  # fmt: skip
    due_on, base, changed = (due_on, base, "") if issue else _as_seen(cadence, base, due_on)
    from_on = max(due_on - timedelta(days=policy.early_days), base.on + timedelta(days=base.is_call))
    from_on = min(from_on, due_on)
    steps = _steps(cadence, base, from_on, due_on)
    steps = (changed, *steps[1:]) if changed else steps
    return Obligation(
        customer_no=number,
        rule=rule.rule,
        key=issued_key or key,
        base=base,
        from_on=from_on,
        due_on=due_on,
        until=rule.until,
        plan_no=numbers.get((number, issued_key or key), ""),
        issue=issue,
        steps=steps,
    )


def _due_by(cadence: Cadence, base: Base, rule: Rule) -> date:
    """The day on which the rule wants the call; what was due before 启用日期 is spread."""
    due_on, started = after_interval(base.on, rule, cadence.calendar), cadence.policy.started_on
    return started + timedelta(days=cadence.place_in_list % SPREAD_DAYS) if started and due_on < started else due_on


def _as_seen(cadence: Cadence, base: Base, due_on: date) -> tuple[date, Base, str]:
    """When the call is due where a change made it due in the past (decision 15), with the reason, and how its last day
    came about, in words (empty: as ever).
    """
    days = cadence.policy.early_days
    change = last_change(cadence.customer, cadence.rule, cadence.policy.rules)
    seen = due_as_seen(change, due_on, days, lambda rule: _due_by(cadence, base, rule))
    if change is None or seen == due_on:
        return due_on, base, ""
    late, how = "从那天起应访", f"应访止 = 见到改动的那天 + {days} 天 = {seen}"
    if seen < change.seen_on:
        late, how = "那以前已经到期", f"应访止 = {seen}(照改动以前应访的那天)"
    return seen, replace(base, basis=f"{base.basis}；{change.seen_on} 才见到{change.where}的改动，{late}"), how


def _steps(cadence: Cadence, base: Base, from_on: date, due_on: date) -> tuple[str, ...]:
    """How the window came about, in words."""
    rule, policy = cadence.rule, cadence.policy
    due = f"应访止 = {base.on} + {rule.interval} {rule.counter} = {due_on}"
    if due_on != after_interval(base.on, rule, cadence.calendar):
        due = f"应访止 = {base.on} + {(due_on - base.on).days} 天 = {due_on}(发放时的制度，以后的修改不影响它)"
    if policy.started_on and "启用日期" in base.basis:
        due = f"应访止 = 启用日期 {policy.started_on} 起按名单分散 = {due_on}"
    return due, f"应访起 = 应访止前 {(due_on - from_on).days} 天 = {from_on}"


def places_in_lists(customers: Iterable[Customer]) -> dict[str, int]:
    """Each approved customer's place (from 0) in the agent's list, by 客户编号."""
    lists: dict[str, list[str]] = {}
    for customer in customers:
        if customer.approved and not customer.is_complainant:
            lists.setdefault(customer.owner, []).append(customer.customer_no)
    return {number: place for numbers in lists.values() for place, number in enumerate(sorted(numbers))}


def called_base(on: date, pays: Pays) -> Base:
    """Counting from a call that connected on that day."""
    return Base(on, True, f"上次接通{'' if pays.is_any else f'({pays})'} {on}")


def base_of(cadence: Cadence, people: People, last_on: date | None, today: date) -> Base:
    """The day the customer's open obligation counts from; ``last_on`` is that of the last contact that counts.

    A person may have ended an issued obligation (例外: 计划 / 放弃); then counting starts anew on that day.
    """
    base = called_base(last_on, cadence.pays) if last_on else first_base(cadence.customer, today)
    bases = rolling_bases(cadence)
    if not last_on and bases and not any(day == base.on for _, day in bases):
        first, day = bases[0]  # what was issued does not move when the approval date is corrected afterwards
        base = Base(day, first.base_is_call, first.basis)
    for issue, day in bases:
        numbers = {issue.plan_no, *(no for no, key in zip(issue.covers, issue.keys, strict=False) if is_rolling(key))}
        ended = next(
            (
                e
                for e in people.exemptions
                if e.subject == ABOUT_PLAN and e.subject_no in numbers and e.treatment == GIVE_UP
            ),
            None,
        )
        if ended and ended.from_on <= today and day >= base.on and ended.from_on > base.on:
            base = Base(ended.from_on, False, f"{ended.approved_by} 于 {ended.from_on} 结束了计划 {issue.plan_no}")
    return base


def is_fulfilled(issue: IssuedCall, key: str, last_on: date | None) -> bool:
    """Whether a contact that counts came after the day that what rolls, of the issued call, counts from."""
    return last_on is not None and (last_on > day_of(key) or not issue.base_is_call)


def chain(cadence: Cadence, base: Base, connections: Sequence[Connection]) -> list[Obligation]:
    """The obligations from ``base`` on, each fulfilled by the first connected call after it; the last one is open.

    A further connected call under the number of an obligation that is fulfilled already fulfils nothing new, but the
    next obligation counts from it. ``connections`` are in order of time and after ``base``.
    """
    done: list[Obligation] = []
    current = open_obligation(cadence, base, {})
    fulfilled: set[str] = set()
    for call in connections:
        again = bool(call.plan_no) and call.plan_no in fulfilled
        if not again:
            done.append(replace(current, fulfilled_by=call))
            fulfilled.update(number for number in (current.plan_no, call.plan_no) if number)
        base = called_base(call.called_on, cadence.pays)
        current = open_obligation(cadence, base, {})
    return [*done, current]


def attempts_that_count(
    customer: Customer, people: People, failures: Iterable[Attempt], base: Base, today: date
) -> tuple[Attempt, ...]:
    """Failed attempts that use up 最多尝试次数: to the present phone number, after the last restart.

    An entry 恢复 restarts the count on its first day, a 暂停 when it is over (decision 2); an obligation that a person
    ended takes its attempts with it.
    """
    restarted = max(date.min if base.is_call else base.on, last_restart(customer, people, today))
    return tuple(attempt for attempt in failures if attempt.uses_one_up(restarted, customer.phone))


def last_restart(customer: Customer, people: People, today: date) -> date:
    """From which day on failed attempts count."""
    restarted = date.min
    for entry in people.exemptions:
        if entry.subject != ABOUT_CUSTOMER or entry.subject_no != customer.customer_no:
            continue
        if entry.treatment == RESTART and entry.from_on <= today:
            restarted = max(restarted, entry.from_on)
        if entry.treatment == PAUSE and entry.until_on and entry.until_on < today:
            restarted = max(restarted, entry.until_on + timedelta(days=1))
    return restarted
