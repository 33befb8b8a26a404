"""Dropping: what people drag here is copied into the inbox, under its own name and never over another file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count, islice
from pathlib import Path

from huifang.core.catalogue import because
from huifang.core.reasons import Reason
from huifang.core.text import plain_file_name
from huifang.edges.arriving.arrivals import Arrival
from huifang.edges.arriving.looking import LEFTOVERS, Seen, files_in, printable
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.reading.whole_file import read_file
from huifang.edges.store.files import OfficeError, write_new
from huifang.edges.store.office import INNER, Office

#: So much is a day's sheets of a large office; what is more was a wrong folder.
MAX_FILES = 500
MAX_TOTAL_BYTES = 512 * 1024 * 1024


@dataclass(kw_only=True)
class Dropped:
    """What became of each file, by the name that it had; and how many lie in the inbox now."""

    placed: list[tuple[str, str]] = field(default_factory=list)
    there: list[str] = field(default_factory=list)
    refused: list[tuple[str, Reason]] = field(default_factory=list)
    waiting: int = 0


def drop(office: Office, paths: Iterable[Path]) -> Dropped:
    """Copy the files, and all that lie in the folders, into the inbox; hidden ones are left out.

    What nobody could collect is refused at once. Nothing is journaled and nothing is locked: anybody may put files
    there, while another run works.

    Raises:
        OfficeError: it is too much, a folder is an office itself, a path is not there, or the inbox cannot be written.
    """
    listed = list(islice(_listed(paths), MAX_FILES + 1))
    known = sum(seen.size for _, seen in listed if isinstance(seen, Seen))
    if len(listed) > MAX_FILES or known > MAX_TOTAL_BYTES:
        raise OfficeError(because("Y362", count=MAX_FILES, limit=MAX_TOTAL_BYTES // 1024 // 1024))
    inbox = _Inbox(office)
    dropped = Dropped()
    for path, seen in listed:
        name = printable(path.name)
        if inbox.holds(path):
            dropped.there.append(name)
            continue
        content = _content(path, name, seen)
        if isinstance(content, Reason):
            dropped.refused.append((name, content))
        elif inbox.has(content):
            dropped.there.append(name)
        else:
            dropped.placed.append((name, office.relative(inbox.put(plain_file_name(name), content))))
    dropped.waiting = sum(1 for _ in files_in(office.inbox)) if office.inbox.is_dir() else 0
    return dropped


def _listed(paths: Iterable[Path]) -> Iterator[tuple[Path, Seen | OSError]]:
    for path in paths:
        if (path / INNER).is_dir():
            raise OfficeError(because("Y363", folder=printable(path.resolve().name)))
        for file, seen in files_in(path):
            inside = file.relative_to(path).parts or (file.name,)
            if not (LEFTOVERS.fullmatch(file.name) or any(part.startswith((".", "__MACOSX")) for part in inside)):
                yield file, seen


def _content(path: Path, name: str, seen: Seen | OSError) -> bytes | Reason:
    """The bytes of a file that can be collected, or why it cannot."""
    if isinstance(seen, FileNotFoundError):
        raise OfficeError(because("Y817", path=printable(str(path)))) from seen
    arrival = Arrival(path=path, shown=name, from_inbox=False, problem=seen if isinstance(seen, OSError) else None)
    if not arrival.is_container and arrival.why_ignored:
        return arrival.why_ignored
    try:
        return read_file(path)
    except OSError:
        return because("Y118")
    except Unreadable as error:
        return error.reason


class _Inbox:
    """What lies in the inbox, by size: only files of the same size need to be compared."""

    def __init__(self, office: Office) -> None:
        self._folder = office.inbox
        self._by_size: dict[int, list[Path]] = defaultdict(list)
        for path, seen in files_in(office.inbox) if office.inbox.is_dir() else ():
            if isinstance(seen, Seen):
                self._by_size[seen.size].append(path)

    def holds(self, path: Path) -> bool:
        """Whether the path itself lies there."""
        return path.resolve().is_relative_to(self._folder.resolve())

    def has(self, content: bytes) -> bool:
        """Whether a file with these bytes lies there; one that cannot be read is none."""
        return any(_reads(path) == content for path in self._by_size[len(content)])

    def put(self, name: str, content: bytes) -> Path:
        """The bytes under that name, or under the next that is free: ``表 (2).xlsx``."""
        for number in count(1):
            path = (
                (self._folder / name).with_stem(f"{Path(name).stem} ({number})") if number > 1 else self._folder / name
            )
            if not path.exists() and write_new(path, content):
                self._by_size[len(content)].append(path)
                return path
        raise AssertionError  # a number is free at last


def _reads(path: Path) -> bytes | None:
    try:
        return read_file(path)
    except (OSError, Unreadable):
        return None
