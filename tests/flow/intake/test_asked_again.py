"""Two sheets of one batch: what is in the books by one of them is not counted again by the other (decision 24)."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from office import (
    PERIOD,
    SHEET,
    Ran,
    TestOffice,
    add_rows,
    at,
    change,
    codes,
    customer,
    edited,
    good_answer,
    missed,
    plan_numbers,
    planned_office,
    put,
    table,
)

pytestmark = pytest.mark.slow

TUESDAY = date(2026, 11, 24)


@pytest.fixture
def office(tmp_path: Path) -> TestOffice:
    """A01 has the sheet of the batch, and since the 23rd an addition with all of it and one call more."""
    office = planned_office(tmp_path)
    add_rows(office.path("客户资料库.xlsx"), "客户", customer("K0012", "A01"))
    assert office.run("plan", "--period", PERIOD, now="2026-11-23 09:00").data["files"]
    return office


def sheet(office: TestOffice, addition: bool = False, agent: str = "A01") -> Path:
    (book,) = (
        path for path in office.path(f"回访计划/{PERIOD}").glob(f"{agent}-*.xlsx") if ("-补" in path.name) == addition
    )
    office.outside.mkdir(exist_ok=True)
    copy = office.outside / book.name
    copy.write_bytes(book.read_bytes())
    return copy


def row_of(path: Path, number: str) -> int:
    return 2 + plan_numbers(path).index(number)


def posted(ran: Ran) -> int:
    return sum(one["rows"] for one in ran.data["accepted"])


def said(ran: Ran) -> list[tuple[str, str]]:
    findings = [f for one in ran.data["accepted"] for f in one["findings"]]
    return [(f["code"], f["message"]) for f in findings if f["code"] in ("X404", "T505", "T506")]


def records(office: TestOffice, number: str) -> list[str]:
    return sorted(no for no in office.ledger() if no.startswith(number))


IN_THE_BOOKS = ("X404", "这个电话 11-23 已经打过并入账(A01 李晓明)。")


def test_the_addition_holds_what_is_new_and_all_that_is_open(office: TestOffice) -> None:
    first, newer = plan_numbers(sheet(office)), plan_numbers(sheet(office, addition=True))
    assert newer[1:] == first and newer[0] not in first
    assert sheet(office, addition=True).name == f"A01-李晓明-{PERIOD}-补1123.xlsx"


def test_the_same_answer_on_both_sheets_is_one_call(office: TestOffice) -> None:
    first, newer = sheet(office), sheet(office, addition=True)
    number = plan_numbers(first)[0]
    office.collect(change(first, (2, good_answer(2))))
    ran = office.collect(change(newer, (row_of(newer, number), good_answer(2))))
    assert (ran.data["returned"], ran.data["pending"], posted(ran), said(ran)) == ([], [], 0, [IN_THE_BOOKS])
    assert records(office, number) == [f"{number}-1"]


def test_the_older_sheet_after_the_newer_one(office: TestOffice) -> None:
    """With one row more: that one is taken, the other is told of."""
    first, newer = sheet(office), sheet(office, addition=True)
    number = plan_numbers(first)[0]
    office.collect(change(newer, (row_of(newer, number), good_answer(2))))
    ran = office.collect(change(first, (2, good_answer(2)), (3, good_answer(3))))
    assert (ran.data["returned"], ran.data["pending"], posted(ran), said(ran)) == ([], [], 1, [IN_THE_BOOKS])


def test_a_blank_copy_changes_nothing(office: TestOffice) -> None:
    first, newer = sheet(office), sheet(office, addition=True)
    number, other = plan_numbers(first)[:2]
    office.collect(change(first, (2, good_answer(2))))
    ran = office.collect(change(newer, (row_of(newer, other), good_answer(3))), now="2026-11-30 09:00")
    late = [f["cell"] for one in ran.data["accepted"] for f in one["findings"] if f["code"] == "T506"]
    assert (ran.data["returned"], ran.data["pending"], posted(ran)) == ([], [], 1)
    assert at("回访日期", row_of(newer, number)) not in late and len(late) == 5  # four others, and the new one
    assert records(office, number) == [f"{number}-1"]


def test_typed_once_more_at_another_time_of_the_day_waits_for_the_supervisor(office: TestOffice) -> None:
    first, newer = sheet(office), sheet(office, addition=True)
    number = plan_numbers(first)[0]
    office.collect(change(first, (2, good_answer(2))))
    again = good_answer(2, 开始时间=time(9, 22))
    ran = office.collect(change(newer, (row_of(newer, number), again)))
    assert (ran.data["returned"], posted(ran), said(ran)) == ([], 0, [IN_THE_BOOKS])
    assert [(p["record_no"], p["column"]) for p in ran.data["pending"]] == [(f"{number}-1", "开始时间")]


def test_answered_for_another_day_because_the_newer_sheet_asked(office: TestOffice) -> None:
    """It is not counted twice, and not lost: the supervisor decides which of the two it was."""
    first, newer = sheet(office), sheet(office, addition=True)
    number = plan_numbers(first)[0]
    office.collect(change(first, (2, good_answer(2))))
    ran = office.collect(change(newer, (row_of(newer, number), good_answer(2, 回访日期=TUESDAY))))
    assert (ran.data["returned"], posted(ran), said(ran)) == ([], 0, [IN_THE_BOOKS])
    assert [(p["column"], p["old"], p["new"]) for p in ran.data["pending"]] == [
        ("回访日期", "2026-11-23", "2026-11-24")
    ]
    report = office.report().data
    assert [(a["planned"], a["done"], a["reported"]) for a in report["agents"] if a["agent"] == "A01"] == [(7, 1, 1)]


def test_called_again_and_written_into_an_open_row(office: TestOffice) -> None:
    first, newer = sheet(office), sheet(office, addition=True)
    number, row = plan_numbers(first)[0], len(plan_numbers(newer)) + 2
    office.collect(change(first, (2, good_answer(2))))
    again = {**good_answer(2, 回访日期=TUESDAY), "计划编号": number}
    ran = office.collect(change(newer, (row, again)))
    assert (ran.data["returned"], ran.data["pending"], posted(ran)) == ([], [], 1)
    assert records(office, number) == [f"{number}-1", f"{number}-2"]


def test_a_call_that_reached_nobody_is_tried_again_on_the_newer_sheet(office: TestOffice) -> None:
    first, newer = sheet(office), sheet(office, addition=True)
    number = plan_numbers(first)[0]
    office.collect(change(first, (2, missed(2))))
    ran = office.collect(change(newer, (row_of(newer, number), good_answer(2, 回访日期=TUESDAY))))
    assert (posted(ran), said(ran)) == (1, [])
    assert records(office, number) == [f"{number}-1", f"{number}-2"]


def test_the_older_sheet_says_what_it_said_when_it_was_handed_out(office: TestOffice) -> None:
    """The telephone was corrected since; both sheets come back as they are."""
    with edited(office.path("客户资料库.xlsx")) as book:
        put(book["客户"], 2, {"电话": "13900009999"})
    add_rows(office.path("客户资料库.xlsx"), "客户", customer("K0013", "A01"))
    office.run("plan", "--period", PERIOD, now="2026-11-24 09:00")
    newest = office.path(f"回访计划/{PERIOD}/A01-李晓明-{PERIOD}-补1124.xlsx")
    first, older = plan_numbers(sheet(office))[0], office.path(f"回访计划/{PERIOD}/A01-李晓明-{PERIOD}-补1123.xlsx")
    phones = {row["计划编号"]: row["电话"] for row in table(newest, SHEET)}
    assert phones[first] == "13900009999"
    wrong = change(older, (2, {"电话": "13900008888"}))
    ran = office.collect(change(newest, (3, good_answer(3))), wrong)
    assert posted(ran) == 1 and codes(ran.data["returned"][0]["findings"]).count("T505") == 1


def test_a_sheet_without_its_hidden_record_is_the_one_with_most_of_its_calls(office: TestOffice) -> None:
    """K0001 was handed over to A02 and stands on her sheet, too: A01's is A01's all the same."""
    with edited(office.path("客户资料库.xlsx")) as book:
        put(book["客户"], 2, {"业务员": "A02"})
    office.run("plan", "--period", PERIOD, now="2026-11-24 09:00")
    with edited(first := change(sheet(office), (2, good_answer(2)))) as book:
        del book["_huifang"]
    ran = office.collect(first)
    assert [(one["agent"], one["rows"]) for one in ran.data["accepted"]] == [("A01", 1)]


@pytest.mark.parametrize("who", ["A01", "A02"])
def test_a_call_that_was_handed_over_may_be_made_by_both(office: TestOffice, who: str) -> None:
    with edited(office.path("客户资料库.xlsx")) as book:
        put(book["客户"], 2, {"业务员": "A02"})
    number = plan_numbers(sheet(office))[0]
    planned = office.run("plan", "--period", PERIOD, now="2026-11-24 09:00").data
    assert [call["agent"] for call in planned["calls"] if call["plan_no"] == number] == ["A02"]
    assert planned["files"] == [f"回访计划/{PERIOD}/A02-王海燕-{PERIOD}-补1124.xlsx"]
    made = sheet(office) if who == "A01" else sheet(office, addition=True, agent="A02")
    ran = office.collect(change(made, (row_of(made, number), good_answer(2))))
    assert (ran.data["returned"], posted(ran)) == ([], 1)
    other = sheet(office, addition=True, agent="A02") if who == "A01" else sheet(office)
    again: Any = {**good_answer(2, 回访日期=TUESDAY), "满意度": "不满意", "不满意原因": "又打来一次"}
    ran = office.collect(change(other, (row_of(other, number), again)), now="2026-11-24 18:00")
    assert (ran.data["returned"], posted(ran), [code for code, _ in said(ran)]) == ([], 1, ["X404"])
    assert len(office.run("plan", "--period", PERIOD, now="2026-11-25 09:00").data["calls"]) == 12


@pytest.mark.parametrize(("day", "taken"), [(23, True), (24, True), (25, False)])
def test_who_had_the_customer_that_day_called_her_own(office: TestOffice, day: int, taken: bool) -> None:
    """K0080, who is in no plan, was A02's on the 23rd and 24th, A03's from then on; A02's sheet comes later."""
    for owner, now in (("A02", "2026-11-23 08:00"), ("A03", "2026-11-25 08:00")):
        with edited(office.path("客户资料库.xlsx")) as book:
            put(book["客户"], 13, {"客户编号": "K0080", "业务员": owner})
        office.run("run", now=now)
    hers = sheet(office, agent="A02")
    row = len(plan_numbers(hers)) + 2
    unplanned = {**good_answer(30), "客户编号": "K0080", "回访日期": date(2026, 11, day)}
    ran = office.collect(change(hers, (row, unplanned)), now="2026-11-26 18:00")
    refused = [f["code"] for one in ran.data["returned"] for f in one["findings"] if f["severity"] == "error"]
    assert (posted(ran), refused) == ((1, []) if taken else (0, ["T503"]))
