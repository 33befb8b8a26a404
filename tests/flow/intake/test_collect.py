"""Collecting through the command line: what becomes of every file, and what reaches ledger, journal and archive."""

from __future__ import annotations

import json
import shutil
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook

from huifang.edges.books.hidden_record import RECORD
from huifang.flow.intake import reading
from office import (
    DUE_DAY,
    GIVEN_UP,
    IN_TIME,
    MONDAY,
    NOW,
    PERIOD,
    PLANNED,
    SHEET,
    TestOffice,
    add_rows,
    at,
    blank_office,
    change,
    codes,
    collected_office,
    columns,
    digest,
    edited,
    find,
    good_answer,
    issued_rows,
    load,
    missed,
    plan_numbers,
    planned_office,
    put,
    sample_office,
    snapshot,
    table,
)


@pytest.fixture
def office(tmp_path: Path) -> TestOffice:
    return planned_office(tmp_path)


@pytest.fixture
def done(tmp_path: Path) -> TestOffice:
    """A01's and A02's sheets are in."""
    return collected_office(tmp_path)


def open_row(path: Path) -> int:
    """The first of the prepared open rows."""
    book = load(path)
    row = issued_rows(book)[-1] + 1
    book.close()
    return row


def record_text(path: Path) -> str:
    book = load(path)
    text = str(book[RECORD]["A1"].value)
    book.close()
    return text


# What is accepted


def test_a_clean_sheet_is_accepted_whole(office: TestOffice) -> None:
    sheet = office.filled()
    ran = office.collect(sheet)
    assert (ran.code, ran.listed) == (0, {"accepted": [sheet.name]})
    entry = ran.data["accepted"][0]
    assert (entry["agent"], entry["period"], entry["rows"], entry["warnings"]) == ("A01", PERIOD, 6, 0)
    assert entry["sha256"] == digest(sheet)
    assert set(ran.data) >= {"accepted", "returned", "duplicates", "ignored", "pending"}


def test_accepted_rows_reach_the_report(office: TestOffice) -> None:
    office.collect(office.filled("A01"), office.filled("A02", count=2), now=IN_TIME)
    made = office.report()
    by_agent = {line["agent"]: line for line in made.data["agents"]}
    assert {k: by_agent["A01"][k] for k in ("planned", "done", "reported", "connected", "satisfied")} == {
        "planned": 6, "done": 6, "reported": 6, "connected": 6, "satisfied": 6,
    }  # fmt: skip
    assert (by_agent["A02"]["done"], by_agent["A02"]["reported"], by_agent["A03"]["reported"]) == (2, 2, 0)
    assert by_agent["A01"]["submitted_at"] == IN_TIME
    assert by_agent["A03"]["submitted_at"] is None
    assert made.data["figures"]["connected"] == 8


def test_values_reach_the_ledger_as_they_were_typed(office: TestOffice) -> None:
    sheet = office.filled(count=1)
    said = {"满意度": "不满意", "不满意原因": "送货晚了", "处理情况": "未解决", "上报对象": "周丽华"}
    change(sheet, (2, {**said, "上报文件": "上报单 7", "下次联系日期": date(2026, 12, 1), "备注": "0012"}))
    number = f"{plan_numbers(sheet)[0]}-1"
    assert office.collect(sheet).code == 0
    row = office.ledger()[number]
    assert {key: row[key] for key in said} == said
    assert (row["上报文件"], row["备注"], row["开始时间"], row["结束时间"]) == ("上报单 7", "0012", "09:20", "09:24")
    assert (row["回访日期"].date(), row["下次联系日期"].date()) == (MONDAY, date(2026, 12, 1))
    assert (row["计划编号"], row["工号"], row["来源行"]) == (plan_numbers(sheet)[0], "A01", 2)


def test_the_archive_holds_the_original_bytes(office: TestOffice) -> None:
    clean, faulty = office.filled("A01"), office.filled("A02")
    change(faulty, (2, {"满意度": None}))
    originals = {digest(clean): clean.read_bytes(), digest(faulty): faulty.read_bytes()}
    office.send(clean, faulty)
    office.collect()
    archived = {data["sha256"]: data["path"] for data in office.submissions()}
    assert set(archived) == set(originals)
    for sha, path in archived.items():
        assert office.path(path).read_bytes() == originals[sha]
        assert digest(office.path(path)) == sha


def test_files_of_the_inbox_go_and_given_ones_stay(office: TestOffice) -> None:
    given, sent = office.filled("A01"), office.filled("A02")
    before = given.read_bytes()
    office.send(sent)
    office.collect()
    office.collect(given)
    assert not (office.path("收件箱") / sent.name).exists()
    assert given.read_bytes() == before


def test_the_inbox_is_left_alone_when_files_are_given(office: TestOffice) -> None:
    office.send(office.filled("A02"))
    assert office.collect(office.filled("A01")).listed == {"accepted": [f"A01-李晓明-{PERIOD}.xlsx"]}
    assert (office.path("收件箱") / f"A02-王海燕-{PERIOD}.xlsx").exists()


def test_an_empty_inbox_is_clean(office: TestOffice) -> None:
    before = len(office.journal())
    ran = office.collect()
    assert (ran.code, ran.listed) == (0, {})
    assert len(office.journal()) == before


def test_a_folder_may_be_given(office: TestOffice) -> None:
    office.filled("A01")
    (office.outside / "更多").mkdir()
    shutil.move(office.filled("A02"), office.outside / "更多" / "二.xlsx")
    assert sorted(office.collect(office.outside).listed["accepted"]) == [f"A01-李晓明-{PERIOD}.xlsx", "二.xlsx"]


def test_a_missing_path_is_said_in_one_line(office: TestOffice) -> None:
    ran = office.collect(office.outside / "没有.xlsx")
    assert ran.code in (2, 3)
    assert "没有.xlsx" in ran.err
    assert "Traceback" not in ran.err


def test_a_macro_workbook_is_accepted(office: TestOffice) -> None:
    sheet = office.filled()
    macro = sheet.rename(sheet.with_suffix(".xlsm"))
    ran = office.collect(macro)
    assert (ran.code, ran.listed) == (0, {"accepted": [macro.name]})
    assert office.submissions()[0]["path"].endswith(".xlsm")


def test_a_macro_workbook_comes_back_marked_as_one(office: TestOffice) -> None:
    sheet = office.filled()
    macro = sheet.rename(sheet.with_suffix(".xlsm"))
    change(macro, (2, {"满意度": None}))
    ran = office.collect(macro)
    marked = office.path(ran.data["returned"][0]["marked"])
    assert marked.suffix == ".xlsm"
    assert office.run("check", marked).data["errors"] == 1


@pytest.mark.slow
def test_rows_in_any_order(office: TestOffice) -> None:
    sheet = office.filled()
    with edited(sheet) as book:
        page = book[SHEET]
        rows = [[cell.value for cell in page[row]] for row in issued_rows(book)]
        for number, cells in enumerate(reversed(rows), start=5):  # with blank rows above
            for column, value in enumerate(cells, start=1):
                page.cell(number, column).value = value
        for number in (2, 3, 4):
            for cell in page[number]:
                cell.value = None
    ran = office.collect(sheet)
    assert (ran.code, ran.data["accepted"][0]["rows"], ran.data["accepted"][0]["warnings"]) == (0, 6, 0)
    ledger = office.ledger()
    times = {row["客户编号"]: row["开始时间"] for row in ledger.values()}
    assert times["K0001"] != times["K0006"]


def test_posting_row_by_row_and_whole_sheet(office: TestOffice) -> None:
    sheet = office.filled()
    change(sheet, (3, {"满意度": None}))
    ran = office.collect(sheet)
    assert ran.code == 1
    assert ran.listed == {"accepted": [sheet.name], "returned": [sheet.name]}
    assert ran.data["accepted"][0]["rows"] == 5


@pytest.mark.slow
def test_whole_sheet_posting_keeps_everything_out(tmp_path: Path) -> None:
    office = blank_office(tmp_path)
    with edited(office.path("制度.xlsx")) as book:
        row = next(r for r in range(2, 60) if book["基本"].cell(r, 1).value == "入账方式")
        put(book["基本"], row, {"值": "整表"})
    office.run("plan", "--period", PERIOD, now=PLANNED)
    sheet = office.filled()
    change(sheet, (3, {"满意度": None}))
    ran = office.collect(sheet)
    assert ran.code == 1
    assert ran.listed == {"returned": [sheet.name]}
    assert office.report(NOW).data["figures"]["reported"] == 0
    ran = office.collect(change(sheet, (3, {"满意度": "一般"})))
    assert (ran.code, ran.data["accepted"][0]["rows"]) == (0, 6)


def test_a_sheet_without_any_answer_is_not_handed_in(office: TestOffice) -> None:
    ran = office.collect(office.sheet(), now=IN_TIME)
    assert ran.code == 1
    assert "F106" in codes(ran.data["accepted"][0]["findings"])
    line = next(a for a in office.report().data["agents"] if a["agent"] == "A01")
    assert (line["submitted_at"], line["reported"]) == (None, 0)


# Sent again


def test_an_identical_resend_is_a_duplicate(office: TestOffice) -> None:
    sheet = office.filled()
    office.collect(sheet)
    before = snapshot(office.root)
    again = sheet.with_name("又一次.xlsx")
    shutil.copy(sheet, again)
    ran = office.collect(again)
    assert (ran.code, ran.listed) == (0, {"duplicates": ["又一次.xlsx"]})
    assert snapshot(office.root) == before


def test_the_same_file_given_twice_in_one_run(office: TestOffice) -> None:
    sheet = office.filled()
    ran = office.collect(sheet, sheet)
    assert ran.listed == {"accepted": [sheet.name], "duplicates": [sheet.name]}
    assert len(office.submissions()) == 1


def test_a_resend_with_more_rows_posts_only_these(office: TestOffice) -> None:
    sheet = office.filled(count=2)
    office.collect(sheet)
    change(sheet, (4, good_answer(4)), (5, missed(5)))
    ran = office.collect(sheet)
    assert (ran.code, ran.data["accepted"][0]["rows"], ran.data["pending"]) == (0, 2, [])
    assert office.report().data["figures"]["reported"] == 4


@pytest.mark.slow
def test_a_corrected_resend_after_a_faulty_one(office: TestOffice) -> None:
    sheet = office.filled()
    change(sheet, (2, {"结束时间": time(8, 0)}))
    assert office.collect(sheet).data["accepted"][0]["rows"] == 5
    change(sheet, (2, {"结束时间": time(9, 25)}))
    ran = office.collect(sheet)
    assert (ran.code, ran.data["accepted"][0]["rows"], ran.data["pending"]) == (0, 1, [])
    assert office.report().data["figures"]["done"] == 6


def test_a_faulty_sheet_sent_again_unchanged_stands_somewhere_and_posts_nothing(office: TestOffice) -> None:
    sheet = change(office.filled(), (2, {"满意度": None}))
    office.collect(sheet)
    ran = office.collect(sheet)
    assert sum(len(files) for files in ran.listed.values()) >= 1
    assert office.report().data["figures"]["reported"] == 5


def test_a_faulty_row_is_accepted_once_the_registers_are_put_right(office: TestOffice) -> None:
    sheet = office.filled()
    change(sheet, (open_row(sheet), {**good_answer(20), "客户编号": "K0099"}))
    assert find(office.collect(sheet).data["returned"][0]["findings"], "T501")
    new = {"客户编号": "K0099", "客户名称": "新店", "客户类别": "普通客户", "业务员": "A01", "电话": "13800009999"}
    add_rows(office.path("客户资料库.xlsx"), "客户", {**new, "审核状态": "已审核", "审核人": "C01", "审核日期": MONDAY})
    ran = office.collect(sheet)
    assert (ran.code, ran.data["accepted"][0]["rows"]) == (0, 1)


@pytest.mark.slow
def test_a_changed_accepted_value_waits_for_the_supervisor(done: TestOffice) -> None:
    sheet = done.filled()
    number = f"{plan_numbers(sheet)[0]}-1"
    change(sheet, (2, {"满意度": "一般"}))
    ran = done.collect(sheet)
    assert ran.code == 1
    (pending,) = ran.data["pending"]
    assert {**pending, "file": ""} == {
        "file": "", "record_no": number, "column": "满意度", "old": "满意", "new": "一般",
    }  # fmt: skip
    (kept,) = done.submissions()[-1]["pending"]
    assert kept.items() >= {"record_no": number, "key": "satisfaction", "old": "满意", "new": "一般"}.items()
    (form,) = done.forms()
    (row,) = [r for r in table(form, "更正单") if r["编号"]]
    assert {k: row[k] or "" for k in ("表", "编号", "列", "原值", "新值", "更正人", "原因")} == {
        "表": "回访记录", "编号": number, "列": "满意度", "原值": "满意", "新值": "一般", "更正人": "", "原因": "",
    }  # fmt: skip
    assert find(done.run("check").data["findings"], "L707")
    assert done.ledger()[number]["满意度"] == "满意"


def test_what_is_read_only_at_the_second_try_is_compared_with_the_ledger_too(
    done: TestOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, tries = reading.read_file, [0]

    def once_refused(path: Path) -> bytes:
        tries[0] += 1
        if tries[0] == 1:
            raise OSError(5, "Input/output error", str(path))
        return real(path)

    monkeypatch.setattr(reading, "read_file", once_refused)
    ran = done.collect(change(done.filled(name="再读.xlsx"), (2, {"满意度": "一般"})))
    assert tries[0] == 1 and [entry["rows"] for entry in ran.data["accepted"]] == [0]
    assert [(change["column"], change["new"]) for change in ran.data["pending"]] == [("满意度", "一般")]


def test_every_changed_column_is_pending(done: TestOffice) -> None:
    sheet = done.filled()
    new = {"结束时间": time(9, 27), "通话结果": "无人接听", "满意度": None, "客户意见或需求": None, "处理情况": None}
    change(sheet, (2, {**new, "下次联系日期": date(2026, 12, 3), "备注": "改"}))
    ran = done.collect(sheet)
    changes = {p["column"]: (p["old"], p["new"]) for p in ran.data["pending"]}
    assert changes == {
        "结束时间": ("09:24", "09:27"), "通话结果": ("接通", "无人接听"), "满意度": ("满意", ""),
        "客户意见或需求": ("无", ""), "处理情况": ("无问题", ""), "下次联系日期": ("", "2026-12-03"),
        "备注": ("", "改"),
    }  # fmt: skip


@pytest.mark.slow
def test_a_resend_that_restores_the_value_settles_it(done: TestOffice) -> None:
    done.collect(change(done.filled(), (2, {"满意度": "一般"})))
    ran = done.collect(change(done.filled(), (2, {"满意度": "满意"}), (9, {"备注": "恢复"})))
    assert ran.data["pending"] == []
    assert done.submissions()[-1]["settled"]
    assert not find(done.run("check").data["findings"], "L707")


def test_the_accepted_file_itself_sent_again_settles_it(done: TestOffice) -> None:
    archived = next(d["path"] for d in done.submissions() if d["agent"] == "A01")
    first = done.outside / "第一次.xlsx"
    done.outside.mkdir(exist_ok=True)
    shutil.copy(done.path(archived), first)
    done.collect(change(done.filled(), (2, {"满意度": "一般"})))
    ran = done.collect(first)
    assert ran.data["pending"] == []
    assert not find(done.run("check").data["findings"], "L707")


def test_a_pending_change_sent_twice_asks_once(done: TestOffice) -> None:
    sheet = change(done.filled(), (2, {"满意度": "一般"}))
    done.collect(sheet)
    done.collect(change(sheet, (10, {"备注": "别的字节"})))
    assert len(find(done.run("check").data["findings"], "L707")) == 1
    assert len(done.forms()) == 1


def test_an_emptied_row_changes_nothing(done: TestOffice) -> None:
    ran = done.collect(done.filled(count=4))
    assert ran.data["pending"] == []
    assert done.forms() == []
    line = next(a for a in done.report().data["agents"] if a["agent"] == "A01")
    assert (line["done"], line["reported"]) == (6, 6)


def test_another_start_time_is_a_further_attempt(office: TestOffice) -> None:
    sheet = office.sheet()
    number = plan_numbers(sheet)[0]
    change(sheet, (2, missed(2)))
    office.collect(sheet)
    change(sheet, (open_row(sheet), {**good_answer(30), "计划编号": number}))
    ran = office.collect(sheet)
    assert (ran.data["returned"], ran.data["accepted"][0]["rows"], ran.data["pending"]) == ([], 1, [])
    ledger = office.ledger()
    assert sorted(no for no in ledger if no.startswith(number)) == [f"{number}-1", f"{number}-2"]
    assert (ledger[f"{number}-1"]["通话结果"], ledger[f"{number}-2"]["通话结果"]) == ("无人接听", "接通")


def test_attempts_in_one_sheet_are_numbered_by_time(office: TestOffice) -> None:
    sheet = office.sheet()
    number, below = plan_numbers(sheet)[0], open_row(sheet)
    change(sheet, (2, good_answer(40)), (below, {**missed(10), "计划编号": number}))
    assert office.collect(sheet).data["accepted"][0]["rows"] == 2
    ledger = office.ledger()
    assert (ledger[f"{number}-1"]["通话结果"], ledger[f"{number}-2"]["通话结果"]) == ("无人接听", "接通")


def test_an_unplanned_call_needs_only_the_customer(office: TestOffice) -> None:
    sheet = office.filled()
    below = open_row(sheet)
    change(
        sheet, (below, {**good_answer(20), "客户编号": GIVEN_UP}), (below + 1, {**good_answer(21), "客户编号": "K0001"})
    )
    ran = office.collect(sheet)
    assert (ran.data["accepted"][0]["rows"], ran.data["accepted"][0]["warnings"]) == (8, 1)  # one customer is given up
    unplanned = [row for number, row in office.ledger().items() if number.startswith("U")]
    assert [(row["客户编号"], row["计划编号"]) for row in unplanned] == [(GIVEN_UP, None), ("K0001", None)]
    assert len({row["记录编号"] for row in unplanned}) == 2
    assert unplanned[0]["客户名称"] == "0080 号商行"


@pytest.mark.slow
def test_an_unplanned_call_needs_only_the_customers_name(office: TestOffice) -> None:
    """As it was picked from the list; the number is found, and rows with nothing but the planned way are none."""
    sheet = office.filled()
    below = open_row(sheet)
    (name,) = [row["客户名称"] for row in table(office.path("客户资料库.xlsx"), "客户") if row["客户编号"] == GIVEN_UP]
    change(sheet, (below, {**good_answer(20), "客户名称": f" {name}"}), (below + 1, {"回访方式": "电话"}))
    ran = office.collect(sheet)
    assert not ran.data["returned"] and ran.data["accepted"][0]["rows"] == 7
    assert [row["客户编号"] for row in office.ledger().values() if row["记录编号"].startswith("U")] == [GIVEN_UP]


def test_unplanned_numbers_go_on_and_a_resend_keeps_them(office: TestOffice) -> None:
    sheet = office.filled()
    below = open_row(sheet)
    change(sheet, (below, {**good_answer(20), "客户编号": "K0001"}))
    office.collect(sheet)
    change(sheet, (below + 1, {**missed(21), "客户编号": "K0002"}))
    assert office.collect(sheet).data["accepted"][0]["rows"] == 1
    other = office.filled("A02")
    change(other, (open_row(other), {**good_answer(20), "客户编号": "K0007"}))
    office.collect(other)
    customers = [row["客户编号"] for no, row in sorted(office.ledger().items()) if no.startswith("U")]
    assert customers == ["K0001", "K0002", "K0007"]


def test_a_register_changed_after_the_plan_does_not_break_its_sheets(office: TestOffice) -> None:
    """Ownership and issued cells are those of the batch."""
    with edited(office.path("客户资料库.xlsx")) as book:
        put(book["客户"], 2, {"业务员": "A02", "电话": "13900009999", "客户名称": "改名商行"})
    ran = office.collect(office.filled())
    assert (ran.code, ran.data["accepted"][0]["rows"]) == (0, 6)


# Whose sheet it is


def copied_cell_by_cell(path: Path, target: Path) -> Path:
    """The table in a new workbook, as somebody copies it who makes a fresh file."""
    source, book = load(path), Workbook()
    page = book.active
    page.title = SHEET
    for cells in source[SHEET].iter_rows():
        for cell in cells:
            page[cell.coordinate].value = cell.value
    source.close()
    book.save(target)
    return target


def test_a_lost_hidden_record_is_a_warning(office: TestOffice) -> None:
    sheet = copied_cell_by_cell(office.filled(), office.outside / "新建.xlsx")
    ran = office.collect(sheet)
    assert ran.code == 1
    assert ran.listed == {"accepted": [sheet.name]}
    entry = ran.data["accepted"][0]
    assert (entry["agent"], entry["period"], entry["rows"], entry["warnings"]) == ("A01", PERIOD, 6, 1)
    assert codes(entry["findings"]) == ["F104"]
    assert entry["findings"][0]["severity"] == "warning"


@pytest.mark.slow
def test_without_hidden_record_the_newest_issue_counts(office: TestOffice) -> None:
    """A call that carries over stands in two batches: a copied sheet belongs to the newer one."""
    office.collect(change(office.sheet(), (2, missed(2))), office.filled("A02"), office.filled("A03"), now=IN_TIME)
    office.run("plan", "--period", "2026-12上旬", now="2026-12-01 09:00")
    newer = next(iter(office.path("回访计划/2026-12上旬").glob("A01-*.xlsx")))
    assert set(plan_numbers(newer)) & set(plan_numbers(office.issued()))
    target = copied_cell_by_cell(newer, office.outside / "新建.xlsx")
    change(target, (2, {**good_answer(2), "回访日期": date(2026, 12, 2)}))
    ran = office.collect(target, now="2026-12-03 09:00")
    assert ran.data["accepted"][0]["period"] == "2026-12上旬"


@pytest.mark.slow
def test_a_call_in_two_batches_keeps_its_number_and_counts_attempts(office: TestOffice) -> None:
    office.collect(change(office.sheet(), (2, missed(2))), now=IN_TIME)
    number = plan_numbers(office.issued())[0]
    office.run("plan", "--period", "2026-12上旬", now="2026-12-01 09:00")
    newer = next(iter(office.path("回访计划/2026-12上旬").glob("A01-*.xlsx")))
    sheet = office.outside / newer.name
    shutil.copy(newer, sheet)
    row = plan_numbers(newer).index(number) + 2
    change(sheet, (row, {**good_answer(2), "回访日期": date(2026, 12, 2)}))
    assert office.collect(sheet, now="2026-12-03 09:00").data["accepted"][0]["rows"] == 1
    assert f"{number}-2" in office.ledger("2026-12-03 09:00", "2026-12上旬")


@pytest.mark.slow
@pytest.mark.parametrize("field", ["agent", "period", "book", "digest"])
def test_a_tampered_hidden_record_keeps_the_sheet_out(office: TestOffice, field: str) -> None:
    sheet = office.filled()
    with edited(sheet) as book:
        record = json.loads(book[RECORD]["A1"].value)
        record[field] = {"agent": "A02", "period": "2026-12上旬"}.get(field, "x" + record[field])
        book[RECORD]["A1"].value = json.dumps(record)
    ran = office.collect(sheet)
    assert ran.code == 1
    assert ran.listed == {"returned": [sheet.name]}
    assert find(ran.data["returned"][0]["findings"], "F105") == [("error", RECORD, None)]
    assert office.report().data["figures"]["reported"] == 0


def test_another_agents_record_does_not_move_the_calls(office: TestOffice) -> None:
    """A01's table with A02's hidden record in the file: the calls are not A02's."""
    sheet = office.filled()
    with edited(sheet) as book:
        book[RECORD]["A1"].value = record_text(office.issued("A02"))
    ran = office.collect(sheet)
    assert ran.code == 1
    assert ran.listed == {"returned": [sheet.name]}
    assert {f["code"] for f in ran.data["returned"][0]["findings"] if f["severity"] == "error"} & {"F105", "R314"}


def test_a_sheet_that_was_renamed_is_read_all_the_same(office: TestOffice) -> None:
    sheet = office.filled()
    with edited(sheet) as book:
        book[SHEET].title = "Sheet1"
    ran = office.collect(sheet)
    assert ran.listed == {"accepted": [sheet.name]}
    assert find(ran.data["accepted"][0]["findings"], "F117") == [("warning", "Sheet1", None)]


def test_a_workbook_without_its_sheet_is_returned(office: TestOffice) -> None:
    sheet = office.filled()
    with edited(sheet) as book:
        del book[SHEET]
    ran = office.collect(sheet)
    assert ran.code == 1
    assert ran.listed == {"returned": [sheet.name]}
    assert find(ran.data["returned"][0]["findings"], "F102")


def unrelated(office: TestOffice, name: str) -> Path:
    office.outside.mkdir(exist_ok=True)
    path = office.outside / name
    book = Workbook()
    book.active["A1"] = "与回访无关"
    book.save(path)
    return path


def of_another_office(office: TestOffice, name: str) -> Path:
    other = sample_office(office.root.parent / "别处")
    other.run("plan", now="2026-11-21 12:00")
    target = office.outside / name
    office.outside.mkdir(exist_ok=True)
    shutil.copy(other.filled(), target)
    return target


def customers_book(office: TestOffice, name: str) -> Path:
    office.outside.mkdir(exist_ok=True)
    shutil.copy(office.path("客户资料库.xlsx"), office.outside / name)
    return office.outside / name


def plain(content: bytes):
    def make(office: TestOffice, name: str) -> Path:
        office.outside.mkdir(exist_ok=True)
        (office.outside / name).write_bytes(content)
        return office.outside / name

    return make


STRANGERS = [
    ("无关.xlsx", unrelated),
    ("别家的表.xlsx", of_another_office),
    ("客户资料库.xlsx", customers_book),
    ("说明.txt", plain("请查收".encode())),
    ("旧表.xls", plain(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))),
    ("没有后缀", plain(b"PK\x03\x04")),
    ("x" * 60 + "长" * 60 + ".pdf", plain(b"%PDF-1.4")),
]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "make"), STRANGERS, ids=[name[:8] for name, _ in STRANGERS])
def test_strangers_in_the_inbox_are_put_aside_with_the_reason(office: TestOffice, name: str, make) -> None:
    given = make(office, name)
    office.send(given)
    before = len(office.submissions())
    ran = office.collect()
    assert ran.code == 1
    assert ran.listed == {"ignored": [name]}
    assert ran.data["ignored"][0]["reason"]
    assert not (office.path("收件箱") / name).exists()
    aside = office.path("收件箱/搁置")
    files = list(aside.iterdir())
    assert [p for p in files if p.read_bytes() == given.read_bytes()]
    assert [p for p in files if p.suffix == ".txt" and ran.data["ignored"][0]["reason"] in p.read_text("utf-8")]
    assert len(office.submissions()) == before
    assert office.collect().listed == {}  # what was put aside is not looked at again


@pytest.mark.slow
@pytest.mark.parametrize(("name", "make"), STRANGERS, ids=[name[:8] for name, _ in STRANGERS])
def test_strangers_given_by_path_stay_in_place(office: TestOffice, name: str, make) -> None:
    given = make(office, name)
    content = given.read_bytes()
    ran = office.collect(given)
    assert (ran.code, ran.listed) == (1, {"ignored": [name]})
    assert given.read_bytes() == content
    assert not office.path("收件箱/搁置").exists()


def test_a_second_stranger_of_the_same_name_does_not_replace_the_first(office: TestOffice) -> None:
    for content in (b"1", b"2"):
        office.send(plain(content)(office, "说明.txt"))
        office.collect()
    kept = [p.read_bytes() for p in office.path("收件箱/搁置").iterdir()]
    assert b"1" in kept
    assert b"2" in kept


def test_a_stranger_with_a_very_long_name_stops_nothing(office: TestOffice) -> None:
    """82 characters are a valid name everywhere; with the reason's ending added it must still be one."""
    stranger = plain(b"x")(office, "长" * 82 + ".txt")
    office.send(stranger, office.filled("A02"))
    ran = office.collect()
    assert ran.listed == {"accepted": [f"A02-王海燕-{PERIOD}.xlsx"], "ignored": [stranger.name]}


def test_a_sheet_with_a_very_long_name_stops_nothing(office: TestOffice) -> None:
    """Its archived name gets a number in front, and while it is written a temporary name."""
    sheet = office.filled(name="回" * 82 + ".xlsx")
    office.send(sheet, office.filled("A02"))
    ran = office.collect()
    assert ran.code == 0
    assert sorted(ran.listed["accepted"]) == sorted([sheet.name, f"A02-王海燕-{PERIOD}.xlsx"])


GARBAGE = {
    "文字": "这不是表格".encode(),
    "空": b"",
    "半个": None,
    "坏zip": b"PK\x03\x04" + bytes(range(256)) * 4,
    "旧格式": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
}


#: Those that may be on their way still: they have no end.
STILL_COMING = ("空", "半个", "坏zip")


@pytest.mark.slow
@pytest.mark.parametrize("kind", GARBAGE)
@pytest.mark.parametrize("from_inbox", [True, False], ids=["inbox", "path"])
def test_garbage_named_xlsx_is_returned(office: TestOffice, kind: str, from_inbox: bool) -> None:
    content = GARBAGE[kind]
    if content is None:
        whole = office.filled().read_bytes()
        content = whole[: len(whole) // 2]
    bad = plain(content)(office, "坏.xlsx")
    good = office.filled("A02")
    if from_inbox:
        office.send(bad, good)
    ran = office.collect(*([] if from_inbox else [bad, good]))
    assert ran.code == 1
    if from_inbox and kind in STILL_COMING:
        assert ran.listed == {"accepted": [good.name], "ignored": ["坏.xlsx"]}
        ran = office.collect(now="2026-11-24 17:30")
        assert ran.listed == {"returned": ["坏.xlsx"]}
    else:
        assert ran.listed == {"accepted": [good.name], "returned": ["坏.xlsx"]}
    returned = ran.data["returned"][0]
    assert find(returned["findings"], "F101") == [("error", None, None)]
    assert (bool(returned["reason"]), returned["marked"]) == (True, None)
    assert bad.exists()
    assert "Traceback" not in ran.err


def test_every_file_stands_in_a_list(office: TestOffice) -> None:
    files = [make(office, name) for name, make in STRANGERS if make is not of_another_office]
    files += [plain(b"?")(office, "坏.xlsx"), office.filled("A01"), change(office.filled("A02"), (2, {"满意度": None}))]
    shutil.copy(office.outside / f"A01-李晓明-{PERIOD}.xlsx", office.outside / "A01 副本.xlsx")
    files.append(office.outside / "A01 副本.xlsx")
    files.append(office.sheet("A03"))
    office.send(*files)
    ran = office.collect()
    everywhere = {name for names in ran.listed.values() for name in names}
    assert everywhere == {file.name for file in files}
    assert [p.name for p in office.path("收件箱").iterdir()] == ["搁置"]


def test_office_and_sync_leftovers_in_the_inbox_are_not_touched(office: TestOffice) -> None:
    leftovers = ["~$A01.xlsx", ".DS_Store", ".~lock.A01.xlsx#"]
    for name in leftovers:
        (office.path("收件箱") / name).write_bytes(b"x")
    assert office.collect().listed == {}
    assert sorted(p.name for p in office.path("收件箱").iterdir()) == sorted(leftovers)


# Standing in


@pytest.mark.slow
def test_a_substitutes_sheet(tmp_path: Path) -> None:
    office = blank_office(tmp_path)
    away = {"工号": "A01", "起": MONDAY, "止": date(2026, 11, 25), "代理人": "A03"}
    add_rows(office.path("人员.xlsx"), "代班", away)
    planned = office.run("plan", "--period", PERIOD, now=PLANNED)
    mine = {call["customer_no"] for call in planned.data["calls"] if call["agent"] == "A03"}
    assert {"K0001", "K0010"} <= mine
    sheet = office.filled("A03")
    change(sheet, (open_row(sheet), {**good_answer(20), "客户编号": "K0003"}))
    ran = office.collect(sheet, now=IN_TIME)
    assert (ran.code, ran.data["accepted"][0]["agent"], ran.data["accepted"][0]["rows"]) == (0, "A03", 9)
    lines = {line["agent"]: line for line in office.report().data["agents"]}
    assert lines["A03"]["reported"] == 9
    assert lines["A03"]["done"] == 8
    assert "A01" not in lines or lines["A01"]["reported"] == 0


def test_standing_in_allows_unplanned_calls_on_those_days_only(office: TestOffice) -> None:
    away = {"工号": "A02", "起": MONDAY, "止": MONDAY, "代理人": "A01"}
    add_rows(office.path("人员.xlsx"), "代班", away)
    sheet = office.filled()
    below = open_row(sheet)
    tuesday = {"回访日期": MONDAY + timedelta(days=1)}
    change(
        sheet,
        (below, {**good_answer(20), "客户编号": "K0007"}),
        (below + 1, {**good_answer(20, **tuesday), "客户编号": "K0008"}),
    )
    ran = office.collect(sheet)
    assert ran.data["accepted"][0]["rows"] == 7
    assert find(ran.data["returned"][0]["findings"], "T503") == [("error", SHEET, at("客户编号", below + 1))]


# In time or late


@pytest.mark.slow
@pytest.mark.parametrize(
    ("moments", "submitted", "late"),
    [
        (["2026-11-30 23:59"], "2026-11-30 23:59", 0),
        (["2026-12-01 00:00"], "2026-12-01 00:00", 1),
        (["2026-11-25 10:00", "2026-11-30 20:00"], "2026-11-30 20:00", 0),
        (["2026-11-25 10:00", "2026-12-02 10:00"], "2026-11-25 10:00", 0),
        (["2026-12-02 10:00", "2026-12-04 10:00"], "2026-12-02 10:00", 2),
    ],
)
def test_arrival_decides_about_lateness(office: TestOffice, moments: list[str], submitted: str, late: int) -> None:
    for count, moment in enumerate(moments, start=2):
        office.collect(office.filled(count=count), now=moment)
        assert office.submissions()[-1]["arrived_at"] == moment
    line = next(a for a in office.report("2026-12-05 09:00").data["agents"] if a["agent"] == "A01")
    assert (line["submitted_at"], line["late_days"]) == (submitted, late)


@pytest.mark.slow
def test_a_wholly_faulty_sheet_is_journaled_but_posts_nothing(office: TestOffice) -> None:
    sheet = office.filled()
    change(sheet, *((row, {"满意度": None}) for row in range(2, 8)))
    ran = office.collect(sheet, now=IN_TIME)
    assert ran.listed == {"returned": [sheet.name]}
    (entry,) = office.submissions()
    assert (entry["accepted"], entry["rows"], entry["errors"]) == (False, 0, 6)
    line = next(a for a in office.report(DUE_DAY).data["agents"] if a["agent"] == "A01")
    assert line["submitted_at"] == IN_TIME  # what was returned was reported, and stands on the cover


def test_collecting_with_an_earlier_clock_is_a_warning(office: TestOffice) -> None:
    office.collect(office.filled("A02"), now=NOW)
    ran = office.collect(office.filled("A01"), now="2026-11-23 17:00")
    assert codes(ran.data["notes"]) == ["J801"]
    assert ran.data["accepted"][0]["rows"] == 6


def test_collect_without_json_says_what_happened(office: TestOffice) -> None:
    ran = office.run("collect", office.filled(), json_wanted=False)
    assert ran.code == 0
    assert "A01" in ran.out


def test_rows_of_a_sheet_are_read_by_header_not_by_place(office: TestOffice) -> None:
    sheet = office.filled()
    with edited(sheet) as book:
        page = book[SHEET]
        places = columns(page)
        left, right = places["满意度"], places["备注"]
        for row in range(1, 8):
            a, b = page.cell(row, left), page.cell(row, right)
            a.value, b.value = b.value, a.value
    ran = office.collect(sheet)
    assert (ran.code, ran.data["accepted"][0]["rows"]) == (0, 6)
    assert office.report().data["figures"]["satisfied"] == 6
