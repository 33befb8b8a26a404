"""话单 of every kind of company and switchboard is read as the same day of calls."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from huifang.flow.moving_in.phone_lists import read_phone_list
from huifang.ledger.phone_said import PhoneCall
from huifang.policy.people import People, Person
from huifang.tables.phone_moments import BEFORE_UTC
from phone_made import LISTS

NOW = datetime(2026, 12, 1, 9)
STAFF = People((Person(person_no="A01", name="李晓明", outgoing_lines="13900000001/8001"),))
#: When, with whom, how long, whether the agent rang, whether somebody answered.
DAY = [
    (datetime(2026, 11, 23, 9, 20, 31), "13812340001", 65, True, True),
    (datetime(2026, 11, 23, 9, 40, 2), "57188880001", 120, True, True),
    (datetime(2026, 11, 23, 10, 5, 44), "13812340002", 8, True, True),
    (datetime(2026, 11, 23, 11), "13812340003", 0, True, False),
    (datetime(2026, 11, 23, 14, 10, 5), "13812340001", 200, False, True),
    (datetime(2026, 11, 24, 9, 0, 10), "13812340004", 3725, True, True),
]
BILLED = [call for call in DAY if call[4]]
WHERE = {
    "mobile.csv": "13900000001", "unicom.xls": "13900000001", "unicom_page.xls": "13900000001",
    "asterisk.csv": "8001", "freeswitch.csv": "8001", "yeastar.csv": "8001",
}  # fmt: skip


def told(call: PhoneCall) -> tuple[datetime, str, int, bool, bool]:
    return call.started_at, call.other, call.seconds, call.is_outgoing, call.is_answered


@pytest.mark.parametrize("name", WHERE)
def test_one_day_in_every_layout(name: str) -> None:
    read = read_phone_list((LISTS / name).read_bytes(), name, STAFF, {}, {}, NOW)
    assert not [finding for finding in read.findings if finding.is_error]
    calls = [*read.calls]
    ahead = BEFORE_UTC if name == "asterisk.csv" else timedelta()
    expected = BILLED if name.startswith(("mobile", "unicom")) else DAY
    assert [told(call) for call in calls] == [(at - ahead, *rest) for at, *rest in expected]
    assert {call.line for call in calls} == {WHERE[name]}


def test_digits_that_are_hidden_stay_hidden() -> None:
    read = read_phone_list((LISTS / "masked.txt").read_bytes(), "masked.txt", STAFF, {}, {}, NOW)
    assert [call.other for call in read.calls] == [
        "138****0001", "57188880001", "138****0002", "138****0001", "138****0004",
    ]  # fmt: skip
    assert [call.seconds for call in read.calls] == [call[2] for call in BILLED]


def test_whole_minutes_under_headers_that_nobody_knows() -> None:
    columns = {"通话那天": "通话日期", "几点": "起始时间", "打给谁": "对方号码", "计费(分钟)": "通话时长"}
    read = read_phone_list((LISTS / "telecom.csv").read_bytes(), "telecom.csv", STAFF, {"agent": "A01"}, columns, NOW)
    assert [told(call)[:3] for call in read.calls] == [
        (at, other, -(-seconds // 60) * 60) for at, other, seconds, is_outgoing, _ in BILLED if is_outgoing
    ]
    assert {(call.step, call.agent) for call in read.calls} == {(60, "A01")}


def test_what_a_bill_says_that_it_covers() -> None:
    read = read_phone_list((LISTS / "mobile.csv").read_bytes(), "mobile.csv", STAFF, {}, {}, NOW)
    assert read.span == (datetime(2026, 11, 1), datetime(2026, 11, 30, 23, 59, 59))
    assert read.left_out == 2  # a message and the sums


@pytest.mark.parametrize(
    ("name", "span"),
    [
        ("话单202611.csv", (1, 30)), ("13900000001-2026年11月.csv", (1, 30)), ("2026-11-11至2026-11-20.csv", (11, 20)),
        ("20261111_20261120.csv", (11, 20)), ("20261123.csv", None), ("话单.csv", None),
    ],
)  # fmt: skip
def test_what_the_name_of_a_list_says_that_it_covers(name: str, span: tuple[int, int] | None) -> None:
    read = read_phone_list((LISTS / "yeastar.csv").read_bytes(), name, STAFF, {}, {}, NOW)
    days = span and (datetime(2026, 11, span[0]), datetime(2026, 11, span[1], 23, 59, 59))
    assert read.span == days


def test_who_rang_is_told_by_the_columns_where_nobody_knows_the_line() -> None:
    text = "主叫号码,被叫号码,开始时间,通话时长,呼叫类型\n13812340001,13900000009,2026-11-23 09:30:05,65,呼入\n"
    text += "13900000009,13812340002,2026-11-23 10:30:05,65,呼出\n"
    read = read_phone_list(text.encode(), "话单.csv", STAFF, {}, {}, NOW)
    assert [(call.line, call.other, call.is_outgoing) for call in read.calls] == [
        ("13900000009", "13812340001", False), ("13900000009", "13812340002", True),
    ]  # fmt: skip


def test_a_list_that_counts_the_ringing_alone() -> None:
    text = "分机,对方号码,开始时间,呼叫时长,通话状态\n8001,13812340001,2026-11-23 09:30:05,31,已接\n"
    text += "8001,13812340002,2026-11-23 09:40:05,25,未接\n8001,13812340003,2026-11-23 09:50:05,,无应答\n"
    read = read_phone_list(text.encode(), "话单.csv", STAFF, {}, {}, NOW)
    assert [(call.seconds, call.is_answered, call.has_ring) for call in read.calls] == [
        (31, True, True), (25, False, True), (0, False, True),
    ]  # fmt: skip
    assert read.findings == ()


def test_the_samples_are_all_tried() -> None:
    assert {path.name for path in Path(LISTS).iterdir()} == {*WHERE, "masked.txt", "telecom.csv"}
