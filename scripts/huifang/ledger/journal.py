"""The journal's format: one JSON object a line, each holding the hash of the one before.

What is not in the journal did not happen. Nothing here touches a file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One journal entry. ``seq`` counts from 1; ``at`` is ``YYYY-MM-DD HH:MM`` of the run that wrote it."""

    seq: int
    at: str
    kind: str
    data: Mapping[str, Any]
    prev: str
    hash: str


def _canonical(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def next_entry(last: Entry | None, at: str, kind: str, data: Mapping[str, Any]) -> Entry:
    """The entry that follows ``last`` (None: the first of all)."""
    seq, prev = (last.seq + 1, last.hash) if last else (1, GENESIS)
    body = {"seq": seq, "at": at, "kind": kind, "data": data, "prev": prev}
    return Entry(seq, at, kind, data, prev, sha256(_canonical(body)).hexdigest())


def to_line(entry: Entry) -> bytes:
    """The entry as it stands in the file, line break included."""
    body = {"seq": entry.seq, "at": entry.at, "kind": entry.kind, "data": entry.data, "prev": entry.prev}
    return _canonical({**body, "hash": entry.hash}) + b"\n"


@dataclass(frozen=True)
class Chain:
    """The entries that could be read; ``broken_at`` is the line number (from 1) of the first bad link, with the reason.

    ``whole_bytes`` is the length up to the last complete line: a torn last line (a crash while appending) did not
    happen and is cut off by the next append.
    """

    entries: tuple[Entry, ...]
    whole_bytes: int
    broken_at: int | None = None
    reason: str = ""

    @property
    def head(self) -> str:
        """The hash of the last entry."""
        return self.entries[-1].hash if self.entries else GENESIS

    @property
    def trusted(self) -> tuple[Entry, ...]:
        """The entries before the first bad link: what comes after it cannot be relied on."""
        return self.entries if self.broken_at is None else self.entries[: self.broken_at - 1]


BODY_TYPES = (int, str, str, dict, str, str)


def body_values(entry: Entry) -> tuple[Any, ...]:
    """The parts of an entry, in the order of ``BODY_TYPES``."""
    return (entry.seq, entry.at, entry.kind, entry.data, entry.prev, entry.hash)


_HASH = b'"hash":"'


def _hash_of_line(line: bytes) -> tuple[str, str]:
    """The hash that the line states, and the one that its other bytes have: no byte can change unnoticed.

    In the canonical order of keys only kind, prev and seq follow the hash, so that the last one found is the entry's.
    """
    at = line.rindex(_HASH)
    stated, rest = line[at + len(_HASH) : at + len(_HASH) + 64], line[at + len(_HASH) + 64 :]
    if not (rest.startswith(b'",') and rest.endswith(b"}\n")):
        raise ValueError(rest)
    return stated.decode("ascii"), sha256(line[:at] + rest[2:-1]).hexdigest()


def _entry_of_line(line: bytes, previous: Entry | None) -> tuple[Entry, str]:
    """The entry, and what is wrong with its link to the one before."""
    body = json.loads(line)
    entry = Entry(body["seq"], body["at"], body["kind"], body["data"], body["prev"], body["hash"])
    if not all(isinstance(value, kind) for value, kind in zip(body_values(entry), BODY_TYPES, strict=True)):
        raise TypeError(line)
    seq, prev = (previous.seq + 1, previous.hash) if previous else (1, GENESIS)
    whole = _hash_of_line(line) == (entry.hash, entry.hash) and len(body) == len(BODY_TYPES)
    return entry, "" if whole and (entry.seq, entry.prev) == (seq, prev) else "与前一条的衔接或内容的校验值不符"


def parse_chain(content: bytes) -> Chain:
    """Read a journal and check every link; reading goes on after a bad link, so that the rest can still be used."""
    entries: list[Entry] = []
    broken_at, reason = None, ""
    whole = content[: content.rfind(b"\n") + 1]
    for number, line in enumerate(whole.splitlines(keepends=True), start=1):
        try:
            entry, problem = _entry_of_line(line, entries[-1] if entries else None)
            entries.append(entry)
        except (ValueError, KeyError, TypeError):
            problem = "不是完整的记录"
        if problem and broken_at is None:
            broken_at, reason = number, problem
    return Chain(tuple(entries), len(whole), broken_at, reason)


def of_kind(entries: Iterable[Entry], *kinds: str) -> Iterator[Entry]:
    """The entries of these kinds, in order."""
    return (entry for entry in entries if entry.kind in kinds)
