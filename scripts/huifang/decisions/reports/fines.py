"""What being late costs each person: the same list in the report and in the letter to who pays the wages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from huifang.decisions.reports.handing_in import HandIn
from huifang.policy.people import People


@dataclass(frozen=True, slots=True)
class Fined:
    """A person (工号, and number and name as people read them), the fines in yuan, and what each of them is for."""

    agent: str
    label: str
    yuan: float
    sheets: tuple[str, ...]


def fines_of(sheets: Iterable[HandIn], people: People) -> tuple[Fined, ...]:
    """Who is fined, by 工号; whose appeal is not decided is not among them."""
    fined: dict[str, list[HandIn]] = {}
    for sheet in sheets:
        if sheet.fine_yuan:
            fined.setdefault(sheet.agent, []).append(sheet)
    return tuple(
        Fined(
            agent, people.label(agent), sum(sheet.fine_yuan for sheet in mine),
            tuple(f"{sheet.batch}(应交 {sheet.due_on}，{sheet.said})" for sheet in mine),
        )
        for agent, mine in sorted(fined.items())
    )  # fmt: skip
