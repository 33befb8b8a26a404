"""Finding a table in sheets that other people made: titles, merged cells, other words, other signs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huifang.core.traditional import simplified
from huifang.edges.known.phones import valid_phone
from huifang.tables.cells import shown
from huifang.tables.column_names import Way
from huifang.tables.declared.calls import CALLS
from huifang.tables.declared.customers import CONTACTS, CUSTOMERS
from huifang.tables.declared.projects import PROJECTS
from huifang.tables.declared.registers import BOOKS
from huifang.tables.declared.services import SERVICES
from huifang.tables.header_words import plain_header
from huifang.tables.locating import locate, straightened
from huifang.tables.model import Column, Kind
from huifang.tables.reading import read_table

TABLES = [table for tables in BOOKS.values() for table in tables] + [CALLS]
ROW = ["K1", "甲店", "普通客户", "A01", "王", "13800000001"]
PLAIN = ["客户编号", "客户名称", "客户类别", "业务员", "联系人", "电话"]
KEYS = ("customer_no", "customer_name", "customer_class", "agent", "contact", "phone")


def found(grid: Sequence[Sequence[Any]], table: Any = CUSTOMERS, **more: Any) -> dict[str, str]:
    """Source → target."""
    located = locate(table, grid, **more)
    return {match.source: match.column.header for match in located.matches} if located else {}


def values(grid: Sequence[Sequence[Any]], table: Any = CUSTOMERS, **more: Any) -> list[tuple[Any, ...]]:
    """Row number and values of the customers in the grid, read through what was located."""
    located = locate(table, grid, **more)
    assert located is not None
    read = read_table(table, straightened(grid, located), "名单.xlsx", {})
    return [(row.number, *(row[key] for key in KEYS)) for row in read.rows]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_declared_headers_are_their_own(table):
    headers = [column.header for column in table.columns]
    located = locate(table, [headers])
    assert [match.column for match in located.matches] == list(table.columns)
    assert {match.way for match in located.matches} == {Way.HEADER}
    assert located.is_standard and not located.doubts and not located.others


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_no_synonym_is_a_header_of_the_same_table(table):
    """Such a word could never be meant."""
    headers = {plain_header(column.header) for column in table.columns}
    words = [plain_header(word) for column in table.columns for word in column.synonyms.split()]
    assert not headers & {*words}
    for column in table.columns:
        own = [plain_header(word) for word in column.synonyms.split()]
        assert len({*own}) == len(own), column.header
    assert all(simplified(word) == word for word in words)


@pytest.mark.parametrize(
    ("titles", "row"),
    [
        ([], 0),
        ([["2026 年客户名单"]], 1),
        ([["", "客户名单", "", "", ""], [], ["制表：王芳", "", "日期", date(2026, 11, 1)]], 3),
        ([[""]] * 12, 12),
    ],
)
def test_titles_stand_above_the_header(titles, row):
    grid = [*titles, PLAIN, ROW]
    assert locate(CUSTOMERS, grid).row == row
    assert values(grid) == [(row + 2, *ROW)]


def test_blank_columns_stay_where_they_are():
    grid = [["", *PLAIN[:2], "", *PLAIN[2:]], ["", *ROW[:2], "", *ROW[2:]]]
    located = locate(CUSTOMERS, grid)
    assert [match.index for match in located.matches] == [1, 2, 4, 5, 6, 7] and not located.others
    assert values(grid) == [(2, *ROW)]


def test_two_rows_of_headers_with_merged_cells():
    top = ["编号", "客户名称", "类别", "负责人", "联系方式", ""]
    below = ["", "", "", "", "联系人", "手机"]
    assert values([["名单"], top, below, ROW]) == [(4, *ROW)]


def test_a_group_heading_belongs_to_the_words_below():
    top = ["项目编号", "工程名称", "客户编号", "现场负责人", "", "配电室负责人", ""]
    below = ["", "", "", "姓名", "电话", "姓名", "电话"]
    located = locate(PROJECTS, [top, below, ["P1", "甲", "K1", "赵", "13800000001", "钱", "13800000002"]])
    keys = [match.column.key for match in located.matches]
    assert keys[:5] == ["project_no", "project_name", "customer_no", "site_manager", "site_manager_phone"]
    assert keys[5:] == ["switch_room_manager", "switch_room_phone"]


@pytest.mark.parametrize(
    ("header", "target", "way"),
    [
        ("客户名称", "客户名称", Way.HEADER),
        ("客户名称*", "客户名称", Way.HEADER),
        (" 客 户 名 称 ", "客户名称", Way.HEADER),
        ("客户\n名称", "客户名称", Way.HEADER),
        ("客戶名稱", "客户名称", Way.VARIANT),
        ("客户名称(必填)", "客户名称", Way.VARIANT),
        ("客户名称\uff08如 永安商行\uff09", "客户名称", Way.VARIANT),
        ("单位名称", "客户名称", Way.SYNONYM),
        ("單位名稱", "客户名称", Way.SYNONYM),
        ("公司名称：", "客户名称", Way.SYNONYM),
        ("ＴＥＬ", "电话", Way.SYNONYM),
        ("tel", "电话", Way.SYNONYM),
        ("手机号", "电话", Way.SYNONYM),
        ("聯絡電話", "电话", Way.SYNONYM),
        ("跟进人", "业务员", Way.SYNONYM),
    ],
)
def test_one_header_in_other_words(header, target, way):
    located = locate(CUSTOMERS, [["客户编号", "地址", header], ["K1", "东路", "x"]])
    (match,) = [match for match in located.matches if match.index == 2]
    assert (match.column.header, match.way) == (target, way)


@pytest.mark.parametrize("header", ["合同额(元)", "合同金额", "合同额"])
def test_a_header_with_another_unit_is_not_taken_for_it(header):
    assert "合同额(万元)" not in found([["项目编号", "工程名称", header], ["P1", "甲", 1]], PROJECTS).values()


def test_a_word_for_two_columns_means_the_required_one_or_the_one_that_is_left():
    assert found([["姓名", "手机"], ["甲", "1"]]) == {"姓名": "客户名称", "手机": "电话"}
    assert found([["公司名称", "姓名", "手机"], ["甲店", "王", "1"]])["姓名"] == "联系人"


def test_two_columns_for_one_are_a_doubt():
    grid = [["客户名称", "手机", "座机"], ["甲", "13800000001", "010-12345678"]]
    located = locate(CUSTOMERS, grid)
    (doubt,) = located.doubts
    assert [header for _, header in doubt.sources] == ["手机", "座机"]
    assert [column.header for column in doubt.columns] == ["电话"]
    assert "电话" not in [match.column.header for match in located.matches]


def test_an_empty_column_does_not_compete():
    grid = [["客户名称", "手机", "座机"], ["甲", "13800000001", ""]]
    assert found(grid) == {"客户名称": "客户名称", "手机": "电话"}


def test_the_exact_header_comes_before_a_synonym():
    grid = [["手机", "电话", "客户名称"], ["13800000001", "010-12345678", "甲"]]
    located = locate(CUSTOMERS, grid)
    assert [(m.header, m.column.header) for m in located.matches] == [("电话", "电话"), ("客户名称", "客户名称")]
    assert located.others == ((0, "手机"),)


def test_what_is_told_wins_over_what_was_saved_and_both_over_the_header():
    grid = [["客户名称", "甲方", "电话"], ["甲", "乙", "1"]]
    assert found(grid, saved={"甲方": "联系人"})["甲方"] == "联系人"
    assert found(grid, saved={"甲方": "联系人"}, told={"甲方": "备注"})["甲方"] == "备注"
    assert found(grid, told={"客户名称": "", "甲方": "客户名称"}) == {"甲方": "客户名称", "电话": "电话"}
    assert found([["甲", "乙"], ["1", "2"]], told={"甲": "客户名称", "乙": "电话"}) == {"甲": "客户名称", "乙": "电话"}


def test_a_column_without_a_header_is_called_by_its_letter():
    grid = [["客户名称", "", "地址"], ["甲", "13800000001", "东路"]]
    assert found(grid, told={"B列": "电话"})["B 列"] == "电话"
    assert locate(CUSTOMERS, grid).headers == ("客户名称", "B 列", "地址")


def looks(column: Column, raws: Sequence[Any]) -> bool:
    return column.kind is Kind.PHONE and all(valid_phone(shown(raw)) for raw in raws)


def test_contents_tell_what_a_header_does_not():
    grid = [["客户名称", "打这个", "地址"], ["甲", 13800000001.0, "东路"], ["乙", "13800000002", "西路"]]
    located = locate(CUSTOMERS, grid, fits=looks)
    assert [m.way for m in located.matches if m.index == 1] == [Way.CONTENTS]
    assert locate(CUSTOMERS, grid).others == ((1, "打这个"),)


def test_two_columns_that_look_alike_are_not_guessed():
    grid = [["客户名称", "甲号", "乙号", "地址"], ["甲", "13800000001", "13800000002", "东路"]]
    assert locate(CUSTOMERS, grid, fits=looks).others == ((1, "甲号"), (2, "乙号"))
    grid = [["项目编号", "工程名称", "打这个"], ["P1", "甲", "13800000001"]]
    assert locate(PROJECTS, grid, fits=looks).others == ((2, "打这个"),)  # four telephones, none required


@pytest.mark.parametrize("grid", [[], [[]], [["", ""]], [["甲", "乙"], ["1", "2"]], [["客户名称"], ["甲"]]])
def test_where_no_header_is_nothing_is_located(grid):
    assert locate(CUSTOMERS, grid) is None


def test_the_header_is_not_looked_for_without_end():
    assert locate(CUSTOMERS, [["说明"]] * 30 + [PLAIN, ROW]) is None


def test_rows_are_not_taken_for_a_header():
    """A row of blanks below the header would give its words again."""
    grid = [PLAIN, ["K1", "", "", "", "", ""], ["客户编号", "电话", "", "", "", ""]]
    assert locate(CUSTOMERS, grid).row == 0


def test_ragged_rows_are_read():
    grid = [["名单"], PLAIN, ["K1", "甲店"], [], ["K2"]]
    read = read_table(CUSTOMERS, straightened(grid, locate(CUSTOMERS, grid)), "名单.xlsx", {})
    assert [(row.number, row["customer_no"], row["customer_name"]) for row in read.rows] == [
        (3, "K1", "甲店"), (5, "K2", None),
    ]  # fmt: skip


@given(st.permutations(range(len(PLAIN))), st.integers(0, 5), st.booleans())
def test_the_order_of_columns_does_not_matter(order, titles, spread):
    header, row = [PLAIN[i] for i in order], [ROW[i] for i in order]
    if spread:
        header, row = ([cell for one in cells for cell in (one, "")] for cells in (header, row))
    assert values([*[["名单"]] * titles, header, row]) == [(titles + 2, *ROW)]


@given(st.lists(st.lists(st.one_of(st.text(max_size=6), st.sampled_from(PLAIN), st.none()), max_size=8), max_size=8))
def test_any_sheet_is_located_or_not_but_never_breaks(grid):
    for table in (CUSTOMERS, CONTACTS, SERVICES):
        located = locate(table, grid)
        if located:
            assert len({match.column.key for match in located.matches}) == len(located.matches)
            assert len({match.index for match in located.matches}) == len(located.matches)
            read_table(table, straightened(grid, located), "名单.xlsx", {})
