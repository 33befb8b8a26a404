"""Again and again: 回访规则 by 每期 or 滚动."""

from __future__ import annotations

import re

from huifang.decisions.drafting.around import WEAK, Around
from huifang.decisions.drafting.callers import caller
from huifang.decisions.drafting.proposals import LIKELY, SURE, UNSURE, ProposedRow
from huifang.decisions.drafting.quantities import Quantity, Sort
from huifang.decisions.drafting.sentences import Deed
from huifang.decisions.drafting.titles import title
from huifang.decisions.drafting.vocabulary import CUSTOMER, SEASONS, any_of

SHEET = "回访规则"
TIMES = ("次", "遍", "回", "趟", "通", "个电话")
_OR = ("或", "或者", "至", "-", "~")
_WHO = re.compile(rf"[一-鿿A-Za-z0-9]{{0,8}}(?:{any_of(CUSTOMER)})")
_CLIENTS = re.compile(r"客户|用户|会员|业主|患者|车主|家长|学员|顾客|商户|住户|旅客|游客|经销商|病人|贵宾")
_LEAD = re.compile(r"^(?:针对|对于|对|超?过|凡是?|所有|全体|每[位名个]|各类?|给|向|同|为|其中|原则上)+")
#: What stands in front of such a word is no part of what customers are called.
_NOT_THEIRS = re.compile("[是与向给同]|每[位名个]")
_SEASON = re.compile(any_of(SEASONS))


def counted(around: Around) -> Quantity | None:
    """How often in the period: the next 次 of the segment, before any other period."""
    for one in around.segment.quantities:
        if one.start < around.quantity.end:
            continue
        if one.sort in (Sort.PERIOD, Sort.SPAN) and around.text[around.quantity.end : one.start] in _OR:
            continue
        if one.sort in (Sort.PERIOD, Sort.SPAN, Sort.NTH, Sort.SHARE, Sort.MONTH_DAY):
            return None
        if one.sort is Sort.COUNT and one.unit in TIMES:
            return one
    return None


def period_of(around: Around) -> tuple[int, str] | None:
    """The period, as so many of a unit: 每周, 半年一次, 一季度一次."""
    one = around.quantity
    if one.sort is Sort.PERIOD:
        return int(float(one.value)), one.unit
    if (
        one.sort is not Sort.SPAN
        or around.is_coordinate
        or _is_other_choice(around)
        or re.match(r"(?:之|以)?(?:内|前|后)", around.after)
        or re.search(r"(?:提前|第|满|前|后)$", around.before)
    ):
        return None
    times = counted(around)
    if times is None or times.start - one.end > 14 or not one.value.isdigit():
        return None
    if (one.value, one.unit) == ("6", "月") and around.number_quote.startswith("半"):
        return 1, "半年"
    return int(one.value), "日" if one.unit == "天" else one.unit


def cadence(around: Around) -> ProposedRow | None:
    """A row of 回访规则 for a period in which customers are called; None where none is meant."""
    if _is_for_people(around):
        return None
    seasons = _seasons(around)
    period = period_of(around) or _of_which(around)
    if period is None and seasons is None:
        return None
    times = counted(around)
    if times is None and any(
        q.sort in (Sort.SPAN, Sort.NTH, Sort.DAY, Sort.SHARE) for q in around.segment.quantities if q != around.quantity
    ):
        return None
    if not _is_contact(around, times):
        return None
    number, unit = period or (1, seasons or "")
    values: dict[str, str | int | float] = {"规则名称": title(around)}
    if around.quantity.sort is Sort.COUNT:
        times = around.quantity
    most = int(times.value.split("-")[-1]) if times else 1
    if number > 1 or unit in ("日", "半月"):
        interval = number * 15 if unit == "半月" else number
        values |= {"触发": "滚动", "间隔": interval, "间隔单位": {"日": "天", "半月": "天"}.get(unit, unit)}
    else:
        values |= {"触发": "每期", "周期": unit, "次数": times.value if times and "-" in times.value else most}
    if age := _age(around):
        values["适用期(月)"] = age
    if methods := around.methods:
        values["回访方式"] = methods
    if who := caller(around):
        values["执行"] = who
    if whom := _whom(around):
        values["适用类别"] = whom
    others = [q for q in around.segment.quantities if _stands_beside(around, q)]
    sure = UNSURE if others or times and "-" in times.value else SURE if times else LIKELY
    used = (around.quantity, *([times] if times else []), *others)
    return ProposedRow(sheet=SHEET, values=values, quote=around.quote, sure=sure, uses=used)


def _whom(around: Around) -> str:
    """The customers that are named last in front of the period."""
    ahead = around.text[around.sentence.start : around.segment.start]
    for text in (around.before, ahead):
        found = [*_WHO.finditer(text)]
        if found:
            whom = _LEAD.sub("", _NOT_THEIRS.split(found[-1][0])[-1])
            return "" if whom in CUSTOMER else whom
    return ""


def _stands_beside(around: Around, other: Quantity) -> bool:
    """Whether the other one is a second period to choose from: 每季度或半年."""
    is_period = other.sort in (Sort.SPAN, Sort.PERIOD)
    return is_period and around.text[around.quantity.end : other.start] in _OR


def _is_other_choice(around: Around) -> bool:
    """Whether the period in front says the same, as one of two to choose from: 每季度或半年."""
    previous = around.previous
    return (
        previous is not None
        and previous.sort is Sort.PERIOD
        and around.text[previous.end : around.quantity.start] in _OR
    )


def _is_for_people(around: Around) -> bool:
    """Whether the period is one in which somebody calls so many customers: 每周联系不少于8人."""
    one = around.next_quantity
    if around.quantity.sort is not Sort.PERIOD or one is None or one.sort is not Sort.COUNT or one.unit in TIMES:
        return False
    between = around.text[around.quantity.end : one.start]
    return bool(re.search(r"不少于|至少|不低于|不得少于|达到|完成|走访|拜访|联系|回访|关怀|电话|新增|抽访|抽", between))


def _of_which(around: Around) -> tuple[int, str] | None:
    """The period of the segment in front, of which this is a part: 其中面谈不少于1次."""
    one = around.quantity
    if (
        one.sort is not Sort.COUNT
        or one.unit not in TIMES
        or not re.match(r"其中|并|且|另", around.segment.text.strip())
    ):
        return None
    earlier = [q for q in around.sentence.quantities if q.sort is Sort.PERIOD and q.end <= around.segment.start]
    return (int(earlier[-1].value), earlier[-1].unit) if earlier else None


def _seasons(around: Around) -> str | None:
    """The named season that a bare 次 belongs to: 寒假、暑假各一次."""
    one = around.quantity
    if (
        one.sort is not Sort.COUNT
        or one.unit not in TIMES
        or any(q.sort is Sort.PERIOD for q in around.segment.quantities)
    ):
        return None
    found = [*dict.fromkeys(_SEASON.findall(around.before))]
    return "、".join(found) or None


def _is_contact(around: Around, times: Quantity | None) -> bool:
    act = around.act
    if act is None:
        heading = around.parsed.clause.heading
        return times is not None and ("访" in heading or "访" in around.whole or bool(_CLIENTS.search(around.said)))
    if Deed.CONTACT in act.deeds:
        return True
    return act.word in ("上门", *WEAK) and "访" in around.segment.text and times is not None


def _age(around: Around) -> str:
    """适用期(月): 第一年 → 1-12, 第二年 → 13-24, 以后 after such a year → 25-."""
    for one in around.segment.quantities:
        if (
            one.sort is Sort.NTH
            and one.unit in ("年", "月")
            and one.end <= around.quantity.start
            and one.value.isdigit()
        ):
            months = 12 if one.unit == "年" else 1
            first = (int(one.value) - 1) * months + 1
            return f"{first}起" if around.text.startswith("起", one.end) else f"{first}至{int(one.value) * months}"
    spans = [one for one in around.segment.quantities if one.sort is Sort.SPAN and one.end <= around.quantity.start]
    for one in spans:
        if not one.value.isdigit() or one.unit not in ("年", "月"):
            continue
        months = int(one.value) * (12 if one.unit == "年" else 1)
        behind = around.text[one.end : one.end + 2]
        if behind.startswith(("内", "以内")):
            return f"1至{months}"
        if re.search(r"满$", around.text[: one.start]) or behind.startswith(("后", "以后", "以上")):
            return f"{months + 1}起"
    if re.search(r"以后|此后|之后|其后", around.before):
        years = [
            q
            for q in around.of_sort(Sort.NTH)
            if q.end <= around.quantity.start and q.unit == "年" and q.value.isdigit()
        ]
        if years:
            return f"{int(years[-1].value) * 12 + 1}起"
    return ""
