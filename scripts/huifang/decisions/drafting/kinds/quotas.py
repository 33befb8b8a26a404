"""How many customers a person contacts in a period: 指标, 定额."""

from __future__ import annotations

import re

from huifang.decisions.drafting.around import Around
from huifang.decisions.drafting.proposals import LIKELY, SURE, ProposedRow
from huifang.decisions.drafting.quantities import Quantity, Sort
from huifang.decisions.drafting.sentences import Deed
from huifang.decisions.drafting.titles import title

_PEOPLE = (
    "件",
    "份",
    "人",
    "名",
    "位",
    "户",
    "家",
    "人次",
    "户次",
    "家次",
    "个",
    "个客户",
    "单",
    "通",
    "个电话",
    "条",
    "组",
    "例",
)
_EACH = re.compile(r"每(?:人|位|名|个?(?:员工|业务员|客户经理|专员|顾问|教练))|人均")


def quota(around: Around) -> ProposedRow | None:
    """A row of 指标 for a number of customers; None where it is none."""
    one = around.quantity
    if one.sort is not Sort.COUNT or one.unit not in _PEOPLE or around.in_vain:
        return None
    period = _period(around)
    if period is None or not (around.does(Deed.CONTACT) or around.bounded or _EACH.search(around.whole)):
        return None
    if re.search(r"[扣罚]", around.segment.text):
        return None
    if re.search(r"抽", around.segment.text) and around.does(Deed.CONTACT) and not _EACH.search(around.whole):
        return _drawn(around, period)
    values: dict[str, str | int | float] = {
        "指标": title(around), "算什么": "定额", "每": "业务员", "周期": period.unit, "不同客户": _apart(one.unit), "要求": "≥", "目标": int(one.value.split("-")[0]),
    }  # fmt: skip
    used = (one, period) if period.start >= around.segment.start else (one,)
    return ProposedRow(
        sheet="指标", values=values, quote=around.quote, sure=SURE if around.bounded else LIKELY, uses=used
    )


def _apart(unit: str) -> str:
    """Whether so many are people, each of whom counts once; else they are contacts."""
    return "是" if unit in ("人", "名", "位", "户", "家", "个", "个客户", "组") else "否"


def _drawn(around: Around, period: Quantity) -> ProposedRow:
    """At least so many of the period's customers or events: 每月抽取30件做电话回访. A share has to be said besides."""
    number = around.quantity.value.split("-")[0]
    values: dict[str, str | int | float] = {
        "规则名称": title(around), "触发": "比例", "周期": period.unit, "比例(%)": 1, "次数": int(number) if number.isdigit() else number,
    }  # fmt: skip
    used = (around.quantity, period) if period.start >= around.segment.start else (around.quantity,)
    return ProposedRow(sheet="回访规则", values=values, quote=around.quote, sure=LIKELY, uses=used)


def _period(around: Around) -> Quantity | None:
    found = [q for q in around.sentence.quantities if q.sort is Sort.PERIOD and q.end <= around.quantity.start]
    return found[-1] if found else None
