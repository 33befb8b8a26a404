"""A line of 制度 that cannot be carried out."""

from __future__ import annotations

from huifang.core.reasons import Reason, Refusal


class Impossible(Refusal):
    """The line cannot be carried out; ``key`` says which of its cells is wrong."""

    def __init__(self, reason: Reason, key: str) -> None:
        super().__init__(reason, key)
        self.key = key
