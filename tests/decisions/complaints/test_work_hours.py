"""Working time (decision 6): tables worked out by hand over week-ends, holidays and make-up days, and properties."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huifang.core.worktime import Span, WorkCalendar, WorkHours, parse_spans
from huifang.decisions.complaints.deadlines import deadline, levels_passed
from huifang.edges.known.public_holidays import public_days
from huifang.policy.complaints import ComplaintClock

D = date.fromisoformat
FIVE_DAYS = frozenset(range(5))
SPANS = parse_spans("09:00-12:00,13:30-18:00")  # 450 minutes a day


def office(days_off=(), days_on=(), spans=SPANS):
    """The office of the default 制度; its own 日历 wins over the public one."""
    public = public_days(range(2025, 2028))
    off = {**public.days_off, **dict.fromkeys(map(D, days_off), "单位休息")}
    on = (public.days_on | set(map(D, days_on))) - set(map(D, days_off))
    return WorkHours(WorkCalendar(FIVE_DAYS, {d: n for d, n in off.items() if d not in on}, on), spans)


def at(text):
    return datetime.strptime(text, "%Y-%m-%d %H:%M")


AFTER = [
    # from, working minutes, until
    ("2026-11-19 09:00", 60, "2026-11-19 10:00"),  # a Thursday
    ("2026-11-19 11:30", 30, "2026-11-19 12:00"),  # what ends at a span's end belongs to that span
    ("2026-11-19 11:30", 31, "2026-11-19 13:31"),
    ("2026-11-19 12:00", 30, "2026-11-19 14:00"),
    ("2026-11-19 12:00", 0, "2026-11-19 12:00"),
    ("2026-11-19 12:30", 0, "2026-11-19 13:30"),
    ("2026-11-19 12:30", 60, "2026-11-19 14:30"),  # outside hours it starts with the next span
    ("2026-11-19 08:00", 10, "2026-11-19 09:10"),
    ("2026-11-19 09:00", 450, "2026-11-19 18:00"),
    ("2026-11-19 18:00", 1, "2026-11-20 09:01"),
    ("2026-11-19 18:30", 480, "2026-11-23 09:30"),  # all of Friday, then half an hour of Monday
    ("2026-11-20 17:30", 60, "2026-11-23 09:30"),
    ("2026-11-21 10:00", 60, "2026-11-23 10:00"),  # a Saturday
    # National Day: 1 to 7 October off, 20 September and 10 October made up
    ("2026-09-30 17:00", 120, "2026-10-08 10:00"),
    ("2026-10-03 10:00", 30, "2026-10-08 09:30"),
    ("2026-10-09 17:30", 60, "2026-10-10 09:30"),
    ("2026-10-10 17:30", 60, "2026-10-12 09:30"),
    ("2026-09-19 10:00", 60, "2026-09-20 10:00"),
    ("2026-09-28 09:00", 2400, "2026-10-10 11:30"),  # 3 x 450 in September, 2 x 450, and 150 of the made-up Saturday
    # Spring Festival: 15 to 23 February off, 14 and 28 February made up
    ("2026-02-13 17:30", 60, "2026-02-14 09:30"),
    ("2026-02-14 17:30", 60, "2026-02-24 09:30"),
    ("2026-02-18 10:00", 90, "2026-02-24 10:30"),
    ("2026-02-27 17:00", 90, "2026-02-28 09:30"),
    # the year changes: 1 to 3 January 2026 off, Sunday the 4th made up; 2027 begins with a free Friday
    ("2025-12-31 17:30", 60, "2026-01-04 09:30"),
    ("2026-12-31 17:30", 60, "2027-01-04 09:30"),
]


@pytest.mark.parametrize(("start", "minutes", "until"), AFTER)
def test_working_minutes(start, minutes, until):
    counted = office().after(at(start), minutes)
    assert counted.until == at(until)
    assert sum(stretch.minutes for stretch in counted.stretches) == minutes


NIGHT = parse_spans("22:00-06:00")
AROUND_THE_CLOCK = parse_spans("00:00-24:00")
TWO_SHIFTS = parse_spans("09:00-17:00,22:00-06:00")


@pytest.mark.parametrize(
    ("spans", "start", "minutes", "until"),
    [
        (AROUND_THE_CLOCK, "2026-11-24 23:30", 120, "2026-11-25 01:30"),
        (AROUND_THE_CLOCK, "2026-11-24 23:30", 30, "2026-11-25 00:00"),  # 24:00 of the day before
        (AROUND_THE_CLOCK, "2026-11-20 23:00", 120, "2026-11-23 01:00"),  # a Friday
        (NIGHT, "2026-11-24 23:00", 60, "2026-11-25 00:00"),
        (NIGHT, "2026-11-24 23:00", 480, "2026-11-25 23:00"),
        (NIGHT, "2026-11-25 05:30", 60, "2026-11-25 22:30"),
        (NIGHT, "2026-11-25 12:00", 60, "2026-11-25 23:00"),
        (NIGHT, "2026-11-20 23:00", 420, "2026-11-21 06:00"),  # Friday's night ends on Saturday
        (NIGHT, "2026-11-21 02:00", 300, "2026-11-23 23:00"),
        (NIGHT, "2026-11-21 12:00", 60, "2026-11-23 23:00"),
        (NIGHT, "2026-11-23 02:00", 60, "2026-11-23 23:00"),  # Sunday's night is not worked
        (TWO_SHIFTS, "2026-11-24 16:30", 60, "2026-11-24 22:30"),
        (TWO_SHIFTS, "2026-11-25 05:30", 60, "2026-11-25 09:30"),
    ],
)
def test_working_minutes_of_the_night(spans, start, minutes, until):
    counted = office(spans=spans).after(at(start), minutes)
    assert counted.until == at(until)
    assert sum(stretch.minutes for stretch in counted.stretches) == minutes


@pytest.mark.parametrize(
    ("spans", "start", "days", "until"),
    [
        (AROUND_THE_CLOCK, "2026-11-24 23:30", 0, "2026-11-25 00:00"),
        (AROUND_THE_CLOCK, "2026-11-24 00:00", 0, "2026-11-25 00:00"),
        (AROUND_THE_CLOCK, "2026-11-20 10:00", 1, "2026-11-24 00:00"),
        (NIGHT, "2026-11-24 23:00", 0, "2026-11-25 06:00"),
        (NIGHT, "2026-11-25 02:00", 0, "2026-11-25 06:00"),  # the night belongs to the day it began on
        (NIGHT, "2026-11-25 02:00", 1, "2026-11-26 06:00"),
        (NIGHT, "2026-11-21 02:00", 0, "2026-11-21 06:00"),
        (NIGHT, "2026-11-21 07:00", 0, "2026-11-24 06:00"),
        (TWO_SHIFTS, "2026-11-24 10:00", 1, "2026-11-26 06:00"),
    ],
)
def test_working_days_of_the_night(spans, start, days, until):
    assert office(spans=spans).closing(at(start), days).until == at(until)


def test_a_night_that_was_worked_is_no_day_off():
    counted = office(spans=NIGHT).after(at("2026-11-20 23:00"), 480)  # Friday's night, and an hour of Monday's
    assert counted.until == at("2026-11-23 23:00") and counted.days_off == (D("2026-11-21"), D("2026-11-22"))
    assert office(spans=NIGHT).after(at("2026-11-21 02:00"), 300).days_off == (D("2026-11-22"),)
    assert office(spans=AROUND_THE_CLOCK).after(at("2026-11-20 12:00"), 720).days_off == ()


@pytest.mark.parametrize(
    ("start", "minutes", "until", "off", "on"),
    [
        ("2026-11-20 17:30", 60, "2026-11-21 09:30", [], ["2026-11-21"]),
        ("2026-11-21 17:30", 60, "2026-11-24 09:30", ["2026-11-23"], ["2026-11-21"]),
        ("2026-10-01 09:00", 60, "2026-10-02 10:00", [], ["2026-10-02"]),  # it works on a public holiday
        ("2026-10-09 17:30", 60, "2026-10-12 09:30", ["2026-10-10"], []),  # and not on the make-up day
    ],
)
def test_the_office_s_own_calendar_wins(start, minutes, until, off, on):
    assert office(off, on).after(at(start), minutes).until == at(until)


def test_what_was_met_on_the_way():
    counted = office().after(at("2026-09-30 17:00"), 60 + 2 * 450)
    assert counted.until == at("2026-10-09 18:00")
    assert counted.days_off == tuple(date(2026, 10, day) for day in range(1, 8))
    assert counted.made_up == ()
    assert office().after(at("2026-09-30 17:00"), 60 + 2 * 450 + 1).made_up == (D("2026-10-10"),)
    assert [f"{stretch.start:%m-%d %H:%M}-{stretch.end:%H:%M}" for stretch in counted.stretches] == [
        "09-30 17:00-18:00", "10-08 09:00-12:00", "10-08 13:30-18:00", "10-09 09:00-12:00", "10-09 13:30-18:00",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("start", "days", "until"),
    [
        ("2026-11-19 10:00", 0, "2026-11-19 18:00"),
        ("2026-11-19 18:00", 0, "2026-11-19 18:00"),
        ("2026-11-19 18:01", 0, "2026-11-20 18:00"),
        ("2026-11-21 10:00", 0, "2026-11-23 18:00"),
        ("2026-11-19 10:00", 1, "2026-11-20 18:00"),
        ("2026-11-19 20:00", 1, "2026-11-20 18:00"),
        ("2026-11-20 10:00", 1, "2026-11-23 18:00"),
        ("2026-11-21 10:00", 1, "2026-11-23 18:00"),
        ("2026-09-30 10:00", 1, "2026-10-08 18:00"),
        ("2026-09-30 10:00", 3, "2026-10-10 18:00"),
        ("2026-09-30 10:00", 4, "2026-10-12 18:00"),
        ("2026-02-13 10:00", 1, "2026-02-14 18:00"),
        ("2026-02-13 10:00", 2, "2026-02-24 18:00"),
        ("2025-12-31 10:00", 1, "2026-01-04 18:00"),
        ("2025-12-31 10:00", 2, "2026-01-05 18:00"),
    ],
)
def test_working_days(start, days, until):
    assert office().closing(at(start), days).until == at(until)


def test_an_office_that_never_works_still_gets_an_answer():
    never = WorkHours(WorkCalendar(frozenset()), SPANS)
    assert never.after(at("2026-11-19 10:00"), 60).until == at("2026-11-20 10:00")
    assert never.closing(at("2026-11-19 10:00"), 1).until == at("2026-11-20 18:00")


# --- the units of 投诉时限


def clock(amount, unit):
    return ComplaintClock(stage="阶段", starts_with="received_at", amount=amount, unit=unit, done_with="started_at")


@pytest.mark.parametrize(
    ("start", "amount", "unit", "due"),
    [
        ("2026-11-21 09:05", 10, "分钟", "2026-11-21 09:15"),
        ("2026-11-21 23:55", 10, "分钟", "2026-11-22 00:05"),
        ("2026-11-21 09:05", 24, "小时", "2026-11-22 09:05"),
        ("2026-12-31 20:00", 24, "小时", "2027-01-01 20:00"),
        ("2026-11-21 09:05", 0, "天", "2026-11-21 23:59"),
        ("2026-11-21 00:00", 0, "天", "2026-11-21 23:59"),
        ("2026-11-21 09:05", 3, "天", "2026-11-24 23:59"),
        ("2026-02-27 09:05", 2, "天", "2026-03-01 23:59"),
        ("2026-09-30 17:50", 20, "工作分钟", "2026-10-08 09:10"),
        ("2026-09-30 17:00", 2, "工作小时", "2026-10-08 10:00"),
        ("2026-09-30 17:00", 1, "工作日", "2026-10-08 18:00"),
        ("2026-10-01 17:00", 0, "工作日", "2026-10-08 18:00"),
    ],
)
def test_every_unit(start, amount, unit, due):
    found = deadline(clock(amount, unit), at(start), office())
    assert found.due == at(due)
    assert due in found.steps[-1]


def test_the_derivation_names_spans_holidays_and_make_up_days():
    steps = deadline(clock(17, "工作小时"), at("2026-09-30 17:00"), office()).steps
    assert steps == (
        "2026-09-30(周三) 17:00-18:00 计 60 分钟",
        "2026-10-08(周四) 09:00-12:00 计 180 分钟",
        "2026-10-08(周四) 13:30-18:00 计 270 分钟",
        "2026-10-09(周五) 09:00-12:00 计 180 分钟",
        "2026-10-09(周五) 13:30-18:00 计 270 分钟",
        "2026-10-10(周六) 09:00-10:00 计 60 分钟",
        "2026-10-01 至 2026-10-07 不上班(国庆节、周日、休息日)，不计",
        "2026-10-10(周六) 调休上班，计入",
        "满 17 工作小时，到 2026-10-10 10:00",
    )


def test_a_long_derivation_adds_up_what_lies_between():
    steps = deadline(clock(30, "工作小时"), at("2026-11-16 09:00"), office()).steps
    assert steps[:3] == (
        "2026-11-16(周一) 09:00-12:00 计 180 分钟",
        "2026-11-16(周一) 13:30-18:00 计 270 分钟",
        "2026-11-17(周二) 09:00-12:00 计 180 分钟",
    )
    assert steps[3] == "2026-11-17(周二) 至 2026-11-19(周四)，共计 900 分钟"  # 270 + 450 + 180
    assert steps[-1] == "满 30 工作小时，到 2026-11-19 18:00"


def test_many_weekends_are_added_up():  # eight of them
    steps = deadline(clock(40, "工作日"), at("2026-11-02 09:00"), office()).steps
    assert steps == ("其间有 16 天不上班，不计", "40 工作日算到之后第 40 个工作日，即 2026-12-28 18:00")


@pytest.mark.parametrize(
    ("amount", "unit", "now", "passed"),
    [
        (10, "分钟", "2026-11-02 09:10", 0),
        (10, "分钟", "2026-11-02 09:11", 1),
        (10, "分钟", "2026-11-02 09:20", 1),
        (10, "分钟", "2026-11-02 09:21", 2),
        (10, "分钟", "2026-11-05 09:00", 3),  # no more than there are
        (0, "天", "2026-11-02 23:59", 0),
        (0, "天", "2026-11-03 00:00", 1),
        (0, "天", "2026-11-04 00:00", 2),
        (1, "天", "2026-11-04 00:00", 1),
        (1, "天", "2026-11-05 00:00", 2),
        (1, "工作日", "2026-11-06 18:01", 3),
        (2, "工作日", "2026-11-06 18:01", 2),
        (8, "工作小时", "2026-11-03 09:31", 1),
        (8, "工作小时", "2026-11-04 09:59", 1),
        (8, "工作小时", "2026-11-04 10:01", 2),
    ],
)
def test_one_more_level_each_time_as_much_again_is_over(amount, unit, now, passed):
    """From Monday 2 November 2026, 09:00, with three levels."""
    assert levels_passed(clock(amount, unit), at("2026-11-02 09:00"), office(), at(now), 3) == passed


# --- properties

minutes_of_day = st.lists(st.integers(0, 1439), min_size=2, max_size=6, unique=True).map(sorted)


@st.composite
def work_hours(draw):
    """Spans from early to late, which may touch, end at 24:00 or go on over midnight; week-days, days off and days on
    around November 2026.
    """
    ends = draw(minutes_of_day)
    kind = draw(st.sampled_from(("day", "to 24:00", "night", "all day")))
    if kind == "night" and len(ends) % 2 == 0:
        ends = [*ends[1:], ends[0]]  # the last one begins late and ends early
    pairs = list(zip(ends[::2], ends[1::2], strict=False))
    if len(pairs) > 1 and draw(st.booleans()):
        pairs[1] = (pairs[0][1], pairs[1][1])
    if kind == "to 24:00":
        pairs[-1] = (pairs[-1][0], 0)
    elif kind == "all day":
        pairs = [(0, 0)]
    spans = tuple(Span(time(*divmod(a, 60)), time(*divmod(b, 60))) for a, b in pairs)
    weekdays = draw(st.sets(st.integers(0, 6), min_size=1))
    days = st.dates(date(2026, 11, 1), date(2026, 11, 30))
    on = draw(st.frozensets(days, max_size=4))
    off = dict.fromkeys(draw(st.frozensets(days, max_size=8)) - on, "休")
    return WorkHours(WorkCalendar(frozenset(weekdays), off, on), spans)


moments = st.datetimes(datetime(2026, 11, 1), datetime(2026, 11, 30)).map(lambda m: m.replace(second=0, microsecond=0))
amounts = st.integers(0, 3000)


def in_a_span(hours, moment):
    """Whether it is worked then, by a span that begins on that day or on the day before; both ends are inclusive."""
    days = (day for day in (moment.date(), moment.date() - timedelta(days=1)) if hours.calendar.is_workday(day))
    return any(begin <= moment <= end for day in days for begin, end in (span.on(day) for span in hours.spans))


@pytest.mark.slow
@given(work_hours(), moments, amounts, amounts)
def test_first_some_and_then_more_is_both_at_once(hours, start, some, more):
    assert hours.after(hours.after(start, some).until, more).until == hours.after(start, some + more).until


@pytest.mark.slow
@given(work_hours(), moments, amounts)
def test_never_outside_a_span(hours, start, minutes):
    counted = hours.after(start, minutes)
    assert counted.until >= start and in_a_span(hours, counted.until)
    for stretch in counted.stretches:
        assert stretch.minutes > 0
        assert in_a_span(hours, stretch.start) and in_a_span(hours, stretch.end)
    assert sum(stretch.minutes for stretch in counted.stretches) == minutes
    assert not {*counted.days_off} & {stretch.start.date() for stretch in counted.stretches}


@pytest.mark.slow
@given(work_hours(), moments, moments, amounts, amounts)
def test_later_and_longer_is_never_sooner(hours, one, other, some, more):
    first, last = sorted((one, other))
    assert hours.after(first, some).until <= hours.after(last, some).until
    assert hours.after(first, min(some, more)).until <= hours.after(first, max(some, more)).until


@pytest.mark.slow
@given(work_hours(), moments, moments, st.integers(0, 12), st.integers(0, 12))
def test_working_days_are_monotone_and_end_with_the_work(hours, one, other, some, more):
    first, last = sorted((one, other))
    until = hours.closing(first, some).until
    over_midnight = hours.spans[-1].until_minute >= 1440
    assert until.time() == hours.spans[-1].end
    assert hours.calendar.is_workday(until.date() - timedelta(days=over_midnight))
    assert until >= first and until <= hours.closing(last, some).until
    assert hours.closing(first, min(some, more)).until <= hours.closing(first, max(some, more)).until


@settings(max_examples=40, deadline=None)  # it walks over up to six weeks
@given(work_hours(), moments, st.integers(1, 400))
def test_counting_minute_by_minute_gives_the_same(hours, start, minutes):
    """A minute is worked if it begins inside a span, before its end."""
    moment, left = start, minutes
    while left:
        days = [day for day in (moment.date(), moment.date() - timedelta(days=1)) if hours.calendar.is_workday(day)]
        spans = [span.on(day) for day in days for span in hours.spans]
        left -= any(begin <= moment < end for begin, end in spans)
        moment += timedelta(minutes=1)
    assert hours.after(start, minutes).until == moment
