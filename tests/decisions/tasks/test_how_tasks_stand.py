"""When tasks come up, whose they are, and how they stand; worked out by hand."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from huifang.core.periods import parse_period
from huifang.decisions.tasks.coming import first_day
from huifang.decisions.tasks.doers import in_charge, label_of
from huifang.decisions.tasks.owed import tasks_owed
from huifang.decisions.tasks.standing import standing_of
from huifang.policy.duties import parse_due_day
from huifang.policy.people import Exemption, People, Person, StandIn
from huifang.policy.tasks import PeriodicTask, parse_draw
from tasks_made import entered, issued

D = date.fromisoformat
ROLES = ("老板", "主管", "业务员")
PEOPLE = People(
    (
        Person(person_no="A01", name="李明", role="业务员", superior="B01", department="服务部"),
        Person(person_no="A02", name="王强", role="业务员", superior="B01", department="服务部"),
        Person(
            person_no="A03", name="丁一", role="业务员", superior="B01", department="服务部", left_on=D("2026-10-31")
        ),
        Person(person_no="B01", name="赵主管", role="主管", superior="C01", department="服务部"),
        Person(person_no="B02", name="吴厂长", role="主管", superior="C01", department="生产部"),
        Person(person_no="C01", name="钱老板", role="老板"),
    ),
    (StandIn("A02", D("2026-11-20"), D("2026-11-25"), "A01"),),
)
ON_TIME, LATE_DONE, OVERDUE, OPEN = "按时", "迟办", "过期未办", "未到期"


@pytest.mark.parametrize(
    ("period", "due", "looks_back", "first"),
    [
        ("2026W47", "周五", False, "2026-11-16"),
        ("2026-11", "期末", False, "2026-11-01"),
        ("2026Q4", "期末", False, "2026-10-01"),
        ("2026", "期末", False, "2026-09-30"),  # a year's task 92 days before it is due
        ("2026上半年", "次月10日", False, "2026-07-01"),
        ("2026-11", "次月3日", False, "2026-12-01"),
        ("2026-11", "期末", True, "2026-12-01"),  # records can be drawn when the period is over
    ],
)
def test_when_a_task_comes_up(period, due, looks_back, first):
    one = parse_period(period)
    assert first_day(one.from_on, one.until_on, parse_due_day(due).of(one), looks_back) == D(first)


@pytest.mark.parametrize(
    ("who", "names"),
    [
        (("主管",), ["主管"]),
        (("生产部", "李明"), ["生产部", "A01"]),
        (("每位业务员",), ["A01", "A02"]),
        (("A01", "每位业务员"), ["A01", "A02"]),
        (("每位部门负责人",), ["服务部", "生产部"]),
        (("没有这个部",), ["没有这个部"]),
    ],
)
def test_whose_a_task_is(who, names):
    rule = PeriodicTask(task="交资料", span="周", due_day=parse_due_day("周五"), who=who)
    week = parse_period("2026W47")
    owed = [*tasks_owed(rule, [(week, D("2026-11-20"))], PEOPLE, ROLES, D("2026-11-16"))]
    assert [one.who for one in owed] == names and {one.key for one in owed} == {
        ("交资料", "2026W47", name) for name in names
    }
    assert [*tasks_owed(rule, [(week, D("2026-11-20"))], PEOPLE, ROLES, D("2026-11-15"))] == []


@pytest.mark.parametrize(
    ("who", "day", "persons", "label"),
    [
        ("A01", "2026-11-20", "A01", "A01 李明"),
        ("A02", "2026-11-20", "A01", "A02 王强"),  # who stands in
        ("A02", "2026-11-26", "A02", "A02 王强"),
        ("A03", "2026-11-20", "B01", "A03 丁一"),  # who has left: the superior
        ("主管", "2026-11-20", "B01 B02", "主管"),
        ("生产部", "2026-11-20", "B02", "生产部 吴厂长"),
        ("没有这个部", "2026-11-20", "", "没有这个部"),
    ],
)
def test_who_does_it_on_a_day(who, day, persons, label):
    assert " ".join(person.person_no for person in in_charge(who, PEOPLE, D(day))) == persons
    assert label_of(who, PEOPLE, D(day)) == label


@pytest.mark.parametrize(
    ("done", "day", "state", "told"),
    [
        ("", "2026-11-20", OPEN, ""),
        ("", "2026-11-21", OVERDUE, "B01"),
        ("", "2026-11-27", OVERDUE, "B01"),
        ("", "2026-11-28", OVERDUE, "B01 C01"),
        ("", "2027-03-01", OVERDUE, "B01 C01"),
        ("2026-11-20 23:59", "2026-11-30", ON_TIME, ""),
        ("2026-11-21 00:01", "2026-11-30", LATE_DONE, ""),
        ("2026-11-20 09:00", "2026-11-19", OPEN, ""),  # had not been done by then
    ],
)
def test_how_a_task_stands(done, day, state, told):
    one = standing_of(issued(), entered(done), PEOPLE, D(day))
    assert (one.state, " ".join(person.person_no for person in one.told)) == (state, told)
    assert one.is_open == (state in (OPEN, OVERDUE))


def test_what_was_told_late_stays_late_until_a_correction():
    told = replace(entered("2026-11-19 10:00"), told_late_at=datetime(2026, 11, 21, 9, 0))
    assert standing_of(issued(), told, PEOPLE, D("2026-11-22")).state == LATE_DONE
    assert standing_of(issued(), replace(told, is_settled=True), PEOPLE, D("2026-11-22")).state == ON_TIME


@pytest.mark.parametrize(("hands_in", "cells", "state", "lacks"), [
    ("文字", {}, OVERDUE, "结果"), ("文字", {"result": "好"}, ON_TIME, ""),
    ("文件", {"result": "好"}, OVERDUE, "文件"), ("文件", {"document": "纪要.docx"}, ON_TIME, ""),
    ("无", {}, ON_TIME, ""),
])  # fmt: skip
def test_what_has_to_be_handed_in(hands_in, cells, state, lacks):
    one = standing_of(issued(hands_in=hands_in), entered("2026-11-20 10:00", **cells), PEOPLE, D("2026-11-25"))
    assert (one.state, one.lacks) == (state, lacks)


def test_another_register_says_that_it_was_done():
    known = replace(entered(), registered_on=D("2026-11-18"), told_late_at=datetime(2026, 11, 21, 9, 0))
    one = standing_of(issued(done_with="调查.调查日期"), known, PEOPLE, D("2026-11-25"))
    assert (one.state, one.done_on) == (ON_TIME, D("2026-11-18"))  # nobody had to fill in anything


def test_what_a_person_gave_up_is_neither_open_nor_late():
    given_up = Exemption(
        subject="任务", treatment="放弃", approved_by="B01", subject_no="W1", reason="停产", from_on=D("2026-11-10"),
        starts_at=datetime.min.time(), until_on=None, ends_at=None,
    )  # fmt: skip
    one = standing_of(issued(), replace(entered(), given_up=given_up), PEOPLE, D("2026-11-25"))
    assert (one.state, one.given_up_by, one.why, one.is_open) == ("免办", "B01", "停产", False)


def test_where_nothing_could_be_drawn_nobody_is_chased():
    task = issued(draw="5份", frame="归档/任务/x.json")
    assert standing_of(task, entered(), PEOPLE, D("2026-12-25")).state == "没有记录可抽"
    assert parse_draw("5份").of(0) == 0


def test_where_nobody_is_above_a_supervisor_or_the_boss_is_told():
    people = People((Person(person_no="A01", name="李明", role="业务员"), PEOPLE.by_no["C01"]))
    one = standing_of(issued(), entered(), people, D("2026-11-21"))
    assert [person.person_no for person in one.told] == ["C01"]
