"""What is handed in or given out, until when, and what it costs to be late: 报告."""

from __future__ import annotations

import re
from itertools import pairwise

from huifang.decisions.drafting.around import Around
from huifang.decisions.drafting.kinds.cadence import counted, period_of
from huifang.decisions.drafting.numbers import value_of
from huifang.decisions.drafting.proposals import LIKELY, SURE, UNSURE, Drafted, ProposedRow, Unsaid
from huifang.decisions.drafting.quantities import Quantity, Sort
from huifang.decisions.drafting.sentences import Deed
from huifang.decisions.drafting.titles import own_words, title
from huifang.decisions.drafting.vocabulary import PAPERS, any_of

SHEET = "报告"
_NAMED = re.compile(r"[《“「]([^》”」]{2,20})[》”」]")
_PAPER = re.compile(rf"[一-鿿A-Za-z0-9]{{0,10}}?(?:{any_of(PAPERS)})")
_WEEKDAYS = "一二三四五六日"
_LATE = re.compile(
    r"晚交|迟交|迟报|未交|不交|漏报|缺交|逾期|不按时|未按时|按时|未报|不报|迟延|遲|未传|未上交|拖延|延误|晚报|缺报|少交|漏交|未提交|不及时"
)


def due(around: Around) -> tuple[str, str] | None:
    """截止 and 期间 of a day of the calendar; None where the quantity is none."""
    one = around.quantity
    if one.sort is Sort.WEEKDAY:
        name = f"周{_WEEKDAYS[int(one.value) - 1]}"
        return (f"{one.period}{name}", _month_or_more(around)) if one.period else (name, "周")
    if one.sort is Sort.MONTH_DAY:
        return _month_day(one.value, one.period)
    if one.sort is Sort.PERIOD_END:
        return (f"期末后{one.value}天" if one.value else "期末"), one.period
    return None


def _month_or_more(around: Around) -> str:
    earlier = [q for q in around.segment.quantities if q.sort is Sort.PERIOD and q.end <= around.quantity.start]
    return earlier[-1].unit if earlier and earlier[-1].unit in ("季", "半年", "年") else "月"


def _month_day(day: str, period: str) -> tuple[str, str]:
    if "季" in period:
        return f"次月{day}日", "季"
    if "年" in period or re.search(r"[\d一二三四五六七八九十]月", period):
        month = re.search(r"([\d一二三四五六七八九十]+)月", period)
        number = value_of(month[1]) if month else None
        if number in (1, 12):  # of the year that is over, of the year that ends
            return f"{'次月' if number == 1 else ''}{day}日", "年"
        return f"{period.removeprefix('每年')}{day}日", "年"
    if re.match(r"次|下|翌", period):
        return f"次月{day}日", "月"
    return f"{day}日", "月"


def paper(around: Around) -> Drafted | None:
    """A row of 报告; None where nothing is handed in."""
    one = around.quantity
    ends = due(around)
    if ends is None:
        period = period_of(around)
        if period is None or period[0] != 1 or not _hands_in(around):
            return None
        ends = "期末", period[1]
    elif not _hands_in(around):
        return None
    days = _report_days(around)
    if days and one in days[:-1]:
        values: dict[str, str | int | float] = {"项目": "报告日", "值": ",".join(day.value for day in days)}
        return ProposedRow(sheet="基本", values=values, quote=around.quote, sure=SURE, uses=days[:-1])
    if days:
        ends = "报告日", "旬"
    times = counted(around) if period_of(around) else None
    values = {"报告": _name(around), "截止": ends[0], "期间": ends[1]}
    sure = SURE if one.sort is not Sort.PERIOD and _PAPER.search(around.whole) else LIKELY
    return ProposedRow(
        sheet=SHEET, values=values, quote=around.quote, sure=sure, uses=(one, *([times] if times else []))
    )


def _report_days(around: Around) -> tuple[Quantity, ...]:
    """The three days of each month on which the paper is handed in, where the text names three side by side."""
    days = [q for q in around.segment.quantities if q.sort is Sort.MONTH_DAY]
    between = [around.text[one.end : other.start] for one, other in pairwise(days)]
    apart = any(not re.fullmatch(r"[日号]?[、,和及与]?(?:每月)?", words) for words in between)
    return tuple(days) if len(days) == 3 and around.quantity in days and not apart else ()


def _hands_in(around: Around) -> bool:
    act = around.act
    if (
        act is not None
        and Deed.CHECK in act.deeds
        and act.word in ("召开", "例会", "会议", "开会", "检查", "抽查", "抽检", "抽听")
    ):
        return False
    if act is None or Deed.HAND_IN not in act.deeds:
        further = [a for a in around.segment.acts if a.start >= around.quantity.end and Deed.HAND_IN in a.deeds]
        if not further or act is not None and Deed.CHECK in act.deeds and around.quantity.sort is Sort.PERIOD:
            return False
    return bool(
        _PAPER.search(around.whole)
        or _NAMED.search(around.whole)
        or re.search(r"汇报|通报|述职|公布", around.segment.text)
    )


_HANDING_IN = re.compile(r"^(?:.{0,4}[向给][^报送交]{1,6})?(?:提交|上报|报送|上交|递交|呈报|填报|编制|出具|报)(?=.{3})")
_HANDED_TO = re.compile(
    r"(?:(?:提交|上报|报送|上交|递交|呈报)(?:给|至|到)?[^表报告结]{0,6}|(?:交|报|送)(?:给|至|到)?[^表报告结]{1,6})$"
)


def _name(around: Around) -> str:
    named = _NAMED.search(around.whole)
    if named:
        return named[1]
    own = own_words(around)
    name = own if _PAPER.search(own) else title(around)
    paper = _HANDED_TO.sub("", _HANDING_IN.sub("", name))
    return paper if _PAPER.search(paper) else name


def clock_of_paper(around: Around) -> ProposedRow | None:
    """报告时刻 of 基本 for a time of day that stands behind the day of a report."""
    one = around.quantity
    if one.sort is not Sort.CLOCK:
        return None
    earlier = around.previous
    if earlier is None or earlier.sort not in (Sort.WEEKDAY, Sort.MONTH_DAY, Sort.PERIOD_END, Sort.PERIOD, Sort.DAY):
        return None
    if not _hands_in(around) or Deed.CONTACT in (around.act.deeds if around.act else ()):
        return None
    values: dict[str, str | int | float] = {"项目": "报告时刻", "值": one.value, "说明": title(around)}
    return ProposedRow(sheet="基本", values=values, quote=around.quote, sure=LIKELY, uses=(one,))


def fine(around: Around) -> Drafted | None:
    """迟交罚款(元) for a sum that a late report costs; what else is fined has no place."""
    one = around.quantity
    if one.sort is Sort.POINTS and re.search(r"[扣罚减]", around.segment.text):
        return Unsaid(clause="", why="按分扣的没有地方写，请在考核办法里另行规定", quote=around.quote, uses=(one,))
    if one.sort is Sort.POINTS:
        return Unsaid(clause="", why="按分的指标没有地方写，“指标”里都是百分数", quote=around.quote, uses=(one,))
    if one.sort is not Sort.MONEY:
        return None
    late = _LATE.search(around.said)
    if not late and not re.search(r"[扣罚缴]", around.segment.text):
        return None
    if not late or re.search(r"每(?:少|低)", around.said):
        return Unsaid(clause="", why="罚款只能跟着迟交的报告，其他的扣款没有地方写", quote=around.quote, uses=(one,))
    values: dict[str, str | int | float] = {"报告": title(around), "迟交罚款(元)": _yuan(one.value)}
    return ProposedRow(sheet=SHEET, values=values, quote=around.quote, sure=UNSURE, uses=(one,))


def _yuan(value: str) -> int | float:
    return int(value) if value.isdigit() else float(value)
