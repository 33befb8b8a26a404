"""The journal on disk: appended to and synced, line by line. The append is the commit point."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from huifang import __version__
from huifang.core.catalogue import because, found
from huifang.core.findings import Finding, Place
from huifang.edges.store.files import OfficeError, opened_privately, sync_folder
from huifang.edges.store.office import JOURNAL, Office
from huifang.ledger.folding import fold
from huifang.ledger.formats import NewerFormat
from huifang.ledger.journal import Chain, Entry, next_entry, parse_chain, to_line
from huifang.ledger.kinds import Incomplete, said_by
from huifang.ledger.said import Said
from huifang.ledger.state import FORMAT, State

#: A clock that is so far ahead of the last entry may be wrong.
FAR_AHEAD = timedelta(days=40)


class Journal:
    """The journal of one office, read once and appended to."""

    def __init__(self, office: Office) -> None:
        self._path = office.journal
        self._seen = _signature(self._path)
        content = _content(self._path)
        self.is_there = content is not None
        self.chain: Chain = parse_chain(content or b"")

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries so far."""
        return self.chain.entries

    @property
    def next_seq(self) -> int:
        """The number the next entry will have."""
        return self.entries[-1].seq + 1 if self.entries else 1

    def state(self) -> State:
        """What the entries say, as far as the chain holds.

        Raises:
            OfficeError: a newer release wrote one of them, or one is not whole.
        """
        try:
            return fold(self.chain.trusted)
        except (NewerFormat, Incomplete) as error:
            raise OfficeError(error.reason) from error

    def require_whole(self) -> None:
        """Refuse to go on with a broken chain.

        Raises:
            OfficeError: says which line is broken, and what to do.
        """
        if self.chain.broken_at is not None:
            raise OfficeError(because("Y811", line=self.chain.broken_at, error=self.chain.reason))

    def append(self, now: datetime, said: Said) -> Entry:
        """Commit one entry; when this returns, it is on the disk.

        Raises:
            ValueError: a field holds something that its kind does not allow; nothing was committed.
            OfficeError: the chain is broken already, another program changed the file, or it cannot be written (then
                nothing was committed).
        """
        self.require_whole()
        last = self.entries[-1] if self.entries else None
        entry = next_entry(last, f"{now:{FORMAT}}", said.KIND, said, __version__, said.FORMAT.version)
        said_by(entry)  # what could not be read again is not written
        line = (b"\n" if self.chain.unended else b"") + to_line(entry)
        try:
            self._write(line)
        except OSError as error:
            raise OfficeError(because("Y812", error=error.strerror or error)) from error
        self.chain = Chain((*self.entries, entry), self.chain.whole_bytes + len(line))
        return entry

    def _write(self, line: bytes) -> None:
        """Write one line behind the last whole one. Where that fails, nothing is left of it, if the system can help it.

        Raises:
            OfficeError: another program changed the file since it was read; what it wrote there stays.
        """
        end, is_new = self.chain.whole_bytes, not self.is_there
        self._require_unchanged()
        with _opened(self._path, is_new) as stream:
            if is_new:
                sync_folder(self._path.parent)
            stream.seek(end)
            if b"\n" in stream.read():
                raise OfficeError(because("Y831"))
            try:
                stream.seek(end)
                stream.truncate()  # a torn last line did not happen
                stream.write(line)
                stream.flush()
                os.fsync(stream.fileno())
                if not os.path.samestat(os.fstat(stream.fileno()), self._path.stat()):  # a sync tool put another there
                    raise OfficeError(because("Y831"))
            except OSError:
                with suppress(OSError):
                    stream.truncate(end)
                raise
        self.is_there, self._seen = True, _signature(self._path)

    def _require_unchanged(self) -> None:
        """The file is as it was when it was read, or still ends with the same whole line."""
        if _signature(self._path) == self._seen:
            return
        now = parse_chain(_content(self._path) or b"")
        if (now.head, now.whole_bytes, now.broken_at) != (self.chain.head, self.chain.whole_bytes, None):
            raise OfficeError(because("Y831"))


def _content(path: Path) -> bytes | None:
    """The bytes of the file; None where there is none.

    Raises:
        OfficeError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise OfficeError(because("Y804", file=path.name, error=error.strerror or error)) from error


def _signature(path: Path) -> tuple[int, int, int] | None:
    """What changes when somebody writes the file, or puts another in its place; None where there is none."""
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_ino, state.st_size, state.st_mtime_ns


def _opened(path: Path, is_new: bool) -> BinaryIO:
    """The file, to be read and written; a new one is made by nobody else meanwhile, and only its owner may read it."""
    return os.fdopen(opened_privately(path, os.O_RDWR | (os.O_CREAT | os.O_EXCL if is_new else 0)), "r+b")


def is_far_ahead(state: State, now: datetime) -> bool:
    """Whether so much time went by since the last journal entry that the clock may be wrong (decision 21)."""
    return state.last_at is not None and now - state.last_at > FAR_AHEAD


def clock_findings(state: State, now: datetime) -> Iterator[Finding]:
    """J801 where the clock is earlier than the last journal entry before this run, J815 where it is far ahead of it."""
    if state.last_at and is_far_ahead(state, now):
        last, days = f"{state.last_at:{FORMAT}}", (now - state.last_at).days
        yield found("J815", Place(JOURNAL), now=f"{now:{FORMAT}}", last=last, days=days)
    if state.last_at and now < state.last_at:
        yield found("J801", Place(JOURNAL), now=f"{now:{FORMAT}}", last=f"{state.last_at:{FORMAT}}")
