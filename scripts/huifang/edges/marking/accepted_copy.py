"""A sheet that was accepted, as the boss gets it: a first page says so, and the marks of earlier rounds are gone."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from huifang.core.text import for_cell
from huifang.edges.drawing.forms import page_setup, row_height
from huifang.edges.drawing.looks import BRAND, GOOD, LINE, MUTED, SETTLED, Palette, new_book
from huifang.edges.drawing.sheet_names import ENTERED, RESULTS
from huifang.edges.marking.marked_copy import AUTHOR, COLOURS, sheets_of
from huifang.edges.patching import AddSheet, Alteration, Annotate, CannotPatch, Highlight, RemoveSheet, patch
from huifang.edges.reading.xlsx_guard import with_usual_names

_ABOUT = "这是入账时的原件，只加了这一页；以后的更正记在账上，见台账。"
_WIDTHS = (14, 62)


def accepted_copy(content: bytes, said: Mapping[str, str]) -> bytes:
    """A copy of the workbook with a page in front that says what was entered of it, by these titles; one that cannot be
    changed is left as it is.
    """
    content = with_usual_names(content)
    changes: list[Alteration] = [RemoveSheet(RESULTS), RemoveSheet(ENTERED), AddSheet(_page(said))]
    for name in sheets_of(content):
        if name not in (RESULTS, ENTERED):
            changes += [Highlight(name, {}, COLOURS), Annotate(name, {}, AUTHOR)]
    for possible in (changes, changes[:3]):
        try:
            return patch(content, possible)
        except CannotPatch:
            continue
    return content


def _page(said: Mapping[str, str]) -> bytes:
    stream = BytesIO()
    book = new_book(stream, ENTERED)
    sheet = book.add_worksheet(ENTERED)
    palette = Palette(book)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    stamp = palette.get(bold=True, font_size=18, font_color=BRAND, bg_color=SETTLED, align="center")
    sheet.merge_range(0, 0, 0, 1, ENTERED, stamp)
    sheet.set_row(0, 36)
    title = palette.get(bold=True, font_color=MUTED, border=1, border_color=LINE, indent=1)
    value = palette.get(border=1, border_color=LINE, indent=1, text_wrap=True, num_format="@")
    for row, (name, text) in enumerate(said.items(), start=1):
        sheet.write_string(row, 0, name, title)
        sheet.write_string(row, 1, for_cell(text), value)
        sheet.set_row(row, row_height([(text, _WIDTHS[1])], 22))
    sheet.merge_range(len(said) + 2, 0, len(said) + 2, 1, _ABOUT, palette.get(font_color=MUTED, text_wrap=True))
    sheet.hide_gridlines(2)
    sheet.set_tab_color(GOOD)
    page_setup(sheet, "", ENTERED, landscape=False)
    book.close()
    return stream.getvalue()
