"""Numbers that look like one another: Cyrillic or Greek letters, another case, O for nought, l for one."""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import normalize

_FOREIGN = str.maketrans(
    "АВЕЗКМНОРСТХУІЅЈЁавекмнорстхуіѕјԁһԛԝ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαβεικνορτυχ",
    "ABE3KMHOPCTXYISJEaBeKMHopcTxyisjdhqw" + "ABEZHIKMNOPTYXaBeikvoptux",
)
_ALIKE = str.maketrans("oil", "011")


def skeleton(text: str) -> str:
    """The same for all texts that look the same, or nearly so."""
    return normalize("NFKC", text).translate(_FOREIGN).casefold().translate(_ALIKE)


def foreign_letters(text: str) -> str:
    """Those of its letters that look like Latin ones and are none."""
    return "".join(sign for sign in text if ord(sign) in _FOREIGN)


def look_alike(text: str, known: Iterable[str]) -> str | None:
    """The known one that looks the same and is another, of several the one of the same case; None where none does."""
    seen, latin = skeleton(text), normalize("NFKC", text).translate(_FOREIGN)
    return min(
        (one for one in known if one != text and skeleton(one) == seen), key=lambda one: one != latin, default=None
    )
