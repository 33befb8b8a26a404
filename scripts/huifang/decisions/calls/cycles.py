"""The periods of a rule in words, and calls that are asked for so many times in each of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from huifang.core.periods import Period
from huifang.decisions.calls.facts import rows_behind
from huifang.decisions.calls.trigger import Asking, Demand
from huifang.policy.customers import Customer
from huifang.policy.rules import MONTHLY, Rule


def current(rule: Rule) -> str:
    """The period of the rule that is meant when nothing else is said."""
    return "当月" if rule.cycle == MONTHLY else f"本{rule.cycle}"


def each(rule: Rule) -> str:
    """Every period of the rule."""
    return f"每{rule.cycle}"


def quota_demands(asking: Asking, rule: Rule) -> Iterator[Demand]:
    """``times`` calls in each period of the rule, to everybody for whom it holds then."""
    for period in asking.periods(rule):
        for customer in asking.covered(rule, period):
            yield from _in_period(asking, customer, rule, period)


def _in_period(asking: Asking, customer: Customer, rule: Rule, period: Period) -> Iterator[Demand]:
    """The windows of the period; the first ones take the days that are left over."""
    days = (period.until_on - period.from_on).days + 1
    size, longer = divmod(days, rule.times)
    start = period.from_on
    about = tuple(rows_behind(asking.policy, asking.facts, customer, rule.classes, period))
    begins = max((cause.on for cause in about if not cause.source.lies_ahead), default=start)
    for number in range(1, rule.times + 1):
        end = start + timedelta(days=size + (number <= longer) - 1)
        steps = [f"{period.name} 共 {days} 天，平分为 {rule.times} 段，第 {number} 段是 {start} 至 {end}"]
        window = (start, end)
        if end < begins:  # the number holds, the distance gives way (decision 8)
            window = (begins, period.until_on)
            steps.append(f"{begins} 才开始，那一段已经过去，次数不减：改为 {begins} 至 {period.until_on}")
        yield Demand(
            customer=customer,
            rule=rule,
            key=f"{_period_key(rule, period)}{number}",
            counted_from=window[0],
            from_on=window[0],
            due_on=window[1],
            basis=f"{period.name} 第 {number} 次",
            steps=tuple(steps),
            lapses_on=period.until_on,
            about=about,
        )
        start = end + timedelta(days=1)


def _period_key(rule: Rule, period: Period) -> str:
    return f"{rule.rule}|{period.name}/"


def largest(rules: Sequence[Rule]) -> Sequence[Rule]:
    """The largest quota of each period and role, and those that may not merge."""

    def of_its_kind(kind: tuple[str, str]) -> Rule:
        return max((rule for rule in rules if rule.merge and _kind(rule) == kind), key=lambda rule: rule.times)

    return [rule for rule in rules if not rule.merge or of_its_kind(_kind(rule)) is rule]


def _kind(rule: Rule) -> tuple[str, str]:
    return rule.cycle, rule.contact_role


def keeps_quota(rule: Rule, period: Period, keys: Iterable[str]) -> bool:
    """Whether a call of the period was issued for the rule."""
    return any(key.startswith(_period_key(rule, period)) for key in keys)
