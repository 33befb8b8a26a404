"""What customers said of being called again: on an agreed day, not at all, not under this number (decisions 13, 14)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from huifang.core.phones import same_phone
from huifang.core.worktime import WorkCalendar
from huifang.policy.people import People
from huifang.tables.options import ABOUT_CUSTOMER, PAUSE, REFUSED, RESTART

#: A call that keeps an agreed day may be so many working days later.
GRACE = 2


@dataclass(frozen=True, slots=True)
class Attempt:
    """A call that did not connect, after the last one that did.

    ``agreed_on`` is the day on which the customer is to be called again, if one was agreed: then no attempt is lost.
    """

    called_on: date
    moment: str
    phone: str
    agreed_on: date | None = None

    def uses_one_up(self, since: date, phone: str) -> bool:
        """Whether it is one of the attempts under that telephone (empty: any) from that day on."""
        return self.agreed_on is None and self.called_on >= since and (not phone or same_phone(self.phone, phone))


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to be reached at a customer's; ``role`` is empty where it does not matter whom."""

    name: str
    phone: str
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InVain:
    """A call after which it is not as usual: to whom and when it was, what came of it, and the day that was agreed.

    ``plan_no`` is empty where it answered no planned call, ``role`` where the contact has none.
    """

    record_no: str
    called_on: date
    moment: str
    result: str
    plan_no: str
    role: str
    phone: str
    agreed_on: date | None = None

    def is_about(self, contact: Contact) -> bool:
        """Whether it was to that contact; without a role it may have been to any."""
        return not self.role or not contact.role or self.role == contact.role


@dataclass(frozen=True, slots=True)
class Agreed:
    """A day that was agreed in the call ``record_no``: as it was ``said``, and the working day ``on`` which it is.

    A call that was agreed in one that connected may be made ``until`` then. ``kept_on`` is the day of the call that
    kept it (None: none has).
    """

    said: date
    on: date
    until: date
    record_no: str
    kept_on: date | None = None

    def is_ahead(self, today: date) -> bool:
        """Whether the day is not over: nobody is late before the day after."""
        return self.on >= today


@dataclass(frozen=True, kw_only=True)
class Agreements:
    """By customer: days that were agreed in calls that did not connect (``moved``), and calls after which nobody is to
    call again (``ended``); both as far as no call answered them since.
    """

    moved: Mapping[str, Sequence[InVain]] = field(default_factory=dict)
    ended: Mapping[str, Sequence[InVain]] = field(default_factory=dict)


def agreed_for(day: date, record_no: str, calendar: WorkCalendar, kept_on: date | None = None) -> Agreed:
    """What it means that this day was agreed in that call: the next working day if it is none."""
    until = day
    for _ in range(GRACE):
        until = calendar.workday_after(until)
    return Agreed(day, day if calendar.is_workday(day) else calendar.workday_after(day), until, record_no, kept_on)


def agreed_day(said: Iterable[InVain], contact: Contact, numbers: Collection[str]) -> InVain | None:
    """The call in which it was agreed last when the contact is to be called.

    ``numbers`` are the plan numbers of the open call; a call that answered none was for whatever is open.
    """
    mine = [one for one in said if one.is_about(contact) and (not one.plan_no or one.plan_no in numbers)]
    return max(mine, key=lambda one: one.moment, default=None)


def end_of_attempts(
    said: Iterable[InVain], contact: Contact, people: People, customer_no: str, today: date
) -> InVain | None:
    """The newest call after which the contact is not to be called any more; None if a person decided otherwise since,
    or the number is another one now.
    """
    standing = [one for one in said if _holds(one, contact) and not _decided(people, customer_no, one.called_on, today)]
    return max(standing, key=lambda one: one.moment, default=None)


def _holds(said: InVain, contact: Contact) -> bool:
    if said.result == REFUSED:
        return said.is_about(contact)
    return same_phone(said.phone, contact.phone)


def _decided(people: People, customer_no: str, since: date, today: date) -> bool:
    """Whether a person let the calls go on: by 恢复 from that day on, or by a 暂停 that began then and is over."""
    for entry in people.exemptions:
        if entry.subject != ABOUT_CUSTOMER or entry.subject_no != customer_no or entry.from_on < since:
            continue
        if entry.treatment == RESTART and entry.from_on <= today:
            return True
        if entry.treatment == PAUSE and entry.until_on and entry.until_on < today:
            return True
    return False
