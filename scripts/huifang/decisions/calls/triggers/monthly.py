"""每月: ``times`` in each month, in windows that split it evenly; what was missed lapses with the month.

Of several quotas for one role the largest holds (decision 8); one that may not merge is apart. A quota of which a call
was issued covers the customer to the month's end: who renews in the month in which the contract ends is called as one
whose contract ends, and not by another quota besides. What is owed to each role is counted for each role.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from huifang.core.periods import Period
from huifang.decisions.calls.facts import rows_behind
from huifang.decisions.calls.trigger import Asking, Demand, Trigger
from huifang.policy.customers import Customer
from huifang.policy.rules import Rule


def _demands(asking: Asking, rule: Rule) -> Iterator[Demand]:
    for month in asking.months:
        for customer in asking.covered(rule, month):
            yield from _in_month(asking, customer, rule, month)


def _in_month(asking: Asking, customer: Customer, rule: Rule, month: Period) -> Iterator[Demand]:
    """The windows of the month; the first ones take the days that are left over."""
    days = (month.until_on - month.from_on).days + 1
    size, longer = divmod(days, rule.times)
    start = month.from_on
    about = tuple(rows_behind(asking.policy, asking.facts, customer, rule.classes, month))
    begins = max((cause.on for cause in about if not cause.source.lies_ahead), default=start)
    for number in range(1, rule.times + 1):
        end = start + timedelta(days=size + (number <= longer) - 1)
        steps = [f"{month.name} 共 {days} 天，平分为 {rule.times} 段，第 {number} 段是 {start} 至 {end}"]
        window = (start, end)
        if end < begins:  # the number holds, the distance gives way (decision 8)
            window = (begins, month.until_on)
            steps.append(f"{begins} 才开始，那一段已经过去，次数不减：改为 {begins} 至 {month.until_on}")
        yield Demand(
            customer=customer,
            rule=rule,
            key=f"{_month_key(rule, month)}{number}",
            counted_from=window[0],
            from_on=window[0],
            due_on=window[1],
            basis=f"{month.name} 第 {number} 次",
            steps=tuple(steps),
            lapses_on=month.until_on,
            about=about,
        )
        start = end + timedelta(days=1)


def _month_key(rule: Rule, month: Period) -> str:
    return f"{rule.rule}|{month.name}/"


def _largest(rules: Sequence[Rule]) -> Sequence[Rule]:
    def largest(role: str) -> Rule:
        return max((rule for rule in rules if rule.merge and rule.contact_role == role), key=lambda rule: rule.times)

    return [rule for rule in rules if not rule.merge or largest(rule.contact_role) is rule]


def _keeps(rule: Rule, month: Period, keys: Iterable[str]) -> bool:
    return any(key.startswith(_month_key(rule, month)) for key in keys)


def _rhythm(rule: Rule) -> str:
    return f"每月 {rule.times} 次"


TRIGGER = Trigger(
    name="每月",
    about="每月几次",
    details=(
        "每个月“次数”次：把当月平分为同样多的段，每段一次，多出的天数归前面的段。",
        "按“当月”的日期归类的客户，在一段过去以后才开始的，那一次改到开始的那天至月末，次数不减。",
        "过了月末不再补做，计为没有完成。",
        "一位客户适用几条这样的规则时，每个联系角色按次数最多的一条；“合并”为“否”的另算。各联系角色分别计算，不合成一次。",
        "已经发放了当月回访的规则，到月末为止不变，客户的类别在月中变了也一样。",
    ),
    needed=("times",),
    rhythm=_rhythm,
    demands=_demands,
    holding=_largest,
    keeps=_keeps,
    counted_by_role=True,
)
