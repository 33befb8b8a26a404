"""Pages that end between blocks: A4 landscape at 90 % has room for 544 points, 32 rows of 17."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook
from xlsxwriter import Workbook

from huifang.edges.drawing.measured_sheet import MeasuredSheet


def printed(blocks: list[int], end: int, widths: list[float], heights: dict[int, float]) -> tuple[list[int], int]:
    """The first rows (from 0) of the pages after the first, and the scale in percent."""
    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("封面", MeasuredSheet)
        for row, height in heights.items():
            sheet.set_row(row, height)
        sheet.break_between(blocks, end, widths)
    page = load_workbook(stream)["封面"]
    return [one.id for one in page.row_breaks.brk], page.page_setup.scale


@pytest.mark.parametrize(
    ("blocks", "end", "heights", "pages"),
    [
        ([10, 20], 32, {}, []),  # 544 points
        ([10, 20], 33, {}, [20]),
        ([10, 20], 32, {5: 40}, [20]),  # a high row
        ([10, 20], 52, {}, [20]),  # the third block just fits a page of its own
        ([5], 60, {}, []),  # higher than a page: begins where a third is left
        ([25], 80, {}, [25]),  # else on the next one
        ([10, 50], 55, {}, []),  # rows 0 to 31, then 32 to 54
        ([10, 50], 65, {}, [50]),
    ],
)
def test_a_page_ends_between_blocks(blocks: list[int], end: int, heights: dict[int, float], pages: list[int]) -> None:
    assert printed(blocks, end, [10] * 8, heights) == (pages, 90)


def test_wide_sheets_are_printed_smaller_and_hold_more() -> None:
    """20 columns of 15 characters are 1,650 points wide: 42 %, room for 68 rows of 17 points."""
    assert printed([40], 68, [15] * 20, {}) == ([], 42)
    assert printed([40], 70, [15] * 20, {}) == ([40], 42)
