"""What the sheets of a report have in common: the band on top, headings, lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol

from xlsxwriter.worksheet import Worksheet

from huifang.core.text import file_name
from huifang.edges.drawing.forms import list_style, page_setup, pages_across, row_height
from huifang.edges.drawing.long_sheet import LongLists
from huifang.edges.drawing.looks import BRAND, BRAND_PALE, MUTED, PAPER, Palette

#: The row of the header (from 0) on a sheet that is one long list.
LIST_TOP = 3


class Headed(Protocol):
    """What is said above every sheet of a report."""

    @property
    def unit_name(self) -> str:
        """The office."""

    @property
    def title(self) -> str:
        """The report and its period."""


@dataclass(frozen=True)
class Pages:
    """What every sheet of a report is drawn with."""

    palette: Palette
    lists: LongLists


@dataclass(frozen=True)
class ShownList:
    """What a list shows; ``empty`` is what it says where it has no line. The widths may go on behind its columns."""

    headers: Sequence[str]
    widths: Sequence[int]
    lines: Iterable[Sequence[Any]]
    empty: str


def draw_list(sheet: Worksheet, pages: Pages, row: int, listed: ShownList) -> int:
    """A list with its header; returns the row after it."""
    for column, header in enumerate(listed.headers):
        sheet.write_string(row, column, header, pages.palette.header())
    sheet.set_row(row, row_height(zip(listed.headers, listed.widths, strict=False), 24))

    style_of = partial(list_style, pages.palette)
    end = pages.lists.add(sheet, row + 1, listed.lines, listed.widths, style_of)
    if end == row + 1:
        sheet.write_string(end, 0, listed.empty, pages.palette.get(font_color=MUTED))
        end += 1
    return end


def draw_heading(sheet: Worksheet, pages: Pages, row: int, text: str, width: int) -> None:
    """A heading over a list."""
    style = pages.palette.get(bold=True, font_size=12, font_color=BRAND, bg_color=BRAND_PALE)
    for column in range(width):
        sheet.write_blank(row, column, None, style)
    sheet.write_string(row, 0, text, style)
    sheet.set_row(row, 22)


def draw_title(sheet: Worksheet, pages: Pages, report: Headed, text: str, widths: Sequence[int]) -> None:
    """The band on top of a sheet with columns of these widths, with the way back to the cover."""
    sheet.hide_gridlines(2)
    style = pages.palette.get(bold=True, font_size=14, font_color=PAPER, bg_color=BRAND)
    for column in range(len(widths)):
        sheet.write_blank(0, column, None, style)
    sheet.write_string(0, 0, text, style)
    sheet.set_row(0, 30)
    sheet.write_url(1, 0, "internal:'封面'!A1", pages.palette.link(), "返回封面")
    sheet.write_string(1, 2, f"{report.unit_name} · {report.title}", pages.palette.get(font_color=MUTED))
    pages_wide = pages_across(sheet, widths)
    page_setup(sheet, report.unit_name, f"{report.title} {text}", pages_wide=pages_wide)


def draw_details(sheet: Worksheet, pages: Pages, report: Headed, title: str, listed: ShownList) -> None:
    """A sheet that is one long list: title, filter, frozen and repeated header."""
    for column, width in enumerate(listed.widths):
        sheet.set_column(column, column, width)
    draw_title(sheet, pages, report, title, listed.widths)
    lines = list(listed.lines)
    draw_list(sheet, pages, LIST_TOP, replace(listed, lines=lines))
    if lines:
        sheet.autofilter(LIST_TOP, 0, LIST_TOP + len(lines), len(listed.headers) - 1)
    sheet.freeze_panes(LIST_TOP + 1, 0)
    sheet.repeat_rows(LIST_TOP)


def sheet_name(wanted: str, taken: Iterable[str]) -> str:
    """The wanted name as Excel allows it, at most 31 characters, with a number where it is taken."""
    used = {name.lower() for name in taken}
    base = file_name(wanted).replace("[", "(").replace("]", ")").replace("'", " ").strip()[:27]
    name, count = base, 1
    while name.lower() in used:
        count += 1
        name = f"{base}-{count}"
    return name
