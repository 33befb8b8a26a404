"""The office as of one time: what its rules, people, customers and registers said, and what was known of calls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.core.periods import Period
from huifang.core.worktime import WorkCalendar
from huifang.decisions.complaints.complainants import complainants
from huifang.decisions.complaints.watch import Dissatisfaction, said_by
from huifang.edges.known.public_holidays import public_days
from huifang.edges.store.ledger import Ledger
from huifang.edges.store.office import Office
from huifang.flow.office.evidence import Evidence
from huifang.flow.office.readings import Readings, Versions
from huifang.ledger.issues import Issued
from huifang.ledger.state import State
from huifang.policy.build import merged_calendar_marks
from huifang.policy.customers import Customer, Customers, WithComplainants
from huifang.policy.model import Policy
from huifang.policy.people import People
from huifang.policy.register_read import Registers, Sheets
from huifang.tables.declared import house_rules
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.model import Row, Table
from huifang.tables.reading import TableRead

if TYPE_CHECKING:
    from huifang.ledger.questions import Frame


@dataclass(frozen=True, kw_only=True, eq=False)
class Moment:
    """What everything is judged, planned and told by; only the desk makes one.

    ``versions`` are the hashes of the register workbooks. ``at`` is the time as of which it speaks: now, or the end of
    a period that is over (``is_past``); then it knows no call of a later day, and no batch that begins later. A new one
    is to be asked for when something was committed.

    Rows and customers are those that count by the ``evidence``, whatever people wrote over (decision 16); without any,
    and where the registers themselves are judged or edited (``registers``, ``read``, ``sheets``), as they lie there.

    Every method raises OfficeError where a register workbook or the ledger cannot be read.
    """

    at: datetime
    versions: Versions
    office: Office
    state: State
    readings: Readings
    ledger: Ledger
    evidence: Evidence | None = None
    is_past: bool = False

    @property
    def today(self) -> date:
        """The day of that time."""
        return self.at.date()

    @property
    def registers(self) -> Registers:
        """The rules, people and customers."""
        return self.readings.registers(self.versions)

    @property
    def policy(self) -> Policy:
        """The rules of the house."""
        return self.readings.policy(self.versions)

    @property
    def people(self) -> People:
        """The staff."""
        return self.readings.people(self.versions)

    @property
    def customers(self) -> Customers:
        """The customers by number; where complaints are followed up, others who complained, too."""
        registered = self.registers.customers
        customers = self.evidence.customers(registered) if self.evidence else registered
        return WithComplainants(customers, self.complainants) if self.complainants else customers

    @cached_property
    def complainants(self) -> Mapping[str, Customer]:
        """Who complained and is no customer of the register, by the first number of the complaint."""
        if not (self.policy.revisits_complaints and COMPLAINTS.workbook in self.versions):
            return {}
        rows = self.rows(COMPLAINTS)
        first = self.evidence.of(COMPLAINTS).first_numbers if self.evidence else {}
        is_named = any(row["customer_no"] for row in rows)
        called = self.issued.by_customer().keys() if is_named and self.state.books else ()
        return complainants(self.policy, self.people, rows, self.today, first, frozenset(called))

    def registers_anew(self) -> Registers:
        """All registers, every cell of them read, for those who judge the registers themselves."""
        return self.readings.whole(self.versions)

    def sheets(self, workbook: str) -> Sheets:
        """The cells of a register workbook."""
        return self.readings.sheets(workbook, self.versions)

    def read(self, table: Table) -> TableRead:
        """A register's table, every cell of it; nothing where the office has no such workbook."""
        return self.readings.read(table, self.versions)

    def rows(self, table: Table) -> tuple[Row, ...]:
        """The rows of a register's table, those with a gap among them."""
        rows = self.read(table).rows
        return self.evidence.rows(table, rows) if self.evidence else rows

    @cached_property
    def records(self) -> Frame:
        """The call records that stand, as a lazy frame."""
        from huifang.ledger.questions import standing, within  # noqa: PLC0415  (frames take long to import)

        records = standing(self.ledger.frame())
        return within(records, date.min, self.today) if self.is_past else records

    @cached_property
    def contacts(self) -> Frame:
        """The same with the calls of before the office began, for what asks when a customer was last called, or what
        was said; figures, shares and whoever checks look at :attr:`records`.
        """
        if not self.state.past_lists:
            return self.records
        from huifang.ledger.questions import together, within  # noqa: PLC0415

        past = self.ledger.past()
        return together(self.records, within(past, date.min, self.today) if self.is_past else past)

    @property
    def issued(self) -> Issued:
        """The calls that were issued."""
        return self.ledger.issued(self.today if self.is_past else date.max)

    @property
    def dissatisfied(self) -> Mapping[Dissatisfaction, datetime]:
        """Which complaint's customer was dissatisfied when, as far as it had come by then, and when that was first
        seen.
        """
        now = dict.fromkeys(self.evidence.dissatisfied_unnoted(), self.at) if self.evidence else {}
        return said_by(self.today, {**now, **self.state.dissatisfied})

    def calendar(self, from_on: date, until_on: date) -> WorkCalendar:
        """The working days around a span of days, both inclusive."""
        years = range((from_on - timedelta(days=40)).year, (until_on + timedelta(days=40)).year + 1)
        public = public_days(years, self.office)
        days_off, days_on = merged_calendar_marks(self.policy, public.days_off, public.days_on)
        return WorkCalendar(self.policy.workdays, days_off, days_on)

    def calendar_findings(self, period: Period) -> Iterator[Finding]:
        """P606 for a year whose make-up days are not known, until 日历 states that year (decision 6)."""
        for year in public_days({period.from_on.year, period.until_on.year}, self.office).unknown_years:
            if not any(day.year == year for day in self.policy.day_marks):
                yield found("P606", Place(house_rules.WORKBOOK, house_rules.DAYS.name), year=year)

    def setting_findings(self) -> Iterator[Finding]:
        """The errors in 制度: until they are put right, defaults are used."""
        return (f for f in self.registers.findings if f.is_error and f.place.file == house_rules.WORKBOOK)
