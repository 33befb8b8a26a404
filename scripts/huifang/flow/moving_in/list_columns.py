"""What is to be said of a list's columns and sheets: what was guessed, what is in doubt, and what is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.core.text import nearest
from huifang.edges.drawing.sheet_names import GUIDE, LISTS, RESULTS
from huifang.flow.moving_in.list_rows import holds_something
from huifang.tables.cells import shown
from huifang.tables.column_names import Way
from huifang.tables.declared.registers import BOOKS
from huifang.tables.header_words import said_name
from huifang.tables.locating import Located
from huifang.tables.model import Table, column_letter
from huifang.tables.reading import Grid
from huifang.tables.telephone_cells import At

#: Sheets that we put into workbooks ourselves.
_OURS = frozenset({LISTS, GUIDE, RESULTS, *(table.name for tables in BOOKS.values() for table in tables)})


def about_columns(located: Located, table: Table, place: Place) -> Iterator[Finding]:
    """What was guessed, what could not be decided, and what is left out."""
    headers = [column.header for column in table.columns]

    def at(index: int) -> Place:
        return replace(place, cell=f"{column_letter(index)}{located.row + 1}")

    for match in located.matches:
        if match.way is Way.CONTENTS:
            yield found("M004", at(match.index), column=match.said, target=match.column.header)
    for doubt in located.doubts:
        sources = [said_name(*source) for source in doubt.sources]
        targets = [column.header for column in doubt.columns]
        yield found(
            "M005", at(doubt.sources[0][0]), column="、".join(sources), target="、".join(targets),
            example=f"{sources[0]}={targets[0]}",
        )  # fmt: skip
    for index, header in located.others:
        likely = located.alike.get(index)
        hint = f"从内容看，可能是“{likely.header}”。" if likely else _close(header, headers)
        yield found("M003", at(index), column=said_name(index, header), nearest=hint)


def about_telephones(cells: Iterable[At], grid: Grid, located: Located, place: Place) -> Iterator[Finding]:
    """M014 for every number that is left out beside others."""
    names = {match.index: match.said for match in (*located.matches, *located.joined)}
    for at, index in cells:
        where = replace(place, cell=f"{column_letter(index)}{at + 1}")
        yield found("M014", where, column=names[index], value=shown(grid[at][index]))


def _close(header: str, known: Sequence[str]) -> str:
    """A question about the column that is called nearly so."""
    close = nearest(header, (name for name in known if header and (header in name or name in header)))
    return f"是不是“{close}”？" if close else ""


def about_sheets(
    sheets: Mapping[str, Grid], fitting: Mapping[str, Located], table: Table, place: Place
) -> Iterator[Finding]:
    """Other sheets: those that have at least half as many columns of the table, and those that hold something else."""
    chosen = place.sheet or ""
    fewest = len(fitting[chosen].matches) / 2
    others = [name for name in fitting if name != chosen and len(fitting[name].matches) >= fewest]
    if others:
        yield found("M006", place, column="、".join(others), table=table.name, sheet=chosen)
    further = [name for name in sheets if name not in {chosen, *others, *_OURS} and holds_something(sheets[name])]
    if further:
        yield found("M013", place, column="、".join(further), sheet=chosen)
