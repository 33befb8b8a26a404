"""Who answers for a complaint, and who is told when its time is over, level by level."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from huifang.policy.complaints import SUPERIOR, Complaint, ComplaintClock
from huifang.policy.model import Policy
from huifang.policy.people import People, Person
from huifang.tables.options import BOSS, SUPERVISOR


@dataclass(frozen=True, slots=True)
class Owner:
    """Who answers for a complaint (None: nobody in 人员 can), and why it is them, in Chinese."""

    person: Person | None
    why: str

    @property
    def person_no(self) -> str | None:
        """The 工号."""
        return self.person.person_no if self.person else None


def owner_of(policy: Policy, people: People, complaint: Complaint, day: date, reopened: int = 0) -> Owner:
    """责任人, else 首问责任人, else the department's head, else the supervisor, else the boss.

    For who is away the one who stands in answers (代班); who has left, or is away with nobody standing in, is none.
    Reopened for the second time, and each time after, it goes one level up (decision 7).
    """
    found = (acting(people, person, why, day) for person, why in _candidates(policy, people, complaint, day))
    person, why = next((one for one in found if one), (None, "《人员》里没有可以负责的人"))
    above = people.chain_above(person.person_no, day) if person else ()
    levels = min(max(reopened - 1, 0), len(above))
    if not levels:
        return Owner(person, why)
    return Owner(above[levels - 1], f"第 {reopened} 次不满意，由{why}往上 {levels} 级")


def acting(people: People, person: Person, why: str, day: date) -> tuple[Person, str] | None:
    """The person, or who stands in that day."""
    there = people.by_no.get(people.caller_on(person.person_no, day) or "")
    if there is None:
        return None
    return there, why if there == person else f"{why}{person.label}请假，由代理人负责"


def _candidates(policy: Policy, people: People, complaint: Complaint, day: date) -> Iterator[tuple[Person, str]]:
    dispatch = policy.dispatch_of(complaint.get("category"))
    department = complaint.get("department") or (dispatch.department if dispatch else "")
    named_head = dispatch.head if dispatch and dispatch.department == department else ""
    for person, why in (
        (people.find(complaint.get("responsible")), "责任人"),
        (people.find(complaint.get("first_asked")), "首问责任人"),
        (people.find(named_head), f"{department}负责人"),
        (people.head_of(department, day), f"{department}负责人"),
        (people.first_of_role(SUPERVISOR, day), SUPERVISOR),
        (people.first_of_role(BOSS, day), BOSS),
    ):
        if person:
            yield person, why


@dataclass(frozen=True, slots=True)
class Rung:
    """One person (工号) who must know of a complaint, or was told of it: when and how; None where nobody did yet."""

    person_no: str
    at: datetime | None
    how: str


@dataclass(frozen=True, slots=True)
class Ladder:
    """Who is told: ``at_once`` those who do not wait for the deadline, ``later`` one more at each level, from below."""

    at_once: tuple[Person, ...]
    later: tuple[Person, ...]


def ladder(people: People, clock: ComplaintClock, owner: Owner, day: date) -> Ladder:
    """From 升级对象 upwards by 上级. A major complaint moves at once, but over every level below 升级对象, too."""
    rungs = upwards(people, clock.escalate_to, owner, day)
    if not (rungs and clock.tells_at_once):
        return Ladder((), rungs)
    above = people.chain_above(owner.person_no, day) if owner.person_no else ()
    below = above[: above.index(rungs[0])] if rungs[0] in above else ()
    return Ladder((*below, rungs[0]), rungs[1:])


def upwards(people: People, word: str, owner: Owner, day: date) -> tuple[Person, ...]:
    """Whom 升级对象 names, then who is above them, level by level; the owner is none of them."""
    above = people.chain_above(owner.person_no, day) if owner.person_no else ()
    first = _target(people, word, owner, above, day)
    if first is None:
        return ()
    return (first, *(person for person in people.chain_above(first.person_no, day) if person != owner.person))


def told_at_once(people: People, clocks: Iterable[ComplaintClock], owner: Owner, day: date) -> tuple[Person, ...]:
    """Who is told of a major complaint as soon as it is seen: whom the clocks for major ones name, else the owner's
    superior; where 人员 names none, a supervisor, or the boss.
    """
    rungs = [ladder(people, clock, owner, day).at_once for clock in clocks if clock.tells_at_once]
    named = [person for rung in rungs for person in rung]
    if not named and owner.person_no:
        named = [*people.chain_above(owner.person_no, day)[:1]]
    if not named:
        others = (people.first_of_role(role, day) for role in (SUPERVISOR, BOSS))
        named = [person for person in others if person and person != owner.person][:1]
    return tuple(dict.fromkeys(named))


def _target(people: People, word: str, owner: Owner, above: tuple[Person, ...], day: date) -> Person | None:
    """Who 升级对象 names: the nearest superior of that role, anybody of it, or a person; else the owner's superior.

    An owner who has the role, or is the person, is told on by the superior.
    """
    if word != SUPERIOR and (owner.person is None or owner.person.role != word):
        of_role = next((person for person in above if person.role == word), None) or people.first_of_role(word, day)
        person = of_role or people.find(word)
        if person and person.active_on(day) and person != owner.person:
            return person
    return above[0] if above else None
