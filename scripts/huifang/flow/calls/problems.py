"""The problems that customers had, as of a moment."""

from __future__ import annotations

from datetime import date

from huifang.edges.store.segments import collect_rows, to_records
from huifang.flow.office.moment import Moment
from huifang.ledger.problems import KnownProblem, known_problems
from huifang.ledger.questions import problems, solutions


def problems_until(moment: Moment, until_on: date) -> list[KnownProblem]:
    """Every problem of a call up to that day (inclusive), solved ones too, as it stood then."""
    found = [*to_records(problems(moment.ledger.frame(), until_on))]
    return known_problems(found, collect_rows(solutions(moment.records, until_on))) if found else []


def decided_of(moment: Moment) -> dict[str, list[str]]:
    """By customer, what was decided about open problems, for whoever calls next."""
    decided: dict[str, list[str]] = {}
    for problem in problems_until(moment, moment.today):
        record = problem.record
        if problem.is_open and record.decision:
            decided.setdefault(record.customer_no, []).append(f"批示({record.record_no})：{record.decision}")
    return decided
