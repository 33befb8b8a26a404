"""Restoring: a backup, checked whole, into a folder of its own. The office that it was made from is not touched."""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from huifang.core.catalogue import because
from huifang.edges.store.backups import Manifest, check_backup, opened_backup
from huifang.edges.store.files import OfficeError, digest, lies_there, write_bytes
from huifang.edges.store.office import FOLDERS, INNER, JOURNAL, Office, office_around
from huifang.flow.audit.faults import Fault
from huifang.flow.audit.verifying import verify
from huifang.flow.moving_in.founding import NotEmpty

#: In a folder that is being filled; what it holds is ours.
_FILLING = f"{INNER}/restoring"


@dataclass(frozen=True)
class Restored:
    """The backup, and what ``verify`` says of the office that came out of it."""

    manifest: Manifest
    problems: tuple[Fault, ...]


def restore(backup: Path, folder: Path) -> Restored:
    """Make an office of a backup; where it is interrupted, the same again goes on.

    Raises:
        NotEmpty: the folder holds something, or is to be in an office.
        OfficeError: the backup is not whole, or the folder cannot be written.
    """
    try:
        if lies_there(folder) and not _may_be_filled(folder):
            raise NotEmpty(because("Y827", folder=folder))
        around = office_around(folder.absolute().parent)
        if around:
            raise NotEmpty(because("Y838", folder=folder, office=around.root.name))
    except OSError as error:
        raise OfficeError(because("Y804", file=folder.name, error=error.strerror or error)) from error
    beside = folder.absolute().parent / f".{folder.absolute().name}.restoring"
    with opened_backup(backup) as (package, manifest):
        check_backup(package, manifest, backup.name)
        try:
            if beside.exists():
                shutil.rmtree(beside)
            _unpack(package, manifest, Office(beside))
            problems = verify(Office(beside)).problems
            _put_in_place(beside, folder, manifest)
        except OSError as error:
            raise OfficeError(because("Y802", file=folder.name, error=error.strerror or error)) from error
        finally:
            with suppress(OSError):
                shutil.rmtree(beside)
    return Restored(manifest, problems)


def _may_be_filled(folder: Path) -> bool:
    return folder.is_dir() and (not any(folder.iterdir()) or (folder / _FILLING).exists())


def _unpack(package: ZipFile, manifest: Manifest, office: Office) -> None:
    for name in FOLDERS:
        office.path(name).mkdir(parents=True)
    for path, sha in manifest.files.items():
        content = package.read(path)
        if digest(content) != sha:  # the backup was changed while it was being read
            raise OfficeError(because("Y837", file=Path(package.filename or "").name, error=f"“{path}”被改动"))
        write_bytes(office.path(path), content, sync=False)


def _put_in_place(beside: Path, folder: Path, manifest: Manifest) -> None:
    """Move the unpacked office to its place: at once where nothing is there, else file by file, the journal last."""
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside.rename(folder)
        return
    for name in FOLDERS:
        (folder / name).mkdir(exist_ok=True)
    (folder / _FILLING).touch()
    for path in sorted(manifest.files, key=lambda path: path == JOURNAL):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (beside / path).replace(folder / path)
    (folder / _FILLING).unlink()
