"""A quantity and what stands around it: the questions that the kinds of rows ask."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from huifang.decisions.drafting.quantities import Quantity, Sort
from huifang.decisions.drafting.sentences import Act, Deed, Parsed, Segment, Sentence
from huifang.decisions.drafting.vocabulary import COMPLAINT, CUSTOMER, METHODS, NOT_REACHED, any_of

_COMPLAINT = re.compile(any_of(COMPLAINT))
_NOT_REACHED = re.compile(any_of(NOT_REACHED))
_CUSTOMER = re.compile(rf"[一-鿿A-Za-z0-9]{{0,12}}?(?:{any_of(CUSTOMER)})")
_METHODS = tuple((name, re.compile(any_of(words))) for name, words in METHODS)
_LIMIT = re.compile(
    r"(?:不|不得|不能|不应|不可)?(?:少于|低于|高于|超过|大于|小于|晚于|迟于|早于)$|(?:至少|最少|最多|达到|达|满|超过|大于|约|近|为|应达|控制在|在)$"
)


@dataclass(frozen=True)
class Around:
    """A quantity within its segment, sentence and clause; ``before`` and ``later`` are the sentences of the clause."""

    parsed: Parsed
    sentence: Sentence
    segment: Segment
    quantity: Quantity

    @property
    def before(self) -> str:
        """What stands in front of it in its segment."""
        return self.parsed.clause.folded[self.segment.start : self.quantity.start]

    @property
    def after(self) -> str:
        """What stands behind it in its segment."""
        return self.parsed.clause.folded[self.quantity.end : self.segment.end].rstrip("。;!?\n")

    @property
    def text(self) -> str:
        """The text of the whole clause."""
        return self.parsed.clause.folded

    @property
    def said(self) -> str:
        """The sentence up to the segment's end."""
        return self.text[self.sentence.start : self.segment.end]

    @property
    def whole(self) -> str:
        """The whole sentence."""
        return self.text[self.sentence.start : self.sentence.end]

    @property
    def quote(self) -> str:
        """The segment as the paper has it."""
        return self.parsed.clause.text[self.segment.start : self.segment.end].strip(" ，,。；;：:\n")

    @property
    def sentence_quote(self) -> str:
        """The sentence as the paper has it."""
        return self.parsed.clause.text[self.sentence.start : self.sentence.end].strip()

    @property
    def number_quote(self) -> str:
        """The quantity as the paper has it."""
        return self.parsed.clause.text[self.quantity.start : self.quantity.end]

    @property
    def act(self) -> Act | None:
        """The deed that it belongs to: the first behind it in its segment, else the last in front of it there; else the
        first in a segment behind that has no quantity of its own in front of it; else the last in front of all.
        """
        behind = next((act for act in self.segment.acts if act.start >= self.quantity.end), None)
        ahead = next((act for act in reversed(self.segment.acts) if act.end <= self.quantity.start), None)
        return behind or ahead or self._act_further()

    def _act_further(self) -> Act | None:
        at = self.sentence.segments.index(self.segment)
        for segment in self.sentence.segments[at + 1 :]:
            first = next(iter(segment.acts), None)
            quantity = next(iter(segment.quantities), None)
            if first and (quantity is None or first.start < quantity.start or quantity.sort is Sort.COUNT):
                return first
            if quantity is not None and quantity.sort is not Sort.COUNT and not first:
                continue
            if first or quantity is not None:
                break
        for segment in reversed(self.sentence.segments[:at]):
            if segment.acts:
                return segment.acts[-1]
        return None

    def does(self, *deeds: Deed) -> bool:
        """Whether its deed is one of these."""
        act = self.act
        return act is not None and bool(act.deeds & {*deeds})

    @property
    def is_complaint(self) -> bool:
        """Whether the clause, or a heading above it, is about complaints and other matters that are dealt with."""
        until = self.text[: self.segment.end]
        return bool(_COMPLAINT.search(until) or _COMPLAINT.search(self.parsed.clause.heading))

    @property
    def in_vain(self) -> bool:
        """Whether it counts calls that reached nobody."""
        return bool(_NOT_REACHED.search(self.segment.text))

    @property
    def next_quantity(self) -> Quantity | None:
        """The next one in the segment."""
        return next((one for one in self.segment.quantities if one.start >= self.quantity.end), None)

    @property
    def previous(self) -> Quantity | None:
        """The one in front of it in the sentence."""
        return next((one for one in reversed([*self.sentence.quantities]) if one.end <= self.quantity.start), None)

    def of_sort(self, *sorts: Sort) -> Iterator[Quantity]:
        """The quantities of the sentence of these sorts."""
        return (one for one in self.sentence.quantities if one.sort in sorts)

    @property
    def methods(self) -> str:
        """By which ways, as 制度 calls them."""
        text = self.segment.text
        return "，".join(name for name, words in _METHODS if words.search(text))

    @property
    def bounded(self) -> str:
        """The word of a bound in front of it."""
        found = _LIMIT.search(self.before)
        return found[0] if found else ""
