"""A call record as the ledger keeps it: what identifies it, and the cells of every declared column."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Generic, TypeVar

from huifang.policy.model import Question
from huifang.tables.cells import shown
from huifang.tables.declared.calls import CALLS, CAME_FROM, DECISION, KNOWN_BY
from huifang.tables.model import Column, Kind, Row, Sheet
from huifang.tables.options import CONNECTED, DISSATISFIED, UNRESOLVED

_Value = TypeVar("_Value")

#: The columns whose cells a record keeps.
COLUMNS: Mapping[str, Column] = {**CALLS.by_key, DECISION.key: DECISION}
#: As what a cell is kept, by the kind of its column; as text where nothing is said.
_KEPT_AS: Mapping[Kind, type] = {
    Kind.DATE: date, Kind.DATETIME: datetime, Kind.INTEGER: int, Kind.NUMBER: float,
}  # fmt: skip
#: Everything that a record keeps, and as what: first what identifies it, then the cells of all columns.
FIELDS: Mapping[str, type] = {
    "seq": int, "rule": str, "moment": str, "withdrawn": bool, "answers": str,
    **{column.key: _KEPT_AS.get(column.kind, str) for column in (*KNOWN_BY, *CAME_FROM, *COLUMNS.values())},
}  # fmt: skip
#: What stands where a record says nothing, by field.
EMPTY: Mapping[str, Any] = {name: "" if kind is str else None for name, kind in FIELDS.items()}


class _Cell(Generic[_Value]):
    """A field that code asks for by name; a record holds all the others as well."""

    def __set_name__(self, owner: type, name: str) -> None:
        if name not in FIELDS:
            raise TypeError(f"{name} is no field of a record")
        self._key = name

    def __get__(self, record: CallRecord, owner: type) -> _Value:
        value: _Value = record.cells[self._key]
        return value


@dataclass(frozen=True, slots=True)
class CallRecord:
    """One accepted row: ``cells`` are all of :data:`FIELDS`.

    Empty cells are empty text or None; times are ``HH:MM`` text.
    ``seq`` is the journal entry that wrote this version: of several versions of one ``record_no`` the highest counts,
    and a ``withdrawn`` one counts as gone. ``answers`` holds the answers to the questions as JSON text, by 题号.
    ``source_file`` is what the sheet was called when it came; where it lies now, its ``submission`` says.
    ``moment`` is ``YYYY-MM-DD HH:MM`` of the call, for ordering.
    """

    cells: Mapping[str, Any]

    record_no = _Cell[str]()
    seq = _Cell[int]()
    submission = _Cell[str]()
    agent = _Cell[str]()
    batch = _Cell[str]()
    rule = _Cell[str]()
    moment = _Cell[str]()
    source_file = _Cell[str]()
    source_row = _Cell[int]()
    withdrawn = _Cell[bool]()
    answers = _Cell[str]()
    plan_no = _Cell[str]()
    customer_no = _Cell[str]()
    customer_name = _Cell[str]()
    contact = _Cell[str]()
    phone = _Cell[str]()
    called_on = _Cell[date]()
    started_at = _Cell[str]()
    ended_at = _Cell[str]()
    method = _Cell[str]()
    result = _Cell[str]()
    satisfaction = _Cell[str]()
    dissatisfied_because = _Cell[str]()
    wishes = _Cell[str]()
    handling = _Cell[str]()
    measures = _Cell[str]()
    reported_to = _Cell[str]()
    report_document = _Cell[str]()
    next_contact_on = _Cell["date | None"]()
    notes = _Cell[str]()
    #: What the superior decided about the problem; empty as long as nothing was written.
    decision = _Cell[str]()

    def __hash__(self) -> int:
        return hash((self.record_no, self.seq))

    @property
    def key(self) -> tuple[str, str, str]:
        """Same 计划编号 (else 客户编号), 回访日期 and 开始时间 = the same record."""
        return record_key(self.plan_no, self.customer_no, self.called_on, self.started_at)

    @property
    def customer(self) -> str:
        """How the customer is named to people: number and name."""
        return f"{self.customer_no} {self.customer_name}"

    @property
    def minutes(self) -> int | None:
        """How long the call took; None where an end is missing or before the start."""
        if not (self.started_at and self.ended_at) or self.ended_at < self.started_at:
            return None
        start, end = (60 * int(at[:2]) + int(at[3:5]) for at in (self.started_at, self.ended_at))
        return end - start

    @property
    def is_grievance(self) -> bool:
        """Whether the customer was reached and is not content, or has a problem that is not solved."""
        return self.result == CONNECTED and (self.satisfaction in DISSATISFIED or self.handling == UNRESOLVED)

    def value(self, key: str) -> Any:
        """A field, or the answer to a question."""
        return self.cells[key] if key in FIELDS else answers_of(self).get(key, "")

    def text(self, key: str) -> str:
        """A field, or the answer to a question, as a person reads it."""
        return shown(self.value(key))

    def but(self, **cells: Any) -> CallRecord:
        """The record with these fields otherwise."""
        return CallRecord({**self.cells, **cells})


def columns_of(records: Iterable[CallRecord]) -> dict[str, list[Any]]:
    """The records column by column, as a segment keeps them."""
    listed = list(records)
    return {name: [record.cells[name] for record in listed] for name in FIELDS}


def answers_of(record: CallRecord) -> dict[str, str]:
    """The answers to the questions, by 题号."""
    answers: dict[str, str] = json.loads(record.answers or "{}")
    return answers


def header_of(key: str, questions: Iterable[Question]) -> str:
    """What people call a column or a question."""
    headers = {question.key: question.text for question in questions}
    return COLUMNS[key].header if key in COLUMNS else headers.get(key, key)


def record_key(plan_no: str, customer_no: str, called_on: date, started_at: str) -> tuple[str, str, str]:
    """See :attr:`CallRecord.key`."""
    return (f"计划 {plan_no}" if plan_no else f"客户 {customer_no}", called_on.isoformat(), started_at)


def kept(key: str, cells: Sequence[Any]) -> list[Any]:
    """The cells of a column as records keep them; in a sheet there are few different days and times."""
    kind = FIELDS[key]
    if kind is not str:
        return [*cells]
    if COLUMNS[key].kind in (Kind.TIME, Kind.SPANS):
        texts = {value: shown(value) for value in {*cells}}
        return [texts[value] for value in cells]
    return [text or "" for text in cells]


def as_row(record: CallRecord) -> Row:
    """The record as the row of a sheet that would bring it, for the rules."""
    values: dict[str, Any] = {key: record.cells[key] or None for key in COLUMNS}
    for key, column in COLUMNS.items():
        if column.kind is Kind.TIME and values[key]:
            values[key] = time.fromisoformat(values[key])
    return Row({**values, **answers_of(record)}, Sheet(record.source_file, CALLS.name, {}), record.source_row)


def with_value(record: CallRecord, key: str, value: Any, seq: int) -> CallRecord:
    """The record with one cell (or answer) changed, as a new version written by journal entry ``seq``.

    ``value`` is what was read from a cell of that column.
    """
    if key not in FIELDS:
        answers = {k: v for k, v in {**answers_of(record), key: shown(value)}.items() if v}
        return record.but(answers=json.dumps(answers, ensure_ascii=False), seq=seq)
    changed = record.but(**{key: kept(key, [value])[0], "seq": seq})
    return changed.but(moment=f"{changed.called_on.isoformat()} {changed.started_at}")


def withdrawn(record: CallRecord, seq: int) -> CallRecord:
    """The record taken back by journal entry ``seq``."""
    return record.but(withdrawn=True, seq=seq)
