"""Lists that offices keep for themselves, as grids: workbooks behind the guard, and text files with separators."""

from __future__ import annotations

import csv
import re
from pathlib import PurePath

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
    raise Unreadable(f"不能导入“{ending or name}”文件", "请在 Excel 或 WPS 里另存为 .xlsx 或 .csv 文件。")


def is_text(name: str) -> bool:
    """Whether the file's cells have no types: its dates and numbers are text, and nobody can help it."""
    return PurePath(name).suffix.lower() in TEXT_ENDINGS


def _text_grid(content: bytes) -> Grid:
    if len(content) > MAX_PART_BYTES:
        raise Unreadable("文件过大", "请分成几个文件，分几次导入。")
    lines = _decoded(content).splitlines(keepends=True)
    head = lines[0] if lines else ""
    separator = max(_SEPARATORS, key=head.count)
    try:
        grid = [[_cell(text) for text in cells] for cells in csv.reader(lines, delimiter=separator)]
    except csv.Error as error:
        raise Unreadable("文件里的引号不成对，或有不能识别的内容", "请在 Excel 或 WPS 里另存为 .xlsx 文件。") from error
    if sum(map(len, grid)) > MAX_CELLS:
        raise Unreadable("表格过大", "请分成几个文件，分几次导入。")
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
    raise Unreadable("文件的文字编码认不出来", "请在 Excel 或 WPS 里另存为 .xlsx 文件，或编码为 UTF-8 的 .csv 文件。")


def _cell(text: str) -> str:
    kept = _KEPT_AS_TEXT.fullmatch(text)
    return kept[1] if kept else text
