"""What agents had to hand in for the batches of a period, and when it came, as journal, issues and ledger tell it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from huifang.core.catalogue import found
from huifang.core.findings import Finding
from huifang.core.periods import Period
from huifang.core.worktime import WorkCalendar
from huifang.decisions.calls.asked import given_up, still_owed
from huifang.decisions.calls.triggers import is_rolling, trigger_of
from huifang.decisions.calls.ways import Pays, tell_ways_apart
from huifang.decisions.reports.handing_in import BatchDuty, HandIn, hand_ins_of
from huifang.edges.store.ledger import BEFORE_BATCH
from huifang.edges.store.segments import collect_rows
from huifang.flow.calls.planning import planning_view
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.ledger.issues import IssuedCall
from huifang.ledger.questions import sharing, within
from huifang.policy.pauses import asked_until
from huifang.policy.people import People
from huifang.tables.options import CONNECTED

#: What tells which calls a record answers, and when it came.
_WANTED = ("plan_no", "customer_no", "called_on", "agent", "result", "batch", "submission", "method", "contact_role")


def batch_duties(desk: Desk, then: Moment, period: Period) -> list[BatchDuty]:
    """The batches that end within the period; ``then`` says by which rules they were due.

    What came later than that is looked at as well: when a sheet came is not for the rules to say.
    """
    batches = [batch for batch in desk.state.batches() if batch.until_on in period]
    return _duties(desk, [_asked(desk, then, batch, desk.ledger.issued().of_period(batch.name)) for batch in batches])


def never_came(desk: Desk) -> Iterator[HandIn]:
    """The sheets of all batches that are over of which nothing came, by the rules of then.

    Agents who handed something in are not looked at: how long this takes follows what is missing, and not how much is
    in.
    """
    came = desk.state.last_handed_in()
    asked = []
    for batch in desk.state.batches():
        calls = [call for call in desk.ledger.issued().of_period(batch.name) if (call.agent, batch.name) not in came]
        then = desk.at_end_of(batch) if calls else None
        if then and then.is_past:
            asked.append((then.policy, _asked(desk, then, batch, calls)))
    duties = _duties(desk, [one for _, one in asked])
    for (policy, _), duty in zip(asked, duties, strict=True):
        yield from (one for one in hand_ins_of([duty], policy, desk.present.people, desk.now) if one.missing)


@dataclass(frozen=True)
class _Asked:
    """The calls of a batch that had to be reported by ``due_on``; of those that roll, which contacts count, where rules
    tell them apart.
    """

    batch: Period
    due_on: date
    calls: Sequence[IssuedCall]
    pays: Mapping[str, Sequence[Pays]]


def _asked(desk: Desk, then: Moment, batch: Period, issued: Iterable[IssuedCall]) -> _Asked:
    calendar = then.calendar(batch.from_on, batch.until_on)
    due_on, people = then.policy.sheets_due_on(batch, calendar), desk.present.people
    calls = [call for call in issued if call.due_on <= due_on and _is_asked(people, calendar, call, due_on)]
    owed = still_owed(lambda: replace(planning_view(then, batch), people=people), people, then.customers, calls, batch)
    pays: dict[str, list[Pays]] = {}
    if owed and tell_ways_apart(rule for rule in then.policy.rules if trigger_of(rule).rolls):
        view = planning_view(then, batch)
        pays = {one.plan_no: [view.pays_of(one, key) for key in one.keys if is_rolling(key)] for one in owed}
    return _Asked(batch, due_on, owed, pays)


def _duties(desk: Desk, asked: Sequence[_Asked]) -> list[BatchDuty]:
    """What came of that; the ledger is asked once for all of it."""
    records: list[dict[str, Any]] = []
    if asked:
        calls = [call for one in asked for call in one.calls]
        since = min(one.batch.from_on for one in asked) - BEFORE_BATCH
        said = sharing(desk.present.records, {c.plan_no for c in calls}, {c.customer_no for c in calls})
        records = collect_rows(within(said, since, date.max).select(*_WANTED))
    return [_duty(desk, one, records) for one in asked]


def _duty(desk: Desk, asked: _Asked, records: Iterable[Mapping[str, Any]]) -> BatchDuty:
    owed: dict[str, set[str]] = {}
    for call in asked.calls:
        owed.setdefault(call.agent, set()).add(call.plan_no)
    came = [s for s in desk.state.submissions if not s.withdrawn]
    # what was returned was reported all the same (decision 22), be it a part of the sheet or all of it
    handed_in = [sheet for sheet in came if sheet.period == asked.batch.name and sheet.is_handed_in]
    arrivals: dict[str, list[datetime]] = {}
    for sheet in handed_in:
        arrivals.setdefault(sheet.agent, []).append(sheet.arrived_at)
    rows = {agent: frozenset(numbers) for agent, numbers in owed.items()}
    clocks = {(s.agent, s.arrived_at): s.arrival_by for s in came}
    duty = BatchDuty(asked.batch, asked.due_on, rows, {}, arrivals, clocks)
    results = _results(duty, asked, records, {sheet.number: sheet.arrived_at for sheet in came})
    for sheet in handed_in:
        numbers = (row.plan_no for row in sheet.refused or ())
        results.update({no: min(sheet.arrived_at, results.get(no, sheet.arrived_at)) for no in numbers})
    return replace(duty, results=results)


def _is_asked(people: People, calendar: WorkCalendar, call: IssuedCall, due_on: date) -> bool:
    """Whether the call had to be made by that day: no person ended it, and its last day as pauses leave it had come."""
    until = asked_until(people.pauses_of(call.customer_no, call.plan_no), calendar, call.due_on, due_on)
    return not given_up(people, call, due_on) and until is not None and until <= due_on


def _results(
    duty: BatchDuty, asked: _Asked, records: Iterable[Mapping[str, Any]], arrived: Mapping[str, datetime]
) -> dict[str, datetime]:
    """When the first result of each call came.

    A call is answered by a row with its number in a sheet of this batch, or of a day of it up to the due day, that its
    agent reported or that connected; by one that connected also where it was made before the batch, in which the call
    stands because the sheet with that row came later. One that rolls is also answered by a connected call of those days
    that answers no number; where several cadences roll side by side, by one that answers another number, too.
    """
    batch, due_on, calls = duty.period, duty.due_on, asked.calls
    rolling: dict[str, list[str]] = {}
    for call in calls:
        if any(map(is_rolling, call.keys)):
            rolling.setdefault(call.customer_no, []).append(call.plan_no)
    agents, results = {call.plan_no: call.agent for call in calls}, dict[str, datetime]()
    for row in records:
        connected, is_here = row["result"] == CONNECTED, batch.from_on <= row["called_on"] <= due_on
        way = row["method"] or "", row["contact_role"] or ""
        rolls = rolling.get(row["customer_no"], []) if connected and is_here else []
        paid = [no for no in rolls if all(pays.takes(*way) for pays in asked.pays.get(no, ()))]
        if row["plan_no"] in agents:
            is_reported = connected or row["agent"] == agents[row["plan_no"]]
            is_of_it = is_here or row["batch"] == batch.name or (connected and row["called_on"] < batch.from_on)
            answered = [row["plan_no"]] if is_reported and is_of_it else []
            answered += [no for no in paid if any(pays.methods for pays in asked.pays.get(no, ()))]
        else:
            answered = paid if not row["plan_no"] else []
        at = arrived.get(row["submission"], datetime.combine(row["called_on"], time.min))
        results.update({number: min(at, results.get(number, at)) for number in answered})
    return results


def missing_sheets(hand_ins: Iterable[HandIn], people: People) -> Iterator[Finding]:
    """L706 for every sheet that is due and not there."""
    for line in hand_ins:
        if line.missing and not line.excused_by:
            yield found(
                "L706", people.place(line.agent, "person_no"), agent=people.label(line.agent), period=line.batch,
                due_on=line.due_on,
            )  # fmt: skip
