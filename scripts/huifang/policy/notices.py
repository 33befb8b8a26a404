"""Who is written to on which occasion: the rows of 通知, and what offices without that sheet go on with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from huifang.core.catalogue import found
from huifang.core.findings import Finding
from huifang.core.text import split_list
from huifang.policy.complaints import DAYS, TimeLimit
from huifang.tables.declared.notice_rules import (
    BEFORE_DEADLINE,
    BEFORE_HAND_IN,
    BEFORE_TASK,
    DECISION,
    MAJOR_COMPLAINT,
    MEASURE_DUE,
    NOTICES,
    SAME_DAY,
)
from huifang.tables.model import NOT_READ, Origin, Row

#: The occasions that come some time before something is due.
AHEAD = (BEFORE_DEADLINE, BEFORE_HAND_IN, MEASURE_DUE, BEFORE_TASK)
#: Of these in whole days.
_IN_DAYS = (BEFORE_HAND_IN, MEASURE_DUE, BEFORE_TASK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A row of 通知: on that occasion these roles or persons and the heads of these departments are written to; where
    neither is named, those whom the matter concerns. ``ahead`` is how long before (None: the occasion knows no before).
    """

    occasion: str
    roles: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    ahead: TimeLimit | None = None
    template: str = ""
    clause: str = ""
    origin: Origin = field(default=NOT_READ, compare=False)

    @property
    def receivers(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Whom it names: roles or persons, departments."""
        return self.roles, self.departments


def read_notices(rows: tuple[Row, ...]) -> Iterator[Notice | Finding]:
    """The notices that can be written; what a row says and nobody looks at is a finding, too."""
    for row in rows:
        ahead = None
        if row["occasion"] in AHEAD:
            ahead, lacking = _ahead(row)
            yield from lacking
            if ahead is None:
                continue
            if row["occasion"] in _IN_DAYS and ahead.unit != DAYS:
                header = NOTICES.by_key["unit"].header
                yield found("P607", row.place("unit"), column=header, value=ahead.unit, options=DAYS)
                continue
        else:
            for key in ("ahead", "unit"):
                if row[key] is not None:
                    yield _unread(row, key, f"场合“{row['occasion']}”不看提前多久")
        yield Notice(
            occasion=row["occasion"],
            roles=split_list(row["roles"] or ""),
            departments=split_list(row["departments"] or ""),
            ahead=ahead,
            template=row["template"] or "",
            clause=row["clause"] or "",
            origin=row.origin,
        )


def _ahead(row: Row) -> tuple[TimeLimit | None, list[Finding]]:
    """How long before; where one of its two cells is empty, the finding about that."""
    for key in ("ahead", "unit"):
        if row[key] is None:
            header = NOTICES.by_key[key].header
            return None, [found("P617", row.place(key), occasion=row["occasion"], column=header)]
    return TimeLimit(row["ahead"], row["unit"]), []


def _unread(row: Row, key: str, why: str) -> Finding:
    return found("P615", row.place(key), column=NOTICES.by_key[key].header, value=row[key], why=why)


def before_the_sheet(moved: Mapping[str, Any]) -> tuple[Notice, ...]:
    """What an office without the sheet goes on with; ``moved`` are the items of 基本, by field, that said it."""
    notices = [Notice(occasion=MAJOR_COMPLAINT), Notice(occasion=DECISION)]
    if moved["remind_ahead"] is not None:
        notices.append(Notice(occasion=BEFORE_DEADLINE, ahead=moved["remind_ahead"]))
    if moved["told_same_day"]:
        notices.append(Notice(occasion=SAME_DAY, roles=moved["told_same_day"]))
    return tuple(notices)
