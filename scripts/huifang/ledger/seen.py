"""What runs saw of the cells that start or stop clocks and obligations: kept beside the journal, only what changed.

Names stand here as digests. A cell is kept as text: a day or moment as ISO writes it, anything else as it was read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from huifang.ledger.formats import Format, StoredDocument
from huifang.tables.model import Column, Kind, Rows, Table

#: The cells of one row that are watched, in the order of the table's watched columns; None is an empty cell.
SeenCells = tuple[str | None, ...]
#: How much of the digest of a name is kept: enough to tell the names of one office apart.
_DIGITS = 16


class SeenChanges(StoredDocument, frozen=True, kw_only=True):
    """What one look at a table found new or changed, column by column, and the numbers of rows that were ``gone``.

    A column whose cells are all the same has one value.
    """

    FORMAT = Format("登记表的变化")

    table: str
    numbers: tuple[str, ...]
    columns: dict[str, list[str | None]]
    gone: tuple[str, ...] = ()

    @classmethod
    def of(cls, table: Table, rows: Mapping[str, SeenCells], gone: Sequence[str]) -> SeenChanges:
        """These rows of the table, by number."""
        cells = zip(*rows.values(), strict=True) if rows else ((),) * len(table.watched)
        columns = {column.key: list(one) for column, one in zip(table.watched, cells, strict=True)}
        kept = {key: one[:1] if one[1:] == one[:-1] else one for key, one in columns.items()}
        return cls(table=table.name, numbers=tuple(rows), columns=kept, gone=tuple(gone))

    def rows(self, table: Table) -> dict[str, SeenCells]:
        """The rows by number; empty cells where an older release did not watch a column."""
        count = len(self.numbers)
        columns = (self.columns.get(column.key) or [None] for column in table.watched)
        whole = (one if len(one) == count else one * count for one in columns)
        return dict(zip(self.numbers, zip(*whole, strict=True), strict=True))


@dataclass(frozen=True, slots=True)
class Look:
    """One look of a run at a register: when, at which ``version`` (hash) of its workbook, by which journal entry.

    ``changes`` is the stored file of what was found in each table, by its name; a table without changes has none.
    ``dissatisfied`` are the complaints whose customers were seen dissatisfied once more.
    """

    seq: int
    at: datetime
    versions: Mapping[str, str]
    changes: Mapping[str, str]
    dissatisfied: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """A 更正单 about a register: which value of the row's cell counts from now on; ``by`` whom, and ``why``.

    ``key`` is the column; that of the row's number where the row was given another one. ``whole``: the row was taken
    back. ``old`` and ``new`` are kept as the cells are.
    """

    seq: int
    at: datetime
    table: str
    number: str
    key: str
    old: str | None
    new: str | None
    by: str
    why: str
    whole: bool = False


def cells_of(table: Table, lines: Rows, office_id: str) -> dict[str, SeenCells]:
    """The watched cells of a register by the numbers of its rows; of two rows with one number the first counts."""
    columns = [_texts(column, lines.cells(column.key), office_id) for column in table.watched]
    seen: dict[str, SeenCells] = {}
    for number, cells in zip(lines.cells(table.unique[0]), _together(columns, len(lines)), strict=True):
        if number and number not in seen:
            seen[number] = cells
    return seen


def _together(columns: Sequence[Sequence[str | None]], count: int) -> Iterator[SeenCells]:
    return zip(*columns, strict=True) if columns else iter([()] * count)


def _texts(column: Column, cells: Sequence[Any], office_id: str) -> Sequence[str | None]:
    """The cells as they are kept; of the same values, of which there are many, each is looked at once."""
    write = _writer(column, office_id)
    texts = {value: write(value) for value in {*cells}}
    return [texts[value] for value in cells]


def _writer(column: Column, office_id: str) -> Callable[[Any], str | None]:
    return lambda value: text_of(column, value, office_id)


def text_of(column: Column, value: Any, office_id: str) -> str | None:
    """A value of that column as it is kept."""
    if value is None:
        return None
    if column.kind is Kind.PERSON:
        return sha256(f"{office_id}|{value}".encode()).hexdigest()[:_DIGITS]
    if isinstance(value, datetime):
        return value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else str(value)


def is_digest(column: Column) -> bool:
    """Whether what is kept of the column's cells does not say what stood there."""
    return column.kind is Kind.PERSON


def value_of(column: Column, text: str | None) -> Any:
    """The value that was kept as that text, of a column of which more than a digest is kept."""
    if text is None:
        return None
    if column.kind is Kind.DATETIME:
        return datetime.fromisoformat(text)
    return date.fromisoformat(text) if column.kind is Kind.DATE else text
