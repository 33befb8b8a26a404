"""LibreOffice itself opens, fills in and saves our sheets; what it saves is accepted."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from office import PERIOD, SHEET, TestOffice, at, codes, plan_numbers, planned_office, table
from tools import plain_environment, require_bridge

FILL_IN = '''
"""Typed by LibreOffice: opens a workbook, enters text into cells as a person would, saves it as .xlsx."""
import json, sys, time
import uno
from com.sun.star.beans import PropertyValue


def value(name, content):
    entry = PropertyValue()
    entry.Name, entry.Value = name, content
    return entry


pipe, source, target, sheet, cells = sys.argv[1:6]
local = uno.getComponentContext()
resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
for attempt in range(300):
    try:
        context = resolver.resolve("uno:pipe,name=%s;urp;StarOffice.ComponentContext" % pipe)
        break
    except Exception:
        time.sleep(0.1)
else:
    sys.exit("LibreOffice does not answer")
desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
book = desktop.loadComponentFromURL(uno.systemPathToFileUrl(source), "_blank", 0, (value("Hidden", True),))
try:
    page = book.Sheets.getByName(sheet)
    for address, typed in json.loads(cells):
        page.getCellRangeByName(address).setFormula(typed)
    book.storeToURL(uno.systemPathToFileUrl(target), (value("FilterName", "Calc MS Excel 2007 XML"),))
finally:
    book.close(True)
'''


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A user profile of its own, so that nobody's running LibreOffice is in the way."""
    return f"-env:UserInstallation={(tmp_path_factory.mktemp('libreoffice') / 'profile').as_uri()}"


@pytest.fixture(scope="module")
def listening(libreoffice: str, profile: str) -> Iterator[str]:
    """A LibreOffice that listens on a pipe; ended with the module."""
    pipe = f"huifang{os.getpid()}"
    options = ["--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"]
    started = subprocess.Popen(
        [libreoffice, profile, *options, f"--accept=pipe,name={pipe};urp"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=plain_environment(), start_new_session=True,
    )  # fmt: skip
    yield pipe
    with contextlib.suppress(ProcessLookupError):
        os.killpg(started.pid, 15)
    try:
        started.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(started.pid, 9)
        started.wait(10)


@pytest.fixture
def office(tmp_path: Path) -> TestOffice:
    return planned_office(tmp_path)


def type_in(pipe: str, source: Path, target: Path, cells: list[tuple[str, str]]) -> None:
    script = target.parent / "fill_in.py"
    script.write_text(FILL_IN, encoding="utf-8")
    command = [require_bridge(), str(script), pipe, str(source), str(target), SHEET, json.dumps(cells)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=55, env=plain_environment())
    assert done.returncode == 0, done.stderr


def typed(row: int, start: str, end: str, **over: str) -> list[tuple[str, str]]:
    """What an agent types into one row, cell by cell; dates and times as the program understands them."""
    answer = {
        "回访日期": "2026-11-23", "开始时间": start, "结束时间": end, "回访方式": "电话", "通话结果": "接通",
        "满意度": "满意", "客户意见或需求": "无", "处理情况": "无问题", **over,
    }  # fmt: skip
    return [(at(header, row), text) for header, text in answer.items() if text]


def test_a_sheet_filled_in_by_libreoffice_reaches_the_report(office: TestOffice, listening: str) -> None:
    office.outside.mkdir()
    target = office.outside / "李晓明 十一月下旬.xlsx"
    nobody = {"满意度": "", "客户意见或需求": "", "处理情况": "", "通话结果": "无人接听"}
    number, untouched = plan_numbers(office.issued())[1], table(office.issued(), SHEET)[5]["客户编号"]
    cells = [
        *typed(2, "09:05", "09:09", 满意度="不满意", 不满意原因="送货晚了", 下次联系日期="2026-12-01"),
        *typed(3, "09:15", "09:15", **nobody),
        *typed(8, "14:05", "14:09", 计划编号=number),
        *typed(9, "14:20", "14:22", 客户编号=untouched, 备注="'0012"),
    ]
    type_in(listening, office.issued(), target, cells)
    ran = office.collect(target)
    assert (ran.data["returned"], ran.data["pending"]) == ([], [])
    (entry,) = ran.data["accepted"]
    assert (entry["agent"], entry["rows"], codes(entry["findings"])) == ("A01", 4, [])
    figures = next(line for line in office.report().data["agents"] if line["agent"] == "A01")
    assert {k: figures[k] for k in ("planned", "done", "reported", "connected", "satisfied", "dissatisfied")} == {
        "planned": 6, "done": 3, "reported": 4, "connected": 3, "satisfied": 2, "dissatisfied": 1,
    }  # fmt: skip
    rows = {row["记录编号"]: row for row in table(office.path(f"台账/{PERIOD}.xlsx"), "台账")}
    assert (rows[f"{number}-2"]["开始时间"], rows[f"{number}-2"]["通话结果"]) == ("14:05", "接通")
    first = rows[f"{plan_numbers(office.issued())[0]}-1"]
    assert (str(first["下次联系日期"])[:10], first["结束时间"], first["电话"]) == (
        "2026-12-01", "09:09", table(office.issued(), SHEET)[0]["电话"],
    )  # fmt: skip
    assert office.run("verify").data["ok"]


def test_a_wrong_row_typed_in_libreoffice_is_found_in_its_cell(office: TestOffice, listening: str) -> None:
    office.outside.mkdir()
    target = office.outside / "错.xlsx"
    type_in(listening, office.issued(), target, [*typed(2, "九点多", "09:09"), *typed(3, "09:15", "09:10")])
    ran = office.collect(target)
    assert {(f["code"], f["cell"]) for f in ran.data["returned"][0]["findings"]} == {
        ("C203", at("开始时间", 2)), ("R303", at("结束时间", 3)),
    }  # fmt: skip


def test_formulas_are_calculated_by_libreoffice(office: TestOffice, listening: str) -> None:
    """An agent computes the end from the start: the saved result counts."""
    office.outside.mkdir()
    target = office.outside / "公式.xlsx"
    cells = [*typed(2, "09:05", ""), (at("结束时间", 2), f"={at('开始时间', 2)}+4/1440")]
    type_in(listening, office.issued(), target, cells)
    ran = office.collect(target)
    assert (ran.data["returned"], ran.data["accepted"][0]["rows"]) == ([], 1)
    assert next(iter(office.ledger().values()))["结束时间"] == "09:09"


def test_a_sheet_merely_saved_by_libreoffice_is_accepted(
    office: TestOffice, libreoffice: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    sheets = [office.filled("A01"), office.filled("A02")]
    target = tmp_path / "另存"
    own = f"-env:UserInstallation={(tmp_path_factory.mktemp('convert') / 'profile').as_uri()}"
    begun = time.monotonic()
    done = subprocess.run(
        [libreoffice, own, "--headless", "--convert-to", "xlsx", "--outdir", str(target), *map(str, sheets)],
        capture_output=True, text=True, timeout=55, env=plain_environment(),
    )  # fmt: skip
    saved = sorted(target.glob("*.xlsx"))
    assert len(saved) == 2, (done.stdout, done.stderr, time.monotonic() - begun)
    assert saved[0].read_bytes() != sheets[0].read_bytes()
    ran = office.collect(*saved)
    assert ran.data["returned"] == []
    assert [(e["agent"], e["rows"], codes(e["findings"])) for e in ran.data["accepted"]] == [
        ("A01", 6, []), ("A02", 3, []),
    ]  # fmt: skip
    assert ran.code == 0
    # the same cells in other bytes: nothing new, nothing changed
    again = office.collect(*sheets)
    assert (again.data["returned"], again.data["pending"]) == ([], [])
    assert office.report().data["figures"]["reported"] == 9
