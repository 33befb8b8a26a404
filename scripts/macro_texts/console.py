"""What the macros of 控制台 know from the declarations."""

from __future__ import annotations

from collections.abc import Iterator

from huifang.edges.books import console_book, console_lines
from huifang.page.console import keeping, rooms
from huifang.tables.declared import house_rules
from macro_texts.written import constant, literal, module


def declared() -> str:
    """The module ``Declared``."""
    return module("Declared", [*_names(), "", *_buttons()])


def _names() -> Iterator[str]:
    yield constant("TODAY_SHEET", console_lines.TODAY_SHEET)
    yield constant("RESULT_SHEET", console_lines.RESULT_SHEET)
    yield constant("STYLE_SHEET", console_lines.STYLE_SHEET)
    yield constant("SETUP_SHEET", console_lines.SETUP_SHEET)
    yield constant("SETTINGS_BOOK", house_rules.WORKBOOK)
    yield constant("ROOMS", rooms.ROOMS)
    yield constant("BEGUN", rooms.BEGUN)
    yield constant("PROGRESS", rooms.PROGRESS)
    yield constant("SHOWN", rooms.SHOWN)
    yield constant("DONE", rooms.DONE)
    yield constant("DOOR", keeping.DOOR)
    yield constant("BEFORE", console_book.BEFORE)
    yield constant("LAST", console_book.LAST + 1)
    for name, kind in _LOOKS.items():
        yield constant(name, console_lines.KINDS.index(kind) + 1)


#: The looks of what the macros say by themselves.
_LOOKS = {
    "LOOK_BAND": console_lines.BAND, "LOOK_DAY": console_lines.DAY, "LOOK_BUTTONS": console_lines.BUTTON_ROW,
    "LOOK_ALARM": console_lines.BAD, "LOOK_TEXT": console_lines.TEXT,
}  # fmt: skip


def _buttons() -> Iterator[str]:
    for one in console_lines.BUTTONS:
        yield from (
            f"Public Sub {one.caption}()", f"    按下 {literal(one.word)}, {literal(one.caption)}", "End Sub", "",
        )  # fmt: skip
    yield from (f"Public Sub {console_lines.BACK}()", "    ThisWorkbook.Worksheets(TODAY_SHEET).Activate", "End Sub")
