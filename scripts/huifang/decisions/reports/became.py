"""What became of a call that was owed, in words."""

from __future__ import annotations

from datetime import date

from huifang.decisions.calls.obligations import Obligation
from huifang.decisions.calls.owed import Open

#: What became of an obligation that nobody will make up for any more (decision 3).
LAPSED = "错过，不再补做"
#: What was reported in a row that was returned and not corrected.
RETURNED = "退回未入账"
#: What waits for a day that the customer asked for begins with this.
AGREED_FOR = "约定"


def became_of(
    obligation: Obligation, said: Open | None, told_on: date, is_returned: bool, attempts: int, most: int
) -> str:
    """``said`` is what the customer said of being called, ``told_on`` the day as of which it is told; of at ``most`` so
    many ``attempts`` so many were in vain.
    """
    if obligation.fulfilled_by:
        return "已回访"
    if obligation.lapses_on is not None and obligation.lapses_on < told_on:
        return LAPSED
    if is_returned:
        return RETURNED
    if said and said.ended:
        return f"{said.ended.result}，待处理"
    if said and said.agreed and said.waits_for_its_day(told_on):
        return f"{AGREED_FOR} {said.agreed.said:%m-%d} 回访"
    if attempts >= most:
        return f"{attempts} 次未接通，待处理"
    if attempts:
        return f"未接通 {attempts} 次"
    return "逾期未回访" if obligation.due_on < told_on else "待回访"


#: Why somebody was not reached, as the cover tells it: what was reported waits to be corrected, they were called in
#: vain or asked for another day, nobody called.
TO_CORRECT, IN_VAIN, NOT_CALLED = "退回待改", "没打通", "没打"


def why_not_reached(status: str) -> str:
    """One of these three, by what :func:`became_of` said."""
    if status == RETURNED:
        return TO_CORRECT
    called = "未接通" in status or status.endswith("，待处理") or status.startswith(AGREED_FOR)
    return IN_VAIN if called else NOT_CALLED
