"""How long calls took, as bills write it: 65, 00:01:05, 1分5秒, 2 分钟, and what a spreadsheet makes of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from huifang.tables.times import plainly

_WORDS = re.compile(
    r"(?:(\d+)\s*(?:小时|时|h(?:ours?|rs?)?))?\s*(?:(\d+(?:\.\d+)?)\s*(?:分钟?|min(?:ute)?s?|m|'))?"
    r"\s*(?:(\d+(?:\.\d+)?)\s*(?:秒钟?|sec(?:ond)?s?|s|\"|''))?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?:\.\d+)?")
_BARE = re.compile(r"\d{1,6}(?:\.\d+)?")
_EPOCH = datetime(1899, 12, 30)
#: No call takes longer.
_LONGEST = 24 * 60 * 60


def written_seconds(raw: Any, bare_are_minutes: bool = False) -> int | None:
    """The seconds that a cell says, rounded up; None where it says none. Of two numbers with a colon the first are
    minutes, and a bare number is seconds where nothing else is told.
    """
    seconds = _seconds(raw, 60 if bare_are_minutes else 1)
    return seconds if seconds is None or 0 <= seconds < _LONGEST else None


def _seconds(raw: Any, bare: int) -> int | None:
    if isinstance(raw, bool) or raw is None:
        return None
    if isinstance(raw, timedelta):
        return _up(raw.total_seconds())
    if isinstance(raw, datetime):  # a length that a spreadsheet shows as a time of the day it begins to count from
        return _up((raw - datetime.combine(raw.date(), time())).total_seconds()) if raw.year < 1901 else None
    if isinstance(raw, time):
        return raw.hour * 3600 + raw.minute * 60 + raw.second
    if isinstance(raw, date):
        return None
    if isinstance(raw, (int, float)):
        # a part of a day is how a spreadsheet keeps a time
        return _up(raw * 86_400) if 0 < raw < 1 and raw != int(raw) else _up(raw * bare)
    return _of_text(plainly(str(raw)).replace(" ", ""), bare)


def _of_text(text: str, bare: int) -> int | None:
    if not text:
        return None
    if _BARE.fullmatch(text):
        return _up(float(text) * bare)
    if clock := _CLOCK.fullmatch(text):
        return int(clock[1] or 0) * 3600 + int(clock[2]) * 60 + int(clock[3])
    words = _WORDS.fullmatch(text)
    if not words or not any(words.groups()):
        return None
    return _up(int(words[1] or 0) * 3600 + float(words[2] or 0) * 60 + float(words[3] or 0))


def _up(seconds: float) -> int:
    return int(seconds) + (seconds - int(seconds) > 1e-6)


def were_minutes_and_seconds(cells: Iterable[Any]) -> bool:
    """Whether times of day in a column are minutes and seconds that a spreadsheet took for hours and minutes: none has
    seconds, and most would be calls of hours.
    """
    times = [raw for raw in cells if isinstance(raw, time)]
    if len(times) < 2 or any(raw.second for raw in times):
        return False
    return sum(raw.hour > 0 for raw in times) * 2 > len(times) and any(raw.minute for raw in times)


def step_of(seconds: Sequence[int]) -> int:
    """60 where all lengths are whole minutes, as of a bill that rounds up; else 1."""
    spoken = [one for one in seconds if one]
    return 60 if len(spoken) > 2 and not any(one % 60 for one in spoken) else 1
