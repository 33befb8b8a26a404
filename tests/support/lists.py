"""Lists as offices keep them, for tests of the import: made with openpyxl or as text."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from huifang.tables.model import Table

#: The headers of :func:`wild`, as offices call them.
WILD = ("序号", "单位名称", "联系人", "手机号", "跟进人")


def wild(path: Path, *rows: Sequence[Any], headers: Sequence[Any] = WILD, title: str = "2026 年客户名单") -> Path:
    """A list with a title over merged cells, a blank row and column, and headers of its own."""
    book = Workbook()
    sheet = book.active
    sheet.title = "名单"
    sheet["B1"] = title
    sheet.merge_cells(start_row=1, start_column=2, end_row=1, end_column=1 + len(headers))
    for number, cells in enumerate([headers, *rows], start=3):
        for column, value in enumerate(cells, start=2):
            cell = sheet.cell(number, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    path.parent.mkdir(exist_ok=True)
    book.save(path)
    return path


def plain(path: Path, *rows: Sequence[Any], sheet: str = "Sheet1") -> Path:
    """A workbook of rows from A1 on, the header first."""
    book = Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(list(row))
    path.parent.mkdir(exist_ok=True)
    book.save(path)
    return path


def text(path: Path, rows: Iterable[Sequence[str]], encoding: str, delimiter: str = ",") -> Path:
    """The rows as a text file."""
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=delimiter).writerows(rows)
    return path


def own_words(table: Table, rows: Iterable[Mapping[str, Any]]) -> list[list[Any]]:
    """A list for a table in other words than its own where there are any, columns from the last to the first."""
    taken: set[str] = {column.header for column in table.columns}
    headers = []
    for column in table.columns:
        words = [w for w in column.synonyms.split() if w not in taken and _called_so(table, w) == 1]
        headers.append(words[0] if words else f"{column.header}(必填)")
        taken.update(words[:1])
    keys = [column.key for column in table.columns]
    return [headers[::-1], *([row.get(key, "") for key in keys][::-1] for row in rows)]


def _called_so(table: Table, word: str) -> int:
    return sum(word in column.synonyms.split() for column in table.columns)
