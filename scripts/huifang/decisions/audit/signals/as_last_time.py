"""A sheet that says of its customers what the sheet of the period before said."""

from __future__ import annotations

from collections.abc import Iterator

from huifang.core.text import half_width
from huifang.decisions.audit.audited import Signal
from huifang.decisions.audit.signals.observed import Count, Observed, unusual, where
from huifang.ledger.records import CallRecord

#: Of the customers who were reached in both periods, this share has the same row by chance or habit at most.
_FLOOR = 0.25
_LONG_ENOUGH = 6


def as_last_time(observed: Observed) -> Iterator[Signal]:
    """Rows that repeat the last period's to the minute, or word for word with the same length."""
    counts = {}
    for agent, calls in observed.answered.items():
        before: dict[str, set[tuple[str, ...]]] = {}
        for record in observed.before.get(agent, ()):
            before.setdefault(record.customer_no, set()).update(_said(record))
        known = [call for call in calls if call.customer_no in before]
        counts[agent] = Count(
            len(known), [call for call in known if before[call.customer_no].intersection(_said(call))]
        )
    for one in unusual(counts, _FLOOR):
        figure = f"两期都接通的 {one.count.all} 位客户里，{one.count.hits} 位的这一行与上期相同"
        yield Signal(
            agent=one.agent, what="与上期的表相同", place=where(one.count.records), figure=figure, usual=one.usual
        )


def _said(record: CallRecord) -> Iterator[tuple[str, ...]]:
    """What two rows do not both say by chance: answers and clock, or longer words and length."""
    answers = (record.result, record.satisfaction, record.handling, record.answers)
    text = "".join(sign for sign in half_width(record.wishes + record.measures) if sign.isalnum())
    yield ("clock", *answers, record.started_at, record.ended_at)
    if len(text) >= _LONG_ENOUGH:
        yield ("words", *answers, text, str(record.minutes))
