"""控制台.xlsm by its buttons: an office is planned, collected and reported; troubles stand in 结果."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter

from huifang.edges.books.console_lines import CONSOLE_BOOK, RESULT_SHEET, SETUP_SHEET, TODAY_SHEET
from huifang.edges.store.office import Office
from huifang.flow.office.desk import Desk
from huifang.page.console.keeping import keep_console
from huifang.page.console.rooms import BEGUN, DONE, PROGRESS, ROOMS, SHOWN, TROUBLE
from libreoffice_macros import Macros
from office import FOUNDED, NOW, PERIOD, TestOffice, blank_office, planned_office
from tools import require_package

PROGRAM, WORDS, LONGEST, SILENT, STARTING, MOMENT = "A1", "A2", "A4", "A5", "A6", "A7"
HEAD = "B4"


def with_console(office: TestOffice, now: str) -> Path:
    path = office.path(CONSOLE_BOOK)
    assert keep_console(Desk(Office(office.root), datetime.strptime(now, "%Y-%m-%d %H:%M")), has_run=True)
    return path


def said(macros: Macros, path: Path, sheet: str) -> list[str]:
    """Every line of the sheet."""
    lines = ("|".join(str(cell) for cell in row if cell) for row in macros.cells(path, sheet, "B1:F60"))
    return [line for line in lines if line]


def test_an_office_is_planned_collected_and_reported(macros: Macros, tmp_path: Path) -> None:
    office = blank_office(tmp_path)
    path = with_console(office, FOUNDED)
    macros.set_cell(path, SETUP_SHEET, MOMENT, NOW.replace(" ", "T"))
    assert "今天没有要做的事" in said(macros, path, TODAY_SHEET)[3]  # as a run left it

    macros.press(path, TODAY_SHEET, "排计划")
    assert len([*office.path(f"回访计划/{PERIOD}").glob("*.xlsx")]) == 3
    result = said(macros, path, RESULT_SHEET)
    assert result[0] == "结果 · 排计划" and result[2] == "排计划：做好了" and macros.selected(path).startswith("结果.")
    assert f"A01-李晓明-{PERIOD}.xlsx|打开" in result and not any("已生成" in line for line in result)
    today = said(macros, path, TODAY_SHEET)
    assert "点“刷新”，看今天还有什么要做。" in today
    assert "李晓明|□□□□□□□□□□|0 / 6 / 6|还没交" in today and "这一页写于 11-24 17:00" in today[1]

    office.send(office.filled("A01"), office.filled("A02"))
    macros.press(path, TODAY_SHEET, "收表")
    result = said(macros, path, RESULT_SHEET)
    assert "李晓明|√ 全部入账 6 行" in result and "王海燕|√ 全部入账 3 行" in result
    assert [row["rows"] for row in office.submissions()] == [6, 3]
    assert any(line.startswith("李晓明|■■■■■■■■■■|6 / 6 / ") for line in said(macros, path, TODAY_SHEET))

    macros.press(path, TODAY_SHEET, "出报告")
    report = office.path(f"报告/旬报-{PERIOD}.xlsx")
    assert said(macros, path, RESULT_SHEET)[2] == "出报告：做好了"
    assert [*report.parent.glob(f".~lock.{report.name}#")], "the report is opened"
    assert any(line.endswith(f"旬报 {PERIOD}|工作簿") for line in said(macros, path, TODAY_SHEET))
    macros.press(path, RESULT_SHEET, "回到今天")
    assert macros.selected(path).startswith("今天.")
    macros.close(path)


@pytest.fixture(scope="module")
def opened(macros: Macros, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = with_console(planned_office(tmp_path_factory.mktemp("按钮")), NOW)
    yield path
    macros.close(path)


@pytest.fixture
def console(macros: Macros, opened: Path) -> Path:
    """A workbook in an office whose program is a script that each test writes."""
    script = str(opened.parent / "程序.sh")
    settings = {PROGRAM: "/bin/sh", WORDS: script, LONGEST: "1800", SILENT: "60", STARTING: "10"}
    for address, content in settings.items():
        macros.set_cell(opened, SETUP_SHEET, address, content)
    return opened


def program(console: Path, *lines: str) -> None:
    """What the program does in the room of a press."""
    room = f'room="{console.parent / ROOMS}/$2"; mkdir -p "$room"; cd "$room"'
    (console.parent / "程序.sh").write_text("\n".join([room, *lines]), encoding="utf-8")


def pressed(macros: Macros, console: Path, button: str = "检查") -> list[str]:
    macros.press(console, TODAY_SHEET, button)
    return said(macros, console, RESULT_SHEET)


def test_where_nothing_starts_it_is_said(macros: Macros, console: Path) -> None:
    macros.set_cell(console, SETUP_SHEET, STARTING, "0")
    program(console, "exit 1")
    result = pressed(macros, console)
    assert result[0] == "结果 · 检查" and result[2] == "回访的程序没有启动"
    assert "启动.bat" in result[3] and len(result) == 4
    macros.set_cell(console, SETUP_SHEET, PROGRAM, "/移走了/python")
    assert pressed(macros, console, "发信")[2] == "回访的程序没有启动"


def test_a_program_that_dies_breaks_or_takes_too_long(macros: Macros, console: Path) -> None:
    program(console, f"touch {BEGUN}", f"printf 70 > {DONE}")
    assert pressed(macros, console)[2] == "程序自己出错了"
    program(console, f"touch {BEGUN}", f"printf '1 0 0' > {PROGRESS}")
    macros.set_cell(console, SETUP_SHEET, SILENT, "1")
    assert pressed(macros, console)[2] == "程序中途停了"
    macros.set_cell(console, SETUP_SHEET, SILENT, "60")
    macros.set_cell(console, SETUP_SHEET, LONGEST, "0")
    assert pressed(macros, console)[2] == "等了 0 分钟，还没有做完"


def test_what_cannot_be_opened_is_said_too(macros: Macros, console: Path) -> None:
    program(console, f"touch {BEGUN}", f"printf x > {SHOWN}", f"printf 0 > {DONE}")
    result = pressed(macros, console)
    assert result[2].startswith("没有做成") and "刷新" in result[3]


def test_away_from_its_office_it_says_where_it_belongs(macros: Macros, console: Path, tmp_path: Path) -> None:
    alone = tmp_path / CONSOLE_BOOK
    shutil.copy(console, alone)
    assert pressed(macros, alone)[2] == "这里不是办公文件夹"
    macros.close(alone)


def test_where_xlwings_is_installed_it_starts_the_program(macros: Macros, console: Path, tmp_path: Path) -> None:
    """A workbook of that name stands in for the add-in: it runs Python with the words, and does not wait."""
    add_in = tmp_path / "xlwings.xlam"
    python = f'Shell """{sys.executable}"" -B -c """ & code & """", vbHide'
    modules = {"Main.bas": f"Public Sub RunPython(ByVal code As String)\n    {python}\nEnd Sub\n", "Sheet1.cls": "",
               "ThisWorkbook.cls": ""}  # fmt: skip
    named = {
        name: f'Attribute VB_Name = "{name.partition(".")[0]}"\nOption Explicit\n{text}'
        for name, text in modules.items()
    }
    require_package("pyopenvba")
    from build_macros import built

    with xlsxwriter.Workbook(str(tmp_path / "xlwings.xlsm")) as book:
        book.add_worksheet().set_vba_name("Sheet1")
        book.add_vba_project(io.BytesIO(built(named)), is_stream=True)
        book.set_vba_name("ThisWorkbook")
    (tmp_path / "xlwings.xlsm").rename(add_in)
    assert macros.cell(add_in, "Sheet1", "A1") == ""  # it is open
    macros.set_cell(console, SETUP_SHEET, PROGRAM, "/移走了/python")
    macros.set_cell(console, SETUP_SHEET, STARTING, "30")
    macros.run(console, "Pressing.按下", "没有这个按钮", "试一试")
    assert said(macros, console, RESULT_SHEET)[2] == "程序自己出错了"  # and it was ours, which knows no such button
    assert [path for path in (console.parent / ROOMS).glob(f"*/{TROUBLE}") if "没有这个按钮" in path.read_text("utf-8")]
    macros.close(add_in)


def test_its_words_are_ascii_and_do_nothing_where_the_program_is_not(macros: Macros, console: Path) -> None:
    words = macros.run(console, "Pressing.给加载宏的话", "refresh 1 0041")
    assert words.isascii() and '"' not in words
    alone = subprocess.run([sys.executable, "-S", "-E", "-c", words], cwd="/", capture_output=True, check=False)
    assert (alone.returncode, alone.stdout, alone.stderr) == (0, b"", b"")
    assert macros.run(console, "Pressing.十六进制", "D:\\回访") == "D:\\回访".encode("utf-16-be").hex().upper()
