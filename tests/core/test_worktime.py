"""Spans of the day, weekdays and the working calendar (decision 6)."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huifang.core.worktime import (
    Span,
    WorkCalendar,
    are_within,
    call_minutes,
    goes_over_midnight,
    in_order,
    parse_spans,
    parse_weekdays,
)
from huifang.decisions.calls.triggers import NEEDED
from huifang.edges.known.presets import load_preset
from huifang.edges.known.public_holidays import public_days
from huifang.policy.build import merged_calendar_marks, read_policy

D = date.fromisoformat
T = time.fromisoformat
FIVE_DAYS = frozenset(range(5))
NOON = Span(T("12:00"), T("14:00"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("09:00-12:00", "09:00-12:00"),
        ("9:00-12:00", "09:00-12:00"),
        ("09:00-12:00,13:30-18:00", "09:00-12:00 13:30-18:00"),
        (" 09:00 - 12:00 , 13:30 - 18:00 ", "09:00-12:00 13:30-18:00"),
        ("09:00-12:00、13:30-18:00", "09:00-12:00 13:30-18:00"),
        ("09:00-12:00;13:30-18:00", "09:00-12:00 13:30-18:00"),
        ("09:00至12:00", "09:00-12:00"),
        ("09:00到12:00", "09:00-12:00"),
        ("09:00~12:00", "09:00-12:00"),
        ("09:00\u201412:00", "09:00-12:00"),
        ("00:00-23:59", "00:00-23:59"),
        ("13:30-18:00,09:00-12:00", "13:30-18:00 09:00-12:00"),  # the order given
        ("00:00-24:00", "00:00-24:00"),
        ("18:00-00:00", "18:00-24:00"),
        ("22:00-06:00", "22:00-06:00"),
        ("22:00-次日06:00", "22:00-06:00"),
    ],
)
def test_spans(text, expected):
    assert " ".join(map(str, parse_spans(text))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("09:00-12:00\uff0c13:30-18:00", "09:00-12:00 13:30-18:00"),  # full-width comma
        ("09:00-12:00\uff1b13:30-18:00", "09:00-12:00 13:30-18:00"),  # full-width semicolon
        ("09\uff1a00-12\uff1a00", "09:00-12:00"),  # full-width colon
        ("09:00\uff0d12:00", "09:00-12:00"),  # full-width hyphen
        ("09:00\uff5e12:00", "09:00-12:00"),  # full-width tilde
    ],
)
def test_spans_with_full_width_signs(text, expected):
    assert " ".join(map(str, parse_spans(text))) == expected


@pytest.mark.parametrize(
    "text",
    ["", " ", "全天", "09:00", "09:00-", "-12:00", "12:00-12:00", "24:00-25:00", "09:60-12:00", "09:00-24:01",
     "24:00-06:00", "0900-1200", "09:00-12:00,", "09:00-12:00 13:30-18:00", "09:00-12:00-13:00"],
)  # fmt: skip
def test_what_is_no_span(text):
    with pytest.raises(ValueError):
        parse_spans(text)


def test_span_ends_are_inclusive():
    assert all(T(t) in NOON for t in ("12:00", "13:00", "14:00"))
    assert not any(T(t) in NOON for t in ("11:59", "14:01"))


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("11:00", "12:00", False),
        ("14:00", "15:00", False),
        ("11:00", "12:01", True),
        ("13:59", "15:00", True),
        ("12:30", "12:40", True),
        ("11:00", "15:00", True),
        ("12:30", "12:30", False),
    ],
)
def test_overlap_is_more_than_a_touch(start, end, expected):
    assert NOON.overlaps(T(start), T(end)) is expected


NIGHT, EVENING, ALWAYS = parse_spans("22:00-07:00,18:00-24:00,00:00-24:00")


def test_spans_over_midnight():
    assert all(T(t) in NIGHT for t in ("22:00", "23:59", "00:00", "07:00"))
    assert not any(T(t) in NIGHT for t in ("21:59", "07:01", "12:00"))
    assert all(T(t) in EVENING for t in ("18:00", "23:59")) and not any(T(t) in EVENING for t in ("17:59", "00:01"))
    assert all(T(t) in ALWAYS for t in ("00:00", "12:00", "23:59"))


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("21:50", "22:00", False),
        ("21:50", "22:01", True),
        ("23:50", "00:10", True),
        ("06:59", "07:10", True),
        ("07:00", "07:10", False),
        ("21:00", "00:30", True),
        ("12:00", "12:10", False),
    ],
)
def test_a_night_is_overlapped_on_both_sides_of_midnight(start, end, expected):
    assert NIGHT.overlaps(T(start), T(end)) is expected


@pytest.mark.parametrize(
    ("spans", "start", "end", "expected"),
    [
        ("08:30-20:00", "08:30", "20:00", True),
        ("08:30-20:00", "19:59", "20:01", False),
        ("09:00-12:00,12:00-18:00", "11:55", "12:05", True),  # two that touch are one
        ("09:00-12:00,13:00-18:00", "11:55", "13:05", False),
        ("00:00-24:00", "23:50", "00:10", True),
        ("18:00-02:00", "23:50", "00:10", True),
        ("18:00-02:00", "01:55", "02:00", True),
        ("18:00-02:00", "01:55", "02:01", False),
        ("18:00-24:00,00:00-01:00", "23:50", "00:10", True),
        ("18:00-24:00", "23:50", "00:00", True),
        ("18:00-24:00", "23:50", "00:01", False),
    ],
)
def test_within_spans(spans, start, end, expected):
    assert are_within(parse_spans(spans), T(start), T(end)) is expected


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("10:00", "10:04", 4),
        ("10:00", "10:00", 0),
        ("23:50", "00:10", 20),
        ("18:00", "00:00", 360),  # as long as a call over midnight may be
        ("17:59", "00:00", None),
        ("10:00", "09:55", None),
        ("21:05", "09:10", None),  # noon and midnight were mixed up
    ],
)
def test_how_long_a_call_took(start, end, minutes):
    assert call_minutes(T(start), T(end)) == minutes
    assert goes_over_midnight(T(start), T(end)) is (minutes is not None and T(end) < T(start))


@pytest.mark.parametrize(
    ("text", "ordered"),
    [
        ("13:30-18:00,09:00-12:00", "09:00-12:00 13:30-18:00"),
        ("22:00-06:00,06:00-14:00,14:00-22:00", "06:00-14:00 14:00-22:00 22:00-06:00"),
        ("00:00-24:00", "00:00-24:00"),
        ("09:00-12:00,11:59-18:00", None),
        ("22:00-06:00,05:59-14:00", None),
        ("12:00-24:00,20:00-02:00", None),
    ],
)
def test_the_spans_of_a_day_do_not_overlap(text, ordered):
    assert in_order(parse_spans(text)) == (parse_spans(ordered.replace(" ", ",")) if ordered else None)


@given(st.lists(st.tuples(st.integers(0, 1439), st.integers(1, 1440)), min_size=1, max_size=4))
def test_spans_round_trip(parts):
    spans = []
    for start, length in parts:
        end = (start + length) % 1440
        if end != start or end == 0:
            spans.append(Span(time(start // 60, start % 60), time(end // 60, end % 60)))
    if spans:
        assert parse_spans(",".join(map(str, spans))) == tuple(spans)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("周一至周五", {0, 1, 2, 3, 4}),
        ("周一到周六", {0, 1, 2, 3, 4, 5}),
        ("周一-周五", {0, 1, 2, 3, 4}),
        ("周一~周五", {0, 1, 2, 3, 4}),
        ("周一,周三", {0, 2}),
        ("周一、周三", {0, 2}),
        ("周日", {6}),
        ("周天", {6}),
        ("星期一至星期五", {0, 1, 2, 3, 4}),
        ("星期天", {6}),
        ("周六至周一", {5, 6, 0}),
        ("周一至周三,周五", {0, 1, 2, 4}),
        (" 周一 至 周二 , 周日 ", {0, 1, 6}),
        ("周一至周日", set(range(7))),
        ("周一\uff0c周三", {0, 2}),
        ("周一\uff5e周五", {0, 1, 2, 3, 4}),
    ],
)
def test_weekdays(text, expected):
    assert parse_weekdays(text) == expected


@pytest.mark.parametrize("text", ["", "周八", "每天", "1-5", "周一至", "周一至周三至周五", "周一,", "一至五"])
def test_what_is_no_weekday(text):
    with pytest.raises(ValueError):
        parse_weekdays(text)


OFFICE = WorkCalendar(FIVE_DAYS, {D("2026-11-18"): "店庆"}, frozenset({D("2026-11-21")}))


@pytest.mark.parametrize(
    ("day", "works", "reason"),
    [
        ("2026-11-16", True, "周一"),
        ("2026-11-18", False, "店庆"),
        ("2026-11-21", True, "周六"),  # a Saturday that is worked
        ("2026-11-22", False, "周日"),
    ],
)
def test_calendar(day, works, reason):
    assert OFFICE.is_workday(D(day)) is works
    assert OFFICE.reason_off(D(day)) == reason


def test_workdays_between_both_inclusive():
    days = [f"{day:%d}" for day in OFFICE.workdays(D("2026-11-16"), D("2026-11-23"))]
    assert days == ["16", "17", "19", "20", "21", "23"]
    assert list(OFFICE.workdays(D("2026-11-22"), D("2026-11-22"))) == []
    assert list(OFFICE.workdays(D("2026-11-20"), D("2026-11-19"))) == []


@pytest.mark.parametrize(
    ("day", "after", "before"),
    [
        ("2026-11-17", "2026-11-19", "2026-11-16"),
        ("2026-11-20", "2026-11-21", "2026-11-19"),
        ("2026-11-21", "2026-11-23", "2026-11-20"),
        ("2026-11-22", "2026-11-23", "2026-11-21"),
    ],
)
def test_next_and_last_workday(day, after, before):
    assert OFFICE.workday_after(D(day)) == D(after)
    assert OFFICE.workday_before(D(day)) == D(before)


def test_an_office_that_never_works_still_gets_an_answer():
    assert WorkCalendar(frozenset()).workday_after(D("2026-11-20")) == D("2026-11-21")
    assert WorkCalendar(frozenset()).workday_before(D("2026-11-20")) == D("2026-11-19")


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.sets(st.integers(0, 6)))
def test_no_workday_is_skipped(day, weekdays):
    calendar = WorkCalendar(frozenset(weekdays), OFFICE.days_off, OFFICE.days_on)
    after = calendar.workday_after(day)
    assert after > day
    between = list(calendar.workdays(day + timedelta(1), after - timedelta(1)))
    assert between == []


def test_national_day_2026_and_its_make_up_days():
    public = public_days([2026])
    calendar = WorkCalendar(FIVE_DAYS, public.days_off, public.days_on)
    for day in range(1, 8):
        assert not calendar.is_workday(date(2026, 10, day)), day
    assert calendar.is_workday(D("2026-09-20")) and calendar.is_workday(D("2026-10-10"))  # a Sunday, a Saturday
    assert calendar.is_workday(D("2026-10-08")) and not calendar.is_workday(D("2026-10-11"))
    assert calendar.workday_after(D("2026-09-30")) == D("2026-10-08")
    assert calendar.workday_before(D("2026-10-08")) == D("2026-09-30")
    assert calendar.reason_off(D("2026-10-01")) == "国庆节"
    assert calendar.reason_off(D("2026-10-05")) == "国庆节"  # not 国庆节(补假), in brackets of whatever width
    assert calendar.reason_off(D("2026-10-06")) == "休息日"
    assert public.unknown_years == ()


def test_public_days_are_those_of_the_years_asked_for():
    public = public_days([2026, 2025, 2026])
    assert {day.year for day in public.days_off} == {2025, 2026} == {day.year for day in public.days_on}
    assert not set(public.days_off) & public.days_on


def test_a_year_without_official_data_is_named():
    public = public_days([2026, 2049])
    assert public.unknown_years == (2049,)
    assert D("2049-10-01") in public.days_off  # statutory days are known all the same
    assert all(day.year == 2026 for day in public.days_on)


PUBLIC_OFF = {D("2026-10-01"): "国庆节", D("2026-10-02"): "国庆节"}
PUBLIC_ON = frozenset({D("2026-10-10"), D("2026-09-20")})


def marks(rows):
    grids = load_preset("sales-ten-day").grids()
    grids["日历"] = [grids["日历"][0], *rows]
    read = read_policy(grids, "制度.xlsx", NEEDED)
    assert [finding.code for finding in read.findings if finding.is_error] == []
    return merged_calendar_marks(read.policy, PUBLIC_OFF, PUBLIC_ON)


@pytest.mark.parametrize(
    ("rows", "day", "works", "reason"),
    [
        ([], "2026-10-01", False, "国庆节"),
        ([], "2026-10-10", True, None),
        ([[D("2026-10-02"), "班", "加班"]], "2026-10-02", True, None),
        ([[D("2026-10-10"), "休", "补休"]], "2026-10-10", False, "补休"),
        ([[D("2026-10-10"), "休", ""]], "2026-10-10", False, "单位休息"),
        ([[D("2026-11-18"), "休", "店庆"]], "2026-11-18", False, "店庆"),
        ([[D("2026-11-21"), "班", ""]], "2026-11-21", True, None),
        ([[D("2026-10-01"), "休", "放假"]], "2026-10-01", False, "放假"),
        ([[D("2026-10-02"), "班", "加班"]], "2026-10-01", False, "国庆节"),
    ],
)
def test_the_offices_own_calendar_wins(rows, day, works, reason):
    days_off, days_on = marks(rows)
    calendar = WorkCalendar(FIVE_DAYS, days_off, days_on)
    assert calendar.is_workday(D(day)) is works
    assert works or calendar.reason_off(D(day)) == reason
    assert not set(days_off) & days_on
    assert len(PUBLIC_OFF) == 2  # what came in is not changed


@pytest.mark.parametrize(
    ("shift", "due_on"), [("不顺延", "2026-11-21"), ("提前", "2026-11-20"), ("推后", "2026-11-23")]
)
def test_report_day_on_a_day_off(shift, due_on):
    policy = load_preset("sales-ten-day").policy
    policy = replace(policy, shift=shift, report_days=(10, 21, 30))
    assert policy.sheets_due_on(policy.parse_period("2026-11中旬"), WorkCalendar(FIVE_DAYS)) == D(due_on)
    on_friday = replace(policy, report_days=(10, 20, 30)).parse_period("2026-11中旬")
    assert policy.sheets_due_on(on_friday, WorkCalendar(FIVE_DAYS)) == D("2026-11-20")
