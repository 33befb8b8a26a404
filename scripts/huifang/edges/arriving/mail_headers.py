"""What the headers of a mail say, however its sender's program wrote them: attachment names, and dates.

Nothing here raises: a header that nobody can read gives an empty name, or no time.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from email.message import Message
from email.utils import parsedate_to_datetime
from itertools import groupby
from quopri import decodestring
from urllib.parse import unquote_to_bytes

from huifang.core.charsets import in_charset
from huifang.core.text import clean

#: Mainland China has one zone and no summer time: the office's wall clock.
CHINA = timezone(timedelta(hours=8))
#: No honest header is longer, and the library's parser takes quadratic time.
MAX_HEADER = 8_000
_WORD = re.compile(r"=\?([^?\s]+)\?([bBqQ])\?([^?]*)\?=")
_WORDS = re.compile(rf"(?:{_WORD.pattern}\s*)*{_WORD.pattern}")
_BARE_2231 = re.compile(r"([\w-]{2,20})'[\w-]*'(.*)", re.S)
_NUMERIC_ZONE = re.compile(r"[+-]\d{4}\b")


def header_text(value: object) -> str:
    """A header as the parser keeps it (raw bytes as surrogates, folded) as one line; encoded words are left alone."""
    text = re.sub(r"\r?\n(?=[ \t])", "", str(value))
    return in_charset(text.encode("utf-8", "surrogateescape")) if re.search("[\udc80-\udcff]", text) else text


def decode_words(text: str) -> str:
    """RFC 2047 words replaced by what they say, wherever they stand; a character may be split between two of them."""

    def decoded(run: re.Match[str]) -> str:
        words = [(word[1], _word_bytes(word[2], word[3])) for word in _WORD.finditer(run[0])]
        if any(raw is None for _, raw in words):
            return run[0]
        return "".join(
            in_charset(b"".join(raw or b"" for _, raw in same), charset.partition("*")[0])
            for charset, same in groupby(words, key=lambda word: word[0])
        )

    return _WORDS.sub(decoded, text)


def _word_bytes(encoding: str, body: str) -> bytes | None:
    raw = body.encode("utf-8", "replace")
    if encoding in "qQ":
        return decodestring(raw, header=True)
    try:
        return b64decode(raw + b"=" * (-len(raw) % 4))
    except ValueError:
        return None


def attachment_name(part: Message) -> str:
    """The file name of a part, from Content-Disposition or else Content-Type; empty where it has none."""
    for header, parameter in (("content-disposition", "filename"), ("content-type", "name")):
        for raw in raw_headers(part, header):
            try:
                name = _parameter(header_text(raw)[:MAX_HEADER], parameter)
            except Exception:  # somebody else's header and the parser's own mistakes: then it has no name
                continue
            if clean(name):
                return clean(name)
    return ""


def raw_headers(part: Message, header: str) -> Iterator[object]:
    """The values of a header as the parser keeps them, from the top."""
    return (value for name, value in part.raw_items() if name.lower() == header)


def _parameter(header: str, name: str) -> str:
    """A parameter's value: RFC 2231 (continued or not) before a plain one."""
    scratch = Message()
    scratch["x"] = header
    values = [value for key, value in scratch.get_params([], "x") if key.lower() == name]
    for value in values:
        if isinstance(value, tuple):
            charset, _, text = value
            with suppress(UnicodeEncodeError):  # raw characters where percent signs should be
                return in_charset(text.encode("latin-1"), charset)
            return str(text)
    return _plain(values[0]) if values else ""


def _plain(text: str) -> str:
    """A plain value, in which programs hide encoded words or percent signs that do not belong there."""
    hidden = _BARE_2231.fullmatch(text)
    if hidden and "%" in hidden[2]:
        return in_charset(unquote_to_bytes(hidden[2]), hidden[1])
    if re.search(r"(%[89A-Fa-f][0-9A-Fa-f]){2}", text):
        return in_charset(unquote_to_bytes(text))
    return decode_words(text)


def first_moment(texts: Iterable[str]) -> datetime | None:
    """The first of the dates that can be read, on the office's wall clock."""
    for text in texts:
        try:
            # Programs in China write "CST" for their own zone; the standard knows an American one of that name.
            own = text if _NUMERIC_ZONE.search(text) else re.sub(r"\bCST\b", "+0800", text)
            moment = parsedate_to_datetime(own)
            if moment.tzinfo is None and "-0000" in own:
                moment = moment.replace(tzinfo=UTC)
            if moment.tzinfo is not None:
                moment = moment.astimezone(CHINA).replace(tzinfo=None)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return moment.replace(second=0, microsecond=0)
    return None
