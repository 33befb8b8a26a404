"""Whom a call is made to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from huifang.decisions.calls.agreements import Contact
from huifang.policy.customers import Customer
from huifang.policy.rules import Rule
from huifang.tables.declared.calls import CALLS

_ROLE, _CONTACT, _PHONE = (CALLS.by_key[key].header for key in ("contact_role", "contact", "phone"))


def contact_key(phone: str, customer_no: str, role: str) -> str:
    """What tells contacts apart: the telephone that rings, else the customer and the role."""
    return phone or f"{customer_no}|{role}"


def contact_of(
    contacts: Mapping[tuple[str, str], Contact], customer: Customer, rule: Rule, row: Mapping[str, object] | None = None
) -> Contact:
    """Whom the rule wants to reach: the contact of that role, in the register or in the row that it is about."""
    called = row if row and rule.keeps_agreed_days else {}  # who was called then is called again
    role = rule.contact_role or str(called.get(_ROLE) or "")
    if not role:
        return Contact(customer.contact, customer.phone)
    if row and row.get(role):
        headers = list(row)
        beside = headers[headers.index(role) + 1 :][:1]  # the telephone stands behind the person
        phone = row[beside[0]] if beside and beside[0].endswith("电话") else None
        return Contact(str(row[role]), str(phone or customer.phone), role)
    known = contacts.get((customer.customer_no, role))
    if known is None and called.get(_PHONE):
        known = Contact(str(called.get(_CONTACT) or ""), str(called[_PHONE]))
    return replace(known or Contact(customer.contact, customer.phone), role=role)
