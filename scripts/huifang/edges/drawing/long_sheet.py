"""Long lists: XlsxWriter draws the workbook without their rows, which are then streamed into the sheets' XML.

Where a list goes, one row is drawn that holds a cell of each of its formats; the rows take its place. Everything else
is what XlsxWriter makes of it, several times faster than cell by cell.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from itertools import count, islice, repeat
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from huifang.core.text import for_cell
from huifang.edges.drawing.forms import height_of, lines_of
from huifang.tables.cells import shown
from huifang.tables.model import column_letter

_STRINGS = "xl/sharedStrings.xml"
#: So many rows are joined before they go to the package.
_CHUNK = 500
#: How hard the package is pressed: the usual 6 takes three times as long for a tenth less.
_EFFORT = 4
_COUNTS = re.compile(rb'count="(\d+)" uniqueCount="(\d+)"')
_LAST_CELL = re.compile(rb'<dimension ref="([A-Z]+\d+)(?::([A-Z]+)(\d+))?"/>')
_STYLED = re.compile(rb's="(\d+)"')
#: Text that would be read as the code of a character, as in ``_x0041_``.
_CODE = re.compile(r"(_x[0-9a-fA-F]{4}_)")
_MIDNIGHT = datetime(1899, 12, 30)
#: The calendar of spreadsheets has a 29 February 1900: days before it count one less.
_AFTER_LEAP_DAY = 61
_DAY_SECONDS = 86_400


@dataclass(frozen=True)
class _List:
    """The rows of one list, the first of them at ``top`` (from 0).

    ``kinds`` gives for each type of its values which cell of the drawn row has its format.
    """

    sheet: Worksheet
    top: int
    rows: Sequence[Sequence[Any]]
    widths: Sequence[float]
    kinds: Mapping[type, int]


class LongLists:
    """The long lists of one workbook.

    Call :meth:`add` where a list stands, :meth:`close` instead of closing the workbook.
    """

    def __init__(self, book: Workbook, stream: BytesIO) -> None:
        self._book, self._stream = book, stream
        self._lists: list[_List] = []
        self._tables: dict[bytes, tuple[bytes, bytes]] = {}

    def add(
        self,
        sheet: Worksheet,
        top: int,
        rows: Iterable[Sequence[Any]],
        widths: Sequence[float],
        style_of: Callable[[Any], Format],
    ) -> int:
        """Put rows of the same length on the sheet, from row ``top`` (counted from 0); returns the row after them.

        A value's format depends on its type alone; each row is as high as its texts need in columns of ``widths``.
        """
        listed = [*rows]
        if not listed:
            return top
        styles = {kind: style_of(example) for kind, example in _of_each_type(listed).items()}
        formats = [*dict.fromkeys(styles.values())]
        for column, style in enumerate(formats):
            sheet.write_blank(top, column, None, style)
        kinds = {kind: formats.index(style) for kind, style in styles.items()}
        self._lists.append(_List(sheet, top, listed, widths, kinds))
        return top + len(listed)

    def add_table(self, sheet: Worksheet, area: tuple[int, int, int, int], options: Mapping[str, Any]) -> None:
        """An Excel table around a list: ``area`` is (top, left, bottom, right) from 0, ``options`` name it.

        It is drawn over two rows and let grow afterwards: XlsxWriter looks at every cell of a table.
        """
        top, left, bottom, right = area
        sheet.add_table(top, left, top + 1, right, dict(options))
        drawn, whole = (
            f'ref="{column_letter(left)}{top + 1}:{column_letter(right)}{last + 1}"'.encode()
            for last in (top + 1, bottom)
        )
        self._tables[f'displayName="{options["name"]}"'.encode()] = (drawn, whole)

    def close(self) -> bytes:
        """Close the workbook; its bytes with all rows."""
        self._book.close()
        if not self._lists:
            return self._stream.getvalue()
        by_part: dict[str, list[_List]] = {}
        for one in sorted(self._lists, key=lambda one: one.top):
            by_part.setdefault(f"xl/worksheets/sheet{one.sheet.index + 1}.xml", []).append(one)
        out = BytesIO()
        with (
            zipfile.ZipFile(self._stream) as drawn,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=_EFFORT) as whole,
        ):
            strings = _Strings(drawn.read(_STRINGS))
            for name in sorted(drawn.namelist(), key=_STRINGS.__eq__):  # the texts last: only then all are known
                with whole.open(name, "w") as part:
                    for piece in self._pieces(name, drawn.read(name), by_part.get(name, ()), strings):
                        part.write(piece)
        return out.getvalue()

    def _pieces(self, name: str, content: bytes, lists: Sequence[_List], strings: _Strings) -> Iterable[bytes]:
        """A part of the package as it is to be."""
        if lists:
            return _filled(content, lists, strings)
        return [strings.xml() if name == _STRINGS else self._grown(content)]

    def _grown(self, content: bytes) -> bytes:
        """A part with the table in it as large as it is to be."""
        areas = next((areas for name, areas in self._tables.items() if name in content[:1024]), None)
        return content.replace(*areas) if areas else content


def _of_each_type(rows: Sequence[Sequence[Any]]) -> dict[type, Any]:
    """One value of each type, in the order in which they first appear."""
    firsts: list[tuple[int, int]] = []
    for at, column in enumerate(zip(*rows, strict=True)):
        kinds = [*map(type, column)]
        firsts += [(kinds.index(kind), at) for kind in {*kinds}]
    found: dict[type, Any] = {}
    for row, at in sorted(firsts):
        found.setdefault(type(rows[row][at]), rows[row][at])
    return found


class _Strings:
    """The workbook's shared texts: those that were drawn, and those of the lists behind them."""

    def __init__(self, xml: bytes) -> None:
        self._xml = xml
        found = _COUNTS.search(xml)
        assert found is not None, "XlsxWriter counts its shared texts"
        self._used, self._first = int(found[1]), int(found[2])
        self._numbers: dict[str, int] = {}
        self.times_used = 0

    def number(self, text: str) -> int:
        """The place of a text among them."""
        return self._numbers.setdefault(text, self._first + len(self._numbers))

    def xml(self) -> bytes:
        """The part with all of them."""
        counts = f'count="{self._used + self.times_used}" uniqueCount="{self._first + len(self._numbers)}"'
        head, end, tail = _COUNTS.sub(counts.encode(), self._xml, count=1).rpartition(b"</sst>")
        assert not tail.strip(), "the list of texts ends its part"
        return head + "".join(map(_text_xml, self._numbers)).encode() + end


def _text_xml(text: str) -> str:
    """A shared text as XML."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if "_x" in text:
        escaped = _CODE.sub(r"_x005F\1", escaped)
    kept = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
    return f"<si><t{kept}>{escaped}</t></si>"


class _Cells(dict[Any, str]):
    """What follows the address of a cell in XML, by value: most values come again and again."""

    def __init__(self, style: str, content: Callable[[Any], str]) -> None:
        super().__init__()
        self._style, self._content = style, content

    def __missing__(self, value: Any) -> str:
        content = self._content(value)
        self[value] = cell = f' s="{self._style}"{content}' if content else f' s="{self._style}"/>'
        return cell


def _cells(kind: type, style: str, strings: _Strings) -> _Cells:
    """The cells of one type of value, all in one format; text is text, whatever it begins with."""
    if kind is type(None):
        return _Cells(style, lambda value: "")
    if issubclass(kind, (datetime, date, time)):
        return _Cells(style, lambda value: f"><v>{_serial(value):.16G}</v></c>")
    if issubclass(kind, (int, float)) and not issubclass(kind, bool):
        return _Cells(style, lambda value: f"><v>{value:.16G}</v></c>")

    def text(value: Any) -> str:
        readable = for_cell(value if kind is str else shown(value))
        return f' t="s"><v>{strings.number(readable)}</v></c>' if readable else ""

    return _Cells(style, text)


def _serial(value: date | time) -> float:
    """Days since the beginning of the calendar of spreadsheets, times as fractions of a day."""
    if isinstance(value, time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / _DAY_SECONDS
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    serial = (moment - _MIDNIGHT).total_seconds() / _DAY_SECONDS
    return serial if serial >= _AFTER_LEAP_DAY else serial - 1


def _filled(xml: bytes, lists: Sequence[_List], strings: _Strings) -> Iterator[bytes]:
    """The sheet's part with the rows of its lists, from the top down."""
    last = lists[-1].top + len(lists[-1].rows)
    rest = _LAST_CELL.sub(lambda found: _dimension(found, last), xml, count=1)
    for one in lists:
        start = rest.index(b'<row r="%d"' % (one.top + 1))
        end = rest.index(b"</row>", start) + len(b"</row>")
        yield rest[:start]
        styles = [style.decode() for style in _STYLED.findall(rest, rest.index(b">", start), end)]
        yield from _rows(one, {kind: styles[at] for kind, at in one.kinds.items()}, strings)
        rest = rest[end:]
    yield rest


def _dimension(found: re.Match[bytes], last: int) -> bytes:
    """The area of the sheet, at least down to row ``last`` (counted from 1)."""
    letters, row = (found[2], int(found[3])) if found[2] else re.findall(rb"([A-Z]+)(\d+)", found[1])[0]
    return b'<dimension ref="%s:%s%d"/>' % (found[1], letters, max(int(row), last))


def _rows(one: _List, styles: Mapping[type, str], strings: _Strings) -> Iterator[bytes]:
    """The rows as XML, some at a time: whole columns are looked up at once."""
    cells: dict[type, _Cells] = {kind: _cells(kind, style, strings) for kind, style in styles.items()}
    columns = [*zip(*one.rows, strict=True)]
    places = "".join(f'<c r="{column_letter(at)}{{0}}"{{{at + 2}}}' for at in range(len(columns)))
    template = '<row r="{0}" ht="{1:.16g}" customHeight="1">' + places + "</row>"
    found = (_looked_up(column, cells) for column in columns)
    lines = map(template.format, count(one.top + 1), _heights(one, columns), *found)
    while piece := "".join(islice(lines, _CHUNK)).encode():
        strings.times_used += piece.count(b' t="s"')
        yield piece


def _looked_up(column: Sequence[Any], cells: Mapping[type, _Cells]) -> Iterator[str]:
    """The cells of a column, without their addresses."""
    kinds = {*map(type, column)}
    if len(kinds) == 1:
        return map(cells[kinds.pop()].__getitem__, column)
    return (cells[type(value)][value] for value in column)


def _heights(one: _List, columns: Sequence[Sequence[Any]]) -> Iterator[float]:
    """The height of each row in points, whole pixels as XlsxWriter has them; most columns never need a second line."""
    lines: list[Iterable[int]] = [repeat(1, len(one.rows))]
    for column, width in zip(columns, one.widths, strict=False):
        needed = {value: lines_of(value, width) for value in {*column}}
        if max(needed.values()) > 1:
            lines.append(map(needed.__getitem__, column))
    return (int(height_of(number) * 4 / 3 + 0.5) * 0.75 for number in map(max, *lines, repeat(1)))
