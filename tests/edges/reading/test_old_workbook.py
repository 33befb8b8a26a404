"""Workbooks of the old kind, read for 话单 alone: what the parser must never see is refused before."""

from __future__ import annotations

import struct
from collections.abc import Callable

import pytest

from huifang.edges.reading.old_workbook import is_page, page_rows, read_old_workbook
from huifang.edges.reading.unreadable import Unreadable
from phone_made import LISTS

BOOK = (LISTS / "unicom.xls").read_bytes()


def reason_of(content: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        read_old_workbook(content)
    return refused.value.reason.code


def with_record(kind: int, change: Callable[[bytearray, int], None]) -> bytes:
    """The book with its first record of that kind changed; the file is short enough to lie in one piece."""
    content = bytearray(BOOK)
    begin = content.index(struct.pack("<HH", 0x0809, 16))  # where the stream begins
    at = begin
    while struct.unpack_from("<H", content, at)[0] != kind:
        at += 4 + struct.unpack_from("<H", content, at + 2)[0]
    change(content, at + 4)
    return bytes(content)


def test_the_cells_are_read() -> None:
    sheets = read_old_workbook(BOOK)
    assert [cells[4] for cells in sheets["通话详单"][3:5]] == ["13812340001", "057188880001"]


def test_a_sheet_that_says_that_it_is_endless() -> None:
    assert (
        reason_of(with_record(0x0200, lambda book, at: struct.pack_into("<IIHH", book, at, 0, 2**31, 0, 9))) == "Y108"
    )


def test_more_texts_than_the_file_can_hold() -> None:
    assert reason_of(with_record(0x00FC, lambda book, at: struct.pack_into("<I", book, at + 4, 2**31))) == "Y109"


def test_what_is_locked_torn_or_something_else() -> None:
    locked = with_record(0x0200, lambda book, at: struct.pack_into("<H", book, at - 4, 0x002F))
    assert reason_of(locked) == "Y104"
    assert {reason_of(BOOK[:600]), reason_of(BOOK[:8] + bytes(2000))} <= {"Y103", "Y101", "Y109"}


def test_a_page_that_is_called_a_workbook() -> None:
    page = (LISTS / "unicom_page.xls").read_bytes()
    assert is_page(page) and not is_page(BOOK) and not is_page(b"<hello>")
    assert page_rows(page.decode("gb18030"))[1] == ["序号", "通话起始时间", "通话时长(秒)", "呼叫类型", "对方号码"]
    assert page_rows("<table><td>1<td>2<tr><td>3</table><p>x") == [["1", "2"], ["3"]]
