"""A fingerprint of a workbook's cells: the same after a mere re-save, different after any change of content."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, time
from hashlib import sha256
from itertools import zip_longest
from typing import Any

from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.reading.xlsx_read import RawBook, read_book

#: Signs that no cell of a workbook may hold.
_END, _END_OF_COLUMN = "\x1f", "\x1e"
#: Types of which two values that are equal read the same; a number may equal a truth value.
_ALIKE = {str, date, time}


def cell_digest(book: RawBook) -> str:
    """SHA-256 over every sheet's name and its cells, column by column, empty ones at the ends left out."""
    total = sha256()
    for name, grid in book.sheets.items():
        columns = [_column(cells) for cells in zip_longest(*grid, fillvalue="")]
        while columns and not columns[-1]:
            columns.pop()
        total.update(_END_OF_COLUMN.join([name, *columns, ""]).encode("utf-8", "surrogatepass"))
    return total.hexdigest()


def _column(cells: Sequence[Any]) -> str:
    try:
        whole = _END.join(cells)  # most columns hold nothing but texts
    except TypeError:
        whole = _END.join(_texts(cells))
    return whole.rstrip(_END)


def _texts(cells: Sequence[Any]) -> Iterable[str]:
    if not {*map(type, cells)} <= _ALIKE:
        return map(str, cells)
    texts = {value: str(value) for value in {*cells}}  # few different ones
    return map(texts.__getitem__, cells)


def digest_of(content: bytes) -> str:
    """The fingerprint of a workbook's bytes; empty where they are no readable workbook."""
    try:
        return cell_digest(read_book(content))
    except Unreadable:
        return ""
