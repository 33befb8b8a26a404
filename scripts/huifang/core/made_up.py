"""Numbers that look random and are always the same: for made-up offices, never for a draw."""

from __future__ import annotations

from hashlib import sha256


def digit(seed: str, sides: int) -> int:
    """A number below ``sides``, always the same for the same seed."""
    return int(sha256(seed.encode()).hexdigest()[:8], 16) % sides
