"""Customers who may be one: they have one telephone, in whatever spelling, or one name and address (decision 14)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from huifang.core.catalogue import found
from huifang.core.findings import Finding
from huifang.core.phones import numbers_in
from huifang.core.text import half_width
from huifang.policy.customers import Customer
from huifang.tables.options import OUT_OF_USE

PHONE, NAME_AND_ADDRESS = "电话", "名称和地址"
#: So many of them are named.
MOST = 5


@dataclass(frozen=True)
class MayBeOne:
    """Customers, in the order of the register, and ``what`` they have in common."""

    what: str
    customers: tuple[Customer, ...]

    @property
    def numbers(self) -> tuple[str, ...]:
        """Their 客户编号."""
        return tuple(customer.customer_no for customer in self.customers)

    @property
    def finding(self) -> Finding:
        """L718, at the last of them."""
        named = "、".join(f"{one.name}({one.customer_no})" for one in self.customers[:MOST])
        more = f" 等 {len(self.customers)} 位" if len(self.customers) > MOST else ""
        last, by_phone = self.customers[-1], self.what == PHONE
        value = last.phone if by_phone and last.phone else self.what
        what = f"电话 {value}" if by_phone else self.what
        place = last.origin.place("phone" if by_phone else "customer_name")
        return found("L718", place, customers=named + more, what=what)


def may_be_one(customers: Iterable[Customer]) -> Iterator[MayBeOne]:
    """Each group of customers once, those with one telephone first; who is 停用 is left out."""
    by_phone: dict[str, dict[str, Customer]] = {}
    by_name: dict[tuple[str, str], list[Customer]] = {}
    for customer in customers:
        if customer.review_status == OUT_OF_USE or customer.is_complainant:
            continue
        phones = {number for text in _phones(customer) for number in numbers_in(text)}
        for phone in phones:
            by_phone.setdefault(phone, {})[customer.customer_no] = customer
        if customer.name and customer.address:
            by_name.setdefault((_bare(customer.name), _bare(customer.address)), []).append(customer)
    groups = [MayBeOne(PHONE, tuple(ones.values())) for ones in by_phone.values()]
    groups += [MayBeOne(NAME_AND_ADDRESS, tuple(ones)) for ones in by_name.values()]
    told = set[tuple[str, ...]]()
    for group in groups:
        if len(group.customers) > 1 and group.numbers not in told:
            told.add(group.numbers)
            yield group


def _phones(customer: Customer) -> Iterator[str]:
    """The telephones of the customer and of the contacts there."""
    yield customer.phone
    yield from (contact.phone for contact in customer.contacts)


def _bare(text: str) -> str:
    return half_width(text).casefold()
