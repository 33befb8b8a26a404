"""A fingerprint of a workbook's cells: the same after a mere re-save, different after any change of content."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from itertools import zip_longest

from huifang.edges.unreadable import Unreadable
from huifang.edges.xlsx_read import RawBook, read_book

#: Signs that no cell of a workbook may hold.
_END, _END_OF_COLUMN = "\x1f", "\x1e"


def cell_digest(book: RawBook) -> str:
    """SHA-256 over every sheet's name and its cells, column by column, empty ones at the ends left out."""
    total = sha256()
    for name, grid in book.sheets.items():
        columns = [_column(cells) for cells in zip_longest(*grid, fillvalue="")]
        while columns and not columns[-1]:
            columns.pop()
        total.update(_END_OF_COLUMN.join([name, *columns, ""]).encode("utf-8", "surrogatepass"))
    return total.hexdigest()


def _column(cells: Sequence[object]) -> str:
    return _END.join(map(str, cells)).rstrip(_END)


def digest_of(content: bytes) -> str:
    """The fingerprint of a workbook's bytes; empty where they are no readable workbook."""
    try:
        return cell_digest(read_book(content))
    except Unreadable:
        return ""
