"""What is asked of slips for departments: until when they are answered, and what a slip of each kind has to say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from huifang.tables.model import Row
from huifang.tables.options import BUILT_IN

INQUIRY, OPPORTUNITY = BUILT_IN["反馈类型"][0], BUILT_IN["反馈类型"][2]
#: 001 1.1.1 and 1.1.2: an inquiry goes to a department; an opportunity to the owner of the region, who reports back.
ASKED: Mapping[str, tuple[str, ...]] = {
    INQUIRY: ("department",),
    OPPORTUNITY: ("region_owner", "inquiry", "interest", "expected_when"),
}


def with_reply_due(slip: Row, reply_days: int | None) -> Row:
    """The slip with its last day for the answer: where it states none, so many days after it was issued."""
    if slip["reply_due_on"] or slip["issued_on"] is None or reply_days is None:
        return slip
    due = slip["issued_on"] + timedelta(days=reply_days)
    return Row({**slip.values, "reply_due_on": due}, slip.sheet, slip.number, slip.broken)
