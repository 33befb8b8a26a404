"""Colours, notes and a sheet of ours in any workbook: there after one patch, gone without a trace after the next."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from huifang.core.findings import Finding, Place, Severity
from huifang.edges.drawing.sheet_names import RESULTS
from huifang.edges.marking.results_sheet import Line, results_book
from huifang.edges.marking.rounds import lines_of
from huifang.edges.patching import AddSheet, Alteration, Annotate, CannotPatch, Highlight, RemoveSheet, patch
from huifang.edges.reading.xlsx_read import read_book
from patched import by_libreoffice, cells, complaints, differing, opened, parts, values
from workbooks_made import CORPUS, by_hand, by_xlsxwriter, packed

COLOURS = {"error": "#F8B4AB", "warning": "#FFE699"}
US = "回访系统"
ONE_LINE = Line(
    level="错误", code="R311", title="类别", sheet="客户", cell="B2", message="问题", hint="怎么办", state="新发现",
    mark="m", target="'客户'!B2",
)  # fmt: skip
LIST = results_book([ONE_LINE], [])
ON: list[Alteration] = [
    AddSheet(LIST),
    Highlight("客户", {"A2": "error", "A3": "error", "E2": "warning"}, COLOURS),
    Annotate("客户", {"B2": "【错误】不对。\n请改正。", "C2": "新的", "B3": "也是"}, US),
]
OFF: list[Alteration] = [RemoveSheet(RESULTS), Highlight("客户", {}, COLOURS), Annotate("客户", {}, US)]


@pytest.fixture(scope="module", params=CORPUS)
def book(request: pytest.FixtureRequest) -> bytes:
    return CORPUS[request.param][0]()


def notes(content: bytes, sheet: str = "客户") -> dict[str, tuple[str, str]]:
    """Author and text by address."""
    found = [cell for row in opened(content)[sheet].iter_rows() for cell in row if cell.comment]
    return {cell.coordinate: (cell.comment.author, cell.comment.text) for cell in found}


def rules(content: bytes) -> list[tuple[str, int, Any]]:
    """(areas, priority, first formula) of every conditional format, in the order of the file."""
    listed = opened(content)["客户"].conditional_formatting
    return [(str(r.sqref), rule.priority, (rule.formula or [None])[0]) for r in listed for rule in r.rules]


@pytest.mark.slow
def test_marks_are_there(book: bytes, tmp_path: Path) -> None:
    after = patch(book, ON)
    assert not complaints(after, tmp_path) - complaints(book, tmp_path)
    assert opened(after).sheetnames == [RESULTS, *opened(book).sheetnames]
    assert opened(after).active.title == opened(book).active.title
    ours = [rule for rule in rules(after) if str(rule[2]).startswith('LEN("huifang:')]
    assert ours == [("A2:A3", 1, 'LEN("huifang:error")>0'), ("E2", 2, 'LEN("huifang:warning")>0')]
    assert [rule for rule in rules(after) if rule not in ours] == [(a, p + 2, f) for a, p, f in rules(book)]
    assert notes(after)["C2"] == (US, f"新的\n—— {US} ——")
    listed = values(after, RESULTS)
    assert [listed[f"{letter}1"] for letter in "ABC"] == ["序号", "级别", "代码"]
    assert opened(after)[RESULTS]["F2"].hyperlink.location == "'客户'!B2"
    assert opened(after)[RESULTS].auto_filter.ref == "A1:I2"
    assert opened(after)[RESULTS].print_title_rows == "$1:$1"
    kept = {at: cell for at, cell in cells(after).items() if at[0] != RESULTS}
    assert kept == cells(book)


def test_marks_go_without_a_trace(book: bytes) -> None:
    """Twice on, once off: formats that were added to the stylesheet and the name of the author are all that stays."""
    after = patch(patch(patch(book, ON), [RemoveSheet(RESULTS), *ON]), OFF)
    assert cells(after) == cells(book)
    assert notes(after) == notes(book)
    assert rules(after) == rules(book)
    assert opened(after).sheetnames == opened(book).sheetnames
    assert set(parts(after)) == set(parts(book))
    assert differing(book, after) <= {
        "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml", "xl/comments1.xml",
        "xl/comments/comment1.xml",
    }  # fmt: skip


def test_taking_off_what_is_not_there_changes_nothing(book: bytes) -> None:
    assert differing(book, patch(book, OFF)) == set()


def test_libreoffice_shows_the_marks_and_keeps_them_recognisable(libreoffice: str, tmp_path: Path) -> None:
    marked = {name: patch(make(), ON) for name, (make, _) in CORPUS.items()}
    saved = by_libreoffice(libreoffice, tmp_path, marked)
    assert set(saved) == set(CORPUS)
    for name, content in saved.items():
        assert "新的" in notes(content)["C2"][1], name
        assert values(content, RESULTS)["C2"] == "R311"
        after = patch(content, OFF)
        assert RESULTS not in opened(after).sheetnames
        assert not [rule for rule in rules(after) if "huifang" in str(rule[2])], name
        mine = {at: text.strip() for at, (_, text) in notes(CORPUS[name][0]()).items()}
        assert {at: text.strip() for at, (_, text) in notes(after).items() if "线程" not in text} == {
            at: text for at, text in mine.items() if "线程" not in text
        }, name


# What people wrote


def test_a_note_of_a_person_stays_below_ours() -> None:
    before = by_hand("excel")
    after = patch(before, ON)
    author, text = notes(after)["B2"]
    assert author == "李晓明"
    assert text.startswith("【错误】不对。\n请改正。\n—— 回访系统 ——\n李晓明:")
    assert parts(after)["xl/comments1.xml"].count(b"<b/>") == 1  # their rich text is as rich as before
    assert notes(patch(after, OFF)) == notes(before)


def test_a_threaded_comment_is_left_alone() -> None:
    after = patch(by_hand("excel"), ON)
    assert notes(after)["B3"] == notes(by_hand("excel"))["B3"]
    assert "xl/threadedComments/threadedComment1.xml" not in differing(by_hand("excel"), after)


def test_what_somebody_wrote_into_our_note_stays() -> None:
    marked = patch(by_xlsxwriter(), ON)
    name = "xl/comments1.xml"
    answered = parts(marked)[name].replace(f"新的\n—— {US} ——".encode(), f"新的\n—— {US} ——\n已问过客户".encode())
    content = packed({**parts(marked), name: answered})
    once = patch(content, [Annotate("客户", {"C2": "又一条"}, US)])
    author, text = notes(once)["C2"]
    assert author != US
    assert text == f"又一条\n—— {US} ——\n已问过客户"
    assert notes(patch(once, OFF))["C2"] == (author, "已问过客户")


def test_boxes_are_drawn_beside_buttons() -> None:
    """A drawing that holds a button, and HTML that is no XML: only our boxes are added, under free numbers."""
    after = patch(by_hand("excel"), ON)
    drawing = parts(after)["xl/drawings/vmlDrawing1.vml"].decode()
    assert drawing.count("<br>") == 1
    assert 'ObjectType="Button"' in drawing
    numbers = re.findall(r'id="_x0000_s(\d+)"', drawing)
    assert len(numbers) == len(set(numbers)) == 4
    assert "2, 15, 1, 2, 4, 31, 8, 1" in drawing  # the box of the longer note has grown by its lines
    assert (
        parts(patch(after, OFF))["xl/drawings/vmlDrawing1.vml"]
        == parts(by_hand("excel"))["xl/drawings/vmlDrawing1.vml"]
    )


@pytest.mark.slow
def test_many_notes_take_more_numbers() -> None:
    wanted = {f"J{row}": f"第 {row} 行" for row in range(1, 2101)}
    after = patch(by_xlsxwriter(), [Annotate("客户", wanted, US)])
    drawing = parts(after)["xl/drawings/vmlDrawing1.vml"].decode()
    numbers = [int(n) for n in re.findall(r'<v:shape id="_x0000_s(\d+)"', drawing)]
    blocks = re.search(r'idmap v:ext="edit" data="([\d,]+)"', drawing)
    assert blocks and {n // 1024 for n in numbers} <= set(map(int, blocks[1].split(",")))
    assert len(numbers) == len(set(numbers))
    assert len(notes(after)) == 2101


def test_merged_cells_are_marked_as_one() -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "客户"
    sheet["A1"] = "标题"
    sheet.merge_cells("A1:C2")
    stream = io.BytesIO()
    book.save(stream)
    after = patch(stream.getvalue(), [Highlight("客户", {"B2": "error"}, COLOURS), Annotate("客户", {"C1": "注"}, US)])
    assert rules(after)[0][0] == "A1:C2"
    assert set(notes(after)) == {"A1"}


# Sheets


def test_names_and_the_open_sheet_follow_the_sheets() -> None:
    before = by_xlsxwriter()
    after = patch(before, [AddSheet(LIST)])
    names = re.findall(r'<definedName name="([^"]*)" localSheetId="(\d)"', parts(after)["xl/workbook.xml"].decode())
    assert sorted(names) == [
        ("_xlnm.Print_Area", "1"), ("_xlnm.Print_Titles", "0"), ("_xlnm.Print_Titles", "1"),
        ("_xlnm._FilterDatabase", "0"),
    ]  # fmt: skip
    assert opened(patch(after, [RemoveSheet(RESULTS)])).active.title == "客户"


def test_a_sheet_takes_its_drawings_along() -> None:
    after = patch(by_xlsxwriter(), [RemoveSheet("图 表")])
    gone = set(parts(by_xlsxwriter())) - set(parts(after))
    assert gone >= {"xl/worksheets/sheet2.xml", "xl/worksheets/_rels/sheet2.xml.rels", "xl/comments2.xml"}
    assert not any("sheet2.xml" in content.decode() for name, content in parts(after).items() if name.endswith(".rels"))
    assert opened(after).sheetnames == ["客户"]


def test_the_last_visible_sheet_stays() -> None:
    with pytest.raises(CannotPatch, match="唯一"):
        patch(by_hand("excel"), [RemoveSheet("客户")])
    with pytest.raises(CannotPatch, match="已有工作表"):
        patch(patch(by_hand("excel"), [AddSheet(LIST)]), [AddSheet(LIST)])


def test_what_says_the_same_is_one_line_and_known_again_cell_by_cell():
    """Two of three are corrected: the list says so of these, and that the third is still there."""
    grid = [["编号", "时间"], ["H1", ""], ["H2", ""], ["H3", ""]]
    places = [Place("表.xlsx", "回访记录", f"B{row}") for row in (2, 3, 4)]
    missing = [Finding("C201", Severity.ERROR, place, "没有填写。", "请填写。") for place in places]
    first = read_book(results_book(lines_of(missing, {"回访记录": grid}), [])).sheets[RESULTS]
    assert [row[5] for row in first[1:]] == ["B2:B4 共 3 处"]
    again = lines_of(missing[1:2], {"回访记录": grid, RESULTS: first})
    assert sorted((line.state, line.cell) for line in again) == [("仍未改正", "B3"), ("已改正", "B2"), ("已改正", "B4")]
    second = read_book(results_book(again, [])).sheets[RESULTS]
    assert [(row[5], row[8]) for row in second[1:]] == [("B3", "仍未改正"), ("B2、B4", "已改正")]
