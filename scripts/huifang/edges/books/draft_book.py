"""制度草案.xlsx: what to do next, the proposed rows sheet by sheet to be ticked, and what there is no place for."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from datetime import time
from io import BytesIO
from typing import Any

from huifang.decisions.drafting.drafting import PolicyDraft
from huifang.decisions.drafting.proposals import UNSURE, ProposedRow
from huifang.edges.drawing.forms import Drawing, draw_table, page_setup, row_height, start_drawing
from huifang.edges.drawing.guide import GUIDE_WIDTHS
from huifang.edges.drawing.looks import BRAND, TODAY
from huifang.tables.declared import house_rules
from huifang.tables.declared.drafts import ADOPTED, CHANGE, DRAFT, ENDING, FIRST, drafted
from huifang.tables.model import Column, Kind, Table
from huifang.tables.options import BUILT_IN, Options

UNSAID = Table(
    "还没有地方写的",
    DRAFT,
    "条款里说了、产品里还没有地方写的",
    (
        Column("条款", "clause", width=14, example="第三条"),
        Column("说明", "why", width=100),
    ),
    about="这里的内容系统不会执行，请由人另行安排。",
)
_STEPS = (
    "下面每张工作表是制度的一部分，每一行是从条文里读出来的一条建议，旁边是条款和原文。现在一条也不执行。",
    "逐行对照原文。对的，在“采用”里选“是”；不对的，先改右边的格子再选“是”；不要的，不填。“先改”里写了字的，照它改好才能采用。",
    "“还没有地方写的”是条文里说了、系统不会执行的内容，请看一遍，由人另行安排。",
    "选好以后保存，运行：huifang init 新文件夹 --policy 制度草案.xlsx。写错的、还缺的，会指出单元格。",
    "建好以后先运行 huifang check 看有没有问题，再排第一期计划。",
)


def draft_book(draft: PolicyDraft, title: str, triggers: Sequence[str], ticked: Container[int] = ()) -> bytes:
    """The workbook of a draft; the rows of these numbers are ticked."""
    stream = BytesIO()
    options: Options = {**BUILT_IN, **house_rules.FIXED_OPTIONS, house_rules.TRIGGER_LIST: tuple(triggers)}
    drawing = start_drawing(stream, "制度草案", options)
    _draw_first(drawing, draft, title)
    for table in house_rules.TABLES:
        numbers = numbers_in(draft, table.name)
        if numbers:
            _draw(drawing, table, [draft.rows[number] for number in numbers], [one in ticked for one in numbers])
    unsaid = [{"clause": one.clause, "why": one.why} for one in draft.unsaid]
    if unsaid:
        draw_table(drawing, UNSAID, unsaid, title, 1, spare_rows=0)
    drawing.book.close()
    return stream.getvalue()


def numbers_in(draft: PolicyDraft, sheet: str) -> list[int]:
    """The numbers of the rows of a sheet, from its second line on."""
    return [number for number, row in enumerate(draft.rows) if row.sheet == sheet]


def _draw(drawing: Drawing, table: Table, rows: Sequence[ProposedRow], ticked: Sequence[bool]) -> None:
    headers = {header for row in rows for header in row.values}
    if any(row.change for row in rows):
        headers.add(CHANGE.header)
    sheet = drafted(table, frozenset(headers))
    lines = [_line(sheet, row, is_ticked) for row, is_ticked in zip(rows, ticked, strict=True)]
    front = next(at for at, column in enumerate(sheet.columns) if column in table.columns or column.key in table.by_key)
    drawn = draw_table(drawing, sheet, lines, "", front, spare_rows=0)
    at, yellow = (
        [column.key for column in sheet.columns].index("draft_sure"),
        drawing.book.add_format({"bg_color": TODAY}),
    )
    drawn.conditional_format(
        1, at, len(rows), at, {"type": "cell", "criteria": "==", "value": f'"{UNSURE}"', "format": yellow}
    )


def _line(table: Table, row: ProposedRow, is_ticked: bool) -> Mapping[str, Any]:
    values = {column.key: _cell(column, row.values.get(column.header, "")) for column in table.columns}
    front = {"draft_clause": row.clause, "draft_text": row.text, "draft_sure": row.sure, "draft_change": row.change}
    return {**values, **front, "adopt": ADOPTED if is_ticked else ""}


def _cell(column: Column, value: Any) -> Any:
    """The value as its column has it: a time as a time."""
    if column.kind is not Kind.TIME or not value:
        return value
    hour, minute = f"{value}".split(":")
    return time(int(hour) % 24, int(minute))


def _draw_first(drawing: Drawing, draft: PolicyDraft, title: str) -> None:
    sheet = drawing.book.add_worksheet(FIRST)
    palette = drawing.palette
    sheet.hide_gridlines(2)
    for index, width in enumerate(GUIDE_WIDTHS):
        sheet.set_column(index, index, width)
    sheet.write_string(0, 0, f"{title}{ENDING}", palette.get(bold=True, font_size=16, font_color=BRAND))
    sheet.set_row(0, 30)
    counted = f"读出 {len(draft.rows)} 条建议，{len(draft.unsaid)} 处没有地方写或没有看懂。"
    row = _lines(drawing, sheet, 1, [counted, *(f"{number}. {step}" for number, step in enumerate(_STEPS, start=1))])
    if draft.dropped:
        row = _lines(drawing, sheet, row + 1, ["这些行像是网页或页眉页脚，没有读："])
        _lines(drawing, sheet, row, [f"· {text}" for text in draft.dropped[:40]])
    page_setup(sheet, "", FIRST)


def _lines(drawing: Drawing, sheet: Any, row: int, lines: Sequence[str]) -> int:
    style = drawing.palette.get(text_wrap=True, font_size=11)
    for line in lines:
        sheet.merge_range(row, 0, row, 4, line, style)
        sheet.set_row(row, row_height([(line, sum(GUIDE_WIDTHS) - 8)], 22))
        row += 1
    return row
