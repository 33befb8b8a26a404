"""One computer writes an office at a time."""

from __future__ import annotations

import getpass
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from huifang.core.catalogue import because
from huifang.edges.store.files import OfficeError
from huifang.edges.store.office import INNER, Office
from huifang.ledger.formats import Format, StoredDocument


class Holder(StoredDocument, frozen=True, kw_only=True):
    """Who holds a lock, and since when."""

    FORMAT = Format("锁")

    host: str = "(未知)"
    user: str = "有人"
    pid: int = 0
    since: str = "刚才"


@contextmanager
def writing(office: Office, now: datetime) -> Iterator[bool]:
    """Hold the office's lock, which records host, user, process and time.

    A lock that a dead process of this computer left is taken over; gives whether it was: then that run did not end.

    Raises:
        OfficeError: another run holds it.
    """
    path = office.root / INNER / "lock"
    taken_over = _acquire(path, now)
    try:
        yield taken_over
    finally:
        path.unlink(missing_ok=True)


def _acquire(path: Path, now: datetime) -> bool:
    me = Holder(host=socket.gethostname(), user=_user(), pid=os.getpid(), since=f"{now:%Y-%m-%d %H:%M}")
    for taken_over in (False, True):
        try:
            with path.open("xb") as stream:
                stream.write(me.to_json())
            return taken_over
        except FileExistsError:
            holder = _holder(path)
            if holder.host == me.host and not _alive(holder.pid):
                path.unlink(missing_ok=True)
                continue
            raise OfficeError(
                because("Y807", person=holder.user, start=holder.since, host=holder.host, file=f"{INNER}/lock")
            ) from None
        except OSError as error:
            raise OfficeError(because("Y808", error=error.strerror or error)) from error
    raise OfficeError(because("Y809"))


def _holder(path: Path) -> Holder:
    """Who holds the lock; somebody, where it cannot be read or a newer release wrote it."""
    try:
        return Holder.from_json(path.read_bytes())
    except (OSError, ValueError):
        return Holder()


def _alive(pid: int) -> bool:
    if pid <= 0:
        return False
    if os.name != "posix":
        return _alive_on_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _alive_on_windows(pid: int) -> bool:
    """``os.kill(pid, 0)`` would end the process on Windows, so ask the system for a handle instead."""
    import ctypes  # noqa: PLC0415

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009
    handle = kernel.OpenProcess(0x1000, False, pid)
    if not handle:
        return False
    kernel.CloseHandle(handle)
    return True


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "未知用户"
