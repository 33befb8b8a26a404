"""``huifang form --blank``: blank forms for a regulation, or for an office with its own choices."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from huifang.edges.known.presets import presets
from huifang.flow.forms.handing_out import hand_out_blanks
from huifang.tables.declared.forms import forms_about
from office import TestOffice, add_rows, blank_office, collected_office, load, put, run, snapshot
from places import ROOT

BLANK = ROOT / "workbooks" / "blank"


def offers(path: Path, choice: str) -> bool:
    """Whether the choice stands anywhere in the workbook: lists are in hidden sheets or in the validations."""
    with zipfile.ZipFile(path) as package:
        return any(choice.encode() in package.read(name) for name in package.namelist())


@pytest.mark.parametrize("preset", presets(), ids=lambda preset: preset.preset)
def test_what_is_handed_out_is_what_the_repository_shows(preset, tmp_path):
    written = hand_out_blanks(tmp_path / "空白", preset)
    printed = [f"打印/{form.title}.xlsx" for form in forms_about(preset.workbooks)]
    names = [path.relative_to(tmp_path / "空白").as_posix() for path in written]
    assert names == [*preset.workbooks, "回访记录.xlsx", "更正单.xlsx", *printed]
    given = snapshot(tmp_path / "空白")
    assert {name: given[name] for name in given if name not in printed} == snapshot(BLANK / preset.preset)


def test_blank_forms_ask_what_the_regulation_asks_and_show_what_it_uses(tmp_path):
    assert run("form", "--blank", str(tmp_path), "--policy", "property").code == 0
    texts = {cell.value for row in load(tmp_path / "打印/工程维修回访意见表.xlsx").active.iter_rows() for cell in row}
    assert {"维修人员的态度", "维修的效率", "维修的效果", "服务内容", "示范单位"} <= texts
    assert "车牌号" not in texts and not any("{{" in text for text in texts if text)


def test_without_an_office_the_regulation_is_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ran = run("form", "--blank", "空白", "--policy", "property")
    assert ran.code == 0 and "空白/意见调查.xlsx" in ran.data["files"]
    assert all((tmp_path / file).is_file() for file in ran.data["files"])
    refused = run("form", "--blank", "别处")
    assert refused.code == 3 and "--policy" in refused.err and not (tmp_path / "别处").exists()


def test_an_office_gets_its_own_choices(tmp_path):
    office = blank_office(tmp_path)
    add_rows(office.path("制度.xlsx"), "选项", {"类型": "通话结果", "值": "转接分店"})
    ran = office.run("form", "--blank", office.path("打印"))
    assert "打印/回访记录.xlsx" in ran.data["files"]
    assert offers(office.path("打印/回访记录.xlsx"), "转接分店")
    assert not offers(BLANK / "sales-ten-day" / "回访记录.xlsx", "转接分店")


def test_nothing_is_overwritten_and_nothing_half_written(tmp_path):
    kept = tmp_path / "空白" / "更正单.xlsx"
    kept.parent.mkdir()
    kept.write_bytes(b"mine")
    ran = run("form", "--blank", str(kept.parent), "--policy", "property")
    assert ran.code == 2 and "更正单.xlsx" in ran.err
    assert [path.name for path in kept.parent.iterdir()] == ["更正单.xlsx"] and kept.read_bytes() == b"mine"


def test_handing_out_leaves_the_office_as_it_was(tmp_path):
    office = collected_office(tmp_path)
    before = snapshot(office.root)
    assert office.run("form", "--blank", tmp_path / "空白").code == 0
    assert snapshot(office.root) == before


def test_a_blank_correction_form_can_be_filled_in_and_applied(tmp_path):
    office = collected_office(tmp_path)
    office.run("form", "--blank", tmp_path / "空白")
    record, row = next(iter(office.ledger().items()))
    form = tmp_path / "空白" / "更正单.xlsx"
    book = load(form)
    put(book["更正单"], 2, {
        "表": "回访记录", "编号": record, "列": "备注", "原值": row["备注"], "新值": "已补记",
        "更正人": "B01", "原因": "漏写",
    })  # fmt: skip
    book.save(form)
    ran = office.run("correct", form)
    assert ran.data["applied"] == 1, ran.data
    assert office.ledger()[record]["备注"] == "已补记"


def own_template(office: TestOffice, name: str, *rows: list[str]) -> None:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    office.path("模板").mkdir(exist_ok=True)
    book.save(office.path(f"模板/{name}.xlsx"))


def test_the_office_s_own_templates_win_here_too(tmp_path):
    office = blank_office(tmp_path)
    own_template(office, "客户回访记录", ["某某公司信笺"], ["{{ 单位名称 }}", "{{ 客户名称 }}", "签字："])
    own_template(office, "派车单", ["派车去", "{{ 客户.地址 }}"])
    ran = office.run("form", "--blank", tmp_path / "空白")
    assert ran.code == 0 and any(file.endswith("打印/派车单.xlsx") for file in ran.data["files"])
    texts = {cell.value for row in load(tmp_path / "空白/打印/回访客户记录.xlsx").active.iter_rows() for cell in row}
    assert texts == {"某某公司信笺", "示范单位", "签字：", None}


def test_a_template_that_cannot_be_filled_stops_all_and_says_where(tmp_path):
    office = blank_office(tmp_path)
    own_template(office, "回访客户记录", ["{{ 客户名字 }}"])
    ran = office.run("form", "--blank", tmp_path / "空白")
    assert ran.code == 1 and not (tmp_path / "空白").exists()
    assert [(f["code"], f["cell"]) for f in ran.data["findings"]] == [("F130", "A1")]
