"""The period ahead: whose load is how large, which day is the heaviest, what was promised, what is to be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from huifang.core.periods import Period
from huifang.decisions.reports.cover.words import cut
from huifang.ledger.issues import IssuedCall
from huifang.ledger.records import CallRecord
from huifang.policy.model import Campaign

#: So many agents, promises and campaigns are named.
_MOST_NAMED, _MOST_PROMISES, _MOST_CAMPAIGNS = 3, 3, 2

_Counted = TypeVar("_Counted", str, date)


def ahead_lines(
    calls: Sequence[IssuedCall],
    period: Period,
    names: Mapping[str, str],
    records: Iterable[CallRecord],
    campaigns: Iterable[Campaign],
) -> tuple[str, ...]:
    """Two lines at most."""
    load, told = _load(calls, names), [_promised(records, period, names), _special(campaigns, period)]
    return tuple(filter(None, (load, "。".join(filter(None, told)) + ("。" if any(told) else ""))))


def load_in_short(calls: Sequence[IssuedCall]) -> str:
    """How many calls there will be, and on which day the most."""
    days = _counted(call.planned_on for call in calls)
    most = min(days, key=lambda day: (-days[day], day), default=None)
    return f"应访 {len(calls)} 个{f'，{most:%m-%d} 最多 {days[most]} 个' if most and len(days) > 1 else ''}。"


def _load(calls: Sequence[IssuedCall], names: Mapping[str, str]) -> str:
    if not calls:
        return "现在看，没有应访的客户。"
    counts, days = _counted(call.agent for call in calls), _counted(call.planned_on for call in calls)
    named = sorted(counts, key=lambda agent: (-counts[agent], agent))
    few = named if len(named) <= _MOST_NAMED + 1 else named[:_MOST_NAMED]
    said = [f"{cut(names.get(agent, agent), 6)} {counts[agent]}" for agent in few]
    rest = [counts[agent] for agent in named[len(few) :]]
    if rest:
        low, high = min(rest), max(rest)
        said.append(f"其余 {len(rest)} 人各 {low}" if low == high else f"其余 {len(rest)} 人各 {low}–{high}")
    most = min(days, key=lambda day: (-days[day], day))
    heaviest = f"；{most:%m-%d} 最多，一天 {days[most]} 个" if len(days) > 1 else ""
    return f"应访 {len(calls)} 个：{'、'.join(said)}{heaviest}。"


def _counted(values: Iterable[_Counted]) -> dict[_Counted, int]:
    counts: dict[_Counted, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return counts


def _promised(records: Iterable[CallRecord], period: Period, names: Mapping[str, str]) -> str:
    found: dict[tuple[date, str], CallRecord] = {}
    for record in records:
        if record.next_contact_on and record.next_contact_on in period:
            found.setdefault((record.next_contact_on, record.customer_no), record)
    said = [
        f"{day:%m-%d} {cut(record.customer_name, 8)}（{cut(names.get(record.agent, record.agent), 6)}）"
        for (day, _), record in sorted(found.items(), key=lambda pair: pair[0])
    ]
    more = f" 等 {len(said)} 位" if len(said) > _MOST_PROMISES else ""
    return f"答应客户的日子：{'；'.join(said[:_MOST_PROMISES])}{more}" if said else ""


def _special(campaigns: Iterable[Campaign], period: Period) -> str:
    said = [
        f"{cut(one.message, 12)} {one.from_on:%m-%d} 至 {one.until_on:%m-%d}"
        for one in campaigns
        if one.from_on <= period.until_on and one.until_on >= period.from_on
    ]
    return f"专项：{'；'.join(said[:_MOST_CAMPAIGNS])}" if said else ""
