"""Workbooks as people own them: made by XlsxWriter and openpyxl with all that these can do, and written by hand the
way Excel, WPS and the Open XML SDK write theirs. Each has a sheet 客户 with a list, its headers in row 1.
"""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Mapping
from datetime import date

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableStyleInfo
from xlsxwriter import Workbook as Writer

from places import DATA

HEADERS = ("编号", "名称", "电话", "日期", "数量", "小计")
ROWS = tuple((f"00{n}", f"{n} 号店", f"0138000{n}", date(2026, 11, n), n, n * 2) for n in range(1, 5))


def png() -> bytes:
    """A picture of one red pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\x00\xff\x00\x00")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def by_xlsxwriter(macros: bool = False, with_table: bool = True, is_1904: bool = False) -> bytes:
    """Table with a calculated column, sparkline, button, text box, picture, chart, comments, formats, names."""
    stream = io.BytesIO()
    book = Writer(stream, {"in_memory": True, "date_1904": is_1904})
    if macros:
        book.add_vba_project(io.BytesIO(b"not really a project" * 200), is_stream=True)
    sheet = book.add_worksheet("客户")
    other = book.add_worksheet("图 表")
    text, day = book.add_format({"num_format": "@", "border": 1}), book.add_format({"num_format": "yyyy-mm-dd"})
    bold, number = book.add_format({"bold": True}), book.add_format({"num_format": "0.0", "bg_color": "#EEEEEE"})
    for column, header in enumerate(HEADERS):
        sheet.write_string(0, column, header, bold)
    for row, (code, name, phone, on, count, total) in enumerate(ROWS, start=1):
        sheet.write_string(row, 0, code, text)
        sheet.write_rich_string(row, 1, "富", bold, name, text) if row == 2 else sheet.write_string(row, 1, name)
        sheet.write_string(row, 2, phone, text)
        sheet.write_datetime(row, 3, on, day)
        sheet.write_number(row, 4, count, number)
        sheet.write_formula(row, 5, f"=E{row + 1}*2", None, total)
        if row == 4:
            sheet.set_row(row, 30)
    if with_table:
        columns = [{"header": header} for header in HEADERS]
        columns[5]["formula"] = "=客户表[@数量]*2"
        sheet.add_table(0, 0, 4, 5, {"name": "客户表", "columns": columns, "style": "Table Style Light 9"})
        for row, values in enumerate(ROWS, start=1):
            sheet.write_formula(row, 5, "=客户表[[#This Row],[数量]]*2", None, values[5])
    else:
        sheet.autofilter(0, 0, 4, 5)
    sheet.data_validation("E2:E5", {"validate": "integer", "criteria": ">", "value": 0})
    sheet.data_validation("B2:B500", {"validate": "any", "input_title": "名称", "input_message": "写全称"})
    sheet.conditional_format("E2:E5", {"type": "cell", "criteria": ">", "value": 2, "format": bold})
    sheet.conditional_format("F2:F5", {"type": "data_bar", "data_bar_2010": True})
    sheet.write_comment("B2", "客户自己的批注", {"author": "李晓明"})
    sheet.insert_button("H2", {"macro": "Go", "caption": "运行", "width": 80, "height": 30})
    sheet.insert_textbox("H5", "文本框")
    sheet.insert_image("H10", "red.png", {"image_data": io.BytesIO(png())})
    sheet.set_header("&L&G", {"image_left": "red.png", "image_data_left": io.BytesIO(png())})
    sheet.add_sparkline("G2", {"range": "客户!A2:E2"})
    sheet.ignore_errors({"number_stored_as_text": "A1:C5"})
    sheet.freeze_panes(1, 1)
    sheet.print_area(0, 0, 4, 5)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    chart = book.add_chart({"type": "column"})
    chart.add_series({"categories": "=客户!$B$2:$B$5", "values": "=客户!$E$2:$E$5"})
    other.insert_chart("A1", chart)
    other.write_formula("A20", "=SUM(客户!E2:E5)", None, 10)
    other.write_comment("B20", "合计")
    book.define_name("名单", "=客户!$A$2:$A$5")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book.close()
    return stream.getvalue()


def by_openpyxl() -> bytes:
    """Inline styles of another library; numbers without cached formulas; a table without a filter."""
    book = Workbook()
    sheet = book.active
    sheet.title = "客户"
    sheet.append(HEADERS)
    for values in ROWS:
        sheet.append((*values[:5], f"=E{sheet.max_row + 1}*2"))
    for cells in sheet["A2:F5"]:
        for cell in cells:
            cell.font = Font(name="宋体", size=11)
        cells[3].number_format = "yyyy/m/d"
    sheet["B3"].fill = PatternFill("solid", fgColor="FFFF00")
    sheet["B3"].comment = Comment("黄色的要核对", "周丽华")
    sheet.conditional_formatting.add("E2:E5", CellIsRule(operator="greaterThan", formula=["2"], font=Font(bold=True)))
    checks = DataValidation(type="list", formula1='"甲,乙"', allow_blank=True)
    checks.add("B2:B5")
    sheet.add_data_validation(checks)
    table = Table(displayName="客户表", ref="A1:F5")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleMedium2", showRowStripes=True)
    sheet.add_table(table)
    book.create_sheet("空表")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def packed(parts: Mapping[str, bytes]) -> bytes:
    """Parts as a zip file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name), content)
    return stream.getvalue()


def by_hand(name: str) -> bytes:
    """A workbook whose parts lie in ``tests/data/workbooks``, written by hand as a program writes them.

    ``excel``: shared rich texts with phonetics, extensions, a threaded comment, a calculation chain.
    ``wps``: targets from the root, a name in another case than the part's, data of its own, a shared formula.
    ``sdk``: every name with a prefix, texts in the cells, nothing that is optional.
    """
    folder = DATA / "workbooks" / name
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return packed({path.relative_to(folder).as_posix(): path.read_bytes() for path in files})


#: Every workbook by name, and how many rows with data its sheet 客户 has.
CORPUS: dict[str, tuple[Callable[[], bytes], int]] = {
    "XlsxWriter 表格": (by_xlsxwriter, 4),
    "XlsxWriter 列表": (lambda: by_xlsxwriter(with_table=False), 4),
    "XlsxWriter 宏": (lambda: by_xlsxwriter(macros=True), 4),
    "XlsxWriter 1904": (lambda: by_xlsxwriter(is_1904=True), 4),
    "openpyxl": (by_openpyxl, 4),
    "Excel": (lambda: by_hand("excel"), 2),
    "WPS": (lambda: by_hand("wps"), 2),
    "SDK": (lambda: by_hand("sdk"), 1),
}
