"""Checks over all rows of one 回访记录 sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cached_property
from operator import attrgetter

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.core.text import half_width
from huifang.core.worktime import goes_over_midnight
from huifang.ledger.issues import IssuedCall
from huifang.ledger.records import CallRecord, record_key
from huifang.policy.pauses import asked_until
from huifang.rules.context import Calls, SheetContext, answered_places
from huifang.tables.cells import shown
from huifang.tables.declared.calls import ISSUED_KEYS
from huifang.tables.model import Row, Rows
from huifang.tables.options import BY_LETTER, CONNECTED

_ISSUED = attrgetter(*ISSUED_KEYS)
#: What a row says of a call of another batch, of which it is no copy.
_WHOSE = ("customer_no", "customer_name")
#: What makes a row the same call as another.
_WHOM_AND_WHEN = ("plan_no", "customer_no", "called_on", "started_at")


@dataclass(frozen=True)
class SheetRows:
    """The rows of a sheet that are not empty, and those of them that can be judged as calls."""

    all: Rows

    @cached_property
    def answered(self) -> tuple[int, ...]:
        """The places of the rows that hold something of a call."""
        return tuple(answered_places(self.all))

    @cached_property
    def calls(self) -> Calls:
        """Answered rows without a broken cell."""
        return Calls(self.all.at([place for place in self.answered if place not in self.all.broken]))

    @cached_property
    def timed(self) -> Rows:
        """Those of them that say when the call was."""
        whole = self.calls.rows
        times = enumerate(whole.together(("called_on", "started_at")))
        return whole.at([place for place, (day, start) in times if day is not None and start is not None])

    @cached_property
    def dated(self) -> Rows:
        """Those, and letters, of which the day is enough."""
        whole = self.calls.rows
        times = enumerate(whole.together(("called_on", "started_at", "method")))
        said = (place for place, (day, start, way) in times if day and (start is not None or way == BY_LETTER))
        return whole.at([*said])

    @cached_property
    def attempts(self) -> list[tuple[str, date, time]]:
        """What makes each of these the same call as another: whom it was about, and when."""
        cells = self.timed.together(_WHOM_AND_WHEN)
        return [(number or f"客户 {customer_no}", day, start) for number, customer_no, day, start in cells]

    @cached_property
    def keys(self) -> list[tuple[str, str, str]]:
        """What makes each of these the same call as a record of the ledger."""
        cells = self.timed.together(_WHOM_AND_WHEN)
        return [
            record_key(number or "", customer_no or "", day, shown(start)) for number, customer_no, day, start in cells
        ]


def issued_cells_unchanged(context: SheetContext, sheet: SheetRows) -> Iterator[Finding]:
    """Grey cells come back as they were issued.

    A further attempt repeats the plan number in an open row and may leave the other grey cells empty, provided that
    the issued row itself is there, or was issued in another workbook of the batch.
    """
    numbers = sheet.all.cells("plan_no")
    columns = (
        [value or "" for value in cells] if None in cells else cells for cells in map(sheet.all.cells, ISSUED_KEYS)
    )
    same: dict[str, list[Row]] = {}
    for number, cells in zip(numbers, zip(*columns, strict=True), strict=True):
        if number in context.issued and cells != _ISSUED(context.issued[number]):
            same[number] = []
    for place, number in enumerate(numbers) if same else ():
        if number in same:
            same[number].append(sheet.all.row(place))
    for number, rows in same.items():
        whole = max(rows, key=_filled_cells)
        for row in rows:
            yield from _changed_cells(context, row, number, row is not whole or number not in context.here)


def _filled_cells(row: Row) -> int:
    return sum(row.values[key] is not None for key in ISSUED_KEYS)


def _changed_cells(context: SheetContext, row: Row, number: str, may_be_empty: bool) -> Iterator[Finding]:
    """An earlier sheet says what it said when it was handed out, and so does a row that was copied out of it."""
    call = context.issued[number]
    for key in ISSUED_KEYS if call.period == context.period.name else _WHOSE:
        issued, value = shown(getattr(call, key)).strip(), shown(row[key])
        unread = key in row.broken or key not in row.sheet.letters
        if half_width(issued) == half_width(value) or (may_be_empty and not value) or unread:
            continue
        before = (shown(getattr(one, key)) for one in context.issued_before.get(number, ()))
        if all(half_width(one) != half_width(value) for one in before):
            header = context.table.by_key[key].header
            yield found("T505", row.place(key), column=header, issued=issued[:40], value=value[:40])


def issued_rows_present(context: SheetContext, sheet: SheetRows) -> Iterator[Finding]:
    """Every issued row comes back, answered or not."""
    present = {*sheet.all.cells("plan_no")}
    for number, call in context.issued.items():
        if number not in present and number in context.here:
            place = Place(sheet.all.sheet.file, context.table.name)
            yield found("T504", place, value=number, name=call.customer_name)


def open_calls_over(context: SheetContext, sheet: SheetRows) -> Iterator[Finding]:
    """An issued row that is still empty after its window, as pauses leave it, is an open call, unless nobody is to make
    it any more.
    """
    numbers, results = sheet.all.cells("plan_no"), sheet.all.cells("result")
    begun = {numbers[place] for place in (*sheet.answered, *sheet.all.broken)}
    still_open = [place for place, number in enumerate(numbers) if number not in begun]
    if not still_open:
        return
    subjects = zip(numbers, sheet.all.cells("customer_no"), results, strict=True)
    reached = {context.customer_no_of(*subject) for *subject, result in subjects if result == CONNECTED}
    reached |= {record.customer_no for record in context.accepted if record.result == CONNECTED}
    late: dict[int, tuple[IssuedCall, date]] = {}
    for place in still_open:
        call = context.issued.get(numbers[place] or "")
        is_reached = call is not None and (call.plan_no in context.reached or call.customer_no in reached)
        if call is None or is_reached or call.due_on >= context.today:
            continue
        pauses = context.people.pauses_of(call.customer_no, call.plan_no)
        due_on = asked_until(pauses, context.calendar, call.due_on, context.today)
        if due_on and due_on < context.today:
            late[place] = (call, due_on)
    asked = {call.plan_no for call in context.still_asked([call for call, _ in late.values()])} if late else set()
    for place, (call, due_on) in late.items():
        if call.plan_no in asked:
            yield found("T506", sheet.all.row(place).place("called_on"), due_on=due_on, name=call.customer_name)


def no_attempt_twice(context: SheetContext, sheet: SheetRows) -> Iterator[Finding]:
    """Same plan number (else customer), day and start: the same call."""
    first: dict[tuple[object, ...], int] = {}
    for place, (number, customer_no, day, start) in enumerate(sheet.dated.together(_WHOM_AND_WHEN)):
        other = first.setdefault((number or f"客户 {customer_no}", day, start), place)
        if other != place:
            numbers = sheet.dated.numbers
            yield found("X401", sheet.dated.row(place).place("started_at"), other=numbers[other])


def no_calls_at_once(context: SheetContext, sheet: SheetRows) -> Iterator[Finding]:
    """One person makes one call at a time; calls may touch (one ends when the next starts), and several to one person
    may be made in one conversation.

    Of two calls the one is returned that is not accepted yet, so that its agent can put it right alone; else the later.
    """
    attempts, ends = sheet.attempts, _ends(sheet.timed)
    returned = set[int]()
    longest = -1
    for day, start, place in sorted((day, start, place) for place, (_, day, start) in enumerate(attempts)):
        if longest < 0 or ends[longest][0] < day:
            longest = place
            continue
        moment = (day, start)
        at_once = moment < ends[longest] or moment == attempts[longest][1:]
        are_one = ends[longest] == ends[place] and moment == attempts[longest][1:]
        if are_one and context.may_share(attempts[longest][0], attempts[place][0]):
            continue
        if at_once and attempts[longest] != attempts[place]:
            kept, back = sorted((longest, place), key=lambda one: _newness(context, sheet, one))
            if back not in returned:
                yield _overlap(sheet, kept, back, ends)
                returned.add(back)
        if ends[place] >= ends[longest]:
            longest = place


def _newness(context: SheetContext, sheet: SheetRows, place: int) -> int:
    """0 for an accepted call, 1 for one whose time was changed, 2 for a call that is not accepted yet."""
    if sheet.keys[place] in context.accepted_keys:
        return 0
    return 1 if sheet.timed.numbers[place] in context.former else 2


def _overlap(sheet: SheetRows, kept: int, back: int, ends: Sequence[tuple[date, time]]) -> Finding:
    line, other = sheet.timed.numbers[back], sheet.timed.numbers[kept]
    start, end = f"{sheet.attempts[kept][2]:%H:%M}", f"{ends[kept][1]:%H:%M}"
    at = sheet.timed.row(back).place("started_at")
    return found("X402", at, line=line, other=other, start=start, end=end)


def no_calls_at_once_in_ledger(context: SheetContext, sheet: SheetRows) -> Iterator[Finding]:
    """Nor while a call runs that was accepted from another sheet; what this one says of its own calls is newer."""
    ends = _ends(sheet.timed) if context.accepted else []
    days = {*sheet.timed.cells("called_on"), *(day for day, _ in ends)}
    near = [record for record in context.accepted if not days.isdisjoint((record.called_on, record.ended_on))]
    if not near:
        return
    here = {*sheet.keys}
    changed = {context.former[number].record_no for number in sheet.timed.numbers if number in context.former}
    by_day: dict[date, list[CallRecord]] = {}
    for record in near:
        if record.key not in here and record.record_no not in changed:
            for day in {record.called_on, record.ended_on}:
                by_day.setdefault(day, []).append(record)
    for row, key, until in zip(sheet.timed, sheet.keys, ends, strict=True) if by_day else ():
        if key in context.accepted_keys:
            continue  # it was accepted before
        start, end = (row["called_on"], shown(row["started_at"])), (until[0], shown(until[1]))
        for record in (record for day in sorted({start[0], end[0]}) for record in by_day.get(day, ())):
            began = (record.called_on, record.started_at)
            ended = max(began, (record.ended_on, record.ended_at))
            if (start, end) == (began, ended) and context.may_share(row["plan_no"] or "", record.plan_no):
                continue
            if (start < ended and began < end) or start == began:
                yield found(
                    "X403", row.place("started_at"), line=row.number, record_no=record.record_no,
                    file=record.source_file.rpartition("/")[2], other=record.source_row,
                    start=record.started_at, end=ended[1],
                )  # fmt: skip
                break


def _ends(timed: Rows) -> list[tuple[date, time]]:
    """When each call ended, as far as that is known; one over midnight on the day after."""
    return [
        (day, start) if end is None else (day, end) if end >= start else _after_midnight(day, start, end)
        for day, start, end in timed.together(("called_on", "started_at", "ended_at"))
    ]


def _after_midnight(day: date, start: time, end: time) -> tuple[date, time]:
    return (day + timedelta(days=1), end) if goes_over_midnight(start, end) else (day, start)


SHEET_RULES = (
    issued_cells_unchanged,
    issued_rows_present,
    open_calls_over,
    no_attempt_twice,
    no_calls_at_once,
    no_calls_at_once_in_ledger,
)
