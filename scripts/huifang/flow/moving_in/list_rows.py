"""Rows of a list that cannot be trusted, or that nothing was read of: each is named, none is cut or lost in silence."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.core.text import clean
from huifang.edges.reading.text_rows import TextRow
from huifang.tables.cells import shown
from huifang.tables.locating import Located
from huifang.tables.reading import Grid


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
    return {number for number, cells in rows if any(clean(shown(raw)) for raw in cells)}


def not_read(numbers: Collection[int], place: Place) -> Iterator[Finding]:
    """M010 where rows hold something, but in no column that is brought in."""
    if numbers:
        yield found("M010", replace(place, cell=f"A{min(numbers)}"), count=len(numbers))
