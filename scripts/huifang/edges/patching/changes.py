"""What can be changed in a workbook that people own, as values; and the refusal of what cannot be done safely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from huifang.core.reasons import Refusal

#: What a cell may be given: None empties it, text stays text whatever it begins with.
Value = str | int | float | bool | date | datetime | time | timedelta | None


class CannotPatch(Refusal):
    """The workbook cannot be changed without harm."""


@dataclass(frozen=True)
class SetCell:
    """Give one cell a value; its format stays, unless a date or time would be shown as a number."""

    sheet: str
    address: str
    value: Value


@dataclass(frozen=True)
class AppendRows:
    """Add rows below the last row with content, each a mapping from header (or column letter) to value.

    The rows go into the table named ``table``; without a name into the sheet's table, or, where it has none, below
    its last used row. ``header_row`` (from 1) is where the headers stand on a sheet without a table.
    """

    sheet: str
    rows: Sequence[Mapping[str, Value]]
    table: str | None = None
    header_row: int = 1


@dataclass(frozen=True)
class Highlight:
    """Colour cells of a sheet, on top of every format they have; replaces the colours of an earlier round.

    By address a word of ours for the colour (it is kept in the workbook, so that the colour is found again), and by
    that word the colour itself (``#RRGGBB``). Earlier words of ``colours`` win over later ones.
    """

    sheet: str
    cells: Mapping[str, str]
    colours: Mapping[str, str]


@dataclass(frozen=True)
class Annotate:
    """Our notes on a sheet, by address; replaces those of an earlier round. What people wrote stays below ours."""

    sheet: str
    notes: Mapping[str, str]
    author: str


@dataclass(frozen=True)
class AddSheet:
    """Put a sheet in front of all others, or, ``hidden``, behind them where nobody sees it: the first one of a workbook
    that XlsxWriter made.

    It may have texts, numbers, formats, links within the workbook, print set-up and names of its own; no drawings,
    notes, tables, formulas or conditional formats.
    """

    source: bytes
    hidden: bool = False


@dataclass(frozen=True)
class RemoveSheet:
    """Take a sheet out; nothing happens where it is missing."""

    name: str


@dataclass(frozen=True)
class Offer:
    """Words to choose from in cells of a sheet, separated by commas, by address; a cell that has a rule of its own for
    what may be entered keeps it.
    """

    sheet: str
    cells: Mapping[str, str]


Alteration = SetCell | AppendRows | Highlight | Annotate | Offer | AddSheet | RemoveSheet
