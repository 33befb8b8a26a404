"""Writing files so that nothing is ever half-written: beside, synced, then moved into place."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path, PurePath
from stat import S_IMODE
from threading import get_native_id

from huifang.core.catalogue import because
from huifang.core.reasons import Refusal

#: Folders of an office: the one that only the system looks into, the archive, and those that several people may share.
INNER, ARCHIVE = ".huifang", "归档"
SHARED = ("收件箱", "回访计划")
#: Who may read what is written: its owner alone; in what is shared, whoever may use the folder.
PRIVATE, READ_AND_WRITE = 0o600, 0o666

#: What is read: workbooks, and mails and archives with workbooks in them.
WORKBOOK_ENDINGS = WORKBOOK_ENDING, MACRO_ENDING = (".xlsx", ".xlsm")
CONTAINER_ENDINGS = (".eml", ".zip")


def workbook_ending(name: str) -> str:
    """With what a workbook's name has to end where it came under this one; some call an .xlsx an .xls."""
    ending = PurePath(name).suffix.lower()
    return ending if ending in WORKBOOK_ENDINGS else WORKBOOK_ENDINGS[0]


class OfficeError(Refusal):
    """The office itself cannot be read or written."""


def refused_by_system(error: OSError) -> OfficeError:
    """The refusal, whatever the system did not let be done."""
    name = Path(os.fsdecode(error.filename)).name if isinstance(error.filename, str | bytes) else ""
    return OfficeError(because("Y840", file=name or "文件", error=error.strerror or error))


class FileBusy(OfficeError):
    """The target is open in a spreadsheet program, or held by a sync tool."""

    @classmethod
    def of(cls, path: Path) -> FileBusy:
        """The refusal to write that file."""
        return cls(because("Y805", file=path.name))


def digest(content: bytes) -> str:
    """Lower-case hex SHA-256."""
    return sha256(content).hexdigest()


def open_elsewhere(path: Path) -> bool:
    """Whether a spreadsheet program left its mark that the file is open (Excel/WPS ``~$``, LibreOffice ``.~lock``)."""
    marks = (f"~${path.name}", f"~${path.name[2:]}", f".~lock.{path.name}#")
    return any((path.parent / mark).exists() for mark in marks)


def folder_of(path: Path) -> str:
    """The folder right below the root of an office that the path lies in; empty where it lies in none."""
    for root in path.parents:
        if (root / INNER).is_dir():
            return path.relative_to(root).parts[0]
    return ""


def write_bytes(path: Path, content: bytes, sync: bool = True, private: bool = True) -> str:
    """Put the content in place, whole or not at all, creating folders as needed; returns its SHA-256.

    Only its owner may read what is ``private``, unless it lies in a shared folder of an office. Nothing in an archive
    is ever replaced. Without ``sync`` the folder is left to be synced once for many files, by :func:`sync_folder`.

    Raises:
        FileBusy: the target is open elsewhere; it is unchanged.
        OfficeError: the folder cannot be written, the disk is full, or other content is in the archive under that name;
            the target is unchanged.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        folder = folder_of(path)
        if path.exists():
            if folder == ARCHIVE:
                return _same_or_refused(path, content)
            if open_elsewhere(path):
                raise FileBusy.of(path)
        _make_folder(path.parent, folder in SHARED)
        _write(beside, content, private and folder not in SHARED)
        place_new(beside, path) if folder == ARCHIVE else _move(beside, path)
    except FileExistsError:
        return _same_or_refused(path, content)
    except PermissionError as error:
        if lies_there(path) and os.access(path.parent, os.W_OK):
            raise FileBusy.of(path) from error
        raise OfficeError(because("Y801", folder=path.parent)) from error
    except OSError as error:
        raise OfficeError(because("Y802", file=path.name, error=error.strerror or error)) from error
    finally:
        with suppress(OSError):  # a left-over goes with a later run
            beside.unlink(missing_ok=True)
    if sync:
        sync_folder(path.parent)
    return digest(content)


def write_new(path: Path, content: bytes) -> bool:
    """Put the content in place, whole or not at all, where nothing is yet; whether nothing was. Several threads may.

    Raises:
        OfficeError: the folder cannot be written, or the disk is full.
    """
    beside = path.with_name(f".{path.name}.{get_native_id()}.{os.getpid()}.tmp")
    shared = folder_of(path) in SHARED
    try:
        _make_folder(path.parent, shared)
        _write(beside, content, private=not shared)
        place_new(beside, path)
    except FileExistsError:
        return False
    except PermissionError as error:
        raise OfficeError(because("Y801", folder=path.parent)) from error
    except OSError as error:
        raise OfficeError(because("Y802", file=path.name, error=error.strerror or error)) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    sync_folder(path.parent)
    return True


def lies_there(path: Path) -> bool:
    """Whether something is there, as far as the system lets it be seen."""
    try:
        path.lstat()
    except OSError:
        return False
    return True


def _same_or_refused(path: Path, content: bytes) -> str:
    """The hash of what is in the archive already, where it is the same."""
    if read_bytes(path) != content:
        raise OfficeError(because("Y830", file=path.name))
    return digest(content)


def _make_folder(folder: Path, shared: bool) -> None:
    """Make a folder and those above it; a shared one is open to whom the folder above it is open to."""
    if folder.is_dir():
        return
    _make_folder(folder.parent, shared)
    folder.mkdir(exist_ok=True)
    if shared and os.name == "posix":
        folder.chmod(S_IMODE(folder.parent.stat().st_mode))


def opened_privately(path: Path, flags: int) -> int:
    """A file opened for its bytes; if that makes it, only its owner may read it.

    Raises:
        OSError: the system refuses.
    """
    return os.open(path, flags | getattr(os, "O_BINARY", 0), PRIVATE)


def _write(beside: Path, content: bytes, private: bool) -> None:
    """Write a file that nobody else can open before it has the mode that it is to have, and sync it."""
    beside.unlink(missing_ok=True)  # what a dead run left may be another name of what it was about to put in place
    handle = opened_privately(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    with os.fdopen(handle, "wb") as stream:
        if not private and os.name == "posix":
            os.fchmod(handle, beside.parent.stat().st_mode & READ_AND_WRITE)
        stream.write(content)
        stream.flush()
        os.fsync(handle)


def place_new(beside: Path, path: Path) -> None:
    """Move the file into place where nothing is yet, in one step; of two at once, one succeeds.

    Raises:
        FileExistsError: something is there.
    """
    if os.name == "nt":
        beside.rename(path)  # which refuses there what it would replace elsewhere
        return
    try:
        path.hardlink_to(beside)
    except FileExistsError:
        raise
    except OSError:  # no links on memory sticks and some network drives: claim the name, then replace the claim
        path.open("xb").close()
        _move(beside, path)


def _move(beside: Path, path: Path) -> None:
    """Replace the target; a virus scanner or sync tool may hold it for a moment on Windows."""
    for pause in (0.05, 0.2, None):
        try:
            beside.replace(path)
            return
        except PermissionError:
            if pause is None:
                raise
            time.sleep(pause)


def sync_folder(folder: Path) -> None:
    """Make the move itself durable, where the file system can: some network and sync folders cannot."""
    if os.name == "posix":
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def read_bytes(path: Path) -> bytes:
    """The file's content.

    Raises:
        OfficeError: it is not there or cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise OfficeError(because("Y803", file=path.name)) from error
    except OSError as error:
        raise OfficeError(because("Y804", file=path.name, error=error.strerror or error)) from error


def free_path(path: Path) -> Path:
    """The path, or the same with ``-2``, ``-3``… before the ending, that does not exist yet."""
    count, candidate = 1, path
    while candidate.exists():
        count += 1
        candidate = path.with_name(f"{path.stem}-{count}{path.suffix}")
    return candidate
