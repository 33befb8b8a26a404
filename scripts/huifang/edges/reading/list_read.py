"""Lists that offices keep for themselves, as grids: workbooks behind the guard, and text files with separators."""

from __future__ import annotations

import csv
import re
from pathlib import PurePath

from huifang.core.catalogue import because
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.reading.xlsx_guard import MAX_CELLS, MAX_PART_BYTES
from huifang.edges.reading.xlsx_read import RawBook, read_book
from huifang.edges.store.files import WORKBOOK_ENDINGS
from huifang.tables.reading import Grid

TEXT_ENDINGS = (".csv", ".txt")
_ENCODINGS = ("utf-8-sig", "gb18030")
_SEPARATORS = ",\t;"
#: How spreadsheet programs are made to keep the zeros of a number: ``="0101"``.
_KEPT_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)


def read_list(content: bytes, name: str) -> RawBook:
    """The sheets of a list; a text file is one sheet, called like the file.

    Raises:
        Unreadable: with the reason, and what to do.
    """
    ending = PurePath(name).suffix.lower()
    if ending in TEXT_ENDINGS:
        return RawBook({PurePath(name).stem: _text_grid(content)})
    if ending in WORKBOOK_ENDINGS or content[:2] == b"PK" or ending == ".xls":
        return read_book(content)
    raise Unreadable(because("Y120", ending=ending or name))


def is_text(name: str) -> bool:
    """Whether the file's cells have no types: its dates and numbers are text, and nobody can help it."""
    return PurePath(name).suffix.lower() in TEXT_ENDINGS


def _text_grid(content: bytes) -> Grid:
    if len(content) > MAX_PART_BYTES:
        raise Unreadable(because("Y121"))
    lines = _decoded(content).splitlines(keepends=True)
    head = lines[0] if lines else ""
    separator = max(_SEPARATORS, key=head.count)
    try:
        grid = [[_cell(text) for text in cells] for cells in csv.reader(lines, delimiter=separator)]
    except csv.Error as error:
        raise Unreadable(because("Y123")) from error
    if sum(map(len, grid)) > MAX_CELLS:
        raise Unreadable(because("Y122"))
    return grid


def _decoded(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = _ENCODINGS
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(because("Y124"))


def _cell(text: str) -> str:
    kept = _KEPT_AS_TEXT.fullmatch(text)
    return kept[1] if kept else text
