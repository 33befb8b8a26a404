"""What the office's own history of the register tells about a complaint, although people write over its cells.

A run that finds the register changed notes in the journal who was asked first, and every time a customer was
dissatisfied: one time for each moment in 告知客户时间 (or 回访时间) that came with a dissatisfied answer. So a customer
who is told again and is dissatisfied again counts twice, however often the register is read in between.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from huifang.policy.complaints import last_word
from huifang.tables.model import Row

#: One time that a customer was dissatisfied: the complaint, and the moment (as text; empty where none was filled in).
Dissatisfaction = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Noted:
    """What was not known yet: 首问责任人 by complaint, and dissatisfactions in the order of the register."""

    first_asked: Mapping[str, str]
    dissatisfied: tuple[Dissatisfaction, ...]


def new_in(rows: Iterable[Row], first_asked: Mapping[str, str], dissatisfied: Container[Dissatisfaction]) -> Noted:
    """What the rows say beyond what was noted before."""
    asked: dict[str, str] = {}
    unhappy: dict[Dissatisfaction, None] = {}
    for row in rows:
        number = row["complaint_no"]
        if not number:
            continue
        if row["first_asked"] and number not in first_asked:
            asked.setdefault(number, row["first_asked"])
        word = last_word(row.values)
        if word.satisfied is False:
            moment = (number, word.at.isoformat(" ", "minutes") if word.at else "")
            if moment not in dissatisfied:
                unhappy[moment] = None
    return Noted(asked, tuple(unhappy))


def times_dissatisfied(known: Iterable[Dissatisfaction], new: Noted) -> Mapping[str, int]:
    """How often each complaint's customer was dissatisfied."""
    return Counter(number for number, _ in {*known, *new.dissatisfied})
