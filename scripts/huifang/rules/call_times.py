"""Checks on when a call was made and how long it took, each row for itself; see :mod:`huifang.rules.call_rows`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time

from huifang.core.catalogue import found
from huifang.core.findings import Finding
from huifang.core.worktime import are_within, call_minutes, goes_over_midnight
from huifang.rules.context import Calls, SheetContext
from huifang.tables.options import BY_PHONE, CONNECTED, DISSATISFIED, NO_PROBLEM


def ends_after_start(context: SheetContext, calls: Calls) -> Iterator[Finding]:
    """A call ends when it starts at the earliest; one that goes on over midnight belongs to the day it began on."""
    for row in calls.where(lambda start, end: start and end and start > end, "started_at", "ended_at"):
        start, end = f"{row['started_at']:%H:%M}", f"{row['ended_at']:%H:%M}"
        if goes_over_midnight(row["started_at"], row["ended_at"]):
            yield found("R316", row.place("ended_at"), start=start, end=end)
        else:
            yield found("R303", row.place("ended_at"), start=start, end=end)


def not_too_long(context: SheetContext, calls: Calls) -> Iterator[Finding]:
    """A call keeps to 最长通话 unless there was a complaint (about what a question asks, too) or a problem."""
    limit, asked = context.policy.max_call_minutes, context.policy.questions
    if not limit:
        return
    for row in calls.where(lambda start, end: start and end and _minutes(start, end) > limit, "started_at", "ended_at"):
        content = row["satisfaction"] not in DISSATISFIED
        content = content and not any(row.values.get(question.key) in DISSATISFIED for question in asked)
        if content and row["handling"] in (None, NO_PROBLEM):
            minutes = _minutes(row["started_at"], row["ended_at"])
            yield found("R304", row.place("ended_at"), minutes=minutes, limit=limit)


def takes_time(context: SheetContext, calls: Calls) -> Iterator[Finding]:
    """Who answered on the telephone did so in more than no time; messages and letters take none."""

    def took_none(start: time | None, end: time | None, result: str | None, way: str | None, said: str | None) -> bool:
        return start is not None and start == end and result == CONNECTED and way == BY_PHONE and said is not None

    for row in calls.where(took_none, "started_at", "ended_at", "result", "method", "satisfaction"):
        yield found("R321", row.place("ended_at"), start=f"{row['started_at']:%H:%M}", value=row["satisfaction"])


def _minutes(start: time, end: time) -> int:
    return call_minutes(start, end) or 0


def _end(start: time, end: time | None) -> time:
    """When the call ended, as far as that is known."""
    return start if end is None or call_minutes(start, end) is None else end


def within_calling_hours(context: SheetContext, calls: Calls) -> Iterator[Finding]:
    """Calls start and end in 通话时段."""
    spans = context.policy.call_spans

    def is_outside(start: time | None, end: time | None) -> bool:
        return start is not None and not are_within(spans, start, _end(start, end))

    for row in calls.where(is_outside, "started_at", "ended_at"):
        shown = ",".join(str(span) for span in spans)
        yield found("R305", row.place("started_at"), start=f"{row['started_at']:%H:%M}", spans=shown)


def outside_quiet_hours(context: SheetContext, calls: Calls) -> Iterator[Finding]:
    """Nobody is called in their 勿扰时段."""
    if not context.quiet_hours:
        return

    def is_known(plan_no: str | None, customer_no: str | None) -> bool:
        return context.customer_no_of(plan_no, customer_no) in context.quiet_hours

    for row in calls.where(is_known, "plan_no", "customer_no"):
        quiet = context.quiet_hours[context.customer_no_of(row["plan_no"], row["customer_no"])]
        start = row["started_at"]
        if start is None:
            continue
        end = _end(start, row["ended_at"])
        if any(span.overlaps(start, end) or (start in span and start != span.end) for span in quiet):
            shown = ",".join(str(span) for span in quiet)
            yield found("R306", row.place("started_at"), start=f"{start:%H:%M}", spans=shown)


TIME_RULES = (
    ends_after_start,
    not_too_long,
    takes_time,
    within_calling_hours,
    outside_quiet_hours,
)
