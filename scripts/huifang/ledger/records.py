"""A call record as the ledger keeps it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, time
from typing import Any

from huifang.tables.cells import shown
from huifang.tables.declared.calls import CALLS, DECISION, FILLED_KEYS, ISSUED_KEYS
from huifang.tables.model import Row, Sheet
from huifang.tables.options import CONNECTED, DISSATISFIED, UNRESOLVED

#: Ledger fields that an agent fills in, in the order of the sheet: these can be corrected.
FILLED = FILLED_KEYS
ISSUED = ISSUED_KEYS
HEADER_OF = {column.key: column.header for column in CALLS.columns}


@dataclass(frozen=True, slots=True)
class CallRecord:
    """One accepted row. Empty cells are empty text or None; times are ``HH:MM`` text.

    ``seq`` is the journal entry that wrote this version: of several versions of one ``record_no`` the highest counts,
    and a ``withdrawn`` one counts as gone. ``answers`` holds the questions' answers, and the columns
    that only some regulations use, as JSON text.
    ``moment`` is ``YYYY-MM-DD HH:MM`` of the call, for ordering.
    """

    record_no: str
    seq: int
    submission: str
    plan_no: str
    customer_no: str
    customer_name: str
    contact_role: str
    contact: str
    phone: str
    agent: str
    batch: str
    rule: str
    called_on: date
    started_at: str
    ended_at: str
    moment: str
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
    answers: str
    source_file: str
    source_row: int
    withdrawn: bool = False

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

    @property
    def decision(self) -> str:
        """What the superior decided about the problem; empty as long as nothing was written."""
        return answers_of(self).get(DECISION.key, "") if self.answers else ""

    def text(self, key: str) -> str:
        """A field, or the answer to a question, as a person reads it."""
        return shown(getattr(self, key)) if key in FIELDS else answers_of(self).get(key, "")


NAMES = tuple(field.name for field in fields(CallRecord))
FIELDS = frozenset(NAMES)


def columns_of(records: Iterable[CallRecord]) -> dict[str, list[Any]]:
    """The records column by column, as a segment keeps them."""
    listed = list(records)
    return {name: [getattr(record, name) for record in listed] for name in NAMES}


def answers_of(record: CallRecord) -> dict[str, str]:
    """The answers to the questions, by 题号, and the columns that only some regulations use, by their name in code."""
    answers: dict[str, str] = json.loads(record.answers or "{}")
    return answers


def record_key(plan_no: str, customer_no: str, called_on: date, started_at: str) -> tuple[str, str, str]:
    """See :attr:`CallRecord.key`."""
    return (f"计划 {plan_no}" if plan_no else f"客户 {customer_no}", called_on.isoformat(), started_at)


def as_row(record: CallRecord) -> Row:
    """The record as the row of a sheet that would bring it, for the rules."""
    values: dict[str, Any] = {key: getattr(record, key) or None for key in (*ISSUED, *FILLED) if key in FIELDS}
    for key in ("started_at", "ended_at"):
        values[key] = time.fromisoformat(values[key]) if values[key] else None
    return Row({**values, **answers_of(record)}, Sheet(record.source_file, CALLS.name, {}), record.source_row)


def with_value(record: CallRecord, key: str, value: Any, seq: int) -> CallRecord:
    """The record with one field (or answer) changed, as a new version written by journal entry ``seq``."""
    if key not in FIELDS:
        answers = {k: v for k, v in {**answers_of(record), key: shown(value)}.items() if v}
        return replace(record, answers=json.dumps(answers, ensure_ascii=False), seq=seq)
    changed = replace(record, **{key: value, "seq": seq})
    return replace(changed, moment=f"{changed.called_on.isoformat()} {changed.started_at}")


def withdrawn(record: CallRecord, seq: int) -> CallRecord:
    """The record taken back by journal entry ``seq``."""
    return replace(record, withdrawn=True, seq=seq)
