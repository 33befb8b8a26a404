"""What a table declaration is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any

from huifang.core.findings import Place
from huifang.core.text import half_width


class Kind(StrEnum):
    """The type of a cell."""

    TEXT = "文字"
    CODE = "编号"
    PHONE = "电话"
    DATE = "日期"
    TIME = "时间"
    DATETIME = "日期时间"
    INTEGER = "整数"
    NUMBER = "数字"
    CHOICE = "选项"
    PERSON = "人员"
    SPANS = "时段"


class Keeping(StrEnum):
    """How a cell is kept that starts or stops a clock or an obligation (decision 16).

    What happened holds as it was first seen. How things stand may move on, never back. Where a cell says who deals with
    the row, another one begins the work anew: what happened behind it in the row may be written once more.
    """

    HAPPENED = "what happened"
    STANDS = "how things stand"
    BEGINS = "who deals with it"


TEXTUAL = frozenset({Kind.TEXT, Kind.CODE, Kind.PHONE, Kind.CHOICE, Kind.PERSON, Kind.SPANS})
_MAY_BE_ASKED = frozenset({Kind.DATE, Kind.DATETIME, Kind.CHOICE})


@dataclass(frozen=True)
class Column:
    """One column, declared once: from it come the sheet, the reading, the checks and the docs.

    ``key`` is the name in code; ``options`` names an option list, which the caller resolves; ``issued`` cells are
    filled by the system and grey; ``needed_when`` is the condition, in words, under which an optional cell is asked
    for; ``optional`` columns may be missing from a sheet (then every row has the ``default``), and those that are
    ``where_used`` as well are left out of it unless the regulation uses them; ``hidden`` ones are there, out of sight.
    ``low`` and ``high`` are inclusive. ``ahead`` says of a day that it may lie ahead: it is due, or agreed; all others
    say what happened. ``synonyms`` are other headers that offices give to such a column, separated by
    blanks. ``kept`` says how a cell is kept that clocks or obligations of every office go by; a rule of the office may
    name others. ``unread`` ones are there for people alone: whatever comes back in them is neither read nor kept.
    ``short`` ones take a day or a time in short, and show each number as what it is understood as: one that is a whole
    day, or a time of day, was entered as such. ``prefilled`` ones hold something before anybody enters anything: a row
    that holds nothing else is empty. ``paper`` says of a number which paper has it: whoever calls has that ready.
    """

    header: str
    key: str
    kind: Kind = Kind.TEXT
    _: KW_ONLY
    required: bool = False
    options: str | None = None
    issued: bool = False
    width: int = 12
    example: str = ""
    help: str = ""
    needed_when: str = ""
    optional: bool = False
    where_used: bool = False
    hidden: bool = False
    default: Any = None
    low: int | None = None
    high: int | None = None
    ahead: bool = False
    minutes_after: str | None = None
    synonyms: str = ""
    kept: Keeping | None = None
    unread: bool = False
    prefilled: bool = False
    short: bool = False
    paper: str = ""


@dataclass(frozen=True)
class Clause:
    """A piece of what a row says to whoever calls about it: the first of ``texts`` whose cells are all filled.

    In braces stand keys of columns, or :data:`WORKED_OUT`. Of what is too long the pieces with the highest ``cut`` go
    first: down to ``shortest`` characters, where that is not 0, else altogether; those with 0 stay. ``where``: a column
    and the value in it without which nothing is said.
    """

    texts: tuple[str, ...]
    _: KW_ONLY
    cut: int = 0
    shortest: int = 0
    where: tuple[str, str] | None = None


@dataclass(frozen=True)
class Telling:
    """What a row of a register says to whoever calls about it, clause by clause, in one sentence.

    ``ask`` is what to say and to ask, once behind all such rows. ``thing`` is the column that tells which of the
    customer's things the row is about.
    """

    clauses: tuple[Clause, ...]
    _: KW_ONLY
    ask: str = ""
    thing: str = ""


#: What a clause may name besides columns: the column that the call counts from and the day in it, the last day of the
#: warranty, the customer's things by the newest rows that name one, and which time it was dealt with, if not the first.
WORKED_OUT = ("counted", "counted_on", "warranty_until", "thing", "again")


def clause(*texts: str, cut: int = 0, shortest: int = 0, where: tuple[str, str] | None = None) -> Clause:
    """See :class:`Clause`."""
    return Clause(texts, cut=cut, shortest=shortest, where=where)


@dataclass(frozen=True)
class Table:
    """One table: the sheet and the Excel table have its name; ``unique`` are the keys that no two rows may share.

    The sheet of an ``optional`` one may be missing: then it is as if it were empty. A ``hidden`` one is there, out of
    sight, and can be shown.

    ``tells`` is what a row says to whoever calls about it.

    A row without a number is the one whose ``same_by`` cells are the same; one that is alike in any of the
    ``alike_by`` cells may be the same, which only a person can tell.
    """

    name: str
    workbook: str
    title: str
    columns: tuple[Column, ...]
    _: KW_ONLY
    unique: tuple[str, ...] = ()
    about: str = ""
    same_by: tuple[str, ...] = ()
    alike_by: tuple[str, ...] = ()
    optional: bool = False
    hidden: bool = False
    tells: Telling | None = None

    @cached_property
    def by_key(self) -> Mapping[str, Column]:
        """Columns by their name in code."""
        return {column.key: column for column in self.columns}

    @cached_property
    def by_header(self) -> Mapping[str, Column]:
        """Columns by their header."""
        return {column.header: column for column in self.columns}

    @cached_property
    def plain_headers(self) -> Mapping[str, Column]:
        """Columns by their header in half-width signs."""
        return {half_width(column.header): column for column in self.columns}

    @cached_property
    def watched(self) -> tuple[Column, ...]:
        """The columns whose cells every run notes: those that are kept, and those that a rule may count from or ask."""
        return tuple(column for column in self.columns if column.kept or column.kind in _MAY_BE_ASKED)

    def letter(self, key: str) -> str:
        """The column's letter in a sheet that we made."""
        return column_letter(list(self.by_key).index(key))

    def hiding(self, keys: Iterable[str]) -> Table:
        """The same table with these columns out of sight."""
        chosen = frozenset(keys)
        return replace(self, columns=tuple(replace(c, hidden=c.hidden or c.key in chosen) for c in self.columns))

    def without(self, keys: Iterable[str]) -> Table:
        """The same table without these columns."""
        chosen = frozenset(keys)
        return replace(self, columns=tuple(c for c in self.columns if c.key not in chosen))


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where rows were read from: the file as it is shown, the sheet, and the letter of each column by its key."""

    file: str
    name: str
    letters: Mapping[str, str]

    def place(self, number: int, key: str | None = None) -> Place:
        """Where the cell of that row (or the row's first cell) stands; the sheet, for row 0: one that is gone."""
        return Place(self.file, self.name, f"{self.letters.get(key or '', 'A')}{number}" if number else None)


@dataclass(frozen=True, slots=True)
class Origin:
    """Which row of which sheet something was read from."""

    sheet: Sheet
    number: int

    def place(self, key: str | None = None) -> Place:
        """Where the cell (or the row's first cell) stands."""
        return self.sheet.place(self.number, key)


#: Of what nobody has read: made by a test, or standing for somebody who is not in the register.
NOT_READ = Origin(Sheet("", "", {}), 0)
NONE_BROKEN: frozenset[str] = frozenset()


@dataclass(slots=True)
class Row:
    """One row that was read: its values by column key (None for an empty cell), and where it stands.

    ``broken`` are the keys whose cell failed its type: such a row has its finding and no rule sees it. A row is not
    changed once it is made; that is left unchecked because there are many of them.
    """

    values: Mapping[str, Any]
    sheet: Sheet
    number: int
    broken: frozenset[str] = NONE_BROKEN

    def __getitem__(self, key: str) -> Any:
        return self.values.get(key)

    def without(self, *keys: str) -> Row:
        """The row with these cells empty."""
        return Row({**self.values, **dict.fromkeys(keys)}, self.sheet, self.number, self.broken)

    def place(self, key: str | None = None) -> Place:
        """Where the cell (or the row's first cell) stands."""
        return self.sheet.place(self.number, key)

    @property
    def origin(self) -> Origin:
        """Which row it is, for what is built from it and outlives it."""
        return Origin(self.sheet, self.number)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a sheet, kept column by column: one is made only when somebody looks at it.

    ``columns`` are the values by key, ``numbers`` says which rows of the sheet they are, ``broken`` has the broken keys
    of those that have any, by their place here (from 0).
    """

    sheet: Sheet
    columns: Mapping[str, Sequence[Any]]
    numbers: Sequence[int]
    broken: Mapping[int, frozenset[str]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.numbers)

    def __iter__(self) -> Iterator[Row]:
        keys, values = tuple(self.columns), zip(*self.columns.values(), strict=True)
        for place, (number, cells) in enumerate(zip(self.numbers, values, strict=True)):
            yield Row(dict(zip(keys, cells, strict=True)), self.sheet, number, self.broken.get(place, NONE_BROKEN))

    def row(self, place: int) -> Row:
        """One of them."""
        values = {key: column[place] for key, column in self.columns.items()}
        return Row(values, self.sheet, self.numbers[place], self.broken.get(place, NONE_BROKEN))

    def cells(self, key: str) -> Sequence[Any]:
        """The values of one column; None where the table has no such column."""
        return self.columns.get(key) or (None,) * len(self)

    def together(self, keys: Iterable[str]) -> Iterator[tuple[Any, ...]]:
        """The values of each row under these keys."""
        return zip(*map(self.cells, keys), strict=True)

    def at(self, places: Sequence[int]) -> Rows:
        """Those at these places, given in their order."""
        if len(places) == len(self):
            return self
        columns = {key: [column[place] for place in places] for key, column in self.columns.items()}
        broken = {new: self.broken[old] for new, old in enumerate(places) if old in self.broken}
        return Rows(self.sheet, columns, [self.numbers[place] for place in places], broken)


def rows_of(row: Row) -> Rows:
    """A single row as all there is."""
    columns = {key: [value] for key, value in row.values.items()}
    return Rows(row.sheet, columns, [row.number], {0: row.broken} if row.broken else {})


def column_letter(index: int) -> str:
    """``0`` → ``A``, ``26`` → ``AA``."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """``A`` → 0, ``AA`` → 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1
