"""Workbooks are locked so that only the password opens them, and what comes back locked is opened within limits."""

from __future__ import annotations

import io
from typing import Any

import msoffcrypto
import pytest

from huifang.edges.post import locking
from huifang.edges.post.locking import CannotLock, is_locked, locked, unlocked
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.reading.xlsx_read import read_book
from workbooks_made import by_xlsxwriter

BOOK, PASSWORD = by_xlsxwriter(), "锁 the 表 7"


def test_only_the_password_opens_it() -> None:
    content = locked(BOOK, PASSWORD)
    assert is_locked(content) and not is_locked(BOOK) and b"xl/workbook" not in content
    assert unlocked(content, ["falsch", "", PASSWORD]) == BOOK
    assert unlocked(content, ["falsch"]) is None and unlocked(content, []) is None
    with pytest.raises(Unreadable):
        read_book(content)


def test_another_program_opens_it() -> None:
    file, stream = msoffcrypto.OfficeFile(io.BytesIO(locked(BOOK, PASSWORD))), io.BytesIO()
    file.load_key(password=PASSWORD, verify_password=True)
    file.decrypt(stream, verify_integrity=True)
    assert stream.getvalue() == BOOK


@pytest.mark.parametrize("cut", [600, 3000, -600])
def test_a_damaged_one_is_not_opened(cut: int) -> None:
    assert unlocked(locked(BOOK, PASSWORD)[:cut], [PASSWORD]) is None


def test_what_cannot_be_opened_again_is_not_locked(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CannotLock):
        locked(b"no workbook", PASSWORD)
    monkeypatch.setattr(locking, "unlocked", lambda *_: b"something else")
    with pytest.raises(CannotLock):
        locked(BOOK, PASSWORD)


def test_who_wants_us_to_stir_for_ever_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    content, asked = locked(BOOK, PASSWORD), list[Any]()
    monkeypatch.setattr(locking, "_MOST_STIRRED", 99_999)
    monkeypatch.setattr("msoffcrypto.format.ooxml.OOXMLFile.load_key", lambda *_, **__: asked.append(1))
    assert unlocked(content, [PASSWORD]) is None and not asked


def test_what_is_too_large_when_opened_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locking, "MAX_TOTAL_BYTES", len(BOOK) - 1)
    assert unlocked(locked_before(), [PASSWORD]) is None


def locked_before() -> bytes:
    stream = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(BOOK)).encrypt(PASSWORD, stream)
    return stream.getvalue()
