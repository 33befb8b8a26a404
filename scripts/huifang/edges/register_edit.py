"""Rows added to a register workbook and cells changed in it: everything else in the file stays as its owner left it."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any


def edited(content: bytes, sheet: str, rows: Sequence[Mapping[str, Any]], cells: Mapping[str, Any]) -> bytes:
    """The workbook with these rows (by header) below the last filled one, and these cells (by address) changed.

    Raises:
        OfficeError: it cannot be changed without harm; the message says what to do.
    """
    from openpyxl import load_workbook  # noqa: PLC0415  (a stand-in until the patch is merged)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(BytesIO(content))
    page = book[sheet]
    for address, value in cells.items():
        page[address] = value
    columns = {str(cell.value).strip(): cell.column for cell in page[1] if cell.value is not None}
    last = max((n for n in range(1, page.max_row + 1) if any(c.value is not None for c in page[n])), default=1)
    for number, row in enumerate(rows, start=last + 1):
        for header, value in row.items():
            page.cell(number, columns[header]).value = value
    for table in page.tables.values():
        first, end = table.ref.split(":")
        found = re.fullmatch(r"([A-Z]+)(\d+)", end)
        assert found
        table.ref = f"{first}:{found[1]}{max(int(found[2]), last + len(rows))}"
        if table.autoFilter is not None:
            table.autoFilter.ref = table.ref
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
