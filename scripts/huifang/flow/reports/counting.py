"""What a report counts: the figures' view of a period, and the problems that were open at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from huifang.core.periods import Period
from huifang.decisions.reports.figures_view import FiguresView
from huifang.decisions.reports.report import GivenOrder, Problem
from huifang.edges.store.segments import collect_rows, to_records
from huifang.flow.calls.planning import attempts_by, planning_view, ways_seen
from huifang.flow.calls.problems import carried_out_by, problems_until
from huifang.flow.calls.refused import refused_of
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.flow.reports.handed_in import batch_duties
from huifang.ledger.problems import KnownProblem
from huifang.ledger.questions import (
    connected_numbers,
    failures_by_number,
    failures_since_connection,
    last_connections,
    within,
)
from huifang.ledger.records import CallRecord


def figures_view(desk: Desk, then: Moment, period: Period, problems: Sequence[CallRecord]) -> FiguresView:
    """Everything the figures of the period are made from; ``then`` is its end, or now, ``problems`` what is open."""
    records = then.records
    by_now = within(records, date.min, period.until_on)
    reached_by_now = within(then.contacts, date.min, period.until_on)
    last = last_connections(then.contacts, period.until_on + timedelta(days=1))
    before = collect_rows(last_connections(then.contacts, period.from_on))
    planning = planning_view(then, period)
    reached = {row["plan_no"]: row["called_on"] for row in collect_rows(connected_numbers(by_now))}
    return FiguresView(
        period=period,
        policy=planning.policy,
        people=then.people,
        customers=then.customers,
        records=sorted(
            to_records(within(records, period.from_on, period.until_on)), key=lambda r: (r.moment, r.record_no)
        ),
        last_before={row["customer_no"]: row["last_on"] for row in before},
        failures=attempts_by(failures_since_connection(by_now, last), "customer_no"),
        issued=planning.issued,
        batches=tuple(batch_duties(desk, then, period)),
        excuses=desk.present.people,
        now=desk.now,
        refused=refused_of(then),
        problems=problems,
        planning=replace(
            planning,
            connected=reached,
            failures_of=attempts_by(failures_by_number(by_now), "plan_no"),
            ways=ways_seen(planning.policy, reached_by_now, by_now, period.until_on + timedelta(days=1)),
        ),
        ways_before=ways_seen(planning.policy, then.contacts, by_now, period.from_on),
    )


def problems_of(moment: Moment, period: Period) -> list[Problem]:
    """The unresolved problems up to the period's end."""
    known = problems_until(moment, period.until_on)
    return [_problem(moment, period, one) for one in known if one.is_open]


def unasked_of(moment: Moment, period: Period) -> list[Problem]:
    """Those that were solved in the period without the decision that the policy asks for (decision 19)."""
    if not moment.policy.written_report:
        return []
    solved = (one for one in problems_until(moment, period.until_on) if one.solved_on and one.solved_on in period)
    return [_problem(moment, period, one) for one in solved if not one.record.decision]


def _problem(moment: Moment, period: Period, known: KnownProblem) -> Problem:
    record, people = known.record, moment.people
    person = people.find(record.reported_to)
    decider = person.label if person else record.reported_to or "(未写明)"
    days = (min(moment.today, period.until_on) - record.called_on).days
    agent, order = people.label(record.agent), _order(moment, record)
    return Problem(record, agent, decider, max(0, days), known.solved_by, order)


def _order(moment: Moment, record: CallRecord) -> GivenOrder | None:
    made = moment.state.decided(moment.at).get(record.record_no)
    if not (made and made.decision):
        return None
    said = made.decision.until_on
    return GivenOrder(moment.people.label(carried_out_by(moment, record)), date.fromisoformat(said) if said else None)
