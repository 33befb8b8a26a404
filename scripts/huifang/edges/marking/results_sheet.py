"""The 校验结果 sheet: every finding with its place, linked to its cell, filterable; what became of those before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from huifang.core.alike import cells_said
from huifang.core.catalogue import CATALOGUE
from huifang.core.findings import Finding
from huifang.core.text import for_cell
from huifang.edges.drawing.forms import page_setup, row_height
from huifang.edges.drawing.looks import (
    BRAND,
    BRAND_PALE,
    ERROR_MARK,
    GOOD,
    LINE,
    MUTED,
    WARNING_MARK,
    Palette,
    new_book,
)
from huifang.edges.drawing.sheet_names import RESULTS

SEVERITY_NAMES = {"error": "错误", "warning": "提醒"}
#: The columns and their widths; the last one is for the next round and out of sight.
WIDTHS = {
    "序号": 6, "级别": 8, "代码": 8, "类别": 22, "工作表": 12, "单元格": 10, "问题": 54, "怎么办": 52, "状态": 10,
    "标识": 10,
}  # fmt: skip
NEW, STILL, FIXED, UNASKED = "新发现", "仍未改正", "已改正", "未要求"
UNASKED_TITLE = "未要求修改而改变的单元格：请确认是有意修改；不是的话，请改回原来的值。"
#: One line stands for at most so many cells: their marks have to find room in one. What stands before the cell there.
MOST_TOGETHER, BEFORE_CELL = 200, "@"
#: No workbook may hold more links.
MAX_LINKS = 60_000


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the list; ``mark`` is how the next round knows it again, ``target`` the cell that it links to."""

    level: str
    code: str
    title: str
    sheet: str
    cell: str
    message: str
    hint: str
    state: str
    mark: str = ""
    target: str = ""

    @classmethod
    def of(cls, finding: Finding, state: str, mark: str, is_linked: bool) -> Line:
        """The line of a finding; linked where its cell is in the workbook."""
        sheet, cell = finding.place.sheet or "", finding.place.cell or ""
        target = "'{}'!{}".format(sheet.replace("'", "''"), cell) if is_linked and cell else ""
        return cls(
            level=SEVERITY_NAMES[finding.severity], code=finding.code, title=CATALOGUE[finding.code].title, sheet=sheet,
            cell=cell, message=finding.message, hint=finding.hint, state=state, mark=mark, target=target,
        )  # fmt: skip

    def together(self, others: Sequence[Line]) -> Line:
        """One line for this one and ``others`` that say the same of other cells; it links to the first."""
        if not others:
            return self
        every = (self, *others)
        marks = "\n".join(f"{line.mark}{BEFORE_CELL}{line.cell}" for line in every)
        return replace(self, cell=cells_said([line.cell for line in every]), mark=marks)

    @property
    def texts(self) -> tuple[str, ...]:
        """What stands in the line behind its number."""
        return (
            self.level, self.code, self.title, self.sheet, self.cell, self.message, self.hint, self.state, self.mark,
        )  # fmt: skip


def _grouped(lines: Sequence[Line]) -> list[Line]:
    """The lines, those together that say the same in the same state."""
    groups: dict[tuple[object, ...], list[Line]] = {}
    for number, line in enumerate(lines):
        said = (line.level, line.code, line.sheet, line.message, line.hint, line.state)
        groups.setdefault(said if line.cell else (number,), []).append(line)
    return [
        some[0].together(some[1:])
        for same in groups.values()
        for some in (same[at : at + MOST_TOGETHER] for at in range(0, len(same), MOST_TOGETHER))
    ]


def results_book(lines: Sequence[Line], unasked: Sequence[Line]) -> bytes:
    """A workbook of nothing but this sheet; ``unasked`` stands below the list, in a block of its own."""
    stream = BytesIO()
    book = new_book(stream, RESULTS)
    draw_results(book, Palette(book), lines, unasked)
    book.close()
    return stream.getvalue()


def draw_results(book: Workbook, palette: Palette, lines: Sequence[Line], unasked: Sequence[Line]) -> Worksheet:
    """The sheet, in a workbook that may have others."""
    sheet = book.add_worksheet(RESULTS)
    for column, (header, width) in enumerate(WIDTHS.items()):
        sheet.set_column(column, column, width, None, {"hidden": header == "标识"})
        sheet.write_string(0, column, header, palette.header())
    sheet.set_row(0, 24)
    listed = _grouped(lines)
    for row, line in enumerate(listed, start=1):
        _write_line(sheet, palette, row, row, line)
    last = max(len(listed), 1)
    sheet.autofilter(0, 0, last, len(WIDTHS) - 2)
    if unasked:
        title = palette.get(bold=True, font_color=BRAND, bg_color=BRAND_PALE, indent=1)
        sheet.merge_range(last + 2, 0, last + 2, len(WIDTHS) - 2, UNASKED_TITLE, title)
        sheet.set_row(last + 2, 24)
        for number, line in enumerate(unasked, start=1):
            _write_line(sheet, palette, last + 2 + number, number, line)
    sheet.freeze_panes(1, 0)
    sheet.hide_gridlines(2)
    sheet.repeat_rows(0)
    sheet.set_tab_color(ERROR_MARK)
    page_setup(sheet, "", RESULTS)
    return sheet


def _write_line(sheet: Worksheet, palette: Palette, row: int, number: int, line: Line) -> None:
    """One line, high enough for its texts; what is corrected is grey."""
    frame = {"border": 1, "border_color": LINE, "text_wrap": True}
    ink = {"font_color": MUTED} if line.state == FIXED else {}
    text = palette.get(**frame, **ink, indent=1, num_format="@")
    middle = palette.get(**frame, **ink, align="center", num_format="@")
    level = palette.get(**{**frame, "align": "center", "bg_color": _colour(line), "num_format": "@"})
    sheet.write_number(row, 0, number, palette.get(**frame, **ink, align="center"))
    for column, value in enumerate(line.texts, start=1):
        style = text if column in (3, 4, 6, 7) else level if column == 1 else middle
        if column == 8 and line.state == FIXED:
            style = palette.get(**frame, align="center", font_color=GOOD, bold=True, num_format="@")
        sheet.write_string(row, column, for_cell(value), style)
    if line.target and row <= MAX_LINKS:
        link = palette.link(**frame, align="center", num_format="@")
        sheet.write_url(row, 5, f"internal:{line.target}", link, line.cell, f"转到 {line.sheet} {line.cell}")
    sheet.set_row(row, row_height(list(zip(line.texts, list(WIDTHS.values())[1:-1], strict=False))))


def _colour(line: Line) -> str:
    if line.state in (FIXED, UNASKED):
        return BRAND_PALE
    return ERROR_MARK if line.level == SEVERITY_NAMES["error"] else WARNING_MARK
