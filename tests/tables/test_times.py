"""Times of day and lengths of time as people write them, and as bare numbers."""

from datetime import date, datetime, time, timedelta

import pytest

from huifang.tables.cells import read_cell
from huifang.tables.days import Days
from huifang.tables.model import Column, Kind
from huifang.tables.times import later, readings_of, written_minutes, written_time

T = time.fromisoformat
START, END = Column("开始时间", "from", Kind.TIME), Column("结束时间", "until", Kind.TIME, minutes_after="from")


@pytest.mark.parametrize(
    ("text", "at"),
    [
        *((text, "09:05") for text in (
            "9:05", "09:05", "9：05", "9;05", "9；05", "9,05", "9，05", "9.05", "9。05", "9∶05", "9::05",
            "9: 05", "9'05", "9点05", "9點05", "9点05分", "9点5分", "9点零5分", "9时05分", "9時05分", "9時5分",
            "九点零五",
            "九点五分", "0905", "905", "9 05", "上午9:05", "上午9点05", "早上9点05", "早9:05", "am9:05", "AM 9:05",
            "9:05 am", "09:05:30", "9:05:30.000", "09:05:30+08:00", "9时05分30秒",
            "'9:05", "\u200e9:05", "\u202a9:05\u202c", "\xa09:05", "\ufeff9:05",
            "2026-11-12 9:05", "2026/11/12 09:05:00", "2026年11月12日9时05分", "11-12 9:05", "11月12日 9点05",
        )),
        *((text, "09:00") for text in ("9点", "9点整", "9点正", "9点钟", "9時", "九点", "九点整", "900", "0900")),
        *((text, "09:30") for text in ("9点半", "9點半", "九点半", "9时半")),
        ("9点一刻", "09:15"), ("9点三刻", "09:45"), ("十点十分", "10:10"), ("二十一点", "21:00"), ("两点", "02:00"),
        ("21时05分", "21:05"), ("下午9点05", "21:05"), ("晚上9:05", "21:05"), ("晚9点05", "21:05"),
        ("9:05 PM", "21:05"), ("下午2点半", "14:30"), ("下午14:05", "14:05"), ("中午12:30", "12:30"),
        ("傍晚6点", "18:00"), ("0304", "03:04"),
        ("24:00", "00:00"), ("0:05", "00:05"),
    ],
)  # fmt: skip
def test_times_as_people_write_them(text, at):
    assert written_time(text) == T(at)
    assert read_cell(START, text).value == T(at)


@pytest.mark.parametrize(
    "text",
    ["", "9", "11", "95", "9.5", "9.3", "3-4", "25:00", "9:60", "24:01", "上午", "上午9:05 pm", "晚上12点", "凌晨12:10",
     "甲9:05", "9:05左右", "9:05-9:11", "99点", "1 105", "12345", "九", "半", "点"],
)  # fmt: skip
def test_what_is_no_time_or_could_be_several(text):
    assert written_time(text) is None


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("6分钟", 6), ("6分", 6), ("6 分钟", 6), ("6min", 6), ("六分钟", 6), ("十二分钟", 12), ("6分30秒", 6),
     ("1小时5分", 65), ("1个小时", 60), ("0分钟", None), ("", None), ("30秒", None), ("6", None), ("6点", None),
     ("1440分钟", None)],
)  # fmt: skip
def test_how_long_it_took(text, minutes):
    assert written_minutes(text) == (None if minutes is None else timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("raw", "at"),
    [(905, "09:05"), (905.0, "09:05"), (1430, "14:30"), (100, "01:00"), (2400, "00:00"), (9.05, "09:05"),
     (9.35, "09:35"), (545 / 1440, "09:05"), ("0.378473", "09:05"), (46338.378473, "09:05"), ("46338.378473", "09:05"),
     (datetime(1902, 6, 23), "09:05"), (date(1902, 6, 23), "09:05"), (timedelta(days=905), "09:05")],
)  # fmt: skip
def test_a_bare_number_is_understood_by_its_value_whatever_its_format(raw, at):
    assert read_cell(START, raw).value == read_cell(END, raw).value == T(at)


@pytest.mark.parametrize("raw", [6, 6.0, "6", "6分钟", date(1900, 1, 6), timedelta(days=6)])
def test_where_a_call_ends_a_small_number_is_how_long_it_took(raw):
    assert read_cell(END, raw).value == timedelta(minutes=6) and read_cell(END, raw).code == "C219"
    assert read_cell(START, raw).value is None and read_cell(START, raw).code == "C203"


@pytest.mark.parametrize(
    ("raw", "meant"),
    [(11, ("11:00", "0:11")), ("11", ("11:00", "0:11")), (9.5, ("9:50", "9:05")), ("9.3", ("9:30", "9:03")),
     (9.9, ("9:09",)), (1275, ()), (99, ()), (30_000, ()), (-1, ()), (46338, ())],
)  # fmt: skip
def test_what_could_be_several_times_is_asked_about(raw, meant):
    reading = read_cell(START, raw, days=Days(batch=(date(2026, 11, 11), date(2026, 11, 20))))
    assert (reading.value, reading.code, reading.meant) == (None, "C203", meant)


def test_minutes_after_a_time_go_over_midnight():
    assert later(T("09:05"), timedelta(minutes=6)) == T("09:11")
    assert later(T("23:58"), timedelta(minutes=6)) == T("00:04")
    assert readings_of(0.5) == readings_of(24) == ()
