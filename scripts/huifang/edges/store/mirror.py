"""A copy of an office in which something can be tried: whatever is done there, the office does not change."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path, PurePosixPath

from huifang.edges.store.caches import FOLDER as CACHES
from huifang.edges.store.leftovers import is_leftover
from huifang.edges.store.office import ARCHIVE, CHECKS, INNER, LEDGER, PLANS, REPORTS, Office
from huifang.edges.store.run_notes import RUN_NOTES

#: Below these nothing is ever written into a file that is there: a new one takes its place. So the copy has other names
#: for the same files, where the system can, and files of its own where it cannot.
_REPLACED = (ARCHIVE, REPORTS, LEDGER, PLANS, CHECKS)
#: What 回访台 and 控制台 keep of what they did.
_OF_THE_SCREEN = (PurePosixPath(CACHES, "jobs"), PurePosixPath(CACHES, "console"))
#: What is in the office and decides nothing.
_TELLS_NOTHING = (ARCHIVE, RUN_NOTES)


@contextmanager
def mirrored(office: Office) -> Iterator[Office]:
    """A copy of the office as it is now, in a temporary folder that is removed afterwards.

    Raises:
        OSError: it cannot be copied.
    """
    folder = Path(tempfile.mkdtemp(prefix="huifang-"))
    remove = partial(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(remove)  # where the process ends meanwhile
    try:
        copy = folder / (office.root.resolve().name or "office")
        _mirror(office.root, copy, PurePosixPath())
        yield Office(copy)
    finally:
        remove()
        atexit.unregister(remove)


def _mirror(source: Path, target: Path, inside: PurePosixPath) -> None:
    """Copy a folder; ``inside`` is where it lies in the office. The journal comes before what it names, so that the
    copy lacks nothing of that where something is being written.
    """
    target.mkdir()
    with os.scandir(source) as entries:
        listed = sorted(entries, key=lambda entry: (entry.name != INNER, entry.is_dir(), entry.name))
    for entry in listed:
        place = inside / entry.name
        if is_leftover(entry.name) or place in _OF_THE_SCREEN:
            continue
        if entry.is_dir(follow_symlinks=False):
            _mirror(Path(entry.path), target / entry.name, place)
        elif entry.is_file():
            with suppress(FileNotFoundError):  # gone meanwhile, as the office would be without it
                _copy(Path(entry.path), target / entry.name, _is_only_replaced(place))


def _is_only_replaced(place: PurePosixPath) -> bool:
    return place.parts[0] in _REPLACED or (place.parts[0] == INNER and len(place.parts) > 2)


def _copy(source: Path, target: Path, may_share: bool) -> None:
    if may_share:
        try:
            target.hardlink_to(source)
        except FileNotFoundError:
            raise
        except OSError:  # another disk, or a system that has no such thing
            pass
        else:
            return
    shutil.copy2(source, target)


def fingerprint(office: Office) -> str:
    """The same as long as nothing changed that decides what a run does: names, sizes and times of the journal, of the
    registers, and of what lies in the folders that people use.
    """
    return "\n".join(_stamps(office.root, PurePosixPath()))


def _stamps(folder: Path, inside: PurePosixPath) -> Iterator[str]:
    try:
        with os.scandir(folder) as entries:
            listed = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return
    for entry in listed:
        place = inside / entry.name
        if place.parts[0] in _TELLS_NOTHING or is_leftover(entry.name):
            continue
        if entry.is_dir(follow_symlinks=False):
            if place.parts[0] != INNER or len(place.parts) == 1:  # what is kept there, the journal names
                yield from _stamps(Path(entry.path), place)
            continue
        with suppress(OSError):
            stat = entry.stat()
            yield f"{place} {stat.st_size} {stat.st_mtime_ns}"
