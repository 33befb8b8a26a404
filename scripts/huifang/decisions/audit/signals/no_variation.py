"""Results that never vary: everybody is reached at once, everybody is of one mind."""

from __future__ import annotations

from collections.abc import Iterator

from huifang.decisions.audit.audited import Signal
from huifang.decisions.audit.signals.observed import Count, Observed, most_frequent, unusual, where
from huifang.tables.options import CONNECTED

#: Of those who are called, this share is reached at most; of an agent's customers this share is of one mind.
_REACHED, _OF_ONE_MIND = 0.85, 0.85


def no_variation(observed: Observed) -> Iterator[Signal]:
    """An agent whose calls all connect, or whose customers all say the same, where others' do not."""
    reached = {
        agent: Count(len(calls), [call for call in calls if call.result == CONNECTED])
        for agent, calls in observed.dialled.items()
    }
    for one in unusual(reached, _REACHED):
        figure = f"{one.count.all} 次拨打，接通 {one.count.hits} 次"
        yield Signal(
            agent=one.agent, what="几乎次次接通", place=where(one.count.records), figure=figure, usual=one.usual
        )
    minds, counts = {}, {}
    for agent, calls in observed.answered.items():
        mind = minds[agent] = most_frequent(call.satisfaction for call in calls)
        counts[agent] = Count(len(calls), [call for call in calls if call.satisfaction == mind])
    for one in unusual(counts, _OF_ONE_MIND, of="最常见的满意度的份额，"):
        figure = f"接通的 {one.count.all} 通里，{one.count.hits} 通的满意度都是“{minds[one.agent]}”"
        yield Signal(
            agent=one.agent, what="评价没有变化", place=where(one.count.records), figure=figure, usual=one.usual
        )
