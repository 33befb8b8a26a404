"""Where a zip ends: one that was cut may end with the end of a zip within it, and is not that one."""

from __future__ import annotations

import struct
from typing import BinaryIO

MAGIC = b"PK"
#: A zip ends with a record of 22 bytes (4 of them its sign), and a remark of at most so many behind it.
_END, _SIZE, _REMARK = b"PK\x05\x06", 22, 65_535
_ENTRY, _EMPTY = b"PK\x01\x02", 0
#: What stands between the list and the end of a large zip, directly before the end, and its bytes.
_LOCATOR, _LOCATOR_SIZE = b"PK\x06\x07", 20
#: What stands for a number that is too large for its field.
_ELSEWHERE = 0xFFFF_FFFF


def has_its_own_end(stream: BinaryIO) -> bool:
    """Whether what begins as a zip ends as the same one: its end says truly where its list of members is.

    What does not begin as one is not judged: a parser says what it is.
    """
    stream.seek(0)
    if stream.read(len(MAGIC)) != MAGIC:
        return True
    size = stream.seek(0, 2)
    begin = stream.seek(max(0, size - _REMARK - _SIZE))
    tail = stream.read()
    at = tail.rfind(_END)
    if at < 0 or begin + at + _SIZE > size:
        return False
    members, listed, listed_at = struct.unpack("<HLL", tail[at + 10 : at + 20])
    if members == _EMPTY or listed_at == _ELSEWHERE:
        return True
    is_large = tail[max(0, at - _LOCATOR_SIZE) : at].startswith(_LOCATOR)
    if listed_at + listed != begin + at and not is_large:
        return False  # the end of a zip within it, counted from where that one begins
    stream.seek(listed_at)
    return stream.read(len(_ENTRY)) == _ENTRY
