"""Days, weeks, ten-day periods, months, quarters, half years and years (decision 1)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huifang.core.periods import (
    SPANS,
    Period,
    UnknownPeriod,
    add_months,
    month_day,
    month_period,
    parse_period,
    period_of,
    previous_period,
    quarter_period,
    ten_day_period,
    week_period,
)
from huifang.policy.item_values import WrongValue
from huifang.policy.items import BY_NAME

D = date.fromisoformat
USUAL = (10, 20, 30)

OF_DAY = [
    # batch, report days, day, name, from, until
    ("旬", USUAL, "2026-11-01", "2026-11上旬", "2026-10-31", "2026-11-10"),
    ("旬", USUAL, "2026-11-10", "2026-11上旬", "2026-10-31", "2026-11-10"),
    ("旬", USUAL, "2026-11-11", "2026-11中旬", "2026-11-11", "2026-11-20"),
    ("旬", USUAL, "2026-11-20", "2026-11中旬", "2026-11-11", "2026-11-20"),
    ("旬", USUAL, "2026-11-21", "2026-11下旬", "2026-11-21", "2026-11-30"),
    ("旬", USUAL, "2026-11-30", "2026-11下旬", "2026-11-21", "2026-11-30"),
    ("旬", USUAL, "2026-12-01", "2026-12上旬", "2026-12-01", "2026-12-10"),
    ("旬", USUAL, "2026-10-31", "2026-11上旬", "2026-10-31", "2026-11-10"),  # the 31st: next 10th
    ("旬", USUAL, "2026-12-31", "2027-01上旬", "2026-12-31", "2027-01-10"),  # and over the new year
    ("旬", USUAL, "2027-01-01", "2027-01上旬", "2026-12-31", "2027-01-10"),
    ("旬", USUAL, "2026-02-28", "2026-02下旬", "2026-02-21", "2026-02-28"),
    ("旬", USUAL, "2026-03-01", "2026-03上旬", "2026-03-01", "2026-03-10"),
    ("旬", USUAL, "2028-02-29", "2028-02下旬", "2028-02-21", "2028-02-29"),
    ("旬", USUAL, "2100-02-28", "2100-02下旬", "2100-02-21", "2100-02-28"),  # no leap year
    ("旬", (5, 15, 25), "2026-11-05", "2026-11上旬", "2026-10-26", "2026-11-05"),
    ("旬", (5, 15, 25), "2026-11-25", "2026-11下旬", "2026-11-16", "2026-11-25"),
    ("旬", (5, 15, 25), "2026-11-26", "2026-12上旬", "2026-11-26", "2026-12-05"),
    ("旬", (5, 15, 25), "2026-12-26", "2027-01上旬", "2026-12-26", "2027-01-05"),
    ("旬", (10, 20, 31), "2026-10-31", "2026-10下旬", "2026-10-21", "2026-10-31"),
    ("旬", (10, 20, 31), "2026-11-30", "2026-11下旬", "2026-11-21", "2026-11-30"),
    ("旬", (10, 20, 31), "2026-12-01", "2026-12上旬", "2026-12-01", "2026-12-10"),
    ("旬", (10, 20, 31), "2026-02-28", "2026-02下旬", "2026-02-21", "2026-02-28"),
    ("周", USUAL, "2026-11-21", "2026W47", "2026-11-16", "2026-11-22"),
    ("周", USUAL, "2027-01-01", "2026W53", "2026-12-28", "2027-01-03"),  # the ISO year, not the calendar year
    ("周", USUAL, "2024-12-30", "2025W01", "2024-12-30", "2025-01-05"),
    ("月", USUAL, "2026-02-10", "2026-02", "2026-02-01", "2026-02-28"),
    ("月", USUAL, "2028-02-29", "2028-02", "2028-02-01", "2028-02-29"),
    ("月", USUAL, "2026-12-31", "2026-12", "2026-12-01", "2026-12-31"),
    ("日", USUAL, "2026-11-21", "2026-11-21", "2026-11-21", "2026-11-21"),
    ("季", USUAL, "2026-03-31", "2026Q1", "2026-01-01", "2026-03-31"),
    ("季", USUAL, "2026-04-01", "2026Q2", "2026-04-01", "2026-06-30"),
    ("季", USUAL, "2026-12-31", "2026Q4", "2026-10-01", "2026-12-31"),
    ("半年", USUAL, "2026-06-30", "2026上半年", "2026-01-01", "2026-06-30"),
    ("半年", USUAL, "2026-07-01", "2026下半年", "2026-07-01", "2026-12-31"),
    ("年", USUAL, "2026-01-01", "2026", "2026-01-01", "2026-12-31"),
    ("年", USUAL, "2028-12-31", "2028", "2028-01-01", "2028-12-31"),
]


@pytest.mark.parametrize(("batch", "report_days", "day", "name", "from_on", "until_on"), OF_DAY)
def test_period_of_a_day(batch, report_days, day, name, from_on, until_on):
    period = period_of(D(day), batch, report_days)
    assert period == Period(D(from_on), D(until_on), name)
    assert parse_period(name, report_days) == period


@pytest.mark.parametrize(
    ("name", "from_on", "until_on"),
    [
        ("2026Q1", "2026-01-01", "2026-03-31"),
        ("2026Q2", "2026-04-01", "2026-06-30"),
        ("2026Q3", "2026-07-01", "2026-09-30"),
        ("2026Q4", "2026-10-01", "2026-12-31"),
        (" 2026-11上旬 ", "2026-10-31", "2026-11-10"),
        ("2027-01上旬", "2026-12-31", "2027-01-10"),
        ("2026W53", "2026-12-28", "2027-01-03"),
    ],
)
def test_parse(name, from_on, until_on):
    assert parse_period(name) == Period(D(from_on), D(until_on), name.strip())


@pytest.mark.parametrize(
    "name",
    ["", "旬", "26", "2026-13", "2026-00", "2026-13上旬", "2026-1", "2026-11初旬", "2026-11上", "2026Q0", "2026Q5",
     "2026W54", "2026W00", "2025W53", "26-11", "2026-11-31", "2026-11-1", "2026中半年", "2026-上半年",
     "0000", "2026-11上旬上旬", "0000-01", "0001-01上旬", "2026q4",
     "2026-11上旬 x", "本旬"],
)  # fmt: skip
def test_unknown_names(name):
    with pytest.raises(UnknownPeriod):
        parse_period(name)


def test_ends_are_inclusive_and_days_are_all_of_them():
    period = ten_day_period(2026, 11, 2)
    days = list(period.days())
    assert days[0] == D("2026-11-21") and days[-1] == D("2026-11-30") and len(days) == 10
    assert D("2026-11-21") in period and D("2026-11-30") in period
    assert D("2026-11-20") not in period and D("2026-12-01") not in period


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-10", -1, "2025-12-10"),
        ("2026-05-31", 0, "2026-05-31"),
    ],
)
def test_month_arithmetic_clamps(day, months, expected):
    assert add_months(D(day), months) == D(expected)


def test_month_day_clamps():
    assert [month_day(2026, m, 31).day for m in (1, 2, 4)] == [31, 28, 30]


report_days = st.tuples(st.integers(1, 14), st.integers(15, 27), st.integers(28, 31))
days = st.dates(date(1990, 1, 1), date(2110, 12, 31))


@given(days, st.sampled_from(SPANS), report_days)
def test_periods_tile_the_calendar(day, batch, ends):
    period = period_of(day, batch, ends)
    assert day in period and period.from_on <= period.until_on
    assert period_of(period.from_on, batch, ends) == period == period_of(period.until_on, batch, ends)
    before, after = previous_period(period, batch, ends), period_of(period.until_on + timedelta(1), batch, ends)
    assert before.until_on + timedelta(1) == period.from_on and after.from_on == period.until_on + timedelta(1)
    assert len({before.name, period.name, after.name}) == 3
    assert previous_period(after, batch, ends) == period


@given(days, st.sampled_from(SPANS), report_days)
def test_a_name_means_one_period(day, batch, ends):
    period = period_of(day, batch, ends)
    assert parse_period(period.name, ends) == period


@given(st.integers(1990, 2110), report_days)
def test_a_year_is_covered_once(year, ends):
    def days_of(periods):
        return [day for period in periods for day in period.days() if day.year == year]

    whole = [date(year, 1, 1) + timedelta(n) for n in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]
    tens = [ten_day_period(year, m, i, ends) for m in range(1, 13) for i in range(3)]
    assert days_of([*tens, ten_day_period(year + 1, 1, 0, ends)]) == whole
    assert days_of(month_period(year, m) for m in range(1, 13)) == whole
    assert days_of(quarter_period(year, q) for q in range(1, 5)) == whole
    weeks = sorted({week_period(day) for day in whole})
    assert days_of(weeks) == whole
    assert all(parse_period(p.name, ends) == p for p in (*tens, *weeks, *(quarter_period(year, q) for q in (1, 4))))


@pytest.mark.parametrize("last", [29, 30, 31])
def test_no_period_is_empty_in_a_short_february(last):
    try:
        ends = BY_NAME["报告日"].read(f"10,28,{last}")
    except WrongValue:
        return  # such report days may as well be refused
    period = parse_period("2026-02下旬", ends)
    assert period.from_on <= period.until_on
