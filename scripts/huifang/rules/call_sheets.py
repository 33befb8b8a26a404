"""Checks over all rows of one 回访记录 sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import time

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.ledger.records import CallRecord, record_key
from huifang.rules.context import SheetContext, is_answered
from huifang.tables.calls import ISSUED_KEYS
from huifang.tables.cells import shown
from huifang.tables.model import Row
from huifang.tables.options import CONNECTED


def issued_cells_unchanged(context: SheetContext, rows: Sequence[Row]) -> Iterator[Finding]:
    """Grey cells come back as they were issued.

    A further attempt repeats the plan number in an open row and may leave the other grey cells empty, provided that
    the issued row itself is there, or was issued in another workbook of the batch.
    """
    by_number: dict[str, list[Row]] = {}
    for row in rows:
        if row["plan_no"] in context.issued:
            by_number.setdefault(row["plan_no"], []).append(row)
    for number, same in by_number.items():
        call = context.issued[number]
        whole = max(same, key=lambda row: sum(row[key] is not None for key in ISSUED_KEYS))
        for row in same:
            for key in ISSUED_KEYS:
                issued, value = shown(getattr(call, key)).strip(), shown(row[key])
                emptied_elsewhere = (row is not whole or call.book != context.book) and not value
                unread = key in row.broken or key not in row.letters
                if issued != value and not emptied_elsewhere and not unread:
                    header = context.table.by_key[key].header
                    yield found("T505", row.place(key), column=header, issued=issued[:40], value=value[:40])


def issued_rows_present(context: SheetContext, rows: Sequence[Row]) -> Iterator[Finding]:
    """Every issued row comes back, answered or not."""
    present = {row["plan_no"] for row in rows}
    first = rows[0].place("plan_no") if rows else Place(context.book, context.table.name)
    for number, call in context.issued.items():
        if call.book == context.book and number not in present:
            yield found("T504", Place(first.file, first.sheet), value=number, name=call.customer_name)


def open_calls_over(context: SheetContext, rows: Sequence[Row]) -> Iterator[Finding]:
    """An issued row that is still empty after its window is an open call."""
    answered = {row["plan_no"] for row in rows if is_answered(row) or row.broken}
    reached = {context.customer_no_of(row) for row in rows if row["result"] == CONNECTED}
    reached |= {record.customer_no for record in context.accepted if record.result == CONNECTED}
    for row in rows:
        call = context.call_of(row)
        waiting = call is not None and call.due_on < context.today and row["plan_no"] not in answered
        if call and waiting and call.customer_no not in reached:
            yield found("T506", row.place("due_on"), due_on=call.due_on, name=call.customer_name)


def no_attempt_twice(context: SheetContext, rows: Sequence[Row]) -> Iterator[Finding]:
    """Same plan number (else customer), day and start: the same call."""
    seen: dict[tuple[str, object, object], Row] = {}
    for row in rows:
        if not _timed(row):
            continue
        key = _attempt(row)
        if key in seen:
            yield found("X401", row.place("started_at"), other=seen[key].number)
        else:
            seen[key] = row


def no_calls_at_once(context: SheetContext, rows: Sequence[Row]) -> Iterator[Finding]:
    """One person makes one call at a time; calls may touch (one ends when the next starts)."""
    timed = [row for row in rows if _timed(row)]
    timed.sort(key=lambda row: (row["called_on"], row["started_at"], row.number))
    longest: Row | None = None
    for row in timed:
        if longest is not None and longest["called_on"] == row["called_on"] and _attempt(longest) != _attempt(row):
            start, end = row["started_at"], _end(longest)
            if start < end or start == longest["started_at"]:
                yield found(
                    "X402", row.place("started_at"), other=longest.number, end=f"{end:%H:%M}",
                    start=f"{longest['started_at']:%H:%M}",
                )  # fmt: skip
        if longest is None or longest["called_on"] != row["called_on"] or _end(row) >= _end(longest):
            longest = row


def no_calls_at_once_in_ledger(context: SheetContext, rows: Sequence[Row]) -> Iterator[Finding]:
    """Nor while a call runs that was accepted from another sheet, or under another time."""
    by_day: dict[object, list[CallRecord]] = {}
    for record in context.accepted:
        by_day.setdefault(record.called_on, []).append(record)
    for row in rows:
        if not _timed(row):
            continue
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


def _timed(row: Row) -> bool:
    return is_answered(row) and not row.broken and bool(row["called_on"]) and row["started_at"] is not None


def _attempt(row: Row) -> tuple[str, object, object]:
    subject = f"计划 {row['plan_no']}" if row["plan_no"] else f"客户 {row['customer_no']}"
    return (subject, row["called_on"], row["started_at"])


def _end(row: Row) -> time:
    start: time = row["started_at"]
    end: time = row["ended_at"] or start
    return max(start, end)


SHEET_RULES = (
    issued_cells_unchanged,
    issued_rows_present,
    open_calls_over,
    no_attempt_twice,
    no_calls_at_once,
    no_calls_at_once_in_ledger,
)
