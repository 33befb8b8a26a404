"""A fingerprint of a workbook's cells: the same after a mere re-save, different after any change of content."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from itertools import zip_longest

from huifang.edges.xlsx_guard import Unreadable
from huifang.edges.xlsx_read import RawBook, read_book
from huifang.tables.cells import shown

_END = "\x1f"


def cell_digest(book: RawBook) -> str:
    """SHA-256 over every sheet's name and its cells, column by column, empty ones at the ends left out."""
    total = sha256()
    for name, grid in book.sheets.items():
        columns = [_column(cells) for cells in zip_longest(*grid, fillvalue="")]
        while columns and not columns[-1]:
            columns.pop()
        total.update(json.dumps([name, *columns], ensure_ascii=False).encode("utf-8", "surrogatepass"))
    return total.hexdigest()


def _column(cells: Sequence[object]) -> str:
    texts = [cell if isinstance(cell, str) else shown(cell) for cell in cells]
    joined = _END.join(texts)
    return joined.rstrip(_END) if joined.count(_END) == len(texts) - 1 else repr(texts)  # a cell may hold that sign


def digest_of(content: bytes) -> str:
    """The fingerprint of a workbook's bytes; empty where they are no readable workbook."""
    try:
        return cell_digest(read_book(content))
    except Unreadable:
        return ""
