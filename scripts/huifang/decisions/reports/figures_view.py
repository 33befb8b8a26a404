"""What the figures of a period are made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from huifang.core.periods import Period
from huifang.decisions.calls.agreements import Attempt
from huifang.decisions.calls.owed import PlanningView
from huifang.decisions.calls.ways import Pays, WaysSeen
from huifang.decisions.reports.handing_in import BatchDuty
from huifang.ledger.issues import IssuedCall
from huifang.ledger.records import CallRecord
from huifang.ledger.refused import ReturnedRow
from huifang.policy.customers import Customer
from huifang.policy.model import Policy
from huifang.policy.people import People
from huifang.tables.options import CONNECTED


@dataclass(frozen=True, kw_only=True)
class FiguresView:
    """Everything the figures are made from.

    ``records`` are the standing records of the period's days; ``last_before`` the last connected day before it, per
    customer; ``failures`` the attempts after the last connection, as of the period's end; ``excuses`` the 例外 as they
    are now, because nobody is excused before being late. ``planning`` is what planning would see at the period's end;
    ``refused`` are the rows that were returned and not corrected, ``problems`` the records of all open problems.
    ``ways_before`` says of each way of calling when it last connected before the period, where rules tell them apart.
    """

    period: Period
    policy: Policy
    people: People
    customers: Mapping[str, Customer]
    records: Sequence[CallRecord]
    last_before: Mapping[str, date]
    failures: Mapping[str, Sequence[Attempt]]
    issued: Mapping[str, Sequence[IssuedCall]]
    batches: Sequence[BatchDuty]
    excuses: People
    now: datetime
    planning: PlanningView
    refused: Sequence[ReturnedRow] = ()
    problems: Sequence[CallRecord] = ()
    ways_before: WaysSeen = field(default_factory=WaysSeen)

    def last_before_for(self, customer_no: str, pays: Pays) -> date | None:
        """The last day before the period on which the customer was reached in a way that counts."""
        if pays.is_any:
            return self.last_before.get(customer_no)
        last = self.ways_before.last(customer_no, pays)
        return last.on if last else None

    @property
    def told_on(self) -> date:
        """The day as of which it is told what is late: today, or the day after the period where that has come."""
        return min(self.now.date(), self.period.until_on + timedelta(days=1))

    @cached_property
    def reached_at(self) -> Mapping[tuple[str, date], str]:
        """When the first call of a plan number on a day connected, of those of the period."""
        reached = (record for record in self.records if record.result == CONNECTED)
        found = sorted(((record.plan_no, record.called_on), record.moment) for record in reached)
        return dict(reversed(found))
