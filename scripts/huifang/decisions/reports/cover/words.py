"""How the cover says things: cut to the room there is, changes with their arrows."""

from __future__ import annotations

from huifang.core.text import clean
from huifang.decisions.reports.part import percent

FIRST = "→ 第一期"
SAME = "→ 持平"
#: By how many points a rate must have fallen before anybody is to look at it.
FALL = 5


def cut(text: str, most: int) -> str:
    """The text on one line, of at most so many characters."""
    line = " ".join(clean(text).split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def points(now: float | None, before: float | None) -> int | None:
    """By how many percentage points a share rose, of the shares as they are printed; None where one is missing."""
    return None if now is None or before is None else _printed(now) - _printed(before)


def _printed(share: float) -> int:
    return int(percent(share).rstrip("%"))


def arrow(step: int) -> str:
    """↑ or ↓ with how far; → where nothing moved."""
    return f"{'↑' if step > 0 else '↓'}{abs(step)}" if step else "→"


def change(step: int | None, unit: str, up_is_good: bool) -> tuple[str, bool | None]:
    """The change in words, and whether it is one for the better."""
    if step is None:
        return FIRST, None
    if not step:
        return SAME, None
    better = (step > 0) == up_is_good
    return f"{'↑' if step > 0 else '↓'} {abs(step)} {unit} {'好转' if better else '变差'}", better


def plus(counts: tuple[int, int]) -> str:
    """What is in the books, and what stands in returned rows behind a plus; a dot where there is nothing."""
    known, returned = counts
    return f"{known}+{returned}" if returned else str(known) if known else "·"
