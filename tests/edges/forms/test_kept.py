"""A template with a logo, a text box or a header picture is filled without losing them."""

from __future__ import annotations

from io import BytesIO

import pytest
import xlsxwriter
from openpyxl import Workbook

from huifang.edges.books.hidden_record import RECORD
from huifang.edges.forms.kept import fill, openpyxl_keeps
from huifang.edges.forms.page import ComesBack, FormPage, WrongTemplate
from huifang.edges.forms.returned import printed_record
from huifang.edges.reading.xlsx_read import read_book
from huifang.tables.printed import PLAN_NO, SIGNED
from letterheads import letterhead
from patched import complaints, differing, opened, parts

KNOWN = {"甲": None, "客户": frozenset({"电话"}), "题": frozenset({"题目"})}


def page(*asked: str, **values: str) -> FormPage:
    return FormPage("", {"甲": "", "客户": {"电话": "138"}, **values}, {"题": [{"题目": one} for one in asked]})


TEMPLATE = letterhead(["投诉", "{{ 甲 }}"], ["电话", "{{ 客户.电话 }}"])


def test_nothing_but_the_filled_cells_changes(tmp_path):
    (content,) = fill(TEMPLATE, [page(甲="=1+1")], KNOWN, ours=False)
    assert differing(TEMPLATE, content) == {"xl/worksheets/sheet1.xml"}
    assert any(name.startswith("xl/media/") for name in parts(content))
    assert any(name.startswith("xl/drawings/vmlDrawing") for name in parts(content))
    sheet = opened(content)["处理单"]
    assert (sheet["B1"].value, sheet["B1"].data_type, sheet["B2"].value) == ("=1+1", "s", "138")
    assert complaints(content, tmp_path) == complaints(TEMPLATE, tmp_path)


def test_each_form_is_a_workbook_of_its_own():
    books = fill(TEMPLATE, [page(甲="一"), page(甲="二")], KNOWN, ours=False)
    assert [opened(book)["处理单"]["B1"].value for book in books] == ["一", "二"]


@pytest.mark.parametrize("what", ["header", "box", "logo"])
def test_each_of_them_is_noticed(what):
    others = dict.fromkeys({"header", "box", "logo"} - {what}, False)
    assert not openpyxl_keeps(letterhead(["{{ 甲 }}"], **others))


def test_text_with_formats_of_its_own_is_kept():
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_rich_string("A1", "甲", book.add_format({"bold": True}), "乙", "丙")
    sheet.write("A2", "{{ 甲 }}")
    book.close()
    assert not openpyxl_keeps(stream.getvalue())


def test_an_ordinary_workbook_goes_the_ordinary_way():
    plain = Workbook()
    plain.active.append(["{{ 甲 }}"])
    stream = BytesIO()
    plain.save(stream)
    assert openpyxl_keeps(stream.getvalue()) and openpyxl_keeps(letterhead(["x"], header=False, box=False, logo=False))
    assert len(fill(stream.getvalue(), [page(), page()], KNOWN, ours=False)) == 1


def test_the_items_of_a_list_go_into_free_rows():
    (content,) = fill(letterhead(["{{ 题.题目 }}"], [], [], ["完"]), [page("一", "二", "三")], KNOWN, ours=False)
    assert [opened(content)["处理单"].cell(row, 1).value for row in range(1, 5)] == ["一", "二", "三", "完"]
    with pytest.raises(WrongTemplate) as refused:
        fill(letterhead(["{{ 题.题目 }}"], [], ["完"]), [page("一", "二", "三")], KNOWN, ours=False)
    assert [wrong.cell for wrong in refused.value.wrong] == ["A3"]


def test_a_sheet_under_a_password_is_refused():
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("处理单")
    sheet.write("A1", "{{ 甲 }}")
    sheet.insert_textbox("D1", "某某公司")
    sheet.protect("secret")
    book.close()
    with pytest.raises(WrongTemplate):
        fill(stream.getvalue(), [page()], KNOWN, ours=False)


def test_a_form_with_a_logo_knows_itself_again(tmp_path):
    template = letterhead(["{{ 甲 }}"], ["{{ 题.题目 }}", "{{ 题.选项 }}"], ["客户签字：\n年 月 日"])
    known = {**KNOWN, "题": frozenset({"题目", "选项"})}
    values = {"甲": "", "客户": {"电话": ""}, PLAN_NO: "H1"}
    back = ComesBack(
        office_id="office", title="意见表", marks={"甲": "wishes"}, questions=("题.题目", "题.选项"),
        signature="客户签字", choices={"wishes": ("有", "没有")},
    )  # fmt: skip
    asked = {"题": [{"题目": "好吗", "选项": "□ 好"}]}
    (content,) = fill(template, [FormPage("", values, asked)], known, ours=False, back=back)
    record = printed_record(read_book(content).sheets)
    assert record is not None and record.sheet == "处理单"
    assert record.pages == (("H1", {"wishes": "A1", "题:好吗": "B2", SIGNED: "A3"}),)
    (choice,) = opened(content).worksheets[0].data_validations.dataValidation
    assert (str(choice.sqref), choice.formula1, choice.showErrorMessage) == ("A1", '"有,没有"', False)
    assert opened(content)[RECORD].sheet_state == "veryHidden" and opened(content).sheetnames[-1] == RECORD
    assert any(name.startswith("xl/media/") for name in parts(content))
    assert complaints(content, tmp_path) == complaints(template, tmp_path)
    (blank,) = fill(template, [FormPage("", {**values, PLAN_NO: ""}, asked)], known, ours=False, back=back)
    assert printed_record(read_book(blank).sheets) is None
