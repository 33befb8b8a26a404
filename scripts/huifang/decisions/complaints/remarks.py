"""What is noted beside a customer's mark of a complaint that was dealt with (003/一, 003/二 四.3)."""

from __future__ import annotations

from huifang.decisions.calls.telling import one_line, shortened
from huifang.policy.complaints import Complaint, handled_at, is_valid

#: So much of what was complained of, and so much of what became of it.
_SAID, _DONE = 24, 24


def remark_of(complaint: Complaint) -> str:
    """``2026-11-09 投诉 T1：异响没有修好；处理：修好``: when it was dealt with, what it was, what became of it."""
    moment = handled_at(complaint)
    day = f"{moment:%Y-%m-%d} " if moment else ""
    told = complaint.get("outcome") or complaint.get("remedy") or complaint.get("conclusion") or ""
    done = f"处理：{_short(told, _DONE)}" if told else ""
    found = "" if is_valid(complaint) else "经查不成立"
    behind = "，".join(text for text in (found, done) if text)
    what = _short(complaint.get("content") or "", _SAID)
    return f"{day}投诉 {complaint.get('complaint_no') or ''}：{'；'.join(text for text in (what, behind) if text)}"


def _short(text: str, length: int) -> str:
    return shortened(one_line(text).rstrip("。；"), length)
