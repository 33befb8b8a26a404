"""One entry for all changes of a workbook: workbook in, changed workbook out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from huifang.core.catalogue import because
from huifang.edges.patching.book import PatchedBook
from huifang.edges.patching.changes import (
    AddSheet,
    Alteration,
    Annotate,
    AppendRows,
    CannotPatch,
    Highlight,
    Offer,
    RemoveSheet,
    SetCell,
    Value,
)
from huifang.edges.patching.choices import offer
from huifang.edges.patching.highlights import highlight
from huifang.edges.patching.leaves import add_sheet, remove_sheet
from huifang.edges.patching.notes import annotate
from huifang.edges.patching.package import Package
from huifang.edges.patching.page import Page
from huifang.edges.patching.styles import Styles
from huifang.edges.patching.values import Fill
from huifang.edges.store.files import read_bytes, write_bytes


def patch(source: bytes | Path, changes: Sequence[Alteration]) -> bytes:
    """The workbook with the changes made; parts that none of them concerns keep their bytes.

    Sheets are taken out first and put in last. Rows are appended below the last one of the original, wherever cells
    are set.

    Raises:
        CannotPatch: one of the changes cannot be made without harm; then none is made.
    """
    out = BytesIO()
    _patch(source, changes, out)
    return out.getvalue()


def append_rows(
    source: bytes | Path, sheet: str, rows: Sequence[Mapping[str, Value]], cells: Mapping[str, Value] | None = None
) -> bytes:
    """The workbook with rows below the last one of a sheet's table, and with cells (by address) of it changed.

    Each row is a mapping from header to value.

    Raises:
        CannotPatch: that cannot be done without harm.
    """
    changes: list[Alteration] = [SetCell(sheet, address, value) for address, value in (cells or {}).items()]
    return patch(source, [*changes, AppendRows(sheet, rows)])


def patch_file(path: Path, changes: Sequence[Alteration]) -> None:
    """The same with a file: it is written beside and moved into place.

    Raises:
        CannotPatch: one of the changes cannot be made without harm; the file is unchanged.
        OfficeError: the file cannot be read or written; it is unchanged.
    """
    write_bytes(path, patch(read_bytes(path), changes))


def _patch(source: bytes | Path, changes: Sequence[Alteration], out: BinaryIO) -> None:
    package = Package(source)
    try:
        book = PatchedBook(package)
        styles = Styles(book)
        for change in changes:
            if isinstance(change, RemoveSheet):
                remove_sheet(book, change.name)
        for sheet in dict.fromkeys(c.sheet for c in changes if not isinstance(c, (AddSheet, RemoveSheet))):
            _patch_sheet(book, styles, sheet, changes)
        for change in changes:
            if isinstance(change, AddSheet):
                add_sheet(book, styles, change)
        styles.save()
        package.save(out)
    except ValueError as error:  # numbers, areas and references are checked where they are read
        raise CannotPatch(because("Y713")) from error
    finally:
        package.close()


def _patch_sheet(book: PatchedBook, styles: Styles, sheet: str, changes: Sequence[Alteration]) -> None:
    """All changes of one sheet, after one pass over it."""
    entry = book.sheet(sheet)
    here = [c for c in changes if not isinstance(c, (AddSheet, RemoveSheet)) and c.sheet == sheet]
    appends = [change for change in here if isinstance(change, AppendRows) and change.rows]
    if len(appends) > 1:
        raise CannotPatch(because("Y714", sheet=sheet))
    sets = [change for change in here if isinstance(change, SetCell)]
    fill = Fill(book, entry, sets, appends[0] if appends else None)
    page = Page(book, entry, fill.wanted)
    fill.into(page, styles)
    for change in here:
        if isinstance(change, Highlight):
            highlight(page, styles, change.cells, change.colours)
        elif isinstance(change, Annotate):
            annotate(page, change.notes, change.author)
        elif isinstance(change, Offer):
            offer(page, change.cells)
    page.save()
