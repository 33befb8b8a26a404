"""The agents behind the cover: a line each, with links to the rows behind every figure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xlsxwriter.worksheet import Worksheet

from huifang.decisions.reports.figures import AgentFigures
from huifang.decisions.reports.report import Report
from huifang.edges.drawing.forms import row_height, write_value
from huifang.edges.drawing.looks import ALARM, BRAND_PALE, INK, LINE, SHARE_BAR, Palette

#: The widths of the cover's columns in characters.
WIDTHS = (9, 11, 9, 9, 9, 9, 9, 9, 9, 9, 17, 10, 11)
_HEADERS = (
    "工号", "姓名", "应访", "完成", "完成率", "拨打", "接通", "满意", "不满意", "未解决",
    "交表时间", "迟交(天)", "罚款(元)",
)  # fmt: skip
TOTAL = ""
#: The link to the rows behind each figure, by the figure's name.
Links = Mapping[str, str]
_FIGURES = ("", "", "planned", "done", "done", "reported", "connected", "satisfied", "dissatisfied", "open_problems")
#: 完成率 to be looked at rather than read, however many agents there are.
_DONE_BAR = {
    "type": "data_bar", "data_bar_2010": True, "bar_solid": True, "bar_color": SHARE_BAR, "min_type": "num",
    "min_value": 0, "max_type": "num", "max_value": 1,
}  # fmt: skip
#: The room for agents' lines on the first page, and on each page after it, in points.
_ROOM_FIRST, _ROOM_MORE = 200, 440


def draw_agents(
    sheet: Worksheet,
    palette: Palette,
    report: Report,
    links: Mapping[str, Links],
    row: int,
) -> tuple[int, list[int]]:
    """A line per agent; returns the row below, and the rows at which the header is written again for a new page."""
    top, again, left = row, [], float(_ROOM_FIRST)
    row = _header(sheet, palette, row)
    for line in report.figures.agents:
        height = row_height(zip((line.agent, line.name), WIDTHS, strict=False))
        if height > left:
            again.append(row)
            row, left = _header(sheet, palette, row), float(_ROOM_MORE)
        _agent(sheet, palette, line, links[line.agent], row)
        sheet.set_row(row, height)
        row, left = row + 1, left - height
    sheet.conditional_format(top + 1, 4, max(top + 1, row - 1), 4, _DONE_BAR)
    return _total(sheet, palette, report, links[TOTAL], row), again


def _header(sheet: Worksheet, palette: Palette, row: int) -> int:
    for column, header in enumerate(_HEADERS):
        sheet.write_string(row, column, header, palette.header())
    sheet.set_row(row, 24)
    return row + 1


def _agent(sheet: Worksheet, palette: Palette, line: AgentFigures, links: Links, row: int) -> None:
    rate = line.done / line.planned if line.planned else None
    arrived = f"{line.submitted_at:%m-%d %H:%M}" if line.submitted_at else ""
    told = f"缺 {line.open_rows} 行" if line.incomplete else "未交" if line.missing else ""
    unchecked = "未核对" if arrived and line.unchecked else ""
    submitted = " ".join(filter(None, (arrived, told, unchecked))) or "—"
    values: tuple[Any, ...] = (
        line.agent, line.name, line.planned, line.done, rate, line.reported, line.connected,
        line.satisfied, line.dissatisfied, line.open_problems, submitted, line.late_days or "", line.fine_yuan or "",
    )  # fmt: skip
    for column, value in enumerate(values):
        style: dict[str, Any] = {"border": 1, "border_color": LINE, "align": "center"}
        late = column in (10, 11) and (line.late_days or line.missing or line.incomplete)
        bad = late or (column == 8 and line.dissatisfied) or (column == 9 and line.open_problems)
        style["font_color"] = ALARM if bad else INK
        style["bold"] = bool(bad)
        if column == 4:
            style["num_format"] = "0%"
        if column <= 1:
            style["text_wrap"] = True
        cell = palette.get(**style)
        target = links.get(_FIGURES[column]) if column < len(_FIGURES) else None
        if target:
            sheet.write_url(row, column, target, cell)
        write_value(sheet, row, column, value, cell)


def _total(sheet: Worksheet, palette: Palette, report: Report, links: Links, row: int) -> int:
    figures, now = report.figures, report.now
    names = ("reported", "connected", "satisfied", "dissatisfied", "open_problems")
    values: tuple[Any, ...] = (
        "合计", "", now.planned, now.done, now.done_share, *(figures.total(name) for name in names), "",
        figures.total("late_days") or "", figures.total("fine_yuan") or "",
    )  # fmt: skip
    style: dict[str, Any] = {"bold": True, "bg_color": BRAND_PALE, "border": 1, "border_color": LINE, "align": "center"}
    for column, value in enumerate(values):
        cell = palette.get(**style, num_format="0%") if column == 4 else palette.get(**style)
        target = links.get(_FIGURES[column]) if column < len(_FIGURES) else None
        if target:
            sheet.write_url(row, column, target, cell)
        write_value(sheet, row, column, value, cell)
    sheet.set_row(row, 22)
    return row + 1
