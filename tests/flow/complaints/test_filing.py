"""The file: closed complaints get numbers, everything filed stands in an index with links, for as long as ordered."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from complaints_made import GOOD, complain, complaint_office
from huifang.decisions.calls.triggers import NEEDED
from huifang.decisions.complaints.filing import cases, unnumbered
from huifang.policy.build import read_policy
from huifang.policy.people import People
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.visit_reports import VISIT_REPORTS
from huifang.tables.model import Row, Sheet
from office import load, table

POLICY = read_policy({}, "", NEEDED).policy
T = datetime.fromisoformat


def rows(of, *cells):
    return [Row(dict.fromkeys(of.by_key) | dict(one), Sheet("f", of.name, {}), n) for n, one in enumerate(cells, 2)]


def test_numbers_go_by_the_month_of_closing_and_are_never_given_twice():
    listed = rows(
        COMPLAINTS,
        {"complaint_no": "T1", "closed_at": T("2026-11-20 09:00")},
        {"complaint_no": "T2", "closed_at": T("2026-10-31 09:00")},
        {"complaint_no": "T3", "closed_at": T("2026-11-02 09:00"), "file_no": "2026-11-007"},
        {"complaint_no": "T4", "closed_at": T("2026-11-05 09:00")},
        {"complaint_no": "T5"},
        {"complaint_no": "T6", "closed_at": T("2026-11-06 09:00"), "reaction": "不满意"},
        {"complaint_no": "T7", "closed_at": T("2026-11-06 09:00"), "reaction": "不满意", "closing_note": "已赔偿"},
    )
    given = {row["complaint_no"]: number for row, number in unnumbered(POLICY, listed)}
    assert given == {"T2": "2026-10-001", "T4": "2026-11-008", "T7": "2026-11-009", "T1": "2026-11-010"}


def test_cases_are_kept_for_years():
    closed = rows(COMPLAINTS, {"complaint_no": "T1", "closed_at": T("2024-02-29 09:00"), "file_no": "2024-02-001"})
    reports = rows(
        VISIT_REPORTS,
        {"report_no": "B1", "record_no": "H1-1", "reported_on": date(2026, 11, 2), "file_category": "例行回访"},
        {"report_no": "B2", "record_no": "H2-1", "reported_on": date(2026, 11, 2)},
    )
    found = cases(replace(POLICY, retention_years=3), People(), closed, reports)
    assert [(case.file_no, case.kept_until, case.row) for case in found] == [
        ("2024-02-001", date(2027, 2, 28), 2), ("B1", date(2029, 11, 2), 2),
    ]  # fmt: skip


@pytest.mark.slow
def test_a_report_numbers_what_is_closed_and_makes_the_index(tmp_path: Path) -> None:
    office = complaint_office(tmp_path, "complaint-basic")
    complain(office, {**GOOD, "归档号": None})
    complain(office, {**GOOD, "投诉编号": "T2", "关闭时间": None, "归档号": None})
    ran = office.run("report", "--period", "2026-11", now="2026-12-03 18:00")
    assert "台账/档案索引.xlsx" in ran.data["files"]
    numbers = {
        row["投诉编号"]: row["归档号"] for row in table(office.path("投诉登记表.xlsx"), "投诉") if row["投诉编号"]
    }
    assert numbers == {GOOD["投诉编号"]: "2026-11-001", "T2": None}
    sheet = load(office.path("台账/档案索引.xlsx"))["档案索引"]
    assert [cell.value for cell in sheet[2]][:3] == ["2026-11-001", "投诉", GOOD["投诉编号"]]
    assert (
        sheet["I2"].hyperlink.target.replace("\\", "/") == "../投诉登记表.xlsx"
        and sheet["I2"].hyperlink.location == "'投诉'!A2"
    )
    assert sheet.max_row == 2
    assert office.run("verify").data["ok"]


@pytest.mark.slow
def test_an_open_register_is_numbered_by_the_next_report(tmp_path: Path) -> None:
    office = complaint_office(tmp_path, "complaint-basic")
    complain(office, {**GOOD, "归档号": None})
    before = office.path("投诉登记表.xlsx").read_bytes()
    lock = office.path("~$投诉登记表.xlsx")
    lock.write_bytes(b"")
    ran = office.run("report", "--period", "2026-11", now="2026-12-03 18:00")
    assert "J802" in ran.err and office.path("投诉登记表.xlsx").read_bytes() == before
    lock.unlink()
    office.run("report", "--period", "2026-11", now="2026-12-04 18:00")
    assert table(office.path("投诉登记表.xlsx"), "投诉")[0]["归档号"] == "2026-11-001"
    assert office.run("verify").data["ok"]
