"""Where the columns of the agent's sheet stand: what is read on the left, what is typed next to it, the rest behind.

What an ordinary call needs fits a screen of 1366 pixels, with name and telephone always in sight. What is typed only
where a problem stays open comes to the right of that; what the system knows a row by is folded away behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil

from huifang.edges.drawing.forms import display_width
from huifang.policy.model import Policy
from huifang.tables.declared.calls import CALLS
from huifang.tables.model import Column, Kind, Table
from huifang.tables.options import UNRESOLVED

#: Widths in pixels at 100 %. Together those of an ordinary call are as wide as a screen shows.
_KNOWN_BY = {"status": 48, "customer_name": 126, "contact": 58, "contact_role": 58, "phone": 104}
_READ = {"last_call": 214, "purpose": 110, "message": 182, "papers": 110}
_TYPED = {
    "called_on": 56, "started_at": 56, "ended_at": 56, "result": 70, "method": 70, "satisfaction": 64, "wishes": 138,
    "handling": 62, "dissatisfied_because": 82,
}  # fmt: skip
_UNSOLVED = {"measures": 110, "reported_to": 66, "report_document": 110, "next_contact_on": 84, "notes": 90}
_FOLDED = {
    "method": 70, "reason_to_call": 110, "from_on": 76, "due_on": 76, "planned_on": 76, "customer_no": 80,
    "plan_no": 96, "contact_role": 58,
}  # fmt: skip
_QUESTION = 96
#: A character of the workbook's own font, and what Excel adds at the sides of a column, in pixels.
_CHARACTER, _PADDING = 7, 5
#: What an unsolved problem needs where the regulation wants it reported in writing.
IN_WRITING = ("reported_to", "report_document")
#: Texts that are read, not typed, are smaller.
SMALL, USUAL, LARGE = 9, 10, 11
_SMALL_PRINT = frozenset({"wishes", "dissatisfied_because", "measures", "report_document", "notes"})
#: What a line takes, in pixels: one and a third of the letters' height, and air above and below all of them.
_LEADING, _AIR, _MARGIN = 1.35, 3, 14
_NARROW = 0.56
LOWEST = 30
#: What no line breaks within: words and numbers, and a letter with the stops behind it.
_UNBROKEN = re.compile(r"(?:[!-~]+|.)[，。；：、！？）】”…]*")
#: The header over columns whose names take one line, and what is left beside the letters of a name, in pixels.
_HEADER, _BESIDE_NAME = 32, 2


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The columns of the sheet in order. ``frozen`` of them always stay, ``printed`` are what a paper shows; from
    ``folded`` on they are folded away.
    """

    table: Table
    pixels: tuple[int, ...]
    frozen: int
    printed: int
    folded: int

    def at(self, key: str) -> int:
        """The place of a column, from 0."""
        return list(self.table.by_key).index(key)

    def cell(self, key: str, row: int = 2) -> str:
        """The address of a cell whose column stays when a formula is copied."""
        return f"${self.table.letter(key)}{row}"

    @property
    def printed_pixels(self) -> int:
        """How wide that is together which is printed, and which an ordinary call needs on the screen."""
        return sum(self.pixels[: self.printed])

    @property
    def header_height(self) -> int:
        """The height in pixels that shows the names of the columns whole that are in sight."""
        names = zip(self.table.columns[: self.folded], self.pixels, strict=False)
        return max(_HEADER, *(_height(column.header, pixels - _BESIDE_NAME, USUAL) for column, pixels in names))

    def height(self, row: Sequence[object]) -> int:
        """The height in pixels that shows the texts (by column, in order) whole that are in sight."""
        heights = (
            _height(value, pixels - _MARGIN, size_of(column))
            for value, pixels, column in zip(row, self.pixels, self.table.columns[: self.folded], strict=False)
            if isinstance(value, str) and size_of(column) != LARGE and column.key != "status"  # these are one line
        )
        return max(heights, default=LOWEST)


def _height(text: str, room: int, size: int) -> int:
    letter = size * 4 / 3  # a Chinese one, in pixels
    lines = sum(_lines(part, room / letter) for part in text.split("\n"))
    return max(LOWEST, round(_LEADING * letter) * lines + _AIR)


def _lines(text: str, room: float) -> int:
    """How many lines of so many Chinese letters it takes: numbers and words stay whole, no line begins with a stop."""
    if _length(text) <= room:
        return 1
    lines, taken = 1, 0.0
    for piece in _UNBROKEN.findall(text):
        length = _length(piece)
        if taken and taken + length > room:
            lines, taken = lines + 1, 0.0
        taken += length
        over = max(0, ceil(taken / room) - 1)  # of a word longer than a line
        lines, taken = lines + over, taken - over * room
    return lines


def _length(text: str) -> float:
    """How many Chinese letters the text is long; the others are a little more than half as wide."""
    wide = display_width(text) - len(text)
    return wide + (len(text) - wide) * _NARROW


def size_of(column: Column) -> int:
    """In which size a column's cells are written, in points."""
    if column.kind is Kind.PHONE:
        return LARGE
    return SMALL if column.key in _READ or column.key in _SMALL_PRINT else USUAL


def laid_out(table: Table, policy: Policy, methods: Sequence[str]) -> Layout:
    """The sheet of ``table`` (回访记录 with the columns that a batch uses) where calls are made in these ways.

    What the regulation does not use stays out of sight.
    """
    has_roles = any(rule.contact_role for rule in policy.rules)
    shown_apart = {"contact_role"} if has_roles else set()
    shown_apart |= {"method"} if len(methods) > 1 else set()
    by_key = {column.key: column for column in table.columns}
    unused = [column for column in by_key.values() if column.hidden]
    folded = [key for key in _FOLDED if key in by_key and key not in shown_apart and not by_key[key].hidden]
    open_to = [key for key, column in by_key.items() if not column.hidden and key not in folded]
    known_by = _in_order(_KNOWN_BY, open_to)
    questions = [key for key in open_to if key in {question.key for question in policy.questions}]
    given = [key for key in open_to if by_key[key].issued and key not in known_by]
    read = [*_in_order(_READ, open_to), *(key for key in given if key not in _READ)]
    typed = _in_order(_TYPED, open_to)
    behind = typed.index("satisfaction") + 1
    typed = [*typed[:behind], *questions, *typed[behind:]]
    first = [*known_by, *read, *typed]
    rest = [key for key in open_to if key not in first]
    later = [*_in_order(_UNSOLVED, rest), *(key for key in rest if key not in _UNSOLVED)]
    order = [*first, *later, *(column.key for column in unused), *folded]
    pixels = {**_FOLDED, **_KNOWN_BY, **_READ, **_TYPED, **_UNSOLVED, **dict.fromkeys(questions, _QUESTION)}
    columns = tuple(_as_asked(by_key[key], policy) for key in order)
    return Layout(
        table=replace(table, columns=columns),
        pixels=tuple(pixels.get(c.key, c.width * _CHARACTER + _PADDING) for c in columns),
        frozen=len(known_by),
        printed=len(first),
        folded=len(order) - len(folded),
    )


def _as_asked(column: Column, policy: Policy) -> Column:
    """The column with what the regulation asks of an unsolved problem: to report it in writing, or not."""
    if column.key in IN_WRITING and not policy.written_report:
        return replace(column, needed_when="")
    if column.key == "handling" and policy.written_report:
        said = "、".join(CALLS.by_key[key].header for key in ("measures", *IN_WRITING))
        return replace(column, help=f"选“{UNRESOLVED}”的，请往右填：{said}。")
    return column


def _in_order(wanted: Iterable[str], there: Sequence[str]) -> list[str]:
    return [key for key in wanted if key in there]
