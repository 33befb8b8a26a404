"""Calls that follow each other faster than anybody dials."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from huifang.decisions.audit.audited import Signal
from huifang.decisions.audit.signals.observed import Count, Observed, minute, unusual, where
from huifang.ledger.records import CallRecord

#: Whoever dials on at once begins this share of calls in the minute in which the one before ended.
_FLOOR, _MOST = 0.4, 0.7
#: Nobody has more conversations than that in one hour.
_PER_HOUR = 40
_HOUR = 60


def dense(observed: Observed) -> Iterator[Signal]:
    """Calls without a minute between them, and more of them than fit into an hour."""
    counts = {agent: _touching(calls) for agent, calls in observed.dialled.items()}
    for one in unusual(counts, _FLOOR, _MOST):
        figure = f"同一天里前后相接的 {one.count.all} 次拨打里，{one.count.hits} 次在上一通结束的同一分钟开始"
        yield Signal(
            agent=one.agent, what="电话之间没有间隔", place=where(one.count.records), figure=figure, usual=one.usual
        )
    hours = {agent: _fullest_hour(calls) for agent, calls in observed.answered.items()}
    for agent, hour in hours.items():
        if len(hour) > _PER_HOUR:
            others = sorted(len(other) for who, other in hours.items() if who != agent)
            usual = f"其他人最多的一小时是 {others[-1]} 通" if others else "本期没有别人可以比较"
            figure = f"{hour[0].called_on:%m-%d} {hour[0].started_at} 起的一小时里接通 {len(hour)} 通"
            yield Signal(agent=agent, what="一小时里的电话太多", place=where(hour), figure=figure, usual=usual)


def _touching(calls: Sequence[CallRecord]) -> Count:
    pairs = [(first, then) for first, then in pairwise(calls) if _near(first, then)]
    return Count(len(pairs), [then for first, then in pairs if then.started_at <= first.ended_at])


def _near(first: CallRecord, then: CallRecord) -> bool:
    """Whether one was dialled after the other, without a longer break."""
    same_day = first.called_on == then.called_on and bool(first.minutes is not None)
    return same_day and minute(then.started_at) - minute(first.ended_at) < _HOUR / 2


def _fullest_hour(calls: Sequence[CallRecord]) -> Sequence[CallRecord]:
    fullest: Sequence[CallRecord] = ()
    begin = 0
    for end, call in enumerate(calls):
        while (
            calls[begin].called_on < call.called_on
            or minute(call.started_at) - minute(calls[begin].started_at) >= _HOUR
        ):
            begin += 1
        if end + 1 - begin > len(fullest):
            fullest = calls[begin : end + 1]
    return fullest
