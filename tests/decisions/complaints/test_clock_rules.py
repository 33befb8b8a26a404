"""First responses, closing, being dealt with again, pauses and reminders (decisions 15, 17, 18), worked out by hand.

November 2026: the 16th is a Monday. A01's superiors are B01 and C01.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from complaints_made import STAFF, moment, typed, with_two_clocks
from huifang.core.worktime import WorkCalendar, WorkHours, parse_spans
from huifang.decisions.complaints.clocks import ComplaintStatus, status_of
from huifang.decisions.complaints.deadlines import deadline
from huifang.decisions.complaints.reading import ClockReading, ClockView
from huifang.decisions.complaints.reminding import coming_near
from huifang.decisions.complaints.stops import Stop, minutes_between
from huifang.decisions.complaints.watch import Unhappy
from huifang.edges.known.presets import load_preset
from huifang.policy.complaints import ComplaintClock, TimeLimit
from huifang.policy.people import Exemption, People, Person
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.model import Row, Sheet
from huifang.tables.options import ABOUT_COMPLAINT, PAUSE

S3, S7 = load_preset("scenic-complaints").policy, with_two_clocks(load_preset("travel-complaints").policy)
PERSONS = tuple(
    Person(person_no=n, name=name, role=role, superior=superior or "", department=of)
    for n, name, role, of, superior in STAFF
)
HOURS = WorkHours(WorkCalendar(frozenset(range(5))), parse_spans("09:00-12:00,13:30-18:00"))
OPEN = {"投诉编号": "T1", "接收时间": "11-16 10:00", "首问责任人": "A01"}


def status(
    cells: Mapping[str, Any],
    now: str,
    *,
    policy=S7,
    unhappy: Sequence[Unhappy] = (),
    exemptions: Sequence[Exemption] = (),
    major_since: str | None = None,
) -> ComplaintStatus:
    values = {COMPLAINTS.by_header[header].key: typed(header, value) for header, value in {**OPEN, **cells}.items()}
    view = ClockView(
        policy=policy,
        hours=HOURS,
        people=People(PERSONS, exemptions=tuple(exemptions)),
        now=moment(now),
        rounds={"T1": tuple(unhappy)} if unhappy else {},
        major_since={"T1": moment(major_since)} if major_since else {},
    )
    return status_of(view, Row(values, Sheet("投诉登记表.xlsx", "投诉", {}), 2))


def clock_of(one: ComplaintStatus, stage: str) -> ClockReading:
    return next(reading for reading in one.clocks if reading.clock.stage == stage)


# --- first response: 24 hours, to 11-17 10:00


@pytest.mark.parametrize(
    ("cells", "state", "done", "over", "judged_by"),
    [
        ({"首次响应时间": "11-16 12:00"}, "done", "11-16 12:00", 0, ""),
        ({"开始处理时间": "11-16 12:00"}, "done", "11-16 12:00", 0, "started_at"),
        ({"告知客户时间": "11-16 12:00"}, "done", "11-16 12:00", 0, "outcome_told_at"),
        ({"首次响应时间": "11-18 10:00", "开始处理时间": "11-16 12:00"}, "done", "11-16 12:00", 0, ""),
        ({"首次响应时间": "11-15 10:00"}, "overdue", None, 4320, ""),  # before it came: empty
        ({"首次响应时间": "11-15 10:00", "告知客户时间": "11-16 12:00"}, "done", "11-16 12:00", 0, "outcome_told_at"),
        ({"告知客户时间": "11-18 10:00"}, "done", "11-18 10:00", 1440, "outcome_told_at"),
        ({"受理告知时间": "11-16 12:00"}, "overdue", None, 4320, ""),
        ({"进度告知时间": "11-16 12:00"}, "done", "11-16 12:00", 0, "progress_told_at"),
    ],
)
def test_the_first_response_is_the_earliest_answer(cells, state, done, over, judged_by):
    reading = clock_of(status(cells, "11-20 10:00"), "首次响应")
    assert (reading.state, reading.done_at, reading.overdue_minutes, reading.judged_by) == (
        state, done and moment(done), over, judged_by,
    )  # fmt: skip


CLOSED = {"是否成立": "不成立", "客户反馈": "满意", "关闭时间": "11-20 10:00", "归档号": "1"}


@pytest.mark.parametrize(
    ("cells", "over"),
    [
        ({}, 3 * 1440),
        ({"告知客户时间": "11-19 10:00"}, 2 * 1440),
        ({"告知客户时间": "11-16 11:00"}, 0),
        ({"关闭时间": "11-16 11:00"}, 0),
    ],
)
def test_closing_makes_no_missed_deadline_undone(cells, over):
    closed = status({**CLOSED, "告知客户时间": None, "关闭说明": "撤回", **cells}, "11-25 10:00")
    reading = clock_of(closed, "首次响应")
    assert (closed.state, reading.is_decided, reading.in_time, reading.overdue_minutes) == (
        "closed", True, over == 0, over,
    )  # fmt: skip


ASSIGNED = {"首次响应时间": "11-16 11:00", "分派时间": "11-16 12:00"}  # investigated by 11-17 12:00


@pytest.mark.parametrize(
    ("cells", "state", "over"),
    [
        ({"执行完成时间": "11-17 11:00"}, "done", 0),
        ({"执行完成时间": "11-18 12:00"}, "done", 1440),
        ({"是否成立": "不成立", "告知客户时间": "11-19 12:00"}, "done", 2 * 1440),  # judging makes no miss undone
        ({"是否成立": "不成立", "告知客户时间": "11-17 11:00"}, "off", 0),
        ({"是否成立": "不成立"}, "off", 0),
        ({"关闭时间": "11-19 12:00", "关闭说明": "撤回"}, "done", 2 * 1440),
        ({}, "overdue", 4 * 1440),
    ],
)
def test_every_stage_is_judged_by_the_later_cells(cells, state, over):
    reading = clock_of(status({**ASSIGNED, **cells}, "11-21 12:00"), "调查")
    assert (reading.state, reading.overdue_minutes) == (state, over)


# --- major: reported when a person was told


@pytest.mark.parametrize(
    ("cells", "state"),
    [
        ({"开始处理时间": "11-16 10:01"}, "overdue"),
        ({"上报时间": "11-16 10:05"}, "done"),
        ({"开始处理时间": "11-16 10:01", "告知客户时间": "11-16 10:02"}, "overdue"),
        ({"关闭时间": "11-16 12:00", "关闭说明": "撤回"}, "missed"),
    ],
)
def test_work_that_began_reports_nothing(cells, state):
    one = status({"严重程度": "重大", **cells}, "11-16 14:00", policy=S3)
    reading = clock_of(one, "重大投诉上报")
    assert (reading.state, reading.in_time, reading.is_decided) == (state, state == "done", True)
    assert one.told == ("B01", "C01")


@pytest.mark.parametrize(
    ("cells", "now", "state", "due", "over"),
    [
        ({}, "11-18 09:00", "due", "11-18 09:10", 0),  # first seen as major on the 18th at 09:00
        ({}, "11-18 09:12", "overdue", "11-18 09:10", 2),
        ({"上报时间": "11-18 09:10"}, "11-18 14:00", "done", "11-18 09:10", 0),
        ({"上报时间": "11-18 09:15"}, "11-18 14:00", "done", "11-18 09:10", 5),
        ({"上报时间": "11-16 15:00"}, "11-18 14:00", "done", "11-16 15:10", 0),  # told when it was judged, seen later
        ({"接收时间": "11-18 10:00"}, "11-18 10:05", "due", "11-18 10:10", 0),  # never before the cell
        ({}, "11-17 09:00", "waiting", None, 0),  # it was not major then
    ],
)
def test_what_is_judged_major_later_is_owed_from_then(cells, now, state, due, over):
    one = status({"严重程度": "重大", **cells}, now, policy=S3, major_since="11-18 09:00")
    reading = clock_of(one, "重大投诉上报")
    assert (reading.state, reading.overdue_minutes) == (state, over)
    assert reading.due == (moment(due) if due else None)
    others = [r.started_at for r in one.clocks if r.clock.starts_with == "received_at" and r is not reading]
    assert others and set(others) == {one.row["received_at"]}  # what is owed for every complaint


def test_the_derivation_says_since_when_it_is_major():
    one = status({"严重程度": "重大"}, "11-18 09:05", policy=S3, major_since="11-18 09:00")
    said = "起算：“接收时间”2026-11-16 10:00，2026-11-18 09:00 才见到判为“重大”，从那时起算"
    assert said in clock_of(one, "重大投诉上报").steps
    told = status({"严重程度": "重大", "上报时间": "11-16 15:00"}, "11-18 09:05", policy=S3, major_since="11-18 09:00")
    assert any("以前已经办到" in step for step in clock_of(told, "重大投诉上报").steps)


@pytest.mark.parametrize("preset", ["property", "travel-complaints", "car-dealer", "complaint-basic"])
def test_a_major_one_is_told_by_every_regulation(preset):
    policy = load_preset(preset).policy
    assert status({"严重程度": "重大"}, "11-16 10:01", policy=policy).at_once == ("B01",)
    assert status({"严重程度": "一般"}, "11-16 10:01", policy=policy).at_once == ()


# --- dealt with again


TOLD = {"首次响应时间": "11-16 11:00", "执行完成时间": "11-17 09:00"}
FIRST = Unhappy(moment("11-17 10:00"), moment("11-18 09:00"))  # said on the 17th, seen on the 18th: to 11-21 23:59


@pytest.mark.parametrize(
    ("cells", "now", "state", "over"),
    [
        ({"告知客户时间": "11-17 10:00", "客户反馈": "不满意"}, "11-19 09:00", "ok", 0),
        ({"告知客户时间": "11-17 10:00", "客户反馈": "不满意"}, "11-22 23:59", "overdue", 1440),
        ({"告知客户时间": None, "客户反馈": None}, "11-19 09:00", "ok", 0),
        ({"告知客户时间": "11-20 10:00", "客户反馈": "满意"}, "11-30 09:00", "done", 0),
        ({"告知客户时间": "11-22 23:59", "客户反馈": "满意"}, "11-30 09:00", "done", 1440),
    ],
)
def test_what_is_dealt_with_again_has_one_clock_from_when_it_was_seen(cells, now, state, over):
    one = status({**TOLD, **cells}, now, unhappy=[FIRST])
    (again,) = one.clocks_again
    assert (again.started_at, again.due) == (moment("11-18 09:00"), moment("11-21 23:59"))
    assert (again.state, again.overdue_minutes) == (state, over)
    assert all(reading.clock.stage != "重新办理" for reading in one.first_clocks)


def test_a_second_dissatisfaction_ends_the_first_round():
    second = Unhappy(moment("11-20 10:00"), moment("11-20 11:00"))
    one = status({**TOLD, "告知客户时间": "11-20 10:00", "客户反馈": "不满意"}, "11-21 09:00", unhappy=[FIRST, second])
    first, again = one.clocks_again
    assert (first.state, first.done_at, first.overdue_minutes) == ("done", moment("11-20 10:00"), 0)
    assert (again.state, again.due) == ("ok", moment("11-23 23:59"))


def test_the_first_stages_keep_what_they_were():
    """The cells were emptied or written over in the second round."""
    again = {"首次响应时间": None, "分派时间": "11-19 09:00", "调查完成时间": "11-25 09:00"}
    one = status({**again, "告知客户时间": None}, "11-26 09:00", unhappy=[FIRST])
    assert (clock_of(one, "首次响应").state, clock_of(one, "首次响应").overdue_minutes) == ("done", 0)
    assert clock_of(one, "调查").state == "off"


# --- pauses


def pause(start: str, end: str | None, by: str = "B01", number: str = "T1") -> Exemption:
    begins, ends = moment(start), end and moment(end)
    return Exemption(
        subject=ABOUT_COMPLAINT, subject_no=number, from_on=begins.date(), starts_at=begins.time(),
        until_on=ends.date() if ends else None, ends_at=(ends.time() if ends and ends.time().hour else None),
        treatment=PAUSE, approved_by=by, reason="等客户寄回样品",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("pauses", "now", "state", "due", "over"),
    [
        ([pause("11-16 12:00", "11-18 12:00")], "11-17 12:00", "waiting", "11-19 10:00", 0),
        ([pause("11-16 12:00", "11-18 12:00")], "11-18 13:00", "ok", "11-19 10:00", 0),
        ([pause("11-16 12:00", "11-18 12:00")], "11-19 11:00", "overdue", "11-19 10:00", 60),
        ([pause("11-16 12:00", None)], "11-20 12:00", "waiting", None, 0),
        ([pause("11-17 12:00", "11-18 12:00")], "11-18 13:00", "overdue", "11-17 10:00", 180),  # over before it
        ([pause("11-16 12:00", "11-18 12:00", by="A02")], "11-17 12:00", "overdue", "11-17 10:00", 120),
        ([pause("11-16 12:00", "11-18 12:00", by="A01")], "11-17 12:00", "overdue", "11-17 10:00", 120),
        ([pause("11-16 12:00", "11-18 12:00", number="T2")], "11-17 12:00", "overdue", "11-17 10:00", 120),
        ([pause("11-16 12:00", "11-18 12:00", by="C01")], "11-17 12:00", "waiting", "11-19 10:00", 0),
        ([pause("11-20 12:00", None)], "11-16 12:00", "ok", "11-17 10:00", 0),
        ([pause("11-16 12:00", "11-17 12:00"), pause("11-17 09:00", "11-17 14:00")], "11-17 15:00", "ok",
         "11-18 12:00", 0),
    ],
)  # fmt: skip
def test_a_pause_that_the_superior_approved_stops_the_clock(pauses, now, state, due, over):
    one = status({}, now, exemptions=pauses)
    assert (one.state, one.due, one.overdue_minutes) == (state, due and moment(due), over)
    if state == "waiting":
        assert any("暂停" in step for step in one.derivation)


def test_who_may_not_approve_is_named():
    one = status({}, "11-17 12:00", exemptions=[pause("11-16 12:00", "11-18 12:00", by="A02")])
    assert [entry.approved_by for entry in one.pauses.refused] == ["A02"] and one.pauses.approved == ()


def limit(amount: int, unit: str) -> ComplaintClock:
    return ComplaintClock(stage="阶段", starts_with="received_at", amount=amount, unit=unit, done_with="started_at")


@pytest.mark.parametrize(
    ("amount", "unit", "stop", "due"),
    [
        (60, "分钟", ("11-16 10:30", "11-16 12:00"), "11-16 12:30"),
        (60, "分钟", ("11-16 11:00", "11-16 12:00"), "11-16 11:00"),
        (60, "分钟", ("11-16 09:00", "11-16 10:30"), "11-16 11:30"),
        (1, "天", ("11-16 12:00", "11-18 15:00"), "11-19 23:59"),  # two midnights
        (1, "天", ("11-16 12:00", "11-16 15:00"), "11-17 23:59"),
        (0, "天", ("11-16 12:00", "11-17 10:00"), "11-17 23:59"),
        (4, "工作小时", ("11-16 11:00", "11-17 09:00"), "11-17 12:00"),  # one hour before, three after
        (4, "工作小时", ("11-16 18:00", "11-17 09:00"), "11-16 15:30"),
        (1, "工作日", ("11-16 12:00", "11-17 09:00"), "11-18 18:00"),  # the end of Monday's work does not count
        (1, "工作日", ("11-16 12:00", "11-16 13:00"), "11-17 18:00"),
        (0, "工作日", ("11-16 12:00", "11-17 09:00"), "11-17 18:00"),
        (24, "小时", ("11-16 12:00", None), None),
        (2, "天", ("11-16 12:00", None), None),
        (1, "工作日", ("11-16 12:00", None), None),
    ],
)
def test_stops_by_unit(amount, unit, stop, due):
    start, end = stop
    stops = (Stop(moment(start), end and moment(end)),)
    assert deadline(limit(amount, unit), moment("11-16 10:00"), HOURS, stops).due == (due and moment(due))


def test_minutes_of_stops_are_left_out():
    stops = (Stop(moment("11-16 11:00"), moment("11-16 12:00")), Stop(moment("11-16 15:00"), None))
    assert minutes_between(moment("11-16 10:00"), moment("11-16 16:00"), stops) == 4 * 60
    assert minutes_between(moment("11-16 12:00"), moment("11-16 10:00"), ()) == 0


# --- a warning before the deadline


@pytest.mark.parametrize(
    ("ahead", "now", "near"),
    [
        (TimeLimit(30, "分钟"), "11-17 09:29", False),
        (TimeLimit(30, "分钟"), "11-17 09:30", True),
        (TimeLimit(30, "分钟"), "11-17 10:00", True),
        (TimeLimit(30, "分钟"), "11-17 10:01", False),
        (TimeLimit(1, "天"), "11-16 10:00", True),
        (TimeLimit(2, "小时"), "11-17 07:59", False),
        (None, "11-17 09:59", False),
    ],
)
def test_a_deadline_that_comes_near(ahead, now, near):
    one = status({}, now)
    assert [reading.clock.stage for _, reading in coming_near([one], ahead, moment(now), HOURS)] == ["首次响应"] * near


@pytest.mark.parametrize(
    ("ahead", "now", "near"),
    [
        (TimeLimit(30, "分钟"), "11-20 17:39", False),
        (TimeLimit(30, "分钟"), "11-20 17:40", True),  # 20 minutes on Friday, 10 on Monday
        (TimeLimit(30, "分钟"), "11-21 11:00", True),
        (TimeLimit(1, "小时"), "11-20 17:09", False),
        (TimeLimit(1, "小时"), "11-20 17:10", True),
        (TimeLimit(1, "天"), "11-20 16:10", True),  # Friday is the working day before
    ],
)
def test_of_working_time_so_much_is_left(ahead, now, near):
    """Received on Friday at 16:10, 120 working minutes: until Monday the 23rd at 9:10."""
    clock = ComplaintClock(
        stage="答复", starts_with="received_at", amount=120, unit="工作分钟", done_with="responded_at", clause=""
    )
    one = status({"接收时间": "11-20 16:10"}, now, policy=replace(S7, clocks=(clock,)))
    assert one.due == moment("11-23 09:10")
    assert bool([*coming_near([one], ahead, moment(now), HOURS)]) == near


def test_nobody_is_reminded_of_a_clock_that_stands_still():
    one = status({}, "11-17 09:45", exemptions=[pause("11-16 12:00", "11-17 09:50")])
    assert [*coming_near([one], TimeLimit(7, "天"), moment("11-17 09:45"), HOURS)] == []


def test_the_limits_of_these_are_the_office_s_own():
    policy = replace(S7, again_within=TimeLimit(2, "工作日"))
    (again,) = status({}, "11-18 10:00", policy=policy, unhappy=[FIRST]).clocks_again
    assert again.due == datetime(2026, 11, 20, 18, 0) and again.due.date() == date(2026, 11, 20)
