"""Backing up: every file of the office, under its lock, into one file that is read again before it counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from huifang import __version__
from huifang.edges.store.backups import Manifest, contents_of, write_backup
from huifang.edges.store.lock import writing
from huifang.edges.store.office import Office
from huifang.flow.audit.faults import Fault
from huifang.flow.audit.file_links import watched_files
from huifang.flow.office.desk import Desk
from huifang.ledger.state import FORMAT


@dataclass(frozen=True)
class BackedUp:
    """The backup, what it holds, and which files were not as the journal knows them when it was made."""

    manifest: Manifest
    size: int
    problems: tuple[Fault, ...]


def back_up(office: Office, target: Path, now: datetime) -> BackedUp:
    """Write a backup of the office.

    Raises:
        OfficeError: the office cannot be opened or read, or the backup cannot be written, or is there already.
    """
    with writing(office, now):
        desk = Desk(office, now)
        state, last = desk.state, desk.journal.entries[-1]
        manifest = Manifest(
            office_id=state.office_id, preset=state.preset, release=__version__, made_at=f"{now:{FORMAT}}",
            last_at=last.at, entries=last.seq, head=last.hash, files={},
        )  # fmt: skip
        journaled = watched_files(state)
        whole = write_backup(target, contents_of(office, journaled), manifest)
        problems = tuple(_differing(journaled, whole.files))
        return BackedUp(whole, target.stat().st_size, problems)


def _differing(journaled: Mapping[str, str], found: Mapping[str, str]) -> Iterator[Fault]:
    for path, sha in journaled.items():
        if path not in found:
            yield Fault("missing", path, "文件不见了")
        elif found[path] != sha:
            yield Fault("altered", path, "内容与入账时不同")
