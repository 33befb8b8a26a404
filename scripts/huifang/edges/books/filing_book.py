"""档案索引.xlsx: every filed case with a link to where it stands, for whoever looks for it years later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from huifang.decisions.complaints.filing import Case
from huifang.edges.drawing.forms import page_setup, row_height, write_value
from huifang.edges.drawing.looks import LINE, MUTED, Palette, new_book
from huifang.edges.store.office import LEDGER

NAME = "档案索引"
PATH = f"{LEDGER}/{NAME}.xlsx"
_HEADERS = ("归档号", "类别", "编号", "客户编号", "内容", "结案日期", "保管人", "保存到", "查看")
_WIDTHS = (15, 18, 17, 11, 44, 12, 14, 12, 10)


def filing_book(cases: Sequence[Case], unit_name: str, today: date) -> bytes:
    """The workbook's bytes; what need not be kept any more is grey and says so."""
    stream = BytesIO()
    book = new_book(stream, f"{unit_name} {NAME}")
    palette = Palette(book)
    sheet = book.add_worksheet(NAME)
    for column, (header, width) in enumerate(zip(_HEADERS, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, header, palette.header())
    sheet.set_row(0, 28)
    for row, case in enumerate(cases, start=1):
        over = case.kept_until < today
        ink = {"font_color": MUTED} if over else {}
        text = palette.get(border=1, border_color=LINE, text_wrap=True, num_format="@", indent=1, **ink)
        day = palette.get(border=1, border_color=LINE, num_format="yyyy-mm-dd", align="center", **ink)
        values = (
            case.file_no or "(还没有编号)", case.kind, case.number, case.customer_no, case.about, case.closed_on,
            case.keeper, case.kept_until,
        )  # fmt: skip
        for column, value in enumerate(values):
            write_value(sheet, row, column, value, day if isinstance(value, date) else text)
        link = palette.link(border=1, border_color=LINE, align="center")
        target = f"external:../{case.table.workbook}#'{case.table.name}'!A{case.row}"
        sheet.write_url(row, len(_HEADERS) - 1, target, link, "已到期" if over else "打开")
        sheet.set_row(row, row_height([(case.about, _WIDTHS[4])], 20))
    if cases:
        sheet.autofilter(0, 0, len(cases), len(_HEADERS) - 1)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    page_setup(sheet, unit_name, NAME)
    book.close()
    return stream.getvalue()
