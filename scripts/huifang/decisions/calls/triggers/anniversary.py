"""周年: around each yearly return of the day in ``anchor``, from ``window[0]`` days after it (negative: before it) for
``window[1]`` days; 29 February returns on the 28th in common years.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from huifang.core.periods import add_months
from huifang.decisions.calls.ages import is_of_age
from huifang.decisions.calls.facts import Cause, Cells, day_of, events, first_number_of
from huifang.decisions.calls.trigger import Asking, Demand, Trigger, row_key
from huifang.policy.customers import Customer
from huifang.policy.rules import Rule


def _demands(asking: Asking, rule: Rule) -> Iterator[Demand]:
    first, last = asking.months[0].from_on, asking.months[-1].until_on
    for customer in asking.covered(rule, asking.months[-1]):
        for cells, day in events(asking.facts, rule, customer):
            for number in range(max(1, first.year - day.year - 10), last.year - day.year + 11):
                demand = _of_year(customer, rule, (cells, day), number)
                if demand and demand.from_on <= last and demand.due_on >= first:
                    yield demand


def _of_year(customer: Customer, rule: Rule, row: tuple[Cells, date], number: int) -> Demand | None:
    assert rule.anchor is not None
    cells, day = row
    returns = add_months(day, 12 * number)
    start = returns + timedelta(days=rule.window[0])
    end = start + timedelta(days=rule.window[1])
    counted = f"应访期 = 从 {start} 起 {rule.window[1] + 1} 天，至 {end}"
    steps = [f"{rule.anchor} {day} 的 {number} 周年是 {returns}", counted]
    before = day_of(cells, rule.ends_before) if rule.ends_before else None
    if not is_of_age(rule, day, returns) or (before and before <= start):
        return None
    if before and before <= end:
        end = before - timedelta(days=1)
        steps.append(f"应访止 = {rule.ends_before} {before} 的前一天 = {end}")
    return Demand(
        customer=customer,
        rule=rule,
        key=f"{row_key(rule, first_number_of(rule.anchor.sheet, cells))}/{returns.year}",
        counted_from=returns,
        from_on=start,
        due_on=end,
        basis=f"{rule.anchor} {day} 的 {number} 周年",
        steps=tuple(steps),
        lapses_on=end,
        row=cells,
        about=(Cause(rule.anchor, cells, day),),
    )


def _rhythm(rule: Rule) -> str:
    return f"“{rule.anchor}”每年的这一天前后"


TRIGGER = Trigger(
    name="周年",
    about="某一列的日期每年一次",
    details=(
        "“起算”那一列的日期每过一年回访一次：从周年那天加“窗口起”天(负数是之前)开始，再加“窗口长”天为止；生日、开业日也这样写。",
        "2 月 29 日的，平年按 2 月 28 日。过了窗口不再补做，计为没有完成。",
        "填了“适用期(月)”的，周年那天在这几个月里的才访；填了“止于”的，最晚到那一列日期的前一天。",
    ),
    needed=("anchor", "window_from", "window_length"),
    by_row=True,
    reads=("age", "ends_before", "where", "where_values"),
    rhythm=_rhythm,
    demands=_demands,
)
