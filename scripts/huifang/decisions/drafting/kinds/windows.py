"""A call within a time after an event, or ahead of one: 回访规则 by 日期, 周年 or 节日."""

from __future__ import annotations

import re

from huifang.decisions.drafting.anchors import anchored, is_guessed
from huifang.decisions.drafting.around import WEAK, Around
from huifang.decisions.drafting.callers import caller
from huifang.decisions.drafting.proposals import LIKELY, SURE, UNSURE, Drafted, ProposedRow, Unsaid
from huifang.decisions.drafting.quantities import Quantity, Sort
from huifang.decisions.drafting.sentences import Deed
from huifang.decisions.drafting.titles import title
from huifang.decisions.drafting.vocabulary import REACHING

SHEET = "回访规则"
_AHEAD = re.compile(r"(?:提前|届满前|到期前|期满前|前|开始前|之前)$")
_AHEAD_AFTER = re.compile(r"^(?:之前|以前|前)(?!来|往|台|期)")
_ROUND = re.compile(r"前后(?:各)?$")
_LATER = re.compile(r"^(?:之后|以后|后)")
_AGAIN = re.compile(r"再次|再|完毕|结案|办结|处理完|解决后|处理后|完成后|答复后|關懷|重新")
_STAFF = re.compile(r"承办|责任人|经办|业务员|负责人|客户经理|部门|主管|专员(?!提醒|电话|回访|联系)")
_YEARLY = re.compile(r"生日|周年|诞辰|纪念日|寿辰")
_FEAST = re.compile(r"春节|中秋|端午|国庆|元旦|节日|节假日|教师节|重阳|母亲节|护士节|供暖开始|采暖季开始")
#: A visit that repairs something is no call.
_VISITS = ("上门", "登门", "入户")
_REPAIR = re.compile(r"维修|抢修|检修|修理|报修|安装|派工|故障|停水|停电|漏水|漏气|清洗|疏通|勘查|勘察|查勘")
_IN_DAYS = {"天": 1, "周": 7, "旬": 10, "月": 30}
#: As 日历 and the public holidays call them.
_FEAST_NAMES = {"中秋": "中秋节", "端午": "端午节", "国庆": "国庆节", "重阳": "重阳节", "母亲节": "母亲节"}
#: Contact in so many words, never the answer to a complaint.
_CALLS = re.compile(r"访")


def window(around: Around) -> Drafted | None:
    """A row of 回访规则 for a span, a day or the nth day; None where no call is meant."""
    one = around.quantity
    if one.sort not in (Sort.SPAN, Sort.NTH, Sort.DAY) or not calls(around):
        return None
    if is_ahead(around) and re.search(r"提醒|催|通知|提示", around.segment.text) and _STAFF.search(around.after):
        return _told(around)
    if re.search(r"(?:持续|为期|坚持|延续|跟踪时间)(?:不少于|至少|不低于|应|要|达|为)*$", around.before):
        return Unsaid(clause="", why="跟到什么时候请写在那条规则的“适用期(月)”", quote=around.quote, uses=(one,))
    if one.unit == "分钟" and not around.is_complaint and re.search(r"每次|通话|时长|谈话", around.segment.text):
        return None
    if one.unit == "分钟":
        return Unsaid(clause="", why="回访规则的“间隔单位”没有分钟，最短是小时", quote=around.quote, uses=(one,))
    value = _whole(one)
    if value is None:
        return Unsaid(clause="", why="不是整数的期限，请改成整数", quote=around.quote, uses=(one,))
    start, length = _placed(around, value)
    values, anchor = _triggered(around, start, length)
    until = _until(around)
    if until:
        values["截止时刻"] = until.value
    if around.methods:
        values["回访方式"] = around.methods
    if who := caller(around):
        values["执行"] = who
    sure = SURE if _CALLS.search(around.segment.text) and anchor else LIKELY
    if "-" in one.value or not anchor or is_guessed(anchor):
        sure = UNSURE
    return ProposedRow(
        sheet=SHEET, values=values, quote=around.quote, sure=sure, uses=(one, *([until] if until else []))
    )


def _triggered(around: Around, start: int, length: int) -> tuple[dict[str, str | int | float], dict[str, str]]:
    """The row by its trigger, and what it counts from; those of every year count their windows in days."""
    values: dict[str, str | int | float] = {"规则名称": title(around), "触发": "日期"}
    days = _IN_DAYS.get(around.quantity.unit)
    feasts = [*dict.fromkeys(_FEAST.findall(around.said))]
    if days and _YEARLY.search(around.said):
        birthday = re.search(r"生日|寿辰|诞辰", around.said)
        anchor = {"起算": "客户.生日"} if birthday else anchored(around)
        return {**values, "触发": "周年", "窗口起": start * days, "窗口长": length * days, **anchor}, anchor
    if days and feasts:
        names = "、".join(_FEAST_NAMES.get(feast, feast) for feast in feasts)
        return {**values, "触发": "节日", "周期": names, "窗口起": start * days, "窗口长": length * days}, {
            "周期": names
        }
    anchor = anchored(around)
    counted: dict[str, str | int | float] = {"窗口起": start, "窗口长": length, "间隔单位": around.quantity.unit}
    return {**values, **counted, **(anchor or {"起算": ""})}, anchor


def calls(around: Around) -> bool:
    """Whether the deed is a call to a customer, and not the answer to a complaint."""
    act = around.act
    if act is None or act.word in WEAK and not around.is_complaint and Deed.CONTACT not in act.deeds:
        return bool(_CALLS.search(around.parsed.clause.heading) and not around.is_complaint)
    if Deed.CONTACT not in act.deeds:
        return (
            act.word in ("上门",)
            and not around.is_complaint
            or act.word == "通知"
            and bool(re.search(r"提前$", around.before))
            and not around.is_complaint
        )
    if act.word in _VISITS and _REPAIR.search(around.said) and not _CALLS.search(around.segment.text):
        return False
    if act.word in REACHING and around.is_complaint:
        return bool(_AGAIN.search(around.said) or _AGAIN.search(around.after) or is_ahead(around))
    return True


def is_ahead(around: Around) -> bool:
    """Whether it counts back from a day that lies ahead."""
    return bool(_AHEAD.search(around.before) or _AHEAD.search(around.front) or _AHEAD_AFTER.match(around.after))


def _whole(one: Quantity) -> int | None:
    last = one.value.split("-")[-1]
    return int(last) if last.isdigit() else None


def _placed(around: Around, value: int) -> tuple[int, int]:
    """窗口起 and 窗口长."""
    one = around.quantity
    if _ROUND.search(around.before) or re.match(r"前后", around.after):
        return -value, 2 * value
    if is_ahead(around):
        return -value, value if re.match(r"之?内|以内", around.after) else 0
    if "-" in one.value:
        low = int(one.value.split("-")[0])
        return low, value - low
    if one.sort is Sort.DAY:
        return value, 0
    if one.sort is Sort.NTH or _LATER.match(around.after) or re.search(r"满$", around.before):
        return value, 0
    return 0, value


def _until(around: Around) -> Quantity | None:
    """The time of day by which it has to be done."""
    at = around.sentence.segments.index(around.segment)
    near = around.sentence.segments[at : at + 2]
    for segment in near:
        for one in segment.quantities:
            if one.sort is Sort.CLOCK and one.start >= around.quantity.end:
                return one
    return None


def _told(around: Around) -> ProposedRow:
    one = around.quantity
    values: dict[str, str | int | float] = {"场合": "投诉到期前", "提前": _whole(one) or 0, "单位": one.unit}
    return ProposedRow(sheet="通知", values={**values, "模板": ""}, quote=around.quote, sure=LIKELY, uses=(one,))
