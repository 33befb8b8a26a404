"""Judging one returned sheet: whose it is, by which registers, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from huifang.core.catalogue import because, found
from huifang.core.findings import Finding, Place
from huifang.core.periods import Period
from huifang.core.reasons import Refusal
from huifang.core.worktime import WorkCalendar
from huifang.edges.books.hidden_record import RECORD, HiddenRecord, record_in
from huifang.edges.reading.xlsx_read import RawBook
from huifang.edges.store.files import OfficeError
from huifang.edges.store.issued_calls import calls_of_all
from huifang.flow.calls.call_tables import call_table
from huifang.flow.intake.call_sheets import CallSheet, find_call_sheet
from huifang.flow.intake.customers_named import with_numbers
from huifang.flow.intake.forms_to_confirm import why_it_needs_a_person
from huifang.flow.intake.known_calls import with_known_calls
from huifang.flow.intake.refusing import refused_rows
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.ledger.entering import Entered, enter
from huifang.ledger.issues import Book, IssuedCall
from huifang.ledger.records import CallRecord
from huifang.ledger.sheets_said import RefusedRow
from huifang.rules.call_checks import check_calls
from huifang.rules.context import SheetContext, answered_places
from huifang.tables.declared.calls import CALLS
from huifang.tables.model import Rows, Table
from huifang.tables.options import Options
from huifang.tables.reading import NOTHING_READ


class Stranger(Refusal):
    """The workbook is not one that this office issued."""


class ForAPerson(Stranger):
    """The workbook is a form that a person carries out."""


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
    """A sheet after all checks. ``answered`` rows hold something; those without an error are ``entered``, the others
    ``refused``.
    """

    identity: Identity
    answered: int
    entered: Entered
    findings: tuple[Finding, ...]
    refused: tuple[RefusedRow, ...] = ()

    @property
    def errors(self) -> int:
        """How many errors there are."""
        return sum(finding.is_error for finding in self.findings)


def judge(desk: Desk, raw: RawBook, file: str, kept_as: str = "") -> Judged:
    """Read and check one agent's workbook; ``file`` is how it is shown, ``kept_as`` how the ledger will name it.

    Raises:
        Stranger: it is none of this office's sheets.
        ForAPerson: it is a form that only a person may carry out.
        Unreadable: a newer release issued it.
        OfficeError: what was issued cannot be read.
    """
    sheet = find_call_sheet(raw)
    needs_a_person = why_it_needs_a_person(raw) if sheet is None else None
    if needs_a_person:
        raise ForAPerson(needs_a_person)
    if (sheet is None or not sheet.grid) and RECORD not in raw.sheets:
        raise Stranger(because("Y301", sheet=CALLS.name))
    identity = _identify(desk, raw, sheet, file)
    context, options = _context(desk, identity.book, _accepted(desk, identity.book))
    findings = [*identity.findings]
    rows, answered = NOTHING_READ.lines, list[int]()
    if sheet is not None:
        read = sheet.read(context.table, file, options, identity.period, context.today)
        rows = with_numbers(context, read.lines)
        answered = answered_places(rows)
        context = with_known_calls(desk, context, rows, answered, identity.book if not identity.findings else None)
        findings += [*sheet.remarks(read, file), *read.findings]
        findings += [sheet.quoting(finding, read, context.table) for finding in check_calls(context, rows)]
        if not answered and not rows.broken:
            findings.append(found("F106", Place(file, sheet.name)))
    else:
        findings.append(found("F102", Place(file), sheet=CALLS.name))
    findings.sort(key=_order)
    good_places = _good_places(rows, answered, findings, context)
    good = rows.at(good_places)
    entered = enter(
        good, context.issued, context.customers, _questions(context),
        agent=identity.agent, batch=identity.period.name, source_file=kept_as or file,
    )  # fmt: skip
    if context.former:
        places = enumerate(good.numbers)
        former = {place: context.former[row].record_no for place, row in places if row in context.former}
        entered = replace(entered, former=former)
    refused = refused_rows(rows, answered, good_places, sheet.grid, context) if sheet else ()
    return Judged(identity, len(answered), entered, tuple(findings), refused)


def _accepted(desk: Desk, book: Book) -> Sequence[CallRecord]:
    return desk.ledger.accepted_of(book.agent, book.span.from_on)


def _questions(context: SheetContext) -> dict[str, str]:
    """The headers of the questions that the sheet asks, by key."""
    asked = (context.table.by_key.get(question.key) for question in context.policy.questions)
    return {column.key: column.header for column in asked if column}


def _order(finding: Finding) -> tuple[int, int, str, str]:
    letters, digits = _split(finding.place.cell)
    return (digits, len(letters), letters, finding.code)


def _split(cell: str | None) -> tuple[str, int]:
    matched = re.fullmatch(r"([A-Z]+)(\d+)", cell or "")
    return (matched[1], int(matched[2])) if matched else ("", 0)


def _good_places(rows: Rows, answered: Iterable[int], findings: Iterable[Finding], context: SheetContext) -> list[int]:
    """Answered rows without an error; an error about the header or the file keeps all of them out."""
    elsewhere = {finding.place.sheet for finding in findings} - {rows.sheet.name, None, RECORD}
    about = (finding for finding in findings if finding.is_error and finding.place.sheet not in elsewhere)
    bad = {_split(finding.place.cell)[1] for finding in about}
    if bad & {0, 1} or (bad and context.policy.posting == "整表"):
        return []
    return [place for place in answered if place not in rows.broken and rows.numbers[place] not in bad]


def _identify(desk: Desk, raw: RawBook, sheet: CallSheet | None, file: str) -> Identity:
    record = record_in(raw.sheets, HiddenRecord)
    if record is not None:
        if record.office_id != desk.state.office_id:
            raise Stranger(because("Y302"))
        book = next((b for b in desk.state.books if b.file == record.book), None)
        if book and (book.agent, book.period, book.digest) == (record.agent, record.period, record.digest):
            return Identity(book.agent, book, ())
        if any(withdrawn.file == record.book for withdrawn in desk.state.withdrawn_books):
            raise Stranger(because("Y303"))
    book = desk.ledger.issued().likeliest_book(sheet.plan_numbers if sheet else set())
    if book is None:
        raise Stranger(because("Y305") if record is None else because("Y304"))
    if RECORD in raw.sheets:
        return Identity(book.agent, book, (found("F105", Place(file, RECORD)),))
    agent = desk.present.people.label(book.agent)
    lost = found("F104", Place(file, sheet.name if sheet else CALLS.name), agent=agent, period=book.period)
    return Identity(book.agent, book, (lost,))


def context_of(desk: Desk, agent: str, period: str) -> SheetContext:
    """What the rows of an agent's batch are judged by.

    Raises:
        OfficeError: the agent never had a workbook of that batch.
    """
    books = desk.state.books_of(period, agent)
    if not books:
        raise OfficeError(because("Y823", agent=agent, period=period))
    return _context(desk, books[-1], ())[0]


def _context(desk: Desk, book: Book, accepted: Sequence[CallRecord]) -> tuple[SheetContext, Options]:
    """The batch's own policy and ownership; people and customers as they are now, so that new ones are known."""
    batch, now = _batch(desk, book), desk.present
    handed_out = calls_of_all(desk.office, desk.state.books_of(book.period, book.agent))
    issued: dict[str, tuple[IssuedCall, ...]] = {}
    for contents in handed_out:
        for call in contents.calls:
            issued[call.plan_no] = (*issued.get(call.plan_no, ()), call)
    context = SheetContext(
        table=batch.table,
        policy=batch.then.policy,
        calendar=batch.calendar,
        people=now.people,
        customers=now.customers,
        customers_then=batch.then.customers,
        quiet_hours=now.registers.quiet_hours,
        agent=book.agent,
        period=book.span,
        here=next(contents.plan_nos for contents in handed_out if contents.book.file == book.file),
        issued={number: calls[-1] for number, calls in issued.items()},
        issued_before={number: calls[:-1] for number, calls in issued.items() if calls[1:]},
        today=now.today,
        accepted=accepted,
        owner_on=lambda number, day: _owner_on(desk, number, day),
        still_asked=lambda calls: _still_asked(desk, book, calls),
    )
    return context, batch.options


def _still_asked(desk: Desk, book: Book, calls: Sequence[IssuedCall]) -> Sequence[IssuedCall]:
    """The calls that nobody gave up and that are owed as the registers are now."""
    from huifang.decisions.calls.asked import given_up, still_owed  # noqa: PLC0415  (where rows are open alone)
    from huifang.flow.calls.planning import planning_view  # noqa: PLC0415  (as above)

    now = desk.present
    left = [call for call in calls if not given_up(now.people, call, now.today)]
    return still_owed(
        lambda: desk.once(("planning", book.period), lambda: planning_view(now, book.span)),
        now.people, now.customers, left, book.span,
    )  # fmt: skip


def _owner_on(desk: Desk, customer_no: str, day: date) -> str:
    """Whose the customer was when that day ended, as the versions of the register tell it; empty: nobody's."""
    customer = desk.at_end_of(Period(day, day, str(day))).customers.get(customer_no)
    return customer.owner if customer else ""


@dataclass(frozen=True)
class _Batch:
    """What all sheets of one issue have in common."""

    then: Moment
    table: Table
    options: Options
    calendar: WorkCalendar


def _batch(desk: Desk, book: Book) -> _Batch:
    def worked_out() -> _Batch:
        then = desk.of_versions(book.versions)
        table, options = call_table(then.policy, desk.state.preset, book.rules)
        return _Batch(then, table, options, then.calendar(book.span.from_on, book.span.until_on))

    return desk.once(("batch", book.seq), worked_out)
