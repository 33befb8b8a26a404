"""Checks of 基本/另用登记表: what it names, what it still needs, and registers that lie there and nobody uses."""

from __future__ import annotations

from collections.abc import Iterator

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.core.text import split_groups, split_list
from huifang.policy.items import BY_NAME
from huifang.rules.settings import SettingsContext
from huifang.tables.declared import complaint_rules, events, house_rules, projects, services, surveys
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.registers import FURTHER, books_named, title_of
from huifang.tables.model import Row

ITEM = "另用登记表"
#: The registers whose rows do nothing but start calls.
_ONLY_START_CALLS = (services.SERVICES, events.EVENTS, surveys.SURVEYS, projects.PROJECTS)


def _row(context: SettingsContext) -> Row | None:
    """The row of the item, where there is one that says something."""
    rows = (row for row in context.rows(house_rules.SETTINGS) if row["item"] == ITEM and row["item"] in BY_NAME)
    row = next(rows, None)
    return row if row and row["value"] else None


def registers_known(context: SettingsContext) -> Iterator[Finding]:
    """P607 for each word that is no register of this house; the others count."""
    row = _row(context)
    if row is None:
        return
    for word in split_list(row["value"]):
        if not books_named([word]):
            options = "、".join(map(title_of, FURTHER))
            yield found("P607", row.place("value"), column=ITEM, value=word, options=options)


def registers_to_come(context: SettingsContext) -> Iterator[Finding]:
    """P631 for the registers that the next run makes."""
    row = _row(context)
    if row and context.to_make:
        yield found("P631", row.place("value"), books=_titles(context.to_make))


def registers_without_rules(context: SettingsContext) -> Iterator[Finding]:
    """P632 where complaints are registered and have no deadline, P633 for a register that only starts calls, and starts
    none.
    """
    row, listed = _row(context), context.registers.policy.further_registers
    if not row:
        return
    if COMPLAINTS.workbook in listed and not context.rows(complaint_rules.LIMITS):
        yield found("P632", row.place("value"), sheet=complaint_rules.LIMITS.name)
    sources = [
        text.partition(".")[0].strip()
        for rule in context.rows(house_rules.RULES)
        for key in ("anchor", "ends_before", "where")
        for text in split_groups(rule[key] or "")
    ]
    sources += [(state["source"] or "").partition(".")[0] for state in context.rows(house_rules.CLASSES)]
    for table in _ONLY_START_CALLS:
        if table.workbook in listed and table.name not in sources:
            yield found("P633", row.place("value"), book=title_of(table.workbook), table=table.name)


def registers_lying_by(context: SettingsContext) -> Iterator[Finding]:
    """P634 for each register that lies in the office and that nobody reads."""
    for name in context.not_used:
        yield found("P634", Place(name), book=title_of(name))


def _titles(books: tuple[str, ...]) -> str:
    return "、".join(f"《{title_of(name)}》" for name in books)


RULES = (registers_known, registers_to_come, registers_without_rules, registers_lying_by)


def check_further_registers(context: SettingsContext) -> Iterator[Finding]:
    """All findings about registers beside the regulation's."""
    for rule in RULES:
        yield from rule(context)
