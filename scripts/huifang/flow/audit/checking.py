"""``spotcheck collect``: the auditor's sheet → checks → archive → journal → further customers where calls differ.

Rows without an error are entered, also where others have one; then the sheet goes back marked. A later sheet of the
auditor's corrects an earlier one: both are in the journal, and the report says what was changed. A file whose bytes are
known corrects nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path, PurePosixPath

from huifang.core.catalogue import because, found
from huifang.core.findings import Finding, Place
from huifang.core.periods import Period
from huifang.core.reasons import Reason, Refusal
from huifang.core.text import file_name
from huifang.decisions.audit.audited import Standing
from huifang.edges.arriving.arrivals import Arrival, Container, find_arrivals, keep_container, unpacked
from huifang.edges.arriving.laying_by import put_aside, take_out
from huifang.edges.reading.cell_digest import digest_of
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.reading.xlsx_read import read_book
from huifang.edges.store.files import OfficeError, workbook_ending
from huifang.edges.store.keeping import keep
from huifang.edges.store.office import ARCHIVE, CHECKS, INBOX, TO_CONFIRM
from huifang.flow.audit.audit_report import make_audit_reports
from huifang.flow.audit.extending import extend
from huifang.flow.audit.reading_checks import JudgedChecks, NotToBeTaken, is_checks, judge_checks
from huifang.flow.audit.standings import standings_in
from huifang.flow.intake.collected import Returned
from huifang.flow.office.desk import Desk
from huifang.flow.office.locks import opened
from huifang.flow.post.letters import people_of
from huifang.flow.post.sending import send_marked_form
from huifang.ledger.checks_said import CheckedRow, ChecksEntered
from huifang.ledger.sheets_said import ContainerKept
from huifang.tables.options import AUDITOR, BOSS

#: What the sheet is called where it goes back.
FORM = "抽查核查表"


@dataclass(frozen=True)
class EnteredSheet:
    """A sheet of which rows were entered; ``changed`` of them said something else before."""

    file: str
    agent: str
    period: str
    rows: int
    changed: int
    warnings: tuple[Finding, ...]


@dataclass(kw_only=True)
class ChecksCollected:
    """What became of every sheet; ``periods`` are those that sheets were about, ``standings`` what their agents' checks
    say now, ``waiting`` how many customers of each are still to be rung. ``extended`` are further sheets that were
    written, ``made`` what else was.
    """

    entered: list[EnteredSheet] = field(default_factory=list)
    returned: list[Returned] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)
    ignored: list[tuple[str, Reason]] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    periods: dict[str, Period] = field(default_factory=dict)
    standings: list[Standing] = field(default_factory=list)
    waiting: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    extended: list[str] = field(default_factory=list)
    made: list[str] = field(default_factory=list)


def collect_checks(desk: Desk, paths: Iterable[Path]) -> ChecksCollected:
    """Take these sheets, or all that wait in 收件箱 and 收件箱/待确认 or were filled in where the draw left them.

    Raises:
        OfficeError: the office cannot be read or written.
    """
    result = ChecksCollected(notes=[*desk.clock_findings])
    given = [*paths]
    arrivals = [*_given(desk, given)] if given else [*_waiting(desk)]
    came: dict[str, list[bool]] = {}
    for arrival in unpacked(arrivals):
        if arrival.opened:
            _close(desk, arrival, arrival.opened, came.get(arrival.opened.sha, []), result)
            continue
        taken = take_sheet(desk, arrival, result, is_asked_for=bool(given))
        if arrival.inside:
            came.setdefault(arrival.inside.sha, []).append(taken)
    finish(desk, result)
    return result


def finish(desk: Desk, result: ChecksCollected) -> None:
    """Write further sheets where the calls ask for them, and what the checks of each period say now."""
    for period in result.periods.values():
        extended = extend(desk, period)
        result.extended += extended.files
        result.notes += extended.notes
        result.waiting |= extended.waiting
        result.standings += standings_in(desk, period)
    made = make_audit_reports(desk)
    result.made += made.files
    result.notes += [note for note in made.notes if note not in result.notes]


def _given(desk: Desk, paths: Iterable[Path]) -> Iterator[Arrival]:
    """These files; one out of 收件箱 is taken out of it as if it had been found there."""
    inbox = (desk.office.root / INBOX).resolve()
    for arrival in find_arrivals(desk.office, paths):
        yield replace(arrival, from_inbox=arrival.path.resolve().is_relative_to(inbox))


def _waiting(desk: Desk) -> Iterator[Arrival]:
    """What lies in 收件箱, what was laid by there for a person, and the draws' own sheets unless they are known."""
    yield from find_arrivals(desk.office, ())
    folder = desk.office.root / INBOX / TO_CONFIRM
    if folder.is_dir():
        for arrival in find_arrivals(desk.office, (folder,)):
            if arrival.is_workbook or arrival.is_container:
                yield replace(arrival, from_inbox=True)
    for path in _where_drawn(desk):
        for arrival in find_arrivals(desk.office, (path,)):
            if not _is_known(desk, arrival):
                yield arrival


def _is_known(desk: Desk, arrival: Arrival) -> bool:
    with suppress(OSError, Unreadable):  # taking it says what is wrong
        return arrival.read()[1] in desk.state.checks.files
    return False


def _where_drawn(desk: Desk) -> Iterator[Path]:
    """The sheets of all draws, where they were written and are still."""
    further = (more.sheet for more in desk.state.checks.extended)
    for sheet in chain(*(draw.sheets for draw in desk.state.draws), further):
        path = desk.office.path(sheet.file)
        if path.is_file():
            yield path


def take_sheet(desk: Desk, arrival: Arrival, result: ChecksCollected, *, is_asked_for: bool) -> bool:
    """Deal with one file; whether it was a sheet of the auditor's. Where it was not ``is_asked_for``, what is none
    stays where it is, and nothing is said of it.
    """
    if arrival.why_ignored or not arrival.is_workbook:
        if is_asked_for:
            result.ignored.append((arrival.shown, arrival.why_ignored or because("Y370")))
        return False
    try:
        content, sha = arrival.read()
        raw = read_book(opened(desk, content, arrival.shown))
        if not is_asked_for and not is_checks(raw):
            return False
        judged = judge_checks(desk, raw, arrival.shown)
    except (Unreadable, NotToBeTaken, OSError) as error:
        if isinstance(error, NotToBeTaken) or is_asked_for:
            _refuse(desk, arrival, error, result)
        return isinstance(error, NotToBeTaken)
    if judged.is_empty and not (is_asked_for or arrival.from_inbox):
        return True  # a draw's own sheet that nobody began
    result.periods[judged.period.name] = judged.period
    if judged.is_empty:
        result.ignored.append((arrival.shown, because("Y373")))
        return True
    _enter(desk, replace(arrival, content=content), sha, judged, result)
    return True


def _refuse(desk: Desk, arrival: Arrival, error: Exception, result: ChecksCollected) -> None:
    reason = error.reason if isinstance(error, Refusal) else because("Y118")
    place = Place(arrival.shown)
    if isinstance(error, NotToBeTaken):
        finding = found("F109", place, reason=reason)
        result.notes.extend(put_aside(desk.office, arrival, reason.sentence))
    else:
        finding = found("F101", place, reason=reason)
    result.returned.append(Returned(arrival.shown, reason, (finding,), None))


def _enter(desk: Desk, arrival: Arrival, sha: str, judged: JudgedChecks, result: ChecksCollected) -> None:
    is_known = sha in desk.state.checks.files
    new, changed = _what_is_new(desk, judged, is_known=is_known)
    if new or changed or not is_known:
        _keep(desk, arrival, sha, judged, (*new, *changed))
    if new or changed or not (is_known or judged.errors):
        warnings = tuple(finding for finding in judged.findings if not finding.is_error)
        result.entered.append(
            EnteredSheet(
                arrival.shown, judged.agent, judged.period.name, len(new) + len(changed), len(changed), warnings
            )
        )
    elif not judged.errors:
        result.duplicates.append(arrival.shown)
    if judged.errors:
        _send_back(desk, arrival, judged, result)
    _take_away(arrival, result)


def _what_is_new(desk: Desk, judged: JudgedChecks, *, is_known: bool) -> tuple[list[CheckedRow], list[CheckedRow]]:
    """The rows that were never entered, and those that say something else now."""
    before = desk.state.checks.rows
    known = [(row, before.get((judged.period.name, row.check_no))) for row in judged.rows]
    new = [row for row, earlier in known if earlier is None]
    changed = [row for row, earlier in known if earlier and earlier.says != row.says and not is_known]
    return new, changed


def _keep(desk: Desk, arrival: Arrival, sha: str, judged: JudgedChecks, rows: tuple[CheckedRow, ...]) -> None:
    """The original into the archive, then the line of the journal that enters its rows."""
    content, name = arrival.content or b"", PurePosixPath(arrival.name)
    path = f"{ARCHIVE}/{CHECKS}/{judged.period.name}/{file_name(f'{sha[:12]}-{name.stem}')}{workbook_ending(name.name)}"
    kept = keep(desk.office, path, content)
    container = keep_container(desk.office, arrival.inside)
    desk.commit(
        ChecksEntered(
            period=judged.period.name, agent=judged.agent, draw=judged.draw.number, file=arrival.kept_as, sha256=sha,
            path=kept.path, rows=rows, strangers=judged.strangers, errors=judged.errors,
            archived={kept.path: kept.sha, **container}, cells={kept.path: digest_of(content)},
        )
    )  # fmt: skip


def _send_back(desk: Desk, arrival: Arrival, judged: JudgedChecks, result: ChecksCollected) -> None:
    """The marked copy, and a draft to who checks: to nobody else."""
    whose = people_of(desk.present, (AUDITOR,)) or people_of(desk.present, (BOSS,))
    sent = send_marked_form(desk, FORM, arrival.name, arrival.content or b"", judged.findings, whose)
    result.notes.extend(sent.notes)
    reason = because("Y310", count=judged.errors)
    result.returned.append(Returned(arrival.shown, reason, judged.findings, sent.path))


def _take_away(arrival: Arrival, result: ChecksCollected) -> None:
    """Out of 收件箱, with the reason for which it had been laid by."""
    if arrival.inside is None:
        result.notes.extend(take_out(arrival))
        if arrival.from_inbox and not arrival.path.exists():
            arrival.path.with_name(f"{arrival.path.name}.原因.txt").unlink(missing_ok=True)


def _close(desk: Desk, arrival: Arrival, container: Container, came: list[bool], result: ChecksCollected) -> None:
    """A mail or archive in 收件箱 in which nothing but the auditor's sheets came is kept and taken out."""
    if not (arrival.from_inbox and came and all(came) and container.members & desk.state.checks.files.keys()):
        return
    try:
        kept = keep_container(desk.office, container)
    except OfficeError as error:
        result.ignored.append((arrival.shown, error.reason))
        return
    if not kept.keys() <= desk.state.archived.keys():
        desk.commit(ContainerKept(file=arrival.kept_as, archived=kept))
    _take_away(replace(arrival, inside=None), result)
