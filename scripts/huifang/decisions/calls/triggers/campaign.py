"""专项: whoever a row of 专项 names by class and 区域, once in its days; what is said on them in one place is one.

The boss named the days, so they may be days off; on a day the round goes from place to place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from huifang.core.catalogue import found
from huifang.core.findings import Finding
from huifang.core.periods import Period
from huifang.decisions.calls.facts import classes_of
from huifang.decisions.calls.trigger import Asking, Demand, Trigger
from huifang.policy.customers import Customer
from huifang.policy.model import Policy
from huifang.policy.rules import Rule


def _demands(asking: Asking, rule: Rule) -> Iterator[Demand]:
    month = asking.months[-1]
    for customer in asking.covered(rule, month):
        classes = classes_of(asking.policy, asking.facts, customer, month)
        ordered = (one for one in asking.policy.campaigns if one.covers(classes, customer.region))
        for from_on, until_on, regions in sorted({(one.from_on, one.until_on, one.regions) for one in ordered}):
            yield _round(customer, rule, from_on, until_on, regions)


def _round(customer: Customer, rule: Rule, from_on: date, until_on: date, regions: tuple[str, ...]) -> Demand:
    where = "、".join(regions) or "全部区域"
    return Demand(
        customer=customer,
        rule=rule,
        key=f"{rule.rule}|{from_on}~{until_on}|{','.join(regions)}",
        counted_from=from_on,
        from_on=from_on,
        due_on=until_on,
        basis=f"专项({where})",
        steps=(f"专项的起止就是应访期：{from_on} 至 {until_on}，区域：{where}",),
        lapses_on=until_on,
    )


def _places_without_customers(policy: Policy, customers: Iterable[Customer], period: Period) -> Iterator[Finding]:
    """L714 for each 区域 that 专项 sends people to in the period, and where no approved customer is."""
    known = {customer.region for customer in customers if customer.approved}
    for ordered in policy.campaigns:
        if ordered.from_on <= period.until_on and ordered.until_on >= period.from_on:
            for region in ordered.regions:
                if region not in known:
                    place = ordered.origin.place("regions")
                    yield found("L714", place, region=region, from_on=ordered.from_on, until_on=ordered.until_on)


def _rhythm(rule: Rule) -> str:
    return "按“专项”安排"


TRIGGER = Trigger(
    name="专项",
    about="“专项”表里的每一行一次",
    details=(
        "“专项”表里类别和区域相符的客户，在那一行的起止之间回访一次；起止和区域都相同的几行合为一次。",
        "日子是负责人定的，休息日也安排；同一天按区域一处一处地走。过了“止”不再补做，计为没有完成。",
    ),
    needed=(),
    rhythm=_rhythm,
    demands=_demands,
    on_days_off=True,
    by_place=True,
    lacking=_places_without_customers,
)
