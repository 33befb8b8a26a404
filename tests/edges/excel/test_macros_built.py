"""The project binaries in macros/ are what their texts give, and hold nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from huifang.edges.books.console_book import ConsoleProgram, console_book
from huifang.edges.books.console_lines import KINDS, ConsoleLine, ConsoleSheets
from huifang.edges.excel.macros import add_macros
from patched import complaints
from places import ROOT
from tools import require_package

HOW = "run: python scripts/regenerate.py"
PROJECTS = ("agent", "console")


@pytest.fixture(scope="module")
def texts() -> dict[str, dict[str, str]]:
    require_package("pyopenvba")
    from build_macros import texts

    return {project: texts(project) for project in PROJECTS}


@pytest.mark.parametrize("project", PROJECTS)
def test_the_generated_module_is_up_to_date(texts: dict[str, dict[str, str]], project: str) -> None:
    kept = (ROOT / "macros" / project / "Declared.bas").read_text(encoding="utf-8")
    assert kept == texts[project]["Declared.bas"], HOW


@pytest.mark.parametrize("project", PROJECTS)
def test_the_same_texts_give_the_same_bytes(texts: dict[str, dict[str, str]], project: str) -> None:
    from build_macros import built

    assert built(texts[project]) == (ROOT / "macros" / f"{project}.bin").read_bytes(), HOW


@pytest.mark.filterwarnings("ignore::DeprecationWarning:oletools.*")
@pytest.mark.parametrize("project", PROJECTS)
def test_another_reader_extracts_exactly_the_texts(texts: dict[str, dict[str, str]], project: str) -> None:
    require_package("oletools")
    from oletools.olevba import VBA_Parser

    parser = VBA_Parser(str(ROOT / "macros" / f"{project}.bin"))
    extracted = {name: code for _, _, name, code in parser.extract_macros()}
    parser.close()
    assert {name: _shown(code) for name, code in extracted.items()} == texts[project]


@pytest.mark.parametrize("project", PROJECTS)
def test_a_binary_holds_its_texts_and_nothing_compiled(project: str) -> None:
    """Excel would run what is compiled, whatever the text beside it says."""
    require_package("pyopenvba")
    from pyopenvba.cfb import CFB
    from pyopenvba.vba import parse_vba_project

    container = CFB.from_bytes((ROOT / "macros" / f"{project}.bin").read_bytes())
    assert container.get_stream_in_storage("VBA", "_VBA_PROJECT") == b"\xcc\x61\xff\xff\x00\x00\x00"
    modules = {module.name: module for module in parse_vba_project(container).modules}
    assert {name: module.text_offset for name, module in modules.items()} == dict.fromkeys(modules, 0)
    streams = {"dir", "_VBA_PROJECT", *modules}
    assert {*container.list_streams_in_storage("VBA")} == streams


def _shown(code: str) -> str:
    """Without the attributes that the editor does not show, but for the name."""
    lines = code.replace("\r\n", "\n").split("\n")
    return "\n".join(line for line in lines if not line.startswith("Attribute ") or "VB_Name" in line)


@pytest.mark.parametrize("project", PROJECTS)
def test_a_linter_finds_nothing(texts: dict[str, dict[str, str]], project: str, tmp_path: Path) -> None:
    require_package("pyvbaanalysis")
    from pyvbaanalysis import analyze_workbook

    with xlsxwriter.Workbook(str(tmp_path / "台.xlsm")) as book:
        sheets = [name.removesuffix(".cls") for name in texts[project] if name.startswith("Sheet")]
        for name in sheets:
            book.add_worksheet(name)
        add_macros(book, project, {name: name for name in sheets})
    diagnostics = analyze_workbook(tmp_path / "台.xlsm")
    assert sorted(diagnostics) == sorted(name.rpartition(".")[0] for name in texts[project])
    assert [f"{name}: {found}" for name, all_found in diagnostics.items() for found in all_found] == []


def test_a_validator_finds_nothing_in_the_workbook_of_the_buttons(tmp_path: Path) -> None:
    """With every kind of line, and a link in each that can have one."""
    require_package("openxml_audit")
    lines = tuple(ConsoleLine(kind, ("甲", "乙", "丙", "丁", "打开"), "报告/旬报.xlsx") for kind in KINDS)
    book = console_book(ConsoleSheets(lines, lines), "单位", ConsoleProgram(program="python", words="-m huifang"))
    assert complaints(book, tmp_path, "audited.xlsm") == {}


HEAD = 'Attribute VB_Name = "More"\nOption Explicit\n'
BAD = {
    "no name": "Option Explicit\n",
    "another name": HEAD.replace("More", "Less"),
    "nothing explicit": HEAD.replace("Option Explicit", "Option Base 1"),
    "a sign that the code page lacks": f'{HEAD}Public Const A As String = "\N{BLACK TELEPHONE}"\n',
    "a line that is too long": f'{HEAD}Public Const A As String = "{"长" * 500}"\n',
    "a line that goes on and on": f"{HEAD}Public Const A As Long = 1 + _\n" + "    1 + _\n" * 25 + "    1\n",
    "a blank at the end": f"{HEAD}Public A As Long \n",
    "a number with a nought behind": f"{HEAD}Public Const A As Double = 1.0\n",
    "a comparison the other way round": f"{HEAD}Public Sub A()\n    Debug.Print 1 => 2\nEnd Sub\n",
    "a procedure without brackets": f"{HEAD}Public Sub A\nEnd Sub\n",
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_what_excel_would_not_take_or_keep_is_not_built(text: str) -> None:
    require_package("pyopenvba")
    from build_macros import built
    from macro_texts.checked import BadModule

    with pytest.raises(BadModule, match=r"^More\.bas"):
        built({"More.bas": text})


def test_what_stands_in_quotes_and_remarks_is_free() -> None:
    require_package("pyopenvba")
    from macro_texts.checked import check

    check("More.bas", f'{HEAD}\'1.0 => Rem\nPublic Const A As String = "1.0 =< Rem"\nPublic Const B As Double = 0.05\n')
