"""The templates that ship are what the declarations give; marks say what they may, and no more."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from huifang.edges.forms.drawn import template_of
from huifang.edges.forms.filled import filled, opened
from huifang.edges.forms.marks import WrongMark, marked
from huifang.edges.forms.page import FormPage, WrongTemplate, marked_cells
from huifang.edges.forms.templates import shipped
from huifang.flow.forms.printing import names_of
from huifang.tables.declared.forms import FORMS, REPAIR, column_of
from places import ROOT

KNOWN = {"甲": None, "客户": frozenset({"电话"}), "题": frozenset({"题目"})}


def book_of(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def grid(content: bytes) -> list[list[object]]:
    return [[cell.value for cell in row] for row in load_workbook(BytesIO(content)).active.iter_rows()]


def page(**values: str) -> FormPage:
    return FormPage("", {"甲": "", "客户": {"电话": ""}, **values}, {"题": []})


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.title)
def test_what_ships_is_what_the_declaration_gives(form):
    assert shipped(form) == template_of(form)


def test_nothing_else_ships():
    assert {path.stem for path in (ROOT / "templates" / "forms").iterdir()} == {form.title for form in FORMS}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.title)
def test_every_declared_column_has_its_mark(form):
    cells = marked_cells(opened(shipped(form)).worksheets[0], names_of(form))
    keys = {key for _, block in form.blocks for key in block} | {*form.listed}
    assert len(cells) >= len(keys)
    for key in keys:
        column_of(form, key)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.title)
def test_paper_is_not_wider_than_it_is(form):
    sheet = opened(shipped(form)).worksheets[0]
    pixels = sum(sheet.column_dimensions[letter].width * 7 + 5 for letter in "ABCDEF")
    assert pixels * sheet.page_setup.scale / 100 / 96 + 0.8 < 210 / 25.4
    assert not sheet.sheet_properties.pageSetUpPr or not sheet.sheet_properties.pageSetUpPr.fitToPage


def test_a_column_that_is_left_out_leaves_no_gap():
    whole, less = (opened(template_of(REPAIR, out)).worksheets[0] for out in (frozenset(), frozenset({"plate"})))
    texts = [cell.value for row in less.iter_rows() for cell in row]
    assert "{{ 车牌号 }}" not in texts and "车牌号" not in texts and "{{ 服务内容 }}" in texts
    assert less.max_row == whole.max_row
    assert any(area.coord.startswith("B") and area.coord.split(":")[1][0] == "F" for area in less.merged_cells.ranges)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{{ 乙 }}", "乙"),
        ("{{ 客户.地址 }}", "地址"),
        ("{{ 甲.电话 }}", "电话"),
        ("{{ 甲", "写法"),
        ("{% for 甲 in 甲 %}{% endfor %}", "不能计算、循环"),
        ("{{ 甲 * 1000000000 }}", "不能计算"),
        ("{{ '%1000000000d' % 1 }}", "不能计算"),
        ("{{ 甲|center(1000000000) }}", "不能计算"),
        ("{{ 甲.__class__ }}", "__class__"),
        ("{{ 客户.__class__.__mro__ }}", "mro"),
        ("{{ range(1000000000) }}", "不能计算"),
        ("{{ " + "(" * 1500, "写法"),
        ("{{ 甲 }}" * 1000, "超过"),
        ("{% include '制度' %}", "不能计算"),
    ],
    ids=lambda value: value[:24],
)
def test_a_mark_says_no_more_than_it_may(text, why):
    with pytest.raises(WrongMark, match=why):
        marked(text, KNOWN)


def test_a_mark_may_choose():
    text = marked("{% if 甲 %}({{ 客户.电话 }}){% else %}无{% endif %}", KNOWN)
    assert text.filled({"甲": "是", "客户": {"电话": "138"}}) == "(138)"
    assert text.filled({"甲": "", "客户": {"电话": "138"}}) == "无"


def test_values_are_text_whatever_they_look_like():
    """Neither formulas nor marks, nor what a sheet may not hold."""
    said = {"甲": '=HYPERLINK("http://x")', "客户": {"电话": "{{ 甲 }}\x07"}}
    content = filled(book_of(["{{ 甲 }}", "{{ 客户.电话 }}"]), [page(**said)], KNOWN, ours=False)
    first, second = load_workbook(BytesIO(content)).active[1]
    assert (first.value, first.data_type) == ('=HYPERLINK("http://x")', "s") and second.value == "{{ 甲 }}"


def test_many_stand_below_each_other_each_on_a_page_of_its_own():
    template = book_of(["表"], *([[None]] * 40), ["{{ 甲 }}"])
    content = filled(template, [page(甲=name) for name in "一二三"], KNOWN, ours=False)
    sheet = load_workbook(BytesIO(content)).active
    assert [row for row in grid(content) if row != [None]] == [["表"], ["一"], ["表"], ["二"], ["表"], ["三"]]
    assert [each.id for each in sheet.row_breaks.brk] == [42, 84]


def test_short_ones_share_a_page():
    content = filled(book_of(["{{ 甲 }}"]), [page(甲=name) for name in "一二三"], KNOWN, ours=False)
    sheet = load_workbook(BytesIO(content)).active
    assert [each.id for each in sheet.row_breaks.brk] == [4]
    assert sheet["A2"].border.bottom.style == "dashed"


def test_a_row_with_an_item_is_repeated_and_an_empty_row_of_marks_is_left_out():
    template = book_of(["问"], ["{% if 甲 %}{{ 甲 }}{% endif %}"], ["{{ 题.题目 }}"], ["完"])
    asked = FormPage("", {"甲": "", "客户": {}}, {"题": [{"题目": "一"}, {"题目": "二"}]})
    assert grid(filled(template, [asked], KNOWN, ours=False)) == [["问"], ["一"], ["二"], ["完"]]


def test_a_formula_of_the_office_stays_one():
    content = filled(book_of(["{{ 甲 }}", "=1+1"]), [page(甲="一")], KNOWN, ours=False)
    assert load_workbook(BytesIO(content)).active["B1"].data_type == "f"


@pytest.mark.parametrize(
    ("template", "cell"),
    [
        (b"not a workbook", None),
        (book_of(["x"] * 100), None),
        (book_of(*([["x"]] * 400)), None),
        (book_of(["x", '="{{ 甲 }}"']), "B1"),
        (book_of(["x"], ["{{ 乙 }}"]), "A2"),
    ],
    ids=["no workbook", "too wide", "too long", "mark in a formula", "unknown name"],
)
def test_a_template_that_cannot_be_filled_says_where(template, cell):
    with pytest.raises(WrongTemplate) as refused:
        filled(template, [page()], KNOWN, ours=False)
    assert [wrong.cell for wrong in refused.value.wrong] == [cell]
