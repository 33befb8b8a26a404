"""The register workbooks of an office: their bytes, hashes and sheets, as they are now or as they were archived."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from huifang.edges.known.presets import workbooks_of
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.reading.whole_file import read_given
from huifang.edges.reading.xlsx_read import read_book
from huifang.edges.store.files import OfficeError, digest
from huifang.edges.store.keeping import read_kept
from huifang.edges.store.office import Office
from huifang.ledger.state import State
from huifang.policy.register_read import Sheets


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

    @cached_property
    def workbooks(self) -> tuple[str, ...]:
        """The register workbooks that this office has, by its preset."""
        return workbooks_of(self._state.preset)

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

    @property
    def contents(self) -> Mapping[str, bytes]:
        """All workbooks as they are now."""
        return {name: self.content(name) for name in self.workbooks}

    def sheets(self, name: str, sha: str) -> Sheets:
        """The sheets of the workbook of that hash."""
        if (name, sha) not in self._sheets:
            self._sheets[name, sha] = _sheets(name, self._version(name, sha))
        return self._sheets[name, sha]

    def _version(self, name: str, sha: str) -> bytes:
        if name in self.workbooks and sha == self.hash(name):
            return self.content(name)
        return read_kept(self._office, next(v.archived for v in self._state.versions if v.sha256 == sha), sha)

    def look_again(self, name: str) -> None:
        """The workbook was written."""
        self._contents.pop(name, None)
        self._hashes.pop(name, None)


class LiesThere(Mapping[str, str]):
    """The hashes of all workbooks as they lie there; none is looked at before it is asked for, or twice."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._seen: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        if name not in self._shelf.workbooks:
            raise KeyError(name)
        if name not in self._seen:
            self._seen[name] = self._shelf.hash(name)
        return self._seen[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._shelf.workbooks)

    def __len__(self) -> int:
        return len(self._shelf.workbooks)


def _sheets(name: str, content: bytes) -> Sheets:
    try:
        return read_book(content).sheets
    except Unreadable as error:
        raise OfficeError(error.reason.after(f"“{name}”")) from error
