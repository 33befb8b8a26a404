"""What the checks of an agent's sheet may look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from huifang.core.periods import Period
from huifang.core.worktime import WorkCalendar
from huifang.ledger.issues import IssuedCall
from huifang.ledger.records import CallRecord
from huifang.policy.customers import Customer
from huifang.policy.model import Policy
from huifang.policy.people import People
from huifang.tables.calls import ANSWER_KEYS, CONNECTED_KEYS
from huifang.tables.model import Row, Table


@dataclass(frozen=True)
class SheetContext:
    """The batch a sheet belongs to, and the registers it is judged by.

    ``issued``: the calls that this agent's workbooks of the batch hold, by number; ``book``: the workbook that came
    back; ``owners``: who was responsible for each customer when the batch was issued; ``accepted``: the agent's calls
    that stand in the ledger.
    """

    table: Table
    policy: Policy
    calendar: WorkCalendar
    people: People
    customers: Mapping[str, Customer]
    owners: Mapping[str, str]
    agent: str
    period: Period
    book: str
    issued: Mapping[str, IssuedCall]
    today: date
    accepted: Sequence[CallRecord] = ()

    @cached_property
    def issued_customers(self) -> frozenset[str]:
        """The customers whose calls were issued to this agent in this batch."""
        return frozenset(call.customer_no for call in self.issued.values())

    def call_of(self, row: Row) -> IssuedCall | None:
        """The issued call a row answers, if any."""
        return self.issued.get(row["plan_no"] or "")

    def customer_no_of(self, row: Row) -> str:
        """The row's customer: of its plan number, else as typed."""
        call = self.call_of(row)
        return call.customer_no if call else row["customer_no"] or ""

    def example(self, key: str) -> str:
        """An example of what goes into the column, as a sentence."""
        column = self.table.by_key[key]
        return f"例如：{column.example}。" if column.example else ""


def is_answered(row: Row) -> bool:
    """Whether the agent entered anything about a call into the row."""
    return any(row[key] is not None for key in (*ANSWER_KEYS, *CONNECTED_KEYS, "dissatisfied_because"))
