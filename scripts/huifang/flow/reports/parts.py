"""The parts of a report beside the agents' calls: what they are made from, read from registers, ledger and journal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from huifang.core.periods import Period
from huifang.decisions.calls.owed import PlanningView
from huifang.decisions.calls.planning import out_of_attempts
from huifang.decisions.complaints.clocks import ComplaintStatus
from huifang.decisions.reports.figures import Figures, FiguresView
from huifang.decisions.reports.part import Part
from huifang.decisions.reports.parts import PARTS
from huifang.decisions.reports.parts.waiting import Waiting, waiting
from huifang.decisions.reports.parts_view import PartsView
from huifang.decisions.reports.report import Problem
from huifang.edges.store.segments import collect_rows, to_records
from huifang.flow.complaints.complaining import statuses_of
from huifang.flow.office.desk import Desk
from huifang.ledger.questions import standing, within
from huifang.ledger.records import header_of
from huifang.policy.duties import ReportDuty
from huifang.policy.model import Policy
from huifang.policy.visit_reports import Visit
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.visit_reports import VISIT_REPORTS
from huifang.tables.options import CONNECTED


def parts_of(
    desk: Desk,
    view: FiguresView,
    figures: Figures,
    problems: Sequence[Problem],
    duty: ReportDuty,
    hashes: Mapping[str, str] | None,
) -> tuple[Part, ...]:
    """The parts that the report has, in its order; ``hashes`` are the versions of the registers that are meant."""
    wanted = [PARTS[name] for name in duty.parts if name in PARTS]
    if not wanted:
        return ()
    seen = parts_view(desk, view, figures, problems, _before(view.policy, view.period, duty.span), hashes)
    return tuple(make(seen) for make in wanted)


def parts_view(
    desk: Desk,
    view: FiguresView,
    figures: Figures,
    problems: Sequence[Problem],
    before: Period,
    hashes: Mapping[str, str] | None,
) -> PartsView:
    """Everything the parts look at."""
    records = standing(desk.segments())
    exhausted = {one.customer.customer_no: one.customer.name for one in out_of_attempts(view.planning, desk.today)}
    return PartsView(
        view.period,
        before,
        view.policy,
        view.people,
        view.customers,
        figures,
        view.records,
        tuple(to_records(within(records, before.from_on, before.until_on))),
        problems,
        desk.now,
        lambda table: desk.register_rows(table, hashes),
        faulty_rows(desk, view),
        sorted(exhausted.items()),
        _pending(desk),
        _complaints(desk, view, hashes),
        _reported(desk, view.period.until_on),
        lambda table: desk.register_rows(table, desk.version_hashes(before)),
    )


def _complaints(desk: Desk, view: FiguresView, hashes: Mapping[str, str] | None) -> list[ComplaintStatus]:
    """Every complaint that had come by the end, as it stood then."""
    moment = min(desk.now, datetime.combine(view.period.until_on, time.max))
    rows = [
        row
        for row in desk.register_rows(COMPLAINTS, hashes)
        if row["received_at"] is None or row["received_at"].date() <= moment.date()
    ]
    return statuses_of(desk, rows, view.policy, moment)


def waiting_now(desk: Desk, view: PlanningView, problems: Sequence[Problem]) -> list[Waiting]:
    """What waits for whom just now; ``view`` is what planning sees."""
    registers, today = desk.registers, desk.policy.period_of(desk.today)
    exhausted = {one.customer.customer_no: one.customer.name for one in out_of_attempts(view, desk.today)}
    seen = PartsView(
        today, today, desk.policy, registers.people, registers.customers, Figures((), (), ()), (), (), problems,
        desk.now, desk.register_rows, {}, sorted(exhausted.items()), _pending(desk),
        statuses_of(desk, desk.register_rows(COMPLAINTS), desk.policy, desk.now), _reported(desk, desk.today),
    )  # fmt: skip
    return waiting(seen)


def visits_of(desk: Desk, until_on: date) -> dict[str, Visit]:
    """The calls and visits of the ledger up to that day (inclusive) by record number."""
    wanted = ("record_no", "called_on", "agent", "customer_no", "customer_name", "result")
    rows = collect_rows(within(standing(desk.segments()), date.min, until_on).select(*wanted))
    return {
        row["record_no"]: Visit(
            row["called_on"], row["agent"], f"{row['customer_no']} {row['customer_name']}", row["result"] == CONNECTED
        )
        for row in rows
    }


def _reported(desk: Desk, until_on: date) -> dict[str, Visit]:
    """The visits of an office that writes reports on them."""
    return visits_of(desk, until_on) if VISIT_REPORTS.workbook in desk.workbooks else {}


def _pending(desk: Desk) -> list[tuple[str, str]]:
    return [(number, header_of(key, desk.policy.questions)) for number, key in desk.state.pending]


def _before(policy: Policy, period: Period, span: str) -> Period:
    """The period before, of the same kind; for any other period as many days."""
    day = period.from_on - timedelta(days=1)
    if policy.period_of(period.until_on, span) == period:
        return policy.period_of(day, span)
    return Period(day - (period.until_on - period.from_on), day, "")


def faulty_rows(desk: Desk, view: FiguresView) -> dict[str, list[str]]:
    """By agent, the rows with an error in the newest sheet of each of the period's batches."""
    newest = {}
    names = {batch.period.name for batch in view.batches}
    for submission in desk.state.submissions:
        if submission.period in names and not submission.withdrawn:
            newest[submission.agent, submission.period] = submission.findings
    rows: dict[str, dict[str, None]] = {}
    for (agent, _), findings in newest.items():
        for finding in findings:
            if finding.is_error and finding.place.cell:
                row = "".join(filter(str.isdigit, finding.place.cell))
                rows.setdefault(agent, {})[f"{finding.place.file} 第 {row} 行"] = None
    return {agent: [*named] for agent, named in rows.items()}
