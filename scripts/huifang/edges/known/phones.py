"""Phone numbers that can be dialled in mainland China."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=65_536)
def valid_phone(text: str) -> bool:
    """Whether it is a valid mobile, landline (with area code) or 400/800 number; an extension may follow."""
    import phonenumbers  # noqa: PLC0415  (start-up time)

    bare = re.split(r"转|ext\.?|[xX#]", text)[0]
    try:
        return bool(phonenumbers.is_valid_number(phonenumbers.parse(bare, "CN")))
    except phonenumbers.NumberParseException:
        return False
