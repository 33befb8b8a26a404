"""A fingerprint of a workbook's cells: the same after a mere re-save, different after any change of content."""

from __future__ import annotations

from hashlib import sha256

from huifang.edges.xlsx_guard import Unreadable
from huifang.edges.xlsx_read import RawBook, read_book
from huifang.tables.cells import shown


def cell_digest(book: RawBook) -> str:
    """SHA-256 over every sheet's name and its cells, empty ones at the ends of rows and sheets left out."""
    total = sha256()
    for name, grid in book.sheets.items():
        total.update(repr(name).encode())
        empty_rows = 0
        for cells in grid:
            row = [cell if isinstance(cell, str) else shown(cell) for cell in cells]
            while row and not row[-1]:
                row.pop()
            if not row:
                empty_rows += 1
                continue
            total.update(b"\n" * (empty_rows + 1))
            empty_rows = 0
            total.update(repr(row).encode())
    return total.hexdigest()


def digest_of(content: bytes) -> str:
    """The fingerprint of a workbook's bytes; empty where they are no readable workbook."""
    try:
        return cell_digest(read_book(content))
    except Unreadable:
        return ""
