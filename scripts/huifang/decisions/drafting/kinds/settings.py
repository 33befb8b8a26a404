"""What an office sets once: 基本."""

from __future__ import annotations

import re

from huifang.decisions.drafting.around import Around
from huifang.decisions.drafting.proposals import LIKELY, SURE, UNSURE, Drafted, ProposedRow, Unsaid
from huifang.decisions.drafting.quantities import Quantity, Sort
from huifang.decisions.drafting.sentences import Deed
from huifang.decisions.drafting.titles import title

SHEET = "基本"
_CALL_HOURS = re.compile(r"拨打|通话|回访|随访|时段|联系|致电|外呼|电话|走访|访问")
_OFFICE_HOURS = re.compile(r"上班|办公|工作时间|值班|营业|服务时间|作息|坐班")


def hours(around: Around) -> ProposedRow | None:
    """通话时段 or 工作时间: all spans of the sentence in one row."""
    one = around.quantity
    if one.sort is not Sort.HOURS:
        return None
    spans = [*around.of_sort(Sort.HOURS)]
    if one is not spans[0]:
        return None
    item = "工作时间" if _OFFICE_HOURS.search(around.said) and not _CALL_HOURS.search(around.said) else "通话时段"
    written = ",".join("-".join(_padded(part) for part in q.value.split("-")) for q in spans)
    values: dict[str, str | int | float] = {"项目": item, "值": written, "说明": title(around)}
    sure = SURE if _CALL_HOURS.search(around.said) else LIKELY
    return ProposedRow(sheet=SHEET, values=values, quote=around.quote, sure=sure, uses=tuple(spans))


def _padded(clock: str) -> str:
    return clock if len(clock) == 5 else f"0{clock}"


def until_hour(around: Around) -> ProposedRow | None:
    """通话时段 that ends, or begins, at a time of day: 晚8点以后不得拨打."""
    one = around.quantity
    if (
        one.sort is not Sort.CLOCK
        or not around.does(Deed.CONTACT)
        and not re.search(rf"打扰|{_CALL_HOURS.pattern}", around.segment.text)
    ):
        return None
    if not re.search(
        r"不得|不要|不宜|不再|避免|禁止|不打|停止|不可|勿|不能|不应|不许|打扰|以后|之后|之前|以前", around.whole
    ):
        return None
    hour = int(one.value.split(":")[0])
    written = f"{_padded(one.value)}-20:00" if hour < 12 else f"08:30-{_padded(one.value)}"
    values: dict[str, str | int | float] = {"项目": "通话时段", "值": written, "说明": title(around)}
    return ProposedRow(sheet=SHEET, values=values, quote=around.quote, sure=UNSURE, uses=(one,))


def attempts(around: Around) -> Drafted | None:
    """最多尝试次数."""
    one = around.quantity
    if one.sort is Sort.SPAN and re.search(r"间隔(?:不少于|至少)?$", around.before):
        return Unsaid(clause="", why="两次拨打隔多久没有地方写，可以用“最短间隔(天)”", quote=around.quote, uses=(one,))
    if one.sort not in (Sort.COUNT, Sort.DAY, Sort.SPAN) or not around.in_vain:
        return None
    if one.sort is Sort.COUNT and one.unit in ("次", "遍", "回", "个电话", "通"):
        values: dict[str, str | int | float] = {
            "项目": "最多尝试次数",
            "值": one.value,
            "说明": f"回访电话{title(around)}",
        }
        return ProposedRow(sheet=SHEET, values=values, quote=around.quote, sure=SURE, uses=(one,))
    if one.sort is Sort.SPAN or one.unit in ("个", "天"):
        return Unsaid(
            clause="", why="隔多久再打、分几天打没有地方写，只有“最多尝试次数”", quote=around.quote, uses=(one,)
        )
    return None


def call_length(around: Around) -> Drafted | None:
    """最长通话(分钟)."""
    one = around.quantity
    if one.sort is not Sort.SPAN or one.unit != "分钟" or not _is_length(around):
        return None
    if around.is_complaint and not re.search(r"通话|时长", around.segment.text):
        return None
    if re.search(r"不少于|不低于|至少|不得少于|以上", around.segment.text):
        return Unsaid(
            clause="", why="一次通话至少多长没有地方写，只有“最长通话(分钟)”", quote=around.quote, uses=(one,)
        )
    values: dict[str, str | int | float] = {"项目": "最长通话(分钟)", "值": one.value, "说明": title(around)}
    return ProposedRow(sheet=SHEET, values=values, quote=around.quote, sure=SURE, uses=(one,))


def _is_length(around: Around) -> bool:
    """Whether minutes say how long a call may last."""
    if re.search(r"每次|通话|时长|谈话", around.segment.text):
        return True
    kept = re.search(r"控制在|不(?:得|要|应)?超过|(?:占用|耽误).{0,6}$", around.before)
    return bool(kept) and not around.is_complaint and "访" in f"{around.parsed.clause.heading}{around.text}"


def retention(around: Around) -> Drafted | None:
    """保存年限(年)."""
    one = around.quantity
    if one.sort is not Sort.SPAN or one.unit not in ("年", "月", "天", "周") or not _keeps(around):
        return None
    if one.unit != "年" or not one.value.isdigit():
        return Unsaid(clause="", why="“保存年限(年)”按整年计算，写不下这个期限", quote=around.quote, uses=(one,))
    values: dict[str, str | int | float] = {"项目": "保存年限(年)", "值": one.value, "说明": title(around)}
    return ProposedRow(sheet=SHEET, values=values, quote=around.quote, sure=SURE, uses=(one,))


def _keeps(around: Around) -> bool:
    near = around.segment.acts
    return any(Deed.KEEP in act.deeds for act in near) or bool(re.search(r"保[存管留]期|存期|留存", around.said))


def extension_times(around: Around) -> Unsaid | None:
    """How often a limit may be extended."""
    one: Quantity = around.quantity
    if one.sort is Sort.COUNT and one.unit == "次" and re.search(r"延(?:期|长)", around.segment.text):
        return Unsaid(clause="", why="延期几次没有地方写；谁批准延期可以写", quote=around.quote, uses=(one,))
    return None
