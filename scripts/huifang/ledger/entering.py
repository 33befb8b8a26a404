"""From an accepted row of a sheet to a ledger record."""

from __future__ import annotations

import json
from collections.abc import Iterable

from huifang.ledger.issues import IssuedCall
from huifang.ledger.records import CallRecord
from huifang.policy.customers import Customer
from huifang.tables.cells import shown
from huifang.tables.model import Row


def to_record(
    row: Row,
    call: IssuedCall | None,
    customer: Customer | None,
    agent: str,
    batch: str,
    seq: int,
    submission: str,
    question_keys: Iterable[str],
) -> CallRecord:
    """The record of one answered row, not numbered yet.

    What was issued comes from the issue, not from the sheet; an unplanned call takes name, contact and phone from
    the sheet, else from the register.
    """
    started = shown(row["started_at"])

    def known(key: str, of_customer: str) -> str:
        if call is not None:
            return str(getattr(call, key))
        return row[key] or (str(getattr(customer, of_customer)) if customer else "")

    return CallRecord(
        record_no="",
        seq=seq,
        submission=submission,
        plan_no=call.plan_no if call else "",
        customer_no=call.customer_no if call else row["customer_no"],
        customer_name=known("customer_name", "name"),
        contact_role=call.contact_role if call else row["contact_role"] or "",
        contact=known("contact", "contact"),
        phone=known("phone", "phone"),
        agent=agent,
        batch=batch,
        rule=call.rule if call else "",
        called_on=row["called_on"],
        started_at=started,
        ended_at=shown(row["ended_at"]),
        moment=f"{row['called_on'].isoformat()} {started}",
        method=row["method"] or "",
        result=row["result"] or "",
        satisfaction=row["satisfaction"] or "",
        dissatisfied_because=row["dissatisfied_because"] or "",
        wishes=row["wishes"] or "",
        handling=row["handling"] or "",
        measures=row["measures"] or "",
        reported_to=row["reported_to"] or "",
        report_document=row["report_document"] or "",
        next_contact_on=row["next_contact_on"],
        notes=row["notes"] or "",
        answers=json.dumps({key: shown(row[key]) for key in question_keys if row[key]}, ensure_ascii=False),
        source_file=row.file,
        source_row=row.number,
    )
