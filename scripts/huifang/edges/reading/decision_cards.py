"""The cards of a 批示单 as they come back: found by the record numbers that stand on them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from huifang.core.text import clean
from huifang.tables.cells import shown
from huifang.tables.declared.decisions import LABELS, NUMBERED, decision_text
from huifang.tables.reading import Grid

_NUMBER = re.compile(rf"{NUMBERED}\s*(\S+)\s*$")


@dataclass(frozen=True, kw_only=True)
class FilledCard:
    """A card as it came back, and the row (from 1) in which its 批示 stands."""

    record_no: str
    row: int
    choice: str
    words: str
    carrier: str
    until: Any
    tell_back: str
    decided_by: str

    @property
    def is_filled(self) -> bool:
        """Whether anything was decided on it."""
        return bool(self.choice or self.words)

    @property
    def text(self) -> str:
        """The decision as the ledger keeps it."""
        return decision_text(self.choice, self.words)


def filled_cards(grid: Grid) -> list[FilledCard]:
    """The cards of the sheet, found by the numbers in 经过, in their order."""
    starts = [at for at, cells in enumerate(grid) if _cell(cells, 0) == LABELS["came"]]
    cards = []
    for start, end in zip(starts, [*starts[1:], len(grid)][: len(starts)], strict=True):
        number = _NUMBER.search(_cell(grid[start], 1))
        decide = _row_of(grid, LABELS["decision"], start, end)
        carry = _row_of(grid, LABELS["carrier"], start, end)
        if number and decide is not None:
            carried = grid[carry] if carry is not None else ()
            signed = _row_of(grid, LABELS["decided_by"], start, len(grid))
            cards.append(
                FilledCard(
                    record_no=number[1], row=decide + 1, choice=_cell(grid[decide], 1), words=_words(grid[decide]),
                    carrier=_cell(carried, 1), until=carried[4] if len(carried) > 4 else None,
                    tell_back=_cell(carried, 6), decided_by=_cell(grid[signed], 1) if signed is not None else "",
                )
            )  # fmt: skip
    return cards


def _cell(cells: Sequence[Any], at: int) -> str:
    return clean(shown(cells[at])) if at < len(cells) else ""


def _words(cells: Sequence[Any]) -> str:
    return " ".join(_cell(cells, 2).split()).rstrip("。")


def _row_of(grid: Grid, label: str, start: int, end: int) -> int | None:
    return next((at for at in range(start, end) if _cell(grid[at], 0) == label), None)
