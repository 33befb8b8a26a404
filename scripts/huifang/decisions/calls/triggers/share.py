"""比例: ``share`` percent of the rows whose ``anchor`` lies in the month, or another 周期, counted over all customers,
rounded up.

Tickets decide which. What was selected stays so, also when the customer's class changes afterwards: it keeps its key,
and counts among what the other rules with that ``anchor`` select.
"""

from __future__ import annotations

from collections.abc import Iterator

from huifang.core.periods import Period
from huifang.core.tickets import ticket
from huifang.decisions.calls.cycles import current
from huifang.decisions.calls.facts import Cause, events, first_number_of
from huifang.decisions.calls.services import service_end, service_step
from huifang.decisions.calls.trigger import Asking, Demand, Pooled, Trigger, row_key
from huifang.policy.rules import EVERYBODY, Rule

_NAME = "比例"


def _demands(asking: Asking, rule: Rule) -> Iterator[Demand]:
    for period in asking.periods(rule):
        yield from _in_period(asking, rule, period)
    if not rule.selects:
        yield from _still_due(asking, rule)


def _in_period(asking: Asking, rule: Rule, period: Period) -> Iterator[Demand]:
    """So many percent of the period's rows: those selected before, then those with the lowest tickets."""
    counted = sorted(_pool(asking, rule, period), key=lambda one: (ticket(period.name, rule.rule, one.key), one.key))
    wanted = -(-len(counted) * rule.share // 100)
    selected = [one for one in counted if _is_chosen(asking, one)]
    selected += [one for one in counted if not _is_chosen(asking, one)][: max(0, wanted - len(selected))]
    part = f"{period.name} 共 {len(counted)} 次，按 {rule.share}% 至少回访 {wanted} 次"
    for one in selected:
        yield _of_row(one, rule, period, part)


def _pool(asking: Asking, rule: Rule, period: Period) -> list[Pooled]:
    """All rows of the period among which the rule selects."""
    assert rule.anchor is not None
    others = [one for one in asking.policy.rules if one.trigger == _NAME and one.anchor == rule.anchor]
    rows = []
    for customer in asking.covered(rule, period):
        for cells, day in events(asking.facts, rule, customer):
            if day in period:
                number = first_number_of(rule.anchor.sheet, cells)
                keys = [row_key(one, number) for one in (rule, *others)]
                chosen = (key for key in keys if (customer.customer_no, key) in asking.chosen)
                rows.append(Pooled(customer, next(chosen, keys[0]), cells, day))
    return rows


def _is_chosen(asking: Asking, one: Pooled) -> bool:
    return (one.customer.customer_no, one.key) in asking.chosen


def _still_due(asking: Asking, rule: Rule) -> Iterator[Demand]:
    """What was selected in periods before by a rule that wants all of them: that stays due (decision 3)."""
    assert rule.anchor is not None
    first = asking.periods(rule)[0].from_on
    for customer in asking.customers:
        for cells, day in events(asking.facts, rule, customer):
            key = row_key(rule, first_number_of(rule.anchor.sheet, cells))
            if day < first and (customer.customer_no, key) in asking.chosen:
                period = asking.policy.periods_of(rule, day, day)[0]
                why = f"{period.name} 的服务 {EVERYBODY}% 回访，没有访到的一直有效"
                yield _of_row(Pooled(customer, key, cells, day), rule, period, why)


def _of_row(one: Pooled, rule: Rule, period: Period, why: str) -> Demand:
    assert rule.anchor is not None
    end = service_end(period, one.on)
    return Demand(
        customer=one.customer,
        rule=rule,
        key=one.key,
        counted_from=one.on,
        from_on=one.on,
        due_on=end,
        basis=f"{rule.anchor} {one.on}",
        steps=(why, service_step(period, one.on)),
        lapses_on=end if rule.selects else None,
        row=one.cells,
        about=(Cause(rule.anchor, one.cells, one.on),),
    )


def _rhythm(rule: Rule) -> str:
    return f"{current(rule)}“{rule.anchor}”的 {rule.share}%"


TRIGGER = Trigger(
    name=_NAME,
    about="当月服务的一部分",
    details=(
        "当月(填了“周期”的，是那一期)“起算”那一列有日期的行，按“比例(%)”抽取，不足一次的进为一次；抽中哪些由系统决定，抽中以后不变。",
        "从那一天起，到月末(期末)或服务后 7 天，以较晚的为准。",
        "100% 的没有访到一直有效；不到 100% 的过了期限不再补做，计为没有完成。",
    ),
    needed=("anchor", "share"),
    reads=("cycle", "where", "where_values"),
    by_row=True,
    rhythm=_rhythm,
    demands=_demands,
    pool=_pool,
)
