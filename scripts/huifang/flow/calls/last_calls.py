"""What stands in 上次回访 of the calls that are issued: from the ledger, whoever made the calls before."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from huifang.decisions.calls.last_call import Before, Decision, OpenProblem, PastCall, last_call
from huifang.edges.store.segments import collect_tuples
from huifang.flow.calls.problems import carried_out_by
from huifang.flow.office.moment import Moment
from huifang.ledger.issues import IssuedCall
from huifang.ledger.problems import KnownProblem
from huifang.ledger.questions import since_last_connection
from huifang.ledger.state import MadeCorrection

#: What is asked of a record, and what it is called where a past call is told of.
_ASKED = {
    "record_no": "record_no", "called_on": "called_on", "result": "result", "contact_role": "role",
    "satisfaction": "satisfaction", "dissatisfied_because": "because", "wishes": "wishes", "handling": "handling",
    "measures": "measures", "next_contact_on": "next_contact_on",
}  # fmt: skip


def with_last_calls(
    moment: Moment, problems: Mapping[str, Sequence[KnownProblem]], calls: Iterable[IssuedCall]
) -> tuple[IssuedCall, ...]:
    """The calls, each with what its caller should know of the calls before; ``problems`` are those that nobody solved,
    by customer.
    """
    told = [*calls]
    past = _past_calls(moment, {call.customer_no for call in told})
    decided = moment.state.decided(moment.at)
    return tuple(
        replace(call, last_call=last_call(_before(moment, whom, past, problems.get(whom[0], ()), decided)))
        for call in told
        for whom in [(call.customer_no, call.contact_role)]
    )


def last_call_of(moment: Moment, customer_no: str, problems: Sequence[KnownProblem]) -> str:
    """The same for whoever calls the customer now; ``problems`` are those of the customer that nobody solved."""
    past, decided = _past_calls(moment, {customer_no}), moment.state.decided(moment.at)
    return last_call(_before(moment, (customer_no, ""), past, problems, decided))


def _past_calls(moment: Moment, customer_nos: set[str]) -> dict[str, list[PastCall]]:
    """By customer, the last call that connected and all later ones, in order of time."""
    if not customer_nos:
        return {}
    newest = since_last_connection(moment.contacts, customer_nos).sort("moment", "record_no")
    past: dict[str, list[PastCall]] = {}
    for customer_no, *cells in collect_tuples(newest.select("customer_no", *_ASKED)):
        past.setdefault(customer_no, []).append(PastCall(**dict(zip(_ASKED.values(), cells, strict=True))))
    return past


def _before(
    moment: Moment,
    whom: tuple[str, str],
    past: Mapping[str, Sequence[PastCall]],
    problems: Sequence[KnownProblem],
    decided: Mapping[str, MadeCorrection],
) -> Before:
    """What is known before a call to a customer, in a role."""
    customer_no, role = whom
    calls = past.get(customer_no, ())
    before = Before(today=moment.today, calls=calls, role=role)
    if not problems:
        return before
    newest = {known.record_no for known in calls}
    matters = [one for one in problems if one.is_open or one.record.record_no in newest]
    decisions = [decision_about(moment, one, decided) for one in matters if one.record.decision]
    decisions.sort(key=lambda one: one.on or date.min, reverse=True)
    return dataclasses.replace(before, problems=[*map(_open, filter(_is_open, problems))], decisions=decisions)


def _is_open(problem: KnownProblem) -> bool:
    return problem.is_open


def _open(problem: KnownProblem) -> OpenProblem:
    record = problem.record
    what = record.dissatisfied_because or record.wishes
    return OpenProblem(record_no=record.record_no, since=record.called_on, what=what)


def decision_about(moment: Moment, problem: KnownProblem, decided: Mapping[str, MadeCorrection]) -> Decision:
    """What the ledger says of a decision: a 批示单 names who carries it out until when, a 更正单 does not."""
    record, people = problem.record, moment.people
    made = decided.get(record.record_no)
    by = next((one.name for one in people.by_no.values() if made and one.label == made.by), made.by if made else "")
    carrier = people.by_no.get(carried_out_by(moment, record))
    return Decision(
        said=record.decision, by=by, on=date.fromisoformat(made.at[:10]) if made else None,
        carried_out_by=carrier.name if carrier and problem.is_open else "",
        until_on=_until(made) if problem.is_open else None,
    )  # fmt: skip


def _until(made: MadeCorrection | None) -> date | None:
    said = made.decision.until_on if made and made.decision else ""
    return date.fromisoformat(said) if said else None
