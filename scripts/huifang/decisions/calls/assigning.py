"""Who makes a call, and on which days of the batch it may stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from huifang.core.catalogue import found
from huifang.core.findings import Finding
from huifang.core.periods import Period
from huifang.decisions.calls.contacts import contact_key
from huifang.decisions.calls.merging import common_window
from huifang.decisions.calls.owed import Open, PlanningView
from huifang.decisions.calls.triggers import trigger_of
from huifang.policy.customers import Customer


@dataclass(frozen=True)
class Due:
    """A call that belongs into the batch, before it has a day: what it serves, who calls, and on which days it may be.

    The first of ``served`` is the strictest; ``window`` is what all of them have in common. Behind the ``deadline`` it
    is too late for the window, or for what was agreed.
    """

    served: tuple[Open, ...]
    window: tuple[date, date]
    agent: str
    days: tuple[date, ...]
    deadline: date
    overdue: bool

    @property
    def customer(self) -> Customer:
        """Who is called."""
        return self.served[0].customer

    @property
    def urgency(self) -> int:
        """The most urgent of what it serves; 1 comes first."""
        return min(one.rule.urgency for one in self.served)

    @property
    def is_agreed(self) -> bool:
        """Whether the customer asked for a day, which goes before the window."""
        return any(one.agreed for one in self.served)

    @property
    def contact(self) -> str:
        """Who is to be reached: two calls to the same are kept apart by 最短间隔."""
        first = self.served[0]
        return contact_key(first.contact.phone, self.customer.customer_no, first.contact.role)

    @property
    def shares(self) -> bool:
        """Whether it may be made in one conversation with other calls to the same contact."""
        return all(one.rule.shares for one in self.served)

    @property
    def has_a_row_of_its_own(self) -> bool:
        """Whether it stands apart from other calls although one conversation may do for them."""
        return self.shares and not all(one.rule.merge for one in self.served)

    @property
    def key(self) -> str:
        """What names the call among those of its agent."""
        return f"{self.customer.customer_no}|{self.served[0].obligation.key}"


def assigned(view: PlanningView, group: tuple[Open, ...], period: Period, start: date) -> Iterator[Due | Finding]:
    """Who calls, and on which days of the period; nothing when a pause covers all that is left of it."""
    window = common_window(group)
    pauses = view.people.pauses_of(group[0].customer.customer_no, group[0].obligation.plan_no)
    left = [day for day in period.days() if day >= start and not any(pause.covers(day) for pause in pauses)]
    if trigger_of(group[0].rule).on_days_off:
        workdays = [day for day in left if window[0] <= day <= window[1]]
    else:
        workdays = [day for day in left if view.calendar.is_workday(day)]
        if not workdays and not view.calendar.is_workday(view.calendar.workday_after(period.until_on)):
            workdays = left  # an office that never works calls on any day
    agreed = [one.agreed.on for one in group if one.agreed and one.waits_for_its_day(start)]
    if agreed:  # the customer asked for that day: not before, and after it only where the daily limit wants it
        workdays = [day for day in left if day >= max(agreed) and view.calendar.is_workday(day)]
        left = workdays
    if not left or not (workdays or window[1] >= start):
        return
    overdue = window[1] < start
    deadline = period.until_on if overdue else min(window[1], period.until_on)
    release = start if overdue else max(window[0], start)
    if agreed:
        deadline = release = workdays[0]
    elif not any(release <= day <= deadline for day in workdays):
        workdays, release = _outside_the_window(view, group, workdays or left, deadline)
    last_attempt = max((attempt.called_on for one in group for attempt in one.attempts), default=None)
    if last_attempt is not None and not agreed:
        release = max(release, view.calendar.workday_after(last_attempt))
    days = [day for day in workdays if day >= release] or workdays[-1:]
    agent, days, reassigned = _caller(view, group[0], days, deadline, overdue)
    if reassigned:
        yield reassigned
    yield Due(group, window, agent, tuple(days), max(deadline, days[0]), overdue)


def _outside_the_window(
    view: PlanningView, group: tuple[Open, ...], workdays: list[date], deadline: date
) -> tuple[list[date], date]:
    """The days on which a call may stand whose window has no working day, and the first: the next working day after it
    (decision 25), beyond the batch where need be; where it has lapsed by then, the last one before it.
    """
    after = view.calendar.workday_after(deadline)
    lapses = min((one.obligation.lapses_on for one in group if one.obligation.lapses_on), default=date.max)
    if after <= lapses:
        return [*workdays, *([] if after in workdays else [after])], after
    return workdays, max((day for day in workdays if day <= deadline), default=workdays[0])


def _caller(
    view: PlanningView, one: Open, days: list[date], deadline: date, overdue: bool
) -> tuple[str, list[date], Finding | None]:
    """Who is to call by the rule, on days of presence within the window; else whoever stands in; else the fallback (a
    finding).
    """
    people, owner, customer = view.people, one.caller.person_no, one.customer
    window = days[:1] if overdue else [day for day in days if day <= deadline] or days[:1]
    present = [day for day in days if people.caller_on(owner, day) == owner]
    if any(day in present for day in window):
        return owner, present, None
    substitute = people.caller_on(owner, window[0])
    if substitute is not None:
        return substitute, [day for day in days if people.caller_on(owner, day) == substitute], None
    if present:  # nobody stands in, but the owner comes back within the period
        return owner, present, None
    fallback = people.fallback_for(owner, window[0])
    reassigned = found(
        "L704", customer.origin.place("agent"), name=customer.name, customer_no=customer.customer_no,
        owner=owner or "(空)", agent=people.label(fallback) if fallback else "(无人)",
    )  # fmt: skip
    return fallback or owner or "未分配", days, reassigned
