"""Complaints whose remedy waits for a decision stand on the cover, and wait for the boss in 待办."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from complaints_made import complain, complaint_office, fill
from office import TestOffice

pytestmark = pytest.mark.slow

BASE = {
    "投诉编号": "T1", "接收时间": "2026-11-16 10:00", "投诉人": "王女士", "联系方式": "13800000001",
    "投诉内容": "房间漏水", "首问责任人": "A02", "首次响应时间": "2026-11-16 10:05", "开始处理时间": "2026-11-16 10:05",
}  # fmt: skip
NOW = "2026-11-20 18:05"


def waits(office: TestOffice) -> list[tuple[str, str]]:
    found = office.run("check", now=NOW).data["waiting"]
    return [(one["person"], one["subject"]) for one in found if one["matter"] == "批准投诉的处理方案"]


def five_lines(office: TestOffice, now: str = NOW) -> str:
    files = office.run("report", now=now).data["files"]
    return next(office.path(file).read_text(encoding="utf-8") for file in files if file.endswith(".txt"))


@pytest.mark.parametrize(
    ("preset", "filled", "proposed"),
    [
        ("hotel-subscription", {"是否成立": "成立"}, {"处理方案": "免费换房"}),
        ("scenic-complaints", {"是否成立": "成立", "严重程度": "重大"}, {"处理方案": "退票"}),
        ("car-dealer", {"是否成立": "成立"}, {}),  # 003/一: instructions come before the service manager has it
    ],
)
def test_what_is_to_be_done_waits_for_the_boss(
    preset: str, filled: dict[str, Any], proposed: dict[str, Any], tmp_path: Path
) -> None:
    office = complaint_office(tmp_path, preset)
    complain(office, {**BASE, **filled})
    assert waits(office) == ([] if proposed else [("C01 马建国", "T1")])
    fill(office, 2, **proposed)
    assert waits(office) == [("C01 马建国", "T1")]
    said = five_lines(office)
    assert "请您批示 1 件：①王女士“房间漏水”，等 4 天" in said
    fill(office, 2, 批准人="C01", 批准时间="2026-11-20 18:06")
    assert waits(office) == [] and "没有等您批示的事" in five_lines(office, "2026-11-20 18:10")


def test_where_nobody_has_to_approve_nothing_waits(tmp_path: Path) -> None:
    office = complaint_office(tmp_path, "travel-complaints")
    complain(office, {**BASE, "处理方案": "补偿差价"})
    assert waits(office) == [] and "没有等您批示的事" in five_lines(office)
    closed = complaint_office(tmp_path / "closed", "hotel-subscription")
    complain(closed, {**BASE, "处理方案": "免费换房", "关闭时间": "2026-11-17 10:00", "关闭说明": "撤回"})
    assert waits(closed) == []
