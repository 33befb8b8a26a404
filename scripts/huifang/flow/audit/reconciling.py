"""对账: the reported calls of a period beside the lists of calls (话单) that were brought in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from huifang.core.periods import Period
from huifang.decisions.audit.audited import Reconciled
from huifang.decisions.audit.matching import LineCall, NumberIndex, ReportedCall, numbers_of, reconcile
from huifang.edges.store.phone_segments import kept_phone_calls
from huifang.edges.store.segments import to_records
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.ledger.phone_said import PhoneCall, PhoneListKept
from huifang.ledger.questions import within
from huifang.ledger.records import CallRecord
from huifang.policy.customers import Customer
from huifang.policy.people import People, Person
from huifang.tables.options import BY_PHONE, CONNECTED

_DAY = timedelta(days=1)
#: Extensions are no longer than that: a list of a switchboard has all of them.
_LONGEST_EXTENSION = 6
#: Bills list what is paid for: so many calls without an answer are none of a bill.
_SOME = 3


def reconciled_in(desk: Desk, period: Period) -> Mapping[str, Reconciled]:
    """By agent, what 话单 says of the period's reported calls; empty where no list reaches into the period.

    Raises:
        OfficeError: a kept list or the ledger cannot be read.
    """
    return desk.once(("reconciled", period.name, desk.state.head), lambda: _reconciled(desk, period))


def _reconciled(desk: Desk, period: Period) -> Mapping[str, Reconciled]:
    begin, end = datetime.combine(period.from_on, time()), datetime.combine(period.until_on, time.max)
    lists = [one for one in desk.state.phone_lists if one.from_at <= end and one.until_at >= begin]
    if not lists:
        return {}
    then = desk.at_end_of(period)
    people = _with_lines_of(desk, then.people)
    calls = kept_phone_calls(desk.office, lists, begin - _DAY, end + _DAY)
    owners = _owners(people)
    lines = [LineCall(owners.get(one.line) or one.agent, one) for one in (_turned(one, owners) for one in calls)]
    ringing = _lists_show_ringing(lines)
    reported = [
        _reported(record, then.customers.get(record.customer_no))
        for record in to_records(within(then.records, period.from_on, period.until_on))
        if record.method == BY_PHONE and record.started_at and (record.result == CONNECTED or record.agent in ringing)
    ]
    days = {agent: _days_covered(people.by_no.get(agent), lists, period) for agent in {one.agent for one in reported}}
    counted = [one for one in reported if one.started_at.date() in days[one.agent]]
    index = NumberIndex(_numbers(then, reported))
    names = {one.customer_no: one.customer for one in reported}
    names |= {no: f"{no} {customer.name}".strip() for no, customer in then.customers.items() if no not in names}
    around = [one for one in lines if period.from_on - _DAY <= one.call.started_at.date() <= period.until_on + _DAY]
    found = reconcile(counted, around, index, names)
    listed = sorted({one.agent for one in reported} | {agent for agent in found if agent in people.by_no})
    return {agent: _with_notes(agent, found.get(agent), days.get(agent), reported, period) for agent in listed}


def _lists_show_ringing(lines: Iterable[LineCall]) -> frozenset[str]:
    """The agents whose lists have calls that nobody answered, too: those of a switchboard, not bills."""
    rung = Counter(line.agent for line in lines if line.call.is_outgoing and not line.call.is_answered)
    return frozenset(agent for agent, count in rung.items() if count >= _SOME)


def _with_lines_of(desk: Desk, then: People) -> People:
    """The staff of then; lines and people that were entered only when a list was brought in count as well."""
    now = desk.present.people
    lines = {one.person_no: one.outgoing_lines for one in now.persons}
    known = (replace(one, outgoing_lines=one.outgoing_lines or lines.get(one.person_no, "")) for one in then.persons)
    return replace(then, persons=(*known, *(one for one in now.persons if one.person_no not in then.by_no)))


def _owners(people: People) -> dict[str, str]:
    """Whose line it is; one that two people have is nobody's."""
    whose: dict[str, set[str]] = {}
    for person in people.by_no.values():
        for line in person.lines:
            whose.setdefault(line, set()).add(person.person_no)
    return {line: next(iter(agents)) for line, agents in whose.items() if len(agents) == 1}


def _turned(call: PhoneCall, owners: Mapping[str, str]) -> PhoneCall:
    """The call as one of ours, where the list was brought in before anybody knew the line that was rung."""
    if call.line in owners or call.other not in owners:
        return call
    return replace(call, line=call.other, other=call.line, is_outgoing=False)


def _reported(record: CallRecord, customer: Customer | None) -> ReportedCall:
    at = time.fromisoformat(record.started_at)
    return ReportedCall(
        record_no=record.record_no, agent=record.agent, customer_no=record.customer_no, customer=record.customer,
        numbers=numbers_of(record.phone, *_phones(customer)), started_at=datetime.combine(record.called_on, at),
        minutes=record.minutes, is_connected=record.result == CONNECTED,
    )  # fmt: skip


def _phones(customer: Customer | None) -> Iterator[str]:
    if customer is not None:
        yield customer.phone
        yield from (contact.phone for contact in customer.contacts)


def _numbers(then: Moment, reported: Iterable[ReportedCall]) -> Iterator[tuple[str, str]]:
    for one in reported:
        yield from ((number, one.customer_no) for number in one.numbers)
    for customer in then.customers.values():
        yield from ((number, customer.customer_no) for number in numbers_of(*_phones(customer)))


def _days_covered(person: Person | None, lists: Sequence[PhoneListKept], period: Period) -> frozenset[date]:
    """The days of the period of which the lists have every call of the person: all lines that are the person's."""
    whole = [period.from_on + timedelta(days=step) for step in range((period.until_on - period.from_on).days + 1)]
    if person is None:
        return frozenset()
    told = [one for one in lists if one.agent == person.person_no]
    lines = [line for line in person.lines if person.outgoing_lines or any(_has(one, line) for one in lists)]
    if not lines:
        return frozenset(day for day in whole if _on(day, told))
    return frozenset(day for day in whole if all(_on(day, [*told, *_of(line, lists)]) for line in lines))


def _of(line: str, lists: Sequence[PhoneListKept]) -> list[PhoneListKept]:
    return [one for one in lists if _has(one, line)]


def _has(kept: PhoneListKept, line: str) -> bool:
    """Whether the list has the line's calls, be there none: a switchboard lists all extensions."""
    if line in kept.lines:
        return True
    extensions = [one for one in kept.lines if len(one) <= _LONGEST_EXTENSION]
    return len(line) <= _LONGEST_EXTENSION and len(extensions) > 1


def _on(day: date, lists: Iterable[PhoneListKept]) -> bool:
    """Whether one of them has the whole day; where nobody said until when a list goes, its first and last days count
    as whole.
    """
    return any(one.from_at.date() <= day <= one.until_at.date() for one in lists)


def _with_notes(
    agent: str, found: Reconciled | None, days: frozenset[date] | None, reported: Sequence[ReportedCall], period: Period
) -> Reconciled:
    known = found or Reconciled(
        agent=agent, reported=0, matched=0, without_call=(), without_report=(), durations_apart=(), proved=frozenset()
    )
    mine = [one for one in reported if one.agent == agent]
    if days is None or not mine:
        return known
    if not days:
        note = "本期没有这个人的话单，或《人员》的“外呼号码”里没有他打回访的号码，不能对账。"
        return replace(known, notes=(note,))
    left = [one for one in mine if one.started_at.date() not in days]
    if not left:
        return known
    first = min(one.started_at for one in left)
    return replace(known, notes=(f"有 {len(left)} 个回访(最早 {first:%m-%d})在话单没有包括的日子，没有对账。",))
