"""The calendar of an agent: read back with the library, as a telephone would."""

from datetime import datetime, timedelta

import pytest
from icalendar import Calendar, Component

from huifang.edges.post.calendar_file import CalendarEntry, calendar_file

NAME = "回访 A01 李晓明"
MORNING, NEXT = datetime(2026, 11, 23, 8, 0), datetime(2026, 11, 24, 8, 0)


def entry(number: int, day: int = 23, title: str = "") -> CalendarEntry:
    at = datetime(2026, 11, day, 9, 30)
    return CalendarEntry(uid=f"H2611-{number:04d}@office", at=at, title=title or f"回访 {number} 号", text="例行回访")


def events(content: bytes) -> dict[str, Component]:
    return {str(event["UID"]): event for event in Calendar.from_ical(content.decode()).walk("VEVENT")}


def test_every_call_has_an_alarm_at_its_local_time() -> None:
    (event,) = events(calendar_file(NAME, [entry(1)], b"", MORNING)).values()
    start = event["DTSTART"].dt
    assert (start.replace(tzinfo=None), start.utcoffset()) == (datetime(2026, 11, 23, 9, 30), timedelta(hours=8))
    assert event["DTSTART"].params["TZID"] == "Asia/Shanghai"
    (alarm,) = event.walk("VALARM")
    assert alarm["ACTION"] == "DISPLAY" and alarm["TRIGGER"].dt == timedelta(minutes=-5)
    assert event["STATUS"] == "CONFIRMED"


def test_the_zone_is_described() -> None:
    (zone,) = Calendar.from_ical(calendar_file(NAME, [entry(1)], b"", MORNING).decode()).walk("VTIMEZONE")
    assert zone["TZID"] == "Asia/Shanghai"


def test_lines_are_folded_and_special_characters_come_back() -> None:
    title = "回访 东升,超市;分店\\一 " + "很长的名字" * 20
    content = calendar_file(NAME, [entry(1, title=title)], b"", MORNING)
    assert all(len(line) <= 75 for line in content.split(b"\r\n")) and content.endswith(b"\r\n")
    (event,) = events(content).values()
    assert event["SUMMARY"] == title


def test_the_same_moment_gives_the_same_bytes() -> None:
    first = calendar_file(NAME, [entry(1), entry(2)], b"", MORNING)
    assert calendar_file(NAME, [entry(1), entry(2)], first, MORNING) == first
    second = calendar_file(NAME, [entry(2)], first, MORNING)
    assert calendar_file(NAME, [entry(2)], second, MORNING) == second


def test_the_next_file_updates_the_entry_under_its_uid() -> None:
    first = calendar_file(NAME, [entry(1)], b"", MORNING)
    second = calendar_file(NAME, [entry(1, day=24)], first, NEXT)
    (before,), (after,) = events(first).values(), events(second).values()
    assert before["UID"] == after["UID"] and after["SEQUENCE"] > before["SEQUENCE"]
    assert after["DTSTART"].dt.day == 24


@pytest.mark.parametrize("now", [NEXT, MORNING, datetime(2019, 1, 1)])
def test_what_is_gone_is_called_off_without_an_alarm(now: datetime) -> None:
    first = calendar_file(NAME, [entry(1), entry(2)], b"", MORNING)
    second = events(calendar_file(NAME, [entry(2)], first, now))
    gone = second[entry(1).uid]
    assert gone["STATUS"] == "CANCELLED" and gone["SEQUENCE"] > events(first)[entry(1).uid]["SEQUENCE"]
    assert not gone.walk("VALARM") and second[entry(2).uid]["STATUS"] == "CONFIRMED"


def test_it_is_told_of_for_a_month_and_nothing_makes_no_file() -> None:
    first = calendar_file(NAME, [entry(1)], b"", MORNING)
    called_off = calendar_file(NAME, [], first, NEXT)
    assert [event["STATUS"] for event in events(called_off).values()] == ["CANCELLED"]
    assert calendar_file(NAME, [], called_off, NEXT + timedelta(days=20))
    assert calendar_file(NAME, [], called_off, NEXT + timedelta(days=40)) == b""
    assert calendar_file(NAME, [], b"", MORNING) == b""


def test_a_call_that_is_to_be_made_after_all_is_there_again() -> None:
    first = calendar_file(NAME, [entry(1)], b"", MORNING)
    called_off = calendar_file(NAME, [], first, MORNING)
    again = events(calendar_file(NAME, [entry(1)], called_off, MORNING))[entry(1).uid]
    assert again["STATUS"] == "CONFIRMED" and again["SEQUENCE"] > events(called_off)[entry(1).uid]["SEQUENCE"]


@pytest.mark.parametrize(
    ("old", "gone"), [(b"UID:", []), (b"DTSTART;TZID=Asia/Shanghai:", []), (b"SEQUENCE:", [entry(1).uid])]
)
def test_an_entry_that_somebody_spoilt_is_called_off_if_that_can_be(old: bytes, gone: list[str]) -> None:
    first = calendar_file(NAME, [entry(1)], b"", MORNING)
    (line,) = (line for line in first.split(b"\r\n") if line.startswith(old))
    spoilt = first.replace(line, line.partition(b":")[0] + b":")
    assert list(events(calendar_file(NAME, [entry(2)], spoilt, NEXT))) == [entry(2).uid, *gone]


@pytest.mark.parametrize("content", [b"no calendar", b"\xff\xfe", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", b"BEGIN:X\n"])
def test_a_file_that_somebody_wrote_over_holds_nothing_back(content: bytes) -> None:
    assert list(events(calendar_file(NAME, [entry(1)], content, MORNING))) == [entry(1).uid]
