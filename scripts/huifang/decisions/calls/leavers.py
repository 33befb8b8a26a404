"""The customers of people who leave: a rule may count from 人员.离职日期."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta

from huifang.decisions.calls.facts import CUSTOMER_NO, ORIGIN, Cells
from huifang.policy.customers import Customer
from huifang.policy.people import People, Person
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.declared.people import PEOPLE

#: Customers are given to somebody else at most so long before whose they were leaves.
HANDED_OVER_BEFORE = timedelta(days=31)
_AGENT = CUSTOMERS.by_key["agent"].header


def rows_of_leavers(customers: Iterable[Customer], people: People, kept_as: Callable[[str], str]) -> Iterator[Cells]:
    """A row for each customer and each person with a 离职日期 whose customer it is, or was until it was given away
    because of that. ``kept_as`` says how the cell of 业务员 with that text is known after it was written over.
    """
    leavers = [person for person in people.persons if person.left_on]
    names = {kept_as(text): one for one in leavers for text in (one.person_no, one.name) if text}
    for customer in customers if leavers else ():
        mine = {one.person_no: one for one in leavers if one.person_no == customer.owner}
        for header, before, seen_on in customer.moved:
            person = names.get(before) if header == _AGENT else None
            if person and person.left_on and seen_on >= person.left_on - HANDED_OVER_BEFORE:
                mine[person.person_no] = person
        yield from (_row(person, customer) for person in mine.values())


def _row(person: Person, customer: Customer) -> Cells:
    said = {
        "person_no": person.person_no, "name": person.name, "role": person.role, "department": person.department,
        "superior": person.superior, "email": person.email, "phone": person.phone, "status": person.status,
        "left_on": person.left_on,
    }  # fmt: skip
    cells = {PEOPLE.by_key[key].header: value for key, value in said.items()}
    return {**cells, CUSTOMER_NO: customer.customer_no, ORIGIN: person.origin}
