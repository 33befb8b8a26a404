"""The sheets of items in 制度.xlsx offer what an item may be, where that is one of some words."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from huifang.edges.books.register_books import build_books
from huifang.edges.known.presets import load_preset
from huifang.policy.items import ITEMS_OF


@pytest.fixture(scope="module")
def book() -> Workbook:
    content = build_books(load_preset("sales-ten-day"), only=("制度.xlsx",))["制度.xlsx"]
    return load_workbook(BytesIO(content))


def offered(book: Workbook, sheet: str) -> dict[str, tuple[str, ...]]:
    """What the drop-downs of the sheet offer, by item."""
    found = {}
    for rule in book[sheet].data_validations.dataValidation:
        if rule.type == "list":
            words = (
                rule.formula1.strip('"').split(",") if rule.formula1.startswith('"') else listed(book, rule.formula1)
            )
            for area in rule.sqref.ranges:
                assert area.min_col == area.max_col == 2
                for row in range(area.min_row, area.max_row + 1):
                    found[book[sheet].cell(row, 1).value] = tuple(words)
    return found


def listed(book: Workbook, formula: str) -> list[str]:
    sheet, _, area = formula.replace("'", "").partition("!")
    return [str(cell.value) for (cell,) in book[sheet][area.replace("$", "")]]


@pytest.mark.parametrize("sheet", ITEMS_OF)
def test_each_item_of_some_words_offers_them(book: Workbook, sheet: str) -> None:
    here = {book[sheet].cell(row, 1).value for row in range(2, book[sheet].max_row + 1)}
    assert offered(book, sheet) == {
        name: item.choices for name, item in ITEMS_OF[sheet].items() if item.choices and name in here
    }


def test_what_they_offer(book: Workbook) -> None:
    assert offered(book, "邮箱")["服务商"][:2] == ("QQ邮箱", "163邮箱") and offered(book, "基本")["批次"] == (
        "旬",
        "周",
        "月",
    )
    assert offered(book, "邮箱")["隐去电话"] == ("是", "否") and "邮箱地址" not in offered(book, "邮箱")
