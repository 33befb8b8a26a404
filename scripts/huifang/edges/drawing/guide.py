"""The 使用说明 sheet of a workbook: what to do, step by step, and what every column is for."""

from __future__ import annotations

from collections.abc import Iterable

from xlsxwriter.worksheet import Worksheet

from huifang.edges.drawing.forms import Drawing, page_setup, row_height
from huifang.edges.drawing.looks import BRAND, INK, LINE, MUTED
from huifang.edges.drawing.sheet_names import GUIDE
from huifang.tables.model import Column, Kind, Table

GUIDE_WIDTHS = (16, 10, 34, 62, 26)


def draw_guide(
    drawing: Drawing,
    heading: str,
    steps: Iterable[str],
    tables: Iterable[Table],
    name: str = GUIDE,
    asked: Iterable[str] = (),
) -> Worksheet:
    """The 使用说明 sheet: what to do in numbered steps, what the regulation asks, every column of every table."""
    sheet = drawing.book.add_worksheet(name)
    palette = drawing.palette
    sheet.hide_gridlines(2)
    for index, width in enumerate(GUIDE_WIDTHS):
        sheet.set_column(index, index, width)
    sheet.write_string(0, 0, heading, palette.get(bold=True, font_size=16, font_color=BRAND))
    sheet.set_row(0, 30)
    lines = [f"{number}. {step}" for number, step in enumerate(steps, start=1)]
    row = _write_lines(drawing, sheet, 1, lines, 11)
    if rules := [f"· {line}" for line in asked]:
        row += 1
        sheet.merge_range(row, 0, row, 4, "制度的要求", palette.get(bold=True, font_color=BRAND))
        row = _write_lines(drawing, sheet, row + 1, rules, 10)
    for table in tables:
        if table.hidden:
            continue
        row += 1
        sheet.merge_range(
            row, 0, row, 4, f"工作表“{table.name}”：{table.about}", palette.get(bold=True, font_color=BRAND)
        )
        row += 1
        for index, header in enumerate(("列", "类型", "是否必填", "说明", "示例")):
            sheet.write_string(row, index, header, palette.header())
        row += 1
        for column in table.columns:
            if column.hidden:
                continue
            line = _guide_line(column, drawing)
            ink = MUTED if column.issued or column.unread else INK
            style = palette.get(border=1, border_color=LINE, text_wrap=True, font_color=ink)
            for index, text in enumerate(line):
                sheet.write_string(row, index, text, style)
            sheet.set_row(row, row_height(zip(line, GUIDE_WIDTHS, strict=True), 18))
            row += 1
    page_setup(sheet, "", name)
    return sheet


def _write_lines(drawing: Drawing, sheet: Worksheet, row: int, lines: Iterable[str], size: int) -> int:
    """Each line over the whole width; the row below them."""
    style = drawing.palette.get(text_wrap=True, font_size=size)
    for line in lines:
        sheet.merge_range(row, 0, row, 4, line, style)
        sheet.set_row(row, row_height([(line, sum(GUIDE_WIDTHS) - 8)], 2 * size))
        row += 1
    return row


def _guide_line(column: Column, drawing: Drawing) -> tuple[str, str, str, str, str]:
    if column.issued or column.unread:
        need = "系统填写"
    elif column.required:
        need = "必填"
    else:
        need = f"{column.needed_when}必填" if column.needed_when else "可不填"
    choices = drawing.options.get(column.options or "", ())
    about = column.help
    if choices and column.kind is Kind.CHOICE:
        about += f"从下拉列表选择：{'、'.join(choices)}。"
    elif offered := choices or drawing.offered.get(column.options or "", ()):
        about += f"可以从下拉列表选择：{'、'.join(offered)}，也可以写别的。"
    return (column.header, str(column.kind), need, about, column.example)
