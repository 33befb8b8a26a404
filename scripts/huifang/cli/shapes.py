"""The JSON shapes that several commands share."""

from __future__ import annotations

from typing import Any

from huifang.ledger.issues import IssuedCall


def call_json(call: IssuedCall, overdue_days: int) -> dict[str, Any]:
    """One call of a batch, as the contract names its parts."""
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
        "method": call.method,
        "covers": list(call.covers),
    }
