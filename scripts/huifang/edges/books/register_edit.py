"""Rows added to a register workbook and cells changed in it: everything else in the file stays as its owner left it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from huifang.edges.patching import Alteration, AppendRows, CannotPatch, SetCell, Value, patch
from huifang.edges.store.files import OfficeError


def edited(
    content: bytes, sheet: str, rows: Sequence[Mapping[str, Value]], cells: Mapping[str, Value], name: str
) -> bytes:
    """The workbook with these rows (by column letter) below the last filled one, and these cells (by address) changed.

    Raises:
        OfficeError: the workbook ``name`` cannot be changed without harm; the message says what to do.
    """
    changes: list[Alteration] = [SetCell(sheet, address, value) for address, value in cells.items()]
    if rows:
        changes.append(AppendRows(sheet, rows))
    try:
        return patch(content, changes)
    except CannotPatch as error:
        raise OfficeError(error.reason.after(f"“{name}”没有改动：")) from error
