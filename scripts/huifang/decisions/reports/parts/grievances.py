"""抱怨: what customers were not content with, by cause and by group of customers (003/一 五)."""

from __future__ import annotations

from collections import Counter

from huifang.decisions.complaints.heard import reason_of
from huifang.decisions.reports.part import CALLS_NAMED, Listing, Part, Share, Tile, bars
from huifang.decisions.reports.parts_view import PartsView, counted
from huifang.ledger.records import CallRecord
from huifang.tables.options import CONNECTED

NAME = "抱怨"
_NO_CAUSE, _NO_CLASS = "(没有写明原因)", "(不在客户资料库)"


def grievances(view: PartsView) -> Part:
    """Causes against groups, each group's share of those who were reached, and the cases themselves."""
    heard = [record for record in view.records if record.is_grievance]
    before = [record for record in view.records_before if record.is_grievance]
    causes = counted([_cause(view, record) for record in heard])
    reached = [record for record in view.records if record.result == CONNECTED]
    share, share_before = (
        Share(len(some), sum(record.result == CONNECTED for record in all_of_them))
        for some, all_of_them in ((heard, view.records), (before, view.records_before))
    )
    earlier = f"上期 {share_before}" if share_before.total else "上期没有接通的回访"
    heard_of = f"接通的 {len(reached)} 次里有抱怨的 {share}" if reached else "本期没有接通的回访，没有听到抱怨"
    sentences = [f"{heard_of}；{earlier}。"]
    if silent := len(view.records) - len(reached):
        sentences.append(f"没有接通的 {silent} 次不计在内，他们有没有抱怨并不知道。")
    if causes:
        sentences.append(f"最多的原因是“{causes[0][0]}”，{causes[0][1]} 次。")
    known = {_cause(view, record) for record in before}
    repeated = [cause for cause, _ in causes if cause in known and cause != _NO_CAUSE]
    if repeated:
        sentences.append(f"上期也有的原因：{'、'.join(repeated)}。")
    return Part(
        NAME, tuple(sentences),
        (
            Tile("抱怨(占接通)", share, bool(heard), f"逐条；接通的见{CALLS_NAMED}"),
            Tile("重复出现的原因", len(repeated), bool(repeated), "按原因和客户类别"),
        ),
        (_by_cause(view, heard, before, causes), _by_class(view, heard, reached), _cases(view, heard)),
        bars("抱怨的原因", causes[:8]),
    )  # fmt: skip


def _cause(view: PartsView, record: CallRecord) -> str:
    return reason_of(record, view.policy.questions) or _NO_CAUSE


def class_of(view: PartsView, record: CallRecord) -> str:
    """The group of customers that the call counts with."""
    customer = view.customers.get(record.customer_no)
    return customer.customer_class if customer else _NO_CLASS


def _by_cause(
    view: PartsView, heard: list[CallRecord], before: list[CallRecord], causes: list[tuple[str, int]]
) -> Listing:
    groups = [name for name, _ in counted([class_of(view, record) for record in heard])]
    earlier = Counter(_cause(view, record) for record in before)
    rows = [
        (
            cause,
            count,
            earlier[cause],
            *(sum(_cause(view, r) == cause and class_of(view, r) == group for r in heard) for group in groups),
        )
        for cause, count in causes
    ]
    return Listing("按原因和客户类别", ("原因", "合计", "上期", *groups), rows, "本期没有抱怨。", "单位：次。")


def _by_class(view: PartsView, heard: list[CallRecord], reached: list[CallRecord]) -> Listing:
    groups = counted([class_of(view, record) for record in reached])
    rows = [(name, total, Share(sum(class_of(view, r) == name for r in heard), total)) for name, total in groups]
    return Listing("按客户类别", ("客户类别", "接通", "抱怨(占接通)"), rows, "本期没有接通的回访。")


def _cases(view: PartsView, heard: list[CallRecord]) -> Listing:
    headers = (
        "记录编号",
        "客户",
        "客户类别",
        "业务员",
        "回访日期",
        "满意度",
        "原因",
        "客户意见或需求",
        "处理情况",
        "处理措施",
    )
    rows = [
        (
            r.record_no, r.customer, class_of(view, r), view.label(r.agent), r.called_on,
            r.satisfaction, reason_of(r, view.policy.questions), r.wishes, r.handling, r.measures,
        )
        for r in sorted(heard, key=lambda record: record.moment)
    ]  # fmt: skip
    return Listing("逐条", headers, rows, "本期没有抱怨。")
