"""What becomes due in the past because a value was changed that had been seen before: it is due from the day on which
the change was first seen, with the rule's usual window (decision 15). What was late by then stays as late as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from huifang.decisions.calls.trigger import Demand
from huifang.decisions.calls.triggers import holding, trigger_of
from huifang.decisions.calls.ways import ways_of
from huifang.policy.customers import Customer
from huifang.policy.rules import Replaced, Rule, Source
from huifang.tables.declared.customers import CUSTOMERS

_CLASS = CUSTOMERS.by_key["customer_class"].header
OF_REGISTER, OF_RULES = "登记表", "制度"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChange:
    """The last change by which a rule came to count for a customer as it does: when it was first seen, in what, the
    customer and all rules before it, and by which rule such a call was owed then (None: by none).
    """

    seen_on: date
    where: str
    customer: Customer
    rules: Sequence[Rule]
    rule: Rule | None


def dated(versions: Iterable[tuple[date, Sequence[Rule]]]) -> tuple[Rule, ...]:
    """The rules of the newest version, each with those that stood before it was last changed; ``versions`` are told
    with the day on which each was first seen, the oldest first.
    """
    rules: tuple[Rule, ...] = ()
    for number, (seen_on, read) in enumerate(versions):
        before = {rule.asks: rule.replaced for rule in rules}
        new = Replaced(seen_on, rules) if number else None
        rules = tuple(replace(rule, replaced=before.get(rule.asks, new)) for rule in read)
    return rules


def last_change(customer: Customer, rule: Rule, rules: Sequence[Rule]) -> RuleChange | None:
    """The last change by which the rule, one of these, holds for the customer or counts from another day."""
    if rule.replaced is None and not customer.moved:
        return None
    return max(_changes(customer, rule, rules), key=lambda change: change.seen_on, default=None)


def _changes(customer: Customer, rule: Rule, rules: Sequence[Rule]) -> Iterator[RuleChange]:
    if rule.replaced is not None:
        earlier = rule.replaced.rules
        yield RuleChange(
            seen_on=rule.replaced.seen_on, where=OF_RULES, customer=customer, rules=earlier,
            rule=_rule_before(customer, rule, earlier, rules),
        )  # fmt: skip
    for moved in customer.moved:
        header, old, seen_on = moved
        before = replace(customer, moved=tuple(one for one in customer.moved if one is not moved))
        if rule.anchor == Source(CUSTOMERS.name, header):
            yield RuleChange(seen_on=seen_on, where=OF_REGISTER, customer=before, rules=rules, rule=None)
        elif header == _CLASS and customer.customer_class in rule.classes and old not in rule.classes:
            before = replace(before, customer_class=old)
            owed_by = _rolling(before, rules, customer, rule, rules) if trigger_of(rule).rolls else None
            yield RuleChange(seen_on=seen_on, where=OF_REGISTER, customer=before, rules=rules, rule=owed_by)


def same_before(rule: Rule) -> Rule | None:
    """The rule of that number as it stood before it was last changed, if it worked in the same way."""
    earlier = rule.replaced.rules if rule.replaced else ()
    return next((one for one in earlier if one.rule == rule.rule and trigger_of(one) is trigger_of(rule)), None)


def _rule_before(customer: Customer, rule: Rule, earlier: Sequence[Rule], rules: Sequence[Rule]) -> Rule | None:
    """Which of the earlier rules was in the place of the rule for the customer."""
    same = same_before(rule)
    if same and ((same.classes, same.tags) == (rule.classes, rule.tags) or _covers(same, customer)):
        return same
    return _rolling(customer, earlier, customer, rule, rules) if trigger_of(rule).rolls else None


def _rolling(
    before: Customer, earlier: Sequence[Rule], customer: Customer, rule: Rule, rules: Sequence[Rule]
) -> Rule | None:
    """The earlier rule whose cadence the rule goes on with: that of the same ways; any where it rolls alone now."""
    were, beside = _held(earlier, before), _held(rules, customer)
    same = next((one for one in were if ways_of(one) == ways_of(rule)), None)
    return same or (next(iter(were), None) if len(beside) < 2 else None)


def _held(rules: Sequence[Rule], customer: Customer) -> Sequence[Rule]:
    return holding([rule for rule in rules if trigger_of(rule).rolls and _covers(rule, customer)])


def _covers(rule: Rule, customer: Customer) -> bool:
    return rule.covers(customer.customer_class, customer.tags)


def due_as_seen(change: RuleChange | None, due_on: date, window: int, by_rule: Callable[[Rule], date]) -> date:
    """The last day of a rolling call that is due on ``due_on`` by its rule; a window takes ``window`` days more than
    its first. ``by_rule`` says when the call was due by another rule.
    """
    if change is None or due_on >= change.seen_on:
        return due_on
    if change.rule is not None:
        earlier = last_change(change.customer, change.rule, change.rules)
        was_due = due_as_seen(earlier, by_rule(change.rule), window, by_rule)
        if was_due < change.seen_on:  # it was late already
            return max(due_on, was_due)
    return date.fromordinal(change.seen_on.toordinal() + window)


def as_seen(demand: Demand, was_due: Mapping[tuple[str, str], date], started_on: date | None) -> Demand:
    """The demand, not earlier than the change was seen that it follows from; what had lapsed by then stays so.

    ``was_due`` says when it was due, by customer and key, before its rule was changed. A changed rule asks for nothing
    that was over before the office began, on ``started_on`` (decision 3).
    """
    change = last_change(demand.customer, demand.rule, ())
    if change is None or demand.due_on >= change.seen_on or (demand.lapses_on and demand.lapses_on < change.seen_on):
        return demand
    if change.where == OF_RULES:
        if started_on and demand.due_on < started_on:
            return demand
        before = was_due.get((demand.customer.customer_no, demand.key)) if change.rule else None
        if before and before < change.seen_on:  # it was late already
            return replace(demand, due_on=max(demand.due_on, before), until=demand.rule.until)
    until = change.seen_on + (demand.due_on - demand.from_on)
    if demand.lapses_on:
        until = min(until, demand.lapses_on)
    said = f"{change.seen_on} 才见到{change.where}的改动，应访期从那天起算：{change.seen_on} 至 {until}"
    return replace(demand, from_on=change.seen_on, due_on=until, until=demand.rule.until, steps=(*demand.steps, said))
