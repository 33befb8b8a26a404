"""比例: ``share`` percent of the rows whose ``anchor`` lies in the month, or another 周期, counted over all customers,
rounded up, and not fewer than ``times``; without an ``anchor`` of the customers.

Tickets decide which. What was selected stays so, also when the customer's class changes afterwards: it keeps its key,
and counts among what the other rules with that ``anchor`` select.
"""

from __future__ import annotations

from collections.abc import Iterator

from huifang.core.periods import Period
from huifang.decisions.calls.cycles import current
from huifang.decisions.calls.facts import Cause, events, first_number_of
from huifang.decisions.calls.services import service_end, service_step
from huifang.decisions.calls.shares import (
    customers_of,
    selected_at_once,
    selected_in_turn,
    wanted_of,
    with_first_days,
)
from huifang.decisions.calls.trigger import Asking, Demand, Pooled, Trigger, row_key
from huifang.decisions.calls.windows import window_of
from huifang.policy.rules import EVERYBODY, Rule, share_text

_NAME = "比例"


def _demands(asking: Asking, rule: Rule) -> Iterator[Demand]:
    for period in asking.periods(rule):
        yield from _in_period(asking, rule, period) if rule.anchor else _of_customers(asking, rule, period)
    if rule.anchor and not rule.selects:
        yield from _still_due(asking, rule)


def _in_period(asking: Asking, rule: Rule, period: Period) -> Iterator[Demand]:
    """So many of the period's rows."""
    counted = _rows(asking, rule, period)
    selected = (selected_in_turn if rule.has_window else selected_at_once)(asking, rule, period, counted)
    part = f"{period.name} 共 {len(counted)} 次，{_said(rule, len(counted))} 次"
    for one in selected:
        yield _of_row(asking, one, rule, period, part)


def _said(rule: Rule, count: int) -> str:
    least = f"、不少于 {rule.times}" if rule.times > 1 else ""
    return f"按 {share_text(rule)}{least} 至少回访 {wanted_of(rule, count)}"


def _of_customers(asking: Asking, rule: Rule, period: Period) -> Iterator[Demand]:
    """So many of the customers, spread over the period, at the end of which it lapses."""
    count = len(customers_of(asking, rule, period))
    started = asking.policy.started_on
    counted = f"启用那一期，从 {started} 起审核的也算，" if started and started in period else "期初"
    part = f"{period.name} {counted}共 {count} 位客户，{_said(rule, count)} 位"
    for one, first in with_first_days(asking, rule, period):
        yield Demand(
            customer=one.customer,
            rule=rule,
            key=one.key,
            counted_from=first,
            from_on=first,
            due_on=period.until_on,
            basis=f"{period.name} 抽中的客户",
            steps=(part, f"抽中的均匀分在一期里：应访 {first} 至期末 {period.until_on}"),
            lapses_on=period.until_on,
        )


def _pool(asking: Asking, rule: Rule, period: Period) -> list[Pooled]:
    """Everything of the period among which the rule selects."""
    return _rows(asking, rule, period) if rule.anchor else customers_of(asking, rule, period)


def _rows(asking: Asking, rule: Rule, period: Period) -> list[Pooled]:
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


def _still_due(asking: Asking, rule: Rule) -> Iterator[Demand]:
    """What was selected in periods before by a rule that wants all of them: that stays due (decision 3)."""
    assert rule.anchor is not None
    first = next((period.from_on for period in asking.periods(rule)), asking.months[0].from_on)
    for customer in asking.customers:
        for cells, day in events(asking.facts, rule, customer):
            key = row_key(rule, first_number_of(rule.anchor.sheet, cells))
            if day < first and (customer.customer_no, key) in asking.chosen:
                period = next(iter(asking.policy.periods_of(rule, day, day)), Period(day, day, f"{day}"))
                why = f"{period.name} 的服务 {EVERYBODY}% 回访，没有访到的一直有效"
                yield _of_row(asking, Pooled(customer, key, cells, day), rule, period, why)


def _of_row(asking: Asking, one: Pooled, rule: Rule, period: Period, why: str) -> Demand:
    assert rule.anchor is not None
    start, end, until = one.on, service_end(period, one.on), None
    steps: tuple[str, ...] = (why, service_step(period, one.on))
    if rule.has_window:
        window = window_of(asking, rule, one.cells, one.on)
        start, end, until = window.from_on, window.due_on, window.until
        steps = (why, *window.steps)
    return Demand(
        customer=one.customer,
        rule=rule,
        key=one.key,
        counted_from=one.on,
        from_on=start,
        due_on=end,
        until=until,
        basis=f"{rule.anchor} {one.on}",
        steps=steps,
        lapses_on=max(end, period.until_on) if rule.selects else None,
        row=one.cells,
        about=(Cause(rule.anchor, one.cells, one.on),),
    )


def _rhythm(rule: Rule) -> str:
    counted = f"“{rule.anchor}”" if rule.anchor else "客户"
    return f"{current(rule)}{counted}的 {share_text(rule)}"


TRIGGER = Trigger(
    name=_NAME,
    about="当月服务或客户的一部分",
    details=(
        "当月(填了“周期”的，是那一期)“起算”那一列有日期的行，按“比例(%)”抽取，不足一次的进为一次；抽中哪些由系统决定，抽中以后不变。",
        "从那一天起，到月末(期末)或服务后 7 天，以较晚的为准。",
        "填了窗口的，每次按自己的窗口，登记以后就抽，月底不会堆在一起；过了窗口算逾期，到期末为止。",
        "没有填写“起算”的，抽“适用类别”里期初已审核的客户，均匀分在一期里，最晚到期末。",
        "填了“次数”的，至少抽这么多。",
        "100% 的没有访到一直有效；不到 100% 的过了期限不再补做，计为没有完成。",
    ),
    needed=("share",),
    reads=("anchor", "cycle", "times", "window_from", "window_length", "unit", "where", "where_values"),
    by_row=True,
    rhythm=_rhythm,
    demands=_demands,
    pool=_pool,
)
