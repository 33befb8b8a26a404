"""The parts that a report may have beside the agents' calls, by the name that 内容 gives them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from huifang.decisions.reports.part import Part
from huifang.decisions.reports.parts import (
    answers,
    complaint_month,
    discipline,
    duties,
    evaluation,
    expenses,
    feedback_flows,
    field_visits,
    grievances,
    hand_ins,
    indicators,
    measures,
    projects,
    record_review,
    satisfaction,
    six_steps,
    surveys,
    tasks,
    visit_reports,
    waiting,
    wishes,
)
from huifang.decisions.reports.parts_view import PartsView
from huifang.policy.duties import CALLS_PART

PARTS: Mapping[str, Callable[[PartsView], Part]] = {
    duties.NAME: duties.duties,
    indicators.NAME: indicators.indicators,
    six_steps.NAME: six_steps.six_steps,
    record_review.NAME: record_review.record_review,
    grievances.NAME: grievances.grievances,
    answers.NAME: answers.answers,
    satisfaction.NAME: satisfaction.satisfaction,
    projects.NAME: projects.projects,
    complaint_month.NAME: complaint_month.complaint_month,
    evaluation.NAME: evaluation.evaluation,
    discipline.NAME: discipline.discipline,
    feedback_flows.NAME: feedback_flows.feedback_flows,
    measures.NAME: measures.measures,
    surveys.NAME: surveys.surveys,
    visit_reports.NAME: visit_reports.visit_reports,
    field_visits.NAME: field_visits.field_visits,
    wishes.NAME: wishes.wishes,
    expenses.NAME: expenses.expenses,
    tasks.NAME: tasks.tasks,
    hand_ins.NAME: hand_ins.hand_ins,
    waiting.NAME: waiting.waiting_part,
}


def parts_named(names: Sequence[str]) -> list[str]:
    """The parts of a report with these names; one on the agents' calls says what was reached by every rule as well."""
    told = (CALLS_PART, duties.NAME)
    named = [one for name in names for one in (told if name == CALLS_PART else (name,))]
    return [name for name in dict.fromkeys(named) if name in PARTS]


#: Those that tell of a round of visits: without one there is nothing to tell.
OF_ROUNDS = frozenset({field_visits.NAME})
