"""Collecting: file → whose sheet → checks → archive → segment → journal → back to the sender what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.core.text import file_name
from huifang.edges.arrivals import Arrival, find_arrivals, put_aside, take_out
from huifang.edges.cell_digest import cell_digest
from huifang.edges.correction_form import correction_book
from huifang.edges.files import FileBusy, write_bytes
from huifang.edges.marking import mark
from huifang.edges.office import ARCHIVE, OUTBOX
from huifang.edges.segments import segment_path, to_parquet, to_records
from huifang.edges.xlsx_guard import Unreadable
from huifang.edges.xlsx_read import read_book
from huifang.flow.desk import Desk
from huifang.flow.judging import Judged, Stranger, judge
from huifang.ledger.entering import to_record
from huifang.ledger.posting import Change, Posting, post
from huifang.ledger.questions import newest
from huifang.ledger.records import CallRecord
from huifang.ledger.state import FORMAT
from huifang.policy.register_read import cell_options


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
    for arrival in find_arrivals(desk.office, paths):
        _take(desk, arrival, known, result)
    return result


def _take(desk: Desk, arrival: Arrival, known: _Known, result: Collected) -> None:
    if not arrival.is_workbook:
        reason = f"不是 .xlsx 或 .xlsm 工作簿({arrival.path.suffix or '没有后缀'})"
        put_aside(desk.office, arrival, reason)
        result.ignored.append((arrival.shown, reason))
        return
    try:
        content, sha = arrival.read()
        if _is_known(desk, sha) and not desk.state.pending:
            take_out(arrival)
            result.duplicates.append(arrival.shown)
            return
        judged = judge(desk, read_book(content), arrival.shown, known.accepted_of)
    except Stranger as stranger:
        put_aside(desk.office, arrival, str(stranger))
        result.ignored.append((arrival.shown, str(stranger)))
        return
    except (Unreadable, OSError) as error:
        _return_unreadable(desk, arrival, error, result)
        return
    _enter(desk, arrival, content, sha, judged, known, result)


def _is_known(desk: Desk, sha: str) -> bool:
    """Whether the same bytes were handed in before, without an error and not taken back since."""
    return any(s.sha256 == sha and not s.withdrawn and not s.errors for s in desk.state.submissions)


def _return_unreadable(desk: Desk, arrival: Arrival, error: Exception, result: Collected) -> None:
    if isinstance(error, Unreadable):
        reason, advice = error.reason, error.advice
    else:
        reason, advice = "文件正被打开或没有读取权限", "请关闭文件后再运行一次。"
    finding = found("F101", Place(arrival.shown), reason=reason, advice=advice)
    if isinstance(error, Unreadable):
        put_aside(desk.office, arrival, f"{reason}。{advice}")
    result.returned.append(Returned(arrival.shown, reason, (finding,), None))


def _enter(
    desk: Desk, arrival: Arrival, content: bytes, sha: str, judged: Judged, known: _Known, result: Collected
) -> None:
    """Post what can be posted; archive and segment first, then the one journal line that makes it happen."""
    number = f"T{len(desk.state.submissions) + 1:04d}"
    seq = desk.journal.next_seq
    posting = _post(desk, judged, arrival, seq, number, known)
    pending, declined = _sort_changes(desk, posting.changes, judged, arrival.shown)
    findings = (*judged.findings, *declined)
    resent = any(s.sha256 == sha and not s.withdrawn for s in desk.state.submissions)
    settled = _settled(desk, posting, pending)
    if resent and not posting.new and not pending:
        if settled:
            desk.commit("settled", {"settled": settled})
        take_out(arrival)
        result.duplicates.append(arrival.shown)
        return
    accepted = bool(posting.new) or not judged.errors
    identity = judged.identity
    label = file_name(f"{desk.registers.people.label(identity.agent)}-{identity.period.name}-{sha[:8]}")
    marked = _return_marked(desk, arrival, content, judged, findings, label, result) if judged.errors else None
    new_pending = [c for c in pending if desk.state.pending.get((c.record_no, c.key)) != (c.old, c.new)]
    if new_pending:
        _write_form(desk, new_pending, label, result)
    archived = (
        f"{ARCHIVE}/提交/{identity.period.name}/{file_name(number + '-' + arrival.path.stem)}{arrival.path.suffix}"
    )
    write_bytes(desk.office.path(archived), content)
    segments = {}
    if posting.new:
        path = segment_path(seq)
        segments[path] = write_bytes(desk.office.path(path), to_parquet(posting.new))
    data: dict[str, Any] = {
        "number": number, "file": arrival.kept_as, "agent": identity.agent, "period": identity.period.name,
        "sha256": sha, "path": archived, "arrived_at": f"{desk.now:{FORMAT}}", "rows": len(posting.new),
        "accepted": accepted and judged.answered > 0, "errors": judged.errors,
        "warnings": len(findings) - judged.errors, "unplanned": desk.state.unplanned + _unplanned(posting),
        "pending": [asdict(change) for change in new_pending],
        "settled": settled,
        "findings": [{**finding.as_json(), "file": arrival.kept_as} for finding in findings],
        "archived": {archived: sha}, "segments": segments,
        "cells": {archived: cell_digest(content) or ""},
    }  # fmt: skip
    desk.commit("submission", data)
    take_out(arrival)
    known.add(posting.new)
    if accepted:
        warnings = tuple(finding for finding in findings if not finding.is_error)
        entry = Accepted(arrival.shown, identity.agent, identity.period.name, len(posting.new), sha, warnings)
        result.accepted.append(entry)
    if judged.errors:
        reason = f"{judged.errors} 处错误"
        result.returned.append(Returned(arrival.shown, reason, findings, marked))
    result.pending.extend((arrival.shown, change) for change in pending)


def _post(desk: Desk, judged: Judged, arrival: Arrival, seq: int, number: str, known: _Known) -> Posting:
    context = judged.context
    questions = [key for key in (q.key for q in context.policy.questions) if key in context.table.by_key]
    rows = []
    for row in judged.good:
        call = context.call_of(row)
        customer = context.customers.get(context.customer_no_of(row))
        record = to_record(row, call, customer, context.agent, context.period.name, seq, number, questions)
        rows.append(replace(record, source_file=arrival.kept_as))
    headers = {column.key: column.header for column in context.table.columns}
    return post(rows, known.sharing(rows), desk.state.unplanned, headers)


def _unplanned(posting: Posting) -> int:
    return sum(1 for record in posting.new if not record.plan_no)


def _sort_changes(
    desk: Desk, changes: Iterable[Change], judged: Judged, file: str
) -> tuple[list[Change], list[Finding]]:
    """Changes that wait for the supervisor, and findings for those that were declined before."""
    pending, declined = [], []
    for change in changes:
        if (change.record_no, change.key, change.new) in desk.state.declined:
            place = Place(file, judged.context.table.name)
            declined.append(
                found("L708", place, record_no=change.record_no, column=change.column, old=change.old, new=change.new)
            )
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


def _return_marked(
    desk: Desk,
    arrival: Arrival,
    content: bytes,
    judged: Judged,
    findings: Iterable[Finding],
    label: str,
    result: Collected,
) -> str | None:
    suffix = arrival.path.suffix.lower()
    path = f"{OUTBOX}/退回-{label}{suffix}"
    try:
        write_bytes(desk.office.path(path), mark(content, list(findings), keep_macros=suffix == ".xlsm"))
    except FileBusy:
        result.notes.append(found("J802", Place(path), file=path))
        return None
    return path


def _write_form(desk: Desk, changes: list[Change], label: str, result: Collected) -> None:
    path = f"{OUTBOX}/更正单-{label}.xlsx"
    options = cell_options(desk.policy)
    content = correction_book(changes, desk.state.office_id, options, desk.policy.unit_name)
    try:
        write_bytes(desk.office.path(path), content)
    except FileBusy:
        result.notes.append(found("J802", Place(path), file=path))
        return
    result.forms.append(path)
