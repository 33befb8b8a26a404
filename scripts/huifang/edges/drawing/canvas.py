"""A sheet that is laid out in pixels from the top down, of cells that are merged across."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet

from huifang.core.text import for_cell
from huifang.edges.drawing.looks import BRAND, INK, LINE, MUTED, PAPER, Palette

#: A piece of text with what differs from the house font: ("92%", {"bold": True}).
TextRun = tuple[str, dict[str, Any]]
_OF_FONTS = ("font_size", "font_color", "bold")
_NOTHING: list[TextRun] = [("", {})]
#: The first and the last column of a cell.
Across = tuple[int, int]


#: How much lower rows are made at most, and the lowest that still holds a line of text.
_CLOSEST, _LOWEST = 0.87, 18


class Canvas:
    """The next row to be drawn, and the ways to fill it. Columns and rows count from 0, spans are inclusive."""

    def __init__(self, sheet: Worksheet, palette: Palette, widths: Sequence[int]) -> None:
        self.sheet, self.palette = sheet, palette
        self._heights: list[int] = []
        self.last = len(widths) - 1
        for column, width in enumerate(widths):
            sheet.set_column_pixels(column, column, width)

    def down(self, height: int) -> int:
        """Begin a row of so many pixels; returns its number."""
        self.sheet.set_row_pixels(self.row, height)
        self._heights.append(height)
        return self.row - 1

    @property
    def row(self) -> int:
        """The next row to be drawn."""
        return len(self._heights)

    def squeeze(self, room: int) -> None:
        """Make rows lower where all together are higher than so many pixels: paper is fitted to them, and what is drawn
        smaller is read worse than what stands closer.
        """
        factor = max(_CLOSEST, room / sum(self._heights))
        for row, height in enumerate(self._heights):
            if factor < 1 and height > _LOWEST:
                self.sheet.set_row_pixels(row, max(_LOWEST, round(height * factor)))

    def put(self, row: int, span: Across, pieces: Sequence[TextRun] | str, link: str = "", **style: Any) -> None:
        """Text over some columns; where it leads to, and how the cell is."""
        (first, last), cell = span, self.palette.get(**style)
        if last > first:
            self.sheet.merge_range(row, first, row, last, "", cell)
        parts: list[TextRun] = [(pieces, {})] if isinstance(pieces, str) else [piece for piece in pieces if piece[0]]
        if link:  # of plain text alone: programs forget the pieces of a text that leads somewhere
            self.sheet.write_url(row, first, link, cell, "".join(text for text, _ in parts) or "—")
        if len(parts) < 2:
            text, own = (parts or _NOTHING)[0]
            properties: dict[str, Any] = {**style, **own}
            self.sheet.write_string(row, first, for_cell(text), self.palette.get(**properties))
            return
        rich: list[Any] = []
        for text, own in parts:
            font: dict[str, Any] = {name: style[name] for name in _OF_FONTS if name in style}
            rich += [self.palette.get(**font | own), for_cell(text)]
        self.sheet.write_rich_string(row, first, *rich, cell)

    def heading(self, text: str, hint: str = "") -> None:
        """A heading, and in small letters what is to be known of it."""
        self.down(6)
        line: dict[str, Any] = {"bottom": 2, "bottom_color": BRAND}
        pieces: list[TextRun] = [(text, {"bold": True, "font_size": 12, "font_color": BRAND}),
                  (f"　{hint}" if hint else "", {"font_size": 9, "font_color": MUTED})]  # fmt: skip
        self.put(self.down(26), (0, self.last), pieces, **line)

    def line(self, text: str, height: int = 22, **style: Any) -> None:
        """A row of text."""
        properties: dict[str, Any] = {"indent": 1, "font_color": INK, **style}
        self.put(self.down(height), (0, self.last), text, **properties)


#: Around what somebody writes by hand, and between what belongs together.
DOTTED: dict[str, Any] = {"bottom": 4, "bottom_color": LINE}
WHITE_EDGE: dict[str, Any] = {"left": 5, "left_color": PAPER}
