"""The sheet behind the cover: all figures about calls, every agent, what changed, what is asked for, the trend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from huifang.decisions.reports.changes import NAME as CHANGES
from huifang.decisions.reports.part import Listing, percent
from huifang.decisions.reports.report import Report, cover_sentences
from huifang.edges.drawing.forms import lines_of, page_setup, row_height, write_value
from huifang.edges.drawing.looks import ALARM, BRAND, BRAND_PALE, FONT, GOOD, LINE, MUTED, PAPER, Palette
from huifang.edges.drawing.measured_sheet import MeasuredSheet
from huifang.edges.report.overview_agents import TOTAL, WIDTHS, Links, draw_agents
from huifang.edges.report.parts import plain

COLUMNS = len(WIDTHS)
ALL_OWED, ALL_CALLS, PROBLEMS, REFUSED = "应访明细", "通话明细", "未解决", "退回未入账"


def draw_overview(
    book: Workbook,
    sheet: MeasuredSheet,
    palette: Palette,
    report: Report,
    links: Mapping[str, Links],
) -> None:
    """Title band, the period in sentences, figures, agents, what changed, what must be decided, charts, signatures.

    ``links`` are those of each agent, and of all together under ``TOTAL``.
    """
    sheet.hide_gridlines(2)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    _band(sheet, palette, report)
    sheet.write_url(2, 0, "internal:'封面'!A1", palette.link(), "返回封面")
    row = _sentences(sheet, palette, report, 3)
    page_setup(sheet, report.unit_name, report.title)
    sheet.center_horizontally()
    blocks = []
    if report.refused:
        row = _tiles(sheet, palette, _figures_of_refused(report), row + 1)
    if report.has_calls:
        row = _tiles(sheet, palette, _figures_of_calls(report, links[TOTAL]), row + 1)
        blocks.append(row)
        _heading(sheet, palette, row + 1, "各业务员(点击数字查看明细)")
        row, pages = draw_agents(sheet, palette, report, links, row + 2)
        blocks.extend(pages)
    if report.changed:
        blocks.append(row)
        row = _changes(sheet, palette, report.changed, row + 1)
    if not report.has_calls:
        for tiles in _figures_of_parts(report):
            row = _tiles(sheet, palette, tiles, row + 1)
    if report.parts:
        blocks.append(row)
        row = _contents(sheet, palette, report, row + 1)
    if report.has_calls and report.undecided:
        blocks.append(row)
        row = _problems(sheet, palette, report, row + 1)
    if report.has_calls and report.trend:
        blocks.append(row)
        row = _charts(book, sheet, palette, report, row + 1)
    row = _signatures(sheet, palette, report, row + 1)
    sheet.break_between(blocks, row, WIDTHS)


def _merge(sheet: Worksheet, row: int, first: int, last: int, text: str, style: Any) -> None:
    sheet.merge_range(row, first, row, last, "", style)
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


def _sentences(sheet: Worksheet, palette: Palette, report: Report, top: int) -> int:
    """The sentences; the one about what changed leads to the list of it."""
    row = top
    for line in cover_sentences(report):
        _merge(sheet, row, 0, COLUMNS - 1, f"● {line}", palette.get(font_size=12, text_wrap=True, indent=1))
        sheet.set_row(row, 22 if len(line) < 62 else 40)
        if report.changed and row == top:
            link = palette.link(font_size=12, text_wrap=True, indent=1)
            sheet.write_url(row, 0, f"internal:'{CHANGES}'!A1", link, f"● {line}")
        row += 1
    return row


def _changes(sheet: Worksheet, palette: Palette, listing: Listing, row: int) -> int:
    """What the version before said otherwise; as many lines as leave room for the rest."""
    _heading(sheet, palette, row, listing.title)
    row += 1
    for header, (first, last) in zip(listing.headers, _CHANGE_COLUMNS, strict=True):
        _merge(sheet, row, first, last, header, palette.header())
    style = palette.get(border=1, border_color=LINE, text_wrap=True, indent=1)
    widths = [sum(WIDTHS[first : last + 1]) for first, last in _CHANGE_COLUMNS]
    for line in listing.rows[:MOST_CHANGES]:
        row += 1
        for text, (first, last) in zip(line, _CHANGE_COLUMNS, strict=True):
            _merge(sheet, row, first, last, text, style)
        sheet.set_row(row, row_height(zip(line, widths, strict=True)))
    link = palette.link(indent=1)
    sheet.write_url(row + 1, 0, f"internal:'{CHANGES}'!A1", link, f"查看全部 {len(listing.rows)} 处")
    return row + 2


#: A figure on the cover: its label, its value, its colour, and the link to its rows.
Figure = tuple[str, Any, str, str]
_CHANGE_COLUMNS = ((0, 1), (2, 4), (5, 6), (7, 9), (10, 12))
MOST_CHANGES = 8
_TILES = ((0, 1), (2, 3), (4, 6), (7, 8), (9, 10), (11, 12))


def _figures_of_calls(report: Report, links: Links) -> tuple[Figure, ...]:
    now, unpunctual, unhappy = report.now, report.unpunctual, report.figures.total("dissatisfied")
    unheard = report.unheard
    good = BRAND if unheard else GOOD  # while bad news is not in the books nothing is said to be well
    return (
        (f"完成 / 应访{_percent(now.done_share)}", f"{now.done} / {now.planned}", BRAND, links.get("done", "")),
        ("没有访到", now.undone, ALARM if now.undone else good, links.get("undone", "")),
        (f"满意 / 接通{_percent(now.satisfied_share)}", f"{now.satisfied} / {now.connected}",
         good, links.get("satisfied", "")),
        ("不满意", unhappy, ALARM if unhappy or unheard else GOOD, links.get("dissatisfied", "")),
        ("未解决", len(report.problems), ALARM if report.problems or unheard else GOOD, f"internal:'{PROBLEMS}'!A1"),
        ("没有按时交齐", f"{unpunctual} 人", ALARM if unpunctual else good, ""),
    )  # fmt: skip


def _figures_of_refused(report: Report) -> tuple[Figure, ...]:
    """What was said and is not in the books, so that nobody takes it for silence."""
    link = f"internal:'{REFUSED}'!A1"
    return (
        ("退回未入账", f"{len(report.refused)} 行", ALARM, link),
        ("其中不满意或未解决", f"{report.unheard} 行", ALARM if report.unheard else GOOD, link),
    )


def _percent(share: float | None) -> str:
    return "" if share is None else f"({percent(share)})"


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
        box: dict[str, Any] = {"align": "center", "bg_color": BRAND_PALE, "left": 5, "left_color": PAPER}
        _merge(sheet, row, first, last, label, palette.get(**box, font_color=MUTED))
        style = palette.get(**box, bold=True, font_size=20, font_color=colour, shrink=True)
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
    link = palette.link(indent=1)
    for part in report.parts:
        row += 1
        said = part.sentences[0] if part.sentences else ""
        _merge(sheet, row, 0, 1, "", link)
        sheet.write_url(row, 0, f"internal:'{part.name}'!A1", link, part.name)
        _merge(sheet, row, 2, COLUMNS - 1, said, palette.get(text_wrap=True))
        sheet.set_row(row, row_height([(said, sum(WIDTHS[2:]))]))
    return row + 1


#: The columns of the list of problems: from, to, header.
_PROBLEM = ((0, 1, "待谁批示"), (2, 4, "客户"), (5, 9, "什么问题"), (10, 12, "书面文件"))


def _problems(sheet: Worksheet, palette: Palette, report: Report, row: int) -> int:
    _heading(sheet, palette, row, f"等待批示({len(report.undecided)})")
    row += 1
    style = palette.get(border=1, border_color=LINE, text_wrap=True, indent=1)
    for first, last, header in _PROBLEM:
        _merge(sheet, row, first, last, header, palette.header())
    row += 1
    for problem in report.undecided[:8]:
        record = problem.record
        what = ";".join(text for text in (record.dissatisfied_because, record.wishes) if text and text != "无")
        customer = f"{record.customer_no} {record.customer_name}"
        texts = (problem.decider, customer, what or record.measures, record.report_document)
        rooms = [sum(WIDTHS[first : last + 1]) for first, last, _ in _PROBLEM]
        shown = [_beginning(text, room) for text, room in zip(texts, rooms, strict=True)]
        for (first, last, _), text in zip(_PROBLEM, shown, strict=True):
            _merge(sheet, row, first, last, text, style)
        sheet.set_row(row, row_height(zip(shown, rooms, strict=True)))
        row += 1
    link = palette.link(indent=1)
    sheet.write_url(row, 0, "internal:'未解决'!A1", link, f"查看全部 {len(report.problems)} 件")
    return row + 1


def _beginning(text: str, room: float) -> str:
    """As much of the text as two lines of that width hold; the sheet with all problems has the rest."""
    if lines_of(text, room) <= 2:
        return text
    length = next(n for n in range(len(text), 0, -1) if lines_of(text[:n] + "…", room) <= 2)
    return text[:length] + "…"


def _charts(book: Workbook, sheet: Worksheet, palette: Palette, report: Report, row: int) -> int:
    """The trend as a small table, and two native charts over it and over the agents' lines."""
    _heading(sheet, palette, row, "趋势")
    points = [*report.trend, report.now]
    _merge(sheet, row + 1, 0, 1, "期间", palette.header())
    for column, header in ((2, "应访"), (3, "完成"), (4, "占应访"), (5, "接通"), (6, "满意占接通")):
        sheet.write_string(row + 1, column, header, palette.header())
    top = row + 2
    percent = palette.get(num_format="0%", border=1, border_color=LINE, align="center")
    plain = palette.get(border=1, border_color=LINE, align="center")
    for offset, point in enumerate(points):
        _merge(sheet, top + offset, 0, 1, point.period, plain)
        values = (point.planned, point.done, point.done_share, point.connected, point.satisfied_share)
        for column, value in enumerate(values, start=2):
            write_value(sheet, top + offset, column, value, percent if column in (4, 6) else plain)
    last = top + len(points) - 1
    name = sheet.get_name()
    line = book.add_chart({"type": "line"})
    for column, label, colour, place in ((4, "完成率(占应访)", BRAND, "below"), (6, "满意率(占接通)", GOOD, "above")):
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
    line.set_size({"width": 440, "height": 200})
    sheet.insert_chart(row + 1, 7, line, {"x_offset": 12, "y_offset": 4})
    return max(last + 1, row + 10)


def _signatures(sheet: Worksheet, palette: Palette, report: Report, row: int) -> int:
    for first, last, text in (
        (0, 3, "制表(签字):\n\n日期："), (4, 8, "主管(签字):\n\n日期："), (9, 12, "老板(签字):\n\n日期："),
    ):  # fmt: skip
        _merge(sheet, row, first, last, text, palette.get(top=1, top_color=LINE, text_wrap=True, valign="top"))
    sheet.set_row(row, 58)
    note = f"链首 {report.head}(制表时的日志校验值；封面上的校验码是它的前 12 位，huifang verify --head 可核对)"
    _merge(sheet, row + 1, 0, COLUMNS - 1, note, palette.get(font_size=8, font_color=MUTED))
    return row + 2
