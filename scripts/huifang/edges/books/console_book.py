"""控制台.xlsm: its sheets, its buttons and what its macro needs; the same lines as a list, for the macro to lay out.

The macro copies a line's look from a sheet that is out of sight, so that what it lays out cannot differ from this.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from huifang.core.text import for_cell
from huifang.edges.books.console_lines import (
    ALARM_HEADING,
    ALARM_LINE,
    BACK,
    BAD,
    BAND,
    BUTTON_ROW,
    BUTTONS,
    DAY,
    FILE,
    GAP,
    GOOD,
    HEADING,
    HEADS,
    KINDS,
    LOOK,
    QUIET,
    RESULT_SHEET,
    ROW,
    ROW_GOOD,
    ROW_LATE,
    ROW_TODAY,
    SETUP_SHEET,
    STEP,
    STYLE_SHEET,
    TEXT,
    TODAY_SHEET,
    ConsoleLine,
    ConsoleSheets,
)
from huifang.edges.drawing.forms import height_of, lines_of, print_setup, printed
from huifang.edges.drawing.looks import (
    ALARM,
    ALARM_PALE,
    BRAND,
    INK,
    LATE,
    LINE,
    LINK,
    MUTED,
    PAPER,
    SETTLED,
    TODAY,
    Palette,
    new_book,
)
from huifang.edges.excel.macros import CONSOLE, add_macros

#: The columns in pixels: a margin, and five with text.
WIDTHS = (12, 104, 240, 210, 124, 104)
LAST = len(WIDTHS) - 1
#: What a line needs beside its text: in the list, these columns stand before it.
BEFORE = 3
#: In characters: what a line may lose where a word does not fit at its end.
_PIXELS_A_CHARACTER, _CAUTION = 7, 3
_USUAL_SIZE, _SMALLEST = 10, 20
#: No row can be higher than this, in points; no text of a formula longer, in characters.
_HIGHEST, _LONGEST_LINK = 408, 255
#: The first button is large, the others stand beside it in two rows; all in pixels.
_MAIN_WIDTH, _MAIN_HEIGHT, _WIDTH, _HEIGHT, _BETWEEN = 176, 66, 138, 30, 6
_A_ROW = 4

Style = Mapping[str, Any]


@dataclass(frozen=True)
class _Look:
    """How a kind of line looks: its areas with their styles, the ground of the whole, the least height in points."""

    areas: Sequence[tuple[int, int, Style]] = ()
    ground: Style = field(default_factory=dict)
    height: float = _SMALLEST


_THIN: Style = {"bottom": 1, "bottom_color": LINE}
_WRAPPED: Style = {"text_wrap": True}
_LINKED: Style = {"font_color": LINK, "underline": 1, "num_format": "General"}


def _row(tag: Style) -> _Look:
    return _Look((
        (1, 1, {"bold": True, **_WRAPPED, **_THIN}), (2, 2, {**_WRAPPED, **_THIN}),
        (3, 3, {"indent": 1, **_WRAPPED, **_THIN}), (4, 4, {**_WRAPPED, **_THIN, **tag}),
        (5, 5, {**_THIN, **_LINKED, "align": "center"}),
    ))  # fmt: skip


def _whole(height: float = _SMALLEST, ground: Style | None = None, **style: Any) -> _Look:
    return _Look(((1, LAST, {**_WRAPPED, **style, **(ground or {})}),), ground or {}, height)


def _with_link(style: Style, ground: Style) -> _Look:
    return _Look(
        ((1, 4, {**_WRAPPED, **style, **ground}), (5, 5, {**_LINKED, **style, **ground, "align": "center"})), ground
    )  # fmt: skip


_ON_BRAND: Style = {"bg_color": BRAND}
_ON_ALARM: Style = {"bg_color": ALARM_PALE}
_STRESSED: Style = {"bold": True, "align": "center"}
_LOOKS: Mapping[str, _Look] = {
    BAND: _whole(30, _ON_BRAND, bold=True, font_size=16, font_color=PAPER),
    DAY: _whole(18, _ON_BRAND, font_size=9, font_color=PAPER, valign="top"),
    BUTTON_ROW: _Look(height=60),
    GAP: _Look(height=8),
    HEADING: _whole(24, bold=True, font_size=12, font_color=BRAND, bottom=2, bottom_color=BRAND),
    ALARM_HEADING: _whole(24, {**_ON_ALARM, "top": 2, "top_color": ALARM}, bold=True, font_size=12, font_color=ALARM),
    ALARM_LINE: _with_link({"font_color": INK}, _ON_ALARM),
    HEADS: _Look(
        tuple(
            (at, at, {"font_size": 9, "font_color": MUTED, "bottom": 1, "bottom_color": MUTED,
                      **({"align": "center"} if at > 3 else {"indent": 1} if at == 3 else {})})
            for at in range(1, 6)
        ),
        height=18,
    ),
    ROW: _row({"align": "center", "font_color": MUTED}),
    ROW_LATE: _row({**_STRESSED, "bg_color": LATE}),
    ROW_TODAY: _row({**_STRESSED, "bg_color": TODAY}),
    ROW_GOOD: _row({**_STRESSED, "bg_color": SETTLED}),
    STEP: _Look(((1, 1, {"align": "center", "bold": True, "font_color": BRAND, **_THIN}),
                 (2, LAST, {**_WRAPPED, **_THIN}))),
    TEXT: _whole(),
    QUIET: _whole(18, font_size=9, font_color=MUTED),
    FILE: _with_link(_THIN, {}),
    GOOD: _whole(30, {"bg_color": SETTLED}, bold=True, font_size=12, indent=1),
    LOOK: _whole(30, {"bg_color": TODAY}, bold=True, font_size=12, indent=1),
    BAD: _whole(30, {"bg_color": LATE}, bold=True, font_size=12, indent=1),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ConsoleProgram:
    """What the macro starts: the program, the words behind it, and the program seen from the office where it lies in
    the folder around it; so many seconds it may take, may give no sign of life, and may need to begin.
    """

    program: str
    words: str
    beside: str = ""
    longest: int = 1800
    silent: int = 90
    starting: int = 30


def console_book(sheets: ConsoleSheets, unit_name: str, program: ConsoleProgram) -> bytes:
    """The workbook, with its macros."""
    stream = BytesIO()
    book = new_book(stream, "控制台")
    palette = Palette(book)
    today = _sheet(book, palette, TODAY_SHEET, sheets.today, unit_name)
    _buttons(today)
    result = _sheet(book, palette, RESULT_SHEET, sheets.result, unit_name)
    row = _button_row(sheets.result)
    result.insert_button(row, 1, _button(BACK, _BETWEEN, _WIDTH, _HEIGHT))
    looks = book.add_worksheet(STYLE_SHEET)
    _columns(looks)
    for number, kind in enumerate(KINDS):
        _draw(looks, palette, number, ConsoleLine(kind))
    setup = book.add_worksheet(SETUP_SHEET)
    said = (
        program.program,
        program.words,
        program.beside,
        str(program.longest),
        str(program.silent),
        str(program.starting),
    )
    for number, value in enumerate(said):
        setup.write_string(number, 0, value)
    for hidden in (looks, setup):
        hidden.very_hidden()
    today.activate()
    add_macros(book, CONSOLE, {TODAY_SHEET: "Sheet1"})
    book.close()
    return stream.getvalue()


def console_list(sheets: ConsoleSheets) -> bytes:
    """The same lines, plain: of each its look, its height, where it leads to, then its cells as they stand."""
    stream = BytesIO()
    book = new_book(stream, "控制台")
    for name, lines in ((TODAY_SHEET, sheets.today), (RESULT_SHEET, sheets.result)):
        sheet = book.add_worksheet(name)
        for row, line in enumerate(lines):
            sheet.write_number(row, 0, KINDS.index(line.kind) + 1)
            sheet.write_number(row, 1, _height(line))
            sheet.write_string(row, 2, _target(line))
            for (first, _, _), text in zip(_LOOKS[line.kind].areas, line.cells, strict=False):
                sheet.write_string(row, BEFORE + first, for_cell(text))
    opened = book.add_worksheet(SETUP_SHEET)
    opened.write_string(0, 0, sheets.opened)
    book.close()
    return stream.getvalue()


def _sheet(book: Workbook, palette: Palette, name: str, lines: Sequence[ConsoleLine], unit_name: str) -> Worksheet:
    sheet = book.add_worksheet(name)
    sheet.hide_gridlines(2)
    _columns(sheet)
    for row, line in enumerate(lines):
        _draw(sheet, palette, row, line)
    sheet.freeze_panes(_button_row(lines) + 1, 0)
    header = printed("L", unit_name) + printed("C", f"控制台 · {name}", is_title=True)
    print_setup(sheet, header, "打印日期 &D", landscape=False)
    return sheet


def _button_row(lines: Sequence[ConsoleLine]) -> int:
    return [line.kind for line in lines].index(BUTTON_ROW)


def _columns(sheet: Worksheet) -> None:
    for column, width in enumerate(WIDTHS):
        sheet.set_column_pixels(column, column, width)


def _draw(sheet: Worksheet, palette: Palette, row: int, line: ConsoleLine) -> None:
    """A line as it is seen; without cells, its look alone."""
    look = _LOOKS[line.kind]
    sheet.set_row(row, _height(line))
    if look.ground:
        for column in range(LAST + 1):
            sheet.write_blank(row, column, None, palette.get(**look.ground))
    texts = [*line.cells, *([""] * len(look.areas))]
    for (first, last, style), text in zip(look.areas, texts, strict=False):
        properties: dict[str, Any] = {"num_format": "@", **style}
        cell = palette.get(**properties)
        if last > first:
            sheet.merge_range(row, first, row, last, "", cell)
        if text and _target(line) and first == LAST:
            sheet.write_formula(row, first, _link(_target(line), text), cell, text)
        elif text:
            sheet.write_string(row, first, for_cell(text), cell)
        else:
            sheet.write_blank(row, first, None, cell)


def _target(line: ConsoleLine) -> str:
    """Where the line leads to; a path that no formula can hold is said and not linked."""
    return line.link if len(line.link) <= _LONGEST_LINK else ""


def _link(target: str, text: str) -> str:
    """A formula that opens a file; the macro writes the same."""
    quoted = (part.replace('"', '""') for part in (target, text))
    return '=HYPERLINK("{}","{}")'.format(*quoted)


def _height(line: ConsoleLine) -> float:
    """The height in points that shows every text of the line whole."""
    look = _LOOKS[line.kind]
    most = 1
    for (first, last, style), text in zip(look.areas, line.cells, strict=False):
        pixels = sum(WIDTHS[first : last + 1]) * _USUAL_SIZE / style.get("font_size", _USUAL_SIZE)
        if style.get("text_wrap"):
            most = max(most, lines_of(text, pixels / _PIXELS_A_CHARACTER - _CAUTION))
    return look.height if most == 1 else min(_HIGHEST, max(look.height, height_of(most)))


def _buttons(sheet: Worksheet) -> None:
    """All buttons, in the row that is kept for them."""
    first, *others = BUTTONS
    sheet.insert_button(2, 1, _button(first.caption, _BETWEEN, _MAIN_WIDTH, _MAIN_HEIGHT))
    for number, one in enumerate(others):
        down, along = divmod(number, _A_ROW)
        right = _MAIN_WIDTH + _BETWEEN * 2 + along * (_WIDTH + _BETWEEN)
        options = _button(one.caption, _BETWEEN + down * (_HEIGHT + _BETWEEN), _WIDTH, _HEIGHT)
        sheet.insert_button(2, 1, {**options, "x_offset": right})


def _button(caption: str, top: int, width: int, height: int) -> dict[str, Any]:
    return {
        "macro": caption, "caption": caption, "width": width, "height": height, "y_offset": top,
        "description": caption,
    }  # fmt: skip
