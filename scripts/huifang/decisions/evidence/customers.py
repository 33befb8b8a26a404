"""The customers by what counts of their rows, whatever people wrote over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from huifang.core.worktime import Span
from huifang.decisions.evidence.counting import Register
from huifang.decisions.evidence.history import RowHistory, TableHistory
from huifang.policy.customers import Customer, Customers
from huifang.policy.people import People
from huifang.tables.cells import shown
from huifang.tables.model import Kind, Table
from huifang.tables.options import APPROVED

#: What a customer calls the cell of a column; that of 业务员 is looked up first.
_FIELDS = {key: key for key in ("customer_class", "region", "review_status", "reviewed_on", "major_mark")}
_SEEN = ("ended_on", "moved")
_AGENT, _STATUS, _REVIEWED = "agent", "review_status", "reviewed_on"


class KeptCustomers(Customers):
    """Customers some of whom are otherwise than the register says, or gone from it; those come last."""

    def __init__(self, present: Customers, otherwise: Mapping[str, Customer], gone: Mapping[str, Customer]) -> None:
        self._present = present
        self._otherwise = otherwise
        self._gone = {number: customer for number, customer in gone.items() if number not in present}

    def __getitem__(self, number: str) -> Customer:
        found = self._otherwise.get(number) or self._gone.get(number)
        return found or self._present[number]

    def __iter__(self) -> Iterator[str]:
        yield from self._present
        yield from self._gone

    def __len__(self) -> int:
        return len(self._present) + len(self._gone)

    def quiet_hours(self) -> Mapping[str, tuple[Span, ...]]:
        """See :class:`Customers`."""
        gone = {number: one.quiet_hours for number, one in self._gone.items() if one.quiet_hours}
        return {**self._present.quiet_hours(), **gone}


def kept_customers(register: Register, present: Customers, gone: Mapping[str, Customer], people: People) -> Customers:
    """The customers with the cells that count; ``gone`` are those who are not in the register any more."""
    otherwise: dict[str, Customer] = {}
    for number, history in register.history.changed.items():
        customer = present.get(number) if not history.gone_at else None
        if customer is not None and (cells := _cells(register, number, history, people)):
            otherwise[number] = _with(customer, cells, register.table)
    for number, day in register.undated.items():
        customer = otherwise.get(number) or gone.get(number) or present.get(number)
        if customer is not None:
            otherwise[number] = replace(customer, seen_on=day)
    known = {number: otherwise.pop(number, customer) for number, customer in gone.items()}
    return KeptCustomers(present, otherwise, known) if otherwise or known else present


def _cells(register: Register, number: str, history: RowHistory, people: People) -> dict[str, Any]:
    """What is otherwise than the register says, by column key or field of a customer."""
    cells = {key: register.value(number, history, key) for key in history.counted.keys() & register.keys}
    if cells.get(_AGENT):
        owner = people.find(cells[_AGENT])
        cells[_AGENT] = owner.person_no if owner else cells[_AGENT]
    moved = {
        move.key: (register.table.by_key[move.key].header, move.old or "", move.at.date()) for move in history.moves
    }
    if moved:
        cells["moved"] = tuple(moved.values())
    ended = history.last_move(_STATUS)
    if ended and history.counting()[_STATUS] != APPROVED and _was_approved(history):
        cells["ended_on"] = ended.date()
    return cells


def _was_approved(history: RowHistory) -> bool:
    """Whether the last move of 审核状态 was away from the approval."""
    return [move.old for move in history.moves if move.key == _STATUS][-1] == APPROVED


def _with(customer: Customer, cells: Mapping[str, Any], table: Table) -> Customer:
    fields = {_FIELDS.get(key, key): value for key, value in cells.items() if key in _FIELDS or key in _SEEN}
    if _AGENT in cells:
        fields["owner"] = cells[_AGENT]
    days, own = dict(customer.days), dict(customer.own)
    for key, value in cells.items():
        column = table.by_key.get(key)
        if column and column.kind in (Kind.DATE, Kind.DATETIME):
            days[column.header] = value.date() if isinstance(value, datetime) else value
        if column and column.header in own:
            own[column.header] = shown(value)
    order = [column.header for column in table.columns if days.get(column.header)]
    known = tuple((header, said) for header, said in own.items() if said)
    return replace(customer, **fields, days=tuple((header, days[header]) for header in order), own=known)


def undated(history: TableHistory) -> dict[str, date]:
    """The approved customers without 审核日期, those who are gone among them, with the day on which each was first seen
    approved.
    """
    keys = [column.key for column in history.table.watched]
    status, reviewed = keys.index(_STATUS), keys.index(_REVIEWED)
    numbers = [n for n, cells in history.rows.items() if cells[status] == APPROVED and cells[reviewed] is None]
    numbers += [
        number
        for number, row in history.changed.items()
        if row.gone_at and row.texts[_STATUS] == APPROVED and row.texts[_REVIEWED] is None
    ]
    approved = ((number, _approved_at(history, number)) for number in numbers)
    return {number: at.date() for number, at in approved if at}


def _approved_at(history: TableHistory, number: str) -> datetime | None:
    """When the customer was first seen approved."""
    row = history.changed.get(number)
    moved = (row.last_move(_STATUS) or row.filled.get(_STATUS)) if row else None
    return moved or history.first_seen(number)
