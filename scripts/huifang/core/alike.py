"""Findings that say the same of several cells, told once with all their places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from huifang.core.findings import Finding

#: So many stretches of cells are named, of more it is said how many cells they are.
MOST_NAMED = 5
_ADDRESS = re.compile(r"([A-Z]+)(\d+)")


@dataclass(frozen=True)
class Alike:
    """Findings of one sheet that say the same, in their order."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """The first of them."""
        return self.findings[0]

    @property
    def cells(self) -> str:
        """Their cells, as ``L2:L11、L15``; empty where they are about none."""
        return cells_said([finding.place.cell for finding in self.findings if finding.place.cell])

    @property
    def where(self) -> str:
        """The place of all of them, as that of one finding reads."""
        return str(replace(self.first.place, cell=self.cells or None))


def grouped(findings: Iterable[Finding]) -> list[Alike]:
    """The findings, those together that say the same of the same sheet, in the order of the first of each."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for one in findings:
        key = (one.code, one.severity, one.message, one.hint, one.place.file, one.place.sheet)
        groups.setdefault(key, []).append(one)
    return [Alike(tuple(same)) for same in groups.values()]


def cells_said(addresses: Sequence[str]) -> str:
    """The addresses with those of one column that follow each other as a stretch, and how many there are of many."""
    stretches: list[tuple[str, int, int]] = []
    for address in dict.fromkeys(addresses):
        found = _ADDRESS.fullmatch(address)
        letters, row = (found[1], int(found[2])) if found else (address, 0)
        if stretches and row and stretches[-1][0] == letters and stretches[-1][2] + 1 == row:
            stretches[-1] = (letters, stretches[-1][1], row)
        else:
            stretches.append((letters, row, row))
    named = [_said(*stretch) for stretch in stretches[:MOST_NAMED]]
    count = len({*addresses})
    more = f" 等 {count} 处" if len(stretches) > MOST_NAMED else f" 共 {count} 处" if count > len(named) else ""
    return "、".join(named) + more


def _said(letters: str, first: int, last: int) -> str:
    if not first:
        return letters
    return f"{letters}{first}" if first == last else f"{letters}{first}:{letters}{last}"
