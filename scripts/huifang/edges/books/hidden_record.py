"""What a workbook says about itself, in a sheet that nobody sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from huifang.core.catalogue import because
from huifang.edges.reading.unreadable import Unreadable
from huifang.ledger.formats import Format, NewerFormat, StoredDocument

RECORD = "_huifang"


class HiddenRecord(StoredDocument, frozen=True, kw_only=True):
    """Which office issued the workbook to whom, for which batch, and the fingerprint of what it was issued with."""

    FORMAT = Format("这张回访表")

    office_id: str
    agent: str
    period: str
    book: str
    digest: str
    structure: int


class FormRecord(StoredDocument, frozen=True, kw_only=True):
    """Which office made a form, and the changes it was made with: record number, key, column, old and new; ``cards``
    are the record numbers that its 批示单 asks about.
    """

    FORMAT = Format("这张更正单")

    office_id: str
    changes: tuple[tuple[str, str, str, str, str], ...]
    cards: tuple[str, ...] = ()


class CheckRecord(StoredDocument, frozen=True, kw_only=True):
    """Which office drew the customers of a sheet, for which period and agent, and the fingerprint of them."""

    FORMAT = Format("这张核查表")

    office_id: str
    period: str
    agent: str
    draw: int
    digest: str
    structure: int


R = TypeVar("R", HiddenRecord, FormRecord, CheckRecord)


def record_in(sheets: Mapping[str, Sequence[Sequence[Any]]], kind: type[R]) -> R | None:
    """The record in the first cell of the hidden sheet; None where it is not one of these.

    Raises:
        Unreadable: a newer release made the workbook.
    """
    cells = sheets.get(RECORD) or [[None]]
    try:
        return kind.from_json(cells[0][0] if cells[0] else "")
    except NewerFormat as error:
        raise Unreadable(because("Y119", what=error.what)) from error
    except (TypeError, ValueError):
        return None
