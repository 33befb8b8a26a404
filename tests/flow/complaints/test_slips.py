"""Slips for departments: answered within their days, complete by their kind; measures decided and verified."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from complaints_made import complaint_office
from heard_made import setting
from office import TestOffice, add_rows, codes, edited, put

BOOK, ISSUED = "信息反馈单.xlsx", date(2026, 11, 17)
SLIP = {"反馈单号": "X1", "内容": "想加房间", "发出日期": ISSUED}


@pytest.fixture
def office(tmp_path: Path) -> TestOffice:
    return complaint_office(tmp_path, "hotel-subscription")


def late(office: TestOffice, now: str) -> list[dict[str, Any]]:
    return [f for f in office.run("check", now=now).data["findings"] if f["code"] == "D112"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("days", "limit", "in_time", "over"),
    [
        ("3", None, "2026-11-20 23:00", "2026-11-21 08:00"),  # the preset's three days, the last one included
        ("0", None, "2026-11-17 23:00", "2026-11-18 08:00"),
        ("3", date(2026, 11, 18), "2026-11-18 23:00", "2026-11-19 08:00"),  # what the slip says wins
    ],
)
def test_a_slip_is_answered_within_its_days(
    office: TestOffice, days: str, limit: date | None, in_time: str, over: str
) -> None:
    setting(office, "反馈回复期限(天)", days)
    add_rows(office.path(BOOK), "反馈", {**SLIP, "回复期限": limit, "责任部门": "技术部"})
    assert late(office, in_time) == []
    (finding,) = late(office, over)
    assert "技术部" in finding["hint"] and finding["cell"] == "J2"


def test_without_days_only_what_the_slip_says_counts(office: TestOffice) -> None:
    setting(office, "反馈回复期限(天)", None)
    add_rows(office.path(BOOK), "反馈", SLIP)
    assert late(office, "2027-06-01 08:00") == []


def test_a_slip_that_was_redated_or_deleted_is_answered_by_the_same_day(office: TestOffice) -> None:
    """Three days from the 17th, whatever 发出日期 says since a run saw it."""
    add_rows(office.path(BOOK), "反馈", SLIP)
    office.run("run", now="2026-11-18 09:00")
    with edited(office.path(BOOK)) as book:
        put(book["反馈"], 2, {"发出日期": date(2026, 11, 20)})
    (redated,) = late(office, "2026-11-21 08:00")
    with edited(office.path(BOOK)) as book:
        book["反馈"].delete_rows(2)
    (deleted,) = late(office, "2026-11-21 09:00")
    assert "2026-11-20" in redated["message"] and deleted["message"] == redated["message"]


def test_the_owner_of_the_region_is_asked_first(office: TestOffice) -> None:
    add_rows(office.path(BOOK), "反馈", {**SLIP, "责任部门": "营销部", "区域负责人": "A02"})
    assert "A02 王海燕" in late(office, "2026-11-21 08:00")[0]["hint"]


def test_an_answered_slip_is_not_late(office: TestOffice) -> None:
    add_rows(office.path(BOOK), "反馈", {**SLIP, "处理完成日期": date(2026, 11, 30)})
    assert late(office, "2026-12-21 08:00") == []


def test_the_report_counts_by_the_same_days(office: TestOffice) -> None:
    rows = [
        {**SLIP, "反馈类型": "建议"},
        {**SLIP, "反馈单号": "X2", "反馈类型": "建议", "处理完成日期": date(2026, 11, 20)},
    ]
    add_rows(office.path(BOOK), "反馈", *rows)
    office.run("report", "--period", "2026-11", now="2026-11-21 09:00")
    (path,) = office.path("报告").glob("*.xlsx")
    with edited(path) as book:
        text = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert any("现在没有答复的 1 张，其中逾期 1 张" in words for words in text)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "filled", "asked"),
    [
        ("销售机会", {}, ["H2", "K2", "L2", "M2"]),
        ("销售机会", {"区域负责人": "A01", "咨询问题": "价格"}, ["L2", "M2"]),
        ("咨询", {}, ["G2"]),
        ("咨询", {"责任部门": "技术部"}, []),
        ("建议", {}, []),
        (None, {}, []),
    ],
)
def test_what_a_slip_has_to_say(
    office: TestOffice, kind: str | None, filled: Mapping[str, Any], asked: list[str]
) -> None:
    add_rows(office.path(BOOK), "反馈", {**SLIP, "反馈类型": kind, **filled})
    findings = office.run("check", now="2026-11-18 08:00").data["findings"]
    assert [f["cell"] for f in findings if f["code"] == "D113"] == asked


@pytest.mark.slow
@pytest.mark.parametrize(
    ("category", "department"), [("产品质量", "责任公司"), ("服务质量", "品质部"), ("建议", "品质部"), ("安全", None)]
)
def test_who_decides_on_a_measure(tmp_path: Path, category: str, department: str | None) -> None:
    office = complaint_office(tmp_path, "equipment-lifecycle")
    add_rows(office.path(BOOK), "措施", {"措施编号": "C1", "类别": category, "措施": "培训"})
    findings = [f for f in office.run("check", now="2026-11-18 08:00").data["findings"] if f["code"] == "D114"]
    assert [f["cell"] for f in findings] == (["D2", "I2"] if department else ["I2"])
    assert "服务中心" in findings[-1]["hint"] and (department or "") in findings[0]["hint"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"类别": "服务质量", "评审部门": "生产部"}, ["D2"]),
        ({"类别": "服务质量", "评审部门": "品质部"}, []),
        ({"类别": "产品质量", "评审部门": "品质部"}, ["D2"]),  # it is for the company concerned
        ({"类别": "产品质量", "评审部门": "开关公司"}, []),
        ({"类别": "建议", "评审部门": "品质部", "验证人": "A02"}, ["I2"]),  # of 工程部
        ({"类别": "建议", "评审部门": "品质部", "验证人": "A01"}, []),
    ],
)
def test_the_departments_that_the_rules_name_decide_and_verify(
    tmp_path: Path, cells: Mapping[str, Any], told: list[str]
) -> None:
    office = complaint_office(tmp_path, "equipment-lifecycle")
    with edited(office.path("人员.xlsx")) as book:
        numbers = {row[0].value: row[0].row for row in book["人员"].iter_rows(min_row=2)}
        put(book["人员"], numbers["A01"], {"部门": "服务中心"})
        put(book["人员"], numbers["A02"], {"部门": "工程部"})
    add_rows(office.path(BOOK), "措施", {"措施编号": "C1", "措施": "培训", **cells})
    findings = office.run("check", now="2026-11-18 08:00").data["findings"]
    assert [f["cell"] for f in findings if f["code"] == "D119"] == told


def test_other_offices_are_not_asked_for_it(office: TestOffice) -> None:
    add_rows(office.path(BOOK), "措施", {"措施编号": "C1", "类别": "服务质量", "措施": "培训"})
    assert "D114" not in codes(office.run("check", now="2026-11-18 08:00").data["findings"])
