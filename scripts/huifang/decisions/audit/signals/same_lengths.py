"""Calls that all take equally long."""

from __future__ import annotations

from collections.abc import Iterator

from huifang.decisions.audit.audited import Signal
from huifang.decisions.audit.signals.observed import Count, Observed, most_frequent, unusual, where

#: The most frequent length of short calls, in full minutes, has this share at most; of longer ones, less.
_SHORT, _FLOOR, _FLOOR_OF_LONG = 2, 0.5, 0.35


def same_lengths(observed: Observed) -> Iterator[Signal]:
    """One length to the minute that is far more frequent than lengths of calls are."""
    counts, lengths = {}, {}
    for agent, calls in observed.answered.items():
        timed = [call for call in calls if call.minutes]
        length = lengths[agent] = most_frequent(call.minutes for call in timed if call.minutes)
        counts[agent] = Count(len(timed), [call for call in timed if call.minutes == length])
    for floor, is_short in ((_FLOOR, True), (_FLOOR_OF_LONG, False)):
        for one in unusual(counts, floor, of="最常见的时长的份额，"):
            length = lengths[one.agent]
            if (isinstance(length, int) and length <= _SHORT) is not is_short:
                continue
            figure = f"接通的 {one.count.all} 通里，{one.count.hits} 通都是 {length} 分钟"
            yield Signal(
                agent=one.agent, what="通话时长一样", place=where(one.count.records), figure=figure, usual=one.usual
            )
