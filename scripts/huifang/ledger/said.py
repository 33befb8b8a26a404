"""What every entry of the journal may say, whatever its kind."""

from __future__ import annotations

from typing import ClassVar

from huifang.ledger.formats import Stored


class Said(Stored, frozen=True, kw_only=True):
    """One kind of entry. Any may have brought files: paths with their SHA-256, ``cells`` the fingerprint of the cells
    of workbooks among them.
    """

    KIND: ClassVar[str]

    archived: dict[str, str] = {}
    segments: dict[str, str] = {}
    produced: dict[str, str] = {}
    cells: dict[str, str] = {}

    @property
    def workbooks(self) -> tuple[str, ...]:
        """The workbooks for people that were written with it."""
        return tuple(path for path in self.produced if path.endswith(".xlsx"))
