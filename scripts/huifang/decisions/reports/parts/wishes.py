"""需求: what customers would like and what is known of them, for those who plan what is sold to whom (000/一 六.2)."""

from __future__ import annotations

from collections.abc import Sequence

from huifang.decisions.reports.cover.voices import Remark, said_in
from huifang.decisions.reports.part import Cell, Listing, Part, Tile, bars
from huifang.decisions.reports.parts_view import PartsView, counted
from huifang.tables.options import REMARKS

NAME = "需求"
_EACH = "逐位客户的需求"
_HEADERS = (
    "归类", "客户", "客户类别", "区域", "联系人", "电话", "消费特点", "客户的意见或需求", "处理情况", "处理措施",
    "下次联系日期", "回访人", "回访日期", "记录编号",
)  # fmt: skip


def wishes(view: PartsView) -> Part:
    """Every wish of the period by group, and how many customers had it in this period and in the one before."""
    groups = view.policy.options.get(REMARKS, ())
    wished, before = (said_in(records, groups).wishes for records in (view.records, view.records_before))
    by_group = counted([group for group, _ in _by_customer(wished)])
    earlier = dict(counted([group for group, _ in _by_customer(before)]))
    customers = {one.record.customer_no for one in wished}
    sentence = "本期的回访没有记下客户的需求。"
    if wished:
        sentence = (
            f"{len(customers)} 位客户说了 {len(wished)} 条需求，最多的是“{by_group[0][0]}”，{by_group[0][1]} 位。"
        )
    order = [name for name, _ in by_group]
    rows = [_row(view, one) for one in sorted(wished, key=lambda one: (order.index(one.group), one.record.moment))]
    totals = [(group, count, earlier.get(group, 0)) for group, count in by_group]
    return Part(
        NAME, (sentence,),
        (Tile("有需求的客户", len(customers), source=_EACH),),
        (
            Listing("各类需求", ("归类", "本期(位)", "上期(位)"), totals, "没有记下需求。"),
            Listing(_EACH, _HEADERS, rows, "没有记下需求。"),
        ),
        bars("需求的归类(位)", by_group[:8]),
    )  # fmt: skip


def _by_customer(said: Sequence[Remark]) -> list[tuple[str, str]]:
    """Each customer once in a group."""
    return list(dict.fromkeys((one.group, one.record.customer_no) for one in said))


def _row(view: PartsView, one: Remark) -> tuple[Cell, ...]:
    record = one.record
    customer = view.customers.get(record.customer_no)
    known = (customer.customer_class, customer.region) if customer else ("", "")
    return (
        one.group, record.customer, *known, record.contact, record.phone, customer.habits if customer else "", one.text,
        record.handling, record.measures, record.next_contact_on, view.label(record.agent), record.called_on,
        record.record_no,
    )  # fmt: skip
