"""Stored formats: each has a version and small steps, one from each older version to the next.

What an older release wrote is lifted when it is read; nothing stored is ever rewritten. What a newer release wrote is
refused in one sentence: a guess about keys that are not known here could lose what they say.

A stored kind is declared once, as a struct: its fields are the keys, a field with a default is one that an older
release may lack, and its ``FORMAT`` says how it is called and how it grew. To add a field, give it a default; to change
what a field means, add a step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar, Self, TypeAlias

import msgspec

from huifang.core.catalogue import because
from huifang.core.reasons import Refusal

Body: TypeAlias = Mapping[str, Any]
Step: TypeAlias = Callable[[Body], Body]


class NewerFormat(Refusal, ValueError):
    """Something stored has a version, or keys, that this release does not know; ``what`` it is, in Chinese."""

    def __init__(self, what: str) -> None:
        super().__init__(because("Y810", what=what))
        self.what = what

    def __reduce__(self) -> tuple[type[NewerFormat], tuple[str]]:
        return NewerFormat, (self.what,)


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


class StoredPart(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Something that is stored within another: a key that is not declared is one of a newer release."""


class Stored(StoredPart, frozen=True, kw_only=True):
    """Something that is stored by itself, as JSON, with its version beside it or in it."""

    FORMAT: ClassVar[Format]

    @classmethod
    def read(cls, text: bytes | str | msgspec.Raw, version: int) -> Self:
        """What was stored in that version.

        Raises:
            NewerFormat: a newer release wrote it.
            ValueError: it is none of these.
        """
        if version != cls.FORMAT.version:
            return cls._of(msgspec.json.decode(text, type=dict[str, Any]), version)
        with cls._told_apart():
            return msgspec.json.decode(text, type=cls)

    @classmethod
    def _of(cls, body: Body, version: int) -> Self:
        with cls._told_apart():
            return msgspec.convert(cls.FORMAT.lifted(body, version), cls)

    @classmethod
    @contextmanager
    def _told_apart(cls) -> Iterator[None]:
        """A key that is not known here is one of a newer release; anything else that does not fit is an error."""
        try:
            yield
        except msgspec.ValidationError as error:
            if "unknown field" in str(error):
                raise NewerFormat(cls.FORMAT.name) from error
            raise


class StoredDocument(Stored, frozen=True, kw_only=True):
    """Something that is stored by itself and says its version, as ``v``; release 0.1.0 did not: that is version 1."""

    @classmethod
    def from_json(cls, text: bytes | str) -> Self:
        """The document.

        Raises:
            NewerFormat: a newer release wrote it.
            ValueError: it is none of these.
        """
        body = msgspec.json.decode(text, type=dict[str, Any])
        version = body.pop("v", 1)
        if type(version) is not int or version < 1:
            raise ValueError(version)
        return cls._of(body, version)

    def to_json(self) -> bytes:
        """The document as it is stored: the same for the same content, whatever order it came in."""
        return canonical({**msgspec.to_builtins(self), "v": self.FORMAT.version})


def canonical(value: Any) -> bytes:
    """JSON without spaces, keys sorted: one value, one text."""
    return msgspec.json.encode(value, order="sorted")
