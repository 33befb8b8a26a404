"""One computer writes an office at a time."""

from __future__ import annotations

import getpass
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from huifang.core.catalogue import because
from huifang.edges.store.files import PRIVATE, OfficeError, place_new
from huifang.edges.store.office import INNER, Office
from huifang.ledger.formats import Format, StoredDocument

#: Its name, beside the journal.
LOCK = "lock"
#: So many seconds an empty lock may be one that is being written.
A_MOMENT = 0.3


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

    A lock that a dead process of this computer left, or an empty one, is taken over; gives whether it was: then that
    run did not end.

    Raises:
        OfficeError: another run holds it.
    """
    path = office.root / INNER / LOCK
    me = Holder(host=socket.gethostname(), user=_user(), pid=os.getpid(), since=f"{now:%Y-%m-%d %H:%M}").to_json()
    taken_over = _acquire(path, me)
    try:
        yield taken_over
    finally:
        if _content(path) == me:  # else somebody removed it, and another run holds the office
            with suppress(OSError):  # when this process has ended, it is a dead one
                path.unlink()


def held_by(office: Office) -> Holder | None:
    """Who writes in the office now; None where nobody does, or who does died on this computer."""
    said = _content(office.root / INNER / LOCK)
    if said is None or not said.strip(b"\0\r\n "):
        return None
    try:
        holder = Holder.from_json(said)
    except ValueError:
        return Holder()
    return None if holder.host == socket.gethostname() and not alive(holder.pid) else holder


def was_left(office: Office) -> bool:
    """Whether a run that died left its lock: it did not end."""
    path = office.root / INNER / LOCK
    return path.exists() and held_by(office) is None


def _acquire(path: Path, me: bytes) -> bool:
    """Put the lock in place, written whole beside it; whether a dead one lay there.

    Two that find a dead one at once take turns, where the system lets a folder be locked; else each makes sure that
    what it moved out of the way is the lock that it found dead.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(exist_ok=True)
        with _taking_turns(path.parent):
            beside.unlink(missing_ok=True)  # what a dead run left may be another name of its lock
            beside.touch(PRIVATE)
            beside.write_bytes(me)
            for taken_over in (False, True):
                try:
                    place_new(beside, path)
                    return taken_over
                except FileExistsError:
                    dead = _dead(path)
                    if dead is not None:
                        _move_away(path, dead)
    except OSError as error:
        raise OfficeError(because("Y808", error=error.strerror or error)) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    raise OfficeError(because("Y809"))


def _dead(path: Path) -> bytes | None:
    """What the lock says, where nobody holds it any more; None: it is gone meanwhile.

    Raises:
        OfficeError: it is held, or may be.
    """
    said = _content(path)
    if said is not None and not said.strip(b"\0\r\n "):  # a release before this one may be about to write into it
        time.sleep(A_MOMENT)
        said = _content(path)
    if said is None or not said.strip(b"\0\r\n "):
        return said
    try:
        holder = Holder.from_json(said)
    except ValueError:
        holder = Holder()  # somebody, where a newer release wrote it
    if holder.host == socket.gethostname() and not alive(holder.pid):
        return said
    raise OfficeError(because("Y807", person=holder.user, start=holder.since, host=holder.host, file=f"{INNER}/lock"))


def _move_away(path: Path, dead: bytes) -> None:
    """Take the dead lock out of the way. What turns out to be another's is put back."""
    aside = path.with_name(f".{path.name}.dead.{os.getpid()}.tmp")
    with suppress(FileNotFoundError):  # somebody else did
        path.replace(aside)
    try:
        if aside.exists() and _content(aside) != dead:
            with suppress(FileExistsError):
                place_new(aside, path)
    finally:
        aside.unlink(missing_ok=True)


@contextmanager
def _taking_turns(folder: Path) -> Iterator[None]:
    """One process at a time, as far as the system knows; it forgets those that die."""
    if os.name != "posix":
        yield
        return
    import fcntl  # noqa: PLC0415

    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # not every network drive can
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _content(path: Path) -> bytes | None:
    """The bytes of the lock; None where there is none."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def alive(pid: int) -> bool:
    """Whether a process of that number runs on this computer."""
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
