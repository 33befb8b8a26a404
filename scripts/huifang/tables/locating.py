"""Where a table stands in a sheet that somebody else made: the row of its header, and which column is which.

Offices put titles above the header, merge cells, rename and reorder columns, write full-width signs or traditional
characters. What is clear is proposed with the reason; where two columns could be meant, that is said and none taken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from huifang.core.text import clean
from huifang.tables.cells import shown
from huifang.tables.column_names import ColumnNames, Way
from huifang.tables.header_words import is_telling, said_name, source_name
from huifang.tables.model import Column, Kind, Table
from huifang.tables.reading import Grid

#: The header is looked for in so many rows, and contents in so many cells below it.
TOP_ROWS, SAMPLE = 30, 200
#: A header row names at least so many columns of its table.
FEWEST_NAMES = 2


@dataclass(frozen=True)
class Match:
    """One column of the sheet (``index`` counts from 0) that is a column of the table."""

    index: int
    header: str
    column: Column
    way: Way

    @property
    def source(self) -> str:
        """What the column is called to people."""
        return source_name(self.index, self.header)

    @property
    def said(self) -> str:
        """The same on one line."""
        return said_name(self.index, self.header)


@dataclass(frozen=True)
class Doubt:
    """Columns of the sheet, and columns of the table that they may be: it is not clear which is which."""

    sources: tuple[tuple[int, str], ...]
    columns: tuple[Column, ...]


@dataclass(frozen=True, kw_only=True)
class Located:
    """A table found in a sheet. ``row`` is the header's, from 0; ``others`` are columns that are none of the table's,
    ``left_out`` those that somebody wants to be passed over. ``alike`` are required columns that are lacking, by the
    index of an other one whose cells look like theirs. ``joined`` are further columns of one that is in ``matches``:
    what they hold belongs into the same cell.
    """

    row: int
    matches: tuple[Match, ...]
    others: tuple[tuple[int, str], ...] = ()
    doubts: tuple[Doubt, ...] = ()
    left_out: tuple[tuple[int, str], ...] = ()
    alike: Mapping[int, Column] = field(default_factory=dict)
    joined: tuple[Match, ...] = ()

    @property
    def headers(self) -> tuple[str, ...]:
        """The names of all columns, as people see them, in the order of the sheet."""
        named = [(match.index, match.header) for match in (*self.matches, *self.joined)]
        named += [*self.others, *self.left_out]
        named += [source for doubt in self.doubts for source in doubt.sources]
        return tuple(source_name(*one) for one in sorted(named))

    @property
    def is_standard(self) -> bool:
        """Whether it may be read as it is: the header is the first row, and no word of it had to be understood."""
        return self.row == 0 and not self.doubts and all(match.way is Way.HEADER for match in self.matches)


def locate(
    table: Table,
    grid: Grid,
    told: Mapping[str, str] | None = None,
    saved: Mapping[str, str] | None = None,
    fits: Callable[[Column, Sequence[Any]], bool] | None = None,
) -> Located | None:
    """Find the table in the sheet; None where no row looks like its header.

    ``told`` and ``saved`` say what a source header stands for (empty: nothing); what is told wins. ``fits`` says
    whether cells look like those of a column: without it contents are not looked at, and no two columns are one.
    """
    names = ColumnNames(table, told or {}, saved or {})
    best, headers = -1, []
    score = 0 if told or saved else FEWEST_NAMES - 1
    for row in range(min(len(grid), TOP_ROWS)):
        candidate = _headers_at(grid, row, names)
        known = sum(names.knows(index, header) for index, header in enumerate(candidate))
        if known > score:
            best, headers, score = row, candidate, known
    if best < 0:
        return None
    samples = [_sample(grid, best, index) for index in range(max(map(len, grid)))]
    listed = [*headers, *[""] * (len(samples) - len(headers))]
    sources = [(index, header) for index, header in enumerate(listed) if header or samples[index]]
    return _Matching(table, names, sources, samples, fits).located(best)


def _headers_at(grid: Grid, row: int, names: ColumnNames) -> list[str]:
    """The headers if they stood in this row: below merged cells, the words above belong to them as well."""
    above = [clean(shown(raw)) for raw in grid[row - 1]] if row else []
    headers = []
    group = ""
    for index, raw in enumerate(grid[row]):
        own = clean(shown(raw))
        group = (above[index] if index < len(above) else "") or group
        joined = f"{group}{own}"
        if own and group and names.knows(index, joined) and not names.fixed(index, own):
            headers.append(joined)
        elif not own and index < len(above) and names.knows(index, above[index]):
            headers.append(above[index])
        else:
            headers.append(own)
    return headers


def _is_other_person(header: str) -> bool:
    """Whether it is the name of a second person, to whom a telephone of the same number belongs."""
    return header[-1] in "23456二三四五六" and header.startswith(("联系人", "姓名", "负责人", "家属", "联络人"))


def _sample(grid: Grid, row: int, index: int) -> list[Any]:
    """The first filled cells of a column below the header."""
    cells = (cells[index] for cells in grid[row + 1 :] if index < len(cells))
    filled = (raw for raw in cells if raw is not None and raw != "")
    return [raw for raw, _ in zip(filled, range(SAMPLE), strict=False)]


class _Matching:
    """Columns of the sheet are given columns of the table, the surest ways first."""

    def __init__(
        self,
        table: Table,
        names: ColumnNames,
        sources: Iterable[tuple[int, str]],
        samples: Sequence[Sequence[Any]],
        fits: Callable[[Column, Sequence[Any]], bool] | None,
    ) -> None:
        self._names, self._samples, self._fits = names, samples, fits
        self._open = dict(sources)
        self._free = {column.key: column for column in table.columns}
        self._matches: list[Match] = []
        self._left_out: list[tuple[int, str]] = []

    def located(self, row: int) -> Located:
        """What is which."""
        self._by_word()
        self._by_header(Way.HEADER)
        self._by_header(Way.VARIANT)
        doubts = [doubt for doubt in self._by_synonym() if not self._settled(doubt)]
        for source in (source for doubt in doubts for source in doubt.sources):
            del self._open[source[0]]
        joined = tuple(self._joined())
        self._by_nearest()
        alike = self._by_contents()
        matches = tuple(sorted(self._matches, key=lambda match: match.index))
        return Located(
            row=row, matches=matches, others=tuple(self._open.items()), doubts=tuple(doubts),
            left_out=tuple(self._left_out), alike=alike, joined=joined,
        )  # fmt: skip

    def _by_nearest(self) -> None:
        """A header that is nearly that of one free column alone, where no other is nearly so, too."""
        if self._fits is None:
            return
        wanted = {index: self._names.nearest(header) for index, header in self._open.items() if header}
        claims = Counter(columns[0].key for columns in wanted.values() if len(columns) == 1)
        for index, columns in wanted.items():
            if len(columns) == 1 and columns[0].key in self._free and claims[columns[0].key] == 1:
                self._take(index, columns[0], Way.NEAREST)

    def _settled(self, doubt: Doubt) -> bool:
        """Whether it is none: the columns are telephones of the same people, one is taken and the others are joined."""
        if self._fits is None or len(doubt.columns) != 1 or doubt.columns[0].kind is not Kind.PHONE:
            return False
        self._take(doubt.sources[0][0], doubt.columns[0], Way.SYNONYM)
        return True

    def _joined(self) -> Iterator[Match]:
        """Further telephones; where somebody said which column it is, only those that he said."""
        if self._fits is None:
            return
        taken = {match.column.key: match.way for match in self._matches if match.column.kind is Kind.PHONE}
        others = {name[-1] for _, name in self._open.items() if name and _is_other_person(name)}
        for index, header in [*self._open.items()]:
            fixed = self._names.fixed(index, header) if header else None
            column = fixed[0] if fixed else self._names.telephone(header) if header else None
            if column is None or header[-1] in others:
                continue
            if column.key in self._free and not fixed:
                taken[column.key] = Way.SYNONYM
                self._take(index, column, Way.SYNONYM)
            elif column.key in taken and (fixed or taken[column.key] not in (Way.TOLD, Way.SAVED)):
                yield Match(index, self._open.pop(index), column, Way.JOINED)

    def _take(self, index: int, column: Column, way: Way) -> None:
        self._matches.append(Match(index, self._open.pop(index), column, way))
        del self._free[column.key]

    def _by_word(self) -> None:
        """What was told, or saved the last time."""
        for index, header in [*self._open.items()]:
            fixed = self._names.fixed(index, header)
            if fixed is None:
                continue
            column, way = fixed
            if column is None:
                self._left_out.append((index, self._open.pop(index)))
            elif column.key in self._free:
                self._take(index, column, way)

    def _by_header(self, wanted: Way) -> None:
        for index, header in [*self._open.items()]:
            named = self._names.named(header) if header else None
            if named and named[1] is wanted and named[0].key in self._free:
                self._take(index, *named)

    def _by_synonym(self) -> Iterator[Doubt]:
        """Headers that only one free column is called by; of what is left after that, it is said what it may be."""
        while True:
            wanted = self._candidates()
            taken = next(self._clear(wanted), None)
            if taken is None:
                break
            self._take(*taken, Way.SYNONYM)
        rivals: dict[tuple[str, ...], list[int]] = {}
        for index, columns in wanted.items():
            rivals.setdefault(tuple(column.key for column in columns), []).append(index)
        for keys, indexes in rivals.items():
            yield Doubt(tuple((i, self._open[i]) for i in indexes), tuple(self._free[key] for key in keys))

    def _candidates(self) -> dict[int, list[Column]]:
        """The free columns that each open header may mean; where several compete, empty columns do not count."""
        wanted = {
            index: [column for column in self._names.synonymous(header) if column.key in self._free]
            for index, header in self._open.items()
        }
        wanted = {index: columns for index, columns in wanted.items() if columns}
        filled = {column.key for index, columns in wanted.items() if self._samples[index] for column in columns}
        return {
            index: columns
            for index, columns in wanted.items()
            if self._samples[index] or not any(column.key in filled for column in columns)
        }

    def _clear(self, wanted: Mapping[int, Sequence[Column]]) -> Iterator[tuple[int, Column]]:
        """Headers that can mean one column only and alone do; then those that can mean one required column only."""
        alone = Counter(columns[0].key for columns in wanted.values() if len(columns) == 1)
        for index, columns in wanted.items():
            if len(columns) == 1 and alone[columns[0].key] == 1:
                yield index, columns[0]
        named = Counter(column.key for columns in wanted.values() for column in columns)
        for index, columns in wanted.items():
            required = [column for column in columns if column.required]
            if len(required) == 1 and named[required[0].key] == 1:
                yield index, required[0]

    def _by_contents(self) -> Mapping[int, Column]:
        """A column that nobody named, where its cells alone look like those of a required one that is lacking.

        What its header says is something else is left alone: returned are the columns that it may be all the same.
        """
        if self._fits is None:
            return {}
        required = [column for column in self._free.values() if column.required]
        meant = {}
        for index in self._open:
            cells = self._samples[index]
            columns = [column for column in required if cells and self._fits(column, cells)]
            if len(columns) == 1:
                meant[index] = columns[0]
        claims = Counter(column.key for column in meant.values())
        for index, column in [*meant.items()]:
            if claims[column.key] == 1 and not is_telling(self._open[index]):
                self._take(index, column, Way.CONTENTS)
                del meant[index]
        return meant


def straightened(grid: Grid, located: Located) -> Grid:
    """The same cells at the same addresses, with the declared headers in the first row and nothing above the rows.

    Columns that are none of the table's have no header, so that reading passes them over.
    """
    width = max((match.index for match in located.matches), default=-1) + 1
    headers = [""] * width
    for match in located.matches:
        headers[match.index] = match.column.header
    return [headers, *([()] * located.row), *grid[located.row + 1 :]]
