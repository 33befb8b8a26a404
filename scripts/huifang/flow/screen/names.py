"""How people are called on the screen: by name, and by 工号 besides where two have one name."""

from __future__ import annotations

from collections.abc import Iterable

from huifang.policy.people import People


def name_of(people: People, number: str) -> str:
    """The person's name; nobody's number stands for itself."""
    person = people.by_no.get(number)
    if person is None or not person.name:
        return number
    return person.label if people.is_ambiguous(person.name) else person.name


def names_of(people: People, numbers: Iterable[str], most: int = 4) -> str:
    """The first of them, and how many there are where there are more."""
    named = [*dict.fromkeys(name_of(people, number) for number in numbers)]
    return "、".join(named[:most]) + (f" 等 {len(named)} 人" if len(named) > most else "")
