"""A sheet read tag by tag: what a quick search cannot be sure of, and what the parser could not bear.

Cells that would stop the parser, or make it lay out a rectangle far larger than what the sheet holds, are written
otherwise in a copy that only the parser sees: numbers that are no day or duration lose their format, values that are
no values are found as bad cells, blanks beyond all that is filled in are emptied.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import isfinite
from xml.parsers import expat

from huifang.core.catalogue import because
from huifang.core.text import clean
from huifang.edges.reading.unreadable import Unreadable
from huifang.tables.model import column_index, column_letter
from huifang.tables.odd_cells import NO_RESULT, PICTURE, BadCell

MAX_ROWS, MAX_COLUMNS, MAX_CELLS = 1_048_576, 16_384, 4_000_000
#: Up to DZ9999 the whole rectangle may be laid out.
QUICK_ROWS, QUICK_COLUMNS = 9_999, 130
#: Numbers from here on are no days: 31 December 9999 is the last one.
BEYOND_DAYS = 2_958_466
#: How a program is asked for something from within a formula.
_DDE = re.compile(r"\w\s*\|\s*(?:'[^']*'|\w+)\s*!")
#: How a formula shows a picture in its cell; Excel also keeps one as an error that has a rich value.
_PICTURE = re.compile(r"\b(?:DISPIMG|IMAGE)\s*\(", re.IGNORECASE)
_STYLE = re.compile(rb"""\ss\s*=\s*(?:"[^"]*"|'[^']*')""")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*>")
_AREA = re.compile(rb"""\sref\s*=\s*["'][A-Z]{1,3}[1-9][0-9]{0,6}(?::[A-Z]{1,3}[1-9][0-9]{0,6})?["']""")


@dataclass(frozen=True)
class SharedTexts:
    """The texts that cells share: how many there are, and which of them are blank."""

    count: int
    blank: frozenset[int]


def shared_texts(xml: bytes) -> SharedTexts:
    """Count the texts of the part that holds them.

    Raises:
        Unreadable: it is no well-formed XML.
    """
    blank: set[int] = set()
    count, text, within = 0, "", False
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal text, within
        tag = name.rpartition(" ")[2]
        if tag == "si":
            text = ""
        within = tag == "t"

    def characters(more: str) -> None:
        nonlocal text
        if within:
            text += more

    def end(name: str) -> None:
        nonlocal count, within
        within = False
        if name.rpartition(" ")[2] == "si":
            if not clean(text):
                blank.add(count)
            count += 1

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, characters
    _parse(parser, xml)
    return SharedTexts(count, frozenset(blank))


def _parse(parser: expat.XMLParserType, xml: bytes) -> None:
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise Unreadable(because("Y115", line=error.lineno)) from error


class CarefulScan:
    """One sheet's part. ``texts`` tells the shared texts when they are asked for; ``thorough`` asks for each of them.

    Raises:
        Unreadable: references out of range, more cells than may be laid out, or no well-formed XML.
    """

    def __init__(self, xml: bytes, texts: Callable[[], SharedTexts], thorough: bool) -> None:
        self.bad_cells: dict[tuple[int, int], BadCell] = {}
        #: Whether a formula asks another program for something.
        self.has_dde = False
        self._xml, self._texts, self._thorough = xml, texts, thorough
        self._edits: list[tuple[int, int, bytes]] = []
        self._blanks: list[tuple[int, int, int, int]] = []
        self._row, self._column = -1, -1
        self._rows, self._columns = 0, 0
        self._type, self._value, self._formula, self._has_formula, self._is_rich = "", "", "", False, False
        self._start_at, self._within = 0, ""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        self._parser = parser
        _parse(parser, xml)

    @property
    def for_parser(self) -> bytes | None:
        """The part as the parser may see it; None where that is as it came."""
        edits = [*self._edits]
        for row, column, start, end in self._blanks:
            if row >= self._rows or column >= self._columns:
                edits.append((start, end, self._emptied(row, column, start)))
        if self._thorough:
            merged = (tag for tag in _MERGED.finditer(self._xml) if not _AREA.search(tag[0]))
            edits += [(tag.start(), tag.end(), b"") for tag in merged if tag[0].endswith(b"/>")]
        return _spliced(self._xml, edits) if edits else None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        if tag == "c":
            self._start_at = self._parser.CurrentByteIndex
            self._locate(attributes.get("r"))
            self._type, self._value, self._formula = attributes.get("t", ""), "", ""
            self._has_formula, self._is_rich = False, "vm" in attributes
        elif tag == "row":
            self._row = _number(attributes["r"]) if "r" in attributes else self._row + 1
            self._column = -1
        elif tag == "f":
            self._has_formula = True
        self._within = tag

    def _locate(self, reference: str | None) -> None:
        if reference is None:
            self._column += 1
        else:
            letters = reference.rstrip("0123456789")
            if not (letters.isascii() and letters.isalpha() and len(letters) <= 3):
                raise _out_of_range(reference)
            self._row, self._column = _number(reference[len(letters) :], reference), column_index(letters)
        if self._row >= MAX_ROWS or self._column >= MAX_COLUMNS:
            raise _too_far(self._row + 1, self._column + 1)

    def _text(self, text: str) -> None:
        if self._within in ("v", "t"):
            self._value += text
        elif self._within == "f":
            self._formula += text

    def _end(self, name: str) -> None:
        self._within = ""
        if name.rpartition(" ")[2] != "c":
            return
        if self._formula and "|" in self._formula and _DDE.search(self._formula):
            self.has_dde = True
        if (self._formula and _PICTURE.search(self._formula)) or (self._type == "e" and self._is_rich):
            self._bad(PICTURE)
        elif self._type == "e":
            self._bad(self._value or "#N/A")
        elif not self._value.strip() and self._has_formula and self._type != "str":
            self._bad(NO_RESULT)
        elif self._type in ("str", "inlineStr") or self._value:
            self._end_filled()

    def _end_filled(self) -> None:
        """A cell that the parser counts."""
        if self._is_blank():
            self._blanks.append((self._row, self._column, self._start_at, self._end_at))
        else:
            self._hold()
            self._check_value()

    @property
    def _end_at(self) -> int:
        """Where the cell that ends here ends, as a byte."""
        at = self._parser.CurrentByteIndex
        return at if self._xml[at - 2 : at] == b"/>" else self._xml.index(b">", at) + 1

    def _is_blank(self) -> bool:
        """Whether nobody sees anything in the cell; of shared texts only those far away are looked up."""
        if self._type in ("str", "inlineStr"):
            return not clean(self._value)
        if self._type != "s":
            return not self._value.strip()
        is_far = self._row >= QUICK_ROWS or self._column >= QUICK_COLUMNS
        at = _index(self._value) if is_far or self._thorough else None
        return at is not None and at in self._texts().blank

    def _hold(self) -> None:
        """How far the sheet reaches with this cell, which holds something."""
        self._rows, self._columns = max(self._rows, self._row + 1), max(self._columns, self._column + 1)
        if self._rows * self._columns > MAX_CELLS:
            raise _too_far(self._rows, self._columns)

    def _bad(self, shown: str) -> None:
        self._hold()
        self.bad_cells[self._row, self._column] = BadCell(shown[:20])

    def _check_value(self) -> None:
        """What the parser would stumble over, or take for a day that it is not."""
        if self._type in ("", "n"):
            number = _float(self._value)
            if number is None:
                self._spoilt()
            elif not 0 <= number < BEYOND_DAYS:
                end = self._xml.index(b">", self._start_at) + 1
                self._edits.append((self._start_at, end, _STYLE.sub(b"", self._xml[self._start_at : end])))
        elif self._type == "b":
            if self._value not in ("0", "1", "true", "false"):
                self._spoilt()
        elif self._type == "s":
            at = _index(self._value)
            if at is None or (self._thorough and at >= self._texts().count):
                self._spoilt()
        elif self._type not in ("str", "inlineStr", "d"):
            self._spoilt()

    def _spoilt(self) -> None:
        self._bad(self._value.strip())
        self._edits.append((self._start_at, self._end_at, self._emptied(self._row, self._column, self._start_at)))

    def _emptied(self, row: int, column: int, start: int) -> bytes:
        name = re.match(rb"<[^\s/>]+", self._xml[start : start + 40])
        return b'%s r="%s%d"/>' % (name[0] if name else b"<c", column_letter(column).encode(), row + 1)


def _spliced(xml: bytes, edits: Iterable[tuple[int, int, bytes]]) -> bytes:
    pieces, at = [], 0
    for start, end, instead in sorted(edits):
        pieces += [xml[at:start], instead]
        at = end
    return b"".join([*pieces, xml[at:]])


def _float(text: str) -> float | None:
    """The finite number; None where there is none."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) else None


def _index(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


def _number(digits: str, reference: str = "") -> int:
    """A row number, counted from 0."""
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 7 and int(digits)):
        raise _out_of_range(reference or digits)
    return int(digits) - 1


def _too_far(rows: int, columns: int) -> Unreadable:
    return Unreadable(because("Y108", rows=rows, columns=columns))


def _out_of_range(reference: str) -> Unreadable:
    return Unreadable(because("Y116", address=reference[:20]))
