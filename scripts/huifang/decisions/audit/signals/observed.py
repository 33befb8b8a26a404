"""What signals are found in, and what all of them share: what counts as unusual, and how places and shares are said.

A share of an agent is unusual where it is beyond what chance makes of the share that is usual: that of the other agents
in the middle, or a floor below which even the oddest honest habit is not told from others. Whoever made few calls gives
no signal. The floors come of simulated offices (``tests/bench/signals.py``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from math import comb
from statistics import median

from huifang.ledger.records import CallRecord
from huifang.tables.options import BY_PHONE, CONNECTED

#: Fewer of what is counted give no signal.
LEAST = 8
#: How seldom chance may make a share that is unusual: this times the signals of all kinds.
ALPHA = 0.002


@dataclass(frozen=True, kw_only=True)
class SavedSheet:
    """A sheet that came back, as the program that saved it last says; empty and None where it says nothing."""

    agent: str
    file: str
    saved_by: str
    saved_at: datetime | None
    last_call: datetime | None


@dataclass(frozen=True, kw_only=True)
class Observed:
    """A period: by agent the records that stand, and those of the period before.

    ``seed`` makes what is drawn at random the same whenever it is drawn; ``phrases`` are what the office offers to
    choose from where text is written; ``names`` is how agents are named to people.
    """

    records: Mapping[str, Sequence[CallRecord]]
    seed: str
    before: Mapping[str, Sequence[CallRecord]] = field(default_factory=dict)
    sheets: Sequence[SavedSheet] = ()
    phrases: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def dialled(self) -> Mapping[str, Sequence[CallRecord]]:
        """By agent the calls by telephone, in the order of their time; several matters in one conversation are one."""
        return {agent: dialled(records) for agent, records in self.records.items()}

    @cached_property
    def answered(self) -> Mapping[str, Sequence[CallRecord]]:
        """Those of them that connected."""
        return {agent: [one for one in calls if one.result == CONNECTED] for agent, calls in self.dialled.items()}


@dataclass(frozen=True, slots=True)
class Count:
    """How many of how many, and which records they are."""

    all: int
    records: Sequence[CallRecord]

    @property
    def hits(self) -> int:
        """How many."""
        return len(self.records)

    @property
    def share(self) -> float:
        """Their share."""
        return self.hits / self.all if self.all else 0.0


@dataclass(frozen=True, slots=True)
class Unusual:
    """An agent's count that is beyond chance, and how usual it is."""

    agent: str
    count: Count
    usual: str


def unusual(counts: Mapping[str, Count], floor: float, most: float = 1.0, of: str = "") -> Iterator[Unusual]:
    """The agents whose share chance does not make, where the others' is usual; at least ``floor``, at most ``most``.
    ``of`` says whose share it is, where that is not plain.
    """
    for agent, count in counts.items():
        others = [other.share for who, other in counts.items() if who != agent and other.all >= LEAST]
        if count.all < LEAST:
            continue
        expected = min(max(floor, median(others) if others else 0.0), most)
        if count.share > expected and at_least(count.hits, count.all, expected) < ALPHA:
            yield Unusual(agent, count, usually(others, of))


def usually(others: Sequence[float], of: str = "") -> str:
    """How usual it is in this office."""
    if not others:
        return "本期没有别人可以比较"
    if len(others) == 1:
        return f"{of}另一位业务员是 {others[0]:.0%}"
    return f"{of}另外 {len(others)} 位业务员的中位数是 {median(others):.0%}"


def at_least(hits: int, of: int, share: float) -> float:
    """How probable so many hits or more are, each with that probability."""
    return sum(comb(of, i) * share**i * (1 - share) ** (of - i) for i in range(hits, of + 1))


def most_frequent(values: Iterable[str | int]) -> str | int | None:
    """The most frequent value, of several the first."""
    counted = Counter(values).most_common(1)
    return counted[0][0] if counted else None


def dialled(records: Iterable[CallRecord]) -> list[CallRecord]:
    """See :attr:`Observed.dialled`."""
    calls: dict[tuple[str, str], CallRecord] = {}
    for record in sorted(records, key=lambda one: (one.moment, one.source_row)):
        if record.method == BY_PHONE and record.started_at:
            calls.setdefault((record.customer_no, record.moment), record)
    return [*calls.values()]


def minute(clock: str) -> int:
    """``HH:MM`` as minutes from midnight."""
    return int(clock[:2]) * 60 + int(clock[3:5])


def where(records: Iterable[CallRecord]) -> str:
    """The sheets and rows of records, as they came back."""
    rows: dict[str, set[int]] = {}
    for record in records:
        rows.setdefault(record.source_file.rpartition("/")[2], set()).add(record.source_row)
    return "；".join(f"《{file}》第 {_stretches(sorted(numbers))} 行" for file, numbers in rows.items())


def _stretches(numbers: Sequence[int]) -> str:
    said: list[list[int]] = []
    for number in numbers:
        if said and said[-1][-1] + 1 == number:
            said[-1].append(number)
        else:
            said.append([number])
    return "、".join(f"{one[0]}–{one[-1]}" if len(one) > 1 else str(one[0]) for one in said)
