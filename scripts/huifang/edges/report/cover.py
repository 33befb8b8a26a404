"""The cover of the workbook: one page of A4 upright, drawn from the cover's value alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from xlsxwriter.worksheet import Worksheet

from huifang.decisions.reports.cover.model import Card, Cover, Group, Headline
from huifang.decisions.reports.cover.voices import NAME as VOICES
from huifang.edges.drawing.canvas import DOTTED, WHITE_EDGE, Across, Canvas, TextRun
from huifang.edges.drawing.looks import (
    ALARM,
    ALARM_PALE,
    BRAND,
    BRAND_PALE,
    FONT,
    GOOD,
    INK,
    MUTED,
    PAPER,
    Palette,
)
from huifang.edges.report.cover_agents import draw_agents
from huifang.edges.report.overview_agents import TOTAL, Links

NAME = "封面"
#: The widths of its columns in pixels: 720 together, so that it fills the paper at its own size.
WIDTHS = (34, 86, 60, 60, 76, 44, 60, 60, 60, 60, 120)
#: The height of an A4 page within its margins, at the scale at which the columns fill it.
_PAPER = 1050
_TILES = ((0, 1), (2, 3), (4, 5), (6, 7), (8, 9), (10, 10))
_LEFT, _RIGHT = ((0, 1), (2, 5)), ((6, 7), (8, 10))

_NUMBERS = "一二三四五六七八"


def draw_cover(sheet: Worksheet, palette: Palette, cover: Cover, links: Mapping[str, Links]) -> None:
    """Band, first sentence, decisions, figures, agents, what customers said, what is missing, what is ahead, parts.

    ``links`` are those of each agent, ``sheet`` to the agent's own, and of all together under ``TOTAL``.
    """
    sheet.hide_gridlines(2)
    canvas, number = Canvas(sheet, palette, WIDTHS), iter(_NUMBERS)
    _band(canvas, cover)
    _cards(canvas, cover, next(number))
    _figures(canvas, cover, links, next(number))
    if cover.has_calls:
        draw_agents(canvas, cover, links, next(number))
        _voices(canvas, cover, next(number))
    if cover.has_calls or cover.refused_rows:
        _refused(canvas, cover, next(number))
    if cover.has_calls:
        canvas.heading(f"{next(number)}、{cover.ahead_title}", "按制表时所知")
        for line in cover.ahead:
            canvas.line(line)
    if cover.parts:
        _parts(canvas, cover, next(number))
    _sign(canvas, cover)
    canvas.squeeze(_PAPER)
    _paper(sheet, cover, canvas.row)


def _paper(sheet: Worksheet, cover: Cover, rows: int) -> None:
    """A4 upright, one page; a size in a footer is followed by a blank, or digits behind it would belong to it."""
    sheet.set_portrait()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    sheet.set_margins(left=0.4, right=0.4, top=0.35, bottom=0.45)
    sheet.center_horizontally()
    sheet.print_area(0, 0, rows - 1, len(WIDTHS) - 1)
    name = cover.unit_name.replace("&", "&&")[:40]
    sheet.set_footer(f'&L&"{FONT}"&8 {name}&R&"{FONT}"&8 打印 &D', {"margin": 0.2})


def _band(canvas: Canvas, cover: Cover) -> None:
    row = canvas.down(42)
    band: dict[str, Any] = {"bg_color": BRAND, "font_color": PAPER, "bold": True}
    canvas.put(row, (0, 6), cover.title, font_size=20, indent=1, **band)
    to = f"呈送 {cover.to}" if cover.to else ""
    canvas.put(row, (7, 10), to, font_size=13, align="right", indent=1, shrink=True, **band)
    for line in cover.about:
        canvas.line(line, 24, font_size=9, font_color=MUTED, bg_color=BRAND_PALE)
    canvas.line(cover.lede, 44, font_size=12, bold=True, text_wrap=True, indent=0)


def _cards(canvas: Canvas, cover: Cover, number: str) -> None:
    count = cover.cards_in_all
    if not cover.cards:
        canvas.heading(f"{number}、请您批示（0 件）")
        canvas.line("没有等您批示的事。", font_color=MUTED)
        return
    more = count - len(cover.cards)
    many = f"（{count} 件，先列 {len(cover.cards)} 件）" if more else f"（{count} 件）"
    hint = f"其余 {more} 件见批示单和待办" if more else "写在横线上即可；也可填批示单或回微信"
    canvas.heading(f"{number}、请您批示{many}", hint)
    for place, card in enumerate(cover.cards, start=1):
        _card(canvas, place, card)


def _card(canvas: Canvas, place: int, card: Card) -> None:
    ground: dict[str, Any] = {"bg_color": ALARM_PALE}
    edge = {**ground, "left": 5, "left_color": ALARM, "indent": 1}
    row = canvas.down(25)
    about = "　".join(filter(None, (card.phone, card.agent)))
    who: list[TextRun] = [(f"{place}　{card.customer}", {"bold": True, "font_size": 12}),
                        (f"　{about}", {"font_size": 9, "font_color": MUTED})]  # fmt: skip
    canvas.put(row, (0, 6), who, **edge)
    asked = f"请 {card.decider} 批示　" if card.decider and not card.decided else ""
    canvas.put(
        row, (7, 10), [(asked, {"font_size": 9, "font_color": INK}), (card.waits, {"bold": True})],
        font_color=ALARM, align="right", indent=1, **ground,
    )  # fmt: skip
    said = f"“{card.quote}”" if card.quote else "（没有写客户的话）"
    proposal = f"　{card.proposed}" if card.proposal else ""
    words: list[TextRun] = [(said, {"font_size": 11}), (proposal, {"font_size": 9, "font_color": INK})]
    canvas.put(canvas.down(23), (0, 10), words, **edge)
    row = canvas.down(30)
    if card.decided:
        canvas.put(row, (0, 10), card.decided, **edge, **DOTTED)
        return
    canvas.put(row, (0, 6), "批示：□ 同意　□ 不同意　□ 另行处理：", **edge, **DOTTED)
    canvas.put(row, (7, 10), "由　　　　办，限　　月　　日", **ground, **DOTTED)


def _figures(canvas: Canvas, cover: Cover, links: Mapping[str, Links], number: str) -> None:
    canvas.heading(f"{number}、数字", "箭头是与上期比" if cover.has_calls else "")
    if not cover.figures:
        canvas.line("本期没有数字。", font_color=MUTED)
    for first in range(0, len(cover.figures), len(_TILES)):
        rows = [canvas.down(height) for height in (20, 36, 19, 32)]
        listed = cover.figures[first : first + len(_TILES)]
        for figure, span in zip(listed, _TILES, strict=False):
            _tile(canvas, rows, span, figure, links)


def _tile(canvas: Canvas, rows: list[int], span: Across, figure: Headline, links: Mapping[str, Links]) -> None:
    box: dict[str, Any] = {"align": "center", "bg_color": BRAND_PALE, **WHITE_EDGE}
    colour = ALARM if figure.is_bad else BRAND
    unit = f" {figure.unit}" if figure.unit else ""
    target = links.get(TOTAL, {}).get(figure.key, "") or (f"internal:'{figure.sheet}'!A1" if figure.sheet else "")
    canvas.put(rows[0], span, figure.label, link=target, font_color=MUTED, shrink=True, **box)
    value: list[TextRun] = [(figure.value, {"bold": True, "font_size": 18, "font_color": colour}),
                          (unit, {"font_size": 9, "font_color": MUTED})]  # fmt: skip
    canvas.put(rows[1], span, value, **box)
    verdict = MUTED if figure.better is None else GOOD if figure.better else ALARM
    canvas.put(rows[2], span, figure.change, font_size=9, bold=True, font_color=verdict, **box)
    noted = ALARM if figure.note_is_bad else MUTED
    canvas.put(rows[3], span, figure.note, font_size=8, font_color=noted, valign="top", text_wrap=True, **box)


def _voices(canvas: Canvas, cover: Cover, number: str) -> None:
    said = cover.voices
    per = "每个 ■ 是一位客户" if said.per_block == 1 else f"每个 ■ 约是 {said.per_block} 位客户"
    canvas.heading(f"{number}、客户说了什么", per if said.complained or said.wanted else "")
    row = canvas.down(20)
    canvas.put(row, (0, 5), said.complaints, font_size=9, bold=True, font_color=ALARM if said.complained else MUTED)
    canvas.put(
        row, (6, 10), said.wishes, link=f"internal:'{VOICES}'!A1", font_size=9, bold=True,
        font_color=BRAND if said.wanted else MUTED,
    )  # fmt: skip
    for complaint, wish in zip_longest(said.complained, said.wanted):
        row = canvas.down(20)
        _group(canvas, row, _LEFT, complaint, said.per_block, ALARM)
        _group(canvas, row, _RIGHT, wish, said.per_block, BRAND)
    if said.quote:
        words: list[TextRun] = [(f"“{said.quote}”", {"font_size": 11}),
                              (f"　——{said.quoted}", {"font_size": 9, "font_color": MUTED})]  # fmt: skip
        canvas.put(canvas.down(26), (0, 10), words, bg_color=BRAND_PALE, left=5, left_color=BRAND, indent=1)


def _group(canvas: Canvas, row: int, spans: Sequence[Across], group: Group | None, per_block: int, colour: str) -> None:
    if group is None:
        return
    canvas.put(row, spans[0], group.name, indent=1, shrink=True)
    blocks = "■" * max(1, round(group.count / per_block))
    change = [(f" {group.change}", {"font_color": MUTED})] if group.change else []
    canvas.put(row, spans[1], [(blocks, {"font_color": colour}), (f" {group.count}", {"bold": True}), *change],
               font_size=9)  # fmt: skip


def _refused(canvas: Canvas, cover: Cover, number: str) -> None:
    if not cover.refused:
        canvas.heading(f"{number}、没有入账的", "没有。交来的行都入账了")
        return
    rows = cover.refused_rows
    canvas.heading(f"{number}、没有入账的（{rows} 行被退回）", f"改好以前，上面的数字不含这 {rows} 行")
    target = "internal:'退回未入账'!A1"
    for one in cover.refused:
        row = canvas.down(22)
        canvas.put(row, (0, 1), f"{one.who} {one.rows} 行", link=target, bold=True, indent=1, shrink=True)
        bad = f"里面有：{one.bad}" if one.bad else "里面没有坏消息"
        canvas.put(row, (2, 5), bad, font_size=9, bold=bool(one.bad), font_color=ALARM if one.bad else MUTED)
        canvas.put(row, (6, 10), one.causes, font_size=9, font_color=MUTED, shrink=True)
    if cover.refused_more:
        canvas.line(cover.refused_more, font_size=9, font_color=MUTED)


def _parts(canvas: Canvas, cover: Cover, number: str) -> None:
    more = cover.parts_in_all - len(cover.parts)
    canvas.heading(f"{number}、各部分", f"点击名称看明细{f'；另有 {more} 个部分在后面' if more > 0 else ''}")
    for part in cover.parts:
        row = canvas.down(20)
        canvas.put(row, (0, 1), part.name, link=f"internal:'{part.name}'!A1", font_color=BRAND, indent=1, shrink=True)
        canvas.put(row, (2, 10), part.said, font_size=9, font_color=ALARM if part.is_bad else INK, shrink=True)


def _sign(canvas: Canvas, cover: Cover) -> None:
    canvas.down(6)
    canvas.line("老板意见：", 24, top=1, top_color=MUTED, indent=0)
    canvas.line("", 22, **DOTTED)
    row = canvas.down(34)
    for span, label in zip(_spans(), ("制表：", "主管签字：", "老板签字：", "日期："), strict=True):
        canvas.put(row, span, label, font_color=MUTED)
    note = f"明细在后面的工作表里，不随本页打印。　校验码 {cover.digits}"
    canvas.line(note, 18, font_size=8, font_color=MUTED, indent=0)


def _spans() -> Iterator[Across]:
    yield from ((0, 2), (3, 5), (6, 9), (10, 10))
