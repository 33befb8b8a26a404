"""What stands in the cells of 话单: lengths, moments and numbers in all their spellings."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from huifang.core.dialled import dialled, lines_in, same_line
from huifang.tables.days import Days
from huifang.tables.durations import step_of, were_minutes_and_seconds, written_seconds
from huifang.tables.phone_moments import CallMoment, call_moment

DAYS = Days(read_on=date(2026, 12, 1))
AT = datetime(2026, 11, 23, 9, 30, 5)


@pytest.mark.parametrize(
    ("raw", "seconds"),
    [
        (65, 65), ("65", 65), (65.0, 65), ("65秒", 65), ("00:01:05", 65), ("01:05", 65), ("1:05", 65), ("1分5秒", 65),
        ("1分05秒", 65), ("1'5\"", 65), ("1min5s", 65), ("1 分钟 5 秒", 65), ("0小时1分5秒", 65), ("１分５秒", 65),
        (time(0, 1, 5), 65), (timedelta(seconds=65), 65), (65 / 86_400, 65), (datetime(1899, 12, 30, 0, 1, 5), 65),
        ("2分钟", 120), ("2 min", 120), ("1.5分钟", 90), ("1小时2分5秒", 3725), ("1:02:05", 3725), ("0", 0), (0, 0),
        ("", None), (None, None), ("很久", None), (True, None), ("-5", None), (date(2026, 11, 23), None),
        ("99:99:99", None), ("99999999", None), (datetime(2026, 11, 23, 0, 1, 5), None), ("1分5", None),
    ],
    ids=repr,
)  # fmt: skip
def test_lengths(raw: Any, seconds: int | None) -> None:
    assert written_seconds(raw) == seconds


def test_bare_numbers_under_a_header_that_says_minutes() -> None:
    assert (written_seconds("2", True), written_seconds(2, True), written_seconds("65秒", True)) == (120, 120, 65)


def test_minutes_that_a_spreadsheet_took_for_hours() -> None:
    assert were_minutes_and_seconds([time(1, 5), time(3, 20), time(0, 8)])
    assert not were_minutes_and_seconds([time(0, 1), time(0, 2), time(0, 3)])
    assert not were_minutes_and_seconds([time(1, 5, 1), time(3, 20)])
    assert (step_of([60, 120, 0, 180]), step_of([60, 65, 120]), step_of([60, 120])) == (60, 1, 1)


@pytest.mark.parametrize(
    "raw",
    [
        "2026-11-23 09:30:05", "2026/11/23 9:30:05", "2026年11月23日 09:30:05", "20261123093005", "2026-11-23T09:30:05",
        "11-23 09:30:05", "2026-11-23 9:30:05 上午", "2026-11-23 09:30:05.120", AT, 46349.39589120371,
    ],
    ids=repr,
)  # fmt: skip
def test_moments_of_a_clock_that_nobody_names(raw: Any) -> None:
    assert call_moment(raw, None, DAYS) == CallMoment(AT)


@pytest.mark.parametrize(
    "raw",
    ["2026-11-23T01:30:05Z", "2026-11-23 01:30:05+00:00", "2026-11-23 09:30:05+08:00", "1795397405", "1795397405000"],
)
def test_moments_that_name_their_clock(raw: str) -> None:
    assert call_moment(raw, None, DAYS) == CallMoment(AT, is_sure=True)


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("09:30:05", "2026-11-23"), ("09:30:05", datetime(2026, 11, 23)), (time(9, 30, 5), "20261123"),
        (time(9, 30, 5), date(2026, 11, 23)), (0.39589120371, "2026-11-23"), ("2026-11-23 09:30:05", "2026-11-23"),
        (datetime(1899, 12, 31, 9, 30, 5), "11月23日"),
    ],
    ids=repr,
)  # fmt: skip
def test_days_in_a_cell_of_their_own(raw: Any, day: Any) -> None:
    assert call_moment(raw, day, DAYS) == CallMoment(AT)


@pytest.mark.parametrize(
    "raw", ["", None, "昨天", "2026-11-23", "2026-13-23 09:30", "2026-11-23 25:00", "09:30", 0, 65, 1e300, -1, "9" * 50]
)
def test_what_says_no_moment(raw: Any) -> None:
    assert call_moment(raw, None, DAYS) is None


@pytest.mark.parametrize(
    "text",
    [
        "13812340001", "+8613812340001", "0086-138-1234-0001", "8613812340001", "013812340001", "1795113812340001",
        "12593013812340001", "913812340001", "9013812340001", "138 1234 0001", "１３８１２３４０００１", "'13812340001",
    ],
)  # fmt: skip
def test_a_mobile_with_anything_before_it(text: str) -> None:
    assert dialled(text) == "13812340001"


def test_landlines_extensions_and_nothing() -> None:
    assert {dialled(one) for one in ("0571-88880001", "(0571)88880001", "9057188880001", "8657188880001")} == {
        "57188880001"
    }
    assert dialled("0571-88880001转801") == dialled("0571-88880001-801") == "57188880001"
    assert (dialled("8001"), dialled("988880001"), dialled("未知"), dialled("****")) == ("8001", "88880001", "", "")
    assert lines_in("13900000001/8001、8002") == ("13900000001", "8001", "8002")


@pytest.mark.parametrize(
    ("billed", "is_same"),
    [
        ("138****0001", True), ("138xxxx0001", True), ("1381234****", True), ("138*0001", True), ("139****0001", False),
        ("138****0002", False), ("1**********", False), ("13812340001", True), ("13812340002", False),
        ("2340001", False), ("", False),
    ],
)  # fmt: skip
def test_a_masked_number_is_one_whose_digits_agree(billed: str, is_same: bool) -> None:
    assert same_line(dialled(billed), "13812340001") is is_same


def test_a_number_without_its_area() -> None:
    assert same_line("88880001", "57188880001") and same_line("57188880001", "88880001")
    assert same_line("8888001", "5718888001") and same_line("88880001", "1088880001")
    assert not same_line("12340001", "13812340001") and not same_line("8880001", "57188880001")
