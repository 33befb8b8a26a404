"""Calls that connected, as customers count them."""

from __future__ import annotations

from collections.abc import Iterable

from huifang.ledger.records import CallRecord
from huifang.tables.options import DISSATISFIED, SATISFIED


def conversations(connected: Iterable[CallRecord]) -> list[CallRecord]:
    """Of calls that connected, one for each conversation: several that were made at the same time to one customer are
    one, and the customer was as content as in the row that is worst.
    """
    heard: dict[tuple[str, str], CallRecord] = {}
    for record in connected:
        known = heard.setdefault((record.customer_no, record.moment), record)
        if _content(record) < _content(known):
            heard[record.customer_no, record.moment] = record
    return [*heard.values()]


def _content(record: CallRecord) -> int:
    return 0 if record.satisfaction in DISSATISFIED else 2 if record.satisfaction in SATISFIED else 1
