"""The auditor's own haste: all calls within minutes, all answers alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta

from huifang.ledger.checks_said import CheckedRow
from huifang.tables.options import YES

#: So many calls that were answered are looked at, no fewer.
ENOUGH_FOR_HASTE, ENOUGH_ALIKE = 3, 6
#: A talk by the script takes no less than this.
SHORTEST = timedelta(minutes=2)


def haste_in(rows: Iterable[CheckedRow], label: Callable[[str], str]) -> Iterator[str]:
    """What the times and answers of each auditor's calls of a period say of the checking, in words."""
    by_auditor: dict[str, list[CheckedRow]] = {}
    for row in rows:
        if row.reached == YES:
            by_auditor.setdefault(row.checked_by, []).append(row)
    for auditor, mine in sorted(by_auditor.items()):
        times = sorted(row.checked_at for row in mine)
        took = times[-1] - times[0]
        if len(mine) >= ENOUGH_FOR_HASTE and took < SHORTEST * (len(mine) - 1):
            minutes = int(took.total_seconds() // 60)
            yield f"{label(auditor)} 记的 {len(mine)} 个接通的电话前后只有 {minutes} 分钟，短于照说明问完所需的时间。"
        if len(mine) >= ENOUGH_ALIKE and len({row.says[1:7] for row in mine}) == 1:
            yield f"{label(auditor)} 记的 {len(mine)} 个接通的电话，回答和原话一个字也不差。"
