"""Offices in which something is heard: three customers to be called in November, and their agent's answers."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from complaints_made import complaint_office
from made_once import made_once
from office import SHEET, TestOffice, add_rows, customer, edited, good_answer, put, run, table

PLANNED, NOW, LATER = "2026-11-03 09:00", "2026-11-23 17:00", "2026-11-23 18:00"
BATCH = "2026-11"
COMPLAINTS, SLIPS = ("投诉登记表.xlsx", "投诉"), ("信息反馈单.xlsx", "反馈")
UNHAPPY = {"满意度": "不满意", "不满意原因": "空调不制冷", "客户意见或需求": "要求免费返修", "处理情况": "已解决"}
UNSOLVED = {
    "满意度": "一般", "客户意见或需求": "等配件", "处理情况": "未解决", "上报对象": "B01", "上报文件": "上报单",
}  # fmt: skip


def _issued(preset: str) -> Path:
    return made_once(f"发了表-{preset}", partial(_issue, preset)) / "投诉办"


def _issue(preset: str, folder: Path) -> None:
    """An office of that regulation in which three customers of A01 are to be called in November."""
    office = complaint_office(folder, preset) if preset != "equipment-lifecycle" else _of_projects(folder)
    kind = {"car-dealer": "VIP客户", "equipment-lifecycle": "普通客户"}.get(preset, "一般客户")
    rows = [customer(f"K{n:04d}", "A01", 客户类别=kind, 审核人="B01", 地址=f"建设路 {n} 号") for n in (1, 2, 3)]
    add_rows(office.path("客户资料库.xlsx"), "客户", *rows)
    if preset == "equipment-lifecycle":
        add_rows(office.path("项目台账.xlsx"), "台账", *(
            {"项目编号": f"X{n}", "工程名称": f"工程{n}", "客户编号": f"K{n:04d}", "送电日期": date(2026, 10, 5)}
            for n in (1, 2, 3)
        ))  # fmt: skip
    elif preset in ("car-dealer", "car-dealer-store"):
        add_rows(office.path("服务单.xlsx"), "服务单", *(
            {"服务单号": f"F{n}", "客户编号": f"K{n:04d}", "服务类型": "维修", "完工时间": datetime(2026, 11, 2, 16)}
            for n in (1, 2, 3)
        ))  # fmt: skip
    assert office.run("plan", now=PLANNED).code in (0, 1)


def _of_projects(folder: Path) -> TestOffice:
    root = folder / "投诉办"
    assert run("--now", "2026-11-02 08:00", "init", str(root), "--policy", "equipment-lifecycle").code == 0
    people = [("C01", "马建国", "老板"), ("B01", "周丽华", "主管"), ("A01", "李晓明", "业务员")]
    add_rows(root / "人员.xlsx", "人员", *(
        {"工号": number, "姓名": name, "角色": role, "部门": "客服部", "状态": "在职"} for number, name, role in people
    ))  # fmt: skip
    return TestOffice(root, folder / "寄出")


def office_of(folder: Path, preset: str = "car-dealer") -> TestOffice:
    root = folder / "办公室"
    shutil.copytree(_issued(preset), root)
    return TestOffice(root, folder / "寄出")


def sheet(office: TestOffice, *answers: Mapping[str, Any], name: str = "交回.xlsx", batch: str = BATCH) -> Path:
    """A01's workbook with these answers in its first rows."""
    office.outside.mkdir(exist_ok=True)
    path = office.outside / name
    shutil.copy(office.issued("A01", batch), path)
    with edited(path) as book:
        for row, over in enumerate(answers, start=2):
            put(book[SHEET], row, {**good_answer(row), **over})
    return path


def rows(office: TestOffice, book: tuple[str, str] = COMPLAINTS) -> list[dict[str, Any]]:
    return [row for row in table(office.path(book[0]), book[1]) if any(row.values())]


def setting(office: TestOffice, item: str, value: str | None) -> None:
    with edited(office.path("制度.xlsx")) as book:
        (row,) = (cell.row for cell in book["基本"]["A"] if cell.value == item)
        put(book["基本"], row, {"值": value})


def closed(number: str, customer_no: str | None, **over: Any) -> dict[str, Any]:
    """A complaint that was settled on the 20th."""
    return {
        "投诉编号": number, "接收时间": "11-18 09:00", "投诉内容": "等太久", "客户编号": customer_no,
        "执行完成时间": "11-19 09:00", "告知客户时间": "11-19 10:00", "客户反馈": "满意", "回访时间": "11-20 09:00",
        "回访满意度": "满意", "关闭时间": "11-20 10:00", **over,
    }  # fmt: skip
