"""What an agent's workbook says of itself, and whom its owner may call beside the planned calls."""

from __future__ import annotations

from collections.abc import Set
from datetime import datetime

from huifang.core.periods import Period
from huifang.edges.books.call_sheet import Handout
from huifang.edges.books.hidden_record import HiddenRecord
from huifang.flow.office.moment import Moment


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
    )


def _customers_of(now: Moment, agent: str) -> tuple[str, ...]:
    """The names of the approved customers whom the agent calls today: hers, and those of whom she stands in for."""
    callers: dict[str, str] = {}
    names: dict[str, None] = {}
    for customer in now.customers.values():
        owner = customer.owner
        caller = callers.get(owner)
        if caller is None:
            caller = callers[owner] = now.people.caller_on(owner, now.today) or owner
        if customer.approved and customer.name and not customer.is_complainant and agent in (owner, caller):
            names[customer.name] = None
    return tuple(sorted(names))
