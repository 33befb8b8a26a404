"""A list of the office's own against a register: what is new, what changes, what is there already or may be.

A row is known by its number; without one by the cells that tell such rows apart (``Table.same_by``). One that is only
alike (the same telephone, the same name) is not added unless it has a number of its own: a person must tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import product
from typing import Any

from huifang.core.findings import Place
from huifang.core.text import half_width
from huifang.core.traditional import simplified
from huifang.policy.people import People
from huifang.tables.cells import shown
from huifang.tables.model import Column, Kind, Row, Table
from huifang.tables.phones import APART

Normal = Callable[[str, Any], str]

#: How the office writes its numbers is seen from so many of the newest.
RECENT = 20
_COMPANY = re.compile(r"有限责任公司$")
_SIGNS = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"(.*?)(\d+)")
_DATED = re.compile(r"(\D*)(20\d\d(?:0[1-9]|1[0-2])|20\d\d|[23]\d(?:0[1-9]|1[0-2]))([-_/])")


@dataclass(frozen=True)
class CellChange:
    """A cell of the register that gets another value; ``place`` is the cell in the register."""

    key: str
    column: Column
    old: str
    new: str
    value: Any
    place: Place


@dataclass(frozen=True)
class Duplicate:
    """A row that may be there already, in the register or further up in the list: alike in ``columns``."""

    place: Place
    other: Place
    columns: tuple[Column, ...]
    value: str
    added: bool


@dataclass(kw_only=True)
class Arrivals:
    """What a list brings. ``new`` rows are in its order.

    ``repeated`` ones have a number (by its key) that another row has: one before them in the list, or in the register.
    ``strangers`` change the row of the register that has their number in all by which such rows are known apart.
    """

    new: list[Row] = field(default_factory=list)
    changes: list[CellChange] = field(default_factory=list)
    duplicates: list[Duplicate] = field(default_factory=list)
    repeated: list[tuple[Row, Row, str]] = field(default_factory=list)
    strangers: list[tuple[Row, Row]] = field(default_factory=list)
    changed_rows: int = 0
    unchanged: int = 0


def normal_by(table: Table, people: People) -> Normal:
    """How cells of the table are compared: telephones by their digits, people by their number, words as words."""

    def normal(key: str, value: Any) -> str:
        if value is None:
            return ""
        kind = table.by_key[key].kind
        if kind is Kind.PERSON:
            person = people.find(value)
            return person.person_no if person else half_width(value)
        return _plain(kind, value)

    return normal


def _plain(kind: Kind, value: Any) -> str:
    text = shown(value)
    if kind is Kind.PHONE:
        digits = re.sub(r"\D", "", text)
        return re.sub(r"^(?:00)?86(?=1\d{10}$)", "", digits)
    if kind is Kind.TEXT:
        return plain_name(text)
    return half_width(text)


def plain_name(text: str) -> str:
    """A name without what is written now one way and now another: width, signs, traditional characters."""
    return _SIGNS.sub("", _COMPANY.sub("有限公司", simplified(half_width(text)).casefold()))


def _each(kind: Kind, normal: Normal, cell: tuple[str, Any]) -> set[str]:
    """The numbers of a cell of telephones, any other cell as it is; ``cell`` is its key and its value."""
    key, value = cell
    numbers = value.split(APART) if kind is Kind.PHONE and isinstance(value, str) else [value]
    return {normal(key, number) for number in numbers}


class _Known:
    """Rows by what they are recognised by."""

    def __init__(self, table: Table, normal: Normal) -> None:
        self._table, self._normal = table, normal
        self._rows: list[Row] = []
        self._by: dict[tuple[str, ...], dict[tuple[str, ...], Row]] = {}

    def add(self, row: Row) -> None:
        """One more row; the first of several counts."""
        self._rows.append(row)
        for keys, index in self._by.items():
            for cells in self._cells(row, keys):
                index.setdefault(cells, row)

    def find(self, row: Row, keys: tuple[str, ...]) -> Row | None:
        """The row that has the same in all these cells."""
        if keys not in self._by:
            index = self._by[keys] = {}
            for known in self._rows:
                for cells in self._cells(known, keys):
                    index.setdefault(cells, known)
        found = (self._by[keys].get(cells) for cells in self._cells(row, keys))
        return next((known for known in found if known is not None), None)

    def alike(self, row: Row) -> Iterator[tuple[Row, str]]:
        """Rows with the same in one of the cells that are rarely the same by chance."""
        for key in self._table.alike_by:
            other = self.find(row, (key,)) if self._normal(key, row[key]) else None
            if other is not None:
                yield other, key

    def _cells(self, row: Row, keys: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        """What the row is found by: with several telephones by each of them."""
        kinds = self._table.by_key
        return product(*(sorted(_each(kinds[key].kind, self._normal, (key, row[key]))) for key in keys))


def compare(
    table: Table, incoming: Iterable[Row], present: Sequence[str], register: Iterable[Row], people: People
) -> Arrivals:
    """Sort the rows of a list (without errors) into what is new, changed, known, and doubtful.

    ``present`` are the keys of the columns that the list surely has: only these change a row that is there already, and
    an empty cell never does.
    """
    sorting = _Sorting(table, present, normal_by(table, people))
    for row in register:
        sorting.register.add(row)
    for row in incoming:
        sorting.take(row)
    return sorting.result


class _Sorting:
    """One list being compared."""

    def __init__(self, table: Table, present: Sequence[str], normal: Normal) -> None:
        self.result = Arrivals()
        self.register = _Known(table, normal)
        self._list, self._numbered = _Known(table, normal), _Known(table, normal)
        self._table, self._normal = table, normal
        self._number = table.unique[0] if table.unique else ""
        self._matched: dict[int, Row] = {}
        self._compared = [key for key in present if key != self._number]

    def take(self, row: Row) -> None:
        """Decide about one row."""
        number = row[self._number] if self._number else None
        known = self.register.find(row, (self._number,)) if number else self._same(self.register, row)
        taken = next(self._taken(row, known), None)
        if taken is not None:
            self.result.repeated.append((row, *taken))
            return
        self._numbered.add(row)
        if known is not None:
            before = self._matched.setdefault(id(known), row)
            if before is row:
                self._compare(row, known)
                if number and self._is_stranger(row, known):
                    self.result.strangers.append((row, known))
            else:
                self._note(row, before, self._table.same_by, added=False)
            return
        if self._is_new(row, has_number=bool(number)):
            self.result.new.append(row)
        self._list.add(row)

    def _is_stranger(self, row: Row, known: Row) -> bool:
        """Whether nothing by which such rows are recognised is the same: the number may be another's."""
        pairs = [(self._normal(key, row[key]), self._normal(key, known[key])) for key in self._table.alike_by]
        return bool(pairs) and all(new and old and new != old for new, old in pairs)

    def _taken(self, row: Row, known: Row | None) -> Iterator[tuple[Row, str]]:
        """Other rows that have one of the row's numbers; ``known`` is the row itself in the register."""
        for key in self._table.unique:
            if row[key]:
                others = (self._numbered.find(row, (key,)), self.register.find(row, (key,)))
                yield from ((other, key) for other in others if other is not None and other is not known)

    def _same(self, known: _Known, row: Row) -> Row | None:
        """The row that this one is, by what tells such rows apart, else by all that it says."""
        filled = tuple(key for key in self._table.same_by if row[key] is not None)
        if filled and (len(filled) > 1 or filled == self._table.same_by):
            return known.find(row, self._table.same_by)
        said = self._said(row)
        return known.find(row, said) if said else None

    def _said(self, row: Row) -> tuple[str, ...]:
        """The cells that the row fills."""
        return tuple(key for key in self._compared if row[key] is not None)

    def _is_new(self, row: Row, has_number: bool) -> bool:
        """Whether the row is to be added; what it is like is noted in any case."""
        whole = self._table.same_by if self._table.alike_by else ()
        for known in (self.register, self._list):
            same = None
            if not has_number:
                same = self._same(known, row) if known is self._list else None
            elif whole and all(row[key] is not None for key in whole):
                same = known.find(row, whole)
            if same is not None:
                self._note(row, same, whole or self._table.same_by or self._said(row), added=False)
                return False
            for other, key in known.alike(row):
                self._note(row, other, (key,), added=has_number)
                return has_number
        return True

    def _note(self, row: Row, other: Row, keys: Sequence[str], added: bool) -> None:
        columns = tuple(self._table.by_key[key] for key in keys)
        value = "、".join(filter(None, (shown(row[key]) for key in keys)))
        self.result.duplicates.append(Duplicate(row.place(keys[0]), other.place(keys[0]), columns, value, added))

    def _compare(self, row: Row, known: Row) -> None:
        """Note what the list says differently of a row of the register."""
        changes = []
        for key in self._compared:
            new, old = row[key], known[key]
            if new is None or self._says_the_same(key, new, old):
                continue
            column = self._table.by_key[key]
            changes.append(CellChange(self.name(known), column, shown(old), shown(new), new, known.place(key)))
        self.result.changes.extend(changes)
        self.result.changed_rows += bool(changes)
        self.result.unchanged += not changes

    def _says_the_same(self, key: str, new: Any, old: Any) -> bool:
        """Words are compared as they stand: another spelling of a name is a change. A day says no other time of it,
        one of several telephones nothing new.
        """
        kind = self._table.by_key[key].kind
        if kind is Kind.TEXT:
            return shown(new) == shown(old)
        if kind is Kind.PHONE:
            return _each(kind, self._normal, (key, new)) <= _each(kind, self._normal, (key, old))
        if kind is Kind.DATETIME and old is not None and new == datetime.combine(old, time()):
            return True
        return self._normal(key, new) == self._normal(key, old)

    def name(self, row: Row) -> str:
        """What a row is called: its number, else what tells it apart."""
        if self._number:
            return row[self._number] or ""
        return " / ".join(filter(None, (shown(row[key]) for key in self._table.same_by)))


def new_numbers(used: Collection[str], count: int, example: str, today: date) -> list[str]:
    """So many numbers that were never used, as the office writes them: the same letters, as many digits.

    ``used`` are all numbers of the kind, the newest last; ``example`` shows the way where there are none. A year or
    month in front of a hyphen (``F2611-001``) becomes that of today, and counting starts anew.
    """
    written = [*used][-RECENT:]
    shapes = [*_shapes(written)] or [*_shapes([example])] or [("", 4)]
    _, (prefix, digits) = max(enumerate(shapes), key=lambda shape: (shapes.count(shape[1]), shape[0]))
    prefix = _dated(prefix, today)
    taken = [int(text[len(prefix) :]) for text in used if text.startswith(prefix) and text[len(prefix) :].isdecimal()]
    first = max(taken, default=0) + 1
    return [f"{prefix}{number:0{digits}d}" for number in range(first, first + count)]


def _shapes(numbers: Iterable[str]) -> Iterator[tuple[str, int]]:
    """What stands before the digits at the end, and how many there are."""
    for found in map(_NUMBER.fullmatch, numbers):
        if found:
            yield found[1], len(found[2])


def _dated(prefix: str, today: date) -> str:
    """A prefix with a year or month, as it is today."""
    found = _DATED.fullmatch(prefix)
    if not found:
        return prefix
    shape = {6: "%Y%m", 4: "%Y" if found[2].startswith("20") else "%y%m"}[len(found[2])]
    return f"{found[1]}{today:{shape}}{found[3]}"
