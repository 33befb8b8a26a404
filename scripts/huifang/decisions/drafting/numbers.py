"""Numbers as regulations write them: 3, 三, 两, 二十四, 二〇二四, 半."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache

ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
CHINESE = r"[〇零一二两三四五六七八九十百千]+"
NUMERAL = rf"(?:{ARABIC}|{CHINESE})"
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")


@cache
def value_of(text: str) -> float | None:
    """The number that the text is; None where it is none."""
    text = text.replace(",", "")
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return float(text)
    if re.fullmatch(r"[〇零一二三四五六七八九]{2,}", text):
        return float(text.translate(_DIGITS))
    from cn2an import cn2an  # noqa: PLC0415  (only a draft reads such numbers)

    try:
        return float(cn2an(text.replace("俩", "两").replace("〇", "零"), "smart"))
    except ValueError:
        return None


def shown_number(value: float) -> int | float:
    """The same as people write it: 3, 0.3."""
    return int(value) if value == int(value) else round(value, 4)


def fraction_of(part: float, whole: float) -> str:
    """A fraction as it stands: 2/3."""
    return f"{shown_number(part)}/{shown_number(whole)}" if whole else str(Fraction(0))
