"""约定: a day that was agreed with the customer in a call, and two working days more (decision 13).

No row of 回访规则 says so: it stands beside the rules of every office, for the customers for whom none of its own rules
counts from such days. A day that was agreed in a call that did not connect moves the open call; only where that call is
owed no longer, or there was none, one is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator

from huifang.decisions.calls.agreements import GRACE
from huifang.decisions.calls.facts import AGREEMENT, Cause, events
from huifang.decisions.calls.trigger import Asking, Demand, Trigger, row_key
from huifang.policy.customers import Customer
from huifang.policy.rules import AGREED, NEXT_CONTACT, Rule
from huifang.tables.declared.calls import CALLS
from huifang.tables.options import CONNECTED

_RESULT, _CALLED_ON = (CALLS.by_key[key].header for key in ("result", "called_on"))


def _demands(asking: Asking, rule: Rule) -> Iterator[Demand]:
    month = asking.months[-1]
    others = [other for other in asking.policy.rules if other.keeps_agreed_days]
    elsewhere = {customer.customer_no for other in others for customer in asking.covered(other, month)}
    for customer in asking.customers:
        yield from _of_customer(asking, rule, customer, is_elsewhere=customer.customer_no in elsewhere)


def _of_customer(asking: Asking, rule: Rule, customer: Customer, is_elsewhere: bool) -> Iterator[Demand]:
    for cells, day in events(asking.facts, rule, customer):
        connected, agreed = cells[_RESULT] == CONNECTED, cells.get(AGREEMENT)
        if agreed is None or (connected and is_elsewhere):
            continue
        called_on = cells[_CALLED_ON]
        yield Demand(
            customer=customer,
            rule=rule,
            key=row_key(rule, agreed.record_no),
            counted_from=called_on,
            from_on=day,
            due_on=agreed.until,
            basis=f"{called_on} 的回访约定 {day} 再联系",
            steps=(
                f"应访起 = 约定的日子 = {day}",
                f"应访止 = {day} 以后第 {GRACE} 个工作日 = {agreed.until}",
            ),
            row=cells,
            about=(Cause(NEXT_CONTACT, cells, day),),
            agreed=agreed,
            if_alone=not connected,
        )


def _rhythm(rule: Rule) -> str:
    return "到与客户约定的日子"


TRIGGER = Trigger(name=AGREED, about="", details=(), needed=(), rhythm=_rhythm, demands=_demands)
