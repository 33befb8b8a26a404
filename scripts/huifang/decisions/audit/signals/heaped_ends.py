"""Times that end in 0 and 5 far more often than clocks do."""

from __future__ import annotations

from collections.abc import Iterator

from huifang.decisions.audit.audited import Signal
from huifang.decisions.audit.signals.observed import Count, Observed, minute, unusual, where

#: One time in five ends so; whoever rounds many of them keeps below this share.
_FLOOR = 0.4
_ROUND = 5


def heaped_ends(observed: Observed) -> Iterator[Signal]:
    """Begins that are hardly ever anything but full five minutes."""
    counts = {
        agent: Count(len(calls), [call for call in calls if minute(call.started_at) % _ROUND == 0])
        for agent, calls in observed.dialled.items()
    }
    for one in unusual(counts, _FLOOR):
        figure = f"{one.count.all} 次拨打里，{one.count.hits} 次的开始时间以 0 或 5 结尾(照表记下的约五分之一)"
        yield Signal(
            agent=one.agent, what="时间的尾数集中", place=where(one.count.records), figure=figure, usual=one.usual
        )
