"""One kind of reason for which something is refused, as the catalogue lists it."""

from __future__ import annotations

from dataclasses import dataclass

from huifang.core.codes.finding_kind import names_in


@dataclass(frozen=True, slots=True)
class ReasonKind:
    """One kind of reason. It has no severity and no place, which are those of the finding that tells it, if one does.

    ``{names}`` in text and advice stand for what is said of the single case. ``text`` has no full stop.
    """

    code: str
    title: str
    text: str
    advice: str = ""

    @property
    def names(self) -> frozenset[str]:
        """The names in text and advice."""
        return names_in(self.text, self.advice)
