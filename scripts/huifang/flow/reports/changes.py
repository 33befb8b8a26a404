"""What happened between two versions of a report, as the journal tells it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time

from huifang.core.periods import Period
from huifang.decisions.reports.changes import Since, changes, exemptions_of, tiles_of
from huifang.decisions.reports.figures_view import FiguresView
from huifang.decisions.reports.part import Part
from huifang.decisions.reports.report import Report
from huifang.edges.store.segments import collect_rows
from huifang.flow.office.desk import Desk
from huifang.flow.reports.settled import settled_in
from huifang.ledger.questions import newest, within
from huifang.ledger.state import MadeCorrection, MadeReport, Submission
from huifang.policy.people import Exemption
from huifang.tables.declared.calls import CALLS
from huifang.tables.declared.registers import EVERYWHERE

_CALLED_ON = CALLS.by_key["called_on"].header


def corrections_in(desk: Desk, view: FiguresView) -> list[MadeCorrection]:
    """The corrections that a report on the period is about: of its records, taken back ones and those that were moved
    out of it too, of the sheets that brought them, of its batches, and of rows of registers.
    """
    if not desk.state.corrections:
        return []
    period, batches = view.period, {batch.period.name for batch in view.batches} | {view.period.name}
    here = collect_rows(within(newest(desk.ledger.frame()), period.from_on, period.until_on))
    subjects = {row["record_no"] for row in here} | {row["submission"] for row in here} | batches
    subjects |= {submission.number for submission in desk.state.submissions if submission.period in batches}
    kept = {said.seq for said in desk.state.settlements}
    others = (c for c in desk.state.corrections if c.seq not in kept)
    of_calls = [c for c in others if c.subject_no in subjects or _moved_from(c, period)]
    return sorted([*of_calls, *settled_in(desk.at_end_of(period), period)], key=lambda correction: correction.seq)


def _moved_from(correction: MadeCorrection, period: Period) -> bool:
    """Whether a call was moved out of the period by correcting its day."""
    return correction.column == _CALLED_ON and date.fromisoformat(correction.old) in period


def changes_since(desk: Desk, view: FiguresView, report: Report) -> Part | None:
    """What changed since the version before; None for the first one."""
    earlier = desk.state.reports_of(report.kind, report.period.name)
    if not earlier:
        return None
    before, until = earlier[-1], datetime.combine(view.period.until_on, time.max)
    later = (v for v in desk.state.versions if v.seq > before.seq)
    registers = [v for v in later if v.workbook not in EVERYWHERE or v.at <= until]  # those that this version reads
    since = Since(
        before,
        _sheets_since(desk, view, before.seq),
        [correction for correction in report.corrections if correction.seq > before.seq],
        sorted({v.workbook: v for v in registers}.values(), key=lambda v: v.workbook),
        _exemptions_before(desk, view, before, until),
    )
    figures = report.figures.totals() if report.has_calls else None
    return changes(since, figures, tiles_of(report.parts), report.exemptions, view.people)


def _sheets_since(desk: Desk, view: FiguresView, seq: int) -> list[Submission]:
    """The sheets of the period's batches, and others with calls of the period, that were taken in since."""
    batches, sources = {batch.period.name for batch in view.batches}, {record.submission for record in view.records}
    return [
        sheet
        for sheet in desk.state.submissions
        if sheet.seq > seq and (sheet.accepted or sheet.rows or sheet.refused) and not sheet.withdrawn
        and (sheet.period in batches or sheet.number in sources)
    ]  # fmt: skip


def _exemptions_before(desk: Desk, view: FiguresView, before: MadeReport, until: datetime) -> Collection[Exemption]:
    then = desk.before(before.seq).people
    return exemptions_of(view.period, then if before.at <= until else view.people, then)
