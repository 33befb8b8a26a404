"""Within which time something is answered or done: 投诉时限, and 重新办理时限 of 基本."""

from __future__ import annotations

import re

from huifang.decisions.drafting.around import Around
from huifang.decisions.drafting.kinds.windows import is_ahead
from huifang.decisions.drafting.proposals import LIKELY, SURE, UNSURE, Drafted, ProposedRow, Unsaid
from huifang.decisions.drafting.quantities import Quantity, Sort
from huifang.decisions.drafting.sentences import Deed
from huifang.decisions.drafting.titles import title
from huifang.tables.declared.complaint_rules import LIMITS

_DAYS = {"周": 7, "旬": 10, "月": 30, "季": 90, "年": 365}
#: By the deed: the column of 投诉 that is filled when it is done.
_DONE = (
    (r"转|派单|派发|分派|分配|交办|移交|下派", "分派时间"), (r"到场|到达|抵达|赶到|派人|派员|上门|开始", "开始处理时间"),
    (r"响应|首次|联系|回电|回话|回应|沟通", "首次响应时间"), (r"受理|登记|告知收|回执|确认收", "受理告知时间"),
    (r"核实|调查|核查|查明", "调查完成时间"), (r"上报|报告|通报|汇报|报(?!表|修|警|怨)", "上报时间"), (r"进度|进展|初步", "进度告知时间"),
    (r"答复|回复|答覆|回覆|反馈|告知|说明|出具|书面", "告知客户时间"), (r"归档|关闭|结案|闭环|销单", "关闭时间"),
    (r"处理|解决|办|修|完成|整改|退|换|赔|恢复", "执行完成时间"),
)  # fmt: skip
#: Looking at what somebody did may have a limit, too.
_LOOKED_AT = ("审阅", "审核", "审查", "复核", "核对", "评审")
_GOES_ON = re.compile(r"^(?:内|以内)?(?:仍|还|尚)(?:没|未|不)|^(?:内|以内)?未(?:处理|办|答|回)")
_STARTS = (
    ("派单|分派|转办|交办", "分派时间"),
    ("受理", "接收时间"),
    ("答复后", "告知客户时间"),
    ("处理完|解决后|办结后", "执行完成时间"),
)


def deadline(around: Around) -> Drafted | None:
    """A row of 投诉时限 for a span or a day; None where nothing is done within it."""
    one = around.quantity
    if one.sort not in (Sort.SPAN, Sort.DAY, Sort.NTH):
        return None
    act = around.act
    if re.search(r"申请.{0,4}延(?:期|长)|延期申请", around.segment.text):
        return Unsaid(
            clause="", why="什么时候申请延期没有地方写；谁批准延期写在“投诉时限”", quote=around.quote, uses=(one,)
        )
    if re.search(r"(?:延期|顺延|延长|展期)", around.before):
        return Unsaid(clause="", why="延期最多多久没有地方写；谁批准延期可以写", quote=around.quote, uses=(one,))
    if is_ahead(around) and (act is not None or around.is_complaint):
        return Unsaid(
            clause="", why="到期之前多久要做的事没有地方写，到期前提醒写在“通知”", quote=around.quote, uses=(one,)
        )
    if re.search(r"期间$", around.before):
        return Unsaid(clause="", why="某一段期间里另有时限，“投诉时限”没有地方写期间", quote=around.quote, uses=(one,))
    if _GOES_ON.match(around.after):
        return Unsaid(
            clause="", why="超过以后再等多久、再做什么没有地方写；超时逐级上报已经内置", quote=around.quote, uses=(one,)
        )
    if act is None and not around.is_complaint:
        return None
    if act is not None and not act.deeds & {Deed.HANDLE, Deed.HAND_IN, Deed.CONTACT} and act.word not in _LOOKED_AT:
        return None
    if one.unit == "工作小时" and not around.is_complaint:
        return None
    amount = _amount(one)
    if amount is None:
        return None
    value, unit = amount
    if _again(around):
        values: dict[str, str | int | float] = {"项目": "重新办理时限", "值": f"{value} {unit}", "说明": title(around)}
        return ProposedRow(sheet="基本", values=values, quote=around.quote, sure=LIKELY, uses=(one,))
    said = _done_with(around)
    done = said or ("执行完成时间" if around.is_complaint else "")
    values = {"阶段": title(around), "起算": _starts(around, done), "时限": value, "单位": unit, "完成": done}
    if applies := _applies(around):
        values["适用"] = applies
    sure = UNSURE if "-" in one.value or not done else SURE if around.is_complaint and said else LIKELY
    clocks = [q for q in around.segment.quantities if q.sort is Sort.CLOCK and q.start >= one.end]
    if clocks:
        values["阶段"] = f"{values['阶段']}({clocks[0].value}前)"
    return ProposedRow(sheet=LIMITS.name, values=values, quote=around.quote, sure=sure, uses=(one, *clocks[:1]))


def _amount(one: Quantity) -> tuple[int | str, str] | None:
    if "-" in one.value:
        low, high = one.value.split("-")
        factor = _DAYS.get(one.unit, 1)
        unit = "天" if one.unit in _DAYS else one.unit
        return (f"{int(low) * factor}-{int(high) * factor}", unit) if low.isdigit() and high.isdigit() else None
    if not one.value.isdigit():
        return None
    if one.unit in _DAYS:
        return int(one.value) * _DAYS[one.unit], "天"
    return int(one.value), one.unit


def _again(around: Around) -> bool:
    return bool(re.search(r"重新(?:答复|办理|处理|回复|调查)|重办", around.after)) and bool(
        re.search(r"不满意|不认可|重办|不同意|异议", around.said)
    )


def _done_with(around: Around) -> str:
    behind = around.after
    for text in (behind, around.act.word if around.act else "", around.before):
        for pattern, column in _DONE:
            if text and re.search(pattern, text):
                return column
    return ""


def _starts(around: Around, done: str) -> str:
    for pattern, column in _STARTS:
        if column != done and re.search(pattern, around.said):
            return column
    return "接收时间"


def _applies(around: Around) -> str:
    if re.search(r"重大|紧急|严重|人身|安全|媒体|特别", around.before):
        return "重大"
    found = re.search(r"([一-鿿]{2,6}类)", around.before)
    return found[1] if found else ""
