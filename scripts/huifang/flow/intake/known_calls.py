"""What the ledger knows of the calls on a sheet: those that came before, with it or otherwise, and other batches'."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace

from huifang.flow.office.desk import Desk
from huifang.ledger.issues import Book, IssuedCall
from huifang.ledger.records import CallRecord, moment_of
from huifang.ledger.resending import Known, former_selves, key_of
from huifang.rules.context import SheetContext
from huifang.tables.cells import shown
from huifang.tables.model import Row, Rows


def with_known_calls(
    desk: Desk, context: SheetContext, rows: Rows, answered: Sequence[int], book: Book | None
) -> SheetContext:
    """The context of a sheet, with what only the ledger can say of its rows (decision 23).

    ``book`` is the workbook as which the sheet was handed out; None where the sheet does not say.

    Raises:
        OfficeError: the ledger or what was issued cannot be read.
    """
    until_on = context.period.until_on
    brought = _brought_before(desk, context, book)
    former = former_selves(rows, answered, Known(context.accepted, brought, until_on))
    numbers = {*rows.cells("plan_no")} - {None}
    reached = _reached(desk, context, numbers)
    known = replace(context, former=former, reached=frozenset(reached))
    strange = numbers - known.issued.keys()
    is_late = any(day is not None and day > until_on for day in {*rows.cells("called_on")})
    own = {record.record_no for record in brought}
    by_others = {number for number, record in reached.items() if record.record_no not in own}
    if not (strange or is_late or by_others):
        return known
    of_numbers = [row for row in map(rows.row, answered) if row["plan_no"] and key_of(row)]
    elsewhere = _of_other_batches(desk, known, [row for row in of_numbers if row["plan_no"] in strange])
    issued = {**known.issued, **elsewhere}
    late = frozenset(row.number for row in of_numbers if row["called_on"] > until_on and row["plan_no"] in issued)
    asked_again = [row for row in of_numbers if row["plan_no"] in by_others or row.number in late]
    before, changed = _answered_before(known, asked_again, reached, late)
    return replace(known, issued=issued, late_calls=late, answered_before=before, former={**changed, **former})


def _brought_before(desk: Desk, context: SheetContext, book: Book | None) -> list[CallRecord]:
    """The agent's calls that came with this very sheet; of a sheet that does not say which it is, all of the batch."""
    of_batch = [record for record in context.accepted if record.batch == context.period.name]
    if not of_batch or book is None:
        return of_batch
    came_with = {record.submission for record in of_batch}
    same = {s.number for s in desk.state.submissions if s.number in came_with and s.book in ("", book.file)}
    return [record for record in of_batch if record.submission in same]


def _reached(desk: Desk, context: SheetContext, numbers: Set[str]) -> dict[str, CallRecord]:
    """Per number the first call that connected and stands in the ledger, whoever made it."""
    records = desk.ledger.connected_under(numbers, context.period.from_on)
    return {record.plan_no: record for record in sorted(records, key=lambda record: record.moment, reverse=True)}


def _answered_before(
    context: SheetContext, rows: Iterable[Row], reached: Mapping[str, CallRecord], late: Set[int]
) -> tuple[Mapping[int, CallRecord], Mapping[int, CallRecord]]:
    """By the number of the row: the accepted call of which it says the same once more, or after which it was asked for
    or made again; and of those the agent's own of which the accepted time does not stand here: they are corrections.

    A further attempt that the agent wrote into an open row is meant as one, and so is what somebody else made.
    """
    before: dict[int, CallRecord] = {}
    changed: dict[int, CallRecord] = {}
    here = {key_of(row) for row in rows}
    for row in rows:
        record = reached.get(row["plan_no"])
        if record is None or row.number in context.former:
            continue
        is_asked, is_same = row["due_on"] is not None, key_of(row) == record.key
        is_after = row.number in late and moment_of(shown(row["called_on"]), shown(row["started_at"])) > record.moment
        if is_same or is_asked or is_after:
            before[row.number] = record
        if is_asked and record.agent == context.agent and record.key not in here:
            changed[row.number] = record
    return before, changed


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
        owners = (call.agent, call.owner, customer.owner if customer else call.owner)
        if context.may_call(call.customer_no, row["called_on"], *owners):
            found[call.plan_no] = call
    return found
