"""What comes with a register that an office uses besides its regulation, where 制度 says nothing of its own of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from huifang.policy.complaints import MINUTES, TimeLimit
from huifang.policy.duties import ReportDuty
from huifang.policy.notices import Notice
from huifang.tables.declared import complaints, expenses, feedback, notice_rules, surveys, visit_reports

#: The part of a report that is about a register.
PART_OF: Mapping[str, str] = {
    complaints.WORKBOOK: "投诉", feedback.WORKBOOK: "反馈", surveys.WORKBOOK: "调查", visit_reports.WORKBOOK: "报告表",
    expenses.WORKBOOK: "费用",
}  # fmt: skip
_LAST = "待办"
_LETTERS: Mapping[str, tuple[Notice, ...]] = {
    complaints.WORKBOOK: (
        Notice(occasion=notice_rules.MAJOR_COMPLAINT),
        Notice(occasion=notice_rules.BEFORE_DEADLINE, ahead=TimeLimit(30, MINUTES)),
        Notice(occasion=notice_rules.OVERDUE),
        Notice(occasion=notice_rules.ASSIGNED),
    ),
    feedback.WORKBOOK: (Notice(occasion=notice_rules.SLIP),),
    surveys.WORKBOOK: (Notice(occasion=notice_rules.NOT_PUT_RIGHT),),
}
_ABOUT: Mapping[str, tuple[str, ...]] = {
    complaints.WORKBOOK: notice_rules.ABOUT_COMPLAINTS, feedback.WORKBOOK: notice_rules.ABOUT_SLIPS,
    surveys.WORKBOOK: notice_rules.ABOUT_SURVEYS,
}  # fmt: skip


def reports_with(reports: tuple[ReportDuty, ...], further: Collection[str]) -> tuple[ReportDuty, ...]:
    """The reports, the first of them with the parts about these registers that no row of 报告 names."""
    named = {part for report in reports for part in report.parts}
    added = [part for book, part in PART_OF.items() if book in further and part not in named]
    if not (reports and added):
        return reports
    first, *others = reports
    parts = [part for part in first.parts if part != _LAST] + added + [part for part in first.parts if part == _LAST]
    return (replace(first, parts=tuple(parts)), *others)


def notices_with(notices: tuple[Notice, ...], further: Collection[str]) -> tuple[Notice, ...]:
    """The letters, with the usual ones about each of these registers that 通知 has no row about."""
    return (*notices, *_usual({notice.occasion for notice in notices}, further))


def _usual(occasions: Collection[str], further: Collection[str]) -> Iterator[Notice]:
    for book, usual in _LETTERS.items():
        if book in further and not {*occasions} & {*_ABOUT[book]}:
            yield from usual
