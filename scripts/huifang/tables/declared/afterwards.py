"""What people fill in when something was done, by the day of it: so a row can be told as it stood before.

Days on which something is due, or which begin a row, are none of these.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.expenses import EXPENSES
from huifang.tables.declared.feedback import FEEDBACK, MEASURES
from huifang.tables.declared.surveys import SURVEYS
from huifang.tables.declared.visit_reports import LOANS, VISIT_REPORTS
from huifang.tables.model import Kind, Row, Table

#: By table, the columns that say when, and what is filled in along with each.
_DONE: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    COMPLAINTS.name: {
        **{column.key: () for column in COMPLAINTS.columns if column.kind is Kind.DATETIME},
        "outcome_told_at": ("reaction",),
        "revisited_at": ("revisit_satisfaction",),
        "closed_at": ("closing_note", "file_no"),
    },
    FEEDBACK.name: {"handled_on": ("outcome",)},
    MEASURES.name: {"done_on": ("verification",)},
    SURVEYS.name: {"put_right_on": ()},
    VISIT_REPORTS.name: {
        "reported_on": ("process_rating", "result_rating"),
        "reviewed_on": ("supervisor_opinion", "file_category"),
    },
    LOANS.name: {"returned_on": ()},
    EXPENSES.name: {"audited_on": ("audited_by", "audit_result"), "paid_on": ()},
}


def as_said(row: Row, table: Table, cells: Mapping[str, Any]) -> dict[str, Any]:
    """What the row says along with those of its moments that are the same among these cells."""
    same = (words for when, words in _DONE.get(table.name, {}).items() if row.values.get(when) == cells.get(when))
    return {key: row.values.get(key) for words in same for key in words}


def as_it_stood(row: Row, table: Table, day: date) -> Row:
    """The row without what was done after that day; a moment that has not come yet counts as not filled in."""
    gone: list[str] = []
    for key, words in _DONE.get(table.name, {}).items():
        done = row.values.get(key)
        done_on = done.date() if isinstance(done, datetime) else done
        if done_on and done_on > day:
            gone += (key, *words)
    return row.without(*gone) if gone else row
