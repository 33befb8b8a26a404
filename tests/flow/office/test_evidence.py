"""Registers as evidence: what people write over, delete and pass on, as commands and reports tell it."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from complaints_made import BOOK, GOOD, SHEET, complain, complaint_office, fill, listed, moment, set_limit
from huifang.edges.store.office import Office
from huifang.flow.office import evidence
from huifang.flow.office.opening import writing_desk
from huifang.tables.declared.customers import CUSTOMERS
from office import PERIOD, TestOffice, add_rows, codes, edited, load, planned_office, put

CUSTOMER_BOOK = "客户资料库.xlsx"
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


def report_book(office: TestOffice, now: str, period: str) -> Workbook:
    files = office.run("report", "--period", period, now=now).data["files"]
    return load(office.path(next(file for file in files if file.endswith(".xlsx"))))


def listed_in(office: TestOffice, now: str, period: str, *headers: str) -> list[list[Any]]:
    """The lines below these headers in the period's report."""
    for sheet in report_book(office, now, period):
        grid = [[cell.value for cell in row] for row in sheet.iter_rows()]
        for number, row in enumerate(grid):
            if tuple(row[: len(headers)]) == headers:
                return _until_blank(grid[number + 1 :])
    return []


def late_of(office: TestOffice, now: str = "2026-12-03 18:30") -> list[tuple[Any, ...]]:
    """The deadlines that the report of November lists as missed: stage, start, due, by how long, whose."""
    lines = listed_in(office, now, "2026-11", "投诉编号", "阶段", "起算", "应在")
    assert lines
    return [tuple(map(str, (*one[1:4], *one[5:7]))) for one in lines if one[3]]


def corrections_of(office: TestOffice, now: str, period: str = "2026-11") -> list[tuple[Any, ...]]:
    """The corrections that the report lists: what, which column, old and new."""
    return [tuple(one[:4]) for one in listed_in(office, now, period, "编号", "列", "原值", "新值") if one[2] or one[3]]


def report_lines(office: TestOffice, now: str) -> list[list[str]]:
    """The lines of the report of November that name the complaint."""
    book = report_book(office, now, "2026-11")
    lines = [[str(cell) for cell in row if cell] for sheet in book for row in sheet.iter_rows(values_only=True)]
    return [line for line in lines if "T2611-001" in line]


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


@pytest.mark.parametrize("written", [None, "上上周一"], ids=["emptied", "unreadable"])
def test_a_cell_that_says_nothing_any_more_is_told_with_what_it_said(written: str | None, tmp_path: Path) -> None:
    office = new_complaint(tmp_path)
    with edited(office.path(BOOK)) as book:
        put(book[SHEET], 2, {"接收时间": written})
    (message,) = told(office, "2026-11-20 13:00")
    assert "“接收时间”原来是“2026-11-16 10:00”" in message and "仍照“2026-11-16 10:00”计算" in message
    assert listed(office, "2026-11-20 13:00")["T2611-001"]["due"] == "2026-11-17 10:00"


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


def test_a_department_without_a_time_of_its_own_counts_from_when_it_was_first_seen(tmp_path: Path) -> None:
    """服务部 had it from the 20th at 12:00 and looked into it at 15:00; 产品部 was first seen on the 21st at 13:30,
    still with that 分派时间 and that 调查完成时间: until 13:30 on the 22nd, and nothing of it is done.
    """
    cells = {
        "接收时间": "2026-11-20 10:00", "首次响应时间": "2026-11-20 11:00", "投诉类别": "服务", "责任部门": "服务部",
        "分派时间": "2026-11-20 12:00",
    }  # fmt: skip
    office = new_complaint(tmp_path, **cells)
    fill(office, 2, 调查完成时间="2026-11-20 15:00")
    office.run("run", now="2026-11-21 13:00")
    fill(office, 2, 投诉类别="产品", 责任部门="产品部")
    office.run("run", now="2026-11-21 13:30")
    one = listed(office, "2026-11-23 13:30")["T2611-001"]  # tells the miss
    (earlier,) = one["earlier"]
    assert (earlier["department"], earlier["done_at"], earlier["overdue_minutes"]) == ("服务部", "2026-11-20 15:00", 0)
    clock = next(clock for clock in one["clocks"] if clock["stage"] == earlier["stage"])
    assert (clock["started_at"], clock["due"], clock["done_at"]) == ("2026-11-21 13:30", "2026-11-22 13:30", None)
    assert clock["overdue_minutes"] == 1440
    asked = [f for f in office.run("check", now="2026-11-21 14:00").data["findings"] if f["code"] == "D118"]
    assert "产品部" in asked[0]["message"]

    fill(office, 2, 分派时间="2026-11-23 10:00")  # as it was handed out, people say now
    one = listed(office, "2026-11-23 14:00")["T2611-001"]
    assert [(c["started_at"], c["due"]) for c in one["clocks"] if c["stage"] == earlier["stage"]] == [
        ("2026-11-23 10:00", "2026-11-24 10:00")
    ]
    assert ["2026-11-22 13:30" in str(c["due"]) and c["overdue_minutes"] for c in one["earlier"]] == [False, 1440]


def limit_row(office: TestOffice, stage: str) -> int:
    sheet = load(office.path("制度.xlsx"))["投诉时限"]
    return next(cell.row for cell in sheet["A"] if cell.value == stage)


@pytest.mark.parametrize(
    "changed",
    [
        {"时限": 30, "单位": "天"},
        dict.fromkeys(("阶段", "起算", "时限", "单位", "完成", "适用", "升级对象", "依据")),
        {"适用": "重大"},
    ],
    ids=["longer", "deleted", "for others"],
)
def test_a_limit_that_is_changed_takes_no_miss_back(changed: dict[str, Any], tmp_path: Path) -> None:
    """To be answered by the 17th at 10:00, told as late on the 18th at 10:00, answered at 12:00."""
    office = new_complaint(tmp_path)
    office.run("run", now="2026-11-18 10:00")
    set_limit(office, limit_row(office, "首次响应"), **changed)
    fill(office, 2, 首次响应时间="2026-11-18 12:00")
    missed = [one for one in late_of(office) if one[0] == "首次响应"]
    assert [(start[:16], due[:16]) for _, start, due, *_ in missed] == [("2026-11-16 10:00", "2026-11-17 10:00")]

    correct(office, "2026-12-04 10:00", ("投诉", "T2611-001", "首次响应时间", "2026-11-18 12:00", "2026-11-17 09:00"))
    assert [one for one in late_of(office, "2026-12-04 18:30") if one[0] == "首次响应"] == []


def test_a_limit_that_is_called_otherwise_counts_a_miss_once(tmp_path: Path) -> None:
    office = new_complaint(tmp_path)
    office.run("run", now="2026-11-18 10:00")
    set_limit(office, limit_row(office, "首次响应"), 阶段="头一次答复")
    assert len(late_of(office)) == 1


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


@pytest.mark.parametrize("told_at", ["2026-11-18 11:00", None])
def test_a_report_of_a_past_month_knows_no_answer_of_a_later_one(tmp_path: Path, told_at: str | None) -> None:
    """She was content in November, or had not answered; in December she is not, and the cells are written over."""
    cells = {"首次响应时间": "2026-11-17 09:00", "执行完成时间": "2026-11-18 10:00", "告知客户时间": told_at}
    office = new_complaint(tmp_path)
    fill(office, 2, **cells, 客户反馈="满意" if told_at else None)
    before = report_lines(office, "2026-12-01 09:00")
    assert before and not any("重新办理" in cell for line in before for cell in line)
    december = dict.fromkeys(("执行完成时间", "告知客户时间", "回访时间"), "2026-12-02 09:00")
    fill(office, 2, **(december if told_at else {}), 客户反馈="不满意", 回访满意度="不满意" if told_at else None)
    assert listed(office, "2026-12-02 10:00")["T2611-001"]["stage"] == "重新办理"
    assert report_lines(office, "2026-12-03 09:00") == before


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


# Customers


@pytest.fixture
def planned(tmp_path: Path) -> TestOffice:
    """Six customers of A01, three of A02, two of A03; all were issued for 2026-11下旬."""
    return planned_office(tmp_path)


def planned_count(office: TestOffice, agent: str = "A01") -> int:
    lines = office.report().data["agents"]
    return int(next(line["planned"] for line in lines if line["agent"] == agent))


def drop_customer(office: TestOffice, number: str) -> None:
    with edited(office.path(CUSTOMER_BOOK)) as book:
        sheet = book["客户"]
        row = next(r for r in range(2, 60) if sheet.cell(r, 1).value == number)
        put(sheet, row, dict.fromkeys(cell.value for cell in sheet[1] if cell.value))


def change_customer(office: TestOffice, number: str, **cells: Any) -> None:
    with edited(office.path(CUSTOMER_BOOK)) as book:
        sheet = book["客户"]
        put(sheet, next(r for r in range(2, 60) if sheet.cell(r, 1).value == number), cells)


def give_up(office: TestOffice, number: str) -> None:
    row = {
        "对象": "客户", "编号": number, "起": date(2026, 11, 25), "处理": "放弃", "批准人": "C01", "原因": "歇业",
    }  # fmt: skip
    add_rows(office.path("人员.xlsx"), "例外", row)


def test_a_deleted_customer_stays_owed_until_a_person_gives_it_up(planned: TestOffice) -> None:
    drop_customer(planned, "K0001")
    assert told(planned, "2026-11-24 09:00") == ["“客户”表的 K0001 不见了(2026-11-24 发现)；它的时限和应访仍然照算。"]
    assert planned_count(planned) == 6
    explained = planned.run("explain", "K0001", now="2026-11-24 09:00").data
    assert explained["due"] and explained["customer_no"] == "K0001"
    give_up(planned, "K0001")
    assert told(planned, "2026-11-26 09:00") == [] and planned_count(planned) == 5


def test_a_customer_out_of_use_stays_owed_what_was_open(planned: TestOffice) -> None:
    change_customer(planned, "K0002", 审核状态="停用")
    planned.run("plan", "--period", PERIOD, now="2026-11-21 09:00")  # sees it
    findings = planned.run("check", now="2026-11-24 09:00").data["findings"]
    assert [f["message"][:16] for f in findings if f["code"] == "T542"] == ["客户 K0002 已改为“停用”"]
    assert planned_count(planned) == 6
    planned.collect(planned.filled("A01", count=6), now="2026-11-25 17:00")
    assert [f for f in planned.run("check", now="2026-12-20 09:00").data["findings"] if f["code"] == "T542"] == []
    later = planned.run("plan", "--period", "2026-12中旬", now="2026-12-10 09:00").data["calls"]
    assert "K0001" in {call["customer_no"] for call in later}
    assert "K0002" not in {call["customer_no"] for call in later}  # nothing new began


def test_an_approval_that_was_moved_moves_no_obligation(planned: TestOffice) -> None:
    change_customer(planned, "K0003", 审核日期=date(2026, 11, 28))
    (said,) = told(planned, "2026-11-24 09:00")
    assert "K0003 的“审核日期”原来是“2026-11-14”，现在是“2026-11-28”" in said
    assert planned_count(planned) == 6


def test_an_approved_customer_without_a_day_counts_from_the_day_first_seen(planned: TestOffice) -> None:
    new = {
        "客户编号": "K0300", "客户名称": "新客户", "客户类别": "普通客户", "业务员": "A01", "电话": "13800000300",
        "审核状态": "已审核", "审核人": "C01", "首次登记日期": date(2026, 10, 1),
    }  # fmt: skip
    add_rows(planned.path(CUSTOMER_BOOK), "客户", new)
    assert planned.run("run", now="2026-11-23 09:00").code in (0, 1)
    (due,) = planned.run("explain", "K0300", now="2026-11-26 09:00").data["due"]
    assert due["due_on"] == "2026-12-03" and any("第一次见到已审核的 2026-11-23" in step for step in due["derivation"])


def test_claimed_calls_stay_in_the_audit_s_frame(planned: TestOffice) -> None:
    """A01 claims six calls; then one customer is deleted, one is given to A02."""
    planned.collect(planned.filled("A01"), now="2026-11-26 17:00")
    drop_customer(planned, "K0001")
    change_customer(planned, "K0002", 业务员="A02")
    planned.run("run", now="2026-11-30 18:05")
    (path,) = planned.path("归档/抽查").glob("*.json")
    frame = {
        one["agent"]: {c["customer_no"] for c in one["customers"]} for one in json.loads(path.read_bytes())["agents"]
    }
    assert {f"K000{n}" for n in range(1, 7)} <= frame["A01"]
    assert "K0002" in frame["A02"] and "K0001" not in frame["A02"]
    drawn = planned.run("spotcheck", "draw", "--period", PERIOD, "--seed", "1234", now="2026-12-01 09:00")
    assert drawn.code == 0


# 更正单


def correct(office: TestOffice, now: str, *rows: tuple[Any, ...]) -> dict[str, Any]:
    """Enter these rows of a 更正单: 表, 编号, 列, 原值, 新值; by the boss, with a reason."""
    path = office.path(str(office.run("correct", now=now).data["form"]))
    headers = ("表", "编号", "列", "原值", "新值", "更正人", "原因")
    with edited(path) as book:
        for number, row in enumerate(rows, start=2):
            put(book["更正单"], number, dict(zip(headers, (*row, "C01", "登记错误"), strict=True)))
    return office.run("correct", path, now=now).data


def reasons(answer: dict[str, Any]) -> list[str]:
    return [finding["reason_code"] for finding in answer["refused"]]


def test_a_correction_settles_a_time_that_was_written_over(tmp_path: Path) -> None:
    office, now = new_complaint(tmp_path), "2026-11-17 09:00"
    fill(office, 2, 接收时间="2026-11-16 11:00")
    old, new = moment("2026-11-16 10:00"), moment("2026-11-16 11:00")
    assert correct(office, now, ("投诉", "T2611-001", "接收时间", old, new))["applied"] == 1
    assert told(office, now) == []
    assert listed(office, now)["T2611-001"]["due"] == "2026-11-17 11:00"
    assert correct(office, now, ("投诉", "T2611-001", "接收时间", old, new))["applied"] == 0  # known
    (said,) = office.entries("register-correction")
    assert (said["old"], said["new"], said["by"]) == ("2026-11-16 10:00:00", "2026-11-16 11:00:00", "C01 马建国")


def test_a_row_that_was_a_mistake_is_taken_back_once_it_is_gone(tmp_path: Path) -> None:
    office, now = new_complaint(tmp_path), "2026-11-20 13:00"
    assert reasons(correct(office, now, ("投诉", "T2611-001", "整行", None, "撤销"))) == ["Y427"]
    fill(office, 2, **dict.fromkeys(NEW))
    assert correct(office, now, ("投诉", "T2611-001", "整行", None, "撤销"))["applied"] == 1
    assert told(office, now) == [] and listed(office, now) == {}


def test_another_number_takes_the_history_along(tmp_path: Path) -> None:
    office, now = new_complaint(tmp_path), "2026-11-20 13:00"
    fill(office, 2, 投诉编号="T2611-009", 接收时间="2026-11-20 10:00")
    (gone,) = told(office, now)
    assert "T2611-001 不见了" in gone
    assert correct(office, now, ("投诉", "T2611-001", "投诉编号", "T2611-001", "T2611-009"))["applied"] == 1
    assert listed(office, now)["T2611-009"]["due"] == "2026-11-17 10:00" and len(told(office, now)) == 1


def test_another_number_takes_along_what_people_were_told(tmp_path: Path) -> None:
    """A major one, dissatisfied, told as overdue: all of that is known of it by its new number."""
    office, now = new_complaint(tmp_path, 严重程度="重大"), "2026-11-20 13:00"
    fill(office, 2, 告知客户时间="2026-11-18 10:00", 客户反馈="不满意")
    office.run("run", now="2026-11-18 12:00")
    before = listed(office, "2026-11-20 12:00")["T2611-001"]
    fill(office, 2, 投诉编号="T2611-009")
    assert correct(office, now, ("投诉", "T2611-001", "投诉编号", "T2611-001", "T2611-009"))["applied"] == 1
    after = listed(office, now)["T2611-009"]
    assert before["letters"] and after["letters"] == before["letters"]
    assert (before["dissatisfied_times"], after["dissatisfied_times"]) == (1, 1)
    steps = office.run("run", now="2026-11-20 13:10").data["steps"]
    assert "major" not in [step["step"] for step in steps]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("服务单", "F1", "完工时间", None, "2026-11-16 11:00"), "Y425"),
        (("投诉", "T9", "接收时间", "2026-11-16 10:00", "2026-11-16 11:00"), "Y426"),
        (("投诉", "T2611-001", "投诉内容", None, "别的"), "Y413"),
        (("投诉", "T2611-001", "接收时间", "2026-11-16 10:00", "明天"), "Y414"),
        (("投诉", "T2611-001", "接收时间", "2026-11-15 10:00", "2026-11-16 11:00"), "Y429"),
        (("投诉", "T2611-001", "投诉编号", "T2611-001", "T2611-009"), "Y428"),
    ],
)
def test_a_correction_that_does_not_fit_is_refused_with_its_reason(
    tmp_path: Path, row: tuple[Any, ...], code: str
) -> None:
    office = new_complaint(tmp_path)
    assert reasons(correct(office, "2026-11-16 13:00", row)) == [code]


def test_the_report_lists_what_was_corrected_in_registers_and_is_made_again(tmp_path: Path) -> None:
    """An answer of the 16th, due on the 17th, is confirmed in December: the report of November loses its miss."""
    office = new_complaint(tmp_path)
    office.run("run", now="2026-11-30 18:05")
    assert corrections_of(office, "2026-12-01 09:00") == []
    fill(office, 2, 首次响应时间="2026-11-16 15:00")
    row = ("投诉", "T2611-001", "首次响应时间", None, moment("2026-11-16 15:00"))
    assert correct(office, "2026-12-01 10:00", row)["applied"] == 1
    steps = office.run("run", now="2026-12-01 18:05").data["steps"]
    assert [step["period"] for step in steps if step["step"] == "report"] == ["2026-11"]
    line = ("投诉 T2611-001", "首次响应时间", None, "2026-11-16 15:00")
    assert corrections_of(office, "2026-12-02 09:00") == [line]
    assert corrections_of(office, "2027-01-02 09:00", "2026-12") == [line]  # it was entered in December
    assert corrections_of(office, "2027-02-02 09:00", "2027-01") == []


def test_who_was_asked_first_is_named_in_the_list_of_corrections(tmp_path: Path) -> None:
    office = new_complaint(tmp_path, 首问责任人="李晓明")
    fill(office, 2, 首问责任人="A02")
    row = ("投诉", "T2611-001", "首问责任人", "李晓明", "A02")
    assert correct(office, "2026-11-17 09:00", row)["applied"] == 1
    ((_, column, old, new),) = corrections_of(office, "2026-11-18 09:00")
    assert (column, new.split()[0]) == ("首问责任人", "A02") and old in ("A01 李晓明", "(姓名不留底)")


def test_a_correction_of_a_customer_s_approval(planned: TestOffice) -> None:
    change_customer(planned, "K0003", 审核日期=date(2026, 11, 10))
    row = ("客户", "K0003", "审核日期", date(2026, 11, 14), date(2026, 11, 10))
    assert correct(planned, "2026-11-24 09:00", row)["applied"] == 1
    assert told(planned, "2026-11-24 09:00") == []
    line = ("客户 K0003", "审核日期", "2026-11-14", "2026-11-10")
    assert corrections_of(planned, "2026-12-01 09:00", PERIOD) == [line]
    assert corrections_of(planned, "2026-12-11 09:00", "2026-12上旬") == []


def test_a_customer_with_another_number_takes_calls_and_obligations_along(planned: TestOffice) -> None:
    """K0001 was reached on the 23rd; then the row got the number K0101."""
    planned.collect(planned.filled("A01"), now="2026-11-24 17:00")
    change_customer(planned, "K0001", 客户编号="K0101")
    now = "2026-11-25 09:00"
    found = [f for f in planned.run("check", now=now).data["findings"] if f["code"] == "T541"]
    assert len(found) == 1 and "新的一行 K0101 和它一样" in found[0]["hint"]
    row = ("客户", "K0001", "客户编号", "K0001", "K0101")
    assert correct(planned, now, row)["applied"] == 1 and correct(planned, now, row)["applied"] == 0
    assert told(planned, now) == [] and planned_count(planned) == 6
    explained = planned.run("explain", "K0101", now=now).data
    assert [call["plan_no"] for call in explained["history"]] == [planned.calls("A01")[0]["plan_no"]]
    assert explained["due"][0]["due_on"] == "2026-12-03"
    assert planned.run("verify", now=now).data["problems"] == []


def test_what_a_run_enters_itself_is_noted_by_that_run(tmp_path: Path) -> None:
    """Also where that run has looked at the registers before, and had nothing to note."""
    office = planned_office(tmp_path)
    office.run("plan")
    seen = office.entries("seen")
    with writing_desk(Office(office.root), datetime(2026, 11, 24, 18)) as desk:
        desk.edit_register(CUSTOMERS, (), {f"{CUSTOMERS.letter('customer_class')}2": "重点客户"})
    new = office.entries("seen")[len(seen) :]
    assert [list(entry["versions"]) for entry in new] == [[CUSTOMERS.workbook]]


def test_of_a_large_register_a_copy_is_read(planned: TestOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "WORTH_KEEPING", 1)
    drop_customer(planned, "K0001")
    change_customer(planned, "K0003", 审核日期=None)
    planned.run("run", now="2026-11-24 09:00")
    (copy,) = planned.path(".huifang/cache").glob("seen-*.json")
    looked = told(planned, "2026-11-24 10:00"), planned.run("explain", "K0001", now="2026-11-24 10:00").data
    assert len(looked[0]) == 2 and looked[1]["due"]
    copy.unlink()
    assert looked == (told(planned, "2026-11-24 10:00"), planned.run("explain", "K0001", now="2026-11-24 10:00").data)
    assert planned.run("verify", now="2026-11-24 10:00").data["problems"] == []


# Times that are filled in late


def first_response(office: TestOffice, now: str) -> tuple[Any, ...]:
    one = listed(office, now)["T2611-001"]
    (clock,) = [clock for clock in one["clocks"] if clock["stage"] == "首次响应"]
    marked = [step for step in one["derivation"] if "补填" in step]
    return clock["state"], clock["overdue_minutes"], len(marked)


def test_a_time_written_the_next_morning_counts_as_written(tmp_path: Path) -> None:
    """Answered at 15:00, written down the next morning at 09:00, before the 24 hours were over."""
    office = new_complaint(tmp_path)
    fill(office, 2, 首次响应时间="2026-11-16 15:00")
    assert first_response(office, "2026-11-17 09:00") == ("done", 0, 1)
    assert told(office, "2026-11-17 09:00") == [] and late_of(office) == []


def test_a_time_filled_in_after_the_miss_was_told_stays_missed_until_a_correction(tmp_path: Path) -> None:
    """Due on the 17th at 10:00; told as overdue at 11:00; an answer of the 16th is written in on the 18th at 10:00."""
    office = new_complaint(tmp_path)
    office.run("run", now="2026-11-17 11:00")
    fill(office, 2, 首次响应时间="2026-11-16 15:00")
    assert first_response(office, "2026-11-18 10:00") == ("done", 24 * 60, 1)
    assert [line[0] for line in late_of(office)] == ["首次响应"]
    row = ("投诉", "T2611-001", "首次响应时间", None, moment("2026-11-16 15:00"))
    assert correct(office, "2026-12-04 09:00", row)["applied"] == 1
    assert first_response(office, "2026-12-04 09:05") == ("done", 0, 0) and late_of(office, "2026-12-04 09:10") == []


@pytest.mark.parametrize("header", ["开始处理时间", "告知客户时间", "进度告知时间"])
def test_it_stays_missed_whichever_cell_ends_the_clock(tmp_path: Path, header: str) -> None:
    office = new_complaint(tmp_path)
    office.run("run", now="2026-11-17 11:00")
    fill(office, 2, **{header: "2026-11-16 15:00"})
    assert first_response(office, "2026-11-18 10:00") == ("done", 24 * 60, 1)
    row = ("投诉", "T2611-001", "首次响应时间", None, moment("2026-11-16 15:00"))
    assert correct(office, "2026-11-18 11:00", row)["applied"] == 1
    assert first_response(office, "2026-11-18 11:05") == ("done", 0, 0)


def test_an_answer_that_was_dated_back_is_told_and_changes_no_clock(tmp_path: Path) -> None:
    """Told on the 18th at 10:00, a day late; a later moment needs no form, and does not make the answer later."""
    office = new_complaint(tmp_path, 告知客户时间="2026-11-18 10:00")
    office.run("run", now="2026-11-18 12:00")
    fill(office, 2, 告知客户时间="2026-11-20 10:00")
    assert (told(office, "2026-11-20 11:00"), first_response(office, "2026-11-20 11:00")[1]) == ([], 1440)
    for now, written in (("2026-11-20 12:00", "2026-11-16 15:00"), ("2026-11-20 13:00", None)):
        fill(office, 2, 告知客户时间=written)
        assert [message[:28] for message in told(office, now)] == ["“投诉”表 T2611-001 的“告知客户时间”原来是"]
        assert first_response(office, now)[1] == 1440
    row = ("投诉", "T2611-001", "告知客户时间", moment("2026-11-18 10:00"), moment("2026-11-16 15:00"))
    assert correct(office, "2026-11-20 14:00", row)["applied"] == 1
    assert first_response(office, "2026-11-20 14:05")[1] == 0


def test_a_second_round_that_was_told_as_late_stays_so(tmp_path: Path) -> None:
    """Dissatisfied on the 17th: until the 20th; told as overdue on the 22nd; then an answer of the 19th is written."""
    office = new_complaint(tmp_path, 首次响应时间="2026-11-16 11:00")
    fill(office, 2, 告知客户时间="2026-11-17 10:00", 客户反馈="不满意")
    office.run("run", now="2026-11-17 10:30")
    office.run("run", now="2026-11-22 10:00")
    fill(office, 2, 告知客户时间="2026-11-19 10:00", 客户反馈="满意")
    one = listed(office, "2026-11-23 10:00")["T2611-001"]
    (again,) = [clock for clock in one["clocks"] if clock["stage"] == "重新办理"]
    assert (again["done_at"], again["overdue_minutes"] > 0) == ("2026-11-19 10:00", True)


def test_what_a_report_alone_told_as_missed_stays_so_too(tmp_path: Path) -> None:
    """Due on the 17th at 10:00; the boss reads of it on the 18th; an answer of the 16th is written in on the 19th."""
    office = new_complaint(tmp_path)
    assert [line[0] for line in late_of(office, "2026-11-18 10:00")] == ["首次响应"]
    (told_of,) = office.entries("overdue")
    assert [(one["complaint_no"], one["stage"]) for one in told_of["missed"]] == [("T2611-001", "首次响应")]
    fill(office, 2, 首次响应时间="2026-11-16 15:00")
    assert first_response(office, "2026-11-19 10:00") == ("done", 2 * 1440, 1)
    assert len(late_of(office, "2026-11-19 11:00")) == 1 and len(office.entries("overdue")) == 1


def test_a_report_on_a_month_that_is_over_tells_how_it_stood(tmp_path: Path) -> None:
    """Answered in December only: at the end of November it was overdue, and that the report of November told."""
    office = new_complaint(tmp_path)
    fill(office, 2, 首次响应时间="2026-12-01 15:00")
    assert len(late_of(office, "2026-12-01 18:00")) == 1 and len(office.entries("overdue")) == 1


def test_nobody_was_told_so_nothing_stays_missed(tmp_path: Path) -> None:
    office = new_complaint(tmp_path)
    fill(office, 2, 首次响应时间="2026-11-16 15:00")
    assert first_response(office, "2026-11-18 10:00") == ("done", 0, 1)


def test_what_is_not_settled_waits_for_the_supervisor(tmp_path: Path) -> None:
    office = new_complaint(tmp_path)
    fill(office, 2, 接收时间="2026-11-16 11:00")
    waiting = office.run("check", now="2026-11-17 09:00").data["waiting"]
    (mine,) = [one for one in waiting if one["matter"] == "核对登记表的改动"]
    assert mine["subject"] == "投诉 T2611-001 接收时间 2026-11-16 10:00 → 2026-11-16 11:00"
    assert mine["person"] == "B01 周丽华、B02 吴志远"


# The other registers


def repaired(folder: Path) -> TestOffice:
    """An office of S2 with a customer whose repair was finished on the 2nd: to be called by the 9th."""
    office = complaint_office(folder, "property")
    approved = {
        "客户编号": "K1", "客户名称": "一号楼", "客户类别": "业主", "业务员": "A01", "电话": "13800000001",
        "审核状态": "已审核", "审核人": "C01", "审核日期": date(2026, 11, 1),
    }  # fmt: skip
    add_rows(office.path(CUSTOMER_BOOK), "客户", approved)
    service = {"服务单号": "F1", "客户编号": "K1", "服务类型": "维修", "完工时间": moment("2026-11-02 10:00")}
    add_rows(office.path("服务单.xlsx"), "服务单", service)
    office.run("run", now="2026-11-03 09:00")
    return office


def due_of(office: TestOffice, now: str) -> list[tuple[str, str]]:
    return [(due["from"], due["due_on"]) for due in office.run("explain", "K1", now=now).data["due"]]


@pytest.mark.parametrize(
    "cells",
    [
        dict.fromkeys(("服务单号", "客户编号", "服务类型", "完工时间")),
        {"完工时间": moment("2026-11-20 10:00")},
        {"完工时间": None},
        {"客户编号": "K9"},
    ],
    ids=("deleted", "another day", "no day", "another customer"),
)
def test_a_finished_repair_stays_to_be_called_about(tmp_path: Path, cells: dict[str, Any]) -> None:
    office = repaired(tmp_path)
    before = due_of(office, "2026-11-05 09:00")
    assert len(before) == 1
    with edited(office.path("服务单.xlsx")) as book:
        put(book["服务单"], 2, cells)
    assert due_of(office, "2026-11-05 09:00") == before  # compared, although no run has noted it
    office.run("run", now="2026-11-06 09:00")
    assert due_of(office, "2026-11-06 10:00") == before and len(told(office, "2026-11-06 10:00")) == 1


def test_a_row_with_another_number_is_owed_the_same_call(tmp_path: Path) -> None:
    """The call keeps its number, in the next month's plan, too, whatever the row of the register is called now."""
    office = repaired(tmp_path)
    before = [call["plan_no"] for call in office.run("plan", now="2026-11-04 09:00").data["calls"]]
    assert len(before) == 1
    with edited(office.path("服务单.xlsx")) as book:
        put(book["服务单"], 2, {"服务单号": "F2"})
    answers = [correct(office, "2026-11-05 10:00", ("服务单", "F1", "服务单号", "F1", "F2"))]
    with edited(office.path("服务单.xlsx")) as book:
        put(book["服务单"], 2, {"服务单号": "F3"})
    answers.append(correct(office, "2026-11-05 11:00", ("服务单", "F2", "服务单号", "F2", "F3")))
    assert [answer["applied"] for answer in answers] == [1, 1]
    for now in ("2026-11-06 09:00", "2026-12-02 09:00"):
        assert [call["plan_no"] for call in office.run("plan", now=now).data["calls"]] == before


def test_a_row_that_likely_has_another_number_gets_no_second_call(tmp_path: Path) -> None:
    """Nobody has filled in a 更正单 yet; one that says something else is another one."""
    office = repaired(tmp_path)
    before = [call["plan_no"] for call in office.run("plan", now="2026-11-04 09:00").data["calls"]]
    with edited(office.path("服务单.xlsx")) as book:
        put(book["服务单"], 2, {"服务单号": "F2"})
    for now in ("2026-11-05 09:00", "2026-12-02 09:00"):
        assert [call["plan_no"] for call in office.run("plan", now=now).data["calls"]] == before
        office.run("run", now=f"{now[:11]}10:00")
    findings = office.run("check", now="2026-12-02 11:00").data["findings"]
    assert any(f["code"] == "T541" and "F2" in f["hint"] for f in findings)
    with edited(office.path("服务单.xlsx")) as book:
        sheet = book["服务单"]
        headers = [cell.value for cell in sheet[1]]
        again = {str(h): sheet.cell(2, n).value for n, h in enumerate(headers, start=1) if h}
    add_rows(office.path("服务单.xlsx"), "服务单", {**again, "服务单号": "F3"})
    assert len(office.run("plan", now="2026-12-03 09:00").data["calls"]) == 2  # a second order alike, with F1 away
