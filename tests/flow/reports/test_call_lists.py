"""How calls are listed in 台账, in the report and in JSON: the columns that are used, and where the sheets lie."""

import json
import shutil
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

import office as offices
from huifang.decisions.reports.listed import as_issued, call_lists
from huifang.ledger.issues import IssuedCall
from huifang.ledger.records import EMPTY, CallRecord
from huifang.tables.declared.calls import CALLS, ISSUED_KEYS
from huifang.tables.model import Column, Kind, Table
from office import PERIOD, PLANNED, TestOffice, add_rows, change, load
from places import DATA

QUESTION = "新品资料收到了吗"
#: What only some regulations use, and what of the issue this office does not use.
UNUSED = {"联系角色", "预约时间", "预约地点", "参加人员", "结果反馈日期"}
#: What was issued; one customer has hours in which nobody calls.
ISSUED = ["计划编号", "客户编号", "客户名称", "联系人", "电话", "回访事由", "回访内容", "应访起", "应访止", "计划日期"]
#: What agents wrote; nothing in the other columns.
WRITTEN = f"回访日期 开始时间 结束时间 回访方式 通话结果 满意度 {QUESTION} 不满意原因 客户意见或需求 处理情况".split()


@pytest.fixture
def office(tmp_path: Path) -> TestOffice:
    """An office that asks a question, with one sheet in its ledger: the first call went badly."""
    made = offices.blank_office(tmp_path)
    add_rows(made.path("制度.xlsx"), "问卷", {"题号": "Q1", "题目": QUESTION, "题型": "是否"})
    assert made.run("plan", "--period", PERIOD, now=PLANNED).code == 0
    sheet = made.filled()
    change(sheet, *((row, {QUESTION: "是"}) for row in offices.issued_rows(load(sheet))))
    change(sheet, (2, {QUESTION: "否", "满意度": "不满意", "不满意原因": "送货晚了"}))
    assert made.collect(sheet).code == 0
    return made


def headers(path: Path, sheet: str, row: int = 1) -> list[Any]:
    return [cell.value for cell in load(path)[sheet][row] if cell.value is not None]


def reported(office: TestOffice) -> Path:
    assert office.report().code in (0, 1)
    return max(office.path("报告").glob("*.xlsx"))


def test_the_ledger_workbook_has_the_columns_that_are_used(office: TestOffice) -> None:
    reported(office)
    listed = headers(office.path(f"台账/{PERIOD}.xlsx"), "台账")
    assert listed[:14] == ["记录编号", "提交编号", "工号", "批次", *ISSUED]
    assert listed[-2:] == ["来源文件", "来源行"]
    assert not UNUSED & {*listed}
    assert listed[listed.index("满意度") + 1] == QUESTION
    assert [h for h in listed if h in CALLS.by_header] == [h for h in CALLS.by_header if h in listed]


def test_a_record_says_why_and_what_was_answered(office: TestOffice) -> None:
    first, *others = office.ledger().values()
    assert (first["回访事由"], first["应访起"], first["应访止"]) == (
        "十日例行回访", datetime(2026, 11, 21), datetime(2026, 11, 24),
    )  # fmt: skip
    assert [first[QUESTION], *{row[QUESTION] for row in others}] == ["否", "是"]


def test_the_source_is_where_the_original_lies_now(office: TestOffice) -> None:
    sources = {row["来源文件"] for row in office.ledger().values()}
    (submission,) = office.submissions()
    assert sources == {submission["path"]} and office.path(submission["path"]).exists()
    assert submission["path"].startswith("归档/")


def test_the_report_lists_what_agents_wrote(office: TestOffice) -> None:
    book = reported(office)
    expected = ["记录编号", "客户编号", "客户名称", "回访事由", *WRITTEN]
    assert headers(book, "通话明细", 4) == ["业务员", *expected]
    agent = load(book)["A01 李晓明"]
    rows = [[cell.value for cell in cells] for cells in agent.iter_rows() if cells[0].value is not None]
    at = next(place for place, row in enumerate(rows) if row[0] == "记录编号")
    assert rows[at][: len(expected)] == expected and rows[at + 1][10:12] == ["否", "送货晚了"]


def test_json_has_every_column(office: TestOffice) -> None:
    (call,) = office.run("explain", "K0001").data["history"]
    (submission,) = office.submissions()
    assert {*(column.key for column in CALLS.columns if not column.unread), "decision"} <= {*call}
    assert (call["answers"], call["source_file"]) == ({"问卷.Q1": "否"}, submission["path"])
    assert (call["called_at"][:10], call["called_on"], call["due_on"]) == (
        call["called_on"],
        "2026-11-23",
        "2026-11-24",
    )


def test_an_answer_is_corrected_and_named_while_it_waits(office: TestOffice) -> None:
    again = office.filled()
    change(again, *((row, {QUESTION: "是"}) for row in offices.issued_rows(load(again))))
    pending = office.collect(again).data["pending"]
    assert {one["column"] for one in pending} == {QUESTION, "满意度", "不满意原因"}
    waiting = [f["message"] for f in office.run("check").data["findings"] if f["code"] == "L707"]
    assert any(QUESTION in message for message in waiting) and not any("问卷.Q1" in message for message in waiting)
    number = pending[0]["record_no"]
    assert office.correct(("回访记录", number, QUESTION, "否", "是", "B01", "记错")).data["applied"] == 1
    assert office.ledger()[number][QUESTION] == "是"
    assert office.run("verify").data["ok"] is True


def test_a_question_that_is_asked_no_more_can_be_corrected_and_is_listed(office: TestOffice) -> None:
    """The sheet was filled in by the rules of its batch, which still had it."""
    change(office.path("制度.xlsx"), (2, dict.fromkeys(("题号", "题目", "题型"))), sheet="问卷")
    number = next(iter(office.ledger()))
    assert office.correct(("回访记录", number, QUESTION, "否", "是", "B01", "记错")).data["applied"] == 1
    assert office.ledger()[number]["问卷.Q1"] == "是"


def test_what_a_column_of_the_regulations_says_can_be_corrected_everywhere(office: TestOffice) -> None:
    number = next(iter(office.ledger()))
    assert (
        office.correct(("回访记录", number, "结果反馈日期", "", "2026-11-24", "B01", "电话告知")).data["applied"] == 1
    )
    assert office.ledger()[number]["结果反馈日期"] == datetime(2026, 11, 24)


@pytest.mark.parametrize("column", ["计划编号", "客户编号", "应访止", "回访事由", "记录编号"])
def test_what_the_system_filled_in_cannot(office: TestOffice, column: str) -> None:
    number = next(iter(office.ledger()))
    refused = office.correct(("回访记录", number, column, "", "H1", "B01", "记错")).data["refused"]
    assert [one["code"] for one in refused] == ["J803"] and f"“{column}”不是可以更正的列" in refused[0]["message"]


# --- by value


def record(**cells: Any) -> CallRecord:
    return CallRecord({**EMPTY, "customer_no": "K1", "called_on": date(2026, 11, 23), "answers": "{}", **cells})


def test_columns_without_anything_are_left_out() -> None:
    calls = CALLS.hiding(("appointed_at", "told_on"))
    lists = call_lists(calls, [record(told_on=date(2026, 11, 24), rule="R1")], {})
    keys = {column.key: column for column in lists.columns}
    assert "told_on" in keys and not keys["told_on"].hidden and "appointed_at" not in keys
    assert "announced" in keys and "announced" not in lists.filled  # in use, though nobody wrote into it
    assert [key for key in ISSUED_KEYS if key in keys] == ["customer_no"]


def test_what_people_write_gets_more_room() -> None:
    columns = (Column("备注", "notes", width=12), Column("通话结果", "result", Kind.CHOICE, width=12))
    assert [c.width for c in call_lists(Table("回访记录", "", "", columns), [], {}).columns] == [16, 12]


def test_a_record_of_an_older_release_takes_what_was_issued() -> None:
    values: dict[str, Any] = dict.fromkeys(IssuedCall.__struct_fields__, "")
    values |= {"plan_no": "H1", "customer_no": "K1", "reason_to_call": "例行回访", "due_on": date(2026, 11, 24)}
    newer, other = {**values, "reason_to_call": "重点回访"}, {**values, "plan_no": "H2"}
    issued = {"K1": [IssuedCall(**values), IssuedCall(**newer), IssuedCall(**other)]}
    first, unplanned, whole = as_issued(
        [record(plan_no="H1", phone="138"), record(), record(plan_no="H1", reason_to_call="例行")], issued
    )
    assert (first.cells["reason_to_call"], first.cells["due_on"], first.phone) == (
        "重点回访",
        date(2026, 11, 24),
        "138",
    )
    assert unplanned == record() and whole.cells["reason_to_call"] == "例行"


# --- offices of older releases


@pytest.fixture
def old(tmp_path: Path) -> TestOffice:
    """An office as release 0.1.0 left it, a period reported on; its sheets have 预约时间, 预约地点, 参加人员."""
    with zipfile.ZipFile(DATA / "releases" / "0.1.0" / "service-desk.zip") as package:
        package.extractall(tmp_path)
    copies: dict[str, str] = json.loads((tmp_path / "expected.json").read_bytes())["copies"]
    for name, original in copies.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(tmp_path / original, tmp_path / name)
    return TestOffice(tmp_path / "office", tmp_path / "寄出")


def test_old_records_are_shown_with_all_that_was_kept_of_them(old: TestOffice) -> None:
    rows = [row for row in old.ledger("2026-12-07 09:00", "2026-11").values() if row["通话结果"] == "接通"]
    assert rows
    for row in rows:
        assert row["预约时间"].date() == row["回访日期"].date()
        assert (row["预约地点"], row["参加人员"]) == ("客户办公室", "李晓明、客户经理")
        assert row["回访目的是否达到"] in ("是", "否") and row["回访事由"] in ("重点客户回访", "例行回访")
        assert row["应访起"] <= row["应访止"] and old.path(row["来源文件"]).exists()


def test_an_old_record_is_corrected_and_verified_beside_new_ones(old: TestOffice) -> None:
    now = "2026-12-07 09:00"
    number, row = next((n, r) for n, r in old.ledger(now, "2026-11").items() if r["参加人员"])
    said = ("回访记录", number, "参加人员", row["参加人员"], "李明", "B01", "写错")
    assert old.correct(said, now=now).data["applied"] == 1
    assert old.ledger(now, "2026-11")[number] == {**row, "参加人员": "李明"}
    assert old.run("verify", now=now).data["ok"] is True
