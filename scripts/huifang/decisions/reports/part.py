"""A part of a report, before anybody decides how it looks: sentences, figures with what they are shares of, lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import date, datetime
from math import floor, sqrt
from typing import Any, TypeAlias

from huifang.decisions.reports.published import Publication
from huifang.tables.cells import shown


def percent(value: float, missed: float | None = None) -> str:
    """A share from 0 to 1 in whole percent; a half goes up, as people and spreadsheets round: 1 of 8 is 13 %.

    ``missed`` is a target in percent that the share misses: it is never rounded to what it does not reach.
    """
    for digits in range(5):
        rounded = floor(round(value * 100 * 10**digits, 9) + 0.5) / 10**digits
        if missed is None or rounded != missed:
            break
    return f"{rounded:.{digits}f}%"


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many. A report never states a share without both; ``missed`` is a target in percent, see
    :func:`percent`.
    """

    count: int
    total: int
    missed: float | None = field(default=None, compare=False)

    @property
    def value(self) -> float | None:
        """0 to 1; None where there is nothing to share."""
        return self.count / self.total if self.total else None

    def __str__(self) -> str:
        if not self.total:
            return f"{self.count}/0"
        return f"{self.count}/{self.total}({percent(self.count / self.total, self.missed)})"

    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval by Wilson's score, 0 to 1: what the share may be where only some were asked."""
        if not self.total:
            return None
        z, n, p = 1.959964, self.total, self.count / self.total
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(0.0, middle - half), min(1.0, middle + half)


#: What may stand in a list.
Cell: TypeAlias = str | int | float | date | datetime | Share | None


def said(value: Cell) -> str:
    """A value of a list as a person reads it."""
    if isinstance(value, float):
        return f"{value:g}"
    return str(value) if isinstance(value, Share) else shown(value)


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure to be seen at a glance; ``is_bad`` ones ask for attention.

    ``source`` says where its rows are named: a list of its part, or another sheet or register.
    """

    label: str
    value: Cell
    is_bad: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list with its headers; each row has a :data:`Cell` per header. ``about`` says what was counted, ``empty`` that
    there is nothing.
    """

    title: str
    headers: tuple[str, ...]
    rows: Sequence[Sequence[Any]]
    empty: str
    about: str = ""

    def without_if_empty(self, header: str) -> Listing:
        """The list without that column where no row says anything in it."""
        at = self.headers.index(header)
        if any(row[at] for row in self.rows):
            return self
        headers = (*self.headers[:at], *self.headers[at + 1 :])
        return replace(self, headers=headers, rows=[(*row[:at], *row[at + 1 :]) for row in self.rows])


@dataclass(frozen=True, slots=True)
class Bars:
    """Numbers to be compared, the longest first or in an order of their own."""

    title: str
    bars: Sequence[tuple[str, float]]


def bars(title: str, counts: Sequence[tuple[str, float]]) -> tuple[Bars, ...]:
    """A chart of these numbers where there is something to compare, else none."""
    return (Bars(title, counts),) if sum(count > 0 for _, count in counts) > 1 else ()


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a report; the first sentence stands on the cover. ``to_sign`` is what somebody writes by hand,
    ``page`` what may be published of it.
    """

    name: str
    sentences: tuple[str, ...]
    tiles: tuple[Tile, ...] = ()
    listings: tuple[Listing, ...] = ()
    charts: tuple[Bars, ...] = ()
    _: KW_ONLY
    to_sign: tuple[str, ...] = ()
    page: Publication | None = None


#: Where the calls and the obligations behind a figure are named, one by one.
CALLS_NAMED, OWED_NAMED = "台账", "应访明细"
