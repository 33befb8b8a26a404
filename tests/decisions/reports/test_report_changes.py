"""Made again, a report says what changed since the version before, and what happened in between."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

import offices_made as made
from huifang.core.periods import parse_period
from huifang.decisions.reports.changes import FIGURES, Since, changes, exemptions_of, tiles_of
from huifang.decisions.reports.part import Part, Share, Tile
from huifang.edges.known.presets import load_preset
from huifang.flow.moving_in.founding import found_office
from huifang.ledger.folding import fold
from huifang.ledger.journal import next_entry
from huifang.ledger.state import MadeReport
from huifang.policy.people import Exemption, People, Person
from offices_made import UNSOLVED, add, call, change, customer, day, huifang

MID = "2026-11中旬"
NOTHING = "与第 {} 版({})相比没有变化。"


def report(office: Path, now: str, period: str = MID) -> dict[str, Any]:
    return huifang(office, "report", "--period", period, now=now).json


def cover(office: Path, said: dict[str, Any]) -> list[str]:
    return [str(c.value) for row in _book(office, said).worksheets[1].iter_rows() for c in row if c.value is not None]


def _book(office: Path, said: dict[str, Any]) -> Workbook:
    return made.opened(office / next(f for f in said["files"] if f.endswith(".xlsx") and f.startswith("报告/")))


def lines(office: Path, said: dict[str, Any]) -> list[tuple[str, ...]]:
    """The list on the sheet 变化, without its header."""
    sheet = _book(office, said)["变化"]
    top = next(row for row in range(1, sheet.max_row) if sheet.cell(row, 1).value == "类别")
    rows = sheet.iter_rows(min_row=top + 1, max_col=5, values_only=True)
    return [tuple(str(value or "") for value in row) for row in rows if row[0]]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A01's sheet is in, A02's is missing; the report of the 20th was made."""
    owners = {"K1": "A01", "K2": "A01", "K3": "A01", "K4": "A02", "K5": "A02"}
    office = made.make_office(
        tmp_path_factory.mktemp("first") / "o", [customer(k, agent, "11-05") for k, agent in owners.items()]
    )
    huifang(office, "plan", now="2026-11-11 09:00")
    answers = {"K1": call("11-12", "09:00"), "K2": call("11-12", "10:00", **UNSOLVED)}
    made.hand_in(office, "2026-11-19 10:00", {"a.xlsx": made.filled(made.issued_book(office, MID, "A01"), answers)})
    report(office, "2026-11-20 18:00")
    return office


@pytest.fixture
def office(first: Path, tmp_path: Path) -> Path:
    return made.copied(first, tmp_path / "o")


@pytest.mark.slow
def test_the_first_version_has_nothing_to_compare_with(office: Path) -> None:
    book = made.opened(office / "报告" / f"旬报-{MID}.xlsx")
    assert "变化" not in book.sheetnames
    assert not [c for row in book["封面"].iter_rows() for c in row if "相比" in str(c.value)]


def test_unchanged_it_says_so(office: Path) -> None:
    said = report(office, "2026-11-20 18:05")
    sentence = NOTHING.format(1, "2026-11-20 18:00")
    assert f"● {sentence}" in cover(office, said)
    assert said["changes"] == []
    assert "变化" not in _book(office, said).sheetnames
    assert sentence in (office / said["files"][1]).read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_sheet_that_came_in_meanwhile(office: Path) -> None:
    late = made.filled(
        made.issued_book(office, MID, "A02"), {"K4": call("11-12", "09:00"), "K5": call("11-13", "09:00")}
    )
    made.hand_in(office, "2026-11-21 10:00", {"a2.xlsx": late})
    said = report(office, "2026-11-21 11:00")
    figures = [line[1:4] for line in lines(office, said) if line[0] == "数字"]
    assert figures == [
        ("完成", "2 个", "4 个"), ("拨打", "2 次", "4 次"), ("接通", "2 次", "4 次"), ("满意", "1 次", "3 次"),
        ("迟交", "0 天", "1 天"), ("没有交的表", "1 份", "0 份"),
    ]  # fmt: skip
    assert lines(office, said)[len(figures) :] == [
        ("交表", "A02 王芳 2026-11中旬", "—", "2026-11-21 10:00", "入账 2 行")
    ]
    assert "● 与第 1 版(2026-11-20 18:00)相比：数字变了 6 处，新收到的表 1 份。" in cover(office, said)
    assert said["changes"][0] == {"kind": "数字", "subject": "完成", "old": "2 个", "new": "4 个", "note": ""}
    assert len(said["changes"]) == 7
    page = (office / said["files"][1]).read_text(encoding="utf-8")
    assert page.index("第 2 版：数字变了 6 处") < page.index("各业务员") < page.index("入账 2 行")
    again = report(office, "2026-11-21 11:05")
    assert f"● {NOTHING.format(2, '2026-11-21 11:00')}" in cover(office, again)


@pytest.mark.slow
def test_more_changes_than_the_cover_has_room_for_stand_on_their_sheet(office: Path) -> None:
    late = made.filled(made.issued_book(office, MID, "A02"), {"K4": call("11-12", "09:00", **UNSOLVED)})
    made.hand_in(office, "2026-11-21 10:00", {"a2.xlsx": late})
    add(office, made.STAFF, "例外", 对象="人员", 编号="A02", 起=day("11-16"), 止=day("11-25"), 处理="免责",
        批准人="C01", 原因="住院")  # fmt: skip
    said = report(office, "2026-11-21 11:00")
    assert len(lines(office, said)) == 11
    texts = cover(office, said)
    assert "查看全部 11 处" in texts and texts.count("数字") == 8


def _corrected(office: Path, now: str, *rows: tuple[str, str, str, str, str]) -> None:
    book = Workbook()
    book.active.title = "更正单"
    for row in (("表", "编号", "列", "原值", "新值", "更正人", "原因"), *((*row, "B01", "录错") for row in rows)):
        book.active.append(row)
    book.save(office / "发件箱" / "更正单.xlsx")
    said = huifang(office, "correct", office / "发件箱" / "更正单.xlsx", now=now)
    assert said["applied"] == len(rows), said.json


@pytest.mark.slow
def test_corrections_tell_who_and_why_also_of_records_that_are_gone(office: Path) -> None:
    ledger = made.records(made.opened(office / "台账" / f"{MID}.xlsx")["台账"])
    numbers = {row["客户编号"]: row["记录编号"] for row in ledger}
    _corrected(
        office, "2026-11-21 09:00", ("回访记录", numbers["K1"], "满意度", "满意", "一般"),
        ("回访记录", numbers["K2"], "整行", "", "撤销"),
    )  # fmt: skip
    said = report(office, "2026-11-21 10:00")
    listed = [line for line in lines(office, said) if line[0] == "更正"]
    assert listed == [
        ("更正", f"{numbers['K1']} 满意度", "满意", "一般", "B01 周丽华：录错"),
        ("更正", f"{numbers['K2']} 整行", "—", "撤销", "B01 周丽华：录错"),
    ]
    assert ("数字", "完成", "2 个", "1 个", "") in lines(office, said)
    kept = [str(c.value) for row in _book(office, said)["例外与更正"].iter_rows() for c in row]
    assert numbers["K2"] in kept  # what was taken back is not in the lists any more, but here


def test_a_call_moved_out_of_the_period_is_still_told(office: Path) -> None:
    ledger = made.records(made.opened(office / "台账" / f"{MID}.xlsx")["台账"])
    number = next(row["记录编号"] for row in ledger if row["客户编号"] == "K1")
    _corrected(office, "2026-11-21 09:00", ("回访记录", number, "回访日期", "2026-11-12", "2026-11-10"))
    listed = lines(office, report(office, "2026-11-21 10:00"))
    assert ("更正", f"{number} 回访日期", "2026-11-12", "2026-11-10", "B01 周丽华：录错") in listed


def lines_after(office: Path, now: str) -> list[tuple[str, ...]]:
    said = report(office, now)
    return lines(office, said) if "变化" in _book(office, said).sheetnames else []


@pytest.mark.slow
def test_an_excuse_given_since_and_one_taken_back(office: Path) -> None:
    row = add(office, made.STAFF, "例外", 对象="人员", 编号="A02", 起=day("11-16"), 止=day("11-25"), 处理="免责",
              批准人="C01", 原因="住院")  # fmt: skip
    given = ("A02 王芳", "—", "免责(2026-11-16 至 2026-11-25)", "C01 马建国：住院")
    said = report(office, "2026-11-23 09:00")
    assert given in [line[1:] for line in lines(office, said)]
    kept = [str(c.value) for line in _book(office, said)["例外与更正"].iter_rows() for c in line]
    assert "住院" in kept  # given after the period's end, and listed all the same
    book = made.opened(office / made.STAFF)
    for cell in book["例外"][row]:
        cell.value = None
    book.save(office / made.STAFF)
    listed = lines(office, report(office, "2026-11-23 10:00"))
    assert [line[1:] for line in listed if line[0] == "例外"] == [(given[0], given[2], "—", given[3])]
    assert not [line for line in lines_after(office, "2026-11-23 11:00") if line[0] == "例外"]


def test_the_same_office_gives_the_same_bytes(office: Path, tmp_path: Path) -> None:
    late = made.filled(made.issued_book(office, MID, "A02"), {"K4": call("11-12", "09:00")})
    made.hand_in(office, "2026-11-21 10:00", {"a2.xlsx": late})
    other = made.copied(office, tmp_path / "other")
    files = report(office, "2026-11-21 11:00")["files"]
    assert files == report(other, "2026-11-21 11:00")["files"]
    assert all((office / file).read_bytes() == (other / file).read_bytes() for file in files)


# --- reports without calls


@pytest.fixture
def complaints(tmp_path: Path) -> Path:
    rows = {
        "人员": made.staff(), "客户": [],
        "投诉": [{"complaint_no": "T1", "received_at": datetime(2026, 11, 5, 9), "content": "行程改动"}],
    }  # fmt: skip
    office = tmp_path / "o"
    found_office(office, load_preset("travel-complaints"), datetime(2026, 11, 2, 8), rows, "测试单位")
    report(office, "2026-11-10 09:00", "2026-11")
    return office


@pytest.mark.slow
def test_the_figures_of_the_parts_are_compared_and_the_register_is_named(complaints: Path) -> None:
    add(complaints, "投诉登记表.xlsx", "投诉", 投诉编号="T2", 接收时间=datetime(2026, 11, 9, 9), 投诉内容="退款慢")
    said = report(complaints, "2026-11-10 10:00", "2026-11")
    listed = lines(complaints, said)
    assert ("数字", "投诉：接到投诉", "1", "2", "") in listed
    assert ("登记表", "投诉登记表.xlsx", "—", "2026-11-10 10:00", "有改动") in listed
    assert not [line for line in listed if line[1] in {name for _, name, _ in FIGURES}]  # it is not about calls


@pytest.mark.slow
def test_a_register_that_changed_nothing_in_the_report_is_not_named(complaints: Path) -> None:
    change(complaints, "人员.xlsx", "人员", "A03", 邮箱="chen@example.com")
    said = report(complaints, "2026-11-10 09:30", "2026-11")
    assert f"● {NOTHING.format(1, '2026-11-10 09:00')}" in cover(complaints, said)


# --- decided by hand

BEFORE = MadeReport(
    kind="月报",
    period="2026-11",
    version=1,
    at=datetime(2026, 12, 1, 9),
    figures={"planned": 3},
    files=(),
    seq=7,
    tiles=None,
)
PEOPLE = People((Person(person_no="A01", name="李明", role="业务员"),))
PARTS = (Part("投诉", ("。",), (Tile("接到投诉", 2), Tile("已办结", Share(1, 2)), Tile("金额", 12.50))),)


def _since(before: MadeReport = BEFORE) -> Since:
    return Since(before, (), (), (), ())


def test_a_report_that_an_older_release_journaled_keeps_its_figures_of_calls() -> None:
    kept = {"report": "旬报", "period": MID, "version": 1, "files": [], "figures": {"planned": 3}, "printed_head": ""}
    (report,) = fold([next_entry(None, "2026-11-20 18:00", "report", kept)]).reports
    assert report.tiles is None and report.figures == {"planned": 3}


def test_an_older_journal_has_no_figures_of_the_parts() -> None:
    part = changes(_since(), None, tiles_of(PARTS), (), PEOPLE)
    assert part.sentences == (
        NOTHING.format(1, "2026-12-01 09:00"), "上一版没有留下各部分的数字，这些数字没有比较。",
    )  # fmt: skip
    assert not part.listings[0].rows
    assert len(changes(_since(), None, {}, (), PEOPLE).sentences) == 1


def test_figures_that_came_and_went() -> None:
    before = replace(BEFORE, tiles={"投诉": {"接到投诉": "1"}, "反馈": {"逾期": "3"}})
    part = changes(_since(before), None, tiles_of(PARTS), (), PEOPLE)
    assert [line[1:4] for line in part.listings[0].rows] == [
        ("投诉：接到投诉", "1", "2"), ("投诉：已办结", "—", "1/2(50%)"), ("投诉：金额", "—", "12.5"),
        ("反馈：逾期", "3", "—"),
    ]  # fmt: skip


def test_which_exceptions_a_report_lists() -> None:
    period = parse_period("2026-11")
    pause = Exemption(
        subject="客户",
        subject_no="K1",
        from_on=day("11-01"),
        until_on=None,
        treatment="暂停",
        approved_by="B01",
        reason="出差",
    )
    later = Exemption(
        subject="客户",
        subject_no="K2",
        from_on=day("11-02"),
        until_on=None,
        treatment="暂停",
        approved_by="B01",
        reason="装修",
    )
    excuse = Exemption(
        subject="人员",
        subject_no="A01",
        from_on=day("11-30"),
        until_on=day("12-01"),
        treatment="免责",
        approved_by="B01",
        reason="病假",
    )
    ahead = Exemption(
        subject="人员",
        subject_no="A01",
        from_on=day("12-05"),
        until_on=day("12-06"),
        treatment="免责",
        approved_by="B01",
        reason="年假",
    )
    at_its_end, now = People(exemptions=(pause,)), People(exemptions=(pause, later, excuse, ahead))
    assert exemptions_of(period, at_its_end, now) == [pause, excuse]
