"""Rows that say what the sheet of the period before said of the customer, or what another agent's sheet says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from huifang.core.text import half_width
from huifang.decisions.audit.audited import Signal
from huifang.decisions.audit.signals.observed import Count, Observed, unusual, where
from huifang.ledger.records import CallRecord

#: Of the customers who were reached in both periods, this share has the same row by chance or habit at most.
_FLOOR = 0.15
#: Of all rows, this share has by chance the clock and the answers of a row of somebody else.
_FLOOR_BETWEEN = 0.08
_LONG_ENOUGH = 6

RowSaid = tuple[str, ...]


def as_last_time(observed: Observed) -> Iterator[Signal]:
    """Rows that repeat the last period's to the minute, or word for word with the same length."""
    counts = {}
    for agent, calls in observed.answered.items():
        before: dict[str, set[RowSaid]] = {}
        for record in observed.before.get(agent, ()):
            before.setdefault(record.customer_no, set()).update((_clock(record), *_words(record)))
        known = [call for call in calls if call.customer_no in before]
        same = [call for call in known if before[call.customer_no].intersection((_clock(call), *_words(call)))]
        counts[agent] = Count(len(known), same)
    for one in unusual(counts, _FLOOR):
        figure = f"两期都接通的 {one.count.all} 位客户里，{one.count.hits} 位的这一行与上期相同"
        yield Signal(
            agent=one.agent, what="与上期的表相同", place=where(one.count.records), figure=figure, usual=one.usual
        )


def as_another(observed: Observed) -> Iterator[Signal]:
    """Rows that another agent has, with begin, end and answers."""
    having: dict[RowSaid, Counter[str]] = {}
    for agent, calls in observed.answered.items():
        for call in calls:
            having.setdefault(_clock(call), Counter())[agent] += 1
    counts = {
        agent: Count(len(calls), [call for call in calls if len(having[_clock(call)]) > 1])
        for agent, calls in observed.answered.items()
    }
    for one in unusual(counts, _FLOOR_BETWEEN):
        by = Counter(who for call in one.count.records for who in having[_clock(call)] if who != one.agent)
        whose = by.most_common(1)[0][0]
        figure = (
            f"接通的 {one.count.all} 通里，{one.count.hits} 通的起止时间和答复别人的表里也有，"
            f"与 {observed.names.get(whose, whose)} 相同的最多，{by[whose]} 通"
        )
        yield Signal(
            agent=one.agent, what="与别人的行相同", place=where(one.count.records), figure=figure, usual=one.usual
        )


def _clock(record: CallRecord) -> RowSaid:
    """Clock and answers, which two rows do not both say by chance."""
    return ("clock", *_answers(record), record.started_at, record.ended_at)


def _words(record: CallRecord) -> Iterator[RowSaid]:
    """Longer words and the length of the call; nothing where there are none."""
    text = "".join(sign for sign in half_width(record.wishes + record.measures) if sign.isalnum())
    if len(text) >= _LONG_ENOUGH:
        yield ("words", *_answers(record), text, str(record.minutes))


def _answers(record: CallRecord) -> RowSaid:
    return record.satisfaction, record.handling, record.answers
