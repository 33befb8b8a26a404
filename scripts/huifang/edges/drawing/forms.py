"""Standard sheets made from table declarations: headers, drop-downs, prompts, limits, colours, print set-up."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import BytesIO
from math import ceil
from typing import Any
from unicodedata import east_asian_width

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from huifang.core.text import for_cell
from huifang.edges.drawing.looks import FONT, LINE, TODAY, Palette, new_book
from huifang.edges.drawing.sheet_names import LISTS
from huifang.tables.cells import shown
from huifang.tables.model import Column, Kind, Table, column_letter
from huifang.tables.options import Options

SPARE_ROWS = 500
INLINE_LIST_LIMIT = 240
#: Column widths that one page across still shows in a size that can be read.
WIDEST_PAGE = 285
ISSUED_PROMPT = "由系统填写,请勿修改"
STAFF = "人员"  # the list of people, as an offered one


@dataclass(kw_only=True)
class Drawing:
    """A workbook being drawn: its formats, and the option lists that are too long to stand in a cell's validation.

    Of ``options`` a cell takes nothing else; ``offered`` are lists beside which people may type what they like. Where
    the office may add to one of the ``growing`` lists after the workbook was made, Excel asks before it takes a word.
    """

    book: Workbook
    palette: Palette
    options: Options
    offered: Options = field(default_factory=dict)
    growing: Collection[str] = ()
    lists: Worksheet | None = None
    ranges: dict[tuple[str, ...], str] = field(default_factory=dict)

    def offered_for(self, column: Column) -> tuple[str, ...]:
        """What the column's drop-down offers without insisting on it."""
        name = STAFF if column.kind is Kind.PERSON else column.options or ""
        own = self.options.get(name, ())
        return () if column.kind is Kind.CHOICE and own else own or self.offered.get(name, ())

    def source_of(self, choices: tuple[str, ...]) -> list[str] | str:
        """The drop-down's source: the values themselves, or the range of a hidden sheet that holds them."""
        if len(",".join(choices)) <= INLINE_LIST_LIMIT and not re.search('[,"]', "".join(choices)):
            return list(choices)
        if choices not in self.ranges:
            if self.lists is None:
                self.lists = self.book.add_worksheet(LISTS)
                self.lists.very_hidden()
            column = len(self.ranges)
            for row, choice in enumerate(choices):
                self.lists.write_string(row, column, choice)
            letter = column_letter(column)
            self.ranges[choices] = f"='{LISTS}'!${letter}$1:${letter}${len(choices)}"
        return self.ranges[choices]


Paint = Callable[[Drawing, Worksheet, Table, int], None]


def write_value(sheet: Worksheet, row: int, column: int, value: Any, style: Any) -> None:
    """Write a value by its own type; text is always text, whatever it begins with."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, bool):
        sheet.write_string(row, column, shown(value), style)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value, style)
    elif isinstance(value, (datetime, date, time)):
        sheet.write_datetime(row, column, value, style)
    else:
        sheet.write_string(row, column, for_cell(shown(value)), style)


def plain_format(value: Any) -> str:
    """The number format of a value in a list, by its type: dates as dates, counts as counts, sums as they are, else
    text.
    """
    if isinstance(value, datetime):
        return "yyyy-mm-dd hh:mm"
    if isinstance(value, date):
        return "yyyy-mm-dd"
    if isinstance(value, float):
        return "General"
    return "0" if isinstance(value, int) else "@"


def list_style(palette: Palette, value: Any) -> Format:
    """How a value of that type stands in a list that is only read."""
    placed: dict[str, Any] = {"indent": 1} if isinstance(value, str) else {"align": "center"}
    return palette.get(border=1, border_color=LINE, text_wrap=True, num_format=plain_format(value), **placed)


def row_height(texts: Iterable[tuple[Any, float]], smallest: float = 20) -> float:
    """The height in points that shows every (value, column width) whole; spreadsheet programs do not all fit rows."""
    return height_of(max((lines_of(value, width) for value, width in texts), default=1), smallest)


def height_of(lines: int, smallest: float = 20) -> float:
    """The height in points of a row with so many lines."""
    return max(smallest, 16 * lines + 4)


def lines_of(value: Any, width: float) -> int:
    """How many lines a value takes in a column of that width."""
    text, margin = (value, 2) if type(value) is str else (shown(value), 1)  # of a cell, and the indent of text
    room = max(1.0, width - margin)
    if len(text) * (1 if text.isascii() else 2) <= room and "\n" not in text:
        return 1
    return sum(max(1, ceil(display_width(part) / room)) for part in text.split("\n"))


def display_width(text: str) -> int:
    """How many half-width characters the text takes."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def page_setup(sheet: Worksheet, unit_name: str, title: str, landscape: bool = True, pages_wide: int = 1) -> None:
    """A4, as wide as ``pages_wide`` papers, header row repeated, page numbers."""
    header = printed("L", unit_name) + printed("C", title, is_title=True)
    print_setup(sheet, header, "打印日期 &D", landscape=landscape, pages_wide=pages_wide)


def printed(side: str, text: str, *, is_title: bool = False) -> str:
    """A piece of what stands above or below a printed page: on the left (L), in the middle (C) or on the right (R).

    A size is followed by a blank: before a digit it would be read on.
    """
    if not text:
        return ""
    return f'&{side}&"{FONT}{",Bold" if is_title else ""}"&{12 if is_title else 9} {text.replace("&", "&&")[:60]}'


def print_setup(sheet: Worksheet, header: str, note: str, *, landscape: bool = True, pages_wide: int = 1) -> None:
    """A4, as wide as ``pages_wide`` papers, with what stands above, and below on the left of the page's number."""
    if landscape:
        sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(pages_wide, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    sheet.set_header(header)
    sheet.set_footer(f'&L&"{FONT}"&8 {note}&R&"{FONT}"&8 第 &P 页 共 &N 页')


def draw_table(
    drawing: Drawing,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    unit_name: str,
    freeze_columns: int = 1,
    spare_rows: int = SPARE_ROWS,
) -> Worksheet:
    """One sheet with its table; rows are values by column key, ``spare_rows`` below them are ready to be typed in."""
    sheet = drawing.book.add_worksheet(table.name)
    if table.hidden:
        sheet.hide()
    palette = drawing.palette
    last_row = max(len(rows), 1)
    for index, column in enumerate(table.columns):
        style = palette.cell(column, grey=column.issued)
        sheet.set_column(index, index, column.width, palette.cell(column), {"hidden": column.hidden})
        for offset in range(last_row):
            value = rows[offset].get(column.key) if offset < len(rows) else None
            write_value(sheet, offset + 1, index, value, style)
    fit_rows(sheet, table, rows)
    finish_table(drawing, sheet, table, last_row, unit_name, freeze_columns)
    for index, column in enumerate(table.columns):
        validate(drawing, sheet, index, column, 1, last_row + spare_rows)
    flag_missing(drawing, sheet, table, last_row + spare_rows)
    return sheet


def fit_rows(sheet: Worksheet, table: Table, rows: Sequence[Mapping[str, Any]], smallest: float = 20) -> None:
    """Make every data row (from the sheet's second on) high enough for what is in it.

    Rows that need no more than ``smallest`` get no height of their own, so that they still grow with what is typed.
    """
    sheet.set_default_row(smallest)
    for offset, row in enumerate(rows, start=1):
        height = row_height([(row.get(c.key), c.width) for c in table.columns if not c.hidden], smallest)
        if height > smallest:
            sheet.set_row(offset, height)


def finish_table(
    drawing: Drawing,
    sheet: Worksheet,
    table: Table,
    last_row: int,
    unit_name: str,
    freeze_columns: int,
) -> None:
    """The Excel table with its filter, the header, frozen panes, print set-up."""
    add_table(drawing, sheet, table, last_row, freeze_columns)
    visible = [column for column in table.columns if not column.hidden]
    sheet.set_row(0, row_height([(column.header, column.width) for column in visible], 32))
    pages_wide = pages_across(sheet, [column.width for column in visible], freeze_columns)
    page_setup(sheet, unit_name, table.title, pages_wide=pages_wide)


def add_table(drawing: Drawing, sheet: Worksheet, table: Table, last_row: int, freeze_columns: int) -> None:
    """The Excel table with its filter and its header, which stays in sight and is repeated on paper."""
    palette = drawing.palette
    columns = [{"header": c.header, "header_format": palette.header(c.issued or c.unread)} for c in table.columns]
    sheet.add_table(0, 0, last_row, len(table.columns) - 1, {"name": table.name, "columns": columns, "style": None})
    sheet.freeze_panes(1, freeze_columns)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    sheet.repeat_rows(0)


def pages_across(sheet: Worksheet, widths: Sequence[float], repeated: int = 1) -> int:
    """How many papers columns of these widths take side by side, the first ``repeated`` of them on each."""
    pages_wide = ceil(sum(widths) / WIDEST_PAGE)
    if pages_wide > 1:
        sheet.repeat_columns(0, repeated - 1)
        sheet.print_across()
    return pages_wide


def validate(drawing: Drawing, sheet: Worksheet, index: int, column: Column, first: int, last: int) -> None:
    """Drop-down, limits and input prompt of one column, from row ``first`` to ``last`` (from 0, inclusive)."""
    choices = drawing.options.get(column.options or "", ())
    rule: dict[str, Any] = {"validate": "any"}
    if column.kind is Kind.CHOICE and choices:
        rule = {"validate": "list", "source": drawing.source_of(choices)}
        rule["error_message"] = "请从下拉列表中选择。"
        if column.options in drawing.growing:
            asked = "不在下拉列表里。《制度》里后来增加了这个值的，可以照填。"
            rule |= {"error_type": "warning", "error_message": asked}
    elif offered := drawing.offered_for(column):
        rule = {"validate": "list", "source": drawing.source_of(offered), "show_error": False}
    elif column.kind in (Kind.DATE, Kind.DATETIME):
        rule = {"validate": "date", "criteria": "between", "minimum": date(2000, 1, 1), "maximum": date(2099, 12, 31)}
        rule["error_message"] = "请填写日期，如 2026-11-21。"
        if column.kind is Kind.DATETIME:
            rule["error_message"] = "请填写日期和时间，如 2026-11-21 09:05。"
    elif column.kind is Kind.TIME:
        rule = {"validate": "time", "criteria": "between", "minimum": time(0, 0), "maximum": time(23, 59)}
        rule["error_message"] = "请填写时间，如 09:05(24 小时制)。"
    elif column.kind in (Kind.INTEGER, Kind.NUMBER) and column.high is not None:
        kind = "integer" if column.kind is Kind.INTEGER else "decimal"
        rule = {"validate": kind, "criteria": "between", "minimum": column.low or 0, "maximum": column.high}
        rule["error_message"] = f"请填写 {column.low or 0} 到 {column.high} 之间的数字。"
    prompt = _prompt(column)
    if prompt:
        rule["input_title"] = column.header[:32]
        rule["input_message"] = prompt[:255]
    if len(rule) > 1:
        rule["error_title"] = column.header[:32]
        sheet.data_validation(first, index, last, index, rule)


def _prompt(column: Column) -> str:
    if column.issued:
        return ISSUED_PROMPT
    parts = ["必填。" if column.required else "", column.help]
    if column.needed_when:
        parts.append(f"{column.needed_when}必填。")
    if column.example and any(parts):
        parts.append(f"例如：{column.example}")
    return "".join(parts)


def flag_missing(drawing: Drawing, sheet: Worksheet, table: Table, last: int) -> None:
    """Colour a required cell that is empty in a row that is not."""
    yellow = drawing.book.add_format({"bg_color": TODAY})
    first_letter, last_letter = table.letter(table.columns[0].key), table.letter(table.columns[-1].key)
    for index, column in enumerate(table.columns):
        if column.required:
            letter = table.letter(column.key)
            criteria = f'=AND(COUNTA(${first_letter}2:${last_letter}2)>0,${letter}2="")'
            sheet.conditional_format(1, index, last, index, {"type": "formula", "criteria": criteria, "format": yellow})


def start_drawing(stream: BytesIO, title: str, options: Options) -> Drawing:
    """A workbook to draw into."""
    book = new_book(stream, title)
    return Drawing(book=book, palette=Palette(book), options=options)
