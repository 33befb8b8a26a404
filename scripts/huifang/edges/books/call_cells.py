"""The cells of the agent's sheet: in which format each stands, and what may be typed into it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from huifang.core.periods import Period
from huifang.core.text import for_cell
from huifang.edges.books.call_layout import Layout, size_of
from huifang.edges.drawing.forms import ISSUED_PROMPT, Drawing, validate, write_value
from huifang.edges.drawing.looks import ALARM, BRAND, INK, ISSUED, LINE, NUMBER_FORMATS
from huifang.tables.declared.calls import OPEN_ROWS
from huifang.tables.model import TEXTUAL, Column, Kind

#: What is typed in short is shown as it is understood, a day or a time written out stays one: the number decides.
_SHOWN_AS = {
    "called_on": '[<32]0"日";m"-"d',
    "started_at": "[>=100]0\\:00;[>0]hh:mm;General",
    "ended_at": '[>=100]0\\:00;[>=1]0"分钟";hh:mm',
    "next_contact_on": 'm"-"d',
}
#: The superior's decision at the beginning of what was said last time, up to the wide space behind it; why somebody is
#: called, at the beginning of what it is about.
_DECIDED, _REASON = re.compile("【批示[^　]*"), re.compile("【[^】]*】")
_WRITTEN_SMALL = frozenset({"last_call", "message", "papers", "purpose"})
_SERIAL_DAYS = 693_594  # what Excel's calendar counts from


class CellStyles:
    """The formats of the sheet's cells, and the cells."""

    def __init__(self, drawing: Drawing, layout: Layout) -> None:
        self._palette, self._layout = drawing.palette, layout
        self._given = [self._format(column, given=True) for column in layout.table.columns]
        self._white = [self._format(column, given=False) for column in layout.table.columns]

    def _format(self, column: Column, given: bool) -> Format:
        shown: dict[str, Any] = {
            "border": 1, "border_color": LINE, "text_wrap": True, "font_size": size_of(column), "align": "center",
        }  # fmt: skip
        if column.kind in TEXTUAL:
            shown["num_format"] = "@"
        else:
            shown["num_format"] = _SHOWN_AS.get(column.key, NUMBER_FORMATS[column.kind])
        if column.kind is Kind.TEXT and column.key != "status":
            shown["align"] = "left"
        if column.key == "status":
            shown |= {"bold": True, "num_format": "General", "font_size": 9, "text_wrap": False}
        if column.kind is Kind.PHONE:
            shown |= {"text_wrap": False, "shrink": True}  # a telephone is read in one line
        if column.key == "customer_name":
            shown["bold"] = True
        if given and (column.issued or column.key == "status"):
            shown["bg_color"] = ISSUED
        return self._palette.get(**shown)

    def set_columns(self, sheet: Worksheet) -> None:
        """Widths, and what is folded away behind a button on its right."""
        layout = self._layout
        for index, (column, pixels) in enumerate(zip(layout.table.columns, layout.pixels, strict=True)):
            how: dict[str, Any] = {"hidden": column.hidden}
            if index >= layout.folded:
                how = {"level": 1, "hidden": True}
            sheet.set_column_pixels(index, index, pixels, self._white[index], how)
        end = len(layout.table.columns)
        sheet.set_column_pixels(end, end, 20, None, {"collapsed": True})

    def write_row(self, sheet: Worksheet, row: int, values: Mapping[str, Any], status: str, *, is_issued: bool) -> None:
        """One row of the sheet; ``status`` is the formula of 状态, whose present value is among the values."""
        formats = self._given if is_issued else self._white
        for index, (column, style) in enumerate(zip(self._layout.table.columns, formats, strict=True)):
            value = values.get(column.key)
            if column.key == "status":
                sheet.write_formula(row, index, status, style, value or "")
            elif isinstance(value, str) and (pieces := self._pieces(column.key, for_cell(value), style)):
                sheet.write_rich_string(row, index, *pieces, style)
            else:
                write_value(sheet, row, index, value, style)

    def _pieces(self, key: str, text: str, style: Format) -> list[Any]:
        """What a text is written in, if not in one: what stands out, and the rest of it."""
        if key not in _WRITTEN_SMALL:
            return []
        found = _DECIDED.match(text)
        look = {"bold": True, "font_color": ALARM, "font_size": 9}
        if not found:
            found, look["font_color"] = _REASON.match(text), BRAND
        if not found or found.end() == len(text):
            return []
        usual = self._palette.get(font_size=9, font_color=INK)
        return [self._palette.get(**look), found[0], usual, text[found.end() :]]


def validate_rows(drawing: Drawing, sheet: Worksheet, layout: Layout, issued: int, period: Period | None) -> None:
    """What may be typed, and what is said beside a cell in which somebody stands."""
    total = issued + OPEN_ROWS
    for index, column in enumerate(layout.table.columns):
        limit = _limit(layout, column, period)
        if column.key == "status":
            _say(sheet, 1, total, index, column.header, column.help)
        elif limit:
            limit |= {"input_title": column.header, "input_message": column.help, "error_title": column.header}
            sheet.data_validation(1, index, total, index, {"validate": "custom", **limit})
        elif not column.issued:
            validate(drawing, sheet, index, column, 1, total)
        else:
            if issued:
                _say(sheet, 1, issued, index, "", ISSUED_PROMPT)
            if column.key in ("plan_no", "customer_no"):
                said = "再次拨打：填原来的计划编号。计划外的：计划编号留空，选客户名称或填客户编号。"
                _say(sheet, issued + 1, total, index, column.header, said)


def _say(sheet: Worksheet, first: int, last: int, index: int, title: str, text: str) -> None:
    rule = {"validate": "any", "input_message": text, **({"input_title": title} if title else {})}
    sheet.data_validation(first, index, last, index, rule)


def _limit(layout: Layout, column: Column, period: Period | None) -> dict[str, Any]:
    """What a day or a time may be, written out or in short."""
    if not column.short:
        return {}
    at = layout.cell(column.key)
    clock = f"AND({at}>=100,{at}<=2400,MOD({at},100)<60)"
    if column.key == "started_at":
        return {
            "value": f"=OR(AND({at}>=0,{at}<1),{clock})",
            "error_message": "请填四个数字，如 930，或时间，如 9:30。",
        }
    if column.key == "ended_at":
        minutes = f"AND({at}>=1,{at}<100,{at}=INT({at}))"
        return {
            "value": f"=OR(AND({at}>=0,{at}<1),{minutes},{clock})",
            "error_message": "请填打了几分钟，如 4，或时间，如 934、9:34。",
        }
    first, last = (36_526, 73_050) if period is None else map(_serial, (period.from_on, period.until_on))
    span = f"{period.from_on} 至 {period.until_on}" if period else ""
    return {
        "value": f"=OR(AND({at}>=1,{at}<32,{at}=INT({at})),AND({at}>={first},{at}<={last}))",
        "error_message": f"不在 {span} 之内。确实是那一天打的，可以照填。" if span else "请填几号，如 24，或日期。",
        "error_type": "warning" if span else "stop",
    }


def _serial(day: Any) -> int:
    return int(day.toordinal()) - _SERIAL_DAYS
