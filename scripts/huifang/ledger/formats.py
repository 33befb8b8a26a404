"""Stored formats: each has a version and small steps, one from each older version to the next.

What an older release wrote is lifted when it is read; nothing stored is ever rewritten. What a newer release wrote is
refused in one sentence: a guess about keys that are not known here could lose what they say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

Body: TypeAlias = Mapping[str, Any]
Step: TypeAlias = Callable[[Body], Body]


class NewerFormat(ValueError):
    """Something stored has a version, or keys, that this release does not know."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}由较新的版本写成，请先升级 huifang。")


@dataclass(frozen=True, slots=True)
class Format:
    """One stored format. ``name`` is what people call it; ``steps[0]`` lifts version 1 to version 2, and so on."""

    name: str
    steps: tuple[Step, ...] = ()

    @property
    def version(self) -> int:
        """The version that this release writes, from 1."""
        return len(self.steps) + 1

    def lifted(self, body: Body, version: int) -> Body:
        """What was stored in that version, as this release's version.

        Raises:
            NewerFormat: a later release wrote it.
        """
        if version > self.version:
            raise NewerFormat(self.name)
        for step in self.steps[version - 1 :]:
            body = step(body)
        return body
