"""One kind of finding, as the catalogue lists it."""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter

from huifang.core.findings import Severity

E, W = Severity.ERROR, Severity.WARNING


def names_in(*texts: str) -> frozenset[str]:
    """The names in such texts; ``{reason.text}`` names a reason."""
    fields = (field for text in texts for _, field, _, _ in Formatter().parse(text))
    return frozenset(field.partition(".")[0] for field in fields if field)


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
        return names_in(self.message, self.hint)
