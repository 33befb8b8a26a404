"""A sheet of the auditor's workbook to print and write on, for telephoning away from the desk: what to say, then room
for each customer. What was written on paper is typed into the workbook afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.worksheet import Worksheet

from huifang.edges.drawing.canvas import Across, Canvas
from huifang.edges.drawing.forms import Drawing, lines_of, page_setup
from huifang.edges.drawing.looks import BRAND_PALE, EDGE, INK, LINE, MUTED
from huifang.tables.options import Options

NAME = "纸上记录"
#: Eight columns, in pixels: as wide as A4 lying on its side, at its own size.
WIDTHS = (130, 130, 130, 130, 130, 130, 130, 130)
_LAST = len(WIDTHS) - 1
#: The rows of one customer, in pixels; so many customers stand on a page.
_HEIGHTS = (30, 26, 26, 46, 24, 6)
CUSTOMERS_ON_A_PAGE = 4
_BOX = "□"


@dataclass(frozen=True, slots=True)
class OnPaper:
    """One customer to ring: the name of the row in the workbook, whom to ask for, and whether only if needed."""

    check_no: str
    customer_no: str
    contact: str
    phone: str
    is_reserve: bool


def draw_paper(
    drawing: Drawing, heading: str, script: Sequence[str], customers: Iterable[OnPaper], unit_name: str
) -> Worksheet:
    """The script on a page, then the customers in the order in which they are rung, each with boxes and lines."""
    sheet = drawing.book.add_worksheet(NAME)
    sheet.hide_gridlines(2)
    canvas = Canvas(sheet, drawing.palette, WIDTHS)
    canvas.heading(heading, "打印出来带着打电话；打完以后照着填进“抽查”表和“备用”表")
    for number, step in enumerate(script, start=1):
        text = f"{number}. {step}"
        canvas.line(text, 26 * lines_of(text, sum(WIDTHS) / 8), font_size=11, text_wrap=True)
    breaks = [canvas.row]
    for place, customer in enumerate(customers):
        if place and place % CUSTOMERS_ON_A_PAGE == 0:
            breaks.append(canvas.row)
        _customer(canvas, customer, drawing.options)
    page_setup(sheet, unit_name, f"{heading} · {NAME}")
    sheet.fit_to_pages(1, 0)
    sheet.set_h_pagebreaks(breaks)
    sheet.print_area(0, 0, canvas.row - 1, _LAST)
    return sheet


def _customer(canvas: Canvas, customer: OnPaper, options: Options) -> None:
    box: dict[str, Any] = {"bg_color": BRAND_PALE, "top": 1, "top_color": EDGE, "bold": True}
    asked, reached, felt, words, signed, gap = _HEIGHTS
    row = canvas.down(asked)
    canvas.put(row, (0, 1), "备用：前面有人没接通才打" if customer.is_reserve else "要打的", **box)
    canvas.put(row, (2, 3), f"{customer.customer_no}　{customer.contact}", font_size=12, **box)
    canvas.put(row, (4, 5), customer.phone, font_size=14, **box)
    canvas.put(row, (6, _LAST), customer.check_no, **{**box, "bold": False, "font_size": 9, "font_color": MUTED})
    row = canvas.down(reached)
    _ask(canvas, row, (0, 1), "接通", options["抽查接通"])
    _ask(canvas, row, (2, 3), "接电话的", options["抽查接听"])
    _ask(canvas, row, (4, 5), "接到过回访", options["抽查回访"])
    canvas.put(row, (6, _LAST), "大约哪一天：", font_color=INK, bottom=4, bottom_color=LINE)
    row = canvas.down(felt)
    _ask(canvas, row, (0, 4), "满意度", options.get("满意度", ()))
    _ask(canvas, row, (5, _LAST), "问题解决了", options["抽查解决"])
    canvas.put(canvas.down(words), (0, _LAST), "客户怎样说：", valign="top", bottom=4, bottom_color=LINE)
    row = canvas.down(signed)
    canvas.put(row, (0, 3), "谁打的：", font_color=MUTED)
    canvas.put(row, (4, _LAST), "什么时候打的：　　月　　日　　:　　", font_color=MUTED)
    canvas.down(gap)


def _ask(canvas: Canvas, row: int, span: Across, label: str, choices: Sequence[str]) -> None:
    canvas.put(row, span, f"{label}：{'　'.join(f'{_BOX} {choice}' for choice in choices)}")
