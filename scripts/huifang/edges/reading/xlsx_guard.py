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
from dataclasses import dataclass, field, replace
from functools import cache
from html import unescape
from posixpath import normpath

from huifang.core.catalogue import because
from huifang.core.zip_end import MAGIC, has_its_own_end
from huifang.edges.reading.active_content import active_parts
from huifang.edges.reading.careful_scan import CarefulScan, SharedTexts, shared_texts
from huifang.edges.reading.odd_package import straightened
from huifang.edges.reading.plain_formulas import without_result
from huifang.edges.reading.seen_otherwise import formats_with_noughts, merged_down, shown_with_noughts
from huifang.edges.reading.unreadable import Unreadable
from huifang.tables.odd_cells import NO_RESULT, AsShown, BadCell

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
#: Where a sheet is so long that it may well have more rows than that: the same beyond Z99999.
_LONG_SHEET_BYTES = 1_000_000
_UNUSUAL_IN_LONG = re.compile(rb' r(?!="[A-Z]?+[1-9][0-9]{0,4}+")(?=[\s=])')
_ERROR = re.compile(rb't="e"')
#: A number below zero, or a word that stands for no number.
_UNUSUAL_NUMBER = re.compile(rb"v>[-NnIi]")
#: Signs that could hide a reference from that search.
_UNUSUAL_SIGNS = (b"'", b"\t", b"\n", b"\r")
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
_FROM_1904 = re.compile(r'<(?:\w+:)?workbookPr\b[^>]*\bdate1904="(?:1|true|on)"')
_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*?>")
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
#: A relation that goes by way of its own folder, or the one above.
_ROUNDABOUT = re.compile(r"""(\bTarget\s*=\s*["'])(\.{1,2}/[^"']*)""")
_COUNT = re.compile(rb"""uniqueCount(?<=\suniqueCount)\s*=\s*(?:"\s*([^"]*?)\s*"|'\s*([^']*?)\s*')""")


@dataclass(frozen=True)
class Scan:
    """Cells of a sheet that hold no usable value, by (row, column) from 0; the numbers (from 1) of rows out of sight.

    ``from_1904`` says that days are counted from 1904 in this workbook. ``as_shown`` are numbers that their format
    shows with noughts before them; ``merged`` the areas of several rows (first row, column, last row).
    """

    bad_cells: Mapping[tuple[int, int], BadCell]
    hidden: frozenset[int] = frozenset()
    from_1904: bool = False
    as_shown: Mapping[tuple[int, int], AsShown] = field(default_factory=dict)
    merged: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True)
class Guarded:
    """A workbook that may be given to the parser: its ``content`` as that may see it, the scans by sheet name, and the
    ``active`` parts that it holds (macros, links, embedded things), in the words that people know. ``unseen`` are the
    sheets that are hidden.
    """

    content: bytes
    scans: Mapping[str, Scan]
    active: tuple[str, ...] = ()
    unseen: frozenset[str] = frozenset()


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
            try:
                return _guarded(package, content, thorough)
            except _OddNames as odd:
                straight = _straightened(package)
                if straight is None:
                    raise Unreadable(odd.reason) from None
        with zipfile.ZipFile(io.BytesIO(straight)) as package:
            return _guarded(package, straight, thorough)
    except _BROKEN as error:
        raise Unreadable(because("Y103")) from error


def with_usual_names(content: bytes) -> bytes:
    """The workbook with its parts named as all programs name them; as it is where they are, or cannot be."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            try:
                names, budget = _safe_names(package), [MAX_TOTAL_BYTES]
                book, links = (_text(package, name, budget) for name in (BOOK, LINKS))
                _sheet_parts(book, links, names)
            except _OddNames:
                return _straightened(package) or content
    except (Unreadable, *_BROKEN):
        pass
    return content


def _straightened(package: zipfile.ZipFile) -> bytes | None:
    budget = [MAX_TOTAL_BYTES]
    return straightened(package, lambda package, name: _inflate(package, name, budget))


class _OddNames(Unreadable):
    """The parts are not where they are looked for: they may have other names."""


def _guarded(package: zipfile.ZipFile, content: bytes, thorough: bool) -> Guarded:
    names = _safe_names(package)
    budget = [MAX_TOTAL_BYTES]
    book, links = (_text(package, name, budget) for name in (BOOK, LINKS))
    instead: dict[str, bytes] = {}
    parts = {name.lower(): (name, _inflate(package, name, budget)) for name in names if name.lower() in (TEXTS, STYLES)}
    name, texts = parts.get(TEXTS, (TEXTS, b""))
    if _counts_too_many(texts):
        texts = instead[name] = _COUNT.sub(b"", texts)
    count = cache(lambda: shared_texts(texts) if texts else SharedTexts(0, frozenset()))
    from_1904 = _FROM_1904.search(book) is not None
    noughts = formats_with_noughts(parts[STYLES][1]) if STYLES in parts else {}
    scans: dict[str, Scan] = {}
    has_dde = False
    sheets = _sheet_parts(book, links, names)
    if "./" in links:
        instead[LINKS] = _ROUNDABOUT.sub(
            lambda link: f"{link[1]}{_part_of(link[2]).removeprefix('xl/')}", links
        ).encode()
    listed = len(_SHEET.findall(book))
    if listed > MAX_PARTS:  # each would be read, though many may be the same part
        raise Unreadable(because("Y110"))
    if listed > len(sheets):
        instead[BOOK] = _without_other_sheets(book, sheets).encode()
    for sheet, part in sheets.items():
        xml = _inflate(package, part, budget)
        cells = xml[max(xml.find(b"sheetData"), 0) : xml.rfind(b"sheetData>") + 1 or None]
        common = Scan(
            {},
            _hidden_rows(cells),
            from_1904,
            dict(shown_with_noughts(cells, noughts)) if noughts else {},
            merged_down(xml[xml.rfind(b"sheetData>") + 1 :]),
        )
        unsaved = None if thorough or not _is_ordinary(cells) else without_result(cells)
        if unsaved is not None:
            scans[sheet] = replace(common, bad_cells=dict.fromkeys(unsaved, BadCell(NO_RESULT)))
            continue
        careful = CarefulScan(xml, count, thorough)
        has_dde = has_dde or careful.has_dde
        scans[sheet] = replace(common, bad_cells=careful.bad_cells)
        if careful.for_parser is not None:
            instead[part] = careful.for_parser
    read = [name for name in names if name.lower() in _READ or name in sheets.values()]
    safe = _rebuilt(package, read, instead) if instead else content
    return Guarded(safe, scans, active_parts(package, has_dde), _unseen(book))


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
    if any(":" in name or ".." in name and ".." in re.split(r"[/\\]", name) for name in names):
        raise Unreadable(because("Y112"))
    if any(info.flag_bits & 1 for info in infos):
        raise Unreadable(because("Y104"))
    if any(info.file_size > MAX_PART_BYTES for info in infos):
        raise Unreadable(because("Y106"))
    if BOOK not in names:
        raise _OddNames(because("Y105"))
    if any(name.startswith("/") for name in names):  # where all do, the workbook was not found
        raise Unreadable(because("Y112"))
    if any("\\" in name for name in names):
        raise _OddNames(because("Y112"))
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


def _text(package: zipfile.ZipFile, name: str, budget: list[int]) -> str:
    """A part as text; empty where there is none."""
    return _inflate(package, name, budget).decode("utf-8", "replace") if name in package.NameToInfo else ""


def _attributes(tag: str) -> dict[str, str]:
    return {name.rpartition(":")[2]: one or other for name, one, other in _ATTRIBUTE.findall(tag)}


def _part_of(target: str) -> str:
    """The part that a relation of the workbook leads to."""
    return target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")


def _sheet_parts(book: str, links: str, names: frozenset[str]) -> dict[str, str]:
    """The parts of the sheets that hold rows, by the sheet's name: none of charts, macros or dialogs."""
    targets: dict[str, str] = {}
    for tag in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", links):
        link = _attributes(tag)
        if link.get("Type", "").endswith("/worksheet"):
            targets[link.get("Id", "")] = _part_of(link.get("Target", ""))
    parts: dict[str, str] = {}
    for tag in _SHEET.findall(book):
        attributes = _attributes(tag)
        part = targets.get(attributes.get("id", ""))
        if part in names:
            parts[unescape(attributes.get("name", ""))] = str(part)
    if not parts:
        raise _OddNames(because("Y107"))
    return parts


def _without_other_sheets(book: str, sheets: Mapping[str, str]) -> str:
    """The list of sheets without those that hold no rows: the parser does not know all their kinds."""
    return _SHEET.sub(lambda tag: tag[0] if unescape(_attributes(tag[0]).get("name", "")) in sheets else "", book)


def _unseen(book: str) -> frozenset[str]:
    """The sheets that are hidden."""
    tags = map(_attributes, _SHEET.findall(book)) if "hidden" in book.lower() else ()
    return frozenset(unescape(tag.get("name", "")) for tag in tags if tag.get("state", "visible") != "visible")


def _hidden_rows(cells: bytes) -> frozenset[int]:
    """The rows that are hidden, by hand or by a filter."""
    if b"hidden=" not in cells:
        return frozenset()
    rows = (_attributes(tag.decode("utf-8", "replace")) for tag in _ROW.findall(cells))
    hidden = (row.get("r", "") for row in rows if row.get("hidden") in ("1", "true"))
    return frozenset(int(number) for number in hidden if number.isdecimal() and len(number) <= 7)


def _is_ordinary(cells: bytes) -> bool:
    """Whether all references are short and plainly written, and no cell holds an error.

    So are nearly all sheets; a few searches tell it.
    """
    if any(sign in cells for sign in _UNUSUAL_SIGNS):
        return False
    if _ERROR.search(cells) or _UNUSUAL_NUMBER.search(cells):
        return False
    if _UNUSUAL_REFERENCE.search(cells) and (len(cells) < _LONG_SHEET_BYTES or _UNUSUAL_IN_LONG.search(cells)):
        return False
    return b"<c" in cells or b"c" not in cells.replace(b"sheetData", b"")
