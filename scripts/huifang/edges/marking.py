"""The sheet comes back marked: cells coloured, comments saying what to do, a list of findings linked to the cells.

For sheets that we made ourselves; the marks of an earlier round are taken away first.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from huifang.core.catalogue import CATALOGUE
from huifang.core.findings import Finding
from huifang.core.text import for_cell
from huifang.edges.forms import row_height
from huifang.edges.looks import BRAND, ERROR_MARK, FONT, LINE, PAPER, WARNING_MARK

RESULTS = "校验结果"
MARKS = "_huifang标记"
AUTHOR = "回访系统"
RESULT_WIDTHS = (6, 8, 8, 22, 12, 10, 56, 56)
SEVERITY_NAMES = {"error": "错误", "warning": "提醒"}


def mark(content: bytes, findings: Sequence[Finding], keep_macros: bool = False) -> bytes:
    """A copy of the workbook with the findings marked; nothing else in it changes.

    A workbook that the marking library cannot open gives a workbook with the list of findings alone.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(BytesIO(content), keep_vba=keep_macros, rich_text=True)
            _unmark(book)
            return _marked(book, findings)
    except Exception:  # somebody else's file and somebody else's parser: any error may come, none may stop the run
        alone = Workbook()
        _write_results(alone, findings)
        del alone[alone.sheetnames[1]]
        return _saved(alone)


def _marked(book: Workbook, findings: Sequence[Finding]) -> bytes:
    marked: list[list[Any]] = []
    by_cell: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        if finding.place.sheet in book.sheetnames and finding.place.cell:
            by_cell.setdefault((finding.place.sheet, finding.place.cell), []).append(finding)
    for (sheet_name, address), here in by_cell.items():
        cell = _first_of_merged(book[sheet_name], address)
        fill, own = cell.fill, cell.comment
        colour_before = fill.fgColor.rgb if fill.fill_type == "solid" else None
        marked.append([sheet_name, cell.coordinate, colour_before, *([own.text, own.author] if own else [None, None])])
        colour = ERROR_MARK if any(finding.is_error for finding in here) else WARNING_MARK
        cell.fill = PatternFill("solid", fgColor=colour.lstrip("#"))
        text = "\n".join(f"【{SEVERITY_NAMES[f.severity]}】{f.message}{f.hint}" for f in here)
        if own is not None:
            text += f"\n—— {own.author or ''}\n{own.text}"
        cell.comment = Comment(for_cell(text), AUTHOR, width=320, height=60 + 28 * len(here))
    _write_results(book, findings)
    hidden = book.create_sheet(MARKS)
    hidden["A1"] = json.dumps(marked, ensure_ascii=False)
    hidden.sheet_state = "veryHidden"
    return _saved(book)


def _saved(book: Workbook) -> bytes:
    stream = BytesIO()
    book.save(stream)
    book.close()
    return stream.getvalue()


def _first_of_merged(sheet: Worksheet, address: str) -> Cell:
    """The cell, or the one that shows for it where cells are merged: only that one can carry a mark."""
    for merged in sheet.merged_cells.ranges:
        if address in merged:
            return sheet.cell(merged.min_row, merged.min_col)  # type: ignore[return-value]
    cell: Cell = sheet[address]
    return cell


def _unmark(book: Workbook) -> None:
    """Take away the marks of an earlier round and give the cells their colour back."""
    if RESULTS in book.sheetnames:
        del book[RESULTS]
    if MARKS not in book.sheetnames:
        return
    try:
        marked = json.loads(str(book[MARKS]["A1"].value))
    except ValueError:
        marked = []
    for sheet_name, address, colour, own_text, own_author in marked:
        if sheet_name in book.sheetnames:
            cell = book[sheet_name][address]
            cell.fill = PatternFill("solid", fgColor=colour) if colour else PatternFill()
            if cell.comment is not None and cell.comment.author == AUTHOR:
                cell.comment = Comment(own_text, own_author) if own_text else None
    del book[MARKS]


def _write_results(book: Workbook, findings: Sequence[Finding]) -> None:
    sheet: Worksheet = book.create_sheet(RESULTS, 0)
    headers = ("序号", "级别", "代码", "类别", "工作表", "单元格", "问题", "怎么办")
    line = Side(style="thin", color=LINE.lstrip("#"))
    border = Border(left=line, right=line, top=line, bottom=line)
    for column, (header, width) in enumerate(zip(headers, RESULT_WIDTHS, strict=True), start=1):
        cell = sheet.cell(1, column, header)
        cell.font = Font(name=FONT, size=10, bold=True, color=PAPER.lstrip("#"))
        cell.fill = PatternFill("solid", fgColor=BRAND.lstrip("#"))
        cell.alignment = Alignment(horizontal="center", vertical="center")
        cell.border = border
        sheet.column_dimensions[cell.column_letter].width = width
    for row, finding in enumerate(findings, start=2):
        place = finding.place
        values: tuple[str | int, ...] = (
            row - 1, SEVERITY_NAMES[finding.severity], finding.code, CATALOGUE[finding.code].title,
            place.sheet or "", place.cell or "", finding.message, finding.hint,
        )  # fmt: skip
        for column, value in enumerate(values, start=1):
            cell = sheet.cell(row, column, for_cell(value) if isinstance(value, str) else value)
            if isinstance(value, str):
                cell.data_type = "s"
                cell.number_format = "@"
            cell.font = Font(name=FONT, size=10)
            cell.alignment = Alignment(wrap_text=column >= 7, vertical="center", indent=0 if column == 1 else 1)
            cell.border = border
        sheet.row_dimensions[row].height = row_height(zip(values, RESULT_WIDTHS, strict=True))
        colour = ERROR_MARK if finding.is_error else WARNING_MARK
        sheet.cell(row, 2).fill = PatternFill("solid", fgColor=colour.lstrip("#"))
        if place.sheet in book.sheetnames and place.cell:
            link = sheet.cell(row, 6)
            link.hyperlink = f"#{quote_sheetname(place.sheet)}!{place.cell}"
            link.font = Font(name=FONT, size=10, color="0563C1", underline="single")
    sheet.auto_filter.ref = f"A1:H{max(len(findings), 1) + 1}"
    sheet.freeze_panes = "A2"
    sheet.row_dimensions[1].height = 24
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.oddHeader.center.text = RESULTS  # type: ignore[union-attr]
    sheet.oddFooter.right.text = "第 &P 页 共 &N 页"  # type: ignore[union-attr]
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    sheet.print_title_rows = "1:1"
