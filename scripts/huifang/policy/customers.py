"""The customers of the office, as the register states them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from huifang.core.text import split_list
from huifang.core.worktime import Span
from huifang.policy.people import People
from huifang.tables.cells import shown
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.model import NOT_READ, Column, Kind, Origin, Row
from huifang.tables.options import APPROVED

#: The columns that a condition of a rule may name, with what they are called here.
CUSTOMER_CELLS: Mapping[str, str] = {
    CUSTOMERS.by_key[key].header: key for key in ("customer_no", "customer_class", "region", "major_mark")
}
_DAYS = tuple((column.key, column.header) for column in CUSTOMERS.columns if column.kind is Kind.DATE)


class ContactPerson(NamedTuple):
    """One row of 联系人: whom to reach at a customer's; ``age`` is in years."""

    role: str
    name: str
    phone: str
    department: str = ""
    position: str = ""
    age: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """One row of 客户. ``owner`` is the 工号 of the 业务员, or the cell's text where nobody is known by it.

    ``days`` are the filled date columns that a rule may count from, by header; ``contacts`` the people to reach;
    ``region`` and ``address`` say where, ``major_mark`` whether to take special care, ``habits`` how the customer buys,
    ``purpose`` what the customer is called for; ``origin`` is the row.

    What runs saw of the row: ``seen_on`` is the day on which the approval was first seen of a customer without
    ``reviewed_on``; from ``ended_on`` on the customer is approved no longer, and only what was open then is owed.
    ``moved`` are the columns that moved on, by header, with what stood there before and the day on which it was seen.

    ``own`` are the filled columns that the office has of its own, by header; days among them stand in ``days``, too.

    A complainant (``is_complainant``) is in no register of customers; number and ``origin`` are those of the complaint.
    """

    customer_no: str
    name: str = ""
    customer_class: str = ""
    owner: str = ""
    contact: str = ""
    phone: str = ""
    review_status: str = ""
    reviewed_on: date | None = None
    registered_on: date | None = None
    quiet_hours: tuple[Span, ...] = ()
    tags: tuple[str, ...] = ()
    days: tuple[tuple[str, date], ...] = ()
    contacts: tuple[ContactPerson, ...] = ()
    region: str = ""
    address: str = ""
    major_mark: str = ""
    habits: str = ""
    purpose: str = ""
    seen_on: date | None = None
    ended_on: date | None = None
    moved: tuple[tuple[str, str, date], ...] = ()
    is_complainant: bool = False
    own: tuple[tuple[str, str], ...] = ()
    origin: Origin = field(default=NOT_READ, compare=False)

    @property
    def approved(self) -> bool:
        """Only customers who are approved, or were when something was left open, are called."""
        return self.review_status == APPROVED or self.ended_on is not None

    def owes(self, begins_on: date) -> bool:
        """Whether what begins on that day is owed: while the customer is approved."""
        return self.ended_on is None or self.left_open(begins_on)

    def left_open(self, begins_on: date) -> bool:
        """Whether what begins on that day was open when the customer's approval ended."""
        return self.ended_on is not None and begins_on < self.ended_on

    def cells(self) -> dict[str, Any]:
        """What a rule may ask of the customer, by header."""
        return {header: getattr(self, key) for header, key in CUSTOMER_CELLS.items()} | dict(self.own) | dict(self.days)


class Customers(Mapping[str, Customer]):
    """The customers by number, in the order of the register."""

    @abstractmethod
    def quiet_hours(self) -> Mapping[str, tuple[Span, ...]]:
        """When not to call, by 客户编号, for those who have said so."""


class ListedCustomers(Customers):
    """Customers as they were just read."""

    def __init__(self, customers: Mapping[str, Customer]) -> None:
        self._customers = customers

    def __getitem__(self, number: str) -> Customer:
        return self._customers[number]

    def __iter__(self) -> Iterator[str]:
        return iter(self._customers)

    def __len__(self) -> int:
        return len(self._customers)

    def quiet_hours(self) -> Mapping[str, tuple[Span, ...]]:
        """See :class:`Customers`."""
        return {number: customer.quiet_hours for number, customer in self.items() if customer.quiet_hours}


class WithComplainants(Customers):
    """The customers of the register, and behind them those who complained and are not in it."""

    def __init__(self, registered: Customers, complainants: Mapping[str, Customer]) -> None:
        self._registered = registered
        self._others = {number: one for number, one in complainants.items() if number not in registered}

    def __getitem__(self, number: str) -> Customer:
        return self._others[number] if number in self._others else self._registered[number]

    def __iter__(self) -> Iterator[str]:
        yield from self._registered
        yield from self._others

    def __len__(self) -> int:
        return len(self._registered) + len(self._others)

    def quiet_hours(self) -> Mapping[str, tuple[Span, ...]]:
        """See :class:`Customers`."""
        return self._registered.quiet_hours()


def build_customers(
    rows: Iterable[Row], contacts: Iterable[Row], people: People, own: Iterable[Column] = ()
) -> Customers:
    """Customers by number, in the order of the register; a gap (no phone, no class) does not remove one."""
    customers: dict[str, Customer] = {}
    reached: dict[str, tuple[ContactPerson, ...]] = {}
    columns = tuple(own)
    days = (*_DAYS, *((one.key, one.header) for one in columns if one.kind in (Kind.DATE, Kind.DATETIME)))
    for row in contacts:
        contact = ContactPerson(
            role=row["contact_role"] or "", name=row["name"] or "", phone=row["phone"] or "",
            department=row["department"] or "", position=row["position"] or "", age=row["age"],
        )  # fmt: skip
        reached[row["customer_no"] or ""] = (*reached.get(row["customer_no"] or "", ()), contact)
    for row in rows:
        number = row["customer_no"]
        if not number or number in customers:
            continue
        owner = people.find(row["agent"])
        customers[number] = Customer(
            customer_no=number, name=row["customer_name"] or "", customer_class=row["customer_class"] or "",
            owner=owner.person_no if owner else row["agent"] or "", contact=row["contact"] or "",
            phone=row["phone"] or "", review_status=row["review_status"] or "", reviewed_on=row["reviewed_on"],
            registered_on=row["registered_on"], quiet_hours=row["quiet_hours"] or (),
            tags=split_list(row["tags"] or ""),
            days=tuple((header, _day(row[key])) for key, header in days if row[key]),
            contacts=reached.get(number, ()), region=row["region"] or "", address=row["address"] or "",
            major_mark=row["major_mark"] or "", habits=row["habits"] or "", purpose=row["purpose"] or "",
            own=tuple((one.header, shown(row[one.key])) for one in columns if row[one.key] is not None),
            origin=row.origin,
        )  # fmt: skip
    return ListedCustomers(customers)


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value
