"""What printed forms are about: rows of registers and calls, found by number, or open ones where none is given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from huifang.core.periods import Period, UnknownPeriod
from huifang.core.text import clean, half_width, nearest
from huifang.edges.store.segments import to_records
from huifang.flow.calls.calls_about import subjects_of_calls
from huifang.flow.calls.planning import planning_view
from huifang.flow.office.moment import Moment
from huifang.ledger.issues import IssuedCall
from huifang.ledger.questions import numbered
from huifang.tables.declared.calls import HANDED_OUT_KEYS
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.declared.registers import SEEN
from huifang.tables.model import Table
from huifang.tables.options import CONNECTED
from huifang.tables.printed import PrintedForm

Keyed = Mapping[str, Any]
#: What of a call stands on a form before it is made.
_PLANNED = (*HANDED_OUT_KEYS, "method")


class UnknownNumber(ValueError):
    """The office has nothing of that number that the form could be about; the message says what is near."""


@dataclass(frozen=True, kw_only=True)
class FormSubject:
    """What one form is about: the row's cells, the customer's, those of the call about it, by key; and the call's rule.

    ``lines`` are the rows of a form that is about many, ``asked`` what it asks with what was answered already,
    ``deadlines`` what is due when, in words; ``trace`` who was told when, level by level.
    """

    number: str = ""
    cells: Keyed = field(default_factory=dict)
    customer: Keyed = field(default_factory=dict)
    call: Keyed = field(default_factory=dict)
    rule: str = ""
    lines: tuple[Keyed, ...] = ()
    asked: Mapping[str, str] = field(default_factory=dict)
    deadlines: str = ""
    trace: str = ""


@dataclass(frozen=True)
class Subjects:
    """The subjects of one form, in one office as it is now."""

    now: Moment
    form: PrintedForm

    def numbered(self, number: str) -> list[FormSubject]:
        """What has that number: a row of the form's table, the row that a call of that number is about, or rows of the
        customer of that number, the open ones, else the newest; a customer who has none gets a form with the name.

        Raises:
            UnknownNumber: nothing has.
        """
        wanted = _plain(number)
        found = self.known(number)
        if found:
            return found
        known = {*self._by_number, *self._calls, *self._customers}
        close = nearest(wanted, known)
        hint = f"是不是“{close}”？" if close else ""
        raise UnknownNumber(f"没有编号为“{number}”的{'、'.join(self._things)}。{hint}")

    def known(self, number: str) -> list[FormSubject]:
        """The same; none where the office has nothing of that number."""
        return next(filter(None, self._ways(_plain(number))), [])

    def open(self) -> list[FormSubject]:
        """Those that are open: not done with, or with a call that is to be made by today."""
        return [self._of_row(row) for row in self._rows if self._is_open(row)]

    def blank(self) -> FormSubject:
        """A form that is about nothing yet."""
        return FormSubject()

    def _of_customer(self, number: str) -> FormSubject:
        return FormSubject(customer=self._customers[number])

    @property
    def _things(self) -> tuple[str, ...]:
        """What a number may be of."""
        return (self.form.table.title, "计划", "客户")

    def _ways(self, number: str) -> Iterator[list[FormSubject]]:
        if number in self._by_number:
            yield [self._of_row(row) for row in self._by_number[number]]
        yield [self._of_row(row) for no in self._about.get(number, ()) for row in self._by_number.get(no, ())]
        if number in self._customers:
            rows = [row for row in self._rows if row["customer_no"] == number]
            chosen = [row for row in rows if self._is_open(row)] or rows[-1:]
            yield [self._of_row(row) for row in chosen] or [self._of_customer(number)]

    @cached_property
    def _rows(self) -> Sequence[Keyed]:
        return [row.values for row in self.now.rows(self.form.table)]

    @cached_property
    def _by_number(self) -> Mapping[str, list[Keyed]]:
        rows: dict[str, list[Keyed]] = {}
        for row in self._rows:
            for key in self.form.by or self.form.table.unique[:1]:
                if row.get(key):
                    rows.setdefault(_plain(row[key]), []).append(row)
        return rows

    @cached_property
    def _customers(self) -> Mapping[str, Keyed]:
        return {_plain(row["customer_no"]): row.values for row in self.now.rows(CUSTOMERS) if row["customer_no"]}

    @cached_property
    def _calls(self) -> Mapping[str, IssuedCall]:
        return {call.plan_no: call for calls in self.now.issued.by_customer().values() for call in calls}

    @cached_property
    def _about(self) -> Mapping[str, tuple[str, ...]]:
        """By plan number, the rows of the form's table that the call is about."""
        form = self.form
        counted_from = form.table.by_key[form.counts_from].header if form.counts_from else ""
        return subjects_of_calls(self.now, form.table, counted_from) if form.table in SEEN else {}

    @cached_property
    def _call_about(self) -> Mapping[str, IssuedCall]:
        """By the number of a row, the newest call about it."""
        return {no: self._calls[plan_no] for plan_no, nos in self._about.items() for no in nos}

    @cached_property
    def _unmade(self) -> frozenset[str]:
        """The numbers of the calls that are to be made by today."""
        view = planning_view(self.now, self.now.policy.period_of(self.now.today))
        return frozenset(
            no for no, call in self._calls.items() if call.planned_on <= self.now.today and not view.is_done(call)
        )

    def _is_open(self, row: Keyed) -> bool:
        if self.form.done:
            return not all(row.get(key) for key in self.form.done)
        call = self._call_about.get(row.get(self.form.table.unique[0]) or "")
        return call is not None and call.plan_no in self._unmade

    def _of_row(self, row: Keyed) -> FormSubject:
        number = next((row[key] for key in self.form.by or self.form.table.unique[:1] if row.get(key)), "")
        call = self._call_about.get(number)
        made = self._made(row) if "record_no" in row else {}
        customer_no = row.get("customer_no") or made.get("customer_no") or ""
        return FormSubject(
            number=number,
            cells=row,
            customer=self._customers.get(_plain(customer_no), {}),
            call=made or (_planned(call) if call else {}),
            rule=call.rule if call else "",
        )

    def _made(self, row: Keyed) -> Keyed:
        """The cells of the call that the row is about."""
        number = clean(row["record_no"] or "")
        records = [*to_records(numbered(self.now.records, number))] if number else []
        return records[-1].cells if records else {}


class CallSubjects(Subjects):
    """Calls, as they were planned and as they were made: by plan or record number, by customer, or by what they are
    about.
    """

    @property
    def _things(self) -> tuple[str, ...]:
        return ("回访记录", "计划", "客户", "登记表的行")

    def open(self) -> list[FormSubject]:
        """The calls that are to be made by today."""
        return [self._of_call(self._calls[no]) for no in sorted(self._unmade)]

    def _ways(self, number: str) -> Iterator[list[FormSubject]]:
        if number in self._calls:
            yield [self._of_call(self._calls[number])]
        records = to_records(numbered(self.now.records, number))
        yield [self._of_record(record.cells) for record in records]
        yield [self._of_call(self._calls[no]) for table in SEEN for no in self._newest_about(table, number)]
        if number in self._customers:
            calls = [call for call in self._calls.values() if _plain(call.customer_no) == number]
            chosen = [call for call in calls if call.plan_no in self._unmade] or calls[-1:]
            yield [self._of_call(call) for call in chosen] or [self._of_customer(number)]

    def _newest_about(self, table: Table, number: str) -> list[str]:
        """The newest call about the table's row of that number, if there is one."""
        if table is CUSTOMERS or table.workbook not in self.now.versions:
            return []
        return [no for no, about in subjects_of_calls(self.now, table).items() if number in map(_plain, about)][-1:]

    @cached_property
    def _by_number(self) -> Mapping[str, list[Keyed]]:
        return {}

    def _of_call(self, call: IssuedCall) -> FormSubject:
        records = [*to_records(numbered(self.now.records, call.plan_no))]
        newest = max(records, key=lambda record: record.moment, default=None)
        reached = newest.cells if newest and newest.result == CONNECTED else {}  # else it is to be made once more
        made = {key: value for key, value in reached.items() if value}
        cells = {**_planned(call), **made}
        return FormSubject(number=call.plan_no, cells=cells, customer=self._customer(call.customer_no), rule=call.rule)

    def _of_record(self, cells: Keyed) -> FormSubject:
        customer = self._customer(cells["customer_no"])
        return FormSubject(number=cells["record_no"], cells=cells, customer=customer, rule=cells["rule"])

    def _of_customer(self, number: str) -> FormSubject:
        customer = self._customers[number]
        return FormSubject(
            cells={key: customer.get(key) for key in ("customer_name", "contact", "phone")}, customer=customer
        )

    def _customer(self, number: str) -> Keyed:
        return self._customers.get(_plain(number), {})


class PlanSubjects(CallSubjects):
    """Plans: the calls of an agent that are still to be made in the period's batch, or in one that is named."""

    @property
    def _things(self) -> tuple[str, ...]:
        return ("期间", "业务员", "计划", "客户")

    def open(self) -> list[FormSubject]:
        """The plans of all agents of the current batch; of the one before, where there is none yet."""
        period = self._current
        return self._of_period(period) or self._of_period(self.now.policy.period_before(period))

    @property
    def _current(self) -> Period:
        return self.now.policy.period_of(self.now.today)

    def _ways(self, number: str) -> Iterator[list[FormSubject]]:
        with suppress(UnknownPeriod):
            yield self._of_period(self.now.policy.parse_period(number))
        person = self.now.people.find(number)
        if person:
            mine = [plan for plan in self.open() if plan.cells["agent"] == person.person_no]
            yield mine or [self._plan(self._current, person.person_no, ())]
        yield from super()._ways(number)

    def _of_period(self, period: Period) -> list[FormSubject]:
        view = planning_view(self.now, period)
        by_agent: dict[str, list[IssuedCall]] = {}
        for call in sorted(view.batch, key=lambda call: (call.agent, call.planned_on, call.plan_no)):
            if not view.is_done(call):
                by_agent.setdefault(call.agent, []).append(call)
        return [self._plan(period, agent, calls) for agent, calls in by_agent.items()]

    def _plan(self, period: Period, agent: str, calls: Sequence[IssuedCall]) -> FormSubject:
        cells = {"period": period.name, "agent": agent, "count": len(calls)}
        return FormSubject(number=self.now.people.label(agent), cells=cells, lines=tuple(map(_planned, calls)))

    def _of_call(self, call: IssuedCall) -> FormSubject:
        return self._plan(self.now.policy.parse_period(call.period), call.agent, [call])


def _planned(call: IssuedCall) -> Keyed:
    return {key: getattr(call, key) for key in _PLANNED if hasattr(call, key)}


def _plain(number: str) -> str:
    return half_width(number).upper()
