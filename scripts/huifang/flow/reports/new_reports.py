"""The reports of which departments are told their own part: the newest of each kind, while it is new."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from huifang.flow.office.desk import Desk
from huifang.flow.reports.dunning import DAYS_ASKED
from huifang.ledger.state import MadeReport


def new_reports(desk: Desk, part: str) -> Iterator[MadeReport]:
    """The newest report of each kind that has this part and was made in the last :data:`DAYS_ASKED` days."""
    now = desk.present
    newest = {made.kind: made for made in desk.state.reports}
    for made in newest.values():
        duty = now.policy.duty_of(made.kind)
        if duty and part in duty.parts and now.at - made.at <= timedelta(days=DAYS_ASKED):
            yield made
