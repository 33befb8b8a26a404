"""Notes on cells (what Excel called comments): ours come and go, what people wrote stays.

Ours end with a line that is recognised after any program saved the workbook; where a person has a note already, ours
goes above theirs. Threaded comments are left alone: their note is only a shadow that Excel writes anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from huifang.core.text import for_cell
from huifang.edges.patching import vml
from huifang.edges.patching.areas import address, parse_address
from huifang.edges.patching.cells import text_xml
from huifang.edges.patching.markup import Document, Element, quoted
from huifang.edges.patching.package import OFFICE
from huifang.edges.patching.page import ORDER, Page

COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
MAX_NOTE = 30_000
_EMPTY = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors/><commentList/></comments>'
)
_FONT = '<rPr><sz val="9"/><rFont val="微软雅黑"/></rPr>'


@dataclass
class _Round:
    """What one round does to the notes: whose boxes go, which grow by so many lines (negative: shrink), which come."""

    gone: set[tuple[int, int]] = field(default_factory=set)
    grown: dict[tuple[int, int], int] = field(default_factory=dict)
    new: dict[tuple[int, int], str] = field(default_factory=dict)


def signature_of(author: str) -> str:
    """The line with which our notes end."""
    return f"—— {author} ——"


def annotate(page: Page, notes: Mapping[str, str], author: str) -> None:
    """Put our notes (by address) on the sheet instead of those of an earlier round."""
    book, sheet = page.book, page.entry.part
    wanted = {_shown(page, text): note[:MAX_NOTE] for text, note in notes.items()}
    parts = [part for part in book.package.related(sheet, "comments") if book.package.has(part)]
    if not parts and not wanted:
        return
    signature = signature_of(author)
    document = Document(_EMPTY.encode()) if not parts else book.package.document(parts[0])
    done = _Round()
    left = _rewrite(document, wanted, author, signature, done)
    if left and document.edits():
        book.package.put(parts[0] if parts else _new_part(page), document.result())
    elif parts and not left:
        book.package.unrelate(sheet, parts[0])
        book.package.remove(parts[0])
    _redraw(page, done)


def _shown(page: Page, text: str) -> tuple[int, int]:
    """The cell, or the one that shows for it where cells are merged: only that one can carry a note."""
    row, column = parse_address(text)
    merged = next((area for area in page.merged if area.holds(row, column)), None)
    return (merged.top, merged.left) if merged else (row, column)


def _rewrite(
    document: Document, wanted: Mapping[tuple[int, int], str], author: str, signature: str, done: _Round
) -> int:
    """Old notes of ours out, new ones in; returns how many notes are left."""
    authors, listed = document.root.child("authors"), document.root.child("commentList")
    assert authors is not None and listed is not None
    names = [element.text for element in authors.children]

    def number_of(name: str) -> int:
        if name not in names:
            names.append(name)
            document.append(authors, document.xml(f"<author>{quoted(name)}</author>"))
        return names.index(name)

    open_places = dict(wanted)
    left = 0
    for comment in listed.all("comment"):
        place = parse_address(comment.attributes.get("ref", "A1"))
        by = comment.number("authorId", len(names))
        name = names[by] if by < len(names) else ""
        old, theirs = _split(comment, signature)
        if (name == author and not old) or (old and not theirs.strip()):
            document.remove(comment)
            done.gone.add(place)
            continue
        left += 1
        if name == author:  # somebody wrote below our line: from now on the note is theirs
            document.set(comment, authorId=number_of(""))
        note = open_places.pop(place, None)
        if name.startswith("tc="):  # the shadow of a threaded comment
            continue
        _put_above(document, comment, len(old), f"{note}\n{signature}\n" if note else "")
        done.grown[place] = (note.count("\n") + 2 if note else 0) - old.count("\n")
    if open_places:
        number = number_of(author)
        document.append(listed, *(_comment(document, *item, number, signature) for item in open_places.items()))
    done.new = {place: f"{note}\n{signature}" for place, note in open_places.items()}
    return left + len(open_places)


def _comment(document: Document, place: tuple[int, int], note: str, author: int, signature: str) -> bytes:
    text = text_xml(for_cell(f"{note}\n{signature}"))
    xml = (
        f'<comment ref="{address(*place)}" authorId="{author}" shapeId="0"><text><r>{_FONT}{text}</r></text></comment>'
    )
    return document.xml(xml)


def _texts(comment: Element) -> list[tuple[Element, Element]]:
    """The text elements of a note in their order, each with the run that holds it (or itself)."""
    text = comment.child("text")
    found = []
    for child in text.children if text else ():
        if child.tag == "t":
            found.append((child, child))
        elif child.tag == "r":
            found += [(child, inner) for inner in child.all("t")]
    return found


def _split(comment: Element, signature: str) -> tuple[str, str]:
    """What is ours of the note, down to the end of our line, and what follows."""
    whole = "".join(inner.text for _, inner in _texts(comment))
    at = whole.find(signature)
    if at < 0:
        return "", whole
    end = at + len(signature)
    while end < len(whole) and whole[end] in "\r\n":
        end += 1
    return whole[:end], whole[end:]


def _put_above(document: Document, comment: Element, cut: int, ours: str) -> None:
    """Take the first ``cut`` characters out of the note, and put ours in front of what is left."""
    ours = for_cell(ours)
    for holder, element in _texts(comment):
        taken = min(cut, len(element.text))
        cut -= taken
        rest = element.text[taken:]
        if taken and not rest:
            document.remove(holder)
            continue
        above = ours if holder is element else ""
        if taken:
            document.cut(element.inside, element.closing)
        if taken or above:
            document.insert(element.inside, _escaped(above + (rest if taken else "")))
        if ours and not above:
            document.insert(holder.start, document.xml(f"<r>{_FONT}{text_xml(ours)}</r>"))
        return


def _escaped(text: str) -> bytes:
    return quoted(text).replace("&#10;", "\n").replace("&quot;", '"').encode()


def _new_part(page: Page) -> str:
    package = page.book.package
    part = package.free_name(page.book.beside("comments{}.xml"))
    package.relate(page.entry.part, "comments", part)
    package.add(part, b"", COMMENTS_TYPE)
    return part


def _redraw(page: Page, done: _Round) -> None:
    """The boxes that show the notes: a drawing of an old kind, shared with buttons and check boxes."""
    package, sheet = page.book.package, page.entry.part
    element = page.frame.root.child("legacyDrawing")
    drawing = None
    if element is not None:
        wanted = next((value for name, value in element.attributes.items() if name.rpartition(":")[2] == "id"), "")
        drawing = next((r.target for r in package.relations(sheet) if r.id == wanted), None)
    old = package.read(drawing) if drawing and package.has(drawing) else vml.empty(_free_block(page))
    content = vml.without(old, done.gone)
    content = vml.resized(content, {place: lines for place, lines in done.grown.items() if lines})
    content = vml.with_boxes(content, done.new, vml.Extents.of(page.frame.root))
    if content == old:
        return
    if drawing is None:
        drawing = package.free_name(page.book.beside("drawings/vmlDrawing{}.vml"))
        relation = package.relate(sheet, "vmlDrawing", drawing)
        package.add(drawing, content, VML_TYPE)
        xml = f'<legacyDrawing xmlns:r="{OFFICE.rstrip("/")}" r:id="{relation}"/>'
        page.frame.place(page.frame.root, "legacyDrawing", page.frame.xml(xml), ORDER)
    elif vml.has_shapes(content) or element is None:
        package.put(drawing, content)
    else:
        page.frame.remove(element)
        package.unrelate(sheet, drawing)
        package.remove(drawing)


def _free_block(page: Page) -> int:
    """A block of shape numbers that no other drawing of the workbook uses."""
    package = page.book.package
    used = {0}
    for name in package.names():
        if name.lower().endswith(".vml"):
            used |= vml.blocks(package.read(name))
    return max(used) + 1
