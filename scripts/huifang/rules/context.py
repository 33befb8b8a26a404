"""What the checks of an agent's sheet, and those of the registers, may look at."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from huifang.core.periods import Period
from huifang.core.text import half_width
from huifang.core.worktime import Span, WorkCalendar
from huifang.ledger.issues import IssuedCall
from huifang.ledger.records import CallRecord
from huifang.policy.customers import Customer
from huifang.policy.model import Policy
from huifang.policy.people import People, Person
from huifang.policy.register_read import Registers
from huifang.tables.declared import house_rules
from huifang.tables.declared.calls import CONNECTED_KEYS, TELLING_KEYS
from huifang.tables.declared.registers import BOOKS
from huifang.tables.model import Kind, Row, Rows, Table

if TYPE_CHECKING:
    from huifang.policy.visit_reports import Visit


@dataclass(frozen=True, kw_only=True)
class SheetContext:
    """The batch a sheet belongs to, and the registers it is judged by.

    ``issued``: the calls that this agent's workbooks of the batch hold, by number, as they were issued last, and
    ``issued_before`` as what they were issued earlier; ``here``: the numbers that stand in the workbook that came back;
    ``customers_then``: the customers when the batch was issued, who says whose they were; ``quiet_hours``: by 客户编号,
    where there are any; ``accepted``: the agent's calls that stand in the ledger. By the number of the row: ``former``
    the accepted call that it was before its time was changed, ``late_calls`` those of calls that were made after the
    batch, on a plan number; ``answered_before`` the accepted call that had answered the number when the row came, by
    another sheet. ``reached`` are the numbers of the sheet that were reached, by whomever. ``owner_on`` says whose a
    customer was on a day, as the office knew it at the end of that day; empty where nobody looked. ``still_asked``
    says which of these calls somebody is to make all the same, whatever was decided or changed since.
    """

    table: Table
    policy: Policy
    calendar: WorkCalendar
    people: People
    customers: Mapping[str, Customer]
    customers_then: Mapping[str, Customer]
    quiet_hours: Mapping[str, tuple[Span, ...]]
    agent: str
    period: Period
    here: frozenset[str]
    issued: Mapping[str, IssuedCall]
    today: date
    issued_before: Mapping[str, Sequence[IssuedCall]] = field(default_factory=dict)
    accepted: Sequence[CallRecord] = field(default=())
    former: Mapping[int, CallRecord] = field(default_factory=dict)
    late_calls: frozenset[int] = frozenset()
    answered_before: Mapping[int, CallRecord] = field(default_factory=dict)
    reached: frozenset[str] = frozenset()
    owner_on: Callable[[str, date], str] = lambda number, day: ""
    still_asked: Callable[[Sequence[IssuedCall]], Sequence[IssuedCall]] = lambda calls: calls

    @cached_property
    def accepted_keys(self) -> frozenset[tuple[str, str, str]]:
        """What the agent's accepted calls are known by, see :attr:`CallRecord.key`."""
        return frozenset(record.key for record in self.accepted)

    @cached_property
    def issued_customers(self) -> frozenset[str]:
        """The customers whose calls were issued to this agent in this batch."""
        return frozenset(call.customer_no for call in self.issued.values())

    def numbers_named(self, name: str) -> tuple[str, ...]:
        """The numbers of the customers of that name; where some of several are this agent's, of those."""
        known = self._by_name.get(_plain(name), ())
        hers = tuple(no for no in known if self.agent in (self.customers[no].owner, self._then(no)))
        return known if len(known) == 1 else hers or known

    def _then(self, customer_no: str) -> str:
        customer = self.customers_then.get(customer_no)
        return customer.owner if customer else ""

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for number, customer in self.customers.items():
            name = _plain(customer.name)
            found[name] = (*found.get(name, ()), number)
        return found

    @cached_property
    def ways_of_calls(self) -> frozenset[tuple[str, ...]]:
        """The ways in which issued calls may be made, and unplanned ones; those that any will do for are left out."""
        return frozenset(filter(None, map(self.ways_of, (None, *self.issued.values()))))

    @cached_property
    def _sharing(self) -> frozenset[str]:
        return frozenset(rule.rule for rule in self.policy.rules if rule.shares)

    def may_share(self, plan_no: str, other: str) -> bool:
        """Whether two issued calls may be made in one conversation: they are to the same person at one customer's, and
        the rule of neither wants a call of its own.
        """
        call, second = self.issued.get(plan_no), self.issued.get(other)
        if call is None or second is None or plan_no == other:
            return False
        who, whom = ((one.customer_no, one.contact_role, one.phone) for one in (call, second))
        return who == whom and {call.rule, second.rule} <= self._sharing

    @cached_property
    def caller(self) -> Person | None:
        """The agent as a person of the register."""
        return self.people.by_no.get(self.agent)

    @cached_property
    def connected_keys(self) -> tuple[str, ...]:
        """What a connected call must state, mandatory questions included."""
        questions = (q.key for q in self.policy.questions if q.mandatory and q.key in self.table.by_key)
        return (*CONNECTED_KEYS, *questions)

    def ways_of(self, call: IssuedCall | None) -> tuple[str, ...]:
        """In which ways the call may be made (None: one that is not planned); empty where any will do."""
        return self.policy.methods_for(call.rule, call.keys) if call else self.policy.methods_of("")

    def may_call(self, customer_no: str, day: date, *owners: str) -> bool:
        """Whether the customer is this agent's on that day: as one of these ``owners`` or who stands in for them, or
        as who had the customer that day (decision 24).
        """
        if self.agent in {*owners, *(self.people.caller_on(owner, day) for owner in owners)}:
            return True
        owner = self.owner_on(customer_no, day)
        return self.agent in {owner, self.people.caller_on(owner, day)}

    def customer_no_of(self, plan_no: str | None, customer_no: str | None) -> str:
        """A row's customer: of its plan number, else as typed."""
        call = self.issued.get(plan_no or "")
        return call.customer_no if call else customer_no or ""

    def example(self, key: str) -> str:
        """An example of what goes into the column, as a sentence."""
        column = self.table.by_key[key]
        return f"例如：{column.example}。" if column.example else ""


def _plain(name: str) -> str:
    return half_width(name).replace(" ", "").casefold()


@dataclass(frozen=True)
class RegisterContext:
    """The registers, today, how a phone number is judged, and who was asked first by 投诉编号 as the office saw it.

    ``visits`` are the accepted calls and visits by record number; None where nobody looked. ``once_known`` are
    customers that the office called, whether they are still in the register or not.
    """

    registers: Registers
    valid_phone: Callable[[str], bool]
    today: date
    first_asked: Mapping[str, str] = field(default_factory=dict)
    visits: Mapping[str, Visit] | None = None
    once_known: Set[str] = frozenset()

    def rows(self, table: Table) -> tuple[Row, ...]:
        """The rows of a register that have no broken cell; none where the office has no such register."""
        return self.registers.reads[table.name].sound if table.name in self.registers.reads else ()

    def with_kind(self, kind: Kind) -> Iterator[tuple[Table, tuple[str, ...]]]:
        """The registers of people's entries that were read and have columns of that kind, with their keys."""
        for table in self.tables:
            if keys := tuple(column.key for column in table.columns if column.kind is kind):
                yield table, keys

    @property
    def tables(self) -> tuple[Table, ...]:
        """The registers that were read, without the rules; of two that are called alike one."""
        listed = (table for tables in BOOKS.values() for table in tables)
        read = (t for t in listed if t.workbook != house_rules.WORKBOOK and t.name in self.registers.reads)
        return tuple({table.name: self.registers.policy.whole(table) for table in read}.values())


_NOTHING_ENTERED = (None,) * len(TELLING_KEYS)


def answered_places(rows: Rows) -> list[int]:
    """The places of the rows into which the agent entered anything about a call."""
    return [place for place, cells in enumerate(rows.together(TELLING_KEYS)) if cells != _NOTHING_ENTERED]


class Calls:
    """Rows that are judged as calls. There are many of them and few different values: these are looked at."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self._different: dict[tuple[str, ...], Collection[tuple[Any, ...]]] = {}

    def where(self, asked: Callable[..., object], *keys: str) -> Iterator[Row]:
        """The rows for whose values under the keys the answer is true; it is asked once for values that are the same.

        An empty cell is None.
        """
        wanted = {values for values in self._different_under(keys) if asked(*values)}
        if wanted:
            for place, values in enumerate(self.rows.together(keys)):
                if values in wanted:
                    yield self.rows.row(place)

    def _different_under(self, keys: tuple[str, ...]) -> Collection[tuple[Any, ...]]:
        if keys not in self._different:
            if len(keys) == 1:
                self._different[keys] = [(value,) for value in {*self.rows.cells(keys[0])}]
            else:
                self._different[keys] = {*self.rows.together(keys)}
        return self._different[keys]
