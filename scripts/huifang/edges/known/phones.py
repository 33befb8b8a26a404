"""Phone numbers that can be dialled in mainland China."""

from __future__ import annotations

import re
from functools import lru_cache

from huifang.tables.phones import APART, written_phones

_AREA = re.compile(r"\(?(0\d{2,3})[)-]")
#: An extension: behind 转, or behind one more dash.
_EXTENSION = re.compile(r"转\d*$|(?<=\d{4})-\d{1,6}$")


@lru_cache(maxsize=65_536)
def valid_phone(text: str) -> bool:
    """Whether it is a valid mobile, landline (with area code) or 400/800 number; an extension may follow.

    Of several numbers each has to be one; behind a landline one of the same town needs no area code.
    """
    first, *others = written_phones(text)[0].split(APART)
    area = _AREA.match(first)
    town = area[1] if area else ""
    return _is_valid(first) and all(_is_valid(one) or _is_valid(f"{town}{one}") for one in others)


def _is_valid(number: str) -> bool:
    import phonenumbers  # noqa: PLC0415  (start-up time)

    for bare in (number, _EXTENSION.sub("", number)):
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(bare, "CN")):
                return True
        except phonenumbers.NumberParseException:
            continue
    return False
