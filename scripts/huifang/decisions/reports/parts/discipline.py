"""处罚: whose manner caused a complaint, what is to follow, and the notice that all staff read (000/三)."""

from __future__ import annotations

from huifang.decisions.complaints.clocks import ComplaintStatus
from huifang.decisions.reports.part import Listing, Part, Tile
from huifang.decisions.reports.parts_view import PartsView, headers_of
from huifang.policy.complaints import is_valid
from huifang.tables.declared.complaints import COMPLAINTS

NAME = "处罚"
#: A complaint is about somebody's manner where its class, cause or conclusion says so.
MANNER = "态度"
_SHOWN = ("received_at", "complained_of", "category", "cause", "responsible", "department", "punishment")


def is_about_manner(one: ComplaintStatus) -> bool:
    """Whether the complaint is upheld, or not judged yet, and about somebody's manner."""
    said = (one.row[key] or "" for key in ("category", "cause", "conclusion"))
    return is_valid(one.row.values) and any(MANNER in text for text in said)


def discipline(view: PartsView) -> Part:
    """The cases of the period, and the notice."""
    cases = [
        one
        for one in view.complaints
        if is_about_manner(one) and one.row["received_at"] and one.row["received_at"].date() in view.period
    ]
    decided = [one for one in cases if one.row["punishment"]]
    rows = [(one.complaint_no, *view.cells(one.row, COMPLAINTS, *_SHOWN)) for one in cases]
    notice = [(view.label(one.row["responsible"]), one.row["content"], one.row["punishment"]) for one in decided]
    waiting = len(cases) - len(decided)
    sentence = f"因服务态度引起的投诉 {len(cases)} 件，已有处理意见 {len(decided)} 件，还没有处理意见 {waiting} 件。"
    return Part(
        NAME, (sentence,), (Tile("态度投诉", len(cases), bool(cases), "态度投诉"),),
        (
            Listing("态度投诉", ("投诉编号", *headers_of(COMPLAINTS, *_SHOWN)), rows, "本期没有因态度引起的投诉。"),
            Listing(
                "致全体员工的通告", ("责任人", "事由", "处理"), notice, "本期没有需要通告的处理。",
                f"{view.period.name} 因服务态度引起的投诉处理如下，请全体员工引以为戒。",
            ),
        ),
    )  # fmt: skip
