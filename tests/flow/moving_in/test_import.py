"""``import``: lists of the office's own, with headers of their own, brought into the registers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huifang.edges.known.presets import load_preset, presets
from huifang.tables.declared import customers, house_rules, people
from huifang.tables.model import Column, Kind, Table
from huifang.tables.options import BUILT_IN
from lists import WILD, own_words, plain, text, wild
from office import (
    TestOffice,
    blank_office,
    codes,
    collected_office,
    digest,
    edited,
    find,
    planned_office,
    run,
    snapshot,
    table,
)

NOW = "2026-11-24 17:00"
BOOK = "客户资料库.xlsx"
NEW = (1, "城南五金有限公司", "王先生", "13900001111", "A01")
SECOND = (2, "城北建材行", "李女士", "13900002222", "王海燕")


@pytest.fixture
def office(tmp_path):
    return blank_office(tmp_path)


def bring(office: TestOffice, path: Path, *more: str, to: str = "客户", yes: bool = True) -> Any:
    ran = office.run("import", path, "--to", to, *more, *(["--yes"] if yes else []), now=NOW)
    assert ran.code in (0, 1), ran.err
    return ran.data


def customers_of(office: TestOffice) -> dict[str, dict[str, Any]]:
    return {row["客户编号"]: row for row in table(office.path(BOOK), "客户") if row["客户编号"]}


def own(office: TestOffice, *rows: Sequence[Any], name: str = "名单.xlsx", **more: Any) -> Path:
    return wild(office.outside / name, *rows, **more)


# What is brought in


def test_a_list_of_the_offices_own_is_added_with_numbers_and_defaults(office):
    before = customers_of(office)
    data = bring(office, own(office, NEW, SECOND))
    assert data["mapping"] == {"单位名称": "客户名称", "联系人": "联系人", "手机号": "电话", "跟进人": "业务员"}
    assert (data["appended"], data["changed"], data["duplicates"], data["written"]) == (2, [], [], True)
    after = customers_of(office)
    assert {number: after[number] for number in before} == before
    assert [number for number in after if number not in before] == ["K0091", "K0092"]
    first = after["K0091"]
    assert first["客户名称"] == "城南五金有限公司" and first["电话"] == "13900001111" and first["联系人"] == "王先生"
    assert (first["业务员"], first["客户类别"], first["审核状态"]) == ("A01", "普通客户", "待审核")
    assert first["首次登记日期"] == datetime(2026, 11, 24) and first["审核日期"] is None
    assert after["K0092"]["业务员"] == "王海燕"


def test_what_has_no_column_is_mentioned(office):
    data = bring(office, own(office, NEW))
    assert find(data["findings"], "M003") == [("warning", "名单", "B3")]
    assert find(data["findings"], "M007") == [("warning", "名单", "A4")]
    assert codes(data["findings"]) == ["M003", "M007"]


def test_without_yes_nothing_is_written(office):
    before = snapshot(office.root)
    data = bring(office, own(office, NEW), yes=False)
    assert data["appended"] == 1 and data["written"] is False
    after = snapshot(office.root)
    assert after == before
    said = office.run("import", own(office, NEW), "--to", "客户", now=NOW, json_wanted=False)
    assert "--yes" in said.out and "单位名称 → 客户名称" in said.out and "城南五金有限公司" in said.out
    assert snapshot(office.root) == before


def test_the_same_list_twice_changes_nothing(office):
    path = own(office, NEW, SECOND)
    bring(office, path)
    before = snapshot(office.root)
    data = bring(office, path)
    assert (data["appended"], data["changed"], data["duplicates"], data["unchanged"]) == (0, [], [], 2)
    assert data["written"] is False and snapshot(office.root) == before


def test_the_list_of_next_week_adds_the_new_and_changes_the_changed(office):
    bring(office, own(office, NEW, SECOND))
    moved = (1, "城南五金有限公司", "", "139-0000-1111", "A02")
    third = (3, "城西电器行", "赵先生", "13900003333", "A03")
    path = own(office, moved, SECOND, third, name="下周.xlsx")
    shown = bring(office, path, yes=False)
    wanted = {"key": "K0091", "column": "业务员", "old": "A01", "new": "A02"}
    assert [{key: change[key] for key in wanted} for change in shown["changed"]] == [wanted]
    assert shown["changed"][0]["place"].startswith(f"{BOOK}!客户!D")
    assert customers_of(office)["K0091"]["业务员"] == "A01"
    data = bring(office, path)
    assert data["appended"] == 1 and data["changed"] == shown["changed"] and data["unchanged"] == 1
    after = customers_of(office)
    assert after["K0091"]["业务员"] == "A02" and after["K0091"]["联系人"] == "王先生"  # empty never overwrites
    assert after["K0093"]["客户名称"] == "城西电器行"


def test_a_delivery_with_numbers_and_one_column_updates_rows_that_are_there(office):
    path = plain(
        office.outside / "周五.xlsx", ["客户编号", "地址"], ["K0001", "东路 1 号"], ["K0002", ""], ["K0777", "x"]
    )
    data = bring(office, path)
    assert [(c["key"], c["column"], c["old"], c["new"]) for c in data["changed"]] == [
        ("K0001", "地址", "", "东路 1 号")
    ]
    assert data["appended"] == 0 and data["unchanged"] == 1
    assert customers_of(office)["K0001"]["地址"] == "东路 1 号" and "K0777" not in customers_of(office)
    lacking = [f for f in data["findings"] if f["code"] == "M002"]
    assert {f["cell"] for f in lacking} == {"A4"} and len(lacking) == 3  # name, agent, telephone


# What cannot be brought in


@pytest.mark.slow
def test_rows_with_errors_are_listed_and_the_rest_is_brought_in(office):
    rows = [
        NEW,
        (2, "坏电话店", "", "12345", "A01"),
        (3, "没有人的店", "", "13900003333", "Z99"),
        (4, "", "", "13900004444", "A01"),
        (5, "重名的店", "", "13900005555", "王伟"),
        (6, "好店", "", "13900006666", "A02"),
    ]
    data = bring(office, own(office, *rows))
    assert data["appended"] == 2
    errors = {(f["code"], f["cell"]) for f in data["findings"] if f["severity"] == "error"}
    assert errors == {("C211", "E5"), ("T507", "F6"), ("C201", "C7"), ("T509", "F8")}
    assert {row["客户名称"] for row in customers_of(office).values()} >= {"城南五金有限公司", "好店"}


def test_a_number_twice_in_the_list_counts_once(office):
    head = ["客户编号", "客户名称", "业务员", "电话"]
    rows = [["K0500", "甲店", "A01", "13900001111"], ["K0500", "乙店", "A01", "13900002222"]]
    data = bring(office, plain(office.outside / "表.xlsx", head, *rows))
    assert data["appended"] == 1 and find(data["findings"], "T510") == [("error", "Sheet1", "A3")]
    assert customers_of(office)["K0500"]["客户名称"] == "甲店"


def test_any_number_that_must_be_the_only_one_is_looked_at(tmp_path):
    office = TestOffice(tmp_path / "办公室", tmp_path / "名单")
    assert run("--now", NOW, "init", str(office.root), "--policy", "complaint-basic").code == 0
    head = ["投诉编号", "投诉时间", "内容", "归档号"]
    rows = [[f"T{n}", f"2026-11-0{n} 09:00", f"内容 {n}", "2026-11-001"] for n in (1, 2)]
    data = bring(office, plain(office.outside / "一.xlsx", head, *rows), to="投诉")
    assert data["appended"] == 1 and find(data["findings"], "T510") == [("error", "Sheet1", "D3")]
    data = bring(office, plain(office.outside / "二.xlsx", head, rows[1]), to="投诉")
    (finding,) = [f for f in data["findings"] if f["code"] == "T510"]
    assert data["appended"] == 0 and "2(投诉登记表.xlsx)" in finding["message"]


def test_a_column_that_is_needed_and_not_there_is_said_once(office):
    data = bring(
        office, plain(office.outside / "表.xlsx", ["客户名称", "手机"], ["甲", "13900001111"], ["乙", "13900002222"])
    )
    (finding,) = [f for f in data["findings"] if f["severity"] == "error"]
    assert finding["code"] == "M002" and "业务员" in finding["message"] and "2 行" in finding["message"]
    assert (data["appended"], data["written"]) == (0, False)


def test_two_columns_for_one_are_said_and_told(office):
    path = wild(
        office.outside / "表.xlsx",
        ("甲店", "2026-11-01", "2026-11-02", "13900001111", "A01"),
        headers=("客户名称", "登记日期", "建档日期", "手机", "业务员"),
    )
    data = bring(office, path, yes=False)
    (doubt,) = [f for f in data["findings"] if f["code"] == "M005"]
    assert "登记日期、建档日期" in doubt["message"] and "登记日期=首次登记日期" in doubt["hint"]
    data = bring(office, path, "--map", "建档日期=首次登记日期")
    assert data["appended"] == 1 and customers_of(office)["K0091"]["首次登记日期"] == datetime(2026, 11, 2)
    assert [f["cell"] for f in data["findings"] if f["code"] == "M003"] == ["C3"]


# The same again?


def test_one_telephone_or_one_name_is_reported_with_both_places(office):
    rows = [
        (1, "换了名字的店", "", "13800000001", "A01"),
        (2, "0002 号商行", "", "13900002222", "A01"),
        (3, "新店", "", "13900003333", "A01"),
        (4, "新店的分店", "", "(86)13900003333", "A01"),
    ]
    data = bring(office, own(office, *rows))
    found = [(d["place"], d["other"], d["columns"], d["appended"]) for d in data["duplicates"]]
    assert found == [
        ("名单.xlsx!名单!E4", f"{BOOK}!客户!F2", ["电话"], False),
        ("名单.xlsx!名单!C5", f"{BOOK}!客户!B3", ["客户名称"], False),
        ("名单.xlsx!名单!E7", "名单.xlsx!名单!E6", ["电话"], False),
    ]
    assert data["appended"] == 1


@pytest.mark.parametrize(
    "name",
    [
        "城南五金有限责任公司",
        "城南五金 有限公司",
        "\u57ce\u5357\u4e94\u91d1\uff08\u6709\u9650\u516c\u53f8\uff09",
        "城南五金有限公司。",
    ],
)
def test_names_are_compared_without_what_people_write_differently(office, name):
    rows = [NEW, (2, name, "", "13900009999", "A01")]
    data = bring(office, own(office, *rows))
    assert data["appended"] == 1 and [d["columns"] for d in data["duplicates"]] == [["客户名称"]]


def test_a_number_of_its_own_says_that_a_row_is_a_new_one(office):
    head = ["客户编号", "客户名称", "业务员", "电话"]
    rows = [["K0500", "分店", "A01", "13800000001"], ["K0501", "0001 号商行", "A01", "13800000001"]]
    data = bring(office, plain(office.outside / "表.xlsx", head, *rows))
    assert [(d["columns"], d["appended"]) for d in data["duplicates"]] == [
        (["电话"], True), (["客户名称", "电话"], False),
    ]  # fmt: skip
    assert data["appended"] == 1 and "K0500" in customers_of(office)


def test_a_known_row_that_comes_twice_is_compared_once(office):
    head = ["客户名称", "电话", "地址"]
    rows = [["0001 号商行", "13800000001", "东路"], ["0001 号商行", "13800000001", "西路"]]
    data = bring(office, plain(office.outside / "表.xlsx", head, *rows))
    assert [(c["key"], c["new"]) for c in data["changed"]] == [("K0001", "东路")]
    assert [(d["place"], d["other"]) for d in data["duplicates"]] == [("表.xlsx!Sheet1!A3", "表.xlsx!Sheet1!A2")]


def test_numbers_go_on_as_the_office_writes_them(office):
    bring(
        office,
        plain(
            office.outside / "一.xlsx",
            ["客户编号", "客户名称", "业务员", "电话"],
            ["K1200", "甲", "A01", "13900001111"],
        ),
    )
    rows = [["客户名称", "业务员", "电话"], ["乙", "A01", "13900002222"]]
    bring(office, plain(office.outside / "二.xlsx", *rows))
    assert "K1201" in customers_of(office)


def test_a_number_is_never_used_again(office):
    bring(office, own(office, NEW))
    with edited(office.path(BOOK)) as book:
        sheet = book["客户"]
        row = next(cell.row for cell in sheet["A"] if cell.value == "K0091")
        sheet.delete_rows(row)
    bring(office, own(office, SECOND, name="再.xlsx"))
    assert "K0091" not in customers_of(office) and "K0092" in customers_of(office)


# Other shapes of files


HEAD = ["客户名称", "手机", "业务员", "登记日期"]
TEXT_ROWS = [
    HEAD,
    ["甲店，东路", "13900001111", "李晓明", "2026/11/5"],
    ["乙店", "010-62345678", "A02", "2026年11月6日"],
]


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_files_in_every_encoding(office, encoding, delimiter):
    data = bring(office, text(office.outside / "名单.csv", TEXT_ROWS, encoding, delimiter))
    assert data["appended"] == 2 and codes(data["findings"]) == ["M007"]
    first = customers_of(office)["K0091"]
    assert first["客户名称"] == "甲店，东路" and first["首次登记日期"] == datetime(2026, 11, 5)


def test_a_number_kept_as_text_in_a_csv_keeps_its_zeros(office):
    rows = [["客户编号", "客户名称", "电话", "业务员"], ['="0012"', "甲", '="01062345678"', "A01"]]
    bring(office, text(office.outside / "名单.csv", rows, "gbk"))
    assert customers_of(office)["0012"]["电话"] == "01062345678"


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("名单.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "另存为 .xlsx"),
        ("名单.xlsx", b"PK\x03\x04 broken", "损坏"),
        ("名单.pdf", b"%PDF-1.4", "另存为"),
        ("名单.csv", b"\xff\xff\x81\xff", "编码"),
        ("名单.csv", b"", "表头"),
    ],
)
def test_a_file_that_cannot_be_read_gives_advice(office, name, content, word):
    office.outside.mkdir(exist_ok=True)
    (office.outside / name).write_bytes(content)
    before = digest(office.path(BOOK))
    data = bring(office, office.outside / name)
    (finding,) = data["findings"]
    assert finding["severity"] == "error" and word in finding["message"] + finding["hint"]
    assert (data["mapping"], data["appended"], data["written"]) == ({}, 0, False)
    assert digest(office.path(BOOK)) == before


def test_the_sheet_whose_header_fits_best_is_taken_and_the_others_are_said(office):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["说明"])
    for name, rows in {
        "旧": [HEAD[:2], ["旧店", "13900008888"]],
        "新": [HEAD, ["新店", "13900001111", "A01", ""]],
    }.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    office.outside.mkdir(exist_ok=True)
    book.save(office.outside / "表.xlsx")
    data = bring(office, office.outside / "表.xlsx")
    assert data["sheet"] == "新" and data["appended"] == 1
    (said,) = [f for f in data["findings"] if f["code"] == "M006"]
    assert "旧" in said["message"]


def test_contents_are_looked_at_where_the_header_says_nothing(office):
    rows = [
        ["客户名称", "甲", "乙", "丙"],
        *(["店" + "一二三四五"[n], f"1390000111{n}", "A01", "随便"] for n in range(5)),
    ]
    data = bring(office, plain(office.outside / "表.xlsx", ["客户名称", "甲", "归谁", "地址"], *rows[1:]))
    assert data["mapping"] == {"客户名称": "客户名称", "甲": "电话", "归谁": "业务员", "地址": "地址"}
    assert [f["cell"] for f in data["findings"] if f["code"] == "M004"] == ["B1", "C1"]
    assert data["appended"] == 5


# The mapping is kept


def test_the_mapping_is_used_again_for_the_same_headers(office):
    head = ("谁", "打哪里", "归谁管")
    told = ("--map", "谁=客户名称", "--map", "打哪里=电话", "--map", "归谁管=业务员")
    bring(office, wild(office.outside / "一.xlsx", ("甲", "13900001111", "A01"), headers=head), *told)
    data = bring(office, wild(office.outside / "二.xlsx", ("乙", "13900002222", "A01"), headers=head))
    assert data["mapping"] == {"谁": "客户名称", "打哪里": "电话", "归谁管": "业务员"} and data["appended"] == 1
    other = bring(office, wild(office.outside / "三.xlsx", ("丙", "13900003333", "A01"), headers=(*head, "又一列")))
    assert other["appended"] == 0  # other headers: another list


def test_a_column_left_out_stays_left_out_and_what_is_told_later_wins(office):
    path = own(office, NEW)
    data = bring(office, path, "--map", "联系人=")
    assert "联系人" not in data["mapping"]
    assert [f["cell"] for f in data["findings"] if f["code"] == "M003"] == ["B3"]  # what was told need not be said
    path = own(office, SECOND, name="二.xlsx")
    assert "联系人" not in bring(office, path)["mapping"]
    third = own(office, (3, "丙店", "孙", "13900003333", "A01"), name="三.xlsx")
    assert bring(office, third, "--map", "联系人=备注")["mapping"]["联系人"] == "备注"
    assert customers_of(office)["K0093"]["备注"] == "孙"


# Journal and archive


def test_the_list_is_archived_unchanged_and_journaled(office):
    path = own(office, NEW)
    bring(office, path)
    (entry,) = office.entries("import")
    (kept,) = entry["archived"]
    assert office.path(kept).read_bytes() == path.read_bytes() and entry["archived"][kept] == digest(path)
    assert entry["table"] == "客户" and entry["appended"] == 1 and entry["numbers"] == ["K0091"]
    assert office.run("verify").data["ok"]
    kinds = [line["kind"] for line in office.journal()]
    assert kinds[-3:] == ["version", "seen", "import"]  # the register as it is now is on file, too
    office.path(kept).write_bytes(b"x")
    assert [p["kind"] for p in office.run("verify").data["problems"]] == ["altered"]


def test_a_register_that_is_open_elsewhere_is_left_alone(office):
    path, before = own(office, NEW), digest(office.path(BOOK))
    office.path(f"~${BOOK}").write_bytes(b"")
    ran = office.run("import", path, "--to", "客户", "--yes", now=NOW)
    assert ran.code == 3 and "关闭" in ran.err
    assert digest(office.path(BOOK)) == before and not office.entries("import")
    office.path(f"~${BOOK}").unlink()
    assert bring(office, path)["appended"] == 1


# The command line


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("--to", "顾客"), "客户、联系人"),
        (("--to", "基本"), "可用的有"),
        (("--to", "服务单"), "可用的有"),
        (("--to", "客户", "--map", "手机号"), "源列=目标列"),
        (("--to", "客户", "--map", "手机号=电"), "没有列“电”"),
        (("--to", "客户", "--map", "手机号=体验日期"), "没有列“体验日期”"),  # not in this office's register
        (("--to", "客户", "--map", "手机=电话"), "手机号"),
        (("--to", "客户", "--map", "手机号=客户名称", "--map", "联系人=客户名称"), "两列"),
        ((), "--to"),
    ],
)
def test_wrong_use_says_what_is_possible(office, arguments, word):
    ran = office.run("import", own(office, NEW), *arguments, now=NOW)
    assert ran.code == 2 and word in ran.err


def test_a_file_that_is_not_there_is_wrong_use(office):
    assert office.run("import", "没有.xlsx", "--to", "客户", now=NOW).code == 2


def test_on_a_terminal_it_asks(office, monkeypatch):
    from click.testing import CliRunner

    from huifang.cli.main import group

    path = own(office, NEW)
    words = ["-C", str(office.root), "--now", NOW, "import", str(path), "--to", "客户"]
    for answer, count in (("n\n", 0), ("y\n", 1)):
        runner = CliRunner()
        monkeypatch.setattr("huifang.cli.import_command._is_terminal", lambda: True)
        result = runner.invoke(group, words, input=answer, prog_name="huifang")
        assert "现在写入吗" in result.output, result.output
        assert len(office.entries("import")) == count


# Every register of every regulation


def example(column: Column, preset: Any, number: int) -> Any:
    """A believable cell."""
    if column.key == "customer_no":
        return "K0001"
    if column.kind is Kind.PERSON:
        return "A01"
    if column.kind is Kind.CHOICE:
        lists = {**BUILT_IN, "客户类别": tuple(c["类别"] for c in preset.content["客户类别"] if "依据列" not in c)}
        own_values = [row["值"] for row in preset.content.get("选项", ()) if row["类型"] == column.options]
        return {"review_status": "待审核", "subject": "客户"}.get(column.key) or [
            *lists.get(column.options, ()),
            *own_values,
            "其他",
        ][0]
    if column.kind is Kind.PHONE:
        return f"1390000{number:04d}"
    if column.kind in (Kind.NUMBER, Kind.INTEGER):
        return 20
    if column.key == "subject_no":
        return "K0001"
    return column.example or f"内容 {number}"


def rows_for(declared: Table, preset: Any) -> list[dict[str, Any]]:
    """Two rows, without numbers."""
    number = declared.unique[0] if declared.unique else ""
    rows = []
    for n in (1, 2):
        row = {c.key: example(c, preset, 10 * len(declared.columns) + n) for c in declared.columns if c.key != number}
        for key in (*declared.same_by, *declared.unique):
            if (
                key != number
                and declared.by_key[key].kind in (Kind.TEXT, Kind.CODE)
                and key != "customer_no"
                and n == 2
            ):
                row[key] = f"{row[key]}2"
            elif n == 2 and key == "happened_at":  # the same thing at the same moment would be the same event
                row[key] = row[key].replace("09:", "10:")
        rows.append(row)
    return rows


STAFF = [["员工编号", "姓名", "角色", "状态"], ["C01", "马建国", "老板", "在职"], ["A01", "李晓明", "业务员", "在职"]]


@pytest.mark.slow
@pytest.mark.parametrize("preset", [preset.preset for preset in presets()])
def test_an_office_moves_in_by_import_alone(preset, tmp_path):
    office = TestOffice(tmp_path / "办公室", tmp_path / "名单")
    assert run("--now", NOW, "init", str(office.root), "--policy", preset).code == 0
    assert bring(office, plain(office.outside / "人员.xlsx", *STAFF), to="人员")["appended"] == 2
    known = load_preset(preset)
    skipped = {people.PEOPLE.name, people.STAND_INS.name, people.EXCEPTIONS.name}
    books = sorted((name for name in known.workbooks if name != house_rules.WORKBOOK), key=lambda n: n != BOOK)
    for declared in (one for name in books for one in known.tables_of(name) if one.name not in skipped):
        rows = rows_for(declared, known)
        path = plain(office.outside / f"{declared.name}.xlsx", *own_words(declared, rows))
        data = bring(office, path, to=declared.name)
        assert data["appended"] == 2, (declared.name, data["findings"], data["duplicates"])
        assert [f["message"] for f in data["findings"] if f["severity"] == "error"] == []
        again = bring(office, path, to=declared.name)
        assert (again["appended"], again["changed"], again["written"]) == (0, [], False), declared.name
        kept = [
            r for r in table(office.path(declared.workbook), declared.name) if any(v is not None for v in r.values())
        ]
        assert len(kept) == 2
        if declared.unique:
            header = declared.by_key[declared.unique[0]].header
            assert len({row[header] for row in kept}) == 2 and all(row[header] for row in kept)
    checked = office.run("check", now=NOW).data
    assert [f for f in checked["findings"] if f["severity"] == "error"] == []
    assert office.run("verify").data["ok"]


def test_stand_ins_and_exceptions_come_from_lists_too(office):
    head = ["请假人", "开始日期", "结束日期", "代班人"]
    path = plain(office.outside / "请假.xlsx", head, ["A01", "2026-12-01", "2026-12-05", "A02"])
    assert bring(office, path, to="代班")["appended"] == 1
    assert bring(office, path, to="代班")["appended"] == 0
    head = ["对象", "客户编号", "处理方式", "开始日期", "审批人", "事由"]
    path = plain(office.outside / "例外.xlsx", head, ["客户", "K0001", "暂停", "2026-12-01", "B01", "出国"])
    assert bring(office, path, to="例外")["appended"] == 1
    assert bring(office, path, to="例外")["written"] is False


def test_people_may_be_each_others_superiors(office):
    rows = [["工号", "姓名", "角色", "上级"], ["A11", "新人", "业务员", "B02"], ["B02", "新主管", "主管", "C01"]]
    data = bring(office, plain(office.outside / "人.xlsx", *rows), to="人员")
    assert data["appended"] == 2 and not [f for f in data["findings"] if f["severity"] == "error"]


def test_after_plan_and_collect_an_import_disturbs_nothing(tmp_path):
    office = collected_office(tmp_path)
    bring(office, own(office, NEW))
    assert office.run("verify").data["ok"]
    assert office.report().code in (0, 1)


# Properties


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(len(WILD))), gap=st.integers(0, 3))
def test_the_order_of_columns_does_not_matter(order, gap, tmp_path_factory):
    office = planned_office(tmp_path_factory.mktemp("o"))
    headers = [WILD[i] for i in order]
    rows = [[row[i] for i in order] for row in (NEW, SECOND)]
    spread = [[*cells[:gap], "", *cells[gap:]] for cells in (headers, *rows)]
    data = bring(office, plain(office.outside / "表.xlsx", *spread))
    assert data["appended"] == 2 and set(data["mapping"].values()) == {"客户名称", "联系人", "电话", "业务员"}
    kept = customers_of(office)
    assert [kept[n]["电话"] for n in ("K0091", "K0092")] == ["13900001111", "13900002222"]


def test_the_json_is_what_the_contract_says(office):
    data: Mapping[str, Any] = bring(office, own(office, NEW))
    assert {"mapping", "appended", "changed", "duplicates", "findings", "written"} <= {*data}
    assert json.dumps(data, ensure_ascii=False)
    assert customers.CUSTOMERS.by_header.keys() >= {*data["mapping"].values()}


# What new rows say where the list says nothing


def test_what_is_set_stands_in_new_rows_only_and_only_where_the_list_is_silent(office):
    told = ["--set", "审核状态=已审核", "--set", "审核人=C01", "--set", "审核日期=2026-11-20", "--set", "业务员=A02"]
    old = customers_of(office)
    known = next(number for number, row in old.items() if row["业务员"] == "A01")
    path = plain(
        office.outside / "名单.xlsx",
        ("客户编号", "客户名称", "电话", "业务员"),
        (known, old[known]["客户名称"], "13900005555", None),
        (None, "城南五金有限公司", "13900001111", None),
        (None, "城北建材行", "13900002222", "A03"),
    )
    data = bring(office, path, *told)
    assert codes(data["findings"]) == ["M007"]  # of the class nothing was said; the approval is whole
    after = customers_of(office)
    assert after[known] == {**old[known], "电话": "13900005555"}
    added = [after[row["客户编号"]] for row in data["new"]]
    assert [row["业务员"] for row in added] == ["A02", "A03"]
    assert {(row["审核状态"], row["审核人"], row["审核日期"]) for row in added} == {
        ("已审核", "C01", datetime(2026, 11, 20))
    }


def test_an_approval_without_its_day_is_said_of_a_customer_by_name(office):
    data = bring(office, own(office, NEW), "--set", "审核状态=已审核", "--set", "审核人=C01")
    said = next(finding for finding in data["findings"] if finding["code"] == "T511")
    assert "城南五金有限公司" in said["message"] and "审核日期" in said["message"]


@pytest.mark.parametrize("told", ["审核状态=也许", "审核状态=", "=已审核", "客户编号=K9999", "审合=已审核"])
def test_what_cannot_be_set_is_wrong_use_and_writes_nothing(office, told):
    before = digest(office.path(BOOK))
    ran = office.run("import", own(office, NEW), "--to", "客户", "--set", told, "--yes", now=NOW)
    assert ran.code == 2 and ("不能都填为" in ran.err or "--set 应写成" in ran.err or "没有列" in ran.err)
    assert digest(office.path(BOOK)) == before
