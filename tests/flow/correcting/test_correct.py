"""Corrections: who and why, what is refused, and taking back a row, a sheet, a plan. Nothing is ever deleted."""

from __future__ import annotations

import shutil
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from office import (
    DUE_DAY,
    NOW,
    PERIOD,
    PLANNED,
    SHEET,
    Ran,
    TestOffice,
    change,
    codes,
    collected_office,
    digest,
    edited,
    find,
    good_answer,
    load,
    missed,
    plan_numbers,
    planned_office,
    put,
    snapshot,
    table,
)

pytestmark = pytest.mark.slow

WHO = ("B01", "已与客户核对")


@pytest.fixture
def office(tmp_path: Path) -> TestOffice:
    """A01's and A02's sheets are in."""
    return collected_office(tmp_path)


def number(office: TestOffice, row: int = 2, attempt: int = 1) -> str:
    return f"{plan_numbers(office.issued())[row - 2]}-{attempt}"


def of_record(office: TestOffice, column: str, old: Any, new: Any, who: tuple[Any, Any] = WHO, **more: Any) -> Ran:
    return office.correct(("回访记录", number(office), column, old, new, *who), **more)


def line(office: TestOffice, agent: str = "A01", now: str = DUE_DAY) -> dict[str, Any]:
    return next(a for a in office.report(now).data["agents"] if a["agent"] == agent)


def refusal(ran: Ran, cell: str) -> None:
    """Exactly one row was refused, at that cell, and nothing was applied."""
    assert (ran.code, ran.data["applied"]) == (1, 0)
    assert find(ran.data["refused"], "J803") == [("error", "更正单", cell)]


def pend(office: TestOffice, **values: Any) -> Path:
    """A01 changes row 2 of an accepted sheet; the prefilled form."""
    ran = office.collect(change(office.filled(), (2, values or {"满意度": "一般"})))
    assert ran.data["pending"]
    return office.forms()[-1]


def sign(form: Path, who: str = "B01", why: str = "业务员选错") -> Path:
    with edited(form) as book:
        sheet = book["更正单"]
        for row in range(2, sheet.max_row + 1):
            if sheet.cell(row, 2).value:
                put(sheet, row, {"更正人": who, "原因": why})
    return form


def strike(form: Path, row: int = 2) -> Path:
    with edited(form) as book:
        book["更正单"].delete_rows(row)
    return form


# A value


def test_a_correction_changes_ledger_and_figures(office: TestOffice) -> None:
    assert line(office)["satisfied"] == 6
    ran = of_record(office, "满意度", "满意", "非常不满意", now=DUE_DAY)
    assert (ran.code, ran.data["applied"], ran.data["refused"]) == (0, 1, [])
    after = line(office)
    assert (after["satisfied"], after["dissatisfied"], after["connected"]) == (5, 1, 6)
    assert office.ledger()[number(office)]["满意度"] == "非常不满意"


def test_the_journal_names_old_new_who_and_why(office: TestOffice) -> None:
    of_record(office, "满意度", "满意", "一般", ("周丽华", "客户来电改口"))
    (entry,) = office.entries("correction")
    kept = {key: entry[key] for key in ("subject_no", "column", "old", "new", "why")}
    assert kept == {
        "subject_no": number(office), "column": "满意度", "old": "满意", "new": "一般", "why": "客户来电改口",
    }  # fmt: skip
    assert "B01" in entry["by"]
    assert any(path.startswith("归档/更正/") for path in entry["archived"])


def test_correcting_the_result_changes_what_was_done(office: TestOffice) -> None:
    ran = office.correct(
        ("回访记录", number(office), "通话结果", "接通", "无人接听", *WHO),
        ("回访记录", number(office), "满意度", "满意", None, *WHO),
    )
    assert ran.data["applied"] == 2
    after = line(office)
    assert {k: after[k] for k in ("planned", "done", "reported", "connected", "satisfied")} == {
        "planned": 6, "done": 5, "reported": 6, "connected": 5, "satisfied": 5,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("column", "old", "new", "kept"),
    [
        ("回访日期", "2026-11-23", "2026-11-24", date(2026, 11, 24)),
        ("回访日期", date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 24)),
        ("开始时间", "09:20", "09:21", "09:21"),
        ("开始时间", time(9, 20), time(9, 21), "09:21"),
        ("下次联系日期", None, "2026-12-01", date(2026, 12, 1)),
        ("下次联系日期", "", date(2026, 12, 1), date(2026, 12, 1)),
        ("备注", None, "=补记", "=补记"),
        ("客户意见或需求", "无", "想看样品", "想看样品"),
        ("上报对象", None, "周丽华", "周丽华"),
    ],
)
def test_columns_that_can_be_corrected(office: TestOffice, column: str, old: Any, new: Any, kept: Any) -> None:
    ran = of_record(office, column, old, new)
    assert (ran.data["refused"], ran.data["applied"]) == ([], 1)
    value = office.ledger()[number(office)][column]
    assert (value.date() if hasattr(value, "date") else value) == kept


def test_a_corrected_day_leaves_the_period(office: TestOffice) -> None:
    assert of_record(office, "回访日期", "2026-11-23", "2026-11-20").data["applied"] == 1
    after = line(office)
    assert (after["reported"], after["connected"]) == (5, 5)


def test_corrections_follow_one_another(office: TestOffice) -> None:
    assert of_record(office, "满意度", "满意", "一般").data["applied"] == 1
    assert of_record(office, "满意度", "一般", "不满意", name="二.xlsx").data["applied"] == 1
    assert office.ledger()[number(office)]["满意度"] == "不满意"
    refusal(of_record(office, "满意度", "一般", "满意", name="三.xlsx"), "D2")


def test_applying_a_form_twice_changes_nothing(office: TestOffice) -> None:
    of_record(office, "满意度", "满意", "一般")
    before = snapshot(office.root)
    ran = of_record(office, "满意度", "满意", "一般")
    assert (ran.code, ran.data["applied"], ran.data["refused"]) == (0, 0, [])
    assert snapshot(office.root) == before


def test_a_good_and_a_bad_row(office: TestOffice) -> None:
    ran = office.correct(
        ("回访记录", number(office), "满意度", "满意", "一般", *WHO),
        ("回访记录", number(office, 3), "满意度", "满意", "一般", None, "忘了签名"),
    )
    assert (ran.code, ran.data["applied"]) == (1, 1)
    assert find(ran.data["refused"], "J803") == [("error", "更正单", "F3")]


def test_the_form_is_archived(office: TestOffice) -> None:
    of_record(office, "满意度", "满意", "一般")
    (entry,) = office.entries("correction")
    ((path, sha),) = entry["archived"].items()
    assert sha == digest(office.path(path)) == digest(office.outside / "更正单.xlsx")


# Refused


@pytest.mark.parametrize(
    ("who", "cell"),
    [
        ((None, "核对"), "F2"),
        (("B01", None), "G2"),
        (("A01", "核对"), "F2"),
        (("李晓明", "核对"), "F2"),
        (("D01", "核对"), "F2"),
        (("Z99", "核对"), "F2"),
        (("王伟", "核对"), "F2"),
    ],
)
def test_who_and_why_are_asked_for(office: TestOffice, who: tuple[Any, Any], cell: str) -> None:
    refusal(of_record(office, "满意度", "满意", "一般", who), cell)
    assert office.ledger()[number(office)]["满意度"] == "满意"


def test_a_supervisor_who_left_cannot_correct(office: TestOffice) -> None:
    with edited(office.path("人员.xlsx")) as book:
        put(book["人员"], 3, {"状态": "离职", "离职日期": date(2026, 11, 20)})
    refusal(of_record(office, "满意度", "满意", "一般"), "F2")


def test_the_boss_may_correct(office: TestOffice) -> None:
    assert of_record(office, "满意度", "满意", "一般", ("马建国", "老板核对")).data["applied"] == 1


@pytest.mark.parametrize(
    ("column", "old", "new", "cell"),
    [
        ("满意度", "一般", "不满意", "D2"),
        ("满意度", None, "不满意", "D2"),
        ("满意度", "满意", "还行", "E2"),
        ("回访日期", "2026-11-23", "昨天", "E2"),
        ("开始时间", "09:20", "九点多", "E2"),
        ("回访日期", "2026-11-23", None, "E2"),
        ("通话结果", "接通", None, "E2"),
        ("客户名称", "0001 号商行", "别的店", "C2"),
        ("计划编号", "x", "y", "C2"),
        ("没有这一列", "x", "y", "C2"),
        ("整行", None, "删除", "E2"),
        ("整行", None, None, "E2"),
    ],
)
def test_rows_that_do_not_fit_are_refused(office: TestOffice, column: str, old: Any, new: Any, cell: str) -> None:
    before = office.ledger()
    refusal(of_record(office, column, old, new), cell)
    assert office.ledger() == before


@pytest.mark.parametrize(
    "row",
    [
        ("回访记录", "H2611-0999-1", "满意度", "满意", "一般"),
        ("回访记录", "H2611-0001", "满意度", "满意", "一般"),
        ("提交", "T0999", "整表", None, "撤销"),
        ("回访计划", "2026-10上旬", "整批", None, "撤销"),
    ],
)
def test_unknown_subjects_are_refused(office: TestOffice, row: tuple[Any, ...]) -> None:
    refusal(office.correct((*row, *WHO)), "B2")


def test_an_unknown_table_is_refused(office: TestOffice) -> None:
    ran = office.correct(("账本", number(office), "满意度", "满意", "一般", *WHO))
    assert (ran.code, ran.data["applied"], codes(ran.data["refused"])) == (1, 0, ["C205"])


def test_files_that_are_no_form(office: TestOffice) -> None:
    garbage = office.root.parent / "坏.xlsx"
    garbage.write_bytes(b"PK\x03\x04")
    for path in (garbage, office.issued(), office.root.parent / "没有.xlsx"):
        ran = office.run("correct", path)
        assert ran.code in (2, 3)
        assert ran.err.strip()


def test_a_correction_cannot_make_two_records_of_one_call(office: TestOffice) -> None:
    """Same 计划编号, 回访日期 and 开始时间 = the same record."""
    again = {**good_answer(30), "计划编号": plan_numbers(office.issued())[0]}
    assert office.collect(change(office.filled(), (9, again))).data["accepted"][0]["rows"] == 1
    row = ("回访记录", number(office, attempt=2), "开始时间", "14:00", "09:20")
    assert office.correct((*row, *WHO)).data["applied"] == 0


# Prefilled forms


def test_a_signed_form_confirms(office: TestOffice) -> None:
    ran = office.run("correct", sign(pend(office)))
    assert (ran.code, ran.data["applied"]) == (0, 1)
    assert office.ledger()[number(office)]["满意度"] == "一般"
    assert not find(office.run("check").data["findings"], "L707")
    again = office.collect(change(office.filled(), (2, {"满意度": "一般"}), (9, {"备注": "再发"})))
    assert (again.data["pending"], again.data["returned"]) == ([], [])


def test_an_unsigned_form_is_refused_and_goes_on_waiting(office: TestOffice) -> None:
    refusal(office.run("correct", pend(office)), "F2")
    assert find(office.run("check").data["findings"], "L707")


def test_a_deleted_row_is_declined_and_remembered(office: TestOffice) -> None:
    ran = office.run("correct", strike(pend(office)))
    assert (ran.code, ran.data["applied"], ran.data["declined"]) == (0, 0, 1)
    assert office.ledger()[number(office)]["满意度"] == "满意"
    assert not find(office.run("check").data["findings"], "L707")
    (entry,) = office.entries("declined")
    assert entry["changes"][0]["record_no"] == number(office)
    again = office.collect(change(office.filled(), (2, {"满意度": "一般"}), (9, {"备注": "再发"})))
    assert again.data["pending"] == []
    assert find(again.data["accepted"][0]["findings"], "L708") == [("warning", SHEET, None)]
    again = change(office.filled(), (2, {"满意度": "不满意", "不满意原因": "真的"}), (9, {"备注": "三"}))
    other = office.collect(again)
    assert {p["column"] for p in other.data["pending"]} == {"满意度", "不满意原因"}


def test_one_row_signed_and_one_struck(office: TestOffice) -> None:
    form = sign(pend(office, 满意度="一般", 备注="补记"))
    columns = [row["列"] for row in table(form, "更正单") if row["编号"]]
    assert sorted(columns) == sorted(["满意度", "备注"])
    ran = office.run("correct", strike(form, 2 + columns.index("满意度")))
    assert (ran.data["applied"], ran.data["declined"]) == (1, 1)
    row = office.ledger()[number(office)]
    assert (row["满意度"], row["备注"]) == ("满意", "补记")


def test_declining_twice_changes_nothing(office: TestOffice) -> None:
    form = strike(pend(office))
    office.run("correct", form)
    before = office.journal()
    assert office.run("correct", form).data["declined"] == 0
    assert office.journal() == before


def test_a_form_of_another_office_declines_nothing(office: TestOffice, tmp_path: Path) -> None:
    with edited(pend(office)) as book:
        book["_huifang"]["A1"].value = book["_huifang"]["A1"].value.replace('"office_id":"', '"office_id":"x')
        book["更正单"].delete_rows(2)
    assert office.run("correct", office.forms()[0]).data["declined"] == 0
    assert find(office.run("check").data["findings"], "L707")


def test_a_form_saved_by_hand_after_an_agents_second_thought(office: TestOffice) -> None:
    """The agent restored the value before the supervisor signed: the form still applies, as signed."""
    form = sign(pend(office))
    office.collect(change(office.filled(), (9, {"备注": "恢复"})))
    assert not find(office.run("check").data["findings"], "L707")
    assert office.run("correct", form).data["applied"] == 1


# Taking back


def test_a_row_is_taken_back(office: TestOffice) -> None:
    ran = of_record(office, "整行", None, "撤销")
    assert (ran.code, ran.data["applied"]) == (0, 1)
    after = line(office)
    assert (after["reported"], after["done"], after["planned"]) == (5, 5, 6)
    assert number(office) not in office.ledger()
    assert of_record(office, "整行", None, "撤销").data["applied"] == 0
    refusal(of_record(office, "满意度", "满意", "一般", name="之后.xlsx"), "B2")


def test_a_row_taken_back_and_sent_again_is_a_new_record(office: TestOffice) -> None:
    of_record(office, "整行", None, "撤销")
    ran = office.collect(change(office.filled(), (9, {"备注": "再发"})))
    assert ran.data["accepted"][0]["rows"] == 1
    assert number(office, attempt=2) in office.ledger()
    assert line(office)["done"] == 6


def test_taking_back_a_row_ends_what_waits_for_it(office: TestOffice) -> None:
    pend(office)
    of_record(office, "整行", None, "撤销")
    assert not find(office.run("check").data["findings"], "L707")


def submission(office: TestOffice, agent: str = "A01", index: int = 0) -> str:
    return [data["number"] for data in office.submissions() if data["agent"] == agent][index]


def test_a_sheet_is_taken_back_and_posts_again(office: TestOffice) -> None:
    archived = next(d["path"] for d in office.submissions() if d["agent"] == "A01")
    ran = office.correct(("提交", submission(office), "整表", None, "撤销", *WHO))
    assert (ran.code, ran.data["applied"]) == (0, 1)
    after = line(office)
    assert (after["reported"], after["done"], after["submitted_at"]) == (0, 0, None)
    assert line(office, "A02")["reported"] == 3
    same = office.outside / "同一份.xlsx"
    shutil.copy(office.path(archived), same)
    again = office.collect(same, now=DUE_DAY)
    assert again.listed == {"accepted": [same.name]}
    assert again.data["accepted"][0]["rows"] == 6
    after = line(office)
    assert (after["reported"], after["done"], after["submitted_at"]) == (6, 6, DUE_DAY)
    assert office.run("verify").data["ok"]


def test_taking_back_a_sheet_twice_changes_nothing(office: TestOffice) -> None:
    row = ("提交", submission(office), "整表", None, "撤销", *WHO)
    office.correct(row)
    before = office.journal()
    assert office.correct(row).data["applied"] == 0
    assert office.journal() == before


def test_taking_back_a_sheet_ends_what_waits_for_its_rows(office: TestOffice) -> None:
    pend(office)
    office.correct(("提交", submission(office), "整表", None, "撤销", *WHO))
    assert not find(office.run("check").data["findings"], "L707")


def test_taking_back_the_sheet_that_asked_ends_its_question(office: TestOffice) -> None:
    pend(office)
    office.correct(("提交", submission(office, index=1), "整表", None, "撤销", *WHO))
    assert not find(office.run("check").data["findings"], "L707")
    assert line(office)["reported"] == 6


def test_the_arrival_of_a_sheet(office: TestOffice) -> None:
    late = office.collect(change(office.filled("A03")), now="2026-12-02 09:00")
    assert late.data["accepted"]
    assert line(office, "A03", "2026-12-03 09:00")["late_days"] == 2
    row = ("提交", submission(office, "A03"), "到达时间", "2026-12-02 09:00", "2026-11-30 17:30")
    ran = office.correct((*row, *WHO), now="2026-12-03 10:00")
    assert (ran.code, ran.data["applied"]) == (0, 1)
    after = line(office, "A03", "2026-12-03 11:00")
    assert (after["submitted_at"], after["late_days"]) == ("2026-11-30 17:30", 0)
    assert office.correct((*row, *WHO), now="2026-12-03 12:00").data["applied"] == 0


@pytest.mark.parametrize(("column", "new", "cell"), [("到达时间", "傍晚", "E2"), ("文件", "别的.xlsx", "C2")])
def test_wrong_corrections_of_a_sheet(office: TestOffice, column: str, new: str, cell: str) -> None:
    refusal(office.correct(("提交", submission(office), column, None, new, *WHO)), cell)


WHOLE_PLAN = ("回访计划", PERIOD, "整批", None, "撤销", *WHO)


def test_a_plan_is_taken_back_and_made_again(tmp_path: Path) -> None:
    office = planned_office(tmp_path)
    first = {agent: plan_numbers(office.issued(agent)) for agent in ("A01", "A02", "A03")}
    old = {path.name for path in office.path(f"回访计划/{PERIOD}").iterdir()}
    hashes = sorted(digest(path) for path in office.path(f"回访计划/{PERIOD}").iterdir())
    kept = office.sheet()
    ran = office.correct(WHOLE_PLAN, now=PLANNED)
    assert (ran.code, ran.data["applied"]) == (0, 1)
    assert list(office.path(f"回访计划/{PERIOD}").iterdir()) == []
    assert sorted(digest(p) for p in office.path("归档/撤回").rglob("*.xlsx")) == hashes
    made = office.run("plan", "--period", PERIOD, now=PLANNED)
    assert len(made.data["files"]) == 3
    assert not {Path(file).name for file in made.data["files"]} & old
    assert {agent: sorted(plan_numbers(office.issued(agent))) for agent in first} == {
        agent: sorted(numbers) for agent, numbers in first.items()
    }
    assert sorted(c["plan_no"] for c in made.data["calls"]) == sorted(n for ns in first.values() for n in ns)
    change(kept, *((row, good_answer(row)) for row in range(2, 8)))
    stale = office.collect(kept)
    assert stale.listed == {"ignored": [kept.name]}
    assert office.collect(office.filled()).data["accepted"][0]["rows"] == 6
    assert office.run("verify").data["ok"]


def test_a_plan_whose_sheets_came_back_stays(office: TestOffice) -> None:
    refusal(office.correct(WHOLE_PLAN), "B2")
    assert office.issued().exists()


def test_a_plan_can_go_once_its_sheets_were_taken_back(office: TestOffice) -> None:
    for agent in ("A01", "A02"):
        office.correct(("提交", submission(office, agent), "整表", None, "撤销", *WHO), name=f"{agent}.xlsx")
    assert office.correct(WHOLE_PLAN).data["applied"] == 1


def test_only_the_newest_plan_can_go(tmp_path: Path) -> None:
    office = planned_office(tmp_path)
    office.collect(change(office.sheet(), (2, missed(2))))
    office.run("plan", "--period", "2026-12上旬", now="2026-12-01 09:00")
    refusal(office.correct(WHOLE_PLAN, now="2026-12-01 10:00"), "B2")


def test_a_plan_goes_only_as_a_whole(office: TestOffice) -> None:
    refusal(office.correct(("回访计划", PERIOD, "计划日期", None, "2026-11-25", *WHO)), "C2")


def test_a_later_report_is_the_next_version_and_lists_the_correction(office: TestOffice) -> None:
    first = office.report()
    of_record(office, "满意度", "满意", "一般", ("B01", "客户来电改口了"), now=DUE_DAY)
    second = office.report()
    assert (first.data["version"], second.data["version"]) == (1, 2)
    assert not set(first.data["files"][:2]) & set(second.data["files"])
    book = load(office.path(next(f for f in second.data["files"] if f.startswith("报告/") and f.endswith(".xlsx"))))
    texts = {str(cell.value) for sheet in book for cells in sheet.iter_rows() for cell in cells if cell.value}
    assert any("客户来电改口了" in text for text in texts)
    assert any("第 2 版" in text or "第2版" in text for text in texts)
    assert NOW < DUE_DAY


def test_the_old_arrival_must_be_right(office: TestOffice) -> None:
    row = ("提交", submission(office), "到达时间", "2026-11-01 09:00", "2026-11-20 17:30")
    refusal(office.correct((*row, *WHO)), "D2")


@pytest.mark.parametrize(
    ("column", "old", "new"),
    [("结束时间", "09:24", "09:00"), ("回访日期", "2026-11-23", "2027-11-23"), ("回访方式", "电话", "上门")],
)
def test_a_correction_may_not_make_a_row_that_a_sheet_may_not_hold(
    office: TestOffice, column: str, old: str, new: str
) -> None:
    refusal(of_record(office, column, old, new), "E2")
