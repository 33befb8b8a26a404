"""What an agent's workbook says of itself, and whom its owner may call beside the planned calls."""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime
from pathlib import PurePosixPath

from huifang.core.periods import Period
from huifang.edges.books.agent_facts import Surroundings
from huifang.edges.books.call_sheet import Handout
from huifang.edges.books.hidden_record import HiddenRecord
from huifang.flow.office.moment import Moment
from huifang.policy.callers import callers_of


def handout_of(now: Moment, agent: str, period: Period, record: HiddenRecord, new: int, agreed: Set[str]) -> Handout:
    """The workbook of that agent for that period, handed out now; the first ``new`` calls were in none before, those
    of the plan numbers ``agreed`` are wanted on their day.
    """
    person, policy = now.people.by_no.get(agent), now.policy
    due_on = policy.sheets_due_on(period, now.calendar(period.from_on, period.until_on))
    return Handout(
        agent_no=agent,
        agent=person.name if person else "",
        period=period,
        issued_on=now.today,
        hand_in=datetime.combine(due_on, policy.report_at),
        customers=_customers_of(now, agent),
        new=new,
        agreed=agreed,
        record=record,
        macros=_for_macros(now, agent, period, record) if policy.agent_macros else None,
    )


def _for_macros(now: Moment, agent: str, period: Period, record: HiddenRecord) -> Surroundings:
    """What the macros of the workbook are to know besides."""
    calendar = now.calendar(period.from_on, period.until_on)
    due = datetime.combine(now.policy.sheets_due_on(period, calendar), now.policy.report_at)
    above = [
        f"{one.name}（{one.email}）" if one.email else one.name for one in now.people.supervisors_of(agent, now.today)
    ]
    return Surroundings(
        calendar=calendar, quiet=now.registers.quiet_hours, name=PurePosixPath(record.book).name,
        hand_to=f"请在 {due:%m-%d %H:%M} 之前把它用邮件发给{'、'.join(above) or '主管'}。",
    )  # fmt: skip


def _customers_of(now: Moment, agent: str) -> tuple[str, ...]:
    """The names of the approved customers whom the agent calls today: hers, those of whom she stands in for, and
    those whom a rule gives her.
    """
    callers: dict[str, str] = {}
    names: dict[str, None] = {}
    for customer in now.customers.values():
        owner = customer.owner
        caller = callers.get(owner)
        if caller is None:
            caller = callers[owner] = now.people.caller_on(owner, now.today) or owner
        if not (customer.approved and customer.name) or customer.is_complainant:
            continue
        if agent in (owner, caller) or agent in callers_of(now.policy, now.people, customer, now.today):
            names[customer.name] = None
    return tuple(sorted(names))
