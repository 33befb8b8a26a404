"""A fingerprint of a workbook's cells: the same after a mere re-save, different after any change of content."""

from __future__ import annotations

import json
from hashlib import sha256

from huifang.edges.xlsx_guard import Unreadable
from huifang.edges.xlsx_read import read_book
from huifang.tables.cells import shown


def cell_digest(content: bytes) -> str | None:
    """SHA-256 over every sheet's name and filled cells; None where the content is no readable workbook."""
    try:
        book = read_book(content)
    except Unreadable:
        return None
    cells = {
        name: [
            [row, column, shown(cell)]
            for row, values in enumerate(grid)
            for column, cell in enumerate(values)
            if cell not in ("", None)
        ]
        for name, grid in book.sheets.items()
    }
    return sha256(json.dumps(cells, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
