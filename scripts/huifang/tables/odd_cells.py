"""What a cell may hold beside texts, numbers and days, and what reading one gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

#: How a cell is named that holds a formula without a saved result, and one that holds a picture.
NO_RESULT, PICTURE = "=", "图片"
_CODES = {NO_RESULT: "C210", PICTURE: "C220"}


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that holds no usable value: an error such as #N/A, a formula whose result was not saved, a picture."""

    shown: str

    @property
    def code(self) -> str:
        """The finding this cell gives."""
        return _CODES.get(self.shown, "C209")


class AsShown(float):
    """A number that its format shows otherwise: 7 as 00007."""

    __slots__ = ("shown",)
    shown: str

    def __new__(cls, number: float, shown: str) -> AsShown:
        """That number, which people read so."""
        one = super().__new__(cls, number)
        one.shown = shown
        return one


@dataclass(frozen=True, slots=True)
class Merged:
    """A cell below the first one of merged cells: people read there what stands in that one."""

    raw: Any

    def __str__(self) -> str:
        """Nothing: the cell itself is empty."""
        return ""


@dataclass(frozen=True, slots=True)
class Reading:
    """``value`` is None for an empty cell; ``code`` is a C finding (an error breaks the cell, a warning notes it).

    A code that is no longer what was typed has a value all the same: in a register the row is known by it. A time of
    day that is given in minutes after another one is a ``timedelta``. ``meant`` are the readings of what has several.
    """

    value: Any = None
    code: str | None = None
    meant: tuple[str, ...] = ()


EMPTY = Reading()
