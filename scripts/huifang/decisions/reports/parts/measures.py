"""措施: what was decided to do better, by whom, who verifies it, and how far it is."""

from __future__ import annotations

from datetime import date

from huifang.decisions.reports.part import Listing, Part, Share, Tile
from huifang.decisions.reports.parts_view import PartsView, headers_of
from huifang.tables.declared.complaints import MEASURES as COMPLAINT_MEASURES
from huifang.tables.declared.feedback import MEASURES
from huifang.tables.model import Row

NAME = "措施"
_SHOWN = tuple(MEASURES.by_key)
OPEN, LATE, TO_VERIFY, VERIFIED = "进行中", "逾期", "待验证", "已验证"


def state_of(measure: Row, day: date) -> str:
    """How far the measure is on that day."""
    if measure["verification"]:
        return VERIFIED
    if measure["done_on"]:
        return TO_VERIFY
    return LATE if measure["due_on"] and measure["due_on"] < day else OPEN


def rows_of(view: PartsView) -> tuple[Row, ...]:
    """All measures: those beside slips, else those beside complaints."""
    return tuple(view.rows(MEASURES)) or tuple(view.rows(COMPLAINT_MEASURES))


def measures(view: PartsView) -> Part:
    """All measures that are not verified, and those that were finished in the period."""
    day = view.day
    listed = [
        (row, state_of(row, day))
        for row in rows_of(view)
        if state_of(row, day) != VERIFIED or (row["done_on"] and row["done_on"] in view.period)
    ]
    states = [state for _, state in listed]
    done = Share(sum(state in (TO_VERIFY, VERIFIED) for state in states), len(states))
    late = states.count(LATE)
    sentence = f"措施共 {len(states)} 项，完成 {done}，逾期 {late} 项，等待验证 {states.count(TO_VERIFY)} 项。"
    if not states:
        sentence = "没有要跟踪的措施。"
    rows = [
        (state, *view.cells(row, MEASURES, *_SHOWN))
        for row, state in sorted(listed, key=lambda pair: (pair[1] != LATE, pair[0]["due_on"] or date.max))
    ]
    headers = ("状态", *headers_of(MEASURES, *_SHOWN))
    return Part(
        NAME, (sentence,), (Tile("逾期的措施", late, bool(late), "措施(逾期的在前)"),),
        (Listing("措施", headers, rows, "没有登记措施。"),),
    )  # fmt: skip
