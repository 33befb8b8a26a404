"""The register workbooks of an office: their bytes, hashes and sheets, as they are now or as they were archived."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.reading.whole_file import read_given
from huifang.edges.reading.xlsx_read import read_book
from huifang.edges.store.files import OfficeError, digest
from huifang.edges.store.keeping import read_kept
from huifang.edges.store.office import Office
from huifang.ledger.state import State
from huifang.policy.register_read import Sheets
from huifang.tables.declared.registers import EVERYWHERE


class Shelf:
    """What lies there; each workbook is looked at once a run. What its cells mean is nothing that it knows.

    Every method raises OfficeError where a workbook is missing or cannot be read.
    """

    def __init__(self, office: Office, state: State) -> None:
        self._office = office
        self._state = state
        self._contents: dict[str, bytes] = {}
        self._hashes: dict[str, str] = {}
        self._sheets: dict[tuple[str, str], Sheets] = {}

    def content(self, name: str) -> bytes:
        """A workbook as it is now."""
        if name not in self._contents:
            self._contents[name] = read_given(self._office.path(name))
        return self._contents[name]

    def hash(self, name: str) -> str:
        """The hash of a workbook as it is now."""
        if name not in self._hashes:
            self._hashes[name] = digest(self.content(name))
        return self._hashes[name]

    def has(self, name: str) -> bool:
        """Whether a workbook of that name lies there."""
        return name in self._contents or self._office.path(name).is_file()

    def sheets(self, name: str, sha: str) -> Sheets:
        """The sheets of the workbook of that hash."""
        if (name, sha) not in self._sheets:
            self._sheets[name, sha] = _sheets(name, self._version(name, sha))
        return self._sheets[name, sha]

    def _version(self, name: str, sha: str) -> bytes:
        if self.has(name) and sha == self.hash(name):
            return self.content(name)
        return read_kept(self._office, next(v.archived for v in self._state.versions if v.sha256 == sha), sha)

    def show_open(self, name: str, content: bytes) -> None:
        """The workbook is open, with changes that are not saved: from now on it is looked at as it is there."""
        self._contents[name] = content
        self._hashes.pop(name, None)

    def look_again(self, name: str) -> None:
        """The workbook was written."""
        self._contents.pop(name, None)
        self._hashes.pop(name, None)


class LiesThere(Mapping[str, str]):
    """The hashes of all workbooks that are used, as they lie there; none is looked at before it is asked for, or twice.

    ``used`` says which are: it is not asked about those that every office has.
    """

    def __init__(self, shelf: Shelf, used: Callable[[], tuple[str, ...]] = lambda: EVERYWHERE) -> None:
        self._shelf = shelf
        self._used = used
        self._seen: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        if name not in EVERYWHERE and name not in self._used():
            raise KeyError(name)
        if name not in self._seen:
            self._seen[name] = self._shelf.hash(name)
        return self._seen[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._used())

    def __len__(self) -> int:
        return len(self._used())


def _sheets(name: str, content: bytes) -> Sheets:
    try:
        return read_book(content).sheets
    except Unreadable as error:
        raise OfficeError(error.reason.after(f"“{name}”")) from error
