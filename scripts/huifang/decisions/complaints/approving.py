"""Approving: the complaints whose remedy somebody has to decide about before it goes on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from huifang.decisions.complaints.clocks import ComplaintStatus
from huifang.decisions.complaints.reading import CLOSED
from huifang.policy.complaints import Complaint, ComplaintNeed, covers, is_valid
from huifang.policy.model import Policy

_APPROVED_BY, _REMEDY, _ASSIGNED = "approved_by", "remedy", "assigned_at"


def awaiting_approval(policy: Policy, statuses: Iterable[ComplaintStatus]) -> Iterator[ComplaintStatus]:
    """Those of which 投诉要求 asks who approved, and that come to that step: a remedy is proposed, or where it is asked
    for before a department gets the complaint, somebody has to say what is to be done.
    """
    needs = [need for need in policy.needs if _APPROVED_BY in need.asked]
    for status in statuses:
        row = status.row.values
        is_open = status.state != CLOSED and is_valid(row) and not row[_APPROVED_BY]
        if is_open and any(covers(need.applies_to, row) and _comes_to(need, row) for need in needs):
            yield status


def _comes_to(need: ComplaintNeed, row: Complaint) -> bool:
    return bool(row[_REMEDY] or need.done_with == _ASSIGNED) and row[need.done_with] is None
