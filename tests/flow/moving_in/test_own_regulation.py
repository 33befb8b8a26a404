"""``init --policy FILE``: an office by its own regulation, and nothing founded where a cell of it is wrong."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from openpyxl import load_workbook

from huifang.edges.books.register_books import build_books
from huifang.edges.known.presets import load_preset, presets
from huifang.flow.moving_in.own_regulation import read_own
from huifang.tables.declared.registers import BOOKS
from office import run

NOW = "2026-11-01 09:00"
TEXT = """
name = "门店回访办法"
["基本"]
"单位名称" = "城东门店"
"批次" = "旬"
[["客户类别"]]
"类别" = "普通客户"
[["回访规则"]]
"规则编号" = "R1"
"规则名称" = "例行"
"适用类别" = ["普通客户"]
"触发" = "滚动"
"间隔" = 10
"间隔单位" = "天"
"回访方式" = "电话"
"依据" = "办法第三条"
[["回访规则"]]
"规则编号" = "R2"
"规则名称" = "完工后"
"适用类别" = "普通客户"
"触发" = "日期"
"起算" = "服务单.完工时间"
"窗口起" = 1
"窗口长" = 3
"依据" = "办法第四条"
[["投诉时限"]]
"阶段" = "首次响应"
"起算" = "接收时间"
"时限" = 24
"单位" = "小时"
"完成" = "首次响应时间"
"适用" = "全部"
[["报告"]]
"报告" = "旬报"
"截止" = "期末"
"期间" = "旬"
"收件角色" = "老板"
"内容" = "回访"
"""


def init(folder: Path, policy: Path, *more: str):
    ran = run("--now", NOW, "init", str(folder), "--policy", str(policy), *more)
    return ran.code, ran.data


def filled(sheets):
    return {
        name: [{header: value for header, value in row.items() if value not in ("", None)} for row in rows]
        for name, rows in sheets.items()
    }


def text(preset: str) -> bytes:
    return (files("huifang.workbooks") / "policies" / f"{preset}.toml").read_bytes()


@pytest.mark.parametrize("preset", [one.preset for one in presets()])
def test_the_text_of_a_preset_makes_the_same_office_by_its_own(preset):
    own = read_own(text(preset), f"{preset}.toml")
    assert own.findings == () and own.preset is not None
    shipped = load_preset(preset)
    assert filled(own.preset.rows()) == filled(shipped.rows())
    assert own.preset.workbooks == shipped.workbooks
    assert all(own.preset.tables_of(name) == shipped.tables_of(name) for name in shipped.workbooks)
    if preset == "car-dealer":
        assert build_books(own.preset) == build_books(shipped)
    later = load_preset(own.preset.preset)  # what the journal keeps is all that an office has of it later on
    assert later.workbooks == own.preset.workbooks and later.columns == own.preset.columns
    assert (later.hidden, later.forms_with_plan, later.trade) == tuple(
        getattr(shipped, name) for name in ("hidden", "forms_with_plan", "trade")
    )


@pytest.mark.parametrize("preset", ["car-dealer", "hotel-subscription", "property"])
def test_the_book_of_another_office_says_the_same_rules(preset):
    shipped = load_preset(preset)
    own = read_own(build_books(shipped)["制度.xlsx"], "制度.xlsx")
    assert own.findings == () and own.preset is not None
    assert {*own.preset.workbooks} == {*shipped.workbooks}
    assert own.preset.policy.rules == shipped.policy.rules and own.preset.policy.clocks == shipped.policy.clocks
    assert own.preset.policy.unit_name != shipped.policy.unit_name or "单位名称" not in own.preset.content["基本"]


def test_the_registers_follow_from_the_rules_and_the_office_plans_and_reports(tmp_path):
    path = tmp_path / "办法.toml"
    path.write_text(TEXT, encoding="utf-8")
    code, said = init(tmp_path / "甲", path, "--name", "城东门店")
    assert (code, said["findings"]) == (0, [])
    books = {name for name in said["files"] if name in BOOKS}
    assert books == {"制度.xlsx", "人员.xlsx", "客户资料库.xlsx", "服务单.xlsx", "投诉登记表.xlsx"}
    for command in (("check",), ("plan", "--period", "2026-11上旬"), ("report", "--period", "2026-11上旬")):
        ran = run("-C", str(tmp_path / "甲"), "--now", "2026-11-10 18:00", *command)
        assert ran.code in (0, 1) and ran.data, ran.err
        assert not [f for f in ran.data.get("findings", ()) if f["file"] == "制度.xlsx" and f["severity"] == "error"]


@pytest.mark.parametrize(
    ("old", "new", "code", "sheet", "cell"),
    [
        ('"触发" = "滚动"', '"触发" = "滚滚"', "C205", "回访规则", "C2"),
        ('"批次" = "旬"', '"批次" = "年"', "P602", "基本", "B3"),
        ('"批次" = "旬"', '"批级" = "旬"', "P601", "基本", "A3"),
        ('"间隔" = 10', '"间距" = 10', "P641", "回访规则", None),
        ("服务单.完工时间", "服务单.完工", "P605", "回访规则", None),
        ('[["投诉时限"]]', '[["时限"]]', "P641", "时限", None),
        ('name = "门店回访办法"', 'columns = ["服务单.没有"]', "P641", "columns", None),
        ('"时限" = 24', '"时限" = ', "P640", None, None),
    ],
)
def test_a_wrong_cell_is_a_finding_and_nothing_is_founded(tmp_path, old, new, code, sheet, cell):
    path = tmp_path / "办法.toml"
    path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    exit_code, said = init(tmp_path / "甲", path)
    assert exit_code == 1 and said["office"] is None and not (tmp_path / "甲").exists()
    (one,) = [f for f in said["findings"] if f["code"] == code]
    assert (one["file"], one["sheet"]) == ("办法.toml", sheet) and (cell is None or one["cell"] == cell)


def test_a_book_that_is_none_and_a_sheet_that_belongs_to_none_are_said(tmp_path):
    path = tmp_path / "表.xlsx"
    path.write_bytes(build_books(load_preset("sales-ten-day"))["人员.xlsx"])
    assert [f.code for f in read_own(path.read_bytes(), "表.xlsx").findings] == ["P640"]
    path.write_bytes(build_books(load_preset("sales-ten-day"))["制度.xlsx"])
    book = load_workbook(path)
    book.create_sheet("我的说明")["A1"] = "内部用"
    book.save(path)
    own = read_own(path.read_bytes(), "表.xlsx")
    assert [(f.code, f.place.sheet) for f in own.findings] == [("P642", "我的说明")] and own.preset is not None


def test_a_regulation_of_ones_own_has_no_sample(tmp_path):
    path = tmp_path / "办法.toml"
    path.write_text(TEXT, encoding="utf-8")
    ran = run("--now", NOW, "init", str(tmp_path / "甲"), "--policy", str(path), "--sample")
    assert ran.code == 2 and not (tmp_path / "甲").exists()


def test_of_a_draft_only_what_was_ticked_holds_with_its_clause(tmp_path):
    source, out = tmp_path / "条文.txt", tmp_path / "制度草案.xlsx"
    source.write_text(
        "回访管理办法\n第一条 普通客户每十天电话回访一次。\n第二条 接到投诉后24小时内首次响应客户。\n", encoding="utf-8"
    )
    assert run("--now", NOW, "draft", str(source), "--out", str(out)).code in (0, 1)
    nothing = read_own(out.read_bytes(), out.name)
    assert nothing.preset is None and [finding.code for finding in nothing.findings] == ["P645"]
    book = load_workbook(out)
    rules = book["回访规则"]
    headers = {cell.value: cell.column for cell in rules[1]}
    for row in range(2, rules.max_row + 1):
        rules.cell(row, headers["采用"]).value = "是"
    book.save(out)
    own = read_own(out.read_bytes(), out.name)
    assert own.preset is not None, own.findings
    (rule,) = own.preset.policy.rules
    assert (
        rule.classes == own.preset.policy.classes == ("普通客户",)
    )  # a class that a rule names needs no row of its own
    assert "第一条" in rule.clause and "每十天" in rule.clause
    assert own.preset.policy.clocks == () and "投诉登记表.xlsx" not in own.preset.workbooks
    code, said = init(tmp_path / "甲", out, "--name", "门店")
    assert said["office"] and code in (0, 1)
