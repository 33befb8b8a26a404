"""All checks of calls together: of one row, and of an agent's sheet."""

from __future__ import annotations

from huifang.core.findings import Finding
from huifang.rules.call_rows import ROW_RULES
from huifang.rules.call_sheets import SHEET_RULES, SheetRows
from huifang.rules.context import Calls, SheetContext
from huifang.tables.model import Row, Rows, rows_of


def check_row(context: SheetContext, row: Row) -> list[Finding]:
    """All findings of the rules about one answered row."""
    return _check(context, Calls(rows_of(row)))


def check_calls(context: SheetContext, rows: Rows) -> list[Finding]:
    """All findings of the rules about one agent's sheet.

    A row with a broken cell has its finding already: no rule judges what it says, but it is there.
    """
    sheet = SheetRows(rows)
    findings = _check(context, sheet.calls)
    for rule in SHEET_RULES:
        findings.extend(rule(context, sheet))
    return findings


def _check(context: SheetContext, calls: Calls) -> list[Finding]:
    return [finding for rule in ROW_RULES for finding in rule(context, calls)]
