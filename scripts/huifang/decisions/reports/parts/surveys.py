"""调查: the survey round, and what became of every item somebody was not content with (000/二)."""

from __future__ import annotations

from huifang.core.periods import Period
from huifang.decisions.reports.part import Listing, Part, Share, Tile, bars
from huifang.decisions.reports.parts_view import PartsView, counted, headers_of
from huifang.tables.declared.surveys import SURVEYS
from huifang.tables.model import Row
from huifang.tables.options import DISSATISFIED

NAME = "调查"


def round_of(view: PartsView) -> tuple[Period, list[Row]]:
    """The round in which the period ends, by 定期任务 (else a quarter), and what was asked in it so far."""
    until = view.period.until_on
    spans = (task.span for task in view.policy.tasks if task.done_with and task.done_with.sheet == SURVEYS.name)
    span = view.policy.period_of(until, next(spans, "季"))
    return span, [row for row in view.in_period(SURVEYS, "surveyed_on", span) if row["surveyed_on"] <= until]


def surveys(view: PartsView) -> Part:
    """The round: who was asked, what was not good, what was put right."""
    span, asked = round_of(view)
    if not asked:
        return Part(NAME, (f"{span.name} 还没有做意见调查。",), (Tile("本期调查", "未做", True, SURVEYS.workbook),))
    bad = [row for row in asked if row["rating"] in DISSATISFIED]
    right = Share(sum(row["put_right_on"] is not None for row in bad), len(bad))
    rated = [row for row in asked if row["rating"]]
    share = Share(len(bad), len(rated))
    people = len({row["customer_no"] for row in asked})
    sentences = (
        f"{span.name} 调查了 {people} 位客户的 {len(asked)} 个项目，有评价的里面不满意 {share}，其中已整改 {right}。",
        f"没有评价的有 {len(asked) - len(rated)} 项，不计入比例。",
    )
    items = [
        (item, total, Share(sum(row["item"] == item for row in bad), total))
        for item, total in counted([row["item"] for row in rated])
    ]
    still = [
        view.cells(row, SURVEYS, *SURVEYS.by_key)
        for row in sorted(bad, key=lambda row: (row["put_right_on"] is not None, row["surveyed_on"]))
    ]
    headers = headers_of(SURVEYS, *SURVEYS.by_key)
    causes = counted([row["item"] for row in bad])
    return Part(
        NAME, sentences,
        (
            Tile("不满意(占评价)", share, bool(bad), f"不满意的项目；全部评价见{SURVEYS.workbook}"),
            Tile("已整改(占不满意)", right, right.count < right.total, "不满意的项目"),
        ),
        (
            Listing("各项目", ("调查项目", "评价", "不满意(占评价)"), items, ""),
            Listing("不满意的项目", headers, still, "没有不满意的项目。", "没有整改的在前；整改以后由回访确认。"),
        ),
        bars("不满意的项目", causes),
    )  # fmt: skip
