"""``policy try``: what a changed 制度 would do, before it holds, and without a trace in the office."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from huifang.edges.store.office import Office
from huifang.flow.office.desk import Desk
from huifang.flow.trying import calls_to_come
from office import TestOffice, blank_office, edited, run, snapshot, table

NOW = "2026-11-24 09:00"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    return blank_office(tmp_path_factory.mktemp("tried"))


def changed(office: TestOffice, name: str, sheet: str, row: int, **cells: object):
    path = office.outside / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(office.path("制度.xlsx").read_bytes())
    with edited(path) as book:
        headers = {cell.value: cell.column for cell in book[sheet][1]}
        for header, value in cells.items():
            book[sheet].cell(row, headers[header]).value = value
    return path


def test_a_longer_interval_halves_the_calls_and_the_office_stays_as_it_is(office):
    before = snapshot(office.root)
    ran = office.run("policy", "try", changed(office, "二十天.xlsx", "回访规则", 2, 间隔=20), now=NOW)
    assert ran.code == 0 and ran.data["findings"] == [] and snapshot(office.root) == before
    (change,) = ran.data["changes"]
    assert (change["sheet"], change["row"], change["column"]) == ("回访规则", "R1", "间隔")
    assert (change["old"], change["new"]) == ("10", "20") and change["cell"].endswith("2")
    effect = ran.data["effect"]
    assert (effect["from"], effect["until"]) == ("2026-11-24", "2027-01-24")
    assert {who["agent"] for who in effect["calls"]} == {"A01", "A02", "A03"}
    for who in effect["calls"]:
        assert who["fewer"] == who["before"] - who["after"] > 0 == who["more"]
        assert who["before"] == pytest.approx(2 * who["after"], rel=0.15)
    assert effect["deadlines"] == effect["reports"] == []


def test_what_is_foreseen_of_the_present_batch_is_what_is_planned_then(tmp_path):
    office = blank_office(tmp_path)
    desk = Desk(Office(office.root), datetime.fromisoformat(NOW))
    foreseen = [(one.plan_no, one.planned_on) for one in calls_to_come(desk.present, date(2026, 12, 1))]
    planned = office.run("plan", "--period", "2026-11下旬", now=NOW).data["calls"]
    assert sorted(foreseen) == sorted((one["plan_no"], date.fromisoformat(one["planned_on"])) for one in planned)
    again = Desk(Office(office.root), datetime.fromisoformat(NOW))  # what is issued is still to be made
    assert sorted((one.plan_no, one.planned_on) for one in calls_to_come(again.present, date(2026, 12, 1))) == sorted(
        foreseen
    )


def test_a_report_that_moves_a_row_that_goes_and_one_that_comes_are_told(office):
    path = changed(office, "报告.xlsx", "报告", 2, 截止="期末后3天", 收件角色="主管")
    with edited(path) as book:
        book["客户类别"].append(["新类别"])
    effect = office.run("policy", "try", path, now=NOW).data
    assert [(one["sheet"], one["row"], one["new"]) for one in effect["changes"] if one["column"] is None] == [
        ("客户类别", "新类别", "类别 新类别")
    ]
    said = {one["matter"]: (one["old"], one["new"]) for one in effect["effect"]["reports"] if one["report"] == "旬报"}
    assert said["截止"][0].startswith("11-30、12-10") and said["截止"][1].startswith("12-03、12-13")
    assert said["收件角色"] == ("老板", "主管")


def test_a_wrong_cell_is_told_at_its_place_in_the_file(office):
    ran = office.run("policy", "try", changed(office, "错.xlsx", "回访规则", 2, 触发="滚滚"), now=NOW)
    assert ran.code == 1 and [(f["file"], f["sheet"]) for f in ran.data["findings"]] == [("错.xlsx", "回访规则")]


def test_the_offices_own_book_as_it_was_changed_is_tried_against_the_one_in_force(tmp_path):
    office = blank_office(tmp_path)
    assert office.run("plan", "--period", "2026-11下旬", now=NOW).code in (0, 1)
    assert office.run("policy", "try", now=NOW).data["changes"] == []
    with edited(office.path("制度.xlsx")) as book:
        headers = {cell.value: cell.column for cell in book["回访规则"][1]}
        book["回访规则"].cell(2, headers["间隔"]).value = 5
    before = snapshot(office.root)
    ran = office.run("policy", "try", now=NOW)
    assert [(one["old"], one["new"]) for one in ran.data["changes"]] == [("10", "5")]
    assert all(who["more"] > 0 for who in ran.data["effect"]["calls"]) and snapshot(office.root) == before


def test_a_deadline_that_moves_is_told_of_the_open_complaint(tmp_path):
    root = tmp_path / "景区"
    assert run("--now", NOW, "init", str(root), "--policy", "scenic-complaints").code == 0
    office = TestOffice(root, tmp_path / "外")
    with edited(office.path("投诉登记表.xlsx")) as book:
        sheet = book["投诉"]
        headers = {cell.value: cell.column for cell in sheet[1]}
        for header, value in {
            "投诉编号": "T1",
            "接收时间": datetime(2026, 11, 24, 8, 50),
            "投诉内容": "排队太久",
        }.items():
            sheet.cell(2, headers[header]).value = value
    (row, first) = next(
        (number, one) for number, one in enumerate(table(office.path("制度.xlsx"), "投诉时限"), start=2)
        if one["起算"] == "接收时间"
    )  # fmt: skip
    path = changed(office, "新.xlsx", "投诉时限", row, 时限=first["时限"] * 3)
    (moved,) = office.run("policy", "try", path, now=NOW).data["effect"]["deadlines"]
    assert moved["complaint_no"] == "T1" and moved["old"] < moved["new"]
