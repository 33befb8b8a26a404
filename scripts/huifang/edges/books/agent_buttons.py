"""The buttons of a call sheet with macros: above the words of its header, over no cell that anybody types in."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from huifang.edges.books.call_layout import Layout
from huifang.edges.drawing.forms import Drawing
from huifang.edges.excel.macros import AGENT, add_macros
from huifang.edges.marking.results_sheet import draw_results

#: What the buttons take above the words of the header, in pixels.
_BUTTONS = 34
#: What the macros are called, which the buttons say; the code name of the sheet.
BUTTONS, _SHEET = ("下一个", "检查本表", "交表"), "Sheet1"
_WIDTH, _GAP, _AIR = 88, 8, 4


def add_buttons(drawing: Drawing, sheet: Worksheet, layout: Layout) -> None:
    """Put the macros and their buttons into the workbook: they stand in the columns that are always in sight. The list
    of what they find is there, out of sight.
    """
    sheet.set_row_pixels(0, _BUTTONS + layout.header_height)
    for index, column in enumerate(layout.table.columns):
        style = drawing.palette.header(column.issued or column.unread, valign="bottom")
        sheet.write_string(0, index, column.header, style)
    for place, caption in enumerate(BUTTONS):
        where = {"x_offset": _AIR + place * (_WIDTH + _GAP), "y_offset": _AIR}
        size = {"width": _WIDTH, "height": _BUTTONS - 2 - _AIR}
        sheet.insert_button(0, 0, {"macro": caption, "caption": caption, **size, **where})
    draw_results(drawing.book, drawing.palette, (), ()).hide()
    add_macros(drawing.book, AGENT, {sheet.get_name(): _SHEET})
