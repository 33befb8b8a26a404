"""What the office's own history of the register tells about a complaint, although people write over its cells.

A run that finds the register changed notes in the journal every time a customer was dissatisfied: one time for each
moment in 告知客户时间 (or 回访时间) that came with a dissatisfied answer. So a customer who is told again and is
dissatisfied again counts twice, however often the register is read in between.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping

from huifang.policy.complaints import last_word
from huifang.tables.model import Row

#: One time that a customer was dissatisfied: the complaint, and the moment (as text; empty where none was filled in).
Dissatisfaction = tuple[str, str]


def newly_dissatisfied(rows: Iterable[Row], known: Container[Dissatisfaction]) -> tuple[Dissatisfaction, ...]:
    """The dissatisfactions of the rows that nobody knew of, in the order of the register."""
    unhappy: dict[Dissatisfaction, None] = {}
    for row in rows:
        number, word = row["complaint_no"], last_word(row.values)
        if number and word.satisfied is False:
            moment = (number, word.at.isoformat(" ", "minutes") if word.at else "")
            if moment not in known:
                unhappy[moment] = None
    return tuple(unhappy)


def times_dissatisfied(known: Iterable[Dissatisfaction]) -> Mapping[str, int]:
    """How often each complaint's customer was dissatisfied."""
    return Counter(number for number, _ in known)
