"""抽查报告: made again when it says something else than before, kept under 抽查, written to the boss alone."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from msgspec import json

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.core.periods import Period
from huifang.decisions.audit import told
from huifang.decisions.audit.audited import PeriodAudit
from huifang.edges.reading.cell_digest import digest_of
from huifang.edges.store.files import FileBusy, digest, write_bytes
from huifang.edges.store.office import CHECKS
from huifang.flow.audit.evaluating import audit
from huifang.flow.audit.standings import drawn_periods
from huifang.flow.audit.to_boss import send_to_boss
from huifang.flow.office.desk import Desk
from huifang.ledger.audits_said import AuditReported


@dataclass(frozen=True)
class AuditsMade:
    """The files of the versions that were made, and what could not be written or mailed now."""

    files: tuple[str, ...] = ()
    notes: tuple[Finding, ...] = ()


def make_audit_reports(desk: Desk) -> AuditsMade:
    """The reports of all periods in which somebody was rung or is to be rung, where they changed."""
    files, notes = list[str](), list[Finding]()
    for period in drawn_periods(desk):
        made = _make(desk, period)
        files += made.files
        notes += [note for note in made.notes if note not in notes]
    return AuditsMade(tuple(files), tuple(notes))


def _make(desk: Desk, period: Period) -> AuditsMade:
    found_now, before = audit(desk, period, with_steps=False), desk.state.audits_of(period.name)
    says = _digest(found_now)
    if before and before[-1].said.says == says:
        return AuditsMade(notes=tuple(send_to_boss(desk, before[-1].said, found_now)))  # where a run died before
    if not (before or _has_something(found_now)):
        return AuditsMade()
    from huifang.edges.report.audit_book import audit_book  # noqa: PLC0415  (few runs draw one)
    from huifang.edges.report.audit_page import audit_page  # noqa: PLC0415

    found_now, version = audit(desk, period), len(before) + 1
    title = f"{told.TITLE} {period.name}" + (f"（第 {version} 版）" if version > 1 else "")
    stem = f"{CHECKS}/{period.name}/{told.TITLE}-{period.name}" + (f"-第{version}版" if version > 1 else "")
    head = desk.state.head
    contents = {
        f"{stem}.xlsx": audit_book(found_now, title, head),
        f"{stem}.html": audit_page(found_now, title, head).encode(),
    }
    produced: dict[str, str] = {}
    for path, content in contents.items():
        try:
            produced[path] = write_bytes(desk.office.path(path), content)
        except FileBusy:  # somebody looks at what an interrupted run left: the next one makes it
            return AuditsMade(notes=(found("J802", Place(path), file=path),))
    said = AuditReported(
        period=period.name, version=version, says=says, files=tuple(produced), printed_head=head, produced=produced,
        cells={path: digest_of(content) for path, content in contents.items() if path.endswith(".xlsx")},
    )  # fmt: skip
    desk.commit(said)
    return AuditsMade(tuple(produced), tuple(send_to_boss(desk, said, found_now)))


def _has_something(made: PeriodAudit) -> bool:
    """Whether there is something to tell: nobody was rung yet of whom only a draw is known."""
    return any(one.calls or one.reconciled for one in made.agents)


def _digest(made: PeriodAudit) -> str:
    """What it says, whenever it was made; the six steps are told as they stand when something else has changed."""
    return digest(json.encode({**asdict(made), "made_at": None}, order="deterministic"))
