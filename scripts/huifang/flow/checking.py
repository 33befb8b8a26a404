"""Checking: the office's own registers and what waits, or any standard workbook that is given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from huifang.core.catalogue import because, found
from huifang.core.findings import Finding, Place
from huifang.core.text import clean, file_name
from huifang.decisions.calls.ended import ended_but_owed
from huifang.decisions.calls.late import Out, past_window, told_apart
from huifang.decisions.calls.not_callable import over_and_asked, rows_without_a_customer
from huifang.decisions.calls.obligations import Obligation
from huifang.decisions.calls.owed import PlanningView
from huifang.decisions.calls.planning import exhausted
from huifang.decisions.calls.same_customers import may_be_one
from huifang.decisions.calls.triggers import NEEDED
from huifang.decisions.reports.parts.waiting import Waiting
from huifang.edges.arriving.arrivals import Arrival, find_arrivals
from huifang.edges.forms.own import own_names
from huifang.edges.known.phones import valid_phone
from huifang.edges.reading.active_content import active_findings
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.reading.xlsx_read import RawBook, read_book
from huifang.edges.store.conflicts import register_copies
from huifang.edges.store.files import digest, workbook_ending, write_bytes
from huifang.edges.store.office import OUTBOX
from huifang.flow.calls.planning import planning_view
from huifang.flow.calls.visits import visits_of
from huifang.flow.complaints.complaining import late_complaints
from huifang.flow.complaints.record_clocks import late_records
from huifang.flow.evidence import FIRST_ASKED, changes_told, unsettled
from huifang.flow.intake.call_sheets import find_call_sheet
from huifang.flow.intake.judging import Stranger
from huifang.flow.intake.judging_forms import judge_form
from huifang.flow.intake.register_forms import register_form
from huifang.flow.intake.returned_forms import is_form, judge_book
from huifang.flow.office.desk import Desk
from huifang.flow.office.locks import opened
from huifang.flow.office.moment import Moment
from huifang.flow.office.settings_in_use import customers_once_known, settings_found
from huifang.flow.reports.counting import problems_of
from huifang.flow.reports.handed_in import missing_sheets, never_came
from huifang.flow.reports.parts import waiting_now
from huifang.flow.reports.reporting import pending_findings
from huifang.flow.tasks.standing import task_findings
from huifang.policy.customers import Customers
from huifang.policy.register_read import cell_options, read_registers
from huifang.policy.visit_reports import Visit
from huifang.rules.context import RegisterContext
from huifang.rules.feedback import late_replies
from huifang.rules.registers import check_registers
from huifang.tables.cells import shown as as_text
from huifang.tables.days import Days
from huifang.tables.declared import corrections, spot_checks
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.expenses import EXPENSES
from huifang.tables.declared.feedback import FEEDBACK
from huifang.tables.declared.registers import BOOKS, EVERYWHERE, further_tables
from huifang.tables.declared.visit_reports import VISIT_REPORTS
from huifang.tables.model import Table
from huifang.tables.reading import read_table


@dataclass(frozen=True)
class Checked:
    """All findings, the marked copies that were written, and, of the whole office, what waits for whom, and which calls
    are out with agents whose sheets are not due yet.
    """

    findings: tuple[Finding, ...]
    marked: tuple[str, ...]
    waiting: tuple[Waiting, ...] = ()
    out: tuple[Out, ...] = ()


def check(desk: Desk, paths: Iterable[Path], with_marks: bool) -> Checked:
    """Check the office (no paths) or the given workbooks; marked copies go to 发件箱."""
    given = list(find_arrivals(desk.office, paths)) if paths else []
    if given:
        findings: list[Finding] = []
        contents: dict[str, tuple[bytes, str]] = {}
        for arrival in given:
            found_here, content = _check_file(desk, arrival)
            findings.extend(found_here)
            if content is not None:
                contents[arrival.shown] = (content, arrival.path.name)
        return Checked(tuple(findings), _mark(desk, findings, contents) if with_marks else ())
    now = desk.present
    period = now.policy.period_of(now.today)
    view = planning_view(now, period)
    late, out = told_apart(view, past_window(view, now.today), desk.state.last_handed_in(), now.today)
    findings = [*_check_office(desk, view, late)]
    contents = {name: (desk.shelf.content(name), name) for name in desk.workbooks}
    marked = _mark(desk, findings, contents) if with_marks else ()
    waiting = waiting_now(desk, now, view, problems_of(now, period))
    return Checked(tuple(findings), marked, tuple(waiting), tuple(out))


def _check_office(desk: Desk, view: PlanningView, late: Sequence[Obligation]) -> Iterator[Finding]:
    """The registers, then what is late, open or waiting."""
    yield from desk.clock_findings
    for name in register_copies(desk.office, desk.workbooks):
        yield found("J804", Place(name), file=name)
    now = desk.present
    registers, today = now.registers_anew(), now.today
    once_known = customers_once_known(desk, registers)
    context = RegisterContext(registers, valid_phone, today, _first_asked(desk, now), _visits(now), once_known)
    yield from check_registers(context, desk.workbooks)
    yield from settings_found(desk, registers)
    if FEEDBACK.workbook in desk.workbooks:
        yield from late_replies(now.rows(FEEDBACK), now.policy, now.people, now.customers, today)
    yield from changes_told(now)
    yield from late_complaints(now)
    yield from late_records(now)
    yield from task_findings(desk)
    yield from now.calendar_findings(now.policy.period_of(today))
    yield from exhausted(view, today)
    yield from (group.finding for group in may_be_one(now.customers.values()))
    yield from ended_but_owed(view, today)
    yield from rows_without_a_customer(view, today, today)
    yield from over_and_asked(view, today)
    if late:
        yield _overdue(late, now.customers)
    yield from missing_sheets(never_came(desk), now.people)
    yield from pending_findings(desk.state, now.policy.questions)
    if own_names(desk.office):
        from huifang.flow.forms.printing import wrong_templates  # noqa: PLC0415  (few offices have any)

        yield from wrong_templates(desk)


def _first_asked(desk: Desk, now: Moment) -> Mapping[str, str]:
    """Who was asked first by 投诉编号, as far as somebody else stands there now, or an older release noted it."""
    changed = {one.number: one.old for one in unsettled(now, COMPLAINTS) if one.key == FIRST_ASKED}
    return {**changed, **desk.state.first_asked}


def _visits(now: Moment) -> Mapping[str, Visit] | None:
    """The calls and visits in the ledger, where claims, reports and papers are to be held against them."""
    return visits_of(now) if {EXPENSES.workbook, VISIT_REPORTS.workbook} & {*now.versions} else None


def _overdue(late: Sequence[Obligation], customers: Customers) -> Finding:
    first = min(late, key=lambda o: (o.due_on, o.customer_no))
    place = customers[first.customer_no].origin.place("customer_no")
    return found("L709", place, count=len(late), due_on=first.due_on, customer_no=first.customer_no)


def _check_file(desk: Desk, arrival: Arrival) -> tuple[list[Finding], bytes | None]:
    """One given workbook; its content where it can be marked."""
    place = Place(arrival.shown)
    if not arrival.is_workbook:
        return [found("F109", place, reason=because("Y308", ending=arrival.path.suffix))], None
    try:
        content = opened(desk, arrival.read()[0], arrival.shown)
        raw = read_book(content)
    except Unreadable as error:
        return [found("F101", place, reason=error.reason)], None
    except OSError:
        return [found("F101", place, reason=because("Y118"))], None
    if find_call_sheet(raw) or is_form(raw):
        try:
            form = register_form(raw, arrival.shown)
            judged = judge_form(desk, form, arrival.shown) if form else judge_book(desk, raw, arrival.shown)
            return list(judged.findings), content
        except Stranger as stranger:
            return [found("F109", place, reason=stranger.reason)], None
        except Unreadable as error:
            return [found("F101", place, reason=error.reason)], None
    return [*active_findings(raw.active, arrival.shown), *_check_table(desk, raw, arrival.shown)], content


def _check_table(desk: Desk, raw: RawBook, shown: str) -> list[Finding]:
    """A form or a register."""
    if raw.has(corrections.CORRECTIONS.name):
        options = {**cell_options(desk.present.policy), **corrections.FIXED_OPTIONS}
        table = corrections.CORRECTIONS
        return list(read_table(table, raw.sheets[table.name], shown, options).findings)
    if raw.has(spot_checks.SPOT_CHECKS.name):
        return list(_check_spot_checks(desk, raw, shown))
    register = _which_register(raw)
    return _check_register(desk, raw, register, shown) if register else [_no_table(shown)]


def _no_table(shown: str) -> Finding:
    return found("F109", Place(shown), reason=because("Y309"))


def _check_spot_checks(desk: Desk, raw: RawBook, shown: str) -> Iterator[Finding]:
    """The cells of an auditor's sheet."""
    options = {**cell_options(desk.present.policy), **spot_checks.FIXED_OPTIONS}
    days = Days(read_on=desk.present.today)
    for table in (spot_checks.SPOT_CHECKS, spot_checks.RESERVE):
        if raw.has(table.name):
            yield from read_table(table, raw.sheets[table.name], shown, options, days=days).findings


def _which_register(raw: RawBook) -> str | None:
    """The register workbook whose sheets these are."""
    fits = {name: sum(_is_table(raw, table) for table in tables) for name, tables in BOOKS.items()}
    best = max(fits, key=lambda name: fits[name])
    return best if fits[best] else None


def _is_table(raw: RawBook, table: Table) -> bool:
    """Whether the sheet of that name is this table, by half of its headers: the ledger's sheet is called 台账, too."""
    if not raw.has(table.name):
        return False
    headers = [clean(as_text(cell)) for cell in (raw.sheets[table.name] or [[]])[0]]
    own = sum(header in table.by_header for header in headers)
    return own * 2 >= sum(map(bool, headers))


def _check_register(desk: Desk, raw: RawBook, register: str, shown: str) -> list[Finding]:
    """A register workbook that is given, together with the office's other registers."""
    others = (name for name in EVERYWHERE if name != register)
    books = {**{name: desk.present.sheets(name) for name in others}, register: raw.sheets}
    today = desk.present.today
    registers = read_registers(books, NEEDED, further=further_tables((register,)), read_on=dict.fromkeys(books, today))
    context = RegisterContext(registers, valid_phone, today, _first_asked(desk, desk.present))
    findings = check_registers(context, [register])
    if register == FEEDBACK.workbook:
        policy = desk.present.policy
        slips = registers.reads[FEEDBACK.name].sound
        findings += late_replies(slips, policy, registers.people, registers.customers, today)
    return [replace(finding, place=replace(finding.place, file=shown)) for finding in findings]


def _mark(desk: Desk, findings: Iterable[Finding], contents: Mapping[str, tuple[bytes, str]]) -> tuple[str, ...]:
    from huifang.edges.marking.marked_copy import mark  # noqa: PLC0415  (only where it is asked for)

    listed = list(findings)
    paths = []
    for shown, (content, name) in contents.items():
        here = [finding for finding in listed if finding.place.file == shown]
        if here:
            stem, suffix = f"{OUTBOX}/校验-{file_name(Path(name).stem)}", workbook_ending(name)
            path = f"{stem}{suffix}"
            if path in paths:  # another file of the same name
                path = f"{stem}-{digest(content)[:8]}{suffix}"
            write_bytes(desk.office.path(path), mark(content, here))
            paths.append(path)
    return tuple(paths)
