"""What follows wherever it is counted how much was planned, and how much was done."""

from __future__ import annotations


class Reached:
    """Counts with ``planned`` and ``done``, obligations both."""

    __slots__ = ()
    planned: int
    done: int

    @property
    def undone(self) -> int:
        """How many of the planned were not reached."""
        return self.planned - self.done

    @property
    def done_share(self) -> float | None:
        """Done of planned, 0 to 1; None where nothing was planned."""
        return self.done / self.planned if self.planned else None
