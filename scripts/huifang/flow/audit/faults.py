"""What verifying finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """``kind``: altered, resaved (same cells, other bytes), missing, chain, or newer (a newer release wrote it);
    ``detail`` says what it affects. ``at`` is the journal's entry that it is about (0: the one that brought the file).
    """

    kind: str
    file: str
    detail: str
    at: int = 0
