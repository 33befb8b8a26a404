"""Checks on one answered row of 回访记录."""

from __future__ import annotations

from collections.abc import Iterator

from huifang.core.catalogue import found
from huifang.core.findings import Finding
from huifang.core.text import nearest
from huifang.rules.context import SheetContext
from huifang.tables.calls import ANSWER_KEYS, CONNECTED_KEYS
from huifang.tables.model import Row
from huifang.tables.options import CONNECTED, DISSATISFIED, NO_PROBLEM, UNRESOLVED


def answered_completely(context: SheetContext, row: Row) -> Iterator[Finding]:
    """An answered row needs date, times, method and result; a connected one also satisfaction, handling, wishes."""
    for key in ANSWER_KEYS:
        if row[key] is None:
            yield found("C201", row.place(key), column=context.table.by_key[key].header, example=context.example(key))
    if row["result"] == CONNECTED:
        mandatory = [q.key for q in context.policy.questions if q.mandatory]
        for key in (*CONNECTED_KEYS, *(key for key in mandatory if key in context.table.by_key)):
            if row[key] is None:
                header = context.table.by_key[key].header
                yield found("R311", row.place(key), column=header, example=context.example(key))


def satisfaction_only_when_connected(context: SheetContext, row: Row) -> Iterator[Finding]:
    """Who was not reached cannot have said how satisfied they are."""
    if row["result"] and row["result"] != CONNECTED and row["satisfaction"]:
        yield found("R312", row.place("satisfaction"), result=row["result"], value=row["satisfaction"])


def within_period(context: SheetContext, row: Row) -> Iterator[Finding]:
    """A row belongs to the period of its date, so the date lies in the sheet's period."""
    day = row["called_on"]
    if day and day not in context.period:
        from_on, until_on = context.period.from_on, context.period.until_on
        yield found("R301", row.place("called_on"), day=day, from_on=from_on, until_on=until_on)


def not_in_future(context: SheetContext, row: Row) -> Iterator[Finding]:
    """A call that has not happened yet cannot be recorded."""
    day = row["called_on"]
    if day and day > context.today:
        yield found("R302", row.place("called_on"), day=day, today=context.today)


def ends_after_start(context: SheetContext, row: Row) -> Iterator[Finding]:
    """A call ends when it starts at the earliest."""
    start, end = row["started_at"], row["ended_at"]
    if start and end and end < start:
        yield found("R303", row.place("ended_at"), start=f"{start:%H:%M}", end=f"{end:%H:%M}")


def not_too_long(context: SheetContext, row: Row) -> Iterator[Finding]:
    """A call keeps to 最长通话 unless there was a complaint or a problem."""
    start, end, limit = row["started_at"], row["ended_at"], context.policy.max_call_minutes
    if not (start and end and limit):
        return
    minutes = (end.hour - start.hour) * 60 + end.minute - start.minute
    complaint = row["satisfaction"] in DISSATISFIED or row["handling"] not in (None, NO_PROBLEM)
    if minutes > limit and not complaint:
        yield found("R304", row.place("ended_at"), minutes=minutes, limit=limit)


def within_calling_hours(context: SheetContext, row: Row) -> Iterator[Finding]:
    """Calls start and end in 通话时段, and outside the customer's 勿扰时段."""
    start = row["started_at"]
    if not start:
        return
    end = max(row["ended_at"] or start, start)
    spans = context.policy.call_spans
    if not any(start in span and end in span for span in spans):
        shown = ",".join(str(span) for span in spans)
        yield found("R305", row.place("started_at"), start=f"{start:%H:%M}", spans=shown)
    customer = context.customers.get(context.customer_no_of(row))
    quiet = customer.quiet_hours if customer else ()
    if any(span.overlaps(start, end) or span.start <= start < span.end for span in quiet):
        shown = ",".join(str(span) for span in quiet)
        yield found("R306", row.place("started_at"), start=f"{start:%H:%M}", spans=shown)


def on_working_day(context: SheetContext, row: Row) -> Iterator[Finding]:
    """Customers are called on working days."""
    day = row["called_on"]
    if day and not context.calendar.is_workday(day):
        yield found("R307", row.place("called_on"), day=day, name=context.calendar.reason_off(day))


def dissatisfied_with_reason(context: SheetContext, row: Row) -> Iterator[Finding]:
    """Who is dissatisfied has a reason, and it is written down."""
    if row["satisfaction"] in DISSATISFIED and not row["dissatisfied_because"]:
        yield found("R308", row.place("dissatisfied_because"), value=row["satisfaction"])


def unresolved_in_writing(context: SheetContext, row: Row) -> Iterator[Finding]:
    """000/五 四.5: what cannot be solved goes upwards in writing, or it does not count."""
    if context.policy.written_report and row["handling"] == UNRESOLVED:
        for key in ("reported_to", "report_document"):
            if not row[key]:
                yield found("R309", row.place(key), column=context.table.by_key[key].header)


def allowed_method(context: SheetContext, row: Row) -> Iterator[Finding]:
    """000/五 三: the telephone is the only way; files may be sent otherwise, but that is no call."""
    call = context.call_of(row)
    allowed = context.policy.methods_of(call.rule if call else "")
    if row["method"] and allowed and row["method"] not in allowed:
        yield found("R310", row.place("method"), value=row["method"], allowed="、".join(allowed))


def next_contact_later(context: SheetContext, row: Row) -> Iterator[Finding]:
    """The next contact is not before this one."""
    if row["next_contact_on"] and row["called_on"] and row["next_contact_on"] < row["called_on"]:
        yield found("R313", row.place("next_contact_on"), day=row["next_contact_on"])


def known_superior(context: SheetContext, row: Row) -> Iterator[Finding]:
    """Whoever a problem was reported to works here."""
    text = row["reported_to"]
    if not text:
        return
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


def agent_still_here(context: SheetContext, row: Row) -> Iterator[Finding]:
    """Nobody makes calls after leaving."""
    agent = context.people.by_no.get(context.agent)
    if agent and row["called_on"] and not agent.active_on(row["called_on"]):
        header = context.table.by_key["called_on"].header
        yield found("T508", row.place("called_on"), column=header, value=f"{row['called_on']}({agent.label})")


def customer_of_this_agent(context: SheetContext, row: Row) -> Iterator[Finding]:
    """An unplanned call is to an approved customer of this agent, or of somebody the agent stands in for."""
    if row["plan_no"]:
        if context.call_of(row) is None:
            yield found("R314", row.place("plan_no"), value=row["plan_no"])
        return
    number = row["customer_no"]
    if not number:
        yield found("R315", row.place("customer_no"))
        return
    customer = context.customers.get(number)
    if customer is None:
        close = nearest(number, context.customers)
        yield found("T501", row.place("customer_no"), value=number, nearest=f"是不是“{close}”？" if close else "")
        return
    if not customer.approved:
        yield found("T502", row.place("customer_no"), value=number, status=customer.review_status or "(空)")
    owner = context.owners.get(number, customer.owner)
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
    on_working_day,
    dissatisfied_with_reason,
    unresolved_in_writing,
    allowed_method,
    next_contact_later,
    known_superior,
    agent_still_here,
    customer_of_this_agent,
)
