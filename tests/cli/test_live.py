"""``huifang live``: the commands on workbooks that are open in Excel, on the engine that stands for it."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import heard_made
from fake_excel import ComError, excel
from huifang.edges.excel.open_workbook import MAX_NOTES
from huifang.edges.patching.highlights import MARK
from huifang.flow.live.choosing import COPIES, KEPT
from office import (
    NOW,
    PERIOD,
    RESULTS,
    SHEET,
    TestOffice,
    codes,
    find,
    good_answer,
    load,
    planned_office,
    put,
    run,
    table,
)
from places import ROOT

CUSTOMERS = "客户资料库.xlsx"
#: What the agent typed wrong and did not save yet: row, header, value, how it is found.
WRONG = ((2, "结束时间", "07:00"), (3, "回访日期", "上周三"), (4, "通话结果", "不知道"))


@pytest.fixture
def office(tmp_path: Path) -> TestOffice:
    return planned_office(tmp_path)


def type_wrong(book: Any) -> None:
    for row, header, value in WRONG:
        put(book._book[SHEET], row, {header: value})
    book._is_saved = False


def ours(sheet: Any) -> tuple[dict[str, str], dict[str, str]]:
    """The cells with a colour of ours, by the rule that colours them, and our notes."""
    colours = {
        cell: rule.formula[0]
        for where in sheet.conditional_formatting
        for rule in where.rules
        if rule.formula and rule.formula[0].startswith(MARK)
        for area in where.sqref.ranges
        for cell in (sheet.cell(*place).coordinate for place in area.cells)
    }
    notes = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    return colours, notes


def listed(book: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in book[RESULTS].iter_rows()]


def test_marks_appear_as_on_the_marked_copy(office: TestOffice) -> None:
    """Of what is open, unsaved changes included; the file stays as it is, and nothing is journaled."""
    path = office.filled()
    before, journal = path.read_bytes(), office.journal()
    with excel(path) as fake:
        type_wrong(fake.front)
        ran = office.run("live", "check")
        assert (ran.code, ran.data["workbook"], ran.data["marked"]) == (1, path.name, [path.name])
        assert codes(ran.data["findings"]).count("C202") == 1 and ran.data["errors"] == 3
        assert {finding["file"] for finding in ran.data["findings"]} == {path.name}
        open_colours, open_notes = ours(fake.front._book[SHEET])
        open_list, names = listed(fake.front._book), fake.front._book.sheetnames
        fake.front.api.SaveCopyAs(str(copy := office.outside / "另存.xlsx"))
    assert (path.read_bytes(), office.journal()) == (before, journal)
    (copied,) = ran.data["copies"]
    assert find(office.run("check", office.path(copied)).data["findings"], "C202")

    unmarked = load(copy)
    del unmarked[RESULTS]
    again = office.outside / "回访.xlsx"
    unmarked.save(again)
    (marked,) = office.run("check", again, "--mark").data["marked"]
    book = load(office.path(marked))
    assert (open_colours, open_notes) == ours(book[SHEET])
    assert (open_list, names) == (listed(book), book.sheetnames)
    assert len(open_colours) == 3 and names[0] == RESULTS


def test_clear_takes_the_marks_away_and_the_next_round_knows_what_is_corrected(office: TestOffice) -> None:
    path = office.filled()
    with excel(path) as fake:
        plain = ours(fake.front._book[SHEET]), fake.front._book.sheetnames
        type_wrong(fake.front)
        office.run("live", "check")
        fake.front._type(SHEET, "G3", "2026-11-25")
        office.run("live", "check")
        states = {row[3]: row[8] for row in listed(fake.front._book)[1:]}
        assert states["不是日期"] == "已改正" and states["不在选项之内"] == "仍未改正"
        fake.front.save()
    with excel(path) as fake:
        ran = office.run("live", "clear")
        assert (ran.code, ran.data["list_removed"]) == (0, True) and ran.data["cleared"] >= 4
        assert (ours(fake.front._book[SHEET]), fake.front._book.sheetnames) == plain


def test_a_register_is_checked_with_all_that_is_open(office: TestOffice) -> None:
    """A name in one that was changed, and who it names in another that was."""
    people = office.path("人员.xlsx")
    before = {name: sha256(office.path(name).read_bytes()).digest() for name in (CUSTOMERS, people.name)}
    with excel(people, office.path(CUSTOMERS)) as fake:
        fake.front._type("客户", "B2", None)
        staff = fake.app.opened[1] if fake.app else None
        assert staff
        row = next(cell.row for cell in staff._book["人员"]["A"] if cell.value == "A03")
        staff._type("人员", f"A{row}", "A33")
        staff._type("人员", f"B{row}", None)
        ran = office.run("live", "check")
        lacking = [finding for finding in ran.data["findings"] if finding["code"] == "C201"]
        assert [(finding["file"], finding["cell"]) for finding in lacking] == [(CUSTOMERS, "B2")]
        assert any("A03" in finding["message"] for finding in ran.data["findings"])
        assert {finding["file"] for finding in ran.data["findings"]} == {CUSTOMERS}
        assert ran.data["elsewhere"] > 0 and "B2" in ours(fake.front._book["客户"])[0]
        assert RESULTS not in staff._book.sheetnames
    assert before == {name: sha256(office.path(name).read_bytes()).digest() for name in before}
    assert office.run("check").code == 0


def test_the_open_sheet_is_collected(office: TestOffice) -> None:
    """What is archived is what was open; its file is not touched."""
    path = office.sheet()
    before = path.read_bytes()
    with excel(office.path(CUSTOMERS), path) as fake:
        for row in (2, 3):
            put(fake.front._book[SHEET], row, good_answer(row))
        fake.front._is_saved = False
        ran = office.run("live", "collect")
        (accepted,) = ran.data["accepted"]
        assert (accepted["file"], accepted["agent"], accepted["rows"]) == (path.name, "A01", 2)
        (copied,) = ran.data["copies"]
        assert accepted["sha256"] == sha256(office.path(copied).read_bytes()).hexdigest()
        type_wrong(fake.front)
        ran = office.run("live", "collect")
        assert [entry["file"] for entry in ran.data["returned"]] == [path.name]
        assert office.path(ran.data["returned"][0]["marked"]).is_file()
    assert path.read_bytes() == before and office.run("verify").data["ok"]


@pytest.mark.slow
def test_what_was_heard_goes_into_the_open_register(tmp_path: Path) -> None:
    office = heard_made.office_of(tmp_path)
    register = office.path(heard_made.COMPLAINTS[0])
    was = register.read_bytes()
    sheet = heard_made.sheet(office, heard_made.UNHAPPY, heard_made.UNHAPPY, heard_made.UNSOLVED)
    with excel(register, sheet) as fake:
        assert fake.app
        ran = office.run("live", "collect", now=heard_made.NOW)
        assert [one["number"] for one in ran.data["heard"]] == ["T2611-001", "T2611-002", "T2611-003"]
        opened = fake.app.opened[1]
        assert [cell.value for cell in opened._book["投诉"]["A"]][1:] == ["T2611-001", "T2611-002", "T2611-003"]
        assert opened._is_saved and fake.calls["raw_value"] == 1 and fake.count < 200
        assert was in [office.path(copy).read_bytes() for copy in ran.data["copies"]]
        # typed into since: the next call waits, as in a register that is open with any program
        opened._type("投诉", "F2", "张三")
        fake.front._type(SHEET, "A1", fake.front._book[SHEET]["A1"].value)
        ran = office.run("live", "collect", now=heard_made.LATER)
        assert (ran.code, ran.data["reason_code"]) == (3, "Y889")
    rows = heard_made.rows(office)
    (tmp_path / "关着").mkdir()
    closed = heard_made.office_of(tmp_path / "关着")  # where nothing is open, the same comes into the file
    closed.collect(
        heard_made.sheet(closed, heard_made.UNHAPPY, heard_made.UNHAPPY, heard_made.UNSOLVED), now=heard_made.NOW
    )
    assert rows == heard_made.rows(closed)
    assert [row["来源记录"] for row in rows] == ["H2611-0001-1", "H2611-0002-1", "H2611-0003-1"]
    assert all(row["联系方式"].startswith("138") for row in rows)
    assert office.run("check", now=heard_made.NOW).data["errors"] == 0 and office.run("verify").data["ok"]


def test_planning_goes_by_what_is_saved(office: TestOffice) -> None:
    saved = office.path(CUSTOMERS).read_bytes()
    with excel(office.path(CUSTOMERS)) as fake:
        fake.front._type("客户", "B2", "改名商行")
        entries = len(office.journal())
        ran = office.run("live", "plan", "--period", "2026-12上旬")
        assert (ran.code, ran.data["reason_code"], len(office.journal())) == (3, "Y889", entries)
        assert office.path(CUSTOMERS).read_bytes() == saved
        ran = office.run("live", "plan", "--period", "2026-12上旬", "--save")
        issued = table(office.issued("A01", "2026-12上旬"), SHEET)
        assert fake.front._is_saved and "改名商行" in {row["客户名称"] for row in issued}
        (copied,) = ran.data["copies"]
        assert office.path(copied).read_bytes() == saved


def test_the_report_opens_beside(office: TestOffice) -> None:
    with excel(office.path(CUSTOMERS)) as fake:
        ran = office.run("live", "report", "--period", PERIOD)
        assert ran.data["opened"] == [f"报告/旬报-{PERIOD}.xlsx"] and fake.app
        assert [book.name for book in fake.app.opened] == [f"旬报-{PERIOD}.xlsx", CUSTOMERS]
        assert ran.data["figures"]["planned"] == 11


def test_excel_is_left_as_it_was_when_marking_fails(office: TestOffice) -> None:
    """And the findings are told all the same."""
    path = office.filled()
    with excel(path) as fake:
        assert fake.app
        before = dict(fake.app.state)
        type_wrong(fake.front)
        fake.refusals["add_custom"] = ComError(-2146827284, "受保护。")
        ran = office.run("live", "check")
        assert (ran.code, ran.data["errors"], ran.data["unmarked"]) == (1, 3, [SHEET])
        assert "受保护" in ran.err and fake.app.state == before


def test_the_office_is_that_of_the_open_workbook(office: TestOffice, tmp_path: Path) -> None:
    """Without -C, from anywhere; also when a sheet that lies elsewhere is in front of a register."""
    elsewhere = tmp_path / "桌面"
    elsewhere.mkdir()
    for opened in ([office.path(CUSTOMERS)], [office.path(CUSTOMERS), office.filled()]):
        with excel(*opened):
            ran = run("-C", str(elsewhere), "--now", NOW, "live", "check")
            assert (ran.code, ran.data["workbook"]) == (0, opened[-1].name)


def test_copies_do_not_pile_up(office: TestOffice) -> None:
    page = (ROOT / "docs" / "live.md").read_text(encoding="utf-8")
    assert f"`{COPIES}/`，留最近 {KEPT} 份" in page and f"最多 {MAX_NOTES} 个批注" in page
    folder = office.path(COPIES)
    folder.mkdir(parents=True)
    for number in range(KEPT + 5):
        (folder / f"{number}.xlsx").write_bytes(b"")
    with excel(office.path(CUSTOMERS)):
        assert office.run("live", "clear").code == 0
    assert len(list(folder.iterdir())) == KEPT + 1


def test_marks_are_no_change_of_a_register(office: TestOffice) -> None:
    """Excel says that the workbook is not saved, but no cell is another."""
    with excel(office.path(CUSTOMERS)) as fake:
        fake.front._type("客户", "B2", None)
        fake.front.save()
        assert office.run("live", "check").data["marked"] == [CUSTOMERS]
        assert not fake.front._is_saved
        ran = office.run("live", "plan", "--period", "2026-12上旬")
        assert ran.code in (0, 1) and ran.data["files"]
