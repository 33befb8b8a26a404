"""Telephone numbers as bills and switchboards write them: with a prefix, without the area, or with digits masked."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

#: One digit that is not shown.
MASK = "*"
_MASKS = re.compile(r"[*xX#●·•]")
#: A number that rings without a prefix: a mobile, or a landline with its area, with or without the zero before it.
_WHOLE = r"(?=0?1[3-9][\d*]{9}$|0[1-9][\d*]{8,10}$)"
#: The country, then what is dialled for a cheap or hidden line, then what a switchboard wants before an outside call.
_COUNTRY = re.compile(r"^(?:00)?86(?=0?1[3-9][\d*]{9}$|[1-9][\d*]{8,10}$|0[1-9][\d*]{8,10}$)")
_CARRIER = re.compile(rf"^(?:179\d\d|12593|12583\d?|125831|10193|11808|193)+{_WHOLE}")
_OUTSIDE = re.compile(rf"^[09]{_WHOLE}|^9(?=[2-8]\d{{6,7}}$)")
#: What stands behind a number: the line within the house.
_EXTENSION = re.compile(r"(?:转接?|轉|分机号?|ext\.?|,).*$|(?<=\d{7})-\d{1,6}$", re.IGNORECASE)
#: Between two numbers in one cell.
_NEXT = re.compile(r"[/\\|,、;，；\n或]")
_MOBILE = re.compile(r"1[3-9]\d{9}")
#: So many digits must show of a masked number; so many has a number without its area.
FEWEST_SHOWN, LOCAL = 6, (7, 8)


@lru_cache(maxsize=65_536)
def dialled(text: str) -> str:
    """The digits that tell one line from another, masked ones as ``*``; empty where there is no number."""
    plain = normalize("NFKC", text).strip().lstrip("'")
    plain = _MASKS.sub(MASK, _EXTENSION.sub("", plain))
    digits = "".join(sign for sign in plain if sign.isdecimal() or sign == MASK)
    if len(digits.strip(MASK)) == 0:
        return ""
    for prefix in (_COUNTRY, _CARRIER, _COUNTRY, _OUTSIDE):
        digits = prefix.sub("", digits)
    return digits.lstrip("0")


def lines_in(text: str) -> tuple[str, ...]:
    """The lines that a cell names, each as :func:`dialled` gives it."""
    return tuple(dict.fromkeys(filter(None, map(dialled, _NEXT.split(text)))))


def same_line(billed: str, known: str) -> bool:
    """Whether a number of a bill can be a known one, both as :func:`dialled` gives them.

    One without its area is the known one that ends so; of a masked one the digits that show must agree.
    """
    if not billed or not known:
        return False
    if MASK in billed:
        before, _, behind = billed.partition(MASK)
        behind = behind.lstrip(MASK)
        if MASK in behind or len(before) + len(behind) < FEWEST_SHOWN or len(known) < len(before) + len(behind):
            return False
        return known.startswith(before) and known.endswith(behind)
    return billed == known or is_without_area(billed, known) or is_without_area(known, billed)


def is_without_area(local: str, whole: str) -> bool:
    """Whether the first is the second without its area."""
    if _MOBILE.fullmatch(whole) or len(local) not in LOCAL or len(whole) - len(local) not in (2, 3):
        return False
    return whole.endswith(local)
