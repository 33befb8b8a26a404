"""A regulation as its office has it, as lines: text in any charset, .docx with its tables and numbers, .pdf, .xlsx."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from huifang.core.catalogue import because
from huifang.core.text import clean
from huifang.decisions.drafting.clauses import TextLine
from huifang.edges.reading.list_read import decoded
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.reading.xlsx_read import read_book
from huifang.tables.cells import shown

ENDINGS = (".docx", ".txt", ".pdf", ".xlsx")
MAX_BYTES = 30_000_000
#: Below so many characters a page of a PDF has no text of its own: it is a picture.
_FEWEST = 20


def regulation_lines(content: bytes, name: str) -> list[TextLine]:
    """The lines of a regulation.

    Raises:
        Unreadable: with the reason, and what to do.
    """
    ending = PurePath(name).suffix.lower()
    if len(content) > MAX_BYTES:
        raise Unreadable(because("Y130", limit=MAX_BYTES // 1_000_000))
    if ending == ".txt":
        lines = [*_of_text(decoded(content))]
    elif ending == ".docx":
        from huifang.edges.reading.word_text import word_lines  # noqa: PLC0415  (only a draft reads such files)

        lines = word_lines(content)
    elif ending == ".pdf":
        lines = [*_of_text(_pdf(content))]
    elif ending == ".xlsx":
        lines = [*_of_book(content)]
    else:
        raise Unreadable(because("Y125", ending=ending or name))
    if not any(line.text.strip() for line in lines):
        raise Unreadable(because("Y126"))
    return lines


def _of_text(text: str) -> Iterator[TextLine]:
    for raw in text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n"):
        cells = tuple(clean(cell) for cell in raw.split("\t"))
        filled = [cell for cell in cells if cell]
        if "\t" in raw.strip() and len(filled) > 1:
            yield TextLine("，".join(filled), tuple(filled))
        else:
            yield TextLine(clean(raw))


def _pdf(content: bytes) -> str:
    import io  # noqa: PLC0415
    import logging  # noqa: PLC0415

    from pypdf import PdfReader  # noqa: PLC0415  (only a draft reads such files)
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(because("Y104"))
        pages = [page.extract_text() or "" for page in reader.pages]
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise Unreadable(because("Y109")) from error
    if sum(len("".join(page.split())) for page in pages) < _FEWEST * max(1, len(pages)):
        raise Unreadable(because("Y127"))
    return "\n".join(pages)


def _of_book(content: bytes) -> Iterator[TextLine]:
    book = read_book(content)
    for name, grid in book.sheets.items():
        if name in book.unseen:
            continue
        for row in grid:
            cells = tuple(cell for raw in row if (cell := clean(shown(raw))))
            if len(cells) == 1:
                yield from _of_text(cells[0])
            elif cells:
                yield TextLine("，".join(cells), cells)
