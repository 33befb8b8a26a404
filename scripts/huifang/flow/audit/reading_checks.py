"""Reading one auditor's sheet: which draw it is of, what was filled in, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from huifang.core.catalogue import because, found
from huifang.core.findings import Finding, Place
from huifang.core.periods import Period
from huifang.core.reasons import Refusal
from huifang.core.text import clean, half_width
from huifang.edges.books.hidden_record import RECORD, CheckRecord, record_in
from huifang.edges.reading.active_content import active_findings
from huifang.edges.reading.xlsx_read import RawBook
from huifang.flow.audit.checked import on_sheets
from huifang.flow.audit.frames import sealed_frame, stored_frame
from huifang.flow.audit.who_to_ring import customers_to_ring
from huifang.flow.office.desk import Desk
from huifang.ledger.checks_said import CheckedRow
from huifang.ledger.kinds import Draw
from huifang.ledger.spot_checks import check_no
from huifang.policy.register_read import cell_options
from huifang.rules.spot_checks import ChecksContext, OnSheet, begun, check_spot_checks
from huifang.tables.anywhere import hidden_rows, read_anywhere
from huifang.tables.cells import shown
from huifang.tables.days import Days
from huifang.tables.declared.spot_checks import FIXED_OPTIONS, RESERVE, SPOT_CHECKS
from huifang.tables.model import Row


class NotToBeTaken(Refusal):
    """The workbook is no sheet of a draw of this office."""


@dataclass(frozen=True, kw_only=True)
class JudgedChecks:
    """An auditor's sheet after all checks: ``rows`` are those without an error, ``strangers`` who was never drawn."""

    draw: Draw
    period: Period
    agent: str
    rows: tuple[CheckedRow, ...]
    strangers: tuple[str, ...]
    findings: tuple[Finding, ...]
    is_empty: bool

    @property
    def errors(self) -> int:
        """How many errors there are."""
        return sum(finding.is_error for finding in self.findings)


def is_checks(raw: RawBook) -> bool:
    """Whether the workbook looks like an auditor's sheet."""
    return raw.has(SPOT_CHECKS.name) or raw.has(RESERVE.name)


def judge_checks(desk: Desk, raw: RawBook, file: str) -> JudgedChecks:
    """Read and check one auditor's workbook; ``file`` is how it is shown.

    Raises:
        NotToBeTaken: it is none of this office's draws.
        Unreadable: a newer release made it.
        OfficeError: the sealed frame or a register cannot be read.
    """
    draw, agent, is_known_by_rows = _identify(desk, raw)
    context, period = _context(desk, draw, agent)
    findings = [*active_findings(raw.active, file)]
    if is_known_by_rows:
        findings.append(found("S919", Place(file, SPOT_CHECKS.name)))
    rows: list[Row] = []
    options = {**cell_options(desk.present.policy), **FIXED_OPTIONS}
    days = Days(batch=(period.from_on, period.until_on), from_1904=raw.from_1904, came_on=desk.now.date())
    for table in (SPOT_CHECKS, RESERVE):
        if raw.has(table.name):
            read = read_anywhere(table, raw.sheets[table.name], file, options, days=days)
            findings += [
                *read.findings, *hidden_rows(read, raw.hidden.get(table.name, frozenset()), Place(file, table.name)),
            ]  # fmt: skip
            rows += read.rows
        elif table is SPOT_CHECKS:
            findings.append(found("F102", Place(file), sheet=table.name))
    findings += check_spot_checks(context, rows)
    good = _good(rows, findings)
    return JudgedChecks(
        draw=draw,
        period=period,
        agent=agent,
        rows=tuple(_entered(context, row) for row in good if row["check_no"] in context.drawn),
        strangers=tuple(
            row["customer_no"] or "" for row in rows if begun(row) and row["check_no"] not in context.drawn
        ),
        findings=tuple(findings),
        is_empty=not any(map(begun, rows)),
    )


def _identify(desk: Desk, raw: RawBook) -> tuple[Draw, str, bool]:
    """Whose sheet of which draw it is, and whether only its rows tell that."""
    if not is_checks(raw):
        raise NotToBeTaken(because("Y370"))
    record = record_in(raw.sheets, CheckRecord)
    if record is None and RECORD in raw.sheets:
        raise NotToBeTaken(because("Y372"))
    if record is not None and record.office_id != desk.state.office_id:
        raise NotToBeTaken(because("Y371"))
    for draw in desk.state.draws:
        more = desk.state.checks.more_of(draw.period, draw.number)
        for sheet in (*draw.sheets, *(one.sheet for one in more)):
            said = (draw.period, draw.number, sheet.agent, sheet.digest)
            if record is None:
                numbers = {check_no(draw.period, draw.number, one) for one in on_sheets(desk, draw, sheet.agent)}
                if numbers & _numbers(raw):
                    return draw, sheet.agent, True
            elif said == (record.period, record.draw, record.agent, record.digest):
                return draw, sheet.agent, False
    raise NotToBeTaken(because("Y372"))


def _numbers(raw: RawBook) -> set[str]:
    """All that could be a 抽查编号 on it."""
    cells = (cell for name in (SPOT_CHECKS.name, RESERVE.name) for row in raw.sheets.get(name, ()) for cell in row)
    return {half_width(clean(shown(cell))) for cell in cells}


def _context(desk: Desk, draw: Draw, agent: str) -> tuple[ChecksContext, Period]:
    sealed = desk.state.frames[draw.period]
    period = stored_frame(desk, sealed).period
    sealed = sealed_frame(desk, period) or sealed
    listed = on_sheets(desk, draw, agent)
    customers = customers_to_ring(desk, sealed, period, (one.customer_no for one in listed))
    drawn: dict[str, OnSheet] = {}
    for one in listed:
        customer = customers.get(one.customer_no)
        drawn[check_no(draw.period, draw.number, one)] = OnSheet(
            order=one.order, customer_no=one.customer_no, contact=customer.contact if customer else "",
            phone=customer.phone if customer else "",
        )  # fmt: skip
    rung = (row.order for number, row in desk.state.checks.of(draw.period, agent) if number == draw.number)
    context = ChecksContext(
        agent=agent, drawn=drawn, people=desk.present.people, sealed_on=sealed.at.date(), today=desk.now.date(),
        rung_before=frozenset(rung),
    )  # fmt: skip
    return context, period


def _good(rows: Iterable[Row], findings: Iterable[Finding]) -> list[Row]:
    """The rows that were begun and have no error; an error about the header or the file keeps all of them out."""
    wrong = [finding.place for finding in findings if finding.is_error]
    if any(not place.cell or place.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "1" for place in wrong):
        return []
    bad = {(place.sheet, int((place.cell or "").lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or 0)) for place in wrong}
    return [row for row in rows if begun(row) and not row.broken and (row.sheet.name, row.number) not in bad]


def _entered(context: ChecksContext, row: Row) -> CheckedRow:
    drawn, auditor = context.drawn[row["check_no"]], context.auditor(row["checked_by"])
    texts = {key: row[key] or "" for key in ("answered_by", "was_called", "satisfaction", "solved", "words")}
    return CheckedRow(
        check_no=row["check_no"], order=drawn.order, customer_no=drawn.customer_no, row=row.number,
        sheet=row.sheet.name, reached=row["reached"], called_on=row["called_on"],
        checked_by=auditor.person_no if auditor else "", checked_at=row["checked_at"], **texts,
    )  # fmt: skip
