"""Times as people write them: 9点半, 上午9:05, 0905, 9;05, with the day in front or seconds behind."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from unicodedata import normalize

from huifang.core.text import clean
from huifang.core.traditional import simplified

#: What stands between hour and minute; a full stop is one only before two digits.
_BETWEEN = re.compile(r"\s*[:;,·∶˸'点时]+\s*|\s*[.。]\s*(?=\d\d)")
_TIME = re.compile(
    r"([^\d\s]{1,2}|[ap]m)?\s*(\d{1,2})(?::(\d{1,2}|半|[一三]刻)?(?:[:分]\d{0,2}秒?)?)?\s*(?:钟|整|正)?\s*([ap]m)?",
    re.I,
)
#: Parts of the day by the hours that count from noon; 12 is none of the hours of the parts around midnight.
FROM_NOON = {
    "中午": range(1, 4), "下午": range(1, 12), "午后": range(1, 12), "傍晚": range(1, 12), "晚上": range(5, 12),
    "晚": range(5, 12), "夜里": range(6, 12), "pm": range(1, 12),
}  # fmt: skip
AT_NIGHT = ("早上", "早晨", "清晨", "凌晨", "早", "am", "晚上", "晚", "夜里")
PARTS = frozenset({"上午", *FROM_NOON, *AT_NIGHT})
_QUARTERS = {"半": 30, "一刻": 15, "三刻": 45}
#: A time that is typed without a sign.
_TOGETHER = re.compile(r"(\d{1,2})\s?(\d\d)")
_MINUTES = re.compile(r"(?:(\d)\s*(?:个)?小时)?\s*(?:(\d{1,3})\s*(?:分钟?|min|'))?\s*(?:\d{1,2}\s*秒)?", re.I)
#: A day in front of a time.
_DAY = re.compile(r"(?:\d{2,4}[-/.年])?\d{1,2}[-/.月]\d{1,2}(?:[日号]\s*|[\sT]+)(?=\S)")
#: What programs write behind the seconds: fractions, and the zone of all of China.
_BEHIND = re.compile(r"(?<=:\d\d:\d\d)(?:\.\d{1,7})?(?:\+08:?00)?$")
_NUMERALS = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
#: All of them, the digits first.
NUMERALS = "".join(_NUMERALS) + "十"
_NUMERAL = re.compile(
    r"[〇零一二三四五六七八九两十]+(?=[年月日号点时分秒])|(?<=[点时月])[〇零一二三四五六七八九十]+(?!刻)"
)
#: The shortest number that says hour and minute, and the longest that says minutes alone.
FIRST_TOGETHER, DAY_MINUTES = 100, 1440


def plainly(text: str) -> str:
    """The text with half-width signs, simplified characters and digits for numerals; an apostrophe in front is gone."""
    plain = simplified(normalize("NFKC", clean(text))).lstrip("'’‘`´").strip()
    return _NUMERAL.sub(lambda found: _digits(found[0]), plain)


def _digits(numeral: str) -> str:
    """``十一`` → ``11``, ``二〇二六`` → ``2026``, ``零五`` → ``05``."""
    tens, has_ten, ones = numeral.partition("十")
    if not has_ten:
        return "".join(str(_NUMERALS[sign]) for sign in numeral)
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return numeral
    return str((_NUMERALS[tens] if tens else 1) * 10 + (_NUMERALS[ones] if ones else 0))


def written_time(text: str) -> time | None:
    """The time of day that the text says, alone or behind a day; None where it says none, or could say two."""
    plain = plainly(text)
    bare = _BEHIND.sub("", _DAY.sub("", plain, count=1))
    together = _TOGETHER.fullmatch(bare)
    found = _TIME.fullmatch(f"{together[1]}:{together[2]}" if together else _BETWEEN.sub(":", bare))
    if not found or not (together or ":" in _BETWEEN.sub(":", bare)):
        return None
    hour, minute = int(found[2]), _QUARTERS.get(found[3] or "") or int(found[3] or 0)
    part = (found[1] or found[4] or "").lower()
    if (found[1] and found[4]) or (part and part not in PARTS) or minute > 59:
        return None
    if hour == 24 and minute == 0 and not part:
        return time()
    if hour > 23 or (part in AT_NIGHT and hour == 12):
        return None
    return time(hour + 12 * (hour in FROM_NOON.get(part, ())), minute)


def is_part_of_day(text: str) -> bool:
    """Whether it is 上午, 下午 and the like alone."""
    return plainly(text).lower() in PARTS


def written_minutes(text: str) -> timedelta | None:
    """How long something took, as ``6分钟`` or ``1小时5分``; None where the text does not say it."""
    plain = plainly(text)
    found = _MINUTES.fullmatch(plain)
    if not plain or not found or not (found[1] or found[2]):
        return None
    return _minutes(int(found[1] or 0) * 60 + int(found[2] or 0))


def numbered_time(number: float) -> time | None:
    """The time of day that a bare number says: a part of a day, ``905``, ``9.05``, or what a day and time have behind
    the day; None where it says none, or could say two.
    """
    if 0 <= number < 1:
        return _of_day(number)
    if number >= 36_526:
        return _of_day(number % 1) if number % 1 else None
    if number < 24 and number % 1:
        hundredfold = round(number * 100)
        # 9.3 may have been 9.30 or 9.03: a spreadsheet drops the nought
        is_clear = abs(number * 100 - hundredfold) < 1e-6 and hundredfold % 10
        return _hour_and_minute(hundredfold) if is_clear else None
    return _hour_and_minute(int(number)) if FIRST_TOGETHER <= number <= 2400 and number == int(number) else None


def numbered_minutes(number: float) -> timedelta | None:
    """How many minutes a bare number means where it says no time of day."""
    return _minutes(int(number)) if 0 < number < FIRST_TOGETHER and number == int(number) else None


def readings_of(number: float) -> tuple[str, ...]:
    """Of a bare number that could say several times of day: which."""
    if not 1 <= number < 24:
        return ()
    hour, tenths = int(number), round(number * 10) % 10
    if number == hour:
        return (f"{hour}:00", f"0:{hour:02}")
    return (f"{hour}:{tenths}0", f"{hour}:0{tenths}") if tenths < 6 else (f"{hour}:0{tenths}",)


def _hour_and_minute(number: int) -> time | None:
    hour, minute = divmod(number, 100)
    return time(hour % 24, minute) if minute < 60 and (hour < 24 or number == 2400) else None


def _of_day(part: float) -> time:
    minutes = int(part * 86_400 + 0.5) // 60 % DAY_MINUTES
    return time(minutes // 60, minutes % 60)


def _minutes(count: int) -> timedelta | None:
    return timedelta(minutes=count) if 0 < count < DAY_MINUTES else None


def later(start: time, by: timedelta) -> time:
    """The time of day so much after that one, on the next day where it goes over midnight."""
    return (datetime.combine(date(2000, 1, 1), start) + by).time()
