"""What every workbook was issued with, on disk: one file per plan, one line per workbook, each checked by its hash."""

from __future__ import annotations

from collections.abc import Iterable

from huifang.edges.store.files import OfficeError, digest
from huifang.edges.store.keeping import changed
from huifang.edges.store.office import INNER, Office
from huifang.ledger.formats import NewerFormat
from huifang.ledger.issues import Book, Contents, calls_from_line


def issued_path(seq: int) -> str:
    """The relative path of the file that the plan with journal entry ``seq`` writes."""
    return f"{INNER}/issued/{seq:06d}.jsonl"


def calls_of_all(office: Office, books: Iterable[Book]) -> list[Contents]:
    """What each of these workbooks was issued with, in the order of their files.

    Raises:
        OfficeError: a file is missing, or is not what was journaled; or a newer release wrote it.
    """
    wanted = list(books)
    found: list[Contents] = []
    for path in dict.fromkeys(book.calls_in for book in wanted):
        try:
            with office.path(path).open("rb") as stream:
                for book in (book for book in wanted if book.calls_in == path):
                    stream.seek(book.start)
                    line = stream.read(book.length)
                    if digest(line) != book.digest:
                        raise changed(path)
                    found.append(Contents(book, *calls_from_line(line)))
        except NewerFormat as error:
            raise OfficeError(error.reason) from error
        except OSError as error:
            raise changed(path) from error
    return found
