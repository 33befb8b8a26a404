"""One pass over a sheet: where its rows stand as bytes, which cells matter, what could be harmed. Nothing is held but
the rows that are asked for, and what stands before and after all rows.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.parsers import expat

from huifang.edges.patching.areas import Area, column_number, parse_area
from huifang.edges.patching.markup import NotXml, plain_parser, prefix_of

#: So much of a part is held at most: what stands before or after the rows, or one row.
MAX_HELD_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class RowBytes:
    """One row as it stands in the part: from ``start`` (inclusive) to ``end`` (exclusive)."""

    number: int
    start: int
    end: int
    raw: bytes


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the pass looks for: rows by number, the last one with a value in ``body``, and ``after`` rows behind it.

    A formula counts as a value where its result is not empty, unless ``formulas_count`` is off: in a table it is how
    a column is made. Rows ``typed_below`` the body belong to it: not every program lets a table grow when one types on.
    """

    rows: frozenset[int] = frozenset()
    body: Area | None = None
    after: int = 0
    formulas_count: bool = True
    typed_below: bool = False


@dataclass(kw_only=True)
class Survey:
    """What one pass found.

    ``head`` ends where the rows begin, ``tail`` begins at ``tail_at`` where they end; an empty ``sheetData`` may be
    ``self_closed`` and is then in the head. ``rows`` are the wanted ones, ``starts`` where a missing one would begin.
    ``last`` and ``before_last`` are the last rows with a value in the body, ``after`` what follows, whatever it holds;
    ``below`` is the first row under the body with anything in its columns. ``shared`` are the formulas that other
    cells refer to, with the cell that holds them.
    """

    prefix: str = ""
    head: bytes = b""
    tail: bytes = b""
    tail_at: int = 0
    self_closed: bool = False
    rows: dict[int, RowBytes] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)
    last: RowBytes | None = None
    before_last: RowBytes | None = None
    after: list[RowBytes] = field(default_factory=list)
    below: int | None = None
    arrays: list[Area] = field(default_factory=list)
    shared: dict[str, tuple[int, int, str]] = field(default_factory=dict)
    formulas: int = 0


def survey_sheet(chunks: Iterable[bytes], wanted: Wanted) -> Survey:
    """Pass over a sheet's part.

    Raises:
        NotXml: it is not well-formed, its rows are out of order, or it is no sheet.
    """
    passing = _Pass(wanted)
    try:
        for chunk in chunks:
            passing.feed(chunk)
        return passing.finish()
    except expat.ExpatError as error:
        raise NotXml(str(error)) from error


class _Pass:
    """The state of the pass: a window of bytes that begins with the row being read, and what is known of that row."""

    def __init__(self, wanted: Wanted) -> None:
        self.found = Survey()
        self._wanted = wanted
        self._body = wanted.body or Area(1, 1, 0, 0)
        self._bottom = self._body.bottom
        self._missing = deque(sorted(wanted.rows))
        self._window, self._base = b"", 0
        self._in_rows = False
        self._row, self._row_start, self._row_bare = 0, 0, True
        self._column = 0
        self._has_content, self._filled = False, 0
        self._formula: dict[str, str] | None = None
        self._reading = ""
        self._text = ""
        self._value = ""
        self._is_text = False
        self._parser = plain_parser()
        self._parser.StartElementHandler = self._first
        self._parser.EndElementHandler = self._end
        self._done = False

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes."""
        self._window += chunk
        self._parser.Parse(chunk, False)
        if self._in_rows:
            self._let_go(self._row_start)
        if len(self._window) > MAX_HELD_BYTES:
            raise NotXml("too large")

    def _let_go(self, before: int) -> None:
        if before > self._base:
            self._window = self._window[before - self._base :]
            self._base = before

    def finish(self) -> Survey:
        """After the last bytes."""
        self._parser.Parse(b"", True)
        if not self._done:
            raise NotXml("no sheetData")
        self.found.tail = self._window[self.found.tail_at - self._base :]
        for number in self._missing:
            self.found.starts[number] = self.found.tail_at
        return self.found

    def _first(self, name: str, attributes: dict[str, str]) -> None:
        """The root, and what stands before the rows."""
        if not self.found.prefix and ":" in name and name.rpartition(":")[2] == "worksheet":
            self.found.prefix = prefix_of(name)
        if name == f"{self.found.prefix}sheetData":
            at = self._parser.CurrentByteIndex
            tag_end = self._window.index(b">", at - self._base) + 1
            self.found.self_closed = self._window[tag_end - 2 : tag_end] == b"/>"
            self.found.head = self._window[:tag_end]
            self._in_rows, self._row_start = True, self._base + tag_end
            prefix = self.found.prefix
            self._names = {f"{prefix}{tag}": tag for tag in ("row", "c", "f", "v", "t", "sheetData", "rPh")}
            self._parser.StartElementHandler = self._start

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = self._names.get(name)
        if tag == "c":
            self._row_bare = False
            reference = attributes.get("r")
            if reference:
                letters = reference.rstrip("0123456789")
                self._column = column_number(letters)
            else:
                self._column += 1
            self._formula, self._value = None, ""
            self._is_text = attributes.get("t") == "str"
        elif tag in ("v", "t", "f"):
            self._reading, self._text = tag, ""
            self._parser.CharacterDataHandler = self._characters
            if tag == "f":
                self._formula = attributes
        elif tag == "row":
            self._begin_row(attributes)

    def _characters(self, text: str) -> None:
        self._text += text

    def _begin_row(self, attributes: dict[str, str]) -> None:
        at = self._parser.CurrentByteIndex
        number = int(attributes["r"]) if attributes.get("r", "").isdigit() else self._row + 1
        if number <= self._row:
            raise NotXml("rows out of order")
        while self._missing and self._missing[0] < number:
            self.found.starts[self._missing.popleft()] = at
        self._row, self._row_start, self._row_bare = number, at, True
        self._column, self._has_content, self._filled = 0, False, 0

    def _end(self, name: str) -> None:
        if not self._in_rows:
            return
        tag = self._names.get(name)
        if tag == self._reading and tag:
            self._parser.CharacterDataHandler = None
            if tag == "f":
                self._note_formula()
            else:
                self._value += self._text
            self._reading = ""
        elif tag == "c":
            self._end_cell()
        elif tag == "row":
            self._end_row()
        elif tag == "sheetData":
            self._in_rows, self._done = False, True
            at = self._parser.CurrentByteIndex
            self.found.tail_at = at
            self._let_go(self._base if self.found.self_closed else at)
            self._parser.StartElementHandler = self._parser.EndElementHandler = None

    def _note_formula(self) -> None:
        attributes = self._formula or {}
        self.found.formulas += 1
        kind, area = attributes.get("t"), attributes.get("ref")
        if kind in ("array", "dataTable") and area:
            self.found.arrays.append(parse_area(area))
        elif kind == "shared" and self._text:
            self.found.shared[attributes.get("si", "")] = (self._row, self._column, self._text)

    def _end_cell(self) -> None:
        if not self._value and self._formula is None:
            return
        body = self._body
        if not body.left <= self._column <= body.right:
            return
        self._filled += 1
        is_shown = self._formula is None or bool(self._value) or not self._is_text
        if self._row > self._bottom:
            self.found.below = self.found.below or self._row
        elif self._row >= body.top and is_shown and (self._formula is None or self._wanted.formulas_count):
            self._has_content = True

    def _take_in(self) -> None:
        """A row directly below the body that looks like one of its rows is one; a single cell may be a remark."""
        if self._wanted.typed_below and self._row == self._bottom + 1 and self._filled > 1:
            self._bottom, self._has_content, self.found.below = self._row, True, None

    def _end_row(self) -> None:
        at = self._parser.CurrentByteIndex
        window = self._window
        closing = at - self._base
        is_self_closed = self._row_bare and window[closing - 2 : closing] == b"/>"
        end = at if is_self_closed else self._base + window.index(b">", closing) + 1
        row = RowBytes(self._row, self._row_start, end, window[self._row_start - self._base : end - self._base])
        found = self.found
        self._take_in()
        if self._has_content:
            found.before_last, found.last, found.after = found.last, row, []
        elif len(found.after) < self._wanted.after and self._row >= self._body.top:
            found.after.append(row)
        if self._missing and self._missing[0] == self._row:
            found.rows[self._missing.popleft()] = row
        self._row_start = end
