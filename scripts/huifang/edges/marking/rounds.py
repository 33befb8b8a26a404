"""From one round of corrections to the next: which findings are new, still there or corrected, and what else changed.

Rows are known by their number (and how often it stood above), so that sorting changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from huifang.core.findings import Finding
from huifang.core.text import clean
from huifang.edges.drawing.sheet_names import RESULTS
from huifang.edges.marking.results_sheet import BEFORE_CELL, FIXED, NEW, STILL, UNASKED, WIDTHS, Line
from huifang.tables.cells import shown
from huifang.tables.declared.calls import CALLS
from huifang.tables.model import Table, column_letter
from huifang.tables.reading import Grid

Label = tuple[str, int]
#: What rows of calls are known by, and in how many rows its header is looked for.
_PLAN_NO, _TOP_ROWS = CALLS.by_key["plan_no"].header, 30


@dataclass(frozen=True)
class LastRound:
    """The copy of a ``table`` that came before this one: its cells and what was found in it."""

    table: Table
    grid: Grid
    findings: tuple[Finding, ...]

    @property
    def sheet(self) -> str:
        """The sheet's name."""
        return self.table.name

    @property
    def issued(self) -> frozenset[str]:
        """The headers of the columns that the office fills; all others that are read are the sender's."""
        return frozenset(column.header for column in self.table.columns if column.issued)

    @property
    def unread(self) -> frozenset[str]:
        """The headers of columns that say nothing of what the sender did."""
        return frozenset(column.header for column in self.table.columns if column.unread)

    @property
    def prefilled(self) -> frozenset[str]:
        """The headers of columns that are filled before anybody enters anything."""
        return frozenset(column.header for column in self.table.columns if column.prefilled)

    @property
    def asked(self) -> frozenset[str]:
        """The addresses of the cells that had to be corrected."""
        wrong = (finding.place for finding in self.findings if finding.is_error)
        return frozenset(place.cell for place in wrong if place.sheet == self.sheet and place.cell)


def labels(grid: Grid) -> list[Label]:
    """How each row is known: by its number (of calls that of the plan, else what stands first) and its place among
    those alike; an empty one by where it stands.
    """
    seen: Counter[str] = Counter()
    found: list[Label] = []
    at = next(
        (index for cells in grid[:_TOP_ROWS] for index, raw in enumerate(cells) if clean(shown(raw)) == _PLAN_NO), 0
    )
    for number, cells in enumerate(grid, start=1):
        text = clean(shown(cells[at])).replace("\n", " ") if at < len(cells) else ""
        seen[text] += 1
        found.append((text, seen[text]) if text else ("", number))
    return found


def mark_of(finding: Finding, known: Mapping[str, Sequence[Label]]) -> str:
    """How the next round knows a finding again: code, sheet, row and column."""
    sheet, cell = finding.place.sheet or "", finding.place.cell or ""
    letters = cell.rstrip("0123456789")
    rows = known.get(sheet, ())
    number = int(cell[len(letters) :] or 0)
    text, count = rows[number - 1] if 0 < number <= len(rows) else ("", number)
    return "|".join((finding.code, sheet, letters, text, str(count)))


def lines_of(findings: Sequence[Finding], sheets: Mapping[str, Grid], last: LastRound | None = None) -> list[Line]:
    """The list of this round: its findings in their order, then those of the round before that are corrected.

    ``sheets`` are the workbook's, with the list of the round before where it has one; where it has none (the original
    was corrected instead of the marked copy), the ``last`` copy tells what was found then.
    """
    known = {name: labels(grid) for name, grid in sheets.items() if name != RESULTS}
    listed = list(_lines_before(sheets.get(RESULTS, ())))
    if listed or last is None:
        before = listed
    else:
        then = {last.sheet: labels(last.grid)}
        before = [replace(Line.of(f, FIXED, mark_of(f, then), False), hint="") for f in last.findings]
    open_marks = Counter(line.mark for line in before)
    lines = []
    for finding in findings:
        mark = mark_of(finding, known)
        state = STILL if open_marks[mark] > 0 else NEW
        open_marks[mark] -= 1
        lines.append(Line.of(finding, state, mark, finding.place.sheet in known))
    for line in before:
        if open_marks[line.mark] > 0:
            open_marks[line.mark] -= 1
            lines.append(line)
    return lines


def _lines_before(grid: Grid) -> Iterator[Line]:
    """The lines of an earlier list that were not corrected then, as corrected ones."""
    headers = [clean(shown(cell)) for cell in grid[0]] if grid else []
    for cells in grid[1:]:
        row = {header: shown(cell) for header, cell in zip(headers, cells, strict=False)}
        if row.get("标识") and row.get("状态") in (NEW, STILL):
            texts = [row.get(header, "") for header in list(WIDTHS)[1:8]]
            level, code, title, sheet, cells, message = texts[:6]
            for each in row["标识"].split("\n"):
                mark, _, cell = each.rpartition(BEFORE_CELL) if "\n" in row["标识"] else (each, "", cells)
                yield Line(
                    level=level, code=code, title=title, sheet=sheet, cell=cell, message=message, hint="", state=FIXED,
                    mark=mark,
                )  # fmt: skip


def unasked_lines(last: LastRound, grid: Grid, findings: Iterable[Finding]) -> list[Line]:
    """What changed since the last copy although nothing was wrong with it.

    Compared are cells that the office filled, and all of rows that were answered without an error. What has a finding
    now stands in the list already.
    """
    listed = {finding.place.cell for finding in findings if finding.place.sheet == last.sheet}
    here = {clean(shown(cell)): index for index, cell in enumerate(grid[0] if grid else ())}
    new_rows = {label: number for number, label in enumerate(labels(grid)) if label[0]}
    lines = []
    for number, label in enumerate(labels(last.grid)):
        if number == 0 or label not in new_rows:
            continue
        cells = grid[new_rows[label]]
        for header, old in _fixed_cells(last, number):
            index = here.get(header)
            if index is None:
                continue
            new = clean(shown(cells[index])) if index < len(cells) else ""
            address = f"{column_letter(index)}{new_rows[label] + 1}"
            if new != old and address not in listed:
                lines.append(_unasked_line(last.sheet, address, header, old, new))
    return lines


def _fixed_cells(last: LastRound, number: int) -> Iterator[tuple[str, str]]:
    """(header, text) of one row's cells in the last copy that nobody asked to change; ``number`` counts from 0."""
    asked_for = last.asked
    headers = [clean(shown(cell)) for cell in last.grid[0]]
    texts = [clean(shown(cell)) for cell in last.grid[number]] + [""] * len(headers)
    cells = [
        (header, text, f"{column_letter(index)}{number + 1}" in asked_for)
        for index, (header, text) in enumerate(zip(headers, texts, strict=False))
        if header not in last.unread
    ]
    was_answered = any(text for header, text, _ in cells if header not in last.issued | last.prefilled)
    was_wrong = any(asked for _, _, asked in cells)
    for header, text, asked in cells:
        if not asked and (header in last.issued or (was_answered and not was_wrong)):
            yield header, text


def _unasked_line(sheet: str, address: str, header: str, old: str, new: str) -> Line:
    was, now = (f"“{text if len(text) <= 60 else text[:59] + '…'}”" if text else "空的" for text in (old, new))
    message = f"“{header}”原来是{was}，现在是{now}。"
    hint = "有意修改的，等主管确认；不是的话，请改回原来的值。"
    target = f"'{sheet}'!{address}"
    return Line(
        level="改变", code="", title=header, sheet=sheet, cell=address, message=message, hint=hint, state=UNASKED,
        target=target,
    )  # fmt: skip
