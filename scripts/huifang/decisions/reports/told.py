"""What is told of a call beside what its record keeps: the rows it was about, the class its customer counted as."""

from __future__ import annotations

from collections.abc import Mapping

from huifang.core.periods import month_period
from huifang.decisions.calls.covering import counted_as
from huifang.decisions.calls.demands import demands, months_around
from huifang.decisions.calls.facts import Cause
from huifang.decisions.calls.subjects import named
from huifang.decisions.reports.figures_view import FiguresView
from huifang.decisions.reports.listed import ABOUT, COUNTED_AS
from huifang.ledger.records import CallRecord


def rows_told(view: FiguresView) -> dict[str, str]:
    """By plan number, the rows that the call is about; calls about none are left out."""
    about = _rows_asked_about(view)
    told: dict[str, str] = {}
    for calls in view.issued.values() if about else ():
        for call in calls:
            rows = named(cause for key in call.keys for cause in about.get((call.customer_no, key), ()))
            if rows:
                told[call.plan_no] = rows
    return told


def _rows_asked_about(view: FiguresView) -> dict[tuple[str, str], tuple[Cause, ...]]:
    """By customer and key, what the rules ask for calls about."""
    if not any(rule.anchor or rule.classes for rule in view.policy.all_rules):
        return {}
    months = months_around(view.period.from_on, view.period.until_on)
    customers = [view.customers[number] for number in view.issued if number in view.customers]
    numbers = view.planning.numbers.keys()
    asked = demands(view.policy, view.planning.facts, customers, months, numbers, view.issued)
    return {(demand.customer.customer_no, demand.key): demand.about for demand in asked if demand.about}


def calls_told(view: FiguresView, rows: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """By record number, what the lists of calls tell of each; ``rows`` are those of :func:`rows_told`."""
    return {
        record.record_no: {ABOUT.key: rows.get(record.plan_no, ""), COUNTED_AS.key: _class(view, record)}
        for record in view.records
    }


def _class(view: FiguresView, record: CallRecord) -> str:
    """Where classes follow from the data, that by which the customer was called, in the month of the call."""
    customer = view.customers.get(record.customer_no)
    if customer is None or not view.policy.states:
        return ""
    rule = next((rule for rule in view.policy.all_rules if rule.rule == record.rule), None)
    month = month_period(record.called_on.year, record.called_on.month)
    return counted_as(view.policy, view.planning.facts, customer, rule, month)
