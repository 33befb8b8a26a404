"""表 = 回访记录: one value of an accepted call with another, a decision about a problem, a row taken back."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

from huifang.core.catalogue import because
from huifang.core.reasons import Reason
from huifang.flow.calls.call_tables import call_table
from huifang.flow.correcting.form import Asked, Form, Refused
from huifang.flow.correcting.past_calls import is_past_call, only_whole
from huifang.flow.intake.judging import context_of
from huifang.flow.office.desk import Desk
from huifang.ledger.records import CallRecord, as_row, with_value, withdrawn
from huifang.ledger.sheets_said import RecordCorrected
from huifang.policy.model import Policy
from huifang.rules.call_checks import check_row
from huifang.rules.context import SheetContext
from huifang.tables.cells import read_cell, shown
from huifang.tables.days import Days
from huifang.tables.declared.calls import CALLS, DECISION
from huifang.tables.declared.corrections import OF_RECORD
from huifang.tables.model import Row
from huifang.tables.options import BOSS, UNRESOLVED

#: A call in the future, one that ends before it starts, one by a method that the policy forbids.
IMPOSSIBLE = frozenset({"R302", "R303", "R310"})


def correct_record(desk: Desk, form: Form, asked: Asked) -> bool:
    """Change one value of a record, or take the record back; both are new versions of it."""
    row = asked.row
    record = form.records.get(asked.number)
    if record is None:
        raise Refused(only_whole() if is_past_call(desk, asked.number) else because("Y406", record_no=asked.number))
    if asked.whole:
        return _take_back(desk, form, asked, record)
    if record.withdrawn:
        raise Refused(because("Y407", record_no=asked.number))
    if row["column"] == DECISION.header:
        _require_decider(desk, record, row)
    context = context_of(desk, record.agent, record.batch)
    key, value = _new_value(desk, context.policy, row, record.called_on)
    old, new = record.text(key), shown(value)
    if old == new:
        return False
    if asked.old != old:
        raise Refused(because("Y408", old=old), "old")
    changed = with_value(record, key, value, desk.journal.next_seq)
    reason = _why_not(context, form, record, changed)
    if reason and _why_not(context, form, record, _in_the_end(desk, context.policy, form, record)):
        raise Refused(reason, "new")
    said = RecordCorrected(**{**asked.said, "old": old, "new": new}, key=key, decision=asked.decision)
    form.commit_records(desk, said, [changed])
    return True


def _take_back(desk: Desk, form: Form, asked: Asked, record: CallRecord) -> bool:
    if record.withdrawn:
        return False
    form.commit_records(desk, RecordCorrected(**asked.said, key=""), [withdrawn(record, desk.journal.next_seq)])
    return True


def _require_decider(desk: Desk, record: CallRecord, row: Row) -> None:
    """000/五: who the problem was reported to decides about it, or somebody above; only a problem is decided about."""
    now = desk.present
    people = now.people
    if record.handling != UNRESOLVED:
        raise Refused(because("Y410", record_no=record.record_no, column=DECISION.header), "column")
    asked, by = people.find(record.reported_to), people.find(row["corrected_by"])
    if asked and by and by not in (asked, *people.chain_above(asked.person_no, now.today)) and by.role != BOSS:
        raise Refused(because("Y411", person=asked.label, column=DECISION.header), "corrected_by")


def _why_not(context: SheetContext, form: Form, before: CallRecord, after: CallRecord) -> Reason | None:
    """A correction may leave something to be filled in by the next one, but not make what cannot be."""
    same = next((r for r in form.records.values() if r.key == after.key and not r.withdrawn), before)
    if same.record_no != before.record_no:
        return because("Y409", record_no=same.record_no)
    known = {finding.code for finding in check_row(context, as_row(before))}
    errors = [f for f in check_row(context, as_row(after)) if f.code in IMPOSSIBLE and f.code not in known]
    return because("Y412", finding=errors[0].message) if errors else None


def _in_the_end(desk: Desk, policy: Policy, form: Form, record: CallRecord) -> CallRecord:
    """The record after all rows of the form about it: a call is moved by its start and its end together."""
    after = record
    for asked in form.asked:
        if asked.number == record.record_no and not asked.whole and asked.row["table"] == OF_RECORD:
            with suppress(Refused):
                key, value = _new_value(desk, policy, asked.row, record.called_on)
                if record.text(key) == asked.old:
                    after = with_value(after, key, value, desk.journal.next_seq)
    return after


def _new_value(desk: Desk, policy: Policy, row: Row, called_on: date) -> tuple[str, Any]:
    """The column's key and the value, read as its cell would be by the ``policy`` of the batch; a day without a year
    is the one nearest to the call.
    """
    if row["column"] == DECISION.header:
        return DECISION.key, row["new"]
    table, options = call_table(policy, desk.state.preset, ())
    column = table.by_header.get(row["column"]) or CALLS.by_header.get(row["column"])
    if column is None or column.issued:
        raise Refused(because("Y413", column=row["column"]), "column")
    alone = replace(column, minutes_after=None)
    reading = read_cell(alone, row["new"], options.get(column.options or "", ()), Days(batch=(called_on, called_on)))
    if reading.value is None and reading.code:
        raise Refused(because("Y414", new=row["new"], column=row["column"]), "new")
    if reading.value is None and column.key in ("called_on", "started_at", "result"):
        raise Refused(because("Y415", column=row["column"]), "new")
    return column.key, reading.value
