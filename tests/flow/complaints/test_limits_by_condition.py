"""投诉时限 with 条件列: a deadline of the complaints that came by telephone, and of those whose cell is empty."""

from __future__ import annotations

from pathlib import Path

import pytest

from complaints_made import complain, complaint_office, listed
from office import add_rows

pytestmark = pytest.mark.slow

LIMIT = {"起算": "接收时间", "单位": "小时", "完成": "首次响应时间", "依据": "《热线办法》第三条"}


def complaint(number: str, channel: str) -> dict[str, str]:
    return {
        "投诉编号": number, "接收时间": "2026-11-03 09:00", "渠道": channel, "投诉人": "王女士", "投诉内容": "导游迟到",
        "投诉类别": "服务", "首问责任人": "A01",
    }  # fmt: skip


def test_only_what_meets_the_condition_has_the_deadline(tmp_path: Path) -> None:
    office = complaint_office(tmp_path)
    add_rows(
        office.path("制度.xlsx"), "投诉时限",
        {"阶段": "热线回复", "时限": 2, **LIMIT, "条件列": "投诉.渠道", "条件值": "电话"},
        {"阶段": "没有编号的客户", "时限": 3, **LIMIT, "条件列": "投诉.渠道；投诉.客户编号", "条件值": "邮件；空"},
        {"阶段": "写错的", "时限": 3, **LIMIT, "条件列": "投诉.严重程度", "条件值": "要紧"},
    )  # fmt: skip
    complain(office, complaint("T2611-001", "电话"), complaint("T2611-002", "邮件"), complaint("T2611-003", "现场"))
    found = listed(office, "2026-11-03 10:00")
    stages = {number: {clock["stage"]: clock["due"] for clock in one["clocks"]} for number, one in found.items()}
    assert stages["T2611-001"]["热线回复"] == "2026-11-03 11:00"
    assert "热线回复" not in stages["T2611-002"].keys() | stages["T2611-003"].keys()
    assert stages["T2611-002"]["没有编号的客户"] == "2026-11-03 12:00"
    assert "没有编号的客户" not in stages["T2611-001"].keys() | stages["T2611-003"].keys()
    findings = office.run("check", now="2026-11-03 10:00").data["findings"]
    assert [f["code"] for f in findings if f["sheet"] == "投诉时限"] == ["P607"]
