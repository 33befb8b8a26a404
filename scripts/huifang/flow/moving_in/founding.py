"""Founding an office: folders, register workbooks from a preset, the journal's first entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from huifang.core.catalogue import because
from huifang.edges.books.register_books import RowsBySheet, build_books
from huifang.edges.known.presets import Preset
from huifang.edges.store.caches import FOLDER
from huifang.edges.store.files import OfficeError, digest, write_bytes
from huifang.edges.store.journal_file import Journal
from huifang.edges.store.keeping import ANNOUNCED
from huifang.edges.store.leftovers import is_leftover, remove_leftovers
from huifang.edges.store.lock import LOCK, writing
from huifang.edges.store.losses import WITNESSES
from huifang.edges.store.office import ARCHIVE, FOLDERS, INNER, JOURNAL, UNFINISHED, Office
from huifang.flow.office.desk import Desk
from huifang.ledger.formats import Format, StoredDocument
from huifang.ledger.journal import parse_chain
from huifang.ledger.kinds import OfficeFounded, RegistersSeen, VersionKept

#: Where a founding keeps what is no workbook, relative to the office.
_KEPT_IN = (f"{FOLDER}/", f"{INNER}/seen/", f"{ARCHIVE}/版本/")


class NotEmpty(OfficeError):
    """The folder holds something already."""


@dataclass(frozen=True)
class Founded:
    """The new office and the workbooks that were written."""

    office: Office
    files: tuple[str, ...]


class BegunOffice(StoredDocument, frozen=True, kw_only=True):
    """What a founding is about to write, by name, with its hash: lies in the folder until all is there."""

    FORMAT = Format("建立到一半的办公文件夹")

    files: dict[str, str] = {}


def _left_behind(folder: Path) -> BegunOffice | None:
    """What an interrupted founding left: nothing yet where the folder is empty. None where it holds anything else:
    an office that is in use is never founded again, whatever an interrupted founding left in it.
    """
    if not folder.exists():
        return BegunOffice()
    if not folder.is_dir():
        return None
    lying = (path for path in folder.rglob("*") if not path.is_dir() and not is_leftover(path.name))
    marker = folder / UNFINISHED
    if not marker.exists():
        own = {path.name for path in folder.iterdir() if path.is_dir()} <= {*FOLDERS}
        return BegunOffice() if own and next(lying, None) is None else None
    try:
        begun = BegunOffice.from_json(marker.read_bytes())
    except ValueError:
        return None
    untouched = all(_is_as_left(path, path.relative_to(folder).as_posix(), begun) for path in lying)
    return begun if untouched else None


def _is_as_left(path: Path, name: str, begun: BegunOffice) -> bool:
    """Whether a file is as the interrupted founding left it, and nothing but that stands in the journal."""
    if name in begun.files:
        return digest(path.read_bytes()) == begun.files[name]
    if name == JOURNAL:
        kinds = {entry.kind for entry in parse_chain(path.read_bytes()).entries}
        return kinds <= {OfficeFounded.KIND, VersionKept.KIND, RegistersSeen.KIND}
    return name in (UNFINISHED, f"{INNER}/{LOCK}", ANNOUNCED, *WITNESSES) or name.startswith(_KEPT_IN)


def found_office(
    folder: Path, preset: Preset, now: datetime, rows: RowsBySheet | None = None, unit: str = ""
) -> Founded:
    """Make an office in an empty (or new) folder; one that an interrupted run left unfinished is made to its end.

    Raises:
        NotEmpty: the folder holds something else.
        OfficeError: it cannot be written.
    """
    office, begun = Office(folder), _left_behind(folder)
    if begun is None:
        raise NotEmpty(because("Y827", folder=folder))
    marker = folder / UNFINISHED
    if not (office.journal.exists() and parse_chain(office.journal.read_bytes()).entries):
        begun = _write_books(office, build_books(preset, rows, unit or None))
    office_id = sha256(f"{folder.resolve()}|{preset.preset}|{now.isoformat()}".encode("utf-8", "replace")).hexdigest()
    with writing(office, now):
        remove_leftovers(office)
        journal = Journal(office)
        if not journal.entries:
            said = OfficeFounded(office_id=office_id[:16], preset=preset.preset, name=preset.name)
            journal.append(now, said)
        desk = Desk(office, now)
        if desk.state.preset != preset.preset:
            raise NotEmpty(because("Y827", folder=folder))
        desk.keep_versions()
        desk.close()
        marker.unlink()
    return Founded(office, tuple(begun.files))


def _write_books(office: Office, books: Mapping[str, bytes]) -> BegunOffice:
    """Write the folders and the workbooks, after what says that they are going to be written."""
    begun = BegunOffice(files={name: digest(content) for name, content in books.items()})
    write_bytes(office.root / UNFINISHED, begun.to_json())
    office.journal.unlink(missing_ok=True)  # none of its lines was whole
    for name in FOLDERS:
        (office.root / name).mkdir(exist_ok=True)
    for name, content in books.items():
        write_bytes(office.root / name, content)
    return begun
