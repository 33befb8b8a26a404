"""Who complained and is in no register of customers: to be called all the same, at the contact of the complaint."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from datetime import date
from types import MappingProxyType

from huifang.decisions.complaints.escalation import owner_of
from huifang.policy.customers import Customer
from huifang.policy.model import Policy
from huifang.policy.people import People
from huifang.tables.model import Row
from huifang.tables.options import APPROVED


def complainants(
    policy: Policy,
    people: People,
    rows: Iterable[Row],
    day: date,
    first_numbers: Mapping[str, str] = MappingProxyType({}),
    once_called: Set[str] = frozenset(),
) -> dict[str, Customer]:
    """One customer for each complaint without 客户编号 that says how to reach somebody, by the number of the complaint.

    A complaint keeps the number by which it was known first (``first_numbers``). Who was issued by it once
    (``once_called``) stays it, whatever 客户编号 is filled in later: nobody is called twice for that. Who was asked
    first makes the call, else who answers for the complaint.
    """
    found: dict[str, Customer] = {}
    for row in rows:
        number = row["complaint_no"]
        number = first_numbers.get(number, number)
        can_be_reached = row["contact_details"] or row["address"]
        if number and number not in found and can_be_reached and (not row["customer_no"] or number in once_called):
            person = people.find(row["first_asked"]) or people.find(row["responsible"])
            person = person or owner_of(policy, people, row.values, day).person
            name = row["complainant"] or ""
            found[number] = Customer(
                customer_no=number, name=name, contact=name, phone=row["contact_details"] or "",
                address=row["address"] or "", owner=person.person_no if person else "", review_status=APPROVED,
                is_complainant=True, origin=row.origin,
            )  # fmt: skip
    return found
