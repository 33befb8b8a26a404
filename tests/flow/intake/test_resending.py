"""A sheet that comes again: what is a correction, what a further attempt, what its agent can put right alone."""

from __future__ import annotations

import shutil
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from office import (
    DUE_DAY,
    SHEET,
    TestOffice,
    add_rows,
    at,
    change,
    codes,
    collected_office,
    edited,
    find,
    good_answer,
    missed,
    plan_numbers,
    planned_office,
    put,
)

pytestmark = pytest.mark.slow

LATER = {"开始时间": time(15, 0), "结束时间": time(15, 4)}
DECEMBER = "2026-12上旬"


@pytest.fixture
def office(tmp_path: Path) -> TestOffice:
    return planned_office(tmp_path)


@pytest.fixture
def done(tmp_path: Path) -> TestOffice:
    return collected_office(tmp_path)


def open_row(path: Path) -> int:
    return len(plan_numbers(path)) + 2


def pending(ran: Any) -> list[tuple[str, str, str, str]]:
    return [(p["record_no"], p["column"], p["old"], p["new"]) for p in ran.data["pending"]]


def posted(ran: Any) -> int:
    return sum(accepted["rows"] for accepted in ran.data["accepted"])


def signed(form: Path) -> Path:
    with edited(form) as book:
        for row in range(2, book["更正单"].max_row + 1):
            if book["更正单"].cell(row, 2).value:
                put(book["更正单"], row, {"更正人": "B01", "原因": "业务员写错"})
    return form


def numbers_of(office: TestOffice, number: str) -> list[str]:
    return sorted(no for no in office.ledger() if no.startswith(number))


# A changed time


def test_a_changed_time_is_a_correction(done: TestOffice) -> None:
    sheet = done.filled()
    number = plan_numbers(sheet)[0]
    ran = done.collect(change(sheet, (2, LATER)))
    assert (ran.data["returned"], posted(ran)) == ([], 0)
    assert pending(ran) == [
        (f"{number}-1", "开始时间", "09:20", "15:00"),
        (f"{number}-1", "结束时间", "09:24", "15:04"),
    ]
    assert numbers_of(done, number) == [f"{number}-1"]


def test_time_and_answer_changed_are_one_correction(done: TestOffice) -> None:
    sheet = done.filled()
    number = plan_numbers(sheet)[0]
    ran = done.collect(change(sheet, (2, {**LATER, "满意度": "一般", "回访日期": date(2026, 11, 24)})), now=DUE_DAY)
    assert posted(ran) == 0
    assert {(p[0], p[1]) for p in pending(ran)} == {
        (f"{number}-1", column) for column in ("回访日期", "开始时间", "结束时间", "满意度")
    }


def test_a_signed_form_moves_start_and_end_together(done: TestOffice) -> None:
    """Each for itself would end before it starts."""
    sheet = done.filled()
    number = plan_numbers(sheet)[0]
    done.collect(change(sheet, (2, LATER)))
    ran = done.run("correct", signed(done.forms()[-1]))
    assert (ran.data["applied"], ran.data["refused"]) == (2, [])
    row = done.ledger()[f"{number}-1"]
    assert (row["开始时间"], row["结束时间"]) == ("15:00", "15:04")
    again = done.collect(change(sheet, (3, {"备注": "补充"})))
    assert pending(again) == [(f"{plan_numbers(sheet)[1]}-1", "备注", "", "补充")]


def test_a_start_alone_that_would_be_after_the_end_is_refused(done: TestOffice) -> None:
    number = f"{plan_numbers(done.issued())[0]}-1"
    ran = done.correct(("回访记录", number, "开始时间", "09:20", "15:00", "B01", "写错"))
    assert ran.data["applied"] == 0
    unsigned = ("回访记录", number, "结束时间", "09:24", "15:04", None, None)
    ran = done.correct(("回访记录", number, "开始时间", "09:20", "15:00", "B01", "写错"), unsigned)
    assert (ran.data["applied"], len(ran.data["refused"])) == (0, 2)


def test_the_old_time_again_settles_it(done: TestOffice) -> None:
    sheet = done.filled()
    done.collect(change(sheet, (2, LATER)))
    ran = done.collect(change(sheet, (2, {"开始时间": time(9, 20), "结束时间": time(9, 24)})))
    assert (pending(ran), posted(ran)) == ([], 0)
    assert done.run("correct", signed(done.forms()[-1])).data["applied"] == 2  # who signs it all the same decides


def test_a_declined_time_stays_declined(done: TestOffice) -> None:
    sheet = done.filled()
    done.collect(change(sheet, (2, LATER)))
    form = done.forms()[-1]
    with edited(form) as book:
        book["更正单"].delete_rows(2, 2)
    assert done.run("correct", form).data["declined"] == 2
    ran = done.collect(change(sheet, (3, {"备注": "补充"})))
    assert len(pending(ran)) == 1
    assert [f["code"] for a in ran.data["accepted"] for f in a["findings"]] == ["L708", "L708"]


def test_an_unplanned_call_is_corrected_the_same_way(office: TestOffice) -> None:
    sheet = office.filled()
    row = open_row(sheet)
    office.collect(change(sheet, (row, {**good_answer(30), "客户编号": "K0080"})))
    ran = office.collect(change(sheet, (row, {"开始时间": time(14, 1)})))
    assert (posted(ran), pending(ran)) == (0, [("U00001", "开始时间", "14:00", "14:01")])


def test_a_sheet_that_lost_its_hidden_record_is_known_by_its_calls(office: TestOffice) -> None:
    sheet = office.filled(count=3)
    number = plan_numbers(sheet)[0]
    with edited(sheet) as book:
        del book["_huifang"]
    office.collect(sheet)
    ran = office.collect(change(sheet, (2, {"开始时间": time(9, 21)})))
    assert (posted(ran), pending(ran)) == (0, [(f"{number}-1", "开始时间", "09:20", "09:21")])


# Further attempts


def test_a_second_attempt_beside_the_first_is_one(office: TestOffice) -> None:
    sheet = office.sheet()
    number = plan_numbers(sheet)[0]
    office.collect(change(sheet, (2, missed(2))))
    ran = office.collect(change(sheet, (open_row(sheet), {**good_answer(30), "计划编号": number})))
    assert (posted(ran), pending(ran)) == (1, [])
    assert numbers_of(office, number) == [f"{number}-1", f"{number}-2"]


def test_two_attempts_resent_with_one_time_changed(office: TestOffice) -> None:
    sheet = office.sheet()
    number, row = plan_numbers(sheet)[0], open_row(sheet)
    office.collect(change(sheet, (2, missed(2)), (row, {**good_answer(30), "计划编号": number})))
    ran = office.collect(change(sheet, (2, {"开始时间": time(9, 21)})))
    assert (posted(ran), pending(ran)) == (0, [(f"{number}-1", "开始时间", "09:20", "09:21")])


def test_two_attempts_resent_with_both_times_changed(office: TestOffice) -> None:
    sheet = office.sheet()
    number, row = plan_numbers(sheet)[0], open_row(sheet)
    office.collect(change(sheet, (2, missed(2)), (row, {**good_answer(30), "计划编号": number})))
    ran = office.collect(change(sheet, (2, {"开始时间": time(9, 21)}), (row, {"开始时间": time(14, 1)})))
    assert posted(ran) == 0
    assert pending(ran) == [
        (f"{number}-1", "开始时间", "09:20", "09:21"),
        (f"{number}-2", "开始时间", "14:00", "14:01"),
    ]


def test_one_attempt_corrected_and_another_added(office: TestOffice) -> None:
    sheet = office.sheet()
    number, row = plan_numbers(sheet)[0], open_row(sheet)
    office.collect(change(sheet, (2, missed(2))))
    changes = ((2, {"开始时间": time(9, 21)}), (row, {**good_answer(30), "计划编号": number}))
    ran = office.collect(change(sheet, *changes))
    assert (posted(ran), pending(ran)) == (1, [(f"{number}-1", "开始时间", "09:20", "09:21")])
    assert numbers_of(office, number) == [f"{number}-1", f"{number}-2"]


def test_a_row_that_cannot_be_read_is_not_mistaken_for_another(office: TestOffice) -> None:
    """The first attempt's start is garbled now: the second one is a further attempt all the same."""
    sheet = office.sheet()
    number, row = plan_numbers(sheet)[0], open_row(sheet)
    office.collect(change(sheet, (2, missed(2))))
    changes = ((2, {"开始时间": "九点多"}), (row, {**good_answer(30), "计划编号": number}))
    ran = office.collect(change(sheet, *changes))
    assert (posted(ran), pending(ran)) == (1, [])
    assert find(ran.data["returned"][0]["findings"], "C203") == [("error", SHEET, at("开始时间", 2))]


def test_rows_in_another_order_and_on_other_lines_are_the_same(done: TestOffice) -> None:
    sheet = done.filled()
    with edited(sheet) as book:
        page = book[SHEET]
        first, second = ([cell.value for cell in page[row]] for row in (2, 3))
        for row, values in ((2, second), (3, first)):
            for column, value in enumerate(values, start=1):
                page.cell(row, column).value = value
    ran = done.collect(sheet)
    assert (posted(ran), pending(ran), ran.data["returned"]) == (0, [], [])


def test_an_answer_copied_to_an_open_row_is_the_same_call(done: TestOffice) -> None:
    sheet = done.filled()
    number, row = plan_numbers(sheet)[0], open_row(sheet)
    empty = dict.fromkeys(good_answer(2))
    ran = done.collect(change(sheet, (2, empty), (row, {**good_answer(2), "计划编号": number})))
    assert (posted(ran), pending(ran), ran.data["returned"]) == (0, [], [])


def test_two_calls_whose_times_were_swapped(done: TestOffice) -> None:
    sheet = done.filled()
    one, other = (f"{number}-1" for number in plan_numbers(sheet)[:2])
    times = [{key: good_answer(row)[key] for key in ("开始时间", "结束时间")} for row in (2, 3)]
    ran = done.collect(change(sheet, (2, times[1]), (3, times[0])))
    assert (posted(ran), ran.data["returned"]) == (0, [])
    assert {p[0] for p in pending(ran)} == {one, other}
    assert done.run("correct", signed(done.forms()[-1])).data["applied"] == 4


# Overlaps


def test_a_call_does_not_overlap_with_what_it_was(done: TestOffice) -> None:
    sheet = done.filled()
    ran = done.collect(change(sheet, (2, {"开始时间": time(9, 22), "结束时间": time(9, 26)})))
    assert (ran.data["returned"], len(pending(ran))) == ([], 2)


def test_an_overlap_names_both_rows_and_the_new_one_is_returned(office: TestOffice) -> None:
    """Row 3 is accepted; a later row that begins before it is the one to put right."""
    sheet = office.filled(count=2)
    row = open_row(sheet)
    office.collect(sheet)
    wrong = {**good_answer(2), "客户编号": "K0080", "开始时间": time(9, 27), "结束时间": time(9, 58)}
    ran = office.collect(change(sheet, (row, wrong)))
    (returned,) = ran.data["returned"]
    assert find(returned["findings"], "X402") == [("error", SHEET, at("开始时间", row))]
    said = next(f["message"] for f in returned["findings"] if f["code"] == "X402")
    assert f"第 {row} 行" in said
    assert "第 3 行" in said
    ran = office.collect(change(sheet, (row, {"结束时间": time(9, 29)})))
    assert (posted(ran), ran.data["returned"], pending(ran)) == (1, [], [])


def test_what_was_returned_is_put_right_by_changing_the_other_row(office: TestOffice) -> None:
    """Row 2 is accepted with an end that is too late, row 3 comes back: a right end lets row 3 in at once."""
    sheet = office.filled(count=3)
    number = plan_numbers(sheet)[0]
    ran = office.collect(change(sheet, (2, {"结束时间": time(9, 33)})))
    assert (posted(ran), codes(ran.data["returned"][0]["findings"])) == (2, ["X402"])
    ran = office.collect(change(sheet, (2, {"结束时间": time(9, 24)})))
    assert (posted(ran), ran.data["returned"]) == (1, [])
    assert pending(ran) == [(f"{number}-1", "结束时间", "09:33", "09:24")]


def test_a_row_returned_for_an_error_comes_back_with_another_time(office: TestOffice) -> None:
    sheet = office.filled(count=3)
    number = plan_numbers(sheet)[0]
    assert posted(office.collect(change(sheet, (2, {"结束时间": time(9, 0)})))) == 2
    ran = office.collect(change(sheet, (2, {"开始时间": time(8, 55)})))
    assert (posted(ran), pending(ran), ran.data["returned"]) == (1, [], [])
    assert numbers_of(office, number) == [f"{number}-1"]


def test_an_overlap_with_another_sheet_names_that_sheets_row(done: TestOffice) -> None:
    sheet = done.sheet(name="又一张.xlsx")
    row = open_row(sheet)
    other = {**good_answer(30), "客户编号": "K0080", "开始时间": time(9, 22), "结束时间": time(9, 26)}
    ran = done.collect(change(sheet, (row, other)))
    said = next(f["message"] for f in ran.data["returned"][0]["findings"] if f["code"] == "X403")
    assert f"第 {row} 行" in said
    assert f"“{done.issued().name}”第 2 行" in said


def test_two_agents_may_call_at_the_same_time(done: TestOffice) -> None:
    sheet = done.filled("A03")
    ran = done.collect(change(sheet, (2, {"开始时间": time(9, 21), "结束时间": time(9, 25)})))
    assert (ran.data["returned"], posted(ran)) == ([], 2)


# After the batch


def test_a_late_row_on_an_open_number_is_taken_and_belongs_to_its_day(office: TestOffice) -> None:
    sheet = office.filled(count=1, 回访日期=date(2026, 12, 1))
    number = plan_numbers(sheet)[0]
    ran = office.collect(sheet, now="2026-12-02 09:00")
    assert (ran.data["returned"], posted(ran)) == ([], 1)
    assert f"{number}-1" in office.ledger("2026-12-10 18:00", DECEMBER)
    again = office.collect(change(sheet, (2, {"满意度": "一般"})), now="2026-12-02 10:00")
    assert (again.data["returned"], pending(again)) == ([], [(f"{number}-1", "满意度", "满意", "一般")])


def test_a_late_row_on_a_number_that_was_reached_is_a_further_call(office: TestOffice) -> None:
    sheet = office.filled(count=1)
    number, row = plan_numbers(sheet)[0], open_row(sheet)
    office.collect(sheet)
    late = {**good_answer(3, 回访日期=date(2026, 12, 1)), "计划编号": number}
    ran = office.collect(change(sheet, (row, late)), now="2026-12-02 09:00")
    assert (ran.data["returned"], posted(ran), pending(ran)) == ([], 1, [])
    assert [f["message"] for f in ran.data["accepted"][0]["findings"] if f["code"] == "X404"] == [
        "这个电话 11-23 已经打过并入账(A01 李晓明)。"
    ]


def test_a_late_unplanned_row_belongs_into_the_next_sheet(office: TestOffice) -> None:
    sheet = office.filled(count=1)
    row = open_row(sheet)
    late = {**good_answer(3, 回访日期=date(2026, 12, 1)), "客户编号": "K0080"}
    ran = office.collect(change(sheet, (row, late)), now="2026-12-02 09:00")
    assert find(ran.data["returned"][0]["findings"], "R301") == [("error", SHEET, at("回访日期", row))]


def next_batch(office: TestOffice) -> Path:
    """A01's sheet of the batch after, in which calls that stayed open carry over."""
    office.collect(change(office.sheet(), (2, missed(2))), office.filled("A02"), office.filled("A03"))
    office.run("plan", "--period", DECEMBER, now="2026-12-01 09:00")
    newer = office.issued(period=DECEMBER)
    shutil.copy(newer, office.outside / newer.name)
    return office.outside / newer.name


def test_the_sheet_of_last_period_may_hold_a_call_of_this_one(office: TestOffice) -> None:
    newer, number = next_batch(office), plan_numbers(office.issued())[0]
    assert number in plan_numbers(newer)
    old = change(office.sheet(), (2, good_answer(2, 回访日期=date(2026, 12, 2))))
    ran = office.collect(old, now="2026-12-03 09:00")
    assert (ran.data["returned"], posted(ran), pending(ran)) == ([], 1, [])
    assert f"{number}-2" in office.ledger("2026-12-10 18:00", DECEMBER)
    moved = office.collect(change(old, (2, {"开始时间": time(9, 21)})), now="2026-12-03 10:00")
    assert (posted(moved), pending(moved)) == (0, [(f"{number}-2", "开始时间", "09:20", "09:21")])


def test_a_reached_call_moved_behind_the_batch_is_a_correction(done: TestOffice) -> None:
    sheet, number = done.filled(), plan_numbers(done.issued())[0]
    ran = done.collect(change(sheet, (2, {"回访日期": date(2026, 12, 2)})), now="2026-12-03 09:00")
    assert (posted(ran), pending(ran)) == (0, [(f"{number}-1", "回访日期", "2026-11-23", "2026-12-02")])


def test_the_old_sheet_with_both_attempts(office: TestOffice) -> None:
    next_batch(office)
    number, sheet = plan_numbers(office.issued())[0], office.sheet()
    late = {**good_answer(3, 回访日期=date(2026, 12, 2)), "计划编号": number}
    ran = office.collect(change(sheet, (2, missed(2)), (open_row(sheet), late)), now="2026-12-03 09:00")
    assert (ran.data["returned"], posted(ran), pending(ran)) == ([], 1, [])


def test_a_number_of_the_last_batch_typed_into_the_new_sheet(office: TestOffice) -> None:
    """A02's customer is not A01's."""
    newer = next_batch(office)
    gone = next(n for n in plan_numbers(office.issued("A02")) if n not in plan_numbers(newer))
    row = open_row(newer)
    typed = {**good_answer(3, 回访日期=date(2026, 12, 2)), "计划编号": gone}
    ran = office.collect(change(newer, (row, typed)), now="2026-12-03 09:00")
    assert find(ran.data["returned"][0]["findings"], "R314") == [("error", SHEET, at("计划编号", row))]


def test_whose_customer_it_is_now_may_call_too(office: TestOffice) -> None:
    with edited(office.path("客户资料库.xlsx")) as book:
        put(book["客户"], 2, {"业务员": "A02"})  # K0001
    now, then = office.filled("A02"), office.filled("A01")
    row = open_row(now)
    ran = office.collect(change(now, (row, {**good_answer(30), "客户编号": "K0001"})), then)
    assert (ran.data["returned"], posted(ran)) == ([], 4 + 6)


@pytest.mark.parametrize("is_hers", [False, True])
def test_a_number_of_somebody_who_is_away_may_stand_on_any_sheet_of_the_stand_in(
    office: TestOffice, is_hers: bool
) -> None:
    if is_hers:
        away = {"工号": "A01", "起": date(2026, 12, 1), "止": date(2026, 12, 3), "代理人": "A03"}
        add_rows(office.path("人员.xlsx"), "代班", away)
    number, sheet = plan_numbers(office.issued())[0], office.filled("A03")
    row = open_row(sheet)
    typed = {**good_answer(3, 回访日期=date(2026, 12, 2)), "计划编号": number}
    ran = office.collect(change(sheet, (row, typed)), now="2026-12-03 09:00")
    refused = [f["code"] for returned in ran.data["returned"] for f in returned["findings"]]
    assert (posted(ran), "R314" in refused) == ((3, False) if is_hers else (2, True))
    assert office.ledger("2026-12-10 18:00", DECEMBER).keys() == ({f"{number}-1"} if is_hers else set())
