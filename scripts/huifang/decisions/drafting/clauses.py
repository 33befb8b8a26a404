"""A regulation's lines as clauses: each with its own number as the text has it, and the headings above it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from huifang.core.traditional import simplified
from huifang.decisions.drafting.numbers import CHINESE, value_of

#: A heading is so short, and ends no sentence.
LONGEST_HEADING = 24
#: So is what stands above a column of a table.
LONGEST_COLUMN = 8
_ARTICLE = re.compile(rf"第(?:{CHINESE}|\d+)条(?:之{CHINESE})?")
_CHAPTER = re.compile(rf"第(?:{CHINESE}|\d+)[章节篇部]|附则|附件")
_DOTTED = re.compile(r"(\d{1,2}(?:\.\d{1,2})+)[.、 ]?(?![\d%])")
#: Styles of numbers, each with what it is called by, in the order in which they are tried.
_STYLES = (
    ("article", _ARTICLE),
    ("dotted", _DOTTED),
    ("han", re.compile(rf"({CHINESE})[、.]|({CHINESE}) +(?=\S)")),
    ("formal", re.compile(r"([壹贰叁参肆伍陆柒捌玖拾]+)[、.]")),
    ("han in brackets", re.compile(rf"\(({CHINESE})\)[、.]?")),
    ("digits", re.compile(r"(\d{1,2})(?:[、.](?!\d)|\s+(?=[^\d\s]))")),
    ("digits in brackets", re.compile(r"\((\d{1,2})\)[、.]?")),
    ("digits with bracket", re.compile(r"(\d{1,2})\)[、.]?")),
    ("letters", re.compile(r"([a-z])[)、.](?=[一-鿿])")),
    ("ringed", re.compile(r"([①-⑳])[、.]?")),
)  # fmt: skip
_INLINE = re.compile(
    r"(?:(?<=[。;!?])|(?<=[^\d]:))\s*(?=(?:\d{1,2}[.、)](?!\d)|\(\d{1,2}\)|\((?:[一二三四五六七八九十]+)\)|[一二三四五六七八九十]+、|[①-⑳]))|\s+(?=\d{1,2}[.、](?!\d)[一-鿿])"
)
#: 3.2 behind a full stop, or behind a word where no decimal can be meant.
_INLINE_DOTTED = re.compile(
    r"(?:(?<=[。;!?])|(?<=[一-鿿]))\s*(?=\d{1,2}(?:\.\d{1,2}){1,3}[ 、]?[一-鿿])(?!\d+\.\d+[个倍万亿元天小年月日分级版米公周季次])"
)
_BULLET = re.compile(r"^[-–—·•●○◆◇■□▪※*✅☆★]+\s*(?=[^\d\s-])")
#: Blanks that no one wrote: between signs of a scan, and around numbers.
_SPACED = re.compile(r"(?<=[一-鿿]) +(?=[一-鿿])")
_AROUND_NUMBERS = re.compile(r"(?<=[一-鿿,、(~-]) +(?=[\d%])|(?<=[\d%]) +(?=[一-鿿%)~-])")
_AROUND_ALL = re.compile(r"(?<=[^A-Za-z]) +(?=[^A-Za-z])")
_ENDS = "。;:!?”》)…"


@dataclass(frozen=True)
class TextLine:
    """A line of the file; of a table, the cells of a row."""

    text: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class ClauseText:
    """A clause: its number ("" where it has none), its text as it stands, the same folded sign by sign (simplified, half
    width), and the headings above it.
    """

    number: str
    text: str
    folded: str
    heading: str = ""


def fold(text: str) -> str:
    """Simplified characters and half-width signs, sign for sign: places in one are places in the other."""
    return "".join(map(_folded, simplified(text)))


def _folded(sign: str) -> str:
    if sign in "、。《》「」『』“”—":
        return sign
    same = unicodedata.normalize("NFKC", sign)
    return same if len(same) == 1 else sign


def closed_up(lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines without the blanks that a scan, or a typesetter, has put between their signs."""
    return [line if line.cells else TextLine(_closed(line.text)) for line in lines]


def _closed(text: str) -> str:
    folded = fold(text)
    signs = len(re.findall("[一-鿿]", folded))
    if len(_SPACED.findall(folded)) * 3 >= max(signs, 9):
        return _without(_AROUND_ALL, text.strip())
    style = _style(folded.strip())
    begins = len(text) - len(text.lstrip()) + (style[2] if style else 0)
    return text[:begins] + _without(_AROUND_NUMBERS, text[begins:])


def _without(pattern: re.Pattern[str], text: str) -> str:
    """The text without what the pattern finds in it folded: places are the same."""
    for match in reversed([*pattern.finditer(fold(text))]):
        text = text[: match.start()] + text[match.end() :]
    return text


def clauses(lines: Iterable[TextLine]) -> Iterator[ClauseText]:
    """The clauses of the lines in order."""
    numbering = _Numbering()
    for line in _parts(_joined(lines)):
        yield from numbering.read(line)


def _joined(lines: Iterable[TextLine]) -> Iterator[TextLine]:
    """Lines that were broken within a sentence are one again."""
    waiting: TextLine | None = None
    for line in lines:
        if not line.text.strip():
            continue
        if waiting is not None and _goes_on(waiting, line):
            waiting = TextLine(waiting.text.rstrip() + line.text.strip())
            continue
        if waiting is not None:
            yield waiting
        waiting = line
    if waiting is not None:
        yield waiting


def _goes_on(first: TextLine, second: TextLine) -> bool:
    begins = fold(second.text.strip())
    if first.cells or second.cells or _style(begins) or _CHAPTER.match(begins) or _BULLET.match(begins):
        return False
    end, length = fold(first.text.rstrip())[-1], len(first.text.strip())
    return end not in _ENDS and (length > LONGEST_HEADING or end in ",、")


def _parts(lines: Iterable[TextLine]) -> Iterator[TextLine]:
    """Clauses that run together on one line, apart."""
    for line in lines:
        if line.cells:
            yield line
            continue
        folded, at = fold(line.text), 0
        found = sorted((*_INLINE.finditer(folded), *_INLINE_DOTTED.finditer(folded)), key=re.Match.start)
        for match in found:
            if line.text[at : match.start()].strip():
                yield TextLine(line.text[at : match.start()])
            at = match.end()
        yield TextLine(line.text[at:])


def _style(folded: str) -> tuple[str, str, int] | None:
    """The style of the number in front, the number, and where the text behind it begins."""
    for name, pattern in _STYLES:
        found = pattern.match(folded)
        if found:
            return name, next(filter(None, (*found.groups(), found[0]))), found.end()
    return None


class _Numbering:
    """Where in the text we are: the numbers above, outermost first, and the headings."""

    def __init__(self) -> None:
        self._above: list[tuple[str, str]] = []
        self._headings: dict[str, str] = {}
        self._chapter = ""
        self._columns = ""

    def read(self, line: TextLine) -> Iterator[ClauseText]:
        text = line.text.strip()
        folded = fold(text)
        if line.cells:
            yield from self._row(line.cells)
            return
        self._columns = ""
        bullet = _BULLET.match(folded)
        if bullet:
            text, folded = text[bullet.end() :], folded[bullet.end() :]
        chapter = _CHAPTER.match(folded)
        if chapter and len(folded) <= LONGEST_HEADING:
            self._chapter, self._above, self._headings = text[chapter.end() :].strip(), [], {}
            return
        style = _style(folded)
        if style:
            name, number, begins = style
            self._enter(name, number)
            text = text[begins:].lstrip(" \t\u3000")
            folded = fold(text)
        if not folded:
            return
        if style and len(folded) <= LONGEST_HEADING and folded[-1] not in _ENDS:
            self._headings[style[0]] = text
        yield ClauseText(self._number(), text, folded, self._heading())

    def _enter(self, name: str, number: str) -> None:
        names = [one for one, _ in self._above]
        if name in names:
            del self._above[names.index(name) :]
        elif name == "article":
            self._above = []
        elif name == "dotted":
            self._above = [one for one in self._above if one[0] not in ("digits", "dotted")]
        inner = {one for one, _ in self._above}
        self._headings = {
            style: text
            for style, text in self._headings.items()
            if style in inner or style == "digits" and name == "dotted"
        }
        self._above.append((name, number))

    def _number(self) -> str:
        shown = {
            "han in brackets": "（{}）",
            "digits in brackets": "({})",
            "digits with bracket": "{})",
            "letters": "{})",
        }
        return ".".join(shown.get(name, "{}").format(number) for name, number in self._above)

    def _heading(self) -> str:
        return " ".join(filter(None, (self._columns, self._chapter, *self._headings.values())))

    def _row(self, cells: Sequence[str]) -> Iterator[ClauseText]:
        filled = [cell.strip() for cell in cells if cell.strip()]
        if not filled:
            return
        if len(filled) > 2 and not any(re.search(r"\d", cell) or len(cell) > LONGEST_COLUMN for cell in filled):
            self._columns = self._columns or "，".join(filled)
        number = ""
        found = re.fullmatch(rf"\(?(\d{{1,3}}(?:\.\d{{1,2}})*|{CHINESE})\)?[.、]?", fold(filled[0]))
        if found and len(filled) > 1 and value_of(found[1].split(".")[0]) is not None:
            number, filled = found[1], filled[1:]
        text = "，".join(cell.rstrip("。；;，").replace("\n", " ") for cell in filled)
        if len(filled) > 1 or number:
            yield ClauseText(number or self._number(), text, fold(text), self._heading())
        else:
            yield ClauseText(self._number(), text, fold(text), self._heading())
