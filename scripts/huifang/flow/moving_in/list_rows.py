"""Rows of a list that cannot be trusted, or that nothing was read of: each is named, none is cut or lost in silence."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.core.text import clean
from huifang.edges.known.phones import valid_phone
from huifang.edges.reading.text_rows import TextRow
from huifang.tables.cells import shown
from huifang.tables.locating import Located
from huifang.tables.model import Kind, Table
from huifang.tables.reading import Grid, TableRead

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
#: How programs write a code that became a day or a time into a text file: 1月2日, 2026/1/2, 2026-01-02, 2-Jan, Mar-01,
#: 1:02:00. A blank between a day and a time is gone already.
_DAY = re.compile(
    rf"(?:\d{{4}}年)?\d{{1,2}}月(?:\d{{1,2}}日)?|\d{{1,2}}-{_MONTH}(?:-\d{{2,4}})?|{_MONTH}-\d{{2}}"
    r"|(?:\d{4}/\d{1,2}/\d{1,2}|\d{1,2}/\d{1,2}/\d{4}|(?:19|20)\d\d-[01]\d-[0-3]\d)(?:T?\d{1,2}:\d\d(?::\d\d)?)?"
    r"|(?:19|20)\d\d-\d{1,2}-\d{1,2}T?\d{1,2}:\d\d(?::\d\d)?|\d{1,2}:\d\d:\d\d",
    re.I,
)
#: How a row begins that sums up, or that says who made the list or what is to be known of it.
_SUMMARY = re.compile(
    r"(?:本页|本月|本组)?(?:小计|合计|总计|共计|累计)"
    r"|(?:制表|填表|编制|打印)(?:人|日期|时间)|(?:备注|说明|注)\d*[:：]"
)
#: Numbers that begin without a zero: mobiles, 400 and 800.
_WITHOUT_ZERO = re.compile(r"1[3-9]\d{9}|[48]00\d{7}")


def line_findings(lines: Sequence[TextRow], located: Located, place: Place) -> Iterator[Finding]:
    """Rows of a text file whose cells are not certain to be under their headers: M008 for a quote that is not closed,
    M009 for more cells than headers, and for both halves of a row that a line break cut in two.
    """
    header = lines[located.row]
    wide = {at for at, line in enumerate(lines) if at > located.row and _extent(line) > len(header.cells)}
    for at, line in enumerate(lines):
        where = replace(place, cell=f"A{at + 1}")
        if line.torn:
            yield found("M008", where, line=line.line)
        elif at in wide or _is_half(lines, at, located) or _is_half(lines, at + 1, located):
            yield found("M009", where, line=line.line, count=len(line.cells), number=len(header.cells))


def _extent(line: TextRow) -> int:
    """How far its cells reach, empty ones at its end not counted."""
    return max((index for index, text in enumerate(line.cells, start=1) if clean(text)), default=0)


def _is_half(lines: Sequence[TextRow], at: int, located: Located) -> bool:
    """Whether the row is the rest of the one before: both are too short, and this one lacks what a row must have."""
    width = max((match.index for match in located.matches), default=-1) + 1
    if not located.row + 1 < at < len(lines) or not all(_extent(line) > 0 for line in lines[at - 1 : at + 1]):
        return False
    if any(len(line.cells) >= width for line in lines[at - 1 : at + 1]):
        return False
    cells = lines[at].cells
    required = (match.index for match in located.matches if match.column.required)
    return any(index >= len(cells) or not clean(cells[index]) for index in required)


def filled_rows(grid: Grid, located: Located) -> set[int]:
    """The numbers of the rows below the header that hold something, in whatever column."""
    rows = enumerate(grid[located.row + 1 :], start=located.row + 2)
    return {number for number, cells in rows if holds_something([cells])}


def holds_something(grid: Grid) -> bool:
    """Whether there is anything but blanks in these rows."""
    return any(clean(shown(raw)) for cells in grid for raw in cells)


def summary_rows(grid: Grid, located: Located, place: Place) -> Iterator[Finding]:
    """M015 for every row that sums up those above it or says who made the list: it is nobody's."""
    needed = [match.index for match in located.matches if match.column.required]
    for number, cells in enumerate(grid[located.row + 1 :], start=located.row + 2):
        words = [clean(shown(raw)) for raw in cells]
        first = next(filter(None, words), "")
        lacks = any(index >= len(words) or not words[index] for index in needed)
        if lacks and _SUMMARY.match(first):
            yield found("M015", replace(place, cell=f"A{number}"), value=first[:20])


def not_read(numbers: Collection[int], place: Place) -> Iterator[Finding]:
    """M010 where rows hold something, but in no column that is brought in."""
    if numbers:
        yield found("M010", replace(place, cell=f"A{min(numbers)}"), count=len(numbers))


def lost_findings(table: Table, read: TableRead, register: TableRead) -> Iterator[Finding]:
    """Codes and telephones that are no longer what was typed: C217 for a day in words, M011 for zeros that are gone."""
    for column in (column for column in table.columns if column.kind in (Kind.CODE, Kind.PHONE)):
        known = _Numbers(register.lines.cells(column.key)) if column.kind is Kind.CODE else None
        for row in read.rows:
            value = row[column.key]
            if not isinstance(value, str) or column.key in row.broken:
                continue
            if lost_day(value):
                yield found("C217", row.place(column.key), column=column.header, value=value)
                continue
            meant = known.meant_by(value) if known else _with_area_code(value)
            if meant:
                yield found("M011", row.place(column.key), column=column.header, value=value, other=meant)


def lost_day(value: str) -> bool:
    """Whether a code reads as programs write a day or a time."""
    return _DAY.fullmatch(value) is not None


def _with_area_code(value: str) -> str | None:
    """The landline that lacks the zero of its area code; None where it lacks none."""
    if not value.isdecimal() or value.startswith("0") or _WITHOUT_ZERO.fullmatch(value):
        return None
    return f"0{value}" if len(value) in (10, 11) and valid_phone(f"0{value}") else None


class _Numbers:
    """The numbers of a register, and what they look like without the zeros that a spreadsheet program drops."""

    def __init__(self, numbers: Iterable[str | None]) -> None:
        self._known = {number for number in numbers if number}
        self._bare: dict[str, str] = {}
        for number in sorted(self._known):
            self._bare.setdefault(_bare(number), number)
        digits = [number for number in self._known if number.isdecimal()]
        self._length = len(digits[0]) if digits and len({*map(len, digits)}) == 1 else 0
        self._padded = any(number.startswith("0") for number in digits)

    def meant_by(self, number: str) -> str | None:
        """The number that this one was before its zeros were lost; None where it may well be itself."""
        if number in self._known or not number.replace(".", "", 1).isdecimal():
            return None
        if self._padded and number.isdecimal() and len(number) < self._length:
            return number.zfill(self._length)
        return None if number.startswith("0") else self._bare.get(_bare(number))


def _bare(number: str) -> str:
    """As a spreadsheet program shows it where it takes it for a number."""
    return (number.rstrip("0").rstrip(".") if "." in number else number).lstrip("0")
