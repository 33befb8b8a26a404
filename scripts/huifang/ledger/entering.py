"""From the accepted rows of one sheet to the columns that the ledger keeps."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property
from operator import itemgetter
from typing import Any

from huifang.ledger.issues import IssuedCall
from huifang.ledger.records import CallRecord, record_key
from huifang.policy.customers import Customer
from huifang.tables.cells import shown
from huifang.tables.declared.calls import CALLS, WHERE_USED_KEYS
from huifang.tables.model import Rows

#: What of a record is known from the issue, and not from the sheet.
_ISSUED = ("plan_no", "customer_no", "customer_name", "contact_role", "contact", "phone", "rule")
_TYPED = (
    "method", "result", "satisfaction", "dissatisfied_because", "wishes", "handling", "measures", "reported_to",
    "report_document", "notes",
)  # fmt: skip


#: Between the texts of a column that is sent as one text; cells are read without such signs.
_END = "\x1f"


@dataclass(frozen=True)
class Entered:
    """Rows that may be posted: one list per field of a record, but for its number, submission and journal entry.

    ``headers`` name the columns of the questions that were asked, and of those that only some regulations use, by key.
    """

    columns: Mapping[str, list[Any]]
    headers: Mapping[str, str]

    def __len__(self) -> int:
        return len(self.columns["plan_no"])

    def __reduce__(self) -> tuple[Any, ...]:
        """Sent to another process column by column, most of them as one text: that takes a fifth of the time."""
        return _unpacked, ({name: _packed(column) for name, column in self.columns.items()}, self.headers)

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
        cells = {name: column[place] for name, column in self.columns.items()}
        return CallRecord(record_no="", seq=0, submission="", **cells)

    def at(self, places: Sequence[int]) -> dict[str, list[Any]]:
        """The columns with these rows only, in this order."""
        if places == list(range(len(self))):
            return dict(self.columns)
        return {name: [column[place] for place in places] for name, column in self.columns.items()}


def _packed(column: list[Any]) -> str | list[Any]:
    try:
        text = _END.join(column)
    except TypeError:  # no texts: of values that are the same, one is sent
        known: dict[Any, Any] = {}
        return [known.setdefault(value, value) for value in column]
    return text if column and text.count(_END) == len(column) - 1 else column


def _unpacked(columns: Mapping[str, str | list[Any]], headers: Mapping[str, str]) -> Entered:
    return Entered({name: c.split(_END) if isinstance(c, str) else c for name, c in columns.items()}, headers)


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
    used = [key for key in WHERE_USED_KEYS if key in rows.columns]
    headers = {**headers, **{key: CALLS.by_key[key].header for key in used}}
    columns: dict[str, list[Any]] = {name: [] for name in _ISSUED}
    if rows:
        columns = dict(zip(_ISSUED, map(list, zip(*_issued_parts(rows, issued, customers), strict=True)), strict=True))
    columns |= {name: [value] * len(rows) for name, value in same.items()}
    columns["called_on"] = [*rows.cells("called_on")]
    columns["started_at"] = _as_text(rows.cells("started_at"))
    columns["ended_at"] = _as_text(rows.cells("ended_at"))
    days = _as_text(rows.cells("called_on"))
    columns["moment"] = [f"{day} {clock}" for day, clock in zip(days, columns["started_at"], strict=True)]
    columns |= {name: [text or "" for text in rows.cells(name)] for name in _TYPED}
    columns["next_contact_on"] = [*rows.cells("next_contact_on")]
    columns["answers"] = _answers(rows, headers) if headers else ["{}"] * len(rows)
    columns["source_row"] = [*rows.numbers]
    columns["withdrawn"] = [False] * len(rows)
    return Entered(columns, headers)


def _as_text(cells: Sequence[date | time | None]) -> list[str]:
    """Days or times as people read them; in a sheet there are few different ones."""
    texts = {value: shown(value) for value in {*cells}}
    return [texts[value] for value in cells]


def _answers(rows: Rows, headers: Iterable[str]) -> list[str]:
    keys = tuple(headers)
    return [
        json.dumps({key: shown(cell) for key, cell in zip(keys, cells, strict=True) if cell}, ensure_ascii=False)
        for cells in rows.together(keys)
    ]


def _issued_parts(
    rows: Rows, issued: Mapping[str, IssuedCall], customers: Mapping[str, Customer]
) -> Iterator[tuple[str, ...]]:
    of_call = itemgetter(*map(IssuedCall._fields.index, _ISSUED))
    for place, number in enumerate(rows.cells("plan_no")):
        call = issued.get(number or "")
        if call is not None:
            yield of_call(call)
            continue
        row = rows.row(place)
        customer = customers.get(row["customer_no"])
        known = (customer.name, customer.contact, customer.phone) if customer else ("", "", "")
        typed = (row["customer_name"] or known[0], row["contact_role"] or "", row["contact"] or known[1])
        yield ("", row["customer_no"], *typed, row["phone"] or known[2], "")
