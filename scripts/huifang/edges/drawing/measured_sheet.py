"""A sheet that knows how high its rows are, so that its pages end between two blocks rather than inside one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet

#: What A4 landscape leaves between our margins, in points; programs differ in how wide and high they draw.
WIDTH, HEIGHT = 700, 490
LARGEST_SCALE = 90
#: The height of a row that nobody set, in points.
USUAL = 17
#: A block that is higher than a page begins where at least so much of a page is left.
_BEGIN = 0.3


class MeasuredSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """A worksheet that breaks its pages between blocks."""

    def __init__(self) -> None:
        super().__init__()
        self._heights: dict[int, float] = {}

    def set_row(self, row: int, height: float | None = None, *args: Any) -> Any:
        """As XlsxWriter's, with the height remembered."""
        if height is not None:
            self.remember(row, height)
        return super().set_row(row, height, *args)

    def remember(self, row: int, height: float) -> None:
        """Know the height, in points, of a row that is written past this sheet."""
        self._heights[row] = height

    def break_between(self, blocks: Sequence[int], end: int, widths: Sequence[float]) -> None:
        """Print all columns on one width of paper, with page breaks between blocks.

        ``blocks`` are the first rows of the blocks below the first one, ``end`` is the row below the last block,
        ``widths`` are those of the columns in characters. "Fit to width" would do without the widths, but there
        Excel ignores page breaks.
        """
        points = sum(width * 7 + 5 for width in widths) * 0.75
        scale = min(LARGEST_SCALE, max(10, int(100 * WIDTH / points)))
        room, breaks, filled = HEIGHT * 100 / scale, [], 0.0
        for first, below in zip((0, *blocks), (*blocks, end), strict=True):
            heights = [self._heights.get(row, USUAL) for row in range(first, below)]
            together = sum(heights) if sum(heights) <= room else room * _BEGIN
            if filled + together > room:
                breaks.append(first)
                filled = 0
            for height in heights:
                filled = filled + height if filled + height <= room else height
        self.set_default_row(USUAL)
        self.set_print_scale(scale)
        self.set_h_pagebreaks(breaks)
