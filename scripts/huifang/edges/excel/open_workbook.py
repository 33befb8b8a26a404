"""The workbooks that are open in Excel, through xlwings; no other module imports it.

Excel is asked through what xlwings offers; only what that lacks, a copy with the unsaved changes, and whether there are
any, through Excel's own object. Each question is a call to another program: what is the same for many cells is one.
"""

from __future__ import annotations

import site
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from huifang.core.catalogue import because
from huifang.core.text import for_cell
from huifang.edges.drawing.sheet_names import RESULTS
from huifang.edges.excel.blocks import addresses, runs
from huifang.edges.patching.areas import parse_address
from huifang.edges.patching.highlights import MARK
from huifang.edges.store.files import OfficeError

if TYPE_CHECKING:
    import xlwings as xw

#: What Excel's interface answers where WPS has registered itself in Excel's place.
TAKEN_OVER = frozenset({-2147352573, -2147024894})
#: Whose errors say that Excel does not do it.
_EXCELS = frozenset({"pywintypes", "pythoncom", "appscript", "aem", "xlwings"})
#: Where Excel keeps somebody's own macros: open, but never seen.
_MACROS = "PERSONAL"
#: Each note is a call of its own: so many are made on a sheet, what else was found is coloured and listed.
MAX_NOTES = 200


class ExcelRefused(OfficeError):
    """Excel is not there, or does not do what it is asked for."""


@dataclass(frozen=True)
class SheetMarks:
    """What is marked on a sheet, by address: a word for the colour, and the note."""

    colours: Mapping[str, str]
    notes: Mapping[str, str]


@dataclass(frozen=True)
class MarkedInPlace:
    """What could not be done in place: sheets that may not be changed, whether there is no list, cells without note."""

    closed: tuple[str, ...]
    lacks_list: bool
    unnoted: int


@dataclass(frozen=True)
class Cleared:
    """What was taken away: how many colours and notes, whether a list; and which sheets may not be changed."""

    marks: int
    had_list: bool
    closed: tuple[str, ...]


@contextmanager
def asking_excel() -> Iterator[None]:
    """Tell in one sentence what Excel does not do.

    Raises:
        ExcelRefused: it does not do it.
    """
    try:
        yield
    except Exception as error:
        if not _EXCELS & {base.__module__.partition(".")[0] for base in type(error).__mro__}:
            raise
        if getattr(error, "hresult", None) in TAKEN_OVER:
            raise ExcelRefused(because("Y884")) from error
        raise ExcelRefused(because("Y890", error=_said(error))) from error


def _said(error: Exception) -> str:
    """What Excel said, in its own language; pywin32 has it as the third part of the third argument."""
    more = error.args[2] if len(error.args) > 2 else None
    text = more[2] if isinstance(more, tuple) and len(more) > 2 else None
    return str(text or (error.args[1] if len(error.args) > 1 else error)).strip().rstrip("。.")


class OpenBook:
    """A workbook that is open in Excel."""

    def __init__(self, book: xw.Book) -> None:
        self.book = book
        with asking_excel():
            self.name: str = book.name

    @property
    def path(self) -> Path | None:
        """Where its file lies; None where it has none, or lies where only the web reaches it."""
        try:
            with asking_excel():
                path = Path(self.book.fullname)
        except ExcelRefused:
            return None
        return path if path.is_file() else None

    def lies_at(self, path: Path) -> bool:
        """Whether that is its file."""
        own = self.path
        return own is not None and own.name == path.name and path.exists() and own.samefile(path)

    @property
    def is_saved(self) -> bool:
        """Whether its file holds all that is in it."""
        with asking_excel():
            return bool(self.book.api.saved.get() if _is_on_a_mac(self.book) else self.book.api.Saved)

    @property
    def is_read_only(self) -> bool:
        """Whether it cannot be saved under its name: somebody else has it open, too."""
        with asking_excel():
            return bool(self.book.api.read_only.get() if _is_on_a_mac(self.book) else self.book.api.ReadOnly)

    def save_copy(self, target: Path) -> None:
        """Write what is open, unsaved changes included, into another file; the workbook stays as it is.

        Raises:
            ExcelRefused: that cannot be done; on a Mac it cannot while there are unsaved changes.
        """
        target.parent.mkdir(parents=True, exist_ok=True)
        if _is_on_a_mac(self.book):  # Excel for Mac has no such command
            path = self.path
            if path is None or not self.is_saved:
                raise ExcelRefused(because("Y891", workbook=self.name))
            target.write_bytes(path.read_bytes())
            return
        with asking_excel():
            self.book.api.SaveCopyAs(str(target))

    def save(self) -> None:
        """Save it under its name."""
        with asking_excel():
            self.book.save()

    def open_beside(self, path: Path) -> None:
        """Open another workbook in the same Excel."""
        with asking_excel():
            try:
                self.book.app.books.open(str(path))
            except ValueError as error:  # one of the same name is open
                raise ExcelRefused(because("Y895", file=path.name)) from error

    @contextmanager
    def working(self, said: str) -> Iterator[None]:
        """Excel says what is done, and neither draws nor calculates; then all is as it was, after errors, too."""
        with asking_excel(), ExitStack() as restored:
            app = self.book.app
            for name, value in (("screen_updating", False), ("calculation", "manual"), ("status_bar", said)):
                restored.enter_context(app.properties(**{name: value}))
            yield

    def mark(
        self, marks: Mapping[str, SheetMarks], colours: Mapping[str, str], author: str, listed: Path
    ) -> MarkedInPlace:
        """Take our marks of before away, and put these on; ``listed`` is a workbook with the list of what was found.

        ``colours`` are those of the words in ``marks``, the worst first.
        """
        closed, unnoted = list(self.clear(author).closed), 0
        for name, wanted in marks.items():
            if name not in closed:
                try:
                    with asking_excel():
                        unnoted += _mark_sheet(self.book.sheets[name], wanted, colours, author)
                except ExcelRefused:  # a protected one
                    closed.append(name)
        return MarkedInPlace(tuple(closed), not self._put_list(listed), unnoted)

    def clear(self, author: str) -> Cleared:
        """Take our marks away, whoever put them there: in the open workbook, or on a copy that was sent."""
        marks, had_list, closed = 0, False, []
        with asking_excel():
            sheets = list(self.book.sheets)
        for sheet in sheets:
            try:
                with asking_excel():
                    if sheet.name == RESULTS:
                        sheet.delete()
                        had_list = True
                    else:
                        marks += _clear_sheet(sheet, author)
            except ExcelRefused:
                closed.append(sheet.name)
        return Cleared(marks, had_list, tuple(closed))

    def _put_list(self, listed: Path) -> bool:
        """Put the list in front of the sheets, and show it; whether that could be done."""
        try:
            with asking_excel():
                source = self.book.app.books.open(str(listed), update_links=False, add_to_mru=False)
                try:
                    source.sheets[0].copy(before=self.book.sheets[0])
                finally:
                    source.close()
                self.book.sheets[RESULTS].activate()
        except ExcelRefused:  # no sheet may be added to a protected workbook
            return False
        return True


def _mark_sheet(sheet: xw.Sheet, wanted: SheetMarks, colours: Mapping[str, str], author: str) -> int:
    """Colour the cells and put the notes on them; how many have none."""
    for word in reversed(list(colours)):  # a new rule comes in front of those that are there
        cells = (parse_address(address) for address, own in wanted.colours.items() if own == word)
        for address in addresses(runs(cells)):
            formats = sheet.range(address).conditional_formats
            formats.add_custom(f'={MARK}{word}")>0', fill_color=colours[word])
    order = list(colours)
    worst_first = sorted(wanted.notes, key=lambda address: order.index(wanted.colours[address]))
    unnoted = len(worst_first[MAX_NOTES:])
    for address in worst_first[:MAX_NOTES]:
        try:
            with asking_excel():
                _note(sheet.range(address), f"{wanted.notes[address]}\n{_signature(author)}")
        except ExcelRefused:  # a discussion, or the inner part of merged cells
            unnoted += 1
    return unnoted


def _note(cell: xw.Range, ours: str) -> None:
    """Put our note on the cell; above what somebody wrote there."""
    ours, there = for_cell(ours), cell.note
    if there is None:
        cell.add_note(ours)
    else:
        there.text = f"{ours}\n{there.text}"


def _clear_sheet(sheet: xw.Sheet, author: str) -> int:
    """Take our colours and notes away; how many there were."""
    formats, count, signature = sheet.cells.conditional_formats, 0, _signature(author)
    for number in range(len(formats), 0, -1):  # from the end: what is deleted moves those behind it
        rule = formats(number)
        if (rule.formula or "").replace(" ", "").startswith(f"={MARK}"):
            rule.delete()
            count += 1
    for note in list(sheet.notes):
        ours, signed, theirs = note.text.partition(signature)
        if not signed:
            continue
        count += 1
        if theirs.strip():
            note.text = theirs.lstrip("\r\n")
        else:
            note.delete()
    return count


def _signature(author: str) -> str:
    """The last line of our notes, as on a marked copy."""
    return f"—— {author} ——"


def _is_on_a_mac(book: xw.Book) -> bool:
    return sys.platform == "darwin" and book.app.engine.name == "excel"


def open_books() -> list[OpenBook]:
    """The workbooks that are open in Excel, the one in front first.

    Raises:
        ExcelRefused: there is no Excel, none that answers, or no workbook in it.
    """
    _find_pywin32()
    try:
        import xlwings as xw  # noqa: PLC0415  (it starts slowly, and most systems do not have it)
    except ImportError as error:
        raise ExcelRefused(because("Y880")) from error
    if xw.engines.active is None:
        raise ExcelRefused(because("Y880") if sys.platform in ("win32", "darwin") else because("Y881"))
    with asking_excel():
        apps = list(xw.apps)
        if not apps:
            raise ExcelRefused(because("Y882"))
        if any(_is_other_program(app) for app in apps):
            raise ExcelRefused(because("Y883"))
        books = [OpenBook(book) for app in apps for book in app.books]
        books = [book for book in books if Path(book.name).stem.upper() != _MACROS]
        if not books:
            raise ExcelRefused(because("Y885"))
        front, first = xw.apps.active, ""
        if front and len(front.books):
            with suppress(AttributeError):  # of what is never seen, none is in front
                first = front.books.active.name
    return sorted(books, key=lambda one: one.name != first)


def _find_pywin32() -> None:
    """Let what xlwings speaks to Excel with be found in the folder for Windows, too, whose Python starts without
    ``site`` and so does not read in ``pywin32.pth`` where the parts lie.
    """
    if find_spec("pywintypes") is None:
        for folder in [*sys.path]:
            if folder and Path(folder, "pywin32.pth").is_file():
                site.addsitedir(folder)


def _is_other_program(app: xw.App) -> bool:
    """Whether it is WPS, which answers in Excel's place but not as Excel does."""
    name = getattr(app.api, "Name", None)
    return isinstance(name, str) and "excel" not in name.lower()
