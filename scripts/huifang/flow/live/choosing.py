"""Which of the open workbooks is meant, whose office it belongs to, and where copies of it go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from huifang.core.catalogue import because
from huifang.core.text import plain_file_name
from huifang.edges.excel.open_register import OpenRegister
from huifang.edges.excel.open_workbook import ExcelRefused, OpenBook
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.reading.xlsx_read import read_book
from huifang.edges.store.caches import FOLDER
from huifang.edges.store.files import WORKBOOK_ENDINGS, free_path, write_bytes
from huifang.edges.store.office import Office, office_around
from huifang.flow.intake.call_sheets import find_call_sheet
from huifang.flow.intake.returned_forms import is_form
from huifang.tables.declared.corrections import CORRECTIONS
from huifang.tables.declared.registers import BOOKS
from huifang.tables.declared.spot_checks import SPOT_CHECKS

_TABLES = frozenset(table.name for tables in BOOKS.values() for table in tables) | {CORRECTIONS.name, SPOT_CHECKS.name}
#: Where copies of open workbooks lie, and how many stay.
COPIES, KEPT = f"{FOLDER}/打开的工作簿", 30


@dataclass(frozen=True, kw_only=True)
class LiveOffice:
    """An office, and what of it is open in Excel: the workbook that is meant, and the registers, by file name.

    ``several`` names all that are open where it was taken because it is in front of others; ``copies`` the copies that
    this run made.
    """

    office: Office
    now: datetime
    book: OpenBook
    registers: Mapping[str, OpenBook]
    several: str = ""
    copies: list[str] = field(default_factory=list)
    _kept: set[str] = field(default_factory=set)

    @property
    def register(self) -> str | None:
        """The file name of the register that is meant; None where it is another workbook."""
        return next((name for name, opened in self.registers.items() if opened is self.book), None)

    def content(self) -> tuple[bytes, Path]:
        """What is in the workbook that is meant, unsaved changes included, and the copy of it.

        Raises:
            ExcelRefused: it is only in front of others, and none of ours.
        """
        copy = self.copied(self.book)
        content = copy.read_bytes()
        if self.several and not self.register and not _is_standard(content):
            raise ExcelRefused(because("Y887", workbook=self.book.name, workbooks=self.several))
        return content, copy

    def copied(self, opened: OpenBook) -> Path:
        """A new copy of what is open, unsaved changes included."""
        path = self.scratch(opened.name)
        opened.save_copy(path)
        self.copies.append(self.office.relative(path))
        return path

    def seen(self, opened: OpenBook) -> bytes:
        """What is in an open workbook, unsaved changes included; no copy of it stays."""
        copy = self.scratch(opened.name)
        try:
            opened.save_copy(copy)
            return copy.read_bytes()
        finally:
            copy.unlink(missing_ok=True)

    def keep(self, name: str, content: bytes) -> None:
        """A copy of what a file held before this run wrote to it."""
        if name not in self._kept:
            self._kept.add(name)
            path = self.scratch(name)
            write_bytes(path, content)
            self.copies.append(self.office.relative(path))

    def scratch(self, name: str) -> Path:
        """A new file among the copies; the oldest of them go."""
        folder = self.office.path(COPIES)
        folder.mkdir(parents=True, exist_ok=True)
        named = plain_file_name(name)
        if Path(named).suffix.lower() not in WORKBOOK_ENDINGS:  # one that was never saved has none
            named += WORKBOOK_ENDINGS[0]
        newest = sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime_ns, reverse=True)
        for old in newest[KEPT:]:
            with suppress(OSError):  # somebody looks into it
                old.unlink()
        return free_path(folder / f"{self.now:%Y%m%d-%H%M}-{named}")

    def require_saved(self, do_save: bool) -> list[str]:
        """Refuse registers with changes that are not saved (decision 32), or save them; their names.

        A copy of what each file was before is kept.

        Raises:
            ExcelRefused: names them.
        """
        files = {name: self.office.path(name).read_bytes() for name in self.registers}
        changed = (name for name, register in self.written_to.items() if register.has_changes(files[name]))
        unsaved = {name: self.registers[name] for name in changed}
        if unsaved and not do_save:
            raise ExcelRefused(because("Y889", workbooks="、".join(f"“{name}”" for name in unsaved)))
        for name, opened in unsaved.items():
            self.keep(name, files[name])
            opened.save()
        return list(unsaved)

    @property
    def written_to(self) -> dict[str, OpenRegister]:
        """The open registers, for a command that may write into them."""
        return {name: OpenRegister(opened, self.keep, self.seen) for name, opened in self.registers.items()}


def live_office(books: Sequence[OpenBook], name: str | None, folder: Path, now: datetime) -> LiveOffice:
    """The office around the ``folder``, else around an open workbook; with the workbook of that name, or the front one.

    Raises:
        ExcelRefused: there is no office, or it is not clear which workbook is meant.
    """
    book = _named(books, name) if name else books[0]
    here, around = office_around(folder), _office_of(book)
    if here is None and around is None:
        here = next((office for other in books if (office := _office_of(other))), None)
    office = here or around
    if office is None:
        raise ExcelRefused(because("Y888", workbook=book.name))
    if around and not around.root.samefile(office.root):
        raise ExcelRefused(because("Y892", workbook=book.name, office=around.root.name))
    several = "" if name or len(books) == 1 else _names(books)
    return LiveOffice(office=office, now=now, book=book, registers=dict(_registers(books, office)), several=several)


def _named(books: Sequence[OpenBook], name: str) -> OpenBook:
    wanted = name.lower()
    for book in books:
        if wanted in (book.name.lower(), Path(book.name).stem.lower()):
            return book
    raise ExcelRefused(because("Y886", workbook=name, workbooks=_names(books)))


def _names(books: Sequence[OpenBook]) -> str:
    return "、".join(book.name for book in books)


def _office_of(book: OpenBook) -> Office | None:
    path = book.path
    return office_around(path.parent) if path else None


def _is_standard(content: bytes) -> bool:
    """Whether it is a call sheet, a form or another workbook of ours; one that cannot be read says so itself."""
    try:
        raw = read_book(content)
    except Unreadable:
        return True
    return bool(find_call_sheet(raw) or is_form(raw) or _TABLES & raw.sheets.keys())


def _registers(books: Sequence[OpenBook], office: Office) -> Iterator[tuple[str, OpenBook]]:
    for book in books:
        if book.name in BOOKS and book.lies_at(office.path(book.name)):
            yield book.name, book
