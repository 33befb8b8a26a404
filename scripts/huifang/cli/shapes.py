"""The JSON shapes that several commands share."""

from __future__ import annotations

from datetime import date
from typing import Any

from huifang.ledger.issues import IssuedCall
from huifang.ledger.records import COLUMNS, CallRecord, answers_of


def call_json(call: IssuedCall, overdue_days: int, agreed_on: date | None = None) -> dict[str, Any]:
    """One call of a batch, as the contract names its parts, and the day for which it was agreed since."""
    return {
        "plan_no": call.plan_no,
        "customer_no": call.customer_no,
        "contact_role": call.contact_role,
        "agent": call.agent,
        "rule": call.rule,
        "from": call.from_on.isoformat(),
        "due_on": call.due_on.isoformat(),
        "planned_on": call.planned_on.isoformat(),
        "overdue_days": overdue_days,
        "agreed_on": agreed_on.isoformat() if agreed_on else None,
        "method": call.method,
        "covers": list(call.covers),
    }


def record_json(record: CallRecord, source: str) -> dict[str, Any]:
    """One accepted call: every column of the sheet by its key, as people read it, and the answers by 问卷.题号.

    ``source`` is where the original of its sheet lies now.
    """
    return {
        "record_no": record.record_no,
        "agent": record.agent,
        "called_at": record.moment,
        **{key: record.text(key) for key in COLUMNS},
        "answers": answers_of(record),
        "source_file": source,
        "source_row": record.source_row,
    }
