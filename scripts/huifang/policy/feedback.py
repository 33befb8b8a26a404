"""What is asked of slips for departments: whom they go to, until when they are answered, what each kind has to say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from huifang.policy.customers import Customer
from huifang.policy.people import People, Person
from huifang.tables.model import Row
from huifang.tables.options import BUILT_IN

INQUIRY, OPPORTUNITY = BUILT_IN["反馈类型"][0], BUILT_IN["反馈类型"][2]
#: 001 1.1.1 and 1.1.2: an inquiry goes to a department; an opportunity to the owner of the region, who reports back.
ASKED: Mapping[str, tuple[str, ...]] = {
    INQUIRY: ("department",),
    OPPORTUNITY: ("region_owner", "inquiry", "interest", "expected_when"),
}
NO_DUES: Mapping[str, date] = {}
#: The columns that say who is to answer.
WHO = ("department", "region_owner")
#: Words of 反馈单交给: slips of any other kind, and whoever answers for the customer's region.
OTHER_SLIPS, REGION_OWNER = "其他", "区域负责人"


def asked_of(
    slip: Row, receivers: Mapping[str, str], people: People, customers: Mapping[str, Customer], day: date
) -> tuple[Person | None, str]:
    """Who is to answer the slip, and which department: whom it names; where it names nobody, whom its kind goes to."""
    owner, department = people.find(slip["region_owner"]), slip["department"] or ""
    if owner or department or slip["region_owner"]:
        return owner, department
    receiver = receiver_of(receivers, slip["feedback_type"])
    if receiver == REGION_OWNER:
        customer = customers.get(slip["customer_no"] or "")
        return people.in_charge_of(customer.region if customer else "", day), ""
    return None, receiver


def receiver_of(receivers: Mapping[str, str], kind: str | None) -> str:
    """The department that slips of this kind go to, or :data:`REGION_OWNER`; empty where nothing is said of it."""
    return receivers.get(kind or "", receivers.get(OTHER_SLIPS, ""))


def with_reply_due(slip: Row, reply_days: int | None, dues: Mapping[str, date] = NO_DUES) -> Row:
    """The slip with its last day for the answer: where it states none, that of its limit (by number), or so many days
    after it was issued.
    """
    if slip["reply_due_on"] or slip["issued_on"] is None:
        return slip
    due = dues.get(slip["feedback_no"] or "")
    if due is None and reply_days is not None:
        due = slip["issued_on"] + timedelta(days=reply_days)
    if due is None:
        return slip
    return Row({**slip.values, "reply_due_on": due}, slip.sheet, slip.number, slip.broken)
