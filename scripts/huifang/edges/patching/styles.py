"""Cell formats: new ones are added at the end, those that exist keep their numbers."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from huifang.core.catalogue import because
from huifang.edges.patching.book import PatchedBook
from huifang.edges.patching.changes import CannotPatch, Value
from huifang.edges.patching.markup import Document, Element, quoted, with_attribute

#: The children of a stylesheet, in the schema's order.
ORDER = (
    "numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors",
    "extLst",
)  # fmt: skip
DATE, TIME, MOMENT, SPAN = "yyyy-mm-dd", "hh:mm", "yyyy-mm-dd hh:mm", "[h]:mm"
#: Built-in formats that show a date, a time of day, both; 27 to 58 are dates in Chinese and Japanese programs.
_DAYS = frozenset({14, 15, 16, 17, 22, *range(27, 32), 36, *range(50, 55), 57, 58})
_HOURS = frozenset({18, 19, 20, 21, 22, 32, 33, 34, 35, 45, 46, 47, 55, 56})
_OWN_FORMATS = 164
_NOT_CODE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')


class Styles:
    """The stylesheet of a workbook."""

    def __init__(self, book: PatchedBook) -> None:
        self._book = book
        part = book.related("styles")
        if part is None:
            raise CannotPatch(because("Y715"))
        self._part = part
        self._document = book.package.document(part)
        root = self._document.root
        formats = root.child("cellXfs")
        if formats is None or not formats.children:
            raise CannotPatch(because("Y716"))
        self._formats = formats
        self._xfs = [self._document.raw(element) for element in formats.all("xf")]
        self._old_xfs = len(self._xfs)
        codes = root.child("numFmts")
        self._codes = {
            e.number("numFmtId"): e.attributes.get("formatCode", "") for e in (codes.all("numFmt") if codes else ())
        }
        self._new_codes: dict[str, int] = {}
        self._shown: dict[int, tuple[bool, bool]] = {}
        self._fitted: dict[tuple[int, str], int] = {}
        self._colours: list[bytes] = []
        self._pieces: dict[str, list[str]] = {"fonts": [], "fills": [], "borders": []}

    def fitting(self, style: int, value: Value) -> int:
        """The format in which the value can be read: this one, or one like it with a number format for the value."""
        wanted = self._wanted_code(style, value)
        if wanted is None:
            return style
        if (style, wanted) not in self._fitted:
            self._fitted[style, wanted] = self._with_code(style, wanted)
        return self._fitted[style, wanted]

    def _with_code(self, style: int, code: str) -> int:
        """A format like this one, but with that number format."""
        xf = self._xfs[style] if 0 <= style < len(self._xfs) else self._xfs[0]
        tag, rest = _split_start(xf)
        tag = with_attribute(tag, "numFmtId", str(self._code_id(code)))
        return self._add_xf(with_attribute(tag, "applyNumberFormat", "1") + rest)

    def _wanted_code(self, style: int, value: Value) -> str | None:
        has_day, has_hour = self._shows(style)
        if isinstance(value, datetime):
            return None if has_day and has_hour else MOMENT
        if isinstance(value, date):
            return None if has_day else DATE
        if isinstance(value, time):
            return None if has_hour else TIME
        if isinstance(value, timedelta):
            return None if has_hour and not has_day else SPAN
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        return "General" if is_number and (has_day or has_hour) else None

    def _shows(self, style: int) -> tuple[bool, bool]:
        """Whether numbers in this format are shown as a day, and as an hour."""
        if style not in self._shown:
            xf = self._xfs[style] if 0 <= style < len(self._xfs) else self._xfs[0]
            found = re.search(rb"""\snumFmtId\s*=\s*["'](\d+)""", xf)
            self._shown[style] = self._reads(int(found[1]) if found else 0)
        return self._shown[style]

    def _reads(self, number: int) -> tuple[bool, bool]:
        """The same for a number format."""
        if number not in self._codes:
            return number in _DAYS, number in _HOURS
        code = self._codes[number].split(";")[0]
        is_span = re.search(r"\[(h+|m+|s+)\]", code, re.IGNORECASE) is not None
        plain = _NOT_CODE.sub("", code).lower()
        return bool(re.search("[yd]", plain)), is_span or "h" in plain

    def _code_id(self, code: str) -> int:
        if code == "General":
            return 0
        for number, known in self._codes.items():
            if known == code:
                return number
        number = max([_OWN_FORMATS - 1, *self._codes]) + 1
        self._codes[number] = code
        self._new_codes[code] = number
        return number

    def _add_xf(self, xf: bytes) -> int:
        if xf in self._xfs:
            return self._xfs.index(xf)
        self._xfs.append(xf)
        return len(self._xfs) - 1

    def adopt(self, source: Document, number: int) -> int:
        """A format of another workbook's stylesheet."""
        formats = source.root.child("cellXfs")
        assert formats is not None
        xf = formats.all("xf")[number]
        given = {name: int(value) for name, value in xf.attributes.items() if value.isdigit()}
        codes = source.root.child("numFmts")
        known = {int(e.attributes["numFmtId"]): e.attributes["formatCode"] for e in (codes.children if codes else ())}
        code = given.get("numFmtId", 0)
        tag, rest = _split_start(source.raw(xf))
        changed = {"numFmtId": self._code_id(known[code]) if code in known else code}
        for attribute, kind in (("fontId", "fonts"), ("fillId", "fills"), ("borderId", "borders")):
            pieces = source.root.child(kind)
            assert pieces is not None
            changed[attribute] = self._piece(kind, source.raw(pieces.children[given[attribute]]).decode())
        for attribute, value in changed.items():
            tag = with_attribute(tag, attribute, str(value))
        return self._add_xf(self._document.xml((tag + rest).decode()))

    def _piece(self, tag: str, xml: str) -> int:
        """The number of a font, fill or border; one that reads the same is used again."""
        parent = self._document.root.child(tag)
        if parent is None:
            raise CannotPatch(because("Y716"))
        known = [self._document.raw(element).decode() for element in parent.children]
        new = self._pieces[tag]
        wanted = self._document.xml(xml).decode()
        everything = [*known, *new]
        if wanted in everything:
            return everything.index(wanted)
        new.append(wanted)
        return len(everything)

    def colour(self, rgb: str) -> int:
        """The number of a differential format that fills with a colour (``#RRGGBB``)."""
        argb = f"FF{rgb.lstrip('#').upper()}"
        colours = f'<fgColor rgb="{argb}"/><bgColor rgb="{argb}"/>'
        xml = self._document.xml(f'<dxf><fill><patternFill patternType="solid">{colours}</patternFill></fill></dxf>')
        parent = self._document.root.child("dxfs")
        known = [self._document.raw(element) for element in parent.all("dxf")] if parent else []
        everything = [*known, *self._colours]
        if xml in everything:
            return everything.index(xml)
        self._colours.append(xml)
        return len(everything)

    def save(self) -> None:
        """Put the stylesheet back, if something was added."""
        document = self._document
        root = document.root
        if self._new_codes:
            codes = [
                document.xml(f'<numFmt numFmtId="{number}" formatCode="{quoted(code)}"/>')
                for code, number in self._new_codes.items()
            ]
            self._grow(root, "numFmts", codes)
        for tag, pieces in self._pieces.items():
            if pieces:
                self._grow(root, tag, [piece.encode() for piece in pieces])
        if len(self._xfs) > self._old_xfs:
            document.append(self._formats, *self._xfs[self._old_xfs :])
        if self._colours:
            self._grow(root, "dxfs", self._colours)
        if document.edits():
            self._book.package.put(self._part, document.result())

    def _grow(self, root: Element, tag: str, children: list[bytes]) -> None:
        parent = root.child(tag)
        if parent is not None:
            self._document.append(parent, *children)
            return
        prefix = (self._document.prefix or "").encode()
        name = prefix + tag.encode()
        count = str(len(children)).encode()
        xml = b"<" + name + b' count="' + count + b'">' + b"".join(children) + b"</" + name + b">"
        self._document.place(root, tag, xml, ORDER)


def _split_start(xml: bytes) -> tuple[bytes, bytes]:
    """The start tag and the rest of an element."""
    end = xml.index(b">") + 1
    return xml[:end], xml[end:]
