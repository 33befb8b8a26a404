"""Collecting: file → whose sheet → checks → archive → segment → journal → back to the sender what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.core.text import file_name
from huifang.edges.arrivals import Arrival, find_arrivals, keep_container, put_aside, take_out, unpacked
from huifang.edges.cell_digest import cell_digest
from huifang.edges.containers import NotTakenOut
from huifang.edges.files import write_bytes
from huifang.edges.office import ARCHIVE
from huifang.edges.segments import segment_path, to_parquet, to_records
from huifang.edges.xlsx_guard import Unreadable
from huifang.edges.xlsx_read import RawBook, read_book
from huifang.flow.arriving import arrival_time, close_container
from huifang.flow.desk import Desk
from huifang.flow.judging import Judged, Stranger, judge
from huifang.flow.sending import About, send_form, send_marked
from huifang.ledger.entering import to_record
from huifang.ledger.posting import Change, Posting, post
from huifang.ledger.questions import newest
from huifang.ledger.records import CallRecord
from huifang.ledger.state import FORMAT, Submission


@dataclass(frozen=True)
class Accepted:
    """A sheet of which something was posted, or which had no error."""

    file: str
    agent: str
    period: str
    rows: int
    sha256: str
    warnings: tuple[Finding, ...]


@dataclass(frozen=True)
class Returned:
    """A sheet with an error; ``marked`` is the marked copy (None for a file that cannot be read)."""

    file: str
    reason: str
    findings: tuple[Finding, ...]
    marked: str | None


@dataclass
class Collected:
    """What became of every file."""

    accepted: list[Accepted] = field(default_factory=list)
    returned: list[Returned] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)
    ignored: list[tuple[str, str]] = field(default_factory=list)
    pending: list[tuple[str, Change]] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)


@dataclass
class _Known:
    """The newest version of every record, so that a sheet's rows can be compared."""

    by_subject: dict[str, list[CallRecord]] = field(default_factory=dict)
    by_agent: dict[str, list[CallRecord]] = field(default_factory=dict)

    def sharing(self, rows: Iterable[CallRecord]) -> list[CallRecord]:
        """Records under the same plan numbers or customers as the rows."""
        subjects = {subject for row in rows for subject in (row.plan_no or f"客户 {row.customer_no}",)}
        return [record for subject in subjects for record in self.by_subject.get(subject, ())]

    def accepted_of(self, agent: str) -> Sequence[CallRecord]:
        """The agent's records that count."""
        return self.by_agent.get(agent, ())

    def add(self, records: Iterable[CallRecord]) -> None:
        for record in records:
            subject = record.plan_no or f"客户 {record.customer_no}"
            self.by_subject.setdefault(subject, []).append(record)
            if not record.withdrawn:
                self.by_agent.setdefault(record.agent, []).append(record)


def collect(desk: Desk, paths: Iterable[Path]) -> Collected:
    """Take the files (or the inbox) into the ledger, one after the other."""
    result = Collected(notes=list(desk.clock_findings))
    known = _Known()
    known.add(to_records(newest(desk.segments())))
    for arrival in unpacked(find_arrivals(desk.office, paths)):
        _take(desk, arrival, known, result)
    return result


@dataclass(frozen=True)
class _Sheet:
    """One judged sheet on its way into the ledger; ``number`` and ``seq`` are what it will be journaled under."""

    arrival: Arrival
    content: bytes
    sha: str
    raw: RawBook
    judged: Judged
    number: str
    seq: int

    @property
    def agent(self) -> str:
        """Whose sheet it is."""
        return self.judged.identity.book.agent

    @property
    def period(self) -> str:
        """The batch it belongs to."""
        return self.judged.identity.period.name

    @property
    def about(self) -> About:
        """What is said of it in mails."""
        return About(self.agent, self.period, self.arrival.path.name, self.sha)


def _take(desk: Desk, arrival: Arrival, known: _Known, result: Collected) -> None:
    if arrival.opened:
        left = close_container(desk, arrival, arrival.opened)
        if left and all(returned.file != arrival.shown for returned in result.returned):
            result.ignored.append((arrival.shown, left))
        return
    if arrival.why_ignored:
        put_aside(desk.office, arrival, arrival.why_ignored)
        result.ignored.append((arrival.shown, arrival.why_ignored))
        return
    try:
        content, sha = arrival.read()
        if not desk.state.pending and any(s.sha256 == sha and not s.errors for s in _handed_in(desk)):
            take_out(arrival)
            result.duplicates.append(arrival.shown)
            return
        raw = read_book(content)
        judged = judge(desk, raw, arrival.shown, known.accepted_of)
    except Stranger as stranger:
        put_aside(desk.office, arrival, str(stranger))
        result.ignored.append((arrival.shown, str(stranger)))
    except (Unreadable, OSError) as error:
        _return_unreadable(desk, arrival, error, result)
    else:
        number = f"T{len(desk.state.submissions) + 1:04d}"
        _enter(desk, _Sheet(arrival, content, sha, raw, judged, number, desk.journal.next_seq), known, result)


def _handed_in(desk: Desk) -> Iterator[Submission]:
    """The submissions that were not taken back."""
    return (submission for submission in desk.state.submissions if not submission.withdrawn)


def _return_unreadable(desk: Desk, arrival: Arrival, error: Exception, result: Collected) -> None:
    if isinstance(error, Unreadable):
        reason, advice = error.reason, error.advice
        put_aside(desk.office, arrival, f"{reason}。{advice}")
    else:
        reason, advice = "文件正被打开或没有读取权限", "请关闭文件后再运行一次。"
    code = "F110" if isinstance(error, NotTakenOut) else "F101"
    finding = found(code, Place(arrival.shown), reason=reason, advice=advice)
    result.returned.append(Returned(arrival.shown, reason, (finding,), None))


def _enter(desk: Desk, sheet: _Sheet, known: _Known, result: Collected) -> None:
    """Post what can be posted: what goes back, archive and segment first; the journal line makes it happen."""
    posting = _post(desk, sheet, known)
    pending, declined = _sort_changes(desk, posting.changes, sheet)
    settled = _settled(desk, posting, pending)
    asked = [c for c in pending if desk.state.pending.get((c.record_no, c.key)) != (c.old, c.new)]
    shown = sheet.arrival.shown
    result.pending.extend((shown, change) for change in pending)
    if not posting.new and not asked and any(s.sha256 == sheet.sha for s in _handed_in(desk)):
        if settled:
            desk.commit("settled", {"settled": settled})
        take_out(sheet.arrival)
        result.duplicates.append(shown)
        return
    arrived_at, doubts = arrival_time(desk, sheet.arrival, sheet.judged.identity.book)
    findings = (*sheet.judged.findings, *declined, *doubts)
    errors = sheet.judged.errors
    accepted = bool(posting.new) or not errors
    _send_back(desk, sheet, findings, len(posting.new), asked, result)
    unplanned = sum(1 for record in posting.new if not record.plan_no)
    desk.commit(
        "submission",
        {
            "number": sheet.number, "file": sheet.arrival.kept_as, "agent": sheet.agent, "period": sheet.period,
            "sha256": sheet.sha, "arrived_at": f"{arrived_at:{FORMAT}}", "rows": len(posting.new),
            "accepted": accepted and sheet.judged.answered > 0, "errors": errors,
            "warnings": len(findings) - errors, "unplanned": desk.state.unplanned + unplanned,
            "pending": [asdict(change) for change in asked], "settled": settled,
            "findings": [{**finding.as_json(), "file": sheet.arrival.kept_as} for finding in findings],
            **_keep(desk, sheet, posting),
        },
    )  # fmt: skip
    take_out(sheet.arrival)
    known.add(posting.new)
    if accepted:
        warnings = tuple(finding for finding in findings if not finding.is_error)
        result.accepted.append(Accepted(shown, sheet.agent, sheet.period, len(posting.new), sheet.sha, warnings))


def _send_back(
    desk: Desk, sheet: _Sheet, findings: tuple[Finding, ...], posted: int, asked: Sequence[Change], result: Collected
) -> None:
    """Put into 发件箱 what goes to the agent, and what to the supervisor."""
    errors = sheet.judged.errors
    if errors:
        sent = send_marked(desk, sheet.about, sheet.content, findings, posted)
        result.notes.extend(sent.notes)
        result.returned.append(Returned(sheet.arrival.shown, f"{errors} 处错误", findings, sent.path))
    if asked:
        sent = send_form(desk, sheet.about, asked)
        result.notes.extend(sent.notes)
        result.forms.extend([sent.path] if sent.path else [])


def _keep(desk: Desk, sheet: _Sheet, posting: Posting) -> dict[str, Any]:
    """Put the original into the archive and the new records into a segment; where they are, for the journal."""
    name = f"{file_name(f'{sheet.number}-{sheet.arrival.path.stem}')}{sheet.arrival.path.suffix}"
    path = f"{ARCHIVE}/提交/{sheet.period}/{name}"
    write_bytes(desk.office.path(path), sheet.content)
    segments = {}
    if posting.new:
        segment = segment_path(sheet.seq)
        segments[segment] = write_bytes(desk.office.path(segment), to_parquet(posting.new))
    cells = {path: cell_digest(sheet.raw)}
    kept = keep_container(desk.office, sheet.arrival.inside)
    return {"path": path, "archived": {path: sheet.sha, **kept}, "segments": segments, "cells": cells}


def _post(desk: Desk, sheet: _Sheet, known: _Known) -> Posting:
    context = sheet.judged.context
    questions = [key for key in (q.key for q in context.policy.questions) if key in context.table.by_key]
    rows = []
    for row in sheet.judged.good:
        call = context.call_of(row)
        customer = context.customers.get(context.customer_no_of(row))
        record = to_record(row, call, customer, sheet.agent, sheet.period, sheet.seq, sheet.number, questions)
        rows.append(replace(record, source_file=sheet.arrival.kept_as))
    headers = {column.key: column.header for column in context.table.columns}
    return post(rows, known.sharing(rows), desk.state.unplanned, headers)


def _sort_changes(desk: Desk, changes: Iterable[Change], sheet: _Sheet) -> tuple[list[Change], list[Finding]]:
    """Changes that wait for the supervisor, and findings for those that were declined before."""
    pending, declined = [], []
    place = Place(sheet.arrival.shown, sheet.judged.context.table.name)
    for change in changes:
        if (change.record_no, change.key, change.new) in desk.state.declined:
            declined.append(found("L708", place, **asdict(change)))
        else:
            pending.append(change)
    return pending, declined


def _settled(desk: Desk, posting: Posting, pending: Iterable[Change]) -> list[dict[str, str]]:
    """Pending changes that this sheet takes back: the row came again with the accepted value."""
    still = {(change.record_no, change.key) for change in pending}
    return [
        {"record_no": record_no, "key": key}
        for record_no, key in desk.state.pending
        if record_no in posting.seen and (record_no, key) not in still
    ]
