"""From the accepted rows of one sheet to the columns that the ledger keeps."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

from huifang.ledger.issues import IssuedCall
from huifang.ledger.records import EMPTY, CallRecord, kept, moment_of, record_key
from huifang.policy.customers import Customer
from huifang.tables.cells import shown
from huifang.tables.declared.calls import CALLS, DECISION, ISSUED_KEYS
from huifang.tables.model import Rows

#: Between the texts of a column that is sent as one text; cells are read without such signs.
_END = "\x1f"
#: A column as it is sent, and how often it is to be repeated.
_Packed: TypeAlias = tuple[str | list[Any], int]


@dataclass(frozen=True)
class Entered:
    """Rows that may be posted: one list per field of a record, but for its number, submission and journal entry.

    ``headers`` name the columns of the questions that were asked, by key. ``former`` are the accepted calls that rows
    were before their time was changed, by the row's place here.
    """

    columns: Mapping[str, list[Any]]
    headers: Mapping[str, str]
    former: Mapping[int, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.columns["plan_no"])

    def __reduce__(self) -> tuple[Any, ...]:
        """Sent to another process column by column, most of them as one text: that takes a fifth of the time."""
        packed = {name: _packed(column) for name, column in self.columns.items()}
        return _unpacked, (packed, self.headers, self.former)

    @cached_property
    def keys(self) -> list[tuple[str, str, str]]:
        """What makes each row the same record as another, see :attr:`CallRecord.key`."""
        columns = (self.columns[name] for name in ("plan_no", "customer_no", "called_on", "started_at"))
        return list(map(record_key, *columns))

    @cached_property
    def plan_nos(self) -> frozenset[str]:
        """The plan numbers that the rows answer."""
        return frozenset(self.columns["plan_no"]) - {""}

    @cached_property
    def unplanned_customers(self) -> frozenset[str]:
        """The customers of the rows that answer none."""
        plan_nos = self.columns["plan_no"]
        if "" not in plan_nos:
            return frozenset()
        pairs = zip(plan_nos, self.columns["customer_no"], strict=True)
        return frozenset(customer_no for plan_no, customer_no in pairs if not plan_no)

    @cached_property
    def subjects(self) -> frozenset[str]:
        """Both: what other records may be about as well."""
        return self.plan_nos | {f"客户 {number}" for number in self.unplanned_customers}

    def record(self, place: int) -> CallRecord:
        """One row as a record without a number."""
        return CallRecord({**EMPTY, **{name: column[place] for name, column in self.columns.items()}})

    def at(self, places: Sequence[int]) -> dict[str, list[Any]]:
        """The columns with these rows only, in this order."""
        if places == list(range(len(self))):
            return dict(self.columns)
        return {name: [column[place] for place in places] for name, column in self.columns.items()}


def _packed(column: list[Any]) -> _Packed:
    if column[1:] == column[:-1]:
        return column[:1], len(column)
    try:
        text = _END.join(column)
    except TypeError:  # no texts: of values that are the same, one is sent
        known: dict[Any, Any] = {}
        return [known.setdefault(value, value) for value in column], 1
    return (text if text.count(_END) == len(column) - 1 else column), 1


def _unpacked(columns: Mapping[str, _Packed], headers: Mapping[str, str], former: Mapping[int, str]) -> Entered:
    whole = {name: (c.split(_END) if isinstance(c, str) else c * times) for name, (c, times) in columns.items()}
    return Entered(whole, headers, former)


def enter(
    rows: Rows,
    issued: Mapping[str, IssuedCall],
    customers: Mapping[str, Customer],
    headers: Mapping[str, str],
    **same: str,
) -> Entered:
    """The answered rows of one sheet as columns; ``same`` is what all of them share (agent, batch, source_file).

    What was issued comes from the issue, not from the sheet; an unplanned call takes name, contact and phone from
    the sheet, else from the register.
    """
    calls = [issued.get(number or "") for number in rows.cells("plan_no")]
    typed = {key: kept(key, rows.cells(key)) for key, column in CALLS.by_key.items() if not column.unread}
    columns: dict[str, list[Any]] = {DECISION.key: [""] * len(rows), **_as_issued(calls, typed, customers)}
    columns |= {name: [value] * len(rows) for name, value in same.items()}
    columns["rule"] = [call.rule if call else "" for call in calls]
    days = {day: shown(day) for day in {*columns["called_on"]}}
    times = zip(columns["called_on"], columns["started_at"], strict=True)
    columns["moment"] = [moment_of(days[day], clock) for day, clock in times]
    columns["answers"] = _answers(rows, headers) if headers else ["{}"] * len(rows)
    columns["source_row"] = [*rows.numbers]
    columns["withdrawn"] = [False] * len(rows)
    return Entered(columns, headers)


def _as_issued(
    calls: Sequence[IssuedCall | None], typed: Mapping[str, list[Any]], customers: Mapping[str, Customer]
) -> dict[str, list[Any]]:
    """The typed columns with what was issued instead of what the sheet says about it."""
    columns = dict(typed)
    for key in ISSUED_KEYS:
        cells = zip(calls, typed[key], strict=True)
        columns[key] = [getattr(call, key) if call is not None else cell for call, cell in cells]
    for place in [place for place, call in enumerate(calls) if call is None]:
        columns["plan_no"][place] = ""
        customer = customers.get(columns["customer_no"][place])
        for key, known in _known_of(customer).items() if customer else ():
            columns[key][place] = columns[key][place] or known
    return columns


def _known_of(customer: Customer) -> dict[str, str]:
    """What the register says where the sheet says nothing."""
    return {"customer_name": customer.name, "contact": customer.contact, "phone": customer.phone}


def _answers(rows: Rows, headers: Iterable[str]) -> list[str]:
    keys = tuple(headers)
    return [
        json.dumps({key: shown(cell) for key, cell in zip(keys, cells, strict=True) if cell}, ensure_ascii=False)
        for cells in rows.together(keys)
    ]
