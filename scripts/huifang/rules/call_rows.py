"""Checks on one answered row of 回访记录.

A check is a function of the context and the row that returns findings. Most rows give none, and there are many rows:
so each check looks at its cells first and returns ``NOTHING`` at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import itemgetter

from huifang.core.catalogue import found
from huifang.core.findings import Finding
from huifang.core.text import nearest
from huifang.rules.context import SheetContext
from huifang.tables.calls import ANSWER_KEYS
from huifang.tables.model import Row
from huifang.tables.options import CONNECTED, DISSATISFIED, NO_PROBLEM, UNRESOLVED

NOTHING: tuple[Finding, ...] = ()
_ANSWERS = itemgetter(*ANSWER_KEYS)


def answered_completely(context: SheetContext, row: Row) -> Iterable[Finding]:
    """An answered row needs date, times, method and result; a connected one also satisfaction, handling, wishes."""
    cells, connected = row.values, row.values["result"] == CONNECTED
    if None not in _ANSWERS(cells) and not (connected and None in context.connected_cells(cells)):
        return NOTHING
    missing = [(key, "C201") for key in ANSWER_KEYS if cells[key] is None]
    if connected:
        missing += [(key, "R311") for key in context.connected_keys if cells[key] is None]
    return [
        found(code, row.place(key), column=context.table.by_key[key].header, example=context.example(key))
        for key, code in missing
    ]


def satisfaction_only_when_connected(context: SheetContext, row: Row) -> Iterable[Finding]:
    """Who was not reached cannot have said how satisfied they are."""
    result, satisfaction = row.values["result"], row.values["satisfaction"]
    if satisfaction and result and result != CONNECTED:
        return [found("R312", row.place("satisfaction"), result=result, value=satisfaction)]
    return NOTHING


def within_period(context: SheetContext, row: Row) -> Iterable[Finding]:
    """A row belongs to the period of its date, so the date lies in the sheet's period."""
    day, period = row.values["called_on"], context.period
    if day is None or period.from_on <= day <= period.until_on:
        return NOTHING
    return [found("R301", row.place("called_on"), day=day, from_on=period.from_on, until_on=period.until_on)]


def not_in_future(context: SheetContext, row: Row) -> Iterable[Finding]:
    """A call that has not happened yet cannot be recorded."""
    day = row.values["called_on"]
    if day is None or day <= context.today:
        return NOTHING
    return [found("R302", row.place("called_on"), day=day, today=context.today)]


def ends_after_start(context: SheetContext, row: Row) -> Iterable[Finding]:
    """A call ends when it starts at the earliest."""
    start, end = row.values["started_at"], row.values["ended_at"]
    if start is None or end is None or start <= end:
        return NOTHING
    return [found("R303", row.place("ended_at"), start=f"{start:%H:%M}", end=f"{end:%H:%M}")]


def not_too_long(context: SheetContext, row: Row) -> Iterable[Finding]:
    """A call keeps to 最长通话 unless there was a complaint or a problem."""
    cells, limit = row.values, context.policy.max_call_minutes
    start, end = cells["started_at"], cells["ended_at"]
    if start is None or end is None or not limit:
        return NOTHING
    minutes = (end.hour - start.hour) * 60 + end.minute - start.minute
    if minutes <= limit or cells["satisfaction"] in DISSATISFIED or cells["handling"] not in (None, NO_PROBLEM):
        return NOTHING
    return [found("R304", row.place("ended_at"), minutes=minutes, limit=limit)]


def within_calling_hours(context: SheetContext, row: Row) -> Iterable[Finding]:
    """Calls start and end in 通话时段."""
    start = row.values["started_at"]
    if start is None:
        return NOTHING
    end = max(row.values["ended_at"] or start, start)
    spans = context.policy.call_spans
    for span in spans:
        if start in span and end in span:
            return NOTHING
    shown = ",".join(str(span) for span in spans)
    return [found("R305", row.place("started_at"), start=f"{start:%H:%M}", spans=shown)]


def outside_quiet_hours(context: SheetContext, row: Row) -> Iterable[Finding]:
    """Nobody is called in their 勿扰时段."""
    start = row.values["started_at"]
    quiet = context.quiet_hours.get(context.customer_no_of(row), ()) if context.quiet_hours else ()
    if start is None or not quiet:
        return NOTHING
    end = max(row.values["ended_at"] or start, start)
    if not any(span.overlaps(start, end) or span.start <= start < span.end for span in quiet):
        return NOTHING
    shown = ",".join(str(span) for span in quiet)
    return [found("R306", row.place("started_at"), start=f"{start:%H:%M}", spans=shown)]


def on_working_day(context: SheetContext, row: Row) -> Iterable[Finding]:
    """Customers are called on working days."""
    day = row.values["called_on"]
    if day is None or context.is_workday(day):
        return NOTHING
    return [found("R307", row.place("called_on"), day=day, name=context.calendar.reason_off(day))]


def dissatisfied_with_reason(context: SheetContext, row: Row) -> Iterable[Finding]:
    """Who is dissatisfied has a reason, and it is written down."""
    satisfaction = row.values["satisfaction"]
    if satisfaction not in DISSATISFIED or row.values["dissatisfied_because"]:
        return NOTHING
    return [found("R308", row.place("dissatisfied_because"), value=satisfaction)]


def unresolved_in_writing(context: SheetContext, row: Row) -> Iterable[Finding]:
    """000/五 四.5: what cannot be solved goes upwards in writing, or it does not count."""
    if row.values["handling"] != UNRESOLVED or not context.policy.written_report:
        return NOTHING
    by_key = context.table.by_key
    lacking = [key for key in ("reported_to", "report_document") if not row.values[key]]
    return [found("R309", row.place(key), column=by_key[key].header) for key in lacking]


def allowed_method(context: SheetContext, row: Row) -> Iterable[Finding]:
    """000/五 三: the telephone is the only way; files may be sent otherwise, but that is no call."""
    method, call = row.values["method"], context.call_of(row)
    if method is None:
        return NOTHING
    allowed = context.methods_of(call.rule if call else "")
    if not allowed or method in allowed:
        return NOTHING
    return [found("R310", row.place("method"), value=method, allowed="、".join(allowed))]


def next_contact_later(context: SheetContext, row: Row) -> Iterable[Finding]:
    """The next contact is not before this one."""
    later = row.values["next_contact_on"]
    if later is None or row.values["called_on"] is None or later >= row.values["called_on"]:
        return NOTHING
    return [found("R313", row.place("next_contact_on"), day=later)]


def known_superior(context: SheetContext, row: Row) -> Iterable[Finding]:
    """Whoever a problem was reported to works here."""
    return _superior(context, row, row.values["reported_to"]) if row.values["reported_to"] else NOTHING


def _superior(context: SheetContext, row: Row, text: str) -> Iterator[Finding]:
    header = context.table.by_key["reported_to"].header
    person = context.people.find(text)
    if person is None:
        if context.people.is_ambiguous(text):
            yield found("T509", row.place("reported_to"), value=text)
            return
        close = nearest(text, [p.name for p in context.people.persons])
        hint = f"是不是“{close}”？" if close else ""
        yield found("T507", row.place("reported_to"), column=header, value=text, nearest=hint)
    elif not person.active_on(row["called_on"] or context.today):
        yield found("T508", row.place("reported_to"), column=header, value=person.label)


def agent_still_here(context: SheetContext, row: Row) -> Iterable[Finding]:
    """Nobody makes calls after leaving."""
    agent, day = context.caller, row.values["called_on"]
    if agent is None or day is None or agent.active_on(day):
        return NOTHING
    header = context.table.by_key["called_on"].header
    return [found("T508", row.place("called_on"), column=header, value=f"{day}({agent.label})")]


def customer_of_this_agent(context: SheetContext, row: Row) -> Iterable[Finding]:
    """A row answers an issued call; an unplanned one is about an approved customer of this agent."""
    if row.values["plan_no"] in context.issued:
        return NOTHING
    if row["plan_no"]:
        return [found("R314", row.place("plan_no"), value=row["plan_no"])]
    return _unplanned(context, row) if row["customer_no"] else [found("R315", row.place("customer_no"))]


def _unplanned(context: SheetContext, row: Row) -> Iterator[Finding]:
    """An unplanned call is to an approved customer of this agent, or of somebody the agent stands in for."""
    number = row["customer_no"]
    customer = context.customers.get(number)
    if customer is None:
        close = nearest(number, context.customers)
        yield found("T501", row.place("customer_no"), value=number, nearest=f"是不是“{close}”？" if close else "")
        return
    if not customer.approved:
        yield found("T502", row.place("customer_no"), value=number, status=customer.review_status or "(空)")
    owner = context.customers_then.get(number, customer).owner
    day = row["called_on"] or context.today
    if number not in context.issued_customers and context.agent not in (owner, context.people.caller_on(owner, day)):
        names = (context.people.label(owner), context.people.label(context.agent))
        yield found("T503", row.place("customer_no"), value=number, owner=names[0], agent=names[1])


ROW_RULES = (
    answered_completely,
    satisfaction_only_when_connected,
    within_period,
    not_in_future,
    ends_after_start,
    not_too_long,
    within_calling_hours,
    outside_quiet_hours,
    on_working_day,
    dissatisfied_with_reason,
    unresolved_in_writing,
    allowed_method,
    next_contact_later,
    known_superior,
    agent_still_here,
    customer_of_this_agent,
)
