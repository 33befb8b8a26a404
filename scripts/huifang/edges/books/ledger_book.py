"""The ledger workbook of a period: every accepted record, for people to read and filter."""

from __future__ import annotations

from functools import partial
from io import BytesIO

from huifang.decisions.reports.report import Report
from huifang.edges.drawing.forms import list_style, page_setup, pages_across, row_height
from huifang.edges.drawing.long_sheet import LongLists
from huifang.edges.drawing.looks import Palette, new_book
from huifang.tables.declared.calls import CAME_FROM, KNOWN_BY

NAME = "台账"


def ledger_book(report: Report) -> bytes:
    """The workbook's bytes."""
    stream = BytesIO()
    book = new_book(stream, f"台账 {report.period.name}")
    palette = Palette(book)
    sheet = book.add_worksheet(NAME)
    records, lists = report.records, LongLists(book, stream)
    columns = (*KNOWN_BY, *report.lists.columns, *CAME_FROM)
    widths = [column.width for column in columns]
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width)
    lists.add(sheet, 1, report.lists.lines(records, columns), widths, partial(list_style, palette))
    headers = [{"header": column.header, "header_format": palette.header()} for column in columns]
    area = (0, 0, max(len(records), 1), len(columns) - 1)
    lists.add_table(sheet, area, {"name": NAME, "columns": headers, "style": None})
    sheet.set_row(0, row_height([(column.header, column.width) for column in columns], 28))
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    page_setup(sheet, report.unit_name, f"{report.period.name} 台账", pages_wide=pages_across(sheet, widths))
    return lists.close()
