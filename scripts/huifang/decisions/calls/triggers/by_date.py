"""日期: from ``window[0]`` ``unit`` after the day in ``anchor`` (negative: before it) to ``window[1]`` ``unit`` later,
both inclusive, for every row that has such a day; where ``ends_before`` is filled, the window ends the day before that.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from huifang.decisions.calls.facts import (
    AGREEMENT,
    HANDLING,
    RECORD_NO,
    Cause,
    Cells,
    day_of,
    events,
    first_number_of,
)
from huifang.decisions.calls.trigger import Asking, Demand, Trigger, row_key
from huifang.decisions.calls.windows import window_of
from huifang.policy.customers import Customer
from huifang.policy.rules import SOURCES, Rule


def _demands(asking: Asking, rule: Rule) -> Iterator[Demand]:
    for customer in asking.covered(rule, asking.months[-1]):
        rows = events(asking.facts, rule, customer)
        for cells, day in _newest_of_each(rule, rows) if _is_ahead(rule) else rows:
            yield _of_row(asking, customer, rule, cells, day)


def _is_ahead(rule: Rule) -> bool:
    """Whether it reminds of a day that lies ahead: once that is over, nobody is reminded of it."""
    return rule.window[0] < 0 and rule.window[0] + rule.window[1] <= 0


def _newest_of_each(rule: Rule, rows: Iterator[tuple[Cells, date]]) -> list[tuple[Cells, date]]:
    """Of each of the customer's things, a car by its plate, the latest day; rows that name no thing stand for one."""
    assert rule.anchor is not None
    table = SOURCES[rule.anchor.sheet]
    thing = table.by_key[table.tells.thing].header if table.tells and table.tells.thing else ""
    newest: dict[object, tuple[Cells, date]] = {}
    for number, (cells, day) in enumerate(rows):
        key = (cells.get(thing) if thing else None) or number
        if key not in newest or newest[key][1] < day:
            newest[key] = (cells, day)
    return list(newest.values())


def _subject(asking: Asking, customer: Customer, rule: Rule, cells: Cells, day: date) -> str:
    """What the row is known by: its number; where it has none, the call's; where there is none either, the day. What an
    older release issued for the day of the calls stays issued for that.
    """
    assert rule.anchor is not None
    subject, number = first_number_of(rule.anchor.sheet, cells), cells.get(RECORD_NO)
    if subject != customer.customer_no or customer.is_complainant:
        return subject
    is_old = (customer.customer_no, row_key(rule, f"{day}")) in asking.chosen
    return f"{day}" if number is None or rule.keeps_agreed_days or is_old else str(number)


def _of_row(asking: Asking, customer: Customer, rule: Rule, cells: Cells, day: date) -> Demand:
    assert rule.anchor is not None
    window = window_of(asking, rule, cells, day)
    start, end, steps = window.from_on, window.due_on, [*window.steps]
    before = day_of(cells, rule.ends_before) if rule.ends_before else None
    if before:
        end = max(start, before - timedelta(days=1))
        steps[1] = f"应访止 = {rule.ends_before} {before} 的前一天 = {end}"
    handling = cells.get(HANDLING, 1)
    if handling > 1:
        steps.append(f"上一次回访时客户不满意，这是第 {handling} 次办理以后的回访")
    return Demand(
        customer=customer,
        rule=rule,
        key=row_key(rule, _subject(asking, customer, rule, cells, day), handling),
        counted_from=day,
        from_on=start,
        due_on=end,
        until=window.until if end == window.due_on else None,
        basis=f"{rule.anchor} {day}",
        steps=tuple(steps),
        lapses_on=day if _is_ahead(rule) else None,
        row=cells,
        about=(Cause(rule.anchor, cells, day),),
        agreed=cells.get(AGREEMENT) if rule.keeps_agreed_days else None,
    )


def _rhythm(rule: Rule) -> str:
    return f"按“{rule.anchor}”安排"


TRIGGER = Trigger(
    name="日期",
    about="从某一列的日期起算",
    details=(
        "“起算”那一列有日期的每一行回访一次：从那天加“窗口起”(负数是之前)开始，再加“窗口长”为止，首尾都含当天。",
        "间隔单位是小时的，从那一列的时间算到分钟，在最后一刻以前开始的通话算按时；那时还没有到通话时段的，到前一天为止；从头到尾都不在通话时段里的，排出来就算逾期，查为什么时写明。",
        "间隔单位是工作日的，按日历数；节假日和调休已经内置。",
        "填了“止于”的，最晚到那一列日期的前一天。",
        "没有访到的一直有效，直到访到或有人结束它。窗口都在日期之前的是提醒：过了那一天不再提醒，计为没有完成；"
        "登记表里写明是哪一件东西的(如车牌号)，每一件只按最晚的日期提醒。",
        "投诉办理以后回访时客户不满意的，再次办理以后再回访一次。",
    ),
    needed=("anchor", "window_from", "window_length"),
    reads=("unit", "ends_before", "where", "where_values"),
    by_row=True,
    rhythm=_rhythm,
    demands=_demands,
)
