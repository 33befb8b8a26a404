"""What agents type while they telephone: the day's number, the hour without a sign, how long the call took."""

from datetime import date, time

import pytest

from huifang.tables.cells import read_cell
from huifang.tables.days import Days
from huifang.tables.declared.calls import CALLS
from huifang.tables.model import Column, Kind
from huifang.tables.reading import read_table

D, T = date.fromisoformat, time.fromisoformat
LAST_THIRD = (D("2026-11-21"), D("2026-11-30"))
CALLED, AGREED = (CALLS.by_key[key] for key in ("called_on", "next_contact_on"))
PAST = Column("日期", "day", Kind.DATE)


def days(came_on, batch=LAST_THIRD):
    return Days(batch=batch, came_on=D(came_on))


@pytest.mark.parametrize("raw", [24, 24.0, "24", "24日", "24号", " 24 ", "二十四日", D("1900-01-24")])
def test_a_number_is_that_day_of_the_batch(raw):
    assert read_cell(CALLED, raw, days=days("2026-12-02")).value == D("2026-11-24")


@pytest.mark.parametrize(
    ("raw", "came_on", "value"),
    [
        (24, "2026-11-24", "2026-11-24"), (25, "2026-11-24", None),  # the sheet had come before
        (2, "2026-12-03", "2026-12-02"), (2, "2026-12-01", None), (20, "2026-12-03", None),  # after the batch, or never
        (2, "2027-01-05", None),  # in December, or in January?
        (24, "2027-01-05", "2026-11-24"), (0, "2026-12-02", None), (32, "2026-12-02", None), (24.5, "2026-12-02", None),
    ],
)  # fmt: skip
def test_never_a_day_after_the_sheet_came_and_none_that_is_not_certain(raw, came_on, value):
    assert read_cell(CALLED, raw, days=days(came_on)).value == (D(value) if value else None)


def test_a_month_has_each_number_once_a_quarter_does_not():
    month, quarter = (D("2026-11-01"), D("2026-11-30")), (D("2026-10-01"), D("2026-12-31"))
    assert read_cell(CALLED, 24, days=days("2026-11-30", month)).value == D("2026-11-24")
    asked = read_cell(CALLED, 24, days=days("2026-12-30", quarter))
    assert (asked.value, asked.code) == (None, "C202")
    assert asked.meant == ("2026-10-24", "2026-11-24", "2026-12-24")


def test_a_day_to_come_may_be_in_the_next_month_and_is_asked_about():
    reading = read_cell(AGREED, 26, days=days("2026-11-24"))
    assert (reading.value, reading.code, reading.meant) == (None, "C202", ("2026-11-26", "2026-12-26"))


@pytest.mark.parametrize("raw", [24, "24", "24日", D("1900-01-24"), 11.24])
def test_outside_a_sheet_a_number_is_no_day(raw):
    assert read_cell(PAST, raw, days=Days(read_on=D("2026-11-24"))).code == "C202"


@pytest.mark.parametrize(("raw", "value"), [(11.24, "2026-11-24"), (11.2, None), ("11.24", "2026-11-24")])
def test_a_spreadsheet_drops_the_nought_of_a_number(raw, value):
    reading = read_cell(CALLED, raw, days=days("2026-12-02"))
    assert reading.value == (D(value) if value else None)
    assert value or reading.meant == ("2026-11-02", "2026-11-20")


def sheet(*rows):
    header = ["计划编号", "回访日期", "开始时间", "结束时间"]
    table = CALLS.without(key for key, column in CALLS.by_key.items() if column.header not in header)
    return read_table(table, [header, *rows], "表.xlsx", {}, days=days("2026-12-02"))


@pytest.mark.parametrize(
    ("start", "end", "value"),
    [(905, 6, "09:11"), (905, "6分钟", "09:11"), (905, "6分", "09:11"), (905, 911, "09:11"), (905, "0911", "09:11"),
     (T("09:05"), 6, "09:11"), ("9点05", 6.0, "09:11"), (905, T("09:11"), "09:11"), (2358, 6, "00:04")],
)  # fmt: skip
def test_a_call_ends_so_many_minutes_after_it_began(start, end, value):
    (row,) = sheet(["H1", 24, start, end]).rows
    assert (row["called_on"], row["ended_at"], row.broken) == (D("2026-11-24"), T(value), frozenset())


def test_a_column_that_asks_for_short_forms_shows_what_is_understood():
    assert not sheet(["H1", 24, 905, 6], ["H2", 25, 930, 4]).findings


def test_elsewhere_what_was_understood_is_said_once():
    table = CALLS.without(key for key in CALLS.by_key if key not in ("plan_no", "next_contact_on"))
    rows = [["计划编号", "下次联系日期"], ["H1", 31], ["H2", 31]]
    (finding,) = read_table(table, rows, "表.xlsx", {}, days=days("2026-11-22")).findings
    assert (finding.code, finding.place.cell, finding.is_error) == ("C219", "B2", False)
    assert "有 2 处" in finding.message and "“31”读作 2026-12-31" in finding.message


@pytest.mark.parametrize("start", ["", "上班时", 11])
def test_minutes_after_nothing_are_no_time(start):
    read = sheet(["H1", 24, start, 6])
    assert read.rows[0]["ended_at"] is None and "ended_at" in read.rows[0].broken
    assert [f.place.cell for f in read.findings if f.code == "C203"] == [*(["C2"] if start else []), "D2"]


def test_a_cell_that_could_be_several_times_says_which():
    read = sheet(["H1", 24, 11, 1130])
    assert "它可以是 11:00，也可以是 0:11；" in next(f.hint for f in read.findings if f.code == "C203")
