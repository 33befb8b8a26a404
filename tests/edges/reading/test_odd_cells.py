"""Cells that the parser would stumble over, or that lie far from all others: the sheet is read all the same."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from xlsxwriter import Workbook as Writer

from huifang.edges.reading import whole_file
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.reading.whole_file import read_file
from huifang.edges.reading.xlsx_read import read_book
from huifang.tables.cells import read_cell
from huifang.tables.model import Column, Kind
from huifang.tables.odd_cells import BadCell
from patched import parts
from workbooks_made import packed

SHEET, TEXTS, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"
FORMATS = {"duration": "[h]:mm", "day": "yyyy-mm-dd", "time": "hh:mm", "moment": "yyyy-mm-dd hh:mm", "plain": "General"}


def made(number_format: str = "General") -> bytes:
    """Texts in the first row; in the second a number, and a text that is shared."""
    stream = io.BytesIO()
    book = Writer(stream)
    sheet = book.add_worksheet("表")
    sheet.write_row(0, 0, ["甲", "乙", "丙"])
    sheet.write_number(1, 0, 12345.25, book.add_format({"num_format": number_format}))
    sheet.write_string(1, 1, "文字")
    sheet.merge_range("A5:B5", "合并")
    book.close()
    return stream.getvalue()


def changed(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    made_of = parts(content)
    assert re.search(old, made_of[part]), old
    return packed({**made_of, part: re.sub(old, new, made_of[part], count=1)})


def cells(content: bytes) -> list[list[Any]]:
    (grid,) = read_book(content).sheets.values()
    return [list(row) for row in grid]


@pytest.mark.parametrize("number_format", FORMATS.values(), ids=FORMATS)
@pytest.mark.parametrize("value", ["13800138000", "-13800138000", "1e308", "1000000000", "-1", "-0.5", "2958466"])
def test_a_number_that_is_no_day_or_time_keeps_its_row(value: str, number_format: str) -> None:
    read = cells(changed(made(number_format), SHEET, rb"<v>12345.25<", b"<v>%s<" % value.encode()))
    assert read[1][1] == "文字"
    assert read[1][0] == float(value) or read[1][0] == timedelta(days=float(value))
    for kind in (Kind.DATE, Kind.TIME, Kind.DATETIME):
        assert read_cell(Column("列", "key", kind), read[1][0]).value is None, "it is said to be none"


@pytest.mark.parametrize("number_format", FORMATS.values(), ids=FORMATS)
@pytest.mark.parametrize("value", ["NaN", "-1e400", "-inf", "inf"])
def test_what_is_no_number_is_found_in_its_cell(value: str, number_format: str) -> None:
    read = cells(changed(made(number_format), SHEET, rb"<v>12345.25<", b"<v>%s<" % value.encode()))
    assert read[1][:2] == [BadCell(value), "文字"]


@pytest.mark.parametrize(
    ("kind", "value"), [(b"s", b"4000000000"), (b"s", b"-1"), (b"s", b"77"), (b"b", b"5"), (b"zzz", b"1")]
)
def test_a_value_that_no_program_writes_costs_its_cell(kind: bytes, value: bytes) -> None:
    content = changed(made(), SHEET, rb't="s"><v>3<', b't="%s"><v>%s<' % (kind, value))
    assert cells(content)[1] == [12345.25, BadCell(value.decode()), ""]


def test_a_merged_area_of_whole_rows_hides_nothing() -> None:
    assert cells(changed(made(), SHEET, rb'<mergeCell ref="[^"]*"', b'<mergeCell ref="5:5"'))[4][0] == "合并"


@pytest.mark.parametrize("count", [b"4000000000", b"99999999999999999999", b"-1", b"", b"1000000"])
def test_a_count_of_texts_that_lies_is_not_believed(count: bytes) -> None:
    content = changed(made(), TEXTS, rb'uniqueCount="\d+"', b'uniqueCount="%s"' % count)
    assert cells(content)[1][1] == "文字"


BLANKS = {
    "a space": b'<c r="%s" t="inlineStr"><is><t xml:space="preserve"> </t></is></c>',
    "a wide space": '<c r="%s" t="inlineStr"><is><t>\u3000</t></is></c>'.encode(),
    "a formula that shows nothing": b'<c r="%s" t="str"><f>IF(A1="","","x")</f><v></v></c>',
    "a formula that shows a space": b'<c r="%s" t="str"><f>A1</f><v> </v></c>',
    "a format": b'<c r="%s" s="1"/>',
    "a text without anything": b'<c r="%s" t="str"/>',
    "a text without text": b'<c r="%s" t="inlineStr"><is><t></t></is></c>',
}


@pytest.mark.parametrize("address", ["C1048576", "XFD3", "XFD1048576", "B9000"])
@pytest.mark.parametrize("blank", BLANKS.values(), ids=BLANKS)
def test_a_blank_far_away_makes_the_sheet_no_longer(blank: bytes, address: str) -> None:
    number = re.sub("[A-Z]", "", address)
    row = b'<row r="%s">%s</row></sheetData>' % (number.encode(), blank % address.encode())
    read = cells(changed(made(), SHEET, rb"</sheetData>", row))
    assert (len(read), max(map(len, read))) == (5, 3)


def test_a_shared_blank_far_away_makes_the_sheet_no_longer() -> None:
    book = Writer(stream := io.BytesIO())
    sheet = book.add_worksheet("表")
    sheet.write_row(0, 0, ["甲", " "])
    sheet.write_string(400_000, 2, " ")
    sheet.write_string(2, 500, "\u3000")
    book.close()
    assert cells(stream.getvalue()) == [["甲", " "]]


def test_rows_that_are_only_formatted_or_merged_are_none() -> None:
    content = changed(made(), SHEET, rb'<mergeCell ref="[^"]*"', b'<mergeCell ref="A5:XFD1048576"')
    row = b'<row r="1048576" ht="30" customHeight="1"><c r="XFD1048576" s="1"/></row></sheetData>'
    read = cells(changed(content, SHEET, rb"</sheetData>", row))
    assert (len(read), max(map(len, read))) == (5, 3)


def test_a_value_far_away_is_said_with_its_place() -> None:
    content = changed(made(), SHEET, rb"</sheetData>", b'<row r="400000"><c r="Z400000"><v>1</v></c></row></sheetData>')
    with pytest.raises(Unreadable, match="第 400000 行、第 26 列"):
        read_book(content)


@pytest.mark.parametrize("far", ["Z99999", "AA3", "A100000", "A12001"])
def test_a_long_list_is_read_as_far_as_it_goes(far: str) -> None:
    book = Writer(stream := io.BytesIO(), {"constant_memory": True})
    sheet = book.add_worksheet("表")
    for row in range(12_000):
        sheet.write_row(row, 0, [f"K{row:05d}", "王女士", f"138{row:08d}", float(row)])
    book.close()
    number = re.sub("[A-Z]", "", far).encode()
    behind = b'<row r="%s"><c r="%s" t="str"><v> </v></c></row></sheetData>' % (number, far.encode())
    read = cells(changed(stream.getvalue(), SHEET, rb"</sheetData>", behind))
    assert (len(read), read[-1][:4]) == (12_000, ["K11999", "王女士", "13800011999", 11999.0])


def test_a_sheet_of_macros_beside_the_list_is_passed_over() -> None:
    made_of = parts(made())
    macro = "xl/macrosheets/sheet1.xml"
    kind = b"http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"
    link = b'<Relationship Id="rId77" Type="%s" Target="macrosheets/sheet1.xml"/></Relationships>' % kind
    links = made_of["xl/_rels/workbook.xml.rels"].replace(b"</Relationships>", link)
    book = made_of[BOOK].replace(b"</sheets>", b'<sheet name="Macro1" sheetId="9" r:id="rId77"/></sheets>')
    whole = {**made_of, BOOK: book, "xl/_rels/workbook.xml.rels": links, macro: b"<xm:macrosheet/>"}
    read = read_book(packed(whole))
    assert (list(read.sheets), read.active) == (["表"], ("Excel 4.0 宏表",))


def test_one_sheet_that_is_listed_a_thousand_times_is_not_read_as_often() -> None:
    again = b"".join(b'<sheet name="n%d" sheetId="%d" r:id="rId1"/>' % (n, n) for n in range(2, 2002))
    with pytest.raises(Unreadable, match="部件过多"):
        read_book(changed(made(), BOOK, rb"</sheets>", again + b"</sheets>"))


OUTSIDE = b'<Relationships><Relationship Id="r" Type="%s" Target="http://x/a" TargetMode="External"/></Relationships>'
ACTIVE: dict[str, tuple[str, bytes, tuple[str, ...]]] = {
    "macros": ("xl/vbaProject.bin", b"x", ("宏",)),
    "macros of WPS": ("xl/JDEData.bin", b"x", ("WPS 宏",)),
    "a link": ("xl/externalLinks/externalLink1.xml", b"<externalLink><externalBook/></externalLink>", ("外部链接",)),
    "DDE": ("xl/externalLinks/externalLink1.xml", b"<externalLink><ddeLink/></externalLink>", ("DDE 链接",)),
    "an object": ("xl/embeddings/oleObject1.bin", b"x", ("嵌入的对象",)),
    "a control": ("xl/activeX/activeX1.bin", b"x", ("ActiveX 控件",)),
    "a connection": ("xl/connections.xml", b"<connections/>", ("数据连接",)),
    "a picture from elsewhere": ("xl/drawings/_rels/drawing1.xml.rels", OUTSIDE % b"x/image", ("外部链接",)),
    "a picture that may be clicked": ("xl/drawings/_rels/drawing1.xml.rels", OUTSIDE % b"x/hyperlink", ()),
    "nothing": ("docProps/app.xml", b"<x/>", ()),
}


@pytest.mark.parametrize(("part", "content", "named"), ACTIVE.values(), ids=ACTIVE)
def test_what_could_do_something_by_itself_is_named(part: str, content: bytes, named: tuple[str, ...]) -> None:
    assert read_book(packed({**parts(made()), part: content})).active == named


def test_a_formula_that_asks_another_program_is_named() -> None:
    cell = b'<c r="C2" t="str"><f>cmd|\'/c calc\'!A0</f><v>0</v></c></row>'
    assert read_book(changed(made(), SHEET, rb"(?<=</c>)</row>(?=<row r=\"5\")", cell)).active == ("DDE 链接",)


def test_a_file_is_measured_before_it_is_read(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "大.xlsx"
    path.write_bytes(b"PK" + bytes(100))
    opened: Callable[..., Any] = lambda *_: pytest.fail("it was opened")  # noqa: E731
    monkeypatch.setattr(whole_file, "MAX_FILE_BYTES", 50)
    monkeypatch.setattr(type(path), "open", opened)
    with pytest.raises(Unreadable) as refused:
        read_file(path)
    assert refused.value.reason.code == "Y130"
