"""A regulation's text into 制度草案.xlsx: read, drafted, drawn, written."""

from __future__ import annotations

from pathlib import Path

from huifang.core.catalogue import because, found
from huifang.core.findings import Finding, Place
from huifang.decisions.calls.triggers import NEEDED
from huifang.decisions.drafting.drafting import PolicyDraft, draft
from huifang.edges.books.draft_book import draft_book
from huifang.edges.reading.regulation_text import regulation_lines
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.reading.whole_file import read_given
from huifang.edges.store.files import OfficeError, write_bytes


def write_draft(source: Path, out: Path) -> PolicyDraft | Finding:
    """The draft of the text in ``source``, written to ``out``; where the text cannot be read, what to do about it.

    Raises:
        OfficeError: there is a file at ``out`` already, or none can be written there.
    """
    if out.exists():
        raise OfficeError(because("Y836", file=out.name))
    try:
        made = draft(regulation_lines(read_given(source), source.name))
    except Unreadable as error:
        return found("F101", Place(source.name), reason=error.reason)
    write_bytes(out, draft_book(made, made.title or source.stem, tuple(NEEDED)), private=False)
    return made
