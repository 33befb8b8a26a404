"""Long lists are streamed into the workbook: the same as XlsxWriter makes it cell by cell."""

from __future__ import annotations

import subprocess
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from huifang.edges.drawing.forms import plain_format, row_height, write_value
from huifang.edges.drawing.long_sheet import LongLists
from huifang.edges.drawing.looks import Palette, new_book

HEADERS = ("编号", "客户", "日期", "时间", "数", "备注")
WIDTHS = (12, 10, 12, 8, 8, 20)
Style = Callable[[Any], Format]


def row(n: int, **more: Any) -> list[Any]:
    cells = {"编号": f"K{n:04d}", "客户": "城南五金", "日期": date(2026, 11, 1 + n % 28), "时间": time(9, n % 60)}
    cells |= {"数": n / 4, "备注": "无" if n % 3 else "", **more}
    return [cells[header] for header in HEADERS]


AWKWARD = [
    row(1, 备注="=1+1"), row(2, 备注="@cmd"), row(3, 备注="+86 10"),
    row(4, 备注="{=A1}"),
    row(5, 备注="http://a.b/c"),
    row(6, 备注=" 前后空格 "), row(7, 备注="两行\n三行\n四行"), row(8, 备注="a\tb"), row(9, 备注="<b>&\"'</b>"),
    row(10, 备注="_x0041_"), row(11, 备注="控\x01制\x1f符"), row(12, 备注="😀𠀀"), row(13, 备注="]]>"),
    row(14, 备注=" "),
    row(15, 备注="00123"), row(16, 备注="1E5"), row(17, 备注=None),
    row(18, 备注=12),
    row(19, 备注=date(2026, 1, 1)),
    row(20, 日期=date(1900, 1, 15)), row(21, 日期=date(1900, 2, 28)), row(22, 日期=date(1900, 3, 1)),
    row(23, 日期=datetime(2026, 11, 5, 9, 5)), row(24, 日期=""),
    row(25, 时间=time(0, 0)), row(26, 时间=time(23, 59, 59)),
    row(27, 数=0), row(28, 数=-1.5), row(29, 数=123456789012), row(30, 数=0.1), row(31, 数=True),
    row(32, 备注="长" * 300),
    row(33, 编号=""), row(34, 客户="城" * 20, 备注="x" * 33_000),
]  # fmt: skip


def cell_by_cell(sheet: Worksheet, top: int, rows: Sequence[Sequence[Any]], style_of: Style) -> int:
    """What :meth:`LongLists.add` stands for."""
    for number, cells in enumerate(rows, start=top):
        for column, value in enumerate(cells):
            write_value(sheet, number, column, value, style_of(value))
        sheet.set_row(number, row_height(zip(cells, WIDTHS, strict=True)))
    return top + len(rows)


def drawn(lists: Sequence[Sequence[Sequence[Any]]], streamed: bool) -> bytes:
    """A workbook with a title, the lists one below the other with headers, and another sheet."""
    stream = BytesIO()
    book = new_book(stream, "长表")
    palette = Palette(book)
    sheet, other = book.add_worksheet("明细"), book.add_worksheet("其他")
    long = LongLists(book, stream)

    def style_of(value: Any) -> Format:
        return palette.get(border=1, text_wrap=True, num_format=plain_format(value))

    def put(page: Worksheet, top: int, rows: Sequence[Sequence[Any]]) -> int:
        if streamed:
            return long.add(page, top, rows, WIDTHS, style_of)
        return cell_by_cell(page, top, rows, style_of)

    sheet.write_string(0, 0, "标题", palette.header())
    at = 2
    for rows in lists:
        for column, header in enumerate(HEADERS):
            sheet.write_string(at, column, header, palette.header())
        at = put(sheet, at + 1, rows) + 1
    sheet.freeze_panes(3, 1)
    sheet.autofilter(2, 0, 2 + max(1, len(lists[0])), len(HEADERS) - 1)
    sheet.repeat_rows(2)
    sheet.conditional_format(3, 0, at, 0, {"type": "blanks", "format": palette.get(bg_color="#FFF2CC")})
    sheet.data_validation(3, 1, at, 1, {"validate": "length", "criteria": "<", "value": 99})
    sheet.write_url(0, 3, "internal:'其他'!A1", palette.get(), "看这里")
    area, options = (0, 0, max(len(lists[-1]), 1), 5), {"name": "表", "columns": [{"header": h} for h in HEADERS]}
    if streamed:
        long.add_table(other, area, options)
    else:
        other.add_table(*area, options)
    put(other, 1, lists[-1])
    if streamed:
        return long.close()
    book.close()
    return stream.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as package:
        assert package.testzip() is None
        return {info.filename: package.read(info) for info in package.infolist()}


def around_rows(part: bytes) -> tuple[bytes, bytes]:
    """A sheet's part without its rows."""
    return part[: part.index(b"<sheetData")], part[part.rindex(b"</sheetData>") :]


def cells_of(content: bytes) -> dict[str, list[Any]]:
    """Value, number format and row height of every cell."""
    book = load_workbook(BytesIO(content))
    found = {
        page.title: [
            (
                c.coordinate,
                c.value,
                c.data_type,
                c.number_format,
                c.border.left.style,
                page.row_dimensions[c.row].height,
            )
            for cells in page.iter_rows()
            for c in cells
        ]
        for page in book
    }
    book.close()
    return found


LISTS = [
    [[row(n) for n in range(1, 40)]],
    [AWKWARD],
    [[row(1)]],
    [[], [row(2)]],
    [[row(n) for n in range(1, 1203)], AWKWARD, [row(1)]],
]


@pytest.mark.slow
@pytest.mark.parametrize("lists", LISTS, ids=lambda lists: "+".join(str(len(rows)) for rows in lists))
def test_it_is_what_xlsxwriter_makes_cell_by_cell(lists):
    fast, slow = drawn(lists, True), drawn(lists, False)
    ours, theirs = parts(fast), parts(slow)
    assert {*ours} == {*theirs}
    sheets = {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"}
    differing = {name for name in ours if ours[name] != theirs[name]}
    assert differing <= {*sheets, "xl/sharedStrings.xml"}
    for name in sheets:
        assert around_rows(ours[name]) == around_rows(theirs[name])
    assert cells_of(fast) == cells_of(slow)
    read = [python_calamine.CalamineWorkbook.from_filelike(BytesIO(content)) for content in (fast, slow)]
    for name in ("明细", "其他"):
        grids = [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for book in read]
        assert grids[0] == grids[1]


def test_the_counts_of_shared_texts_are_right():
    strings, sheets = parts(drawn(LISTS[4], True)), ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml")
    part = strings["xl/sharedStrings.xml"]
    used = sum(strings[name].count(b't="s"') for name in sheets)
    assert b'count="%d" uniqueCount="%d"' % (used, part.count(b"<si>")) in part


def test_the_same_lists_give_the_same_bytes():
    assert drawn(LISTS[4], True) == drawn(LISTS[4], True)


def test_texts_stay_texts():
    cells = {c[0]: c[1:3] for c in cells_of(drawn([AWKWARD], True))["明细"]}
    assert cells["F4"] == ("=1+1", "s") or cells["F4"][0] == "=1+1"
    grid = python_calamine.CalamineWorkbook.from_filelike(BytesIO(drawn([AWKWARD], True))).get_sheet_by_name("明细")
    notes = [line[5] for line in grid.to_python(skip_empty_area=False)[3:]]
    assert notes[0] == "=1+1" and notes[9] == "_x0041_" and notes[10] == "控制符" and notes[14] == "00123"


def test_a_workbook_without_long_lists_is_left_as_it_is():
    stream = BytesIO()
    book = Workbook(stream, {"in_memory": True})
    book.add_worksheet("空").write_string(0, 0, "x")
    lists = LongLists(book, stream)
    assert lists.add(book.worksheets()[0], 1, [], (), lambda value: book.add_format()) == 1
    assert lists.close() == stream.getvalue()


anything = st.one_of(
    st.none(), st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=20), st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False, width=32), st.dates(date(1900, 1, 1), date(2200, 1, 1)),
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(anything, min_size=6, max_size=6), max_size=8), st.lists(anything, min_size=6, max_size=6))
def test_any_values(rows, last):
    lists = [rows, [last]]
    assert cells_of(drawn(lists, True)) == cells_of(drawn(lists, False))


def test_libreoffice_reads_it(libreoffice, tmp_path: Path):
    source = tmp_path / "长.xlsx"
    source.write_bytes(drawn([[row(n) for n in range(1, 300)], AWKWARD], True))
    command = [
        libreoffice,
        "--headless",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1",
    ]
    subprocess.run([*command, "--outdir", str(tmp_path), str(source)], check=True, capture_output=True, timeout=180)
    (made,) = tmp_path.glob("*.csv")
    text = made.read_text(encoding="utf-8")
    assert "K0299,城南五金" in text.replace('"', "") and "=1+1" in text and "_x0041_" in text
