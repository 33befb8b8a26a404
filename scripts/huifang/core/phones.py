"""Telephone numbers as they ring: two spellings of one number are the same."""

from __future__ import annotations

import re
from functools import lru_cache

#: Between two numbers in one cell; a space or hyphen stands within a number.
_NEXT = re.compile(r"[/\\|,、;，；\n或]")
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
