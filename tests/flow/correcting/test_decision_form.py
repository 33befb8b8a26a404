"""批示单: filled card by card, taken back by ``correct``, carried out, and told of where it is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from cards_refused import CARDS
from huifang.edges.reading.decision_cards import filled_cards
from office import DUE_DAY, PERIOD, SHEET, TestOffice, edited, load, planned_office, put, table

NOW, AFTER = "2026-11-24 17:00", "2026-12-01 09:00"
FORM = "批示单"
UNSOLVED = {"处理情况": "未解决", "上报对象": "B01", "上报文件": "上报单-1", "不满意原因": "门锁坏了，要求退货",
            "处理措施": "建议退货"}  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> TestOffice:
    """Two problems of A02's first customers, reported to B01."""
    office = planned_office(tmp_path)
    path = office.filled("A02")
    with edited(path) as book:
        put(book[SHEET], 2, UNSOLVED)
        put(book[SHEET], 3, {**UNSOLVED, "上报文件": "上报单-2", "不满意原因": "样品没到"})
    assert office.collect(path, now=NOW).code == 0
    return office


def records(office: TestOffice) -> list[str]:
    return [f"{row['计划编号']}-1" for row in table(office.issued("A02"), SHEET)[:2]]


def asked(office: TestOffice, now: str = DUE_DAY) -> Path:
    (form,) = office.report(now=now).data["forms"]
    return office.path(form)


def at(sheet: Worksheet, label: str, number: int) -> int:
    """The row of that label on the card of that number, from 1."""
    return [cell.row for cell in sheet["A"] if cell.value == label][number - 1]


def fill(form: Path, number: int, choice: str = "", words: str = "", **cells: Any) -> None:
    with edited(form) as book:
        sheet = book[FORM]
        decide, carry = at(sheet, "批示", number), at(sheet, "由谁办", number)
        for address, value in ((f"B{decide}", choice), (f"C{decide}", words)):
            sheet[address].value = value or None
        for letter, value in cells.items():
            sheet[f"{letter}{carry}"].value = value


def correct(office: TestOffice, form: Path, now: str = AFTER) -> Mapping[str, Any]:
    data: Mapping[str, Any] = office.run("correct", form, now=now).data
    return data


@pytest.mark.slow
def test_the_card_says_what_is_asked(office: TestOffice) -> None:
    form = asked(office)
    book = load(form)
    assert book.sheetnames[:2] == [FORM, "更正单"] and book.active is not None and book.active.title == FORM
    cells = [str(cell.value) for row in book[FORM].iter_rows() for cell in row if cell.value is not None]
    said = "\n".join(cells)
    for word in (
        "请 周丽华 批示　共 2 件",
        "“门锁坏了，要求退货",
        "建议退货",
        "文件：上报单-1",
        "B01 周丽华",
        "A02 王海燕",
    ):
        assert word in said
    assert f"编号 {records(office)[0]}" in said and "要" in cells
    assert "原因" not in [cell.value for cell in book[FORM]["A"]]
    sheet = book[FORM]
    assert sheet.protection.sheet and not sheet.protection.password
    assert not sheet[f"B{at(sheet, '批示', 1)}"].protection.locked and sheet["A1"].protection.locked
    assert sheet[f"E{at(sheet, '由谁办', 1)}"].value.date() == date(2026, 12, 3)
    book.close()


@pytest.mark.slow
def test_a_filled_card_is_carried_out(office: TestOffice) -> None:
    first, second = records(office)
    form = asked(office)
    fill(form, 1, "同意", "补发一把", B="A01 李晓明", E=date(2026, 12, 2))
    data = correct(office, form)
    assert (data["applied"], data["refused"]) == (1, [])
    (entry,) = office.entries("correction")
    assert (entry["subject_no"], entry["new"], entry["by"], entry["why"]) == (first, "同意，补发一把", "B01 周丽华", "")
    assert entry["decision"] == {"choice": "同意", "carrier": "A01", "until_on": "2026-12-02", "tell_back": True}
    (order,) = office.path("发件箱").glob("批示-*.eml")
    text = message_from_bytes(order.read_bytes(), policy=policy.default).get_body(("plain",)).get_content()
    assert "A01 李晓明" in order.name and "周丽华同意，补发一把。请你办，12-02 前" in text and "先回告客户" in text
    assert correct(office, form)["applied"] == 0 and len(office.entries("correction")) == 1
    waits = {(one["person"], one["matter"]) for one in office.run("check", now="2026-12-03 09:00").data["waiting"]}
    assert ("A01 李晓明", "批示过期未办") in waits and ("B01 周丽华", "批示未解决的问题") in waits
    assert office.run("verify").data["ok"]


@pytest.mark.slow
def test_the_next_sheet_says_what_was_decided_and_what_the_customer_is_told_first(office: TestOffice) -> None:
    form = asked(office)
    fill(form, 1, "同意", "补发一把", E=date(2026, 12, 2))
    fill(form, 2, "另行处理", "样品改寄快递", G="不要")
    assert correct(office, form)["applied"] == 2
    assert office.run("plan", "--period", "2026-12上旬", now="2026-12-01 09:30").code in (0, 1)
    (book,) = office.path("回访计划/2026-12上旬").glob("A02-*.xlsx")
    rows = {row["客户编号"]: row for row in table(book, SHEET) if row["计划编号"]}
    first, second = (row["客户编号"] for row in table(office.issued("A02"), SHEET)[:2])
    assert "【批示 12-1 周丽华】同意，补发一把。王海燕办，限 12-2" in rows[first]["上次回访"].replace("-0", "-")
    assert rows[first]["回访内容"].startswith("先回告：同意，补发一把。")
    assert "先回告" not in (rows[second]["回访内容"] or "") and "另行处理，样品改寄快递" in rows[second]["上次回访"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "begins", "codes"),
    [("{{ 收件人 }}同志：\n{{ 正文 }}", "王海燕同志：", []), ("{{ 收信人 }}", "王海燕，您好：", ["P619"])],
)
def test_a_letter_in_the_words_of_the_office(office: TestOffice, text: str, begins: str, codes: list[str]) -> None:
    with edited(office.path("制度.xlsx")) as book:
        (row,) = (cell.row for cell in book["通知"]["A"] if cell.value == "批示")
        put(book["通知"], row, {"模板": "给承办人"})
    office.path("模板").mkdir(exist_ok=True)
    office.path("模板/给承办人.txt").write_text(text, encoding="utf-8")
    form = asked(office)
    fill(form, 1, "同意")
    assert correct(office, form)["applied"] == 1
    (order,) = office.path("发件箱").glob("批示-*.eml")
    body = message_from_bytes(order.read_bytes(), policy=policy.default).get_body(("plain",))
    assert body is not None and body.get_content().startswith(begins)
    found = office.run("check", now=AFTER).data["findings"]
    assert [one["code"] for one in found if one["code"] == "P619"] == codes


@pytest.mark.slow
def test_what_is_dropped_is_closed_and_the_rest_is_asked_again(office: TestOffice) -> None:
    form = asked(office)
    fill(form, 1, "不再处理", "客户已撤回")
    assert correct(office, form)["applied"] == 1
    again = asked(office, AFTER)
    cells = [str(cell.value) for row in load(again)[FORM].iter_rows() for cell in row if cell.value is not None]
    assert "请 周丽华 批示　共 1 件" in cells and "样品没到" in "".join(cells)


@pytest.mark.slow
def test_a_form_that_somebody_fills_in_is_not_overwritten(office: TestOffice) -> None:
    form = asked(office)
    fill(form, 1, "同意")
    again = asked(office, "2026-11-30 19:00")
    assert again != form and again.name == f"批示单-{PERIOD}-B01 周丽华-2.xlsx"
    assert correct(office, form)["applied"] == 1


def _second_sheet(office: TestOffice, form: Path) -> None:
    with edited(form) as book:
        sheet = book["更正单"]
        (row,) = (cell.row for cell in sheet["B"] if cell.value == records(office)[0])
        put(sheet, row, {"新值": "换一把", "更正人": "B01", "原因": "批示"})


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestOffice, Path]]:
    office = planned_office(tmp_path_factory.mktemp("wrong"))
    path = office.filled("A02")
    with edited(path) as book:
        put(book[SHEET], 2, UNSOLVED)
    office.collect(path, now=NOW)
    yield office, asked(office)


@pytest.mark.slow
@pytest.mark.parametrize("code", CARDS)
def test_a_card_that_cannot_be_carried_out(shared: tuple[TestOffice, Path], code: str) -> None:
    office, form = shared
    choice, words, cells = CARDS[code]
    copy = office.outside / "批示.xlsx"
    copy.write_bytes(form.read_bytes())
    fill(copy, 1, choice, words, **cells)
    data = correct(office, copy)
    (refused,) = data["refused"]
    assert (data["applied"], refused["reason_code"], refused["sheet"]) == (0, code, FORM)


@pytest.mark.slow
def test_filled_differently_in_both_sheets_neither_counts(shared: tuple[TestOffice, Path]) -> None:
    office, form = shared
    copy = office.outside / "两处.xlsx"
    copy.write_bytes(form.read_bytes())
    fill(copy, 1, "同意")
    _second_sheet(office, copy)
    data = correct(office, copy)
    (refused,) = data["refused"]
    assert (data["applied"], refused["reason_code"]) == (0, "Y437")


@pytest.mark.slow
def test_a_number_that_the_form_was_not_made_for_is_refused(shared: tuple[TestOffice, Path]) -> None:
    office, form = shared
    copy = office.outside / "改号.xlsx"
    copy.write_bytes(form.read_bytes())
    fill(copy, 1, "同意")
    with edited(copy) as book:
        sheet = book[FORM]
        cell = sheet[f"B{at(sheet, '经过', 1)}"]
        cell.value = cell.value.replace(records(office)[0], records(office)[1])
    (refused,) = correct(office, copy)["refused"]
    assert refused["reason_code"] == "Y430"


@pytest.mark.slow
def test_dropped_into_the_inbox_it_waits_for_a_person(shared: tuple[TestOffice, Path]) -> None:
    office, form = shared
    office.path("收件箱/批示.xlsx").write_bytes(form.read_bytes())
    fill(office.path("收件箱/批示.xlsx"), 1, "同意")
    (ignored,) = office.collect(now=AFTER).data["ignored"]
    assert "批示单" in ignored["reason"] and office.path("收件箱/待确认/批示.xlsx").exists()


def test_cards_are_found_by_the_numbers_on_them() -> None:
    grid = [
        ["批示单"], ["经过", "A02 11-12 回访　编号 H1-1"], [], ["批示", "同意", "补发。"],
        ["由谁办", "A01", None, "限期", 1], ["经过", "没有号"], ["批示", "同意"], ["批示人", "吴姐（C01）"],
    ]  # fmt: skip
    (card,) = filled_cards(grid)
    assert (card.record_no, card.row, card.text, card.decided_by) == ("H1-1", 4, "同意，补发", "吴姐（C01）")


@pytest.mark.slow
def test_it_is_printed_whenever_somebody_wants_it_and_taken_back(office: TestOffice, tmp_path: Path) -> None:
    journal = office.path(".huifang/journal.jsonl").read_bytes()
    first, second = records(office)
    (file,) = office.run("form", FORM, now=NOW).data["files"]
    assert Path(file).name == f"批示单-{PERIOD}-B01 周丽华.xlsx"
    assert office.path(".huifang/journal.jsonl").read_bytes() == journal
    ran = office.run("form", "《批示单》", second, "--out", tmp_path / "打印", now=NOW)
    (path,) = map(Path, ran.data["files"])
    assert second in str([c.value for row in load(path)[FORM].iter_rows() for c in row]) and first not in str(
        [c.value for row in load(path)[FORM].iter_rows() for c in row]
    )
    unknown = office.run("form", FORM, f"{first[:-2]}9-1", now=NOW)
    assert unknown.code == 2 and "是不是" in unknown.err
    fill(path, 1, "同意", "补发一把。")
    assert correct(office, path)["applied"] == 1
    assert second not in str(office.run("form", FORM, second, now=AFTER).data)
