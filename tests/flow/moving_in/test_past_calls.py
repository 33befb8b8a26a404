"""Calls of before the office began: history and last contact, and nobody's figures. Words of a list are said once."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest

from huifang.edges.store.office import Office
from huifang.flow.calls.registers_in_use import facts_of
from huifang.flow.office.desk import Desk
from lists import plain
from office import TestOffice, add_rows, blank_office, codes, table

NOW, LATER = "2026-11-24 09:00", "2026-12-01 09:00"
HEADERS = ("客户", "回访时间", "回访人", "是否接通", "沟通内容", "满意度", "下次跟进日期")
COUNTS = ("done", "reported", "connected", "satisfied", "dissatisfied", "unresolved")


@dataclass(frozen=True)
class MovedIn:
    office: TestOffice
    first: dict
    again: dict
    path: Path
    copied: TestOffice


@pytest.fixture(scope="module")
def moved(tmp_path_factory):
    office = blank_office(tmp_path_factory.mktemp("past"))
    names = {row["客户编号"]: row["客户名称"] for row in table(office.path("客户资料库.xlsx"), "客户")}
    path = plain(
        office.outside / "旧回访.xlsx", HEADERS,
        (names["K0001"], "2026-11-18", "老张", "是", "要报价", "满意", "2026-11-30"),
        (names["K0001"], "2026/11/20 10:30", "A01", "未接", None, None, None),
        ("没有这家", "2026-11-18", "老张", "是", None, None, None),
        (names["K0002"], "2026-11-24", "老张", "是", None, None, None),
    )  # fmt: skip
    words = ("import", path, "--to", "回访记录", "--yes")
    first, again = (office.run(*words, now=NOW).data for _ in range(2))
    copied = TestOffice(tmp_path_factory.mktemp("copied") / "office", tmp_path_factory.mktemp("copied") / "寄出")
    shutil.copytree(office.root, copied.root)
    return MovedIn(office, first, again, path, copied)


def test_what_is_brought_in_and_what_is_named(moved):
    data = moved.first
    assert (data["appended"], data["left_out"], data["rows"], data["written"]) == (2, 2, 4, True)
    assert {"M031", "M033", "M034"} <= {*codes(data["findings"])} <= {"M031", "M033", "M034", "C207"}
    assert {one["word"]: one["means"] for one in data["words"]} == {"是": "接通", "未接": "无人接听"}
    settings = {row["项目"]: row["值"] for row in table(moved.office.path("制度.xlsx"), "基本")}
    assert settings["启用日期"] == "2026-11-24"


def test_the_same_file_twice_is_known(moved):
    assert (moved.again["appended"], moved.again["unchanged"], moved.again["written"]) == (0, 2, False)


def test_a_day_and_a_time_beside_it_are_two_columns(moved):
    head = ("日期", "时间", "客户名称", "结果", "客户反映的情况")
    path = plain(moved.office.outside / "记录本.xlsx", head, ("2026-10-12", "9:10", "没有这家", "已接通", "要新目录"))
    data = moved.office.run("import", path, "--to", "回访记录", now=NOW).data
    assert [*data["mapping"].values()] == ["回访日期", "开始时间", "客户名称", "通话结果", "客户意见或需求"]


def test_it_is_history_and_the_last_contact(moved):
    told = moved.office.run("explain", "K0001", now=NOW).data
    assert [(one["called_on"], one["result"], one["agent"]) for one in told["history"]] == [
        ("2026-11-18", "接通", "老张"), ("2026-11-20", "无人接听", "A01"),
    ]  # fmt: skip
    said = str([told["due"], told["rules"]])
    assert "2026-11-18" in said and "未接通" not in said  # an attempt of before costs nobody an attempt


def test_the_caller_reads_it_and_nobody_is_credited_with_it(moved):
    office = moved.office
    office.run("plan", "--period", "2026-11下旬", now=NOW)
    told = {}
    for sheet in office.path("回访计划").rglob("*.xlsx"):
        told |= {row["客户编号"]: row["上次回访"] for row in table(sheet, "回访记录") if row["客户编号"]}
    assert "要报价" in told["K0001"] and "11-30" in told["K0001"], told
    lines = office.run("report", "--period", "2026-11下旬", now=LATER).data["agents"]
    assert lines and {line[key] for line in lines for key in COUNTS} == {0}
    assert office.run("verify", now=LATER).code == 0


def test_a_wrong_list_is_taken_back_and_may_come_again(moved):
    office, number, path = moved.copied, moved.first["number"], moved.path
    assert number and moved.again["known_in"] == [number]
    single = office.correct(
        ("回访记录", f"{number}-1", "满意度", "满意", "一般", "B01", "x"), now=NOW, name="单个.xlsx"
    )
    assert [one["reason_code"] for one in single.data["refused"]] == ["Y440"]
    row = ("过去的回访", number, "整表", None, "撤销", "B01", "导入错了")
    assert office.correct(row, now=NOW).data["applied"] == 1
    repeated = office.run("correct", office.outside / "更正单.xlsx", now=NOW)  # as after a crash
    assert (repeated.code, repeated.data["applied"], repeated.data["refused"]) == (0, 0, [])
    twice = office.run("correct", "--record", number, "--take-back", "--by", "B01", "--why", "x", now=NOW)
    assert twice.code == 2 and "已经由" in twice.err and "撤销" in twice.err
    told = office.run("explain", "K0001", now=NOW).data
    assert told["history"] == [] and "2026-11-18" not in str([told["due"], told["rules"]])
    assert office.run("verify", now=NOW).code == 0
    came = office.run("import", path, "--to", "回访记录", "--yes", now=NOW)
    assert (came.data["appended"], came.data["unchanged"], came.data["written"]) == (2, 0, True)
    assert came.data["number"] not in (None, number) and f"--record {came.data['number']} --take-back" in came.err
    typed = ("correct", "--record", came.data["number"], "--take-back", "--by", "B01", "--why", "还是错的")
    assert office.run(*typed, now=NOW).data["applied"] == 1
    office.run("plan", "--period", "2026-11下旬", now=NOW)
    sheets = [row for sheet in office.path("回访计划").rglob("*.xlsx") for row in table(sheet, "回访记录")]
    assert [row["上次回访"] for row in sheets if row["客户编号"] == "K0001"] == ["第一次回访"]
    assert office.run("verify", now=NOW).code == 0


def test_what_one_list_says_twice_is_not_said_to_be_of_an_earlier_one(moved):
    name = table(moved.office.path("客户资料库.xlsx"), "客户")[2]["客户名称"]
    row = (name, "2026-11-18", "老张", "是", "早上", None, None)
    path = plain(moved.office.outside / "两次.xlsx", HEADERS, row, (*row[:4], "下午", None, None))
    ran = moved.office.run("import", path, "--to", "回访记录", now=NOW)
    assert (ran.data["appended"], ran.data["unchanged"], ran.data["left_out"]) == (1, 0, 1)
    said = next(one for one in ran.data["findings"] if one["code"] == "M037")
    assert "第 3 行与第 2 行相同" in said["message"] and "以前已经导入 1" not in ran.err


def test_words_of_a_list_are_said_once(tmp_path):
    office = blank_office(tmp_path)
    header = ("客户名称", "业务员", "等级", "电话")
    first = plain(
        office.outside / "一.xlsx", header, ("甲", "A01", "A", "13900000101"), ("乙", "A01", "A", "13900000102")
    )
    asked = office.run("import", first, "--to", "客户", now=NOW).data
    assert codes(asked["findings"]).count("M036") == 1 and asked["appended"] == 0
    assert asked["words"] == [{"column": "客户类别", "word": "A", "means": None, "rows": 2}]
    meant = ("--value", "客户类别=A=普通客户")
    told = office.run("import", first, "--to", "客户", *meant, "--yes", now=NOW).data
    assert (told["appended"], told["words"][0]["means"]) == (2, "普通客户")
    second = plain(office.outside / "二.xlsx", header, ("丙", "A01", "A", "13900000103"))
    later = office.run("import", second, "--to", "客户", now=NOW).data
    assert (later["appended"], later["new"][0]["客户类别"], later["words"][0]["means"]) == (1, "普通客户", "普通客户")
    wrong = office.run("import", second, "--to", "客户", "--value", "客户类别=A=没有", now=NOW)
    assert wrong.code == 2 and "没有选项“没有”" in wrong.err


def test_it_says_whose_turn_it_is_in_a_quota_and_is_nobodys(moved, tmp_path):
    office = TestOffice(shutil.copytree(moved.office.root, tmp_path / "定额"), tmp_path / "寄出")
    add_rows(office.path("制度.xlsx"), "指标", {
        "指标": "走访", "算什么": "定额", "每": "业务员", "周期": "月", "要求": "≥", "目标": 2, "不同客户": "是",
    })  # fmt: skip
    moment = Desk(Office(office.root), datetime(2026, 11, 24, 9)).present
    known = {(one.agent, one.customer_no, f"{one.on}") for one in facts_of(moment, date(2026, 11, 1)).contacted}
    assert ("", "K0001", "2026-11-18") in known and not [one for one in known if one[2] < "2026-11-24" and one[0]]
