"""Telephone numbers are masked wherever a person reads them, and nothing else is."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook
from xlsxwriter import Workbook

from huifang.core.phones import masked
from huifang.edges.post.masking import masked_file


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("电话 13800001234", "电话 138****1234"),
        ("138-0000-1234、139 0000 5678；请回电", "138****1234、139****5678；请回电"),
        ("（13800001234）", "（138****1234）"),
        ("１３８００００１２３４", "138****1234"),
        ("+86 13800001234 或 8613800001234", "138****1234 或 138****1234"),
        ("010-62345678 转 12", "010****5678 转 12"),
        ("(0571)87654321", "057****4321"),
        ("座机 0571-87654321，", "座机 057****4321，"),
        ("王女士13800001234", "王女士138****1234"),
    ],
)
def test_a_number_keeps_its_first_three_and_last_four_digits(text: str, hidden: str) -> None:
    assert masked(text) == hidden


@pytest.mark.parametrize(
    "text",
    [
        "400-800-1234", "2026-11-30 16:00", "K0001", "P20261130-0001", "H13800001234", "138000012345", "记录 T0001",
        "LSVAA13800001234X", "订单 9213800001234", "12345678", "金额 13800.00", "2026-11下旬", "0101-1234",
        "核对码：138000012345", "1380000123",
    ],
)  # fmt: skip
def test_what_is_no_number_stays(text: str) -> None:
    assert masked(text) == text


def book() -> bytes:
    stream = io.BytesIO()
    made = Workbook(stream, {"in_memory": True})
    sheet = made.add_worksheet("名单")
    sheet.write_string(0, 0, "王女士 <b>13800001234</b> & 李")
    sheet.write_number(1, 0, 13800001234)
    sheet.write_rich_string(2, 0, "电话 ", made.add_format({"bold": True}), "13900005678", " 止")
    sheet.write_string(3, 0, " 前后有空 ")
    sheet.write_comment(0, 0, "请打 13800001234")
    made.close()
    return stream.getvalue()


def test_a_workbook_of_ours_is_masked_and_otherwise_the_same() -> None:
    content = book()
    hidden = masked_file("名单.xlsx", content)
    assert hidden == masked_file("名单.xlsx", content)
    cells = load_workbook(io.BytesIO(hidden))["名单"]
    assert [cells.cell(row, 1).value for row in range(1, 5)] == [
        "王女士 <b>138****1234</b> & 李", 13800001234, "电话 139****5678 止", " 前后有空 ",
    ]  # fmt: skip
    assert cells["A1"].comment is not None and "138****1234" in cells["A1"].comment.text


def test_a_page_is_masked() -> None:
    page = '<p>电话 <a href="tel:13800001234">13800001234</a></p>'.encode()
    assert masked_file("旬报.html", page).decode() == '<p>电话 <a href="tel:138****1234">138****1234</a></p>'
