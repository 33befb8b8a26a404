"""Times of day as regulations write them: 下午四点半, 21:00."""

from __future__ import annotations

import re

from huifang.decisions.drafting.numbers import NUMERAL, value_of

DAYPART = r"(?:上午|下午|晚上|晚间|夜间|中午|早上|早晨|傍晚|凌晨|早|晚|午后)"
TIME = rf"{DAYPART}?(?:\d{{1,2}}:\d{{2}}|{NUMERAL}(?:时(?:整|半|{NUMERAL}分)?|点(?:钟|整|半|{NUMERAL}分)?))"


def clock_of(text: str) -> str:
    """A time of day as 21:00; empty where the text is none."""
    found = re.fullmatch(rf"({DAYPART})?({NUMERAL})(?:[:时点](.*))?", text)
    if not found:
        return ""
    hour = value_of(found[2])
    rest = (found[3] or "").strip("钟整分")
    minute = 30.0 if rest == "半" else value_of(rest) if rest else 0.0
    if hour is None or minute is None or hour > 24 or minute > 59:
        return ""
    if found[1] and found[1][0] in "下晚夜傍午" and hour < 12:
        hour += 12
    return f"{int(hour)}:{int(minute):02d}"
