"""Registers as evidence: what people write over, delete and pass on, as commands and reports tell it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from complaints_made import BOOK, GOOD, SHEET, complain, complaint_office, fill, listed
from office import TestOffice, codes, edited, put

#: A complaint of S7 of which nothing but the receipt is written: to be answered within 24 hours.
NEW = {**dict.fromkeys(GOOD), **{h: GOOD[h] for h in ("投诉编号", "投诉内容", "投诉人", "严重程度", "首问责任人")}}


def new_complaint(folder: Path, **cells: Any) -> TestOffice:
    office = complaint_office(folder)
    complain(office, {**NEW, "接收时间": "2026-11-16 10:00", **cells})
    office.run("run", now="2026-11-16 12:00")
    return office


def told(office: TestOffice, now: str) -> list[str]:
    findings = office.run("check", now=now).data["findings"]
    return [finding["message"] for finding in findings if finding["code"] in ("T540", "T541")]


def late_of(office: TestOffice, now: str = "2026-12-03 18:30") -> list[tuple[Any, ...]]:
    """The deadlines that the report of November lists as missed: stage, start, due, by how long, whose."""
    files = office.run("report", "--period", "2026-11", now=now).data["files"]
    book = load_workbook(office.path(next(file for file in files if file.endswith(".xlsx"))))
    for sheet in book:
        grid = [[cell.value for cell in row] for row in sheet.iter_rows()]
        for number, row in enumerate(grid):
            if row[:4] == ["投诉编号", "阶段", "起算", "应在"]:
                return [tuple(map(str, (*one[1:4], *one[5:7]))) for one in _until_blank(grid[number + 1 :])]
    raise AssertionError("no such list")


def _until_blank(rows: list[list[Any]]) -> list[list[Any]]:
    blank = next((n for n, row in enumerate(rows) if not row[0]), len(rows))
    return rows[:blank]


def test_a_deleted_complaint_stays_with_its_clock_and_everybody_says_so(tmp_path: Path) -> None:
    office = new_complaint(tmp_path)
    fill(office, 2, **dict.fromkeys(NEW))
    assert told(office, "2026-11-20 13:00") == [
        "“投诉”表的 T2611-001 不见了(2026-11-20 发现)；它的时限和应访仍然照算。"
    ]
    ran = office.run("complaints", now="2026-11-20 13:00").data
    (one,) = ran["complaints"]
    assert (one["state"], one["due"], one["overdue_minutes"]) == ("overdue", "2026-11-17 10:00", 3 * 1440 + 180)
    assert "T541" in codes(ran["findings"])
    steps = office.run("run", now="2026-11-20 13:05").data["steps"]
    assert any(step["step"] == "registers" and "T2611-001 不见了" in step["text"] for step in steps)
    assert [line[0] for line in late_of(office)] == ["首次响应"]
    assert office.run("verify").data["problems"] == []


def test_names_stand_beside_the_journal_as_digests_only(tmp_path: Path) -> None:
    office = new_complaint(tmp_path, 首问责任人="李晓明", 联系方式="13800000001")
    kept = [path.read_text() for path in office.path(".huifang/seen").iterdir()]
    journal = json.dumps(office.entries("seen"), ensure_ascii=False)
    assert kept and not any(word in text for text in (*kept, journal) for word in ("李晓明", "王女士", "1380000"))


def test_the_time_of_receipt_counts_as_it_was_first_seen(tmp_path: Path) -> None:
    office = new_complaint(tmp_path)
    fill(office, 2, 接收时间="2026-11-20 10:00")
    assert told(office, "2026-11-20 13:00") == [
        "“投诉”表 T2611-001 的“接收时间”原来是“2026-11-16 10:00”，现在是“2026-11-20 10:00”(2026-11-20 发现)；"
        "仍照“2026-11-16 10:00”计算。"
    ]
    assert listed(office, "2026-11-20 13:00")["T2611-001"]["due"] == "2026-11-17 10:00"
    fill(office, 2, 接收时间="2026-11-16 10:00")
    assert told(office, "2026-11-20 14:00") == []


def test_another_department_starts_its_own_clock_and_the_first_keeps_its_miss(tmp_path: Path) -> None:
    """GLPI's case: 24 hours of 服务部 were over at 12:00 on the 21st; the row was passed on at 13:30."""
    cells = {
        "接收时间": "2026-11-20 10:00", "首次响应时间": "2026-11-20 11:00", "投诉类别": "服务", "责任部门": "服务部",
        "分派时间": "2026-11-20 12:00",
    }  # fmt: skip
    office = new_complaint(tmp_path, **cells)
    office.run("run", now="2026-11-21 13:00")
    fill(office, 2, 投诉类别="产品", 责任部门="产品部", 分派时间="2026-11-21 13:30", 调查完成时间="2026-11-21 18:00")
    assert told(office, "2026-11-21 19:00") == []  # ordinary work
    one = listed(office, "2026-11-21 19:00")["T2611-001"]
    (earlier,) = one["earlier"]
    assert (earlier["department"], earlier["due"], earlier["overdue_minutes"]) == ("服务部", "2026-11-21 12:00", 90)
    assert {clock["started_at"] for clock in one["clocks"] if clock["stage"] == earlier["stage"]} == {
        "2026-11-21 13:30"
    }
    ((_, start, due, over, whose),) = late_of(office)
    assert (start[:16], due[:16], over, whose) == ("2026-11-20 12:00", "2026-11-21 12:00", "1 小时 30 分钟", "服务部")


def test_a_second_round_may_write_over_everything_and_keeps_the_first(tmp_path: Path) -> None:
    """Answered late, told, not content; what is written over in the second round changes no figure of the first."""
    cells = {
        "首次响应时间": "2026-11-17 12:00", "执行完成时间": "2026-11-18 10:00", "告知客户时间": "2026-11-18 11:00",
        "客户反馈": "不满意",
    }  # fmt: skip
    office = new_complaint(tmp_path)
    fill(office, 2, **cells)
    office.run("run", now="2026-11-18 12:00")
    second = {
        "首次响应时间": "2026-11-18 13:00", "执行完成时间": "2026-11-19 10:00", "告知客户时间": "2026-11-19 11:00",
        "客户反馈": "满意",
    }  # fmt: skip
    fill(office, 2, **second)
    assert told(office, "2026-11-19 12:00") == []
    one = listed(office, "2026-11-19 12:00")["T2611-001"]
    (first,) = [clock for clock in one["clocks"] if clock["stage"] == "首次响应"]
    assert (first["done_at"], first["overdue_minutes"]) == ("2026-11-17 12:00", 120)


def test_reading_commands_compare_and_write_nothing(tmp_path: Path) -> None:
    office = new_complaint(tmp_path)
    before = len(office.journal())
    fill(office, 2, 接收时间="2026-11-20 10:00")
    assert len(told(office, "2026-11-20 13:00")) == 1 and len(office.journal()) == before


def test_who_was_asked_first_is_told_by_name(tmp_path: Path) -> None:
    office = new_complaint(tmp_path, 首问责任人="李晓明")
    fill(office, 2, 首问责任人="A03")
    findings = office.run("check", now="2026-11-16 13:00").data["findings"]
    (said,) = [finding["message"] for finding in findings if finding["code"] == "D105"]
    assert "“李晓明”" in said and "“A03”" in said


def test_nothing_is_noted_twice(tmp_path: Path) -> None:
    office = new_complaint(tmp_path)
    before = len(office.journal())
    with edited(office.path(BOOK)) as book:
        put(book[SHEET], 2, {"投诉内容": "导游迟到半小时"})  # another version, but nothing that starts or stops a clock
    office.run("run", now="2026-11-16 13:00")
    added = office.journal()[before:]
    assert [entry["kind"] for entry in added] == ["version", "seen"]
    assert added[1]["data"].keys() == {"versions"}
