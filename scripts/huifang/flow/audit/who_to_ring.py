"""Whom the auditor asks for: the contacts of drawn customers as the sealed registers have them, gone ones too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time

from huifang.core.periods import Period
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.store.files import OfficeError
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.ledger.spot_checks import SealedFrame
from huifang.policy.customers import Customer
from huifang.tables.declared.customers import CUSTOMERS


def moment_of(desk: Desk, sealed: SealedFrame, period: Period) -> Moment:
    """The office by which the frame was made."""
    end = datetime.combine(period.until_on, time.max)
    return desk.as_of(min(sealed.at, end), sealed.versions)


def customers_to_ring(desk: Desk, sealed: SealedFrame, period: Period, wanted: Iterable[str]) -> Mapping[str, Customer]:
    """The customers with these numbers: of the sealed registers; those who are gone from them, or stand there without
    a telephone, as the newest archived register has them that does, else as they were issued for a call.
    """
    numbers, customers = tuple(dict.fromkeys(wanted)), moment_of(desk, sealed, period).customers
    known = {number: customer for number in numbers if (customer := customers.get(number))}
    lacking = {number for number in numbers if number not in known or not known[number].phone}
    for number, customer in _of_earlier_registers(desk, sealed, lacking).items():
        known[number] = customer
    for number in lacking.difference(number for number, customer in known.items() if customer.phone):
        calls = desk.ledger.issued().by_customer().get(number)
        if calls:
            last = calls[-1]
            known[number] = Customer(
                customer_no=number, name=last.customer_name, contact=last.contact, phone=last.phone
            )
    return known


def _of_earlier_registers(desk: Desk, sealed: SealedFrame, wanted: Iterable[str]) -> dict[str, Customer]:
    """Those that a register archived up to the sealing has with a telephone, as the newest such one has them."""
    left, found = {*wanted}, dict[str, Customer]()
    versions = [v for v in desk.state.versions if v.workbook == CUSTOMERS.workbook and v.at <= sealed.at]
    for version in reversed(versions):
        if not left:
            break
        try:
            then = desk.of_versions({**sealed.versions, CUSTOMERS.workbook: version.sha256}).registers.customers
        except (OfficeError, Unreadable):
            continue  # verify tells of it
        here = {number: then[number] for number in left if number in then and then[number].phone}
        found |= here
        left -= here.keys()
    return found
