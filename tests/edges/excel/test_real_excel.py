"""The same in Microsoft Excel itself, on machines that have it: ``pytest -m live_excel``.

No CI machine has Excel, so that HUIFANG_REQUIRE_ALL leaves these out. On a Mac what is open is saved first: Excel for
Mac saves no copies.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from fake_excel import REINTERPRETED
from heard_made import COMPLAINTS, UNHAPPY, office_of, rows
from heard_made import NOW as HEARD
from heard_made import sheet as heard_sheet
from huifang.edges.excel.blocks import is_taken_otherwise
from office import RESULTS, SHEET, at, planned_office

if TYPE_CHECKING:
    import xlwings as xw

pytestmark = pytest.mark.live_excel
Open = Callable[[Path], "xw.Book"]


@pytest.fixture(scope="module")
def app() -> Iterator[xw.App]:
    if sys.platform not in ("win32", "darwin"):
        pytest.skip("needs Microsoft Excel, which only Windows and macOS have")
    import xlwings as xw

    try:
        started = xw.App(visible=True, add_book=False)
    except Exception as error:  # pywin32's and appscript's have no common kind
        pytest.skip(f"needs Microsoft Excel, and none starts: {error}")
    yield started
    started.quit()


@pytest.fixture
def opened(app: xw.App) -> Iterator[Open]:
    def open_in_front(path: Path) -> xw.Book:
        book = app.books.open(str(path))
        book.activate()
        return book

    yield open_in_front
    for book in list(app.books):
        book.close()


def typed(book: xw.Book, sheet: str, address: str, value: str) -> None:
    book.sheets[sheet].range(address).value = value
    if sys.platform == "darwin":
        book.save()


def test_marks_come_and_go(opened: Open, tmp_path: Path) -> None:
    office = planned_office(tmp_path)
    book = opened(office.filled())
    sheet, cell = book.sheets[SHEET], at("回访日期", 2)
    own = book.sheets[SHEET].range(cell)
    own.color = (255, 204, 0)
    own.add_note("王五：记得问")
    rules, names = len(sheet.cells.conditional_formats), [one.name for one in book.sheets]
    typed(book, SHEET, cell, "上周三")
    for _ in range(2):
        ran = office.run("live", "check")
        assert ran.code == 1 and cell in {finding["cell"] for finding in ran.data["findings"]}
        assert [one.name for one in book.sheets] == [RESULTS, *names]
        assert own.note and own.note.text.startswith("【错误】") and own.note.text.endswith("王五：记得问")
        assert len(sheet.cells.conditional_formats) > rules
    assert own.color == (255, 204, 0)
    if sys.platform == "darwin":
        book.save()
    assert office.run("live", "clear").data["list_removed"]
    assert own.note and own.note.text == "王五：记得问" and own.color == (255, 204, 0)
    assert (len(sheet.cells.conditional_formats), [one.name for one in book.sheets]) == (rules, names)


def test_what_was_heard_goes_into_the_open_table(opened: Open, tmp_path: Path) -> None:
    office = office_of(tmp_path)
    register = opened(office.path(COMPLAINTS[0]))
    register.save()
    app = register.app
    before = (app.screen_updating, app.calculation)
    opened(heard_sheet(office, UNHAPPY, UNHAPPY))
    ran = office.run("live", "collect", now=HEARD)
    assert [one["number"] for one in ran.data["heard"]] == ["T2611-001", "T2611-002"], ran.err
    table = register.sheets[COMPLAINTS[1]].tables[COMPLAINTS[1]]
    assert table.range.shape[0] >= 3 and register.sheets[COMPLAINTS[1]].range("A3").value == "T2611-002"
    assert [row["来源记录"] for row in rows(office)] == ["H2611-0001-1", "H2611-0002-1"]
    assert (app.screen_updating, app.calculation) == before


def test_the_report_opens_beside(opened: Open, tmp_path: Path) -> None:
    office = planned_office(tmp_path)
    book = opened(office.path("客户资料库.xlsx"))
    book.save()
    ran = office.run("live", "report")
    assert {Path(file).name for file in ran.data["opened"]} <= {one.name for one in book.app.books}
    assert ran.data["opened"]


@pytest.mark.parametrize(
    "text", ["007", "1-2", "2026-11-30", "11月2日", "9:05", "50%", "1E5", "TRUE", "T2611-001", "甲方"]
)
def test_excel_takes_otherwise_what_the_engine_refuses(opened: Open, tmp_path: Path, text: str) -> None:
    """And what it leaves alone may be formatted as text, but what it does not leave alone always is."""
    book = opened(Path(shutil.copy(planned_office(tmp_path).path("人员.xlsx"), tmp_path / "试.xlsx")))
    cell = book.sheets.add("试").range("A1")
    cell.value = text
    assert (cell.value != text) == bool(REINTERPRETED.fullmatch(text))
    assert cell.value == text or is_taken_otherwise(text)
    cell.number_format = "@"
    cell.value = text
    assert cell.value == text


def test_days_and_times_come_back(opened: Open, tmp_path: Path) -> None:
    book = opened(Path(shutil.copy(planned_office(tmp_path).path("人员.xlsx"), tmp_path / "试.xlsx")))
    sheet = book.sheets.add("试")
    sheet.range("A1").value = [[date(2026, 11, 30), (time(9, 30).hour * 60 + 30) / 1440]]
    assert sheet.range("A1").value.date() == date(2026, 11, 30)
    assert abs(sheet.range("B1").value - 9.5 / 24) < 1e-9
