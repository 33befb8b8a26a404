"""What is wrong with the settings by which things are planned and told: 制度, 代班, 例外 and who is above whom."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from huifang.core.catalogue import found
from huifang.core.findings import Finding
from huifang.decisions.calls.renumbering import RulesThen, numbers_used_before
from huifang.edges.known.phones import valid_phone
from huifang.edges.known.presets import fitted
from huifang.edges.store.files import OfficeError
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.flow.office.registers_used import registers_not_used, registers_to_make
from huifang.policy.register_read import Registers
from huifang.policy.rules import DERIVED, SOURCES, Source
from huifang.rules.context import RegisterContext
from huifang.rules.further_registers import check_further_registers
from huifang.rules.needs_there import limits_and_needs_there, needs_can_be_filled
from huifang.rules.registers import customers_known, persons_known, spans_forward, stand_ins_not_circular
from huifang.rules.settings import SettingsContext, check_settings
from huifang.tables.anywhere import read_anywhere
from huifang.tables.declared import house_rules, people
from huifang.tables.declared.calls import CALLS
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.declared.registers import SEEN
from huifang.tables.locating import TOP_ROWS
from huifang.tables.model import Table
from huifang.tables.options import ABOUT_CUSTOMER

#: Of the checks of registers, those that say which rows of 代班 and 例外 do nothing.
_OF_STAFF = (persons_known, spans_forward, stand_ins_not_circular, customers_known)


def setting_errors(desk: Desk) -> tuple[Finding, ...]:
    """Every error in a setting that planning, reports and deadlines go by; ``check`` says the same, and warnings.

    Raises:
        OfficeError: a register workbook cannot be read.
    """

    def worked_out() -> tuple[Finding, ...]:
        now = desk.present
        registers = now.registers
        staff = {table.name: registers.reads[table.name] for table in people.TABLES}
        context = RegisterContext(
            replace(registers, reads=staff), valid_phone, now.today, once_known=customers_once_known(desk, registers)
        )
        sheets = {*staff} - {people.PEOPLE.name}
        cells = (f for f in registers.findings if f.place.file == people.WORKBOOK and f.place.sheet in sheets)
        said = (*now.setting_findings(), *cells, *(f for rule in _OF_STAFF for f in rule(context)))
        return tuple(f for f in (*said, *settings_found(desk, registers)) if f.is_error)

    return desk.once(("setting errors", *desk.present.versions.values()), worked_out)


def settings_found(desk: Desk, registers: Registers) -> Iterator[Finding]:
    """What settings name and is not there, and numbers of rules that were others'."""
    now = desk.present
    context = SettingsContext(
        registers=registers,
        today=now.today,
        workbooks={*now.versions, *registers.policy.further_registers},
        has_column=lambda source: _has_column(desk, now, source),
        plan_nos=lambda: desk.ledger.issued().all_numbers,
        row_nos=lambda table: {row[table.unique[0]] for row in now.read(table).rows} | gone(now, table),
        to_make=registers_to_make(desk.state.preset, registers.policy, desk.shelf.has),
        not_used=registers_not_used(desk.state.preset, registers.policy, desk.shelf.has),
        task_nos=lambda: {*desk.state.tasks.issued},
    )
    yield from check_settings(context)
    yield from check_further_registers(context)
    yield from limits_and_needs_there(context)
    yield from needs_can_be_filled(context)
    yield from _own_texts(desk, registers)
    rows = {row["rule"]: row for row in reversed(registers.reads[house_rules.RULES.name].sound)}
    yield from numbers_used_before(registers.policy.rules, rows, _rules_before(desk, now))


def _own_texts(desk: Desk, registers: Registers) -> Iterator[Finding]:
    """P619 for each text of the office's own that 通知 names, and that is not there or cannot be filled."""
    for notice in registers.policy.notices:
        if notice.template:
            from huifang.edges.forms.marks import WrongMark  # noqa: PLC0415  (few have texts of their own)
            from huifang.edges.post.own_texts import own_text  # noqa: PLC0415

            try:
                own_text(desk.office, notice.template)
            except WrongMark as wrong:
                yield found("P619", notice.origin.place("template"), value=notice.template, why=wrong)


def customers_once_known(desk: Desk, registers: Registers) -> frozenset[str]:
    """Customers to whom a call was ever issued, or who are gone: 例外 may end what is owed to who is in no register.

    They are only looked for where a row of 例外 names a customer that is in none.
    """
    exceptions = registers.reads[people.EXCEPTIONS.name].sound
    named = {row["subject_no"] for row in exceptions if row["subject"] == ABOUT_CUSTOMER}
    if all(number in registers.customers for number in named):
        return frozenset()
    issued = desk.ledger.issued().by_customer() if desk.state.books else {}
    return frozenset(issued) | gone(desk.present, CUSTOMERS)


def gone(now: Moment, table: Table) -> frozenset[str]:
    """The numbers of rows that were seen once, and are in the register no more."""
    missing = now.evidence.of(table).missing(written_off=True) if now.evidence and table in SEEN else ()
    return frozenset(number for number, _ in missing)


def _has_column(desk: Desk, now: Moment, source: Source) -> bool:
    """Whether the column is there: as the regulation has it, else as the header of the sheet says."""
    table = now.policy.whole(SOURCES[source.sheet])
    if (source.sheet, source.header) in DERIVED:
        return True
    preset = fitted(desk.state.preset, table)
    if source.own and source.sheet == CALLS.name:
        return True
    if (
        table is CALLS
        or table.workbook not in now.versions
        or (table.name == CUSTOMERS.name and not source.own and source.header in preset.by_header)
    ):
        return source.header in preset.by_header
    head = now.sheets(table.workbook).get(table.name, ())[: TOP_ROWS + 1]
    return table.by_header[source.header].key in read_anywhere(table, head, table.workbook, {}).letters


def _rules_before(desk: Desk, now: Moment) -> list[RulesThen]:
    """The rules by which calls were issued before 制度 was changed, oldest first."""
    used: dict[str, set[str]] = {}
    versions = {}
    for book in (*desk.state.books, *desk.state.withdrawn_books):
        sha = book.versions[house_rules.WORKBOOK]
        if sha != now.versions[house_rules.WORKBOOK]:
            used.setdefault(sha, set()).update(book.rules)
            versions[sha] = book.versions
    before = []
    for sha, numbers in used.items():
        with suppress(OfficeError):  # verify tells of it
            before.append(RulesThen(desk.of_versions(versions[sha]).policy.rules, frozenset(numbers)))
    return before
