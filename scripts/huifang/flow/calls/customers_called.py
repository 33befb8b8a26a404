"""Whom somebody means: by number, telephone or name, or a part of it, or the number of something about a customer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from huifang.core.phones import numbers_in
from huifang.core.text import clean, half_width
from huifang.edges.store.segments import to_records
from huifang.flow.office.moment import Moment
from huifang.ledger.questions import numbered
from huifang.policy.customers import Customer
from huifang.tables.declared.registers import SEEN

#: So many digits of a telephone say whose it is.
FEWEST_DIGITS = 4
#: So many customers are named who may have been meant.
NEAREST = 5


class UnknownCustomer(ValueError):
    """Nobody has that number, name or telephone; the message says so, and who is ``nearest``."""

    def __init__(self, message: str, nearest: Sequence[Customer] = ()) -> None:
        super().__init__(message)
        self.nearest = tuple(nearest)


def customers_called(now: Moment, who: str) -> list[Customer]:
    """Those who have that 客户编号; else that telephone, their contacts' too; else that name; else it in their name, or
    so many digits in their telephone; else the customer whom something of that number is about.

    Raises:
        UnknownCustomer: nobody does.
    """
    wanted = clean(who)
    number = next((no for no in (wanted, half_width(wanted), half_width(wanted).upper()) if no in now.customers), None)
    if number:
        return [now.customers[number]]
    found = next(filter(None, _ways(now, wanted)), None) if wanted else None
    if not found:
        near = _nearest(now, wanted)
        hint = f"是不是“{near[0].customer_no}”？" if near else ""
        raise UnknownCustomer(f"客户资料库里没有编号、电话或名称是“{wanted}”的客户。{hint}", near)
    return found


def _ways(now: Moment, wanted: str) -> Iterator[list[Customer]]:
    customers, numbers = [*now.customers.values()], {*numbers_in(wanted)}
    yield [one for one in customers if numbers & {*telephones_of(one)}]
    yield [one for one in customers if wanted in names_of(one)]
    plain, digits = half_width(wanted).casefold(), _digits(wanted)
    yield [one for one in customers if _has_part(one, plain, digits)]
    about = _about(now, half_width(wanted).upper())
    yield [now.customers[about]] if about in now.customers else []


def _has_part(customer: Customer, plain: str, digits: str) -> bool:
    if any(plain in half_width(name).casefold() for name in names_of(customer)):
        return True
    return bool(digits) and any(digits in number for number in telephones_of(customer))


def _digits(wanted: str) -> str:
    """The digits of what may be a part of a telephone, in any spelling; empty where it is none."""
    digits = "".join(sign for sign in half_width(wanted) if sign not in "-()+.")
    return digits.lstrip("0") if digits.isdecimal() and len(digits) >= FEWEST_DIGITS else ""


def telephones_of(customer: Customer) -> tuple[str, ...]:
    """The telephones of the customer and of the contacts there, as they ring."""
    cells = (customer.phone, *(contact.phone for contact in customer.contacts))
    return tuple(number for cell in cells for number in numbers_in(cell))


def names_of(customer: Customer) -> tuple[str, ...]:
    """What the customer and the contacts there are called."""
    return (customer.name, customer.contact, *(contact.name for contact in customer.contacts))


def _about(now: Moment, number: str) -> str:
    """Of whom a call, a record of one, or a row of a register is, by its number; empty where nothing has it."""
    for customer_no, calls in now.issued.by_customer().items():
        if any(number == call.plan_no or number.startswith(f"{call.plan_no}-") for call in calls):
            return customer_no
    for record in to_records(numbered(now.records, number)):
        return record.customer_no
    for table in SEEN:
        if table.workbook in now.versions and table.unique and "customer_no" in table.by_key:
            rows = now.rows(table)
            about = (row["customer_no"] for row in rows if str(row[table.unique[0]] or "").upper() == number)
            found = next(filter(None, about), "")
            if found:
                return str(found)
    return ""


def _nearest(now: Moment, wanted: str) -> list[Customer]:
    """Those whose number or name looks most like it."""
    words: dict[str, Customer] = {}
    for one in now.customers.values():
        for word in (one.customer_no, *names_of(one)):
            words.setdefault(word, one)
    close = get_close_matches(wanted, [word for word in words if word], n=NEAREST, cutoff=0.4)
    return [*{words[word].customer_no: words[word] for word in close}.values()]
