"""每期: ``times`` in each ``cycle``, in windows that split it evenly; what was missed lapses with the period."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from huifang.core.periods import add_months
from huifang.decisions.calls.ages import began_on, ended_on, holds_in
from huifang.decisions.calls.cycles import each, keeps_quota, largest, quota_demands
from huifang.decisions.calls.trigger import Asking, Demand, Trigger
from huifang.policy.rules import Rule


def _demands(asking: Asking, rule: Rule) -> Iterator[Demand]:
    for demand in quota_demands(asking, rule):
        yield from _as_it_holds(asking, demand)


def _as_it_holds(asking: Asking, demand: Demand) -> Iterator[Demand]:
    """The demand in the days on which the rule holds for the customer, if it does; what was issued stays."""
    rule, facts, customer = demand.rule, asking.facts, demand.customer
    began, ended = began_on(facts, customer, rule, demand.due_on), ended_on(facts, customer, rule)
    start = add_months(began, rule.age[0] - 1) if began and rule.age else began
    is_chosen = (customer.customer_no, demand.key) in asking.chosen
    if not is_chosen and ((start and demand.due_on < start) or (ended and demand.from_on >= ended)):
        return
    from_on, due_on, steps = demand.from_on, demand.due_on, [*demand.steps]
    if start and from_on < start <= due_on:
        from_on = start
        steps.append(f"{start} 起适用，应访起 = {start}")
    if ended and from_on < ended <= due_on:
        due_on = ended - timedelta(days=1)
        steps.append(f"应访止 = {rule.ends_before} {ended} 的前一天 = {due_on}")
    yield replace(demand, counted_from=from_on, from_on=from_on, due_on=due_on, steps=tuple(steps))


def _rhythm(rule: Rule) -> str:
    return f"{each(rule)} {rule.times} 次"


TRIGGER = Trigger(
    name="每期",
    about="每个周期几次",
    details=(
        "每个“周期”(周、旬、月、季、半年、年，或“日历”里的期间)“次数”次：把一期平分为同样多的段，每段一次，多出的天数归前面的段。",
        "过了期末不再补做，计为没有完成；一期比报告长的，报告里写到那天为止应访几次、已访几次，期末才判断。",
        "一位客户适用几条周期相同的规则时，每个联系角色按次数最多的一条；周期不同的同时有效，日子碰到一起的合成一次。",
        "填了“适用期(月)”的，一期的最后一天在“起算”(不填是审核日期)以后的这几个月里的才访；开始以前的几段不访。",
        "填了“止于”的，到那一列日期的前一天为止。",
        "其余和“每月”一样：“每月”就是周期为月的“每期”。",
    ),
    needed=("times", "cycle"),
    reads=("anchor", "age", "ends_before"),
    rhythm=_rhythm,
    demands=_demands,
    holds_in=holds_in,
    holding=largest,
    keeps=keeps_quota,
    counted_by_role=True,
    by_period=True,
    about_rows=False,
)
