"""Reporting: registers as they were → figures → workbook and page → ledger workbook → journal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.core.periods import Period
from huifang.core.text import file_name
from huifang.decisions.complaints.approving import awaiting_approval
from huifang.decisions.reports.changes import exemptions_of, tiles_of
from huifang.decisions.reports.figures import figures_of
from huifang.decisions.reports.figures_view import FiguresView
from huifang.decisions.reports.handing_in import hand_ins_of
from huifang.decisions.reports.listed import as_issued, call_lists, sources_of
from huifang.decisions.reports.parts import complaint_month
from huifang.decisions.reports.report import Report, TrendPoint, point
from huifang.decisions.reports.told import calls_told, rows_told
from huifang.edges.reading.cell_digest import digest_of
from huifang.edges.store.files import FileBusy, read_bytes, write_bytes
from huifang.edges.store.office import LEDGER, OUTBOX, REPORTS
from huifang.flow.aftermath.passing_on import pass_on
from huifang.flow.aftermath.writing_back import write_back
from huifang.flow.calls.call_tables import whole_table
from huifang.flow.complaints.overdue import note_overdue
from huifang.flow.office.desk import Desk
from huifang.flow.reports.asking import send_decisions
from huifang.flow.reports.changes import changes_since, corrections_in
from huifang.flow.reports.counting import figures_view, problems_of, unasked_of
from huifang.flow.reports.covering import make_cover
from huifang.flow.reports.filing import file_index, number_cases
from huifang.flow.reports.handed_in import missing_sheets
from huifang.flow.reports.parts import complaints_by, parts_of
from huifang.ledger.kinds import LedgerRefreshed, ReportMade
from huifang.ledger.records import header_of
from huifang.ledger.state import State
from huifang.policy.duties import CALLS_PART, DueDay, ReportDuty
from huifang.policy.model import Policy
from huifang.policy.questions import Question

TREND_LENGTH = 6
DEFAULT_KIND = "旬报"
#: How the name of a page that may be published ends.
PUBLISHED = "-对外报道.html"


@dataclass(frozen=True)
class Made:
    """A report that was made, and the files it is in; ``notes`` say what could not be written now.

    ``forms`` are for those who have to decide about a problem that was reported in writing.
    """

    report: Report
    files: tuple[str, ...]
    notes: tuple[Finding, ...]
    forms: tuple[str, ...] = ()


def duties_of(policy: Policy) -> tuple[ReportDuty, ...]:
    """The reports that the policy owes; one that names none owes one on each batch."""
    return policy.reports or (
        ReportDuty(
            report=DEFAULT_KIND,
            due_day=DueDay(),
            span=policy.batch,
            recipients=(),
            parts=(CALLS_PART,),
            fine_yuan=None,
            clause="",
        ),
    )


def default_kind(policy: Policy) -> str:
    """The first report that the policy owes."""
    return duties_of(policy)[0].report


def make_report(desk: Desk, period: Period, kind: str | None = None) -> Made:
    """Write the period's report and its ledger workbook; made again, it is the next version."""
    from huifang.edges.books import filing_book  # noqa: PLC0415  (most who ask for figures draw none of these)
    from huifang.edges.books.ledger_book import ledger_book  # noqa: PLC0415
    from huifang.edges.report.book import report_book  # noqa: PLC0415
    from huifang.edges.report.page import report_page  # noqa: PLC0415

    numbering = number_cases(desk)
    policy = desk.present.policy
    report = build_report(desk, period, kind or default_kind(policy))
    cover = make_cover(desk, report, _duty_of(report.kind, desk.at_end_of(period).policy, policy))
    stem = f"{REPORTS}/{file_name(f'{report.kind}-{period.name}')}"
    if report.version > 1:
        stem += f"-第{report.version}版"
    contents = {
        f"{stem}.xlsx": report_book(report, cover),
        f"{stem}.html": report_page(report, cover.cover).encode(),
        f"{stem}.txt": cover.cover.message.encode(),
        f"{LEDGER}/{period.name}.xlsx": ledger_book(report),
    }
    contents |= _to_publish(desk, report, stem)
    index = file_index(desk)
    if index is not None:
        contents[filing_book.PATH] = index
    produced: dict[str, str] = {}
    notes: list[Finding] = [*desk.clock_findings, *numbering]
    for path, content in contents.items():
        try:
            produced[path] = write_bytes(desk.office.path(path), content)
        except FileBusy:  # never stops a report: what is open now is refreshed by the next one
            notes.append(found("J802", Place(path), file=path))
    asked = send_decisions(desk, desk.at_end_of(period), period.name, report.undecided) if policy.written_report else []
    notes.extend(note for sent in asked for note in sent.notes)
    cells = {path: digest_of(contents[path]) for path in produced if path.endswith(".xlsx")}
    desk.commit(
        ReportMade(
            report=report.kind,
            period=report.period.name,
            version=report.version,
            files=tuple(produced),
            figures=report.figures.totals(),
            tiles=tiles_of(report.parts),
            agents={agent: counts.as_kept for agent, counts in cover.agents.items()},
            printed_head=report.head,
            produced=produced,
            cells=cells,
        )
    )
    if complaint_month.NAME in {part.name for part in report.parts}:  # which lists what is overdue
        note_overdue(desk, complaints_by(desk.at_end_of(period)))
    notes = [*dict.fromkeys([*notes, *write_back(desk).notes, *pass_on(desk).notes])]
    return Made(report, tuple(produced), tuple(notes), tuple(sent.path for sent in asked if sent.path))


def refresh_ledgers(desk: Desk) -> tuple[str, ...]:
    """Write the ledger workbooks that were open when their report was made."""
    refreshed = []
    for made in {(report.kind, report.period): report for report in desk.state.reports}.values():
        path = f"{LEDGER}/{made.period}.xlsx"
        if path in made.files or path in desk.state.refreshed:
            continue
        from huifang.edges.books.ledger_book import ledger_book  # noqa: PLC0415  (they rarely were)

        content = ledger_book(build_report(desk, desk.present.policy.parse_period(made.period), made.kind))
        try:
            sha = write_bytes(desk.office.path(path), content)
        except FileBusy:
            continue  # still open: the next run tries again
        desk.commit(LedgerRefreshed(file=path, produced={path: sha}, cells={path: digest_of(content)}))
        refreshed.append(path)
    return tuple(refreshed)


def _to_publish(desk: Desk, report: Report, stem: str) -> dict[str, bytes]:
    """The page that may be published of the report, where it says something else than that of an earlier version."""
    pages = [part.page for part in report.parts if part.page]
    if not pages:
        return {}
    from huifang.edges.report.publication import publication_page  # noqa: PLC0415  (most reports have none)

    content = publication_page(pages[0]).encode()
    made = desk.state.reports_of(report.kind, report.period.name)
    earlier = [path for one in made for path in one.files if path.endswith(PUBLISHED)]
    there = desk.office.path(earlier[-1]) if earlier else None
    if there and there.is_file() and read_bytes(there) == content:
        return {}
    return {f"{stem}{PUBLISHED}": content}


def build_report(desk: Desk, period: Period, kind: str) -> Report:
    """Everything the report says."""
    then, now = desk.at_end_of(period), desk.present
    policy = then.policy
    problems = problems_of(then, period)
    view = figures_view(desk, then, period, [problem.record for problem in problems])
    figures = figures_of(view)
    duty = _duty_of(kind, then.policy, now.policy)
    calendar = then.calendar(period.from_on, max(period.until_on, policy.unshifted_due_on(duty, period)))
    records, rows = [*as_issued(view.records, view.issued)], rows_told(view)
    parts, seen = parts_of(desk, then, view, figures, problems, duty)
    report = Report(
        unit_name=policy.unit_name,
        kind=kind,
        period=period,
        due_on=policy.due_on(duty, period, calendar),
        version=len(desk.state.reports_of(kind, period.name)) + 1,
        made_at=desk.now,
        head=desk.state.head,
        recipients=duty.recipients,
        figures=figures,
        records=records,
        problems=problems,
        refused=view.refused,
        unasked=unasked_of(then, period),
        trend=_trend(desk.state, policy, kind, period),
        findings=_findings(desk, view),
        exemptions=exemptions_of(period, then.people, now.people),
        corrections=corrections_in(desk, view),
        labels={person.person_no: person.label for person in then.people.persons},
        lists=call_lists(
            whole_table(policy, desk.state.preset), records, sources_of(desk.state), calls_told(view, rows)
        ),
        rules={rule.rule: rule for rule in policy.all_rules},
        rows_told=rows,
        has_states=bool(policy.states),
        has_calls=CALLS_PART in duty.parts,
        parts=parts,
        duties=seen.duties if seen else (),
        approvals=tuple(awaiting_approval(policy, seen.complaints)) if seen else (),
    )
    return replace(report, changes=changes_since(desk, view, report))


def _duty_of(kind: str, *policies: Policy) -> ReportDuty:
    """The report as the first policy that owes it says; one that none owes is made like the first of the last."""
    owed = [duty for policy in policies for duty in duties_of(policy)]
    return next((duty for duty in owed if duty.report == kind), duties_of(policies[-1])[0])


def _trend(state: State, policy: Policy, kind: str, period: Period) -> list[TrendPoint]:
    """The earlier reports of this kind, newest version each, in the order of their periods."""
    earlier: dict[str, Mapping[str, Any]] = {}
    for report in state.reports:
        if report.kind == kind and report.period != period.name:
            earlier[report.period] = report.figures
    names = sorted(earlier, key=lambda name: policy.parse_period(name).until_on)
    names = [name for name in names if policy.parse_period(name).until_on < period.from_on]
    return [point(name, earlier[name]) for name in names[-(TREND_LENGTH - 1) :]]


def _findings(desk: Desk, view: FiguresView) -> list[Finding]:
    """What was wrong with the sheets of the period's batches (newest of each agent), and who is missing."""
    findings: list[Finding] = []
    for batch in view.batches:
        newest: dict[str, Sequence[Finding]] = {}
        for submission in desk.state.submissions:
            if submission.period == batch.period.name and not submission.withdrawn:
                newest[submission.agent] = submission.findings
        for listed in newest.values():
            findings.extend(listed)
    findings.extend(missing_sheets(hand_ins_of(view.batches, view.policy, view.excuses, view.now), view.people))
    return findings


def pending_findings(state: State, questions: Iterable[Question]) -> list[Finding]:
    """L707 for every change that waits for the supervisor; ``questions`` may be what a change is about."""
    asked = tuple(questions)
    return [
        found("L707", Place(OUTBOX), record_no=number, column=header_of(key, asked), old=old, new=new)
        for (number, key), (old, new) in state.pending.items()
    ]
