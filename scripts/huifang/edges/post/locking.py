"""Workbooks that are locked for one receiver, and opened again when they come back."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from huifang.edges.reading.xlsx_guard import MAX_TOTAL_BYTES, OLE_MAGIC

if TYPE_CHECKING:
    from msoffcrypto.format.ooxml import OOXMLFile

#: Whoever locked it chose how often a password is stirred; programs take 100 000 times, more would only cost time.
_MOST_STIRRED = 1_000_000
_PACKAGE = "EncryptedPackage".encode("utf-16-le")


class CannotLock(Exception):
    """What was locked does not open as what it was."""


def is_locked(content: bytes) -> bool:
    """Whether it is a workbook with a password to open it."""
    return content.startswith(OLE_MAGIC) and _PACKAGE in content


def locked(content: bytes, password: str) -> bytes:
    """The workbook under that password; it was opened again, and is the same.

    Raises:
        CannotLock: it is not.
    """
    from msoffcrypto.format.ooxml import OOXMLFile  # noqa: PLC0415  (few receivers want it)

    stream = io.BytesIO()
    try:
        OOXMLFile(io.BytesIO(content)).encrypt(password, stream)
        same = unlocked(stream.getvalue(), [password]) == content
    except Exception as error:  # the library has many, and raises others' as well
        raise CannotLock from error
    if not same:
        raise CannotLock
    return stream.getvalue()


def unlocked(content: bytes, passwords: Iterable[str]) -> bytes | None:
    """The workbook as the first of the passwords that fits opens it; None: none does, or it is damaged."""
    from msoffcrypto.format.ooxml import OOXMLFile  # noqa: PLC0415  (as above)

    for password in passwords:
        stream = io.BytesIO()
        try:
            book = OOXMLFile(io.BytesIO(content))
            if not _is_usual(book):
                return None
            book.load_key(password=password, verify_password=True)
            book.decrypt(stream, verify_integrity=book.type == "agile")
        except Exception:  # a wrong password, or one of many faults of a damaged file
            continue
        if len(stream.getvalue()) <= MAX_TOTAL_BYTES:
            return stream.getvalue()
    return None


def _is_usual(book: OOXMLFile) -> bool:
    """Whether trying a password takes no longer than with the files that programs write."""
    return book.type == "standard" or (book.type == "agile" and int(book.info["spinValue"]) <= _MOST_STIRRED)
