"""What can be changed in a workbook that people own, as values; and the refusal of what cannot be done safely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from huifang.core.findings import Severity

#: What a cell may be given: None empties it, text stays text whatever it begins with.
Value = str | int | float | bool | date | datetime | time | timedelta | None


class CannotPatch(Exception):
    """The workbook cannot be changed without harm; the message is for people and says what to do."""


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
    """Colour cells by severity, on top of every format they have; replaces the colours of an earlier round."""

    sheet: str
    cells: Mapping[str, Severity]


@dataclass(frozen=True)
class Notes:
    """Our notes of a sheet, by address; they replace those of an earlier round. What people wrote stays."""

    sheet: str
    texts: Mapping[str, str]


@dataclass(frozen=True)
class AddSheet:
    """Put a sheet in front of all others: the whole part as XML, its cell formats given by name in ``styles``.

    In the XML ``s="{name}"`` stands for a format; ``styles`` gives for each name the elements of a stylesheet that
    make it.
    """

    name: str
    content: str
    formats: Mapping[str, CellFormat] = field(default_factory=dict)


@dataclass(frozen=True)
class CellFormat:
    """A cell format of a sheet that we add: the XML of its font, fill, border and alignment, and its number format."""

    font: str
    fill: str
    border: str
    alignment: str = ""
    number_format: str = "General"


@dataclass(frozen=True)
class RemoveSheet:
    """Take a sheet out again; nothing happens where it is missing."""

    name: str


Change = SetCell | AppendRows | Highlight | Notes | AddSheet | RemoveSheet
