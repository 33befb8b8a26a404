"""A call record as the ledger keeps it: what identifies it, and the cells of every declared column."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from operator import attrgetter
from typing import Any

from huifang.core.worktime import call_minutes
from huifang.policy.questions import Question
from huifang.tables.cells import shown
from huifang.tables.declared.calls import CALLS, CAME_FROM, DECISION, KNOWN_BY
from huifang.tables.model import Column, Kind, Row, Sheet
from huifang.tables.options import CONNECTED, DISSATISFIED, UNRESOLVED

#: The columns whose cells a record keeps.
COLUMNS: Mapping[str, Column] = {
    **{key: column for key, column in CALLS.by_key.items() if not column.unread}, DECISION.key: DECISION,
}  # fmt: skip
#: What was heard in a call, and what came of it, in the order in which it is told.
HEARD = (
    "dissatisfied_because", "wishes", "measures", "reported_to", "report_document", "next_contact_on", "notes",
    "decision",
)  # fmt: skip
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


_all = attrgetter(*FIELDS)


class CallRecord:
    """One accepted row. It has an attribute for each of :data:`FIELDS`; those that code asks for by name are typed.

    Empty cells are empty text or None; times are ``HH:MM`` text.
    ``seq`` is the journal entry that wrote this version: of several versions of one ``record_no`` the highest counts,
    and a ``withdrawn`` one counts as gone. ``answers`` holds the answers to the questions as JSON text, by 题号.
    ``source_file`` is what the sheet was called when it came; where it lies now, its ``submission`` says.
    ``moment`` is ``YYYY-MM-DD HH:MM`` of the call, for ordering. ``decision`` is what the superior decided about the
    problem; empty as long as nothing was written.
    """

    __slots__ = tuple(FIELDS)

    record_no: str
    seq: int
    submission: str
    agent: str
    batch: str
    rule: str
    moment: str
    source_file: str
    source_row: int
    withdrawn: bool
    answers: str
    plan_no: str
    customer_no: str
    customer_name: str
    contact_role: str
    contact: str
    phone: str
    called_on: date
    started_at: str
    ended_at: str
    method: str
    result: str
    satisfaction: str
    dissatisfied_because: str
    wishes: str
    handling: str
    measures: str
    reported_to: str
    report_document: str
    next_contact_on: date | None
    notes: str
    decision: str

    def __init__(self, cells: Mapping[str, Any]) -> None:
        for name, value in cells.items():
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"a record is never changed: {name}")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CallRecord) and _all(self) == _all(other)

    def __repr__(self) -> str:
        return f"CallRecord({self.cells!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return CallRecord, (self.cells,)

    def __hash__(self) -> int:
        return hash((self.record_no, self.seq))

    @property
    def cells(self) -> dict[str, Any]:
        """All of :data:`FIELDS`, by name."""
        return dict(zip(FIELDS, _all(self), strict=True))

    @property
    def key(self) -> tuple[str, str, str]:
        """Same 计划编号 (else 客户编号), 回访日期 and 开始时间 (a letter has none) = the same record."""
        return record_key(self.plan_no, self.customer_no, self.called_on, self.started_at)

    @property
    def customer(self) -> str:
        """How the customer is named to people: number and name."""
        return f"{self.customer_no} {self.customer_name}"

    @property
    def minutes(self) -> int | None:
        """How long the call took; None where an end is missing or before the start."""
        if not (self.started_at and self.ended_at):
            return None
        return call_minutes(time.fromisoformat(self.started_at), time.fromisoformat(self.ended_at))

    @property
    def ended_on(self) -> date:
        """The day of the call, or the one after where it went on over midnight."""
        is_over = self.ended_at < self.started_at and self.minutes is not None
        return self.called_on + timedelta(days=1) if is_over else self.called_on

    @property
    def is_grievance(self) -> bool:
        """Whether the customer was reached and is not content, also with what one question is about (decision 29), or
        has a problem that is not solved.
        """
        unhappy = self.satisfaction in DISSATISFIED or self.handling == UNRESOLVED or bool(bad_answers_of(self))
        return self.result == CONNECTED and unhappy

    def value(self, key: str) -> Any:
        """A field, or the answer to a question."""
        return getattr(self, key) if key in FIELDS else answers_of(self).get(key, "")

    def text(self, key: str) -> str:
        """A field, or the answer to a question, as a person reads it."""
        return shown(self.value(key))

    def but(self, **cells: Any) -> CallRecord:
        """The record with these fields otherwise."""
        return CallRecord({**self.cells, **cells})


def columns_of(records: Iterable[CallRecord]) -> dict[str, list[Any]]:
    """The records column by column, as a segment keeps them."""
    listed = list(records)
    return {name: [*map(attrgetter(name), listed)] for name in FIELDS}


def answers_of(record: CallRecord) -> dict[str, str]:
    """The answers to the questions, by 题号."""
    answers: dict[str, str] = json.loads(record.answers or "{}")
    return answers


def bad_answers_of(record: CallRecord) -> dict[str, str]:
    """Those of them that say that the customer is not content."""
    if not any(word in record.answers for word in DISSATISFIED):
        return {}
    return {key: answer for key, answer in answers_of(record).items() if answer in DISSATISFIED}


def header_of(key: str, questions: Iterable[Question]) -> str:
    """What people call a column or a question."""
    headers = {question.key: question.text for question in questions}
    return COLUMNS[key].header if key in COLUMNS else headers.get(key, key)


def subject_of(plan_no: str, customer_no: str) -> str:
    """What a call is about: its plan number, else its customer."""
    return f"计划 {plan_no}" if plan_no else f"客户 {customer_no}"


def record_key(plan_no: str, customer_no: str, called_on: date, started_at: str) -> tuple[str, str, str]:
    """See :attr:`CallRecord.key`."""
    return (subject_of(plan_no, customer_no), called_on.isoformat(), started_at)


def moment_of(day: str, clock: str) -> str:
    """See ``moment`` of :class:`CallRecord`: a letter, of which only the day is known, comes before the day's calls."""
    return f"{day} {clock or '00:00'}"


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
    values: dict[str, Any] = {key: getattr(record, key) or None for key in COLUMNS}
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
    return changed.but(moment=moment_of(changed.called_on.isoformat(), changed.started_at))


def withdrawn(record: CallRecord, seq: int) -> CallRecord:
    """The record taken back by journal entry ``seq``."""
    return record.but(withdrawn=True, seq=seq)
