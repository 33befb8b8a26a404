"""Calls with answers that took no time."""

from __future__ import annotations

from collections.abc import Iterator

from huifang.decisions.audit.audited import Signal
from huifang.decisions.audit.signals.observed import Count, Observed, unusual, where

#: Whoever is brief and writes down full minutes has this share of them at most.
_FLOOR, _MOST = 0.12, 0.4


def no_length(observed: Observed) -> Iterator[Signal]:
    """Many connected calls that end in the minute in which they began."""
    counts = {}
    for agent, calls in observed.answered.items():
        timed = [call for call in calls if call.minutes is not None and call.satisfaction]
        counts[agent] = Count(len(timed), [call for call in timed if call.minutes == 0])
    for one in unusual(counts, _FLOOR, _MOST):
        figure = f"接通并有评价的 {one.count.all} 通里，{one.count.hits} 通开始和结束是同一分钟"
        yield Signal(
            agent=one.agent, what="通话没有时长", place=where(one.count.records), figure=figure, usual=one.usual
        )
