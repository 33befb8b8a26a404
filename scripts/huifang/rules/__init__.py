"""Checks on records: small generators of findings, listed explicitly."""

from __future__ import annotations

from collections.abc import Iterable

from huifang.core.findings import Finding
from huifang.rules.call_rows import ROW_RULES
from huifang.rules.call_sheets import SHEET_RULES
from huifang.rules.context import SheetContext, is_answered
from huifang.tables.model import Row


def check_row(context: SheetContext, row: Row) -> list[Finding]:
    """All findings of the rules about one answered row."""
    return [finding for rule in ROW_RULES for finding in rule(context, row)]


def check_calls(context: SheetContext, rows: Iterable[Row]) -> list[Finding]:
    """All findings of the rules about one agent's sheet.

    A row with a broken cell has its finding already: no rule judges what it says, but it is there.
    """
    read = list(rows)
    answered = (row for row in read if is_answered(row) and not row.broken)
    findings = [finding for row in answered for finding in check_row(context, row)]
    return findings + [finding for rule in SHEET_RULES for finding in rule(context, read)]


__all__ = ["check_calls", "check_row", "is_answered"]
