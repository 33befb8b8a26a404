"""Offices that print forms, and forms as people fill them in: beside a label, with a tick, with a signature and its
day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from huifang.tables.declared.registers import BOOKS
from office import TestOffice, add_rows, edited, run

CUSTOMER = {
    "客户编号": "K1", "客户名称": "王女士", "客户类别": "业主", "业务员": "A01", "电话": "13800000175",
    "联系人": "王女士", "地址": "3 栋 2 单元 1502", "审核状态": "已审核", "审核人": "B01",
    "审核日期": date(2026, 10, 1),
}  # fmt: skip
ORDER = {
    "服务单号": "W1", "客户编号": "K1", "服务类型": "维修", "报修时间": datetime(2026, 11, 16, 20, 10),
    "服务内容": "更换门锁", "服务人员": "刘师傅", "完工时间": datetime(2026, 11, 18, 10, 35),
}  # fmt: skip


def form_office(
    folder: Path, policy: str, rows: Mapping[str, Sequence[Mapping[str, Any]]], now: str = "2026-11-01 09:00"
) -> TestOffice:
    """An office of that regulation with a supervisor and an agent, and these rows by the name of their sheet."""
    root = folder / "office"
    assert run("--now", now, "init", str(root), "--policy", policy).code == 0
    add_rows(
        root / "人员.xlsx", "人员",
        {"工号": "B01", "姓名": "周丽华", "角色": "主管", "状态": "在职"},
        {"工号": "A01", "姓名": "李晓明", "角色": "业务员", "上级": "B01", "状态": "在职"},
    )  # fmt: skip
    for sheet, listed in rows.items():
        book = next(book for book, tables in BOOKS.items() if any(table.name == sheet for table in tables))
        add_rows(root / book, sheet, *listed)
    return TestOffice(root, folder / "寄出")


def printed(office: TestOffice, folder: Path, form: str, *numbers: str, now: str) -> Path:
    """The form about these, in the folder: one file."""
    ran = office.run("form", form, *numbers, "--out", folder, now=now)
    assert ran.code == 0, ran.err
    (file,) = ran.data["files"]
    return Path(file)


def cells_at(sheet: Any, label: str) -> Iterator[Any]:
    """The cells to fill in beside a label (the next one that is not merged into it), or the one that begins with it."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == label:
                yield next(c for c in row if c.column > cell.column and type(c).__name__ == "Cell")
            elif isinstance(cell.value, str) and cell.value.startswith(f"{label}："):
                yield cell


def fill(path: Path, answers: Mapping[str, Any], place: int = 0) -> Path:
    """Fill in a page of the form, by label; what is called is given what stood there."""
    with edited(path) as book:
        for label, answer in answers.items():
            cell = list(cells_at(book.worksheets[0], label))[place]
            cell.value = answer(cell.value or "") if callable(answer) else answer
    return path


def tick(choice: str) -> Callable[[str], str]:
    """Choose one of those with a box."""
    return lambda text: text.replace(f"□ {choice}", f"√ {choice}", 1)


def signed(day: str, who: str = "王女士") -> Callable[[str], str]:
    """Sign."""
    return lambda text: text.split("：")[0] + f"：{who}\n{day}"
