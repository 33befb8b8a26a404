"""Commands that are interrupted, the offices they run in, and what must be the same however often they were."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import forms_filled
import heard_made
from complaints_made import complain
from forms_filled import fill
from lists import wild
from office import DUE_DAY, NOW, TestOffice, blank_office, change, collected_office, planned_office, table
from offices_made import add


def state_of(office: TestOffice) -> dict[str, Any]:
    """Everything that must be the same, however often it was interrupted."""
    report = office.run("report", "--period", "2026-11下旬", now="2026-12-05 09:00")
    assert report.code in (0, 1), report.err
    figures = report.data
    checked = office.run("verify").data
    names = {
        folder: sorted(p.name for p in office.path(folder).rglob("*") if p.is_file() and not p.name.startswith("."))
        for folder in ("收件箱", "发件箱", "回访计划")
    }
    kinds = sorted({entry["kind"] for entry in office.journal()})  # how many: one entry may hold what two do
    books = (("投诉登记表.xlsx", "投诉"), ("客户资料库.xlsx", "客户"), ("任务.xlsx", "任务"))
    registers = [table(office.path(book), sheet) for book, sheet in books if office.path(book).exists()]
    return {
        "figures": figures["figures"], "agents": figures["agents"], "files": names, "kinds": kinds,
        "sheets": sorted(sheet["sha256"] for sheet in office.submissions()),
        "registers": registers,
        "ok": checked["ok"], "problems": checked["problems"],
    }  # fmt: skip


def three_sheets(folder: Path) -> TestOffice:
    """In the inbox: a good sheet, one with a mistake, one that changes what was accepted, and a stranger."""
    office = collected_office(folder)
    office.send(office.filled("A03"))
    office.send(change(office.filled("A02", "改.xlsx"), (2, {"满意度": "一般"}), (3, {"回访日期": "上周三"})))
    office.path("收件箱/说明.txt").write_text("你好", encoding="utf-8")
    return office


def signed_form(folder: Path) -> TestOffice:
    office = collected_office(folder)
    number = office.calls("A01")[0]["plan_no"]
    rows = [
        ("回访记录", f"{number}-1", "备注", None, "补充", "B01", "核对"),
        ("提交", "T0002", "整表", None, "撤销", "B01", "重交"),
    ]
    assert office.correct(*rows, now="2026-11-20 00:00", name="试.xlsx").code in (0, 1)
    shutil.rmtree(office.root)
    fresh = collected_office(folder)
    shutil.copy(office.outside / "试.xlsx", fresh.root.parent / "试.xlsx")
    return fresh


def something_heard(folder: Path) -> TestOffice:
    """In the inbox two dissatisfied customers, in the register a complaint that was settled."""
    office = heard_made.office_of(folder)
    complain(office, heard_made.closed("T1", "K0003"))
    office.send(heard_made.sheet(office, heard_made.UNHAPPY, heard_made.UNSOLVED))
    return office


def a_list_to_import(folder: Path) -> TestOffice:
    """Beside the office a list with two new customers."""
    office = planned_office(folder)
    rows = ((1, "城南五金有限公司", "王先生", "13900001111", "A01"), (2, "城北建材行", "李女士", "13900002222", "A02"))
    wild(office.root.parent / "名单.xlsx", *rows)
    return office


def tasks_that_come_up(folder: Path) -> TestOffice:
    """Deliveries of the week, and records of the week before that are to be looked at; no register has them yet."""
    office = collected_office(folder)
    rows = ("每周交资料 周五 A01，A02", "检查回访记录 期末后3天 主管 每人1份")
    for task, due, who, *draw in map(str.split, rows):
        cells = {"任务": task, "周期": "周", "截止": due, "由谁": who, "抽取": draw[0] if draw else None}
        add(office.root, "制度.xlsx", "定期任务", **cells)
    return office


def a_filled_form(folder: Path) -> TestOffice:
    """In the inbox a form about a complaint, with what the supervisor decides, and one that is a new complaint."""
    office = heard_made.office_of(folder)
    complain(office, heard_made.closed("T1", "K0003"))
    forms = [forms_filled.printed(office, folder, "客户投诉处理单", "T1", now=heard_made.NOW)]
    assert office.run("form", "--blank", folder / "空白", now=heard_made.NOW).code == 0
    forms.append(folder / "空白/打印/客户投诉登记表.xlsx")
    fill(forms[0], {"证据": "照片", "处罚意见": "批评教育"})
    fill(forms[1], {"接收时间": "2026-11-20 08:30", "投诉人": "赵先生", "投诉内容": "水管漏水"})
    office.send(*forms)
    return office


Case = tuple[Callable[[Path], TestOffice], Callable[[TestOffice], list[str]]]
CASES: dict[str, Case] = {
    "collect": (three_sheets, lambda o: ["-C", str(o.root), "--now", NOW, "collect"]),
    "plan": (blank_office, lambda o: ["-C", str(o.root), "--now", "2026-11-21 09:00", "plan"]),
    "report": (collected_office, lambda o: ["-C", str(o.root), "--now", DUE_DAY, "report"]),
    "correct": (signed_form, lambda o: ["-C", str(o.root), "--now", NOW, "correct", str(o.root.parent / "试.xlsx")]),
    "heard": (something_heard, lambda o: ["-C", str(o.root), "--now", heard_made.NOW, "collect"]),
    "forms": (a_filled_form, lambda o: ["-C", str(o.root), "--now", heard_made.NOW, "collect"]),
    "import": (
        a_list_to_import,
        lambda o: [
            *("-C", str(o.root), "--now", NOW, "import", str(o.root.parent / "名单.xlsx"), "--to", "客户", "--yes")
        ],
    ),
    "tasks": (tasks_that_come_up, lambda o: ["-C", str(o.root), "--now", "2026-11-30 10:00", "run"]),
    "run": (three_sheets, lambda o: ["-C", str(o.root), "--now", "2026-11-30 18:30", "run"]),
}  # fmt: skip
