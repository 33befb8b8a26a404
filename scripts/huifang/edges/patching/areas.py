"""Addresses and areas of a sheet: rows and columns count from 1, both ends inclusive."""

from __future__ import annotations

import re
from dataclasses import dataclass

from huifang.tables.model import column_letter

MAX_ROW, MAX_COLUMN = 1_048_576, 16_384
_CORNER = re.compile(r"\$?([A-Za-z]{1,3})?\$?([1-9][0-9]{0,6})?")


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        first, last = address(self.top, self.left), address(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"

    def holds(self, row: int, column: int) -> bool:
        """Whether the cell lies in it."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def meets(self, other: Area) -> bool:
        """Whether they share a cell."""
        return (
            self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )


def address(row: int, column: int) -> str:
    """``(3, 28)`` → ``AB3``."""
    return f"{column_letter(column - 1)}{row}"


def column_number(letters: str) -> int:
    """``AB`` → 28.

    Raises:
        ValueError: these are no letters of a column.
    """
    if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
        raise ValueError(letters)
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def parse_address(text: str) -> tuple[int, int]:
    """``$AB$3`` → ``(3, 28)``.

    Raises:
        ValueError: it names no single cell.
    """
    area = parse_area(text)
    if (area.top, area.left) != (area.bottom, area.right):
        raise ValueError(text)
    return area.top, area.left


def parse_area(text: str) -> Area:
    """``A1``, ``$A$1:B2``, whole columns ``A:C`` and whole rows ``1:3``.

    Raises:
        ValueError: it is no area of a sheet.
    """
    first, colon, last = text.partition(":")
    corners = [_CORNER.fullmatch(part) for part in (first, last or first)]
    if not all(corners) or not first or (colon and not last):
        raise ValueError(text)
    (left, top), (right, bottom) = (corner.groups() for corner in corners if corner)
    area = Area(
        int(top or 1),
        column_number(left) if left else 1,
        int(bottom or MAX_ROW),
        column_number(right) if right else MAX_COLUMN,
    )
    if area.bottom > MAX_ROW or area.right > MAX_COLUMN or area.top > area.bottom or area.left > area.right:
        raise ValueError(text)
    return area


def parse_areas(text: str) -> list[Area]:
    """The areas of a list that is separated by space, as in ``sqref``; what is none is left out."""
    areas = []
    for part in text.split():
        try:
            areas.append(parse_area(part))
        except ValueError:
            continue
    return areas
