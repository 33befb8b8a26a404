"""Workbooks that people own are changed in the parts concerned; everything else keeps its bytes."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from huifang.edges.marking.results_sheet import results_book
from huifang.edges.patching import (
    AddSheet,
    Annotate,
    AppendRows,
    CannotPatch,
    Highlight,
    Offer,
    RemoveSheet,
    SetCell,
    append_rows,
    patch,
    patch_file,
)
from huifang.edges.patching.formulas import moved
from huifang.edges.reading.xlsx_read import read_book
from patched import by_libreoffice, cells, complaints, compressed, differing, opened, parts, values
from patches_refused import REFUSED, Case, changed_part, saved
from workbooks_made import CORPUS, by_hand, by_openpyxl, by_xlsxwriter, packed

NEW = (
    {"编号": "005", "名称": "=新店", "电话": "+8613800005", "日期": date(2026, 12, 1), "数量": 7},
    {"编号": "006", "名称": " 甲\n乙<&>\"' ", "数量": 8},
)
LIST = results_book([], [])
#: What appending may touch.
SHEET = re.compile(r"xl/(worksheets/[Ss]heet1?|tables/table1|styles|workbook)\.xml")


@pytest.fixture(scope="module", params=CORPUS)
def made(request: pytest.FixtureRequest) -> tuple[bytes, int]:
    """A workbook, and how many rows of data it has."""
    make, rows = CORPUS[request.param]
    return make(), rows


@pytest.fixture(scope="module")
def saved_by_libreoffice(libreoffice: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The same workbooks as LibreOffice saves them."""
    made = {name: make() for name, (make, _) in CORPUS.items()}
    return by_libreoffice(libreoffice, tmp_path_factory.mktemp("saved"), made)


def check_appended(before: bytes, rows: int) -> bytes:
    """Append two rows and see that exactly that happened; returns the workbook."""
    after = append_rows(before, "客户", NEW)
    assert all(SHEET.fullmatch(name) for name in differing(before, after)), differing(before, after)
    unchanged = set(compressed(before)) - differing(before, after)
    assert {n: compressed(after)[n] for n in unchanged} == {n: compressed(before)[n] for n in unchanged}
    old, new = cells(before), cells(after)
    first = rows + 2
    assert {at: cell for at, cell in new.items() if at[0] != "客户" or int(at[1][1:]) < first} == {
        at: cell for at, cell in old.items() if at[0] != "客户" or int(at[1][1:]) < first
    }
    added = {at: cell[0] for (sheet, at), cell in new.items() if sheet == "客户" and int(at[1:]) >= first}
    assert [added[f"{letter}{first}"] for letter in "ABC"] == ["005", "=新店", "+8613800005"]
    assert added[f"B{first + 1}"] == " 甲\n乙<&>\"' "
    assert [new["客户", f"{letter}{first}"][1] for letter in "ABC"] == ["s"] * 3
    assert [added[f"E{first}"], added[f"E{first + 1}"]] == [7, 8]
    for letter in "ABCDEF":  # the looks of the row above, unless a date must be made readable
        above, here = old.get(("客户", f"{letter}{first - 1}")), new.get(("客户", f"{letter}{first}"))
        if above and here and letter != "D":
            assert above[2:] == here[2:], letter
    return after


def test_rows_are_appended(made: tuple[bytes, int], tmp_path: Path) -> None:
    before, rows = made
    after = check_appended(before, rows)
    assert not complaints(after, tmp_path) - complaints(before, tmp_path)


def test_words_are_offered_beside_the_rules_that_are_there(made: tuple[bytes, int], tmp_path: Path) -> None:
    def rules(content: bytes) -> dict[str, str]:
        listed = opened(content)["客户"].data_validations.dataValidation
        return {str(rule.sqref): rule.formula1 or "" for rule in listed}

    before, _ = made
    after = patch(before, [Offer("客户", {"AB40": "满意,“好”<&", "AB41": "是,否", "AC40": "满意,“好”<&"})])
    assert rules(after) == {**rules(before), "AB40 AC40": '"满意,“好”<&"', "AB41": '"是,否"'}
    assert all(SHEET.fullmatch(name) for name in differing(before, after))
    assert not complaints(after, tmp_path) - complaints(before, tmp_path)
    assert rules(patch(after, [Offer("客户", {"AB40": "别的", "AD1": "甲"})])) == {**rules(after), "AD1": '"甲"'}


def test_what_libreoffice_saved_is_patched(saved_by_libreoffice: dict[str, bytes], tmp_path: Path) -> None:
    assert set(saved_by_libreoffice) == set(CORPUS)
    for name, before in saved_by_libreoffice.items():
        after = check_appended(before, CORPUS[name][1])
        assert not complaints(after, tmp_path) - complaints(before, tmp_path), name


def test_libreoffice_sees_what_was_patched(libreoffice: str, tmp_path: Path) -> None:
    patched = {name: append_rows(make(), "客户", NEW) for name, (make, _) in CORPUS.items()}
    seen = by_libreoffice(libreoffice, tmp_path, patched)
    for name, (_, rows) in CORPUS.items():
        found = opened(seen[name], data_only=True)["客户"]
        first = rows + 2
        new = [[cell.value for cell in row] for row in found.iter_rows(min_row=first, max_row=first + 1, max_col=6)]
        assert [row[0] for row in new] == ["005", "006"], name
        assert new[0][1:3] == ["=新店", "+8613800005"], name
        day = new[0][3]
        assert (day.date() if isinstance(day, datetime) else day) in (date(2026, 12, 1), 46357), name
        if name != "SDK":  # it has no formulas
            assert [row[5] for row in new] == [14, 16], name


def test_part_names_differ_in_case() -> None:
    """Programs on Windows do not care; the package is read as they read it."""
    rels = "xl/_rels/workbook.xml.rels"
    before = changed_part(by_hand("wps"), rels, b"/xl/sharedStrings.xml", b"/XL/SharedStrings.xml")
    assert "A4" in values(append_rows(before, "客户", NEW))


def test_the_dates_of_a_1904_workbook() -> None:
    after = append_rows(by_xlsxwriter(is_1904=True), "客户", NEW)
    assert values(after)["D6"] == datetime(2026, 12, 1)


# What grows along


def attribute(content: bytes, part: str, tag: str, name: str) -> list[str]:
    return re.findall(rf'<{tag}\b[^>]*?\b{name}="([^"]*)"', parts(content)[part].decode())


def test_a_table_grows_with_all_that_belongs_to_it() -> None:
    after = append_rows(by_xlsxwriter(), "客户", NEW)
    sheet, table = "xl/worksheets/sheet1.xml", "xl/tables/table1.xml"
    assert attribute(after, table, "table", "ref") == attribute(after, table, "autoFilter", "ref") == ["A1:F7"]
    assert attribute(after, sheet, "dataValidation", "sqref") == ["E2:E7", "B2:B500"]
    assert attribute(after, sheet, "conditionalFormatting", "sqref") == ["E2:E7", "F2:F7"]
    assert "<xm:sqref>F2:F7</xm:sqref>" in parts(after)[sheet].decode()
    assert "<xm:sqref>G2</xm:sqref>" in parts(after)[sheet].decode()  # the sparkline stays where it is
    assert attribute(after, sheet, "ignoredError", "sqref") == ["A1:C7"]
    names = dict(re.findall(r'<definedName name="([^"]*)"[^>]*>([^<]*)<', parts(after)["xl/workbook.xml"].decode()))
    assert names == {"_xlnm.Print_Area": "客户!$A$1:$F$7", "_xlnm.Print_Titles": "客户!$1:$1", "名单": "客户!$A$2:$A$7"}
    assert values(after)["F7"] == "=客户表[[#This Row],[数量]]*2"
    assert attribute(after, sheet, "row", "ht")[-2:] == ["30", "30"]
    assert 'fullCalcOnLoad="1"' in parts(after)["xl/workbook.xml"].decode()


def test_extensions_of_excel_grow() -> None:
    after = append_rows(by_hand("excel"), "客户", NEW)
    sheet = parts(after)["xl/worksheets/sheet1.xml"].decode()
    assert sheet.count("<xm:sqref>B2:B5</xm:sqref>") == 2
    assert attribute(after, "xl/worksheets/sheet1.xml", "dimension", "ref") == ["A1:F5"]
    book = parts(after)["xl/workbook.xml"].decode()
    assert ">客户!$A$1:$F$5<" in book
    assert ">'客户'!$A$2:$A$5<" in book
    assert parts(after)["xl/calcChain.xml"] == parts(by_hand("excel"))["xl/calcChain.xml"]


def test_a_plain_list_grows_with_its_filter_and_shared_formulas() -> None:
    after = append_rows(by_hand("wps"), "客户", NEW)
    assert attribute(after, "xl/worksheets/sheet1.xml", "autoFilter", "ref") == ["A1:F5"]
    assert attribute(after, "xl/worksheets/sheet1.xml", "dataValidation", "sqref") == ["B2 B3 E2:E5"]
    assert "客户!$A$1:$F$5" in parts(after)["xl/workbook.xml"].decode()
    assert [values(after)[f"F{row}"] for row in (4, 5)] == ["=E4*2", "=E5*2"]


def test_the_hint_of_the_size_takes_in_every_new_cell() -> None:
    after = append_rows(by_hand("wps"), "客户", [{"H": 1}, {"A": "2"}], {"J3": 1})
    assert attribute(after, "xl/worksheets/sheet1.xml", "dimension", "ref") == ["A1:J5"]
    assert attribute(after, "xl/worksheets/sheet1.xml", "row", "spans")[2:4] == ["1:10", "1:8"]


def test_an_empty_sheet_gets_rows() -> None:
    after = append_rows(by_openpyxl(), "空表", [{"A": "甲", "C": 2}])
    assert values(after, "空表") == {"A2": "甲", "C2": 2}


def test_prepared_rows_are_filled_first() -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["编号", "备注"])
    for row in range(2, 6):
        sheet.cell(row, 1).number_format = "@"
        sheet.cell(row, 2, f'=IF(A{row}="","",1)')
    sheet["A2"] = "001"
    sheet.row_dimensions[4].hidden = True
    from openpyxl.worksheet.table import Table

    sheet.add_table(Table(displayName="表", ref="A1:B5"))
    after = append_rows(saved(book), "Sheet", [{"编号": f"00{n}"} for n in range(2, 7)])
    assert [values(after, "Sheet").get(f"A{row}") for row in range(2, 9)] == [f"00{n}" for n in range(1, 7)] + [None]
    assert values(after, "Sheet")["B7"] == '=IF(A7="","",1)'
    assert attribute(after, "xl/tables/table1.xml", "table", "ref") == ["A1:B7"]
    assert cells(after)["Sheet", "A7"][2] == "@"
    assert "hidden" not in parts(after)["xl/worksheets/sheet1.xml"].decode()


def test_rows_go_between_rows_that_exist() -> None:
    """Rows 3 and 5 are missing from the part; what stands below the table stays where it is."""
    book = Workbook()
    sheet = book.active
    sheet.append(["编号"])
    sheet["A2"] = "001"
    sheet["C4"] = "旁边"
    sheet["C9"] = "下面"
    from openpyxl.worksheet.table import Table

    sheet.add_table(Table(displayName="表", ref="A1:A2"))
    after = append_rows(saved(book), "Sheet", [{"A": f"00{n}"} for n in range(2, 6)])
    assert values(after, "Sheet") == {
        "A1": "编号", **{f"A{n + 1}": f"00{n}" for n in range(1, 6)}, "C4": "旁边", "C9": "下面",
    }  # fmt: skip
    rows = attribute(after, "xl/worksheets/sheet1.xml", "row", "r")
    assert rows == sorted(rows, key=int)


# Single cells


VALUES = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="￾￿"), max_size=20),
    st.sampled_from(["=1+1", "007", "_x0041_", "a\nb", " x ", "]]>", "2026-11-01", "TRUE", "x" * 300]),
    st.integers(-(10**9), 10**9),
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda number: round(number, 6)),
    st.booleans(),
    st.dates(date(1990, 1, 1), date(2099, 12, 31)),
    st.times().map(lambda moment: moment.replace(microsecond=0)),
    st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31)).map(lambda moment: moment.replace(microsecond=0)),
    st.none(),
)
PLACES = st.tuples(st.integers(1, 12), st.integers(2, 60)).map(lambda at: f"{get_column_letter(at[0])}{at[1]}")
FUZZED = {name: make() for name, (make, _) in CORPUS.items() if name not in ("Excel", "WPS")}


def as_read(value: Any) -> Any:
    """As openpyxl gives it back."""
    if isinstance(value, str):
        return re.sub("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", value) or None  # it leaves the escape in texts of cells
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time(0))
    return value


def same(read: Any, wanted: Any) -> bool:
    if isinstance(wanted, (datetime, time)) and isinstance(read, (datetime, time, timedelta)):
        if isinstance(read, timedelta):
            read = (datetime(2000, 1, 1) + read).time()
        if type(read) is not type(wanted):
            return read == wanted.time() if isinstance(wanted, datetime) else False
        if isinstance(wanted, time):
            read, wanted = (datetime.combine(date(2000, 1, 1), moment) for moment in (read, wanted))
        return bool(abs(read - wanted) < timedelta(seconds=1))
    return bool(read == wanted) and isinstance(read, bool) == isinstance(wanted, bool)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(FUZZED)), st.dictionaries(PLACES, VALUES, min_size=1, max_size=8))
def test_random_cells_change_and_nothing_else(name: str, wanted: dict[str, Any]) -> None:
    before = FUZZED[name]
    after = patch(before, [SetCell("客户", address, value) for address, value in wanted.items()])
    changed = {n for n in differing(before, after) if not SHEET.fullmatch(n)}
    assert changed <= {"xl/calcChain.xml"}
    old, new = cells(before), cells(after)
    for address, value in wanted.items():
        assert same(new.get(("客户", address), (None,))[0], as_read(value)), (address, value)
    touched = {("客户", address) for address in wanted}
    assert {at: cell for at, cell in new.items() if at not in touched} == {
        at: cell for at, cell in old.items() if at not in touched
    }


def test_a_date_is_readable_wherever_it_is_written() -> None:
    moments = {"A2": date(2026, 11, 5), "E3": time(9, 5), "B4": datetime(2026, 11, 5, 9, 5), "D5": 12, "F3": "字"}
    after = patch(by_xlsxwriter(), [SetCell("客户", address, value) for address, value in moments.items()])
    found = cells(after)
    assert {at: found["客户", at][2] for at in moments} == {
        "A2": "yyyy-mm-dd", "E3": "hh:mm", "B4": "yyyy-mm-dd hh:mm", "D5": "General", "F3": "General",
    }  # fmt: skip
    assert found["客户", "A2"][6] == "thin"  # the border is still there
    assert {at: found["客户", at][0] for at in ("E3", "B4", "D5")} == {
        "E3": time(9, 5), "B4": datetime(2026, 11, 5, 9, 5), "D5": 12,
    }  # fmt: skip


def test_formulas_that_are_overwritten_leave_the_calculation_chain() -> None:
    after = patch(by_hand("excel"), [SetCell("客户", "F2", 5)])
    assert "xl/calcChain.xml" not in parts(after)
    assert "calcChain" not in parts(after)["xl/_rels/workbook.xml.rels"].decode()
    assert "calcChain" not in parts(after)["[Content_Types].xml"].decode()
    assert values(after)["F2"] == 5


def test_a_cell_is_emptied_and_keeps_its_format() -> None:
    after = patch(by_xlsxwriter(), [SetCell("客户", "A2", None)])
    assert cells(after)["客户", "A2"][0] is None
    assert cells(after)["客户", "A2"][2] == "@"


# What is refused


@pytest.mark.parametrize("case", REFUSED, ids=[case.name for case in REFUSED])
def test_what_cannot_be_done_safely_is_refused(case: Case) -> None:
    with pytest.raises(CannotPatch) as error:
        case.provoke()
    assert error.value.reason.code == case.code
    message = str(error.value)
    assert all(word in message for word in case.said), message
    assert re.search("[请]", message), f"does not say what to do: {message}"


@pytest.mark.slow
def test_damaged_bytes_are_refused_not_raised() -> None:
    """Any byte of the package may be wrong: a result or a refusal, never another error."""
    content = bytearray(by_hand("excel"))
    for at in range(0, len(content), 37):
        broken = bytes(content[:at]) + bytes([content[at] ^ 0x5A]) + bytes(content[at + 1 :])
        with contextlib.suppress(CannotPatch):
            append_rows(broken, "客户", NEW)


ODD = (b"", b"x", b"-1", b"99999999999", b"A0", b"A1:", b"1.5", b"ZZZZ9", b"B2:A1", b"&#65;")


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(st.data())
def test_odd_xml_is_refused_not_raised(data: st.DataObject) -> None:
    """Any attribute may hold nonsense, any element may be missing."""
    made = parts(by_hand(data.draw(st.sampled_from(["excel", "wps", "sdk"]))))
    name = data.draw(st.sampled_from(sorted(made)))
    found = list(re.finditer(rb'="([^"]*)"|<[^<>]+/>|>([^<>]+)<', made[name]))
    if not found:
        return
    match = data.draw(st.sampled_from(found))
    group = next((n for n in (1, 2) if match.group(n) is not None), 0)
    xml = made[name][: match.start(group)] + data.draw(st.sampled_from(ODD)) + made[name][match.end(group) :]
    changes = [
        AppendRows("客户", NEW), SetCell("客户", "B2", "x"), AddSheet(LIST), RemoveSheet("选项"),
        Highlight("客户", {"B2": "error"}, {"error": "#FF0000"}), Annotate("客户", {"B2": "注", "C9": "注"}, "我们"),
    ]  # fmt: skip
    with contextlib.suppress(CannotPatch):
        patch(packed({**made, name: xml}), changes)


def test_a_file_is_patched_in_place_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "客户.xlsx"
    path.write_bytes(by_hand("excel"))
    patch_file(path, [AppendRows("客户", NEW)])
    assert values(path.read_bytes())["A4"] == "005"
    before = path.read_bytes()
    with pytest.raises(CannotPatch):
        patch_file(path, [SetCell("客户", "A2", "x"), AppendRows("没有", NEW)])
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


# Large sheets


LARGE = """
import sys
from pathlib import Path
from huifang.edges.patching import patch_file, AppendRows
patch_file(Path(sys.argv[1]), [AppendRows("客户", [{"编号": f"N{n}", "列9": n} for n in range(100)])])
if sys.platform == "linux":
    print(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
"""


@pytest.mark.slow
def test_half_a_million_cells_take_little_memory(tmp_path: Path) -> None:
    """A sheet of 25,000 rows and 20 columns is streamed, 100 rows are added."""
    made = parts(by_hand("wps"))
    letters = [get_column_letter(n) for n in range(1, 21)]
    headers = ["编号", *(f"列{n}" for n in range(1, 20))]
    row = "".join(f'<c r="{letter}{{0}}" t="str"><v>值{{0}}</v></c>' for letter in letters)
    header = "".join(
        f'<c r="{letter}1" t="inlineStr"><is><t>{text}</t></is></c>'
        for letter, text in zip(letters, headers, strict=True)
    )
    rows = "".join(f'<row r="{n}">{row.format(n)}</row>' for n in range(2, 25_002))
    sheet = made["xl/worksheets/sheet1.xml"].decode()
    data = f'<sheetData><row r="1">{header}</row>{rows}</sheetData>'
    sheet = re.sub("<sheetData>.*</sheetData>", data, sheet, flags=re.DOTALL)
    path = tmp_path / "大表.xlsx"
    path.write_bytes(packed({**made, "xl/worksheets/sheet1.xml": sheet.encode()}))
    ran = subprocess.run([sys.executable, "-c", LARGE, str(path)], capture_output=True, text=True, check=True)
    peak = int(ran.stdout or 0)  # in kilobytes, where the system tells it
    assert peak < 100_000
    grid = read_book(path.read_bytes()).sheets["客户"]
    assert len(grid) == 25_101
    assert (grid[25_000][0], grid[25_001][0], grid[25_100][9]) == ("值25001", "N0", 99.0)


# Formulas that move


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("A1+$B$2+C$3+$D4", "A3+$B$2+C$3+$D6"),
        ("SUM(A1:A9,'B 1'!C1,\"A1\")", "SUM(A3:A11,'B 1'!C3,\"A1\")"),
        ("表1[[#This Row],[A1]]*LOG10(B1)", "表1[[#This Row],[A1]]*LOG10(B3)"),
        ("SUM(3:5)+SUM($3:5)+价格2+_A1+A1B", "SUM(5:7)+SUM($3:7)+价格2+_A1+A1B"),
        ("Sheet2!A1&[1]数据!B2", "Sheet2!A3&[1]数据!B4"),
        ("A1048576", "#REF!"),
    ],
)
def test_formulas_move_down(formula: str, expected: str) -> None:
    assert moved(formula, 2) == expected


def test_rows_are_mappings(made: tuple[bytes, int]) -> None:
    """A header wins over a column letter; an unknown one is refused before anything is written."""
    before, rows = made
    row: Mapping[str, Any] = {"A": "K1", "数量": 3}
    assert values(append_rows(before, "客户", [row]))[f"A{rows + 2}"] == "K1"
