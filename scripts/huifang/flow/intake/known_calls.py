"""What the ledger knows of the calls on a sheet: those that came with it before, and numbers of other batches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace

from huifang.flow.office.desk import Desk
from huifang.ledger.issues import Book, IssuedCall
from huifang.ledger.records import CallRecord
from huifang.ledger.resending import Known, former_selves
from huifang.rules.context import SheetContext
from huifang.tables.cells import shown
from huifang.tables.model import Row, Rows
from huifang.tables.options import CONNECTED


def with_known_calls(
    desk: Desk, context: SheetContext, rows: Rows, answered: Sequence[int], book: Book | None
) -> SheetContext:
    """The context of a sheet, with what only the ledger can say of its rows (decision 23).

    ``book`` is the workbook as which the sheet was handed out; None where the sheet does not say.

    Raises:
        OfficeError: the ledger or what was issued cannot be read.
    """
    until_on = context.period.until_on
    before = Known(context.accepted, _brought_before(desk, context, book), until_on)
    known = replace(context, former=former_selves(rows, answered, before))
    numbers = rows.cells("plan_no")
    strange = {*numbers} - known.issued.keys() - {None}
    is_late = any(day is not None and day > until_on for day in {*rows.cells("called_on")})
    if not strange and not is_late:
        return known
    of_numbers = [row for row in map(rows.row, answered) if row["plan_no"] and row["called_on"] and row["started_at"]]
    late = [row for row in of_numbers if row["called_on"] > until_on]
    first = _first_reached(desk, known, of_numbers, strange | {row["plan_no"] for row in late})
    open_rows = [row for row in of_numbers if _moment(row) <= first.get(row["plan_no"], _moment(row))]
    elsewhere = _of_other_batches(desk, known, [row for row in open_rows if row["plan_no"] in strange])
    issued = {**known.issued, **elsewhere}
    still_open = frozenset(row.number for row in open_rows if row["called_on"] > until_on and row["plan_no"] in issued)
    return replace(known, issued=issued, still_open=still_open)


def _brought_before(desk: Desk, context: SheetContext, book: Book | None) -> list[CallRecord]:
    """The agent's calls that came with this very sheet; of a sheet that does not say which it is, all of the batch."""
    of_batch = [record for record in context.accepted if record.batch == context.period.name]
    if not of_batch or book is None:
        return of_batch
    came_with = {record.submission for record in of_batch}
    same = {s.number for s in desk.state.submissions if s.number in came_with and s.book in ("", book.file)}
    return [record for record in of_batch if record.submission in same]


def _moment(row: Row) -> str:
    return f"{row['called_on']} {shown(row['started_at'])}"


def _first_reached(desk: Desk, context: SheetContext, rows: Iterable[Row], numbers: Set[str]) -> dict[str, str]:
    """Per number the moment of the first call that connected, in the ledger or on the sheet, as the sheet says it."""
    gone = {record.record_no for record in context.former.values()}
    moments = [
        (record.plan_no, record.moment)
        for record in desk.ledger.sharing(numbers, ())
        if record.result == CONNECTED and not record.withdrawn and record.record_no not in gone
    ]
    moments += [(row["plan_no"], _moment(row)) for row in rows if row["result"] == CONNECTED]
    return dict(sorted(moments, reverse=True))


def _of_other_batches(desk: Desk, context: SheetContext, rows: Sequence[Row]) -> Mapping[str, IssuedCall]:
    """The calls of other sheets that these rows are about, if it is this agent who may make them: who was given them,
    whose customer it was or is, and whoever stands in that day.
    """
    if not rows:
        return {}
    calls = desk.ledger.issued().newest_of({row["plan_no"] for row in rows})
    found: dict[str, IssuedCall] = {}
    for row in rows:
        call = calls.get(row["plan_no"])
        if call is None:
            continue
        customer = context.customers.get(call.customer_no)
        owners = {call.agent, call.owner, customer.owner if customer else call.owner}
        if context.agent in owners or context.agent in {
            context.people.caller_on(owner, row["called_on"]) for owner in owners
        }:
            found[call.plan_no] = call
    return found
