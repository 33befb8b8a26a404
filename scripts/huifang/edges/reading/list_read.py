"""Lists that offices keep for themselves, as grids: workbooks behind the guard, and text files with separators."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from huifang.core.catalogue import because
from huifang.edges.reading.careful_scan import MAX_CELLS
from huifang.edges.reading.text_rows import TextRow, text_rows
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.reading.xlsx_guard import MAX_PART_BYTES
from huifang.edges.reading.xlsx_read import RawBook, read_book
from huifang.edges.store.files import WORKBOOK_ENDINGS
from huifang.tables.odd_cells import BadCell

TEXT_ENDINGS = (".csv", ".txt")
#: Workbooks of the old kind: of Excel, and of WPS.
OLD_ENDINGS = (".xls", ".et")
_ENCODINGS = ("utf-8-sig", "gb18030")
#: Of so many bytes at the beginning it is seen whether every character has two of them.
_HEAD = 400
#: How spreadsheet programs are made to keep the zeros of a number: ``="0101"``.
_KEPT_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)
#: What such programs write where a cell holds an error, or is too narrow for what it holds.
_ERROR = re.compile(r"\s*(?:#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!)|#{3,})\s*")


@dataclass(frozen=True)
class RawList:
    """A list as it was found. ``lines`` are the rows of a text file, in the order of its only sheet: there cells have
    no types, and a row may have more or fewer of them than the header. None for a workbook.
    """

    book: RawBook
    lines: Sequence[TextRow] | None = None


def read_list(content: bytes, name: str) -> RawList:
    """The sheets of a list; a text file is one sheet, called like the file.

    Raises:
        Unreadable: with the reason, and what to do.
    """
    ending = PurePath(name).suffix.lower()
    if ending in TEXT_ENDINGS:
        lines = _lines(content)
        grid = [[_cell(text) for text in line.cells] for line in lines]
        return RawList(RawBook({PurePath(name).stem: grid}), lines)
    if ending in OLD_ENDINGS and content[:2] != b"PK":
        return RawList(_old_book(content))
    if ending in WORKBOOK_ENDINGS or content[:2] == b"PK":
        return RawList(read_book(content))
    raise Unreadable(because("Y120", ending=ending or name))


def _old_book(content: bytes) -> RawBook:
    """The sheets of a workbook of the old kind, as Excel and WPS wrote them once."""
    from huifang.edges.reading.old_workbook import read_old_workbook  # noqa: PLC0415  (few lists are so old)

    try:
        return RawBook(read_old_workbook(content))
    except Unreadable:
        return read_book(content)  # which says how to save it anew


def _lines(content: bytes) -> list[TextRow]:
    if len(content) > MAX_PART_BYTES:
        raise Unreadable(because("Y121"))
    lines = text_rows(decoded(content))
    if sum(len(line.cells) for line in lines) > MAX_CELLS:
        raise Unreadable(because("Y122"))
    return lines


def decoded(content: bytes) -> str:
    """The text of the file, in whatever encoding.

    Raises:
        Unreadable: in none that is known.
    """
    for encoding in _encodings(content[:_HEAD]):
        try:
            return content.decode(encoding).lstrip("\ufeff")
        except UnicodeDecodeError:
            continue
    raise Unreadable(because("Y124"))


def _encodings(head: bytes) -> tuple[str, ...]:
    """In which the text may be, the likeliest first."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return ("utf-16",)
    first, second = head[::2].count(0), head[1::2].count(0)
    if first + second > 1 and not (first and second):
        return ("utf-16-be" if first else "utf-16-le", *_ENCODINGS)
    return _ENCODINGS


def _cell(text: str) -> str | BadCell:
    if _ERROR.fullmatch(text):
        return BadCell(text)
    kept = _KEPT_AS_TEXT.fullmatch(text)
    return kept[1] if kept else text
