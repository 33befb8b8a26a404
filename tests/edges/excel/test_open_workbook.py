"""What is done to a workbook that is open in Excel, on an engine that counts and refuses what Excel would not do."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.table import Table

from fake_excel import REINTERPRETED, ComError, FakeExcel, TakenOtherwise, excel
from huifang.edges.excel import open_workbook
from huifang.edges.excel.blocks import MAX_ADDRESS, addresses, columns_apart, is_taken_otherwise, runs
from huifang.edges.excel.open_register import OpenRegister
from huifang.edges.excel.open_workbook import (
    MAX_NOTES,
    ExcelRefused,
    OpenBook,
    SheetMarks,
    asking_excel,
    open_books,
)
from huifang.edges.marking.marked_copy import AUTHOR, COLOURS
from huifang.edges.marking.results_sheet import results_book
from huifang.edges.patching import AppendRows, SetCell, patch
from huifang.edges.patching.areas import Area
from huifang.edges.store.files import FileBusy
from places import PACKAGE

HEADERS = ("编号", "名称", "电话", "日期", "时间", "数量", "合计")


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A register of somebody's own: a table with a calculated column, colours, a rule and a note."""
    book = Workbook()
    sheet = book.active
    sheet.title = "登记"
    sheet.append(HEADERS)
    for row in (2, 3):
        sheet.append((f"00{row}", "甲", "13800000000", date(2026, 11, row), time(9, row), row, f"=F{row}*2"))
        sheet.cell(row, 1).number_format = "@"
        sheet.cell(row, 5).number_format = "h:mm"
    sheet.add_table(Table(displayName="登记", ref="A1:G3"))
    sheet["B2"].fill = PatternFill("solid", fgColor="FFFFCC00")
    sheet["B2"].comment = Comment("王五:\n记得问", "王五")
    sheet.conditional_formatting.add("A2:G9", FormulaRule(formula=["$F2>2"], fill=PatternFill(bgColor="00FF00")))
    path = tmp_path / "登记表.xlsx"
    book.save(path)
    return path


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "列表.xlsx"
    path.write_bytes(results_book([], []))
    return path


def seen(book: Any) -> dict[str, Any]:
    """All that marks could touch."""
    return {
        sheet.title: (
            [
                (cell.coordinate, cell.value, cell._style, cell.comment.text if cell.comment else None)
                for row in sheet.iter_rows()
                for cell in row
                if cell.value is not None or cell.comment or cell.has_style
            ],
            [
                (str(where.sqref), rule.formula, rule.priority, rule.dxf.fill.bgColor.rgb)
                for where in sheet.conditional_formatting
                for rule in where.rules
            ],
            sorted(sheet.tables),
        )
        for sheet in book.worksheets
    }


def marks(*cells: str) -> dict[str, SheetMarks]:
    words = {cell: "warning" if number % 3 else "error" for number, cell in enumerate(cells)}
    return {"登记": SheetMarks(words, {cell: f"【错误】{cell} 不对。" for cell in cells})}


def put_marks(book: OpenBook, wanted: dict[str, SheetMarks], listed: Path) -> Any:
    with book.working("正在标记"):
        return book.mark(wanted, COLOURS, AUTHOR, listed)


def test_marks_go_as_they_came(register: Path, listed: Path) -> None:
    """After two rounds, saved and opened again; what is somebody's own stays."""
    with excel(register) as fake:
        before = seen(fake.front._book)
        (book,) = open_books()
        for cells in (("B2", "C3"), ("B2", "A2", "F9")):
            assert put_marks(book, marks(*cells), listed).closed == ()
            assert fake.front._book.sheetnames == ["校验结果", "登记"]
        sheet = fake.front._book["登记"]
        assert sheet["B2"].comment.text == f"【错误】B2 不对。\n—— {AUTHOR} ——\n王五:\n记得问"
        assert {str(where.sqref): rule.formula for where in sheet.conditional_formatting for rule in where.rules} == {
            "A2:G9": ["$F2>2"], "B2": ['LEN("huifang:error")>0'], "A2 F9": ['LEN("huifang:warning")>0'],
        }  # fmt: skip
        by_rank = sorted((rule.priority, rule.formula[0]) for w in sheet.conditional_formatting for rule in w.rules)
        assert [formula for _, formula in by_rank][0] == 'LEN("huifang:error")>0'
        book.save()
    with excel(register) as fake:
        (book,) = open_books()
        cleared = book.clear(AUTHOR)
        assert (cleared.marks, cleared.had_list, cleared.closed) == (2 + 3, True, ())
        assert seen(fake.front._book) == before
        assert book.clear(AUTHOR).marks == 0


def test_marks_of_a_copy_that_was_sent_are_taken_away_too(register: Path) -> None:
    from huifang.core.catalogue import found
    from huifang.core.findings import Place
    from huifang.edges.marking.marked_copy import mark

    before = seen(load_workbook(register))
    finding = found("C201", Place(register.name, "登记", "B2"), column="名称", example="")
    register.write_bytes(mark(register.read_bytes(), [finding]))
    with excel(register) as fake:
        (book,) = open_books()
        assert book.clear(AUTHOR).marks == 2
        assert seen(fake.front._book) == before


def test_how_often_excel_is_asked_does_not_grow_with_the_rows(register: Path, listed: Path) -> None:
    """A colour takes a call for every 255 characters of addresses, a note a few; no more than so many are made."""
    asked = []
    for count in (MAX_NOTES, 5 * MAX_NOTES):
        with excel(register) as fake:
            (book,) = open_books()
            fake.calls.clear()
            marked = put_marks(book, marks(*(f"B{row}" for row in range(2, 2 + count))), listed)
            assert marked.unnoted == count - MAX_NOTES
            asked.append((fake.count, fake.calls["add_note"], fake.calls["add_custom"]))
    (few, notes, _), (many, more_notes, rules) = asked
    assert notes == more_notes == MAX_NOTES - 1  # on one cell there is a note
    assert rules < MAX_NOTES // 2 and many - few <= 12 * rules, asked


def test_a_protected_sheet_is_named_and_the_rest_done(register: Path, listed: Path) -> None:
    with excel(register) as fake:
        fake.front._book["登记"].protection.enable()
        (book,) = open_books()
        marked = put_marks(book, marks("B2"), listed)
        assert marked.closed == ("登记",) and not marked.lacks_list
        fake.front._book.security = WorkbookProtection(lockStructure=True)
        assert put_marks(book, marks("B2"), listed).lacks_list


@pytest.mark.parametrize("fails", ["screen_updating", "calculation", "status_bar", ""])
def test_excel_is_left_as_it_was(register: Path, fails: str) -> None:
    """Whatever goes wrong, and where."""
    with excel(register) as fake:
        assert fake.app
        before = dict(fake.app.state)
        (book,) = open_books()

        def work() -> None:
            with book.working("正在工作"):
                assert fake.app and fake.app.state == {
                    **before, "screen_updating": False, "calculation": "manual", "status_bar": "正在工作",
                }  # fmt: skip
                raise KeyboardInterrupt

        if fails:
            fake.refusals[fails] = ComError(-2146827284, "现在不行。")
            with pytest.raises(ExcelRefused, match="现在不行。"):
                work()
        else:
            with pytest.raises(KeyboardInterrupt):
                work()
        assert fake.app.state == before


def test_somebodys_own_macros_are_no_open_workbook(register: Path) -> None:
    personal = register.with_name("PERSONAL.xlsx")
    personal.write_bytes(register.read_bytes())
    with excel(register, personal):
        assert [book.name for book in open_books()] == [register.name]
    with excel(personal), pytest.raises(ExcelRefused) as refused:
        open_books()
    assert refused.value.reason.code == "Y885"


def test_what_excel_does_not_do_is_a_sentence_and_our_own_mistakes_are_not() -> None:
    for hresult, code in ((-2147352573, "Y884"), (-2147024894, "Y884"), (-2146827284, "Y890")):
        with pytest.raises(ExcelRefused) as refused, asking_excel():
            raise ComError(hresult, "不行。")
        assert refused.value.reason.code == code
    for mistake in (ValueError("x"), NotImplementedError()):
        with pytest.raises(type(mistake)), asking_excel():
            raise mistake


def test_pywin32_is_found_without_site(tmp_path: Path, register: Path) -> None:
    """As in the folder for Windows, whose packages lie in a folder that no ``.pth`` is read from."""
    (tmp_path / "win32" / "lib").mkdir(parents=True)
    (tmp_path / "pywin32.pth").write_text("win32\nwin32/lib\nimport huifang_test_bootstrap\n")
    (tmp_path / "win32" / "lib" / "huifang_test_bootstrap.py").write_text("done = True\n")
    with pytest.MonkeyPatch.context() as patch, excel(register):
        patch.setattr(sys, "path", [*sys.path, str(tmp_path)])
        patch.setattr(open_workbook, "find_spec", lambda _: None)
        open_books()
        assert sys.modules.pop("huifang_test_bootstrap").done
        assert str(tmp_path / "win32" / "lib") in sys.path


# Rows that go into an open register


def looked(book: OpenBook) -> bytes:
    path = Path(book.book.fullname).with_name("看一看.xlsx")
    book.save_copy(path)
    return path.read_bytes()


def entered(path: Path, rows: int, **over: Any) -> FakeExcel:
    content, day = path.read_bytes(), date(2026, 12, 1)
    new = [
        {"编号": f"00{row}", "名称": "=1+1", "电话": "1-2", "日期": day, "时间": time(8, 30), "数量": row, **over}
        for row in range(4, 4 + rows)
    ]
    after = patch(content, [SetCell("登记", "B3", "2026-11-30"), AppendRows("登记", new)])
    with excel(path) as fake:
        (book,) = open_books()
        fake.calls.clear()
        kept: list[tuple[str, bytes]] = []
        OpenRegister(book, lambda *what: kept.append(what), lambda _: b"").enter("登记", content, after)
        assert kept == [(path.name, content)] and book.is_saved
    return fake


def test_rows_are_appended_to_the_open_table(register: Path) -> None:
    entered(register, 2, 名称="007")
    sheet = load_workbook(register)["登记"]
    assert sheet.tables["登记"].ref == "A1:G5"
    assert [cell.value for cell in sheet[4]][:6] == ["004", "007", "1-2", datetime(2026, 12, 1), time(8, 30), 4]
    assert sheet["B3"].value == "2026-11-30" and sheet["B3"].data_type == "s"
    assert sheet["E5"].number_format == "h:mm"
    assert sheet["G5"].value == "=F5*2"


def test_numbers_and_days_stay_what_they_are_where_cells_are_formatted_as_text(register: Path) -> None:
    book = load_workbook(register)
    for row in book["登记"]["A2:G9"]:
        for cell in row:
            cell.number_format = "@"
    book.save(register)
    entered(register, 2)
    sheet = load_workbook(register)["登记"]
    assert [cell.value for cell in sheet[5]][:6] == ["005", "=1+1", "1-2", datetime(2026, 12, 1), time(8, 30), 5]


def test_a_block_is_one_call_however_many_rows_it_has(register: Path, tmp_path: Path) -> None:
    other = tmp_path / "别的.xlsx"
    other.write_bytes(register.read_bytes())
    few, many = entered(register, 1), entered(other, 800)
    assert few.calls == many.calls
    assert many.calls["raw_value"] <= 3


def test_formulas_that_stand_ready_stay(register: Path) -> None:
    book = load_workbook(register)
    book["登记"].tables["登记"].ref = "A1:G5"
    book["登记"]["G4"] = "=F4*2"
    book.save(register)
    entered(register, 1)
    assert load_workbook(register)["登记"]["G4"].value == "=F4*2"


@pytest.mark.parametrize("is_read_only", [False, True], ids=["typed into", "read-only"])
def test_a_register_that_somebody_is_typing_into_waits(register: Path, is_read_only: bool) -> None:
    content = register.read_bytes()
    after = patch(content, [SetCell("登记", "B3", "乙")])
    with excel(register) as fake:
        (book,) = open_books()
        fake.front._is_read_only = is_read_only
        if not is_read_only:
            fake.front._type("登记", "F3", 4)
        with pytest.raises(FileBusy):
            OpenRegister(book, lambda *_: pytest.fail("a copy"), looked).enter("登记", content, after)
        assert fake.front._book["登记"]["B3"].value == "甲"
    assert register.read_bytes() == content


# The engine, and the arithmetic of blocks


def test_the_engine_refuses_what_excel_would_take_otherwise(register: Path) -> None:
    with excel(register):
        (book,) = open_books()
        cell = book.book.sheets["登记"].range("B9")
        for text in ("007", "1-2", "=1+1", "2026-11-30", "11月2日", "9:05", "50%", "1E5", "TRUE", "+86 1", "'x"):
            with pytest.raises(TakenOtherwise):
                cell.value = [[text]]
        cell.number_format = "@"
        cell.value = [["007"]]
        for lacking in ("merge_area", "hyperlink", "font"):
            with pytest.raises(NotImplementedError):
                assert getattr(cell, lacking).api


@given(st.one_of(st.from_regex(REINTERPRETED, fullmatch=True), st.text()))
def test_what_the_engine_refuses_is_formatted_as_text(text: str) -> None:
    assert not REINTERPRETED.fullmatch(text) or is_taken_otherwise(text)


@given(st.sets(st.tuples(st.integers(1, 40), st.integers(1, 6))))
def test_runs_are_the_cells_and_addresses_are_short(cells: set[tuple[int, int]]) -> None:
    areas = list(runs(cells))
    assert sum(area.bottom - area.top + 1 for area in areas) == len(cells)
    assert {(row, area.left) for area in areas for row in range(area.top, area.bottom + 1)} == cells
    texts = list(addresses(areas))
    assert all(len(text) <= MAX_ADDRESS for text in texts)
    assert [part for text in texts for part in text.split(",")] == list(map(str, areas))


@given(st.sets(st.integers(2, 9)))
def test_columns_with_formulas_are_left_out(closed: set[int]) -> None:
    areas = list(columns_apart(Area(1, 2, 1, 9), frozenset(closed)))
    assert [n for area in areas for n in range(area.left, area.right + 1)] == sorted({*range(2, 10)} - closed)


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_one_module_imports_xlwings() -> None:
    """Others name its types only; so it is loaded by nothing but ``huifang live``."""
    with_it = [
        path
        for path in sorted(PACKAGE.rglob("*.py"))
        if "xlwings" in path.read_text(encoding="utf-8") and "xlwings" in _imports(path)
    ]
    assert {path.name for path in with_it} == {"open_workbook.py", "open_register.py"}
    for path in with_it:
        top = [node for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.Import)]
        assert not any(alias.name == "xlwings" for node in top for alias in node.names)
