"""What offices really send: sheets and registers with titles, other words, other signs, hidden rows, old calendars."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from huifang.edges.store.office import Office
from huifang.flow.office.desk import Desk
from huifang.tables.anywhere import read_anywhere
from huifang.tables.declared.calls import CALLS
from huifang.tables.reading import read_table
from office import MONDAY, SHEET, TestOffice, at, blank_office, codes, columns, edited, find, load, planned_office

NOW = "2026-11-24 17:00"
BOOK = "客户资料库.xlsx"


@pytest.fixture
def office(tmp_path):
    return planned_office(tmp_path)


def collected(office: TestOffice, path: Path) -> tuple[dict[str, Any], list[str]]:
    """The sheet's entry among the accepted, and the codes of its warnings; nothing may be returned."""
    data = office.collect(path, now=NOW).data
    assert not data["returned"], data["returned"][0]["findings"]
    (entry,) = data["accepted"]
    return entry, codes(entry["findings"])


def copied(path: Path, name: str = "Sheet1", top: int = 0, edit: Callable[[Any], None] = lambda sheet: None) -> Path:
    """The filled rows in a new workbook: values only, ``top`` rows further down."""
    source = load(path)
    rows = [[cell.value for cell in cells] for cells in source[SHEET].iter_rows()]
    book = Workbook()
    sheet = book.active
    sheet.title = name
    for number, cells in enumerate(rows, start=1 + top):
        for column, value in enumerate(cells, start=1):
            sheet.cell(number, column).value = value
            if isinstance(value, str):
                sheet.cell(number, column).data_type = "s"
    edit(sheet)
    target = path.with_name(f"抄-{path.name}")
    book.save(target)
    return target


def test_rows_copied_into_a_new_file_are_known_by_their_plan_numbers(office):
    entry, warned = collected(office, copied(office.filled()))
    assert entry["rows"] == 6 and warned == ["F104", "F117"]
    assert office.run("verify").data["ok"]


def test_a_title_above_the_header(office):
    def title(sheet: Any) -> None:
        sheet["A1"] = "李晓明 十一月下旬回访"
        sheet.merge_cells("A1:F1")

    entry, warned = collected(office, copied(office.filled(), SHEET, 2, title))
    assert entry["rows"] == 6 and warned == ["F104", "F112"]
    ledger = office.ledger()
    assert {row["来源行"] for row in ledger.values()} == {4, 5, 6, 7, 8, 9}
    assert office.run("verify").data["ok"]


def test_an_error_below_a_title_is_marked_where_it_stands(office):
    path = copied(office.filled(), SHEET, 3, lambda sheet: put_at(sheet, 4, 5, {"满意度": "好极了"}))
    data = office.collect(path, now=NOW).data
    (returned,) = data["returned"]
    letter = at("满意度", 1)[0]
    assert find(returned["findings"], "C205") == [("error", SHEET, f"{letter}5")]
    assert data["accepted"][0]["rows"] == 5


def put_at(sheet: Any, header_row: int, row: int, values: dict[str, Any]) -> None:
    places = {str(cell.value): cell.column for cell in sheet[header_row]}
    for header, value in values.items():
        sheet.cell(row, places[header]).value = value


@pytest.mark.slow
@pytest.mark.parametrize(
    ("header", "word"),
    [
        ("通话结果", "接听情况"),
        ("满意度", "滿意度"),
        ("回访日期", "回訪日期"),
        ("处理情况", "處理結果"),
        ("备注", "说明"),
    ],
)
def test_renamed_headers_are_understood_and_said(office, header, word):
    path = office.filled()
    with edited(path) as book:
        sheet = book[SHEET]
        sheet.cell(1, columns(sheet)[header]).value = word
    entry, warned = collected(office, path)
    assert entry["rows"] == 6 and warned == ["F113"]
    assert f"“{word}”读作“{header}”" in entry["findings"][0]["message"]
    assert office.run("verify").data["ok"]


def test_values_in_traditional_characters(office):
    path = office.filled(满意度="滿意", 通话结果="接通", 处理情况="無問題", 回访方式="電話")
    entry, warned = collected(office, path)
    assert entry["rows"] == 6 and warned == ["C206"]
    assert {row["满意度"] for row in office.ledger().values()} == {"满意"}
    assert office.run("verify").data["ok"]


SPELLINGS = [
    "2026-11-23", "2026/11/23", "2026.11.23", "2026年11月23日", "20261123", "11月23日", "11/23", "11-23",
    "2026年11月23号", "26.11.23", "26年11月23日", "2026。11。23", "2026—11—23", "2026.11.23.",
    "2026年11月23日 上午9:05",
    "\uff12\uff10\uff12\uff16\uff0d\uff11\uff11\uff0d\uff12\uff13", 20261123,
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_days_in_every_usual_spelling(office, spelling):
    entry, warned = collected(office, office.filled(回访日期=spelling))
    assert entry["rows"] == 6 and warned == ["C207" if "26" in unicodedata.normalize("NFKC", str(spelling)) else "C215"]
    assert {row["回访日期"] for row in office.ledger().values()} == {datetime(2026, 11, 23)}
    assert office.run("verify").data["ok"]


@pytest.mark.slow
@pytest.mark.parametrize("spelling", ["9点05", "9点05分", "9:05", "9\uff1a05", "上午9:05", "9时5分"])
def test_times_in_words(office, spelling):
    path = office.filled(count=1, 开始时间=spelling, 结束时间="9点半")
    entry, warned = collected(office, path)
    assert entry["rows"] == 1 and warned == ["C207"]
    (row,) = office.ledger().values()
    assert (row["开始时间"], row["结束时间"]) == ("09:05", "09:30")


def test_hidden_and_filtered_rows_are_read_and_mentioned(office):
    path = office.filled()
    with edited(path) as book:
        for row in (3, 5, 30):
            book[SHEET].row_dimensions[row].hidden = True
    entry, warned = collected(office, path)
    assert entry["rows"] == 6 and warned == ["F115"]
    (finding,) = entry["findings"]
    assert finding["cell"] == "A3" and "2 行" in finding["message"]


def test_further_sheets_are_mentioned(office):
    path = office.filled()
    with edited(path) as book:
        book.create_sheet("我的记事")["A1"] = "记得回电话"
        book.create_sheet("空的")
    entry, warned = collected(office, path)
    assert warned == ["F116"] and entry["findings"][0]["sheet"] == "我的记事"


def test_a_workbook_that_counts_from_1904(office):
    path = copied(office.filled(), SHEET)
    with edited(path) as book:
        book.epoch = CALENDAR_MAC_1904
        at = columns(book[SHEET])["回访日期"]
        book[SHEET].cell(3, at).value = 46349 - 1462
        book[SHEET].cell(3, at).number_format = "General"
    entry, warned = collected(office, path)
    assert entry["rows"] == 6 and warned == ["F104", "C207"]
    assert {row["回访日期"] for row in office.ledger().values()} == {datetime(2026, 11, 23)}


def test_a_ledger_workbook_is_no_sheet_of_calls(office):
    office.collect(office.filled(), now=NOW)
    office.report()
    (ledger,) = office.path("台账").glob("*.xlsx")
    shutil.copy(ledger, office.outside / "台账.xlsx")
    data = office.collect(office.outside / "台账.xlsx", now="2026-11-30 19:00").data
    assert not data["accepted"] and not data["returned"] and len(data["ignored"]) == 1


def test_saved_by_libreoffice_after_a_title_was_put_above(office, libreoffice, tmp_path):
    path = copied(office.filled(), "回访", 1, lambda sheet: sheet.cell(1, 1, "十一月"))
    command = [libreoffice, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "xlsx"]
    target = tmp_path / "存"
    subprocess.run([*command, "--outdir", str(target), str(path)], check=True, capture_output=True, timeout=180)
    entry, warned = collected(office, next(target.glob("*.xlsx")))
    assert entry["rows"] == 6 and {"F104", "F112", "F117"} <= {*warned}


# Registers


def test_a_register_with_a_title_and_other_words_is_read_and_said(tmp_path):
    office = blank_office(tmp_path)
    with edited(office.path(BOOK)) as book:
        sheet = book["客户"]
        del sheet.tables["客户"]
        sheet.insert_rows(1, 2)
        sheet["A1"] = "客户资料"
        sheet.cell(3, 6).value = "手机"
    checked = office.run("check", now="2026-11-20 09:00").data
    assert find(checked["findings"], "F112") == [("warning", "客户", "A3")]
    assert find(checked["findings"], "F113") == [("warning", "客户", "F3")]
    assert not [f for f in checked["findings"] if f["severity"] == "error"]
    planned = office.run("plan", "--period", "2026-11下旬", now="2026-11-20 09:00")
    assert len(planned.data["calls"]) == 11


def test_an_import_goes_into_a_register_with_a_title(tmp_path):
    from lists import plain

    office = blank_office(tmp_path)
    with edited(office.path(BOOK)) as book:
        sheet = book["客户"]
        del sheet.tables["客户"]
        sheet.insert_rows(1)
        sheet["A1"] = "客户资料"
        sheet.cell(2, 6).value = "手机"
    path = plain(office.outside / "新.xlsx", ["客户名称", "业务员", "电话"], ["新店", "A01", "13900001111"])
    ran = office.run("import", path, "--to", "客户", "--yes", now=NOW)
    assert ran.data["appended"] == 1 and ran.data["written"], ran.err
    again = office.run("import", path, "--to", "客户", "--yes", now=NOW)
    assert (again.data["appended"], again.data["unchanged"]) == (0, 1)


def test_a_sheet_as_it_was_made_is_read_as_ever():
    header = [column.header for column in CALLS.columns]
    grid = [header, ["H1", "K1", *[""] * (len(header) - 2)], [MONDAY] * len(header), [time(9, 5)] * len(header)]
    one, other = read_table(CALLS, grid, "表.xlsx", {}), read_anywhere(CALLS, grid, "表.xlsx", {})
    assert (one.rows, one.findings, one.letters) == (other.rows, other.findings, other.letters)


def test_a_day_without_a_year_in_a_register_stays_the_day_that_it_was(tmp_path):
    """It is the last one before its workbook was first read as it is, whenever it is read again."""
    office = blank_office(tmp_path)
    with edited(office.path(BOOK)) as book:
        book["客户"].cell(2, columns(book["客户"])["审核日期"]).value = "11月2日"
    checked = office.run("check", now="2026-11-20 09:00").data
    assert find(checked["findings"], "C215") == [("warning", "客户", "K2")]
    assert office.run("plan", "--period", "2026-11下旬", now="2026-11-20 09:00").code in (0, 1)
    for now in (datetime(2026, 11, 20, 9), datetime(2027, 12, 1, 9)):
        assert Desk(Office(office.root), now).present.customers["K0001"].reviewed_on == date(2026, 11, 2)
    assert office.run("verify").data["ok"]
