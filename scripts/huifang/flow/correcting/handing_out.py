"""Handing out a 更正单 that somebody asks for: blank, or with the columns of a record and what stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from huifang.core.catalogue import because
from huifang.core.reasons import Refusal
from huifang.core.text import file_name
from huifang.edges.books.correction_form import ASKED_FOR_STEPS, correction_book
from huifang.edges.store.files import free_path, write_bytes
from huifang.edges.store.office import OUTBOX
from huifang.flow.calls.call_tables import call_table
from huifang.flow.correcting.past_calls import is_past_call, only_whole
from huifang.flow.correcting.prefilled import Prefilled, rows_about
from huifang.flow.intake.judging import context_of
from huifang.flow.office.desk import Desk
from huifang.ledger.posting import Change
from huifang.ledger.records import CallRecord
from huifang.policy.register_read import cell_options
from huifang.tables.declared.calls import DECISION
from huifang.tables.declared.corrections import OF_RECORD, WHOLE, offered_subjects
from huifang.tables.options import UNRESOLVED


class UnknownRecord(Refusal):
    """The ledger has no record of that number that could be corrected."""


def hand_out_form(desk: Desk, record_nos: Sequence[str]) -> str:
    """Write a form into 发件箱, with a row for each column of these records, of the calls of a plan number, of a sheet,
    a plan or a row of a register; its path.

    Raises:
        UnknownRecord: names the first that is not there, or was taken back.
        OfficeError: the ledger cannot be read, or the form not be written.
    """
    changes, further = rows_of(desk, record_nos)
    policy = desk.present.policy
    options = {**cell_options(policy), **offered_subjects(desk.workbooks)}
    form = correction_book(changes, desk.state.office_id, options, policy.unit_name, ASKED_FOR_STEPS, further)
    about = "、".join(record_nos[:3]) or f"空白-{desk.now:%m%d}"
    path = free_path(desk.office.path(f"{OUTBOX}/更正单-{file_name(about)}.xlsx"))  # one may be filled in already
    write_bytes(path, form)
    return desk.office.relative(path)


def rows_of(desk: Desk, record_nos: Sequence[str]) -> tuple[list[Change], list[Prefilled]]:
    """What can be corrected of all that has these numbers: of records, and of anything else.

    Raises:
        UnknownRecord: names the first that is not there, or was taken back.
    """
    changes: list[Change] = []
    further: list[Prefilled] = []
    for number in dict.fromkeys(record_nos):
        records = _records(desk, number)
        standing = [record for record in records if not record.withdrawn]
        changes += (change for record in standing for change in _rows(desk, record))
        if before := desk.state.withdrawn_past.get(number):
            raise UnknownRecord(because("Y441", number=number, by=before.by))
        if is_past_call(desk, number):
            raise UnknownRecord(only_whole())
        others = [] if standing else [*rows_about(desk, number)]
        further += others
        if not standing and not others:
            raise UnknownRecord(because("Y407" if records else "Y406", record_no=number))
    return changes, further


def _records(desk: Desk, number: str) -> list[CallRecord]:
    """The record of that number, or those of the plan number."""
    from huifang.edges.store.segments import to_records  # noqa: PLC0415  (a blank form needs no frames)
    from huifang.ledger.questions import newest, numbered  # noqa: PLC0415

    return [*to_records(newest(numbered(desk.ledger.frame(), number)))]


def _rows(desk: Desk, record: CallRecord) -> Iterable[Change]:
    """A row for each column that can be corrected, with the change that waits for it; and one to take it all back."""
    policy = context_of(desk, record.agent, record.batch).policy
    table, _ = call_table(policy, desk.state.preset, ())
    columns = [column for column in table.columns if not column.issued]
    if record.handling == UNRESOLVED:
        columns.append(DECISION)
    for column in columns:
        old = record.text(column.key)
        _, new = desk.state.pending.get((record.record_no, column.key), (old, ""))
        yield Change(record.record_no, column.key, column.header, old, new)
    what = f"{record.moment} {record.customer}"
    yield Change(record.record_no, "", WHOLE[OF_RECORD], what, "")
