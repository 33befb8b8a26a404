"""Days that people type."""

from __future__ import annotations

from datetime import date

from huifang.core.text import half_width
from huifang.page.forms.model import Typed, WrongAnswer, one


def day_of(typed: Typed, name: str) -> str:
    """The day that was typed, as ``2026-11-21``; empty where nothing was.

    Raises:
        WrongAnswer: it is no day.
    """
    text = half_width(one(typed, name))
    if not text:
        return ""
    parts = text.replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-").replace(".", "-").split("-")
    try:
        year, month, day = map(int, parts)
        return date(year, month, day).isoformat()
    except ValueError:
        raise WrongAnswer(name, f"“{text}”不是日期。请写成 2026-11-21 这样。") from None
