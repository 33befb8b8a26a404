"""Packages that are not written as usual, though programs open them; what people see and cells do not hold."""

import io
import re
import zipfile
from datetime import datetime

import pytest
import xlsxwriter
from openpyxl import load_workbook

from huifang.core.findings import Finding, Place, Severity
from huifang.edges.marking.marked_copy import mark
from huifang.edges.reading.cell_digest import cell_digest
from huifang.edges.reading.odd_package import holds_workbook
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.reading.xlsx_read import read_book
from huifang.tables.cells import read_cell, shown
from huifang.tables.model import Column, Kind
from huifang.tables.odd_cells import BadCell, Merged

ROWS = [["客户编号", "客户名称", "日期"], ["N1", "店1", datetime(2026, 11, 12).date()]]
MAIN, STRICT = "http://schemas.openxmlformats.org/", "http://purl.oclc.org/ooxml/"
LINKS = "xl/_rels/workbook.xml.rels"


def made(fill=lambda sheet, book: None):
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("名单")
    sheet.write_row(0, 0, ROWS[0])
    sheet.write_row(1, 0, ROWS[1][:2])
    sheet.write_datetime(1, 2, datetime(2026, 11, 12), book.add_format({"num_format": "yyyy-mm-dd"}))
    fill(sheet, book)
    book.close()
    return stream.getvalue()


PLAIN = made()


def zipped(name=lambda name: name, text=lambda name, text: text, without=()):
    """The plain workbook with other names of parts, or other texts in them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as source, zipfile.ZipFile(out, "w") as target:
        for part in source.namelist():
            if part not in without:
                target.writestr(name(part), text(part, source.read(part).decode()).encode())
    return out.getvalue()


def replaced(*pairs, only=""):
    def text(part, xml):
        for old, new in pairs if only in part else ():
            xml = xml.replace(old, new)
        return xml

    return text


def in_folder(folder):
    text = replaced(('Target="xl/', f'Target="{folder}'), ('PartName="/xl/', f'PartName="/{folder}'))
    return {"name": lambda part: part.replace("xl/", folder, 1), "text": text}


ODD = {
    "backslashes": zipped(lambda part: part.replace("/", "\\")),
    "leading slashes": zipped(lambda part: f"/{part}"),
    "in a folder of another name": zipped(**in_folder("data/")),
    "in no folder": zipped(**in_folder("")),
    "capitals": zipped(lambda part: part.replace("xl/", "XL/", 1)),
    "a sheet in capitals": zipped(lambda part: part.replace("sheet1", "Sheet1")),
    "another name of the workbook": zipped(
        lambda part: part.replace("workbook.xml", "book2.xml"), replaced(("workbook.xml", "book2.xml"))
    ),
    "absolute targets": zipped(text=replaced(("Target=\"work", "Target=\"/xl/work"), ("Target=\"sh", "Target=\"/xl/sh"),
                                             only=LINKS)),
    "roundabout targets": zipped(text=replaced(("Target=\"worksheets", "Target=\"./worksheets"), only=LINKS)),
    "targets by the folder above": zipped(text=replaced(("Target=\"work", "Target=\"../xl/work"), only=LINKS)),
    "single quotes": zipped(text=replaced(("\"", "'"), only="workbook.xml")),
    "strict": zipped(text=replaced((f"{MAIN}spreadsheetml/2006", f"{STRICT}spreadsheetml"),
                                   (f"{MAIN}officeDocument/2006", f"{STRICT}officeDocument"))),
    "no theme": zipped(without=("xl/theme/theme1.xml", "docProps/app.xml", "docProps/core.xml")),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_a_package_that_other_programs_open_is_read(name):
    assert read_book(ODD[name]).sheets == {"名单": ROWS}


@pytest.mark.parametrize("name", ["backslashes", "leading slashes", "in a folder of another name", "in no folder"])
def test_and_comes_back_marked(name):
    finding = Finding("C201", Severity.ERROR, Place("表.xlsx", "名单", "B2"), "没有填写。", "请填写。")
    book = load_workbook(io.BytesIO(mark(ODD[name], [finding])))
    assert book["名单"]["B2"].value == "店1" and "没有填写" in book["名单"]["B2"].comment.text


def test_without_its_styles_a_day_is_a_number():
    sheets = read_book(zipped(without=("xl/styles.xml",))).sheets
    assert read_cell(Column("日期", "day", Kind.DATE), sheets["名单"][1][2]).value == ROWS[1][2]


@pytest.mark.parametrize("part", ["../xl/evil.xml", "xl\\..\\..\\evil.xml", "C:\\evil.xml", "/etc/passwd"])
def test_a_path_that_leads_elsewhere_is_refused(part):
    stream = io.BytesIO(PLAIN)
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr(part, "x")
    with pytest.raises(Unreadable) as refused:
        read_book(stream.getvalue())
    assert refused.value.reason.code == "Y112"


def test_what_a_file_is_shows_in_its_bytes():
    word = zipped(lambda part: part.replace("xl/", "word/", 1))
    for content, expected in ((PLAIN, True), (ODD["backslashes"], True), (word, False), (b"PK", False), (b"", False),
                              (PLAIN[: len(PLAIN) // 2], False), (b"\xd0\xcf\x11\xe0" * 20, False)):  # fmt: skip
        assert holds_workbook(io.BytesIO(content)) is expected


@pytest.mark.parametrize(
    ("number_format", "value", "text"),
    [("00000", 12, "00012"), ('"K"0000', 7, "K0007"), ("0000\\-0000", 123, "0000-0123"), ("000", 12345, "12345"),
     ('00"号"', 5, "05号"), ("00000000000", 57188000001, "57188000001")],
)  # fmt: skip
def test_noughts_that_a_format_shows_belong_to_a_code(number_format, value, text):
    def fill(sheet, book):
        sheet.write_number(1, 0, value, book.add_format({"num_format": number_format}))

    raw = read_book(made(fill)).sheets["名单"][1][0]
    assert (raw, shown(raw)) == (value, text)
    assert read_cell(Column("编号", "no", Kind.CODE), raw).value == text
    assert read_cell(Column("数量", "amount", Kind.INTEGER), raw).value == value


@pytest.mark.parametrize(
    "number_format", ["0", "0.00", "#,##0", "0%", '[<32]0"日";m"-"d', "yyyy-mm-dd", "@", "0000;-0"]
)
def test_other_formats_leave_a_number_alone(number_format):
    def fill(sheet, book):
        sheet.write_number(1, 0, 12, book.add_format({"num_format": number_format}))

    assert type(read_book(made(fill)).sheets["名单"][1][0]).__name__ != "AsShown"


def test_cells_that_are_merged_down_read_as_the_first_one():
    def fill(sheet, book):
        for row in range(1, 5):
            sheet.write_string(row, 1, f"店{row}")
        sheet.merge_range(1, 3, 4, 4, "张伟")
        sheet.merge_range(6, 0, 9, 0, "合计")

    book = read_book(made(fill))
    grid = book.sheets["名单"]
    assert [grid[row][3] for row in range(1, 5)] == ["张伟", *[Merged("张伟")] * 3]
    assert [grid[row][4:] for row in range(1, 5)] == [[]] * 4  # to the right of the first one nothing is said
    assert grid[7:] == []  # nothing of its own stands there
    bare = [[("" if isinstance(raw, Merged) else raw) for raw in cells] for cells in grid]
    assert cell_digest(book) == cell_digest(type(book)({"名单": bare}))


PICTURES = {
    "WPS": '<c r="B2" t="str"><f>_xlfn.DISPIMG("ID_1234",1)</f><v>=DISPIMG("ID_1234",1)</v></c>',
    "WPS without a result": '<c r="B2"><f>_xlfn.DISPIMG("ID_1234",1)</f></c>',
    "Excel": '<c r="B2" t="e" vm="1"><v>#VALUE!</v></c>',
    "by a formula": '<c r="B2" t="str"><f>_xlfn.IMAGE("https://example.com/a.png")</f><v></v></c>',
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_in_a_cell_is_no_text(name):
    def text(part, xml):
        return re.sub(r'<c r="B2".*?</c>', PICTURES[name], xml) if part.endswith("sheet1.xml") else xml

    cell = read_book(zipped(text=text)).sheets["名单"][1][1]
    assert cell == BadCell("图片")
    assert read_cell(Column("名称", "name"), cell).code == "C220"


def test_hidden_sheets_are_known():
    def fill(sheet, book):
        book.add_worksheet("旧").hide()
        book.add_worksheet("更旧").very_hidden()

    assert read_book(made(fill)).unseen == {"旧", "更旧"}
