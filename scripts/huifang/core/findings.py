"""Findings are values: every one knows its place, and none of them stops a run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

T = TypeVar("T")


class Severity(StrEnum):
    """``ERROR`` keeps a row out of the ledger; ``WARNING`` is reported and nothing more."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands; reads ``张三.xlsx!回访记录!L17``. Sheet and cell may be unknown."""

    file: str
    sheet: str | None = None
    cell: str | None = None

    def __str__(self) -> str:
        return "!".join(part for part in (self.file, self.sheet, self.cell) if part)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, where, and what to do about it; ``reason_code`` where it tells a reason of the catalogue."""

    code: str
    severity: Severity
    place: Place
    message: str
    hint: str
    reason_code: str | None = None

    @property
    def is_error(self) -> bool:
        """Whether it keeps its row out of the ledger."""
        return self.severity is Severity.ERROR

    def as_json(self) -> dict[str, str | None]:
        """The shape that ``--json`` promises."""
        return {
            "code": self.code,
            "severity": str(self.severity),
            "file": self.place.file,
            "sheet": self.place.sheet,
            "cell": self.place.cell,
            "message": self.message,
            "hint": self.hint,
            **({"reason_code": self.reason_code} if self.reason_code else {}),
        }


def parted(said: Iterable[T | Finding]) -> tuple[tuple[T, ...], tuple[Finding, ...]]:
    """What was built, and what was found on the way, each in its order."""
    listed = tuple(said)
    return (
        tuple(one for one in listed if not isinstance(one, Finding)),
        tuple(one for one in listed if isinstance(one, Finding)),
    )


def count_errors(findings: Iterable[Finding]) -> int:
    """How many of the findings are errors."""
    return sum(1 for finding in findings if finding.is_error)
