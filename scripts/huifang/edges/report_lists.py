"""What the sheets of a report have in common: the band on top, headings, lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet

from huifang.decisions.report import Report
from huifang.edges.forms import page_setup, plain_format, row_height, write_value
from huifang.edges.looks import BRAND, BRAND_PALE, LINE, MUTED, PAPER, Palette


def draw_list(
    sheet: Worksheet,
    palette: Palette,
    row: int,
    headers: Sequence[str],
    widths: Sequence[int],
    lines: Iterable[Sequence[Any]],
    empty: str,
) -> int:
    """A list with its header; returns the row after it. An empty one says so."""
    for column, header in enumerate(headers):
        sheet.write_string(row, column, header, palette.header())
    sheet.set_row(row, 24)
    row += 1
    body: dict[str, Any] = {"border": 1, "border_color": LINE, "text_wrap": True}
    start = row
    for line in lines:
        for column, value in enumerate(line):
            if isinstance(value, str):
                style = palette.get(**body, num_format="@", indent=1)
            else:
                style = palette.get(**body, num_format=plain_format(value), align="center")
            write_value(sheet, row, column, value, style)
        sheet.set_row(row, row_height(zip(line, widths, strict=False)))
        row += 1
    if row == start:
        sheet.write_string(row, 0, empty, palette.get(font_color=MUTED))
        row += 1
    return row


def draw_heading(sheet: Worksheet, palette: Palette, row: int, text: str, width: int) -> None:
    """A heading over a list."""
    style = palette.get(bold=True, font_size=12, font_color=BRAND, bg_color=BRAND_PALE)
    for column in range(width):
        sheet.write_blank(row, column, None, style)
    sheet.write_string(row, 0, text, style)
    sheet.set_row(row, 22)


def draw_title(sheet: Worksheet, palette: Palette, report: Report, text: str, width: int) -> None:
    """The band on top of a sheet, with the way back to the cover."""
    sheet.hide_gridlines(2)
    style = palette.get(bold=True, font_size=14, font_color=PAPER, bg_color=BRAND)
    for column in range(width):
        sheet.write_blank(0, column, None, style)
    sheet.write_string(0, 0, text, style)
    sheet.set_row(0, 30)
    sheet.write_url(1, 0, "internal:'封面'!A1", palette.get(font_color="#0563C1", underline=1), "返回封面")
    sheet.write_string(1, 2, f"{report.unit_name} · {report.title}", palette.get(font_color=MUTED))
    page_setup(sheet, report.unit_name, f"{report.title} {text}")
