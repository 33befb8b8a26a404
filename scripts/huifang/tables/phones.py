"""Telephone numbers as people write them: with a name beside, an extension behind, two in one cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import normalize

from huifang.core.text import clean

#: How several numbers of one cell stand apart once they are read.
APART = "/"
_DASHES = str.maketrans("—–−‐‑~", "------")
_EXTENSION = re.compile(r"\s*(?:转接?|轉|分机号?|分機|内线|ext\.?|[x#*])\s*[:.]?\s*(?=\d{1,6}(?!\d))", re.I)
_STRETCH = re.compile(r"[+(\d][\d()\s\-]*\d(?:转\d{1,6})?")
#: What may be dialled as it stands: a mobile, or a number with its area code.
_WHOLE = re.compile(r"(?:(?:\+|00)?86-?)?(?:1[3-9]\d-?\d{4}-?\d{4}|\(?0\d{2,3}\)?-?\d{3,4}-?\d{4})(?:转\d{1,6})?")
#: Words that only say that a number follows.
_LABELS = re.compile(r"联系|微信同?|电话|手机|座机|固话|办公|号码?|[或和转]|tel|mobile|phone|[\W_]", re.I)
#: A number has so many digits: fewer are none, more are several.
FEWEST, MOST = 7, 15


def written_phones(text: str) -> tuple[str, str]:
    """The numbers in the text, and what words stood beside them.

    A text of which it is not clear what belongs to a number is given back whole.
    """
    plain = _EXTENSION.sub("转", normalize("NFKC", clean(text)).translate(_DASHES).lstrip("'’‘`´"))
    numbers = [number for found in _STRETCH.finditer(plain) for number in _numbers(found[0])]
    beside = _STRETCH.sub("", plain)
    if not numbers or any(sign.isdigit() for sign in beside) or not all(map(_may_be_one, numbers)):
        return re.sub(r"\s+", "", plain), ""
    return APART.join(dict.fromkeys(numbers)), _LABELS.sub("", beside)


def _numbers(stretch: str) -> Iterator[str]:
    """The numbers of a stretch of digits, dashes and blanks: more than one where blanks stand between whole ones."""
    together = re.sub(r"\s+", "", stretch)
    if _may_be_one(together):
        yield _balanced(together)
        return
    number = ""
    for piece in stretch.split():
        number += piece
        if _WHOLE.fullmatch(number):
            yield _balanced(number)
            number = ""
    if number:
        yield number


def _may_be_one(number: str) -> bool:
    return FEWEST <= sum(sign.isdigit() for sign in number.partition("转")[0]) <= MOST


def _balanced(number: str) -> str:
    """Without a bracket that belongs to the words beside the number."""
    return number if number.count("(") == number.count(")") else re.sub(r"[()]", "", number)
