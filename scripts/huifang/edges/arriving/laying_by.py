"""What becomes of files of the inbox: taken out, put aside, or laid where a person confirms them.

The system may refuse any of it, where somebody has the file open. Then it stays where it is, which is said, and the
next run tries again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.core.text import plain_file_name
from huifang.edges.arriving.arrivals import Arrival
from huifang.edges.arriving.looking import Seen
from huifang.edges.store.files import OfficeError, free_path, write_bytes
from huifang.edges.store.office import ASIDE, INBOX, TO_CONFIRM, Office


def take_out(arrival: Arrival) -> Iterator[Finding]:
    """Remove a file of the inbox that is safe in the archive; one that was changed since it was read stays."""
    if not arrival.from_inbox:
        return
    try:
        if Seen.of(arrival.path) == arrival.seen:
            arrival.path.unlink(missing_ok=True)
    except FileNotFoundError:
        return
    except OSError as error:
        yield _stays(arrival, error)


def put_aside(office: Office, arrival: Arrival, reason: str) -> Iterator[Finding]:
    """Move a file of the inbox that is not ours into 收件箱/搁置, with the reason beside it."""
    yield from _move(office, arrival, ASIDE, reason)


def lay_by(office: Office, arrival: Arrival, reason: str) -> Iterator[Finding]:
    """Move a form that only a person may carry out into 收件箱/待确认; one out of a mail of the inbox is put there."""
    if arrival.inside is None:
        yield from _move(office, arrival, TO_CONFIRM, reason)
    elif arrival.inside.in_inbox and arrival.content is not None:
        folder = office.root / INBOX / TO_CONFIRM
        try:
            folder.mkdir(parents=True, exist_ok=True)
            target = folder / _plain_name(arrival)
            if not (target.is_file() and target.read_bytes() == arrival.content):
                target = free_path(target)
                _write_reason(target, reason)
                write_bytes(target, arrival.content)
        except (OSError, OfficeError) as error:
            yield _stays(arrival, error)


def _move(office: Office, arrival: Arrival, into: str, reason: str) -> Iterator[Finding]:
    if not arrival.from_inbox:
        return
    folder = office.root / INBOX / into
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target = free_path(folder / _plain_name(arrival))
        _write_reason(target, reason)  # first: a run that dies in between does both again
    except (OSError, OfficeError) as error:
        yield _stays(arrival, error)
        return
    try:
        arrival.path.replace(target)
    except OSError as error:
        with suppress(OSError):
            _reason_of(target).unlink()
        if not isinstance(error, FileNotFoundError):
            yield _stays(arrival, error)


def _plain_name(arrival: Arrival) -> str:
    return plain_file_name(arrival.name)


def _write_reason(target: Path, reason: str) -> None:
    write_bytes(_reason_of(target), f"{reason}\n".encode(), sync=False)


def _reason_of(target: Path) -> Path:
    return target.with_name(f"{target.name}.原因.txt")


def _stays(arrival: Arrival, error: OSError | OfficeError) -> Finding:
    said = error.strerror or error if isinstance(error, OSError) else error.reason.text
    return found("J830", Place(arrival.shown), file=arrival.name, error=said)
