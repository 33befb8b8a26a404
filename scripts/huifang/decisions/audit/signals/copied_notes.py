"""Notes of what customers said that are copies of each other, or nearly."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from huifang.core.text import half_width
from huifang.decisions.audit.audited import Signal
from huifang.decisions.audit.signals.near_copies import near_copies
from huifang.decisions.audit.signals.observed import Count, Observed, Unusual, unusual, where
from huifang.ledger.records import CallRecord
from huifang.tables.options import CONNECTED, says_nothing

#: Shorter notes are alike with honest people, too.
_LONG_ENOUGH = 12
#: Where everybody uses the same words, this share of longer notes is alike; between agents, less.
_FLOOR, _FLOOR_BETWEEN = 0.15, 0.15

_SHOWN = 20


class Note(NamedTuple):
    """What was written down of a conversation; ``text`` is its characters without signs."""

    text: str
    written: str
    record: CallRecord


Notes = Mapping[str, Sequence[Note]]


def copied_notes(observed: Observed) -> Iterator[Signal]:
    """Longer notes that one agent has of several customers, and those that another agent has as well."""
    notes = {agent: _notes(records, observed.phrases) for agent, records in observed.records.items()}
    long = {note.text for listed in notes.values() for note in listed if len(note.text) >= _LONG_ENOUGH}
    copied = near_copies(long)
    customers: dict[tuple[str, str], set[str]] = defaultdict(set)
    agents: dict[str, Counter[str]] = defaultdict(Counter)
    for agent, listed in notes.items():
        for note in _long(listed):
            customers[agent, copied[note.text]].add(note.record.customer_no)
            agents[copied[note.text]][agent] += 1
    own = {
        agent: [one for one in _long(mine) if len(customers[agent, copied[one.text]]) > 1]
        for agent, mine in notes.items()
    }
    for one in unusual(_counts(notes, own), _FLOOR):
        yield _signal(one, "自己的记录文字雷同", "自己别的客户", own[one.agent])
    others = {agent: [one for one in _long(mine) if len(agents[copied[one.text]]) > 1] for agent, mine in notes.items()}
    for one in unusual(_counts(notes, others), _FLOOR_BETWEEN):
        by = Counter(who for note in others[one.agent] for who in agents[copied[note.text]] if who != one.agent)
        whose = "、".join(observed.names.get(who, who) for who, _ in by.most_common(2))
        yield _signal(one, "与别人的记录文字雷同", f" {whose} ", others[one.agent])


def _long(notes: Sequence[Note]) -> list[Note]:
    return [note for note in notes if len(note.text) >= _LONG_ENOUGH]


def _counts(notes: Notes, hits: Notes) -> Mapping[str, Count]:
    return {agent: Count(len(mine), [note.record for note in hits[agent]]) for agent, mine in notes.items()}


def _signal(one: Unusual, what: str, whose: str, hits: Sequence[Note]) -> Signal:
    text = Counter(note.written for note in hits).most_common(1)[0][0]
    short = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    figure = f"{one.count.all} 条记录里，{one.count.hits} 条较长的与{whose}的相同或几乎相同，如“{short}”"
    return Signal(agent=one.agent, what=what, place=where(one.count.records), figure=figure, usual=one.usual)


def _notes(records: Iterable[CallRecord], phrases: frozenset[str]) -> list[Note]:
    """What was written down of each conversation, without signs; what is chosen from a list is nobody's own words."""
    said = []
    for record in records:
        if record.result == CONNECTED:
            said_of = (record.wishes, record.dissatisfied_because, record.measures, record.notes)
            parts = [part for part in said_of if not says_nothing(part) and part not in phrases]
            text = "".join(sign for part in parts for sign in half_width(part) if sign.isalnum())
            if text:
                said.append(Note(text, "；".join(parts), record))
    return said
