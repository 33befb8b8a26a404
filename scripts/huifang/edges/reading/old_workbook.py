"""Workbooks of the old kind (.xls), and what companies call so: lists of calls come as such. Behind a guard of its own.

The parser lays out the whole rectangle of a sheet, so the records of the file are walked first, and rows and columns
that no such workbook can have are refused.
"""

from __future__ import annotations

import io
import struct
from html.parser import HTMLParser

import olefile
import python_calamine

from huifang.core.catalogue import because
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.reading.xlsx_guard import MAX_PART_BYTES
from huifang.tables.reading import Grid

#: Records that hold cells, with row and column first; of the last two several cells of a row.
_CELLS = frozenset({0x0201, 0x0203, 0x0204, 0x0205, 0x0006, 0x027E, 0x00FD, 0x00D6, 0x00BD, 0x00BE})
_ENCRYPTED, _EXTENT, _TEXTS = 0x002F, 0x0200, 0x00FC
MAX_COLUMNS, MAX_ROWS = 257, 65_537


def read_old_workbook(content: bytes) -> dict[str, Grid]:
    """The sheets of a workbook of the old kind.

    Raises:
        Unreadable: it has a password, is damaged, or is no such workbook.
    """
    _guard(content)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    except MemoryError:
        raise
    except Exception as error:  # somebody else's file and somebody else's parser: any error may come
        raise Unreadable(because("Y109")) from error
    except BaseException as error:
        if type(error).__module__ != "pyo3_runtime":  # a panic inside the parser, which is not an Exception
            raise
        raise Unreadable(because("Y109")) from error


def _guard(content: bytes) -> None:
    if len(content) > MAX_PART_BYTES:
        raise Unreadable(because("Y121"))
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as package:
            if package.exists("EncryptedPackage"):
                raise Unreadable(because("Y104"))
            name = next((one for one in ("Workbook", "Book") if package.exists(one)), None)
            if name is None:
                raise Unreadable(because("Y101"))
            stream = package.openstream(name).read(MAX_PART_BYTES)
    except Unreadable:
        raise
    except Exception as error:  # as above
        raise Unreadable(because("Y103")) from error
    _walk(stream)


def _walk(stream: bytes) -> None:
    """Refuse what would make the parser lay out, or reserve, more than the file can hold."""
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        part = stream[at + 4 : at + 4 + length]
        if kind == _ENCRYPTED:
            raise Unreadable(because("Y104"))
        if kind in _CELLS and len(part) >= 4:
            row, column = struct.unpack_from("<HH", part)
            _require_room(row + 1, column + 1)
        elif kind == _EXTENT and len(part) >= 8:
            first, last, left, right = struct.unpack_from("<IIHH" if len(part) >= 12 else "<HHHH", part)
            _require_room(max(last - first, 0) + 1, max(right - left, 0) + 1)
        elif kind == _TEXTS and len(part) >= 8 and struct.unpack_from("<I", part, 4)[0] > len(stream):
            raise Unreadable(because("Y109"))
        at += 4 + length


def _require_room(rows: int, columns: int) -> None:
    if columns > MAX_COLUMNS or rows > MAX_ROWS:
        raise Unreadable(because("Y108", rows=rows, columns=columns))


def is_page(content: bytes) -> bool:
    """Whether it is a page with a table, whatever its name says."""
    head = content[:2000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    return head.startswith(b"<") and (b"<table" in content[:200_000].lower())


class _Tables(HTMLParser):
    """The rows of all tables of a page, one after the other."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._within = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            if not self.rows:
                self.rows.append([])
            self.rows[-1].append("")
            self._within = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._within = False

    def handle_data(self, data: str) -> None:
        if self._within:
            self.rows[-1][-1] += data.strip()


def page_rows(text: str) -> list[list[str]]:
    """The rows of the page's tables."""
    tables = _Tables()
    tables.feed(text)
    return [row for row in tables.rows if row]
