"""One cell as XML, and what is read from one that exists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import isfinite
from xml.sax.saxutils import escape

from huifang.core.catalogue import because
from huifang.core.text import for_cell
from huifang.edges.patching.areas import address
from huifang.edges.patching.changes import CannotPatch, Value
from huifang.tables.moments import EXCEL_EPOCH

_EPOCH_1904 = datetime(1904, 1, 1)
#: Text that a spreadsheet program would take for an escaped character.
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula without its ``=``, to be worked out when the workbook is opened."""

    text: str


@dataclass(frozen=True, slots=True)
class NewCell:
    """What a cell is to hold, and its format."""

    content: Value | Formula
    style: int


def cell_xml(row: int, column: int, cell: NewCell, is_1904: bool) -> str:
    """The cell as XML; text stands in the cell itself, so that the list of shared texts stays as it is."""
    opening = f'<c r="{address(row, column)}"' + (f' s="{cell.style}"' if cell.style else "")
    content = cell.content
    if content is None or content == "":
        return f"{opening}/>"
    if isinstance(content, Formula):
        return f"{opening}><f>{escape(content.text)}</f></c>"
    if isinstance(content, str):
        return f'{opening} t="inlineStr"><is>{text_xml(content)}</is></c>'
    if isinstance(content, bool):
        return f'{opening} t="b"><v>{int(content)}</v></c>'
    return f"{opening}><v>{_number(serial(content, is_1904))}</v></c>"


def text_xml(text: str) -> str:
    """Text as a ``t`` element, every space and line break kept."""
    safe = _ESCAPE_LIKE.sub("_x005F_", for_cell(text))
    return f'<t xml:space="preserve">{escape(safe)}</t>'


def serial(value: int | float | date | datetime | time | timedelta, is_1904: bool) -> float:
    """The number that stands for a value; days since the calendar's start for dates, parts of a day for times.

    Raises:
        CannotPatch: a number without end, or a day before the calendar's start.
    """
    if isinstance(value, time):
        value = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond)
    elif isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime.combine(value, time(0))
        value = moment.replace(tzinfo=None) - (_EPOCH_1904 if is_1904 else EXCEL_EPOCH)
        if value < timedelta(0):
            raise CannotPatch(because("Y717", day=f"{moment:%Y-%m-%d}"))
    if isinstance(value, timedelta):
        return value / timedelta(days=1)
    if not isfinite(value):
        raise CannotPatch(because("Y718"))
    return value


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))
