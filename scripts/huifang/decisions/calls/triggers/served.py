"""当月服务: whoever has a row whose ``anchor`` lies in the month, once."""

from __future__ import annotations

from collections.abc import Iterator

from huifang.core.periods import Period
from huifang.decisions.calls.facts import Cause, events, first_number_of
from huifang.decisions.calls.services import service_end, service_step
from huifang.decisions.calls.trigger import Asking, Demand, Trigger
from huifang.policy.customers import Customer
from huifang.policy.rules import Rule


def _demands(asking: Asking, rule: Rule) -> Iterator[Demand]:
    for month in asking.months:
        for customer in asking.covered(rule, month):
            yield from _in_month(asking, customer, rule, month)


def _in_month(asking: Asking, customer: Customer, rule: Rule, month: Period) -> Iterator[Demand]:
    assert rule.anchor is not None
    served = [one for one in events(asking.facts, rule, customer) if one[1] in month]
    if not served:
        return
    sheet = rule.anchor.sheet
    served.sort(key=lambda one: (one[1], first_number_of(sheet, one[0])))
    days = [day for _, day in served]
    end = service_end(month, days[-1])
    yield Demand(
        customer=customer,
        rule=rule,
        key=f"{rule.rule}|{month.name}",
        counted_from=days[0],
        from_on=days[0],
        due_on=end,
        basis=f"{month.name} 接受过服务({days[0]})",
        steps=(
            f"{month.name} 内有 {len(days)} 次服务，第一次 {days[0]}，最后一次 {days[-1]}",
            service_step(month, days[-1]),
        ),
        lapses_on=end,
        about=tuple(Cause(rule.anchor, cells, day) for cells, day in served),
    )


def _rhythm(rule: Rule) -> str:
    return f"当月有“{rule.anchor}”的客户各一次"


TRIGGER = Trigger(
    name="当月服务",
    about="当月接受过服务的客户各一次",
    details=(
        "当月“起算”那一列有日期的客户回访一次，不论有几行。",
        "从当月第一次服务那天起，到月末或最后一次服务后 7 天，以较晚的为准；过了不再补做，计为没有完成。",
    ),
    needed=("anchor",),
    reads=("where", "where_values"),
    rhythm=_rhythm,
    demands=_demands,
)
