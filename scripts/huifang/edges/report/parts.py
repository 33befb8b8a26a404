"""The parts of a report as sheets of its workbook: sentences, figures, bars, lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from huifang.decisions.reports.part import Bars, Listing, Part, Share, Tile
from huifang.decisions.reports.report import Report
from huifang.edges.drawing.forms import display_width, page_setup, row_height, write_value
from huifang.edges.drawing.looks import ALARM, BRAND, BRAND_PALE, FONT, LINE, MUTED, PAPER
from huifang.edges.drawing.measured_sheet import MeasuredSheet
from huifang.edges.report.lists import Pages, ShownList, draw_details, draw_heading, draw_list, draw_title, sheet_name
from huifang.tables.cells import shown

#: How wide a column of a list may become, in characters; how wide the sheet is at least, in columns.
NARROW, WIDE, COLUMNS = 9, 22, 8
#: A list of more rows has a sheet of its own, with a filter and a header that stays.
LONG = 25
#: The rows that a chart covers.
CHART_ROWS = 11


def draw_part(book: Workbook, sheet: MeasuredSheet, pages: Pages, report: Report, part: Part) -> None:
    """One part: what it says in sentences, its figures, its charts, then its lists one below the other.

    Long lists stand on sheets of their own behind it.
    """
    short = [listing for listing in part.listings if len(listing.rows) <= LONG]
    widths = _widths(short, [NARROW + 3] * COLUMNS)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    draw_title(sheet, pages, report, part.name, widths)
    row = 3
    for sentence in part.sentences:
        style = pages.palette.get(font_size=11, text_wrap=True)
        sheet.merge_range(row, 0, row, len(widths) - 1, "", style)
        sheet.write_string(row, 0, f"● {sentence}", style)
        sheet.set_row(row, row_height([(sentence, sum(widths) - 4)], 20))
        row += 1
    row = _draw_tiles(sheet, pages, part.tiles, row + 1) if part.tiles else row
    blocks = []
    for bars in part.charts:
        blocks.append(row)
        row = _draw_bars(book, sheet, pages, bars, widths[0], row + 1)
    for listing in part.listings:
        blocks.append(row)
        row = _draw_listing_heading(sheet, pages, listing, len(widths), row + 1)
        if len(listing.rows) > LONG:
            name, link = _draw_long_listing(book, pages, report, part, listing), pages.palette.link()
            sheet.write_url(row, 0, f"internal:'{name}'!A1", link, f"共 {len(listing.rows)} 行，点击查看")
            row += 1
        else:
            row = _draw_listing(sheet, pages, listing, widths, row)
    if part.to_sign:
        blocks.append(row)
        row = _draw_signing(sheet, pages, part.to_sign, len(widths), row + 1)
    page_setup(sheet, report.unit_name, f"{report.title} {part.name}")
    sheet.break_between(blocks, row, widths)


def _widths(listings: Iterable[Listing], least: Sequence[int] = ()) -> list[int]:
    """Wide enough for what most cells of a column say in all the lists."""
    widths = [*least]
    for listing in listings:
        widths += [NARROW] * (len(listing.headers) - len(widths))
        for column, header in enumerate(listing.headers):
            texts = [header, *(shown(plain(row[column])) for row in listing.rows)]
            needed = max(display_width(line) for text in texts for line in text.split("\n")) + 2
            widths[column] = max(widths[column], min(WIDE, needed))
    return widths


def plain(value: Any) -> Any:
    """A share as text, everything else as it is."""
    return str(value) if isinstance(value, Share) else value


def _draw_tiles(sheet: Worksheet, pages: Pages, tiles: Sequence[Tile], row: int) -> int:
    for column, tile in enumerate(tiles):
        box: dict[str, Any] = {"align": "center", "bg_color": BRAND_PALE, "left": 5, "left_color": PAPER}
        first = column * 2
        label = pages.palette.get(**box, font_color=MUTED)
        small = pages.palette.get(**box, font_color=MUTED, font_size=8, text_wrap=True)
        value = pages.palette.get(
            **box, bold=True, font_size=16, font_color=ALARM if tile.is_bad else BRAND, shrink=True
        )
        sheet.merge_range(row, first, row, first + 1, "", label)
        sheet.write_string(row, first, tile.label, label)
        sheet.merge_range(row + 1, first, row + 1, first + 1, "", value)
        write_value(sheet, row + 1, first, "—" if tile.value is None else plain(tile.value), value)
        sheet.merge_range(row + 2, first, row + 2, first + 1, "", small)
        sheet.write_string(row + 2, first, f"见：{tile.source}", small)
    sheet.set_row(row + 1, 32)
    sheet.set_row(row + 2, row_height([(f"见：{tile.source}", 2 * NARROW) for tile in tiles], 16))
    return row + 3


def _draw_signing(sheet: Worksheet, pages: Pages, labels: Sequence[str], width: int, row: int) -> int:
    """Room for what somebody writes by hand, the first line the largest."""
    style = pages.palette.get(border=1, border_color=LINE, text_wrap=True, valign="top", indent=1)
    for offset, label in enumerate(labels):
        sheet.merge_range(row + offset, 0, row + offset, width - 1, "", style)
        sheet.write_string(row + offset, 0, f"{label}：", style)
        sheet.set_row(row + offset, 26 if offset else 70)
    return row + len(labels)


def _draw_bars(book: Workbook, sheet: Worksheet, pages: Pages, bars: Bars, width: float, row: int) -> int:
    """The numbers as a small table, and a native chart beside it."""
    draw_heading(sheet, pages, row, bars.title, COLUMNS)
    cell = pages.palette.get(border=1, border_color=LINE, text_wrap=True)
    number = pages.palette.get(border=1, border_color=LINE, align="center")
    for offset, (label, value) in enumerate(bars.bars, start=1):
        write_value(sheet, row + offset, 0, label, cell)
        write_value(sheet, row + offset, 1, value, number)
        sheet.set_row(row + offset, row_height([(label, width)]))
    name, last = sheet.get_name(), row + len(bars.bars)
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": bars.title, "categories": [name, row + 1, 0, last, 0], "values": [name, row + 1, 1, last, 1],
            "fill": {"color": BRAND}, "gap": 60, "data_labels": {"value": True, "font": {"name": FONT, "size": 9}},
        }
    )  # fmt: skip
    chart.set_legend({"none": True})
    chart.set_title({"none": True})
    chart.set_y_axis({"reverse": True, "num_font": {"name": FONT, "size": 9}, "line": {"none": True}})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    chart.set_size({"width": 480, "height": 235})
    sheet.insert_chart(row + 1, 2, chart, {"x_offset": 10, "y_offset": 4})
    return max(last, row + CHART_ROWS) + 1


def _draw_listing_heading(sheet: Worksheet, pages: Pages, listing: Listing, width: int, row: int) -> int:
    draw_heading(sheet, pages, row, f"{listing.title}({len(listing.rows)})", width)
    if listing.about:
        row += 1
        sheet.write_string(row, 0, listing.about, pages.palette.get(font_color=MUTED))
    return row + 1


def _draw_listing(sheet: MeasuredSheet, pages: Pages, listing: Listing, widths: Sequence[int], row: int) -> int:
    lines = [[plain(value) for value in line] for line in listing.rows]
    for offset, line in enumerate(lines, start=1):
        sheet.remember(row + offset, row_height([(shown(v), w) for v, w in zip(line, widths, strict=False)]))
    return draw_list(sheet, pages, row, ShownList(listing.headers, widths, lines, listing.empty))


def _draw_long_listing(book: Workbook, pages: Pages, report: Report, part: Part, listing: Listing) -> str:
    """A list on a sheet of its own; returns the sheet's name."""
    name = sheet_name(f"{part.name}-{listing.title}", (sheet.get_name() for sheet in book.worksheets()))
    lines = ([plain(value) for value in line] for line in listing.rows)
    listed = ShownList(listing.headers, _widths([listing]), lines, listing.empty)
    draw_details(book.add_worksheet(name), pages, report, name, listed)
    return name
