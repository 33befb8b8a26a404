"""Offices with complaints to test with: staff on three levels, rows of the register by header."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from huifang.policy.model import Policy
from made_once import made_once
from office import TestOffice, add_rows, edited, put, run

BOOK, SHEET, RULE_BOOK = "投诉登记表.xlsx", "投诉", "制度.xlsx"
#: The stages whose limits an office has to find itself.
NOT_NAMED = ("分派", "告知结果")
FOUNDED = "2026-11-02 08:00"
#: 工号, 姓名, 角色, 部门, 上级: an agent, a foreman above A02 alone, two supervisors, the boss.
STAFF = (
    ("C01", "马建国", "老板", "总经办", None),
    ("B01", "周丽华", "主管", "客服部", "C01"),
    ("B02", "吴志远", "主管", "产品部", "C01"),
    ("L01", "郑班长", "业务员", "客服部", "B01"),
    ("A01", "李晓明", "业务员", "客服部", "B01"),
    ("A02", "王海燕", "业务员", "客服部", "L01"),
    ("A03", "张志强", "业务员", "产品部", "B02"),
)


def _founded(preset: str, as_shipped: bool) -> Path:
    def make(root: Path) -> None:
        assert run("--now", FOUNDED, "init", str(root), "--policy", preset).code == 0
        headers = ("工号", "姓名", "角色", "部门", "上级")
        add_rows(root / "人员.xlsx", "人员", *({**dict(zip(headers, p, strict=True)), "状态": "在职"} for p in STAFF))
        if not as_shipped:
            _with_two_clocks(root / RULE_BOOK)

    return made_once(f"投诉办-{preset}-{as_shipped}", make)


def _with_two_clocks(rules: Path) -> None:
    """The office has made no limits where its regulation names none: two clocks are easier to follow than four."""
    with edited(rules) as book:
        sheet = book["投诉时限"]
        own = [row for row in range(sheet.max_row, 1, -1) if sheet.cell(row, 1).value in NOT_NAMED]
        for row in own:
            sheet.delete_rows(row)


def with_two_clocks(policy: Policy) -> Policy:
    """The rules of the regulation with the limits alone that it names."""
    return replace(policy, clocks=tuple(one for one in policy.clocks if one.stage not in NOT_NAMED))


def complaint_office(folder: Path, preset: str = "travel-complaints", as_shipped: bool = False) -> TestOffice:
    """An office of that regulation with the staff, and no complaint yet; it has the limits alone that the regulation
    names, or ``as_shipped`` all of the preset.
    """
    root = folder / "投诉办"
    shutil.copytree(_founded(preset, as_shipped), root)
    return TestOffice(root, folder / "寄出")


def moment(text: str) -> datetime:
    """``11-02 09:00`` (of 2026) or with its year."""
    return datetime.strptime(text if len(text) > 11 else f"2026-{text}", "%Y-%m-%d %H:%M")


def typed(header: str, value: Any) -> Any:
    """What stands in the cell: times are written as text here."""
    return moment(value) if header.endswith("时间") and isinstance(value, str) else value


def complain(office: TestOffice, *rows: Mapping[str, Any]) -> None:
    """Enter complaints below those that are there."""
    add_rows(office.path(BOOK), SHEET, *({h: typed(h, v) for h, v in row.items()} for row in rows))


def fill(office: TestOffice, row: int, **values: Any) -> None:
    """Fill cells of a row of the register; ``补偿金额`` and others by header."""
    with edited(office.path(BOOK)) as book:
        put(book[SHEET], row, {header: typed(header, value) for header, value in values.items()})


def set_limit(office: TestOffice, row: int, **values: Any) -> None:
    """Change a row of 投诉时限."""
    with edited(office.path(RULE_BOOK)) as book:
        put(book["投诉时限"], row, values)


def listed(office: TestOffice, now: str) -> dict[str, dict[str, Any]]:
    """What ``complaints`` says, by number."""
    return {one["complaint_no"]: one for one in office.run("complaints", now=now).data["complaints"]}


#: A complaint of S7 that went through every step in time; closed by a satisfied customer.
GOOD: Mapping[str, Any] = {
    "投诉编号": "T2611-001", "接收时间": "2026-11-03 09:00", "渠道": "电话", "投诉人": "王女士",
    "联系方式": "13800000001", "投诉类别": "服务", "投诉内容": "导游迟到", "严重程度": "一般", "首问责任人": "A01",
    "受理告知时间": "2026-11-03 09:10", "开始处理时间": "2026-11-03 09:20", "首次响应时间": "2026-11-03 10:00",
    "是否成立": "成立", "责任部门": "服务部", "责任人": "A02", "分派时间": "2026-11-03 10:30",
    "调查完成时间": "2026-11-04 09:00", "调查结论": "属实", "证据": "行程单", "处理方案": "道歉并补偿",
    "方案类型": "补偿", "补偿金额(元)": 50, "批准人": "B01", "执行完成时间": "2026-11-05 10:00", "处理结果": "已补偿",
    "告知客户时间": "2026-11-05 11:00", "客户反馈": "满意", "关闭时间": "2026-11-05 12:00", "归档号": "2026-11-001",
}  # fmt: skip


def office_with_complaints(folder: Path) -> TestOffice:
    """The office of S7 with four complaints: closed, being investigated, not answered in time, in good time."""
    office = complaint_office(folder)
    bare = {header: GOOD[header] for header in ("渠道", "投诉人", "联系方式", "严重程度")}
    told = {
        "投诉类别": "价格", "投诉内容": "多收了费用", "首问责任人": "A01", "首次响应时间": "2026-11-05 16:20",
        "责任部门": "销售部", "分派时间": "2026-11-05 16:30",
    }  # fmt: skip
    late = {"投诉类别": "行程", "投诉内容": "少了一个景点", "首问责任人": "A02"}
    new = {"投诉类别": "产品", "投诉内容": "住宿不合标准", "首问责任人": "A03"}
    complain(
        office,
        GOOD,
        {**bare, **told, "投诉编号": "T2611-002", "接收时间": "2026-11-05 15:00"},
        {**bare, **late, "投诉编号": "T2611-003", "接收时间": "2026-11-04 09:00"},
        {**bare, **new, "投诉编号": "T2611-004", "接收时间": "2026-11-06 09:30"},
    )
    return office
