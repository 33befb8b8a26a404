"""Stops: pauses of a complaint, or of another register's row, in which its clocks stand still (decision 15); and more
time that was granted for it (decision 33).

The owner's superior approves a pause in 例外, whoever 可延期 names grants more time; what anybody else wrote there
does nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from huifang.policy.complaints import SUPERIOR, ComplaintClock
from huifang.policy.people import Exemption, People, Person
from huifang.tables.options import BOSS, EXTEND, PAUSE, STOP_CLOCK, SUPERVISOR


@dataclass(frozen=True, slots=True)
class Stop:
    """From ``start`` to ``end`` (None: nobody knows yet) no clock runs."""

    start: datetime
    end: datetime | None

    def covers(self, moment: datetime) -> bool:
        """Whether no clock runs at that moment."""
        return self.start <= moment and (self.end is None or moment < self.end)


@dataclass(frozen=True, slots=True)
class Extension:
    """More time that was granted, and the words of 可延期 by which whoever did so may."""

    said: Exemption
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Pauses:
    """The pauses of one complaint: those that hold, and those that nobody who may do so has approved; and where more
    time was granted for it.
    """

    approved: tuple[Exemption, ...] = ()
    refused: tuple[Exemption, ...] = ()
    extensions: tuple[Extension, ...] = ()

    def stops(self, now: datetime) -> tuple[Stop, ...]:
        """The stops from early to late, none over another; one without an end counts once it has begun."""
        merged: list[Stop] = []
        for pause in sorted(self.approved, key=lambda pause: pause.starts):
            start, end = pause.starts, pause.ends
            if end is None and start > now:
                continue
            last = merged[-1] if merged else None
            if last and (last.end is None or start <= last.end):
                later = None if last.end is None or end is None else max(last.end, end)
                merged[-1] = Stop(last.start, later)
            else:
                merged.append(Stop(start, end))
        return tuple(merged)

    def granted(self, clock: ComplaintClock) -> tuple[Exemption, ...]:
        """The rows of 例外 by which that clock has more time, the earliest first."""
        return tuple(one.said for one in self.extensions if clock.extended_by in one.words)

    def in_force(self, now: datetime) -> Exemption | None:
        """The pause that stops the clocks now."""
        return next((p for p in self.approved if p.starts <= now and (p.ends is None or now < p.ends)), None)


def pauses_of(
    people: People, about: tuple[str, str], owners: Sequence[Person], day: date, words: Iterable[str]
) -> Pauses:
    """What 例外 has of the row (its table and number); ``owners`` are those who answer for it, or do so by turns,
    ``words`` what 可延期 says of its clocks.
    """
    entries = people.exempted(*about, PAUSE, STOP_CLOCK)
    held = tuple(entry for entry in entries if _may_approve(people, entry.approved_by, owners, day))
    named = {*words} - {""}
    longer = (
        Extension(entry, frozenset(word for word in named if _may_extend(people, entry, word, owners)))
        for entry in people.exempted(*about, EXTEND)
    )
    return Pauses(held, tuple(entry for entry in entries if entry not in held), tuple(longer))


def _may_extend(people: People, entry: Exemption, word: str, owners: Sequence[Person]) -> bool:
    """Whether who granted more time is whom 可延期 names: the owner's superior, a role or a person."""
    approver = people.find(entry.approved_by)
    if approver is None:
        return False
    if word == SUPERIOR:
        return _may_approve(people, entry.approved_by, owners, entry.from_on)
    return approver.role == word or approver == people.find(word)


def _may_approve(people: People, name: str, owners: Sequence[Person], day: date) -> bool:
    """Whether the person stands above an owner; where 人员 names nobody above, a supervisor or the boss does."""
    approver = people.find(name)
    return approver is not None and any(approver in _above(people, owner, day) for owner in owners)


def _above(people: People, owner: Person, day: date) -> Iterator[Person]:
    chain = people.chain_above(owner.person_no, day)
    yield from chain
    roles = (BOSS,) if chain else (SUPERVISOR, BOSS)
    yield from (person for person in people.by_no.values() if person.role in roles and person != owner)


def minutes_between(start: datetime, end: datetime, stops: Sequence[Stop]) -> int:
    """How many minutes lie between the moments, those of stops left out; 0 where the end is not after the start."""
    left = max(0, int((end - start).total_seconds()))
    for stop in stops:
        until = min(end, stop.end or end)
        left -= max(0, int((until - max(start, stop.start)).total_seconds()))
    return max(0, left) // 60
