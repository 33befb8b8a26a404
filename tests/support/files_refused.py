"""Files that are not read and attachments that are not taken out, by the code of the reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from huifang.edges.arriving import containers
from huifang.edges.arriving.containers import unpack
from huifang.edges.books.hidden_record import RECORD, HiddenRecord, record_in
from huifang.edges.reading import list_read, whole_file, xlsx_guard
from huifang.edges.reading.list_read import read_list
from huifang.edges.reading.regulation_text import regulation_lines
from huifang.edges.reading.whole_file import read_file
from huifang.edges.reading.xlsx_read import read_book
from mails import encrypted, forwarded, mail, multipart, named, part, zipped
from patched import parts
from workbooks_made import by_xlsxwriter, packed

SHEET_PART = "xl/worksheets/sheet1.xml"
Provoke = Callable[[], object]


def limited(module: object, name: str, limit: int, provoke: Provoke) -> Provoke:
    """The same with a smaller limit: nobody waits for 64 megabytes."""

    def provoked() -> object:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, name, limit)
            return provoke()

    return provoked


def with_parts(**changed: bytes | None) -> bytes:
    """A workbook with other parts, named by their last word; None leaves one out."""
    made = {name: changed.get(name.rpartition("/")[2].partition(".")[0], old) for name, old in parts(BOOK).items()}
    return packed({name: content for name, content in made.items() if content is not None})


BOOK = by_xlsxwriter()


def scan() -> bytes:
    """A PDF whose only page holds no text."""
    import io

    from pypdf import PdfWriter

    stream, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(210, 297)
    writer.write(stream)
    return stream.getvalue()


CELLS = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData>%s</worksheet>'
CELL = b'<row r="1"><c %s><f>1</f><v>1</v></c></row>'


def sheet(cells: bytes, behind: bytes = b"") -> bytes:
    return with_parts(sheet1=CELLS % (cells, behind))


def damaged_member() -> Sequence[containers.Parcel]:
    content = zipped({"a.xlsx": BOOK})
    at = content.index(b"a.xlsx") + 12
    return unpack("x.zip", content[:at] + b"\xff\xff\xff" + content[at + 3 :])


def mail_in_mails(levels: int) -> bytes:
    content = mail(named(BOOK, "a.xlsx"), mark="M0")
    for level in range(1, levels + 1):
        content = mail(forwarded(content), mark=f"M{level}")
    return content


def parts_in_parts(levels: int) -> bytes:
    content = part(BOOK, 'attachment; filename="a.xlsx"')
    for level in range(levels):
        content = multipart(content, mark=f"L{level}x")
    return content


FILES: dict[str, Provoke] = {
    "Y101": lambda: read_book("计划编号,客户编号".encode()),
    "Y102": lambda: read_book(xlsx_guard.OLE_MAGIC + bytes(600)),
    "Y103": lambda: read_book(BOOK[: len(BOOK) // 2]),
    "Y104": lambda: read_book(encrypted({"xl/workbook.xml": b"<workbook/>"})),
    "Y105": lambda: read_book(with_parts(workbook=None)),
    "Y106": limited(xlsx_guard, "MAX_PART_BYTES", 10, lambda: read_book(BOOK)),
    "Y107": lambda: read_book(with_parts(workbook=b"<workbook><sheets/></workbook>")),
    "Y108": lambda: read_book(sheet(CELL % b'r="XFD1048576"')),
    "Y109": lambda: read_book(with_parts(styles=b"<styleSheet><cellXfs><xf")),
    "Y110": lambda: read_book(zipped({f"{n}.xml": b"" for n in range(2001)})),
    "Y111": lambda: read_book(zipped({"xl/workbook.xml": b"", "xl/Workbook.xml": b""})),
    "Y112": lambda: read_book(zipped({"xl/workbook.xml": b"", "../evil.xml": b""})),
    "Y113": lambda: read_book(with_parts(sheet1="<worksheet/>".encode("utf-16"))),
    "Y114": lambda: read_book(with_parts(sheet1=b"<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet/>")),
    "Y115": lambda: read_book(sheet(b'<row r="1"><c r="A1"><v>1</c></row>')),
    "Y116": lambda: read_book(sheet(CELL % b'r="A0"')),
    "Y119": lambda: record_in({RECORD: [['{"v": 99}']]}, HiddenRecord),
    "Y120": lambda: read_list(b"\xd0\xcf", "名单.doc"),
    "Y121": limited(list_read, "MAX_PART_BYTES", 10, lambda: read_list(b"x" * 11, "名单.csv")),
    "Y122": limited(list_read, "MAX_CELLS", 3, lambda: read_list(b"a,b\nc,d\n", "名单.csv")),
    "Y124": lambda: read_list(b"\xff", "名单.csv"),
    "Y125": lambda: regulation_lines(b"\xd0\xcf", "制度.doc"),
    "Y126": lambda: regulation_lines(b" \n", "制度.txt"),
    "Y127": lambda: regulation_lines(scan(), "制度.pdf"),
    "Y128": lambda: regulation_lines(b"PK no document", "制度.docx"),
    "Y130": limited(whole_file, "MAX_FILE_BYTES", 10, lambda: read_file(Path(__file__))),
    "Y131": lambda: read_file(Path(__file__).parent),
    "Y201": lambda: unpack("x.zip", zipped({f"{n}.xlsx": b"" for n in range(201)})),
    "Y202": lambda: unpack("x.eml", mail_in_mails(6)),
    "Y203": lambda: unpack("x.eml", mail(part(b"", 'attachment; filename="a.xlsx"', body=b"UEs=DB"))),
    "Y204": lambda: unpack("x.zip", zipped({"1.zip": zipped({"2.zip": zipped({"a.xlsx": BOOK})})})),
    "Y205": lambda: unpack("x.zip", encrypted({"a.xlsx": BOOK})),
    "Y206": limited(containers, "MAX_MEMBER_BYTES", 10, lambda: unpack("x.zip", zipped({"a.xlsx": BOOK}))),
    "Y207": lambda: unpack("x.eml", parts_in_parts(2000)),
    "Y208": lambda: unpack("x.zip", b"not a zip"),
    "Y209": damaged_member,
}
