"""Importing destroys nothing: no column is taken for another, no row is cut or swallowed, none is lost in silence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from huifang.edges.store.office import Office
from huifang.flow.moving_in.importing import propose, target_of
from huifang.flow.moving_in.list_rows import lost_day
from huifang.flow.office.desk import Desk
from huifang.tables.declared.customers import CUSTOMERS
from lists import plain, text
from office import TestOffice, blank_office, codes, edited, find, run, table

NOW = "2026-11-13 09:00"
BOOK = "客户资料库.xlsx"
HEAD = ["客户编号", "客户名称", "电话", "业务员"]


@pytest.fixture
def office(tmp_path):
    return blank_office(tmp_path)


def bring(office: TestOffice, path: Path, *more: str, to: str = "客户", yes: bool = True) -> Any:
    ran = office.run("import", path, "--to", to, *more, *(["--yes"] if yes else []), now=NOW)
    assert ran.code in (0, 1), ran.err
    data = ran.data
    kept_out = sum(not one["appended"] for one in data["duplicates"])
    changed = len({one["place"].rpartition("!")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for one in data["changed"]})
    assert data["rows"] == data["appended"] + changed + data["unchanged"] + data["left_out"]
    assert data["left_out"] >= kept_out
    return data


def customers_of(office: TestOffice) -> dict[str, dict[str, Any]]:
    return {row["客户编号"]: row for row in table(office.path(BOOK), "客户") if row["客户编号"]}


def staff_of(office: TestOffice) -> dict[str, dict[str, Any]]:
    return {row["工号"]: row for row in table(office.path("人员.xlsx"), "人员") if row["工号"]}


def new(count: int = 3) -> list[list[Any]]:
    """Rows of new customers under ``HEAD``."""
    return [[f"N{n}", f"新店{n}", f"1380099000{n}", "A01"] for n in range(1, count + 1)]


# No column by its looks


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("生日", [date(1980, 3, n) for n in (1, 2, 3)]),
        ("最后修改日期", [datetime(2026, 10, n, 9) for n in (1, 2, 3)]),
        ("创建人", ["A02", "王海燕", "A02"]),
        ("创建人", ["A02", "A02", "A02"]),
        ("录入员", ["A01", "A02", "A03"]),
        ("传真", ["010-62345678", "010-62345679", "010-62345670"]),
        ("负责人电话", ["13700000001", "13700000002", "13700000003"]),
        ("状态", ["待审核", "已审核", "停用"]),
        ("推荐客户", ["K0001", "K0002", "K0003"]),
        ("", [date(2026, 3, n) for n in (1, 2, 3)]),
    ],
)
def test_a_column_that_is_not_needed_is_never_taken_by_its_looks(office, header, cells):
    rows = [[*row, cell] for row, cell in zip(new(), cells, strict=True)]
    data = bring(office, plain(office.outside / "名单.xlsx", [*HEAD, header], *rows))
    assert data["mapping"] == {name: name for name in HEAD} and data["appended"] == 3
    said = [f for f in data["findings"] if f["code"] == "M003"]
    assert [f["cell"] for f in said] == ["E1"] and f"--map {header or 'E 列'}=" in said[0]["hint"]
    after = customers_of(office)["N1"]
    assert after["审核人"] is None and after["审核日期"] is None and after["审核状态"] == "待审核"


@pytest.mark.parametrize("header", ["入职日期", "生日", "入职时间", "转正日期"])
def test_staff_do_not_leave_by_another_day(office, header):
    before = staff_of(office)
    rows = [[number, row["姓名"], date(2019, 3, 1)] for number, row in before.items()]
    data = bring(office, plain(office.outside / "人.xlsx", ["工号", "姓名", header], *rows), to="人员")
    assert data["changed"] == [] and data["unchanged"] == len(before) and staff_of(office) == before
    assert header not in data["mapping"]


@pytest.mark.parametrize(
    ("lacking", "header", "cells"),
    [
        ("电话", "传真", ["010-62345678", "010-62345679", "010-62345670"]),
        ("电话", "负责人电话", ["13700000001", "13700000002", "13700000003"]),
        ("业务员", "创建人", ["A02", "王海燕", "A02"]),
        ("业务员", "Created by", ["A02", "A02", "A02"]),
    ],
)
def test_what_says_that_it_is_something_else_does_not_stand_in_for_what_is_lacking(office, lacking, header, cells):
    at = HEAD.index(lacking)
    rows = [[*row[:at], cell, *row[at + 1 :]] for row, cell in zip(new(), cells, strict=True)]
    path = plain(office.outside / "名单.xlsx", [*HEAD[:at], header, *HEAD[at + 1 :]], *rows)
    data = bring(office, path)
    assert header not in data["mapping"] and data["appended"] == 0 and data["left_out"] == 3
    (said,) = [f for f in data["findings"] if f["code"] == "M003"]
    assert f"可能是“{lacking}”" in said["hint"]
    assert [f["code"] for f in data["findings"] if f["severity"] == "error"] == ["M002"]
    data = bring(office, path, "--map", f"{header}={lacking}")
    assert data["appended"] == 3 and data["mapping"][header] == lacking


@pytest.mark.parametrize("header", ["", "列3", "Column3", "Unnamed: 2", "3"])
def test_a_header_that_says_nothing_may_be_read_off_its_cells_for_new_rows_only(office, header):
    known = customers_of(office)["K0001"]
    rows = [*new(2), ["K0001", known["客户名称"], "13700000009", known["业务员"]]]
    data = bring(office, plain(office.outside / "名单.xlsx", [*HEAD[:2], header, HEAD[3]], *rows))
    assert data["appended"] == 2 and data["changed"] == [] and data["unchanged"] == 1
    assert find(data["findings"], "M004") == [("warning", "Sheet1", "C1")]
    assert customers_of(office)["N1"]["电话"] == "13800990001" and customers_of(office)["K0001"] == known


def test_what_was_read_off_cells_is_not_remembered_as_if_it_had_been_said(office):
    path = plain(office.outside / "一.xlsx", [*HEAD[:2], "列3", HEAD[3]], *new(2))
    bring(office, path)
    (entry,) = office.entries("import")
    assert entry["guessed"] == ["列3"] and entry["mapping"]["列3"] == "电话"
    again = [["K0001", "0001 号商行", "13700000009", "A01"]]
    data = bring(office, plain(office.outside / "二.xlsx", [*HEAD[:2], "列3", HEAD[3]], *again))
    assert [change["column"] for change in data["changed"]] == []


def test_an_older_journal_brings_no_such_column_back():
    """0.1.0 took 入职日期 for 离职日期, and kept that as the way to read the next list."""
    from huifang.flow.moving_in.lists import _saved
    from huifang.ledger.imported_said import ListImported
    from huifang.tables.declared.people import PEOPLE

    mapping = {"工号": "工号", "叫什么": "姓名", "入职日期": "离职日期", "别的": ""}
    kept = ListImported(
        table="人员", workbook="人员.xlsx", file="人.xlsx", sha256="0", headers=tuple(mapping), mapping=mapping,
        appended=0, numbers=(), changed=(),
    )  # fmt: skip
    assert _saved(PEOPLE, kept) == {"叫什么": "姓名", "别的": ""}


# Old and new are shown before anybody confirms


def test_every_change_is_shown_before_it_is_asked_for(office, monkeypatch):
    from click.testing import CliRunner

    from huifang.cli.main import group

    rows = [[number, f"新街 {at} 号"] for at, number in enumerate(customers_of(office)) if at < 12]
    path = plain(office.outside / "地址.xlsx", ["客户编号", "地址"], *rows)
    monkeypatch.setattr("huifang.cli.import_command._is_terminal", lambda: True)
    words = ["-C", str(office.root), "--now", NOW, "import", str(path), "--to", "客户"]
    result = CliRunner().invoke(group, words, input="n\n", prog_name="huifang")
    for number, address in rows:
        assert f"{number} 的“地址”由“" in result.output and f"改为“{address}”" in result.output
    assert not office.entries("import")


def test_a_number_of_somebody_else_is_said_before_it_is_written(office):
    before = customers_of(office)["K0001"]
    head, stranger = ["客户编号", "客户名称", "电话"], ["K0001", "别的店", "13820000011"]
    data = bring(office, plain(office.outside / "名单.xlsx", head, stranger), yes=False)
    (said,) = [f for f in data["findings"] if f["code"] == "M012"]
    assert said["cell"] == "A2" and before["客户名称"] in said["message"] and "别的店" in said["message"]
    assert [(c["column"], c["new"]) for c in data["changed"]] == [("客户名称", "别的店"), ("电话", "13820000011")]
    data = bring(office, plain(office.outside / "名单.xlsx", head, ["K0001", "改了名的店", before["电话"]]))
    assert "M012" not in codes(data["findings"]) and customers_of(office)["K0001"]["客户名称"] == "改了名的店"


def test_what_could_not_be_read_is_shown_before_it_is_replaced(office):
    with edited(office.path(BOOK)) as book:
        book["客户"]["K2"] = "十一月初，马总批的"
        book["客户"]["M2"] = "中午别打"
    head = ["客户编号", "审核日期", "勿扰时段"]
    data = bring(office, plain(office.outside / "名单.xlsx", head, ["K0001", date(2026, 11, 2), "12:00-14:00"]))
    assert [(c["column"], c["old"], c["new"]) for c in data["changed"]] == [
        ("审核日期", "十一月初，马总批的", "2026-11-02"), ("勿扰时段", "中午别打", "12:00-14:00"),
    ]  # fmt: skip


def test_a_day_takes_no_time_away(tmp_path):
    office = TestOffice(tmp_path / "办公室", tmp_path / "名单")
    assert run("--now", NOW, "init", str(office.root), "--policy", "complaint-basic").code == 0
    head = ["投诉编号", "接收时间", "投诉内容"]
    bring(office, plain(office.outside / "一.xlsx", head, ["T1", "2026-11-10 09:05", "漏送"]), to="投诉")
    data = bring(office, plain(office.outside / "二.xlsx", head, ["T1", date(2026, 11, 10), "漏送"]), to="投诉")
    assert (data["changed"], data["unchanged"]) == ([], 1)
    data = bring(office, plain(office.outside / "三.xlsx", head, ["T1", date(2026, 11, 9), "漏送"]), to="投诉")
    assert [(c["old"], c["new"]) for c in data["changed"]] == [("2026-11-10 09:05", "2026-11-09 00:00")]


def test_an_empty_cell_changes_nothing(office):
    before = customers_of(office)
    rows = [[number, "", "", "", "", None] for number in before]
    data = bring(office, plain(office.outside / "空.xlsx", [*HEAD, "审核状态", "审核日期"], *rows))
    assert data["changed"] == [] and data["unchanged"] == len(before) and customers_of(office) == before


# No row is cut or swallowed


def csv_list(office: TestOffice, *lines: str, encoding: str = "gbk") -> Path:
    office.outside.mkdir(exist_ok=True)
    path = office.outside / "名单.csv"
    path.write_bytes("\r\n".join([",".join([*HEAD, "地址", "首次登记日期"]), *lines, ""]).encode(encoding))
    return path


def test_a_row_with_an_open_quote_is_named_and_the_others_come(office):
    path = csv_list(
        office, 'N1,店一,13820000011,A01,"城东,2026-05-03', "N2,店二,13820000012,A01,城西,2026-05-04",
        "N3,店三,13820000013,A01,城南,2026-05-05",
    )  # fmt: skip
    data = bring(office, path)
    (said,) = [f for f in data["findings"] if f["severity"] == "error"]
    assert (said["code"], said["cell"]) == ("M008", "A2") and "第 2 行" in said["message"]
    after = customers_of(office)
    assert "N1" not in after and [after[n]["地址"] for n in ("N2", "N3")] == ["城西", "城南"]


def test_a_header_with_an_open_quote_brings_nothing_in(office):
    path = csv_list(office, "N1,店一,13820000011,A01,城东,2026-05-03")
    path.write_bytes(path.read_bytes().replace("客户名称".encode("gbk"), '"客户名称'.encode("gbk")))
    data = bring(office, path)
    assert data["appended"] == 0 and [f["code"] for f in data["findings"] if f["severity"] == "error"] == ["M008"]
    assert data["left_out"] == 1


def test_a_row_with_more_cells_than_headers_is_named(office):
    path = csv_list(
        office, "N1,店一,13820000011,A01,城东,建设路,2026-05-03", "N2,店二,13820000012,A01,城西,2026-05-04,,",
    )  # fmt: skip
    data = bring(office, path)
    assert find(data["findings"], "M009") == [("error", "名单", "A2")]
    assert "N1" not in customers_of(office) and customers_of(office)["N2"]["地址"] == "城西"


def test_a_row_that_a_line_break_cut_in_two_is_named_whole(office):
    path = csv_list(
        office, "N1,店一,13820000011,A01,城东", "建设路,2026-05-03",
        "N2,店二,13820000012,A01", "N3,店三,13820000013,A01",
    )  # fmt: skip
    data = bring(office, path)
    assert [f["cell"] for f in data["findings"] if f["code"] == "M009"] == ["A2", "A3"]
    assert {"N2", "N3"} < customers_of(office).keys() and "N1" not in customers_of(office)


@pytest.mark.parametrize("sign", ["\u2028", "\v", "\f", "\x85"])
def test_no_sign_in_a_cell_cuts_a_row(office, sign):
    lines = (f"N1,店一,13820000011,A01,城东{sign}建设路,2026-05-03", "N2,店二,13820000012,A01,城西,2026-05-04")
    data = bring(office, csv_list(office, *lines, encoding="utf-8-sig"))
    assert data["appended"] == 2 and customers_of(office)["N1"]["首次登记日期"] == datetime(2026, 5, 3)
    assert "建设路" in customers_of(office)["N1"]["地址"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_titles_above_the_header_of_a_text_file(office, delimiter):
    rows = [["客户名单,2026 年"], ["制表", "王芳"], [], HEAD, *new(), [], ["", "", "", ""]]
    data = bring(office, text(office.outside / "名单.csv", rows, "utf-8-sig", delimiter))
    assert data["appended"] == 3 and data["rows"] == 3


def test_a_row_of_which_nothing_is_brought_in_is_mentioned(office):
    rows = [*([*row, ""] for row in new(2)), ["", "", "", "", "以上两户待核实"]]
    data = bring(office, plain(office.outside / "名单.xlsx", [*HEAD, "说法"], *rows))
    assert data["appended"] == 2 and find(data["findings"], "M010") == [("warning", "Sheet1", "A4")]
    assert data["left_out"] == 1


def test_a_column_without_a_header_is_mentioned(office):
    rows = [[*row, "记得回电"] for row in new(2)]
    data = bring(office, plain(office.outside / "名单.xlsx", HEAD, *rows))
    assert find(data["findings"], "M003") == [("warning", "Sheet1", "E1")]


# Days without a year


def test_what_is_registered_does_not_lie_in_the_future(office):
    rows = [[*row, day] for row, day in zip(new(), ["5月3日", "4.20", "12月1日"], strict=True)]
    data = bring(office, plain(office.outside / "名单.xlsx", [*HEAD, "首次登记日期"], *rows))
    kept = customers_of(office)
    assert [kept[f"N{n}"]["首次登记日期"] for n in (1, 2, 3)] == [
        datetime(2026, 5, 3), datetime(2026, 4, 20), datetime(2025, 12, 1),
    ]  # fmt: skip
    assert find(data["findings"], "C215") == [("warning", "Sheet1", "E2")]
    assert bring(office, office.outside / "名单.xlsx")["unchanged"] == 3


def test_a_text_file_says_so_too(office):
    data = bring(office, csv_list(office, "N1,店一,13820000011,A01,城东,5月3日"))
    assert customers_of(office)["N1"]["首次登记日期"] == datetime(2026, 5, 3) and "C215" in codes(data["findings"])


def test_a_leave_that_begins_soon_is_not_last_years(office):
    path = plain(office.outside / "请假.xlsx", ["工号", "起", "止", "代理人"], ["A01", "12月1日", "12月5日", "A02"])
    assert bring(office, path, to="代班")["appended"] == 1
    (row,) = [row for row in table(office.path("人员.xlsx"), "代班") if row["起"] == datetime(2026, 12, 1)]
    assert row["止"] == datetime(2026, 12, 5)


# Codes that are no longer what was typed


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (330102199001011234, "C216"),
        (1234567890123456, "C216"),
        ("3.30102E+17", "C216"),
        (date(2026, 1, 2), "C217"),
        (time(1, 20), "C217"),
        ("1月2日", "C217"),
        ("2-Jan", "C217"),
        ("Mar-01", "C217"),
        ("2026/1/2", "C217"),
        ("2026-01-02", "C217"),
        ("2026-1-2 0:00", "C217"),
        ("1/2/2026", "C217"),
        ("2-Jan-26", "C217"),
        ("2026年1月2日", "C217"),
        ("1:02:00", "C217"),
    ],
)
def test_a_code_that_lost_digits_or_became_a_day_is_refused_by_name(office, number, code):
    before = customers_of(office)
    rows = [[number, "店一", "13820000011", "A01"], ["N2", "店二", "13820000012", "A01"]]
    data = bring(office, plain(office.outside / "名单.xlsx", HEAD, *rows))
    (said,) = [f for f in data["findings"] if f["severity"] == "error"]
    assert (said["code"], said["cell"]) == (code, "A2") and "“客户编号”" in said["message"] and "文本" in said["hint"]
    assert customers_of(office).keys() - before.keys() == {"N2"}


@pytest.mark.parametrize("number", ["2026-1-2", "2026-11-001", "01-02-26", "2611-01", "1-2"])
def test_a_number_that_only_looks_a_little_like_a_day_is_taken(number):
    assert not lost_day(number)


@pytest.mark.parametrize("shown", ["#N/A", " #REF! ", "########"])
def test_an_error_in_a_text_file_is_an_error(office, shown):
    before = customers_of(office)
    rows = [HEAD, [shown, "店一", "13820000011", "A01"], ["N2", "店二", "13820000012", "A01"]]
    data = bring(office, text(office.outside / "名单.csv", rows, "utf-8"))
    assert [f["cell"] for f in data["findings"] if f["code"] == "C209"] == ["A2"]
    assert customers_of(office).keys() - before.keys() == {"N2"}


@pytest.mark.parametrize("number", [12, "12"])
def test_a_code_without_the_zeros_of_the_register_is_refused_by_name(office, number):
    kept = [["0012", "老店", "13820000010", "A01"], ["0013", "旧店", "13820000013", "A01"]]
    bring(office, plain(office.outside / "旧.xlsx", HEAD, *kept))
    before = customers_of(office)
    rows = [[number, "老店", "13820000019", "A02"], [2399, "新店", "13820000099", "A01"]]
    data = bring(office, plain(office.outside / "新.xlsx", HEAD, *rows))
    said = [f for f in data["findings"] if f["code"] == "M011"]
    assert [f["cell"] for f in said] == ["A2"] and "“0012”" in said[0]["message"]
    assert customers_of(office).keys() - before.keys() == {"2399"} and customers_of(office)["0012"] == before["0012"]


def test_where_all_numbers_have_the_same_length_a_shorter_one_lost_its_zeros(tmp_path):
    office = blank_office(tmp_path)
    with edited(office.path(BOOK)) as book:
        for row in book["客户"].iter_rows(min_row=2, max_col=1):
            if row[0].value:
                row[0].value = str(row[0].value).replace("K", "")
    data = bring(office, plain(office.outside / "新.xlsx", HEAD, [91, "新店", "13820000099", "A01"]))
    (said,) = [f for f in data["findings"] if f["severity"] == "error"]
    assert said["code"] == "M011" and "“0091”" in said["message"] and data["appended"] == 0


def test_a_voucher_without_its_zeros_is_not_another_one(tmp_path):
    office = TestOffice(tmp_path / "办公室", tmp_path / "名单")
    assert run("--now", NOW, "init", str(office.root), "--policy", "service-desk").code == 0
    staff = [["工号", "姓名", "角色", "状态"], ["A01", "李晓明", "业务员", "在职"]]
    bring(office, plain(office.outside / "人.xlsx", *staff), to="人员")
    head = ["报销单号", "报销人", "发生日期", "费用类型", "金额(元)", "凭证号"]
    paid = ["A01", date(2026, 11, 2), "交通费", 30]
    assert bring(office, plain(office.outside / "一.xlsx", head, ["F1", *paid, "00012345"]), to="报销")["appended"] == 1
    data = bring(office, plain(office.outside / "二.xlsx", head, ["F2", *paid, 12345]), to="报销")
    assert find(data["findings"], "M011") == [("error", "Sheet1", "F2")] and data["appended"] == 0


@pytest.mark.parametrize(
    ("phone", "ok"),
    [(1062345678, False), (57188000001, False), ("01062345678", True), (13800990001, True), (4008001234, True)],
)
def test_a_landline_without_the_zero_of_its_area_code_is_refused_by_name(office, phone, ok):
    data = bring(office, plain(office.outside / "名单.xlsx", HEAD, ["N1", "店一", phone, "A01"]))
    assert data["appended"] == ok
    if not ok:
        (said,) = [f for f in data["findings"] if f["severity"] == "error"]
        assert (said["code"], said["cell"]) == ("M011", "C2") and f"“0{phone}”" in said["message"]


def test_a_telephone_that_lost_digits_overwrites_none(office):
    before = customers_of(office)["K0001"]
    rows = [["K0001", "0001 号商行", "1.38E+10", "A01"]]
    data = bring(office, text(office.outside / "名单.csv", [HEAD, *rows], "gbk"))
    assert data["changed"] == [] and customers_of(office)["K0001"] == before


# Every row of the list


CELLS = st.sampled_from(
    ["", "K0001", "K0002", "N1", "N2", "0001 号商行", "新店", "13800000001", "13900001111", "12", "A01", "A02", "王伟",
     "Z9", "2026-11-01", "5月3日", "城东\n建设路", "城东,1 号", '"城', "合计"]
)  # fmt: skip
ROWS = st.lists(st.lists(CELLS, min_size=0, max_size=6), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    office = blank_office(tmp_path_factory.mktemp("数"))
    return Desk(Office(office.root), datetime(2026, 11, 13, 9))


def rows_named(findings: Iterable[Any], place: str) -> tuple[set[str], int]:
    """The rows that errors or notes on sums stand at, and how many more a finding says that it stands for."""
    said = [f.place.cell for f in findings if f.place.cell and (f.is_error or f.code == "M015")]
    named = {cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for cell in said}
    return named, sum(int("".join(c for c in f.message if c.isdigit())) for f in findings if f.code == place)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, as_text=st.booleans(), head=st.permutations([*HEAD, "首次登记日期"]))
@example(rows=[["合计"]], as_text=False, head=[*HEAD, "首次登记日期"])
@example(rows=[["合计", "店一"], ["N1"]], as_text=True, head=[*HEAD, "首次登记日期"])
def test_every_row_is_new_changed_known_doubtful_or_in_a_finding(rows, as_text, head, desk, tmp_path_factory):
    folder = tmp_path_factory.mktemp("单")
    path = _written(folder, [head, *rows], as_text)
    target = target_of(desk, CUSTOMERS)
    proposal = propose(desk, path, target, {})
    arrivals = proposal.arrivals
    left = proposal.own.count - len(proposal.new) - arrivals.changed_rows - arrivals.unchanged
    kept_out = {str(one.place.cell).lstrip("ABCDEFGHIJ") for one in arrivals.duplicates if not one.added}
    named, unread = rows_named(proposal.findings, "M010")
    lacking = [f for f in proposal.findings if f.code == "M002"]
    assert not lacking
    header = {"1"}
    assert left == len((kept_out | named) - header) + unread, [*map(str, proposal.findings)]
    if not as_text:
        assert proposal.own.count == sum(any(cells) for cells in rows)


def _written(folder: Path, rows: Sequence[Sequence[str]], as_text: bool) -> Path:
    if as_text:
        path = folder / "名单.csv"
        path.write_text("\n".join(",".join(row).replace("\n", " ") for row in rows) + "\n", encoding="utf-8")
        return path
    return plain(folder / "名单.xlsx", *rows)


def test_the_findings_that_count_rows_are_understood_here(office):
    path = plain(office.outside / "名单.xlsx", [*HEAD, "说法"], ["", "", "", "", "待核实"])
    assert codes(bring(office, path)["findings"]) == ["M003", "M010"]
