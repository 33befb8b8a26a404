"""Which reports are to be made now: every one that was owed and not made, and what would say something else by now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from huifang.core.periods import Period
from huifang.decisions.reports.changes import says_otherwise, tiles_of
from huifang.decisions.reports.handing_in import ON_TIME, hand_ins_of
from huifang.decisions.reports.parts import OF_ROUNDS
from huifang.flow.calls.refused import refused_of
from huifang.flow.office.desk import Desk
from huifang.flow.reports.handed_in import batch_duties
from huifang.flow.reports.reporting import build_report, duties_of
from huifang.ledger.state import MadeReport
from huifang.policy.duties import CALLS_PART, ReportDuty


def reports_due(desk: Desk) -> Iterator[tuple[str, Period]]:
    """The reports, by kind and period, that are to be made now, the oldest first (decision 21).

    One that was owed since the founding and was not made is made from 报告时刻 of its due day on, or from the period's
    last day on with all its sheets in. One that was made is made again, once after each 报告时刻, while what came in
    since changes what it says, and none on a later period has been made. What was made before it could be due, or by a
    clock that was ahead of now, does not count. Each is to be made before the next is asked for.
    """
    wanted = [(_due_on(desk, duty, period), duty, period) for duty in duties_of(desk.present.policy)
              for period in _periods_of(desk, duty)]  # fmt: skip
    wanted.sort(key=lambda one: (one[2].until_on, one[0], one[1].report))
    for due_on, duty, period in wanted:
        made = _newest(desk, duty.report, period)
        if made is None or made.at < min(_at(desk, due_on), datetime.combine(period.until_on, time.min)):
            is_due = _is_first_due(desk, duty, period, due_on)
        else:
            is_due = _is_again_due(desk, duty, period, made)
        if is_due:
            yield duty.report, period


def _at(desk: Desk, day: date) -> datetime:
    """报告时刻 of the day."""
    return datetime.combine(day, desk.present.policy.report_at)


def due_at(desk: Desk, duty: ReportDuty, period: Period) -> datetime:
    """When the period's report is due, by the rules of now."""
    return _at(desk, _due_on(desk, duty, period))


def _due_on(desk: Desk, duty: ReportDuty, period: Period) -> date:
    policy, day = desk.present.policy, desk.present.policy.unshifted_due_on(duty, period)
    return policy.due_on(duty, period, desk.present.calendar(min(day, period.from_on), max(day, period.until_on)))


def _periods_of(desk: Desk, duty: ReportDuty) -> list[Period]:
    """The periods that the report may be owed for: all since the office was founded, the present one too; of a report
    on rounds of visits alone, those in which there was a round, and not just an agreed call.
    """
    policy = desk.present.policy
    if CALLS_PART not in duty.parts and not OF_ROUNDS.isdisjoint(duty.parts):
        planned = sorted({policy.period_of(batch.until_on, duty.span) for batch in desk.state.batches()})
        rounds = [(one.from_on, one.until_on) for one in policy.campaigns]
        return [
            period for period in planned
            if any(start <= period.until_on and end >= period.from_on for start, end in rounds)
            or desk.state.reports_of(duty.report, period.name)
        ]  # fmt: skip
    periods = [policy.period_of(desk.state.founded_on, duty.span)]
    while periods[-1].until_on < desk.present.today:
        periods.append(policy.period_of(periods[-1].until_on + timedelta(days=1), duty.span))
    return periods


def _newest(desk: Desk, kind: str, period: Period) -> MadeReport | None:
    """Its newest version up to now."""
    return next((made for made in reversed(desk.state.reports_of(kind, period.name)) if made.at <= desk.now), None)


def _is_first_due(desk: Desk, duty: ReportDuty, period: Period, due_on: date) -> bool:
    """Whether it is owed, by the rules of then: a row of 报告 that was added later asks for nothing that was over."""
    then = desk.at_end_of(period)
    if then.is_past and duty.report not in {owed.report for owed in duties_of(then.policy)}:
        return False
    return desk.now >= _at(desk, due_on) or _is_complete(desk, period)


def _is_complete(desk: Desk, period: Period) -> bool:
    """Whether the period is a batch that is in its last day or over, and of whose sheets no row is missing or
    has to be corrected.
    """
    if desk.present.today < period.until_on:
        return False
    duties = [duty for duty in batch_duties(desk, desk.present, period) if duty.period == period]
    if any(row.sheet.period == period.name for row in refused_of(desk.present)):
        return False
    sheets = [*hand_ins_of(duties, desk.present.policy, desk.present.people, desk.now)]
    return bool(sheets) and all(sheet.state == ON_TIME and sheet.submitted_at for sheet in sheets)


def _is_again_due(desk: Desk, duty: ReportDuty, period: Period, made: MadeReport) -> bool:
    """Whether it is to be made again at the last 报告时刻: what was made before its period was over knows nothing of
    the days after; else where it would say something else.
    """
    hour = _at(desk, desk.present.today)
    hour = hour if desk.now >= hour else hour - timedelta(days=1)
    if made.at >= hour or _has_next(desk, duty, period):
        return False
    if made.at.date() < period.until_on < hour.date():
        return True
    if not _something_came(desk, made) and not _is_later(desk, duty, period, made):
        return False
    report = build_report(desk, period, duty.report)
    return says_otherwise(made, report.figures.totals(), tiles_of(report.parts))


def _has_next(desk: Desk, duty: ReportDuty, period: Period) -> bool:
    """Whether one of its kind was made on a later period."""
    policy = desk.present.policy
    made = (report for report in desk.state.reports if report.kind == duty.report and report.at <= desk.now)
    return any(policy.parse_period(report.period).from_on > period.until_on for report in made)


def _something_came(desk: Desk, made: MadeReport) -> bool:
    """Whether sheets, corrections or changed registers came since."""
    state = desk.state
    return any(
        one.seq > made.seq for listed in (state.submissions, state.corrections, state.versions) for one in listed
    )


def _is_later(desk: Desk, duty: ReportDuty, period: Period, made: MadeReport) -> bool:
    """Whether somebody is later by now than the report says, or was fined; that is told until the next of its kind
    would be due.
    """
    policy, then = desk.present.policy, desk.at_end_of(period)
    following = policy.period_of(period.until_on + timedelta(days=1), duty.span)
    if desk.now >= _at(desk, _due_on(desk, duty, following)):
        return False
    sheets = [*hand_ins_of(batch_duties(desk, then, period), then.policy, desk.present.people, desk.now)]
    late = {
        "late_days": sum(sheet.late_days for sheet in sheets),
        "missing": sum(sheet.missing for sheet in sheets),
        "fine_yuan": sum(sheet.fine_yuan for sheet in sheets),
    }
    return says_otherwise(made, late, {})
