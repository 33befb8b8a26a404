"""Lists of calls that have no header: which switchboard wrote them, and what its columns are."""

from __future__ import annotations

import re
from dataclasses import dataclass

from huifang.tables.cells import shown
from huifang.tables.reading import Grid

_STAMP = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
_NUMBER = re.compile(r"\d+")
#: So many rows at the top are looked at.
TOP_ROWS = 20


@dataclass(frozen=True)
class ListLayout:
    """A list without a header.

    ``headers`` are what its columns are called, ``stamp`` and ``numbers`` where a moment and two lengths stand in each
    row; ``widths`` how many columns there may be.
    """

    name: str
    headers: tuple[str, ...]
    widths: range
    stamp: int
    numbers: tuple[int, int]

    def fits(self, grid: Grid) -> bool:
        """Whether the first row that holds something is one of these."""
        rows = [cells for cells in grid[:TOP_ROWS] if any(shown(raw) for raw in cells)]
        return bool(rows) and sum(map(self._is_row, rows)) * 2 > len(rows) and self._is_row(rows[0])

    def _is_row(self, cells: object) -> bool:
        texts = [shown(raw) for raw in cells]  # type: ignore[attr-defined]
        if len(texts) not in self.widths:
            return False
        return bool(_STAMP.fullmatch(texts[self.stamp])) and all(_NUMBER.fullmatch(texts[at]) for at in self.numbers)


ASTERISK = ListLayout(
    "Asterisk",
    (
        "accountcode", "src", "dst", "dcontext", "clid", "channel", "dstchannel", "lastapp", "lastdata", "start",
        "answer", "end", "duration", "billsec", "disposition", "amaflags", "uniqueid", "userfield",
    ),
    range(16, 20),
    9,
    (12, 13),
)  # fmt: skip
FREESWITCH = ListLayout(
    "FreeSWITCH",
    (
        "caller_id_name", "caller_id_number", "destination_number", "context", "start_stamp", "answer_stamp",
        "end_stamp", "duration", "billsec", "hangup_cause", "uuid", "bleg_uuid", "accountcode", "read_codec",
        "write_codec",
    ),
    range(12, 20),
    4,
    (7, 8),
)  # fmt: skip
LAYOUTS = (ASTERISK, FREESWITCH)


def with_header(grid: Grid) -> tuple[str, Grid]:
    """The name of the layout and the rows below its header; no name and the rows as they are where none fits."""
    for layout in LAYOUTS:
        if layout.fits(grid):
            width = max(map(len, grid))
            further = tuple(f"第 {at + 1} 列" for at in range(len(layout.headers), width))
            return layout.name, [(*layout.headers, *further)[:width], *grid]
    return "", grid
