"""A 更正单 that somebody asks for: blank, or with what stands in a record."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from office import (
    PERIOD,
    TestOffice,
    change,
    collected_office,
    edited,
    find,
    load,
    plan_numbers,
    put,
    table,
)

pytestmark = pytest.mark.slow


@pytest.fixture
def office(tmp_path: Path) -> TestOffice:
    return collected_office(tmp_path)


def form_of(office: TestOffice, *records: str) -> Path:
    ran = office.run("correct", *(part for number in records for part in ("--record", number)))
    assert (ran.code, list(ran.data)) == (0, ["form"])
    return office.path(ran.data["form"])


def lines(form: Path) -> dict[str, dict[str, object]]:
    return {row["列"]: row for row in table(form, "更正单") if row["列"]}


def fill(form: Path, column: str, **values: str) -> Path:
    with edited(form) as book:
        page = book["更正单"]
        (row,) = (row for row in range(2, page.max_row + 1) if page.cell(row, 3).value == column)
        put(page, row, {"更正人": "B01", "原因": "核对过", **values})
    return form


def first(office: TestOffice) -> str:
    return f"{plan_numbers(office.issued())[0]}-1"


def test_a_blank_form_says_how_to_take_back(office: TestOffice) -> None:
    form = form_of(office)
    assert form.parent == office.path("发件箱")
    assert lines(form) == {}
    book = load(form)
    said = " ".join(str(cell.value) for cells in book["使用说明"].iter_rows() for cell in cells if cell.value)
    book.close()
    assert all(word in said for word in ("整行", "整表", "整批", "撤销", "到达时间", "huifang correct"))


def test_what_is_typed_into_a_blank_form_is_carried_out(office: TestOffice) -> None:
    form = form_of(office)
    row = dict(
        zip(("表", "编号", "列", "原值", "新值"), ("回访记录", first(office), "满意度", "满意", "一般"), strict=True)
    )
    with edited(form) as book:
        put(book["更正单"], 2, {**row, "更正人": "B01", "原因": "选错"})
    assert office.run("correct", form).data["applied"] == 1
    assert office.ledger()[first(office)]["满意度"] == "一般"


def test_a_form_has_the_columns_of_the_record_and_what_stands_there(office: TestOffice) -> None:
    form = form_of(office, first(office))
    there = lines(form)
    assert {row["编号"] for row in there.values()} == {first(office)}
    assert (there["回访日期"]["原值"], there["开始时间"]["原值"], there["满意度"]["原值"]) == (
        "2026-11-23",
        "09:20",
        "满意",
    )
    assert not any(row["新值"] for row in there.values())
    assert "计划编号" not in there
    assert list(there)[-1] == "整行"


def test_rows_that_nobody_touched_do_nothing(office: TestOffice) -> None:
    form = form_of(office, first(office))
    ran = office.run("correct", fill(form, "备注", 新值="补充"))
    assert (ran.code, ran.data) == (0, {"applied": 1, "declined": 0, "orders": [], "refused": [], "notes": []})
    ran = office.run("correct", fill(form_of(office, first(office)), "整行", 新值="撤销"))
    assert ran.data["applied"] == 1
    assert first(office) not in office.ledger()


def test_a_row_without_a_new_value_that_is_signed_empties_the_cell(office: TestOffice) -> None:
    office.run("correct", fill(form_of(office, first(office)), "备注", 新值="补充"))
    assert office.run("correct", fill(form_of(office, first(office)), "备注")).data["applied"] == 1
    assert office.ledger()[first(office)]["备注"] is None


def test_what_waits_for_the_record_stands_in_the_form(office: TestOffice) -> None:
    office.collect(change(office.filled(), (2, {"满意度": "一般", "备注": "补充"})))
    form = form_of(office, first(office))
    assert (lines(form)["满意度"]["新值"], lines(form)["备注"]["新值"]) == ("一般", "补充")
    with edited(form) as book:
        page = book["更正单"]
        (row,) = (row for row in range(2, page.max_row + 1) if page.cell(row, 3).value == "备注")
        page.delete_rows(row)
    ran = office.run("correct", fill(form, "满意度"))
    assert (ran.data["applied"], ran.data["declined"]) == (1, 1)


def test_a_form_that_is_there_is_not_written_over(office: TestOffice) -> None:
    assert form_of(office) != form_of(office)


def test_a_record_that_is_not_there(office: TestOffice) -> None:
    ran = office.run("correct", "--record", "H2611-0999-1")
    assert ran.code == 2
    assert "H2611-0999-1" in ran.err
    office.correct(("回访记录", first(office), "整行", None, "撤销", "B01", "重复"))
    assert office.run("correct", "--record", first(office)).code == 2
    assert office.run("correct", "更正单.xlsx", "--record", first(office)).code == 2


def test_macros_in_a_form_are_named(office: TestOffice) -> None:
    form = form_of(office)
    with zipfile.ZipFile(form, "a") as package:
        package.writestr("xl/vbaProject.bin", b"x")
    ran = office.run("correct", form)
    assert (ran.code, find(ran.data["notes"], "F118")) == (0, [("warning", None, None)]) and "有宏" in ran.err


def test_a_plan_number_a_sheet_a_plan_and_a_row_of_a_register_are_prefilled(office: TestOffice) -> None:
    """What counts stands in 原值; where several are named, the form has them all, and what is filled in is done."""
    sheet = office.submissions()[-1]
    numbers = (first(office).removesuffix("-1"), sheet["number"], PERIOD, "K0001")
    rows = table(form_of(office, *numbers), "更正单")
    assert {row["表"] for row in rows} == {"回访记录", "提交", "回访计划", "客户"}
    assert {row["编号"] for row in rows} == {first(office), *numbers[1:]}
    whole = {row["表"]: row["列"] for row in rows if str(row["列"]).startswith("整")}
    assert whole == {"回访记录": "整行", "提交": "整表", "回访计划": "整批"}
    form = form_of(office, sheet["number"])
    assert lines(form)["到达时间"]["原值"] == sheet["arrived_at"]
    fill(form, "整表", 新值="撤销")
    assert office.run("correct", form).data["applied"] == 1


def test_a_row_of_a_register_that_is_gone_can_be_taken_back_by_the_form(office: TestOffice) -> None:
    with edited(office.path("客户资料库.xlsx")) as book:
        book["客户"].delete_rows(2)
    office.run("run")
    form = form_of(office, "K0001")
    assert {"审核日期", "客户编号", "整行"} <= lines(form).keys() and lines(form)["审核日期"]["原值"]
    fill(form, "整行", 新值="撤销")
    assert office.run("correct", form).data["applied"] == 1


def test_what_nobody_knows_is_refused(office: TestOffice) -> None:
    assert office.run("correct", "--record", "T9999").code == 2
