"""The rows that a call is about, named as people look them up: 投诉 T2611-001, 服务单 F1."""

from __future__ import annotations

from collections.abc import Iterable

from huifang.decisions.calls.facts import AGREEMENT, Cause, number_of
from huifang.policy.rules import SOURCES
from huifang.tables.declared.calls import CALLS
from huifang.tables.declared.customers import CUSTOMERS


def named(causes: Iterable[Cause]) -> str:
    """Register and numbers of the rows; of a day that stands with the customer what it is, and the day."""
    found: dict[str, dict[str, None]] = {}
    for cause in causes:
        register, number = _named(cause)
        found.setdefault(register, {})[number] = None
    return "；".join(f"{register} {'、'.join(numbers)}" for register, numbers in found.items())


def _named(cause: Cause) -> tuple[str, str]:
    table, agreed = SOURCES[cause.source.sheet], cause.cells.get(AGREEMENT)
    if table is CALLS and agreed:
        return table.name, agreed.record_no
    if table in (CUSTOMERS, CALLS):
        return cause.source.header, cause.on.isoformat()
    return table.name, number_of(table.name, cause.cells)
