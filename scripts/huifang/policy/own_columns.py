"""The columns that an office has of its own, from the rows of 列: they are added to the tables of the house."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from huifang.core.catalogue import because, found
from huifang.core.findings import Finding
from huifang.core.text import half_width, split_list
from huifang.policy.questions import OWN_KEY, Question
from huifang.tables.declared import complaint_rules, people, registers, tasks
from huifang.tables.declared.calls import CALLS
from huifang.tables.declared.own_columns import OWN_COLUMNS
from huifang.tables.model import Column, Kind, Row, Table
from huifang.tables.options import Options

_WITHOUT = (complaint_rules.WORKBOOK, people.WORKBOOK, tasks.WORKBOOK)
#: The tables that may have such columns, by name.
OPEN_TABLES: Mapping[str, Table] = {
    CALLS.name: CALLS,
    **{table.name: table for book, tables in registers.BOOKS.items() if book not in _WITHOUT for table in tables},
}
_BEHIND_THEM = "notes"
_SEPARATORS = frozenset(",，;；、.。")


@dataclass(frozen=True)
class OwnColumn:
    """A column of the office's own: of which table, whether it is to be filled, and told to whoever calls."""

    sheet: str
    column: Column
    needed: bool = False
    told: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class OwnColumns:
    """All of them. A table that has any is another one with them, and the same one where it has none."""

    listed: tuple[OwnColumn, ...] = ()

    def of(self, sheet: str) -> tuple[OwnColumn, ...]:
        """Those of the table of that name."""
        return tuple(one for one in self.listed if one.sheet == sheet)

    def columns_of(self, table: Table) -> tuple[Column, ...]:
        """The columns of the register that are its own."""
        return tuple(one.column for one in self.of(table.name))

    def find(self, sheet: str, header: str) -> Column | None:
        """The column of that name, if the table has one of its own."""
        return next((one.column for one in self.of(sheet) if one.column.header == header), None)

    def added_to(self, table: Table) -> Table:
        """A register with its own columns: before the notes, or last. Those of 回访记录 stand among the questions."""
        own = tuple(one.column for one in self.of(table.name) if one.column.key not in table.by_key)
        if not own or table.name == CALLS.name or table.workbook in _WITHOUT:
            return table
        at = [*table.by_key, _BEHIND_THEM].index(_BEHIND_THEM)
        return replace(table, columns=(*table.columns[:at], *own, *table.columns[at:]))

    @property
    def asked(self) -> tuple[Question, ...]:
        """Those of 回访记录, as questions to whoever made the call: they are asked, and kept, in the same way."""
        return tuple(
            Question(one.column.key, (), one.column.header, one.column.kind, one.choices, one.needed)
            for one in self.of(CALLS.name)
        )

    @property
    def lists(self) -> Options:
        """What may be chosen in them, by the names of their lists."""
        return {one.column.options: one.choices for one in self.listed if one.column.options}


NO_OWN_COLUMNS = OwnColumns()


def columns_of(questions: Iterable[Question], own: OwnColumns) -> tuple[Column, ...]:
    """The columns of 回访记录 besides those of the house: of questions, and the office's own."""
    asked = (Column(one.text, one.key, one.kind, optional=True) for one in questions)
    return (*asked, *own.columns_of(CALLS))


def read_own_columns(rows: Iterable[Row], questions: Iterable[str]) -> Iterator[OwnColumn | Finding]:
    """The columns, with a finding for each that cannot be one; ``questions`` are columns of 回访记录, too."""
    taken = {name: {half_width(header) for header in table.by_header} for name, table in OPEN_TABLES.items()}
    taken[CALLS.name] |= {half_width(text) for text in questions}
    for row in rows:
        sheet, header, choices = row["sheet"], row["header"], split_list(row["choices"] or "")
        if sheet not in OPEN_TABLES:
            column, options = OWN_COLUMNS.by_key["sheet"].header, "、".join(OPEN_TABLES)
            yield found("P607", row.place("sheet"), column=column, value=sheet, options=options)
            continue
        yield from _unread(row)
        if half_width(header) in taken[sheet]:
            yield found("P605", row.place("header"), value=header, reason=because("Y652", sheet=sheet))
            continue
        if _SEPARATORS & {*header}:
            yield found("P605", row.place("header"), value=header, reason=because("Y654"))
            continue
        if row["kind"] == Kind.CHOICE and not choices:
            yield found("P605", row.place("choices"), value=header, reason=because("Y653"))
            continue
        taken[sheet].add(half_width(header))
        yield OwnColumn(
            sheet,
            _column(sheet, header, Kind(row["kind"])),
            needed=row["needed"] == "是",
            told=row["told"] == "是" and sheet != CALLS.name,
            choices=choices,
        )


def _column(sheet: str, header: str, kind: Kind) -> Column:
    listed = f"{OWN_KEY}{sheet}.{header}" if kind is Kind.CHOICE else None
    return Column(header, f"{OWN_KEY}{header}", kind, options=listed, width=14, optional=True, ahead=True)


def _unread(row: Row) -> Iterator[Finding]:
    """P615 for choices of what is not chosen, and for telling callers what they are to write down themselves."""
    if row["choices"] and row["kind"] != Kind.CHOICE:
        why, header = f"类型为“{row['kind']}”的不看这一格", OWN_COLUMNS.by_key["choices"].header
        yield found("P615", row.place("choices"), column=header, value=row["choices"], why=why)
    if row["told"] == "是" and row["sheet"] == CALLS.name:
        why, header = "回访记录的这一列由打电话的人自己填写", OWN_COLUMNS.by_key["told"].header
        yield found("P615", row.place("told"), column=header, value=row["told"], why=why)
