"""业务员宏 = 是: call sheets are workbooks with our macros, and go every way that others go."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from huifang.core.catalogue import found
from huifang.core.findings import Place
from huifang.edges.books.agent_buttons import BUTTONS
from huifang.edges.known.own_macros import AGENT, binary
from huifang.edges.marking.accepted_copy import accepted_copy
from huifang.edges.marking.marked_copy import mark
from office import (
    NOW,
    PERIOD,
    PLANNED,
    SHEET,
    TestOffice,
    blank_office,
    change,
    edited,
    good_answer,
    issued_rows,
    put,
    table,
)  # fmt: skip
from patched import complaints
from tools import require_package

PROJECT = "xl/vbaProject.bin"


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> TestOffice:
    office = blank_office(tmp_path_factory.mktemp("带宏"))
    switch_on(office)
    ran = office.run("plan", "--period", PERIOD, now=PLANNED)
    assert ran.code == 0, ran.err
    return office


@pytest.fixture
def office(planned: TestOffice, tmp_path: Path) -> Iterator[TestOffice]:
    shutil.copytree(planned.root, tmp_path / "办公室")
    yield TestOffice(tmp_path / "办公室", tmp_path / "寄出")


def switch_on(office: TestOffice) -> None:
    rules = office.path("制度.xlsx")
    row = [item["项目"] for item in table(rules, "基本")].index("业务员宏") + 2
    change(rules, (row, {"值": "是"}), sheet="基本")


def project_of(path: Path) -> bytes:
    with zipfile.ZipFile(path) as package:
        return package.read(PROJECT)


def test_every_agent_gets_a_workbook_with_our_macros(planned: TestOffice) -> None:
    names = sorted(path.name for path in planned.path(f"回访计划/{PERIOD}").iterdir())
    assert [name.partition("-")[0] for name in names] == ["A01", "A02", "A03"]
    assert {Path(name).suffix for name in names} == {".xlsm"}
    assert project_of(planned.issued("A01")) == binary(AGENT)


def test_without_the_switch_nobody_gets_macros(tmp_path: Path) -> None:
    office = blank_office(tmp_path)
    assert office.run("plan", "--period", PERIOD, now=PLANNED).code == 0
    assert office.issued("A01").suffix == ".xlsx"
    with zipfile.ZipFile(office.issued("A01")) as package:
        assert PROJECT not in package.namelist()


def test_it_is_taken_in_like_any_other_and_our_macros_are_no_finding(office: TestOffice) -> None:
    office.send(office.filled("A01"))
    ran = office.collect()
    assert (ran.code, ran.data["accepted"][0]["rows"], ran.data["accepted"][0]["findings"]) == (0, 6, [])


def test_somebody_elses_macros_are_named(office: TestOffice) -> None:
    path = office.filled("A01")
    replaced(path, PROJECT, b"\xd0\xcf\x11\xe0 something else")
    office.send(path)
    assert [f["code"] for f in office.collect().data["accepted"][0]["findings"]] == ["F118"]


def test_what_is_wrong_comes_back_with_its_macros_and_is_taken_in_then(office: TestOffice) -> None:
    office.send(office.filled("A02", 通话结果="没有这个"))
    ran = office.collect()
    assert ran.code == 1
    marked = office.path(ran.data["returned"][0]["marked"])
    assert marked.suffix == ".xlsm" and project_of(marked) == binary(AGENT)
    draft = marked.with_suffix(".eml").read_text(encoding="utf-8")
    assert "application/vnd.ms-excel.sheet.macroEnabled.12" in draft
    with edited(marked) as book:
        for row in issued_rows(book):
            put(book[SHEET], row, good_answer(row))
    office.send(marked)
    ran = office.collect()
    assert (ran.code, [one["rows"] for one in ran.data["accepted"]]) == (0, [3])


def test_marks_change_no_other_part(planned: TestOffice) -> None:
    """What Excel runs stays byte for byte, and the buttons are there."""
    content = planned.issued("A01").read_bytes()
    wrong = [found("R315", Place("表", SHEET, "B2"))]
    again = mark(mark(content, wrong), [])
    before, after = parts(planned.issued("A01").parent, content), parts(planned.issued("A01").parent, again)
    assert before[PROJECT] == after[PROJECT]
    drawing, button = "xl/drawings/vmlDrawing1.vml", b'ObjectType="Button"'
    assert before[drawing].count(button) == after[drawing].count(button) == len(BUTTONS)
    entered = parts(planned.issued("A01").parent, accepted_copy(content, {"结果": "已入账"}))
    assert entered[PROJECT] == before[PROJECT]


def test_a_validator_finds_nothing_in_the_sheet_and_in_its_marked_copy(planned: TestOffice, tmp_path: Path) -> None:
    require_package("openxml_audit")
    content = planned.issued("A01").read_bytes()
    marked = mark(content, [found("R315", Place("表", SHEET, "B2"))])
    assert (complaints(content, tmp_path, "表.xlsm"), complaints(marked, tmp_path, "退回.xlsm")) == ({}, {})


def test_what_is_handed_over_and_added_has_macros_too(office: TestOffice) -> None:
    ran = office.run("handover", "A01", "--to", "A02", "--yes", now=NOW)
    assert ran.code == 0, ran.err
    ran = office.run("plan", "--period", PERIOD, now=NOW)
    assert ran.code == 0, ran.err
    added = [path for path in office.path(f"回访计划/{PERIOD}").iterdir() if "补" in path.name]
    assert [path.suffix for path in added] == [".xlsm"] and project_of(added[0]) == binary(AGENT)


def parts(folder: Path, content: bytes) -> dict[str, bytes]:
    path = folder.parent / "看一看.xlsm"
    path.write_bytes(content)
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def replaced(path: Path, part: str, content: bytes) -> None:
    with zipfile.ZipFile(path) as package:
        kept = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, old in kept.items():
            package.writestr(name, content if name == part else old)
