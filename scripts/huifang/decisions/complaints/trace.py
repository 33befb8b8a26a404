"""Level by level: who was told of a complaint when and how, and who must know of it and was not told (000/三)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from huifang.decisions.complaints.clocks import ComplaintStatus
from huifang.decisions.complaints.escalation import Rung
from huifang.ledger.letters import ToldPerson
from huifang.policy.people import People

#: As how somebody was told, where a person entered 上报时间.
BY_HAND = "登记表的上报时间"


def trace_of(status: ComplaintStatus, told: Iterable[ToldPerson], people: People) -> tuple[Rung, ...]:
    """Everybody who was told of it, and who must know of it by now, each once, from below upwards."""
    first: dict[str, ToldPerson] = {}
    for one in sorted(told, key=lambda one: one.at):
        first.setdefault(one.person_no, one)
    reported = status.row["reported_at"] if not status.letters else None
    rungs = []
    for number in _from_below(status, [*dict.fromkeys((*status.told, *first))], people):
        known = first.get(number)
        if known:
            rungs.append(Rung(number, known.at, known.occasion))
        elif reported and number in status.at_once:
            rungs.append(Rung(number, reported, BY_HAND))
        else:
            rungs.append(Rung(number, None, ""))
    return tuple(rungs)


def _from_below(status: ComplaintStatus, numbers: Sequence[str], people: People) -> list[str]:
    """Who has fewest superiors comes last."""
    day = status.row["received_at"].date() if status.row["received_at"] else None
    if day is None:
        return [*numbers]
    return sorted(numbers, key=lambda number: -len(people.chain_above(number, day)))


def in_words(rungs: Iterable[Rung], people: People) -> str:
    """The rungs in one line; empty where there are none."""
    said = [
        f"{people.label(one.person_no)} {one.at:%m-%d %H:%M}({one.how})" if one.at else
        f"{people.label(one.person_no)} 还没有告诉"
        for one in rungs
    ]  # fmt: skip
    return "，".join(said)
