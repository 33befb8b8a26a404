"""What a draft proposes: rows of 制度 by their headers, and what there is no column for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from huifang.decisions.drafting.quantities import Quantity

SURE, LIKELY, UNSURE = "高", "中", "低"


@dataclass(frozen=True, kw_only=True)
class ProposedRow:
    """A row for a sheet of 制度: its values by header, the clause that says so, in the words of
    ``text``, and how sure that is; ``uses`` are the quantities that are said with it. ``change`` says
    what a person has to change in it before it can hold.
    """

    sheet: str
    values: Mapping[str, str | int | float]
    clause: str = ""
    quote: str = ""
    text: str = ""
    sure: str = LIKELY
    change: str = ""
    uses: tuple[Quantity, ...] = field(default=())

    def with_values(self, values: Mapping[str, str | int | float]) -> ProposedRow:
        """The row with these values besides its own, or in their place."""
        return replace(self, values={**self.values, **values})

    @property
    def because(self) -> str:
        """依据: the clause and its own sentence."""
        return f"{self.clause} {self.text}".strip()

    @property
    def said(self) -> dict[str, str | int | float]:
        """The row as 制度 would hold it, with its 依据."""
        filled = {header: value for header, value in self.values.items() if value != ""}
        return {**filled, "依据": self.because}


@dataclass(frozen=True, kw_only=True)
class Unsaid:
    """What a clause says and no column can hold, or what was not understood."""

    clause: str
    why: str
    quote: str = ""
    uses: tuple[Quantity, ...] = field(default=())


Drafted = ProposedRow | Unsaid
