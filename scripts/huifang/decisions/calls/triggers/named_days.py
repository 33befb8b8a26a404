"""节日: on or around the feast that ``cycle`` names, of 日历 or of the public holidays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from huifang.core.periods import Period
from huifang.decisions.calls.trigger import Asking, Demand, Trigger
from huifang.policy.customers import Customer
from huifang.policy.days import feasts_between
from huifang.policy.rules import Rule


def _demands(asking: Asking, rule: Rule) -> Iterator[Demand]:
    first, last = asking.months[0].from_on, asking.months[-1].until_on
    shift, length = timedelta(days=rule.window[0]), timedelta(days=rule.window[1])
    known = asking.facts.calendar.days_off
    days = asking.policy.named_days
    for feast in feasts_between(days, known, rule.cycle, first - shift - length, last - shift):
        window = Period(feast.from_on + shift, feast.from_on + shift + length, feast.name)
        for customer in asking.covered(rule, asking.months[-1]):
            yield _of_feast(customer, rule, feast, window)


def _of_feast(customer: Customer, rule: Rule, feast: Period, window: Period) -> Demand:
    return Demand(
        customer=customer,
        rule=rule,
        key=f"{rule.rule}|{feast.name}",
        counted_from=window.from_on,
        from_on=window.from_on,
        due_on=window.until_on,
        basis=f"{rule.cycle} {feast.from_on}",
        steps=(
            f"{rule.cycle}是 {feast.from_on}{f' 至 {feast.until_on}' if feast.until_on > feast.from_on else ''}",
            f"应访期 = 从 {window.from_on} 起 {rule.window[1] + 1} 天，至 {window.until_on}",
        ),
        lapses_on=window.until_on,
    )


def _rhythm(rule: Rule) -> str:
    return f"每年{rule.cycle}前后一次"


TRIGGER = Trigger(
    name="节日",
    about="每个节日一次",
    details=(
        "“周期”写节日的名称：从它的第一天加“窗口起”天(负数是之前)开始，再加“窗口长”天为止，每位客户一次；节日当天也安排。",
        "元旦、春节、清明节、劳动节、端午节、中秋节和国庆节已经内置；别的在“日历”里写一行，类型为“节日”，以那里为准。",
        "过了窗口不再补做，计为没有完成。",
    ),
    needed=("cycle", "window_from", "window_length"),
    rhythm=_rhythm,
    demands=_demands,
    on_days_off=True,
    at_feasts=True,
)
