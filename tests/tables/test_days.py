"""Days as people write them: without a year, with two digits of it, with a time behind."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huifang.tables.cells import read_cell
from huifang.tables.days import AS_WRITTEN, Days, written_day
from huifang.tables.declared.calls import CALLS
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.declared.registers import BOOKS
from huifang.tables.model import Column, Kind
from huifang.tables.reading import read_table

D, M = date.fromisoformat, datetime.fromisoformat
TODAY = Days(read_on=D("2026-11-13"))
BATCH = Days(batch=(D("2026-11-21"), D("2026-11-30")))
NEW_YEAR = Days(batch=(D("2027-01-01"), D("2027-01-10")))
PAST, DUE = Column("登记日期", "day", Kind.DATE), Column("期限", "due", Kind.DATE, ahead=True)
MOMENT = Column("报修时间", "at", Kind.DATETIME)


@pytest.mark.parametrize(
    ("column", "text", "days", "value"),
    [
        # a register: what happened was on the last such day
        (PAST, "5月3日", TODAY, D("2026-05-03")),
        (PAST, "4.20", TODAY, D("2026-04-20")),
        (PAST, "11-13", TODAY, D("2026-11-13")),
        (PAST, "11月14日", TODAY, D("2025-11-14")),
        (PAST, "12/31", TODAY, D("2025-12-31")),
        (PAST, "5月3号 星期日", TODAY, D("2026-05-03")),
        (PAST, "2月29日", TODAY, D("2024-02-29")),
        (PAST, "2月29日", Days(read_on=D("2103-06-01")), D("2096-02-29")),
        (PAST, "\uff15月\uff13日", TODAY, D("2026-05-03")),
        # what is due may lie ahead: the nearest
        (DUE, "12月31日", TODAY, D("2026-12-31")),
        (DUE, "11月1日", TODAY, D("2026-11-01")),
        (DUE, "3月5日", TODAY, D("2027-03-05")),
        # a sheet: within its batch, else nearest to it
        (PAST, "11月23日", BATCH, D("2026-11-23")),
        (PAST, "12-2", BATCH, D("2026-12-02")),
        (PAST, "12月28日", NEW_YEAR, D("2026-12-28")),
        (PAST, "1.5", NEW_YEAR, D("2027-01-05")),
        # what is agreed on a sheet lies ahead
        (DUE, "1月5日", BATCH, D("2027-01-05")),
        (DUE, "6月20日", BATCH, D("2027-06-20")),
        (DUE, "11月30日", BATCH, D("2026-11-30")),
        # with a time behind
        (MOMENT, "11月10日 9:05", TODAY, M("2026-11-10 09:05")),
        (MOMENT, "11/10 9:05", TODAY, M("2026-11-10 09:05")),
        (MOMENT, "11月10日9:05", TODAY, M("2026-11-10 09:05")),
        (MOMENT, "11月10日 下午2点半", TODAY, M("2026-11-10 14:30")),
        (MOMENT, "11.10", TODAY, M("2026-11-10 00:00")),
        (MOMENT, "12月1日 9:05", TODAY, M("2025-12-01 09:05")),
    ],
)
def test_a_day_without_a_year(column, text, days, value):
    reading = read_cell(column, text, days=days)
    assert (reading.value, reading.code) == (value, "C215")
    assert read_cell(column, text).code == "C202"  # nobody says when


@pytest.mark.parametrize(
    ("column", "text", "days", "value"),
    [
        (PAST, "26.11.12", TODAY, D("2026-11-12")),
        (PAST, "22-04-02", TODAY, D("2022-04-02")),
        (PAST, "26年5月3日", TODAY, D("2026-05-03")),
        (PAST, "09年5月3日", TODAY, D("2009-05-03")),
        (DUE, "27/3/5", TODAY, D("2027-03-05")),
        (PAST, "26/11/23", BATCH, D("2026-11-23")),
        (PAST, "26.12.28", NEW_YEAR, D("2026-12-28")),
        (PAST, "2026。11。12", TODAY, D("2026-11-12")),
        (PAST, "2026—11—12", TODAY, D("2026-11-12")),
        (PAST, "2026.11.12.", TODAY, D("2026-11-12")),
        (PAST, "2026-11-12 上午9:05", TODAY, D("2026-11-12")),
        (PAST, "2026年11月12日 9时05分", TODAY, D("2026-11-12")),
        (MOMENT, "26/11/10 9:05", TODAY, M("2026-11-10 09:05")),
    ],
)
def test_a_year_of_two_digits_and_other_signs(column, text, days, value):
    assert read_cell(column, text, days=days).value == value


@pytest.mark.parametrize(
    "text",
    [
        "11/12/2026", "11/12/26", "05-03-26", "12.31.26",  # which is the month?
        "85-3-2", "99.5.3", "28.5.3",  # not a year of which this may be told
        "2月30日", "13月1日", "0-5", "11月", "11月10日半", "11月10日 25:00", "3-4月", "8.5折", "11月109:05", "4.2.0",
    ],
)  # fmt: skip
def test_what_is_not_certain_is_no_day(text):
    for days in (TODAY, BATCH, AS_WRITTEN):
        assert read_cell(PAST, text, days=days).code == "C202"
        assert read_cell(MOMENT, text, days=days).code == "C202"


@pytest.mark.parametrize("number", [4.2, 11.12, 5.3, 26.1112, 1105])
def test_a_number_is_no_day_without_a_year(number):
    """What was typed as 4.20 is 4.2 now."""
    assert read_cell(PAST, number, days=TODAY).code == "C202"
    assert read_cell(MOMENT, number, days=TODAY).code == "C202"


@pytest.mark.parametrize("text", ["11/12/2026", "下个月3日", "13月1日"])
def test_a_refusal_quotes_what_stands_in_the_cell(text):
    read = read_table(CUSTOMERS, [["首次登记日期"], [text]], "名单.xlsx", {}, days=TODAY)
    assert f"“{text}”" in next(f.message for f in read.findings if f.code == "C202")


def test_which_days_may_lie_ahead():
    """Whatever else a register or sheet says of a day has happened."""
    tables = [table for tables in BOOKS.values() for table in tables] + [CALLS]
    ahead = {(table.name, column.header) for table in tables for column in table.columns if column.ahead}
    assert ahead == {
        ("人员", "离职日期"), ("代班", "起"), ("代班", "止"), ("例外", "起"), ("例外", "止"), ("客户", "到期日"),
        ("客户", "保养到期日"), ("客户", "保险到期日"), ("反馈", "回复期限"), ("措施", "期限"),
        ("回访记录", "下次联系日期"), ("任务", "应完成"), ("日历", "至"),
        ("服务单", "下次保养日期"), ("服务单", "车辆保险到期日"),
    }  # fmt: skip
    assert all(c.kind in (Kind.DATE, Kind.DATETIME) for table in tables for c in table.columns if c.ahead)


@given(st.dates(D("2020-01-01"), D("2035-12-31")), st.dates(D("2020-01-01"), D("2035-12-31")))
def test_what_a_register_states_as_past_is_never_in_the_future(one, read_on):
    found = written_day(f"{one.month}月{one.day}日", Days(read_on=read_on), ahead=False)
    assert found and found.day <= read_on and (found.day.month, found.day.day) == (one.month, one.day)
    later = [found.day + timedelta(days=n) for n in range(1, (read_on - found.day).days + 1)]
    assert (one.month, one.day) not in {(day.month, day.day) for day in later}


@given(st.dates(D("2020-01-01"), D("2035-12-01")), st.integers(0, 9))
def test_a_day_of_the_batch_is_that_day(first, offset):
    day = first + timedelta(days=offset)
    batch = Days(batch=(first, first + timedelta(days=9)))
    for ahead in (False, True):
        found = written_day(f"{day.month}-{day.day}", batch, ahead)
        assert found and found.day == day
    found = written_day(f"{day:%y}年{day.month}月{day.day}日", batch, ahead=False)
    assert found and found.day == day


def test_numbers_of_days_of_the_other_calendar():
    days = Days(from_1904=True)
    assert read_cell(PAST, 46349 - 1462, days=days).value == D("2026-11-23")
    assert read_cell(MOMENT, 46349.5 - 1462, days=days).value == M("2026-11-23 12:00")
    assert read_cell(PAST, D("2026-11-23"), days=days).value == D("2026-11-23")
