"""Which papers whoever calls has ready: by their numbers in the registers (003/一, 003/二 三.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from huifang.decisions.calls.facts import Cause, Cells, Facts
from huifang.decisions.calls.telling import one_line
from huifang.policy.customers import Customer
from huifang.policy.rules import SOURCES
from huifang.tables.cells import shown
from huifang.tables.model import Table

#: So many papers, of the rows that a call is about; more are found in the registers.
_MOST = 8


def papers_of(facts: Facts, customer: Customer, about: Iterable[Cause]) -> str:
    """``委托书 W1``, ``接车单 J1``, ``投诉单 T1``, one a line: of the rows that the call is about, and of every other
    register that names papers the customer's newest row.
    """
    subjects = [*about]
    papers: dict[str, None] = {}
    for sheet, table in SOURCES.items():
        if any(column.paper for column in table.columns):
            mine = [subject.cells for subject in subjects if subject.source.sheet == sheet]
            papers |= dict.fromkeys(_named(table, mine or _newest(facts.of(sheet, customer))))
    return "\n".join([*papers][:_MOST])


def _named(table: Table, rows: Iterable[Cells]) -> Iterator[str]:
    for cells in rows:
        for column in table.columns:
            number = one_line(shown(cells.get(column.header) or "")) if column.paper else ""
            if number:
                yield f"{column.paper} {number}"


def _newest(rows: Sequence[Cells]) -> Sequence[Cells]:
    """The row in which the latest day stands; of equals the one that was written last."""
    return [max(enumerate(rows), key=lambda at: (_last_day(at[1]), at[0]))[1]] if rows else ()


def _last_day(cells: Cells) -> date:
    days = (v.date() if isinstance(v, datetime) else v for v in cells.values() if isinstance(v, date))
    return max(days, default=date.min)
