"""久未服务: whoever was served once, and whose last row with an ``anchor`` is ``interval`` months old by the month's
last day (decision 25); once in every such month, or, once reached, when ``rest`` months are over by its last day.
最近服务日期 of 客户 counts as a service as well.
"""

from __future__ import annotations

from collections.abc import Iterator

from huifang.core.periods import Period, add_months
from huifang.decisions.calls.facts import Cause, events, first_number_of
from huifang.decisions.calls.trigger import Asking, Demand, Trigger
from huifang.policy.customers import Customer
from huifang.policy.rule_units import BY_MONTHS
from huifang.policy.rules import Rule, Source
from huifang.tables.declared.customers import CUSTOMERS

_LAST_SERVED = "最近服务日期"


def _demands(asking: Asking, rule: Rule) -> Iterator[Demand]:
    for month in asking.months:
        for customer in asking.covered(rule, month):
            yield from _in_month(asking, customer, rule, month)


def _in_month(asking: Asking, customer: Customer, rule: Rule, month: Period) -> Iterator[Demand]:
    assert rule.anchor is not None
    served = [one for one in events(asking.facts, rule, customer) if one[1] <= month.until_on]
    written = [day for header, day in customer.days if header == _LAST_SERVED]
    last = max([*(day for _, day in served), *written], default=None)
    if last is None or (until := add_months(last, rule.interval)) > month.until_on:
        return
    reached = asking.facts.reached.get((customer.customer_no, rule.rule), ()) if rule.rest else ()
    if any(day < month.from_on and add_months(day, rule.rest) > month.until_on for day in reached):
        return
    about = [Cause(rule.anchor, cells, day) for cells, day in served if day == last]
    about.sort(key=lambda cause: first_number_of(cause.source.sheet, cause.cells))
    yield Demand(
        customer=customer,
        rule=rule,
        key=f"{rule.rule}|{month.name}",
        counted_from=last,
        from_on=month.from_on,
        due_on=month.until_on,
        basis=f"最近一次服务是 {last}",
        steps=(
            f"最近一次服务 {last}，加 {rule.interval} 个月是 {until}，不晚于 {month.until_on}",
            f"应访期是 {month.name} 全月：{month.from_on} 至 {month.until_on}",
        ),
        lapses_on=month.until_on,
        about=tuple(about) or (Cause(Source(CUSTOMERS.name, _LAST_SERVED), customer.cells(), last),),
    )


def _rhythm(rule: Rule) -> str:
    again = f"一次，访到以后隔 {rule.rest} 个月再访" if rule.rest else "每月一次"
    return f"{rule.interval} 个月没有“{rule.anchor}”的客户{again}"


TRIGGER = Trigger(
    name="久未服务",
    about="几个月没有服务的客户每月一次",
    details=(
        "服务过、但到当月最后一天已有“间隔”个月没有再服务的客户，当月回访一次；“间隔”的单位总是月。",
        "最近一次服务按“起算”那一列和客户的“最近服务日期”中较晚的算；从未服务过的不算。",
        "过了月末不再补做，计为没有完成；到下个月还没有服务的，再访一次。",
        "填了“再访间隔”的，访到以后隔这么多个月，到那个月的最后一天还没有来的，才再访。",
    ),
    needed=("anchor", "interval"),
    reads=("unit", "rest", "where", "where_values"),
    only=(("unit", BY_MONTHS),),
    rhythm=_rhythm,
    demands=_demands,
)
