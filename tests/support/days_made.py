"""Offices on a day that has something of everything to do."""

from __future__ import annotations

from pathlib import Path

from complaints_made import complain, office_with_complaints
from office import TestOffice, change, planned_office


def report_day(folder: Path) -> TestOffice:
    """A good sheet, one with a refused row that says that the customer is dissatisfied, one that never came."""
    office = planned_office(folder)
    office.send(office.filled("A02"))
    unhappy = {"满意度": "不满意", "不满意原因": "质量", "客户意见或需求": "门锁坏了", "回访日期": "上周三"}
    office.send(change(office.filled("A01"), (3, unhappy)))
    office.path("收件箱/照片.jpg").write_bytes(b"x")
    return office


def complaint_day(folder: Path) -> TestOffice:
    """Complaints that are late, and a major one that nobody was told of."""
    office = office_with_complaints(folder)
    major = {"投诉编号": "T2611-005", "接收时间": "2026-11-06 09:00", "投诉人": "王女士", "严重程度": "重大"}
    complain(office, {**major, "首问责任人": "A02", "投诉内容": "客户被锁在门外"})
    return office
