"""The ledger workbook of a period: every accepted record, for people to read and filter."""

from __future__ import annotations

from io import BytesIO
from operator import attrgetter
from typing import Any

from xlsxwriter.format import Format

from huifang.decisions.reports.report import Report
from huifang.edges.drawing.forms import page_setup, plain_format
from huifang.edges.drawing.long_sheet import LongLists
from huifang.edges.drawing.looks import LINE, Palette, new_book

_COLUMNS = (
    ("记录编号", "record_no", 16), ("提交编号", "submission", 10), ("工号", "agent", 8), ("批次", "batch", 13),
    ("计划编号", "plan_no", 13), ("客户编号", "customer_no", 11), ("客户名称", "customer_name", 22),
    ("联系人", "contact", 10), ("电话", "phone", 15), ("回访日期", "called_on", 12), ("开始时间", "started_at", 9),
    ("结束时间", "ended_at", 9), ("回访方式", "method", 9), ("通话结果", "result", 10), ("满意度", "satisfaction", 10),
    ("不满意原因", "dissatisfied_because", 20), ("客户意见或需求", "wishes", 26), ("处理情况", "handling", 10),
    ("处理措施", "measures", 22), ("上报对象", "reported_to", 10), ("上报文件", "report_document", 20),
    ("下次联系日期", "next_contact_on", 12), ("备注", "notes", 20), ("来源文件", "source_file", 34),
    ("来源行", "source_row", 8),
)  # fmt: skip
NAME = "台账"


def ledger_book(report: Report) -> bytes:
    """The workbook's bytes."""
    stream = BytesIO()
    book = new_book(stream, f"台账 {report.period.name}")
    palette = Palette(book)
    sheet = book.add_worksheet(NAME)
    records, lists = report.records, LongLists(book, stream)
    for column, (_, _, width) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width)

    def style_of(value: Any) -> Format:
        return palette.get(border=1, border_color=LINE, text_wrap=True, num_format=plain_format(value))

    values = attrgetter(*(key for _, key, _ in _COLUMNS))
    lists.add(sheet, 1, map(values, records), [width for _, _, width in _COLUMNS], style_of)
    headers = [{"header": header, "header_format": palette.header()} for header, _, _ in _COLUMNS]
    area = (0, 0, max(len(records), 1), len(_COLUMNS) - 1)
    lists.add_table(sheet, area, {"name": NAME, "columns": headers, "style": None})
    sheet.set_row(0, 28)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    page_setup(sheet, report.unit_name, f"{report.period.name} 台账")
    return lists.close()
