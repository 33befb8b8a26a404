"""Excel for tests: an engine for xlwings over openpyxl, which counts what it is asked.

It refuses text that Excel would take for something else, and raises NotImplementedError for whatever it lacks, because
all of it derives from the classes of xlwings that do.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from functools import wraps
from pathlib import Path
from typing import Any

import xlwings as xw
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule, Rule
from openpyxl.formula.translate import Translator
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet
from xlwings import base_classes as base

from office import load

#: What Excel makes of text that is put into a cell whose format is not text: numbers, dates, times, formulas.
REINTERPRETED = re.compile(
    r"[=+\-@'].*|[¥$￥]?\(?[-+]?[\d,]*\.?\d+(?:e[-+]?\d+)?\)?%?|\d+\s\d+/\d+|\d{1,4}[-/.]\d{1,2}(?:[-/.]\d{1,4})?"
    r"|\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]m)?|\d{1,4}[-/]\d{1,2}[-/]\d{1,2}\s.*|(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?|true|false|#n/a",
    re.IGNORECASE | re.DOTALL,
)
Bounds = tuple[int, int, int, int]


class ComError(Exception):
    """What pywin32 raises; told from others by the module that it comes from."""

    __module__ = "pywintypes"

    def __init__(self, hresult: int, text: str = "") -> None:
        super().__init__(hresult, "发生意外。", (0, "Microsoft Excel", text, None, 0, hresult), None)
        self.hresult = hresult


class TakenOtherwise(Exception):
    """Text that Excel would have made something else of."""


class FakeExcel(base.Apps):  # the engine and its only list of running programs
    """The engine: what is open, how often it was asked (``calls``, by name), and what it is to refuse."""

    name, type = "fake", "desktop"

    def __init__(self, product: str = "Microsoft Excel", is_running: bool = True) -> None:
        self.calls: Counter[str] = Counter()
        self.refusals: dict[str, Exception] = {}
        self.apps = self
        self.app = FakeApp(self, product) if is_running else None

    @property
    def count(self) -> int:
        """How many calls there were."""
        return self.calls.total()

    @property
    def front(self) -> FakeBook:
        """The workbook in front."""
        assert self.app
        return self.app.opened[0]

    def asked(self, name: str) -> None:
        self.calls[name] += 1
        if name in self.refusals:
            raise self.refusals[name]

    def open(self, path: Path) -> FakeBook:
        """Open a workbook as a person does."""
        assert self.app
        book = FakeBook(self.app, path)
        self.app.opened.insert(0, book)
        return book

    def __iter__(self) -> Iterator[FakeApp]:
        self.asked("apps")
        return iter([self.app] if self.app else [])

    def __len__(self) -> int:
        return 1 if self.app else 0

    @staticmethod
    def prepare_xl_data_element(x: Any, _: Any) -> Any:
        return "" if x is None else x

    @staticmethod
    def clean_value_data(data: Any, *_: Any) -> Any:
        return data


def counted(of: Callable[[Any], FakeExcel]) -> Callable[[type], type]:
    """Count every question to the objects of a class."""

    def decorate(cls: type) -> type:
        for name, member in list(vars(cls).items()):
            if name in ("__len__", "__call__", "__iter__") or not name.startswith("_"):
                if isinstance(member, property):
                    get, put = (part and wrap(name, part) for part in (member.fget, member.fset))
                    setattr(cls, name, property(get, put))
                elif callable(member) and not isinstance(member, type):
                    setattr(cls, name, wrap(name, member))
        return cls

    def wrap(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def asked(self: Any, *args: Any, **kwargs: Any) -> Any:
            of(self).asked(name)
            return function(self, *args, **kwargs)

        return asked

    return decorate


class FakeApp(base.App):
    """One running Excel. ``log`` tells what was set, ``clipboard`` what was copied."""

    def __init__(self, engine: FakeExcel, product: str) -> None:
        self.engine = engine
        self.opened: list[FakeBook] = []
        self.clipboard: FakeRange | None = None
        self.log: list[tuple[str, Any]] = []
        self.state: dict[str, Any] = {
            "screen_updating": True, "calculation": "automatic", "status_bar": False, "cut_copy_mode": None,
            "display_alerts": True,
        }  # fmt: skip
        self._api = type("Application", (), {"Name": product})()

    pid = 1

    @property
    def api(self) -> Any:
        return self._api

    def activate(self, steal_focus: bool = False) -> None:
        self.engine.asked("activate")

    @property
    def books(self) -> FakeBooks:
        return FakeBooks(self)


def _setting(name: str) -> property:
    def get(self: FakeApp) -> Any:
        self.engine.asked(name)
        return self.state[name]

    def put(self: FakeApp, value: Any) -> None:
        self.engine.asked(name)
        self.state[name] = value
        self.log.append((name, value))

    return property(get, put)


for _name in ("screen_updating", "calculation", "status_bar", "cut_copy_mode", "display_alerts"):
    setattr(FakeApp, _name, _setting(_name))


@counted(lambda self: self._app.engine)
class FakeBooks(base.Books):
    def __init__(self, app: FakeApp) -> None:
        self._app = app

    @property
    def app(self) -> FakeApp:
        return self._app

    @property
    def active(self) -> FakeBook:
        return self._app.opened[0]

    def __len__(self) -> int:
        return len(self._app.opened)

    def __iter__(self) -> Iterator[FakeBook]:
        return iter(self._app.opened)

    def __call__(self, name: str) -> FakeBook:
        for book in self._app.opened:
            if book._file.name == name:
                return book
        raise KeyError(name)

    def open(self, fullname: str, *_: Any) -> FakeBook:
        return self._app.engine.open(Path(fullname))


@counted(lambda self: self._app.engine)
class FakeBook(base.Book):
    """An open workbook: ``_book`` is what is in it, ``_file`` where it lies."""

    def __init__(self, app: FakeApp, path: Path) -> None:
        self._app, self._file, self._is_saved, self._is_read_only = app, path, True, False
        self._book = load(path)

    def _type(self, sheet: str, address: str, value: Any) -> None:
        """What a person types is not saved."""
        self._book[sheet][address] = value
        self._is_saved = False

    @property
    def api(self) -> Any:
        book = self

        class Workbook:
            """Of Excel's own object, what xlwings does not offer."""

            Saved, ReadOnly = book._is_saved, book._is_read_only

            def SaveCopyAs(self, path: str) -> None:
                book._app.engine.asked("SaveCopyAs")
                book._book.save(path)

        return Workbook()

    @property
    def name(self) -> str:
        return self._file.name

    @property
    def fullname(self) -> str:
        return str(self._file)

    @property
    def app(self) -> FakeApp:
        return self._app

    @property
    def sheets(self) -> FakeSheets:
        return FakeSheets(self)

    def save(self, path: Any = None, password: Any = None) -> None:
        if path or password:
            raise NotImplementedError
        self._book.save(self._file)
        self._is_saved = True

    def activate(self) -> None:
        self._app.opened.remove(self)
        self._app.opened.insert(0, self)

    def close(self) -> None:
        self._app.opened.remove(self)


@counted(lambda self: self._of._app.engine)
class FakeSheets(base.Sheets):
    def __init__(self, book: FakeBook) -> None:
        self._of = book

    def __call__(self, key: str | int) -> FakeSheet:
        book = self._of._book
        return FakeSheet(self._of, book[key] if isinstance(key, str) else book.worksheets[key - 1])

    def __len__(self) -> int:
        return len(self._of._book.worksheets)

    def __iter__(self) -> Iterator[FakeSheet]:
        return iter([FakeSheet(self._of, sheet) for sheet in self._of._book.worksheets])


@counted(lambda self: self._of._app.engine)
class FakeSheet(base.Sheet):
    def __init__(self, book: FakeBook, sheet: Worksheet) -> None:
        self._of, self._sheet = book, sheet

    def _touch(self) -> None:
        if self._sheet.protection.sheet:
            raise ComError(-2146827284, "您试图更改的单元格位于受保护的工作表中。")
        self._of._is_saved = False

    @property
    def name(self) -> str:
        return str(self._sheet.title)

    @name.setter
    def name(self, value: str) -> None:
        raise NotImplementedError

    @property
    def book(self) -> FakeBook:
        return self._of

    @property
    def cells(self) -> FakeRange:
        return FakeRange(self, [(1, 1, 1_048_576, 16_384)])

    def range(self, first: Any, last: Any = None) -> FakeRange:
        if isinstance(first, str) and last is None:
            if len(first) > 255:
                raise ComError(-2146827284, "地址太长。")
            return FakeRange(self, [_bounds(part) for part in first.split(",")])
        if isinstance(first, FakeRange) and isinstance(last, FakeRange):
            (top, left, _, _), (_, _, bottom, right) = first._areas[0], last._areas[0]
            return FakeRange(self, [(top, left, bottom, right)])
        raise NotImplementedError

    @property
    def notes(self) -> list[FakeNote]:
        return [FakeNote(self, cell) for row in self._sheet.iter_rows() for cell in row if cell.comment]

    @property
    def tables(self) -> FakeTables:
        return FakeTables(self)

    def activate(self) -> None:
        self._of._book.active = self._sheet

    def delete(self) -> None:
        self._of._book.remove(self._sheet)
        self._of._is_saved = False

    def copy(self, before: FakeSheet | None, after: FakeSheet | None) -> None:
        if before is None or after is not None:
            raise NotImplementedError
        book = before._of._book
        if book.security and book.security.lockStructure:
            raise ComError(-2146827284, "工作簿结构受保护。")
        _copy_sheet(self._sheet, book.create_sheet(self._sheet.title, book.worksheets.index(before._sheet)))
        before._of._is_saved = False


@counted(lambda self: self._on._of._app.engine)
class FakeRange(base.Range):
    """Cells of a sheet; ``_areas`` are rows and columns of their corners."""

    max_cells_per_read = max_cells_per_write = None

    def __init__(self, sheet: FakeSheet, areas: Sequence[Bounds]) -> None:
        self._on, self._areas = sheet, list(areas)
        self.options: dict[str, Any] = {}

    def _rows(self) -> Iterator[tuple[Any, ...]]:
        for top, left, bottom, right in self._areas:
            yield from self._on._sheet.iter_rows(top, bottom, left, right)

    def _cells(self) -> list[Any]:
        return [cell for row in self._rows() for cell in row]

    @property
    def api(self) -> Any:
        return True  # whether there is something behind it is all that xlwings asks

    @property
    def coords(self) -> tuple[Any, ...]:
        top, left, bottom, right = self._areas[0]
        return self._on._sheet.title, top, left, bottom - top + 1, right - left + 1

    @property
    def shape(self) -> tuple[int, int]:
        top, left, bottom, right = self._areas[0]
        return bottom - top + 1, right - left + 1

    @property
    def sheet(self) -> FakeSheet:
        return self._on

    @property
    def row(self) -> int:
        return self._areas[0][0]

    @property
    def column(self) -> int:
        return self._areas[0][1]

    def __call__(self, arg1: int, arg2: int = 1) -> FakeRange:
        top, left = self._areas[0][:2]
        place = (top + arg1 - 1, left + arg2 - 1)
        return FakeRange(self._on, [(*place, *place)])

    @property
    def address(self) -> str:
        return ",".join(
            f"${get_column_letter(left)}${top}:${get_column_letter(right)}${bottom}"
            for top, left, bottom, right in self._areas
        )

    @property
    def formula(self) -> Any:
        rows = tuple(tuple("" if cell.value is None else cell.value for cell in row) for row in self._rows())
        return rows if len(rows) > 1 or len(rows[0]) > 1 else rows[0][0]

    @formula.setter
    def formula(self, value: Any) -> None:
        raise NotImplementedError

    @property
    def raw_value(self) -> Any:
        raise NotImplementedError

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        self._on._touch()
        for row, values in zip(self._rows(), data, strict=True):
            for cell, value in zip(row, values, strict=True):
                if isinstance(value, str) and cell.number_format != "@" and REINTERPRETED.fullmatch(value):
                    raise TakenOtherwise(value)
                if not isinstance(value, (str, int, float, bool, dt.date)):
                    raise TypeError(value)
                shown_as = cell.number_format
                if shown_as == "@" and not isinstance(value, str):
                    value = str(value)
                cell.value = None if value == "" else value
                if isinstance(value, dt.date) and shown_as == "General":
                    shown_as = cell.number_format
                cell.number_format = shown_as
                if isinstance(value, str) and value:
                    cell.data_type = "s"  # text stays text, whatever it begins with

    @property
    def number_format(self) -> str | None:
        formats = {cell.number_format for cell in self._cells()}
        return formats.pop() if len(formats) == 1 else None

    @number_format.setter
    def number_format(self, value: str) -> None:
        self._on._touch()
        for cell in self._cells():
            cell.number_format = value

    @property
    def conditional_formats(self) -> FakeFormats:
        return FakeFormats(self)

    @property
    def note(self) -> FakeNote | None:
        (cell,) = self._cells()
        return FakeNote(self._on, cell) if cell.comment else None

    def add_note(self, text: str) -> FakeNote:
        (cell,) = self._cells()
        self._on._touch()
        cell.comment = Comment(text, "", height=80, width=240)
        return FakeNote(self._on, cell)

    def copy(self, destination: Any = None) -> None:
        if destination is not None:
            raise NotImplementedError
        self._on._of._app.clipboard = self

    def paste(
        self, paste: Any = None, operation: Any = None, skip_blanks: bool = False, transpose: bool = False
    ) -> None:
        source = self._on._of._app.clipboard
        if paste not in ("formats", "formulas") or operation or skip_blanks or transpose or source is None:
            raise NotImplementedError
        self._on._touch()
        (model,) = source._rows()
        for row in self._rows():
            for cell, like in zip(row, model, strict=True):
                if paste == "formats":
                    cell._style = copy(like._style)
                else:
                    cell.value = Translator(like.value, like.coordinate).translate_formula(cell.coordinate)


@counted(lambda self: self._range._on._of._app.engine)
class FakeFormats(base.ConditionalFormats):
    """The conditional formats of a range, the first of them on top."""

    def __init__(self, of: FakeRange) -> None:
        self._range = of

    def _rules(self) -> list[tuple[Any, Rule]]:
        listed = self._range._on._sheet.conditional_formatting
        rules = [(where, rule) for where in listed for rule in where.rules]
        return sorted(rules, key=lambda one: int(one[1].priority))

    def __len__(self) -> int:
        return len(self._rules())

    def __call__(self, number: int) -> FakeFormat:
        return FakeFormat(self._range._on, *self._rules()[number - 1])

    def add_custom(self, spec: dict[str, Any]) -> FakeFormat:
        sheet = self._range._on
        sheet._touch()
        there = self._rules()
        for _, rule in there:
            rule.priority += 1
        colour = "{:02X}{:02X}{:02X}".format(*spec["fill_color"])
        rule = FormulaRule(formula=[spec["formula"].removeprefix("=")], fill=PatternFill(bgColor=colour))
        rule.priority = 1
        where = self._range.address.replace("$", "").replace(",", " ")
        listed = sheet._sheet.conditional_formatting
        listed._cf_rules.clear()  # LibreOffice goes by the order in the file
        listed.add(where, rule)
        for others, one in there:
            listed.add(str(others.sqref), one)
        return self(1)


@counted(lambda self: self._on._of._app.engine)
class FakeFormat(base.ConditionalFormat):
    def __init__(self, sheet: FakeSheet, where: Any, rule: Rule) -> None:
        self._on, self._where, self._rule = sheet, where, rule

    @property
    def type(self) -> str:
        return "custom" if self._rule.type == "expression" else "unknown"

    @property
    def formula(self) -> str | None:
        return f"={self._rule.formula[0]}" if self._rule.type == "expression" else None

    def delete(self) -> None:
        self._on._touch()
        listed = self._on._sheet.conditional_formatting
        left = [(where, rule) for where in listed for rule in where.rules if rule is not self._rule]
        listed._cf_rules.clear()
        for where, rule in left:
            rule.priority -= rule.priority > self._rule.priority
            listed.add(str(where.sqref), rule)


@counted(lambda self: self._on._of._app.engine)
class FakeNote(base.Note):
    def __init__(self, sheet: FakeSheet, cell: Any) -> None:
        self._on, self._cell = sheet, cell

    @property
    def text(self) -> str:
        return str(self._cell.comment.text)

    @text.setter
    def text(self, value: str) -> None:
        self._on._touch()
        self._cell.comment = Comment(value, self._cell.comment.author)

    def delete(self) -> None:
        self._on._touch()
        self._cell.comment = None


@counted(lambda self: self._on._of._app.engine)
class FakeTables(base.Collection):
    def __init__(self, sheet: FakeSheet) -> None:
        self._on = sheet

    def __len__(self) -> int:
        return len(self._on._sheet.tables)

    def __iter__(self) -> Iterator[FakeTable]:
        return iter([FakeTable(self._on, table) for table in self._on._sheet.tables.values()])


@counted(lambda self: self._on._of._app.engine)
class FakeTable(base.Table):
    def __init__(self, sheet: FakeSheet, table: Any) -> None:
        self._on, self._table = sheet, table

    @property
    def name(self) -> str:
        return str(self._table.displayName)

    @name.setter
    def name(self, value: str) -> None:
        raise NotImplementedError

    @property
    def range(self) -> FakeRange:
        return FakeRange(self._on, [_bounds(self._table.ref)])

    def resize(self, to: xw.Range) -> None:
        self._on._touch()
        self._table.ref = to.impl.address.replace("$", "")
        if self._table.autoFilter:
            self._table.autoFilter.ref = self._table.ref


def _bounds(text: str) -> Bounds:
    left, top, right, bottom = range_boundaries(text.replace("$", ""))
    return top, left, bottom, right


def _copy_sheet(source: Worksheet, target: Worksheet) -> None:
    """A sheet as another workbook gets it: cells and looks, widths, heights, links, print set-up."""
    for row in source.iter_rows():
        for cell in row:
            new = target.cell(cell.row, cell.column, cell.value)
            for look in ("font", "fill", "border", "alignment", "protection"):
                setattr(new, look, copy(getattr(cell, look)))
            new.number_format = cell.number_format
            new.hyperlink = copy(cell.hyperlink)
    for name, column in source.column_dimensions.items():
        target.column_dimensions[name].width, target.column_dimensions[name].hidden = column.width, column.hidden
    for number, line in source.row_dimensions.items():
        target.row_dimensions[number].height = line.height
    for area in source.merged_cells.ranges:
        target.merge_cells(str(area))
    target.freeze_panes, target.auto_filter.ref = source.freeze_panes, source.auto_filter.ref
    target.sheet_properties = copy(source.sheet_properties)
    for name in ("page_setup", "page_margins", "print_options"):
        setattr(target, name, copy(getattr(source, name)))
    target.print_title_rows = source.print_title_rows
    target.sheet_view.showGridLines = source.sheet_view.showGridLines


@contextmanager
def excel(*paths: Path, engine: FakeExcel | None = None) -> Iterator[FakeExcel]:
    """Excel, with these workbooks open; the last one is in front."""
    fake = FakeExcel() if engine is None else engine
    for path in paths:
        fake.open(path)
    before = xw.engines.active
    wrapped = xw.Engine(impl=fake)
    xw.engines.add(wrapped)
    wrapped.activate()
    try:
        yield fake
    finally:
        xw.engines.engines.remove(wrapped)
        xw.engines.engines_by_name.pop("fake", None)
        xw.engines.active = before
