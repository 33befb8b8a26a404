"""Clauses as sentences, sentences as segments: what stands together between two commas, with its quantities and deeds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from huifang.decisions.drafting.clauses import ClauseText
from huifang.decisions.drafting.quantities import Quantity, Sort, quantities
from huifang.decisions.drafting.vocabulary import (
    CHECK,
    CONTACT,
    FINE,
    HAND_IN,
    HANDLE,
    KEEP,
    THING_AFTER,
    any_of,
)


class Deed(StrEnum):
    """What is done."""

    CONTACT = "contact"
    HANDLE = "handle"
    HAND_IN = "hand in"
    CHECK = "check"
    KEEP = "keep"
    FINE = "fine"


@dataclass(frozen=True)
class Act:
    """A deed in a segment: its word, the kinds of deed that it may be, and its place in the clause."""

    word: str
    deeds: frozenset[Deed]
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Segment:
    """What stands between two commas; its places are places in the clause."""

    text: str
    start: int
    end: int
    quantities: tuple[Quantity, ...]
    acts: tuple[Act, ...]


@dataclass(frozen=True)
class Sentence:
    """A sentence of a clause."""

    segments: tuple[Segment, ...]
    start: int
    end: int

    def __post_init__(self) -> None:
        assert self.segments

    @property
    def quantities(self) -> Iterator[Quantity]:
        """All quantities in it."""
        for segment in self.segments:
            yield from segment.quantities

    @property
    def speaks_of_calls(self) -> bool:
        """Whether it is about calls, or about what complaints are answered with."""
        return any(
            "访" in segment.text or "方案" in segment.text or "计划" in segment.text for segment in self.segments
        )


@dataclass(frozen=True)
class Parsed:
    """A clause with its sentences."""

    clause: ClauseText
    sentences: tuple[Sentence, ...] = field(default=())


_WORDS = {
    Deed.CONTACT: CONTACT, Deed.HANDLE: HANDLE, Deed.HAND_IN: HAND_IN, Deed.CHECK: CHECK, Deed.KEEP: KEEP, Deed.FINE: FINE,
}  # fmt: skip
_DEEDS: dict[str, frozenset[Deed]] = {
    word: frozenset(deed for deed, words in _WORDS.items() if word in words)
    for words in _WORDS.values()
    for word in words
}
_ACT = re.compile(any_of(_DEEDS))
_THING = re.compile(rf"的?(?:{any_of(THING_AFTER)})")
#: Of one character: what stands behind them is what is handed in, not what they are.
_BARE = ("报", "交", "送", "抽", "转")
_SENTENCE = re.compile(r"[^。;!?\n]+[。;!?\n]?")
_SEGMENT = re.compile(r"[^,:]+")


def parse(clause: ClauseText) -> Parsed:
    """The clause in its parts."""
    text = clause.folded
    found = [*quantities(text)]
    sentences = []
    for match in _SENTENCE.finditer(text):
        segments = [
            _segment(text, match.start() + part.start(), match.start() + part.end(), found)
            for part in _SEGMENT.finditer(_masked(match[0], found, match.start()))
        ]
        segments = [segment for segment in segments if segment.text.strip()]
        if segments:
            sentences.append(Sentence(tuple(segments), match.start(), match.end()))
    return Parsed(clause, tuple(sentences))


def _masked(text: str, found: list[Quantity], start: int) -> str:
    """The text in which the commas and colons of quantities do not count."""
    signs = [*text]
    for one in found:
        for at in range(max(0, one.start - start), min(len(text), one.end - start)):
            signs[at] = "0"
    return re.sub(r"(?<=\d):(?=\d)", "0", "".join(signs))


def _segment(text: str, start: int, end: int, found: list[Quantity]) -> Segment:
    own = tuple(one for one in found if start <= one.start < end)
    return Segment(text=text[start:end], start=start, end=end, quantities=own, acts=tuple(_acts(text, start, end, own)))


def _acts(text: str, start: int, end: int, own: tuple[Quantity, ...]) -> Iterator[Act]:
    taken = [one for one in own if one.sort not in (Sort.PLAIN,)]
    for match in _ACT.finditer(text, start, end):
        if any(one.start <= match.start() < one.end for one in taken):
            continue
        if (
            _DEEDS[match[0]] & {Deed.CONTACT, Deed.HANDLE}
            and match[0] not in _BARE
            and _THING.match(text, match.end(), end)
        ):
            continue
        if match[0] == "报" and text.startswith(("表", "怨", "修", "警", "单"), match.end()):
            continue
        if Deed.CHECK not in _DEEDS[match[0]] and text.startswith("会", match.end()) and match[0] not in _BARE:
            continue
        yield Act(match[0], _DEEDS[match[0]], match.start(), match.end())
