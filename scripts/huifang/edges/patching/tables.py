"""Excel tables (ListObjects) on a sheet: where they are, how they grow."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from huifang.core.catalogue import because
from huifang.core.text import clean
from huifang.edges.patching.areas import Area, parse_area
from huifang.edges.patching.book import PatchedBook
from huifang.edges.patching.changes import CannotPatch

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class Calculated:
    """The formula of a calculated column."""

    text: str
    is_array: bool


@dataclass(frozen=True, kw_only=True)
class ListTable:
    """A table on a sheet: its area with header and totals row, its columns from left to right."""

    part: str
    name: str
    area: Area
    headers: tuple[str, ...]
    calculated: dict[int, Calculated]
    header_rows: int
    totals_rows: int
    is_query: bool

    @property
    def body(self) -> Area:
        """The rows between header and totals."""
        area = self.area
        return Area(area.top + self.header_rows, area.left, area.bottom - self.totals_rows, area.right)

    @property
    def columns(self) -> dict[str, int]:
        """The sheet's columns by header."""
        return {header: self.area.left + index for index, header in reversed(list(enumerate(self.headers)))}


def tables_of(book: PatchedBook, sheet_part: str) -> list[ListTable]:
    """The tables on a sheet.

    Raises:
        CannotPatch: a table's part is missing or damaged.
    """
    return [_read(book, part) for part in book.package.related(sheet_part, "table")]


def _read(book: PatchedBook, part: str) -> ListTable:
    root = book.package.document(part).root
    given = root.attributes
    try:
        area = parse_area(given.get("ref", ""))
    except ValueError:
        raise CannotPatch(because("Y735")) from None
    listed = root.child("tableColumns")
    columns = listed.all("tableColumn") if listed else []
    calculated = {}
    for index, element in enumerate(columns):
        formula = element.child("calculatedColumnFormula")
        if formula is not None and formula.text.strip():
            calculated[area.left + index] = Calculated(formula.text.strip(), formula.flag("array"))
    names = tuple(_header(element.attributes.get("name", "")) for element in columns)
    is_query = given.get("tableType", "worksheet") != "worksheet"
    name = given.get("displayName") or given.get("name", "")
    header_rows, totals_rows = root.number("headerRowCount", 1), root.number("totalsRowCount")
    return ListTable(
        part=part,
        name=name,
        area=area,
        headers=names,
        calculated=calculated,
        header_rows=header_rows,
        totals_rows=totals_rows,
        is_query=is_query,
    )


def _header(name: str) -> str:
    return clean(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), name))


def grow(book: PatchedBook, table: ListTable, last: int) -> None:
    """Let the table reach down to row ``last`` at least, with its filter.

    A table without data shows an empty row for typing: once that is filled, it is a row like others.
    """
    document = book.package.document(table.part)
    root = document.root
    if "insertRow" in root.attributes:
        document.set(root, insertRow=None)
    if last > table.area.bottom:
        grown = str(replace(table.area, bottom=last))
        document.set(root, ref=grown)
        own_filter = root.child("autoFilter")
        if own_filter is not None and "ref" in own_filter.attributes:
            document.set(own_filter, ref=grown)
    if document.edits():
        book.package.put(table.part, document.result())
