"""Files that arrive: from the inbox, or given by path."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from huifang.core.text import file_name
from huifang.edges.files import OfficeError, digest, free_path
from huifang.edges.office import ASIDE, INBOX, Office

WORKBOOK_ENDINGS = (".xlsx", ".xlsm")


@dataclass(frozen=True)
class Arrival:
    """One file: ``shown`` is how it is named to people; one from the inbox is moved out of it when it is dealt with."""

    path: Path
    shown: str
    from_inbox: bool

    @property
    def kept_as(self) -> str:
        """How it is named in what is stored: no absolute path, which would mean nothing on another computer."""
        return self.path.name if Path(self.shown).is_absolute() else self.shown

    @property
    def is_workbook(self) -> bool:
        """Whether its name says that it is one."""
        return self.path.suffix.lower() in WORKBOOK_ENDINGS

    def read(self) -> tuple[bytes, str]:
        """Content and SHA-256.

        Raises:
            OSError: it cannot be read now.
        """
        content = self.path.read_bytes()
        return content, digest(content)


def find_arrivals(office: Office, paths: Iterable[Path]) -> Iterator[Arrival]:
    """The files given (folders: what is in them; they are left in place), or all in the inbox.

    Temporary files of Excel and WPS are left out.

    Raises:
        OfficeError: a path does not exist.
    """
    given = list(paths)
    for path in given:
        if not path.exists():
            raise OfficeError(f"找不到“{path}”。请核对文件名和路径。")
        for file in _files_in(path):
            yield Arrival(file, office.relative(file), False)
    if not given and office.inbox.is_dir():
        for file in _files_in(office.inbox):
            yield Arrival(file, office.relative(file), True)


def _files_in(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    hidden = (".", "~$")
    return sorted(
        file
        for file in path.rglob("*")
        if file.is_file() and ASIDE not in file.relative_to(path).parts and not file.name.startswith(hidden)
    )


def take_out(arrival: Arrival) -> None:
    """Remove a file of the inbox that is safe in the archive."""
    if arrival.from_inbox:
        arrival.path.unlink(missing_ok=True)


def put_aside(office: Office, arrival: Arrival, reason: str) -> None:
    """Move a file of the inbox that is not ours into 收件箱/搁置, with the reason beside it."""
    if not arrival.from_inbox:
        return
    folder = office.root / INBOX / ASIDE
    folder.mkdir(parents=True, exist_ok=True)
    target = free_path(folder / f"{file_name(arrival.path.stem)}{arrival.path.suffix[:10]}")
    target.with_name(f"{target.name}.原因.txt").write_text(f"{reason}\n", encoding="utf-8")
    shutil.move(arrival.path, target)
