"""Calls that begin at even steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from huifang.decisions.audit.audited import Signal
from huifang.decisions.audit.signals.observed import Count, Observed, minute, most_frequent, unusual, where
from huifang.ledger.records import CallRecord

#: The most frequent step of calls that are made one after the other has this share at most.
_FLOOR, _BREAK = 0.3, 30
#: Of steps that are shorter than that there are few different ones.
_FEW = 3


def same_gaps(observed: Observed) -> Iterator[Signal]:
    """One step from begin to begin that is far more frequent than it is between real calls."""
    counts, steps = {}, {}
    for agent, calls in observed.dialled.items():
        stepped = _stepped(calls)
        step = steps[agent] = most_frequent(gap for gap, _ in stepped)
        counts[agent] = Count(len(stepped), [call for gap, call in stepped if gap == step])
    for one in unusual(counts, _FLOOR, of="最常见的间隔的份额，"):
        figure = f"前后相接的 {one.count.all} 次拨打里，{one.count.hits} 次都是隔 {steps[one.agent]} 分钟开始"
        yield Signal(
            agent=one.agent, what="拨打的间隔一样", place=where(one.count.records), figure=figure, usual=one.usual
        )


def _stepped(calls: Sequence[CallRecord]) -> list[tuple[int, CallRecord]]:
    """The steps between calls of one day that follow each other, and the later one of each."""
    same_day = ((one, then) for one, then in pairwise(calls) if one.called_on == then.called_on)
    steps = ((minute(then.started_at) - minute(one.started_at), then) for one, then in same_day)
    return [(step, then) for step, then in steps if _FEW < step <= _BREAK]
