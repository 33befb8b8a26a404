"""The journal on disk: appended to and synced, line by line. The append is the commit point."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime

from huifang import __version__
from huifang.core.catalogue import because, found
from huifang.core.findings import Finding, Place
from huifang.edges.store.files import OfficeError, read_bytes
from huifang.edges.store.office import JOURNAL, Office
from huifang.ledger.folding import fold
from huifang.ledger.formats import NewerFormat
from huifang.ledger.journal import Chain, Entry, next_entry, parse_chain, to_line
from huifang.ledger.kinds import Incomplete, said_by
from huifang.ledger.said import Said
from huifang.ledger.state import FORMAT, State


class Journal:
    """The journal of one office, read once and appended to."""

    def __init__(self, office: Office) -> None:
        self._path = office.journal
        content = read_bytes(self._path) if self._path.exists() else b""
        self.chain: Chain = parse_chain(content)

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
            OfficeError: the chain is broken already, or the file cannot be written (then nothing was committed).
        """
        self.require_whole()
        last = self.entries[-1] if self.entries else None
        entry = next_entry(last, f"{now:{FORMAT}}", said.KIND, said, __version__, said.FORMAT.version)
        said_by(entry)  # what could not be read again is not written
        line = to_line(entry)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("ab") as stream:
                if stream.tell() > self.chain.whole_bytes:  # a torn last line did not happen
                    stream.truncate(self.chain.whole_bytes)
                stream.write(line)
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise OfficeError(because("Y812", error=error.strerror or error)) from error
        self.chain = Chain((*self.entries, entry), self.chain.whole_bytes + len(line))
        return entry


def clock_findings(state: State, now: datetime) -> Iterator[Finding]:
    """J801 where the clock is earlier than the last journal entry before this run."""
    if state.last_at and now < state.last_at:
        yield found("J801", Place(JOURNAL), now=f"{now:{FORMAT}}", last=f"{state.last_at:{FORMAT}}")
