"""What the registers and the ledger say of a customer, row by row, and the classes that follow from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from huifang.core.periods import Period
from huifang.core.worktime import WorkCalendar
from huifang.policy.customers import Customer
from huifang.policy.model import Policy
from huifang.policy.rules import (
    ANY_ROW,
    EQUALS,
    HANDLED,
    OF_DAYS,
    OVER,
    SOURCES,
    SUM_AT_LEAST,
    THIS_MONTH,
    Condition,
    DerivedClass,
    Rule,
    Source,
)
from huifang.tables.declared.customers import CUSTOMERS

#: A row of any table: its values by header.
Cells = Mapping[str, Any]
CUSTOMER_NO = "客户编号"
#: Which time the complaint of the row was dealt with; not a column of the sheet, and 1 where it is not there.
HANDLING = "第几次办理"
#: Whether a person has entered a revisit of the complaint of the row; not a column of the sheet.
BY_HAND = "人工回访"
#: Whether the complaint of the row was heard in a call that a rule selected; not a column of the sheet.
HEARD_WHEN_SELECTED = "抽中的回访里听到"
#: The number that the row had first, where a 更正单 gave it another one; not a column of the sheet.
FIRST_NO = "原编号"
#: The number of the call of the row; not a column of the sheet.
RECORD_NO = "记录编号"
#: What was agreed in the call of the row, as :class:`~huifang.decisions.calls.agreements.Agreed`; not a column of the
#: sheet either, and not there where nothing was, or it was kept long ago.
AGREEMENT = "约定"
#: Where the row was read (an ``Origin``); not a column of the sheet, and not there in what the ledger says.
ORIGIN = "来处"
#: Of a complaint that was judged invalid, the last of these that is filled says when it was dealt with (decision 12).
_REVISITED = "回访时间"
_INVALID, _SETTLED = "不成立", ("告知客户时间", "调查完成时间", "首次响应时间", "接收时间")


@dataclass(frozen=True, slots=True)
class MadeContact:
    """A call or visit that reached the customer, by whom, when and how."""

    agent: str
    customer_no: str
    on: date
    method: str


@dataclass(frozen=True)
class Facts:
    """The rows of every table that a rule may name, by sheet. ``reached`` are the days on which customers were reached
    for a rule, by 客户编号 and 规则编号, where a rule rests after that; ``calendar`` knows the working days.
    ``given_up`` are customers whom nobody is to call any more, where a rule selects among customers; ``contacted`` are
    all calls that reached somebody, in order of time, where there is a quota of them.
    """

    sheets: Mapping[str, Sequence[Cells]]
    reached: Mapping[tuple[str, str], Sequence[date]] = field(default_factory=dict)
    calendar: WorkCalendar = WorkCalendar(frozenset(range(5)))
    given_up: Set[str] = frozenset()
    contacted: Sequence[MadeContact] = ()

    def rows(self, sheet: str) -> Sequence[Cells]:
        """All rows of the sheet, in its order."""
        return self.sheets.get(sheet, ())

    @cached_property
    def _by_customer(self) -> dict[tuple[str, str], list[Cells]]:
        found: dict[tuple[str, str], list[Cells]] = {}
        for sheet, rows in self.sheets.items():
            for cells in rows:
                found.setdefault((sheet, cells.get(CUSTOMER_NO) or ""), []).append(cells)
        return found

    def of(self, sheet: str, customer: Customer) -> Sequence[Cells]:
        """The customer's rows of the sheet."""
        return self._by_customer.get((sheet, customer.customer_no), ())


@dataclass(frozen=True, slots=True)
class Cause:
    """A row that a call is about: its cells, the column that counts in it, and the day there."""

    source: Source
    cells: Cells
    on: date


def day_of(cells: Cells, source: Source) -> date | None:
    """The day that stands in the column, or follows for it; none for a complaint that a person has revisited."""
    return _as_day(value_of(cells, source))


def value_of(cells: Cells, source: Source) -> Any:
    """The same with the time of day, where the column has it."""
    if source.header != HANDLED:
        return cells.get(source.header)
    if cells.get("是否成立") == _INVALID:
        settled = (cells.get(header) for header in _SETTLED)
        handled = max((value for value in settled if _as_day(value)), key=_settled_on, default=None)
    else:
        handled = cells.get("执行完成时间")
    day, revisited = _as_day(handled), _as_day(cells.get(_REVISITED)) if cells.get(BY_HAND) else None
    return None if day and revisited and revisited >= day else handled


def _settled_on(value: Any) -> date:
    return _as_day(value) or date.min


def _as_day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def number_of(sheet: str, cells: Cells) -> str:
    """What the row is called: its number, else its customer's."""
    unique = SOURCES[sheet].unique
    header = SOURCES[sheet].by_key[unique[0]].header if unique else CUSTOMER_NO
    return str(cells.get(header) or "")


def first_number_of(sheet: str, cells: Cells) -> str:
    """The number by which obligations name the row: it keeps the one that it had first, and so do they."""
    return str(cells.get(FIRST_NO) or number_of(sheet, cells))


def events(facts: Facts, rule: Rule, customer: Customer) -> Iterator[tuple[Cells, date]]:
    """The customer's rows that the rule counts, each with its day."""
    assert rule.anchor is not None
    for cells in facts.of(rule.anchor.sheet, customer):
        day = day_of(cells, rule.anchor)
        if day and all(one.holds(cells.get(one.source.header)) for one in rule.conditions):
            yield cells, day


def rows_behind(
    policy: Policy, facts: Facts, customer: Customer, classes: Sequence[str], month: Period
) -> Iterator[Cause]:
    """The rows whose day makes the customer one of these classes in that month."""
    for state in policy.states:
        if state.test == THIS_MONTH and state.name in classes:
            for cells in facts.of(state.source.sheet, customer):
                day = day_of(cells, state.source)
                if day is not None and day in month:
                    yield Cause(state.source, cells, day)


def classes_of(policy: Policy, facts: Facts, customer: Customer, month: Period) -> frozenset[str]:
    """What the customer is in that month: the classes that follow from the data, else the one that was chosen."""
    derived = frozenset(state.name for state in policy.states if _is(facts, state, customer, month))
    return derived or frozenset({policy.known_class(customer.customer_class)})


def _is(facts: Facts, state: DerivedClass, customer: Customer, month: Period) -> bool:
    rows = facts.of(state.source.sheet, customer)
    if state.test in OF_DAYS:
        days = [day for day in (day_of(cells, state.source) for cells in rows) if day is not None]
        if state.test == OVER:
            return bool(days) and max(days) < month.from_on
        return any(day in month for day in days)
    if state.source.sheet != CUSTOMERS.name and state.test != SUM_AT_LEAST:
        rows = [cells for cells in rows if _was_there(cells, month)]
    values = [cells.get(state.source.header) for cells in rows]
    if state.test == EQUALS:
        equal = Condition(state.source, state.values)
        return any(equal.holds(value) for value in values)
    if state.test == SUM_AT_LEAST:
        numbers = (Decimal(str(value)) for value in values if isinstance(value, (int, float)))
        return sum(numbers, Decimal(0)) >= Decimal(str(state.amount))  # as people add: 0.1 + 0.2 is 0.3
    assert state.test == ANY_ROW
    return bool(rows)


def _was_there(cells: Cells, month: Period) -> bool:
    """Whether what the row tells of had begun by the month's end: a later complaint makes no earlier visit a target's.
    Of what was heard in a selected call, by its beginning: what was selected stays what it was for (decision 29).

    A row without any day counts.
    """
    days = [day for day in map(_as_day, cells.values()) if day]
    return not days or min(days) <= month.until_on and not (cells.get(HEARD_WHEN_SELECTED) and min(days) in month)
