"""Telling what registers say otherwise than was seen before."""

from __future__ import annotations

from collections.abc import Iterator

from huifang.core.findings import Finding
from huifang.decisions.evidence.telling import Postponed, Unsettled, postponed
from huifang.flow.office.moment import Moment
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.model import Table

#: Who was asked first is told by a rule of its own, until the complaint is closed.
FIRST_ASKED = "first_asked"


def unsettled(now: Moment, *tables: Table) -> Iterator[Unsettled]:
    """What these registers (none named: all of them) say otherwise, old and new."""
    if now.evidence:
        yield from now.evidence.unsettled(*tables)


def postponed_days(now: Moment) -> Iterator[Postponed]:
    """The days of customers that moved on, from which a rule counts."""
    if now.evidence:
        named = {rule.anchor.header for rule in now.policy.rules if rule.anchor and rule.anchor.sheet == CUSTOMERS.name}
        yield from postponed(now.evidence.of(CUSTOMERS), named)


def changes_told(now: Moment, *tables: Table) -> Iterator[Finding]:
    """T540 for every cell, T541 for every row that is gone."""
    yield from (one.finding for one in unsettled(now, *tables) if one.key != FIRST_ASKED)
