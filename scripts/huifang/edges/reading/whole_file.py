"""A file of somebody else's, read into memory: within a limit that is looked at before anything is read."""

from __future__ import annotations

import stat
from pathlib import Path

from huifang.core.catalogue import because
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.store.files import OfficeError

#: No honest workbook, mail or archive is larger.
MAX_FILE_BYTES = 64 * 1024 * 1024


def read_file(path: Path) -> bytes:
    """The file's bytes.

    Raises:
        Unreadable: it is too large, or no file that can be read to an end.
        OSError: the system does not let it be read.
    """
    known = path.stat()
    if not stat.S_ISREG(known.st_mode):  # a pipe would be waited for without end
        raise Unreadable(because("Y131"))
    if known.st_size <= MAX_FILE_BYTES:
        with path.open("rb") as stream:
            content = stream.read(MAX_FILE_BYTES + 1)  # it may have grown meanwhile
        if len(content) <= MAX_FILE_BYTES:
            return content
    raise Unreadable(because("Y130", limit=MAX_FILE_BYTES // 1024 // 1024))


def read_given(path: Path) -> bytes:
    """The same of a file that the office cannot go on without: a register, or one that a command was given.

    Raises:
        OfficeError: it is not there, too large, or the system does not let it be read.
    """
    try:
        return read_file(path)
    except FileNotFoundError as error:
        raise OfficeError(because("Y803", file=path.name)) from error
    except Unreadable as error:
        raise OfficeError(error.reason.after(f"“{path.name}”")) from error
    except OSError as error:
        raise OfficeError(because("Y804", file=path.name, error=error.strerror or error)) from error
