"""The problems that customers had, as of a moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from huifang.edges.store.segments import collect_rows, to_records
from huifang.flow.office.moment import Moment
from huifang.ledger.problems import KnownProblem, known_problems
from huifang.ledger.questions import problems, solutions
from huifang.ledger.records import CallRecord


def problems_until(moment: Moment, until_on: date) -> list[KnownProblem]:
    """Every problem of a call up to that day (inclusive), solved ones too, as it stood then."""
    found = [*to_records(problems(moment.ledger.frame(), until_on))]
    return known_problems(found, collect_rows(solutions(moment.records, until_on))) if found else []


def problems_of_customers(moment: Moment) -> dict[str, list[KnownProblem]]:
    """By customer, the problems that nobody solved: those that are open, and those that were dropped."""
    found: dict[str, list[KnownProblem]] = {}
    decided = moment.state.decided(moment.at)
    for problem in problems_until(moment, moment.today):
        if not problem.solved_by:
            made = decided.get(problem.record.record_no)
            told_first = not (made and made.decision) or made.decision.tell_back
            found.setdefault(problem.record.customer_no, []).append(replace(problem, told_first=told_first))
    return found


def carried_out_by(moment: Moment, record: CallRecord) -> str:
    """Who carries out what was decided about a problem, by 工号: whom the decision names, else who reported it, else
    whose customer it is now.
    """
    decided = moment.state.decided(moment.at).get(record.record_no)
    named = moment.people.by_no.get(decided.decision.carrier) if decided and decided.decision else None
    if named and named.active_on(moment.today):
        return named.person_no
    agent, customer = moment.people.by_no.get(record.agent), moment.customers.get(record.customer_no)
    is_here = agent is not None and agent.active_on(moment.today)
    return record.agent if is_here or not customer else customer.owner
