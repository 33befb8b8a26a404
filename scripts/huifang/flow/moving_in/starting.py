"""启用日期: the day from which an office that moves in owes what its rules ask for (decision 30)."""

from __future__ import annotations

from datetime import date

from huifang.flow.office.desk import Desk
from huifang.tables.declared.house_rules import SETTINGS

_ITEM = "启用日期"


def may_begin_now(desk: Desk) -> bool:
    """Whether the office has no 启用日期, and nothing was issued yet."""
    return desk.present.policy.started_on is None and not desk.state.books


def begin_on(desk: Desk, day: date) -> None:
    """Write the day into 制度.

    Raises:
        OfficeError: 制度 is open elsewhere or cannot be changed.
    """
    read = desk.present.read(SETTINGS)
    row = next((row for row in read.rows if row["item"] == _ITEM), None)
    if row is not None:
        desk.edit_register(SETTINGS, (), {row.place("value").cell or "": day.isoformat()})
        return
    said = {read.letters["item"]: _ITEM, read.letters["value"]: day.isoformat()}
    desk.edit_register(SETTINGS, [said], {})
