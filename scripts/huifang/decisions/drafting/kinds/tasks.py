"""Inspections, meetings, surveys: 定期任务, with what is drawn for them."""

from __future__ import annotations

import re

from huifang.decisions.drafting.around import Around
from huifang.decisions.drafting.kinds.cadence import counted, period_of
from huifang.decisions.drafting.kinds.papers import due
from huifang.decisions.drafting.proposals import LIKELY, SURE, ProposedRow
from huifang.decisions.drafting.quantities import Quantity, Sort
from huifang.decisions.drafting.sentences import Deed
from huifang.decisions.drafting.titles import title
from huifang.decisions.drafting.vocabulary import ROLES

SHEET = "定期任务"
_DRAWN = ("份", "条", "通", "单", "件", "个", "户", "家", "例", "宗", "笔", "人", "次")
_SPANS = ("日", "周", "旬", "月", "季", "半年", "年")
#: Records are drawn when their period is over: what is drawn is due after its end.
_AT_THE_END, _AFTERWARDS = "期末", "次日"
#: So often in a period is once in a shorter one.
_PARTS = {("年", 2): "半年", ("年", 4): "季", ("年", 12): "月", ("半年", 2): "季", ("季", 3): "月", ("月", 3): "旬"}
#: Behind such a word stands who gets it, and not who does it.
_TO_WHOM = re.compile(r"向|送给|交给|报给|传递至|送至|报送|上报|提交")
_RECORDS = re.compile(r"记录|录音|台账|单据|档案|通话|表|抽[查听看检]|监听|质检")


def task(around: Around) -> ProposedRow | None:
    """A row of 定期任务 for a day or a period in which work is looked after; None where none is meant."""
    one = around.quantity
    ends = due(around)
    if ends is None:
        period = period_of(around)
        if period is None or period[0] != 1 or period[1] not in _SPANS:
            return None
        ends = _AT_THE_END, period[1]
    if not looked_after(around) and not (
        around.quantity.sort in (Sort.WEEKDAY, Sort.MONTH_DAY) and around.act is not None
    ):
        return None
    drawn = _drawn(around)
    times = counted(around) if period_of(around) else None
    clock = next((q for q in around.segment.quantities if q.sort is Sort.CLOCK and q.start >= one.end), None)
    values: dict[str, str | int | float] = {
        "任务": title(around),
        "周期": ends[1],
        "截止": ends[0],
        "由谁": who(around),
    }
    if times and times.value.isdigit() and int(times.value) > 1:  # there is no column for how often
        values["任务"] = f"{values['任务']}({around.number_quote}{times.value}次)"
        values["周期"] = _PARTS.get((ends[1], int(times.value)), ends[1])
    if drawn:
        values["抽取"] = drawn_words(around, drawn)
        values["截止"] = _AFTERWARDS if ends[0] == _AT_THE_END else ends[0]
    if clock:  # there is no column for it; whoever does the task reads its name
        values["任务"] = f"{values['任务']}({clock.value}前)"
    used = [one, *filter(None, (drawn, times, clock))]
    return ProposedRow(
        sheet=SHEET, values=values, quote=around.quote, sure=SURE if looked_after(around) else LIKELY, uses=tuple(used)
    )


def sample(around: Around) -> ProposedRow | None:
    """A row for what is drawn beside a task that stands in front in the sentence: 每位医师抽看不少于5份."""
    one = around.quantity
    if not (one.sort is Sort.SHARE or one.sort is Sort.COUNT and one.unit in _DRAWN) or not looked_after(around):
        return None
    if one.sort is Sort.SHARE and around.does(Deed.CONTACT):
        return None
    if not _RECORDS.search(around.said) or re.search(r"[扣罚]", around.segment.text):
        return None
    periods = [
        q
        for q in around.sentence.quantities
        if q.end <= one.start and q.sort in (Sort.PERIOD, Sort.WEEKDAY, Sort.MONTH_DAY)
    ]
    span = _span_of(periods[-1]) if periods else "月"
    values: dict[str, str | int | float] = {
        "任务": title(around), "周期": span, "截止": _AFTERWARDS, "由谁": who(around), "抽取": drawn_words(around, one),
    }  # fmt: skip
    return ProposedRow(sheet=SHEET, values=values, quote=around.quote, sure=LIKELY, uses=(one,))


def _span_of(one: Quantity) -> str:
    if one.sort is Sort.PERIOD and one.unit in _SPANS:
        return one.unit
    return "周" if one.sort is Sort.WEEKDAY and not one.period else "月"


def looked_after(around: Around) -> bool:
    """Whether its deed is an inspection, a meeting, a survey."""
    act = around.act
    if act is not None and Deed.CHECK in act.deeds:
        return True
    near = [a for a in around.segment.acts if Deed.CHECK in a.deeds]
    if near and (act is None or Deed.CONTACT not in act.deeds):
        return True
    at = around.sentence.segments.index(around.segment)
    earlier = [a for segment in around.sentence.segments[:at] for a in segment.acts]
    return not around.segment.acts and bool(earlier) and Deed.CHECK in earlier[-1].deeds


def _drawn(around: Around) -> Quantity | None:
    for one in around.segment.quantities:
        if one.start < around.quantity.end:
            continue
        if one.sort in (Sort.PERIOD, Sort.SPAN, Sort.MONTH_DAY):
            return None
        if one.sort is Sort.SHARE or one.sort is Sort.COUNT and one.unit in _DRAWN and one.unit != "次":
            return one
    return None


def drawn_words(around: Around, one: Quantity) -> str:
    """抽取: 5份, 10%, 每人2份."""
    if one.sort is Sort.SHARE:
        return f"{one.value}%" if "/" not in one.value else one.value
    each = re.search(r"每[人名位个馆店站组班所部]|各", around.segment.text[: max(0, one.start - around.segment.start)])
    return f"{'每人' if each else ''}{one.value}{one.unit}"


def who(around: Around) -> str:
    """The first role that the sentence names, in the text's own words; the supervisor where it names none."""
    for found in (*ROLES.finditer(around.segment.text), *ROLES.finditer(around.whole)):
        name = _TO_WHOM.split(found[1])[-1] if _TO_WHOM.search(found[1]) else found[1].lstrip("由经请")
        is_told = name != found[1].lstrip("由经请") or re.search(r"[向给至报交送]$", found.string[: found.start()])
        if not is_told:
            return name
    return "主管"
