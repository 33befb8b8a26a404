"""Bytes that somebody else took for text, in whatever charset."""

from __future__ import annotations

import re

_GB = re.compile(r"(?i)(x-)?(gbk?|gb2312|cp936|ms936|windows-936)(-80)?")


def in_charset(raw: bytes, charset: str | None = None) -> str:
    """Bytes as text: in the charset if it is known and fits, else as UTF-8, else as GB18030."""
    named = [] if not charset else ["gb18030" if _GB.fullmatch(charset) else charset]
    for candidate in (*named, "utf-8"):
        try:
            return raw.decode(candidate)
        except (LookupError, ValueError):
            continue
    return raw.decode("gb18030", "replace")
