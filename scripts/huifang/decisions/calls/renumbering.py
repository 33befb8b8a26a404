"""A number of 回访规则 that was another rule's before: what was issued for that one would count for this one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from huifang.core.catalogue import found
from huifang.core.findings import Finding
from huifang.decisions.calls.triggers import trigger_of
from huifang.policy.rules import Rule
from huifang.tables.model import Row


@dataclass(frozen=True)
class RulesThen:
    """The rules at a time at which calls were issued, and the numbers of those for which they were."""

    rules: Sequence[Rule]
    used: frozenset[str]


def numbers_used_before(
    rules: Iterable[Rule], rows: Mapping[str, Row], before: Sequence[RulesThen]
) -> Iterator[Finding]:
    """P614 at the number of each rule that stands for another one than when calls were issued under it.

    ``rows`` are those of 回访规则 by number.
    """
    for rule in rules:
        for then in before:
            old = next((one for one in then.rules if one.rule == rule.rule and one.rule in then.used), None)
            if old and rule.rule in rows and _is_another(rule, old, then.rules):
                yield found("P614", rows[rule.rule].place("rule"), value=rule.rule, title=old.title)
                break


def _is_another(rule: Rule, old: Rule, rules_then: Iterable[Rule]) -> bool:
    """Whether it is not the old rule with some of its values changed, but something else under its number."""
    if trigger_of(rule) is not trigger_of(old) or rule.anchor != old.anchor:
        return True
    if rule.title == old.title:
        return False
    if any(one.title == rule.title and one.rule != rule.rule for one in rules_then):
        return True  # it had another number then
    return _for_whom(rule) != _for_whom(old) and _when(rule) != _when(old)


def _for_whom(rule: Rule) -> tuple[object, ...]:
    return ({*rule.classes}, {*rule.tags}, rule.contact_role)


def _when(rule: Rule) -> tuple[object, ...]:
    counted = (rule.interval, rule.unit, rule.times, rule.cycle, rule.share)
    return (*counted, rule.window, rule.until, rule.age, rule.ends_before)
