"""Texts that differ in a few characters only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from math import ceil

#: Two texts are nearly the same where so much of their pairs of neighbouring characters is.
_ALIKE = 0.7


def near_copies(texts: Iterable[str]) -> Mapping[str, str]:
    """For each text the first of those that it is a copy of, or nearly, in the order of their length."""
    pairs = {text: frozenset(map("".join, zip(text, text[1:], strict=False))) for text in texts}
    frequency = Counter(pair for each in pairs.values() for pair in each)
    first: dict[str, str] = {}
    having: dict[str, list[str]] = defaultdict(list)
    for text in sorted(pairs, key=lambda text: (len(text), text)):
        mine = pairs[text]
        rarest = sorted(mine, key=lambda pair: (frequency[pair], pair))
        # alike texts share one of so many of their rarest pairs
        rarest = rarest[: len(mine) - ceil(_ALIKE * len(mine)) + 1]
        near = {other for pair in rarest for other in having[pair]}
        alike = sorted(other for other in near if len(mine & pairs[other]) >= _ALIKE * len(mine | pairs[other]))
        first[text] = first[alike[0]] if alike else text
        for pair in rarest:
            having[pair].append(text)
    return first
