"""Rows of answers that are alike beyond what the office's answers make by chance."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from hashlib import sha256
from statistics import median

from huifang.core.text import half_width
from huifang.decisions.audit.audited import Signal
from huifang.decisions.audit.signals.observed import LEAST, Observed, most_frequent, where
from huifang.ledger.records import CallRecord, answers_of

#: So often the rows of all agents are dealt out anew; an agent's rows are to be more alike than in all of them.
_TIMES = 2000
#: Agents' customers differ: so many times as many pairs are to be alike as in the whole office, and so many more than
#: with the agent next to it.
_FACTOR, _MORE = 2.0, 0.25
#: A row says much by so long a text, or by so many answers.
_LONG_ENOUGH, _ANSWERS = 5, 3
_NUMBERS = 8

Answers = tuple[str, ...]


def alike_answers(observed: Observed) -> Iterator[Signal]:
    """An agent's rows of whom more pairs say all the same than if each row were any agent's."""
    well = most_frequent(call.answers for mine in observed.answered.values() for call in mine)
    calls = {agent: [call for call in mine if _says_much(call, well)] for agent, mine in observed.answered.items()}
    rows = {agent: [*map(_answers, mine)] for agent, mine in calls.items()}
    everything = [row for listed in rows.values() for row in listed]
    usual = _pairs_alike(everything)
    for agent, mine in rows.items():
        share = _pairs_alike(mine)
        enough = len(mine) >= LEAST and len(everything) - len(mine) >= LEAST
        others = [_pairs_alike(other) for who, other in rows.items() if who != agent and len(other) >= LEAST]
        if not enough or share < max(_FACTOR * usual, max(others, default=usual) + _MORE):
            continue
        if any(_pairs_alike(dealt) >= share for dealt in _dealt(everything, len(mine), f"{observed.seed}|{agent}")):
            continue
        figure = f"写了意见，或问卷与多数人答得不同的 {len(mine)} 通里，两两比较 {share:.0%} 完全相同"
        middle = f"，其他人的中位数是 {median(others):.0%}" if others else ""
        yield Signal(
            agent=agent, what="答复整行相同", place=where(_most_alike(calls[agent])), figure=figure,
            usual=f"全单位的电话两两比较是 {usual:.0%}{middle}；打乱重排 {_TIMES} 次，没有一次这么高",
        )  # fmt: skip


def _says_much(record: CallRecord, well: object) -> bool:
    """Whether two such rows are not the same all the time: more than what most say where all is well."""
    text = max((record.wishes, record.dissatisfied_because, record.measures), key=len)
    return len(text) >= _LONG_ENOUGH or (record.answers != well and len(answers_of(record)) >= _ANSWERS)


def _answers(record: CallRecord) -> Answers:
    texts = (record.dissatisfied_because, record.wishes, record.measures)
    return (record.satisfaction, record.handling, record.answers, *(half_width(text).strip() for text in texts))


def _pairs_alike(rows: Sequence[Answers]) -> float:
    """The share of pairs of rows that are the same."""
    pairs = len(rows) * (len(rows) - 1)
    return sum(count * (count - 1) for count in Counter(rows).values()) / pairs if pairs else 0.0


def _dealt(rows: Sequence[Answers], size: int, seed: str) -> Iterator[Sequence[Answers]]:
    """So many of the rows, drawn anew time after time: always the same draws for the same seed."""
    numbers = _numbers(seed)
    left = [*rows]
    for _ in range(_TIMES):
        for place in range(size):
            other = place + next(numbers) % (len(left) - place)
            left[place], left[other] = left[other], left[place]
        yield left[:size]


def _numbers(seed: str) -> Iterator[int]:
    count = 0
    while True:
        drawn = sha256(f"{seed}|{count}".encode()).digest()
        yield from (int.from_bytes(drawn[at : at + 4]) for at in range(0, 4 * _NUMBERS, 4))
        count += 1


def _most_alike(calls: Sequence[CallRecord]) -> Sequence[CallRecord]:
    """Those that say the most frequent answers."""
    same: dict[Answers, list[CallRecord]] = defaultdict(list)
    for call in calls:
        same[_answers(call)].append(call)
    return max(same.values(), key=len)
