"""The cover of a report: former periods as their reports counted them, and the period ahead as it would be planned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from huifang.core.periods import Period
from huifang.decisions.calls.planning import make_plan
from huifang.decisions.reports.cover.compose import CoverMade, CoverView, cover_of
from huifang.decisions.reports.cover.counts import Counts, Past, counts_of, read_counts, total_of
from huifang.decisions.reports.figures import figures_of
from huifang.decisions.reports.report import Report
from huifang.edges.store.segments import to_records
from huifang.flow.calls.planning import planning_view
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.flow.reports.asking import ASKED
from huifang.flow.reports.counting import figures_view, problems_of
from huifang.ledger.issues import IssuedCall
from huifang.ledger.letters import matter_key
from huifang.ledger.questions import within
from huifang.ledger.records import CallRecord
from huifang.ledger.state import MadeReport
from huifang.policy.duties import ReportDuty

#: So many periods before have a small column.
PAST = 5


def make_cover(desk: Desk, report: Report, duty: ReportDuty) -> CoverMade:
    """The report's cover. What is not known of former periods stays open, except of the last: that one is counted."""
    then = desk.at_end_of(report.period)
    before = _periods_before(then, report.period, duty)
    past = [_past(desk, report, period) for period in before]
    records = _records(then, before[-1])
    if report.has_calls and not past[-1].agents:
        past[-1] = _counted(desk, before[-1], records)
    following = then.policy.period_of(report.period.until_on + timedelta(days=1))
    if following.from_on <= report.period.until_on:  # a week that the month ends in has begun: the next is meant
        following = then.policy.period_of(following.until_on + timedelta(days=1))
    return cover_of(
        CoverView(
            report=report,
            policy=then.policy,
            people=then.people,
            past=past,
            records_before=records if past[-1].total else None,
            following=following,
            ahead=_ahead(then, following) if report.has_calls else (),
            asked={p.record.record_no: _asked(desk, p.record.record_no, report.period) for p in report.undecided},
        )
    )


def _periods_before(then: Moment, period: Period, duty: ReportDuty) -> list[Period]:
    """The periods of the same kind before, the oldest first; before any other period as many days."""
    policy, days = then.policy, period.until_on - period.from_on
    found = [period]
    for _ in range(PAST):
        last = found[-1].from_on - timedelta(days=1)
        regular = policy.period_of(period.until_on, duty.span) == period
        found.append(policy.period_of(last, duty.span) if regular else Period(last - days, last, f"{last}"))
    return found[:0:-1]


def _past(desk: Desk, report: Report, period: Period) -> Past:
    """A period as its last report counted it; one that was made before it was over does not count."""
    made = _made(desk.state.reports_of(report.kind, period.name), period)
    if made is None:
        return Past(period.name)
    if made.agents is None:  # an older release kept the total alone
        total = Counts(planned=int(made.figures.get("planned", 0)), done=int(made.figures.get("done", 0)))
        return Past(period.name, total)
    agents = {agent: read_counts(kept) for agent, kept in made.agents.items()}
    return Past(period.name, total_of(agents.values()), agents)


def _made(reports: Sequence[MadeReport], period: Period) -> MadeReport | None:
    whole = [made for made in reports if made.at.date() >= period.until_on]
    return whole[-1] if whole else None


def _records(then: Moment, period: Period) -> list[CallRecord]:
    return [*to_records(within(then.records, period.from_on, period.until_on))]


def _counted(desk: Desk, period: Period, records: Sequence[CallRecord]) -> Past:
    """The last period where no report kept its counts; nothing where nothing was planned or called in it."""
    if not records and not any(batch.until_on in period for batch in desk.state.batches()):
        return Past(period.name)
    then = desk.at_end_of(period)
    problems = [problem.record for problem in problems_of(then, period)]
    view = figures_view(desk, then, period, problems)
    counts = counts_of(figures_of(view), view.records)
    return Past(period.name, total_of(counts.values()), counts)


def _asked(desk: Desk, record_no: str, period: Period) -> int:
    """For how many periods before this one the decision was asked for."""
    about, policy = matter_key(record_no, ""), desk.present.policy
    keys = (key for occasion, key in desk.state.letters.written if occasion == ASKED and key.startswith(about))
    return sum(policy.parse_period(key.removeprefix(about)).until_on < period.from_on for key in keys)


def _ahead(then: Moment, period: Period) -> Sequence[IssuedCall]:
    """The calls that planning would issue for that period by what is known at the report's end, or has issued."""
    view = planning_view(then, period)
    plan = make_plan(view, period, then.today)
    return (*plan.new, *plan.still_open)
