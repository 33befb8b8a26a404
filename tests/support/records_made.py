"""An office whose repairs have a limit, with four of them, reported on Tuesday 2026-11-03 at 9."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from complaints_made import FOUNDED, STAFF, moment
from made_once import made_once
from office import TestOffice, add_rows, customer, run


def _found(root: Path) -> None:
    assert run("--now", FOUNDED, "init", str(root), "--policy", "property-households").code == 0
    headers = ("工号", "姓名", "角色", "部门", "上级")
    add_rows(root / "人员.xlsx", "人员", *({**dict(zip(headers, p, strict=True)), "状态": "在职"} for p in STAFF))
    add_rows(root / "客户资料库.xlsx", "客户", customer("K0001", "A01", 客户类别="业主"))
    repairs = [
        {"服务单号": f"F{n}", "客户编号": "K0001", "服务类型": "维修", "服务内容": f"第{n}处漏水", "服务人员": "王海燕",
         "报修时间": moment("11-03 09:00")}
        for n in (1, 2, 3, 4)
    ]  # fmt: skip
    add_rows(root / "服务单.xlsx", "服务单", *repairs)


def repairs_office(folder: Path) -> TestOffice:
    """The office; its repairs are to be done by Friday 11-06 18:00, the supervisor may grant more time."""
    root = folder / "物业"
    shutil.copytree(made_once("登记的时限", _found), root)
    return TestOffice(root, folder / "寄出")


def except_for(office: TestOffice, number: str, treatment: str, **cells: Any) -> None:
    """A row of 例外 about a repair, approved by the supervisor."""
    about = {"对象": "服务单", "编号": number, "处理": treatment, "批准人": "B01", "原因": "等配件"}
    add_rows(office.path("人员.xlsx"), "例外", {**about, **cells})
