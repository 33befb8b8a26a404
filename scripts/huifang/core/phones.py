"""Telephone numbers as they ring: two spellings of one number are the same."""

from __future__ import annotations

import re
from functools import lru_cache

#: Between two numbers in one cell; a space or hyphen stands within a number.
_NEXT = re.compile(r"[/\\|,、;，；\n或]")
#: A number within a text: a mobile's eleven digits in one piece or in three, or an area and what is behind it; nothing
#: that is a piece of a longer number or word. Those of firms (400, 800) are nobody's own.
_WITHIN = re.compile(
    r"(?<![0-9A-Za-z_./-])"
    r"(?:(?:\+|00)?86[ -]?(?=1))?"
    r"(1[3-9][0-9])[ -]?([0-9]{4})[ -]?([0-9]{4})(?![0-9A-Za-z_])"
    r"|(?<![0-9A-Za-z_./-])(?:\(?(0[0-9]{2,3})\)?[ -]?)([2-9][0-9]{2,3}[ -]?)([0-9]{4})(?![0-9A-Za-z_])"
)
_DIGIT = str.maketrans("０１２３４５６７８９", "0123456789")
#: What no number that can be called in this country is shorter than.
_SHORTEST = 7


@lru_cache(maxsize=65_536)
def numbers_in(text: str) -> tuple[str, ...]:
    """The numbers in a cell, as digits alone: without signs, country code and the 0 in front of an area; an extension
    is part of its number. None where there is no number.
    """
    found = (_bare("".join(filter(str.isdecimal, part))) for part in _NEXT.split(text.translate(_DIGIT)))
    return tuple(dict.fromkeys(number for number in found if len(number) >= _SHORTEST))


def _bare(digits: str) -> str:
    digits = digits.removeprefix("00") if digits.startswith("0086") else digits
    if digits.startswith("86") and len(digits) > len("86") + 9:
        digits = digits.removeprefix("86")
    return digits.lstrip("0")


def same_phone(one: str, other: str) -> bool:
    """Whether the two cells name one number, in whatever spelling."""
    return one == other or bool({*numbers_in(one)} & {*numbers_in(other)})


def masked(text: str) -> str:
    """The text with the numbers in it masked: the first three digits and the last four are left."""
    plain = text.translate(_DIGIT) if any(digit in text for digit in "０１２３４５６７８９") else text
    return _WITHIN.sub(lambda found: f"{(found[1] or found[4])[:3]}****{found[3] or found[6]}", plain)
