"""Complaints piece by piece: settings, what the customer said, when closed, who answers, what the journal notes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from complaints_made import (
    BOOK,
    GOOD,
    STAFF,
    complain,
    complaint_office,
    fill,
    listed,
    moment,
    set_limit,
    typed,
    with_two_clocks,
)
from huifang.core.worktime import WorkCalendar, WorkHours
from huifang.decisions.calls.triggers import NEEDED
from huifang.decisions.complaints.clocks import status_of
from huifang.decisions.complaints.escalation import Owner, ladder, owner_of
from huifang.decisions.complaints.life import life_of
from huifang.decisions.complaints.reading import ClockView, in_words
from huifang.decisions.complaints.watch import Unhappy, newly_dissatisfied, rounds_of
from huifang.edges.known.presets import load_preset
from huifang.policy.build import read_policy
from huifang.policy.complaints import (
    ComplaintClock,
    Dispatch,
    covers,
    is_closed,
    last_word,
    next_file_no,
    obstacles,
)
from huifang.policy.people import People, Person, StandIn
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.model import Row, Sheet
from office import SAMPLED, add_rows, blank_office, codes, edited, find, put, sample_office

DAY = date(2026, 11, 10)
PEOPLE = People(
    tuple(
        Person(person_no=n, name=name, role=role, superior=superior or "", department=of)
        for n, name, role, of, superior in STAFF
    )
)
S7 = with_two_clocks(load_preset("travel-complaints").policy)


def cells(**values: Any) -> dict[str, Any]:
    """A complaint by key, from headers."""
    return {COMPLAINTS.by_header[header].key: typed(header, value) for header, value in values.items()}


# --- settings

LIMIT = ["开始处理", "接收时间", 10, "分钟", "开始处理时间", "", "", ""]


def read(sheet: str, *rows: list[Any], more: dict[str, list[list[Any]]] | None = None):
    grids = {name: [list(row) for row in grid] for name, grid in load_preset("scenic-complaints").grids().items()}
    for name, given in {sheet: [*rows], **(more or {})}.items():
        grids[name] = [grids[name][0], *given]
    return read_policy(grids, "制度.xlsx", NEEDED)


def limit(**at: Any) -> list[Any]:
    names = ("stage", "starts", "amount", "unit", "done", "applies", "escalate", "clause")
    return [at.get(name, value) for name, value in zip(names, LIMIT, strict=True)]


@pytest.mark.parametrize(
    ("row", "finding"),
    [
        (limit(), None),
        (limit(applies="全部"), None),
        (limit(applies="重大"), None),
        (limit(applies="服务"), None),
        (limit(applies="严重"), ("P607", "F2")),
        (limit(applies="不成立"), ("P607", "F2")),
        (limit(starts="接到时间"), ("P605", "B2")),
        (limit(starts="投诉内容"), ("P605", "B2")),
        (limit(done="处理方案"), ("P605", "E2")),
        (limit(done="完成时间"), ("P605", "E2")),
        (limit(done="接收时间"), ("P605", "E2")),
        (limit(unit="刻"), ("C205", "D2")),
        (limit(amount=-1), ("C212", "C2")),
        (limit(amount=None), ("C201", "C2")),
        (limit(amount="十"), ("C204", "C2")),
        (limit(amount=2600, unit="工作日"), None),
        (limit(amount=2601, unit="工作日"), ("P605", "C2")),
        (limit(amount=3661, unit="天"), ("P605", "C2")),
        (limit(stage=None), ("C201", "A2")),
    ],
)
def test_a_limit_that_cannot_be_carried_out_is_found_and_does_not_run(row, finding):
    result = read("投诉时限", row)
    assert [(f.code, f.place.cell) for f in result.findings] == ([finding] if finding else [])
    assert len(result.policy.clocks) == (0 if finding else 1)


def test_a_wrong_limit_takes_no_other_with_it():
    result = read("投诉时限", limit(starts="接到时间"), limit(stage="乙", applies="严重"), limit(stage="丙"))
    assert [clock.stage for clock in result.policy.clocks] == ["丙"]
    assert "是不是“接收时间”" in result.findings[0].message
    assert "全部、一般、重大" in result.findings[1].hint


def test_a_limit_says_who_is_told_and_for_whom():
    plain, major = read("投诉时限", limit(), limit(applies="重大", escalate="老板")).policy.clocks
    assert (plain.applies_to, plain.escalate_to, plain.tells_at_once) == ("全部", "上级", False)
    assert (major.applies_to, major.escalate_to, major.tells_at_once) == ("重大", "老板", True)


@pytest.mark.parametrize(
    ("more", "known", "unknown"),
    [
        ({}, "服务", "餐饮"),
        ({"投诉分派": [["餐饮", "餐饮部", "", ""]]}, "餐饮", "服务"),
        ({"选项": [["投诉类别", "停车"]]}, "停车", "服务"),
        ({"选项": [["严重程度", "特大"]]}, "特大", "餐饮"),
    ],
)
def test_classes_are_those_of_the_office(more, known, unknown):
    assert read("投诉时限", limit(applies=known), more=more).findings == ()
    assert [f.code for f in read("投诉时限", limit(applies=unknown), more=more).findings] == ["P607"]


@pytest.mark.parametrize(
    ("row", "found", "asked"),
    [
        (["关闭时间", "致谢人，归档号", "", ""], [], [("thanked_by", "file_no")]),
        (["关闭时间", "致谢人,归档", "", ""], [("P605", "B2")], [("thanked_by",)]),
        (["关闭时间", "归档", "", ""], [("P605", "B2")], []),
        (["结束时间", "归档号", "", ""], [("P605", "A2")], []),
        (["关闭时间", "归档号", None, "不成立"], [], [("file_no",)]),
        (["关闭时间", "归档号", None, "也许"], [("P607", "D2")], []),
        (["关闭时间", "", "", ""], [("C201", "B2")], []),
    ],
)
def test_what_steps_ask_for(row, found, asked):
    result = read("投诉要求", row)
    assert [(f.code, f.place.cell) for f in result.findings] == found
    assert [need.asked for need in result.policy.needs] == asked


def test_a_class_goes_to_one_department():
    result = read("投诉分派", ["服务", "客服部", "", ""], ["服务", "后勤部", "", ""], ["餐饮", "", "", ""])
    assert [(f.code, f.place.cell) for f in result.findings] == [("C201", "B4"), ("T510", "A3")]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("word", "fine"), [("上级", True), ("老板", True), ("B01", True), ("周丽华", True), ("经理", False)]
)
def test_who_is_told_is_known(word: str, fine: bool, tmp_path: Path):
    office = complaint_office(tmp_path)
    set_limit(office, 2, 升级对象=word)
    findings = office.run("check", now="2026-11-10 09:00").data["findings"]
    assert find(findings, "P612") == ([] if fine else [("error", "投诉时限", "G2")])


def test_the_head_of_a_department_is_known(tmp_path: Path):
    office = complaint_office(tmp_path)
    add_rows(office.path("制度.xlsx"), "投诉分派", {"投诉类别": "餐饮", "责任部门": "餐饮部", "部门负责人": "查无此人"})
    findings = office.run("check", now="2026-11-10 09:00").data["findings"]
    assert [(f["code"], f["sheet"], f["cell"][0]) for f in findings] == [("T507", "投诉分派", "C")]


# --- what the customer said, and closing


@pytest.mark.parametrize(
    ("said", "satisfied"),
    [
        (None, None), ("满意", True), ("非常满意", True), ("表示满意", True), ("接受", True), ("接受方案，满意", True),
        ("不错，满意", True), ("基本认可", True), ("不满意", False), ("很不满意", False), ("不太满意", False),
        ("不是很满意", False), ("没有表示满意", False), ("未接受", False), ("不接受", False), ("仍不认可方案", False),
        ("一般", None), ("再考虑", None), ("投诉人没有答复", None),
    ],
)  # fmt: skip
def test_what_the_reaction_means(said, satisfied):
    assert last_word({"reaction": said}).satisfied is satisfied


@pytest.mark.parametrize(
    ("values", "satisfied", "at"),
    [
        ({"客户反馈": "满意", "告知客户时间": "11-05 10:00"}, True, "11-05 10:00"),
        ({"回访满意度": "不满意", "回访时间": "11-06 10:00"}, False, "11-06 10:00"),
        ({"客户反馈": "满意", "告知客户时间": "11-05 10:00", "回访满意度": "不满意", "回访时间": "11-06 10:00"}, False,
         "11-06 10:00"),
        ({"客户反馈": "满意", "告知客户时间": "11-07 10:00", "回访满意度": "不满意", "回访时间": "11-06 10:00"}, True,
         "11-07 10:00"),
        ({"客户反馈": None, "告知客户时间": "11-07 10:00", "回访满意度": "不满意", "回访时间": "11-06 10:00"}, False,
         "11-06 10:00"),
        ({"客户反馈": "不满意", "回访满意度": "非常满意"}, True, None),
        ({"回访满意度": "一般"}, None, None),
    ],
)  # fmt: skip
def test_the_last_word_counts(values, satisfied, at):
    word = last_word(cells(**values))
    assert (word.satisfied, word.at) == (satisfied, moment(at) if at else None)


CLOSED = {"关闭时间": "11-06 10:00"}


@pytest.mark.parametrize(
    ("values", "where_asked", "elsewhere"),
    [
        ({}, False, False),
        (CLOSED, False, True),
        ({**CLOSED, "客户反馈": "满意"}, True, True),
        ({**CLOSED, "客户反馈": "再考虑"}, False, True),
        ({**CLOSED, "客户反馈": "不满意"}, False, False),
        ({**CLOSED, "客户反馈": "不满意", "关闭说明": "已尽力"}, True, True),
        ({**CLOSED, "关闭说明": "投诉人撤回"}, True, True),
        ({**CLOSED, "是否成立": "不成立"}, True, True),
        ({**CLOSED, "是否成立": "不成立", "客户反馈": "不接受"}, False, False),
        ({"客户反馈": "满意", "关闭说明": "已尽力"}, False, False),
    ],
)
def test_when_a_complaint_is_closed(values, where_asked, elsewhere):
    """With 满意才能结案, and without."""
    assert (is_closed(cells(**values), True), is_closed(cells(**values), False)) == (where_asked, elsewhere)


@pytest.mark.parametrize(
    ("values", "satisfied", "revisit", "keys"),
    [
        ({}, True, True, ["carried_out_at", "outcome_told_at", "revisited_at", "reaction"]),
        ({}, False, False, ["carried_out_at", "outcome_told_at"]),
        ({"是否成立": "不成立"}, True, True, ["outcome_told_at", "revisited_at"]),
        ({"是否成立": "不成立", "回访时间": "11-05 10:00"}, True, True, []),
        ({"执行完成时间": "11-05 10:00", "告知客户时间": "11-05 11:00"}, True, False, ["reaction"]),
        ({"执行完成时间": "11-05 10:00", "告知客户时间": "11-05 11:00"}, False, False, []),
        ({"执行完成时间": "11-05 10:00", "回访时间": "11-05 11:00", "回访满意度": "不满意"}, False, True,
         ["closing_note"]),
        ({"关闭说明": "投诉人撤回"}, True, True, []),
    ],
)  # fmt: skip
def test_what_stands_against_closing(values, satisfied, revisit, keys):
    assert [key for key, _ in obstacles(cells(**values), satisfied, revisit)] == keys


@pytest.mark.parametrize(
    ("applies_to", "values", "covered"),
    [
        ("全部", {}, True),
        ("一般", {}, True),  # one that nobody rated is an ordinary one
        ("重大", {}, False),
        ("重大", {"严重程度": "重大"}, True),
        ("一般", {"严重程度": "重大"}, False),
        ("服务", {"投诉类别": "服务"}, True),
        ("服务", {}, False),
        ("成立", {"是否成立": "成立"}, True),
        ("成立", {}, False),
    ],
)
def test_what_a_line_is_about(applies_to, values, covered):
    assert covers(applies_to, cells(**values)) is covered


@pytest.mark.parametrize(
    ("taken", "number"),
    [
        ([], "2026-11-001"),
        (["2026-11-001", None, "2026-11-007", "2026-10-031"], "2026-11-008"),
        (["2026-11-999"], "2026-11-1000"),
        (["2026-11-旧", "D2026-031"], "2026-11-001"),
    ],
)
def test_the_next_archive_number(taken, number):
    assert next_file_no(taken, DAY) == number


# --- who answers, who is told

S6 = replace(
    S7, dispatches=(Dispatch("服务", "客服部", ""), Dispatch("产品", "产品部", ""), Dispatch("餐饮", "餐饮部", "L01"))
)


@pytest.mark.parametrize(
    ("values", "reopened", "owner"),
    [
        ({"责任人": "A02", "首问责任人": "A01"}, 0, "A02"),
        ({"首问责任人": "A01"}, 0, "A01"),
        ({"首问责任人": "李晓明"}, 0, "A01"),
        ({"责任人": "查无此人", "首问责任人": "A01"}, 0, "A01"),
        ({"责任部门": "产品部"}, 0, "B02"),
        ({"投诉类别": "产品"}, 0, "B02"),
        ({"投诉类别": "餐饮"}, 0, "L01"),  # 制度 names its head
        ({"投诉类别": "餐饮", "责任部门": "产品部"}, 0, "B02"),  # what was filled in counts
        ({"投诉类别": "停车"}, 0, "B01"),
        ({}, 0, "B01"),
        ({"首问责任人": "A02"}, 1, "A02"),
        ({"首问责任人": "A02"}, 2, "L01"),
        ({"首问责任人": "A02"}, 3, "B01"),
        ({"首问责任人": "A02"}, 9, "C01"),
        ({"首问责任人": "C01"}, 5, "C01"),
    ],
)
def test_who_answers_for_a_complaint(values, reopened, owner):
    assert owner_of(S6, PEOPLE, cells(**values), DAY, reopened).person_no == owner


def without(*numbers: str, on: date = DAY) -> People:
    """The staff after these people left."""
    return People(tuple(replace(p, left_on=on) if p.person_no in numbers else p for p in PEOPLE.persons))


@pytest.mark.parametrize(
    ("gone", "values", "owner"),
    [
        (("A02",), {"责任人": "A02", "首问责任人": "A01"}, "A01"),
        (("A02", "A01"), {"责任人": "A02", "首问责任人": "A01", "责任部门": "产品部"}, "B02"),
        (("B02",), {"责任部门": "产品部"}, "A03"),  # the one left whose superior is not of it
        (("B01", "B02"), {}, "C01"),
        (("B01", "B02", "C01"), {}, None),
    ],
)
def test_who_has_left_answers_for_nothing(gone, values, owner):
    found = owner_of(S7, without(*gone), cells(**values), DAY)
    assert found.person_no == owner
    assert found.why


@pytest.mark.parametrize(
    ("first_asked", "owner", "why"),
    [
        ("A01", "A02", "首问责任人A01 李晓明请假，由代理人负责"),
        ("A03", "B01", "主管"),  # nobody stands in who is there
        ("A02", "A02", "首问责任人"),
    ],
)
def test_who_is_away_is_stood_in_for(first_asked, owner, why):
    away = (StandIn("A01", DAY, DAY, "A02"), StandIn("A03", DAY, DAY, "A09"))
    people = replace(PEOPLE, stand_ins=away)
    found = owner_of(S7, people, cells(首问责任人=first_asked), DAY)
    assert (found.person_no, found.why) == (owner, why)
    later = owner_of(S7, people, cells(首问责任人="A01"), DAY + timedelta(days=1))
    assert later.person_no == "A01"


def told(owner: str, word: str, applies_to: str = "全部", people: People = PEOPLE) -> tuple[str, str]:
    clock = ComplaintClock(
        stage="阶段",
        starts_with="received_at",
        amount=10,
        unit="分钟",
        done_with="started_at",
        applies_to=applies_to,
        escalate_to=word,
    )
    rungs = ladder(people, clock, Owner(people.by_no[owner], "责任人"), DAY)
    return " ".join(p.person_no for p in rungs.at_once), " ".join(p.person_no for p in rungs.later)


@pytest.mark.parametrize(
    ("owner", "word", "applies_to", "at_once", "later"),
    [
        ("A02", "上级", "全部", "", "L01 B01 C01"),
        ("A02", "主管", "全部", "", "B01 C01"),
        ("A03", "主管", "全部", "", "B02 C01"),  # the nearest one above
        ("A02", "老板", "全部", "", "C01"),
        ("A02", "B02", "全部", "", "B02 C01"),
        ("A02", "吴志远", "全部", "", "B02 C01"),
        ("A02", "查无此人", "全部", "", "L01 B01 C01"),
        ("B01", "主管", "全部", "", "C01"),  # not a colleague
        ("C01", "老板", "全部", "", ""),
        ("A02", "老板", "重大", "L01 B01 C01", ""),  # over every level, but at once
        ("A02", "主管", "重大", "L01 B01", "C01"),
        ("A02", "B02", "重大", "B02", "C01"),
        ("C01", "老板", "重大", "", ""),
    ],
)
def test_who_is_told(owner, word, applies_to, at_once, later):
    assert told(owner, word, applies_to) == (at_once, later)


def test_who_has_left_is_passed_over_on_the_way_up():
    assert told("A02", "上级", people=without("L01")) == ("", "B01 C01")
    assert told("A02", "主管", people=without("B01")) == ("", "B02 C01")


def test_superiors_in_a_circle_end():
    circle = People(
        (
            Person(person_no="A01", name="甲", role="业务员", superior="A02"),
            Person(person_no="A02", name="乙", role="业务员", superior="A01"),
        )
    )
    assert [p.person_no for p in circle.chain_above("A01", DAY)] == ["A02"]


# --- a status

HOURS = WorkHours(WorkCalendar(S7.workdays), S7.work_spans)


def status(values: dict[str, Any], now: str, **view: Any):
    row = Row(cells(**values), Sheet(BOOK, "投诉", {}), 2)
    return status_of(ClockView(policy=S7, hours=HOURS, people=PEOPLE, now=moment(now), **view), row)


def test_a_moment_that_has_not_come_does_not_count():
    """The day counts: who plays with the clock of one day need not mind the hour."""
    late = {"接收时间": "11-10 09:00", "首问责任人": "A01", "首次响应时间": "11-12 09:00"}
    assert status(late, "11-11 12:00").state == "overdue"
    assert status(late, "11-12 08:00").state == "waiting"
    assert status({"接收时间": "11-12 09:00"}, "11-11 12:00").state == "waiting"


def test_where_only_the_day_was_typed_the_day_counts():
    day_alone = {"接收时间": "11-10 09:00", "首次响应时间": "11-11 00:00"}
    (response, _) = status(day_alone, "11-15 12:00").clocks
    assert (response.state, response.overdue_minutes) == ("done", 0)
    (response, _) = status({**day_alone, "首次响应时间": "11-12 00:00"}, "11-15 12:00").clocks
    assert (response.state, response.overdue_minutes) == ("done", 15 * 60)


def test_a_complaint_without_receipt_waits():
    waiting = status({"首问责任人": "A01"}, "11-10 12:00")
    assert (waiting.state, waiting.stage, waiting.owner.person_no) == ("waiting", "待受理", "A01")
    assert any("“接收时间”还没有填写" in step for step in waiting.derivation)


def test_what_is_closed_has_no_clock_that_runs():
    closed = status({"接收时间": "11-02 09:00", "关闭时间": "11-10 09:00", "关闭说明": "撤回"}, "11-11 12:00")
    assert (closed.state, closed.due, closed.overdue_minutes, closed.told) == ("closed", None, 0, ())
    assert [clock.state for clock in closed.clocks] == ["done", "waiting"]
    assert closed.clocks[0].overdue_minutes == 7 * 1440  # the answer was due on the 3rd; closing makes no miss undone


def test_investigation_ends_with_the_judgement_that_it_is_not_valid():
    row = {"接收时间": "11-02 09:00", "首次响应时间": "11-02 10:00", "分派时间": "11-02 10:00"}
    assert status(row, "11-05 12:00").state == "overdue"
    judged = status({**row, "是否成立": "不成立"}, "11-05 12:00")
    assert (judged.state, judged.stage) == ("waiting", "待告知结果")
    assert any("不必再办这一步" in step for step in judged.derivation)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 分钟"), (5, "5 分钟"), (60, "1 小时"), (61, "1 小时 1 分钟"), (1440, "1 天"), (1501, "1 天 1 小时 1 分钟")],
)
def test_minutes_in_words(minutes, words):
    assert in_words(minutes) == words


def test_the_class_says_which_department():
    row = {"接收时间": "11-02 09:00", "投诉类别": "价格"}
    assert "“价格”类投诉由 销售部 负责" in status(row, "11-02 10:00").derivation
    assert not any("销售部" in step for step in status({**row, "责任部门": "销售部"}, "11-02 10:00").derivation)


def test_what_is_asked_for_comes_first_among_the_missing():
    life = life_of(S7, cells(接收时间="11-02 09:00", 首次响应时间="11-02 10:00"))
    assert life.stage == "待判断"
    assert life.missing == ("投诉人", "联系方式", "是否成立")


# --- what the journal notes


def rows(*complaints: dict[str, Any]) -> list[Row]:
    sheet = Sheet(BOOK, "投诉", {})
    return [Row(cells(**values), sheet, number) for number, values in enumerate(complaints, start=2)]


TOLD = {"投诉编号": "T1", "首问责任人": "A01", "告知客户时间": "11-05 10:00", "客户反馈": "不满意"}


def test_a_dissatisfaction_counts_once_however_often_it_is_seen():
    known = dict.fromkeys(newly_dissatisfied(rows(TOLD), ()), moment("11-05 12:00"))
    assert [*known] == [("T1", "2026-11-05 10:00")]
    assert newly_dissatisfied(rows(TOLD), known) == ()
    assert newly_dissatisfied(rows({**TOLD, "客户反馈": "满意"}, {**TOLD, "投诉编号": None}), known) == ()
    again = newly_dissatisfied(rows({**TOLD, "告知客户时间": "11-06 10:00"}), known)
    assert rounds_of({**known, **dict.fromkeys(again, moment("11-06 12:00"))}) == {
        "T1": (
            Unhappy(moment("11-05 10:00"), moment("11-05 12:00")),
            Unhappy(moment("11-06 10:00"), moment("11-06 12:00")),
        )
    }


OPEN = {**GOOD, "客户反馈": None, "关闭时间": None, "归档号": None}


@pytest.mark.slow
def test_every_run_that_writes_notes_what_will_be_written_over(tmp_path: Path):
    office = complaint_office(tmp_path)
    complain(office, {**OPEN, "客户反馈": "不满意"})
    office.run("plan", now="2026-11-05 13:00")  # any of them
    office.run("plan", now="2026-11-05 14:00")
    (noted,) = [entry for entry in office.entries("seen") if "投诉" in entry.get("changes", ())]
    assert noted["dissatisfied"] == [{"complaint_no": "T2611-001", "at": "2026-11-05 11:00"}]
    fill(office, 2, 告知客户时间="2026-11-06 11:00", 客户反馈="还是不满意")
    again = listed(office, "2026-11-06 12:00")["T2611-001"]
    assert (again["dissatisfied_times"], again["owner"], again["stage"]) == (2, "L01", "重新办理")  # A02's superior
    fill(office, 2, 客户反馈="满意", 告知客户时间="2026-11-07 11:00", 关闭时间="2026-11-07 12:00", 归档号="2026-11-001")
    assert listed(office, "2026-11-07 13:00")["T2611-001"]["state"] == "closed"
    assert office.run("check", now="2026-11-07 13:00").data["findings"] == []
    assert office.run("verify").data["ok"]


def test_looking_twice_writes_nothing_twice(tmp_path: Path):
    office = complaint_office(tmp_path)
    complain(office, OPEN)
    office.run("complaints", now="2026-11-05 13:00")
    before = len(office.journal())
    office.run("complaints", now="2026-11-05 14:00")
    assert len(office.journal()) == before


def test_check_looks_without_noting(tmp_path: Path):
    office = complaint_office(tmp_path)
    complain(office, {**OPEN, "客户反馈": "不满意"})
    before = len(office.journal())
    findings = office.run("check", now="2026-11-05 13:00").data["findings"]
    assert codes(findings) == ["D111"] and "第 1 次" in findings[0]["message"]
    assert len(office.journal()) == before


@pytest.mark.slow
def test_the_first_asked_may_be_written_otherwise_but_not_replaced(tmp_path: Path):
    office = complaint_office(tmp_path)
    complain(office, OPEN)
    office.run("complaints", now="2026-11-05 13:00")
    for now, found in (("李晓明", []), ("A03", ["D105"]), (None, ["D105"]), ("A01", [])):
        fill(office, 2, 首问责任人=now)
        assert codes(office.run("check", now="2026-11-05 14:00").data["findings"]) == found, now


# --- the command


def test_an_office_without_the_register_has_no_complaints(tmp_path: Path):
    ran = blank_office(tmp_path).run("complaints", now="2026-11-20 09:00")
    assert (ran.code, ran.data["complaints"]) == (0, [])
    assert "没有投诉登记表" in ran.err


def test_a_wrong_setting_is_said_and_the_other_clocks_run(tmp_path: Path):
    office = complaint_office(tmp_path)
    set_limit(office, 2, 起算="接到时间")
    complain(office, {**OPEN, "首次响应时间": None, "调查完成时间": None, "告知客户时间": None, "执行完成时间": None})
    ran = office.run("complaints", now="2026-11-05 13:00")
    assert (ran.code, codes(ran.data["findings"])) == (1, ["P605"])
    (one,) = ran.data["complaints"]
    assert [clock["stage"] for clock in one["clocks"]] == ["调查"]
    assert (one["state"], one["overdue_minutes"]) == ("overdue", 26 * 60 + 30)


def test_working_time_and_the_office_s_calendar_in_the_command(tmp_path: Path):
    """From Tuesday 17:00: an hour that day; 日历 makes Wednesday free and Saturday a working day."""
    office = complaint_office(tmp_path)
    set_limit(office, 2, 时限=17, 单位="工作小时")
    free, made_up = {"日期": date(2026, 11, 4), "类型": "休", "名称": "店庆"}, {"日期": date(2026, 11, 7), "类型": "班"}
    add_rows(office.path("制度.xlsx"), "日历", free, made_up)
    complain(office, {"投诉编号": "T1", "接收时间": "2026-11-03 17:00", "投诉内容": "晚到", "首问责任人": "A01"})
    one = listed(office, "2026-11-03 17:30")["T1"]
    assert one["due"] == "2026-11-07 10:00"  # 1 h on the 3rd, 7.5 h on the 5th and the 6th, 1 h on the 7th
    assert any("2026-11-04 不上班(店庆)" in step for step in one["derivation"])
    assert any("2026-11-07(周六) 调休上班" in step for step in one["derivation"])


def test_a_year_without_official_make_up_days_is_a_warning(tmp_path: Path):
    office = complaint_office(tmp_path)
    set_limit(office, 2, 时限=3, 单位="工作日")
    complain(office, {"投诉编号": "T1", "接收时间": "2049-03-01 17:00", "投诉内容": "晚到", "首问责任人": "A01"})
    ran = office.run("complaints", now="2049-03-01 17:30")
    assert codes(ran.data["findings"]) == ["J815", "P606"]  # the clock is years ahead, too
    set_limit(office, 2, 时限=3, 单位="天")
    assert office.run("complaints", now="2049-03-01 17:30").data["findings"] == []


HOSTILE = {
    "no number": {"投诉编号": None}, "no receipt": {"接收时间": None}, "nothing else": {"投诉内容": None},
    "the year 1": {"接收时间": "0001-01-01 09:00"}, "the year 9999": {"接收时间": "9999-12-31 23:59"},
    "words": {"接收时间": "昨天"}, "an unknown person": {"首问责任人": "查无此人"}, "odd": {"严重程度": "特大"},
    "a formula": {"关闭时间": "=NOW()"}, "a date": {"接收时间": datetime(2026, 11, 3)},
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["小时", "天", "工作小时", "工作日"])
@pytest.mark.parametrize("change", HOSTILE.values(), ids=HOSTILE)
def test_bad_cells_give_findings_and_take_away_no_complaint(change: dict[str, Any], unit: str, tmp_path: Path):
    office = complaint_office(tmp_path)
    for row in (2, 3):
        set_limit(office, row, 单位=unit, 时限=2600 if unit == "工作日" else 24)
    complain(office, {**OPEN, "首次响应时间": None})
    fill(office, 2, **{header: value for header, value in change.items() if not isinstance(value, str)})
    with_text = {header: value for header, value in change.items() if isinstance(value, str)}
    with edited(office.path(BOOK)) as book:
        put(book["投诉"], 2, with_text)
    for command in ("complaints", "check"):
        assert office.run(command, now="2026-11-05 13:00").code in (0, 1)
    assert len(office.run("complaints", now="2026-11-05 13:00").data["complaints"]) == 1


def test_most_urgent_first(tmp_path: Path):
    office = complaint_office(tmp_path)
    base = {"投诉内容": "晚到", "首问责任人": "A01", "投诉人": "王女士", "联系方式": "13800000001"}
    complain(
        office,
        {**base, "投诉编号": "T1", "接收时间": "2026-11-05 10:00", "首次响应时间": "2026-11-05 11:00"},
        {**base, "投诉编号": "T2", "接收时间": "2026-11-05 11:00"},
        {**base, "投诉编号": "T3", "接收时间": "2026-11-04 11:00"},
        {**base, "投诉编号": "T4", "接收时间": "2026-11-04 10:00"},
        {**base, "投诉编号": "T5", "接收时间": "2026-11-01 10:00", "关闭时间": "2026-11-02 10:00", "关闭说明": "撤回"},
    )
    data = office.run("complaints", now="2026-11-05 10:30").data
    assert [(one["complaint_no"], one["state"]) for one in data["complaints"]] == [
        ("T4", "overdue"), ("T3", "due"), ("T2", "ok"), ("T1", "waiting"), ("T5", "closed"),
    ]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("preset", ["property", "scenic-complaints", "travel-complaints", "complaint-basic"])
def test_the_sample_office_has_complaints_of_every_kind(preset: str, tmp_path: Path):
    office = sample_office(tmp_path, preset)
    ran = office.run("complaints", now=SAMPLED)
    assert ran.code == 0
    states = {one["state"] for one in ran.data["complaints"]}
    assert states == {"waiting", "closed"}
    findings = office.run("check", now=SAMPLED).data["findings"]
    assert [f for f in findings if f["code"].startswith("D")] == []


def test_run_tells_whom_to_tell_of_late_complaints(tmp_path: Path) -> None:
    office = complaint_office(tmp_path, "travel-complaints")
    complain(
        office, {header: value for header, value in GOOD.items() if not header.endswith("时间") or "接收" in header}
    )
    early = office.run("run", now="2026-11-03 10:00")
    assert [step for step in early.data["steps"] if step["step"] == "complaints"] == []
    (step,) = [one for one in office.run("run", now="2026-11-20 10:00").data["steps"] if one["step"] == "complaints"]
    assert step["complaints"] == [GOOD["投诉编号"]] and step["told"]
