"""The journal's format: one JSON object a line, each holding the hash of the one before.

What is not in the journal did not happen. Nothing here touches a file. What each kind of entry says is declared in
:mod:`huifang.ledger.kinds`.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import msgspec

from huifang.ledger.formats import canonical

GENESIS = "0" * 64
#: So many digits of a head stand where people read: enough to tell one entry from every other.
DIGITS_SHOWN = 12
#: The release whose lines do not say by which one they were written.
FIRST_RELEASE = "0.1.0"
#: The version of what a line says that has keys this release does not know: later than any that it knows.
_UNKNOWN = sys.maxsize


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One journal entry, with the keys of its line.

    ``seq`` counts from 1; ``at`` is ``YYYY-MM-DD HH:MM`` of the run that wrote it. ``data`` is what it says, ``v`` the
    version of the format of that, ``by`` the release that wrote it (both None: 0.1.0, and version 1).
    """

    seq: int
    at: str
    kind: str
    data: msgspec.Raw
    prev: str
    hash: str
    by: str | None = None
    v: int | None = None

    @property
    def release(self) -> str:
        """The release that wrote it."""
        return FIRST_RELEASE if self.by is None else self.by

    @property
    def version(self) -> int:
        """The version of the format that ``data`` has."""
        return 1 if self.v is None else self.v


_KEYS = frozenset(Entry.__struct_fields__)


def next_entry(last: Entry | None, at: str, kind: str, data: Any, by: str | None = None, v: int | None = None) -> Entry:
    """The entry that follows ``last`` (None: the first of all); ``data`` is anything that JSON can hold."""
    seq, prev = (last.seq + 1, last.hash) if last else (1, GENESIS)
    raw = msgspec.Raw(canonical(data))
    entry = Entry(seq=seq, at=at, kind=kind, data=raw, prev=prev, hash=GENESIS, by=by, v=v)
    return msgspec.structs.replace(entry, hash=_hash_of_line(to_line(entry))[1])


def to_line(entry: Entry) -> bytes:
    """The entry as it stands in the file, line break included."""
    return canonical(entry) + b"\n"


@dataclass(frozen=True)
class Chain:
    """The entries that could be read; ``broken_at`` is the line number (from 1) of the first bad link, with the reason.

    ``whole_bytes`` is the length up to the last complete line: a torn last line (a crash while appending) did not
    happen and is cut off by the next append. A last line that lacks nothing but its line break (some editors and sync
    tools take that away) is complete, and ``unended``.
    """

    entries: tuple[Entry, ...]
    whole_bytes: int
    broken_at: int | None = None
    reason: str = ""
    unended: bool = False

    @property
    def head(self) -> str:
        """The hash of the last entry."""
        return self.entries[-1].hash if self.entries else GENESIS

    @property
    def trusted(self) -> tuple[Entry, ...]:
        """The entries before the first bad link: what comes after it cannot be relied on."""
        return self.entries if self.broken_at is None else self.entries[: self.broken_at - 1]


_HASH = b'"hash":"'


def _hash_of_line(line: bytes) -> tuple[str, str]:
    """The hash that the line states, and the one that its other bytes have: no byte can change unnoticed.

    In the canonical order of keys only kind, prev, seq and v follow the hash, so that the last one found is the
    entry's.
    """
    at = line.rindex(_HASH)
    stated, rest = line[at + len(_HASH) : at + len(_HASH) + 64], line[at + len(_HASH) + 64 :]
    if not (rest.startswith(b'",') and rest.endswith(b"}\n")):
        raise ValueError(rest)
    return stated.decode("ascii"), sha256(line[:at] + rest[2:-1]).hexdigest()


def _entry_of_line(line: bytes, previous: Entry | None) -> tuple[Entry, str]:
    """The entry, and what is wrong with its link to the one before."""
    entry = msgspec.json.decode(line, type=Entry)
    seq, prev = (previous.seq + 1, previous.hash) if previous else (1, GENESIS)
    if _hash_of_line(line) != (entry.hash, entry.hash) or (entry.seq, entry.prev) != (seq, prev):
        return entry, "与前一条的衔接或内容的校验值不符"
    if to_line(entry) != line and msgspec.json.decode(line, type=dict[str, msgspec.Raw]).keys() - _KEYS:
        entry = msgspec.structs.replace(entry, v=_UNKNOWN)
    return entry, ""


def parse_chain(content: bytes) -> Chain:
    """Read a journal and check every link; reading goes on after a bad link, so that the rest can still be used."""
    entries: list[Entry] = []
    broken_at, reason = None, ""
    unended = _lacks_only_its_end(content)
    whole = content + b"\n" if unended else content[: content.rfind(b"\n") + 1]
    for number, line in enumerate(whole.splitlines(keepends=True), start=1):
        try:
            entry, problem = _entry_of_line(line, entries[-1] if entries else None)
            entries.append(entry)
        except ValueError:
            problem = "不是完整的记录"
        if problem and broken_at is None:
            broken_at, reason = number, problem
    return Chain(tuple(entries), len(whole) - unended, broken_at, reason, unended)


def _lacks_only_its_end(content: bytes) -> bool:
    """Whether the last line is an entry with the hash that it states, and only the line break is not there."""
    line = content[content.rfind(b"\n") + 1 :]
    try:
        stated, computed = _hash_of_line(line + b"\n")
    except ValueError:
        return False
    return stated == computed
