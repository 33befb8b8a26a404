"""Where things stand in an office folder. All stored paths are relative to it, with forward slashes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from huifang.core.catalogue import because
from huifang.edges.store import files
from huifang.edges.store.files import OfficeError

INBOX, PLANS = files.SHARED
OUTBOX, LEDGER, REPORTS, CHECKS, ARCHIVE, INNER = "发件箱", "台账", "报告", "抽查", files.ARCHIVE, files.INNER
UNFINISHED = f"{INNER}/unfinished"
FOLDERS = (INBOX, OUTBOX, PLANS, LEDGER, REPORTS, CHECKS, ARCHIVE, INNER)
ASIDE, TO_CONFIRM = "搁置", "待确认"
JOURNAL = f"{INNER}/journal.jsonl"


@dataclass(frozen=True)
class Office:
    """An office folder."""

    root: Path

    @property
    def journal(self) -> Path:
        """The journal file."""
        return self.root / JOURNAL

    @property
    def inbox(self) -> Path:
        """Where sheets arrive."""
        return self.root / INBOX

    def path(self, relative: str) -> Path:
        """The file that a stored relative path names."""
        return self.root / relative

    def relative(self, path: Path) -> str:
        """A path as it is stored and shown: relative to the office, else as given."""
        try:
            return path.resolve().relative_to(self.root.resolve()).as_posix()
        except ValueError:
            return path.as_posix()


def find_office(start: Path) -> Office:
    """The office that the folder is in, searched upwards.

    Raises:
        OfficeError: there is none.
    """
    office = office_around(start)
    if office is None:
        raise OfficeError(because("Y806", folder=start))
    return office


def office_around(start: Path) -> Office | None:
    """The same; None where there is none."""
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / INNER).is_dir() or _lost_its_inner_folder(folder):
            return Office(folder)
    return None


def _lost_its_inner_folder(folder: Path) -> bool:
    """Whether it is an office that was copied without what only the system looks into: one without a journal."""
    return all((folder / name).is_dir() for name in FOLDERS if name != INNER)
