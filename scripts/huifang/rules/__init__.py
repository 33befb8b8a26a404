"""Checks on records: small functions that return findings, listed explicitly."""

from __future__ import annotations

from collections.abc import Iterable

from huifang.core.findings import Finding
from huifang.rules.call_rows import ROW_RULES
from huifang.rules.call_sheets import SHEET_RULES, SheetRows
from huifang.rules.context import SheetContext, is_answered
from huifang.tables.model import Row


def check_row(context: SheetContext, row: Row) -> list[Finding]:
    """All findings of the rules about one answered row."""
    findings: list[Finding] = []
    for rule in ROW_RULES:
        findings.extend(rule(context, row))
    return findings


def check_calls(context: SheetContext, rows: Iterable[Row]) -> list[Finding]:
    """All findings of the rules about one agent's sheet.

    A row with a broken cell has its finding already: no rule judges what it says, but it is there.
    """
    sheet = SheetRows(tuple(rows))
    findings: list[Finding] = []
    for row in sheet.whole:
        findings.extend(check_row(context, row))
    for rule in SHEET_RULES:
        findings.extend(rule(context, sheet))
    return findings


__all__ = ["check_calls", "check_row", "is_answered"]
