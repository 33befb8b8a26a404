"""Everything about one customer as one HTML page: what is open, when the next call is and why, the whole history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from jinja2 import Template

from huifang.decisions.calls.explained import Explanation
from huifang.decisions.calls.told_of_rules import rhythm_of
from huifang.edges.drawing.looks import COLOURS
from huifang.edges.drawing.templates import templates
from huifang.ledger.records import COLUMNS, HEARD, CallRecord, bad_answers_of
from huifang.policy.people import People
from huifang.tables.options import DISSATISFIED, UNRESOLVED

#: A column that says something, and what.
Filled = tuple[str, str]


@dataclass(frozen=True, slots=True)
class RegisterRows:
    """Rows of a register about the customer, the newest first, each by what its columns say."""

    register: str
    rows: Sequence[Sequence[Filled]]


@dataclass(frozen=True, kw_only=True)
class CustomerSeen:
    """What the page shows; ``problems`` are the records of what is not solved, the oldest first."""

    unit_name: str
    at: datetime
    people: People
    explained: Explanation
    facts: Sequence[Filled]
    problems: Sequence[CallRecord]
    registers: Sequence[RegisterRows]


@cache
def _page() -> Template:
    pages = templates()
    pages.globals |= {"rhythm_of": rhythm_of, "heard": heard, "is_bad": is_bad, "colour": COLOURS}
    return pages.get_template("customer.html.j2")


def customer_page(seen: CustomerSeen) -> str:
    """The page's HTML; everything that came from a cell is escaped."""
    return _page().render(seen=seen, explained=seen.explained, customer=seen.explained.customer)


def heard(record: CallRecord) -> list[Filled]:
    """What was heard in the call and came of it."""
    return [(COLUMNS[key].header, text) for key in HEARD if (text := record.text(key))]


def is_bad(record: CallRecord) -> bool:
    """Whether the customer was not content, or had a problem that was not solved."""
    unhappy = record.satisfaction in DISSATISFIED or bool(bad_answers_of(record))
    return unhappy or record.handling == UNRESOLVED
