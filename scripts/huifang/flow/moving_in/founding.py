"""Founding an office: folders, register workbooks from a preset, the journal's first entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from huifang.core.catalogue import because
from huifang.edges.books.register_books import RowsBySheet, build_books
from huifang.edges.known.presets import Preset
from huifang.edges.store.files import OfficeError, write_bytes
from huifang.edges.store.journal_file import Journal
from huifang.edges.store.lock import writing
from huifang.edges.store.office import FOLDERS, INNER, UNFINISHED, Office
from huifang.flow.office.desk import Desk
from huifang.ledger.kinds import OfficeFounded


class NotEmpty(OfficeError):
    """The folder holds something already."""


@dataclass(frozen=True)
class Founded:
    """The new office and the workbooks that were written."""

    office: Office
    files: tuple[str, ...]


def _may_be_founded(folder: Path) -> bool:
    """Whether it is empty, or holds nothing but what an interrupted founding left."""
    if not folder.is_dir():
        return False
    entries = list(folder.iterdir())
    if not entries or (folder / UNFINISHED).exists():
        return True
    inner = folder / INNER
    return entries == [inner] and all(
        child.name.startswith(f".{(folder / UNFINISHED).name}.") for child in inner.iterdir()
    )


def found_office(
    folder: Path, preset: Preset, now: datetime, rows: RowsBySheet | None = None, unit: str = ""
) -> Founded:
    """Make an office in an empty (or new) folder; one that an interrupted run left unfinished is started over.

    Raises:
        NotEmpty: the folder holds something else.
        OfficeError: it cannot be written.
    """
    office = Office(folder)
    marker = folder / UNFINISHED
    if folder.exists() and not _may_be_founded(folder):
        raise NotEmpty(because("Y827", folder=folder))
    write_bytes(marker, b"")
    office.journal.unlink(missing_ok=True)
    for name in FOLDERS:
        (folder / name).mkdir(exist_ok=True)
    files = build_books(preset, rows, unit or None)
    for name, content in files.items():
        write_bytes(folder / name, content)
    office_id = sha256(f"{folder.resolve()}|{preset.preset}|{now.isoformat()}".encode()).hexdigest()[:16]
    with writing(office, now):
        Journal(office).append(now, OfficeFounded(office_id=office_id, preset=preset.preset, name=preset.name))
        desk = Desk(office, now)
        desk.keep_versions()
        marker.unlink()
        desk.close()  # witnesses of a founding that may be started over would be wrong
    return Founded(office, tuple(files))
