"""Checks on the answered rows of 回访记录, each row for itself.

A check is a generator over calls. Most calls give no finding and look like many others, so each check states what it
asks of which cells, and goes on with the rows for which the answer is yes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from huifang.core.catalogue import found
from huifang.core.findings import Finding
from huifang.core.text import nearest
from huifang.policy.callers import callers_of
from huifang.policy.people import Exemption
from huifang.rules.call_times import TIME_RULES
from huifang.rules.context import Calls, SheetContext
from huifang.rules.row_needs import calls_as_needed
from huifang.tables.declared.calls import ANSWER_KEYS, CLOCK_KEYS
from huifang.tables.model import Row
from huifang.tables.options import (
    ABOUT_CUSTOMER,
    ABOUT_PLAN,
    BY_LETTER,
    CONNECTED,
    DISSATISFIED,
    GIVE_UP,
    PAUSE,
    SOLVED,
    UNRESOLVED,
    says_nothing,
)

#: An exception about one of these may forbid a call.
_CALLED = (ABOUT_CUSTOMER, ABOUT_PLAN)


def answered_completely(context: SheetContext, calls: Calls) -> Iterator[Finding]:
    """An answered row needs date, times (a letter none), method and result; a connected one also what was heard."""

    def header(key: str) -> str:
        return context.table.by_key[key].header

    for key in ANSWER_KEYS:
        may_lack = (BY_LETTER,) if key in CLOCK_KEYS else ()
        for row in calls.where(lambda value, way, may=may_lack: value is None and way not in may, key, "method"):
            yield found("C201", row.place(key), column=header(key), example=context.example(key))
    for key in context.connected_keys:
        for row in calls.where(lambda result, value: result == CONNECTED and value is None, "result", key):
            yield found("R311", row.place(key), column=header(key), example=context.example(key))


def satisfaction_only_when_connected(context: SheetContext, calls: Calls) -> Iterator[Finding]:
    """Who was not reached cannot have said how satisfied they are."""

    def is_odd(result: str | None, satisfaction: str | None) -> bool:
        return bool(satisfaction and result and result != CONNECTED)

    for row in calls.where(is_odd, "result", "satisfaction"):
        yield found("R312", row.place("satisfaction"), result=row["result"], value=row["satisfaction"])


def within_period(context: SheetContext, calls: Calls) -> Iterator[Finding]:
    """The date lies in the sheet's period; it may be later under a plan number (decision 23)."""
    from_on, until_on = context.period.from_on, context.period.until_on
    for row in calls.where(lambda day: day and not from_on <= day <= until_on, "called_on"):
        if row.number in context.late_calls:
            continue
        yield found("R301", row.place("called_on"), day=row["called_on"], from_on=from_on, until_on=until_on)


def not_in_future(context: SheetContext, calls: Calls) -> Iterator[Finding]:
    """A call that has not happened yet cannot be recorded."""
    for row in calls.where(lambda day: day and day > context.today, "called_on"):
        yield found("R302", row.place("called_on"), day=row["called_on"], today=context.today)


def on_working_day(context: SheetContext, calls: Calls) -> Iterator[Finding]:
    """Customers are called on working days."""
    for row in calls.where(lambda day: day and not context.calendar.is_workday(day), "called_on"):
        name = context.calendar.reason_off(row["called_on"])
        yield found("R307", row.place("called_on"), day=row["called_on"], name=name)


def dissatisfied_with_reason(context: SheetContext, calls: Calls) -> Iterator[Finding]:
    """Who is dissatisfied has a reason, and it is written down."""
    for row in calls.where(lambda satisfaction: satisfaction in DISSATISFIED, "satisfaction"):
        if says_nothing(row["dissatisfied_because"]):
            yield found("R308", row.place("dissatisfied_because"), value=row["satisfaction"])


def unresolved_in_writing(context: SheetContext, calls: Calls) -> Iterator[Finding]:
    """000/五 四.5: what cannot be solved goes upwards in writing, or it does not count."""
    if not context.policy.written_report:
        return
    for row in calls.where(lambda handling: handling == UNRESOLVED, "handling"):
        for key in ("reported_to", "report_document"):
            if says_nothing(row[key]):
                yield found("R309", row.place(key), column=context.table.by_key[key].header)


def solved_by_something(context: SheetContext, calls: Calls) -> Iterator[Finding]:
    """What was solved closes a problem only where it says how (decision 19)."""
    for row in calls.where(
        lambda handling, measures: handling == SOLVED and says_nothing(measures), "handling", "measures"
    ):
        yield found("R317", row.place("measures"))


def allowed_method(context: SheetContext, calls: Calls) -> Iterator[Finding]:
    """000/五 三: the telephone is the only way; files may be sent otherwise, but that is no call."""

    def is_doubtful(method: str | None) -> bool:
        return method is not None and not all(method in ways for ways in context.ways_of_calls)

    for row in calls.where(is_doubtful, "method"):
        call = context.issued.get(row["plan_no"] or "")
        allowed = context.ways_of(call)
        if allowed and row["method"] not in allowed:
            yield found("R310", row.place("method"), value=row["method"], allowed="、".join(allowed))


def next_contact_later(context: SheetContext, calls: Calls) -> Iterator[Finding]:
    """The next contact is not before this one."""
    for row in calls.where(lambda later, day: later and day and later < day, "next_contact_on", "called_on"):
        yield found("R313", row.place("next_contact_on"), day=row["next_contact_on"])


def known_superior(context: SheetContext, calls: Calls) -> Iterator[Finding]:
    """Whoever a problem was reported to works here."""
    for row in calls.where(bool, "reported_to"):
        yield from _superior(context, row, row["reported_to"])


def _superior(context: SheetContext, row: Row, text: str) -> Iterator[Finding]:
    header = context.table.by_key["reported_to"].header
    person = context.people.find(text)
    if person is None:
        if context.people.is_ambiguous(text):
            yield found("T509", row.place("reported_to"), value=text)
            return
        hint = context.people.suggestion(text)
        yield found("T507", row.place("reported_to"), column=header, value=text, nearest=hint)
    elif not person.active_on(row["called_on"] or context.today):
        yield found("T508", row.place("reported_to"), column=header, value=person.label)


def agent_still_here(context: SheetContext, calls: Calls) -> Iterator[Finding]:
    """Nobody makes calls after leaving."""
    agent = context.caller
    if agent is None:
        return
    for row in calls.where(lambda day: day and not agent.active_on(day), "called_on"):
        header = context.table.by_key["called_on"].header
        yield found("T508", row.place("called_on"), column=header, value=f"{row['called_on']}({agent.label})")


def customer_of_this_agent(context: SheetContext, calls: Calls) -> Iterator[Finding]:
    """A row answers an issued call; an unplanned one is about an approved customer of this agent."""
    for row in calls.where(lambda number: number not in context.issued, "plan_no"):
        if row["plan_no"]:
            yield found("R314", row.place("plan_no"), value=row["plan_no"])
        elif row["customer_no"]:
            yield from _unplanned(context, row)
        elif row["customer_name"]:
            yield _not_clear_who(context, row)
        else:
            yield found("R315", row.place("customer_no"))


def _not_clear_who(context: SheetContext, row: Row) -> Finding:
    """A name that no customer has, or several have."""
    name, place = row["customer_name"], row.place("customer_name")
    numbers = context.numbers_named(name)
    if numbers:
        return found("R319", place, value=name, options="、".join(numbers))
    close = nearest(name, [customer.name for customer in context.customers.values()])
    return found("R318", place, value=name, nearest=f"是不是“{close}”？" if close else "")


def answered_once(context: SheetContext, calls: Calls) -> Iterator[Finding]:
    """Who is asked for a call that is in the books already, or hands it in once more, is told so (decision 24)."""
    for row in calls.where(bool, "plan_no") if context.answered_before else ():
        record = context.answered_before.get(row.number)
        if record:
            who = context.people.label(record.agent)
            yield found("X404", row.place("called_on"), day=f"{record.called_on:%m-%d}", agent=who)


def _unplanned(context: SheetContext, row: Row) -> Iterator[Finding]:
    """An unplanned call is to an approved customer of this agent, then or now, or of somebody she stands in for."""
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
    callers = callers_of(context.policy, context.people, customer, day)
    if number not in context.issued_customers and not context.may_call(number, day, owner, customer.owner, *callers):
        names = (context.people.label(owner), context.people.label(context.agent))
        yield found("T503", row.place("customer_no"), value=number, owner=names[0], agent=names[1])


def not_called_off(context: SheetContext, calls: Calls) -> Iterator[Finding]:
    """Nobody calls a customer whom a person has said not to call, or not just now."""
    off = [e for e in context.people.exemptions if e.treatment in (PAUSE, GIVE_UP) and e.subject in _CALLED]
    if not off:
        return

    def is_about_one(plan_no: str | None, customer_no: str | None, day: date | None) -> bool:
        return _called_off(context, off, plan_no, customer_no, day) is not None

    for row in calls.where(is_about_one, "plan_no", "customer_no", "called_on"):
        entry = _called_off(context, off, row["plan_no"], row["customer_no"], row["called_on"])
        if entry:
            yield found(
                "R320", row.place("called_on"), day=row["called_on"], treatment=entry.treatment, since=entry.from_on,
                by=context.people.label(entry.approved_by),
            )  # fmt: skip


def _called_off(
    context: SheetContext, off: Iterable[Exemption], plan_no: str | None, customer_no: str | None, day: date | None
) -> Exemption | None:
    subjects = {ABOUT_CUSTOMER: context.customer_no_of(plan_no, customer_no), ABOUT_PLAN: plan_no or ""}
    return next((e for e in off if day and subjects[e.subject] == e.subject_no and e.covers(day)), None)


ROW_RULES = (
    answered_completely,
    calls_as_needed,
    satisfaction_only_when_connected,
    within_period,
    not_in_future,
    *TIME_RULES,
    on_working_day,
    dissatisfied_with_reason,
    unresolved_in_writing,
    solved_by_something,
    allowed_method,
    next_contact_later,
    not_called_off,
    known_superior,
    agent_still_here,
    customer_of_this_agent,
    answered_once,
)
