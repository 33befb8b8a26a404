"""Checks over all rows of one 回访记录 sheet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from functools import cached_property
from operator import attrgetter, itemgetter

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.ledger.issues import IssuedCall
from huifang.ledger.records import CallRecord, record_key
from huifang.rules.context import SheetContext, is_answered
from huifang.tables.calls import ISSUED_KEYS
from huifang.tables.cells import shown
from huifang.tables.model import Row
from huifang.tables.options import CONNECTED

_CELLS, _ISSUED = itemgetter(*ISSUED_KEYS), attrgetter(*ISSUED_KEYS)


@dataclass(frozen=True)
class SheetRows:
    """The rows of a sheet that are not empty, and those of them that can be judged as calls."""

    all: tuple[Row, ...]

    @cached_property
    def whole(self) -> tuple[Row, ...]:
        """Answered rows without a broken cell."""
        return tuple(row for row in self.all if not row.broken and is_answered(row))

    @cached_property
    def timed(self) -> tuple[Row, ...]:
        """Whole rows that say when the call was."""
        return tuple(row for row in self.whole if row.values["called_on"] and row.values["started_at"] is not None)


def issued_cells_unchanged(context: SheetContext, sheet: SheetRows) -> Iterator[Finding]:
    """Grey cells come back as they were issued.

    A further attempt repeats the plan number in an open row and may leave the other grey cells empty, provided that
    the issued row itself is there, or was issued in another workbook of the batch.
    """
    by_number: dict[str, list[Row]] = {}
    for row in sheet.all:
        if row.values["plan_no"] in context.issued:
            by_number.setdefault(row.values["plan_no"], []).append(row)
    for number, same in by_number.items():
        call = context.issued[number]
        issued = tuple([value or None for value in _ISSUED(call)])  # noqa: C409  (much faster than a generator)
        whole = max(same, key=_filled_cells) if len(same) > 1 else same[0]
        for row in same:
            if _CELLS(row.values) != issued:
                yield from _changed_cells(context, row, call, row is not whole or call.book != context.book)


def _filled_cells(row: Row) -> int:
    return sum(row.values[key] is not None for key in ISSUED_KEYS)


def _changed_cells(context: SheetContext, row: Row, call: IssuedCall, may_be_empty: bool) -> Iterator[Finding]:
    for key in ISSUED_KEYS:
        issued, value = shown(getattr(call, key)).strip(), shown(row[key])
        unread = key in row.broken or key not in row.sheet.letters
        if issued != value and not (may_be_empty and not value) and not unread:
            header = context.table.by_key[key].header
            yield found("T505", row.place(key), column=header, issued=issued[:40], value=value[:40])


def issued_rows_present(context: SheetContext, sheet: SheetRows) -> Iterator[Finding]:
    """Every issued row comes back, answered or not."""
    present = {row["plan_no"] for row in sheet.all}
    first = sheet.all[0].place("plan_no") if sheet.all else Place(context.book, context.table.name)
    for number, call in context.issued.items():
        if call.book == context.book and number not in present:
            yield found("T504", Place(first.file, first.sheet), value=number, name=call.customer_name)


def open_calls_over(context: SheetContext, sheet: SheetRows) -> Iterator[Finding]:
    """An issued row that is still empty after its window is an open call."""
    answered = {row["plan_no"] for row in sheet.all if row.broken or is_answered(row)}
    reached = {context.customer_no_of(row) for row in sheet.all if row["result"] == CONNECTED}
    reached |= {record.customer_no for record in context.accepted if record.result == CONNECTED}
    for row in sheet.all:
        if row["plan_no"] in answered:
            continue
        call = context.call_of(row)
        if call and call.due_on < context.today and call.customer_no not in reached:
            yield found("T506", row.place("due_on"), due_on=call.due_on, name=call.customer_name)


def no_attempt_twice(context: SheetContext, sheet: SheetRows) -> Iterator[Finding]:
    """Same plan number (else customer), day and start: the same call."""
    seen: dict[tuple[str, object, object], Row] = {}
    for row in sheet.timed:
        other = seen.setdefault(_attempt(row), row)
        if other is not row:
            yield found("X401", row.place("started_at"), other=other.number)


def no_calls_at_once(context: SheetContext, sheet: SheetRows) -> Iterator[Finding]:
    """One person makes one call at a time; calls may touch (one ends when the next starts)."""
    order = itemgetter("called_on", "started_at")
    longest: Row | None = None
    for row in sorted(sheet.timed, key=lambda row: (*order(row.values), row.number)):
        if longest is None or longest.values["called_on"] != row.values["called_on"]:
            longest = row
            continue
        start, end = row.values["started_at"], _end(longest)
        at_once = start < end or start == longest.values["started_at"]
        if at_once and _attempt(longest) != _attempt(row):
            yield found(
                "X402", row.place("started_at"), other=longest.number, end=f"{end:%H:%M}",
                start=f"{longest['started_at']:%H:%M}",
            )  # fmt: skip
        if _end(row) >= end:
            longest = row


def no_calls_at_once_in_ledger(context: SheetContext, sheet: SheetRows) -> Iterator[Finding]:
    """Nor while a call runs that was accepted from another sheet, or under another time."""
    by_day: dict[object, list[CallRecord]] = {}
    for record in context.accepted:
        by_day.setdefault(record.called_on, []).append(record)
    for row in sheet.timed if by_day else ():
        key = record_key(row["plan_no"] or "", row["customer_no"] or "", row["called_on"], shown(row["started_at"]))
        here = by_day.get(row["called_on"], ())
        if any(record.key == key for record in here):
            continue  # the same call again
        start, end = shown(row["started_at"]), shown(_end(row))
        for record in here:
            other_end = max(record.ended_at, record.started_at)
            if (start < other_end and record.started_at < end) or start == record.started_at:
                times = {"start": record.started_at, "end": other_end}
                yield found("X403", row.place("started_at"), record_no=record.record_no, **times)
                break


def _attempt(row: Row) -> tuple[str, object, object]:
    cells = row.values
    return (cells["plan_no"] or f"客户 {cells['customer_no']}", cells["called_on"], cells["started_at"])


def _end(row: Row) -> time:
    start: time = row.values["started_at"]
    end: time = row.values["ended_at"] or start
    return max(start, end)


SHEET_RULES = (
    issued_cells_unchanged,
    issued_rows_present,
    open_calls_over,
    no_attempt_twice,
    no_calls_at_once,
    no_calls_at_once_in_ledger,
)
