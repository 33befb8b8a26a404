"""走访: one page on a round of visits, place by place, with author and contact (003/四)."""

from __future__ import annotations

from collections.abc import Sequence

from huifang.decisions.reports.part import Cell, Listing, Part, Share, Tile
from huifang.decisions.reports.parts_view import PartsView
from huifang.decisions.reports.publication import publication_of
from huifang.ledger.records import CallRecord
from huifang.policy.rules import AGREED
from huifang.tables.options import CONNECTED, SATISFIED, UNRESOLVED

NAME = "走访"
_WISHES = ("记录编号", "区域", "客户", "意见或需求", "处理情况", "处理措施", "下次联系日期", "其他")
_NOWHERE, _NOTHING = "(没有填写区域)", {"", "无"}


def field_visits(view: PartsView) -> Part:
    """Where people went, whom they met, what they were asked and what is to be followed up."""
    visits = [record for record in view.records if record.rule != AGREED]
    met = [record for record in visits if record.result == CONNECTED]
    regions = sorted({_region(view, record.customer_no) for record in visits})
    rows = [_place(region, [r for r in visits if _region(view, r.customer_no) == region]) for region in regions]
    wishes = [
        (
            r.record_no, _region(view, r.customer_no), r.customer, r.wishes, r.handling, r.measures, r.next_contact_on,
            _text(view, r),
        )
        for r in met if r.wishes not in _NOTHING or _text(view, r)
    ]  # fmt: skip
    share = Share(len({r.customer_no for r in met}), len({r.customer_no for r in visits}))
    authors = [view.people.find(agent) for agent in sorted({record.agent for record in visits})]
    contacts = [(person.label, person.phone, person.email) for person in authors if person]
    days = sorted({record.called_on for record in visits})
    sentence = "本期没有走访。"
    if days:
        when = f"{days[0]} 至 {days[-1]}"
        sentence = f"{when} 走访了 {len(regions)} 个区域，见到 {share} 位客户，记下 {len(wishes)} 条需要和问题。"
    return Part(
        NAME,
        (sentence,),
        (
            Tile("见到(占走访)", share, share.count < share.total, "走访名单"),
            Tile("需要跟进", len(wishes), source="需要和问题"),
        ),
        (
            Listing("各区域", ("区域", "日期", "走访", "见到", "满意(占见到)", "本期未解决"), rows, "本期没有走访。"),
            Listing("需要和问题", _WISHES, wishes, "没有记下需要和问题。"),
            _visited(view, visits),
            Listing("撰写人和联系方式", ("撰写人", "电话", "邮箱"), contacts, "没有走访人员。"),
        ),
        page=publication_of(view, visits),
    )  # fmt: skip


def _region(view: PartsView, customer_no: str) -> str:
    customer = view.customers.get(customer_no)
    return (customer.region if customer else "") or _NOWHERE


def _visited(view: PartsView, visits: Sequence[CallRecord]) -> Listing:
    """Every visit, met or not."""
    rows = [
        (
            r.record_no,
            _region(view, r.customer_no),
            r.customer,
            r.called_on,
            r.result,
            r.satisfaction,
            view.label(r.agent),
        )
        for r in sorted(visits, key=lambda r: (_region(view, r.customer_no), r.moment))
    ]
    headers = ("记录编号", "区域", "客户", "日期", "结果", "满意度", "走访人")
    return Listing("走访名单", headers, rows, "本期没有走访。")


def _text(view: PartsView, record: CallRecord) -> str:
    """The answers to the questions."""
    said = [(question.text, record.text(question.key)) for question in view.policy.questions]
    return "；".join(f"{text}：{answer}" for text, answer in said if answer not in _NOTHING)


def _place(region: str, records: list[CallRecord]) -> tuple[Cell, ...]:
    met = [record for record in records if record.result == CONNECTED]
    content = Share(sum(record.satisfaction in SATISFIED for record in met), len(met))
    days = sorted({record.called_on for record in records})
    when = "、".join(f"{day:%m-%d}" for day in days)
    return region, when, len(records), len(met), content, sum(record.handling == UNRESOLVED for record in met)
