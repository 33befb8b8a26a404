"""The units in which a rule counts, and the months in which it holds."""

from __future__ import annotations

import re

from huifang.core.text import half_width
from huifang.tables.declared.house_rules import FIXED_OPTIONS

HOURS, WORKDAYS, BY_DAYS, WEEKS, BY_MONTHS, QUARTERS, HALF_YEARS, YEARS = FIXED_OPTIONS["间隔单位"]
#: So many months the longer units have, and so many days the others.
MONTHS_OF = {BY_MONTHS: 1, QUARTERS: 3, HALF_YEARS: 6, YEARS: 12}
DAYS_OF = {BY_DAYS: 1, WEEKS: 7}
#: Of the longer units nobody means more than so many: a hundred years.
LONGEST = {unit: 1200 // months for unit, months in MONTHS_OF.items()} | {WEEKS: 5200}
#: The units as they are said behind a number, where they are said otherwise.
COUNTERS = {WORKDAYS: "个工作日", BY_MONTHS: "个月", QUARTERS: "个季度", HALF_YEARS: "个半年"}

#: How many days there are from one working day to the next, and in a batch, at least.
_TO_NEXT_WORKDAY, _BATCHES = 1.4, {"周": 7, "旬": 10, "月": 28}

_AGE = re.compile(r"(\d{1,4})(?:(?:至|到|-|~|—|–)(\d{1,4})?|起|以后)?(?:个?月)?")


def parse_age(text: str) -> tuple[int, int | None] | None:
    """``1至12`` as the first and the last month, ``25起`` or ``25-`` as open to the end; None for anything else."""
    said = _AGE.fullmatch(half_width(text).replace("第", "").replace(" ", ""))
    if not said:
        return None
    first, is_one = int(said[1]), said[0].removesuffix("月").removesuffix("个") == said[1]
    last = int(said[2]) if said[2] else (first if is_one else None)
    return (first, last) if first >= 1 and (last is None or last >= first) else None


def fits_twice(interval: int, unit: str, batch: str) -> bool:
    """Whether a call that is due so long after the last one comes at least twice in a batch."""
    days = interval * (_TO_NEXT_WORKDAY if unit == WORKDAYS else DAYS_OF.get(unit, 31))
    return 2 * days <= _BATCHES.get(batch, 0)
