"""What is to be told of registers that say something else than was seen before: old and new, until it is settled."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.decisions.evidence.counting import Register
from huifang.ledger.seen import value_of
from huifang.tables.cells import shown
from huifang.tables.model import Keeping, Kind, Row

_EMPTY, _UNREAD = "(空)", "(空着或者认不出)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsettled:
    """A cell in which something else stands than what counts, or (``key`` empty) a row that is gone.

    ``since`` is the day on which that was first seen, ``place`` where it is to be looked at; ``like`` the number of a
    new row that may be the one that is gone.
    """

    sheet: str
    number: str
    key: str
    header: str
    old: str
    new: str
    since: date
    place: Place
    like: str = ""

    @property
    def finding(self) -> Finding:
        """T540 or T541."""
        if not self.key:
            hint = f"新的一行 {self.like} 和它一样，如果只是改了编号，请填更正单。" if self.like else ""
            return found("T541", self.place, sheet=self.sheet, number=self.number, since=self.since, like=hint)
        return found(
            "T540", self.place, sheet=self.sheet, number=self.number, column=self.header, old=self.old, new=self.new,
            since=self.since,
        )  # fmt: skip

    @property
    def subject(self) -> str:
        """What it is about, in short."""
        if not self.key:
            return f"{self.sheet} {self.number} 整行不见了"
        return f"{self.sheet} {self.number} {self.header} {self.old} → {self.new}"


@dataclass(frozen=True, slots=True)
class Postponed:
    """A day that moved on in the register: what was owed for the old one is not owed any more (decision 16)."""

    number: str
    header: str
    old: date
    new: date
    seen_on: date


def postponed(register: Register, headers: Container[str]) -> Iterator[Postponed]:
    """The days in these columns that moved on without a 更正单, in the order in which that was seen."""
    columns = {c.key: c for c in register.table.watched if c.header in headers and c.kept is Keeping.STANDS}
    moved = (
        (move, number)
        for number, history in register.history.changed.items()
        for move in history.moves
        if move.key in columns and move.old and move.new
    )
    for move, number in sorted(moved, key=lambda pair: (pair[0].at, pair[1])):
        column = columns[move.key]
        if column.kind is Kind.DATE:
            old, new = value_of(column, move.old), value_of(column, move.new)
            yield Postponed(number, column.header, old, new, move.at.date())


def unsettled(register: Register, present: Sequence[Row]) -> Iterator[Unsettled]:
    """Everything in the register that differs from what was seen before and that no 更正单 has settled."""
    history, table = register.history, register.table
    if not history.changed:
        return
    unique = table.unique[0]
    rows = {row[unique]: row for row in reversed(present) if row[unique]}
    for number, changed, key in register.differing():
        row = rows.get(number)
        if row is not None:
            yield Unsettled(
                sheet=table.name, number=number, key=key, header=table.by_key[key].header,
                old=_said(register.value(number, changed, key)), new=_UNREAD if key in row.broken else _said(row[key]),
                since=changed.counted[key].at.date(), place=row.place(key),
            )  # fmt: skip
    gone = register.gone(register.missing())
    known = _by_looks(register, rows) if gone else {}
    likely = {old: new for new, old in register.likely_renumbered().items()}
    for number, changed in register.missing():
        assert changed.gone_at is not None  # it is missing
        like = likely.get(number) or (known.get(_looks(register, gone[number]), "") if number in gone else "")
        yield Unsettled(
            sheet=table.name, number=number, key="", header=table.by_key[unique].header, old="", new="",
            since=changed.gone_at.date(), place=Place(table.workbook, table.name), like=like,
        )  # fmt: skip


def _said(value: Any) -> str:
    return shown(value) or _EMPTY


def _looks(register: Register, row: Row) -> tuple[Any, ...] | None:
    """By what a row without a number is known (None: nothing)."""
    cells = tuple(row[key] for key in register.table.same_by)
    return cells if cells and all(cells) else None


def _by_looks(register: Register, rows: Mapping[str, Row]) -> dict[tuple[Any, ...] | None, str]:
    """The numbers of the rows that are there, by what a row without a number is known by."""
    found_by = {_looks(register, row): number for number, row in rows.items()}
    found_by.pop(None, None)
    return found_by
