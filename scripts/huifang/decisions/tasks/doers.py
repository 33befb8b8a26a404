"""Whose a task is: the words of 由谁, and who that is on a day."""

from __future__ import annotations

from collections.abc import Container, Iterator
from datetime import date

from huifang.decisions.complaints.escalation import Owner, upwards
from huifang.policy.people import People, Person
from huifang.tables.declared.task_rules import EACH, OF_DEPARTMENTS
from huifang.tables.options import BOSS, SUPERVISOR


def doers(word: str, people: People, roles: Container[str], day: date) -> Iterator[str]:
    """Whom one word of 由谁 means on that day: roles and departments as they are called, persons by their 工号.

    A word that means nobody stays as it is: what came up is nobody's until somebody is entered.
    """
    if not word.startswith(EACH):
        person = None if word in roles else people.find(word)
        yield person.person_no if person else word
        return
    whose = word.removeprefix(EACH)
    here = [person for person in people.persons if person.active_on(day)]
    if whose == OF_DEPARTMENTS:
        yield from dict.fromkeys(person.department for person in here if person.department)
    else:
        yield from (person.person_no for person in here if person.role == whose)


def in_charge(who: str, people: People, day: date) -> tuple[Person, ...]:
    """The persons whose task it is on that day; who stands in for somebody away, the superior of who has left."""
    if who in people.by_no:
        there = people.by_no.get(people.caller_on(who, day) or "")
        return (there,) if there else people.chain_above(who, day)[:1]
    of_role = tuple(p for p in people.persons if p.role == who and p.active_on(day))
    if of_role:
        return of_role
    head = people.head_of(who, day)
    return (head,) if head else tuple(p for p in people.persons if p.department == who and p.active_on(day))


def label_of(who: str, people: People, day: date) -> str:
    """How it is said whose the task is: a person by number and name, a department with its head, a role."""
    if who in people.by_no:
        return people.label(who)
    head = people.head_of(who, day)
    return f"{who} {head.name}" if head else who


def told_above(who: str, escalate_to: str, people: People, levels: int, day: date) -> tuple[Person, ...]:
    """Who is told that it is late, so many levels up: 升级对象, then their superiors."""
    persons = in_charge(who, people, day)
    owner = Owner(persons[0] if persons else None, "")
    above = [person for person in upwards(people, escalate_to, owner, day) if person not in persons]
    if not above:
        others = (people.first_of_role(role, day) for role in (SUPERVISOR, BOSS))
        above = [person for person in others if person and person not in persons][:1]
    return tuple(above[:levels])
