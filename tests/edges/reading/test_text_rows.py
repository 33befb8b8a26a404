"""Text files as rows: whatever is typed into a cell, no row is cut by it and none swallowed."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huifang.core.text import MAX_CELL_TEXT
from huifang.edges.reading.list_read import read_list
from huifang.edges.reading.text_rows import SEPARATORS, TextRow, text_rows

HEAD = "客户编号,客户名称,电话,地址"


def cells(text: str) -> list[list[str]]:
    return [list(row.cells) for row in text_rows(text)]


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\v", "\f", "\x85", "\x1c", "\x1d", "\x1e"])
def test_only_a_line_break_ends_a_row(sign):
    assert cells(f"甲,城东{sign}建设路\r\n乙,城西\r\n") == [["甲", f"城东{sign}建设路"], ["乙", "城西"]]


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r"])
def test_every_line_break_ends_a_row(ending):
    assert cells(ending.join(["甲,1", "乙,2", ""])) == [["甲", "1"], ["乙", "2"]]


def test_a_quoted_cell_keeps_its_line_breaks_separators_and_quotes():
    text = f'{HEAD}\r\nK1,店1,138,"城东, 建设路\n1 号""后门"""\r\nK2,店2,139,城西\r\n'
    assert cells(text)[1:] == [["K1", "店1", "138", '城东, 建设路\n1 号"后门"'], ["K2", "店2", "139", "城西"]]
    assert [row.line for row in text_rows(text)] == [1, 2, 4]


@pytest.mark.parametrize(
    ("lines", "torn"),
    [
        (["K1,店1,138,城东", 'K2,店2,139,"城西', "K3,店3,137,城南"], [3]),  # never closed
        (['K1,店1,138,"城东', 'K2,店2,139,"城西"', "K3,店3,137,城南"], [2]),  # closed by a quote of the next row
        (['K1,店1,138,"城东"路', "K2,店2,139,城西", "K3,店3,137,城南"], [2]),  # closed in the middle
        (['K1,"店1,138,城东', 'K2,店2",139,城西', "K3,店3,137,城南"], [2, 3]),  # closed where another row's cell ends
        (['K1,店1,138,"城东', 'K2,店2,139,"城西', 'K3,店3,137,"城南'], [2, 3, 4]),
        (['K1,店1,138,5"管', "K2,店2,139,城西", "K3,店3,137,城南"], []),  # inches
    ],
)
def test_an_open_quote_tears_its_own_row_and_no_other(lines, torn):
    text = "\r\n".join([HEAD, *lines])
    rows = text_rows(text)
    assert [row.line for row in rows if row.torn] == torn
    whole = [list(row.cells) for row in rows if not row.torn]
    kept = [line for number, line in enumerate([HEAD, *lines], 1) if number not in torn]
    assert whole == [line.replace('"城西"', "城西").split(",") for line in kept]


def test_a_cell_that_no_spreadsheet_can_hold_is_torn():
    long = "长" * (MAX_CELL_TEXT + 1)
    assert [row.torn for row in text_rows(f"{HEAD}\nK1,店1,138,{long}\nK2,店2,139,{long[1:]}")] == [False, True, False]


@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("title", ["客户名单", "客户名单,制表", "制表;王芳", "sep=;", ""])
def test_titles_above_do_not_hide_the_separator(separator, title):
    rows = [["编号", "名称", "地址"], *([f"K{n}", f"店{n}", "城东，1 号"] for n in range(4))]
    text = "\n".join([title, *(separator.join(row) for row in rows)])
    assert cells(text)[-5:] == rows


def test_text_in_two_bytes_a_character_without_a_mark():
    for encoding in ("utf-16-le", "utf-16-be", "utf-16", "utf-8-sig", "gbk"):
        book = read_list(f"{HEAD}\r\nK1,店1,13800010001,城东\r\n".encode(encoding), "名单.csv").book
        assert book.sheets["名单"][1] == ["K1", "店1", "13800010001", "城东"], encoding


def test_a_mark_that_was_written_twice_is_no_part_of_the_header():
    book = read_list(b"\xef\xbb\xbf" + '"客户编号",客户名称\r\nK1,店1\r\n'.encode("utf-8-sig"), "名单.csv").book
    assert book.sheets["名单"] == [["客户编号", "客户名称"], ["K1", "店1"]]


def test_a_sign_of_nothing_in_a_cell_is_no_other_encoding():
    book = read_list(f"{HEAD}\r\nK1,店\0一,13800010001,城东\r\n".encode(), "名单.csv").book
    assert book.sheets["名单"][1][0] == "K1"


SAFE = st.text(st.sampled_from('甲乙K1 "\u2028\v'), max_size=6)
CELLS = st.one_of(SAFE, SAFE.map(lambda text: f"{text}\n{text}"), SAFE.map(lambda text: f"{text},{text}"))
TABLES = st.integers(3, 6).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=2, max_size=8)
)


@given(TABLES, st.sampled_from(["\r\n", "\n"]))
def test_what_a_program_writes_is_read_again(table, ending):
    table = [[f"名{n}" for n in range(len(table[0]))], *table]
    stream = io.StringIO()
    csv.writer(stream, lineterminator=ending).writerows(table)
    rows = text_rows(stream.getvalue())
    assert [list(row.cells) for row in rows] == table and not any(row.torn for row in rows)


@given(st.lists(st.sampled_from("甲乙丙"), min_size=3, max_size=9), st.data())
def test_a_quote_anywhere_swallows_nothing(names, data):
    lines = [HEAD, *(f"K{n},{name},138,城东" for n, name in enumerate(names))]
    at = data.draw(st.integers(1, len(names)))
    parts = lines[at].split(",")
    where = data.draw(st.integers(0, 3))
    parts[where] = f'"{parts[where]}'
    broken = [*lines[:at], ",".join(parts), *lines[at + 1 :]]
    rows = text_rows("\r\n".join(broken))
    assert [row for row in rows if row.torn] == [TextRow(tuple(parts), at + 1, torn=True)]
    assert [list(row.cells) for row in rows if not row.torn] == [
        line.split(",") for line in [*lines[:at], *lines[at + 1 :]]
    ]


@given(st.text(st.sampled_from('ab",;\t\r\n '), max_size=60))
def test_every_sign_of_any_text_is_in_a_row(text):
    rows = text_rows(text)
    kept = "".join("".join(row.cells) for row in rows)
    for sign in "ab":
        assert kept.count(sign) == text.count(sign)
    assert [row.line for row in rows] == sorted(row.line for row in rows)
