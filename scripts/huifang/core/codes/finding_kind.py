"""One kind of finding, as the catalogue lists it."""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter

from huifang.core.findings import Severity

E, W = Severity.ERROR, Severity.WARNING


@dataclass(frozen=True, slots=True)
class FindingKind:
    """One kind of finding: ``{names}`` in message and hint stand for what is said of the single one."""

    code: str
    severity: Severity
    title: str
    cause: str
    message: str
    hint: str

    @property
    def names(self) -> frozenset[str]:
        """The names in message and hint."""
        fields = (field for text in (self.message, self.hint) for _, field, _, _ in Formatter().parse(text))
        return frozenset(field for field in fields if field)
