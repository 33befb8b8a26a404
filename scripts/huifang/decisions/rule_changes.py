"""What two versions of 制度 say differently, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from huifang.core.findings import Place
from huifang.tables.cells import shown
from huifang.tables.model import Row, Table
from huifang.tables.reading import TableRead

#: What is written by the system, and what explains an item: neither is a rule.
_NO_RULES = frozenset({("基本", "about"), ("邮箱", "about")})
_BY_THE_SYSTEM = "结构版本"


@dataclass(frozen=True, kw_only=True)
class ChangedCell:
    """A cell that says something else, or a row that is new or gone (``column`` is empty then). ``place`` is where it
    stands in the changed version; the sheet, for a row that is gone.
    """

    sheet: str
    row: str
    column: str
    old: str
    new: str
    place: Place


def rule_changes(
    tables: Sequence[Table], before: Mapping[str, TableRead], after: Mapping[str, TableRead]
) -> Iterator[ChangedCell]:
    """The changes, in the order of the sheets and their rows."""
    for table in tables:
        old, new = (_by_name(table, reads[table.name].rows) for reads in (before, after))
        for name in dict.fromkeys(chain(new, old)):
            if name != _BY_THE_SYSTEM:
                yield from _of_row(table, name, old.get(name), new.get(name))


def _by_name(table: Table, rows: Sequence[Row]) -> dict[str, Row]:
    """The rows by what they are called: their number, else their first cells, and which of several so called."""
    required = tuple(column.key for column in table.columns if column.required)
    keys = table.unique or required or (table.columns[0].key,)
    named: dict[str, Row] = {}
    for row in rows:
        name = " ".join(filter(None, (shown(row[key]) for key in keys[:2])))
        count = sum(one == name or one.startswith(f"{name}(") for one in named)
        named[f"{name}({count + 1})" if count else name] = row
    return named


def _of_row(table: Table, name: str, old: Row | None, new: Row | None) -> Iterator[ChangedCell]:
    if new is None or old is None:
        one = new or old
        assert one is not None
        said = "，".join(
            f"{c.header} {shown(one[c.key])}" for c in table.columns if one[c.key] is not None and c.header != "依据"
        )
        where = one.place() if new else Place(one.sheet.file, table.name)
        was, now = ("", said) if new else (said, "")
        yield ChangedCell(sheet=table.name, row=name, column="", old=was, new=now, place=where)
        return
    for column in table.columns:
        was, now = shown(old[column.key]), shown(new[column.key])
        if was != now and (table.name, column.key) not in _NO_RULES:
            place = new.place(column.key)
            yield ChangedCell(sheet=table.name, row=name, column=column.header, old=was, new=now, place=place)
