"""Checks of 任务.xlsx: rows that nobody looks at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

from huifang.core.catalogue import found
from huifang.core.findings import Finding
from huifang.tables.model import Row


def numbers_unknown(rows: Iterable[Row], issued: Set[str]) -> Iterator[Finding]:
    """D131 for each row, in an office that has tasks, under a number that none came up with."""
    for row in rows if issued else ():
        if row["task_no"] not in issued:
            yield found("D131", row.place("task_no"), value=row["task_no"] or "(空)")
