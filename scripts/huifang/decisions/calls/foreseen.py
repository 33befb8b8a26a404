"""The calls of days to come, worked out without planning any: each is taken to be made on the day it is planned for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from huifang.core.periods import Period
from huifang.core.worktime import WorkCalendar
from huifang.decisions.calls.facts import MadeContact
from huifang.decisions.calls.owed import PlanningView
from huifang.decisions.calls.planning import make_plan
from huifang.decisions.calls.trigger import rule_and_subject
from huifang.ledger.issues import IssuedCall

#: So often a customer is called in one batch at most, where an interval is shorter than the batch.
_TIMES = 31


def foreseen(view: PlanningView, batches: Sequence[tuple[Period, WorkCalendar]], today: date) -> tuple[IssuedCall, ...]:
    """The calls of these batches, which follow each other; ``view`` is that of the first one."""
    made: list[IssuedCall] = []
    for number, (period, calendar) in enumerate(batches):
        view = replace(view, calendar=calendar, batch=view.batch if number == 0 else ())
        on = max(today, period.from_on)
        open_ones = {call.plan_no: call for call in view.batch if not view.is_done(call)}
        for again in range(_TIMES):
            new = [call for call in make_plan(view, period, on).new if call.plan_no not in view.connected]
            new = [call for call in new if not again or call.due_on <= period.until_on]  # the next batch has the others
            calls = [*({call.plan_no: call for call in new} | open_ones).values()]
            if not calls:
                break
            made += calls
            view, open_ones = _after(view, calls, on), {}
    return tuple(made)


def _after(view: PlanningView, calls: Sequence[IssuedCall], today: date) -> PlanningView:
    """What planning would look at, had these calls been made on their days."""
    last, connected, numbers = dict(view.last_on), dict(view.connected), dict(view.numbers)
    issued: dict[str, Sequence[IssuedCall]] = dict(view.issued)
    reached: dict[tuple[str, str], Sequence[date]] = dict(view.facts.reached)
    contacted = [*view.facts.contacted]
    for call in calls:
        on = max(call.planned_on, today)
        customer = call.customer_no
        last[customer] = max(last.get(customer, on), on)
        connected |= dict.fromkeys((call.plan_no, *call.covers), on)
        contacted.append(MadeContact(call.agent, customer, on, call.method))
        issued[customer] = (*(one for one in issued.get(customer, ()) if one.plan_no != call.plan_no), call)
        for key, number in zip(call.keys, call.covers, strict=False):
            numbers[customer, key] = number
            rule = customer, rule_and_subject(key)[0]
            reached[rule] = (*reached.get(rule, ()), on)
    called = {call.customer_no for call in calls}
    more: Mapping[str, Any] = {
        "failures": {who: said for who, said in view.failures.items() if who not in called},
        "ways": view.ways.after(calls, today),
    }
    return replace(
        view, batch=(*view.batch, *calls), last_on=last, connected=connected, numbers=numbers, issued=issued,
        facts=replace(view.facts, reached=reached, contacted=contacted), **more,
    )  # fmt: skip
