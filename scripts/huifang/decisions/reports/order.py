"""The order of the lines behind a report's figures, so that the rows of one figure stand together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from huifang.decisions.reports.became import LAPSED
from huifang.decisions.reports.figures import Owed
from huifang.ledger.records import CallRecord
from huifang.tables.options import CONNECTED, DISSATISFIED, SATISFIED, UNRESOLVED

T = TypeVar("T")
#: First and last line of a figure, counted from 0, both inclusive.
Spans = Mapping[str, tuple[int, int]]


def ordered_calls(records: Iterable[CallRecord]) -> list[CallRecord]:
    """Dissatisfied calls first, then neutral, satisfied and failed ones; unresolved before others; then by time."""
    return sorted(records, key=lambda r: (_rank(r), r.handling != UNRESOLVED, r.moment, r.record_no))


def _rank(record: CallRecord) -> int:
    if record.result != CONNECTED:
        return 3
    if record.satisfaction in DISSATISFIED:
        return 0
    return 2 if record.satisfaction in SATISFIED else 1


def call_spans(ordered: Sequence[CallRecord]) -> Spans:
    """Where the rows of each figure about calls stand in the ordered list."""
    return _spans(
        ordered,
        {
            "reported": lambda r: bool(r.result),
            "connected": lambda r: r.result == CONNECTED,
            "satisfied": lambda r: _rank(r) == 2,
            "dissatisfied": lambda r: _rank(r) == 0,
            "unresolved": lambda r: r.handling == UNRESOLVED,
        },
    )


def ordered_owed(owed: Iterable[Owed]) -> list[Owed]:
    """What is not done first, among it what nobody makes up for any more; then by the day it was due."""

    def key(line: Owed) -> tuple[bool, bool, date, str]:
        obligation = line.obligation
        done = obligation.fulfilled_by is not None
        return (done, line.status != LAPSED, obligation.due_on, line.customer.customer_no)

    return sorted(owed, key=key)


def owed_spans(ordered: Sequence[Owed]) -> Spans:
    """Where the rows of each figure about obligations stand in the ordered list."""
    return _spans(
        ordered,
        {
            "planned": lambda o: True,
            "done": lambda o: o.obligation.fulfilled_by is not None,
            "undone": lambda o: o.obligation.fulfilled_by is None,
            "lapsed": lambda o: o.status == LAPSED,
        },
    )


def _spans(ordered: Sequence[T], figures: Mapping[str, Callable[[T], bool]]) -> Spans:
    spans = {}
    for name, counts in figures.items():
        places = [place for place, line in enumerate(ordered) if counts(line)]
        if places:
            spans[name] = (places[0], places[-1])
    return spans
