"""What is kept for ever: files that a line of the journal names with their hash. They are in place before the line is.

A run that dies in between leaves files that no line names, and so does a journal that lost its last lines. To tell the
two apart, paths are announced before anything is written to them, until a line of the journal names them.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import PurePosixPath
from typing import NamedTuple

from huifang.core.catalogue import because
from huifang.edges.store.files import OfficeError, digest, lies_there, opened_privately, read_bytes, write_bytes
from huifang.edges.store.office import INNER, Office

ANNOUNCED = f"{INNER}/announced.txt"


class Kept(NamedTuple):
    """Where something is kept, relative to the office, and its SHA-256."""

    path: str
    sha: str


def keep(office: Office, wanted: str, content: bytes, sync: bool = True) -> Kept:
    """Keep the content under that path, or where something else lies there, under the next one that is free.

    The same content again stays the same file. Without ``sync`` the folder is left to be synced by the caller.

    Raises:
        OfficeError: it cannot be written, or what lies there cannot be read.
    """
    path = free_to_keep(office, wanted, content)
    if not lies_there(office.path(path)):
        announce(office, (path,))
        write_bytes(office.path(path), content, sync)
    return Kept(path, digest(content))


def free_to_keep(office: Office, wanted: str, content: bytes) -> str:
    """Under which path the content is kept, or would be.

    Raises:
        OfficeError: what lies there cannot be read.
    """
    name, path, count = PurePosixPath(wanted), wanted, 1
    while lies_there(office.path(path)) and read_bytes(office.path(path)) != content:
        count += 1
        path = f"{name.parent}/{name.stem}-{count}{name.suffix}"
    return path


def announced(office: Office) -> frozenset[str]:
    """The paths that runs were about to keep, as far as no line of the journal names them."""
    try:
        said = office.path(ANNOUNCED).read_text(encoding="utf-8", errors="replace")  # its end may be torn off
    except OSError:
        return frozenset()
    return frozenset(filter(None, said.splitlines()))


def announce(office: Office, paths: Iterable[str]) -> None:
    """Say which paths are going to be kept, all that belong to one line of the journal at once.

    Raises:
        OfficeError: it cannot be written.
    """
    known = announced(office)
    new = [path for path in dict.fromkeys(paths) if path not in known]
    if not new:
        return
    try:
        office.path(INNER).mkdir(exist_ok=True)
        handle = opened_privately(office.path(ANNOUNCED), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        with os.fdopen(handle, "ab") as stream:
            stream.write("".join(f"\n{path}" for path in new).encode() + b"\n")  # behind what may be torn
            stream.flush()
            os.fsync(handle)
    except OSError as error:
        raise OfficeError(because("Y802", file=ANNOUNCED, error=error.strerror or error)) from error


def settle(office: Office, journaled: Collection[str]) -> None:
    """Announce no more what the journal names by now, or what never came to be; where that fails, the next run does."""
    known = announced(office)
    left = sorted(path for path in known if path not in journaled and lies_there(office.path(path)))
    if len(left) == len(known):
        return
    with suppress(OSError, OfficeError):
        if left:
            write_bytes(office.path(ANNOUNCED), "".join(f"{path}\n" for path in left).encode())
        else:
            office.path(ANNOUNCED).unlink(missing_ok=True)


def read_kept(office: Office, path: str, sha: str) -> bytes:
    """A kept file, as the journal knows it by its hash.

    Raises:
        OfficeError: it is gone or cannot be read, or is not what was kept.
    """
    try:
        content = office.path(path).read_bytes()
    except OSError as error:
        raise changed(path) from error
    if digest(content) != sha:
        raise changed(path)
    return content


def changed(path: str) -> OfficeError:
    """The refusal to go on with a kept file that is gone or was changed."""
    return OfficeError(because("Y815", file=path))
