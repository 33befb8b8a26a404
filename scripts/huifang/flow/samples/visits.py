"""What the made-up office wrote about its visits: reports with the supervisor's opinion, borrowed papers, expenses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from huifang.core.made_up import digit
from huifang.edges.store.segments import to_records
from huifang.flow.office.desk import Desk
from huifang.ledger.questions import connections
from huifang.ledger.records import CallRecord
from huifang.tables.declared.expenses import EXPENSES
from huifang.tables.declared.visit_reports import LOANS, VISIT_REPORTS
from huifang.tables.model import Table

_SUPERVISOR = "B01"
_OPINIONS = ("按约定跟进", "同意，请按期办理", "请把客户的建议转给销售部")


def write_up_visits(desk: Desk) -> None:
    """Every visit so far has its report, a few papers and expenses; the supervisor has not come to the newest yet."""
    connected = to_records(connections(desk.present.records))
    records = sorted(connected, key=lambda record: (record.moment, record.record_no))
    made = {VISIT_REPORTS: _reports(desk, records), LOANS: _loans(desk, records), EXPENSES: _expenses(desk, records)}
    for table, rows in made.items():
        if table.workbook in desk.workbooks and rows:
            _append(desk, table, rows)


def _append(desk: Desk, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    named = [{table.by_key[key].header: value for key, value in row.items()} for row in rows]
    desk.edit_register(table, named, {})


def _next_day(desk: Desk, record: CallRecord) -> Any:
    return min(record.called_on + timedelta(days=1), desk.now.date())


def _reports(desk: Desk, records: Sequence[CallRecord]) -> list[dict[str, Any]]:
    rows = []
    for number, record in enumerate(records, start=1):
        reported_on = _next_day(desk, record)
        row = {
            "report_no": f"B{record.called_on:%y%m}-{number:03d}", "record_no": record.record_no,
            "reported_by": record.agent, "reported_on": reported_on, "process_rating": "准时到访，沟通顺利",
            "result_rating": "有问题，已记录" if record.is_grievance else "达到目的",
        }  # fmt: skip
        if number < len(records) - 2:
            row |= {
                "supervisor_opinion": _OPINIONS[number % len(_OPINIONS)], "supervisor": _SUPERVISOR,
                "reviewed_on": reported_on, "file_category": "例行回访", "keeper": _SUPERVISOR,
            }  # fmt: skip
        rows.append(row)
    return rows


def _loans(desk: Desk, records: Sequence[CallRecord]) -> list[dict[str, Any]]:
    return [
        {
            "record_no": record.record_no, "paper": "合同副本", "borrower": record.agent, "lent_on": record.called_on,
            "returned_on": _next_day(desk, record),
        }
        for record in records[::5]
    ]  # fmt: skip


def _expenses(desk: Desk, records: Sequence[CallRecord]) -> list[dict[str, Any]]:
    rows = []
    for number, record in enumerate(records[::4], start=1):
        row = {
            "claim_no": f"E{record.called_on:%y%m}-{number:03d}", "claimant": record.agent,
            "spent_on": record.called_on, "record_no": record.record_no, "expense_type": "交通费",
            "amount_yuan": 20 + digit(f"{number}|费用", 60), "voucher_no": f"{20260000 + number}",
        }  # fmt: skip
        if number % 3:
            row |= {"audited_by": _SUPERVISOR, "audited_on": _next_day(desk, record), "audit_result": "同意"}
        rows.append(row)
    return rows
