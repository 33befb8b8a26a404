"""What must be known about a workbook before a parser sees it.

The parser aborts the whole process on absurd cell references, and reports error cells and formulas without a saved
result as empty. So each sheet's XML is inflated once, within limits, and scanned for those.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from posixpath import normpath
from xml.parsers import expat

from huifang.core.catalogue import because
from huifang.edges.reading.unreadable import Unreadable
from huifang.tables.cells import BadCell

MAX_PARTS = 2_000
MAX_PART_BYTES = 64 * 1024 * 1024
MAX_TOTAL_BYTES = 128 * 1024 * 1024
MAX_ROWS, MAX_COLUMNS, MAX_CELLS = 1_048_576, 16_384, 4_000_000
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

#: What the zip reader of the standard library raises on damaged packages.
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, LookupError, ValueError)
#: A row or cell reference that is longer than ZZ9999 or not written as all programs write it.
_UNUSUAL_REFERENCE = re.compile(rb' r(?!="[A-Z]{0,2}[1-9][0-9]{0,3}")(?=[\s=])')
_FORMULA, _ERROR = re.compile(rb"[<:]f[\s/>]"), re.compile(rb't="e"')
#: Errors, and signs that could hide a reference from that search.
_UNUSUAL_SIGNS = (b"'", b"\t", b"\n", b"\r")
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
_FROM_1904 = re.compile(r'<(?:\w+:)?workbookPr\b[^>]*\bdate1904="(?:1|true|on)"')
_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*?>")
_ATTRIBUTE = re.compile(r'([\w:]+)\s*=\s*"([^"]*)"')


@dataclass(frozen=True)
class Scan:
    """Cells of a sheet that hold no usable value, by (row, column) from 0; the numbers (from 1) of rows out of sight.

    ``from_1904`` says that days are counted from 1904 in this workbook.
    """

    bad_cells: Mapping[tuple[int, int], BadCell]
    hidden: frozenset[int] = frozenset()
    from_1904: bool = False


def scan_workbook(content: bytes) -> dict[str, Scan]:
    """Check the package and scan every sheet, by sheet name.

    Raises:
        Unreadable: it is no workbook that may be given to the parser.
    """
    if content.startswith(OLE_MAGIC):
        raise Unreadable(because("Y102"))
    if not content.startswith(b"PK"):
        raise Unreadable(because("Y101"))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = _safe_names(package)
            budget = [MAX_TOTAL_BYTES]
            book = _inflate(package, "xl/workbook.xml", budget).decode("utf-8", "replace")
            parts = _sheet_parts(book, package, names, budget)
            from_1904 = _FROM_1904.search(book) is not None
            return {sheet: _scan_sheet(_inflate(package, part, budget), from_1904) for sheet, part in parts.items()}
    except _BROKEN as error:
        raise Unreadable(because("Y103")) from error


def _safe_names(package: zipfile.ZipFile) -> frozenset[str]:
    infos = package.infolist()
    names = [info.filename for info in infos]
    if len(names) > MAX_PARTS:
        raise Unreadable(because("Y110"))
    if len({name.lower() for name in names}) != len(names):
        raise Unreadable(because("Y111"))
    if any(name.startswith(("/", "\\")) or ".." in name.split("/") or "\\" in name for name in names):
        raise Unreadable(because("Y112"))
    if any(info.flag_bits & 1 for info in infos):
        raise Unreadable(because("Y104"))
    if "xl/workbook.xml" not in names:
        raise Unreadable(because("Y105"))
    if any(info.file_size > MAX_PART_BYTES for info in infos):
        raise Unreadable(because("Y106"))
    return frozenset(names)


def _inflate(package: zipfile.ZipFile, name: str, budget: list[int]) -> bytes:
    limit = min(MAX_PART_BYTES, budget[0])
    with package.open(name) as stream:
        content = stream.read(limit + 1)
    if len(content) > limit:
        raise Unreadable(because("Y106"))
    budget[0] -= len(content)
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Unreadable(because("Y113"))
    if b"!" in content and (b"<!DOCTYPE" in content or b"<!ENTITY" in content):
        raise Unreadable(because("Y114"))
    return content


def _attributes(tag: str) -> dict[str, str]:
    return {name.rpartition(":")[2]: value for name, value in _ATTRIBUTE.findall(tag)}


def _sheet_parts(book: str, package: zipfile.ZipFile, names: frozenset[str], budget: list[int]) -> dict[str, str]:
    targets: dict[str, str] = {}
    if "xl/_rels/workbook.xml.rels" in names:
        links = _inflate(package, "xl/_rels/workbook.xml.rels", budget).decode("utf-8", "replace")
        for tag in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", links):
            link = _attributes(tag)
            target = link.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")
            targets[link.get("Id", "")] = path
    parts: dict[str, str] = {}
    for tag in _SHEET.findall(book):
        attributes = _attributes(tag)
        part = targets.get(attributes.get("id", ""))
        if part in names:
            parts[unescape(attributes.get("name", ""))] = str(part)
    if not parts:
        raise Unreadable(because("Y107"))
    return parts


def _scan_sheet(xml: bytes, from_1904: bool) -> Scan:
    """Refuse references out of range; find error cells and formulas without a saved result, and rows out of sight."""
    cells = xml[max(xml.find(b"sheetData"), 0) : xml.rfind(b"sheetData>") + 1 or None]
    hidden = _hidden_rows(cells)
    if _is_ordinary(cells):
        return Scan({}, hidden, from_1904)
    careful = _CarefulScan()
    try:
        careful.parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise Unreadable(because("Y115", line=error.lineno)) from error
    return Scan(careful.bad_cells, hidden, from_1904)


def _hidden_rows(cells: bytes) -> frozenset[int]:
    """The rows that are hidden, by hand or by a filter."""
    if b"hidden=" not in cells:
        return frozenset()
    rows = (_attributes(tag.decode("utf-8", "replace")) for tag in _ROW.findall(cells))
    hidden = (row.get("r", "") for row in rows if row.get("hidden") in ("1", "true"))
    return frozenset(int(number) for number in hidden if number.isdecimal() and len(number) <= 7)


def _is_ordinary(cells: bytes) -> bool:
    """Whether all references are short and plainly written, and no cell holds an error or a formula.

    So are nearly all sheets; a few searches tell it. Up to ZZ9999 the whole rectangle may be laid out.
    """
    if (
        any(sign in cells for sign in _UNUSUAL_SIGNS)
        or (b"f" in cells and _FORMULA.search(cells))
        or _ERROR.search(cells)
    ):
        return False
    if _UNUSUAL_REFERENCE.search(cells):
        return False
    return b"<c" in cells or b"c" not in cells.replace(b"sheetData", b"")


class _CarefulScan:
    """A sheet read tag by tag by an XML parser: what the quick search cannot be sure of."""

    def __init__(self) -> None:
        self.bad_cells: dict[tuple[int, int], BadCell] = {}
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self._row, self._column = -1, -1
        self._rows, self._columns = 0, 0
        self._type, self._has_formula, self._value, self._in_value = "", False, "", False

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        if tag == "row":
            self._row = self._number(attributes["r"]) if "r" in attributes else self._row + 1
            self._column = -1
        elif tag == "c":
            self._locate(attributes.get("r"))
            self._type, self._has_formula, self._value = attributes.get("t", ""), False, ""
        elif tag == "f":
            self._has_formula = True
        self._in_value = tag == "v"

    def _locate(self, reference: str | None) -> None:
        """Where the cell stands, and how far the sheet reaches with it."""
        if reference is None:
            self._column += 1
        else:
            letters = reference.rstrip("0123456789")
            if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
                raise _out_of_range(reference)
            self._row, self._column = self._number(reference[len(letters) :], reference), _column_number(letters)
        self._rows, self._columns = max(self._rows, self._row + 1), max(self._columns, self._column + 1)
        if self._rows > MAX_ROWS or self._columns > MAX_COLUMNS or self._rows * self._columns > MAX_CELLS:
            raise Unreadable(because("Y108", rows=self._rows, columns=self._columns))

    def _number(self, digits: str, reference: str = "") -> int:
        """A row number, counted from 0."""
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 7 and int(digits)):
            raise _out_of_range(reference or digits)
        return int(digits) - 1

    def _text(self, text: str) -> None:
        if self._in_value:
            self._value += text

    def _end(self, name: str) -> None:
        self._in_value = False
        if name.rpartition(" ")[2] != "c":
            return
        if self._type == "e":
            self.bad_cells[self._row, self._column] = BadCell(self._value or "#N/A")
        elif self._has_formula and not self._value and self._type != "str":
            self.bad_cells[self._row, self._column] = BadCell("=")


def _out_of_range(reference: str) -> Unreadable:
    return Unreadable(because("Y116", address=reference[:20]))


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1
