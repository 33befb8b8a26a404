"""定额: calls that are offered to whoever has not made so many contacts in a period as a row of 指标 wants.

No row of 回访规则 says so. The rows lie in the sheet of whoever looks after the customer, those first who were not
contacted for longest; whoever else is called in their place counts as well, and they are asked for no longer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from huifang.decisions.calls.cycles import each
from huifang.decisions.calls.quotas import QuotaStand, in_turn, periods_of_quota, stands_of
from huifang.decisions.calls.trigger import Asking, Demand, Trigger, row_key
from huifang.policy.customers import Customer
from huifang.policy.rules import Rule
from huifang.tables.declared.indicator_rules import QUOTA


def _demands(asking: Asking, rule: Rule) -> Iterator[Demand]:
    quota = next(one for one, known in asking.policy.quotas.items() if known.rule == rule.rule)
    first, last = asking.months[0].from_on, asking.months[-1].until_on
    for period in periods_of_quota(asking.policy, quota, first, last):
        for stand, customers in stands_of(asking.policy, asking.facts, quota, period, asking.customers):
            yield from _of_agent(asking, rule, stand, customers)


def _of_agent(asking: Asking, rule: Rule, stand: QuotaStand, customers: Sequence[Customer]) -> Iterator[Demand]:
    quota, period, key = stand.quota, stand.period, row_key(rule, stand.period.name)
    offered = {one.customer_no for one in customers if (one.customer_no, key) in asking.chosen}
    waiting = [
        (one, last)
        for one, last in in_turn(asking.facts, stand, customers)
        if one.customer_no not in offered or last is None or last not in period  # a stand-in made it
    ]
    ordered = sorted(waiting, key=lambda pair: pair[0].customer_no not in offered)
    told = f"{period.name} 每人 {stand.wanted} {quota.counted_in}，{stand.agent} 已有 {stand.count} {quota.counted_in}"
    for turn, (customer, last) in zip(stand.left, ordered, strict=False):
        yield Demand(
            customer=customer,
            rule=rule,
            key=key,
            counted_from=turn,
            from_on=turn,
            due_on=period.until_on,
            basis=f"{quota.name}的定额，按最久没有联系的先后列出",
            steps=(
                f"{told}，还差 {len(stand.left)} {quota.counted_in}",
                f"上次联系 {last}" if last else "还没有联系过",
                f"均匀分在一期里：应访 {turn} 至期末 {period.until_on}；换别的客户联系，这一次就不再要",
            ),
            lapses_on=period.until_on,
        )


def _rhythm(rule: Rule) -> str:
    return f"每人{each(rule)} {rule.times} 个，可以自选"


TRIGGER = Trigger(name=QUOTA, about="", details=(), needed=(), rhythm=_rhythm, demands=_demands, offers=True)
