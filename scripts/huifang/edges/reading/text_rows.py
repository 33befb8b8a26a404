"""Text files with separators, as rows: nothing but a line break ends a row, and no quote swallows the rows below it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from huifang.core.text import MAX_CELL_TEXT

SEPARATORS = ",\t;"
#: The separator is looked for in so many lines.
TOP_LINES = 100
#: Below so many separators in a line it cannot be told whether it is a row or a part of a cell.
FEWEST = 2
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_BREAK = re.compile(r"[\r\n]")
_QUOTED = re.compile(r'"[^"]*"')


@dataclass(frozen=True)
class TextRow:
    """One row. ``line`` is where it begins, from 1; a row that is ``torn`` has a quote that is not closed, or a cell
    longer than a spreadsheet can hold: what stands in which of its cells is not certain.
    """

    cells: tuple[str, ...]
    line: int
    torn: bool = False


def text_rows(text: str) -> list[TextRow]:
    """All rows of the text. A quote holds line breaks together only where it is closed as it should be, and where the
    lines that it would hold are not whole rows themselves.
    """
    separator = _separator(text)
    rows = [*_rows(text, separator)]
    widths = Counter(len(row.cells) for row, _ in rows)
    usual = max((width for width in widths if width > 1), key=lambda width: (widths[width], width), default=0) - 1
    return [one for row, lines in rows for one in _apart(row, lines, separator, max(usual, FEWEST))]


def _separator(text: str) -> str:
    """The sign that most lines have, and have equally often: titles above the list have fewer."""
    lines = (match[0] for match in _LINE.finditer(text) if match[0].strip())
    bare = [_QUOTED.sub("", line) for line, _ in zip(lines, range(TOP_LINES), strict=False)]
    best, found = 0, SEPARATORS[0]
    for separator in SEPARATORS:
        counts = Counter(line.count(separator) for line in bare if separator in line)
        weight = max((lines_so * (number + 1) for number, lines_so in counts.items()), default=0)
        if weight > best:
            best, found = weight, separator
    return found


def _rows(text: str, separator: str) -> Iterator[tuple[TextRow, list[str]]]:
    """The rows as the quotes have it, and the lines of each."""
    quoted, plain = r'"([^"]*+(?:""[^"]*+)*+)"', rf"([^{separator}\r\n]*+)"
    cell = re.compile(rf"(?:{quoted}|{plain})({separator}|\r\n|\n|\r|\Z)")
    at, line = 0, 1
    while at < len(text):
        cells, end, torn = _row(cell, text, at, separator)
        lines = [match[0] for match in _LINE.finditer(text[at:end]) if match[0]]
        yield TextRow(cells, line, torn or any(len(text) > MAX_CELL_TEXT for text in cells)), lines
        at, line = end, line + len(lines)


def _apart(row: TextRow, lines: Sequence[str], separator: str, usual: int) -> Iterator[TextRow]:
    """The row; where a cell runs over lines that have as many separators as a row usually has, they are rows."""
    swallows = any(separator in text and _BREAK.search(text) for text in row.cells)
    if not swallows or any(line.count(separator) < usual for line in lines):
        yield row
        return
    for number, line in enumerate(lines):
        yield TextRow(tuple(line.rstrip("\r\n").split(separator)), row.line + number, torn=True)


def _row(cell: re.Pattern[str], text: str, at: int, separator: str) -> tuple[tuple[str, ...], int, bool]:
    """The cells of the row that begins there, where the next one begins, and whether a quote in it is not closed."""
    cells: list[str] = []
    torn = False
    while True:
        match = cell.match(text, at)
        assert match is not None  # the second way takes anything
        quoted, plain, ending = match.groups()
        cells.append(plain if quoted is None else quoted.replace('""', '"'))
        torn = torn or quoted is None and plain.startswith('"')
        at = match.end()
        if ending != separator:
            return tuple(cells), at, torn
