"""Planning: what is due → who and when → one workbook per agent → journal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta

from msgspec.structs import replace

from huifang.core.findings import Finding
from huifang.core.periods import Period
from huifang.core.text import file_name
from huifang.decisions.calls.obligations import Attempt
from huifang.decisions.calls.owed import PlanningView
from huifang.decisions.calls.planning import in_book, make_plan
from huifang.edges.books.call_sheet import Handout, agent_book
from huifang.edges.books.hidden_record import HiddenRecord
from huifang.edges.store.files import digest, write_bytes
from huifang.edges.store.issued_calls import issued_path
from huifang.edges.store.keeping import keep
from huifang.edges.store.office import PLANS
from huifang.edges.store.segments import collect_rows
from huifang.flow.calls.call_tables import call_table
from huifang.flow.calls.changed_rules import policy_as_seen
from huifang.flow.calls.last_calls import with_last_calls
from huifang.flow.calls.problems import problems_of_customers
from huifang.flow.calls.refused import refused_of, returned_calls
from huifang.flow.calls.registers_in_use import contacts_of, facts_of
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.flow.office.settings_in_use import setting_errors
from huifang.ledger.issues import IssuedCall, calls_to_line
from huifang.ledger.questions import (
    Frame,
    connected_numbers,
    failures_by_number,
    failures_since_connection,
    last_connections,
)
from huifang.ledger.sheets_said import IssuedBook, PlanIssued
from huifang.policy.items import STRUCTURE_VERSION
from huifang.policy.pauses import days_over, moved


@dataclass(frozen=True)
class Batch:
    """The whole batch as it stands, and what this run added to it. ``overdue`` days are those of today."""

    period: Period
    calls: tuple[IssuedCall, ...]
    overdue: dict[str, int]
    files: tuple[str, ...]
    findings: tuple[Finding, ...]


def planning_view(moment: Moment, period: Period) -> PlanningView:
    """Everything planning looks at, for that period."""
    records, issued = moment.records, moment.issued
    last = last_connections(records, moment.today + timedelta(days=1))
    return PlanningView(
        policy=policy_as_seen(moment),
        calendar=moment.calendar(period.from_on, period.until_on),
        people=moment.people,
        customers=moment.customers,
        last_on={row["customer_no"]: row["last_on"] for row in collect_rows(last)},
        failures=attempts_by(failures_since_connection(records, last), "customer_no"),
        issued=issued.by_customer(),
        batch=issued.of_period(period.name),
        numbers=issued.numbers,
        connected={row["plan_no"]: row["called_on"] for row in collect_rows(connected_numbers(records))},
        failures_of=attempts_by(failures_by_number(records), "plan_no"),
        facts=facts_of(moment),
        contacts=contacts_of(moment.customers),
        returned=returned_calls(refused_of(moment), issued, moment.state),
        problems=problems_of_customers(moment),
    )


def attempts_by(frame: Frame, key: str) -> dict[str, list[Attempt]]:
    """Failed attempts by customer or by plan number."""
    attempts: dict[str, list[Attempt]] = {}
    for row in collect_rows(frame):
        attempts.setdefault(row[key], []).append(Attempt(row["called_on"], row["moment"], row["phone"]))
    return attempts


def plan_batch(desk: Desk, period: Period) -> Batch:
    """Add to the period's batch what it lacks; planning again changes nothing."""
    now = desk.present
    view = planning_view(now, period)
    plan = make_plan(view, period, now.today)
    files = _issue(desk, now, period, with_last_calls(now, view.problems, plan.new)) if plan.new else ()
    calls = tuple(sorted((_moved(view, call) for call in desk.ledger.issued().of_period(period.name)), key=_order))
    settings = (*setting_errors(desk), *now.calendar_findings(period))
    findings = (*desk.clock_findings, *settings, *plan.findings)
    return Batch(period, calls, _overdue(view, calls, now.today), files, findings)


def _order(call: IssuedCall) -> tuple[str, date, date, str]:
    return (call.agent, call.planned_on, call.due_on, call.plan_no)


def _moved(view: PlanningView, call: IssuedCall) -> IssuedCall:
    """The call with its window as pauses leave it; one that was made keeps its own."""
    pauses = view.people.pauses_of(call.customer_no, call.plan_no)
    if not pauses or view.is_done(call):
        return call
    from_on, due_on = moved(pauses, view.calendar, call.from_on, call.due_on)
    return replace(call, from_on=from_on, due_on=due_on)


def _overdue(view: PlanningView, calls: Iterable[IssuedCall], today: date) -> dict[str, int]:
    """Days past the window's end, today or when the customer was reached; those of pauses do not count."""
    days = {}
    for call in calls:
        last = view.last_on.get(call.customer_no)
        reached = view.connected.get(call.plan_no) or (last if view.is_done(call) else None)
        until = reached or today
        days[call.plan_no] = days_over(view.people.pauses_of(call.customer_no, call.plan_no), call.due_on, until)
    return days


def _issue(desk: Desk, now: Moment, period: Period, new: Sequence[IssuedCall]) -> tuple[str, ...]:
    """Write one workbook per agent and what it was issued with, then commit the issue."""
    people, policy, rules = now.people, now.policy, {call.rule for call in new}
    table, options = call_table(policy, desk.state.preset, rules)
    options = {**options, "回访方式": tuple(dict.fromkeys(m for call in new for m in policy.methods_of(call.rule)))}
    books: list[IssuedBook] = []
    lines: list[bytes] = []
    produced: dict[str, str] = {}
    used = {book.file.lower() for book in (*desk.state.books, *desk.state.withdrawn_books)}
    agents = sorted({call.agent for call in new})
    for done, agent in enumerate(agents, start=1):
        person = people.by_no.get(agent)
        path = _free_name(used, period, agent, person.name if person else "")
        calls = [in_book(call, path) for call in new if call.agent == agent]
        line = calls_to_line(desk.state.office_id, agent, period.name, calls)
        record = HiddenRecord(
            office_id=desk.state.office_id, agent=agent, period=period.name, book=path, digest=digest(line),
            structure=STRUCTURE_VERSION,
        )  # fmt: skip
        heading = f"{people.label(agent)} · {period.name}({period.from_on} 至 {period.until_on})"
        content = agent_book(table, calls, Handout(period, record), options, policy.unit_name, heading)
        produced[path] = write_bytes(desk.office.path(path), content)
        books.append(
            IssuedBook(
                file=path, agent=agent, digest=record.digest, sha256=produced[path], start=sum(map(len, lines)),
                length=len(line),
            )
        )  # fmt: skip
        lines.append(line)
        used.add(path.lower())
        desk.progress("制作回访表", done, len(agents))
    calls_in = keep(desk.office, issued_path(desk.journal.next_seq), b"".join(lines))
    desk.commit(
        PlanIssued(
            period=period.name,
            from_on=period.from_on,
            until_on=period.until_on,
            rules=tuple(sorted(rules)),
            books=tuple(books),
            calls_in=calls_in.path,
            versions=dict(now.versions),
            archived={calls_in.path: calls_in.sha},
        )
    )
    return tuple(produced)


def _free_name(used: Set[str], period: Period, agent: str, name: str) -> str:
    """The agent's workbook, or the first -补n that was never issued."""
    stem = f"{PLANS}/{period.name}/{file_name(f'{agent}-{name}' if name else agent)}"
    path, number = f"{stem}.xlsx", 0
    while path.lower() in used:  # on many computers names that differ in case are one file
        number += 1
        path = f"{stem}-补{number}.xlsx"
    return path
