"""The boxes of notes, drawn in VML. Programs write it with unclosed HTML inside, so it is edited as text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from unicodedata import east_asian_width

from huifang.edges.patching.markup import Element

WIDTH = 320
LINE = 18
_SHAPE = re.compile(rb"<(\w+):shape\b.*?</\1:shape>", re.DOTALL)
_NOTE = re.compile(rb"""ObjectType\s*=\s*["']Note["']""")
_ROW = re.compile(rb"<\w+:Row>\s*(\d+)\s*<")
_COLUMN = re.compile(rb"<\w+:Column>\s*(\d+)\s*<")
_ANCHOR = re.compile(rb"(<\w+:Anchor>)([^<]*)(<)")
_ID = re.compile(rb"_s(\d+)\b")
_MAP = re.compile(rb"""(<\w+:idmap\b[^>]*?\bdata\s*=\s*["'])([\d,\s]*)(["'])""")
_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_NAMESPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)


@dataclass(frozen=True)
class Extents:
    """How wide the columns (by number) and how high the rows of a sheet are, in pixels."""

    columns: Mapping[int, int]
    width: int
    height: int

    @classmethod
    def of(cls, sheet: Element) -> Extents:
        """As the sheet declares it; rows are taken to have the usual height."""
        settings = sheet.child("sheetFormatPr")
        given = settings.attributes if settings else {}
        declared = sheet.child("cols")
        columns = {}
        for element in declared.all("col") if declared else ():
            width = 0 if element.flag("hidden") else _pixels(element.attributes.get("width"), 8.43)
            first, last = element.number("min", 1), element.number("max", 1)
            columns.update(dict.fromkeys(range(first, min(last, first + 500) + 1), width))
        height = _float(given.get("defaultRowHeight"), 15) * 4 / 3
        return cls(columns, _pixels(given.get("defaultColWidth"), 8.43), max(12, round(height)))

    def anchor(self, row: int, column: int, lines: int) -> str:
        """The corners of a box beside a cell, as VML names them (from 0: column, pixels, row, pixels, twice)."""
        left, rest = column + 1, WIDTH + 15
        while rest >= (width := self.columns.get(left, self.width)):
            left, rest = left + 1, rest - width
        top = max(row - 2, 0)
        rows, more = divmod(LINE * lines + 24, self.height)
        return f"{column}, 15, {top}, 4, {left - 1}, {rest}, {top + rows}, {more}"


def _pixels(width: str | None, default: float) -> int:
    return max(1, int(_float(width, default) * 7 + 5))


def _float(text: str | None, default: float) -> float:
    try:
        return float(text) if text else default
    except ValueError:
        return default


def empty(block: int) -> bytes:
    """A drawing without shapes, with its block of shape numbers."""
    layout = f'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{block}"/></o:shapelayout>'
    return f"<xml {_NAMESPACES}>{layout}{_TYPE}</xml>".encode()


def blocks(content: bytes) -> set[int]:
    """The blocks of a thousand shape numbers that a drawing uses."""
    return {int(number) for _, data, _ in _MAP.findall(content) for number in data.replace(b",", b" ").split()}


def has_shapes(content: bytes) -> bool:
    """Whether there is anything to be seen."""
    return _SHAPE.search(content) is not None


def _notes(content: bytes) -> Iterator[tuple[tuple[int, int], re.Match[bytes]]]:
    """The shapes that show notes, with the cell (from 1) each belongs to."""
    for shape in _SHAPE.finditer(content):
        row, column = _ROW.search(shape[0]), _COLUMN.search(shape[0])
        if row and column and _NOTE.search(shape[0]):
            yield (int(row[1]) + 1, int(column[1]) + 1), shape


def without(content: bytes, cells: Collection[tuple[int, int]]) -> bytes:
    """The drawing without the boxes of these cells."""
    for cell, shape in reversed(list(_notes(content))):
        if cell in cells:
            content = content[: shape.start()] + content[shape.end() :]
    return content


def resized(content: bytes, lines: Mapping[tuple[int, int], int]) -> bytes:
    """The drawing with boxes higher (or lower) by so many lines of text."""
    for cell, shape in reversed(list(_notes(content))):
        if cell in lines:
            box = _ANCHOR.sub(lambda match, cell=cell: _longer(match, lines[cell]), shape[0], count=1)  # type: ignore[misc]
            content = content[: shape.start()] + box + content[shape.end() :]
    return content


def _longer(match: re.Match[bytes], lines: int) -> bytes:
    numbers = list(re.finditer(rb"\d+", match[2]))
    if len(numbers) != 8:
        return match[0]
    bottom = numbers[6]
    row = max(int(bottom[0]) + lines, int(numbers[2][0]) + 1)
    return match[1] + match[2][: bottom.start()] + str(row).encode() + match[2][bottom.end() :] + match[3]


def with_boxes(content: bytes, notes: Mapping[tuple[int, int], str], grid: Extents) -> bytes:
    """The drawing with a hidden box for each note (by cell, from 1), shown when the pointer rests on the cell."""
    if not notes:
        return content
    own = min(blocks(content), default=1)
    taken = {int(number) for number in _ID.findall(content)}
    first = max((n for n in taken if n // 1024 == own), default=own * 1024) + 1
    shapes = [_box(first + n, place, note, grid) for n, (place, note) in enumerate(notes.items())]
    last = first + len(notes) - 1
    if last // 1024 != own:
        content = _with_blocks(content, range(own, last // 1024 + 1))
    if b'_x0000_t202"' not in content.replace(b"'", b'"').replace(b'type="#', b""):
        shapes.insert(0, _TYPE)
    at = content.rfind(b"</")
    return content[:at] + _local("".join(shapes), content).encode() + content[at:]


def _with_blocks(content: bytes, wanted: range) -> bytes:
    """More blocks of shape numbers, for a drawing with more than a thousand shapes."""
    data = b",".join(str(number).encode() for number in sorted(blocks(content).union(wanted)))
    return _MAP.sub(lambda match: match[1] + data + match[3], content, count=1)


def _local(shapes: str, content: bytes) -> str:
    """The shapes with their namespaces declared, where the drawing uses other prefixes."""
    if all(f"xmlns:{prefix}=".encode() in content for prefix in "vox"):
        return shapes
    return re.sub(r"<v:(shape|shapetype) ", rf"<v:\1 {_NAMESPACES} ", shapes)


def _box(number: int, place: tuple[int, int], note: str, grid: Extents) -> str:
    row, column = place
    room = WIDTH // 7 - 4
    lines = sum(max(1, -(-_width(part) // room)) for part in note.split("\n"))
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;'
        f'width:{WIDTH * 3 // 4}pt;height:{LINE * lines * 3 // 4 + 18}pt;z-index:{number % 1024};visibility:hidden" '
        'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
        '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{grid.anchor(row, column, lines)}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column></x:ClientData></v:shape>"
    )


def _width(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
