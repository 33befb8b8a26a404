"""The figures of a period: what was owed, what was done, what the customers said, who handed in when.

planned = obligations due by the period's end, carried-over ones included, early ones when done. done = obligations
fulfilled. reported, connected and so on count rows by the day of the call; lateness belongs to the batch.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime

from huifang.core.periods import month_period
from huifang.decisions.calls.ages import ended_on
from huifang.decisions.calls.asked import reached_all_the_same
from huifang.decisions.calls.callers import caller_by_rule
from huifang.decisions.calls.covering import counted_as, rolling_rules
from huifang.decisions.calls.demands import demands, months_around
from huifang.decisions.calls.facts import Cause
from huifang.decisions.calls.obligations import (
    Cadence,
    Connection,
    Obligation,
    attempts_that_count,
    base_of,
    chain,
    places_in_lists,
)
from huifang.decisions.calls.owed import Open, obligation_of, open_call
from huifang.decisions.calls.trigger import Demand
from huifang.decisions.calls.triggers import is_rolling, trigger_of
from huifang.decisions.calls.ways import ANY, CallWay, Pays
from huifang.decisions.reports.became import LAPSED, became_of
from huifang.decisions.reports.conversations import conversations
from huifang.decisions.reports.figures_view import FiguresView
from huifang.decisions.reports.handing_in import INCOMPLETE, STATES, HandIn, hand_ins_of
from huifang.ledger.sheets_said import UNCHECKED
from huifang.policy.customers import Customer
from huifang.policy.rules import Rule
from huifang.tables.options import (
    ABOUT_CUSTOMER,
    ABOUT_PLAN,
    CONNECTED,
    DISSATISFIED,
    GIVE_UP,
    SATISFIED,
    UNRESOLVED,
)


@dataclass(frozen=True, slots=True)
class Owed:
    """One obligation that counts as planned, with its agent and what became of it; ``counted_as`` is the class of the
    customer by which it is owed, ``about`` the rows that it is about.
    """

    obligation: Obligation
    customer: Customer
    agent: str
    status: str
    counted_as: str = ""
    about: tuple[Cause, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentFigures:
    """One agent's line of the report; ``sheet_state`` is the gravest of the sheets, empty while none is due.

    ``unresolved`` counts rows of the period, ``open_problems`` all that are open, whatever their age; ``unchecked``
    says that when a sheet came rests on a mail server that the office did not name.
    """

    agent: str
    name: str
    planned: int
    done: int
    lapsed: int
    reported: int
    connected: int
    satisfied: int
    neutral: int
    dissatisfied: int
    unresolved: int
    open_problems: int
    refused_rows: int
    refused_unhappy: int
    submitted_at: datetime | None
    sheet_state: str
    open_rows: int
    late_days: int
    incomplete: int
    missing: int
    fine_yuan: float
    unchecked: bool = False


@dataclass(frozen=True)
class Figures:
    """The period in numbers; ``owed`` and ``hand_ins`` are the lines behind them."""

    agents: tuple[AgentFigures, ...]
    owed: tuple[Owed, ...]
    hand_ins: tuple[HandIn, ...]

    def total(self, name: str) -> int:
        """The sum of one count over all agents."""
        return sum(getattr(line, name) for line in self.agents)

    def sheets_of(self) -> dict[str, list[HandIn]]:
        """Each agent's sheets."""
        sheets: dict[str, list[HandIn]] = {}
        for sheet in self.hand_ins:
            sheets.setdefault(sheet.agent, []).append(sheet)
        return sheets

    def totals(self) -> dict[str, int | float]:
        """All sums, as the report and the trend keep them."""
        counted = [f.name for f in fields(AgentFigures) if f.type in ("int", "float")]
        return {name: sum(getattr(line, name) for line in self.agents) for name in counted}


def figures_of(view: FiguresView) -> Figures:
    """The figures of the view's period."""
    owed = tuple(owed_in(view))
    hand_ins = tuple(hand_ins_of(view.batches, view.policy, view.excuses, view.now))
    people = (owed, view.records, hand_ins, view.problems, [row.sheet for row in view.refused])
    agents = sorted({line.agent for listed in people for line in listed})
    return Figures(tuple(_line(view, agent, owed, hand_ins) for agent in agents), owed, hand_ins)


def owed_in(view: FiguresView) -> Iterable[Owed]:
    """Every obligation that counts as planned in the period."""
    yield from _rolling(view)
    months = months_around(view.period.from_on, view.period.until_on)
    customers = [customer for customer in view.customers.values() if customer.approved]
    numbers, asked = view.planning.numbers.keys(), set()
    for demand in demands(view.policy, view.planning.facts, customers, months, numbers, view.issued):
        asked.add((demand.customer.customer_no, demand.key))
        obligation = obligation_of(view.planning, demand)
        done = reached_by(view, demand)
        if done is None and (obligation.due_on > view.period.until_on or not_owed(view, demand, obligation)):
            continue
        if obligation.issue is None and (demand.if_alone or trigger_of(demand.rule).offers):
            continue
        if done is not None and done.called_on not in view.period:
            continue
        said = open_call(view.planning, demand.customer, demand.rule, obligation, view.told_on, demand.row)
        owed = replace(obligation, fulfilled_by=done)
        yield replace(_owed(view, owed, demand.customer, demand.rule, said), about=demand.about)
    rules = {rule.rule: rule for rule in view.policy.all_rules}
    for customer, obligation in reached_all_the_same(view.planning, view.period, asked):
        yield _owed(view, obligation, customer, rules.get(obligation.rule))


def _owed(
    view: FiguresView, obligation: Obligation, customer: Customer, rule: Rule | None, said: Open | None = None
) -> Owed:
    day = view.period.until_on if is_rolling(obligation.key) else obligation.from_on
    counted = counted_as(view.policy, view.planning.facts, customer, rule, month_period(day.year, day.month))
    caller = said.caller if said else rule and caller_by_rule(view.planning, rule, customer, None, view.told_on)
    agent = _agent_of(view, obligation, caller.person_no if caller else customer.owner)
    return Owed(obligation, customer, agent, _status(view, obligation, customer, said), counted)


def reached_by(view: FiguresView, demand: Demand) -> Connection | None:
    """The first connected call that serves the demand, up to the period's end: under a number of its own, or that kept
    what was agreed.
    """
    calls = [i for i in view.issued.get(demand.customer.customer_no, ()) if demand.key in i.keys]
    reached = [view.planning.connected[call.plan_no] for call in calls if call.plan_no in view.planning.connected]
    first = min([*reached, *([demand.kept_on] if demand.kept_on else ())], default=None)
    if first is None:
        return None
    moments = (view.reached_at.get((call.plan_no, first)) for call in calls)
    moment = min((moment for moment in moments if moment), default=first.isoformat())
    return Connection(first, moment, calls[0].plan_no if calls else "", "")


def not_owed(view: FiguresView, demand: Demand, obligation: Obligation) -> bool:
    """Whether nobody had to call: it had lapsed before the period, or began before 启用日期, or a person ended it."""
    if demand.lapses_on is not None and demand.lapses_on < view.period.from_on:
        return True
    started = view.policy.started_on
    if obligation.issue is None and (
        started and demand.due_on < started or not demand.customer.owes(demand.open_since)
    ):
        return True
    ended = obligation.plan_no and view.people.exemption(ABOUT_PLAN, obligation.plan_no, view.period.until_on, GIVE_UP)
    return bool(ended) or obligation.is_excused or _given_up(view, demand.customer)


def _rolling(view: FiguresView) -> Iterable[Owed]:
    connections: dict[str, list[tuple[CallWay, Connection]]] = {}
    for record in sorted(view.records, key=lambda r: r.moment):
        if record.result == CONNECTED:
            call = Connection(record.called_on, record.moment, record.plan_no, record.record_no)
            way = CallWay(record.method or "", record.contact_role or "")
            connections.setdefault(record.customer_no, []).append((way, call))
    until = view.period.until_on
    places = places_in_lists(view.customers.values())
    month, facts = month_period(until.year, until.month), view.planning.facts
    for customer in view.customers.values():
        number = customer.customer_no
        beside = rolling_rules(view.policy, facts, customer, month) if customer.approved else ()
        for rule in beside:
            cadence = Cadence(
                customer=customer, rule=rule, policy=view.policy, issues=view.issued.get(number, ()),
                calendar=facts.calendar, place_in_list=places.get(number, 0), beside=beside,
            )  # fmt: skip
            paid = [call for way, call in connections.get(number, ()) if cadence.pays.takes(*way)]
            yield from _of_cadence(view, cadence, paid)


def _of_cadence(view: FiguresView, cadence: Cadence, connections: Sequence[Connection]) -> Iterable[Owed]:
    """What was owed by one cadence of a customer; ``connections`` are the contacts of the period that count."""
    customer, rule, until = cadence.customer, cadence.rule, view.period.until_on
    last_on = view.last_before_for(customer.customer_no, cadence.pays)
    ended = ended_on(view.planning.facts, customer, rule)
    base = base_of(cadence, view.people, last_on, view.period.from_on)
    for obligation in map(view.planning.after_pauses, chain(cadence, base, connections)):
        if obligation.base.is_call and not customer.owes(obligation.base.on):
            continue
        is_open = obligation.fulfilled_by is None
        if is_open and ended and obligation.issue is None and obligation.due_on >= ended:
            continue
        if is_open and (obligation.due_on > until or obligation.is_excused or _given_up(view, customer)):
            continue
        said = open_call(view.planning, customer, rule, obligation, view.told_on) if is_open else None
        yield _owed(view, obligation, customer, rule, replace(said, beside=cadence.beside) if said else None)


def _given_up(view: FiguresView, customer: Customer) -> bool:
    """Whether a person ended the calls to this customer by the period's end."""
    day = view.period.until_on
    return view.people.exemption(ABOUT_CUSTOMER, customer.customer_no, day, GIVE_UP) is not None


def _agent_of(view: FiguresView, obligation: Obligation, first: str) -> str:
    """Whom the call was issued to in this period, else who is to make it by the rule."""
    issues = [i for i in view.issued.get(obligation.customer_no, ()) if obligation.key in i.keys]
    names = {batch.period.name for batch in view.batches}
    here = [issue for issue in issues if issue.period in names]
    if here:
        return here[-1].agent
    return first or "未分配"


def _status(view: FiguresView, obligation: Obligation, customer: Customer, said: Open | None) -> str:
    is_returned, most = obligation.plan_no in view.planning.returned, view.policy.max_attempts
    attempts = 0 if obligation.fulfilled_by else _attempts(view, obligation, customer, said.pays if said else ANY)
    return became_of(obligation, said, view.told_on, is_returned, attempts, most)


def _attempts(view: FiguresView, obligation: Obligation, customer: Customer, pays: Pays) -> int:
    """How often the customer was called in vain."""
    if is_rolling(obligation.key):
        number, seen = customer.customer_no, view.planning.ways
        failures = view.failures.get(number, ()) if pays.is_any else seen.failures_of(number, pays)
        return len(attempts_that_count(customer, view.people, failures, obligation.base, view.period.until_on))
    failures = view.planning.failures_of.get(obligation.plan_no, ())
    return sum(attempt.agreed_on is None for attempt in failures)


def _line(view: FiguresView, agent: str, owed: Sequence[Owed], hand_ins: Sequence[HandIn]) -> AgentFigures:
    mine = [line for line in owed if line.agent == agent]
    rows = [record for record in view.records if record.agent == agent]
    connected = conversations(record for record in rows if record.result == CONNECTED)
    sheets = [line for line in hand_ins if line.agent == agent]
    refused = [row for row in view.refused if row.sheet.agent == agent]
    satisfied = sum(record.satisfaction in SATISFIED for record in connected)
    dissatisfied = sum(record.satisfaction in DISSATISFIED for record in connected)
    person = view.people.by_no.get(agent)
    return AgentFigures(
        agent=agent,
        name=person.name if person else agent,
        planned=len(mine),
        done=sum(line.obligation.fulfilled_by is not None for line in mine),
        lapsed=sum(line.status == LAPSED for line in mine),
        reported=sum(bool(record.result) for record in rows),
        connected=len(connected),
        satisfied=satisfied,
        neutral=len(connected) - satisfied - dissatisfied,
        dissatisfied=dissatisfied,
        unresolved=sum(record.handling == UNRESOLVED for record in rows),
        open_problems=sum(record.agent == agent for record in view.problems),
        refused_rows=len(refused),
        refused_unhappy=sum(row.said.unhappy for row in refused),
        submitted_at=max((s.submitted_at for s in sheets if s.submitted_at), default=None),
        sheet_state=next((state for state in STATES if any(sheet.state == state for sheet in sheets)), ""),
        open_rows=sum(sheet.open_rows for sheet in sheets if sheet.is_told),
        late_days=sum(sheet.late_days for sheet in sheets),
        incomplete=sum(sheet.state == INCOMPLETE for sheet in sheets),
        missing=sum(sheet.missing for sheet in sheets),
        fine_yuan=sum(sheet.fine_yuan for sheet in sheets),
        unchecked=any(sheet.arrival_by == UNCHECKED for sheet in sheets),
    )
