"""Lists that were brought in, as the journal says it: into a register, or as calls of before the office began."""

from __future__ import annotations

from datetime import date

from huifang.ledger.formats import Format, StoredPart
from huifang.ledger.said import Said
from huifang.ledger.sheets_said import Correction


class ImportedChange(StoredPart, frozen=True, kw_only=True):
    """A cell of a register that a list changed: in the row of that ``key``."""

    key: str
    column: str
    old: str
    new: str


class ListImported(Said, frozen=True, kw_only=True):
    """A list that was brought into a register: which columns of it (by header) became which; empty: left out.

    ``headers`` are those of the list, in its order; ``numbers`` the ones that its new rows were given or had;
    ``guessed`` the headers of columns that were recognised by their cells alone (None: that was not kept). ``values``
    are words of the list that stand for options of ours, by the header that their column became.
    """

    KIND, FORMAT = "import", Format("导入")

    table: str
    workbook: str
    file: str
    sha256: str
    headers: tuple[str, ...]
    mapping: dict[str, str]
    appended: int
    numbers: tuple[str | None, ...]
    changed: tuple[ImportedChange, ...]
    guessed: tuple[str, ...] | None = None
    values: dict[str, dict[str, str]] = {}


class PastCallsKept(ListImported, frozen=True, kw_only=True):
    """A list of past calls: its original, and the segment of those that no earlier list had, under ``number``.

    They are kept apart from what agents handed in: they are history and last contact, and nobody's figures.
    """

    KIND, FORMAT = "past-calls", Format("过去的回访")

    number: str
    path: str
    segment: str
    from_on: date
    until_on: date
    known: int


class PastCallsWithdrawn(Correction, frozen=True, kw_only=True):
    """A list of past calls that was taken back, by its number: its calls count nowhere, and may be brought in again."""

    KIND, FORMAT = "past-calls-withdrawn", Format("撤销的过去的回访")
