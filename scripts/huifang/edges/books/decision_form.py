"""批示单: a card for each problem that waits for a decision, four on a page; filled in on the screen or by hand."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any

from xlsxwriter.worksheet import Worksheet

from huifang.core.text import for_cell
from huifang.decisions.calls.telling import shortened
from huifang.edges.books.decision_cards import DecisionCard, DecisionForm
from huifang.edges.drawing.forms import Drawing, display_width
from huifang.edges.drawing.looks import ALARM, ALARM_PALE, BRAND, EDGE, INK, MUTED, PAPER
from huifang.tables.declared.decisions import CHOICES, LABELS, NO_DOCUMENT, NUMBERED, SHEET, TELL_BACK

#: The widths of the columns A to G, and the heights of rows, in pixels.
_WIDTHS = (66, 96, 150, 66, 110, 66, 142)
_TITLE, _HOW, _HEAD, _SAID, _SAID_LONG, _PROPOSAL, _CAME, _DECIDE, _CARRY, _GAP = 46, 36, 30, 28, 46, 28, 22, 60, 34, 10
_PER_PAGE = 4
#: The longest texts, in characters: a remark on one line, a remark, a customer with the contact.
_LONG, _MOST, _NAME = 34, 110, 18
_LAST = len(_WIDTHS) - 1


def draw_decisions(drawing: Drawing, form: DecisionForm) -> None:
    """The first sheet of the workbook."""
    sheet = drawing.book.add_worksheet(SHEET)
    _set_up(sheet)
    row = _head(drawing, sheet, form)
    breaks = []
    for index, card in enumerate(form.cards):
        if index and index % _PER_PAGE == 0:
            row = _foot(drawing, sheet, row, form)
            breaks.append(row)
        row = _card(drawing, sheet, row, index + 1, card)
        _lists(drawing, sheet, row - 2, form.staff)
        sheet.set_row_pixels(row, _GAP)
        row += 1
    row = _foot(drawing, sheet, row, form)
    sheet.set_h_pagebreaks(breaks)
    sheet.print_area(0, 0, row - 1, _LAST)
    sheet.activate()


def _set_up(sheet: Worksheet) -> None:
    for index, width in enumerate(_WIDTHS):
        sheet.set_column_pixels(index, index, width)
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.set_portrait()
    sheet.set_margins(0.4, 0.4, 0.45, 0.5)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&9 第 &P 页　共 &N 页")
    sheet.protect("", {"select_locked_cells": False, "select_unlocked_cells": True, "format_rows": True})


def _head(drawing: Drawing, sheet: Worksheet, form: DecisionForm) -> int:
    get = drawing.palette.get
    sheet.set_row_pixels(0, _TITLE)
    sheet.merge_range(0, 0, 0, 4, f"{SHEET} · {form.title}", get(bold=True, font_size=18, font_color=BRAND))
    count = f"请 {form.name} 批示　共 {len(form.cards)} 件"
    sheet.merge_range(0, 5, 0, _LAST, count, get(bold=True, font_size=12, font_color=BRAND, align="right"))
    how = (
        "只要写“批示”一格；由谁办、限期已经填好，可以改。除了同意，其余的请在右边写明怎样办。在电脑上填：只填白格，"
        "按 Tab 跳到下一格，保存后发回。手写也行：写好拍照，交主管录入。"
    )
    sheet.set_row_pixels(1, _HOW)
    style = get(font_size=8, font_color=MUTED, text_wrap=True, bottom=2, bottom_color=BRAND)
    sheet.merge_range(1, 0, 1, _LAST, how, style)
    sheet.set_row_pixels(2, _GAP)
    return 3


def _card(drawing: Drawing, sheet: Worksheet, row: int, number: int, card: DecisionCard) -> int:
    """A problem from that row on; the row behind it."""
    get = drawing.palette.get
    tinted: dict[str, Any] = {"bg_color": ALARM_PALE}
    edge = {**tinted, "left": 5, "left_color": ALARM}
    sheet.set_row_pixels(row, _HEAD)
    sheet.merge_range(row, 0, row, 4, "", get(**edge, indent=1))
    sheet.write_rich_string(
        row, 0, get(bold=True, font_size=12), f"{number}　{shortened(_one_line(card.customer), _NAME)}",
        get(font_color=MUTED), f"　{card.phone or '没有电话'}", get(**edge, indent=1),
    )  # fmt: skip
    waits = f"已等 {card.open_days} 天" + (f"　第 {card.asked} 次请批示" if card.asked > 1 else "")
    sheet.merge_range(row, 5, row, _LAST, waits, get(**tinted, bold=True, font_color=ALARM, align="right", indent=1))
    said = f"“{shortened(_one_line(card.said), _MOST)}”" if card.said else "（没有写）"
    proposal = shortened(_one_line(card.proposal), _MOST) or "（没有写）"
    document = shortened(_one_line(card.document), _LONG) or NO_DOCUMENT
    came = f"{card.agent} {card.called_on:%m-%d} 回访　文件：{document}　{NUMBERED} {card.record_no}"
    for key, text, height, size in (
        ("said", said, _SAID_LONG + 20 * (_lines(said, 84) > 2) if display_width(said) > 2 * _LONG else _SAID, 11),
        ("proposal", proposal, _PROPOSAL + 18 * (_lines(proposal, 94) - 1), 10),
        ("came", came, _CAME + 14 * (_lines(came, 104) - 1), 9),
    ):
        row += 1
        sheet.set_row_pixels(row, height)
        sheet.write_string(row, 0, LABELS[key], get(**edge, font_size=9, font_color=INK, indent=1))
        style = get(**tinted, font_size=size, text_wrap=True, font_color=INK, indent=1)
        sheet.merge_range(row, 1, row, _LAST, for_cell(text), style)
    row += 1
    sheet.set_row_pixels(row, _DECIDE)
    sheet.write_string(row, 0, LABELS["decision"], get(**edge, bold=True, font_size=11, indent=1))
    white = {"bg_color": PAPER, "border": 1, "border_color": EDGE, "locked": False, "text_wrap": True}
    sheet.write_blank(row, 1, None, get(**white, bold=True, align="center", font_size=12, num_format="@"))
    sheet.merge_range(row, 2, row, _LAST, "", get(**white, font_size=11, num_format="@", indent=1))
    row += 1
    sheet.set_row_pixels(row, _CARRY)
    label = get(**tinted, font_size=9, align="center", border=1, border_color=EDGE)
    sheet.write_string(row, 0, LABELS["carrier"], get(**edge, font_size=9, indent=1))
    sheet.merge_range(row, 1, row, 2, card.carrier, get(**white, num_format="@", indent=1))
    sheet.write_string(row, 3, LABELS["until_on"], label)
    sheet.write_datetime(row, 4, card.until_on, get(**white, num_format="yyyy-mm-dd", align="center"))
    sheet.write_string(row, 5, LABELS["tell_back"], label)
    sheet.write_string(row, 6, TELL_BACK[0], get(**white, num_format="@", align="center"))
    return row + 1


def _lists(drawing: Drawing, sheet: Worksheet, row: int, staff: Sequence[str]) -> None:
    """What the boxes offer: of a card whose 批示 stands in that row."""
    sheet.data_validation(row, 1, row, 1, {
        "validate": "list", "source": list(CHOICES), "error_title": SHEET,
        "error_message": f"请选{'、'.join(CHOICES)}。",
        "input_title": LABELS["decision"], "input_message": "选一个。除了同意，请在右边写明怎样办。",
    })  # fmt: skip
    if staff:
        sheet.data_validation(row + 1, 1, row + 1, 1, {
            "validate": "list", "source": drawing.source_of(tuple(staff)), "error_type": "warning",
            "error_title": LABELS["carrier"], "error_message": "不在下拉列表里。确实由他办的，可以照填。",
        })  # fmt: skip
    sheet.data_validation(row + 1, 6, row + 1, 6, {
        "validate": "list", "source": list(TELL_BACK), "error_title": LABELS["tell_back"],
        "error_message": f"请选{'或'.join(TELL_BACK)}。",
    })  # fmt: skip


def _foot(drawing: Drawing, sheet: Worksheet, row: int, form: DecisionForm) -> int:
    """Who signs; the row behind it."""
    get = drawing.palette.get
    sheet.set_row_pixels(row, 34)
    line = {"top": 1, "top_color": EDGE}
    sheet.write_string(row, 0, LABELS["decided_by"], get(**line, font_size=9, font_color=MUTED))
    white = get(bg_color=PAPER, border=1, border_color=EDGE, locked=False, num_format="@", indent=1)
    sheet.merge_range(row, 1, row, 2, form.decider, white)
    sheet.merge_range(row, 3, row, 4, "签字：", get(**line))
    sheet.merge_range(row, 5, row, _LAST, "日期：", get(**line))
    sheet.set_row_pixels(row + 1, 34)
    after = (
        "批示发回后：记入台账；给承办人写通知；下一张回访表里，这位客户的“上次回访”以【批示】开头；承办人回访后写“已解决”"
        "和处理措施才销案，过了限期没办的，下次报告再列出来。"
    )
    style = get(font_size=8, font_color=MUTED, text_wrap=True, valign="top")
    sheet.merge_range(row + 1, 0, row + 1, _LAST, after, style)
    return row + 2


def _lines(text: str, room: int) -> int:
    """How many lines of that many narrow letters it takes."""
    return max(1, ceil(display_width(text) / room))


def _one_line(text: str) -> str:
    return " ".join(text.split())
