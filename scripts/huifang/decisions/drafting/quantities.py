"""What is counted, measured or dated in a text: every quantity with its place, before anything is made of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from huifang.decisions.drafting.clocks import DAYPART, TIME, clock_of
from huifang.decisions.drafting.numbers import ARABIC, NUMERAL, fraction_of, shown_number, value_of
from huifang.decisions.drafting.vocabulary import PLAIN, SEASONS, any_of


class Sort(StrEnum):
    """What a quantity is."""

    PLAIN = "plain"  # no quantity: a name, a date, a reference, a telephone number
    CLOCK = "clock"  # 21:00
    HOURS = "hours"  # 9:00-11:30
    WEEKDAY = "weekday"  # 周五, 最后一个周一
    MONTH_DAY = "month day"  # 每月5日, 次月2日, 每年1月20日
    PERIOD_END = "period end"  # 每季度结束后5日, 月末
    PERIOD = "period"  # 每周, 一季度, 每两个月
    SPAN = "span"  # 3天, 24小时
    NTH = "nth"  # 第3天, 第三个月
    DAY = "day"  # 当天, 次日
    SHARE = "share"  # 30%, 三分之二, 七成
    MONEY = "money"
    POINTS = "points"
    COUNT = "count"  # 两次, 8人


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """One quantity: ``value`` as it is written down (3, 3-5, 2/3, 21:00, 9:00-11:30), what it counts or is measured in,
    and where it stands. ``period`` is the word of the period that a day of the calendar belongs to.
    """

    sort: Sort
    start: int
    end: int
    value: str = ""
    unit: str = ""
    period: str = ""


_TIME_UNITS = {
    "个工作日": "工作日", "工作日": "工作日", "个工作天": "工作日", "工作天": "工作日", "个工作小时": "工作小时", "工作小时": "工作小时",
    "个小时": "小时", "小时": "小时", "个钟头": "小时", "钟头": "小时", "分钟": "分钟", "天": "天", "日": "天", "个自然日": "天", "自然日": "天",
    "个日历天": "天", "周": "周", "星期": "周", "个星期": "周", "个礼拜": "周", "礼拜": "周", "旬": "旬", "个月": "月", "月": "月", "个季度": "季",
    "季度": "季", "季": "季", "年": "年", "周年": "年", "个整年": "年", "个自然月": "月", "h": "小时", "H": "小时", "min": "分钟", "个昼夜": "天",
}  # fmt: skip
_COUNTED = (
    "次", "遍", "回", "人", "人次", "名", "位", "户", "家", "份", "件", "条", "通", "个电话", "个客户", "单", "例", "宗", "起", "台", "辆", "趟", "个",
    "组", "张", "篇", "项", "户次", "家次", "笔", "字", "岁", "平方米", "公里", "方面", "部分", "声", "号",
)  # fmt: skip
_PERIODS = {
    "个工作日": "日", "工作日": "日", "天": "日", "日": "日", "周": "周", "星期": "周", "个星期": "周", "礼拜": "周", "旬": "旬", "个月": "月", "月": "月",
    "月度": "月", "个季度": "季", "季度": "季", "季": "季", "半年度": "半年", "半年": "半年", "半个月": "半月", "年度": "年", "年": "年", "小时": "小时", "班": "日",
    **{season: season for season in SEASONS}, **{f"个{season}": season for season in SEASONS},
}  # fmt: skip
_TO = r"(?:~|-|—+|–|至|到|或)"
_UNIT = any_of(_TIME_UNITS)
_PERIOD = any_of(_PERIODS)
#: The same number once more, in brackets: 7(七)日.
_AGAIN = rf"(?:\((?:{NUMERAL})\))?"
_WEEK = r"(?:周|星期|礼拜)([一二三四五六日天])(?!次|遍|回|个|份|至两|到两|[到至~-]二|[到至~-][两三]次|通|趟|户|家|例|期|轮|报|会)"
_LATER = {
    "次日": 1,
    "隔日": 1,
    "隔天": 1,
    "第二天": 1,
    "翌日": 1,
    "第二日": 1,
    "次一日": 1,
    "当日": 0,
    "当天": 0,
    "当晚": 0,
    "同日": 0,
    "即日": 0,
    "当班": 0,
}

Make = Callable[[re.Match[str]], Quantity | None]


def _made(sort: Sort, match: re.Match[str], value: str = "", unit: str = "", period: str = "") -> Quantity:
    return Quantity(sort=sort, start=match.start(), end=match.end(), value=value, unit=unit, period=period)


def _number(text: str) -> str:
    value = value_of(text)
    return "" if value is None else f"{shown_number(value)}"


def _plain(match: re.Match[str]) -> Quantity:
    return _made(Sort.PLAIN, match)


def _hours(match: re.Match[str]) -> Quantity | None:
    first, second = match[1], match[2]
    part = re.match(DAYPART, first)
    if part and part[0][0] in "下晚夜傍" and not re.match(DAYPART, second):
        second = part[0] + second
    begin, end = clock_of(first), clock_of(second)
    return _made(Sort.HOURS, match, f"{begin}-{end}") if begin and end else None


def _clock(match: re.Match[str]) -> Quantity | None:
    value = clock_of(match[1])
    return _made(Sort.CLOCK, match, value) if value else None


def _weekday(match: re.Match[str]) -> Quantity:
    number = "一二三四五六日天".index(match[2]) + 1
    which = re.search(r"最后|第[一二三四五]|首", match[1] or "")
    period = "" if which is None else {"首": "第一个", "最后": "最后一个"}.get(which[0], f"{which[0]}个")
    return _made(Sort.WEEKDAY, match, f"{min(number, 7)}", "星期", period)


def _month_day(match: re.Match[str]) -> Quantity:
    """``period`` says of which month: 每月, 次月, 每年1月, 每季度第一个月."""
    return _made(Sort.MONTH_DAY, match, _number(match[2]), "日", match[1])


def _period_end(match: re.Match[str]) -> Quantity:
    unit = _TIME_UNITS.get(match[3] or "", "天")
    return _made(Sort.PERIOD_END, match, _number(match[2]) if match[2] else "", unit, _PERIODS.get(match[1], match[1]))


def _last_of(match: re.Match[str]) -> Quantity:
    return _made(Sort.PERIOD_END, match, "", "", _PERIODS.get(match[1], "月"))


def _period(match: re.Match[str]) -> Quantity:
    count = _number(match[1]) if match[1] else "1"
    return _made(Sort.PERIOD, match, count, _PERIODS[match[2]])


def _half(match: re.Match[str]) -> Quantity:
    return _made(Sort.PERIOD, match, "1", "半年")


def _span(match: re.Match[str]) -> Quantity | None:
    low, high, unit = _number(match[1]), _number(match[2] or ""), match[3]
    if not low:
        return None
    return _made(Sort.SPAN, match, f"{low}-{high}" if high else low, _TIME_UNITS[unit])


def _half_span(match: re.Match[str]) -> Quantity:
    whole, unit = match[1], match[2]
    value, of = {"年": ("6", "月"), "月": ("15", "天"), "个月": ("15", "天"), "天": ("0.5", "天"), "日": ("0.5", "天"), "小时": ("30", "分钟"),
                 "个小时": ("30", "分钟")}[unit]  # fmt: skip
    return _made(Sort.SPAN, match, value if not whole else value, of)


def _mixed(match: re.Match[str]) -> Quantity | None:
    value = value_of(match[1])
    return None if value is None else _made(Sort.SPAN, match, f"{shown_number(value + 0.5)}", "月")


def _nth(match: re.Match[str]) -> Quantity:
    return _made(Sort.NTH, match, _number(match[1]), _TIME_UNITS[match[2]])


def _day(match: re.Match[str]) -> Quantity:
    return _made(Sort.DAY, match, f"{_LATER[match[0]]}", "天")


def _percent(match: re.Match[str]) -> Quantity:
    low, high = _number(match[1]), _number(match[2] or "")
    return _made(Sort.SHARE, match, f"{low}-{high}" if high else low, "%")


_WHOLES = {"百": 100.0, "千": 1000.0, "万": 10_000.0}


def _spoken(match: re.Match[str]) -> Quantity | None:
    whole, part = _WHOLES.get(match[1]) or value_of(match[1]), value_of(match[2])
    if whole is None or part is None:
        return None
    if whole in (100, 1000, 10000):
        return _made(Sort.SHARE, match, f"{shown_number(part * 100 / whole)}", "%")
    return _made(Sort.SHARE, match, fraction_of(part, whole), "%")


def _slash(match: re.Match[str]) -> Quantity:
    return _made(Sort.SHARE, match, f"{match[1]}/{match[2]}", "%")


def _tenths(match: re.Match[str]) -> Quantity:
    value, more = value_of(match[1]) or 0, value_of(match[2]) if match[2] else 0
    return _made(Sort.SHARE, match, f"{shown_number(value * 10 + (more or 0))}", "%")


def _permille(match: re.Match[str]) -> Quantity:
    return _made(Sort.SHARE, match, f"{shown_number((value_of(match[1]) or 0) / 10)}", "%")


def _all(match: re.Match[str]) -> Quantity:
    return _made(Sort.SHARE, match, "100", "%")


def _money(match: re.Match[str]) -> Quantity | None:
    value = value_of(match[1])
    if value is None:
        return None
    value *= {"万": 10_000, "千": 1000, "百": 100}.get(match[2] or "", 1)
    return _made(Sort.MONEY, match, f"{shown_number(value)}", "元")


def _points(match: re.Match[str]) -> Quantity:
    return _made(Sort.POINTS, match, _number(match[1]), "分")


def _count(match: re.Match[str]) -> Quantity | None:
    low, high = _number(match[1]), _number(match[2] or "")
    return _made(Sort.COUNT, match, f"{low}-{high}" if high else low, match[3]) if low else None


_YEAR = r"(?:\d{2,4}|[〇零一二三四五六七八九]{4}|(?:民国)?[一二三四五六七八九十百]{2,6})"
#: In this order at every place: what is read first is not read again.
_READERS: tuple[tuple[str, Make], ...] = (
    (rf"(?:民国)?{_YEAR}年{NUMERAL}月(?:{NUMERAL}[日号]?)?|(?<!年)(?<!每)\d{{1,2}}月\d{{1,2}}日至\d{{1,2}}日|\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}(?:日| ?\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?|\d{{4}}年度?", _plain),
    (r"\(0\d{1,3}\) ?\d{3,4}[- ]?\d{3,5}|0\d{1,3}[- ]\d{3,4}[- ]?\d{3,5}|400[- ]?\d{3,4}[- ]?\d{3,4}|1[3-9]\d{9}|\d{7,}|\d{3,5}-\d{4,}", _plain),
    (r"第[\d一二三四五六七八九十百]+(?:条|款|项|章|节|篇|方|人民|类|部分|号|层|步|医院|中学|小学|届|批|版|时间|一|阶段|次|分公司|责任)", _plain),
    (r"[\d一二三四五六七八九十]+号(?:文|令|线|楼)|\d{5,}(?=热线|平台|中心|专线|电话)|12345", _plain),
    (rf"({TIME})(?:{_TO}|、)({TIME})", _hours),
    (rf"({DAYPART}?\d{{1,2}}:\d{{2}}(?::\d{{2}})?|{DAYPART}(?:{NUMERAL})[时点](?:钟|整|半|{NUMERAL}分)?|{NUMERAL}(?:时整|时半|点钟|点整|点半)|"
     rf"{NUMERAL}(?:时{NUMERAL}分|点{NUMERAL}分)|{NUMERAL}[时点](?=以前|之前|前|后|$|[,。;)]))", _clock),
    (rf"(?<=[每本])(?:周|星期|礼拜)([一二三四五六日天])(?={_TO}[二两三四五六七八九]次)", lambda m: None),
    (rf"((?:每个?(?:月|季度|季)的?)?(?:第一个?|第二个?|第三个?|第四个?|最后一个?|首个?|每|逐|本|当|次|下)?){_WEEK}", _weekday),
    (r"([\d.]+)(?:%?[~\-—至到]([\d.]+))?%", _percent),
    (rf"({NUMERAL}|万)分之({NUMERAL})", _spoken),
    (r"(?<![\d/])([1-9])/([2-9])(?![\d/])", _slash),
    (r"([一二三四五六七八九])成([一二三四五六七八九])?(?=[^\u4e00-\u9fff]|以上|左右|的|回|随|抽|为|客|用|$)", _tenths),
    (r"([\d.]+)‰", _permille),
    (r"百分百|百分之百|全数|全部(?=的?(?:客户|用户|回访|随访|会员|业主|住户|患者|进行回访|予以回访|要回访|联系))|100%|逐户|逐单|逐件|逐个|逐一|全员|每单必|每车必|户户|件件|每户必", _all),
    (rf"((?:每|次|当|下|上|翌)个?月(?:月初|度)?(?:的)?(?:第)?|每年(?:度)?(?:的)?{NUMERAL}月(?:份)?|次年{NUMERAL}月|每个?(?:季度|季)(?:的)?(?:首月|末月|第[一二三]个?月|首个?月|最后一个月)(?:的)?|"
     rf"下个?(?:季度|季)(?:的)?(?:首月|第[一二三]个?月)(?:的)?|(?<![\d每年]){NUMERAL}月(?={NUMERAL}[日号](?:之?前|以前)))({NUMERAL})[日号](?!内|以内|之内)", _month_day),
    (rf"(?:每个?|本|各|上)?({_PERIOD})(?:度)?(?:结束|终了|末|完)(?:之后|以后|后)?(?:的)?({NUMERAL})({_UNIT})", _period_end),
    (r"[上去]一?个?(?:年|月|季度?|周)度?[末底份]?|前一?(?:年|月|季度|周)度?[末底份]", _plain),
    (r"(?:每个?|本)?(周|月|季度?|年|旬)(?:末|底|的?最后一[天日])", _last_of),
    (rf"(?:每|逐)(?:隔)?({NUMERAL})(?:个)?({_PERIOD})(?!内)", _period),
    (rf"(?:每|逐|按)()(?:个)?({_PERIOD})初?(?!{NUMERAL}[日号])", _period),
    (rf"第(?!二[天日])({NUMERAL})(?:个)?({_UNIT})", _nth),
    (r"首(?:个)?(月|周|年)(?=[内,，]|回|随|联|访)", lambda m: _made(Sort.NTH, m, "1", _TIME_UNITS[m[1]])),
    (r"次日|隔日|隔天|第二天|第二日|翌日|当日|当天|当晚|(?<!不)同日(?!期)", _day),
    (rf"({NUMERAL})个半月", _mixed),
    (r"(?<![\d一二三四五六七八九十过])()半(?:个)?(年|月|天|日|小时)(?!度)", _half_span),
    (rf"({ARABIC}|{NUMERAL})(万|千|百)?元", _money),
    (rf"({NUMERAL})(?:个)?(?:分(?!钟|之|成|[公管店行别析类级派配])|百分点)", _points),
    (rf"({NUMERAL}){_AGAIN}(?:(?:{_UNIT})?{_TO}({NUMERAL}))?({_UNIT})(?!份|初|底|末|报|结|度|历|级)", _span),
    (rf"({NUMERAL}){_AGAIN}(?:(?:{any_of(_COUNTED)})?{_TO}({NUMERAL}))?({any_of(_COUNTED)})", _count),
)  # fmt: skip
_COMPILED = tuple((re.compile(pattern), make) for pattern, make in _READERS)
_NAMES = re.compile(any_of(PLAIN))


def quantities(text: str) -> Iterator[Quantity]:
    """All quantities of the text, in their order, none over another."""
    at, last, day = 0, None, None
    while at < len(text):
        one = _at(text, at)
        if one is None:
            at += 1
            continue
        if last is not None and _is_another_day(text, last, one):
            one = replace(one, sort=Sort.MONTH_DAY, unit="日", period=last.period)
        elif day is not None and _is_later_day(text, day, one):
            one = replace(one, sort=Sort.MONTH_DAY, unit="日", period=day.period)
        day = one if one.sort is Sort.MONTH_DAY else day
        if last is not None and _is_said_again(text, last, one):
            at = one.end
            continue
        if one.sort is not Sort.PLAIN:
            yield one
        at, last = one.end, one


def _is_said_again(text: str, last: Quantity, one: Quantity) -> bool:
    """Whether it says in brackets what stands in front of them: 每季度(3个月)."""
    return (
        one.sort is Sort.SPAN
        and last.sort in (Sort.PERIOD, Sort.SPAN)
        and text[last.end : one.start] == "("
        and text.startswith(")", one.end)
    )


def _is_another_day(text: str, last: Quantity, one: Quantity) -> bool:
    """Whether it goes on with the days of a month: 每月10日、25日."""
    between = text[last.end : one.start]
    return (
        last.sort is Sort.MONTH_DAY
        and (one.sort is Sort.SPAN or one.sort is Sort.COUNT)
        and text[one.end - 1] in "日号"
        and between in ("、", "和", "及", ",", "与", "至")
    )


def _is_later_day(text: str, day: Quantity, one: Quantity) -> bool:
    """Whether it is a day of the month of which an earlier one in the sentence is: 3日前报主管,5日前报经理."""
    between = text[day.end : one.start]
    is_by = one.sort is Sort.SPAN and text[one.end - 1] in "日号" and text.startswith("前", one.end)
    return is_by and len(between) < 40 and "。" not in between


def _at(text: str, at: int) -> Quantity | None:
    for pattern, make in _COMPILED:
        match = pattern.match(text, at)
        if match and match.end() > at and (one := make(match)) is not None:
            return one
    name = _NAMES.match(text, at)
    return _plain(name) if name else None
