"""Looking into folders: every file there, whatever it is called and whatever the system refuses."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from huifang.core.charsets import in_charset
from huifang.edges.store.office import ASIDE, TO_CONFIRM

#: What Excel, WPS and systems put beside files for themselves.
LEFTOVERS = re.compile(r"~\$.*|\._.*|\.DS_Store|\.~lock\..*|(?:eh)?Thumbs\.db|desktop\.ini", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it lay there: its size in bytes, and when it was changed, in nanoseconds of the system's clock."""

    size: int
    changed_ns: int

    @classmethod
    def of(cls, path: Path) -> Seen:
        """How it lies there now.

        Raises:
            OSError: it is gone, or the system does not tell.
        """
        status = path.stat()
        return cls(status.st_size, status.st_mtime_ns)


def files_in(path: Path) -> Iterator[tuple[Path, Seen | OSError]]:
    """The file, or all files below the folder, in the order of their names, but those that were laid by; a file or
    folder that the system does not let be looked at comes with its error.
    """
    try:
        status = path.stat()
    except OSError as error:
        yield path, error
        return
    if not stat.S_ISDIR(status.st_mode):
        yield path, Seen(status.st_size, status.st_mtime_ns)
        return
    refused: list[OSError] = []
    for folder, inner, names in os.walk(path, onerror=refused.append):
        inner[:] = sorted(name for name in inner if name not in (ASIDE, TO_CONFIRM))
        for name in sorted(names):
            if not (name.startswith(".") or LEFTOVERS.fullmatch(name)):
                yield from _looked_at(Path(folder, name))
    yield from ((Path(error.filename or path), error) for error in refused)


def _looked_at(path: Path) -> Iterator[tuple[Path, Seen | OSError]]:
    try:
        status = path.stat()
    except FileNotFoundError:  # a link into nowhere, or a file that somebody takes away just now
        return
    except OSError as error:
        yield path, error
        return
    if stat.S_ISREG(status.st_mode):
        yield path, Seen(status.st_size, status.st_mtime_ns)


def printable(path: str) -> str:
    """A path as people read it: names that are not UTF-8 as the GBK that they are, all composed as they are typed."""
    return normalize("NFC", path if path.isprintable() else "/".join(map(_decoded, path.split("/"))))


def _decoded(name: str) -> str:
    if any("\udc80" <= sign <= "\udcff" for sign in name):
        name = in_charset(name.encode("utf-8", "surrogateescape"))
    return name.encode("utf-8", "replace").decode()
