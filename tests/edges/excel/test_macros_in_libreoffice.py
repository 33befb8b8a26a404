"""A workbook with our macros: they run, and its buttons do what they say."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from huifang.edges.excel.macros import AGENT, CONSOLE, add_macros
from libreoffice_macros import Macros


@pytest.mark.parametrize(("project", "said"), [(CONSOLE, "控制台可用：huifang"), (AGENT, "回访表的宏可用：huifang")])
def test_a_button_runs_its_macro(macros: Macros, tmp_path: Path, project: str, said: str) -> None:
    path = tmp_path / "台.xlsm"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("今天")
        sheet.insert_button("B4", {"macro": "试一试", "caption": "试一试"})
        add_macros(book, project, {"今天": "Sheet1"})
    macros.press(path, "今天", "试一试")
    assert macros.cell(path, "今天", "A1") == said
    macros.set_cell(path, "今天", "A1", "")
    macros.run(path, f"{project.title()}.试一试")
    assert macros.cells(path, "今天", "A1:B1") == [[said, ""]]
    macros.close(path)
