"""Written or it does not count (000/五): the superior's decision about a problem is asked for until it is there."""

from __future__ import annotations

import email
import email.policy
from pathlib import Path
from typing import Any

import pytest

from office import DUE_DAY, PERIOD, TestOffice, edited, planned_office, put, table

pytestmark = pytest.mark.slow

NOW, AFTER = "2026-11-24 17:00", "2026-12-01 09:00"
UNSOLVED = {"处理情况": "未解决", "上报对象": "B01", "上报文件": "上报单-1", "不满意原因": "漏水"}
ASKED, TO_DO = "批示未解决的问题", "按批示解决问题"


@pytest.fixture
def office(tmp_path: Path) -> TestOffice:
    """One problem of A02's first customer, reported to B01."""
    office = planned_office(tmp_path)
    path = office.filled("A02")
    with edited(path) as book:
        put(book["回访记录"], 2, UNSOLVED)
    assert office.collect(path, now=NOW).code == 0
    return office


def record_of(office: TestOffice) -> str:
    return f"{table(office.issued('A02'), '回访记录')[0]['计划编号']}-1"


def waiting(office: TestOffice, now: str) -> list[tuple[str, str]]:
    data = office.run("check", now=now).data["waiting"]
    return [(one["person"], one["matter"]) for one in data if one["matter"] in (ASKED, TO_DO)]


def decide(office: TestOffice, text: str, by: str = "B01", old: str | None = None) -> dict[str, Any]:
    row = ("回访记录", record_of(office), "批示", old, text, by, "批示")
    return office.correct(row, now=AFTER, name=f"批示-{by}.xlsx").data


def test_it_is_asked_for_until_it_is_there(office: TestOffice) -> None:
    first = office.report().data
    assert [Path(form).name for form in first["forms"]] == [f"批示单-{PERIOD}-B01 周丽华.xlsx"]
    assert waiting(office, DUE_DAY) == [("B01 周丽华", ASKED)]
    assert office.report(now="2026-11-30 19:00").data["forms"] == first["forms"]  # nobody answered: asked again
    assert decide(office, "周五前换阀门")["applied"] == 1
    again = office.report(now=AFTER).data
    assert again["forms"] == [] and waiting(office, AFTER) == [("A02 王海燕", TO_DO)]
    assert office.run("verify").data["ok"]


def test_the_report_says_who_decides_and_what_was_decided(office: TestOffice) -> None:
    assert "有 1 个问题尚未解决，等待批示：B01 周丽华 1 件。" in _printed(office, DUE_DAY)
    decide(office, "周五前换阀门")
    assert "有 1 个问题尚未解决，已经批示、正在办理 1 件。" in _printed(office, AFTER)
    newest = max(office.path("报告").glob("*.xlsx"), key=lambda path: len(path.name))
    with edited(newest) as book:
        cells = [cell.value for row in book["未解决"].iter_rows() for cell in row]
    assert "周五前换阀门" in cells


def _printed(office: TestOffice, now: str) -> str:
    return office.run("report", "--period", PERIOD, now=now, json_wanted=False).out


def test_the_form_is_filled_and_applied(office: TestOffice) -> None:
    (form,) = office.report().data["forms"]
    path = office.path(form)
    mail = email.message_from_bytes(path.with_suffix(".eml").read_bytes(), policy=email.policy.default)
    text = mail.get_body(("plain",)).get_content()
    assert record_of(office) in text and "漏水" in text and "上报单-1" in text
    (row,) = [row for row in table(path, "更正单") if row["编号"]]
    assert (row["表"], row["编号"], row["列"], row["原值"], row["新值"]) == (
        "回访记录", record_of(office), "批示", None, None,
    )  # fmt: skip
    unanswered = office.run("correct", path, now=AFTER).data
    assert unanswered["applied"] == 0 and waiting(office, AFTER) == [("B01 周丽华", ASKED)]
    with edited(path) as book:
        sheet = book["更正单"]
        (at,) = (cell.row for cell in sheet["B"] if cell.value == record_of(office))
        put(sheet, at, {"新值": "周五前换阀门", "更正人": "周丽华", "原因": "批示"})
    done = office.run("correct", path, now=AFTER).data
    (order,) = done["orders"]
    assert done == {**unanswered, "applied": 1, "orders": [order], "refused": []}
    assert order.startswith("【批示】") and "周丽华周五前换阀门。请你办" in order
    (entry,) = office.entries("correction")
    assert (entry["column"], entry["new"], entry["by"]) == ("批示", "周五前换阀门", "B01 周丽华")


def test_a_resent_sheet_leaves_the_decision_alone(office: TestOffice) -> None:
    decide(office, "周五前换阀门")
    path = office.filled("A02", "再交.xlsx", 备注="补充")
    with edited(path) as book:
        put(book["回访记录"], 2, {**UNSOLVED, "备注": None})
    assert "批示" not in [one["column"] for one in office.collect(path, now=AFTER).data["pending"]]


@pytest.mark.parametrize(("by", "applied"), [("B01", 1), ("C01", 1), ("A02", 0)])
def test_the_one_asked_decides_or_somebody_above(office: TestOffice, by: str, applied: int) -> None:
    assert decide(office, "换阀门", by)["applied"] == applied


def test_another_supervisor_is_refused(office: TestOffice) -> None:
    with edited(office.path("人员.xlsx")) as book:
        row = book["人员"].max_row + 1
        last = max(n for n in range(2, row) if book["人员"].cell(n, 1).value)
        put(book["人员"], last + 1, {"工号": "B09", "姓名": "韩主管", "角色": "主管", "上级": "C01", "状态": "在职"})
    refused = decide(office, "换阀门", "B09")["refused"]
    assert len(refused) == 1 and "上报给 B01 周丽华" in refused[0]["message"]


def test_only_an_unsolved_problem_is_decided_about(office: TestOffice) -> None:
    number = f"{table(office.issued('A02'), '回访记录')[1]['计划编号']}-1"
    data = office.correct(("回访记录", number, "批示", None, "好", "B01", "批示"), now=AFTER).data
    assert data["applied"] == 0 and "没有未解决的问题" in data["refused"][0]["message"]


def test_a_decision_is_changed_like_any_other_value(office: TestOffice) -> None:
    decide(office, "换阀门")
    assert decide(office, "换整机", "C01")["applied"] == 0  # the old value has to be named
    assert decide(office, "换整机", "C01", old="换阀门")["applied"] == 1
