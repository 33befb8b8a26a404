"""Copies of what would take long to read or work out again. Without them everything goes on, a little slower.

The name of a copy tells what it is a copy of, and the hash of its own bytes: one that was changed is no copy.
"""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from huifang.edges.store.files import OfficeError, digest, write_bytes
from huifang.edges.store.office import INNER, Office

FOLDER = f"{INNER}/cache"


def cached(office: Office, name: str) -> Path | None:
    """The copy under that name (with its ending), if there is one, and it is as it was written."""
    stem, _, ending = name.rpartition(".")
    for path in sorted(office.path(FOLDER).glob(f"{stem}-*.{ending}")):
        with suppress(OSError):
            state = path.stat()
            if path.stem.removeprefix(f"{stem}-") == _hash(path, state.st_mtime_ns, state.st_size, state.st_ino):
                return path
    return None


@lru_cache(maxsize=64)
def _hash(path: Path, changed_ns: int, size: int, inode: int) -> str:
    """The hash in the name; one that has not been touched since is not read again in this run."""
    return _short(path.read_bytes())


def _short(content: bytes) -> str:
    return digest(content)[:16]


def cache(office: Office, name: str, content: bytes, keeping: int) -> None:
    """Keep a copy under that name; of its kind (what stands before the last hyphen), the ``keeping`` newest stay.

    Where that fails, the next run tries again.
    """
    stem, _, ending = name.rpartition(".")
    path = office.path(f"{FOLDER}/{stem}-{_short(content)}.{ending}")
    kind = stem.rpartition("-")[0]
    with suppress(OSError, OfficeError):  # somebody may be reading one that is to go
        for spoiled in path.parent.glob(f"{stem}-*.{ending}"):
            spoiled.unlink()
        write_bytes(path, content)
        newest = sorted(path.parent.glob(f"{kind}-*.{ending}"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
        for old in newest[keeping:]:
            old.unlink()
