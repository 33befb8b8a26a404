"""反馈: what customers asked, proposed and want to buy, who answers, and what is unanswered (001, 003/五 6.2.5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from statistics import median

from huifang.decisions.complaints.records import reply_dues
from huifang.decisions.reports.part import Listing, Part, Share, Tile, bars
from huifang.decisions.reports.parts_view import PartsView, counted, headers_of
from huifang.policy.feedback import OPPORTUNITY, with_reply_due
from huifang.tables.declared.feedback import FEEDBACK
from huifang.tables.model import Row

NAME = "反馈"
_NO_TYPE = "(没有填写)"
_OPEN = (
    "feedback_no", "feedback_type", "customer_no", "content", "department", "region_owner", "issued_on", "reply_due_on",
)  # fmt: skip
_SALES = ("feedback_no", "customer_no", "region_owner", "inquiry", "interest", "expected_when", "outcome", "handled_on")


def feedback_flows(view: PartsView) -> Part:
    """The slips of the period by kind; what is unanswered, from earlier periods too; sales opportunities."""
    day = view.day
    dues = reply_dues(view.limited)
    slips = [with_reply_due(row, view.policy.reply_days, dues) for row in view.rows(FEEDBACK) if row["issued_on"]]
    issued = [row for row in slips if row["issued_on"] in view.period]
    sent = [row for row in slips if row["issued_on"] <= day]
    waiting = [row for row in sent if not row["handled_on"]]
    late = [row for row in waiting if _is_late(row, day)]
    kinds = counted([_kind(row) for row in issued])
    rows = [(kind, *_flow([row for row in issued if _kind(row) == kind], day)) for kind, _ in kinds]
    in_time = _in_time(issued, day)
    unanswered = f"现在没有答复的 {len(waiting)} 张，其中逾期 {len(late)} 张"
    sent_out = f"发出信息反馈单 {len(issued)} 张，已答复和逾期的里面按期答复 {in_time}"
    sentence = f"{sent_out if issued else '本期没有发出信息反馈单'}；{unanswered}。"
    ordered = sorted(waiting, key=lambda row: (not _is_late(row, day), row["reply_due_on"] or date.max))
    overdue = [("逾期" if _is_late(row, day) else "", *view.cells(row, FEEDBACK, *_OPEN)) for row in ordered]
    sales = [view.cells(row, FEEDBACK, *_SALES) for row in issued if row["feedback_type"] == OPPORTUNITY]
    return Part(
        NAME, (sentence,),
        (
            Tile("没有答复", len(waiting), bool(late), "没有答复的"),
            Tile("逾期", len(late), bool(late), "没有答复的(逾期的在前)"),
        ),
        (
            Listing(
                "各类反馈", ("类型", "发出", "按期(占已答复和逾期)", "没有答复", "答复用了(天，中位数)"), rows,
                "本期没有发出信息反馈单。", "没有写回复期限的，答复了就算按期。",
            ),
            Listing("没有答复的", ("", *headers_of(FEEDBACK, *_OPEN)), overdue, "都已答复。"),
            _issued(view, issued, day),
            Listing("销售机会", headers_of(FEEDBACK, *_SALES), sales, "本期没有销售机会。"),
        ),
        bars("各类反馈", kinds),
    )  # fmt: skip


def _issued(view: PartsView, issued: Sequence[Row], day: date) -> Listing:
    """Every slip of the period with how it was answered."""
    keys = (
        "feedback_no",
        "feedback_type",
        "customer_no",
        "content",
        "department",
        "issued_on",
        "reply_due_on",
        "handled_on",
    )
    rows = [(*view.cells(row, FEEDBACK, *keys), _answered(row, day)) for row in issued]
    headers = (*headers_of(FEEDBACK, *keys), "答复")
    return Listing("本期发出的", headers, rows, "本期没有发出信息反馈单。")


def _answered(row: Row, day: date) -> str:
    if not row["handled_on"]:
        return "逾期" if _is_late(row, day) else "没有答复"
    late = (row["handled_on"] - row["reply_due_on"]).days if row["reply_due_on"] else 0
    return f"迟 {late} 天" if late > 0 else "按期"


def _kind(row: Row) -> str:
    return row["feedback_type"] or _NO_TYPE


def _is_late(row: Row, day: date) -> bool:
    return bool(row["reply_due_on"] and row["reply_due_on"] < day)


def _in_time(slips: Sequence[Row], day: date) -> Share:
    """Those answered by their limit, of those that are answered or late."""
    answered = [row for row in slips if row["handled_on"]]
    good = [row for row in answered if not row["reply_due_on"] or row["handled_on"] <= row["reply_due_on"]]
    late = [row for row in slips if not row["handled_on"] and _is_late(row, day)]
    return Share(len(good), len(answered) + len(late))


def _flow(slips: Sequence[Row], day: date) -> tuple[int, Share, int, float | str]:
    days = [(row["handled_on"] - row["issued_on"]).days for row in slips if row["handled_on"]]
    open_ones = sum(not row["handled_on"] for row in slips)
    return len(slips), _in_time(slips, day), open_ones, median(days) if days else "—"
