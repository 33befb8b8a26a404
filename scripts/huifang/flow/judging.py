"""Judging one returned sheet: whose it is, by which registers, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.core.periods import Period
from huifang.core.text import clean, half_width
from huifang.edges.call_sheet import RECORD, HiddenRecord, parse_record
from huifang.edges.files import OfficeError
from huifang.edges.xlsx_read import RawBook
from huifang.flow.desk import Desk
from huifang.flow.planning import call_table
from huifang.ledger.issues import IssuedCall
from huifang.ledger.records import CallRecord
from huifang.ledger.state import Book
from huifang.rules import check_calls, is_answered
from huifang.rules.context import SheetContext
from huifang.tables.calls import CALLS
from huifang.tables.cells import shown
from huifang.tables.model import Row
from huifang.tables.reading import Grid, read_table


class Stranger(Exception):
    """The workbook is not one that this office issued; the message says why, in Chinese."""


@dataclass(frozen=True)
class Identity:
    """Whose sheet it is, of which batch, and what is odd about how we know."""

    agent: str
    book: Book
    findings: tuple[Finding, ...]

    @property
    def period(self) -> Period:
        """The batch's period."""
        return self.book.span


@dataclass(frozen=True)
class Judged:
    """A sheet after all checks. ``good`` are the answered rows without an error."""

    identity: Identity
    context: SheetContext
    answered: int
    good: tuple[Row, ...]
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> int:
        """How many errors there are."""
        return sum(finding.is_error for finding in self.findings)


def judge(desk: Desk, raw: RawBook, file: str, accepted_of: Callable[[str], Sequence[CallRecord]]) -> Judged:
    """Read and check one agent's workbook; ``accepted_of`` gives the records of an agent that stand in the ledger.

    Raises:
        Stranger: it is none of this office's sheets.
    """
    grid = raw.sheets.get(CALLS.name, ())
    if not grid and RECORD not in raw.sheets:
        raise Stranger(f"工作簿里没有“{CALLS.name}”工作表，不是本系统发放的回访表")
    identity = _identify(desk, raw, grid, file)
    context, options = _context(desk, identity.book, accepted_of(identity.agent))
    if not raw.has(CALLS.name):
        gone = found("F102", Place(file), sheet=CALLS.name)
        return Judged(identity, context, 0, (), (*identity.findings, gone))
    read = read_table(context.table, grid, file, options)
    findings = [*identity.findings, *read.findings, *check_calls(context, read.rows)]
    answered = [row for row in read.rows if is_answered(row)]
    if not answered and not any(row.broken for row in read.rows):
        findings.append(found("F106", Place(file, CALLS.name)))
    findings.sort(key=_order)
    return Judged(identity, context, len(answered), _good_rows(answered, findings, context), tuple(findings))


def _order(finding: Finding) -> tuple[int, int, str, str]:
    letters, digits = _split(finding.place.cell)
    return (digits, len(letters), letters, finding.code)


def _split(cell: str | None) -> tuple[str, int]:
    matched = re.fullmatch(r"([A-Z]+)(\d+)", cell or "")
    return (matched[1], int(matched[2])) if matched else ("", 0)


def _good_rows(answered: list[Row], findings: list[Finding], context: SheetContext) -> tuple[Row, ...]:
    """Rows without an error; an error about the header or the file keeps all of them out."""
    bad = {_split(finding.place.cell)[1] for finding in findings if finding.is_error}
    if bad & {0, 1} or (bad and context.policy.posting == "整表"):
        return ()
    return tuple(row for row in answered if not row.broken and row.number not in bad)


def _identify(desk: Desk, raw: RawBook, grid: Grid, file: str) -> Identity:
    record = _hidden_record(raw)
    if record is not None:
        if record.office_id != desk.state.office_id:
            raise Stranger("这张表是另一个办公文件夹发放的")
        book = next((b for b in desk.state.books if b.file == record.book), None)
        if book and (book.agent, book.period, book.digest) == (record.agent, record.period, record.digest):
            return Identity(book.agent, book, ())
        if record.book in desk.state.issued_files and book is None:
            raise Stranger("这张表所属的计划已经撤销")
    issue = _newest_issue(desk, grid)
    if issue is None:
        if record is not None:
            raise Stranger("隐藏记录与发放时不符，也找不到发放过的计划编号")
        raise Stranger("没有系统的隐藏记录，也找不到发放过的计划编号")
    tampered = RECORD in raw.sheets
    code = "F105" if tampered else "F104"
    agent = desk.registers.people.label(issue.agent)
    odd = found(code, Place(file, RECORD if tampered else CALLS.name), agent=agent, period=issue.period)
    book = next(b for b in desk.state.books if b.file == issue.book)
    return Identity(issue.agent, book, (odd,))


def _hidden_record(raw: RawBook) -> HiddenRecord | None:
    cells = raw.sheets.get(RECORD) or [[None]]
    return parse_record(cells[0][0] if cells[0] else None)


def _newest_issue(desk: Desk, grid: Grid) -> IssuedCall | None:
    """The newest issue among the sheet's plan numbers: the batch a copied sheet belongs to."""
    header = [half_width(clean(shown(cell))) for cell in grid[0]] if grid else []
    name = CALLS.by_key["plan_no"].header
    if name not in header:
        return None
    at = header.index(name)
    order = {book.file: book.seq for book in desk.state.books}
    issues = [
        issue
        for cells in grid[1:]
        if at < len(cells) and (issue := desk.state.newest_issue(half_width(clean(shown(cells[at])))))
    ]
    return max(issues, key=lambda issue: (order[issue.book], issue.plan_no), default=None)


def context_of(desk: Desk, agent: str, period: str) -> SheetContext:
    """What the rows of an agent's batch are judged by.

    Raises:
        OfficeError: the agent never had a workbook of that batch.
    """
    books = [book for book in desk.state.books if book.agent == agent and book.period == period]
    if not books:
        raise OfficeError(f"{agent} 的 {period} 计划已经撤销，不能再核对。")
    return _context(desk, books[-1], ())[0]


def _context(
    desk: Desk, book: Book, accepted: Sequence[CallRecord]
) -> tuple[SheetContext, Mapping[str, tuple[str, ...]]]:
    """The batch's own policy and ownership; people and customers as they are now, so that new ones are known."""
    books = [b for b in desk.state.books if b.agent == book.agent and b.period == book.period]
    then, now = desk.registers_of(book.versions), desk.registers
    issued = {call.plan_no: call for b in books for call in b.calls}
    table, options = call_table(then.policy, desk.state.preset, desk.state.rules_asked[book.seq])
    calendar = desk.calendar(then.policy, book.span.from_on, book.span.until_on)
    context = SheetContext(
        table=table,
        policy=then.policy,
        calendar=calendar,
        people=now.people,
        customers=now.customers,
        owners=then.owners,
        agent=book.agent,
        period=book.span,
        book=book.file,
        issued=issued,
        today=desk.today,
        accepted=accepted,
    )
    return context, options
