"""The parts of a report beside the agents' calls: what they are made from, read from registers, ledger and journal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from huifang.core.periods import Period
from huifang.decisions.calls.owed import PlanningView, open_obligations
from huifang.decisions.calls.stages import stages_of
from huifang.decisions.complaints.clocks import ComplaintStatus
from huifang.decisions.reports.duties import duties_of
from huifang.decisions.reports.figures import Figures
from huifang.decisions.reports.figures_view import FiguresView
from huifang.decisions.reports.part import Part
from huifang.decisions.reports.parts import PARTS, parts_named
from huifang.decisions.reports.parts.waiting import Waiting, waiting
from huifang.decisions.reports.parts_view import PartsView
from huifang.decisions.reports.report import Problem
from huifang.decisions.reports.selected import pooled_in, shares_in
from huifang.decisions.tasks.standing import TaskStanding
from huifang.edges.known.presets import fitted
from huifang.edges.store.segments import to_records
from huifang.flow.calls.calls_about import subjects_of_calls
from huifang.flow.calls.problems import problems_until
from huifang.flow.calls.refused import refused_of
from huifang.flow.calls.visits import visits_of
from huifang.flow.complaints.complaining import statuses_of
from huifang.flow.complaints.record_clocks import records_of
from huifang.flow.evidence import postponed_days, unsettled
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.flow.tasks.standing import standings, standings_now
from huifang.ledger.questions import within
from huifang.ledger.records import CallRecord, header_of
from huifang.policy.duties import ReportDuty
from huifang.policy.model import Policy
from huifang.policy.visit_reports import Visit
from huifang.tables.declared.calls import CALLS
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.projects import PROJECTS
from huifang.tables.declared.visit_reports import VISIT_REPORTS


def parts_of(
    desk: Desk, then: Moment, view: FiguresView, figures: Figures, problems: Sequence[Problem], duty: ReportDuty
) -> tuple[tuple[Part, ...], PartsView | None]:
    """The parts that the report has, in its order, and what they look at; ``then`` is the end of its period, or now."""
    wanted = [PARTS[name] for name in parts_named(duty.parts)]
    if not wanted:
        return (), None
    before = _before(view.policy, view.period, duty.span)
    seen = replace(
        _view_of(desk, then, view.period, view.planning, problems),
        before=before,
        figures=figures,
        records=view.records,
        records_before=tuple(to_records(within(then.records, before.from_on, before.until_on))),
        faulty_rows=faulty_rows(desk, view),
        messages={call.plan_no: call.message for calls in view.issued.values() for call in calls},
        rows_at_start=desk.at_end_of(before).rows,
        stages=tuple(stages_of(view.planning, PROJECTS.name, min(desk.now.date(), view.period.until_on))),
        asks_announced=_asks(desk, view, "announced"),
        duties=duties_of(view.policy, view.period, view.told_on, figures.owed, pooled_in(view)),
        shares=tuple(shares_in(view)),
    )
    return tuple(make(seen) for make in wanted), seen


def waiting_now(desk: Desk, now: Moment, planning: PlanningView, problems: Sequence[Problem]) -> list[Waiting]:
    """What waits for whom just now; ``planning`` is what planning sees."""
    return waiting(_view_of(desk, now, now.policy.period_of(now.today), planning, problems))


def _view_of(
    desk: Desk, then: Moment, period: Period, planning: PlanningView, problems: Sequence[Problem]
) -> PartsView:
    """What the parts look at, without what is told of the period's calls."""
    calls = [*open_obligations(planning, then.today)]
    vain = [one for one in calls if not one.ended and one.is_exhausted(planning.policy.max_attempts, then.today)]
    promised = [one for one in calls if one.agreed and not one.ended and one not in vain]
    return PartsView(
        period=period,
        before=period,
        policy=then.policy,
        people=then.people,
        customers=then.customers,
        figures=Figures((), (), ()),
        records=(),
        records_before=(),
        problems=problems,
        now=desk.now,
        registers=then.rows,
        exhausted=sorted({(one.customer.customer_no, one.customer.name) for one in vain}),
        ended=[one for one in calls if one.ended],
        promised=[one for one in promised if one.agreed and one.agreed.on <= then.today],
        pending=_pending(desk, then),
        complaints=complaints_by(then),
        limited=records_of(then),
        visits=_reported(then),
        unsettled=tuple(unsettled(then)),
        postponed=tuple(postponed_days(then)),
        refused=refused_of(then),
        about=lambda table: subjects_of_calls(then, table),
        untold=_untold(desk, then),
        tasks=_tasks(desk, then, period),
        facts=planning.facts,
    )


def _untold(desk: Desk, then: Moment) -> list[CallRecord]:
    """The problems that somebody settled in writing and of whose outcome the row does not say when the customer was
    told, where the regulation's sheet asks for that day.
    """
    if "told_on" not in fitted(desk.state.preset, CALLS).by_key:
        return []
    settled = [one.record for one in problems_until(then, then.today) if one.solved_by == one.record.record_no]
    return [record for record in settled if not record.value("told_on")]


def _tasks(desk: Desk, then: Moment, period: Period) -> list[TaskStanding]:
    """How the tasks stand: on the day after a period that is over, what was due on its last day is late."""
    if not then.is_past:
        return standings_now(desk)
    return standings(then, min(desk.now.date(), period.until_on + timedelta(days=1)))


def complaints_by(then: Moment) -> list[ComplaintStatus]:
    """Every complaint that had come by then, as it stood."""
    came = [row for row in then.rows(COMPLAINTS) if not row["received_at"] or row["received_at"].date() <= then.today]
    return statuses_of(then, came)


def _reported(moment: Moment) -> dict[str, Visit]:
    """The visits of an office that writes reports on them."""
    return visits_of(moment) if VISIT_REPORTS.workbook in moment.versions else {}


def _pending(desk: Desk, then: Moment) -> list[tuple[str, str]]:
    return [(number, header_of(key, then.policy.questions)) for number, key in desk.state.pending]


def _before(policy: Policy, period: Period, span: str) -> Period:
    """The period before, of the same kind; for any other period as many days."""
    day = period.from_on - timedelta(days=1)
    if policy.period_of(period.until_on, span) == period:
        return policy.period_of(day, span)
    return Period(day - (period.until_on - period.from_on), day, "")


def _asks(desk: Desk, view: FiguresView, key: str) -> bool:
    """Whether the sheets of the period had that column."""
    used = fitted(desk.state.preset, CALLS).by_key
    return key in used and not used[key].hidden


def faulty_rows(desk: Desk, view: FiguresView) -> dict[str, list[str]]:
    """By agent, the rows with an error in the newest sheet of each of the period's batches, where an older release kept
    nothing else of them.
    """
    newest = {}
    names = {batch.period.name for batch in view.batches}
    for submission in desk.state.submissions:
        if submission.period in names and not submission.withdrawn:
            newest[submission.agent, submission.period] = submission
    rows: dict[str, dict[str, None]] = {}
    for (agent, _), submission in newest.items():
        for finding in submission.findings if submission.refused is None else ():
            if finding.is_error and finding.place.cell:
                row = "".join(filter(str.isdigit, finding.place.cell))
                rows.setdefault(agent, {})[f"{finding.place.file} 第 {row} 行"] = None
    return {agent: [*named] for agent, named in rows.items()}
