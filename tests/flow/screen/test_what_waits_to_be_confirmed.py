"""What waits for a confirmation: files in 待确认, changes of accepted values, forms that lie in 发件箱."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from huifang.edges.store.office import Office
from huifang.flow.office.desk import Desk
from huifang.flow.screen.to_confirm import ToConfirm, to_confirm
from office import TestOffice, change, collected_office, edited, plan_numbers, put

NOW = "2026-11-24 17:30"


def look(office: TestOffice) -> ToConfirm:
    return to_confirm(Desk(Office(office.root), datetime.fromisoformat(NOW)))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> TestOffice:
    """A01 sent the sheet again with two values changed; a signed 更正单, photos and a sheet of the auditor came in."""
    office = collected_office(tmp_path_factory.mktemp("confirm"))
    office.collect(change(office.filled(), (2, {"满意度": "一般", "备注": "<补充>"})), now=NOW)
    form = office.path(office.run("correct", "--record", first(office), now=NOW).data["form"])
    with edited(form) as book:
        sheet = book["更正单"]
        (row,) = (row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 3).value == "处理措施")
        put(sheet, row, {"新值": "已送货", "更正人": "B01", "原因": "补记"})
    office.send(form)
    form.unlink()
    office.collect(now=NOW)
    office.path("收件箱/待确认/坏的.xlsx").write_bytes(b"x")
    book = Workbook()
    book.active.title = "抽查"
    book.save(office.path("收件箱/待确认/D01.xlsx"))
    return office


def first(office: TestOffice) -> str:
    return f"{plan_numbers(office.issued())[0]}-1"


def test_a_form_that_came_back_says_what_it_would_change(office: TestOffice) -> None:
    secret, broken, form = look(office).files
    assert (secret.name, secret.is_secret, secret.can_be_done, secret.changes) == ("D01.xlsx", True, False, ())
    assert not (broken.is_secret or form.is_secret)
    assert (form.path, form.kind, form.by, form.can_be_done) == (
        f"收件箱/待确认/更正单-{first(office)}.xlsx", "更正单", "B01", True,
    )  # fmt: skip
    assert "correct" in form.why
    signed = [one for one in form.changes if one.by]
    assert [(one.number, one.column, one.old, one.new, one.why) for one in signed] == [
        (first(office), "处理措施", "", "已送货", "补记")
    ]
    assert signed[0].customer.startswith("K0001 ") or signed[0].customer.startswith("K000")
    assert (broken.name, broken.can_be_done, broken.changes) == ("坏的.xlsx", False, ()) and broken.why


def test_changes_of_accepted_values_are_listed_by_record(office: TestOffice) -> None:
    (record,) = look(office).pending
    assert (record.record_no, record.agent, record.sheet) == (
        first(office), "A01 李晓明", Path(record.sheet).name,
    )  # fmt: skip
    assert {(one.column, one.old, one.new) for one in record.changes} == {
        ("满意度", "满意", "一般"), ("备注", "", "<补充>"),
    }  # fmt: skip


def test_a_form_in_the_outbox_is_listed_until_it_is_carried_out(office: TestOffice) -> None:
    waiting = look(office)
    (form,) = waiting.forms
    assert form.path.startswith("发件箱/更正单-") and len(form.changes) == 2 and not form.by
    assert waiting.count == 4
    who = ("--by", "B01", "--why", "核对过")
    record = ("correct", "--record", first(office))
    office.run(*record, "--set", "满意度=一般", *who, now=NOW)
    office.run(*record, "--decline", "备注", now=NOW)
    assert (look(office).pending, look(office).forms) == ([], [])
