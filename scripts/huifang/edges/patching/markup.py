"""XML of which only the changed stretches are written anew: elements known by their byte offsets, and edits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape

_START_TAG = re.compile(rb"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")
_PLAIN_TAG = re.compile(r"<(/?)(\w+)(?=[\s/>])")


class NotXml(ValueError):
    """The part is not well-formed, or holds what no spreadsheet program writes (a document type, another encoding)."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Put ``xml`` in place of the bytes from ``start`` (inclusive) to ``end`` (exclusive)."""

    start: int
    end: int
    xml: bytes


@dataclass(slots=True, kw_only=True)
class Element:
    """An element and where it stands: its start tag ends at ``inside``, its end tag begins at ``closing``.

    ``tag`` is without the prefix that the root element has; other prefixes stay as written.
    """

    tag: str
    attributes: dict[str, str]
    start: int
    inside: int
    closing: int = 0
    end: int = 0
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def number(self, name: str, default: int = 0) -> int:
        """An attribute that counts something; the default where it is missing or no count."""
        text = self.attributes.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default

    def flag(self, name: str) -> bool:
        """Whether an attribute says yes; a missing one says no."""
        return self.attributes.get(name) in ("1", "true", "on")

    def child(self, tag: str) -> Element | None:
        """The first child of that name."""
        return next((element for element in self.children if element.tag == tag), None)

    def all(self, tag: str) -> list[Element]:
        """The children of that name."""
        return [element for element in self.children if element.tag == tag]

    def walk(self) -> Iterator[Element]:
        """The element and everything below it, in the order of the text."""
        yield self
        for element in self.children:
            yield from element.walk()

    @property
    def full_text(self) -> str:
        """All text below the element."""
        return self.text + "".join(element.full_text for element in self.children)


def quoted(value: str) -> str:
    """The text for an attribute in double quotes."""
    return escape(value, {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def spliced(content: bytes, edits: Iterable[Edit]) -> bytes:
    """The content with the edits made; they must not overlap."""
    return b"".join(splicing((content,), sorted_edits(edits)))


def sorted_edits(edits: Iterable[Edit]) -> list[Edit]:
    """Edits by place; insertions before a replacement that begins there, otherwise in the order they were given."""
    return sorted(edits, key=lambda edit: (edit.start, edit.end))


def splicing(chunks: Iterable[bytes], edits: Sequence[Edit]) -> Iterator[bytes]:
    """A stream of bytes with the sorted edits made, never holding more than one chunk."""
    coming = iter(edits)
    edit = next(coming, None)
    base = 0
    skip_to = 0
    for chunk in chunks:
        at = min(max(skip_to - base, 0), len(chunk))
        while edit is not None and edit.start <= base + len(chunk) and edit.start >= base + at:
            if edit.start == base + len(chunk) and edit.end > edit.start:
                break  # it begins with the next chunk
            yield chunk[at : edit.start - base]
            yield edit.xml
            skip_to = edit.end
            at = min(edit.end - base, len(chunk))
            edit = next(coming, None)
        yield chunk[at:]
        base += len(chunk)
    while edit is not None:
        yield edit.xml
        edit = next(coming, None)


class Document:
    """A part (or a fragment of one, with the prefix of its part) that is small enough to be held, and its edits."""

    def __init__(self, content: bytes, prefix: str | None = None) -> None:
        """Parse the content.

        Raises:
            NotXml: it cannot be parsed.
        """
        self.content = content
        self.prefix = prefix
        self._open: list[Element] = []
        self._root: Element | None = None
        self._attributes: dict[int, tuple[Element, dict[str, str | None]]] = {}
        self._appended: dict[int, tuple[Element, list[bytes]]] = {}
        self._edits: list[Edit] = []
        self._parse()

    @property
    def root(self) -> Element:
        """The outermost element."""
        assert self._root is not None
        return self._root

    def _parse(self) -> None:
        self._parser = plain_parser()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        try:
            self._parser.Parse(self.content, True)
        except expat.ExpatError as error:
            raise NotXml(str(error)) from error
        del self._parser
        if self._root is None:
            raise NotXml("empty")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        at = self._parser.CurrentByteIndex
        if self.prefix is None:
            self.prefix = prefix_of(name)
        tag = _START_TAG.match(self.content, at)
        if tag is None:
            raise NotXml(name)
        element = Element(tag=name.removeprefix(self.prefix), attributes=attributes, start=at, inside=tag.end())
        if self._open:
            self._open[-1].children.append(element)
        else:
            self._root = element
        self._open.append(element)

    def _end(self, name: str) -> None:
        element = self._open.pop()
        if self.content[element.inside - 2 : element.inside] == b"/>":
            element.closing = element.end = element.inside
        else:
            element.closing = self._parser.CurrentByteIndex
            element.end = self.content.index(b">", element.closing) + 1

    def _text(self, text: str) -> None:
        if self._open:
            self._open[-1].text += text

    def xml(self, text: str) -> bytes:
        """XML written without a prefix, as it must be in this document."""
        if self.prefix:
            text = _PLAIN_TAG.sub(rf"<\1{self.prefix}\2", text)
        return text.encode()

    def raw(self, element: Element) -> bytes:
        """The element's bytes as they are."""
        return self.content[element.start : element.end]

    def set(self, element: Element, **attributes: str | int | None) -> None:
        """Give attributes other values; None takes one away."""
        values = {name: None if value is None else str(value) for name, value in attributes.items()}
        self._attributes.setdefault(element.start, (element, {}))[1].update(values)

    def append(self, element: Element, *children: bytes) -> None:
        """Add children at the element's end; its ``count``, where it has one, follows."""
        self._appended.setdefault(element.start, (element, []))[1].extend(children)

    def remove(self, element: Element) -> None:
        """Take the element out."""
        self.replace(element, b"")

    def replace(self, element: Element, xml: bytes) -> None:
        """Put something else in the element's place; edits within it so far are void."""
        for known in (self._attributes, self._appended):
            for start in [start for start in known if element.start <= start < element.end]:
                del known[start]
        self._edits = [
            edit
            for edit in self._edits
            if not (element.start < edit.start < element.end or element.start == edit.start < edit.end)
        ]
        self._edits.append(Edit(element.start, element.end, xml))

    def insert(self, at: int, xml: bytes) -> None:
        """Put something in at a byte offset."""
        self._edits.append(Edit(at, at, xml))

    def cut(self, start: int, end: int) -> None:
        """Take out the bytes from ``start`` (inclusive) to ``end`` (exclusive)."""
        self._edits.append(Edit(start, end, b""))

    def place(self, parent: Element, tag: str, xml: bytes, order: Sequence[str]) -> None:
        """Put in a new child where the schema's ``order`` wants it; what the order does not name is passed over."""
        rank = order.index(tag)
        before = [e for e in parent.children if e.tag in order and order.index(e.tag) <= rank]
        if before:
            self.insert(before[-1].end, xml)
        elif parent.inside == parent.end:
            self.append(parent, xml)
        else:
            self.insert(parent.inside, xml)

    def edits(self) -> list[Edit]:
        """All edits, by place."""
        edits = list(self._edits)
        for start in {**self._attributes, **self._appended}:
            element, values = self._attributes.get(start, (None, {}))
            appending, children = self._appended.get(start, (None, []))
            edits.extend(self._changed(element or appending, values, children))
        return sorted_edits(edits)

    def result(self) -> bytes:
        """The content with all edits made."""
        return spliced(self.content, self.edits())

    def _changed(self, element: Element | None, values: dict[str, str | None], children: list[bytes]) -> Iterator[Edit]:
        assert element is not None
        if children and "count" in element.attributes and "count" not in values:
            values = {**values, "count": str(len(element.children) + len(children))}
        tag = self.content[element.start : element.inside]
        for name, value in values.items():
            tag = with_attribute(tag, name, value)
        if element.inside == element.end and children:
            closing = b"</" + _name_of(tag) + b">"
            yield Edit(element.start, element.end, tag[:-2].rstrip() + b">" + b"".join(children) + closing)
            return
        if values:
            yield Edit(element.start, element.inside, tag)
        if children:
            yield Edit(element.closing, element.closing, b"".join(children))


def plain_parser() -> expat.XMLParserType:
    """A parser that refuses document types (no workbook has one) and gives names as they are written."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise NotXml("document type")

    def check(version: str, encoding: str | None, standalone: int) -> None:
        if encoding is not None and encoding.lower() not in ("utf-8", "us-ascii", "ascii"):
            raise NotXml(encoding)

    parser.StartDoctypeDeclHandler = refuse
    parser.XmlDeclHandler = check
    return parser


def prefix_of(name: str) -> str:
    """``x:row`` → ``x:``; nothing for a name without a prefix."""
    prefix, colon, _ = name.rpartition(":")
    return prefix + colon


def with_attribute(tag: bytes, name: str, value: str | None) -> bytes:
    """A start tag with an attribute changed, added or (None) taken away."""
    known = re.search(rb"\s" + re.escape(name.encode()) + rb"""\s*=\s*("[^"]*"|'[^']*')""", tag)
    new = b"" if value is None else f' {name}="{quoted(value)}"'.encode()
    if known:
        return tag[: known.start()] + new + tag[known.end() :]
    ending = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:ending].rstrip() + new + tag[ending:]


def _name_of(tag: bytes) -> bytes:
    found = re.match(rb"<([^\s/>]+)", tag)
    assert found
    return found[1]
