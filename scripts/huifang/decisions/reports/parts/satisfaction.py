"""满意度测量: product quality, service quality and suggestions, as far as so few answers can tell (003/五 6.3)."""

from __future__ import annotations

from collections.abc import Sequence

from huifang.core.periods import Period
from huifang.decisions.reports.order import ordered_owed
from huifang.decisions.reports.part import OWED_NAMED, Listing, Part, Share, Tile, bars, percent
from huifang.decisions.reports.parts.satisfied_with import said_of, satisfied_with
from huifang.decisions.reports.parts_view import PartsView, headers_of
from huifang.ledger.records import CallRecord
from huifang.tables.declared.feedback import FEEDBACK
from huifang.tables.model import Row
from huifang.tables.options import BUILT_IN, CONNECTED, SATISFIED

NAME = "满意度测量"
_SUGGESTION, _PRODUCT, _SERVICE = (BUILT_IN["反馈类型"][at] for at in (1, 5, 6))
_SHOWN = (
    "feedback_no", "feedback_type", "customer_no", "content", "suggestion", "department", "issued_on", "outcome",
    "handled_on",
)  # fmt: skip
_DENOMINATORS = "总体满意的分母是有评价的接通，问题的分母是接通；一次回访可以提出几个问题。"
CATEGORIES = (_PRODUCT, _SERVICE, _SUGGESTION)


def satisfaction(view: PartsView) -> Part:
    """Counts, shares with their 95 % interval, the change on the period before, and who was not reached."""
    now, before = view.records, view.records_before
    content, content_before = _content(now), _content(before)
    owed = len(view.figures.owed)
    reached = Share(sum(line.obligation.fulfilled_by is not None for line in view.figures.owed), owed)
    rows = [_line("总体满意", content, content_before)]
    for category in CATEGORIES:
        raised_before = _raised(view, category, view.before, before)
        rows.append(_line(f"{category}问题", _raised(view, category, view.period, now), raised_before))
    measured = f"接通并有评价的里面满意 {content}{_within(content)}" if content.total else "没有客户作出评价"
    sentences = [
        f"应回访 {owed} 个，访到 {reached}；{measured}。" if owed else f"本期没有应回访的客户；{measured}。",
        "没有访到的人没有回答，比例只说明接通的客户；95% 区间说明样本少时真实的比例可能在哪里。",
    ]
    sentences += [said] if (said := said_of(view)) else []
    unrated = sum(record.result == CONNECTED and not record.satisfaction for record in now)
    if unrated:
        sentences.append(f"另有 {unrated} 次接通没有评价。")
    raised = [(category, len(_rows(view, category, view.period))) for category in CATEGORIES]
    headers = ("项目", "本期", "95% 区间", "上期", "变化(百分点)")
    details = [
        view.cells(row, FEEDBACK, *_SHOWN) for category in CATEGORIES for row in _rows(view, category, view.period)
    ]
    return Part(
        NAME, tuple(sentences),
        (
            Tile("满意(占有评价的接通)", content, source="逐条的评价"),
            Tile("访到(占应访)", reached, reached.count < reached.total, f"没有访到的；全部见{OWED_NAMED}"),
        ),
        (
            Listing("测量结果", headers, rows, "", _DENOMINATORS),
            satisfied_with(view),
            Listing("提出的问题和建议", headers_of(FEEDBACK, *_SHOWN), details, "本期没有登记问题和建议。"),
            _ratings(view),
            _not_reached(view),
        ),
        bars("本期提出的问题和建议", raised),
    )  # fmt: skip


def _ratings(view: PartsView) -> Listing:
    """Every connected call with what the customer said; those who were not content first."""
    reached = [record for record in view.records if record.result == CONNECTED]
    rows = [
        (r.record_no, r.customer, view.label(r.agent), r.called_on, r.satisfaction or "(没有评价)")
        for r in sorted(reached, key=lambda r: (r.satisfaction in SATISFIED, r.moment))
    ]
    return Listing("逐条的评价", ("记录编号", "客户", "业务员", "回访日期", "满意度"), rows, "本期没有接通的回访。")


def _not_reached(view: PartsView) -> Listing:
    """Who did not answer, and why: nobody knows what they would have said."""
    rows = [
        (
            f"{o.customer.customer_no} {o.customer.name}",
            view.label(o.agent),
            o.obligation.from_on,
            o.obligation.due_on,
            o.status,
        )
        for o in ordered_owed(view.figures.owed)
        if o.obligation.fulfilled_by is None
    ]
    return Listing("没有访到的", ("客户", "业务员", "应访起", "应访止", "状态"), rows, "应访的都访到了。")


def _content(records: Sequence[CallRecord]) -> Share:
    rated = [record for record in records if record.result == CONNECTED and record.satisfaction]
    return Share(sum(record.satisfaction in SATISFIED for record in rated), len(rated))


def _rows(view: PartsView, category: str, period: Period) -> list[Row]:
    return [row for row in view.in_period(FEEDBACK, "issued_on", period) if row["feedback_type"] == category]


def _raised(view: PartsView, category: str, period: Period, records: Sequence[CallRecord]) -> Share:
    reached = sum(record.result == CONNECTED for record in records)
    return Share(len(_rows(view, category, period)), reached)


def _line(name: str, now: Share, before: Share) -> tuple[str, Share, str, Share, str]:
    change = "—"
    if now.value is not None and before.value is not None:
        change = f"{100 * (now.value - before.value):+.1f}"
    return name, now, _within(now).strip("()"), before, change


def _within(share: Share) -> str:
    found = share.interval()
    return f"(95% 区间 {percent(found[0])} 至 {percent(found[1])})" if found else ""
