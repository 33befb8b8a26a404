"""Rows: what stands in one, and the same row with cells changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from huifang.edges.patching.areas import column_number
from huifang.edges.patching.markup import Document, Element
from huifang.edges.patching.survey import RowBytes

#: What a new row takes over from the one above it.
_LOOKS = ("s", "customFormat", "ht", "customHeight")


@dataclass(frozen=True)
class RowSeen:
    """One row that exists, with its cells by column."""

    row: RowBytes
    prefix: str

    @cached_property
    def document(self) -> Document:
        """The row as XML that can be edited."""
        return Document(self.row.raw, self.prefix)

    @cached_property
    def cells(self) -> dict[int, Element]:
        """The cells by column; one without a reference stands behind the cell before it."""
        found: dict[int, Element] = {}
        column = 0
        for element in self.document.root.all("c"):
            reference = element.attributes.get("r")
            column = column_number(reference.rstrip("0123456789")) if reference else column + 1
            found[column] = element
        return found

    def style(self, column: int) -> int | None:
        """The format of a cell; None where neither the cell nor the row has one."""
        cell = self.cells.get(column)
        if cell is not None:
            return cell.number("s")
        row = self.document.root
        return row.number("s") if row.flag("customFormat") else None

    def formula(self, column: int) -> Element | None:
        """The formula element of a cell, if it has one."""
        cell = self.cells.get(column)
        return cell.child("f") if cell is not None else None

    @property
    def looks(self) -> dict[str, str]:
        """The attributes that make the row look as it does."""
        return {name: value for name, value in self.document.root.attributes.items() if name in _LOOKS}


def changed_row(seen: RowSeen, cells: Mapping[int, str], show: bool) -> bytes:
    """The row with cells (as XML, by column) in their places; ``show`` makes a hidden one visible."""
    document = Document(seen.row.raw, seen.prefix)
    row = document.root
    existing = RowSeen(seen.row, seen.prefix).cells
    for column in sorted(cells):
        xml = document.xml(cells[column])
        if column in existing:
            document.replace(existing[column], xml)
            continue
        later = [c for c in existing if c > column]
        if later:
            document.insert(existing[min(later)].start, xml)
        elif existing:
            document.insert(existing[max(existing)].end, xml)
        else:
            document.append(row, xml)
    spans = _wider(row.attributes.get("spans"), cells)
    if spans:
        document.set(row, spans=spans)
    if show and "hidden" in row.attributes:
        document.set(row, hidden=None)
    return document.result()


def new_row(number: int, cells: Mapping[int, str], looks: Mapping[str, str], prefix: str) -> bytes:
    """A row that did not exist."""
    attributes = "".join(f' {name}="{value}"' for name, value in looks.items())
    content = "".join(cells[column] for column in sorted(cells))
    fragment = f'<row r="{number}"{attributes}>{content}</row>'
    return Document(b"<x/>", prefix).xml(fragment)


def _wider(spans: str | None, cells: Mapping[int, str]) -> str | None:
    """The row's hint of its first and last column, where cells are added outside of it."""
    if not spans or not cells:
        return None
    first, _, last = spans.split()[0].partition(":")
    if not (first.isdigit() and last.isdigit()):
        return None
    wider = f"{min(int(first), *cells)}:{max(int(last), *cells)}"
    return wider if wider != spans else None
