"""Reading a table wherever it stands in a sheet, whatever its headers are called; what had to be understood is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.core.text import clean, half_width
from huifang.tables.cells import shown
from huifang.tables.column_names import Way
from huifang.tables.days import AS_WRITTEN, Days
from huifang.tables.header_words import loose_headers, plain_header, source_name
from huifang.tables.locating import Located, locate, straightened
from huifang.tables.model import Table, column_letter
from huifang.tables.options import Options
from huifang.tables.reading import Grid, TableRead, read_table


def read_anywhere(
    table: Table, grid: Grid, file: str, options: Options, sheet: str | None = None, days: Days = AS_WRITTEN
) -> TableRead:
    """Read a sheet as ``read_table`` does, where the header stands elsewhere or in other words, too."""
    located = find_header(table, grid)
    read = read_table(table, straightened(grid, located) if located else grid, file, options, sheet, days)
    if located is None:
        return read
    return replace(read, findings=(*_understood(located, Place(file, sheet or table.name)), *read.findings))


def find_header(table: Table, grid: Grid) -> Located | None:
    """Where the header stands if it is not as it was made; None where it is, or where none can be made out."""
    first = {half_width(clean(shown(raw))).rstrip("*"): raw for raw in grid[0]} if grid else {}
    known = table.plain_headers
    if all(column.optional or header in first for header, column in known.items()):
        strange = (raw for name, raw in first.items() if name not in known)
        if not any(form in known for raw in strange for form in loose_headers(shown(raw))):
            return None
    located = locate(table, grid)
    return None if located is None or located.is_standard else located


def _understood(located: Located, place: Place) -> Iterator[Finding]:
    """What is not as it was made: the header's place, its words, columns that are not known or not clear."""

    def at(index: int) -> Place:
        return replace(place, cell=f"{column_letter(index)}{located.row + 1}")

    if located.row:
        yield found("F112", at(0), number=located.row + 1)
    renamed = [match for match in located.matches if match.way is not Way.HEADER]
    if renamed:
        said = "、".join(f"“{match.source}”读作“{match.column.header}”" for match in renamed)
        yield found("F113", at(renamed[0].index), column=said)
    for doubt in located.doubts:
        sources, targets = (source_name(*one) for one in doubt.sources), (column.header for column in doubt.columns)
        yield found("F114", at(doubt.sources[0][0]), column="、".join(sources), target="、".join(targets))
    taken = {plain_header(match.header) for match in located.matches}
    for index, header in located.others:
        if header:
            yield found("F108" if plain_header(header) in taken else "F107", at(index), column=header)


def hidden_rows(read: TableRead, hidden: frozenset[int], place: Place) -> Iterator[Finding]:
    """F115 where rows that hold something are out of sight: they were read all the same."""
    unseen = [number for number in read.lines.numbers if number in hidden] if hidden else []
    if unseen:
        yield found("F115", replace(place, cell=f"A{unseen[0]}"), count=len(unseen))
