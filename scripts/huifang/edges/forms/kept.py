"""Templates of an office that hold what openpyxl would drop: filled cell by cell, everything else as it was."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from openpyxl.utils import get_column_letter

from huifang.core.text import for_cell
from huifang.edges.forms.filled import filled, opened
from huifang.edges.forms.known_again import Put, leaf_of, offered, record_of
from huifang.edges.forms.marks import Names, WrongMark
from huifang.edges.forms.page import Cell, ComesBack, FormPage, Wrong, WrongTemplate, list_names, marked_cells
from huifang.edges.patching import AddSheet, Alteration, CannotPatch, Offer, SetCell, patch

#: The parts of a workbook that openpyxl writes again as it read them.
_WRITTEN_AGAIN = re.compile(
    r"\[content_types\]\.xml|_rels/\.rels|docprops/(app|core)\.xml|xl/(workbook|styles|sharedstrings|calcchain)\.xml|"
    r"xl/_rels/workbook\.xml\.rels|xl/theme/theme\d*\.xml|xl/worksheets/sheet\d+\.xml|"
    r"xl/worksheets/_rels/sheet\d+\.xml\.rels|xl/printersettings/printersettings\d+\.bin"
)
#: Within such a part: text with formats of its own, and what newer programs added.
_DROPPED_WITHIN = re.compile(rb"<(?:\w+:)?(?:r>|r |extLst\b)")
_TEXTS = "xl/sharedstrings.xml"


def fill(
    template: bytes, pages: Sequence[FormPage], known: Names, *, ours: bool, back: ComesBack | None = None
) -> list[bytes]:
    """The workbooks with the pages: one for all of them, or, of a template that has to be kept as it is, one for each.
    With ``back``, each knows itself again when it comes back.

    Raises:
        WrongTemplate: the template cannot be read, or its marks not be filled.
    """
    if ours or openpyxl_keeps(template):
        return [filled(template, pages, known, ours=ours, back=back)]
    sheet = opened(template).worksheets[0]
    cells = marked_cells(sheet, known)
    try:
        return [patch(template, _alterations(sheet, cells, page, back)) for page in pages]
    except CannotPatch as error:
        raise WrongTemplate([Wrong(sheet.title, None, error.reason.text)]) from error


def openpyxl_keeps(template: bytes) -> bool:
    """Whether openpyxl drops nothing of it: pictures, text boxes, buttons, formats within a text.

    Raises:
        WrongTemplate: it is no workbook, or one that is not to be given to a parser.
    """
    opened(template)
    with zipfile.ZipFile(BytesIO(template)) as package:
        for name in package.namelist():
            plain = name.lower()
            if not _WRITTEN_AGAIN.fullmatch(plain):
                return False
            looked_at = plain == _TEXTS or plain.startswith("xl/worksheets/sheet")
            if looked_at and _DROPPED_WITHIN.search(package.read(name)):
                return False
    return True


def _alterations(sheet: Any, cells: Sequence[Cell], page: FormPage, back: ComesBack | None) -> list[Alteration]:
    """What makes one form of the template, with what it knows itself again by."""
    filled_in = [*_changes(sheet, cells, page)]
    changes: list[Alteration] = [SetCell(sheet.title, put.address, put.text or None) for put in filled_in]
    if back:
        written = {put.address for put in filled_in}
        around = [
            Put(cell.row, cell.coordinate, "", cell.value) for row in sheet.iter_rows() for cell in row
            if isinstance(cell.value, str) and cell.coordinate not in written
        ]  # fmt: skip
        record = record_of(back, sheet.title, [page], [[*filled_in, *around]])
        if record.pages:
            changes += [Offer(sheet.title, offered(record, back.choices)), AddSheet(leaf_of(record), hidden=True)]
    return changes


def _changes(sheet: Any, cells: Sequence[Cell], page: FormPage) -> Iterator[Put]:
    """The cells of one form; the items of a list go below each other, into rows that are free."""
    lists, wrong = list_names(cells, page.lists), []
    for cell in cells:
        name = lists.get(cell.row)
        items = page.lists[name] if name else ({},)
        for place, item in enumerate(items or ({},)):
            row = cell.row + place
            where = f"{get_column_letter(cell.column)}{row}"
            if place and sheet.cell(row, cell.column).value is not None:
                wrong.append(Wrong(sheet.title, where, f"这里要放第 {place + 1} 行，模板里已有内容"))
                break
            try:
                values = {**page.values, **({name: item} if name else {})}
                yield Put(row, where, cell.text.only, for_cell(cell.text.filled(values)) if items else "")
            except WrongMark as error:
                wrong.append(Wrong(sheet.title, where, str(error)))
    if wrong:
        raise WrongTemplate(wrong)
