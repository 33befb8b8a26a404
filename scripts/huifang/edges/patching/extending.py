"""What must grow along when rows are added below: validations, conditional formats, filters, names."""

from __future__ import annotations

from dataclasses import dataclass

from huifang.edges.patching.areas import Area, parse_area


@dataclass(frozen=True, slots=True)
class Growth:
    """Rows were added below ``above``, the last one before them, down to ``last``; data begins at ``first``."""

    first: int
    above: int
    last: int
    left: int
    right: int

    def of(self, area: Area) -> Area | None:
        """The area as it has to be now; None where it stays.

        One that ends at the row above the new ones grows with them; a rule for a single row in the middle of the data
        is meant for that row alone.
        """
        if not area.top <= self.above <= area.bottom < self.last:
            return None
        if area.right < self.left or area.left > self.right:
            return None
        if area.top == area.bottom and area.top != self.first:
            return None
        return Area(area.top, area.left, self.last, area.right)

    def of_areas(self, text: str) -> str | None:
        """The same for a list of areas separated by space; None where all stay."""
        parts = []
        changed = False
        for part in text.split():
            try:
                grown = self.of(parse_area(part))
            except ValueError:
                grown = None
            parts.append(str(grown) if grown else part)
            changed = changed or grown is not None
        return " ".join(parts) if changed else None
