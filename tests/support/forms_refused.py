"""Printed forms that come back with something that is not entered, by the code of the finding or of the reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from forms_filled import CUSTOMER, fill, form_office, printed, tick
from office import TestOffice, edited, put, run

NOW = "2026-11-28 17:00"
COMPLAINT = {
    "投诉编号": "T2611-001", "接收时间": datetime(2026, 11, 21, 9, 5), "投诉内容": "约好周五送货，周日才到",
    "责任部门": "客服部",
}  # fmt: skip
Said = Sequence[Mapping[str, Any]]


def _office(folder: Path) -> TestOffice:
    others = [{**CUSTOMER, "客户编号": f"K{n}", "客户名称": "张先生", "电话": f"1380000{n}333"} for n in (3001, 4001)]
    said = {"调查编号": "D1", "客户编号": "K1", "调查日期": date(2026, 11, 21), "调查项目": "保洁"}
    return form_office(folder, "property", {"客户": [CUSTOMER, *others], "投诉": [COMPLAINT], "调查": [said]})


def _collected(folder: Path, form: str, number: str, answers: Mapping[str, Any], gone: bool = False) -> Said:
    """The findings, and the files that were not dealt with."""
    office = _office(folder)
    path = fill(printed(office, folder, form, *filter(None, [number]), now=NOW), answers)
    if gone:
        with edited(office.path("投诉登记表.xlsx")) as book:
            put(book["投诉"], 2, {"投诉编号": "T9"})
    data = office.collect(path, now=NOW).data
    listed = [*(one for one in data["returned"]), *(one for one in data["filled"] if not data["returned"])]
    return [*(finding for one in listed for finding in one["findings"]), *data["ignored"]]


def _without_record(folder: Path) -> Said:
    """The blank form of the regulation, which is of no office."""
    office = _office(folder)
    assert run("form", "--blank", str(folder / "空白"), "--policy", "property").code == 0
    ignored: Said = office.collect(folder / "空白/打印/客户投诉登记表.xlsx", now=NOW).data["ignored"]
    return ignored


def _confirmed(folder: Path, answers: Mapping[str, Any]) -> Said:
    office = _office(folder)
    path = fill(printed(office, folder, "客户投诉处理单", "T2611-001", now=NOW), answers)
    refused: Said = office.run("correct", path, now=NOW).data["refused"]
    return refused


#: The findings, with the sheet and the cell where they stand.
FOUND: Mapping[str, tuple[str, str | None, Callable[[Path], Said]]] = {
    "F131": (
        "客户投诉处理单", "B12",
        lambda folder: _collected(folder, "客户投诉处理单", "T2611-001", {"原因": "排班遗漏"}, gone=True),
    ),
    "F132": (
        "客户投诉处理单", "B10",
        lambda folder: _collected(folder, "客户投诉处理单", "T2611-001", {"责任部门": "物流部"}),
    ),
    "F133": (
        "客户意见调查表", "D5", lambda folder: _collected(folder, "客户意见调查表", "D1", {"电话": "13900000000"}),
    ),
    "F134": ("客户投诉处理单", None, lambda folder: _collected(folder, "客户投诉处理单", "T2611-001", {})),
}  # fmt: skip


def _survey(name: str) -> Callable[[Path], Said]:
    said = {"客户名称": name, "调查日期": "2026-11-26", "保洁": tick("满意")}
    return lambda folder: _collected(folder, "客户意见调查表", "", said)


#: The reasons.
REFUSED: Mapping[str, Callable[[Path], Said]] = {
    "Y314": lambda folder: _collected(folder, "客户投诉处理单", "T2611-001", {"处罚意见": "批评教育"}),
    "Y315": FOUND["F131"][2],
    "Y316": _survey("钱先生"),
    "Y317": _survey("张先生"),
    "Y318": _without_record,
    "Y438": lambda folder: _confirmed(folder, {"处罚意见": "批评教育"}),
    "Y439": lambda folder: _confirmed(folder, {"处罚意见": "批评教育", "批准人": "A01"}),
}
