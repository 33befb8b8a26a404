"""What must be known about a workbook before a parser sees it.

The parser aborts the whole process on absurd cell references and counts, and reports error cells and formulas without a
saved result as empty. So each part that it reads is inflated once, within limits, and scanned for those.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from html import unescape
from posixpath import normpath

from huifang.core.catalogue import because
from huifang.core.zip_end import MAGIC, has_its_own_end
from huifang.edges.reading.active_content import active_parts
from huifang.edges.reading.careful_scan import CarefulScan, SharedTexts, shared_texts
from huifang.edges.reading.unreadable import Unreadable
from huifang.tables.odd_cells import BadCell

MAX_PARTS = 2_000
MAX_PART_BYTES = 64 * 1024 * 1024
MAX_TOTAL_BYTES = 128 * 1024 * 1024
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOOK, LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
TEXTS, STYLES = "xl/sharedstrings.xml", "xl/styles.xml"
#: The parts, in small letters, that the parser reads beside the sheets.
_READ = frozenset({BOOK, LINKS, TEXTS, STYLES, "[content_types].xml", "_rels/.rels"})

#: What the zip reader of the standard library raises on damaged packages.
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, LookupError, ValueError)
#: A row or cell reference beyond DZ9999, or not written as all programs write it. Nothing in it is tried in two ways.
_UNUSUAL_REFERENCE = re.compile(rb' r(?!="[A-D]?[A-Z]?+[1-9][0-9]{0,3}+")(?=[\s=])')
_FORMULA, _ERROR = re.compile(rb"f(?<=[<:]f)[\s/>]"), re.compile(rb't="e"')
#: A number below zero, or a word that stands for no number.
_UNUSUAL_NUMBER = re.compile(rb"v>[-NnIi]")
#: Signs that could hide a reference from that search.
_UNUSUAL_SIGNS = (b"'", b"\t", b"\n", b"\r")
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
_FROM_1904 = re.compile(r'<(?:\w+:)?workbookPr\b[^>]*\bdate1904="(?:1|true|on)"')
_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*?>")
_ATTRIBUTE = re.compile(r'([\w:]+)\s*=\s*"([^"]*)"')
_COUNT = re.compile(rb"""uniqueCount(?<=\suniqueCount)\s*=\s*(?:"\s*([^"]*?)\s*"|'\s*([^']*?)\s*')""")


@dataclass(frozen=True)
class Scan:
    """Cells of a sheet that hold no usable value, by (row, column) from 0; the numbers (from 1) of rows out of sight.

    ``from_1904`` says that days are counted from 1904 in this workbook.
    """

    bad_cells: Mapping[tuple[int, int], BadCell]
    hidden: frozenset[int] = frozenset()
    from_1904: bool = False


@dataclass(frozen=True)
class Guarded:
    """A workbook that may be given to the parser: its ``content`` as that may see it, the scans by sheet name, and the
    ``active`` parts that it holds (macros, links, embedded things), in the words that people know.
    """

    content: bytes
    scans: Mapping[str, Scan]
    active: tuple[str, ...] = ()


def guard(content: bytes, thorough: bool = False) -> Guarded:
    """Check the package and scan every sheet; ``thorough`` looks at each cell, whatever the quick search says.

    Raises:
        Unreadable: it is no workbook that may be given to the parser.
    """
    if content.startswith(OLE_MAGIC):
        raise Unreadable(because("Y102"))
    if not content.startswith(MAGIC):
        raise Unreadable(because("Y101"))
    if not has_its_own_end(io.BytesIO(content)):
        raise Unreadable(because("Y103"))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return _guarded(package, content, thorough)
    except _BROKEN as error:
        raise Unreadable(because("Y103")) from error


def _guarded(package: zipfile.ZipFile, content: bytes, thorough: bool) -> Guarded:
    names = _safe_names(package)
    budget = [MAX_TOTAL_BYTES]
    book = _inflate(package, BOOK, budget).decode("utf-8", "replace")
    instead: dict[str, bytes] = {}
    parts = {name.lower(): (name, _inflate(package, name, budget)) for name in names if name.lower() in (TEXTS, STYLES)}
    name, texts = parts.get(TEXTS, (TEXTS, b""))
    if _counts_too_many(texts):
        texts = instead[name] = _COUNT.sub(b"", texts)
    count = cache(lambda: shared_texts(texts) if texts else SharedTexts(0, frozenset()))
    from_1904 = _FROM_1904.search(book) is not None
    scans: dict[str, Scan] = {}
    has_dde = False
    sheets = _sheet_parts(book, package, names, budget)
    if len(_SHEET.findall(book)) > len(sheets):
        instead[BOOK] = _without_other_sheets(book, sheets).encode()
    for sheet, part in sheets.items():
        xml = _inflate(package, part, budget)
        cells = xml[max(xml.find(b"sheetData"), 0) : xml.rfind(b"sheetData>") + 1 or None]
        hidden = _hidden_rows(cells)
        if not thorough and _is_ordinary(cells):
            scans[sheet] = Scan({}, hidden, from_1904)
            continue
        careful = CarefulScan(xml, count, thorough)
        has_dde = has_dde or careful.has_dde
        scans[sheet] = Scan(careful.bad_cells, hidden, from_1904)
        if careful.for_parser is not None:
            instead[part] = careful.for_parser
    read = [name for name in names if name.lower() in _READ or name in sheets.values()]
    safe = _rebuilt(package, read, instead) if instead else content
    return Guarded(safe, scans, active_parts(package, has_dde))


def _counts_too_many(texts: bytes) -> bool:
    """Whether a count of texts is none, or larger than the texts could be: the parser makes room for so many."""
    counts = [(found[1] or found[2] or b"").decode("ascii", "replace") for found in _COUNT.finditer(texts)]
    return any(not (count.isdigit() and len(count) <= 9 and int(count) * 4 <= len(texts)) for count in counts)


def _rebuilt(package: zipfile.ZipFile, names: Iterable[str], instead: Mapping[str, bytes]) -> bytes:
    """These parts of the package, with others in the place of some."""
    out, budget = io.BytesIO(), [MAX_TOTAL_BYTES]
    with zipfile.ZipFile(out, "w") as target:
        for name in names:
            target.writestr(name, instead[name] if name in instead else _inflate(package, name, budget))
    return out.getvalue()


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
    if BOOK not in names:
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
    """The parts of the sheets that hold rows, by the sheet's name: none of charts, macros or dialogs."""
    targets: dict[str, str] = {}
    if LINKS in names:
        links = _inflate(package, LINKS, budget).decode("utf-8", "replace")
        for tag in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", links):
            link = _attributes(tag)
            target = link.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")
            if link.get("Type", "").endswith("/worksheet"):
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


def _without_other_sheets(book: str, sheets: Mapping[str, str]) -> str:
    """The list of sheets without those that hold no rows: the parser does not know all their kinds."""
    return _SHEET.sub(lambda tag: tag[0] if unescape(_attributes(tag[0]).get("name", "")) in sheets else "", book)


def _hidden_rows(cells: bytes) -> frozenset[int]:
    """The rows that are hidden, by hand or by a filter."""
    if b"hidden=" not in cells:
        return frozenset()
    rows = (_attributes(tag.decode("utf-8", "replace")) for tag in _ROW.findall(cells))
    hidden = (row.get("r", "") for row in rows if row.get("hidden") in ("1", "true"))
    return frozenset(int(number) for number in hidden if number.isdecimal() and len(number) <= 7)


def _is_ordinary(cells: bytes) -> bool:
    """Whether all references are short and plainly written, and no cell holds an error or a formula.

    So are nearly all sheets; a few searches tell it.
    """
    if any(sign in cells for sign in _UNUSUAL_SIGNS) or (b"f" in cells and _FORMULA.search(cells)):
        return False
    if any(unusual.search(cells) for unusual in (_ERROR, _UNUSUAL_NUMBER, _UNUSUAL_REFERENCE)):
        return False
    return b"<c" in cells or b"c" not in cells.replace(b"sheetData", b"")
