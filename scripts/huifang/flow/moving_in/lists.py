"""Lists of the office's own: which sheet is meant, which column is which, and what its rows say."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.edges.known.phones import valid_phone
from huifang.edges.reading.active_content import active_findings
from huifang.edges.reading.list_read import RawList, read_list
from huifang.edges.reading.unreadable import Unreadable
from huifang.flow.moving_in.list_columns import about_columns, about_sheets, about_telephones
from huifang.flow.moving_in.list_rows import (
    filled_rows,
    line_findings,
    lost_findings,
    not_read,
    summary_rows,
)
from huifang.flow.moving_in.words import ListWord, ListWords, together_by_word, translated, unknown_words, words_for
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.ledger.imported_said import ListImported
from huifang.policy.people import People, build_people
from huifang.policy.register_read import Registers, cell_options
from huifang.rules.context import RegisterContext
from huifang.rules.registers import check_registers
from huifang.tables.anywhere import hidden_rows
from huifang.tables.cells import read_cell, shown
from huifang.tables.column_names import Way
from huifang.tables.days import Days
from huifang.tables.declared.people import PEOPLE
from huifang.tables.locating import Located, Match, locate, straightened
from huifang.tables.model import Column, Kind, Row, Rows, Table, column_letter
from huifang.tables.reading import Grid, TableRead, read_table
from huifang.tables.telephone_cells import together

#: A column is of a kind if so many percent of its cells are.
MOST = 80
#: Kinds of which it shows in the cells that a column is one of them.
_SEEN_IN_CELLS = frozenset({Kind.PHONE, Kind.PERSON, Kind.CODE, Kind.DATE, Kind.DATETIME})
#: What the rules say of a register as a whole, and not of a row that is brought into it.
_OF_THE_WHOLE = frozenset({"F103", "T513"})


@dataclass(frozen=True)
class OwnList:
    """A list as it was understood. ``rows`` are those without an error, ``present`` the keys of its columns; ``count``
    are all rows that hold something, those with an error and those of which nothing is brought in among them.
    ``words`` are those of its own that were translated, and those that are no option and mean nothing yet.

    ``located`` is None where no header was found; then there are no rows.
    """

    sheet: str
    located: Located | None
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]
    count: int = 0
    words: tuple[ListWord, ...] = ()

    @property
    def present(self) -> tuple[str, ...]:
        """The keys of the columns that the list has."""
        return tuple(match.column.key for match in self.located.matches) if self.located else ()

    @property
    def guessed(self) -> tuple[Match, ...]:
        """The columns that were recognised by their cells alone."""
        return tuple(m for m in self.located.matches if m.way is Way.CONTENTS) if self.located else ()

    @property
    def mapping(self) -> dict[str, str]:
        """Which of its columns became which."""
        matches = (*self.located.matches, *self.located.joined) if self.located else ()
        return {match.source: match.column.header for match in matches}


@dataclass(frozen=True)
class Into:
    """Where a list is to go: the table, its rows as they are, what new ones say where the list says nothing, and what
    was told of its words.
    """

    table: Table
    register: TableRead
    given: Mapping[str, Any]
    words: ListWords = field(default_factory=dict)


class NoSuchColumn(ValueError):
    """A column that was named is not there; the message says which are."""


def read_own_list(desk: Desk, content: bytes, shown_as: str, into: Into, told: Mapping[str, str]) -> OwnList:
    """Read a list for a table; ``told`` maps source headers to the table's (empty: not to be imported).

    Raises:
        NoSuchColumn: a source header that was told is not in the list.
    """
    try:
        raw = read_list(content, shown_as)
    except Unreadable as error:
        return OwnList("", None, (), (found("F101", Place(shown_as), reason=error.reason),))
    now, table = desk.present, into.table
    fits = _contents(now, into.register)
    candidates = {name: _located(desk, table, grid, told, fits) for name, grid in raw.book.sheets.items()}
    fitting = {name: located for name, located in candidates.items() if located}
    if not fitting:
        return OwnList("", None, (), (found("M001", Place(shown_as), table=table.name),))
    sheet = max(fitting, key=lambda name: (name not in raw.book.unseen, *_fit(fitting[name])))
    located = fitting[sheet]
    _require_columns(located, told)
    place, options = Place(shown_as, sheet), cell_options(now.policy)
    grid, words = translated(raw.book.sheets[sheet], located, words_for(desk.state, table, into.words, options))
    raw = replace(raw, book=replace(raw.book, sheets={**raw.book.sheets, sheet: grid}))
    findings = [*about_columns(located, table, place), *about_sheets(raw.book.sheets, fitting, table, place)]
    rows, found_in_rows = _rows(now, into, raw, located, place)
    count = len(filled_rows(raw.book.sheets[sheet], located))
    unknown = unknown_words(found_in_rows, grid, located)
    findings += together_by_word(found_in_rows, unknown, options)
    return OwnList(sheet, located, rows, tuple(findings), count, (*words, *unknown.words))


def _rows(
    now: Moment, into: Into, raw: RawList, located: Located, place: Place
) -> tuple[tuple[Row, ...], list[Finding]]:
    """The rows without an error, and what is to be said of all of them."""
    sheet, table, register = place.sheet or "", into.table, into.register
    findings = [*line_findings(raw.lines, located, place)] if raw.lines is not None else []
    grid, not_joined = together(raw.book.sheets[sheet], located, valid_phone)
    raw = replace(raw, book=replace(raw.book, sheets={**raw.book.sheets, sheet: grid}))
    findings += summary_rows(grid, located, place)
    aside = {_row_number(finding, place) for finding in findings}
    read = _read(now, table, raw, located, place, aside)
    findings += about_telephones(not_joined, grid, located, place)
    findings += active_findings(raw.book.active, place.file)
    findings += hidden_rows(read, raw.book.hidden.get(sheet, frozenset()), place)
    findings += [finding for finding in read.findings if raw.lines is None or finding.code != "C207"]
    findings += lost_findings(table, read, register)
    findings += _by_rules(now, into, read)
    wrong = {_row_number(finding, place) for finding in findings if finding.is_error}
    findings += not_read(filled_rows(raw.book.sheets[sheet], located) - {*read.lines.numbers, *wrong, *aside}, place)
    if located.row + 1 in wrong:  # of a header that is torn it is not certain which of its words are where
        return (), findings
    return tuple(row for row in read.rows if not row.broken and row.number not in wrong), findings


def _located(
    desk: Desk,
    table: Table,
    grid: Grid,
    told: Mapping[str, str],
    fits: Callable[[Column, Sequence[Any]], bool],
) -> Located | None:
    """The table in the sheet; one that was imported before is read as it was then, where nothing else is told."""
    seen = set()
    for earlier in reversed(desk.state.imports):
        if earlier.table != table.name or earlier.headers in seen:
            continue
        seen.add(earlier.headers)
        again = locate(table, grid, told, _saved(table, earlier), fits)
        if again and again.headers == earlier.headers:
            return again
    return locate(table, grid, told, None, fits)


def _saved(table: Table, earlier: ListImported) -> Mapping[str, str]:
    """What somebody said or saw of an earlier list's columns: what was read off their cells is not taken over.

    0.1.0 did not keep which those were: there it is all whose kind shows in its cells.
    """
    if earlier.guessed is not None:
        return {source: target for source, target in earlier.mapping.items() if source not in earlier.guessed}
    columns = table.by_header
    return {
        source: target
        for source, target in earlier.mapping.items()
        if target not in columns or not (columns[target].options or columns[target].kind in _SEEN_IN_CELLS)
    }


def _fit(located: Located) -> tuple[int, int]:
    """How well a sheet fits: required columns first."""
    return sum(match.column.required for match in located.matches), len(located.matches)


def _require_columns(located: Located, told: Mapping[str, str]) -> None:
    known = {*located.headers, *(f"{column_letter(index)} 列" for index in range(len(located.headers)))}
    plain = {name.replace(" ", "") for name in known}
    for source in told:
        if source.replace(" ", "") not in plain:
            raise NoSuchColumn(f"名单里没有列“{source}”。名单里的列有：{'、'.join(located.headers)}。")


def _contents(now: Moment, register: TableRead) -> Callable[[Column, Sequence[Any]], bool]:
    """Whether cells look like those of a column: telephones, our people, known customers, dates, options."""
    options, staff, customers = cell_options(now.policy), now.people, now.customers
    tests: Mapping[Kind, Callable[[Any], bool]] = {
        Kind.PHONE: lambda raw: valid_phone(shown(raw)),
        Kind.PERSON: lambda raw: staff.find(shown(raw).strip()) is not None,
        Kind.CODE: lambda raw: shown(raw).strip() in customers,
        Kind.DATE: lambda raw: not isinstance(raw, (int, float)),
        Kind.DATETIME: lambda raw: not isinstance(raw, (int, float)),
    }

    def fits(column: Column, raws: Sequence[Any]) -> bool:
        choices = options.get(column.options or "", ())
        if column.key not in register.letters or not (column.kind in tests or choices):
            return False
        if column.kind is Kind.CODE and column.key != "customer_no":
            return False
        test = tests.get(column.kind, lambda raw: True)
        good = sum(test(raw) and read_cell(column, raw, choices).value is not None for raw in raws)
        return good * 100 >= MOST * len(raws)

    return fits


def _read(
    now: Moment, table: Table, raw: RawList, located: Located, place: Place, uncertain: Collection[int | None]
) -> TableRead:
    """The rows by the machinery of all tables, but for the uncertain ones; what a new row must have is asked later."""
    free = replace(table, columns=tuple(replace(c, required=False, optional=True) for c in table.columns))
    straight = straightened(raw.book.sheets[place.sheet or ""], located)
    certain = [() if number in uncertain else cells for number, cells in enumerate(straight, start=1)]
    days = Days(read_on=now.today, from_1904=raw.book.from_1904)
    return read_table(free, certain, place.file, cell_options(now.policy), place.sheet, days)


def _by_rules(now: Moment, into: Into, read: TableRead) -> list[Finding]:
    """What the rules for registers say of the rows, as they will be in the register."""
    staff, table, register = now.people, into.table, into.register
    read = replace(read, lines=_filled(read.lines, into.given))
    if table.name == PEOPLE.name:
        staff = _with_new(staff, [*register.rows, *read.rows])
    alone = Registers(now.policy, staff, now.customers, {table.name: read}, (), ())
    findings = check_registers(RegisterContext(alone, valid_phone, now.today), [_file(read)])
    return [finding for finding in findings if finding.code not in _OF_THE_WHOLE]


def _filled(lines: Rows, given: Mapping[str, Any]) -> Rows:
    """The lines with what is given where they say nothing."""
    cells = {key: [value if cell is None else cell for cell in lines.cells(key)] for key, value in given.items()}
    return replace(lines, columns={**lines.columns, **cells})


def _with_new(staff: People, rows: Sequence[Row]) -> People:
    """The staff with those who are in the list: one may be the superior of another."""
    return replace(staff, persons=build_people(rows, (), ()).persons)


def _file(read: TableRead) -> str:
    return read.rows[0].sheet.file if read.rows else ""


def _row_number(finding: Finding, place: Place) -> int | None:
    """The row of the list that a finding is about; None where it is about something else."""
    if (finding.place.file, finding.place.sheet) != (place.file, place.sheet):
        return None
    digits = (finding.place.cell or "").lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return int(digits) if digits else None
