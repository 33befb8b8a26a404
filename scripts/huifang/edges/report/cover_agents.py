"""The agents on the cover: a line each, with a bar, six small columns, and what stands out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huifang.decisions.reports.cover.agents import BEST
from huifang.decisions.reports.cover.model import AgentLine, Cover
from huifang.decisions.reports.cover.words import FALL, arrow, cut, plus
from huifang.decisions.reports.part import percent
from huifang.edges.drawing.canvas import Canvas
from huifang.edges.drawing.looks import ALARM, BRAND, GOOD, INK, LINE, MUTED, SHARE_BAR
from huifang.edges.report.overview_agents import Links

_HEADERS = ("名次", "业务员", "完成", "完成率", "近 6 期*", "比上期", "满意率", "不满意", "未解决", "突出的事")
_SHARE = 3
#: 完成率 to be looked at rather than read, however many agents there are.
_BAR = {
    "type": "data_bar", "data_bar_2010": True, "bar_solid": True, "bar_color": SHARE_BAR, "min_type": "num",
    "min_value": 0, "max_type": "num", "max_value": 1,
}  # fmt: skip


def draw_agents(canvas: Canvas, cover: Cover, links: Mapping[str, Links], number: str) -> None:
    """Header, lines, what is said of the others, the total."""
    hints = ("有事的在前", "退回的行里的写作 +n", f"*{cover.scale}", cover.unchecked)
    hint = "；".join(filter(None, hints)) if cover.agents else ""
    canvas.heading(f"{number}、各业务员", hint)
    if not cover.agents:
        canvas.line("本期没有业务员需要报告。", font_color=MUTED)
        return
    row = canvas.down(22)
    for column, header in enumerate(_HEADERS):
        place: dict[str, Any] = {} if column in (1, 9) else {"align": "center"}
        last = 10 if column == 9 else column
        canvas.put(row, (column, last), header, font_size=9, font_color=MUTED, bottom=1, bottom_color=LINE, **place)
    top = canvas.row
    for line in cover.agents:
        _line(canvas, line, links.get(line.agent, {}).get("sheet", ""))
    if cover.others:
        canvas.line(cover.others, 22, font_size=9, font_color=MUTED)
    if cover.total:
        _line(canvas, cover.total, "", top=1, top_color=MUTED)
    canvas.sheet.conditional_format(top, _SHARE, canvas.row - 1, _SHARE, _BAR)


def _line(canvas: Canvas, line: AgentLine, link: str, **edge: Any) -> None:
    row, total = canvas.down(24), not line.agent
    style: dict[str, Any] = {"bottom": 1, "bottom_color": LINE, **edge, "bold": total}
    middle = {**style, "align": "center"}
    canvas.put(row, (0, 0), "" if line.rank is None else str(line.rank), font_color=MUTED, **middle)
    name = line.name if line.name == line.agent or total else f"{cut(line.name, 6)} {line.agent}"
    named = {**style, "bold": total or line.is_trouble}
    canvas.put(row, (1, 1), name, link=link, shrink=True, **named)
    canvas.put(row, (2, 2), f"{line.done}/{line.planned}", **middle)
    cell = canvas.palette.get(num_format="0%", font_color=INK, align="right", **style)
    if line.done_share is None:
        canvas.put(row, (_SHARE, _SHARE), "—", font_color=MUTED, **middle)
    else:
        canvas.sheet.write_number(row, _SHARE, line.done_share, cell)
    canvas.put(row, (4, 4), line.spark, **{**middle, "font_color": BRAND, "font_size": 9})
    change, colour = _change(line)
    canvas.put(row, (5, 5), change, font_color=colour, **middle)
    content = "—" if line.satisfied_share is None else percent(line.satisfied_share)
    canvas.put(row, (6, 6), content, **middle)
    for column, counts in ((7, line.dissatisfied), (8, line.unresolved)):
        bad = any(counts)
        canvas.put(row, (column, column), plus(counts), **{**middle, "bold": total or bad,
                                                         "font_color": ALARM if bad else MUTED})  # fmt: skip
    noted = ALARM if line.is_trouble else GOOD if line.mark == BEST else INK
    canvas.put(row, (9, 10), f"{line.mark} {line.note}".strip(), font_color=noted, font_size=9, shrink=True, **style)


def _change(line: AgentLine) -> tuple[str, str]:
    """The change in points, and how it is coloured."""
    if line.change is None:
        return "—", MUTED
    return arrow(line.change), ALARM if line.change <= -FALL else GOOD if line.change > 0 else MUTED
