"""Parts of customers or events: 回访规则 by 比例, and 指标 for rates that are wanted."""

from __future__ import annotations

import re

from huifang.decisions.drafting.anchors import anchored, anchored_in
from huifang.decisions.drafting.around import Around
from huifang.decisions.drafting.kinds.cadence import SHEET
from huifang.decisions.drafting.proposals import LIKELY, SURE, UNSURE, Drafted, ProposedRow, Unsaid
from huifang.decisions.drafting.quantities import Sort
from huifang.decisions.drafting.sentences import Deed
from huifang.decisions.drafting.titles import title, topic

_RATE = re.compile(r"率|满意度|满意|目标|指标|接通|得分|达标|比重|占比")
_VISIT_RATE = re.compile(
    r"(?:回访|随访|访问|走访|抽访|电访|覆盖|抽查|抽样|抽取|拜访|联系)(?:的)?(?:率|比例|覆盖率|面)|覆盖"
)
#: What is counted for a rate, by the words of its name.
_MEASURES = (
    (r"满意", "满意率", "≥"), (r"接通", "接通率", "≥"), (r"及时|按时|按期|准时|时效", "按时率", "≥"), (r"投诉率|投诉比", "投诉率", "≤"),
    (r"差错|错误|退回", "差错率", "≤"), (r"回访|随访|完成|成功|办结|处理|解决|建档|覆盖|续|到会|联系|走访", "完成率", "≥"),
)  # fmt: skip
#: Rates of what was made or repaired, not of calls.
_NO_CALL = re.compile(r"(?:检验|产品|质量|设备|一次)[^,]{0,6}(?:合格|完好)")
_AT_MOST = re.compile(r"不高于|不超过|不得超过|不大于|低于|以下|控制在|不得高于|以内")


def share(around: Around) -> Drafted | None:
    """A row for a percentage; None where it is none that is to be reached."""
    one = around.quantity
    if one.sort is not Sort.SHARE:
        return None
    if around.number_quote in ("件件", "户户", "逐一", "逐个") and not around.does(Deed.CONTACT):
        return None
    if re.search(r"扣|罚|奖", around.segment.text) and not _RATE.search(around.before):
        return None
    if _is_sample(around):
        return None
    before = around.before if len(around.before) > 1 else f"{topic(around)}{around.before}"
    target = _RATE.search(before) and not _VISIT_RATE.search(around.segment.text)
    if _NO_CALL.search(f"{before}{around.after}"):
        return Unsaid(clause="", why="这个比例不是回访的，没有地方写", quote=around.quote, uses=(one,))
    if target or _aims(around):
        return _indicator(around, before)
    if not re.search(r"访|联系|抽|沟通|走访|覆盖|电话", around.whole) and "访" not in around.parsed.clause.heading:
        return _indicator(around, before) if around.bounded or _RATE.search(before) else None
    return _share(around)


def _is_sample(around: Around) -> bool:
    """Whether it says how much of the records is looked at, not how many customers are called."""
    said = around.said
    if re.search(r"抽听|监听|质检|抽看", said):
        return True
    return bool(re.search(r"抽查|抽检|检查|复核|核查|听取|抽取", said)) and bool(
        re.search(r"记录|录音|台账|通话|档案|单据|资料", said)
    )


def _aims(around: Around) -> bool:
    return bool(re.search(r"目标|到会|出勤", around.segment.text))


def _indicator(around: Around, before: str) -> ProposedRow:
    measure, bound = next(((m, b) for p, m, b in _MEASURES if re.search(p, before)), ("", ""))
    at_most = bool(
        _AT_MOST.search(around.before[-5:])
        and not re.search(r"不低于|不得低于", around.before[-5:])
        or re.match(r"以下|以内", around.after)
    )
    values: dict[str, str | int | float] = {
        "指标": title(around), "算什么": measure, "要求": "≤" if at_most else bound or "≥", "目标": _number(around.quantity.value),
    }  # fmt: skip
    return ProposedRow(
        sheet="指标", values=values, quote=around.quote, sure=SURE if measure else UNSURE, uses=(around.quantity,)
    )


def _share(around: Around) -> ProposedRow:
    values: dict[str, str | int | float] = {
        "规则名称": title(around),
        "触发": "比例",
        "比例(%)": _number(around.quantity.value),
    }
    for segment in around.sentence.segments[: around.sentence.segments.index(around.segment) + 1]:
        for one in segment.quantities:
            if one.sort is Sort.PERIOD and one.end <= around.quantity.start and one.value == "1":
                values["周期"] = one.unit
    anchor = _counted(around)
    if anchor.startswith(("服务单", "投诉")):  # else it is a share of the customers
        values["起算"] = anchor
    near = anchor in (anchored_in(around.segment.text), "")
    sure = SURE if around.does(Deed.CONTACT) and near else LIKELY
    used = [one for one in around.segment.quantities if one.sort is Sort.PERIOD and one.end <= around.quantity.start]
    return ProposedRow(sheet=SHEET, values=values, quote=around.quote, sure=sure, uses=(around.quantity, *used))


def _counted(around: Around) -> str:
    """The column of what the share is of, where its own words or those right in front of them name it."""
    at = around.sentence.segments.index(around.segment)
    near = "".join(one.text for one in around.sentence.segments[max(0, at - 2) : at + 1])
    found = anchored(around).get("起算", "")
    return found if found == anchored_in(near) or at < 3 else ""


def _number(value: str) -> str | int | float:
    """As a cell holds it: a number where it is one, else as it stands: 2/3."""
    if re.fullmatch(r"\d+", value):
        return int(value)
    return float(value) if re.fullmatch(r"\d+\.\d+", value) else value
