"""Formulas that are copied down: relative references move along, everything else stays as written."""

from __future__ import annotations

import re

from huifang.edges.patching.areas import MAX_COLUMN, MAX_ROW, address, column_number

#: Stretches that hold no references: text, sheet names, structured references; then a reference to one cell.
_TOKENS = re.compile(
    r"""(?P<kept>"[^"]*"|'[^']*'|\[(?:[^\[\]]|\[[^\[\]]*\])*\])
    |(?<![A-Za-z0-9_.$])(?P<cell>(?P<cd>\$?)(?P<c>[A-Za-z]{1,3})(?P<rd>\$?)(?P<r>[1-9][0-9]{0,6}))(?![A-Za-z0-9_.(!])
    |(?<![A-Za-z0-9_.$:])(?P<rows>(?P<ad>\$?)(?P<a>[1-9][0-9]{0,6}):(?P<bd>\$?)(?P<b>[1-9][0-9]{0,6}))(?![A-Za-z0-9_.])
    """,
    re.VERBOSE,
)
_TOTALS = re.compile(r"\b(SUM|SUBTOTAL|AGGREGATE|COUNT|COUNTA|AVERAGE)\s*\(", re.IGNORECASE)


def moved(formula: str, rows: int, columns: int = 0) -> str:
    """The formula as it reads so many rows further down and columns to the right."""

    def move(match: re.Match[str]) -> str:
        if match["cell"]:
            return _cell(match, rows, columns)
        if match["rows"]:
            first = match["a"] if match["ad"] else str(int(match["a"]) + rows)
            last = match["b"] if match["bd"] else str(int(match["b"]) + rows)
            return f"{match['ad']}{first}:{match['bd']}{last}"
        return match[0]

    return _TOKENS.sub(move, formula)


def _cell(match: re.Match[str], rows: int, columns: int) -> str:
    row, column = int(match["r"]), column_number(match["c"])
    if column > MAX_COLUMN or row > MAX_ROW:
        return match[0]  # a name that looks like a reference
    row += 0 if match["rd"] else rows
    column += 0 if match["cd"] else columns
    if not (1 <= row <= MAX_ROW and 1 <= column <= MAX_COLUMN):
        return "#REF!"
    letters = address(row, column).rstrip("0123456789")
    return f"{match['cd']}{letters}{match['rd']}{row}"


def is_total(formula: str, row: int) -> bool:
    """Whether the formula adds up rows above its own, as the last line of a list does."""
    if not _TOTALS.search(formula):
        return False
    for match in re.finditer(r"\$?[A-Za-z]{1,3}\$?([1-9][0-9]*):\$?[A-Za-z]{1,3}\$?([1-9][0-9]*)", formula):
        first, last = int(match[1]), int(match[2])
        if first < last < row:
            return True
    return False
