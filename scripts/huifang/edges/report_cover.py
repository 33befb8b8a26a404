"""The cover of a report: what the boss reads in half a minute."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from huifang.decisions.report import Report, cover_sentences
from huifang.edges.forms import page_setup, row_height, write_value
from huifang.edges.looks import ALARM, BRAND, BRAND_PALE, FONT, GOOD, INK, LINE, MUTED, PAPER, SHARE_BAR, Palette
from huifang.edges.measured_sheet import MeasuredSheet
from huifang.edges.report_parts import plain

COLUMNS = 13
_WIDTHS = (9, 11, 9, 9, 9, 9, 9, 9, 9, 9, 17, 10, 11)
_HEADERS = (
    "工号", "姓名", "应访", "完成", "完成率", "拨打", "接通", "满意", "不满意", "未解决",
    "交表时间", "迟交(天)", "罚款(元)",
)  # fmt: skip
ALL_OWED, ALL_CALLS, PROBLEMS = "应访明细", "通话明细", "未解决"
TOTAL = ""
#: The link to the rows behind each figure, by the figure's name.
Links = Mapping[str, str]
_FIGURES = ("", "", "planned", "done", "done", "reported", "connected", "satisfied", "dissatisfied", "unresolved")


def draw_cover(
    book: Workbook,
    sheet: MeasuredSheet,
    palette: Palette,
    report: Report,
    links: Mapping[str, Links],
) -> None:
    """Title band, the period in sentences, figures, agents with links, charts, what must be decided, signatures.

    ``links`` are those of each agent, and of all together under ``TOTAL``.
    """
    sheet.hide_gridlines(2)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    _band(sheet, palette, report)
    row = _sentences(sheet, palette, report, 3)
    page_setup(sheet, report.unit_name, report.title)
    sheet.center_horizontally()
    blocks = []
    if report.has_calls:
        row = _tiles(sheet, palette, _figures_of_calls(report, links[TOTAL]), row + 1)
        blocks.append(row)
        row = _agents(sheet, palette, report, links, row + 1)
    else:
        for tiles in _figures_of_parts(report):
            row = _tiles(sheet, palette, tiles, row + 1)
    if report.parts:
        blocks.append(row)
        row = _contents(sheet, palette, report, row + 1)
    if report.has_calls:
        blocks.append(row)
        row = _problems(sheet, palette, report, row + 1)
    if report.has_calls and report.trend:
        blocks.append(row)
        row = _charts(book, sheet, palette, report, row + 1)
    blocks.append(row)
    row = _signatures(sheet, palette, report, row + 1)
    sheet.break_between(blocks, row, _WIDTHS)


def _merge(
    sheet: Worksheet, row: int, first: int, last: int, text: str, style: Any, last_row: int | None = None
) -> None:
    sheet.merge_range(row, first, last_row if last_row is not None else row, last, "", style)
    sheet.write_string(row, first, text, style)


def _band(sheet: Worksheet, palette: Palette, report: Report) -> None:
    title = palette.get(bold=True, font_size=20, font_color=PAPER, bg_color=BRAND, indent=1)
    _merge(sheet, 0, 0, COLUMNS - 1, report.title, title)
    sheet.set_row(0, 40)
    period = report.period
    text = (
        f"{report.unit_name}    期间 {period.from_on} 至 {period.until_on}    报告日 {report.due_on}    "
        f"制表 {report.made_at:%Y-%m-%d %H:%M}    呈送 {'、'.join(report.recipients) or '—'}"
    )
    _merge(sheet, 1, 0, COLUMNS - 1, text, palette.get(font_color=MUTED, bg_color=BRAND_PALE, indent=1))
    sheet.set_row(1, 22)


def _heading(sheet: Worksheet, palette: Palette, row: int, text: str) -> None:
    style = palette.get(bold=True, font_size=12, font_color=BRAND, bottom=2, bottom_color=BRAND)
    _merge(sheet, row, 0, COLUMNS - 1, text, style)
    sheet.set_row(row, 24)


def _sentences(sheet: Worksheet, palette: Palette, report: Report, row: int) -> int:
    for line in cover_sentences(report):
        _merge(sheet, row, 0, COLUMNS - 1, f"● {line}", palette.get(font_size=12, text_wrap=True, indent=1))
        sheet.set_row(row, 22 if len(line) < 62 else 40)
        row += 1
    return row


#: 完成率 to be looked at rather than read, however many agents there are.
_DONE_BAR = {
    "type": "data_bar", "data_bar_2010": True, "bar_solid": True, "bar_color": SHARE_BAR, "min_type": "num",
    "min_value": 0, "max_type": "num", "max_value": 1,
}  # fmt: skip
#: A figure on the cover: its label, its value, its colour, and the link to its rows.
Figure = tuple[str, Any, str, str]
_TILES = ((0, 1), (2, 3), (4, 6), (7, 8), (9, 10), (11, 12))


def _figures_of_calls(report: Report, links: Links) -> tuple[Figure, ...]:
    now, unpunctual, unhappy = report.now, report.unpunctual, report.figures.total("dissatisfied")
    return (
        ("完成 / 应访", f"{now.done} / {now.planned}", BRAND, ""),
        ("完成率", now.done_share, BRAND, links.get("done", "")),
        ("满意率(占接通)", now.satisfied_share, GOOD, links.get("satisfied", "")),
        ("不满意", unhappy, ALARM if unhappy else GOOD, links.get("dissatisfied", "")),
        ("未解决", len(report.problems), ALARM if report.problems else GOOD, f"internal:'{PROBLEMS}'!A1"),
        ("未交或迟交", f"{unpunctual} 人", ALARM if unpunctual else GOOD, ""),
    )  # fmt: skip


def _figures_of_parts(report: Report) -> Iterator[tuple[Figure, ...]]:
    """The figures of all parts, as many as fit beside each other at a time."""
    figures = [
        (tile.label, plain(tile.value), ALARM if tile.is_bad else BRAND, f"internal:'{part.name}'!A1")
        for part in report.parts
        for tile in part.tiles
    ]
    for first in range(0, len(figures), len(_TILES)):
        yield tuple(figures[first : first + len(_TILES)])


def _tiles(sheet: Worksheet, palette: Palette, tiles: Sequence[Figure], row: int) -> int:
    for (label, value, colour, target), (first, last) in zip(tiles, _TILES, strict=False):
        form = "0%" if isinstance(value, float) else "General"
        box: dict[str, Any] = {"align": "center", "bg_color": BRAND_PALE, "left": 5, "left_color": PAPER}
        _merge(sheet, row, first, last, label, palette.get(**box, font_color=MUTED))
        style = palette.get(**box, bold=True, font_size=20, font_color=colour, num_format=form, shrink=True)
        _merge(sheet, row + 1, first, last, "", style)
        if target:
            sheet.write_url(row + 1, first, target, style)
        write_value(sheet, row + 1, first, "—" if value is None else value, style)
    sheet.set_row(row, 20)
    sheet.set_row(row + 1, 36)
    return row + 2


def _contents(sheet: Worksheet, palette: Palette, report: Report, row: int) -> int:
    """Where the parts stand, with the first thing that each says."""
    _heading(sheet, palette, row, "各部分(点击名称查看)")
    link = palette.get(font_color="#0563C1", underline=1, indent=1)
    for part in report.parts:
        row += 1
        said = part.sentences[0] if part.sentences else ""
        _merge(sheet, row, 0, 1, "", link)
        sheet.write_url(row, 0, f"internal:'{part.name}'!A1", link, part.name)
        _merge(sheet, row, 2, COLUMNS - 1, said, palette.get(text_wrap=True))
        sheet.set_row(row, row_height([(said, sum(_WIDTHS[2:]))]))
    return row + 1


def _agents(
    sheet: Worksheet,
    palette: Palette,
    report: Report,
    links: Mapping[str, Links],
    row: int,
) -> int:
    _heading(sheet, palette, row, "各业务员(点击数字查看明细)")
    for column, header in enumerate(_HEADERS):
        sheet.write_string(row + 1, column, header, palette.header())
    sheet.set_row(row + 1, 24)
    row += 2
    for line in report.figures.agents:
        rate = line.done / line.planned if line.planned else None
        submitted = f"{line.submitted_at:%m-%d %H:%M}" if line.submitted_at else "未交" if line.missing else "—"
        values: tuple[Any, ...] = (
            line.agent, line.name, line.planned, line.done, rate, line.reported, line.connected,
            line.satisfied, line.dissatisfied, line.unresolved, submitted, line.late_days or "", line.fine_yuan or "",
        )  # fmt: skip
        for column, value in enumerate(values):
            style: dict[str, Any] = {"border": 1, "border_color": LINE, "align": "center"}
            late = column in (10, 11) and (line.late_days or line.missing)
            bad = late or (column == 8 and line.dissatisfied) or (column == 9 and line.unresolved)
            style["font_color"] = ALARM if bad else INK
            style["bold"] = bool(bad)
            if column == 4:
                style["num_format"] = "0%"
            if column <= 1:
                style["shrink"] = True
            cell = palette.get(**style)
            target = links[line.agent].get(_FIGURES[column]) if column < len(_FIGURES) else None
            if target:
                sheet.write_url(row, column, target, cell)
            write_value(sheet, row, column, value, cell)
        sheet.set_row(row, 20)
        row += 1
    if report.figures.agents:
        sheet.conditional_format(row - len(report.figures.agents), 4, row - 1, 4, _DONE_BAR)
    return _total(sheet, palette, report, links[TOTAL], row)


def _total(sheet: Worksheet, palette: Palette, report: Report, links: Links, row: int) -> int:
    figures, now = report.figures, report.now
    names = ("reported", "connected", "satisfied", "dissatisfied", "unresolved")
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


def _problems(sheet: Worksheet, palette: Palette, report: Report, row: int) -> int:
    _heading(sheet, palette, row, f"等待批示({len(report.undecided)})")
    row += 1
    if not report.undecided:
        _merge(sheet, row, 0, COLUMNS - 1, "没有等待批示的问题。", palette.get(font_color=MUTED, indent=1))
        return row + 1
    style = palette.get(border=1, border_color=LINE, text_wrap=True, indent=1)
    for first, last, header in ((0, 1, "待谁批示"), (2, 4, "客户"), (5, 9, "什么问题"), (10, 12, "书面文件")):
        _merge(sheet, row, first, last, header, palette.header())
    row += 1
    for problem in report.undecided[:8]:
        record = problem.record
        what = ";".join(text for text in (record.dissatisfied_because, record.wishes) if text and text != "无")
        _merge(sheet, row, 0, 1, problem.decider, style)
        _merge(sheet, row, 2, 4, f"{record.customer_no} {record.customer_name}", style)
        _merge(sheet, row, 5, 9, what or record.measures, style)
        _merge(sheet, row, 10, 12, record.report_document, style)
        sheet.set_row(row, 20 if len(what) < 26 else 36)
        row += 1
    link = palette.get(font_color="#0563C1", underline=1, indent=1)
    sheet.write_url(row, 0, "internal:'未解决'!A1", link, f"查看全部 {len(report.problems)} 件")
    return row + 1


def _charts(book: Workbook, sheet: Worksheet, palette: Palette, report: Report, row: int) -> int:
    """The trend as a small table, and two native charts over it and over the agents' lines."""
    _heading(sheet, palette, row, "趋势")
    points = [*report.trend, report.now]
    _merge(sheet, row + 1, 0, 1, "期间", palette.header())
    for column, header in ((2, "应访"), (3, "完成"), (4, "完成率"), (5, "满意率")):
        sheet.write_string(row + 1, column, header, palette.header())
    top = row + 2
    percent = palette.get(num_format="0%", border=1, border_color=LINE, align="center")
    plain = palette.get(border=1, border_color=LINE, align="center")
    for offset, point in enumerate(points):
        _merge(sheet, top + offset, 0, 1, point.period, plain)
        values = (point.planned, point.done, point.done_share, point.satisfied_share)
        for column, (value, style) in enumerate(zip(values, (plain, plain, percent, percent), strict=True), start=2):
            write_value(sheet, top + offset, column, value, style)
    last = top + len(points) - 1
    name = sheet.get_name()
    line = book.add_chart({"type": "line"})
    for column, label, colour, place in ((4, "完成率", BRAND, "below"), (5, "满意率", GOOD, "above")):
        line.add_series(
            {
                "name": label, "categories": [name, top, 0, last, 0], "values": [name, top, column, last, column],
                "line": {"color": colour, "width": 2.25},
                "marker": {"type": "circle" if column == 4 else "diamond", "size": 7, "fill": {"color": colour}},
                "data_labels": {"value": True, "font": {"name": FONT, "size": 8}, "position": place},
            }
        )  # fmt: skip
    line.set_title({"name": "完成率与满意率", "name_font": {"name": FONT, "size": 11}})
    line.set_y_axis(
        {
            "min": 0,
            "max": 1.1,
            "major_unit": 0.25,
            "num_format": "0%",
            "major_gridlines": {"visible": True, "line": {"color": LINE}},
        }
    )
    line.set_legend({"position": "bottom", "font": {"name": FONT}})
    line.set_size({"width": 470, "height": 250})
    sheet.insert_chart(row + 1, 6, line, {"x_offset": 12, "y_offset": 4})
    return max(last + 1, row + 14)


def _signatures(sheet: Worksheet, palette: Palette, report: Report, row: int) -> int:
    for first, last, text in (
        (0, 3, "制表(签字):\n\n日期："), (4, 8, "主管(签字):\n\n日期："), (9, 12, "老板(签字):\n\n日期："),
    ):  # fmt: skip
        _merge(sheet, row, first, last, text, palette.get(top=1, top_color=LINE, text_wrap=True, valign="top"))
    sheet.set_row(row, 58)
    note = f"链首 {report.head}(制表时的日志校验值；huifang verify --head 可核对)"
    _merge(sheet, row + 1, 0, COLUMNS - 1, note, palette.get(font_size=8, font_color=MUTED))
    return row + 2
