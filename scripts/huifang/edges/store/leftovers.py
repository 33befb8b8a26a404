"""Files that runs which died were about to move into place: nobody will, so they are removed."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

from huifang.edges.store.lock import alive
from huifang.edges.store.office import INBOX, Office

#: How :func:`write_bytes` calls them: the file's name, and the number of the process.
_BESIDE = re.compile(r"\..+\.(\d{1,10})\.tmp")


def is_leftover(name: str) -> bool:
    """Whether a file of that name is one."""
    return _BESIDE.fullmatch(name) is not None


def remove_leftovers(office: Office) -> None:
    """Remove them, whoever holds the lock: those of processes that live stay, and so does all in the inbox, where
    others put files of their own.
    """
    for folder, inner, names in os.walk(office.root):
        if Path(folder) == office.root:
            inner[:] = [name for name in inner if name != INBOX]
        for name in names:
            made_by = _BESIDE.fullmatch(name)
            if made_by and not alive(int(made_by[1])):
                with suppress(OSError):
                    Path(folder, name).unlink()
