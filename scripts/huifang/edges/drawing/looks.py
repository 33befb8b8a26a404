"""One visual language for everything we write: fonts, colours, formats. Colours differ in lightness too."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from huifang.tables.model import TEXTUAL, Column, Kind

FONT = "微软雅黑"
#: Text, and paper. What is written in one of these is read on paper and on the pale grounds below.
INK, MUTED, PAPER = "#1F2933", "#55606E", "#FFFFFF"
#: Titles and what is to be filled in; bad news; what is better. The last two are as dark as each other: words and
#: arrows say which is which.
BRAND, ALARM, GOOD = "#1B4F72", "#A8480B", "#1F6B5C"
LINK = "#0563C1"
#: Grounds: tiles and quotations, decisions to take, cells that are given, what is finished.
BRAND_PALE, ALARM_PALE, ISSUED, DONE = "#E8F0F6", "#FDF0E4", "#F1F3F5", "#EEF1F4"
#: Grounds of what is to be done today or is missing, of what is late or unexplained, of a customer who is not content,
#: of a complaint that is settled; for ``INK`` only.
TODAY, LATE, ALERT, SETTLED = "#FFF2CC", "#F9D8BD", "#E59AA5", "#DCEFE4"
ERROR_MARK, WARNING_MARK = "#F8B4AB", "#FFE699"
SHARE_BAR, BRAND_LIGHT, BACKDROP = "#A9C7DE", "#D5E3EE", DONE
#: Lines between cells, and around what a person fills in by hand.
LINE, EDGE = "#C9D1DA", "#7A8794"
#: On pages: the edge of what somebody should look at, and the ring around what the keyboard stands on (beside a dark
#: outline: alone it is too pale).
LOOK, RING = "#8A6D00", "#FFD54F"
#: Which colours may be written on which grounds; nothing else is.
ON_GROUND = {
    INK: (PAPER, BRAND_PALE, ALARM_PALE, ISSUED, DONE, TODAY, LATE, ALERT, SETTLED, ERROR_MARK, WARNING_MARK, SHARE_BAR,
          BRAND_LIGHT),
    MUTED: (PAPER, BRAND_PALE, ALARM_PALE, ISSUED, DONE),
    BRAND: (PAPER, BRAND_PALE, ISSUED, DONE),
    ALARM: (PAPER, BRAND_PALE, ALARM_PALE, ISSUED, DONE),
    GOOD: (PAPER, BRAND_PALE, DONE),
    LINK: (PAPER,),
    PAPER: (BRAND, MUTED, ALARM, GOOD),
}  # fmt: skip
#: The colours of pages, by the names that templates use.
COLOURS = {
    "brand": BRAND, "brand_pale": BRAND_PALE, "brand_light": BRAND_LIGHT, "ink": INK, "muted": MUTED, "line": LINE,
    "paper": PAPER, "backdrop": BACKDROP, "good": GOOD, "alarm": ALARM, "alarm_pale": ALARM_PALE, "issued": ISSUED,
    "share": SHARE_BAR, "today": TODAY, "late": LATE, "edge": EDGE, "link": LINK, "look": LOOK, "ring": RING,
}  # fmt: skip
#: Every workbook says it was created then, so that the same content gives the same bytes.
CREATED = datetime(2026, 1, 1)

NUMBER_FORMATS = {
    Kind.DATE: "yyyy-mm-dd",
    Kind.TIME: "hh:mm",
    Kind.DATETIME: "yyyy-mm-dd hh:mm",
    Kind.INTEGER: "0",
    Kind.NUMBER: "General",
}


class Palette:
    """The cell formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def get(self, **properties: Any) -> Format:
        """The format with these properties on top of the house font."""
        full = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "vcenter", **properties}
        key = tuple(sorted(full.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(full)
        return self._made[key]

    def header(self, issued: bool = False, **properties: Any) -> Format:
        """A column header."""
        return self.get(
            bold=True, font_color=PAPER, bg_color=MUTED if issued else BRAND, border=1, border_color=LINE,
            align="center", text_wrap=True, **properties,
        )  # fmt: skip

    def link(self, **properties: Any) -> Format:
        """A link to another sheet."""
        return self.get(font_color=LINK, underline=1, **properties)

    def cell(self, column: Column, grey: bool = False) -> Format:
        """A data cell of that column: text stays text, dates are dates, issued cells are grey."""
        properties: dict[str, Any] = {"border": 1, "border_color": LINE, "text_wrap": True}
        properties["num_format"] = "@" if column.kind in TEXTUAL else NUMBER_FORMATS[column.kind]
        if column.kind in TEXTUAL:
            properties["indent"] = 1
        else:
            properties["align"] = "center"
        if grey:
            properties["bg_color"] = ISSUED
        return self.get(**properties)


def new_book(stream: Any, title: str) -> Workbook:
    """An empty workbook with reproducible properties; text never turns into formulas, links or numbers."""
    book = Workbook(
        stream,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": {"font_name": FONT, "font_size": 10},
        },
    )
    book.set_properties({"title": title, "author": "huifang", "created": CREATED})
    book.set_calc_mode("auto")
    return book
