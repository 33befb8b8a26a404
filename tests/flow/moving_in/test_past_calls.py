"""Calls of before the office began: history and last contact, and nobody's figures. Words of a list are said once."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from lists import plain
from office import TestOffice, blank_office, codes, table

NOW, LATER = "2026-11-24 09:00", "2026-12-01 09:00"
HEADERS = ("客户", "回访时间", "回访人", "是否接通", "沟通内容", "满意度", "下次跟进日期")
COUNTS = ("done", "reported", "connected", "satisfied", "dissatisfied", "unresolved")


@dataclass(frozen=True)
class MovedIn:
    office: TestOffice
    first: dict
    again: dict


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
    return MovedIn(office, office.run(*words, now=NOW).data, office.run(*words, now=NOW).data)


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
