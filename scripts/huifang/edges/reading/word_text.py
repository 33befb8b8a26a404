"""A .docx as lines: paragraphs and tables in their order, with the numbers that Word puts before items."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any
from zipfile import BadZipFile

from huifang.core.catalogue import because
from huifang.core.text import clean
from huifang.decisions.drafting.clauses import TextLine
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.reading.xlsx_guard import MAX_PART_BYTES

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HAN = "零一二三四五六七八九"
#: How Word may write a number; every other way is written in digits.
_CHINESE = ("chineseCounting", "chineseCountingThousand", "ideographTraditional", "japaneseCounting",
            "taiwaneseCounting", "taiwaneseCountingThousand", "chineseLegalSimplified")  # fmt: skip


def word_lines(content: bytes) -> list[TextLine]:
    """The lines of the document.

    Raises:
        Unreadable: it is none, or broken, or far too large.
    """
    from docx import Document  # noqa: PLC0415  (only a draft reads such files)
    from docx.opc.exceptions import OpcError  # noqa: PLC0415
    from lxml.etree import LxmlError  # noqa: PLC0415

    try:
        _require_small(content)
        document: Any = Document(io.BytesIO(content))
        return [*_body(document)]
    except (OpcError, LxmlError, BadZipFile, KeyError, ValueError) as error:
        raise Unreadable(because("Y128")) from error


def _require_small(content: bytes) -> None:
    from zipfile import ZipFile  # noqa: PLC0415

    with ZipFile(io.BytesIO(content)) as package:
        if sum(part.file_size for part in package.infolist() if part.filename.endswith(".xml")) > MAX_PART_BYTES:
            raise Unreadable(because("Y106"))


def _body(document: Any) -> Iterator[TextLine]:
    from docx.table import Table  # noqa: PLC0415
    from docx.text.paragraph import Paragraph  # noqa: PLC0415

    numbers = _Numbers(document)
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            for text in _text(block).split("\n"):
                if text.strip():
                    yield TextLine(clean(f"{numbers.of(block)}{text}"))
        elif isinstance(block, Table):
            yield from _rows(block, numbers)


def _text(paragraph: Any) -> str:
    return str(paragraph.text).replace("\v", "\n")


def _rows(table: Any, numbers: _Numbers) -> Iterator[TextLine]:
    for row in table.rows:
        cells, seen = [], set()
        for cell in row.cells:
            if id(cell._tc) in seen:  # merged cells come once for each column that they cover
                continue
            seen.add(id(cell._tc))
            cells.append(clean("\n".join(f"{numbers.of(p)}{_text(p)}" for p in cell.paragraphs)))
        filled = tuple(cell for cell in cells if cell)
        if len(filled) == 1:
            yield from (TextLine(text) for text in filled[0].split("\n"))
        elif filled:
            yield TextLine("，".join(filled), filled)


class _Numbers:
    """The numbers of lists, which are no text of the document: counted as Word counts them."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._abstract: dict[str, str] = {}
        part = next(
            (rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")), None
        )
        if part is not None:
            self._read(part.element)
        self._styles = {style.style_id: style.element for style in document.styles}

    def _read(self, root: Any) -> None:
        for abstract in root.iter(f"{_W}abstractNum"):
            levels = {}
            for level in abstract.iter(f"{_W}lvl"):
                kind, text, start = (_value(level, name) for name in ("numFmt", "lvlText", "start"))
                levels[int(level.get(f"{_W}ilvl") or 0)] = (kind, text, int(start or 1))
            self._levels[abstract.get(f"{_W}abstractNumId")] = levels
        for number in root.iter(f"{_W}num"):
            self._abstract[number.get(f"{_W}numId")] = _value(number, "abstractNumId")

    def of(self, paragraph: Any) -> str:
        """What stands in front of the paragraph; empty where it is no item of a list."""
        found = self._place(paragraph._p) or self._of_style(paragraph)
        if found is None:
            return ""
        number, level = found
        abstract = self._abstract.get(number, "")
        levels = self._levels.get(abstract, {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(abstract, {})
        counts[level] = counts.get(level, levels[level][2] - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        kind, text, _ = levels[level]
        if kind in ("bullet", "none"):
            return ""

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            return _written(counts.get(at, levels.get(at, ("", "", 1))[2]), levels.get(at, ("", "", 1))[0])

        return f"{re.sub(r'%([1-9])', shown, text)} "

    def _of_style(self, paragraph: Any) -> tuple[str, int] | None:
        style = self._styles.get(getattr(paragraph.style, "style_id", ""))
        return self._place(style) if style is not None else None

    def _place(self, element: Any) -> tuple[str, int] | None:
        properties = element.find(f"{_W}pPr/{_W}numPr")
        if properties is None:
            return None
        number, level = _value(properties, "numId"), _value(properties, "ilvl")
        return (number, int(level or 0)) if number and number != "0" else None


def _value(element: Any, name: str) -> str:
    child = element.find(f"{_W}{name}")
    return "" if child is None else child.get(f"{_W}val") or ""


def _written(number: int, kind: str) -> str:
    if kind in _CHINESE or kind.startswith("chinese"):
        tens, ones = divmod(number, 10)
        return (("" if tens == 0 else "十" if tens == 1 else f"{_HAN[tens]}十") + (_HAN[ones] if ones else "")) or _HAN[
            0
        ]
    if kind == "lowerLetter":
        return chr(96 + number) if number <= 26 else f"{number}"
    return f"{number}"
