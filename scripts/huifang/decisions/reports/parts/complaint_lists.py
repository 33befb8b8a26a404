"""Lists about complaints that several parts show: who was told level by level, and what was made good at what cost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from huifang.decisions.complaints.clocks import ComplaintStatus
from huifang.decisions.reports.part import Cell, Listing
from huifang.decisions.reports.parts_view import PartsView, counted, headers_of
from huifang.tables.declared.complaints import COMPLAINTS

#: Where nobody wrote what kind of remedy it was.
NO_KIND = "(没有填写)"
_PAID = ("remedy_kind", "remedy", "compensation_yuan", "approved_by", "carried_out_at", "outcome_told_at")


def reported_upwards(view: PartsView, complaints: Iterable[ComplaintStatus]) -> Listing:
    """Who was told of each complaint, from below upwards, and when; who must know and was not told stands first."""
    rows: list[tuple[Cell, ...]] = [
        (
            one.complaint_no, one.row["severity"], level, view.label(rung.person_no), rung.at, rung.how or "还没有告诉",
        )
        for one in sorted(complaints, key=lambda one: all(rung.at for rung in one.trace))
        for level, rung in enumerate(one.trace, start=1)
    ]  # fmt: skip
    headers = ("投诉编号", "严重程度", "第几级", "告诉谁", "时间", "怎样告诉")
    return Listing("逐级上报", headers, rows, "没有要逐级上报的投诉。", "还没有告诉的在前；时间是写好信的时间。")


def not_told(complaints: Iterable[ComplaintStatus]) -> int:
    """How many people must know of one of them and were not told."""
    return sum(rung.at is None for one in complaints for rung in one.trace)


def made_good(complaints: Iterable[ComplaintStatus]) -> list[ComplaintStatus]:
    """Those whose customer got something for it."""
    return [one for one in complaints if one.row["compensation_yuan"]]


def yuan_of(complaints: Iterable[ComplaintStatus]) -> float:
    """What that cost."""
    return round(sum(one.row["compensation_yuan"] or 0 for one in complaints), 2)


def money(yuan: float) -> str:
    """As people write it."""
    return f"{yuan:,.2f}".removesuffix(".00")


def compensations(view: PartsView, complaints: Sequence[ComplaintStatus]) -> Listing:
    """Each loss that was made good, the dearest first."""
    paid = sorted(made_good(complaints), key=lambda one: (-one.row["compensation_yuan"], one.complaint_no))
    rows = [(one.complaint_no, *view.cells(one.row, COMPLAINTS, *_PAID)) for one in paid]
    headers = ("投诉编号", *headers_of(COMPLAINTS, *_PAID))
    return Listing("补偿的损失", headers, rows, "本期没有补偿。")


def remedies(complaints: Iterable[ComplaintStatus]) -> Listing:
    """By kind of remedy: how often, how often something was paid, and how much."""
    settled = [one for one in complaints if one.row["remedy"] or one.row["remedy_kind"]]
    rows: list[tuple[Cell, ...]] = []
    for kind, count in counted([one.row["remedy_kind"] or NO_KIND for one in settled]):
        mine = [one for one in settled if (one.row["remedy_kind"] or NO_KIND) == kind]
        rows.append((kind, count, len(made_good(mine)), yuan_of(mine)))
    headers = ("方案类型", "件数", "其中有补偿", "补偿金额(元)")
    return Listing("处理方案和费用", headers, rows, "本期没有处理方案。")
