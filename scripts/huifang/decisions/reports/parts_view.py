"""What the parts of a report are made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from huifang.core.periods import Period
from huifang.decisions.calls.facts import Facts
from huifang.decisions.calls.owed import Open
from huifang.decisions.calls.stages import Stage
from huifang.decisions.complaints.clocks import ComplaintStatus
from huifang.decisions.evidence.telling import Postponed, Unsettled
from huifang.decisions.reports.duties import Duty
from huifang.decisions.reports.figures import Figures
from huifang.decisions.reports.handing_in import HandIn
from huifang.decisions.reports.part import Cell
from huifang.decisions.reports.report import Problem
from huifang.decisions.reports.selected import ShareStand
from huifang.decisions.tasks.standing import TaskStanding
from huifang.ledger.records import CallRecord
from huifang.ledger.refused import ReturnedRow
from huifang.policy.customers import Customer
from huifang.policy.model import Policy
from huifang.policy.people import People
from huifang.policy.visit_reports import Visit
from huifang.tables.declared.afterwards import as_it_stood
from huifang.tables.declared.visit_reports import WORKBOOK as AFTER_VISITS
from huifang.tables.model import Kind, Row, Table


@dataclass(frozen=True, kw_only=True)
class PartsView:
    """What the parts are made from.

    ``records`` are the standing records of the period, ``records_before`` those of the period before; ``registers``
    gives the rows of a register, none where the office has no such register. ``faulty_rows`` names, by
    agent, the rows of the newest sheets that have an error; ``exhausted`` are the customers (number, name) who were
    called in vain too often, ``ended`` the calls that nobody makes because of what the customer or the telephone said,
    ``promised`` those that were agreed for a day that has come, ``pending`` the changes (record number, column) that
    nobody has confirmed; ``complaints`` are all complaints with their clocks, ``limited`` the
    rows of other registers that have a limit;
    ``visits`` all calls and visits so far by
    record number, where the office writes reports on them; ``unsettled`` is what registers say otherwise than was seen
    before, ``postponed`` the days in them that moved on. ``rows_at_start`` gives the rows of a register as the period
    began; ``refused`` are the rows that were returned and not corrected; ``messages`` says by plan number what the
    caller was told to say; ``duties`` are what was owed and done by every rule, ``shares`` how those that select stand;
    ``about`` gives by plan number the rows of a register that a call was about, ``stages`` is what is owed and done of
    each row of 台账, whatever the day.
    ``untold`` are problems that were solved without the customer on the line, who was not told of it so far.
    ``asks_announced`` says whether callers write down what they told, ``tasks``
    how each task stands that had come up, ``facts`` what planning saw at the period's end.
    """

    period: Period
    before: Period
    policy: Policy
    people: People
    customers: Mapping[str, Customer]
    figures: Figures
    records: Sequence[CallRecord]
    records_before: Sequence[CallRecord]
    problems: Sequence[Problem]
    now: datetime
    registers: Callable[[Table], Sequence[Row]]
    faulty_rows: Mapping[str, Sequence[str]] = field(default_factory=dict)
    exhausted: Sequence[tuple[str, str]] = ()
    ended: Sequence[Open] = ()
    promised: Sequence[Open] = ()
    pending: Sequence[tuple[str, str]] = ()
    complaints: Sequence[ComplaintStatus] = ()
    limited: Sequence[ComplaintStatus] = ()
    visits: Mapping[str, Visit] = field(default_factory=dict)
    unsettled: Sequence[Unsettled] = ()
    postponed: Sequence[Postponed] = ()
    rows_at_start: Callable[[Table], Sequence[Row]] = lambda _: ()
    refused: Sequence[ReturnedRow] = ()
    messages: Mapping[str, str] = field(default_factory=dict)
    duties: Sequence[Duty] = ()
    shares: Sequence[ShareStand] = ()
    about: Callable[[Table], Mapping[str, Sequence[str]]] = lambda _: {}
    stages: Sequence[Stage] = ()
    untold: Sequence[CallRecord] = ()
    asks_announced: bool = False
    tasks: Sequence[TaskStanding] = ()
    facts: Facts = field(default_factory=lambda: Facts({}))

    @property
    def day(self) -> date:
        """The day as of which the report speaks: today, or the period's last day where that is over."""
        return min(self.now.date(), self.period.until_on)

    @property
    def told_on(self) -> date:
        """The day as of which it is told what is late: today, or the day after the period where that has come."""
        return min(self.now.date(), self.period.until_on + timedelta(days=1))

    def rows(self, table: Table) -> list[Row]:
        """The rows as they stood on the report's day: what was done later had not been done.

        What a visit asks for is due on the day after it, so the day after the last one is looked at as well.
        """
        day = self.told_on if table.workbook == AFTER_VISITS else self.day
        return [as_it_stood(row, table, day) for row in self.registers(table)]

    def in_period(self, table: Table, key: str, period: Period | None = None) -> list[Row]:
        """The rows whose day or moment in that column lies in the period (None: the report's own)."""
        return [row for row in self.rows(table) if (day := day_of(row[key])) and day in (period or self.period)]

    def left_of(self, sheet: HandIn) -> int:
        """How many rows of the agent's sheets of that batch were returned and are not corrected."""
        return sum((row.sheet.agent, row.sheet.period) == (sheet.agent, sheet.batch) for row in self.refused)

    def label(self, person: str | None) -> str:
        """Number and name of a person as typed; what nobody is known by stays as it is."""
        known = self.people.find(person)
        return known.label if known else person or ""

    def holders(self, role: str) -> str:
        """Who has the role and has not left; its name where nobody has it."""
        found = (person for person in self.people.persons if person.role == role and person.active_on(self.day))
        return "、".join(person.label for person in found) or role

    def superior(self, person: str | None) -> str:
        """The nearest superior who has not left; empty where nobody is known."""
        known = self.people.find(person)
        above = self.people.chain_above(known.person_no, self.day) if known else ()
        return above[0].label if above else ""

    def cells(self, row: Row, table: Table, *keys: str) -> tuple[Cell, ...]:
        """The values of a register's row as they stand in a list: persons by number and name."""
        kinds = ((key, table.by_key[key].kind) for key in keys)
        return tuple(self.label(row[key]) if kind is Kind.PERSON else row[key] for key, kind in kinds)


def headers_of(table: Table, *keys: str) -> tuple[str, ...]:
    """The headers of a register's columns."""
    return tuple(table.by_key[key].header for key in keys)


def day_of(value: Any) -> date | None:
    """The day of a date or moment."""
    return value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None


def counted(values: Sequence[str]) -> list[tuple[str, int]]:
    """How often each value occurs, most often first, then by its text."""
    counts: dict[str, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
