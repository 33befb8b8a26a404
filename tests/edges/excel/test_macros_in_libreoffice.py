"""A workbook with our macros: LibreOffice reads every module, and a button does what it says."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
import xlsxwriter

from huifang.edges.books.console_book import ConsoleProgram, console_book
from huifang.edges.books.console_lines import (
    BACK,
    BUTTON_ROW,
    BUTTONS,
    RESULT_SHEET,
    TODAY_SHEET,
    ConsoleLine,
    ConsoleSheets,
)
from huifang.edges.excel.macros import AGENT, CONSOLE, add_macros
from huifang.edges.known.own_macros import binary, is_ours
from libreoffice_macros import Macros, MacroTrouble
from tools import require_package

PROJECTS = (AGENT, CONSOLE)
#: One more function in every module: where LibreOffice cannot read one of them, it runs none.
PROBE = "\nPublic Function Probed() As String\n    Probed = {name}\nEnd Function\n"
BUTTON = """Attribute VB_Name = "Button"
Option Explicit
Public Sub 成不成()
    ActiveSheet.Range("A1").Value = "成了"
End Sub
"""


def probed(project: str) -> dict[str, str]:
    require_package("pyopenvba")
    from build_macros import texts

    return {name: text + PROBE.format(name=f'"{name.rpartition(".")[0]}"') for name, text in texts(project).items()}


def workbook(path: Path, modules: Mapping[str, str]) -> Path:
    """With a sheet and a button for each sheet to which the project has code."""
    from build_macros import built

    with xlsxwriter.Workbook(str(path)) as book:
        book.add_vba_project(io.BytesIO(built(modules)), is_stream=True)
        book.set_vba_name()
        for name in ("Sheet1", *(name for name in modules if name.startswith("Sheet") and name != "Sheet1.cls")):
            sheet = book.add_worksheet()
            sheet.set_vba_name(name.removesuffix(".cls"))
            sheet.insert_button("B4", {"macro": "成不成", "caption": "成不成"})
    return path


@pytest.mark.parametrize("project", PROJECTS)
def test_every_module_is_read(macros: Macros, tmp_path: Path, project: str) -> None:
    modules = probed(project)
    path = workbook(tmp_path / "台.xlsm", modules)
    names = [name.rpartition(".")[0] for name in modules]
    assert [macros.run(path, f"{name}.Probed") for name in names] == names
    macros.close(path)


def test_a_module_that_cannot_be_read_is_noticed(macros: Macros, tmp_path: Path) -> None:
    """Else the test above would prove nothing."""
    broken = {**probed(AGENT), "Button.bas": BUTTON.replace("End Sub", "If True Then\nEnd Sub")}
    path = workbook(tmp_path / "台.xlsm", broken)
    said = []
    for name in broken:
        try:
            said.append(macros.run(path, f"{name.rpartition('.')[0]}.Probed"))
        except MacroTrouble:
            said.append(None)
    assert said != [name.rpartition(".")[0] for name in broken]
    macros.close(path)


def test_a_button_runs_its_macro(macros: Macros, tmp_path: Path) -> None:
    path = workbook(tmp_path / "台.xlsm", {**probed(AGENT), "Button.bas": BUTTON})
    macros.click(path, "Sheet1", "成不成", "A1")
    assert macros.cell(path, "Sheet1", "A1") == "成了"
    macros.set_cell(path, "Sheet1", "A1", None)
    macros.press(path, "Sheet1", "成不成")
    assert macros.cells(path, "Sheet1", "A1:B1") == [["成了", ""]]
    with pytest.raises(MacroTrouble, match="没有"):
        macros.press(path, "Sheet1", "没有")
    macros.close(path)


@pytest.mark.parametrize("project", PROJECTS)
def test_what_libreoffice_stores_is_still_ours(macros: Macros, tmp_path: Path, project: str) -> None:
    path, stored = tmp_path / "台.xlsm", tmp_path / "存.xlsm"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("今天")
        add_macros(book, project, {"今天": "Sheet1"})
    macros.save_as(path, stored)
    macros.close(path)
    with zipfile.ZipFile(stored) as package:
        content = package.read("xl/vbaProject.bin")
    assert content != binary(project) and is_ours(content)


LONG_NOTE = """
Public Sub Tried()
    WriteNote ActiveSheet.Range("A1"), "short"
    WriteNote ActiveSheet.Range("A1"), String(150, "a") & String(150, "b") & String(150, "c")
End Sub
"""


def test_a_note_of_several_findings_is_written_whole(macros: Macros, tmp_path: Path) -> None:
    """Excel takes so much at a time."""
    modules = probed(AGENT)
    path = workbook(tmp_path / "台.xlsm", {**modules, "Results.bas": modules["Results.bas"] + LONG_NOTE})
    macros.run(path, "Results.Tried")
    assert macros.notes(path, "Sheet1") == {"A1": "a" * 150 + "b" * 150 + "c" * 150}
    macros.close(path)


def test_every_button_of_the_console_has_its_macro(macros: Macros, tmp_path: Path) -> None:
    """Away from its office each says which it was, and that it does not belong there."""
    path = tmp_path / "控制台.xlsm"
    sheets = ConsoleSheets((ConsoleLine(BUTTON_ROW),), (ConsoleLine(BUTTON_ROW),))
    path.write_bytes(console_book(sheets, "单位", ConsoleProgram(program="python", words="-m huifang")))
    for button in BUTTONS:
        macros.press(path, TODAY_SHEET, button.caption)
        (title,), _, _, (reason,) = macros.cells(path, RESULT_SHEET, "B1:B4")
        assert (title, reason) == (f"结果 · {button.caption}", "这里不是办公文件夹")
        macros.press(path, RESULT_SHEET, BACK)
        assert macros.selected(path).startswith(f"{TODAY_SHEET}.")
    macros.close(path)
